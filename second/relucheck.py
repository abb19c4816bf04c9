#!/usr/bin/env python3
"""A second checker of Relucert's certificates, by other hands.

It was written from proof/certificate/FORMAT.md and proof/farkas/PROOF.md alone, by someone who had not read
the Go checker, so that an error of one is not an error of the other. It follows the documents: the
same sections in the same order, the same words, a short function for each rule. The reasons stand
there. Numbers are Python's integers and fractions; no float takes part in a proof.
text.py and table.py are the sections on text and data, breakpoints.py the one on proofs by breakpoints; exact.py is what all
stand on, and realizable.py is the other document. See README.md.
"""

import argparse
import functools
import hashlib
import json
import math
import operator
import re
import sys
from collections import namedtuple
from fractions import Fraction
from itertools import combinations_with_replacement

import breakpoints
import brokenlines
import hinges
import objective
from dates import directives
from exact import (NotProved, Unreadable, combination, dot, eliminate, gram, insist, is_semidefinite, norm1, read_file,
                   read_json, refuse, root_up, rounded, solve)
from realizable import MOST_UNITS, SUM_FIELDS, check_realizable, check_sum, read_proof
from table import DECIMAL, DELIMITERS, LARGEST, SEPARATORS, SPACE, read_data
from text import (LONGEST_HEADER, Lines, Tokens, a_power_of_two, at_least_0, decimal, fields, integer, number, one_of,
                  positive, quoted, sha256, share, unquoted)

# ======== Header ========

class Header:
    """The lines before the records, each read as it stands in FORMAT.md."""

    def __init__(self, lines):
        self.lines = lines
        self.advance()
        match = re.fullmatch("relucert-certificate ([123456])", self.line)
        refuse(not match, "is not a certificate of version 1 to 6")
        self.version = int(match[1])
        self.advance()
        self.read_question()
        self.read_class()
        self.objective = objective.Objective.read(self) if self.version == 6 else objective.Objective()
        self.sweep = self.version in (2, 3) and self.line == "sweep"
        self.kinks = None  # the class of a proof by breakpoints
        self.hinges = None  # that of a proof by hinges
        if self.version == 4:
            refuse(self.line != "breakpoints", "version 4 is for proofs by breakpoints")
            self.kinks = brokenlines.Class(self)
        elif self.version == 5:
            self.hinges = hinges.Class(self)
        elif not self.sweep:
            self.read_coordinates()

    def advance(self):
        self.line = self.lines.next()
        refuse(self.line is None, "the certificate ends within its header")
        refuse(self.lines.bytes > LONGEST_HEADER, "a header longer than 1 MiB")

    def stands(self, word):
        return self.line == word or self.line.startswith(word + " ")

    def take(self, word, last=False):
        """What stands behind word on this line."""
        refuse(not self.stands(word), f"{self.line[:40]!r} where {word!r} must stand")
        rest = self.line[len(word) + 1:]
        refuse(self.line == word + " ", "ends with a space")
        if not last:
            self.advance()
        return rest

    def read_question(self):
        self.data = sha256(self.take("data"))
        self.target = unquoted(self.take("target"))
        self.features = [unquoted(self.take("feature"))]
        while self.stands("feature"):
            self.features.append(unquoted(self.take("feature")))
        self.weights = unquoted(self.take("sample-weights")) if self.stands("sample-weights") else ""
        self.drop = one_of("error", "drop")(self.take("missing")) == "drop"
        self.reading = []
        while self.stands("read"):
            self.reading.append(self.take("read"))
            refuse(not self.reading[-1], "says nothing of how the data are read")

    def read_class(self):
        self.units = integer(self.take("units"), 1001 if self.version == 4 else 65)
        refuse(not self.units, "there must be at least 1 unit")
        self.signs = self.take("signs")
        if self.signs != "any" and not re.fullmatch(f"[+-]{{{self.units}}}", self.signs):
            raise Unreadable(f"{self.signs!r} is not one sign a unit")
        self.bias = one_of("yes", "no")(self.take("bias")) == "yes"
        self.output = one_of("affine", "intercept", "none")(self.take("output", last=True))
        self.origin, self.label_origin = [Fraction(0)] * len(self.features), Fraction(0)
        self.norm_bound = None
        self.raw = len(self.features) + self.bias
        self.advance()
        if self.version >= 3:
            self.read_origins()

    def read_origins(self):
        if self.stands("origin"):
            self.origin = [decimal(token) for token in self.take("origin").split(" ")]
            if len(self.origin) != len(self.features) or not any(self.origin) or not self.bias:
                raise Unreadable("origin is not one number a feature of units with a bias")
        if self.stands("label-origin"):
            self.label_origin = decimal(self.take("label-origin"))
            constant = self.output == "intercept" or self.output == "affine" and self.bias
            refuse(not self.label_origin or not constant, "label-origin is 0 or has no constant beside it")
        refuse(self.stands("norm-bound") and any(self.origin), "an origin beside a norm bound")

    def read_coordinates(self):
        if self.stands("norm-bound"):
            refuse(not self.objective.plain, "a norm bound is for the sum of squares alone")
            self.norm_bound = positive(self.take("norm-bound"))
        self.weight_limit = positive(self.take("weight-limit"))
        self.keep = [integer(token, self.raw) for token in self.take("keep").split(" ")]
        if self.keep != sorted(set(self.keep)) or len(self.keep) > 128:
            raise Unreadable("keep does not name 1 to 128 columns, ascending")
        if self.objective.ridge is not None and self.bias and self.keep[0] != 0:
            raise Unreadable("keep lacks the bias, which a penalty leaves out")
        self.N = len(self.keep)
        self.P = {"none": 0, "intercept": 1, "affine": self.N}[self.output]
        self.transform = [self.vector("transform", d + 1) for d in range(self.N)]
        self.label_scale = a_power_of_two(self.take("label-scale"))
        self.weight_scale = a_power_of_two(self.take("weight-scale"))
        self.reference = self.vector("reference", self.P, last=True)

    def vector(self, word, count, last=False):
        rest = self.take(word, last)
        values = [number(token) for token in rest.split(" ")] if rest else []
        refuse(len(values) != count, f"{len(values)} numbers where {count} must stand")
        return values

    def stated(self):
        """All that it says but for the version and where it was read."""
        words = {key: value for key, value in vars(self).items() if key not in ("lines", "line", "version", "kinks", "hinges")}
        return words, self.kinks and self.kinks.words

    @property
    def sign_sets(self):
        """The roots' signs: those given, or any number of plus signs."""
        if self.signs != "any":
            return [[1 if s == "+" else -1 for s in self.signs]]
        return [[1] * (self.units - p) + [-1] * p for p in range(self.units + 1)]

# ======== What it states ========

Point = namedtuple("Point", "row raw weight label count")    # samples in the data's units; count: of rows
Sample = namedtuple("Sample", "row raw x z w y")             # x is x̂, w is ω

def insist_on_question(header, data):
    """The data and the question come from the user: a certificate for others proves nothing here."""
    for what in ("target", "features", "weights", "drop", "reading"):
        insist(getattr(header, what) == getattr(data, what), f"the certificate is for other {what}: "
               f"{getattr(header, what)!r}, not {getattr(data, what)!r}")
    insist(header.data == data.sha256, f"the certificate is for data sha256:{header.data}, not sha256:{data.sha256}")

def merge(header, data):
    """Rows with equal features become one sample; also within."""
    groups = {}
    for row, (x, y, weight) in enumerate(data.rows):
        raw = [Fraction(1)] * header.bias + [v - o for v, o in zip(x, header.origin)]
        apart = () if header.objective.squared else (row,)  # each row is a sample of its own
        groups.setdefault((tuple(raw), *apart), []).append((row, y - header.label_origin, weight))
    points, within = [], Fraction(0)
    for (raw, *_), rows in groups.items():
        weight = sum(w for _, _, w in rows)
        label = sum(w * y for _, y, w in rows) / weight
        within += sum(w * (y - label) ** 2 for _, y, w in rows)
        points.append(Point(rows[0][0], raw, weight, label, len(rows)))
    return points, within

