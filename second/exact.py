"""What both documents take for granted: exact arithmetic, two ways to fail, and reading files."""

import json
import math
from fractions import Fraction

class Unreadable(Exception):
    """A file that does not say anything, or bad usage: exit code 2."""

class NotProved(Exception):
    """A file that says something that it does not prove: exit code 1."""

def insist(condition, reason):
    if not condition:
        raise NotProved(reason)

def refuse(condition, reason):
    if condition:
        raise Unreadable(reason)

PRECISION = 128  # bits of what may be rounded: derivations at will, roots upwards

def dot(a, b):
    """Σ a_i b_i, with one reduction to lowest terms in the end."""
    numerator, denominator = 0, 1
    for p, q in zip(a, b):
        if p and q:
            d = p.denominator * q.denominator
            numerator, denominator = numerator * d + p.numerator * q.numerator * denominator, denominator * d
    return Fraction(numerator, denominator)

def norm1(a):
    return sum(map(abs, a), Fraction(0))

def combination(vectors, coefficients, length):
    total = [Fraction(0)] * length
    for vector, c in zip(vectors, coefficients):
        if c:
            total = [s + c * v for s, v in zip(total, vector)]
    return total

def gram(vectors, weights):
    """Σ ω v vᵀ."""
    columns = list(zip(*vectors))
    weighted = [[w * q for w, q in zip(weights, column)] for column in columns]
    return [[dot(a, b) for b in columns] for a in weighted]

def scaled(q, bits):
    """q · 2^bits as numerator and denominator."""
    if bits >= 0:
        return q.numerator << bits, q.denominator
    return q.numerator, q.denominator << -bits

def power_of_two(exponent):
    return Fraction(1 << exponent) if exponent >= 0 else Fraction(1, 1 << -exponent)

def magnitude(q):
    return q.numerator.bit_length() - q.denominator.bit_length()

def rounded(q):
    """q to PRECISION bits: for the derivations, where any number is allowed."""
    if q.denominator.bit_length() <= PRECISION:
        return q
    bits = PRECISION - magnitude(q)
    numerator, denominator = scaled(q, bits)
    return numerator // denominator * power_of_two(-bits)

def root_up(q):
    """The root of q, or a little more; exactly 0 of 0."""
    if q == 0:
        return Fraction(0)
    bits = PRECISION - magnitude(q) // 2
    numerator, denominator = scaled(q, 2 * bits)
    return (math.isqrt(numerator // denominator) + 1) * power_of_two(-bits)

def eliminate(matrix):
    """LDLᵀ of a symmetric matrix: the pivots d, and rows that solve() goes back through. A row whose
    pivot is 0 is left as it is."""
    rows = [list(row) for row in matrix]
    for i, row in enumerate(rows):
        if row[i] == 0:
            continue
        for lower in rows[i + 1:]:
            factor = lower[i] / row[i]
            if factor:
                for j in range(i, len(lower)):
                    lower[j] -= factor * row[j]
    return rows

def is_semidefinite(matrix):
    """Whether xᵀMx ≥ 0 for all x: no pivot is negative, and where one is 0, so is its row."""
    size = len(matrix)
    rows = eliminate(matrix)
    return all(rows[i][i] > 0 or not any(rows[i][i:size]) for i in range(size))

def solve(matrix, right):
    """An x with Mx = right, for a semidefinite M whose range right lies in: x is 0 where a pivot is."""
    size = len(matrix)
    rows = eliminate([list(row) + [r] for row, r in zip(matrix, right)])
    x = [Fraction(0)] * size
    for i in reversed(range(size)):
        if rows[i][i]:
            x[i] = (rows[i][size] - dot(rows[i][i + 1:size], x[i + 1:])) / rows[i][i]
    return x

def read_file(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}")

def read_json(path, what):
    def pairs(items):
        refuse(len(dict(items)) < len(items), f"{path}: a field stands twice")
        return dict(items)

    try:
        return json.loads(read_file(path).decode("utf-8"), object_pairs_hook=pairs,
                          parse_float=lambda text: Fraction(float(text)))
    except (ValueError, OverflowError, RecursionError) as error:
        raise Unreadable(f"{path}: not {what}: {error}")
