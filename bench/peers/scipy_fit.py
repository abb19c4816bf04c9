"""Fits a broken line with SciPy: FILE X Y BREAKPOINTS METHOD. Prints the SSE and the seconds.

METHOD evolution is differential evolution over the breakpoints with the settings of the
package pwlf's fit, the lines being least squares for given breakpoints; starts is 20 local
searches (L-BFGS-B) from random breakpoints, like pwlf's fitfast.
"""
import csv
import sys
import time

import numpy as np
from scipy.optimize import differential_evolution, minimize


def columns(path, *names):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return [np.array([float(row[name]) for row in rows]) for name in names]


def sse(breaks, x, y):
    design = np.column_stack([np.ones_like(x), x] + [np.maximum(0, x - t) for t in np.sort(breaks)])
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0]
    return float(np.sum((y - design @ coefficients) ** 2))


def evolution(x, y, bounds):
    return differential_evolution(sse, bounds, args=(x, y), strategy="best1bin", maxiter=1000, popsize=50, tol=1e-3,
                                  atol=1e-4, mutation=(0.5, 1), recombination=0.7, polish=True, seed=1).fun


def starts(x, y, bounds):
    rng = np.random.default_rng(1)
    low, high = np.array(bounds).T
    return min(minimize(sse, low + (high - low) * rng.random(len(bounds)), args=(x, y), method="L-BFGS-B", bounds=bounds).fun
               for _ in range(20))


def main():
    path, name_x, name_y, breaks, method = sys.argv[1:]
    x, y = columns(path, name_x, name_y)
    begin = time.perf_counter()
    least = {"evolution": evolution, "starts": starts}[method](x, y, [(x.min(), x.max())] * int(breaks))
    print(f"{least:.15g} {time.perf_counter() - begin:.3f}")


main()