class Problem:
    """The samples in the header's coordinates, and the header's conditions."""

    def __init__(self, header, data, least_limit):
        self.header, self.N, self.P, self.units = header, header.N, header.P, header.units
        self.points, self.within = merge(header, data)
        self.rows = len(data.rows)
        self.objective = header.objective
        self.unit = self.objective.unit(header)
        self.base = self.within / self.unit
        insist(all(header.transform[d][d] for d in range(self.N)), "the transform has a zero on its diagonal")
        self.C = self.left_out()
        self.samples = [self.sample(point) for point in self.points]
        self.by_row = {s.row: s for s in self.samples}
        self.S = sum(s.w for s in self.samples)
        self.squares = sum(s.w * s.y**2 for s in self.samples)
        self.insist_on_eigenvalues()
        self.limit = header.weight_limit / header.label_scale
        self.norm = header.norm_bound and header.norm_bound / header.label_scale
        self.insist_on_limit(least_limit)
        # the most that ‖c‖ can be: 2 (Y/√S + 2kNΛ)
        self.size_of_c = 2 * (root_up(self.squares / self.S) + 2 * self.units * self.N * self.limit)
        self.gram = gram([s.z for s in self.samples], [s.w for s in self.samples])

    def left_out(self):
        """C with x_out = Cᵀx for the raw columns left out, one row a column; exactly, on all samples."""
        keep, columns = self.header.keep, []
        kept, weights = [[p.raw[k] for k in keep] for p in self.points], [p.weight for p in self.points]
        for k in (k for k in range(self.header.raw) if k not in keep):
            right = [sum(p.weight * x[i] * p.raw[k] for p, x in zip(self.points, kept)) for i in range(self.N)]
            columns.append(solve(gram(kept, weights), right))
            insist(all(dot(columns[-1], x) == p.raw[k] for p, x in zip(self.points, kept)),
                   f"raw column {k} is left out, but the kept columns do not give it")
        return columns

    def sample(self, point):
        h = self.header
        kept = [point.raw[k] for k in h.keep]
        x = [dot(row, kept) for row in h.transform]
        z = {"none": [], "intercept": [Fraction(1)], "affine": x}[h.output]
        return Sample(point.row, point.raw, x, z, point.weight / h.weight_scale,
                      point.label / h.label_scale - dot(h.reference, z))

    def insist_on_eigenvalues(self):
        """All eigenvalues of Σ ω x̂x̂ᵀ / Σω lie in [1/4, 4]."""
        moments = gram([s.x for s in self.samples], [s.w / self.S for s in self.samples])
        for bound, factor in ((Fraction(1, 4), 1), (Fraction(4), -1)):
            matrix = [[factor * (q - bound * (i == j)) for j, q in enumerate(row)] for i, row in enumerate(moments)]
            insist(is_semidefinite(matrix), "the transform does not whiten the data: an eigenvalue of "
                   "Σωx̂x̂ᵀ/Σω is outside [1/4, 4]")

    def insist_on_limit(self, least):
        if least is None:
            insist(self.limit**2 * self.S >= self.squares, "the weight limit is below the size of the labels, "
                   "which would prove little (--min-weight-limit allows it)")
        else:
            insist(self.header.weight_limit >= least, "the weight limit is below the least one asked for")

    def is_limit_implied(self, upper):
        """A penalty makes the weight limit needless: no network of value up to upper needs more than it."""
        h, ridge, free = self.header, self.objective.ridge, self.header.bias
        if ridge is None or free and h.output == "none":
            return False
        most = [root_up(upper / ridge) * self.with_left_out(self.inverse_column(d)) for d in range(self.N)]
        if free:
            most[0] = max(dot(most[1:], map(abs, s.x[1:])) / abs(s.x[0]) for s in self.samples)
        return max(most) <= h.weight_limit

    def inverse_column(self, d):
        """The h with T h = e_d."""
        h = []
        for e, row in enumerate(self.header.transform):
            h.append((Fraction(d == e) - sum(q * p for q, p in zip(row, h))) / row[e])
        return h

    def at_row(self, row):
        insist(row < self.rows, f"there is no row {row}: the data has {self.rows}")
        insist(row in self.by_row, f"row {row} does not begin a sample: an earlier one has the same features")
        return self.by_row[row]

    def with_left_out(self, h):
        """‖(h, Cᵀh)‖₂."""
        return root_up(dot(h, h) + sum(dot(c, h) ** 2 for c in self.C))

    def price_of_slack(self, h):
        """What a unit's h costs: 2B ‖(h, Cᵀh)‖, or with a penalty ‖(h, Cᵀh)‖²/λ."""
        if not any(h):
            return Fraction(0)
        if self.objective.ridge is None:
            return 2 * self.norm * self.with_left_out(h)
        ridge = self.objective.ridge * self.header.label_scale**2 / self.unit
        return (dot(h, h) + sum(dot(c, h) ** 2 for c in self.C)) / ridge

    def transposed(self, h):
        """T h."""
        return [dot(row, h) for row in self.header.transform]

    def price_of_output(self, H):
        """What H = Σ ω r z costs, since ⟨H, c⟩ can be that much below 0."""
        return 2 * root_up(dot(H, H)) * self.size_of_c

# ======== Regions ========

class Region:
    """A unit's: whole, or a face with a box; and cuts (sample, σ, τ)."""

    def __init__(self, face=None, sign=0, low=(), high=(), cuts=()):
        self.face, self.sign, self.low, self.high, self.cuts = face, sign, low, high, cuts

    @property
    def whole(self):
        return self.face is None

    def cut(self, sample, sign, tau):
        return Region(self.face, self.sign, self.low, self.high, self.cuts + ((sample, sign, tau),))

    def narrowed(self, d, low, high):
        lows, highs = list(self.low), list(self.high)
        lows[d], highs[d] = low, high
        return Region(self.face, self.sign, lows, highs, self.cuts)

    def interval(self, sample):
        """What the cuts leave of ⟨ŵ, x̂⟩; None is infinite."""
        low = [tau for cut, sign, tau in self.cuts if cut is sample and sign > 0]
        high = [tau for cut, sign, tau in self.cuts if cut is sample and sign < 0]
        return max(low, default=None), min(high, default=None)

    def side(self, sample):
        """+1 or −1 if a cut decides the sample, else 0."""
        return next((sign for cut, sign, _ in self.cuts if cut is sample), 0)

    def range(self, sample):
        """Of ⟨ŵ, x̂⟩ over the box, with λ = 1."""
        least = [a if x > 0 else b for a, b, x in zip(self.low, self.high, sample.x)]
        most = [b if x > 0 else a for a, b, x in zip(self.low, self.high, sample.x)]
        return dot(least, sample.x), dot(most, sample.x)

    def vertex(self, v):
        """Vertex v has hi_d for the d of the bits set in v, the coordinates but the face's in order."""
        point, bit = [], 0
        for d, (low, high) in enumerate(zip(self.low, self.high)):
            if d == self.face:
                point.append(Fraction(self.sign))
            else:
                point.append(high if v >> bit & 1 else low)
                bit += 1
        return point

class Node:
    """A region for each unit and the units' signs; units of one group share their region."""

    def __init__(self, name, signs, regions, bound, parent):
        self.name, self.signs, self.regions = name, signs, regions
        self.bound, self.parent = bound, parent
        self.has_bound, self.split = False, None

class Split:
    """A node's split: its group of units, and the parts' regions, None for the one dropped."""

    def __init__(self, node, group, parts):
        self.node, self.group, self.parts, self.children = node, group, parts, {}

    def child(self, name, number):
        insist(len(number) == len(self.group), f"node {name} does not exist: it names {len(number)} units")
        insist(list(number) == sorted(number), f"node {name} does not exist: its parts decrease")
        insist(number[-1] < len(self.parts), f"node {name} does not exist: there are {len(self.parts)} parts")
        insist(all(self.parts[p] for p in number), f"node {name} does not exist: a part was dropped")
        if number not in self.children:
            regions = list(self.node.regions)
            for unit, p in zip(self.group, number):
                regions[unit] = self.parts[p]
            self.children[number] = Node(name, self.node.signs, regions, self.node.bound, self.node)
        return self.children[number]

    @property
    def is_complete(self):
        """Whether all the ways to give the units a part each have been named."""
        kept = sum(part is not None for part in self.parts)
        return len(self.children) == math.comb(len(self.group) + kept - 1, len(self.group))

