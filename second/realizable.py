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

def read_proof(path):
    value = read_json(path, "a proof of relucert realizable")
    proof = Fields(value, PROOF_FIELDS)
    refuse(proof.format != "relucert-realizable" or proof.version != 1, f"{path}: not a proof of version 1")
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
