"""FORMAT.md's section on proofs by hinges: the header's lines, the tree, and the bound of a sum of hinges."""

from collections import namedtuple
from fractions import Fraction
from itertools import product

from exact import dot, gram, insist, refuse, solve
from text import fields, integer, number, positive

MOST_FEATURE = 126

class Class:
    """The lines of the header from `hinges` on: the features that each unit may be on."""

    def __init__(self, header):
        self.header, self.lines = header, []
        while header.stands("hinges"):
            line = [integer(token, min(len(header.features), MOST_FEATURE + 1)) for token in header.take("hinges").split(" ")]
            refuse(line != sorted(set(line)), "the features of a unit are not ascending")
            self.lines.append(line)
        refuse(len(self.lines) != header.units, f"{len(self.lines)} lines of hinges for {header.units} units")
        refuse(header.signs != "any" or not header.bias or header.output != "affine",
               "hinges need any signs, a bias and an affine output")
        header.weight_limit = positive(header.take("weight-limit", last=True))

    @property
    def features(self):
        return sorted({f for line in self.lines for f in line})

    @property
    def words(self):
        names = lambda line: ", ".join(self.header.features[f] for f in line)
        return [f"a unit bending at one of {names(line)}" for line in self.lines]

# ======== Records ========

Split = namedtuple("Split", "name unit row")
Bound = namedtuple("Bound", "name sum")        # of (feature, row, weight)

def read_record(tokens, header, read_name):
    """A record; None for the trailer's first line."""
    kind = tokens.next()
    if kind == "u":
        return None
    refuse(kind not in ("s", "b"), f"{kind[:40]!r} is no record here")
    name = read_name(tokens.next(), header.units)
    if kind == "s":
        record = Split(name, integer(tokens.next(), header.units), integer(tokens.next()))
    else:
        record = Bound(name, [])
        while tokens.peek() is not None:
            feature, row, weight = fields(tokens.next(), lambda t: integer(t, len(header.features)), integer, number)
            refuse(feature not in header.hinges.features, f"feature {feature} is of no unit")
            record.sum.append((feature, row, weight))
    tokens.end()
    return record

# ======== The tree ========

Unit = namedtuple("Unit", "feature sign low high")  # low and high are the numbers of knots: values in order

class Node:
    def __init__(self, units, bound):
        self.units, self.bound = units, bound
        self.has_bound = self.split = False