class Tree:
    """The nodes that records have named."""

    def __init__(self, problem):
        self.problem, self.roots, self.splits = problem, {}, []

    def root(self, name, number):
        signs = self.problem.header.sign_sets
        insist(len(number) == 1 and number[0] < len(signs), f"there is no root {name}")
        if number not in self.roots:
            whole = {1: Region(), -1: Region()}
            regions = [whole[a] for a in signs[number[0]]]
            self.roots[number] = Node(name, signs[number[0]], regions, self.problem.base, None)
        return self.roots[number]

    def node(self, name):
        split, number = name
        text = f"{split}/{','.join(map(str, number))}"
        if split == 0:
            return self.root(text, number)
        insist(split <= len(self.splits), f"node {text} is of a split that has not been made yet")
        return self.splits[split - 1].child(text, number)

    def least_below(self, nodes):
        """The least bound of the nodes that are not split and are one of these or descend from one."""
        least, waiting = None, list(nodes)
        while waiting:
            node = waiting.pop()
            if node.split:
                waiting.extend(node.split.children.values())
            if not node.split or not node.split.is_complete:  # children that have no name have its bound
                least = node.bound if least is None else min(least, node.bound)
        return least

    def least(self):
        whole = self.least_below(self.roots.values())
        complete = len(self.roots) == len(self.problem.header.sign_sets)
        return whole if complete else min([self.problem.base] + [whole] * bool(self.roots))

# ======== Split ========

SplitRecord = namedtuple("SplitRecord", "name unit kind at row drop")

@functools.lru_cache(1 << 10)
def read_name(token, units):
    split, slash, parts = token.partition("/")
    number = tuple(integer(part) for part in parts.split(","))
    refuse(len(number) > units, f"{token!r} names more parts than there are units")
    return integer(split), number

def read_split(tokens, header):
    name = read_name(tokens.next(), header.units)
    unit = integer(tokens.next(), header.units)
    kind = one_of("f", "x", "y")(tokens.next())
    at, row, drop = Fraction(0), None, None
    if kind == "x":
        row, at = integer(tokens.next(), header.N), number(tokens.next())
    elif kind == "y":
        row = integer(tokens.next())
        if header.version >= 2 and tokens.take("at"):
            at = number(tokens.next())
    if kind != "f" and tokens.take("drop"):
        drop = integer(tokens.next(), 2)
    tokens.end()
    return SplitRecord(name, unit, kind, at, row, drop)

def faces(region, problem):
    insist(region.whole, "the unit has a face already")
    insist(not region.cuts, "the unit has cuts: it stays whole")
    signs = (1,) if problem.header.output == "affine" else (1, -1)
    parts = []
    for f in range(problem.N):
        for sign in signs:
            low, high = [Fraction(-1)] * problem.N, [Fraction(1)] * problem.N
            low[f] = high[f] = Fraction(sign)
            parts.append(Region(f, sign, low, high))
    return parts

def halves_of_box(region, d, at):
    insist(not region.whole, "the unit is whole: it must be split into faces first")
    insist(d != region.face, f"coordinate {d} is the unit's face")
    insist(region.low[d] < at < region.high[d], "the split is not inside the box")
    return [region.narrowed(d, region.low[d], at), region.narrowed(d, at, region.high[d])]

def sides_of_sample(region, sample, tau):
    insist(region.whole or tau == 0, "the unit is not whole: it can be cut at 0 only")
    low, high = region.interval(sample)
    insist((low is None or low < tau) and (high is None or tau < high), "the unit is already cut there")
    return [region.cut(sample, -1, tau), region.cut(sample, 1, tau)]

def insist_on_drop(part, problem):
    """A part may be dropped if the unit is not whole and decided alike there."""
    insist(not part.whole, "a part cannot be dropped: the unit is whole")
    inactive = active = True
    for sample in problem.samples:
        low, high = part.range(sample)
        side = part.side(sample)
        inactive = inactive and (high <= 0 or side < 0)
        active = active and (low >= 0 or side > 0)
    insist(inactive or active and problem.header.output == "affine",
           "a part cannot be dropped: the unit is not decided alike on it")

def apply_split(tree, record):
    node, problem = tree.node(record.name), tree.problem
    insist(not node.split, f"node {node.name} is split already")
    region = node.regions[record.unit]
    if record.kind == "f":
        parts = faces(region, problem)
    elif record.kind == "x":
        parts = halves_of_box(region, record.row, record.at)
    else:
        parts = sides_of_sample(region, problem.at_row(record.row), record.at)
    if record.drop is not None:
        insist_on_drop(parts[record.drop], problem)
        parts[record.drop] = None
    group = [j for j, other in enumerate(node.regions) if other is region]
    node.split = Split(node, group, parts)
    tree.splits.append(node.split)

# ======== Bound ========

BoundRecord = namedtuple("BoundRecord", "name mu letter c alphas centres walls slacks")

def read_bound(tokens, header):
    refuse(not header.objective.squared, "a bound record of another loss than squares")
    name = read_name(tokens.next(), header.units)
    number(tokens.next())  # the hint proves nothing
    mu = positive(tokens.next())
    letter = one_of("z", "s")(tokens.next())
    c = tokens.numbers(header.P)
    alphas = []
    vertex = functools.partial(integer, below=min(1 << header.N - 1, 2**31 - 1))
    for _ in range(header.units):
        refuse(not tokens.take("|"), "lacks a unit's point")
        alphas.append([fields(token, vertex, at_least_0) for token in tokens.until("|kwg")])
    centres = []
    unit = functools.partial(integer, below=header.units)
    if tokens.take("k"):
        for token in tokens.until("wg"):
            if token.count(":") == 2:
                centres.append(fields(token, integer, unit, share) + (None,))
            else:
                centres.append(fields(token, integer, unit, share, share))
    record = BoundRecord(name, mu, letter, c, alphas, centres, read_walls(tokens, header), read_slacks(tokens, header))
    tokens.end()
    return record

def read_walls(tokens, header):
    """w: unit:cut:η."""
    unit = functools.partial(integer, below=header.units)
    return [fields(token, unit, integer, at_least_0) for token in tokens.until("g")] if tokens.take("w") else []

def read_slacks(tokens, header):
    """g unit H, with a norm bound or a penalty only."""
    slacks = []
    while tokens.take("g"):
        refuse(header.norm_bound is None and header.objective.ridge is None, "g without a norm bound or a penalty")
        unit, h = integer(tokens.next(), header.units), tokens.numbers(header.N)
        refuse(header.objective.ridge is not None and header.bias and h[0], "g is not 0 at the bias")
        slacks.append((unit, h))
    return slacks

def once(keys, what):
    keys = list(keys)
    insist(len(set(keys)) == len(keys), f"{what} stands twice")

def cut_of(region, index):
    insist(index < len(region.cuts), f"the unit has no cut {index}: it has {len(region.cuts)}")
    return region.cuts[index]

def insist_on_walls(node, walls):
    once(((unit, cut) for unit, cut, _ in walls), "a cut")
    for unit, cut, _ in walls:
        cut_of(node.regions[unit], cut)

class Relaxed:
    """The derivation's t, θ, low and up of one unit of a bound record, by sample."""

    def __init__(self, problem, region, record, unit):
        self.region, self.samples = region, problem.samples
        self.mu, self.letter = record.mu, record.letter
        self.centres = {row: (centre, theta) for row, u, centre, theta in record.centres if u == unit}
        self.weights = [alpha for _, alpha in record.alphas[unit]]
        self.vertices = [region.vertex(v) for v, _ in record.alphas[unit]]
        self.w = combination(self.vertices, self.weights, problem.N)
        self.low, self.up, self.theta = map(list, zip(*map(self.of, self.samples)))

    def of(self, sample):
        t = dot(self.w, sample.x)
        centre = self.centre(sample, t)
        if centre == "active":
            return t, t, Fraction(1)
        if centre == "inactive":
            return Fraction(0), Fraction(0), Fraction(0)
        theta = min(max(rounded(centre + t / self.mu), 0), 1)
        low = rounded(theta * t - self.mu / 2 * (theta - centre) ** 2)
        up = sum(a * max(Fraction(0), dot(v, sample.x)) for a, v in zip(self.weights, self.vertices))
        given = self.centres.get(sample.row, (None, None))[1]
        return low, up, theta if given is None else given

    def centre(self, sample, t):
        """active, inactive, or undecided with a centre θ̄: the first of the four rules that fits."""
        side = self.region.side(sample)
        if side:
            return "active" if side > 0 else "inactive"
        if sample.row in self.centres:
            return self.centres[sample.row][0]
        low, high = self.region.range(sample)
        slack = (high - low) / 2**40
        if low >= -slack:
            return "active"
        if high <= slack:
            return "inactive"
        return Fraction(self.letter == "s" and t > 0)

