"""The data file: FORMAT.md's section of this name."""

import hashlib
import re
import zlib
from collections import namedtuple
from fractions import Fraction

from dates import date_of
from exact import Unreadable, read_file, refuse
from text import quoted, unpacked

MISSING = {"", "na", "nan", "n/a", "#n/a", "<na>", "null", "none", ".", "?"}
SPACE = " \t\n\v\f\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200b))) + "\u2028\u2029\u202f\u205f\u3000"
DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")
FRACTION = re.compile(r"[+-]?[0-9]+/([0-9]+)")
INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
LARGEST = 2**1024 - 2**970  # what is as large is none of the doubles
DELIMITERS, SEPARATORS = ",;|:~^!&*$@_ \t", ".,'\u2019_ \u00a0\u2009\u202f"
SNIFFED = "\t;|,"
MOST_TEXTS = 100

Data = namedtuple("Data", "sha256 target features weights drop reading rows")  # a row is (x, y, weight)
Input = namedtuple("Input", "column kind text name")                   # kind: number, indicator, or a date's

# ======== Bytes to records ========

def decoded(path, stored):
    """The text of a file, and whether it is in UTF-16."""
    try:
        raw = b"".join(unpacked(stored))
    except (EOFError, zlib.error) as error:
        raise Unreadable(f"{path}: cannot be unpacked: {error}")
    first, second = (raw + b"\1\1")[:2]
    little = raw[:2] == b"\xff\xfe" or (first != 0 and second == 0)
    wide = len(raw) > 1 and (little or raw[:2] == b"\xfe\xff" or (first == 0 and second != 0))
    if not wide:
        text = re.sub("[\udc80-\udcff]+", "\ufffd", raw.decode("utf-8", "surrogateescape"))
    else:
        refuse(len(raw) % 2, f"{path}: half a character at its end")
        text = re.sub("[\ud800-\udfff]", "\ufffd", raw.decode("utf-16-le" if little else "utf-16-be", "surrogatepass"))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse("\0" in text, f"{path}: a NUL byte")
    return text, wide

class Records:
    """The lines of a CSV text as their fields, with the line they start on; blank ones and comments are skipped."""

    def __init__(self, path, text, delimiter, comment):
        self.path, self.text, self.delimiter, self.comment = path, text, delimiter, comment
        self.commented = False

    def __iter__(self):
        field = re.compile(r'"((?:[^"]|"")*)"|([^"\n%s]*)' % re.escape(self.delimiter))
        text, at, line = self.text, 0, 1
        while at < len(text):
            if text[at] == "\n" or self.comment and text.startswith(self.comment, at):
                self.commented = self.commented or text[at] != "\n"
                at, line = (text.find("\n", at) + 1) or len(text), line + 1
                continue
            fields, first = [], line
            while True:
                match = field.match(text, at)
                at = match.end()
                line += match[0].count("\n")
                fields.append((match[1].replace('""', '"') if match[1] is not None else match[2]).strip(SPACE))
                if at == len(text) or text[at] == "\n":
                    break
                refuse(text[at] != self.delimiter, f"{self.path}:{line}: a quote where none may stand")
                at += 1
            yield first, fields
            at, line = at + 1, line + 1

def width(fields):
    """Of the first record: an empty field behind the last delimiter does not count."""
    return len(fields) - (len(fields) > 1 and fields[-1] == "")

def fitting(path, line, fields, wanted):
    if len(fields) == wanted + 1 and fields[-1] == "":
        return fields[:-1]
    refuse(len(fields) != wanted, f"{path}:{line}: {len(fields)} fields, but the header has {wanted}")
    return fields

def fits(path, text, delimiter, comment):
    """Whether the first two records have as many fields, two at least."""
    try:
        records = iter(Records(path, text, delimiter, comment))
        _, first = next(records, (0, []))
        if len(first) < 2:
            return False
        line, second = next(records, (0, first[:width(first)]))
        fitting(path, line, second, width(first))
        return True
    except Unreadable:
        return False

# ======== Cells ========

