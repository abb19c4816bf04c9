"""The classes of FORMAT.md's section "A proof by breakpoints": what the header says, and the trailer's function."""

import math
import re
from collections import namedtuple
from fractions import Fraction

from exact import insist, refuse
from text import a_power_of_two, decimal, integer

# ======== Header ========

NO_SLOPE = (None, None)  # the least and the most that a slope may be: anything
SLOPES = {"-": (None, 0), "0": (0, 0), "+": (0, None), "*": NO_SLOPE}

class Class:
    """The lines of the header from `breakpoints` on: a class of broken lines. Origins are taken off."""

    def __init__(self, header):
        refuse(not header.bias or header.output != "affine" or len(header.features) != 1,
               "breakpoints are of units with a bias on one feature, and an affine output")
        refuse(header.units > 1000, "more than 1000 units")
        self.header, self.words, self.k = header, [], header.units
        self.given = header.signs != "any"
        self.most = {s: header.signs.count(c) for s, c in ((1, "+"), (-1, "-"))}
        header.advance()
        x, y = header.origin[0], header.label_origin
        self.jumps = self.line("jumps", 1) == [""]
        refuse(self.words and not self.jumps, "jumps has a token")
        samples, span = self.line("min-samples", 1), self.line("min-span", 1)
        self.min_samples = integer(samples[0]) if samples else 0
        refuse(samples and self.min_samples < 2, "min-samples below 2")
        self.min_span = decimal(span[0]) if span else Fraction(0)
        refuse(span and self.min_span <= 0, "min-span is not above 0")
        free = len(self.words)
        self.between = self.read_between(x)
        self.known = [decimal(t) - x for t in self.line("known-kinks") or []]
        refuse(self.known != sorted(set(self.known)) or len(self.known) > self.k, "known-kinks: not ascending, or too many")
        self.slopes = [SLOPES.get(t) or (decimal(t),) * 2 for t in self.line("slopes", self.k + 1) or []]
        through = self.line("through", 2)
        self.through = through and (decimal(through[0]) - x, decimal(through[1]) - y)
        refuse(self.given and len(self.words) > free, "such a class has any signs")
        refuse(self.jumps and (self.given or self.through), "jumps beside given signs or through")
        header.label_scale = a_power_of_two(header.take("label-scale"))
        header.weight_scale = a_power_of_two(header.take("weight-scale", last=True))
        self.parted = len(self.words) > self.jumps
        self.drawn = bool(self.words)  # the trailer has a function

    def line(self, word, count=None):
        """The tokens of a line that may be there."""
        if not self.header.stands(word):
            return None
        self.words.append(self.header.line)
        tokens = self.header.take(word).split(" ")
        refuse(count is not None and len(tokens) != count, f"{word} has {len(tokens)} tokens, not {count}")
        return tokens

    def read_between(self, origin):
        """One [A, B] for each kink, from left to right."""
        lines = []
        while tokens := self.line("kinks-between", 2):
            lines.append(tuple(decimal(t) - origin for t in tokens))
            refuse(lines[-1][0] > lines[-1][1], "kinks-between is descending")
        refuse(len(lines) not in (0, 1, self.k), "kinks-between does not stand once, or once a kink")
        return lines * self.k if len(lines) == 1 else lines

    # A level is the number of kinks so far, and how many of these are + (0 if signs are not given).

    def on(self, level, sign):
        """The level one kink on, or None."""
        c, p = level
        after = (c + 1, p + (self.given and sign > 0))
        return after if self.has_level(after) else None

    def has_level(self, level):
        c, p = level
        return c <= self.k and (not self.given or p <= self.most[1] and c - p <= self.most[-1])

    def leads_to(self, level, sign):
        """Whether a kink of this sign can lead to this level."""
        c, p = level
        before = (c - 1, p - (self.given and sign > 0))
        return self.has_level(level) and 0 <= before[1] <= before[0] and self.has_level(before)

    def levels(self):
        """All from one kink on."""
        return [(c, p) for c in range(1, self.k + 1) for p in range(c + 1 if self.given else 1) if self.has_level((c, p))]

    def slope(self, level):
        """What `slopes` allows the piece behind a level."""
        return self.slopes[level[0]] if self.slopes else NO_SLOPE

# ======== Its trailer: a function of the parted class, or one with jumps ========

# f(X) = Y, the first slope, and (T, slope) of the breakpoints; of those with jumps also (whether f(T) is the value behind, that value)
Function = namedtuple("Function", "X Y slope breaks jumps", defaults=[()])

