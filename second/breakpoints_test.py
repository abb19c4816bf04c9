#!/usr/bin/env python3
"""Proofs by breakpoints against an exact optimum found otherwise: all chains of tiny data are listed from their definition,
and each is minimised by trying all sets of active conditions.

    python3 breakpoints_test.py [seed [problems]]
"""

import functools
import hashlib
import itertools
import os
import random
import re
import sys
import tempfile
from collections import namedtuple
from fractions import Fraction as F

import breakpoints
import brokenlines
import relucheck
from exact import NotProved, Unreadable
from table import read_data

# ======== An optimum by other means ========

def eliminated(rows):
    """A solution of the linear system whose rows end with the right side, or None; what is free is 0."""
    rows, pivots = [list(r) for r in rows], []
    width = len(rows[0]) - 1
    for c in range(width):
        at = next((i for i in range(len(pivots), len(rows)) if rows[i][c]), None)
        if at is None:
            continue
        i = len(pivots)
        rows[i], rows[at] = rows[at], rows[i]
        rows[i] = [q / rows[i][c] for q in rows[i]]
        for j, row in enumerate(rows):
            if j != i and row[c]:
                rows[j] = [p - row[c] * q if q else p for p, q in zip(row, rows[i])]
        pivots.append(c)
    if any(r[-1] for r in rows[len(pivots):]):
        return None
    x = [F(0)] * width
    for row, c in zip(rows, pivots):
        x[c] = row[-1]
    return x

def minimise(quadratic, linear, constant, equal, below, best):
    """The least vᵀQv + cᵀv + d with e·v = f for all (e, f) of equal and e·v ≤ f for those of below; v and their multipliers.
    None if there is none or it is not under best."""
    size = len(linear)
    for count in range(len(below) + 1):
        for active in itertools.combinations(range(len(below)), count):
            tight = equal + [below[i] for i in active]
            rows = [[2 * q for q in quadratic[i]] + [e[i] for e, _ in tight] + [-linear[i]] for i in range(size)]
            rows += [list(e) + [F(0)] * len(tight) + [f] for e, f in tight]
            x = eliminated(rows)
            if x is None:
                continue
            v, multipliers = x[:size], x[size:]
            value = sum(p * (sum(a * q for a, q in zip(row, v)) + c) for p, row, c in zip(v, quadratic, linear)) + constant
            if count == 0 and best is not None and value >= best:
                return None
            if all(q >= 0 for q in multipliers[len(equal):]) and all(sum(a * q for a, q in zip(e, v)) <= f for e, f in below):
                by = [F(0)] * len(below)
                for i, q in zip(active, multipliers[len(equal):]):
                    by[i] = q
                return value, v, multipliers[:len(equal)], by
    return None

Problem = namedtuple("Problem", "x y w rows within k signs between known slopes through min_samples min_span parted")
Chain = namedtuple("Chain", "blocks places signs side")
Best = namedtuple("Best", "value chain multipliers lines")  # multipliers: a tuple a kink

def partitions(n, parted):
    """All ways to part n inputs into lines and runs."""
    def go(a):
        if a == n:
            yield []
        for b in range(a + 2, n + 1):
            for rest in go(b):
                yield [("line", a, b)] + rest
                if b - a >= 3 and not parted:
                    yield [("run", a, b)] + rest
    return go(0)

