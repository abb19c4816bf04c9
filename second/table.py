"""The data file: FORMAT.md's section of this name."""

import hashlib
import re
import zlib
from collections import namedtuple
from fractions import Fraction

from exact import Unreadable, read_file, refuse

MISSING = {"", "na", "nan", "?", "null"}
SPACE = " \t\n\v\f\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200b))) + "\u2028\u2029\u202f\u205f\u3000"
DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")
FRACTION = re.compile(r"[+-]?[0-9]+/([0-9]+)")
INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
FIELD = re.compile(r'"((?:[^"]|"")*)"|([^",\n]*)')
LARGEST = 2**1024 - 2**970  # what is as large is none of the doubles

Data = namedtuple("Data", "sha256 target features weights drop rows")  # a row is (x, y, weight)

def unpacked(stored):
    """The bytes of a file that may be gzip-compressed, in pieces; EOFError if its end is missing."""
    if not stored.startswith(b"\x1f\x8b"):
        yield stored
        return
    while stored:
        member = zlib.decompressobj(31)
        while not member.eof:
            piece = member.decompress(stored, 1 << 20)
            stored = member.unconsumed_tail
            if not piece and not stored and not member.eof:
                raise EOFError
            yield piece
        stored = member.unused_data

def records_of(path, text):
    """The lines of a CSV file as their fields, with the line they start on; blank ones are skipped."""
    at, line = 0, 1
    while at < len(text):
        start, fields, first = at, [], line
        while True:
            match = FIELD.match(text, at)
            at = match.end()
            line += match[0].count("\n")
            quoted = match[1] is not None
            fields.append(match[1].replace('""', '"').replace("\r\n", "\n") if quoted else match[2])
            if quoted and text.startswith("\r\n", at):
                at += 1
            if at == len(text) or text[at] == "\n":
                break
            refuse(text[at] != ",", f"{path}:{line}: a quote where none may stand")
            at += 1
        if text[start:at].strip("\r"):
            yield first, [f.strip(SPACE) for f in fields]
        at, line = at + 1, line + 1

def is_numeric(cell):
    return bool(DECIMAL.fullmatch(cell) or FRACTION.fullmatch(cell) or INFINITE.fullmatch(cell))

def number_of(cell, where):
    """What a decimal or a fraction says, exactly."""
    match = DECIMAL.fullmatch(cell)
    refuse(len(cell) > 1024 or not (match or FRACTION.fullmatch(cell)), f"{where}: {cell[:40]!r} is not a number")
    if match and match[1] and (len(match[1]) > 6 or abs(int(match[1])) > 2000):
        raise Unreadable(f"{where}: {cell[:40]!r} has an exponent beyond ±2000")
    refuse(not match and not int(cell.split("/")[1]), f"{where}: {cell[:40]!r} divides by zero")
    value = Fraction(cell.rstrip(".") if match else cell)
    refuse(abs(value) >= LARGEST, f"{where}: {cell[:40]!r} is too large for a double")
    return value

def read_table(path):
    """SHA-256, header and rows of a data file."""
    stored = read_file(path)
    try:
        text = b"".join(unpacked(stored)).decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    except (EOFError, zlib.error) as error:
        raise Unreadable(f"{path}: cannot be unpacked: {error}")
    refuse("\0" in text, f"{path}: a NUL byte")
    table = list(records_of(path, text))
    refuse(len(table) < 2, f"{path}: there is no data below the header")
    (_, names), rows = table[0], table[1:]
    for line, fields in rows:
        refuse(len(fields) != len(names), f"{path}:{line}: {len(fields)} fields, but the header has {len(names)}")
    if 2 * sum(bool(DECIMAL.fullmatch(n) or FRACTION.fullmatch(n)) for n in names) >= len(names):
        raise Unreadable(f"{path}:1: half of the column names are numbers: there is no header")
    for name in names:
        refuse(name and names.count(name) > 1, f"{path}: the name {name!r} stands twice in the header")
    return hashlib.sha256(stored).hexdigest(), names, rows

def choose_columns(path, names, rows, question):
    """Target, features and sample weights: the positions of the columns that are in use."""
    def position(name):
        refuse(not name or name not in names, f"{path}: no such column: {name!r}")
        return names.index(name)

    def numeric(column):
        first = next((f[column] for _, f in rows if f[column].lower() not in MISSING), "")
        return names[column] and is_numeric(first)

    weights = position(question.weights) if question.weights else None
    others = [c for c in range(len(names)) if c != weights]
    refuse(not question.target and (not others or not names[others[-1]]), f"{path}: the target column has no name")
    target = position(question.target) if question.target else others[-1]
    features = [position(name) for name in question.features] or \
        [c for c in others if c != target and numeric(c)]
    used = features + [target] + ([] if weights is None else [weights])
    refuse(not features, f"{path}: no numeric column is left to be a feature")
    refuse(len(set(used)) < len(used), f"{path}: a column is named for two things")
    return target, features, weights

def read_row(cells, where, drop):
    """The numbers of a row: features, label, weight. The first missing value drops the row, or is an error."""
    x = []
    for cell in cells:
        if cell.lower() in MISSING:
            if drop:
                return None
            raise Unreadable(f"{where}: missing value")
        x.append(number_of(cell, where))
    return x

def read_data(path, question):
    """The data as the command line asks for it, never as a certificate says."""
    sha256, names, table = read_table(path)
    target, features, weights = choose_columns(path, names, table, question)
    used = features + [target] + ([] if weights is None else [weights])
    rows = []
    for line, fields in table:
        x = read_row([fields[c] for c in used], f"{path}:{line}", question.drop)
        if x is None:
            continue
        weight = Fraction(1) if weights is None else x.pop()
        refuse(weight <= 0, f"{path}:{line}: a sample weight must be positive")
        rows.append((x[:-1], x[-1], weight))
    refuse(not rows, f"{path}: no row is left")
    return Data(sha256, names[target], [names[c] for c in features], question.weights or "", question.drop, rows)
