"""FORMAT.md's section on text: lines, tokens, and what they may be."""

import functools
import re
import zlib
from fractions import Fraction

from exact import Unreadable, magnitude, power_of_two, refuse

NUMBER = re.compile(r"(-?)([1-9a-f][0-9a-f]{0,13})p(0|-?[1-9][0-9]{0,3})")
INTEGER = re.compile(r"0|[1-9][0-9]{0,9}")
LONGEST_LINE, LONGEST_HEADER = 64 << 20, 1 << 20
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}

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

@functools.lru_cache(1 << 16)
def number(token):
    """0, or an odd integer times a power of two that is a double."""
    if token == "0":
        return Fraction(0)
    match = NUMBER.fullmatch(token)
    if match:
        odd, exponent = int(match[2], 16), int(match[3])
        if odd % 2 and odd < 2**53 and -1074 <= exponent <= 1024 - odd.bit_length():
            value = odd * power_of_two(exponent)
            return -value if match[1] else value
    raise Unreadable(f"{token!r} is not a number")

def ranged(token, least, most):
    value = number(token)
    refuse(value < least or (most is not None and value > most), f"{token!r} is out of range")
    return value

def integer(token, below=2**31 - 1):
    refuse(not INTEGER.fullmatch(token) or int(token) >= below, f"{token!r} is no integer below {below}")
    return int(token)

def unquoted(token):
    """The string of a token as Go's strconv.Quote writes it, and not otherwise."""
    refuse(len(token) < 2 or token[0] != '"' or token[-1] != '"', f"{token!r} is no quoted string")
    def unescape(match):
        if match[1]:
            return ESCAPES[match[1]]
        value = int(match[2] or match[3] or match[4], 16)
        refuse(value > 0x10FFFF, f"{token!r} is no quoted string")
        return chr(0xDC00 + value if match[2] and value >= 0x80 else value)
    text = re.sub(r'\\(?:([abfnrtv\\"])|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))', unescape, token[1:-1])
    refuse(quoted(text) != token, f"{token!r} is no quoted string")
    return text

def quoted(text):
    named = {value: key for key, value in ESCAPES.items()}
    def escape(c):
        code = ord(c)
        if c in named:
            return "\\" + named[c]
        if 0xDC80 <= code <= 0xDCFF:
            return f"\\x{code - 0xDC00:02x}"
        if c == " " or c.isprintable():
            return c
        if code < 0x20 or code == 0x7F:
            return f"\\x{code:02x}"
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return '"' + "".join(map(escape, text)) + '"'

class Lines:
    """The complete lines of a certificate. `rest` is what stands behind the last."""

    def __init__(self, stored):
        self.number, self.rest, self.bytes = 0, bytearray(), 0
        self.lines = self.split(stored)

    def split(self, stored):
        try:
            for piece in unpacked(stored):
                *complete, rest = piece.split(b"\n")
                if complete:
                    yield self.rest + complete[0]
                    yield from complete[1:]
                self.rest = rest if complete else self.rest + rest
                refuse(len(self.rest) > LONGEST_LINE, "a line longer than 64 MiB")
        except EOFError:
            return  # the end is missing: what is complete counts
        except zlib.error as error:
            raise Unreadable(f"cannot be unpacked: {error}")

    def next(self):
        line = next(self.lines, None)
        self.number += 1
        if line is None:
            return None
        self.bytes += len(line) + 1
        refuse(len(line) > LONGEST_LINE, "a line longer than 64 MiB")
        return line.decode("utf-8", "surrogateescape")

class Tokens:
    """The tokens of one line, separated by one space."""

    def __init__(self, line):
        self.list, self.at = line.split(" "), 0

    def peek(self):
        return self.list[self.at] if self.at < len(self.list) else None

    def next(self):
        token = self.peek()
        refuse(token is None, "the line ends too early")
        self.at += 1
        return token

    def take(self, word):
        """Whether the next token is word, which is passed over then."""
        found = self.peek() == word
        self.at += found
        return found

    def until(self, words):
        """The tokens up to the next that is one of words."""
        start = self.at
        while self.at < len(self.list) and self.list[self.at] not in words:
            self.at += 1
        return self.list[start:self.at]

    def numbers(self, count):
        return [number(self.next()) for _ in range(count)]

    def end(self):
        refuse(self.peek() is not None, f"unexpected {self.peek()!r} at the end of the line")

def fields(token, *kinds):
    """The parts of a token between colons, each read as its kind says."""
    parts = token.split(":")
    refuse(len(parts) != len(kinds), f"{token!r} has a wrong number of fields")
    return tuple(kind(part) for kind, part in zip(kinds, parts))

def share(token):
    return ranged(token, 0, 1)

def at_least_0(token):
    return ranged(token, 0, None)

TEN = re.compile(r"0|(-?[1-9](?:[0-9]{0,16}[1-9])?)(?:e(-?[1-9][0-9]?))?")

def decimal(token):
    match = TEN.fullmatch(token)
    refuse(not match, f"{token!r} is no decimal")
    return int(match[1] or 0) * Fraction(10) ** int(match[2] or 0)

def a_power_of_two(token):
    value = number(token)
    refuse(value <= 0 or value != power_of_two(magnitude(value)), f"{token!r} is not a power of two")
    return value

def positive(token):
    value = number(token)
    refuse(value <= 0, f"{token!r} is not positive")
    return value

def one_of(*words):
    def kind(token):
        refuse(token not in words, f"{token!r} is not known here")
        return token
    return kind

def sha256(token):
    refuse(not re.fullmatch("[0-9a-f]{64}", token), f"{token!r} is no SHA-256")
    return token