def derive(problem, node, record, units):
    """r of each sample: ρ, less what makes Σ ω r z ≈ 0."""
    rho = []
    for i, s in enumerate(problem.samples):
        base = dot(record.c, s.z) - s.y
        ups, lows = [u.up[i] for u in units], [u.low[i] for u in units]
        lo = base + sum(l if a > 0 else -u for a, l, u in zip(node.signs, lows, ups))
        hi = base + sum(u if a > 0 else -l for a, l, u in zip(node.signs, lows, ups))
        rho.append(lo if lo > 0 else hi if hi < 0 else Fraction(0))
    if not problem.P:
        return [rounded(q) for q in rho]
    right = [sum(s.w * q * s.z[i] for s, q in zip(problem.samples, rho)) for i in range(problem.P)]
    e = solve(problem.gram, right)
    return [rounded(q - dot(e, s.z)) for s, q in zip(problem.samples, rho)]

def psi(region, terms, linear):
    """Ψ_j, from its terms (sample, m, θ) and the linear part of the cuts and of h: its linear part, and the
    samples with m < 0 that are not cut."""
    kinks, vectors, factors = [], [linear], [1]
    for s, m, theta in terms:
        side = region.side(s)
        if m < 0 and not side:
            kinks.append((s, m))
        elif side >= 0:
            vectors.append(s.x)
            factors.append(m if side else m * theta)
    g = [dot(column, factors) for column in zip(*vectors)]
    return lambda v: dot(v, g) + sum(m * max(0, dot(v, s.x)) for s, m in kinks)

def price_of_unit(problem, node, record, unit, relaxed, r):
    """2Λ max(0, −min_v Ψ_j(v)) of one unit, and what h costs."""
    a = node.signs[unit]
    h = next((h for u, h in record.slacks if u == unit), [Fraction(0)] * problem.N)
    terms = [(s, a * s.w * q, theta) for s, q, theta in zip(problem.samples, r, relaxed.theta) if q]
    least = least_psi(problem, node, record, unit, terms, h)
    return 2 * problem.limit * max(Fraction(0), -least) + problem.price_of_slack(h)

def least_psi(problem, node, record, unit, terms, h):
    """min_v Ψ_j(v)."""
    region, linear = node.regions[unit], problem.transposed(h)
    for u, index, eta in record.walls:
        if u == unit:
            sample, sign, _ = region.cuts[index]
            linear = [g - eta * sign * x for g, x in zip(linear, sample.x)]
    return min(map(psi(region, terms, linear), map(region.vertex, range(1 << problem.N - 1))))

def insist_on_bound(problem, node, record):
    for unit, region in enumerate(node.regions):
        insist(not region.whole, f"unit {unit} of node {node.name} is whole")
    insist(problem.units << problem.N - 1 <= 1 << 20, "the units' boxes have more than 2^20 vertices")
    for alphas in record.alphas:
        once((v for v, _ in alphas), "a vertex")
    once(((row, unit) for row, unit, _, _ in record.centres), "a centre")
    for row, *_ in record.centres:
        problem.at_row(row)
    insist_on_walls(node, record.walls)
    once((unit for unit, _ in record.slacks), "g")

def prove_bound(problem, node, record):
    """The proof: a lower bound whatever r and θ are."""
    insist_on_bound(problem, node, record)
    units = [Relaxed(problem, region, record, j) for j, region in enumerate(node.regions)]
    r = derive(problem, node, record, units)
    loss = problem.base + sum(s.w * (-2 * q * s.y - q * q) for s, q in zip(problem.samples, r))
    for j, relaxed in enumerate(units):
        loss -= price_of_unit(problem, node, record, j, relaxed, r)
    H = [sum(s.w * q * s.z[i] for s, q in zip(problem.samples, r)) for i in range(problem.P)]
    return loss - problem.price_of_output(H)

# ======== Dual ========

DualRecord = namedtuple("DualRecord", "name multipliers point slopes implied walls slacks")
Implied = namedtuple("Implied", "row unit sign cuts")
Pair = namedtuple("Pair", "psi kappa")  # m_j max(0, t) ≥ ψ − κ; ψ = psi · t

def read_dual(tokens, header):
    plain = header.objective.plain
    refuse(header.objective.squared and not plain, "a dual record with a penalty on squares")
    name = read_name(tokens.next(), header.units)
    number(tokens.next())  # the hint proves nothing
    point, multipliers = None, []
    if plain and header.version >= 2 and tokens.take("at"):
        if header.units > 1 or header.P or header.norm_bound is None:
            raise Unreadable("at without one bounded unit and no output part")
        point = tokens.numbers(header.N)
    else:
        multipliers = [fields(token, integer, number) for token in tokens.until("kiwg")]
    unit = functools.partial(integer, below=header.units)
    slopes = [fields(token, integer, unit, share) for token in tokens.until("iwg")] if tokens.take("k") else []
    implied = []
    while plain and tokens.take("i"):
        row, u, sign = fields(tokens.next(), integer, unit, one_of("+", "-"))
        cuts = [fields(token, integer, at_least_0) for token in tokens.until("iwg")]
        implied.append(Implied(row, u, 1 if sign == "+" else -1, cuts))
    walls = read_walls(tokens, header)
    slacks = [] if point is not None else read_slacks(tokens, header)
    tokens.end()
    return DualRecord(name, multipliers, point, slopes, implied, walls, slacks)

def insist_on_dual(problem, node, record):
    if not problem.objective.squared:
        objective.insist_on_boxes(problem, node)
    for unit, region in enumerate(node.regions):
        insist(region.whole or not problem.objective.squared, f"unit {unit} of node {node.name} is not whole")
    once((row for row, _ in record.multipliers), "a multiplier")
    once(((row, unit) for row, unit, _ in record.slopes), "a slope")
    once(((i.row, i.unit) for i in record.implied), "an implication")
    for row in [m[0] for m in record.multipliers] + [k[0] for k in record.slopes] + [i.row for i in record.implied]:
        problem.at_row(row)
    for i in record.implied:
        once((cut for cut, _ in i.cuts), "a cut")
        for cut, _ in i.cuts:
            _, sign, tau = cut_of(node.regions[i.unit], cut)
            insist(sign * tau >= 0, "a cut in an implication is not on the side of 0")
    insist_on_walls(node, record.walls)
    once((unit for unit, _ in record.slacks), "g")

def interval_within(problem, region, sample):
    """[l, u] within [−b, b]."""
    low, high = region.interval(sample)
    if problem.norm is not None:
        b = problem.norm * root_up(dot(sample.raw, sample.raw))
    else:
        b = problem.limit * norm1(sample.x)
    return -b if low is None else max(low, -b), b if high is None else min(high, b)

def bound_pair(problem, region, sample, unit, sign, m, theta, implied):
    """The table: what m_j max(0, t) is at least, by the first row that fits."""
    cut_low, cut_high = region.interval(sample)
    if cut_low is not None and cut_low >= 0:
        return Pair(m, 0)
    if cut_high is not None and cut_high <= 0:
        return Pair(0, 0)
    if m >= 0:
        return Pair(m * theta, 0)
    if implied is not None:
        left = [implied.sign * x for x in sample.x]
        for cut, nu in implied.cuts:
            other, sigma, _ = region.cuts[cut]
            left = [q - nu * sigma * x for q, x in zip(left, other.x)]
        return Pair(m if implied.sign > 0 else 0, -m * problem.limit * norm1(left))
    low, high = interval_within(problem, region, sample)
    if problem.units == 1 and not problem.P and problem.norm is not None:
        p = sign * sample.y + m / sample.w
        kappa = max(m * low - sample.w * p**2 / 2, -sample.w * max(Fraction(0), p - high) ** 2 / 2)
        return Pair(m, kappa)
    s = Fraction((high / (high - low) * 2**80).__floor__(), 2**80) if high != low else Fraction(1, 2)
    return Pair(m * s, -m * max(-s * low, (1 - s) * high))

def dual_unit(problem, node, record, unit, m):
    """g_j without T h, Σ κ, and Σ η σ τ of one unit; m is not yet multiplied by its sign."""
    region, sign = node.regions[unit], node.signs[unit]
    slopes = {row: theta for row, u, theta in record.slopes if u == unit}
    implied = {i.row: i for i in record.implied if i.unit == unit}
    g, kappa, walls = [Fraction(0)] * problem.N, Fraction(0), Fraction(0)
    for s in problem.samples:
        if m.get(s.row):
            pair = bound_pair(problem, region, s, unit, sign, sign * m[s.row], slopes.get(s.row, 0), implied.get(s.row))
            g = [q + pair.psi * x for q, x in zip(g, s.x)]
            kappa += pair.kappa
    for u, index, eta in record.walls:
        if u == unit:
            sample, sigma, tau = region.cuts[index]
            g = [q - eta * sigma * x for q, x in zip(g, sample.x)]
            walls += eta * sigma * tau
    return g, kappa, walls

