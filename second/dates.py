"""Dates: FORMAT.md's paragraph on them, in the section on the data file."""

from datetime import date, timedelta
from fractions import Fraction

from exact import Unreadable

ISO = ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M%z", "%Y-%m-%d %H:%M:%S%z"]
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WIDTHS = {"Y": 4, "j": 3, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
DAY = 24 * 60 * 60

class NoDate(Exception):
    pass

class Text:
    """A text that is read from its start."""

    def __init__(self, text):
        self.rest = text

    def skip(self, literal):
        found = self.rest.startswith(literal)
        self.rest = self.rest[len(literal):] if found else self.rest
        return found

    def digits(self, most):
        count = 0
        while count < min(most, len(self.rest)) and self.rest[count] in "0123456789":
            count += 1
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

def directives(date_format):
    """The literal characters and directives of a format."""
    at = 0
    while at < len(date_format):
        if date_format[at] == "%":
            if date_format[at + 1:at + 2] not in tuple("YmdbHMSzj%"):
                raise Unreadable(f"{date_format!r} is no date format")
            at += 1
            yield date_format[at] == "%", date_format[at]
        else:
            yield True, date_format[at]
        at += 1

def read(cell, date_format):
    """The fields that a cell has in a format."""
    text, fields = Text(cell), {}
    for literal, letter in directives(date_format):
        if literal:
            if not (letter == " " and text.skip("T")) and not text.skip(letter):
                raise NoDate
        elif letter == "z":
            fields["z"] = zone(text)
        elif letter == "b":
            if text.rest[:3].lower() not in MONTHS or not text.rest[:3].isascii():
                raise NoDate
            fields["m"], text.rest = MONTHS.index(text.rest[:3].lower()) + 1, text.rest[3:]
        else:
            taken = text.digits(WIDTHS[letter])
            if not taken or WIDTHS[letter] > 2 and len(taken) < WIDTHS[letter]:
                raise NoDate
            fields[letter] = int(taken)
            if letter == "S" and text.rest[:1] in (".", ","):
                text.rest = text.rest[1:]
                places = text.digits(len(text.rest))
                if not 1 <= len(places) <= 9:
                    raise NoDate
                fields["f"] = Fraction(int(places), 10 ** len(places))
    if text.rest or not fields and not date_format:
        raise NoDate
    return fields

def zone(text):
    """Seconds east of Greenwich."""
    if text.skip("Z"):
        return 0
    sign, text.rest = text.rest[:1], text.rest[1:]
    hours, minutes = text.digits(2), "0"
    if sign not in ("+", "-") or len(hours) < 2:
        raise NoDate
    text.skip(":")
    if text.rest:
        minutes = text.digits(2)
    if not minutes or int(hours) > 23 or int(minutes) > 59:
        raise NoDate
    return (1 if sign == "+" else -1) * (int(hours) * 3600 + int(minutes) * 60)

def value(fields):
    year = fields.get("Y", 1970)
    if max(fields.get("H", 0) - 23, fields.get("M", 0) - 59, fields.get("S", 0) - 59) > 0 or year < 1:
        raise NoDate
    try:
        day = date(year, fields.get("m", 1), fields.get("d", 1))
        if fields.get("j", 0) > 0:
            day = date(year, 1, 1) + timedelta(fields["j"] - 1)
    except (ValueError, OverflowError):
        raise NoDate
    if day.year != year:
        raise NoDate
    days = Fraction((day - date(1970, 1, 1)).days)
    if not {"H", "M", "S"} & set(fields):
        return "days", days
    seconds = days * DAY + fields.get("H", 0) * 3600 + fields.get("M", 0) * 60 + fields.get("S", 0) + fields.get("f", 0)
    return ("seconds-utc", seconds - fields["z"]) if "z" in fields else ("seconds", seconds)

def date_of(cell, date_format):
    """The kind of a date and what it counts, exactly; None if the cell is none."""
    if not date_format and (len(cell.encode("utf-8", "surrogatepass")) < 10 or cell[4:5] != "-"):
        return None
    for one in [date_format] if date_format else ISO:
        try:
            return value(read(cell, one))
        except NoDate:
            pass
    return None