class Format:
    """What cells mean, and which of it was met."""

    def __init__(self, path, question, text):
        q = self.asked = question
        self.delimiter = {"tab": "\t", "\\t": "\t", "space": " "}.get(q.delimiter, q.delimiter) or \
            next((c for c in SNIFFED if fits(path, text, c, q.comment)), ",")
        self.decimal = q.decimal or {".": ",", ",": "."}.get(q.thousands, "") or ("." if self.delimiter == "," else "")
        refuse(self.delimiter not in DELIMITERS, f"{self.delimiter!r} cannot separate fields")
        refuse(q.thousands and q.thousands == self.decimal, "thousands cannot be separated by the decimal mark")
        self.met, self.na = set(), set()

    def missing(self, cell):
        return cell in self.asked.na or cell.lower() in MISSING

    def plain(self, cell):
        """A cell as a plain decimal or a fraction, with what it has beyond it; None if it is no number."""
        if "/" in cell:
            return (cell, set()) if self.asked.fractions and FRACTION.fullmatch(cell) else None
        if self.decimal == "." and self.asked.thousands != "." and re.fullmatch("[0-9.eE+-]*[0-9][0-9.eE+-]*", cell):
            return (cell, set()) if DECIMAL.fullmatch(cell) else None
        return self.unmarked(cell) if len(cell.encode("utf-8", "surrogatepass")) <= 1024 else None

    def unmarked(self, cell):
        met, thousands = set(), self.asked.thousands
        if cell.startswith("\u2212"):
            cell, met = "-" + cell[1:], {"minus"}
        mark = self.decimal or ("," if "," in cell else ".")
        whole, marked, places = cell.partition(mark)
        if "." in whole and thousands != "." or "." in places:
            return None
        if thousands and thousands in whole:
            first, *groups = whole.lstrip("+-").split(thousands)
            if not re.fullmatch("[0-9]{1,3}", first) or not all(re.fullmatch("[0-9]{3}", g) for g in groups):
                return None
            whole, met = whole.replace(thousands, ""), met | {"thousands"}
        if marked and (mark == "," or not self.decimal):
            met.add(mark)
        text = whole + "." * bool(marked) + places
        return (text, met) if DECIMAL.fullmatch(text) else None

    def kind(self, cell):
        """What a cell that is not missing is: number, a kind of date, or text."""
        numeric = self.plain(cell) or INFINITE.fullmatch(cell)
        date = date_of(cell, self.asked.date_format) if self.asked.date_format or not numeric else None
        return date[0] if date else "number" if numeric else "text"

    def number(self, cell, where):
        """What a cell says, exactly."""
        plain = self.plain(cell)
        refuse(not plain, f"{where}: {cell[:40]!r} is not a number")
        self.met |= plain[1]
        refuse({".", ","} <= self.met, f"{where}: {cell[:40]!r} has another decimal mark than numbers before it")
        return number_of(plain[0], where)

def number_of(cell, where):
    """What a plain decimal or a fraction says, exactly."""
    match = DECIMAL.fullmatch(cell)
    refuse(len(cell) > 1024 or not (match or FRACTION.fullmatch(cell)), f"{where}: {cell[:40]!r} is not a number")
    if match and match[1] and (len(match[1]) > 6 or abs(int(match[1])) > 2000):
        raise Unreadable(f"{where}: {cell[:40]!r} has an exponent beyond ±2000")
    refuse(not match and not int(cell.split("/")[1]), f"{where}: {cell[:40]!r} divides by zero")
    value = Fraction(cell.rstrip(".") if match else cell)
    refuse(abs(value) >= LARGEST, f"{where}: {cell[:40]!r} is too large for a double")
    return value

# ======== The table ========