def point_multiplier(problem, region, sign, sample, t):
    """a·m of a point: half the slope of the sample's convex envelope at it."""
    low, high = interval_within(problem, region, sample)
    ay, w = sign * sample.y, sample.w
    if low >= 0:
        return w * (t - ay)
    if high <= 0:
        return -w * ay
    if ay <= 0:
        return w * (max(Fraction(0), t) - ay)
    s = ay**2 / (ay - low + root_up(low**2 - 2 * low * ay))
    if ay - s > high:
        s = high * (2 * ay - high) / (2 * (high - low))
    if 2**40 * high < ay:
        s = ay
    return w * max(t - ay, -s)

def multipliers_of_point(problem, node, record):
    """A point's multipliers: m and the record with its θ."""
    region, sign = node.regions[0], node.signs[0]
    m, slopes, given = {}, list(record.slopes), {row for row, _, _ in record.slopes}
    for s in problem.samples:
        t = dot(record.point, s.x)
        m[s.row] = sign * rounded(point_multiplier(problem, region, sign, s, t))
        if s.row not in given:
            slopes.append((s.row, 0, Fraction(t > 0)))
    return m, record._replace(slopes=slopes)

def solve_slack(problem, g):
    """h with Th = −g."""
    h = []
    for row, q in zip(problem.header.transform, g):
        h.append((-q - dot(row[:-1], h)) / row[-1])
    return h

def prove_dual(problem, node, record):
    insist_on_dual(problem, node, record)
    if not problem.objective.squared:
        return objective.prove_with_loss(problem, node, record, least_psi)
    m = dict(record.multipliers)
    if record.point is not None:
        m, record = multipliers_of_point(problem, node, record)
    samples = [(s, m[s.row]) for s in problem.samples if m.get(s.row)]
    loss = problem.base + sum(-2 * q * s.y - q * q / s.w for s, q in samples)
    for unit in range(problem.units):
        g, kappa, walls = dual_unit(problem, node, record, unit, m)
        h = next((h for u, h in record.slacks if u == unit), [Fraction(0)] * problem.N)
        if record.point is not None:
            h = [rounded(q) for q in solve_slack(problem, g)]
        g = [q + x for q, x in zip(g, problem.transposed(h))]
        loss += -2 * kappa + 2 * walls - 2 * problem.limit * norm1(g)
        loss -= 2 * problem.norm * problem.with_left_out(h) if any(h) else 0
    H = [sum((q * s.z[i] for s, q in samples), Fraction(0)) for i in range(problem.P)]
    return loss - problem.price_of_output(H)

def apply_bound(tree, record):
    """A bound or dual record: the node's bound is the largest of this, its ancestors' and within."""
    node = tree.node(record.name)
    insist(not node.has_bound and not node.split, f"node {node.name} is split or has a bound already")
    prove = prove_dual if isinstance(record, DualRecord) else prove_bound
    node.bound = max(node.bound, prove(tree.problem, node, record))
    node.has_bound = True

# ======== Trailer ========

Network = namedtuple("Network", "units c")                      # units: (sign, weights on the raw columns)
Trailer = namedtuple("Trailer", "network parts lower upper line")

class TrailerLines:
    """The lines from a trailer's first on; EOFError if the end is missing."""

    def __init__(self, lines, line):
        self.lines, self.line = lines, line

    def stands(self, word):
        if self.line is None:
            self.line = self.lines.next()
            if self.line is None:
                raise EOFError
        return self.line == word or self.line.startswith(word + " ")

    def take(self, word):
        refuse(not self.stands(word), f"{(self.line or '')[:40]!r} where the trailer needs {word!r}")
        tokens, self.line = Tokens(self.line), None
        tokens.next()
        return tokens

def read_trailer(lines, line, header):
    """From its first line to the end of the file; None if the end is missing."""
    trailer = TrailerLines(lines, line)
    try:
        if header.kinks and header.kinks.drawn:
            network = brokenlines.read_function(header.kinks, trailer)
        else:
            network = read_network(trailer, header)
        parts = read_parts(trailer, header) if not header.sweep and not header.hinges else []
        claim = trailer.take("claim")
        at = lines.number
        lower, upper = claim.numbers(2)
        claim.end()
        trailer.take("end").end()
    except EOFError:
        return None
    refuse(lines.next() is not None or lines.rest, "text after the trailer")
    return Trailer(network, parts, lower, upper, at)

def read_network(trailer, header):
    units = []
    for _ in range(header.units):
        unit = trailer.take("u")
        sign = 1 if one_of("+", "-")(unit.next()) == "+" else -1
        units.append((sign, unit.numbers(header.raw)))
        unit.end()
    output = trailer.take("o")
    c = output.numbers({"none": 0, "intercept": 1, "affine": header.raw}[header.output])
    output.end()
    return Network(units, c)

def read_parts(trailer, header):
    parts = []
    while trailer.stands("part"):
        tokens = trailer.take("part")
        name = breakpoints.read_name(tokens.next()) if header.kinks else read_name(tokens.next(), header.units)
        parts.append((trailer.lines.number, name))
        tokens.end()
    return parts

def insist_on_class(header, network):
    """The signs as given; the norm bound, exactly."""
    plus = sum(sign > 0 for sign, _ in network.units)
    insist(header.signs == "any" or plus == header.signs.count("+"), "the network has other signs than the class")
    for j, (_, w) in enumerate(network.units):
        if header.norm_bound is not None:
            insist(dot(w, w) <= header.norm_bound**2, f"unit {j} of the network is beyond the norm bound")

def insist_on_weight_limit(problem, network):
    """max_d |ŵ_jd| ≤ Λ', with Tᵀŵ = w on the kept columns, which the others are folded into."""
    header, N = problem.header, problem.N
    out = [k for k in range(header.raw) if k not in header.keep]
    for j, (_, w) in enumerate(network.units):
        kept = [w[k] for k in header.keep]
        for k, column in zip(out, problem.C):
            kept = [q + w[k] * c for q, c in zip(kept, column)]
        x = [Fraction(0)] * N
        for d in reversed(range(N)):
            above = sum(header.transform[e][d] * x[e] for e in range(d + 1, N))
            x[d] = (kept[d] - above) / header.transform[d][d]
        insist(all(abs(q) <= header.weight_limit for q in x), f"unit {j} of the network is beyond the weight limit")

def cost_of(points, within, network, header):
    """The objective of a network."""
    output, total = header.output, within + header.objective.penalty(network, header.bias)
    for p in points:
        f = {"none": 0, "intercept": sum(network.c), "affine": dot(network.c, p.raw) if network.c else 0}[output]
        f += sum(sign * max(Fraction(0), dot(w, p.raw)) for sign, w in network.units)
        total += p.weight * header.objective.loss(f - p.label)
    return total

def insist_on_network(header, points, within, trailer):
    if header.kinks and header.kinks.drawn:
        brokenlines.insist_on_function(header.kinks, trailer.network, points)
        error = brokenlines.error_of(trailer.network, points, within)
    else:
        insist_on_class(header, trailer.network)
        error = cost_of(points, within, trailer.network, header)
    insist(error <= trailer.upper, "the network's SSE is above the claimed one")
    insist(trailer.lower <= trailer.upper, "the claimed bounds are the wrong way round")

# ======== Parts ========

def parts_of(node_of, names):
    """A part must exist, stand once, and not lie within another part of the file."""
    nodes = {node_of(name) for name in names}
    insist(None not in nodes, "a part does not exist")
    insist(len(nodes) == len(names), "a part stands twice")
    for node in nodes:
        above = node.parent
        while above:
            insist(above not in nodes, f"part {node.name} lies within another part")
            above = above.parent
    return nodes

class Place:
    """A node of the cover: the same for all files that have its path."""

    def __init__(self, name, groups, parent=None):
        self.name, self.groups, self.parent = name, groups, parent  # a number a unit: units of one group have the same
        self.is_part, self.ways = False, {}

    def way(self, record, header):
        """The split of this node as the record says; different files may split it in different ways."""
        words = f"{record.unit} {record.kind}" + (f" {record.row}" if record.row is not None else "")
        words += f" {record.at}" if record.kind == "x" or record.at else ""
        words += f" drop {record.drop}" if record.drop is not None else ""
        if words not in self.ways:
            count = header.N * (1 if header.output == "affine" else 2) if record.kind == "f" else 2
            group = [j for j, g in enumerate(self.groups) if g == self.groups[record.unit]]
            self.ways[words] = Way(self, words, group, [p for p in range(count) if p != record.drop])
        return self.ways[words]

