"""Proofs that one ReLU fits, or none: proof/farkas/PROOF.md, rule by rule."""

import re
from fractions import Fraction

from exact import Unreadable, dot, insist, read_json, refuse

RATIONAL = re.compile(r"-?[0-9]+(/[0-9]+)?")
PROOF_FIELDS = {"format": str, "version": int, "target": str, "features": list, "bias": bool, "sign": str,
                "realizable": bool, "unit": dict, "refutations": list}

class Fields:
    """An object of the proof, whose fields are all known and of the right type."""

    def __init__(self, value, types):
        if not isinstance(value, dict) or set(value) - set(types):
            raise Unreadable(f"not a proof: unknown fields in {str(value)[:80]}")
        for key, type_ in types.items():
            field = value.get(key)
            if field is not None and (not isinstance(field, type_) or isinstance(field, bool) != (type_ is bool)):
                raise Unreadable(f"not a proof: {key} is not of type {type_.__name__}")
            setattr(self, key, field)

def rational(text):
    if not isinstance(text, str) or not RATIONAL.fullmatch(text) or re.search(r"/0+$", text):
        raise Unreadable(f"{text!r} is not a number p or p/q")
    return Fraction(text)

def plus_or_minus(text):
    refuse(text not in ("+", "-"), f"a sign is + or -, not {text!r}")
    return 1 if text == "+" else -1

def read_refutation(value):
    r = Fields(value, {"sign": str, "row_of_wrong_label": int, "multipliers": list})
    r.sign = plus_or_minus(r.sign)
    r.pairs = []
    for item in r.multipliers or []:
        pair = Fields(item, {"row": int, "multiplier": str})
        r.pairs.append((pair.row or 0, rational(pair.multiplier)))
    return r

def read_proof(path, fields=PROOF_FIELDS, version=1):
    value = read_json(path, "a proof of relucert realizable")
    proof = Fields(value, fields)
    refuse(proof.format != "relucert-realizable" or proof.version != version, f"{path}: not a proof of version {version}")
    if version == 2:
        return read_sum(proof, path)
    refuse(bool(proof.realizable) != (proof.unit is not None), f"{path}: realizable contradicts the rest of the proof")
    if proof.unit is not None:
        unit = Fields(proof.unit, {"sign": str, "weights": list})
        proof.unit = plus_or_minus(unit.sign), [rational(w) for w in unit.weights or []]
    proof.refutations = [read_refutation(r) for r in proof.refutations or []]
    return proof

def insist_on_unit(unit, rows):
    """Its output on each row is computed and is the label."""
    sign, weights = unit
    insist(len(weights) == len(rows[0][0]), "the unit has another number of weights than there are columns")
    for i, (x, y) in enumerate(rows):
        insist(sign * max(Fraction(0), dot(weights, x)) == y, f"the unit's output on row {i + 1} is not its label")

def label_at(rows, number):
    insist(1 <= number <= len(rows), f"there is no row {number}")
    return rows[number - 1]

def insist_on_refutation(r, rows):
    """A wrong label, or multipliers: λ ≥ 0 where the label is 0, Σ λ x = 0 and Σ λ s y < 0."""
    if r.row_of_wrong_label is not None and r.row_of_wrong_label != 0:
        insist(r.sign * label_at(rows, r.row_of_wrong_label)[1] < 0, "the label is no obstacle to this sign")
        return
    total, labels = [Fraction(0)] * len(rows[0][0]), Fraction(0)
    for number, multiplier in r.pairs:
        x, y = label_at(rows, number)
        insist(y != 0 or multiplier >= 0, f"the multiplier of row {number}, whose label is 0, is below 0")
        total = [t + multiplier * v for t, v in zip(total, x)]
        labels += multiplier * r.sign * y
    insist(not any(total), "the combination of rows is not 0")
    insist(labels < 0, "the combination of labels is no contradiction")

def check_realizable(proof, data, question):
    asked = data.target, data.features, question.bias, question.sign
    insist((proof.target, proof.features, bool(proof.bias), proof.sign) == asked,
           "the proof is for other columns or another class")
    rows = [([Fraction(1)] * question.bias + x, y) for x, y, _ in data.rows]
    signs = {"any": (1, -1), "+": (1,), "-": (-1,)}[question.sign]
    if proof.unit is not None:
        insist(proof.unit[0] in signs, "the unit's sign is not asked for")
        insist_on_unit(proof.unit, rows)
        return f"a unit fits all {len(rows)} rows without error"
    for r in proof.refutations:
        insist_on_refutation(r, rows)
    insist(set(signs) <= {r.sign for r in proof.refutations}, "nothing is said about a sign")
    return f"no unit fits all {len(rows)} rows without error"

# ======== Sums of units ========

SUM_FIELDS = {"format": str, "version": int, "target": str, "features": list, "bias": bool, "units": int, "signs": str,
              "output": str, "realizable": bool, "network": dict, "refutations": list}
MOST_UNITS = 64

def signs_of(text):
    signs = [plus_or_minus(c) for c in text or ""]
    refuse(signs != sorted(signs, reverse=True), f"signs + come before signs -, unlike {text!r}")
    return signs

def read_sum(proof, path):
    refuse(bool(proof.realizable) != (proof.network is not None), f"{path}: realizable contradicts the rest of the proof")
    if proof.network is not None:
        network = Fields(proof.network, {"signs": str, "weights": list, "output": list})
        network.signs = signs_of(network.signs)
        network.weights = [[rational(w) for w in row or []] for row in map(list_of, network.weights or [])]
        network.output = [rational(w) for w in network.output or []]
        proof.network = network
    proof.refutations = [read_tree(t) for t in proof.refutations or []]
    return proof