def chains(p):
    for blocks in partitions(len(p.x), p.parted):
        places = []
        for kind, a, b in blocks:
            if kind == "run":
                places += [2 * g for g in range(a + 1, b - 1)]
            if b < len(p.x):
                places.append(2 * b - 1)
        if len(places) > p.k or p.slopes and len(places) < p.k:
            continue
        gap = [q for q in places if q % 2 and p.through and p.x[(q - 1) // 2] < p.through[0] < p.x[(q + 1) // 2]]
        for signs in itertools.product((1, -1), repeat=len(places)):
            if p.signs == "any" or all(signs.count(s) <= p.signs.count(c) for s, c in ((1, "+"), (-1, "-"))):
                for side in ("<", ">") if gap else ("",):
                    yield Chain(blocks, places, signs, side)

def ends_of(p, j, h, side):
    low, high = p.x[h - 1], p.x[h]
    if p.between:
        A, B = p.between[j] if len(p.between) > 1 else p.between[0]
        low, high = max(low, A), min(high, B)
    for a in p.known:
        if p.x[h - 1] <= a <= p.x[h]:
            low, high = max(low, a), min(high, a)
    if p.through and p.x[h - 1] < p.through[0] < p.x[h]:
        low, high = (low, min(high, p.through[0])) if side == "<" else (max(low, p.through[0]), high)
    return (low, high) if low <= high else None

def least_of_chain(p, chain, best=None, penalty=None):
    """The least loss of the chain's functions, by its definition; None if there are none, or if it is not under best.
    With a penalty the conditions of kinks may be broken at that price: then the multipliers prove that there are none."""
    n, size, start = len(p.x), 0, []
    for kind, a, b in chain.blocks:
        start.append(size)
        size += 2 if kind == "line" else b - a

    def at(i, t, last):
        """The value at t of block i's line, for a run that of its last or first two inputs: a row of coefficients."""
        kind, a, b = chain.blocks[i]
        row = [F(0)] * size
        if kind == "line":
            row[start[i]], row[start[i] + 1] = F(1), t
        else:
            j = b - a - 2 if last else 0
            share = (t - p.x[a + j]) / (p.x[a + j + 1] - p.x[a + j])
            row[start[i] + j], row[start[i] + j + 1] = 1 - share, share
        return row

    Q, c, d = [[F(0)] * size for _ in range(size)], [F(0)] * size, p.within
    for i, (kind, a, b) in enumerate(chain.blocks):
        for g in range(a, b):
            row = at(i, p.x[g], False)
            if kind == "run":
                row = [F(v == start[i] + g - a) for v in range(size)]
            for u in range(size):
                c[u] -= 2 * p.w[g] * p.y[g] * row[u]
                for v in range(size):
                    Q[u][v] += p.w[g] * row[u] * row[v]
            d += p.w[g] * p.y[g] ** 2
    equal, below, tags = [], [], []
    j = 0
    for i, (kind, a, b) in enumerate(chain.blocks):
        if kind == "line" and p.parted:
            if sum(p.rows[a:b]) < p.min_samples or p.x[b - 1] - p.x[a] < p.min_span:
                return None
            if any(p.x[a] < known < p.x[b - 1] for known in p.known):
                return None
        if p.slopes:
            row = [F(v == start[i] + 1) for v in range(size)]
            word = p.slopes[i]
            if word == "-":
                below.append((row, F(0)))
            elif word == "+":
                below.append(([-q for q in row], F(0)))
            elif word != "*":
                equal.append((row, F(word)))
            if word in "+-":
                tags.append(None)
        if p.through:
            X, Y = p.through
            gap_before, gap_behind = a > 0 and p.x[a - 1] < X < p.x[a], b < n and p.x[b - 1] < X < p.x[b]
            if (p.x[a] <= X <= p.x[b - 1] or a == 0 and X < p.x[0] or b == n and X > p.x[-1]
                    or gap_before and chain.side == "<" or gap_behind and chain.side == ">"):
                equal.append((at(i, X, False), Y))
        if kind == "run":
            for g in range(a + 1, b - 1):
                s, before, behind = chain.signs[j], p.x[g] - p.x[g - 1], p.x[g + 1] - p.x[g]
                row, v = [F(0)] * size, start[i] + g - a
                row[v - 1], row[v], row[v + 1] = -s * behind / (before + behind), F(s), -s * before / (before + behind)
                below.append((row, F(0)))
                tags.append((j, 0))
                j += 1
        if b < n:
            s, ends = chain.signs[j], ends_of(p, j, b, chain.side)
            if ends is None:
                return None
            difference = [[s * (q - r) for q, r in zip(at(i + 1, t, False), at(i, t, True))] for t in ends]
            if ends[0] == ends[1]:
                equal.append((difference[0], F(0)))
                equal[-1] = equal[-1] + (j,)
            else:
                below += [(difference[0], F(0)), ([-q for q in difference[1]], F(0))]
                tags += [(j, 0), (j, 1)]
            j += 1
    if p.known and not all(p.x[0] < a < p.x[-1] for a in p.known):
        return None
    if penalty:
        soft = [e for e in equal if len(e) > 2] + [e for e, tag in zip(below, tags) if tag]
        Q = [row + [F(0)] * len(soft) for row in Q] + [[F(0)] * (size + i) + [penalty] + [F(0)] * (len(soft) - 1 - i) for i in range(len(soft))]
        c = c + [F(0)] * len(soft)
        def extended(e):
            return (list(e[0]) + [-F(e is other) for other in soft], *e[1:])
        equal, below = [extended(e) for e in equal], [extended(e) for e in below]
    found = minimise(Q, c, d, [e[:2] for e in equal], below, best)
    if found is None:
        return None
    value, v, of_equal, of_below = found
    multipliers = [[F(0)] * (1 + q % 2) for q in chain.places]
    for tag, q in zip(tags, of_below):
        if tag:
            multipliers[tag[0]][tag[1]] = q
    for e, q in zip(equal, of_equal):
        if len(e) > 2:
            multipliers[e[2]] = [max(q, F(0)), max(-q, F(0))]
    lines = [(v[i], v[i + 1]) for i in start] if all(b[0] == "line" for b in chain.blocks) else None
    return Best(value, chain, multipliers, lines)

def optimum(p):
    best = None
    if p.known and not all(p.x[0] < a < p.x[-1] for a in p.known):
        return None
    for chain in chains(p):
        found = least_of_chain(p, chain, best and best.value)
        if found and (best is None or found.value < best.value):
            best = found
    return best

# ======== Problems and certificates ========

def ten(q):
    """A decimal as the header writes it."""
    q, e = F(q), 0
    if q == 0:
        return "0"
    while q.denominator > 1:
        q, e = q * 10, e - 1
    while q % 10 == 0:
        q, e = q / 10, e + 1
    return f"{q.numerator}" + (f"e{e}" if e else "")

def double(q, up):
    """The number next to q with 40 bits, as a certificate writes it."""
    if q == 0:
        return "0"
    e = q.numerator.bit_length() - q.denominator.bit_length() - 40
    m = q / F(2) ** e
    m = -((-m) // 1) if up else m // 1
    if m == 0:
        return "0"
    while m % 2 == 0:
        m, e = m // 2, e + 1
    return f"{'-' * (m < 0)}{abs(int(m)):x}p{e}"

def value_of(token):
    return relucheck.number(token)

class Case:
    """A random data file and class, with what a certificate's header says of it."""

    def __init__(self, r, n, k, kind="any", line=None):
        self.r, self.k = r, k
        self.origin = F(r.choice([0, 0, 0, 17, -25])) / r.choice([1, 10])
        self.label_origin = F(r.choice([0, 0, 0, 3, -70]))
        self.label_scale, self.weight_scale = r.choice([1, 1, 4, F(1, 2)]), r.choice([1, 1, 2])
        self.weighted, step = r.random() < 0.3, r.choice([0, 0, 1])
        x, at = [], F(r.randint(-4, 2))
        for _ in range(n):
            x.append(at)
            at += 1 if step else F(r.randint(1, 8), r.choice([1, 2, 4]))
        y = [F(r.randint(-9, 9), r.choice([1, 1, 2])) for _ in x]
        if r.random() < 0.5:  # near a broken line, so that the best chain stands out
            slopes, corners = [F(r.randint(-3, 3)) for _ in range(k + 1)], sorted(r.sample(range(n), min(k, n)))
            y = [F(r.randint(-1, 1), 4) for _ in x]
            for i in range(n):
                for g, s in zip([0] + corners, slopes):
                    y[i] += s * max(F(0), x[i] - x[g])
        self.broken = line and line(self, x)
        if self.broken:
            y = brokenlines.values_of(self.broken, x)
        self.data = []
        for a, b in zip(x, y):
            for _ in range(r.choice([1, 1, 1, 2])):
                noise = F(r.randint(-2, 2)) * (r.random() < 0.5) if not self.broken else 0
                self.data.append((a, b + noise, F(r.choice([1, 2, 3, F(1, 2)])) if self.weighted else F(1)))
        r.shuffle(self.data)
        self.x = x
        self.signs = kind if kind in ("any", "parted") else "".join(r.choice("+-") for _ in range(k))
        self.lines, self.extra = [], dict(between=[], known=[], slopes=[], through=None, min_samples=0, min_span=F(0))
        if kind == "parted":
            self.signs = "any"

    def constrain(self, word, value):
        """A line of the parted class, in the coordinates without origins."""
        e, o = self.extra, self.origin
        if word == "min-samples":
            e["min_samples"] = value
            self.lines.append((0, f"{word} {value}"))
        elif word == "min-span":
            e["min_span"] = value
            self.lines.append((1, f"{word} {ten(value)}"))
        elif word == "kinks-between":
            e["between"] = value
            self.lines += [(2, f"{word} {ten(a + o)} {ten(b + o)}") for a, b in value]
        elif word == "known-kinks":
            e["known"] = value
            self.lines.append((3, f"{word} {' '.join(ten(a + o) for a in value)}"))
        elif word == "slopes":
            e["slopes"] = value
            self.lines.append((4, f"{word} {' '.join(w if w in '+-*' else ten(F(w)) for w in value)}"))
        else:
            e["through"] = value
            self.lines.append((5, f"{word} {ten(value[0] + o)} {ten(value[1] + self.label_origin)}"))

    def constrain_at_random(self):
        r, x = self.r, self.x
        def place():
            i = r.randrange(len(x) - 1)
            return r.choice([x[i], (x[i] + x[i + 1]) / 2, x[i] + (x[i + 1] - x[i]) / 4])
        words = ["min-samples", "min-span"]
        if self.signs == "any":
            words += ["kinks-between", "known-kinks", "slopes", "through"] * 2
        for word in set(r.choices(words, k=r.choice([1, 1, 2, 3]))):
            if word == "min-samples":
                self.constrain(word, r.randint(2, 3))
            elif word == "min-span":
                self.constrain(word, F(r.randint(1, 8), 2))
            elif word == "kinks-between":
                between = [tuple(sorted((place(), place()))) for _ in range(r.choice([1, self.k]))]
                self.constrain(word, between)
            elif word == "known-kinks":
                self.constrain(word, sorted({place() for _ in range(r.randint(1, self.k))}))
            elif word == "slopes":
                self.constrain(word, [r.choice(["+", "-", "*", "*", "0", "1", "-3/2"]) for _ in range(self.k + 1)])
            else:
                self.constrain(word, (r.choice([place(), place(), x[0] - 1, x[-1] + 2]), F(r.randint(-4, 4))))

    def problem(self):
        groups = {}
        for x, y, w in self.data:
            groups.setdefault(x, []).append((y, w))
        x = sorted(groups)
        w = [sum(w for _, w in groups[a]) for a in x]
        y = [sum(w * y for y, w in groups[a]) / t for a, t in zip(x, w)]
        within = sum((w * (v - label) ** 2 for a, label in zip(x, y) for v, w in groups[a]), F(0))
        return Problem(x, y, w, [len(groups[a]) for a in x], within, self.k, self.signs, parted=bool(self.lines), **self.extra)

    def csv(self):
        rows = [f"{a + self.origin},{b + self.label_origin}" + (f",{w}" if self.weighted else "") for a, b, w in self.data]
        return "\n".join(["x,y" + ",w" * self.weighted] + rows) + "\n"

    def header(self):
        lines = ["relucert-certificate 4", "data " + hashlib.sha256(self.csv().encode()).hexdigest(), 'target "y"', 'feature "x"']
        lines += ['sample-weights "w"'] * self.weighted
        lines += ["missing error", f"units {self.k}", f"signs {self.signs}", "bias yes", "output affine"]
        lines += [f"origin {ten(self.origin)}"] * bool(self.origin) + [f"label-origin {ten(self.label_origin)}"] * bool(self.label_origin)
        lines += ["breakpoints"] + [text for _, text in sorted(self.lines, key=lambda l: l[0])]
        return lines + [f"label-scale {double(F(self.label_scale), 0)}", f"weight-scale {double(F(self.weight_scale), 0)}"]

    def trailer(self, best, lower):
        """A function of the class, and a claim."""
        if not self.lines:
            signs = "+" * self.k if self.signs == "any" else self.signs
            return [f"u {s} 0 0" for s in signs] + ["o 0 0", f"claim {lower} 1p200", "end"]
        p = self.problem()
        breaks = []
        for j, (kind, a, b) in enumerate(best.chain.blocks[:-1]):
            (u, s), (v, t) = best.lines[j:j + 2]
            low, _ = ends_of(p, j, b, best.chain.side)
            breaks.append(((u - v) / (t - s) if s != t else low, t))
        u, s = best.lines[0]
        text = [f"v {p.x[0]} {u + s * p.x[0]}", f"p {s}"] + [f"b {t} {slope}" for t, slope in breaks]
        return text + [f"claim {lower} {double(best.value, True)}", "end"]

def read(case, lines):
    """A certificate, its data, and the question."""
    with tempfile.TemporaryDirectory() as folder:
        data, proof = os.path.join(folder, "d.csv"), os.path.join(folder, "p.rcert")
        with open(data, "w") as file:
            file.write(case.csv())
        with open(proof, "w") as file:
            file.write("\n".join(lines) + "\n")
        question = relucheck.question_of("", [proof, data, "--fractions"] + ["--sample-weights=w"] * case.weighted)
        return relucheck.Certificate(proof), read_data(data, question), question

def verdict(case, lines):
    """What relucheck.py makes of a certificate: its claim."""
    return relucheck.check(*read(case, lines))

# ======== Naive proofs ========

def scaled(case, q, up=False):
    """A multiplier in the certificate's units, rounded."""
    return double(q / case.label_scale / case.weight_scale, up)

def naive(case, p, known=None, rough=False):
    """Splits down to single chains, and multipliers for each: the records."""
    records, count = [], 0
    everything = [c for c in chains(p)]

    def solved(chain):
        key = (tuple(chain.places), chain.signs, chain.side)
        if key not in cache:
            cache[key] = least_of_chain(p, chain)
        return cache[key]

    cache = {}

    def leaf(name, group):
        for chain in group:
            best = solved(chain) or least_of_chain(p, chain, penalty=F(2**24))
            multipliers = best.multipliers if best else [[F(0)] * (1 + q % 2) for q in chain.places]
            if rough:
                multipliers = [[q * case.r.choice([1, 1, 1, F(1, 2), F(3, 2)]) for q in m] for m in multipliers]
            texts = [":".join(scaled(case, q) for q in m) for m in multipliers]
            turns = any(b - a > 3 for kind, a, b in chain.blocks if kind == "run")
            if chain.side and rough and case.r.random() < 0.5:
                records.append(" ".join(["l", name] + texts))
            if not chain.side and (turns or case.r.random() < 0.6):
                records.append(" ".join(["l", name] + texts))
                continue
            tokens, plus = [], 0
            for j, (place, sign, text) in enumerate(zip(chain.places, chain.signs, texts), 1):
                plus += sign > 0
                level = f"{j}" if case.signs == "any" else f"{j}/{plus}"
                h = (place + 1) // 2
                side = chain.side if p.through and p.x[h - 1] < p.through[0] < p.x[h] else ""
                if place % 2 and ends_of(p, j - 1, h, chain.side):
                    tokens.append(f"k{level}{'+' if sign > 0 else '-'}{side}{h}:{text.removesuffix(':0')}")
                elif place % 2 == 0:
                    tokens.append(f"t{level}{'+' if sign > 0 else '-'}{h}:{text}")
            for direction in case.r.choice(["><", "<", ">"]):
                records.append(" ".join(["m", name, direction] + tokens))

    def go(name, group):
        nonlocal count
        if not group:
            return
        far = 2 * len(p.x)
        for j in case.r.sample(range(case.k), case.k):
            signs = [(c.signs + (0,) * case.k)[j] < 0 for c in group]
            if case.r.random() < 0.3 and len(set(signs)) > 1:
                parts = [[c for c, minus in zip(group, signs) if minus == part] for part in (False, True)]
                records.append(f"s {name} {j + 1} sign")
                break
            places = sorted({(c.places + [far] * case.k)[j] for c in group})
            if len(places) > 1:
                P = places[len(places) // 2]
                parts = [[c for c in group if ((c.places + [far] * case.k)[j] >= P) == part] for part in (False, True)]
                records.append(f"s {name} {j + 1} at {P}")
                break
            if len(set(signs)) > 1:
                parts = [[c for c, minus in zip(group, signs) if minus == part] for part in (False, True)]
                records.append(f"s {name} {j + 1} sign")
                break
        else:
            leaf(name, group)
            return
        count += 1
        number = count
        for part in case.r.sample((0, 1), 2):
            go(f"{number}/{part}", parts[part])

    go("0", everything)
    return records

def random_token(case, p, scale):
    r = case.r
    c = r.randint(1, case.k)
    sign = r.choice("+-")
    level = f"{c}"
    if case.signs != "any":
        pairs = [(c, q) for c in range(1, case.k + 1) for q in range(c + 1)
                 if q <= case.signs.count("+") and c - q <= case.signs.count("-") and (q if sign == "+" else c - q) > 0]
        if not pairs:
            return None
        c, q = r.choice(pairs)
        level = f"{c}/{q}"
    multiplier = lambda: r.choice(["0", double(F(r.randint(1, 999), 999) * scale, 0)])
    n = len(p.x)
    if not p.parted and n > 2 and r.random() < 0.3:
        return f"t{level}{sign}{r.randint(1, n - 2)}:{multiplier()}"
    h = r.randint(1, n - 1)
    side = r.choice("<>") if p.through and p.x[h - 1] < p.through[0] < p.x[h] else ""
    if ends_of(p, c - 1, h, side) is None:
        return None
    return f"k{level}{sign}{side}{h}:{multiplier()}:{multiplier() if r.random() < 0.7 else 0}".removesuffix(":0")

def random_multipliers(case, p):
    scale = case.r.choice([F(1, 8), F(1), F(4)]) / case.label_scale / case.weight_scale
    tokens = {}
    for _ in range(case.r.randint(0, 12)):
        token = random_token(case, p, scale)
        if token:
            tokens[token.partition(":")[0]] = token
    return list(tokens.values())

# ======== The tests ========

def expect(condition, *what):
    if not condition:
        raise AssertionError(*what)

def random_case(r):
    kind = r.choice(["any", "given", "parted", "parted", "given-parted"])
    k = r.choice([1, 1, 2, 2, 3])
    case = Case(r, r.randint(2, 7 - (k > 2)), k, {"given-parted": "given"}.get(kind, kind))
    if kind.endswith("parted"):
        case.constrain_at_random() if kind == "parted" else case.constrain("min-samples", r.randint(2, 3))
    return case

def sided_case(r):
    """X lies in a gap, where its sides are two chains with the same places."""
    k = r.choice([1, 1, 2])
    case = Case(r, r.randint(4, 5) if k == 1 else 6, k, "parted")
    i = r.randrange(1, len(case.x) - 2)
    case.constrain("through", ((case.x[i] + case.x[i + 1]) / 2, F(r.randint(-8, 8))))
    return case

def with_cutoff(case, q):
    return f"c {double(q, False)}"

def test_naive(r):
    """Claims up to the optimum are proved, those above never."""
    case = random_case(r) if r.random() < 0.7 else sided_case(r)
    p = case.problem()
    best = optimum(p)
    if best is None:
        return "empty"
    lower = double(best.value, False)
    room = double(best.value * (1 - F(1, 2**30)), False)
    records = naive(case, p)
    claim = verdict(case, case.header() + [f"c {room}"] + records + case.trailer(best, room))
    expect(claim.reason is None, "not proved", claim.reason, claim.line, float(claim.lower or 0), float(best.value), case.header(), records)
    too_much = double(best.value * (1 + F(1, 2**20)) + F(1, 2**30), True)
    rough = naive(case, p, rough=True)
    for cutoff, proof in ((too_much, records), (too_much, rough), (room, rough), (double(best.value * 2 + 1, True), rough)):
        claim = verdict(case, case.header() + [f"c {cutoff}"] + proof + case.trailer(best, too_much))
        expect(claim.reason, "more than the optimum is proved")
        expect(claim.lower <= value_of(cutoff), "more than the cutoff is proved")
        expect(claim.lower is None or claim.lower <= best.value, "the bound is above the optimum",
               float(claim.lower or 0), float(best.value), case.header(), cutoff, proof)
    return "parted" if p.parted else "unparted"

def random_records(case, p, best, count):
    """Cutoffs, sweeps and splits at random, the open nodes then proved down to chains."""
    r, records, leaves, splits = case.r, [], ["0"], 0
    for _ in range(count):
        name = r.choice(leaves)
        what = r.random()
        if what < 0.1:
            records.append(with_cutoff(case, best.value * F(r.randint(80, 130), 100) + F(r.randint(0, 1), 99)))
        elif what < 0.65:
            records.append(" ".join(["m", name, r.choice("<>")] + random_multipliers(case, p)))
        else:
            splits += 1
            j = r.randint(1, case.k)
            records.append(f"s {name} {j} " + r.choice([f"at {r.randint(1, 2 * len(p.x))}", "sign"]))
            leaves.remove(name)
            leaves += [f"{splits}/0", f"{splits}/1"]
    return records

def test_random(r):
    """Multipliers, splits and cutoffs at random never prove too much; then all chains are proved as they should."""
    case = random_case(r)
    p = case.problem()
    best = optimum(p)
    if best is None:
        return "empty"
    start = [with_cutoff(case, best.value * F(r.randint(90, 150), 100) + F(1, 99))]
    records = start + random_records(case, p, best, r.randint(1, 12))
    claim = verdict(case, case.header() + records + case.trailer(best, "0"))
    expect(claim.reason is None, claim.reason, claim.line, case.header(), records)
    sweeps = [r.choice(["m 0 > ", "m 0 < "]) + " ".join(random_multipliers(case, p)) for _ in range(3)]
    for cutoff in (best.value * (1 + F(1, 1000)) + F(1, 10**6), best.value * (1 - F(1, 1000))):
        proofs = [start[:0] + records, [with_cutoff(case, cutoff)] + [s.strip() for s in sweeps] + naive(case, p)]
        for proof in proofs:
            claim = verdict(case, case.header() + proof)
            expect(claim.lower <= best.value, "too much", float(claim.lower), float(best.value), case.header(), proof)
    expect(claim.lower >= best.value * (1 - F(1, 500)), "too little", claim.reason, claim.line, float(claim.lower), float(best.value), case.header(), proof)
    return "parted" if p.parted else "unparted"

def random_spans(r, size, cutoffs):
    """Records of spans."""
    records = [f"g {size}", next(cutoffs)]
    while True:
        for _ in range(r.choice([0, 1, 1, 2])):
            records += [next(cutoffs)] * (r.random() < 0.2) + ["m -"]
        if size == 1 or r.random() < 0.2:
            return records
        records.append("h")
        size //= 2

def test_spans(r):
    """Spans before a naive proof remove no chain below the cutoff."""
    k = r.choice([1, 1, 2, 2])
    n, size, line = r.randint(8, 12 if k == 1 else 10), r.choice([1, 2, 4, 8, 16]), None
    if k == 1 and r.random() < 0.6:
        n, size = r.randint(18, 22), 8  # here a span has a cost of its own
    elif r.random() < 0.5:
        line = zigzag
    case = Case(r, n, k, r.choice(["any", "given"]) if not line else "any", line)
    p = case.problem()
    best = optimum(p)
    cutoff = best.value * (1 + F(r.choice([-1, 1]), 2**12)) + F(r.randint(0, 1) or bool(line), 2**20)
    records = random_spans(r, size, itertools.repeat(with_cutoff(case, cutoff)))
    proof = records + ["m 0 >"] * r.randint(0, 1) + naive(case, p)
    claim = verdict(case, case.header() + proof + case.trailer(best, "0"))
    expect(claim.reason is None, claim.reason, claim.line, case.header(), proof)
    claim = verdict(case, case.header() + proof)
    expect(claim.lower <= best.value, "too much", float(claim.lower), float(best.value), case.header(), proof)
    expect(claim.lower >= min(cutoff, best.value) * (1 - F(1, 2**20)), "too little", float(claim.lower), float(best.value))
    return "spans"

class Ways:
    """Spans by their definition: all ways are listed, each as the spans of its kinks."""

    def __init__(self, p, size):
        self.p, self.size, self.n = p, size, len(p.x)
        self.open = [set(range(self.count())) for _ in range(p.k)]

    def count(self):
        return -(-(self.n - 1) // self.size)

    @functools.lru_cache(None)
    def line(self, a, b):
        """ℓ(a, b), by the normal equations."""
        if b - a < 3:
            return F(0)
        x, y, w = self.p.x[a:b], self.p.y[a:b], self.p.w[a:b]
        rows = [[sum(u * t**(i + j) for u, t in zip(w, x)) for j in (0, 1)] + [sum(u * t**i * v for u, t, v in zip(w, x, y))] for i in (0, 1)]
        c, d = eliminated(rows)
        return sum(u * (c + d * t - v)**2 for u, t, v in zip(w, x, y))

    def groups(self, a, b, cuts):
        """What the inputs [a, b) cost, parted at the cuts."""
        ends = [a, *cuts, b]
        return sum(map(self.line, ends, ends[1:]), F(0))

    @functools.lru_cache(None)
    def price(self, c, i, size):
        if size * i + 1 > self.n - 1:
            return F(0)
        e, f = size * i + 1, min(size * (i + 1), self.n - 1)
        if c < 2:
            return min(self.groups(e, f, [h] * c) for h in range(e, f + 1))
        if c > 6 or size < 4:
            return F(0)
        return min(self.price(a, 2 * i, size // 2) + self.price(c - a, 2 * i + 1, size // 2) for a in range(c + 1))

    def cost(self, spans):
        total, a = F(0), 0
        for i, kinks in itertools.groupby(spans):
            total += self.line(a, self.size * i + 1) + self.price(len(list(kinks)), i, self.size)
            a = min(self.size * (i + 1), self.n - 1)
        return total + self.line(a, self.n)

    def sieve(self, cutoff):
        """The bound of an m record; what no way below the cutoff has is no longer open."""
        ways = {spans: self.cost(spans) for c in range(self.p.k + 1)
                for spans in itertools.combinations_with_replacement(range(self.count()), c)
                if all(i in opened for i, opened in zip(spans, self.open))}
        self.open = [{spans[c] for spans, cost in ways.items() if len(spans) > c and cost < cutoff} for c in range(self.p.k)]
        return min([cutoff, *ways.values()])

    def halve(self):
        self.size //= 2
        self.open = [{i for i in range(self.count()) if i // 2 in opened} for opened in self.open]

def test_ways(r):
    """What is open and the bound are as by listing all ways; no price is above what the best cuts cost; and the kinks of
    functions that cost less than the cutoff are open."""
    k, size = r.choice([(1, 32), (2, 16), (2, 8), (3, 16), (3, 8), (4, 8), (7, 32)])
    n = r.randint(3, {1: 60, 2: 40, 3: 22, 4: 16, 7: 34}[k])
    case = Case(r, n, k, "any")
    p = case.problem()
    ways, cuts = Ways(p, size), range(1, n)
    parted = {} if k > 3 else {h: ways.groups(0, n, h) for c in range(k + 1) for h in itertools.combinations_with_replacement(cuts, c)}
    low = ways.sieve(ways.line(0, n)) if k > 3 else min(parted.values())
    cutoffs = [low * F(r.randint(100, 160), 100) + F(r.randint(0, 40), 8) + p.within for _ in range(3)]
    records = random_spans(r, size, map(functools.partial(with_cutoff, case), itertools.cycle(cutoffs)))
    while k > 4 and records[-1] == "h" or records.count("h") > 2 and k > 4:
        records.pop()
    certificate, data, _ = read(case, case.header() + records)
    header = certificate.header
    proof = breakpoints.Proof(header.kinks, header, *relucheck.merge(header, data))
    ways, cutoff, bound, least = Ways(p, size), None, F(0), None
    for text, (_, record) in zip(records, certificate.records()):
        proof.apply(record)
        if text[0] == "c":
            cutoff = value_of(text[2:]) - p.within
            least = min(cutoff, cutoff if least is None else least)
        elif text == "m -":
            bound = max(bound, ways.sieve(cutoff))
        elif text == "h":
            ways.halve()
        expect([set(spans) for spans in proof.spans.open[:-1]] == ways.open, "open", text, case.header(), records)
        expect(abs(proof.bound * proof.unit - bound) <= bound / 2**40, "bound", text, case.header(), records)
    for h, cost in parted.items():
        if least is not None and cost < least:
            expect(all((g - 1) // ways.size in spans for g, spans in zip(h, ways.open)), "lost", h, case.header(), records)
    for c in range(1, min(k, 3) + 1):
        e, f = 1, min(size, n - 1)
        best = min(ways.groups(e, f, h) for h in itertools.combinations_with_replacement(range(e, f + 1), c))
        expect(proof.spans.scale is None or proof.spans.price(c, 0, size) / proof.spans.scale * proof.unit <= best, "price", c, case.header())
    return "ways"

def zigzag(case, x):
    """A broken line with kinks at neighbouring inputs."""
    g, s = case.r.randint(1, len(x) - 1 - case.k), case.r.choice([1, -1])
    slopes = [F(0), F(s), F(-s), F(s)]
    return brokenlines.Function(x[0], F(0), F(0), [[x[g + j], slopes[j + 1]] for j in range(case.k)])

def random_line(case, x):
    """A broken line with at most k kinks, anywhere."""
    r = case.r
    places = set()
    for _ in range(case.k):
        i = r.randrange(len(x) - 1)
        places.add(r.choice([x[i], x[i + 1], x[i] + (x[i + 1] - x[i]) * F(r.randint(0, 12), 12)]))
    slopes = [F(r.randint(-6, 6), r.choice([1, 3])) for _ in range(len(places) + 1)]
    return brokenlines.Function(x[0], F(r.randint(-5, 5)), slopes[0], [list(q) for q in zip(sorted(places), slopes[1:])])

def test_theorem(r):
    """Each broken line of the class has a chain with the same values, and no more kinks of each sign."""
    k = r.choice([1, 2, 3])
    case = Case(r, r.randint(2, 7 if k < 3 else 6), k, "any", random_line)
    slopes = [case.broken.slope] + [s for _, s in case.broken.breaks]
    plus, minus = (sum(s * (b - a) > 0 for a, b in zip(slopes, slopes[1:])) for s in (1, -1))
    case.signs = "+" * plus + "-" * minus if plus + minus else "+"
    case.k = len(case.signs)
    p = case.problem()
    expect(p.within == 0)
    best = optimum(p)
    expect(best.value == 0, "a broken line is no chain", case.header(), case.broken, p.x)
    other = p._replace(y=[F(r.randint(-9, 9)) for _ in p.x])
    error = sum(w * (v - y) ** 2 for w, v, y in zip(p.w, p.y, other.y))
    expect(optimum(other).value <= error, "a broken line is better than all chains")
    return "theorem"

def line_of_groups(case, x):
    """A broken line whose breakpoints part the inputs into groups of two or more."""
    r = case.r
    starts = [0]
    while len(starts) <= case.k and len(x) - starts[-1] >= 4:
        starts.append(r.randint(starts[-1] + 2, len(x) - 2))
    places = [x[h - 1] + (x[h] - x[h - 1]) * F(r.choice([0, 4, r.randint(0, 4)]), 4) for h in starts[1:]]
    slopes = [F(r.choice([0, r.randint(-6, 6), r.randint(-6, 6)]), r.choice([1, 2])) for _ in starts]
    return brokenlines.Function(x[0], F(r.randint(-5, 5)), slopes[0], [list(q) for q in zip(places, slopes[1:])])

def test_parted(r):
    """A broken line that has all that some header asks for is of its class, and has a chain."""
    k = r.choice([1, 2, 2, 3])
    case = Case(r, r.randint(2 * k + 1, 2 * k + 3), k, "parted", line_of_groups)
    f, x = case.broken, case.x
    slopes, places = [f.slope] + [s for _, s in f.breaks], [T for T, _ in f.breaks]
    for word in set(r.choices(["min-samples", "kinks-between", "known-kinks", "slopes", "through"], k=r.randint(1, 3))):
        if word == "min-samples":
            case.constrain(word, 2)
        elif word == "kinks-between" and places:
            if r.random() < 0.5 or len(places) < case.k:
                case.constrain(word, [(min(places) - r.randint(0, 1), max(places) + F(r.randint(0, 2), 2))])
            else:
                case.constrain(word, [(T - F(r.randint(0, 1), 4), T + F(r.randint(0, 3), 4)) for T in places])
        elif word == "known-kinks" and places:
            case.constrain(word, sorted(r.sample(places, r.randint(1, len(places)))))
        elif word == "slopes" and len(places) == case.k:
            case.constrain(word, [r.choice(["*", str(s), "+" if s >= 0 else "-"]) for s in slopes])
        elif word == "through":
            X = r.choice([x[0] - 2, x[-1] + 1, r.choice(x), r.choice(x + places), (x[0] + x[1]) / 2])
            case.constrain(word, (X, brokenlines.values_of(f, [X])[0]))
    if not case.lines:
        case.constrain("min-samples", 2)
    p = case.problem()
    best = optimum(p)
    expect(best and best.value == 0, "a broken line is no chain", case.header(), f, p)
    text = [f"v {f.X} {f.Y}", f"p {f.slope}"] + [f"b {T} {s}" for T, s in f.breaks] + ["claim 0 0", "end"]
    claim = verdict(case, case.header() + text)
    expect(claim.reason is None, "not of the class", claim.reason, case.header(), f)
    return "parted line"

# ======== What is unreadable, and what is not proved ========

TABLE = "x,y\n0,0\n1,1\n2,0\n3,2\n4,2\n5,0\n"
HEADER = ["relucert-certificate 4", "data " + hashlib.sha256(TABLE.encode()).hexdigest(), 'target "y"', 'feature "x"', "missing error",
          "units 2", "signs any", "bias yes", "output affine", "breakpoints", "label-scale 1p0", "weight-scale 1p0"]
UNPARTED, PARTED = ["u + 0 0", "u - 0 0", "o 0 0", "claim 0 9p0", "end"], ["v 0 0", "p 0", "claim 0 9p0", "end"]

def code_of(lines):
    with tempfile.TemporaryDirectory() as folder:
        data, proof = os.path.join(folder, "d.csv"), os.path.join(folder, "p.rcert")
        for path, text in ((data, TABLE), (proof, "\n".join(lines) + "\n")):
            with open(path, "w") as file:
                file.write(text)
        return relucheck.run([proof, data])

def with_lines(*lines, trailer=PARTED, **changed):
    """A certificate with these lines in its header behind `breakpoints`, and some of its lines changed."""
    header = [changed.get(line.split(" ")[0].replace("-", "_"), line) for line in HEADER]
    at = header.index("breakpoints") + 1 if "breakpoints" in header else len(header)
    return header[:at] + list(lines) + header[at:] + trailer

def headers():
    """Header lines behind breakpoints, with the exit code."""
    for code, *lines in [
            (0, "min-samples 2"), (2, "min-samples 1"), (2, "min-samples"), (2, "min-samples 2 3"), (2, "min-samples 2p0"),
            (0, "min-span 25e-1"), (2, "min-span 0"), (2, "min-span -1"), (2, "min-span 2.5"),
            (0, "kinks-between 1 5e1"), (0, "kinks-between 1 1", "kinks-between 2 3"), (2, "kinks-between 2 1"), (2, "kinks-between 1"),
            (2, "kinks-between 1 2", "kinks-between 1 2", "kinks-between 1 2"), (2, "known-kinks 2 1"), (2, "known-kinks 1 1"),
            (2, "known-kinks 1 2 3"), (2, "known-kinks"), (1, "known-kinks 2"), (0, "through 3 0"), (1, "through 3 1"),
            (2, "through 3"), (2, "through 3 0 0"), (2, "slopes 0 +"), (2, "slopes 0 + x"), (1, "slopes 0 + *"),
            (2, "min-span 1", "min-samples 2"), (2, "through 3 0", "kinks-between 1 5e1"), (2, "min-samples 2", "min-samples 2")]:
        yield code, with_lines(*lines)
    for code, changed in [
            (2, dict(bias="bias no")), (2, dict(output="output intercept")), (2, dict(relucert_certificate="relucert-certificate 3")),
            (2, dict(feature='feature "x"\nfeature "z"')), (2, dict(breakpoints="sweep")), (2, dict(breakpoints="breakpoints ")),
            (2, dict(breakpoints="norm-bound 1p0\nbreakpoints")), (2, dict(label_scale="label-scale 3p0")), (2, dict(units="units 1001")),
            (0, dict(breakpoints="breakpoints")), (2, dict(signs="signs +-+")), (0, dict(signs="signs +-"))]:
        yield code, with_lines(trailer=UNPARTED, **changed)
    many = dict(units="units 1000", signs="signs any")
    yield 0, with_lines("min-samples 2", **many)
    yield 0, with_lines("min-samples 2", signs="signs +-")
    for line in ("kinks-between 1 5e1", "known-kinks 2", "slopes * * *", "through 3 0"):
        yield 2, with_lines(line, signs="signs +-")

def trailers():
    """Trailers of the parted class, with the exit code."""
    for code, lines, *trailer in [
            (0, "min-samples 2", "v 0 0", "p 0", "b 5/2 0"), (0, "min-samples 2", "v 0 1/2", "p 0", "b 2 -1/2", "b 4 0"),
            (1, "min-samples 2", "v 0 0", "p 0", "b 1/2 0"), (1, "min-samples 3", "v 0 0", "p 0", "b 2 0", "b 4 0"),
            (0, "min-samples 2", "v 0 0", "p 0", "b 2 0", "b 4 0"), (0, "min-samples 2", "v 0 0", "p 0", "b 2 0", "b 3 0"),
            (1, "min-samples 2", "v 0 0", "p 0", "b 2 0", "b 5/2 0"),
            (1, "min-samples 2", "v 0 0", "p 0", "b 2 0", "b 3 0", "b 4 0"), (2, "min-samples 2", "v 0 0", "p 0", "b 3 0", "b 3 0"),
            (2, "min-samples 2", "v 0 0", "p 2/4"), (2, "min-samples 2", "v 0 0", "p 1p0"), (2, "min-samples 2", "v 0", "p 0"),
            (2, "min-samples 2", "u + 0 0", "u + 0 0", "o 0 0"), (2, "min-samples 2", "v 0 0", "p 0", "b 3"),
            (1, "min-samples 2", "v 0 100", "p 0"), (0, "min-span 2", "v 0 0", "p 0", "b 3 0"), (1, "min-span 3", "v 0 0", "p 0", "b 3 0"),
            (0, "kinks-between 2 3", "v 0 0", "p 0", "b 3 0"), (1, "kinks-between 2 3", "v 0 0", "p 0", "b 4 0"),
            (0, "known-kinks 3", "v 0 0", "p 0", "b 3 0"), (1, "known-kinks 3", "v 0 0", "p 0", "b 2 0"),
            (1, "slopes 0 * *", "v 0 0", "p 0", "b 3 0"), (0, "slopes 0 - +", "v 0 0", "p 0", "b 2 -1/3", "b 4 1/2"),
            (1, "slopes 0 - +", "v 0 0", "p 0", "b 2 1/3", "b 4 1/2"), (0, "slopes * 5e-1 *", "v 0 0", "p 0", "b 2 1/2", "b 4 0"),
            (0, "through 2 1", "v 0 1/2", "p 1/4"), (1, "through 2 1", "v 0 1/2", "p 0")]:
        yield code, with_lines(lines, trailer=trailer + ["claim 0 fp0", "end"])
    yield 1, with_lines("min-samples 2", trailer=["v 0 0", "p 0", "claim 0 fp0"])
    yield 2, with_lines("min-samples 2", trailer=["v 0 0", "p 0", "claim 0 fp0", "end", "end"])
    yield 2, with_lines("min-samples 2", trailer=["v 0 0", "p 0", "part 0/0", "claim 0 fp0", "end"])

def record_lists():
    """Records, with the exit code."""
    for code, *records in [
            (0, "c 1p0"), (0, "c 0"), (2, "c -1p0"), (2, "c"), (2, "c 1p0 1p0"), (2, "m 0 > k1+2:1p0"), (2, "s 0 1 sign"), (2, "l 0"),
            (2, "x"), (2, "b 0/0 0"), (0, "c 1p0", "m 0 >"), (0, "c 1p0", "m 0 < k1+2:1p0"), (0, "c 1p0", "m 0 > k1+2:0:1p0 t1-3:1p0"),
            (2, "c 1p0", "m 0 k1+2:1p0"), (2, "c 1p0", "m 0 > k1+2"), (2, "c 1p0", "m 0 > k1+2:-1p0"), (2, "c 1p0", "m 0 > k1+2:1p0:"),
            (2, "c 1p0", "m 0 > k1+2:0:0:0"), (2, "c 1p0", "m 0 > t1+2:0:0"), (2, "c 1p0", "m 0 > t1+<2:0"), (2, "c 1p0", "m 0 > k1/1+2:0"),
            (2, "c 1p0", "m 0 > k1+02:0"), (2, "c 1p0", "m 0/0 >"), (2, "c 1p0", "m 0 > k1+2:1p-1:0"), (2, "c 1p0", "m 1/2 >"), (2, "c 1p0", "m 1 >"), (2, "c 1p0", "m 1:0 >"),
            (1, "c 1p0", "m 1/0 >"), (1, "c 1p0", "m 0 > k1+2:0 k1+2:0"), (1, "c 1p0", "m 0 > t1+2:0 t1+2:0"), (1, "c 1p0", "m 0 > k3+2:0"),
            (1, "c 1p0", "m 0 > k0+2:0"), (1, "c 1p0", "m 0 > k1+0:0"), (1, "c 1p0", "m 0 > k1+6:0"), (0, "c 1p0", "m 0 > k1+5:0 k1+1:0"),
            (1, "c 1p0", "m 0 > k1+<2:0"), (1, "c 1p0", "m 0 > t1+0:0"), (1, "c 1p0", "m 0 > t1+5:0"), (0, "c 1p0", "m 0 > t1+4:0 t2-1:0"),
            (0, "c 1p0", "s 0 1 at 5", "m 1/0 >", "s 1/1 2 sign"), (2, "c 1p0", "s 0 0 at 5"), (2, "c 1p0", "s 0 3 at 5"), (2, "c 1p0", "s 0 1 at 0"),
            (0, "c 1p0", "s 0 1 at 12", "l 1/1"), (1, "c 1p0", "s 0 1 at 13"), (2, "c 1p0", "s 0 1"), (2, "c 1p0", "s 0 1 at"), (2, "c 1p0", "s 0 1 sign 3"),
            (1, "c 1p0", "s 0 1 at 5", "s 0 1 at 7"), (1, "c 1p0", "s 0 1 at 5", "m 0 >"), (1, "c 1p0", "s 0 1 at 5", "l 0"),
            (1, "c 1p0", "l 0"), (2, "c 1p0", "l -"), (2, "c 1p0", "l 0 0:0:0"),
            (0, "c 1p0", "s 0 1 at 11", "l 1/1"), (1, "c 1p0", "s 0 1 at 11", "l 1/1 -"),
            (0, "g 2", "c 1p0", "m -", "h", "m -", "m 0 >"), (0, "g 4", "h", "h", "c 1p0"), (0, "g 64", "c 1p0", "m -"),
            (2, "g 3"), (2, "g 0"), (2, "g 2p0"), (2, "c 1p0", "g 2"), (2, "g 2", "g 2"), (2, "h"), (2, "g 1", "h"), (2, "c 1p0", "m -"),
            (2, "g 2", "m -"), (2, "g 2", "c 1p0", "m - >"), (2, "g 2", "c 1p0", "m 0 >", "m -"), (2, "g 2", "c 1p0", "m 0 >", "h"),
            (2, "g 2", "c 1p0", "m - k1+0:1p0"), (2, "g 2", "c 1p0", "m"), (2, "g 2", "c 1p0", "l -"), (2, "g 2", "c 1p0", "s - 1 sign"),
            (2, "g 2 2"), (2, "g"), (2, "g 2", "h 1"), (2, "g 1", "c 1p0", "m -", "h"), (2, "g 4", "h", "h", "h"), (2, "g 2", "c 1p0", "m 0 >", "g 2"),
            (0, "g 1073741824"), (2, "g 2147483648"), (0, "g 4", "c 1p0", "h", "c 1p1", "m -", "m -", "h", "s 0 1 sign"),
            (0, "c 1p0", "m 0 >", "c 3p0")]:
        yield code, with_lines(trailer=records + UNPARTED)
    for code, *records in [
            (0, "g 2"), (2, "g 2", "c 1p0", "m - 1p0 0+:0:0:0:0"), (1, "c 1p0", "m 0 > t1+2:0"), (0, "c 1p0", "m 0 > k1+<3:0 k1+>3:0"), (1, "c 1p0", "m 0 > k1+3:0"), (1, "c 1p0", "m 0 > k1+<2:0")]:
        yield code, with_lines("through 25e-1 0", trailer=records + PARTED)
    yield 1, with_lines("kinks-between 1 2", trailer=["c 1p0", "m 0 > k1+4:0"] + PARTED)
    for code, token in [(0, "k2/1-4:0"), (2, "k2-4:0"), (1, "k2/2-4:0"), (1, "k1/1-4:0"), (1, "k1/0+4:0"), (0, "k1/0-4:0")]:
        yield code, with_lines(signs="signs +-", trailer=["c 1p0", f"m 0 > {token}"] + UNPARTED)
    for code, claim, *records in [(0, "1p0", "c 1p0", "m 0 >"), (1, "5p-2", "c 1p0", "m 0 >"), (1, "1p0", "c 1p0"),
                                  (1, "1p0", "c 1p0", "m 0 >", "c 1p-1"), (1, "1p0", "c 1p-1", "m 0 >", "c 1p0", "m 0 >"), (1, "1p4", "c 1p4", "m 0 >")]:
        yield code, with_lines(trailer=records + UNPARTED[:1] + ["o 0 0", f"claim {claim} fp0", "end"], units="units 1")

def forgeries():
    """FORMAT's example of spans, with records left out or changed, and the exit code."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "proof", "certificate", "testdata")
    with open(os.path.join(folder, "spans.rcert")) as file:
        text = file.read()
    for code, old, new in [
            (0, "", ""), (1, "m -\n", ""), (1, "h\n", ""), (1, "h\nm -\n", ""), (0, "m -\nh", "h"), (0, "c bp-2", "c 2dp-4"), (1, "c bp-2", "c 5p-1"),
            (1, "claim bp-2", "claim 2dp-4"), (1, r"(c|claim) bp-2", r"\1 6bp-5"), (2, "h\nm -", "m 0 >\nm -"), (2, "h\nm -", "s 0 1 at 5\nh"), (2, "h\n", "h\nh\n")]:
        yield code, re.sub(old, new, text), os.path.join(folder, "spans.csv")

def test_forgeries():
    """Each is refused; and the prices of FORMAT's hand-made span are as it says."""
    for code, text, data in forgeries():
        with tempfile.TemporaryDirectory() as folder:
            proof = os.path.join(folder, "p.rcert")
            with open(proof, "w") as file:
                file.write(text)
            got, why = relucheck.run([proof, data])
        expect(got == code, f"exit code {got}, not {code}: {why}", text)
    Point, Header = namedtuple("Point", "raw label weight count"), namedtuple("Header", "label_scale weight_scale")
    points = [Point((1, F(x)), F(x % 2 == 0 and 0 < x < 8), F(1), 1) for x in range(9)]
    spans = breakpoints.Spans(breakpoints.Inputs(Header(F(1), F(1)), points), 2, 8)
    spans.scale = F(105)
    expect([spans.price(c, 0, 8) for c in (0, 1, 2)] == [180, 126, 0], "FORMAT's prices 12/7, 6/5 and 0")

def test_reading():
    count = 0
    for code, lines in itertools.chain(headers(), trailers(), record_lists()):
        got, text = code_of("\n".join(lines).split("\n"))
        expect(got == code, f"exit code {got}, not {code}: {text}", lines)
        count += 1
    return count

def main():
    sys.setrecursionlimit(1 << 20)
    seed, problems = (int(a) for a in (sys.argv[1:] + ["1", "20"][len(sys.argv) - 1:])[:2])
    test_forgeries()
    counts = {"certificates read": test_reading()}
    for i in range(problems):
        for test in (test_naive, test_random, test_spans, test_ways, test_theorem, test_parted):
            r = random.Random(f"{seed} {i} {test.__name__}")
            try:
                what = f"{test.__name__} {test(r)}"
            except (AssertionError, Unreadable, NotProved) as error:
                print(f"{test.__name__}, seed {seed}, problem {i}: {type(error).__name__} {error}")
                return 1
            counts[what] = counts.get(what, 0) + 1
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    return 0

if __name__ == "__main__":
    sys.exit(main())