class Way:
    """One split of a place, and the children that files have named."""

    def __init__(self, place, words, group, parts):
        self.place, self.words, self.group, self.parts, self.children = place, words, group, parts, {}

    def child(self, number):
        """None if there is no such child."""
        if len(number) != len(self.group) or list(number) != sorted(number) or not set(number) <= set(self.parts):
            return None
        if number not in self.children:
            groups = list(self.place.groups)
            for unit, part in zip(self.group, number):
                groups[unit] = (groups[unit], part)
            path = f"{self.place.name} ({self.words}) {','.join(map(str, number))}"
            self.children[number] = Place(path, groups, self.place)
        return self.children[number]

    def missing(self):
        """The first child that is not covered, or None."""
        for number in combinations_with_replacement(self.parts, len(self.group)):
            if number not in self.children:
                return self.child(number)
            lacking = uncovered(self.children[number])
            if lacking:
                return lacking
        return None

def uncovered(place):
    """A node at or below place that is not covered, or None."""
    if place.is_part:
        return None
    lacking = None
    for way in place.ways.values():
        missing = way.missing()
        if missing is None:
            return None
        lacking = lacking or missing
    return lacking or place

class Cover:
    """The places of all files: headers, splits and parts only."""

    def __init__(self, header):
        self.header = header
        self.roots = [Place(f"0/{p}", list(signs)) for p, signs in enumerate(header.sign_sets)]

    def root(self, number):
        insist(len(number) == 1 and number[0] < len(self.roots), "there is no such root")
        return self.roots[number[0]]

    def add(self, certificate, records):
        ways = []

        def place(name):
            split, number = name
            if split == 0:
                return self.root(number)
            insist(split <= len(ways), "a node of a split that has not been made yet")
            return ways[split - 1] and ways[split - 1].child(number)

        for record in records:
            node = place(record.name)
            ways.append(node and node.way(record, self.header))  # that there is one is for the file's proof to show
        names = [name for _, name in certificate.trailer.parts]
        for part in parts_of(place, names) if names else self.roots:
            part.is_part = True

    def insist_on_all(self):
        for root in self.roots:
            lacking = uncovered(root)
            insist(not lacking, lacking and f"no part has node {lacking.name}")

class KinkPlace:
    """A node of the cover of proofs by breakpoints."""

    def __init__(self, name, parent=None):
        self.name, self.parent = name, parent
        self.is_part, self.ways = False, {}

    def way(self, record, _):
        words = f"{record.kink} sign" if record.place is None else f"{record.kink} at {record.place}"
        return self.ways.setdefault(words, KinkWay(self, words))

class KinkWay:
    """One split of such a place: there are two children."""

    def __init__(self, place, words):
        self.children = [KinkPlace(f"{place.name} ({words}) {part}", place) for part in (0, 1)]

    def child(self, part):
        return self.children[part]

    def missing(self):
        return next(filter(None, map(uncovered, self.children)), None)

class KinkCover(Cover):
    """The same of proofs by breakpoints."""

    def __init__(self):
        self.header, self.roots = None, [KinkPlace("0")]

    def root(self, _):
        return self.roots[0]

def cover(paths):
    """The certificates, if their parts make the whole."""
    files = []
    for path in paths:
        certificate = Certificate(path)
        files.append((certificate, [r for _, r in certificate.records() if isinstance(r, (SplitRecord, breakpoints.Split))]))
    first = files[0][0].header
    for certificate, _ in files:
        insist(not certificate.header.sweep and not certificate.header.hinges, f"{certificate.path}: such a proof has no parts")
        insist(certificate.trailer, f"{certificate.path}: no trailer: the certificate does not end with a claim")
        insist(certificate.header.stated() == first.stated(), f"{certificate.path}: another header")
    whole = KinkCover() if first.kinks else Cover(first)
    for certificate, records in files:
        whole.add(certificate, records)
    whole.insist_on_all()
    return [certificate for certificate, _ in files]

# ======== Order: records, one by one, in one pass ========

@functools.lru_cache(1 << 10)
def read_record(line, header):
    """A record; None for the trailer's first line."""
    if header.kinks:
        return breakpoints.read_record(Tokens(line), header.kinks)
    if header.hinges:
        return hinges.read_record(Tokens(line), header, read_name)
    readers = {"s": read_split, "b": read_bound, "d": read_dual}
    tokens = Tokens(line)
    kind = tokens.next()
    if kind == "u":
        return None
    refuse(kind not in readers or header.sweep, f"{kind[:40]!r} is no record here")
    return readers[kind](tokens, header)

class Certificate:
    """A certificate as it stands in its file. Its trailer is known when its records have been asked
    for and are used up; it is None if the end is missing."""

    def __init__(self, path):
        stored = read_file(path)
        self.path, self.sha256 = path, hashlib.sha256(stored).hexdigest()
        self.lines, self.trailer = Lines(stored), None
        try:
            self.header = Header(self.lines)
        except Unreadable as error:
            raise Unreadable(f"{path}:{self.lines.number}: {error}")

    def records(self):
        order = self.header.kinks and breakpoints.Order(self.header.kinks)
        try:
            while (line := self.lines.next()) is not None:
                record = read_record(line, self.header)
                if record is None:
                    self.trailer = read_trailer(self.lines, line, self.header)
                    return
                if order:
                    order.next(record)
                yield self.lines.number, record
        except Unreadable as error:
            raise Unreadable(f"{self.path}:{self.lines.number}: {error}")

class Claim:
    """What is proved of a certificate: the first rule that failed, and the bounds that hold all the same."""

    def __init__(self, certificate):
        self.certificate, self.reason, self.line = certificate, None, 0
        self.lower = self.upper = None
        self.limit_implied = False

    def attempt(self, line, rule, *arguments):
        """Applies a rule, if none has failed yet."""
        if self.reason is None:
            try:
                return rule(*arguments)
            except NotProved as error:
                self.reason, self.line = str(error), line
        return None

    def insist(self, line, condition, reason):
        self.attempt(line, insist, condition, reason)

def check(certificate, data, question):
    """The claim of a certificate; all of it must be readable, whatever is proved."""
    claim = Claim(certificate)
    header = certificate.header
    claim.attempt(0, insist_on_question, header, data)
    if header.sweep:
        list(certificate.records())
        check_trailer(claim, data, check_sweep, header)
    elif header.kinks:
        proof = claim.attempt(0, breakpoints.Proof, header.kinks, header, *merge(header, data))
        for line, record in certificate.records():
            claim.attempt(line, proof and proof.apply, record)
        if proof:
            claim.lower = proof.least()
            if certificate.trailer:
                claim.lower = min(claim.lower, certificate.trailer.lower)
        check_trailer(claim, data, check_kinks, proof, question.part)
    elif header.hinges:
        proof = claim.attempt(0, hinges.Proof, header, *merge(header, data), question.least_limit)
        for line, record in certificate.records():
            claim.attempt(line, proof and proof.apply, record)
        if proof:
            claim.lower = proof.least()
            if certificate.trailer:
                claim.lower = min(claim.lower, certificate.trailer.lower)
        check_trailer(claim, data, check_hinges, proof)
    else:
        problem = claim.attempt(0, Problem, header, data, question.least_limit)
        tree = problem and Tree(problem)
        for line, record in certificate.records():
            claim.attempt(line, apply_split if isinstance(record, SplitRecord) else apply_bound, tree, record)
        if problem:
            claim.lower = tree.least() * problem.unit
            if certificate.trailer:
                claim.lower = min(claim.lower, certificate.trailer.lower)  # of more, nobody was asked
        check_trailer(claim, data, check_tree, tree, question.part)
        claim.limit_implied = claim.reason is None and problem.is_limit_implied(certificate.trailer.upper)
    if question.model:
        claim.attempt(0, insist_on_model, certificate, data, claim, question.model)
    return claim

def check_trailer(claim, data, rule, *arguments):
    header, trailer = claim.certificate.header, claim.certificate.trailer
    claim.insist(0, trailer, "no trailer: the certificate does not end with a claim")
    if claim.reason is None:
        points, within = merge(header, data)
        claim.attempt(trailer.line, insist_on_network, header, points, within, trailer)
        claim.attempt(trailer.line, rule, *arguments, trailer, points, within)
        claim.upper = trailer.upper