def fraction(token):
    """p/q in lowest terms, or an integer."""
    match = re.fullmatch(r"(0|-?[1-9][0-9]{0,1023})(?:/([1-9][0-9]{0,1023}))?", token)
    refuse(not match or match[2] and math.gcd(int(match[1]), int(match[2])) > 1, f"{token[:40]!r} is no fraction in lowest terms")
    return Fraction(int(match[1]), int(match[2] or 1))

def read_function(klass, lines):
    def numbers(word, count):
        tokens = lines.take(word)
        values = [fraction(tokens.next()) for _ in range(count)]
        tokens.end()
        return values

    (X, Y), (slope,), breaks, jumps = numbers("v", 2), numbers("p", 1), [], []
    while word := next((word for word in (("j<", "j>") if klass.jumps else ("b",)) if lines.stands(word)), None):
        T, *value, behind = numbers(word, 2 + klass.jumps)
        breaks.append((T, behind))
        jumps += [(word == "j>", q) for q in value]
        refuse(len(breaks) > 1 and breaks[-2][0] >= T, "the breakpoints are not ascending")
    return Function(X, Y, slope, breaks, jumps)

def piece_of(function, x):
    """How many breakpoints with jumps are before x, or at it with f there being the value behind."""
    return sum(T < x or T == x and behind for (T, _), (behind, _) in zip(function.breaks, function.jumps))

def values_of(function, places):
    """f at some places: with jumps by the line of each piece; else integrated from its first breakpoint, then moved to f(X) = Y."""
    if function.jumps:
        lines = [(function.X, function.Y, function.slope)]
        lines += [(T, value, slope) for (T, slope), (_, value) in zip(function.breaks, function.jumps)]
        return [Y + slope * (x - X) for x in places for X, Y, slope in [lines[piece_of(function, x)]]]

    def raw(x):
        value, at, slope = Fraction(0), function.breaks[0][0] if function.breaks else Fraction(0), function.slope
        for T, behind in function.breaks:
            if x <= T:
                break
            value, at, slope = value + slope * (T - at), T, behind
        return value + slope * (x - at)

    return [raw(x) - raw(function.X) + function.Y for x in places]

def insist_on_groups(klass, points, function):
    """That the breakpoints part the inputs into groups as the class says; an input at one may be on either side, where f is continuous."""
    points = sorted(points, key=lambda p: p.raw[1])
    x, n = [p.raw[1] for p in points], len(points)

    def group(a, b):
        return (b - a >= 2 and sum(p.count for p in points[a:b]) >= klass.min_samples
                and x[b - 1] - x[a] >= klass.min_span)

    pieces = function.jumps and [piece_of(function, q) for q in x]
    starts = {0}
    for i, (T, _) in enumerate(function.breaks):
        cuts = [h for h in range(1, n) if (pieces[h - 1] <= i < pieces[h] if pieces else x[h - 1] <= T <= x[h])]
        starts = {h for h in cuts if any(group(a, h) for a in starts)}
    insist(any(group(a, n) for a in starts), "the function does not part the inputs as the class says")

def insist_on_function(klass, function, points):
    """It must be of the class, exactly."""
    breaks, slopes = [T for T, _ in function.breaks], [function.slope] + [slope for _, slope in function.breaks]
    insist(len(breaks) <= klass.k and (not klass.slopes or len(breaks) == klass.k), "the function has a wrong number of breakpoints")
    for sign in (1, -1) if klass.given else ():
        insist(sum(sign * (b - a) > 0 for a, b in zip(slopes, slopes[1:])) <= klass.most[sign], "too many kinks of one sign")
    if klass.parted:
        insist_on_groups(klass, points, function)
    for T, (A, B) in zip(breaks, klass.between):
        insist(A <= T <= B, "a breakpoint is not where it must be")
    insist(set(klass.known) <= set(breaks), "a known kink is missing")
    for slope, (least, most) in zip(slopes, klass.slopes):
        insist((least is None or slope >= least) and (most is None or slope <= most), "a slope is not as it must be")
    if klass.through:
        insist(values_of(function, klass.through[:1]) == [klass.through[1]], "the function is not through its point")

def error_of(function, points, within):
    values = values_of(function, [p.raw[1] for p in points])
    return within + sum(p.weight * (v - p.label) ** 2 for p, v in zip(points, values))