class Table:
    """The names and rows of a data file, as the question asks for them."""

    def __init__(self, path, question):
        stored = read_file(path)
        self.path, self.question, self.sha256 = path, question, hashlib.sha256(stored).hexdigest()
        text, self.wide = decoded(path, stored)
        self.format = Format(path, question, text)
        self.records = Records(path, text, self.format.delimiter, question.comment)
        records = list(self.records)
        refuse(not records, f"{path}: the file is empty")
        count = width(records[0][1])
        names = [f"c{i + 1}" for i in range(count)] if not question.header else records.pop(0)[1][:count]
        refuse(not records, f"{path}: there is no data below the header")
        self.names = names
        self.rows = [(line, fitting(path, line, fields, count)) for line, fields in records]
        for name in names:
            refuse(name and names.count(name) > 1, f"{path}: the name {name!r} stands twice in the header")
        by_default = not question.features or not question.target
        numbers = sum(bool(DECIMAL.fullmatch(n) or FRACTION.fullmatch(n)) for n in names)
        refuse(by_default and 2 * numbers >= len(names), f"{path}:1: half of the column names are numbers: there is no header")
        self.choose()

    def position(self, name):
        refuse(not name or name not in self.names, f"{self.path}: no such column: {name!r}")
        return self.names.index(name)

    def level(self, name):
        """Column and text of COLUMN=TEXT, parted behind the first name of a column."""
        for at in range(1, len(name)):
            if name[at] == "=" and name[:at] in self.names:
                return self.names.index(name[:at]), name[at + 1:]
        return None

    def choose(self):
        """Target, sample weights and features: the columns that are in use."""
        q = self.question
        self.weights = self.position(q.weights) if q.weights else None
        self.where, self.text = (self.level(q.where) or (None, "")) if q.where else (None, "")
        refuse(q.where and (self.where is None or self.where == self.weights), f"{self.path}: no column of {q.where!r}")
        others = [c for c in range(len(self.names)) if c not in (self.weights, self.where)]
        refuse(not q.target and (not others or not self.names[others[-1]]), f"{self.path}: the target column has no name")
        self.target = self.position(q.target) if q.target else others[-1]
        self.watched = []
        named = [i for name in q.features for i in self.named(name)]
        self.features = named or self.by_default([c for c in others if c != self.target and self.names[c]])
        used = [self.target] + [c for c in (self.weights, self.where) if c is not None]
        refuse(not self.features, f"{self.path}: no numeric column is left to be a feature")
        names = [i.name for i in self.features]
        refuse(len(set(used)) < len(used) or len(set(names)) < len(names) or any(i.column in used for i in self.features),
               f"{self.path}: a column is named for two things")

    def first(self, column):
        """The kind of a column's first value, "" if it has none."""
        cells = (f[column] for _, f in self.rows)
        return next((self.format.kind(cell) for cell in cells if not self.format.missing(cell)), "")

    def by_default(self, columns):
        kinds = {c: self.first(c) for c in columns}
        self.watched = [c for c in columns if kinds[c] == "text"]
        chosen = [c for c in columns if kinds[c] == "number"] or [c for c in columns if kinds[c] not in ("text", "")]
        return [Input(c, kinds[c], "", self.names[c]) for c in chosen]

    def named(self, name):
        """The features that a name stands for: a column, a column's text, or all texts of a column but one."""
        if name not in self.names:
            found = self.level(name)
            if found and found[1]:
                return [Input(*found[:1], "indicator", found[1], name)]
        column = self.position(name)
        kind = self.first(column) or "number"
        if kind != "text":
            return [Input(column, kind, "", name)]
        cells = [f[column] for _, f in self.rows if not self.format.missing(f[column])]
        texts = sorted(set(cells), key=lambda text: text.encode("utf-8", "surrogatepass"))
        refuse(any(self.format.kind(cell) != "text" for cell in texts), f"{self.path}: column {name!r} holds text and numbers")
        refuse(not 2 <= len(texts) <= MOST_TEXTS, f"{self.path}: column {name!r} holds text")
        return [Input(column, "indicator", text, f"{name}={text}") for text in texts[1:]]

    def feature(self, cell, source, where):
        if source.kind == "number":
            return self.format.number(cell, where)
        if source.kind == "indicator":
            return Fraction(cell == source.text)
        date = date_of(cell, self.question.date_format)
        refuse(not date or date[0] != source.kind, f"{where}: {cell[:40]!r} is not a date as those before it are")
        return date[1]

    def is_missing(self, cell, where):
        """Whether a cell is missing, which may be an error."""
        if not self.format.missing(cell):
            return False
        if cell.lower() not in MISSING:
            self.format.na.add(cell)
        refuse(not self.question.drop, f"{where}: missing value")
        return True

    def row(self, line, fields):
        """Features, label, weight; None if the row is left out."""
        where, weight, x = f"{self.path}:{line}", Fraction(1), []
        if self.where is not None and fields[self.where] != self.text:
            return None
        if self.weights is not None:
            if self.is_missing(fields[self.weights], where):
                return None
            weight = self.format.number(fields[self.weights], where)
            refuse(weight < 0, f"{where}: a sample weight must not be negative")
            refuse(weight > 0 and float(weight) == 0, f"{where}: a sample weight too small for a double")
            if not weight:
                return None
        for source in self.features + [Input(self.target, "number", "", "")]:
            if self.is_missing(fields[source.column], where):
                return None
            x.append(self.feature(fields[source.column], source, where))
        for c in self.watched:
            cell = fields[c]
            refuse(not self.format.missing(cell) and self.format.kind(cell) == "number",
                   f"{where}: a number in column {self.names[c]!r}, which holds text above")
        return x[:-1], x[-1], weight

    def reading(self):
        """What the numbers rest on beyond plain CSV, as certificates say it."""
        f, q, met = self.format, self.question, self.format.met
        said = ["encoding utf-16"] * self.wide
        said += [f"delimiter {quoted(f.delimiter)}"] * (f.delimiter != ",")
        said += ["header no"] * (not q.header)
        said += [f"comment {quoted(q.comment)}"] * self.records.commented
        said += ['decimal ","'] * ("," in met)
        said += [f"thousands {quoted(q.thousands)}"] * ("thousands" in met)
        said += ['minus "\u2212"'] * ("minus" in met)
        said += [f"na {quoted(mark)}" for mark in sorted(f.na, key=lambda text: text.encode("utf-8", "surrogatepass"))]
        said += [f"{i.kind} {quoted(i.name)}" for i in self.features if i.kind != "number"]
        dated = any(i.kind not in ("number", "indicator") for i in self.features)
        said += [f"date-format {quoted(q.date_format)}"] * bool(dated and q.date_format)
        return said + ([] if self.where is None else [f"where {quoted(self.names[self.where])} {quoted(self.text)}"])

def read_data(path, question):
    """The data as the command line asks for it, never as a certificate says."""
    table = Table(path, question)
    rows = [row for line, fields in table.rows if (row := table.row(line, fields)) is not None]
    refuse(not rows, f"{path}: no row is left")
    return Data(table.sha256, table.names[table.target], [i.name for i in table.features], question.weights or "",
                question.drop, table.reading(), rows)