def check_tree(tree, part_asked_for, trailer, *_):
    """L is proved if the least bound of all nodes that are not split (or of those in parts) is at least L."""
    insist_on_weight_limit(tree.problem, trailer.network)
    least = tree.least()
    if trailer.parts:
        insist(part_asked_for, "a certificate of some nodes only: check it with --part, or join the parts")
        least = tree.least_below(parts_of(tree.node, [name for _, name in trailer.parts]))
    insist(least * tree.problem.unit >= trailer.lower, "the records prove a lower bound below the claimed one")

def check_kinks(proof, part_asked_for, trailer, *_):
    least = proof.least()
    if trailer.parts:
        insist(part_asked_for, "a certificate of some nodes only: check it with --part, or join the parts")
        proof.begin()
        least = proof.least_below(parts_of(proof.made, [name for _, name in trailer.parts]))
    insist(least >= trailer.lower, "the records prove a lower bound below the claimed one")

def check_hinges(proof, trailer, *_):
    proof.insist_on_class(trailer.network)
    insist(proof.least() >= trailer.lower, "the records prove a lower bound below the claimed one")

# ======== A proof by sweep ========

Fit = namedtuple("Fit", "error at_0 slope unique")  # the best line, or what takes its place

class Moments:
    """Σω, Σωx, Σωx², Σωy, Σωxy and Σωy² of some samples, from which least squares follow."""

    def __init__(self, values=(Fraction(0),) * 6):
        self.values = values

    def with_sample(self, x, y, w):
        return Moments(tuple(map(operator.add, self.values, (w, w * x, w * x * x, w * y, w * x * y, w * y * y))))

    def without(self, other):
        return Moments(tuple(map(operator.sub, self.values, other.values)))

    def gram(self, shape):
        """Gram matrix and right-hand side of the columns 1 and x, as many as shape says."""
        w, x, xx, y, xy, _ = self.values
        columns = {"none": 0, "intercept": 1, "affine": 2}[shape]
        return [row[:columns] for row in ([w, x], [x, xx])][:columns], [y, xy][:columns]

    def fit(self, shape):
        matrix, right = self.gram(shape)
        best = solve(matrix, right)
        unique = all(row[i] for i, row in enumerate(eliminate(matrix)))
        return Fit(self.values[5] - dot(best, right), *(best + [Fraction(0)] * 2)[:2], unique)

    def kink(self, shape, t, right_of_t):
        """Least SSE of p + s·max(0, x − t), and s, 0 if the samples do not determine it."""
        matrix, right = self.gram(shape)
        w, x, xx, y, xy, _ = right_of_t.values
        with_hinge = [x - t * w, xx - t * x][:len(right)]
        matrix = [row + [h] for row, h in zip(matrix, with_hinge)] + [with_hinge + [xx - 2 * t * x + t * t * w]]
        right = right + [xy - t * y]
        best = solve(matrix, right)
        determined = eliminate(matrix)[-1][-1] != 0
        return self.values[5] - dot(best, right), best[-1] if determined else Fraction(0)

def insist_on_no_kink(samples, whole, header, signs, lower):
    """1."""
    line = whole.fit("affine")
    if header.output != "none":
        insist(line.error >= lower, "without a kink, a lower SSE can be had")
        return
    insist(whole.values[5] >= lower, "without a unit, a lower SSE can be had")
    values = [line.at_0 + line.slope * x for x, _, _ in samples]
    active = any(all(a * v >= 0 for v in values) for a in signs)
    insist(line.error >= lower or not active, "without a kink, a lower SSE can be had")

def meet(p, l, x1, x2, signs):
    """Whether some a·|w|(x − t) = l − p with t between x1 and x2."""
    apart = [(l.at_0 - p.at_0) + (l.slope - p.slope) * x for x in (x1, x2)]
    return any(a * apart[0] <= 0 <= a * apart[1] for a in signs)

def insist_on_cells(samples, whole, header, signs, lower):
    """2., in samples of ascending x."""
    shape, up_to, before = header.output, [], Moments()
    for x, y, w in samples:
        before = before.with_sample(x, y, w)
        up_to.append(before)
    kinks = [whole.kink(shape, x, whole.without(m)) for (x, _, _), m in zip(samples, up_to)]
    for i in range(len(samples) - 1):
        p, l = up_to[i].fit(shape), whole.without(up_to[i]).fit("affine")
        x1, x2 = samples[i][0], samples[i + 1][0]
        if p.error + l.error >= lower:
            continue
        insist(not (p.unique and l.unique and meet(p, l, x1, x2, signs)), "with a kink between, a lower SSE can be had")
        for error, s in kinks[i:i + 2]:
            insist(error >= lower or all(a * s <= 0 for a in signs), "with a kink at a sample, a lower SSE can be had")

def check_sweep(header, trailer, points, within):
    insist(header.units == 1 and header.bias and len(header.features) == 1,
           "a sweep is for one unit with a bias on one feature")
    signs = {"any": (1, -1), "+": (1,), "-": (-1,)}[header.signs]
    for mirror in (1, -1) if header.output != "affine" else (1,):  # 3.
        samples = sorted((mirror * p.raw[1], p.label, p.weight) for p in points)
        whole = functools.reduce(lambda moments, sample: moments.with_sample(*sample), samples, Moments())
        insist_on_no_kink(samples, whole, header, signs, trailer.lower - within)
        insist_on_cells(samples, whole, header, signs, trailer.lower - within)

# ======== A model ========

def network_of_model(path, header):
    """The network of a model.json on the raw columns, its features found by their names."""
    model = read_json(path, "a model")
    try:
        insist(sorted(model["features"]) == sorted(header.features) and model["target"] == header.target,
               "the model is for other columns")
        order = [model["features"].index(name) for name in header.features]
        units = [(u["sign"], Fraction(u["bias"]), [Fraction(u["weights"][i]) for i in order])
                 for u in model["network"]["units"]]
        output = model["network"]["output"]
        constant, slopes = Fraction(output["bias"]), [Fraction(output["weights"][i]) for i in order]
        assert all(sign in (1, -1) for sign, _, _ in units)
    except (KeyError, IndexError, TypeError, ValueError, AssertionError) as error:
        raise Unreadable(f"{path}: not a model: {error!r}")
    insist(header.output == "affine" or not any(slopes), "the model has another output than the class")
    insist(header.bias or not any(bias for _, bias, _ in units), "the model has biases, the class none")
    insist(header.output == "intercept" or header.bias and header.output == "affine" or not constant,
           "the model has a constant, the class none")
    constant += dot(slopes, header.origin) - header.label_origin
    c = {"none": [], "intercept": [constant], "affine": [constant] * header.bias + slopes}[header.output]
    return Network([(sign, [bias + dot(w, header.origin)] * header.bias + w) for sign, bias, w in units], c)

def insist_on_model(certificate, data, claim, path):
    header = certificate.header
    network = network_of_model(path, header)
    insist(len(network.units) == header.units, "the model has another number of units than the class")
    insist_on_class(header, network)
    insist(not header.kinks or not header.kinks.drawn, "a model is not checked against a class with such lines")
    if header.hinges:
        hinges.Proof(header, *merge(header, data), Fraction(0)).insist_on_class(network)
    elif not header.sweep and not header.kinks:
        insist_on_weight_limit(Problem(header, data, Fraction(0)), network)
    points, within = merge(header, data)
    insist(cost_of(points, within, network, header) <= claim.upper,
           "the model's SSE is above the certificate's upper bound")

# ======== The command ========

class Question(argparse.ArgumentParser):
    """The command line of relucheck, relucheck cover and relucheck realizable."""

    def error(self, message):
        raise Unreadable(message)

def columns(text):
    return [name.strip(SPACE) for name in text.split(",")]

def truth(text):
    return {"true": True, "false": False, "1": True, "0": False}[text.lower()]

def limit(text):
    value = Fraction(text) if DECIMAL.fullmatch(text) and len(text) < 400 else None
    if value is None or value < 0 or value >= LARGEST:
        raise ValueError(text)
    return value

def checked(is_right):
    """The type of a flag that has some texts only."""
    def kind(text):
        if text and not is_right(text):
            raise ValueError(text)
        return text
    return kind

