"""FORMAT.md's section "A proof by breakpoints", in its order and its words. The reasons stand there;
the classes are in brokenlines.py.

A chain is a way along steps between states. A multiplier's term of a kink is q(r) − q(l), with q(l) = s·(α l(t⁻) − β l(t⁺)) for
a line l; what is called a *pull* here is that q as a pair: what it makes of the line 1, and what of the line x.
"""

import bisect
import itertools
import math
import operator
import re
from collections import namedtuple
from fractions import Fraction

from brokenlines import NO_SLOPE
from exact import PRECISION, insist, magnitude, power_of_two, refuse
from lonekinks import LoneKinks, Token
from text import at_least_0, fields, integer, number, one_of

# ======== The inputs, and the least losses of lines and values ========

Block = namedtuple("Block", "W x y A loss slope")  # of the least-squares line: Σ W_i, x̄, ȳ, A, ρ, b̂

def integers(values):
    """The values as integers over one denominator."""
    denominator = math.lcm(*(q.denominator for q in values))
    return [q.numerator * (denominator // q.denominator) for q in values], denominator

def least_square(A, b, H, allowed):
    """min_b A(b − b̂)² + H b for the slopes b that are allowed."""
    if allowed == NO_SLOPE:
        return H * b - H * H / (4 * A) if H else Fraction(0)
    least, most = allowed
    best = b - H / (2 * A)
    best = best if least is None else max(best, least)
    best = best if most is None else min(best, most)
    return A * (best - b) ** 2 + H * best

class Inputs:
    """The samples in ascending order: x; y and W in units of label-scale and weight-scale; rows, those before each input."""

    def __init__(self, header, points):
        points = sorted(points, key=lambda p: p.raw[1])
        self.n = len(points)
        self.x = [p.raw[1] for p in points]
        self.y = [p.label / header.label_scale for p in points]
        self.W = [p.weight / header.weight_scale for p in points]
        self.rows = list(itertools.accumulate((p.count for p in points), initial=0))
        self.blocks = {}
        self.middle = self.x[self.n // 2], self.y[self.n // 2]  # of which sums are: they are short then
        (xs, self.of_x), (ys, self.of_y) = (integers([q - m for q in values]) for values, m in zip((self.x, self.y), self.middle))
        ws, self.of_w = integers(self.W)
        terms = ((w, w * x, w * y, w * x * x, w * x * y, w * y * y) for x, y, w in zip(xs, ys, ws))
        self.sums = list(itertools.accumulate(terms, lambda p, q: tuple(map(operator.add, p, q)), initial=(0,) * 6))
        whole = self.block(0, self.n).loss if self.n > 1 else Fraction(0)
        self.scale = power_of_two(2 * PRECISION - magnitude(whole or Fraction(1)))

    def block(self, a, b):
        """The least-squares line of the inputs [a, b)."""
        if (a, b) not in self.blocks:
            w, x, y, xx, xy, yy = map(operator.sub, self.sums[b], self.sums[a])
            xx, xy, yy = w * xx - x * x, w * xy - x * y, w * yy - y * y
            middle, label = self.middle
            self.blocks[a, b] = Block(Fraction(w, self.of_w), Fraction(x, w * self.of_x) + middle, Fraction(y, w * self.of_y) + label,
                                      Fraction(xx, w * self.of_w * self.of_x**2),
                                      Fraction(xx * yy - xy * xy, xx * w * self.of_w * self.of_y**2),
                                      Fraction(xy * self.of_x, xx * self.of_y))
        return self.blocks[a, b]

    def losses(self, a, ends, scale):
        """ℓ(a, b) for all these b: integers, parts of 1/scale, rounded down."""
        w0, x0, y0, xx0, xy0, yy0 = self.sums[a]
        up, down = scale.numerator, scale.denominator * self.of_w * self.of_y**2
        for b in ends:
            if b - a < 3:
                yield 0
                continue
            w, x, y, xx, xy, yy = self.sums[b]
            w, x, y = w - w0, x - x0, y - y0
            xx, xy, yy = w * (xx - xx0) - x * x, w * (xy - xy0) - x * y, w * (yy - yy0) - y * y
            yield (xx * yy - xy * xy) * up // (xx * w * down)

    def cost(self, value):
        """A loss as the cost of a step: an integer, its parts of 1/scale, rounded down."""
        return value.numerator * self.scale.numerator // (value.denominator * self.scale.denominator)

    def line(self, a, b, pull, allowed, through):
        """The least Σ W_i (l(x_i) − y_i)² + q(l) over the lines l of block [a, b), q being the pull; those through (X, Y) if
        it is bound."""
        block, (G, Q) = self.block(a, b), pull
        if through is None:
            value = block.loss + least_square(block.A, block.slope, Q - G * block.x, allowed)
            return value + G * block.y - G * G / (4 * block.W) if G else value
        X, Y = through
        distance, height = block.x - X, Y - block.y
        square = block.A + block.W * distance**2  # Σ W_i (x_i − X)²
        slope = (block.A * block.slope - block.W * distance * height) / square  # the best without a pull
        at_0 = block.loss + block.A * block.slope**2 + block.W * height**2  # the loss of the slope 0
        return at_0 - square * slope**2 + G * Y + least_square(square, slope, Q - G * X, allowed)

    def put_on(self, gamma, i, pull, sign):
        """Puts a pull on the line through inputs i and i + 1 on these two."""
        G, Q = pull
        behind = (Q - G * self.x[i]) / (self.x[i + 1] - self.x[i])
        gamma[i] = gamma.get(i, 0) + sign * (G - behind)
        gamma[i + 1] = gamma.get(i + 1, 0) + sign * behind

    def put_kink(self, gamma, i, eta, sign):
        """−η s·((D″v′ + D′v″)/(D′ + D″) − v) at input i."""
        before, behind = self.x[i] - self.x[i - 1], self.x[i + 1] - self.x[i]
        for j, share in ((i - 1, behind / (before + behind)), (i + 1, before / (before + behind)), (i, -1)):
            gamma[j] = gamma.get(j, 0) - eta * sign * share

    def values(self, gamma):
        """Σ γ_i y_i − γ_i²/4W_i."""
        return sum((g * self.y[i] - g * g / (4 * self.W[i]) for i, g in gamma.items()), Fraction(0))

# ======== Chains: states and steps ========

def holds(ascending, q):
    """Whether q is among numbers in ascending order."""
    at = bisect.bisect_left(ascending, q)
    return at < len(ascending) and ascending[at] == q

START, END = "start", "end"
K = namedtuple("K", "level cut sign side")      # a kink in a cut; side is "", or "<" or ">" if X is in its gap
R = namedtuple("R", "level passed")             # a run of four inputs or more, the inputs before `passed` are passed
class Step(namedtuple("Step", "kind source target kinks a b level")):
    """Its inputs are [a, b); level: before the last kink. Each is made once, and is equal to itself only."""
    __slots__, __eq__, __hash__ = (), object.__eq__, object.__hash__

Made = namedtuple("Made", "level place sign")   # a kink that a step makes, and the level that it leads to

class Chains:
    """The states and steps of a class on its inputs."""

    def __init__(self, klass, inputs, scale):
        self.klass, self.inputs = klass, inputs
        self.cuts = [range(1, inputs.n)] * klass.k + [()]  # where kink c may be, at c − 1; there is no kink k + 1
        self.ways_on = {}
        self.left = None  # by input, the spans of one cut to which lines from it are left; None: all
        X, Y = klass.through or (None, None)
        self.X, self.through = X, klass.through and (X, Y / scale)
        self.slopes = {level: tuple(q if q is None else q / scale for q in klass.slope(level))
                       for level in [(0, 0)] + klass.levels()}

    def sides(self, h):
        """The sides of a kink in cut h."""
        x = self.inputs.x
        return ("<", ">") if self.X is not None and x[h - 1] < self.X < x[h] else ("",)

    def ends(self, c, h, side):
        """t⁻ and t⁺ for kink c in cut h; None if it has no place there."""
        low, high = self.inputs.x[h - 1], self.inputs.x[h]
        limits = [self.klass.between[c - 1]] if self.klass.between else []
        limits += [(a, a) for a in self.klass.known if low <= a <= high]
        limits += {"<": [(low, self.X)], ">": [(self.X, high)], "": []}[side]
        for least, most in limits:
            low, high = max(low, least), min(high, most)
        return (low, high) if low <= high else None

    def has(self, state):
        """Whether the class has this K."""
        level, h, sign, side = state
        return (0 < h < self.inputs.n and self.klass.leads_to(level, sign) and side in self.sides(h)
                and self.ends(level[0], h, side) is not None)

    def targets(self, level, b):
        """Where a block may end, before cut b or at the end: states, with the kink in the cut."""
        if (level, b) not in self.ways_on:
            self.ways_on[level, b] = self.find_targets(level, b)
        return self.ways_on[level, b]

    def find_targets(self, level, b):
        if b == self.inputs.n:
            return [(END, ())] if not self.klass.slopes or level[0] == self.klass.k else []
        states = [K(after, b, s, side) for s in (1, -1) if (after := self.klass.on(level, s)) for side in self.sides(b)]
        made = [(q, Made(q.level, 2 * b - 1, q.sign)) for q in states if self.has(q)]
        return [(q, (kink,)) for q, kink in made if self.leaves(kink)]

    def leaves(self, kink):
        """Whether a kink may be where it is: one in a cut there, one at an input in the cuts on both its sides."""
        cuts = self.cuts[kink.level[0] - 1]
        return holds(cuts, (kink.place + 1) // 2) and holds(cuts, kink.place // 2 + 1)

    def line_ends(self, level, a):
        """Where a line from input a may end."""
        cuts = self.cuts[level[0]]
        ends = cuts[bisect.bisect_left(cuts, a + 2):]
        if a + 2 <= self.inputs.n:
            ends = [*ends, self.inputs.n]
        yield from ends if self.left is None else (b for b in ends if b - 1 in self.left[a])

    def is_line(self, a, b):
        """Whether [a, b) may be a line block."""
        x = self.inputs.x
        return (self.inputs.rows[b] - self.inputs.rows[a] >= self.klass.min_samples and x[b - 1] - x[a] >= self.klass.min_span
                and not any(x[a] < known < x[b - 1] for known in self.klass.known))

    def leaving(self, source):
        """All steps from a state."""
        n = self.inputs.n
        if isinstance(source, R):
            yield from self.leaving_run(source)
            return
        a, level = (0, (0, 0)) if source == START else (source.cut, source.level)
        for b in self.line_ends(level, a):
            if self.is_line(a, b):
                yield from (Step("line", source, q, kinks, a, b, level) for q, kinks in self.targets(level, b))
        if self.klass.parted:
            return
        if a + 3 <= n:
            for after, kink in self.kinks_at(level, a + 1):
                for q, kinks in self.targets(after, a + 3):
                    yield Step("turn", source, q, (kink,) + kinks, a, a + 3, after)
        if a + 4 <= n:
            yield Step("enter", source, R(level, a + 2), (), a, a + 2, level)

    def kinks_at(self, level, g):
        """A kink at input g of a run, of either sign."""
        kinks = [Made(after, 2 * g, s) for s in (1, -1) if (after := self.klass.on(level, s))]
        return [(kink.level, kink) for kink in kinks if self.leaves(kink)]

    def leaving_run(self, source):
        level, h = source
        for after, first in self.kinks_at(level, h - 1):
            if h + 3 <= self.inputs.n:
                yield Step("pass", source, R(after, h + 1), (first,), h, h + 1, after)
            for last, second in self.kinks_at(after, h):
                for q, kinks in self.targets(last, h + 2):
                    yield Step("leave", source, q, (first, second) + kinks, h, h + 2, last)

    def all_steps(self):
        """In an order from left to right: by where they start."""
        x = self.inputs.x
        if not all(x[0] < a < x[-1] for a in self.klass.known):
            return []
        found, steps, seen = [[] for _ in range(self.inputs.n + 1)], [], {START, END}
        found[0].append(START)
        for states in found:
            for state in states:
                for step in self.leaving(state):
                    steps.append(step)
                    if step.target not in seen:
                        seen.add(step.target)
                        found[step.target.cut if isinstance(step.target, K) else step.target.passed].append(step.target)
        return steps

    # ======== Jumps ========

    def apart(self, spans):
        """The least cost of groups of inputs on lines that need not meet, in the parted class; None: there is none."""
        x, n = self.inputs.x, self.inputs.n
        cuts = spans.cuts() if spans else self.cuts
        if not all(x[0] < a < x[-1] for a in self.klass.known):
            return None
        starts, least = {0: 0}, None
        for c in range(self.klass.k + 1):
            ends = {}
            for a, before in starts.items():
                for b in range(a + 2, n + 1):
                    if self.is_line(a, b):
                        loss = self.inputs.line(a, b, NO_PULL, self.slopes[c, 0], None)
                        ends[b] = lower(ends.get(b), before + self.inputs.cost(loss))
            if c == self.klass.k or not self.klass.slopes:
                least = lower(least, ends.get(n))
            starts = {a: way for a, way in ends.items() if c < self.klass.k and holds(cuts[c], a) and self.ends(c + 1, a, "")}
        return least

    # ======== The bound ========

    def pull(self, state, alpha, beta):
        low, high = self.ends(state.level[0], state.cut, state.side)
        return state.sign * (alpha - beta), state.sign * (alpha * low - beta * high)

    def line(self, source, target, a, b, level, pulls):
        """The least part of a line between these states, pulled by the kinks at its ends."""
        x = self.inputs.x
        bound = self.through and (x[a] <= self.X <= x[b - 1] or a == 0 and self.X < x[0]
                                  or b == self.inputs.n and self.X > x[-1]
                                  or source != START and source.side == "<" or target != END and target.side == ">")
        left, right = pulls.get(source, NO_PULL), pulls.get(target, NO_PULL)
        pull = left if right is NO_PULL else (left[0] - right[0], left[1] - right[1])
        return self.inputs.line(a, b, pull, self.slopes[level], self.through if bound else None)

    def cost(self, step, pulls, etas):
        """Of a step, with the multipliers of the kinks in cuts as pulls, and those of turns."""
        if step.kind == "line" and not self.klass.parted and step.source not in pulls and step.target not in pulls:
            return next(self.inputs.losses(step.a, [step.b], self.inputs.scale))
        return self.inputs.cost(self.part(step, pulls, etas))

    def part(self, step, pulls, etas):
        """The least part of a step's inputs, exactly."""
        kind, source, target, kinks, a, b, level = step
        if kind == "line":
            return self.line(source, target, a, b, level, pulls)
        gamma = {}
        if kind in ("turn", "enter") and source in pulls:
            self.inputs.put_on(gamma, a, pulls[source], 1)
        if kind in ("turn", "leave") and target in pulls:
            self.inputs.put_on(gamma, b - 2, pulls[target], -1)
        if kind == "turn":
            turn = turn_of(step)
            if turn in etas:
                self.inputs.put_kink(gamma, a + 1, etas[turn], kinks[0].sign)
        return self.inputs.values(gamma)

def turn_of(step):
    return step.kinks[0].level, step.a + 1, step.kinks[0].sign

NO_PULL = (Fraction(0), Fraction(0))

def lower(a, b):
    """The lower of two values; None is infinite."""
    return b if a is None or b is not None and b < a else a

def ahead_and_back(costs):
    """The shortest ways from the start to each state, and from each to the end. The steps come from left to right."""
    ahead, back = {START: 0}, {END: 0}
    for step, cost in reversed(costs.items()):
        if step.target in back:
            back[step.source] = lower(back.get(step.source), cost + back[step.target])
    for step, cost in costs.items():
        if step.source in ahead:
            ahead[step.target] = lower(ahead.get(step.target), ahead[step.source] + cost)
    return ahead, back

# ======== Its records ========

Cutoff = namedtuple("Cutoff", "value")
Multipliers = namedtuple("Multipliers", "name sweep kinks turns")    # kinks: (level, h, sign, side) to (α, β)
OfChain = namedtuple("OfChain", "name tokens")
Split = namedtuple("Split", "name kink place")                       # place: None for a split by sign
Grid, Sieve, Halve = namedtuple("Grid", "size"), namedtuple("Sieve", "most tokens"), namedtuple("Halve", "")

def read_name(token):
    """(0, 0) for the root, (i, part) for a part of split i."""
    if token == "0":
        return 0, 0
    split, part = fields(token.replace("/", ":", 1), integer, one_of("0", "1"))
    refuse(":" in token or split == 0, f"{token!r} is no node's name")
    return split, int(part)

def show_name(name):
    return f"{name[0]}/{name[1]}" if name[0] else "0"

def read_level(token, klass):
    c, slash, p = token.partition("/")
    refuse(bool(slash) != klass.given, f"{token!r} is no level here")
    return integer(c), integer(p) if slash else 0

def read_token(token, klass):
    """Kind, state, and multipliers."""
    state, _, rest = token.partition(":")
    match = re.fullmatch(r"([kt])([0-9/]+)([+-])([<>]?)([0-9]+)", state)
    refuse(not match or match[1] == "t" and match[4], f"{token!r} is no multiplier")
    level, sign, at = read_level(match[2], klass), 1 if match[3] == "+" else -1, integer(match[5])
    if match[1] == "t":
        return "t", (level, at, sign), at_least_0(rest)
    alpha, colon, beta = rest.partition(":")
    refuse(beta == "0", f"{token!r} has a number too many")
    return "k", K(level, at, sign, match[4]), (at_least_0(alpha), at_least_0(beta) if colon else Fraction(0))

def read_sieve(tokens):
    """N, and the tokens of lone kinks by span and sign; None without."""
    if tokens.peek() is None:
        return Sieve(None, [])
    most, found = at_least_0(tokens.next()), []
    for token in tokens.until(()):
        name, *multipliers = fields(token, str, number, at_least_0, number, number)
        refuse(not re.fullmatch("[0-9]+[+-]", name), f"{token!r} is no multiplier of a lone kink")
        found.append(((integer(name[:-1]), 1 if name[-1] == "+" else -1), Token(*multipliers)))
    refuse(not found, "no multipliers of lone kinks")
    return Sieve(most, found)

def read_multipliers(tokens, klass):
    if tokens.take("-"):
        return read_sieve(tokens)
    name, sweep = read_name(tokens.next()), one_of(">", "<")(tokens.next())
    parts = [read_token(token, klass) for token in tokens.until(())]
    return Multipliers(name, sweep, [p[1:] for p in parts if p[0] == "k"], [p[1:] for p in parts if p[0] == "t"])

def read_of_chain(tokens, _):
    def multipliers(token):
        return () if token == "-" else fields(token, *[at_least_0] * min(2, 1 + token.count(":")))
    return OfChain(read_name(tokens.next()), [multipliers(token) for token in tokens.until(())])

def read_split(tokens, klass):
    name, kink = read_name(tokens.next()), integer(tokens.next(), klass.k + 1)
    refuse(kink == 0, "kinks count from 1")
    if one_of("at", "sign")(tokens.next()) == "sign":
        return Split(name, kink, None)
    place = integer(tokens.next())
    refuse(place == 0, "no place is below 0")
    return Split(name, kink, place)

def read_grid(tokens, klass):
    size = integer(tokens.next())
    refuse(size == 0 or size & size - 1, "spans of a number of cuts that is no power of two")
    return Grid(size)

READERS = {"c": lambda tokens, _: Cutoff(at_least_0(tokens.next())), "m": read_multipliers, "l": read_of_chain,
           "s": read_split, "g": read_grid, "h": lambda *_: Halve()}

def read_record(tokens, klass):
    """A record; None for the trailer's first line."""
    kind = tokens.next()
    if kind == ("v" if klass.drawn else "u"):
        return None
    refuse(kind not in READERS, f"{kind[:40]!r} is no record here")
    record = READERS[kind](tokens, klass)
    tokens.end()
    return record

class Order:
    """Whether records come in order: a matter of reading."""

    def __init__(self, klass):
        self.parted, self.first, self.size, self.cutoff, self.tree = klass.parted, True, 0, False, False
        self.jumps = klass.jumps
        self.cone = not (klass.jumps or klass.through or any(v not in (0, None) for slope in klass.slopes for v in slope))

    def next(self, record):
        if isinstance(record, Cutoff):
            self.cutoff = True
        elif isinstance(record, Grid):
            refuse(not self.first, "g is not the first record")
            self.size = record.size
        elif not self.cone and isinstance(record, Sieve) and record.most is not None:
            refuse(True, "multipliers for lone kinks with jumps, through or a decimal slope")
        elif isinstance(record, (Halve, Sieve)):
            alone = self.jumps and self.parted and isinstance(record, Sieve)
            refuse(not self.size and not alone or self.tree, "a record of spans out of order")
            refuse(isinstance(record, Sieve) and not self.cutoff, "no cutoff stands before it")
            if isinstance(record, Halve):
                refuse(self.size == 1, "spans of one cut have no halves")
                self.size //= 2
        else:
            refuse(self.jumps, "a tree in a class with jumps")
            refuse(not self.cutoff, "no cutoff stands before it")
            self.tree = True
        self.first = False

class Node:
    """A set of chains: those along the steps that are left, which have costs. Its multipliers, those of kinks in cuts as pulls."""

    def __init__(self, name, bound, costs, pulls, etas, parent=None):
        self.name, self.bound, self.costs, self.children, self.parent = name, bound, costs, None, parent
        self.pulls, self.etas, self.is_named = dict(pulls), dict(etas), False

    def useful(self):
        """The steps that are on a way from start to end."""
        ahead, back = ahead_and_back(self.costs)
        return [step for step in self.costs if step.source in ahead and step.target in back]

def once(keys):
    keys = list(keys)
    insist(len(set(keys)) == len(keys), "a token stands twice")

class Sweep:
    """An m record at work: a node's steps, their costs now, and ahead and back. The limit is the cutoff as a cost."""

    def __init__(self, chains, node, limit):
        self.chains, self.node, self.limit, self.costs = chains, node, limit, node.costs
        self.ahead, self.back = ahead_and_back(node.costs)
        self.into, self.out, self.turns = {}, {}, {}
        for step in node.costs:
            self.into.setdefault(step.target, []).append(step)
            self.out.setdefault(step.source, []).append(step)
            if step.kind == "turn":
                self.turns.setdefault(turn_of(step), []).append(step)

    def go(self, direction, pulls, etas):
        """Looks at each state twice, before and after it takes its new multipliers, in the order of the sweep."""
        def place(q):
            """Level by level: the states K, the states R, the turns to it; the start first and the end last."""
            if q in (START, END):
                return (0, 0) if q == START else (self.chains.klass.k + 1, 0)
            return (q.level[0], int(isinstance(q, R))) if isinstance(q, (K, R)) else (q[0][0], 2)

        states = {*self.into, *self.out, START, END, *(turn for turn in etas if turn in self.turns)}
        for state in sorted(states, key=place, reverse=direction == "<"):
            if state in etas and not isinstance(state, (K, R)):
                self.node.etas[state] = etas[state]
                self.renew(self.turns[state])
                continue
            self.look(state)
            if state in pulls:
                self.node.pulls[state] = pulls[state]
                self.renew(self.into.get(state, []) + self.out.get(state, []))
                self.look(state)
            if state not in (START, END) and not self.below(self.ahead[state], self.back[state]):
                for step in self.into.get(state, []) + self.out.get(state, []):
                    self.costs.pop(step, None)
        return self.ahead[END] if direction == ">" else self.back[START]

    def renew(self, steps):
        for step in steps:
            if step in self.costs:
                self.costs[step] = self.chains.cost(step, self.node.pulls, self.node.etas)

    def below(self, *ways):
        """Whether chains of these ways cost less than the cutoff."""
        return None not in ways and sum(ways) < self.limit

    def look(self, state):
        """Renews ahead and back of a state, and removes the lines and turns on both its sides that cost the cutoff."""
        self.renew_ways(state)
        for step in self.into.get(state, []) + self.out.get(state, []):
            if step.kind in ("line", "turn") and step in self.costs:
                if not self.below(self.ahead.get(step.source), self.costs[step], self.back.get(step.target)):
                    del self.costs[step]
        self.renew_ways(state)

    def renew_ways(self, state):
        if state != START:
            self.ahead[state] = None
            for step in self.into.get(state, []):
                if step in self.costs and self.ahead.get(step.source) is not None:
                    self.ahead[state] = lower(self.ahead[state], self.ahead[step.source] + self.costs[step])
        if state != END:
            self.back[state] = None
            for step in self.out.get(state, []):
                if step in self.costs and self.back.get(step.target) is not None:
                    self.back[state] = lower(self.back[state], self.back[step.target] + self.costs[step])

class Proof:
    """The tree of a proof by breakpoints, and before it the spans."""

    def __init__(self, klass, header, points, within):
        self.klass, self.inputs = klass, Inputs(header, points)
        insist(self.inputs.n >= 2, "there are fewer than two inputs")
        self.unit, self.within = header.label_scale**2 * header.weight_scale, within
        self.chains = Chains(klass, self.inputs, header.label_scale)
        self.cutoff, self.limit, self.least_cutoff, self.spans = None, None, None, None
        self.root, self.splits, self.bound = None, [], Fraction(0)  # the root is made when the tree begins

    def apply(self, record):
        if isinstance(record, Cutoff):
            self.cutoff = (record.value - self.within) / self.unit
            self.limit = math.ceil(self.cutoff * self.inputs.scale)  # an integer is below the one if it is below the other
            self.least_cutoff = lower(self.least_cutoff, self.cutoff)
        elif isinstance(record, Grid):
            self.spans = Spans(self.inputs, self.klass.k, record.size, self.chains)
        elif isinstance(record, Halve):
            self.spans.halve()
        elif isinstance(record, Sieve):
            apart = self.klass.jumps and self.klass.parted and (not self.spans or self.spans.size == 1)
            if record.most is not None:
                self.bound = max(self.bound, self.spans.sieve_lone(self.cutoff, record))
            else:
                self.bound = max(self.bound, self.bound_of(self.chains.apart(self.spans)) if apart else self.spans.sieve(self.cutoff))
        else:
            {Multipliers: self.prove, OfChain: self.prove_chain, Split: self.split}[type(record)](record)

    def bound_of(self, way):
        """Of the cost of a shortest way: the cutoff if that is less, or if there is no way."""
        return self.cutoff if way is None else min(self.cutoff, way / self.inputs.scale)

    def begin(self):
        """The root: all chains, but for those with kinks that spans do not leave."""
        if self.root is None:
            if self.spans:
                self.chains.cuts = self.spans.cuts()
                self.chains.left = self.spans.left if self.spans.told and self.spans.size == 1 else None
            costs = {step: self.chains.cost(step, {}, {}) for step in self.chains.all_steps()}
            self.root = Node("0", self.bound, costs, {}, {})

    def node(self, name):
        self.begin()
        node = self.made(name)
        insist(not node.children, f"node {node.name} is split already")
        node.is_named = True
        return node

    def made(self, name):
        """The node of a name, split or not."""
        split, part = name
        insist(split <= len(self.splits), f"node {split}/{part} is of a split that has not been made yet")
        return self.splits[split - 1].children[part] if split else self.root

    def split(self, record):
        """The chains with kink j before a place, or of another sign than −, and the others."""
        node = self.node(record.name)
        insist(record.place is None or record.place <= 2 * self.inputs.n, "the split is beyond the place 2n")

        def parts(step):
            """Those that the step's chains may be in; all, if it does not make kink j."""
            for kink in step.kinks:
                if kink.level[0] == record.kink:
                    return {int(kink.sign < 0 if record.place is None else kink.place >= record.place)}
            if step.target == END and step.level[0] < record.kink:  # the chain does not have it
                return {0 if record.place is None else 1}
            return {0, 1}

        self.splits.append(node)
        name = len(self.splits)
        node.children = [Node(f"{name}/{part}", node.bound, {s: q for s, q in node.costs.items() if part in parts(s)}, node.pulls, node.etas, node)
                         for part in (0, 1)]
        node.costs = None

    def prove(self, record):
        """m: a sweep; the bound is the shortest way in the end."""
        node = self.node(record.name)
        once(state for state, _ in record.kinks)
        once(turn for turn, _ in record.turns)
        for state, _ in record.kinks:
            insist(self.chains.has(state), f"the class has no state {state}")
        for (level, g, sign), _ in record.turns:
            insist(not self.klass.parted and 0 < g < self.inputs.n - 1 and self.klass.leads_to(level, sign),
                   f"the class has no turn at input {g}, level {level}")
        pulls = {state: self.chains.pull(state, *multipliers) for state, multipliers in record.kinks}
        way = Sweep(self.chains, node, self.limit).go(record.sweep, pulls, dict(record.turns))
        node.bound = max(node.bound, self.bound_of(way))

    def prove_chain(self, record):
        """l: the value of one chain with its multipliers."""
        node = self.node(record.name)
        steps = node.useful()
        if not steps:
            return  # it has the cutoff for bound
        places, signs, sides = {}, {}, {""}
        for kink in (kink for step in steps for kink in step.kinks):
            places.setdefault(kink.level[0], set()).add(kink.place)
            signs.setdefault(kink.level[0], set()).add(kink.sign)
        counts = {step.level[0] for step in steps if step.target == END}
        insist(len(counts) == 1 and all(len(p) == 1 for p in places.values()), f"node {node.name} has more than one chain")
        count = counts.pop()
        insist(len(record.tokens) == count, f"{len(record.tokens)} tokens for {count} kinks")
        kinks = []
        for j, multipliers in enumerate(record.tokens, 1):
            place, sign = *places[j], signs[j].pop()
            insist(not multipliers or not signs[j], f"the sign of kink {j} is not known")
            insist(not multipliers or len(multipliers) == 1 + place % 2, f"kink {j} has a wrong number of multipliers")
            kinks.append((place, sign, multipliers))
        sides = {step.target.side for step in steps if isinstance(step.target, K)} - {""} or {""}
        value = min(self.value(kinks, side) for side in sides)
        node.bound = max(node.bound, min(value, self.cutoff))

    def value(self, kinks, side):
        """Of the chain with these kinks; a kink in X's gap is on this side."""
        total, source, a, level, inner, pulls = Fraction(0), START, 0, 0, [], {}
        for place, sign, multipliers in kinks + [(2 * self.inputs.n - 1, 0, ())]:
            if place % 2 == 0:
                inner.append((place // 2, sign, multipliers))
                level += 1
                continue
            b, target = (place + 1) // 2, END
            if sign:
                sides = self.chains.sides(b)
                target = K((level + 1, 0), b, sign, side if side in sides else sides[0])
                pulls[target] = self.chains.pull(target, *multipliers) if multipliers else NO_PULL
            if inner:
                total += self.run(source, target, a, b, inner, pulls)
            else:
                total += self.chains.line(source, target, a, b, (level, 0) if self.klass.slopes else (0, 0), pulls)
            source, a, level, inner = target, b, level + 1, []
        return total

    def run(self, source, target, a, b, inner, pulls):
        gamma = {}
        self.inputs.put_on(gamma, a, pulls.get(source, NO_PULL), 1)
        self.inputs.put_on(gamma, b - 2, pulls.get(target, NO_PULL), -1)
        for g, sign, eta in inner:
            if eta:
                self.inputs.put_kink(gamma, g, eta[0], sign)
        return self.inputs.values(gamma)

    def least(self):
        if self.klass.jumps or self.root is None and self.spans:  # the chain without kinks is left
            return lower(self.least_cutoff, self.bound) * self.unit + self.within
        self.begin()
        return self.least_below([self.root])

    def least_below(self, nodes):
        """The least of all cutoffs and of the bounds of the nodes that are not split and are one of these or descend from one, in
        the data's units."""
        least, waiting = self.least_cutoff, list(nodes)
        while waiting:
            node = waiting.pop()
            waiting += node.children or []
            if not node.children and (self.cutoff is None or not node.is_named or node.useful()):  # without chains: a cutoff
                least = lower(least, node.bound)
        return least * self.unit + self.within

# ======== Spans ========

class Spans:
    """Spans of B cuts, and which kinks are open in which. The start counts as Z(0, −1), with f = 0, and the end as A(c, count), with
    e = n. Costs are integers, parts of 1/scale.

    GROUP neighbouring spans are a group. Let a way lead from group to group, or stay in one, at the cost of the inputs between groups
    only: that costs no more, and shows soon which steps no way below the limit has. These are passed over."""

    BITS, GROUP = 64, 4

    def __init__(self, inputs, k, size, chains=None):
        self.inputs, self.k, self.size, self.chains = inputs, k, size, chains
        self.klass = chains and chains.klass.parted and chains.klass  # the parted class; else false
        self.open = [self.near(c) for c in range(k)] + [()]  # of kink c at c − 1: the spans, ascending; there is no kink k + 1
        self.scale, self.prices = None, {}
        self.left = [range(max(i, 0), self.count + 1) for i in range(-1, self.count)]  # the lines from the start, and from each span
        self.told = False  # by a record with tokens

    @property
    def count(self):
        return -(-(self.inputs.n - 1) // self.size)

    def near(self, c):
        """The spans into which kinks-between for kink c + 1 comes."""
        if not self.klass or not self.klass.between:
            return range(self.count)
        low, high = self.klass.between[c]
        ends = (self.ends(i, self.size) for i in range(self.count))
        return [i for i, (e, f) in enumerate(ends) if low <= self.inputs.x[f] and self.inputs.x[e - 1] <= high]

    def may_end(self, c):
        """Whether a way may end with so many kinks."""
        return not self.klass or not self.klass.slopes or c == self.k

    def halve(self):
        old, end = self.left, self.count
        self.size //= 2
        self.left = [range(self.count, self.count)] * (self.count + 1)
        for i, of in enumerate(old, -1):
            if not of:
                continue
            targets = range(min(2 * of[0], self.count), (self.count if of[-1] == end else min(2 * of[-1] + 1, self.count)) + 1)
            if i < 0:
                self.left[0] = targets
                continue
            self.left[2 * i + 1] = range(2 * i + 1, targets[-1] + 1)
            if 2 * i + 1 < self.count:
                self.left[2 * i + 2] = targets
        self.open = [[j for i in spans for j in (2 * i, 2 * i + 1) if j < self.count] for spans in self.open]

    def ends(self, i, size):
        """e_i and f_i of a span of so many cuts."""
        return min(i * size + 1, self.inputs.n), min((i + 1) * size, self.inputs.n - 1)

    def cuts(self):
        """Those where kink c is open, at c − 1."""
        def of(i):
            e, f = self.ends(i, self.size)
            return range(e, f + 1)
        return [[h for i in spans for h in of(i)] for spans in self.open]

    # ======== Costs ========

    def between(self, i, targets, size, limit):
        """The spans j of the ascending targets with ℓ(f_i, e_j), as long as that is below the limit: it grows with j."""
        ends = [min(j * size + 1, self.inputs.n) for j in targets]
        costs = self.inputs.losses(self.ends(i, size)[1], ends, self.scale)
        return itertools.takewhile(lambda pair: pair[1] < limit, zip(targets, costs))

    def price(self, c, i, size):
        """P_c(i) of a span of so many cuts; 0 if there is none such, or if it has fewer than three inner inputs."""
        if (c, i, size) not in self.prices:
            self.prices[c, i, size] = self.least_price(c, i, size)
        return self.prices[c, i, size]

    def least_price(self, c, i, size):
        def loss(a, b):
            return next(self.inputs.losses(a, [b], self.scale))
        e, f = self.ends(i, size)
        if f - e < 3 or c > 6:
            return 0
        if c == 0:
            return loss(e, f)
        if c == 1:
            return min(loss(e, h) + loss(h, f) for h in range(e, f + 1))
        half = size // 2
        return min(self.price(a, 2 * i, half) + self.price(c - a, 2 * i + 1, half) for a in range(c + 1))

    # ======== Groups ========

    def leaps(self, c, g, limit):
        """The steps from kink c in group g to kink c + 1 that cost less than the limit: groups and costs."""
        if g in self.members[c] and limit > 0:
            yield g, 0
        groups = [q for q in self.members[c] if q > g]
        yield from self.between(g, groups, self.size * self.GROUP, limit)

    def group(self, limit):
        """Finds the open spans of each group, and which groups are near: to which a step on a way below the limit may lead."""
        self.members = [{} for _ in self.open]
        for groups, spans in zip(self.members, self.open):
            for i in spans:
                groups.setdefault(i // self.GROUP, []).append(i)
        ahead, self.groups_near = [{} for _ in self.open], [{} for _ in self.open]
        ahead[0][-1] = 0
        for c in range(self.k):
            for g, before in ahead[c].items():
                for q, cost in self.leaps(c, g, limit - before):
                    ahead[c + 1][q] = min(before + cost, ahead[c + 1].get(q, limit))
        to_end = {}
        for c in reversed(range(self.k + 1)):
            behind, to_end = to_end, {}
            for g, before in ahead[c].items():
                leaps = [(q, cost + behind[q]) for q, cost in self.leaps(c, g, limit - before)]
                self.groups_near[c][g] = [q for q, way in leaps if before + way < limit]
                stop = dict(self.between(g, [self.count], self.size * self.GROUP, limit))
                to_end[g] = min([*stop.values(), *(way for _, way in leaps)], default=limit)

    # ======== Ways ========

    def across(self, c, i, limit):
        """The steps Z(c, i) → A(c, j) that cost less than the limit, but for those that no way needs: j and the cost."""
        spans = [j for q in self.groups_near[c].get(i // self.GROUP, ()) for j in self.members[c][q] if j > i]
        end = [self.count] if self.may_end(c) else []
        for j, cost in itertools.chain(self.between(i, spans, self.size, limit), self.between(i, end, self.size, limit)):
            cost = self.constrained(c, i, j, cost)
            if cost is not None and cost < limit:
                yield j, cost

    def constrained(self, c, i, j, cost):
        """What the inputs between two spans cost, c kinks being before them; None: no piece has them all."""
        a, b, x = self.ends(i, self.size)[1] if i >= 0 else 0, self.ends(j, self.size)[0], self.inputs.x
        if not self.klass or b <= a:
            return cost
        if any(x[a] < known < x[b - 1] for known in self.klass.known):
            return None
        bound = self.klass.through and (a == 0 or x[a] <= self.chains.X) and (b == self.inputs.n or self.chains.X <= x[b - 1])
        if b - a < 3 or not self.klass.slopes and not bound:
            return cost
        loss = self.inputs.line(a, b, NO_PULL, self.chains.slopes[c, 0] if self.klass.slopes else NO_SLOPE, self.chains.through if bound else None)
        return max(cost, math.floor(loss * self.scale))

    def inside(self, c, i):
        """The steps A(c, i) → Z(c + d, i): d and the cost."""
        for d in range(1, self.k - c + 1):
            if not holds(self.open[c + d - 1], i):
                return
            yield d, self.price(d, i, self.size)

    def ahead(self, limit):
        """The shortest ways from the start to all A(c, i) and Z(c, i), those below the limit: two lists of dictionaries."""
        A, Z = ([{} for _ in range(self.k + 1)] for _ in range(2))
        Z[0][-1] = 0
        for c in range(self.k + 1):
            for i, before in Z[c].items():
                for j, cost in self.across(c, i, limit - before):
                    if before + cost < A[c].get(j, limit):
                        A[c][j] = before + cost
            for i, before in A[c].items():
                if i < self.count:
                    for d, cost in self.inside(c, i):
                        if before + cost < Z[c + d].get(i, limit):
                            Z[c + d][i] = before + cost
        return A, Z

    def back(self, A, Z, limit):
        """The shortest ways from all Z(c, i) to the end, by steps that may be on ways below the limit."""
        to_end = [{} for _ in Z]
        for c in reversed(range(self.k + 1)):
            from_A = {self.count: 0} if self.may_end(c) else {}
            for i in A[c]:
                if i < self.count:
                    from_A[i] = min((cost + to_end[c + d].get(i, limit) for d, cost in self.inside(c, i)), default=limit)
            for i, before in Z[c].items():
                ways = [(j, cost + from_A[j]) for j, cost in self.across(c, i, limit - before)]
                to_end[c][i] = min((way for _, way in ways), default=limit)
                self.found.update((i, j) for j, way in ways if before + way < limit)
        return to_end

    def keep(self, lines):
        """From the nearest to the farthest of the lines from each span."""
        targets = [[] for _ in range(self.count + 1)]
        for i, j in lines:
            targets[i + 1].append(j)
        self.left = [range(min(of), max(of) + 1) if of else range(0) for of in targets]

    def sieve_lone(self, cutoff, record):
        """The same with multipliers for lone kinks."""
        self.set_scale(cutoff)
        tokens = dict(record.tokens)
        insist(len(tokens) == len(record.tokens) and all(i < self.count for i, _ in tokens), "a token twice, or of no span")
        least, left, lines = LoneKinks(self, record.most, tokens).look(cutoff)
        self.open, self.told = [sorted(spans) for spans in left], True
        self.keep(lines)
        return cutoff if least is None else min(cutoff, least)

    def set_scale(self, cutoff):
        most = min(cutoff, self.inputs.block(0, self.inputs.n).loss)  # no cost is above the latter
        scale = power_of_two(self.BITS - (magnitude(most) if most > 0 else 0))
        if scale != self.scale:
            self.scale, self.prices = scale, {}

    def sieve(self, cutoff):
        """m -: the cost of the shortest way, or the cutoff if that is less; a kink stays open in the spans where a way below
        the cutoff has it."""
        self.set_scale(cutoff)
        limit = math.ceil(cutoff * self.scale)  # an integer is below the one if it is below the other
        self.found = set()  # lines on ways below the limit, by their spans
        self.group(limit)
        A, Z = self.ahead(limit)
        to_end, left = self.back(A, Z, limit), [set() for _ in self.open]
        for c in range(self.k):
            for i, before in A[c].items():
                ways = ((d, before + cost + to_end[c + d].get(i, limit)) for d, cost in self.inside(c, i)) if i < self.count else ()
                most = max((d for d, way in ways if way < limit), default=0)
                for kink in range(c, c + most):
                    left[kink].add(i)
        self.open, self.told = [sorted(spans) for spans in left], False
        self.keep(self.found)
        return min([cutoff] + [ways[self.count] / self.scale for ways in A if self.count in ways])