def list_of(value):
    refuse(value is not None and not isinstance(value, list), "weights are lists")
    return value

def read_tree(value):
    tree = Fields(value, {"signs": str, "nodes": list})
    tree.signs = signs_of(tree.signs)
    tree.nodes = [read_node(n) for n in tree.nodes or []]
    return tree

def read_node(value):
    node = Fields(value, {"split": dict, "rows": list, "sides": list})
    if node.split is not None:
        refuse(bool(node.rows) or bool(node.sides), "a node is both a split and a contradiction")
        split = Fields(node.split, {"row": int, "unit": int, "side": str})
        refuse(split.side not in ("on", "off"), f"a side is on or off, not {split.side!r}")
        node.split = split.row or 0, split.unit or 0, split.side == "on"
    rows = [Fields(r, {"row": int, "active": str, "multiplier": str}) for r in node.rows or []]
    refuse(any(set(r.active or "") - set("01") for r in rows), "active units are 1, others 0")
    node.rows = [(r.row or 0, [c == "1" for c in r.active or ""], rational(r.multiplier)) for r in rows]
    sides = [Fields(s, {"row": int, "unit": int, "multiplier": str}) for s in node.sides or []]
    node.sides = [(s.row or 0, s.unit or 0, rational(s.multiplier)) for s in sides]
    return node

def free_part(output, x):
    """z, what the free part's weights are for."""
    return {"none": [], "intercept": [Fraction(1)], "affine": x}[output]

def insist_on_network(network, rows, output):
    """Its output on each row is computed and is the label."""
    insist(len(network.weights) == len(network.signs), "weights are of another number of units than the signs")
    insist(len(network.output) == len(free_part(output, rows[0][0])), "the output part has another number of weights")
    insist(all(len(w) == len(rows[0][0]) for w in network.weights), "a unit has another number of weights than there are columns")
    for i, (x, y) in enumerate(rows):
        units = sum(s * max(Fraction(0), dot(w, x)) for s, w in zip(network.signs, network.weights))
        insist(units + dot(network.output, free_part(output, x)) == y, f"the network's output on row {i + 1} is not its label")

def insist_on_contradiction(node, signs, rows, output, sides):
    """The weights cancel, and the labels come to less than 0."""
    total = [[Fraction(0)] * len(rows[0][0]) for _ in signs]
    free, labels = [Fraction(0)] * len(free_part(output, rows[0][0])), Fraction(0)
    for number, active, multiplier in node.rows:
        x, y = label_at(rows, number)
        insist(len(active) == len(signs), f"row {number} names another number of units")
        for j, (sign, on) in enumerate(zip(signs, active)):
            known = sides.get((j, number)) == on
            insist(known or multiplier * sign >= 0, f"row {number} needs a multiplier of the other sign: unit {j + 1} has no such side")
            if on:
                total[j] = [t + multiplier * sign * v for t, v in zip(total[j], x)]
        free = [t + multiplier * v for t, v in zip(free, free_part(output, x))]
        labels += multiplier * y
    for number, unit, multiplier in node.sides:
        x, _ = label_at(rows, number)
        insist(1 <= unit <= len(signs), f"there is no unit {unit}")
        on = sides.get((unit - 1, number))
        insist(on is not None, f"unit {unit} was put on no side of row {number}")
        insist(multiplier >= 0, "the multiplier of a side is below 0")
        total[unit - 1] = [t - (1 if on else -1) * multiplier * v for t, v in zip(total[unit - 1], x)]
    insist(not any(map(any, total)) and not any(free), "the weights do not cancel")
    insist(labels < 0, "the labels come to no contradiction")

def of_unit(sides, j):
    return {number: on for (unit, number), on in sides.items() if unit == j}

def insist_on_tree(tree, rows, output):
    """Preorder: a stack of the decisions of the subtrees to come."""
    waiting = [{}]
    for node in tree.nodes:
        insist(waiting, "a node belongs to nothing")
        sides = waiting.pop()
        if node.split is None:
            insist_on_contradiction(node, tree.signs, rows, output, sides)
            continue
        number, unit, on = node.split
        label_at(rows, number)
        insist(1 <= unit <= len(tree.signs), f"there is no unit {unit}")
        own = of_unit(sides, unit - 1)
        alike = [j for j, sign in enumerate(tree.signs) if sign == tree.signs[unit - 1] and of_unit(sides, j) == own]
        waiting.append({**sides, **{(j, number): not on for j in alike}})
        waiting.append({**sides, (unit - 1, number): on})
    insist(not waiting, "a node is missing")

def check_sum(proof, data, question):
    """question.units, .signs (in order, or any) and .linear are the command line's."""
    asked = data.target, data.features, question.bias, question.units, question.signs, question.linear
    insist((proof.target, proof.features, bool(proof.bias), proof.units, proof.signs, proof.output) == asked,
           "the proof is for other columns or another class")
    rows = [([Fraction(1)] * question.bias + x, y) for x, y, _ in data.rows]
    k = question.units
    choices = [[1] * (k - minus) + [-1] * minus for minus in range(k + 1)] if question.signs == "any" else [signs_of(question.signs)]
    if proof.network is not None:
        insist(proof.network.signs in choices, "the network's signs are not asked for")
        insist_on_network(proof.network, rows, question.linear)
        return f"a sum fits all {len(rows)} rows without error"
    for signs in choices:
        trees = [t for t in proof.refutations if t.signs == signs]
        insist(trees, "nothing is said about a choice of signs")
        insist_on_tree(trees[0], rows, question.linear)
    return f"no sum fits all {len(rows)} rows without error"