def data_flags(parser):
    parser.add_argument("proof")
    parser.add_argument("data")
    parser.add_argument("--target", default="")
    parser.add_argument("--features", type=columns, default=[])
    parser.add_argument("--sample-weights", dest="weights", default="")
    parser.add_argument("--missing", choices=["error", "drop"], default="error")
    parser.add_argument("--where", default="")
    parser.add_argument("--delimiter", type=checked(lambda s: s in ("tab", "\\t", "space") or len(s) == 1 and s in DELIMITERS), default="")
    parser.add_argument("--decimal", choices=[".", ","], default="")
    parser.add_argument("--thousands", type=checked(lambda s: len(s) == 1 and s in SEPARATORS), default="")
    parser.add_argument("--comment", default="")
    parser.add_argument("--na", type=columns, default=[])
    parser.add_argument("--header", nargs="?", const=True, type=truth, default=True)
    parser.add_argument("--fractions", nargs="?", const=True, type=truth, default=False)
    parser.add_argument("--date-format", dest="date_format", type=checked(lambda s: list(directives(s))), default="")

def question_of(command, arguments):
    parser = Question(prog=f"relucheck {command}".strip(), allow_abbrev=False)
    parser.add_argument("--json", action="store_true")
    if command == "cover":
        parser.add_argument("proofs", nargs="+")
        return parser.parse_intermixed_args(arguments)
    data_flags(parser)
    if command == "realizable":
        parser.add_argument("--bias", nargs="?", const=True, type=truth, default=True)
        parser.add_argument("--sign", choices=["any", "+", "-"], default="any")
        parser.add_argument("--units", type=int, default=1)
        parser.add_argument("--signs", default="any")
        parser.add_argument("--linear", choices=["none", "intercept", "affine"], default="none")
    else:
        parser.add_argument("model", nargs="?")
        parser.add_argument("--part", action="store_true")
        parser.add_argument("--exact", action="store_true", help="no difference: this program is always exact")
        parser.add_argument("--threads", type=int, help="no difference: this program has one")
        parser.add_argument("--min-weight-limit", dest="least_limit", type=limit)
    question = parser.parse_intermixed_args(arguments)
    question.drop = question.missing == "drop"
    return question

def digits(q, count, up):
    """q in scientific notation, rounded up or down."""
    if q == 0:
        return "0"
    exponent = len(str(abs(q.numerator))) - len(str(q.denominator))
    if abs(q) < Fraction(10) ** exponent:
        exponent -= 1
    mantissa = q / Fraction(10) ** (exponent - count + 1)
    mantissa = math.ceil(mantissa) if up else math.floor(mantissa)
    if abs(mantissa) == 10**count:
        mantissa, exponent = mantissa // 10, exponent + 1
    text = str(abs(mantissa))
    return f"{'-' * (mantissa < 0)}{text[0]}.{text[1:]}e{exponent:+03d}"

def plain(name):
    return name if quoted(name) == f'"{name}"' else quoted(name)

def what_it_states(header, limit_implied=False):
    output = {"none": "no free output", "intercept": "intercept output", "affine": "affine output"}[header.output]
    words = [f"{header.units} unit{'s' * (header.units > 1)}",
             "any signs" if header.signs == "any" else f"signs {header.signs}",
             "bias" if header.bias else "no bias", output]
    if header.norm_bound is not None:
        words.append(f"norm bound {digits(header.norm_bound, 12, False)}")
    words.append("no weight limit" if header.sweep or header.kinks else
                 f"weight limit {float(digits(header.weight_limit, 6, False)):g}" + " (implied by the penalty)" * limit_implied)
    words += header.kinks.words if header.kinks else []
    words += header.hinges.words if header.hinges else []
    words.append(f"{plain(header.target)} on {', '.join(map(plain, header.features))}")
    words += [f"sample weights {plain(header.weights)}"] * bool(header.weights)
    words += ["rows with missing values left out"] * header.drop
    words += [f"read with {', '.join(header.reading)}"] * bool(header.reading)
    return ", ".join(words + [f"data sha256:{header.data}"])

def interval(header, lower, upper):
    return f"{digits(lower, 12, False)} <= min {header.objective.words}" + (f" <= {digits(upper, 12, True)}" if upper is not None else "")

def gap(lower, upper):
    return f"(gap {digits((upper - lower) / upper, 2, True) if upper else '0'})"

def show_name(name):
    split, number = name
    return f"{split}/{','.join(map(str, number))}" if isinstance(number, tuple) else breakpoints.show_name(name)

def nodes_of(trailer):
    names = [show_name(name) for _, name in trailer.parts]
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return f"node{'s' * (len(names) > 1)} {' '.join(names[:10])}{more}"

def run_check(question):
    certificate = Certificate(question.proof)
    data = read_data(question.data, question)
    claim = check(certificate, data, question)
    header, trailer = certificate.header, certificate.trailer
    if claim.reason is not None:
        text = f"NOT PROVED  line {claim.line}: {claim.reason}" if claim.line else f"NOT PROVED  {claim.reason}"
        if claim.lower is not None and not (trailer and trailer.parts):
            text += f"; the records prove {interval(header, claim.lower, claim.upper)} for {what_it_states(header)}"
        return 1, text
    if trailer.parts:
        return 0, (f"PROVED PART  {digits(trailer.lower, 12, False)} <= {header.objective.words} in {nodes_of(trailer)} only, "
                   f"not in the whole class; min {header.objective.words} <= {digits(trailer.upper, 12, True)} "
                   f"for {what_it_states(header, claim.limit_implied)}, certificate sha256:{certificate.sha256}")
    return 0, (f"PROVED  {interval(header, trailer.lower, trailer.upper)} {gap(trailer.lower, trailer.upper)} "
               f"for {what_it_states(header, claim.limit_implied)}")

def run_cover(question):
    try:
        certificates = cover(question.proofs)
    except NotProved as error:
        return 1, f"NOT COVERED  {error}"
    count = len(certificates)
    lower = min(c.trailer.lower for c in certificates)
    upper = min(c.trailer.upper for c in certificates)
    lines = [f"COVERED  by {count} certificate{'s' * (count > 1)}: {interval(certificates[0].header, lower, upper)} "
             f"for {what_it_states(certificates[0].header)}, if relucheck --part proves each of"]
    return 0, "\n".join(lines + [f"{c.sha256}  {c.path}" for c in certificates])

def settle_units(question):
    """What --units and --signs say together, with signs + first."""
    if question.signs != "any":
        signs = question.signs
        refuse(not signs or set(signs) - set("+-") or question.units not in (1, len(signs)), "--signs is not for --units")
        question.units, question.signs = len(signs), "".join(sorted(signs))
    refuse(question.sign != "any", "--sign is of one unit: --signs has one for each")
    refuse(not 1 <= question.units <= MOST_UNITS, f"there are from 1 to {MOST_UNITS} units")

def run_sum(question):
    settle_units(question)
    proof = read_proof(question.proof, SUM_FIELDS, 2)
    data = read_data(question.data, question)
    try:
        verdict = check_sum(proof, data, question)
    except NotProved as error:
        return 1, f"NOT PROVED  {error}"
    return 0, (f"PROVED  {verdict}: {question.units} units, signs {question.signs}, {'bias' if question.bias else 'no bias'}, "
               f"output {question.linear}, {plain(data.target)} on {', '.join(map(plain, data.features))}, data sha256:{data.sha256}")

def run_realizable(question):
    if question.units != 1 or question.signs != "any" or question.linear != "none":
        return run_sum(question)
    proof = read_proof(question.proof)
    data = read_data(question.data, question)
    try:
        verdict = check_realizable(proof, data, question)
    except NotProved as error:
        return 1, f"NOT PROVED  {error}"
    return 0, (f"PROVED  {verdict}: sign {question.sign}, {'bias' if question.bias else 'no bias'}, "
               f"{plain(data.target)} on {', '.join(map(plain, data.features))}, data sha256:{data.sha256}")

def run(arguments):
    """Exit code and verdict of one command line."""
    commands = {"cover": run_cover, "realizable": run_realizable}
    command = arguments[0] if arguments and arguments[0] in commands else ""
    try:
        question = question_of(command, arguments[1:] if command else arguments)
        code, text = commands.get(command, run_check)(question)
        return code, json.dumps({"proved": code == 0, "verdict": text}) if question.json else text
    except Unreadable as error:
        return 2, f"relucheck.py: {error}"

def batch(jobs):
    """One job a line, the arguments as a JSON list; one line [code, verdict] for each."""
    for job in jobs:
        print(json.dumps(run(json.loads(job))), flush=True)

def main():
    sys.setrecursionlimit(1 << 20)
    if sys.argv[1:] == ["--batch"]:
        batch(sys.stdin)
        return 0
    code, text = run(sys.argv[1:])
    print(text, file=sys.stderr if code == 2 else sys.stdout)
    return code

if __name__ == "__main__":
    sys.exit(main())
