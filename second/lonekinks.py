"""FORMAT.md's section "Lone kinks": hinges, and the ways through spans along lines that are left, with what tokens put on them.

What is put on a line l is a *pull* as in breakpoints.py: what it makes of the line 1, and what of the line x."""

from collections import namedtuple
from fractions import Fraction

Token = namedtuple("Token", "force turn near far")            # ν, ε, P, Q
Hinge = namedtuple("Hinge", "cost left right")                # its cost, and what it puts on the lines
NOTHING = Hinge(Fraction(0), (Fraction(0), Fraction(0)), (Fraction(0), Fraction(0)))
A, Z = "A", "Z"
NEAR = "near"                                                 # marks A° and Z°; 0 marks A and Z, a sign those of a token
Way = namedtuple("Way", "source target cost")                 # one step; states are (A or Z, span, kinks, mark)

def hinge(inputs, e, f, sign, token):
    """(H) for the span of cuts e to f."""
    a, b = inputs.x[e - 1], inputs.x[f]
    slope = (token.far - token.near) / (b - a)
    inner = [(inputs.x[i], inputs.W[i], inputs.y[i], token.near + slope * (inputs.x[i] - a)) for i in range(e, f)]
    z = [(x, W * (y - p)) for x, W, y, p in inner]
    def phi(t):
        return sum(r * (x - t) for x, r in z if x > t)
    most = max(sign * (2 * phi(t) - token.force * (t - a)) for t in (a, b, *(x for x, _ in z)))
    turn = sign * (most + token.turn * (b - a))               # (H) has −turn·Δ
    cost = sum(W * (y * y - p * p) for _, W, y, p in inner)
    left = -2 * sum(r for _, r in z) - token.force, -2 * sum(x * r for x, r in z) - token.force * a + turn
    return Hinge(Fraction(cost), left, (token.force, token.force * a - turn))

def line(inputs, a, b, before, behind):
    """What a line costs under what is put on it at both ends, and that G²/4W + H²/4A."""
    block, G, Q = inputs.block(a, b), before[0] + behind[0], before[1] + behind[1]
    H = Q - G * block.x
    spent = G * G / (4 * block.W) + H * H / (4 * block.A)
    return block.loss + G * block.y + H * block.slope - spent, spent

class LoneKinks:
    """One record's look at spans. `tokens` are by span and sign."""

    def __init__(self, spans, most, tokens):
        self.spans, self.inputs, self.most = spans, spans.inputs, most
        self.open = [set(of) for of in spans.open]            # of kink c at c − 1
        self.nodes = sorted(set().union(*self.open))
        kept = set(self.nodes)
        self.hinges = {at: hinge(self.inputs, *spans.ends(at[0], spans.size), at[1], token) for at, token in tokens.items() if at[0] in kept}

    def marks(self, i):
        return [0] + [s for s in (1, -1) if (i, s) in self.hinges]

    def lines(self, i, j):
        """The steps of a line from Z(·, i) to A(·, j): marks and the cost."""
        a, b = self.spans.ends(i, self.spans.size)[1] if i >= 0 else 0, self.spans.ends(j, self.spans.size)[0] if j < self.spans.count else self.inputs.n
        if b - a < 2:
            return [(NEAR, NEAR, Fraction(0))]
        all_ = [(s, t, *line(self.inputs, a, b, self.hinges.get((i, s), NOTHING).right, self.hinges.get((j, t), NOTHING).left))
                for s in self.marks(i) for t in self.marks(j)]
        if any(spent > self.most for *_, spent in all_):
            return [(NEAR, NEAR, all_[0][2])]
        return [(s, t, cost) for s, t, cost, _ in all_]

    def through(self, i, c):
        """The steps from A(c, i): marks, the number of kinks, and the cost."""
        for d in range(1, self.spans.k - c + 1):
            if i not in self.open[c + d - 1]:
                return
            cost = Fraction(self.spans.price(d, i, self.spans.size)) / self.spans.scale
            if d > 1 or len(self.marks(i)) < 3:
                yield 0, 0, d, cost
            yield from ((s, t, d, cost) for s, t in ((0, NEAR), (NEAR, 0), (NEAR, NEAR)))
            if d == 1:
                yield from ((s, s, 1, self.hinges[i, s].cost) for s in self.marks(i)[1:])

    def ways(self):
        """All steps from states that can be reached, in order, and the least costs of these from the start."""
        ahead, steps = {(Z, -1, 0, 0): Fraction(0), (Z, -1, 0, NEAR): Fraction(0)}, []
        def go(source, target, cost):
            steps.append(Way(source, target, cost))
            if target not in ahead or ahead[source] + cost < ahead[target]:
                ahead[target] = ahead[source] + cost
        numbers = range(self.spans.k + 1)
        for at, i in enumerate([-1] + self.nodes):
            for c in numbers if i >= 0 else ():
                for s, t, d, cost in self.through(i, c):
                    if (A, i, c, s) in ahead:
                        go((A, i, c, s), (Z, i, c + d, t), cost)
            for j in self.nodes[at:] + [self.spans.count]:
                if j not in self.spans.left[i + 1]:
                    continue
                for s, t, cost in self.lines(i, j):
                    for c in numbers:
                        if (Z, i, c, s) in ahead and (self.spans.may_end(c) if j == self.spans.count else c < self.spans.k and j in self.open[c]):
                            go((Z, i, c, s), (A, j, c, t), cost)
        return steps, ahead

    def look(self, limit):
        """The least cost of all ways; where kinks stay open, a set for each; and which lines are left: pairs of spans."""
        steps, ahead = self.ways()
        end, back = self.spans.count, {}
        for state in ahead:
            if state[:2] == (A, end) and state[3] in (0, NEAR):
                back[state] = Fraction(0)
        least = min((ahead[state] for state in back), default=None)
        for source, target, cost in reversed(steps):
            if target in back and (source not in back or cost + back[target] < back[source]):
                back[source] = cost + back[target]
        left, lines = [set() for _ in self.open], set()
        for source, target, cost in steps:
            if target in back and ahead[source] + cost + back[target] < limit:
                if source[0] == A:
                    for kink in range(source[2], target[2]):
                        left[kink].add(source[1])
                else:
                    lines.add((source[1], target[1]))
        return least, left, lines