class Proof:
    def __init__(self, header, points, within, least_limit):
        self.header, self.points, self.within = header, points, within
        self.by_row = {p.row: p for p in points}
        self.rows = sum(p.count for p in points)
        self.weights = [p.weight for p in points]
        columns = [p.raw for p in points]
        self.gram = gram(columns, self.weights)
        self.labels = self.beside([p.label for p in points])
        self.square = sum(w * y * y for w, y in zip(self.weights, self.labels))
        self.insist_on_limit(least_limit)
        self.values = {f: sorted({p.raw[f + 1] for p in points}) for f in header.hinges.features}
        for f, values in self.values.items():
            insist(len(values) >= 3, f"feature {f} has fewer than three different values")
        self.hinges = {}
        self.roots = {kinds: self.root(kinds) for kinds in self.choices()}
        self.parts, self.nodes = [], list(self.roots.values())

    def insist_on_limit(self, least):
        """Λ' is at least the root of the mean square that the affine part leaves, or what is asked for."""
        limit = self.header.weight_limit
        if least is not None:
            insist(limit >= least, "the weight limit is below the least one asked for")
            return
        insist(limit**2 * sum(self.weights) >= self.square + self.within, "the weight limit is below the size of the labels, "
               "which would prove little (--min-weight-limit allows it)")

    def choices(self):
        """The multisets of 2·feature (+ 1 for the sign −) that the units may be of."""
        kinds = [[2 * f + s for f in line for s in (0, 1)] for line in self.header.hinges.lines]
        return {tuple(sorted(choice)) for choice in product(*kinds)}

    def root(self, kinds):
        last = lambda f: len(self.values[f]) - 2
        return Node([Unit(k // 2, 1 - 2 * (k % 2), 1, last(k // 2)) for k in kinds], Fraction(0))

    def node(self, name):
        split, number = name
        if split == 0:
            insist(number in self.roots, f"there is no root {number}")
            return self.roots[number]
        insist(split <= len(self.parts), f"split {split} has not been made yet")
        insist(number in ((0,), (1,)), "a split has the parts 0 and 1")
        return self.parts[split - 1][number[0]]

    def knot(self, feature, row):
        """The number of the value that a feature has in a row, which begins a sample."""
        insist(row < self.rows, f"there is no row {row}: the data has {self.rows}")
        insist(row in self.by_row, f"row {row} does not begin a sample: an earlier one has the same features")
        return self.values[feature].index(self.by_row[row].raw[feature + 1])

    def apply(self, record):
        if isinstance(record, Split):
            self.divide(record)
        else:
            self.enter(record)

    def divide(self, record):
        node = self.node(record.name)
        insist(not node.split, "the node is split already")
        unit = node.units[record.unit]
        at = self.knot(unit.feature, record.row)
        insist(unit.low < at < unit.high, "the split is not inside the unit's interval")
        left, right = list(node.units), list(node.units)
        for i, u in enumerate(node.units):
            if (u.feature, u.sign) == (unit.feature, unit.sign):
                if i <= record.unit:
                    left[i] = u._replace(high=min(u.high, at))
                if i >= record.unit:
                    right[i] = u._replace(low=max(u.low, at))
        node.split = True
        self.parts.append([Node(left, node.bound), Node(right, node.bound)])
        self.nodes.extend(self.parts[-1])

    def enter(self, record):
        node = self.node(record.name)
        insist(not node.split and not node.has_bound, "the node is split or has a bound already")
        for feature, row, _ in record.sum:
            insist(0 < self.knot(feature, row) < len(self.values[feature]) - 1, "a hinge stands at an end of its column")
        node.has_bound = True
        node.bound = max(node.bound, self.prove(node, record.sum))

    def least(self):
        return min(n.bound for n in self.nodes if not n.split)

    # ======== The bound ========

    def beside(self, v):
        """v less its weighted least-squares fit on the raw columns."""
        right = [sum(w * q * p.raw[e] for w, q, p in zip(self.weights, v, self.points)) for e in range(len(self.gram))]
        c = solve(self.gram, right)
        return [q - dot(c, p.raw) for q, p in zip(v, self.points)]

    def hinge(self, feature, knot):
        """max(0, x − knot) on the samples, and that less its fit."""
        if (feature, knot) not in self.hinges:
            at = self.values[feature][knot]
            h = [max(Fraction(0), p.raw[feature + 1] - at) for p in self.points]
            self.hinges[feature, knot] = h, self.beside(h)
        return self.hinges[feature, knot]

    def prove(self, node, terms):
        u = list(self.labels)
        for feature, row, weight in terms:
            _, h = self.hinge(feature, self.knot(feature, row))
            u = [q - weight * v for q, v in zip(u, h)]
        value = sum(w * (2 * q * y - q * q) for w, q, y in zip(self.weights, u, self.labels))
        for unit in node.units:
            most = max(unit.sign * self.slope(u, unit.feature, knot) for knot in range(unit.low, unit.high + 1))
            values = self.values[unit.feature]
            value -= 2 * max(Fraction(0), most) * self.header.weight_limit / (values[-1] - values[0])
        return self.within + value

    def slope(self, u, feature, knot):
        """⟨u, h⟩, weighted."""
        h, _ = self.hinge(feature, knot)
        return sum(w * q * v for w, q, v in zip(self.weights, u, h) if v)

    # ======== The network ========

    def insist_on_class(self, network):
        for j, (_, w) in enumerate(network.units):
            on = [f for f, q in enumerate(w[1:]) if q]
            insist(len(on) <= 1, f"unit {j} of the network has weights on several features")
            for f in on:
                insist(f in self.header.hinges.lines[j], f"unit {j} of the network is on a feature that is not one of its")
                rise = abs(w[f + 1]) * (self.values[f][-1] - self.values[f][0])
                insist(rise <= self.header.weight_limit, f"unit {j} of the network rises by more than the weight limit")
