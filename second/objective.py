"""Another objective than the sum of squares: what a loss costs, and the dual records for it (FORMAT.md, Another objective)."""

from collections import namedtuple
from fractions import Fraction

from exact import dot, insist, norm1, refuse, root_up
from text import positive

HALF = Fraction(1, 2)

# ℓ(e) = max { 2re − q r² : −A ≤ r ≤ B }
Ends = namedtuple("Ends", "q A B")

class Objective:
    """The header's loss and ridge lines; neither: the sum of squares."""

    def __init__(self, name="squared", parameter=None, ridge=None):
        self.name, self.parameter, self.ridge = name, parameter, ridge

    @classmethod
    def read(cls, header):
        loss, ridge = ("squared", None), None
        if header.stands("loss"):
            loss = cls.read_loss(header.take("loss"))
        if header.stands("ridge"):
            ridge = positive(header.take("ridge"))
        refuse(loss[0] == "squared" and ridge is None, "version 6 lacks a loss or a ridge")
        return cls(*loss, ridge)

    @staticmethod
    def read_loss(rest):
        name, *numbers = rest.split(" ")
        refuse(name not in ("absolute", "huber", "quantile"), f"{name!r} is no loss")
        refuse(len(numbers) != (name != "absolute"), "the loss has too few or too many numbers")
        parameter = positive(numbers[0]) if numbers else None
        refuse(name == "quantile" and parameter >= 1, "τ is not below 1")
        return name, parameter

    def __eq__(self, other):
        return vars(self) == vars(other)

    @property
    def squared(self):
        return self.name == "squared"

    @property
    def plain(self):
        return self.squared and self.ridge is None

    def loss(self, e):
        if self.name == "squared" or self.name == "huber" and abs(e) <= self.parameter:
            return e * e
        if self.name == "huber":
            return 2 * self.parameter * abs(e) - self.parameter**2
        if self.name == "absolute":
            return abs(e)
        return -self.parameter * e if e < 0 else (1 - self.parameter) * e

    def ends(self, label_scale):
        """For labels in units of label-scale."""
        if self.name == "absolute":
            return Ends(0, HALF, HALF)
        if self.name == "quantile":
            return Ends(0, self.parameter / 2, (1 - self.parameter) / 2)
        return Ends(1, self.parameter / label_scale, self.parameter / label_scale)

    def unit(self, header):
        """Of losses, in the data's units."""
        degree = 2 if self.name in ("squared", "huber") else 1
        return header.label_scale**degree * header.weight_scale

    def penalty(self, network, bias):
        if self.ridge is None:
            return Fraction(0)
        return self.ridge * sum(dot(w[bias:], w[bias:]) for _, w in network.units)

    @property
    def words(self):
        name = {"squared": "SSE", "absolute": "absolute loss"}.get(self.name) or f"{self.name}:{shown(self.parameter)} loss"
        return name + (f" + {shown(self.ridge)} Σ‖w‖²" if self.ridge is not None else "")

def shown(q):
    return repr(float(q)).removesuffix(".0")

# ======== Dual records of other losses ========

def insist_on_boxes(problem, node):
    for unit, region in enumerate(node.regions):
        insist(not region.whole, f"unit {unit} of node {node.name} is whole")
    insist(problem.units << problem.N - 1 <= 1 << 20, "the units' boxes have more than 2^20 vertices")

def most_of_c(problem, ends):
    """K."""
    Z = max(norm1(s.z) for s in problem.samples)
    least, most = min(ends.A, ends.B), max(ends.A, ends.B)
    size = root_up(problem.squares / problem.S) + 2 * problem.units * problem.N * problem.limit
    return 4 * Z * ((most / least + 1) * size + ends.q * least / 2)

def slope_of(region, sample, given):
    """θ."""
    return given if given is not None else Fraction(sum(region.range(sample)) > 0)

def prove_with_loss(problem, node, record, least_psi):
    """A lower bound, given what finds min_v Ψ_j(v) of a unit from its terms (sample, m_j, θ) and what is linear."""
    ends = problem.objective.ends(problem.header.label_scale)
    given = dict(record.multipliers)
    m = [(s, max(-ends.A * s.w, min(ends.B * s.w, given[s.row]))) for s in problem.samples if s.row in given]
    bound = sum(-2 * q * s.y - ends.q * q * q / s.w for s, q in m)
    for unit, (region, sign) in enumerate(zip(node.regions, node.signs)):
        slopes = {row: theta for row, u, theta in record.slopes if u == unit}
        terms = [(s, sign * q, slope_of(region, s, slopes.get(s.row))) for s, q in m if q]
        h = next((h for u, h in record.slacks if u == unit), [Fraction(0)] * problem.N)
        bound -= 2 * problem.limit * max(Fraction(0), -least_psi(problem, node, record, unit, terms, h)) + problem.price_of_slack(h)
    if problem.P:
        H = [sum((q * s.z[i] for s, q in m), Fraction(0)) for i in range(problem.P)]
        bound -= 2 * root_up(dot(H, H)) * most_of_c(problem, ends)
    return bound
