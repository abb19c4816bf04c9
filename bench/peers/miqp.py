"""Writes bench/miqp.md: relucert against SCIP on what `relucert export problem` writes.

Run it in the repository's root: bench/peers/miqp.py SCIP SECONDS, where SCIP is the program and SECONDS
how long each of its runs may take; or bench/peers/miqp.py to measure relucert only, beside what the table
has of SCIP. It needs Go.
"""
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
TABLE = HERE.parent / "miqp.md"
FORMULATIONS = ["sos1", "big-m", "indicator"]
SEEDS = range(101, 104)

# Name, labels, features, samples, units, norm bound.
CASES = [
    ("planted", 5, 100, 1, 1),
    ("planted", 5, 200, 1, 1),
    ("planted", 10, 100, 1, 1),
    ("planted", 10, 200, 1, 1),
    ("noise", 2, 50, 1, None),
    ("noise", 3, 100, 1, None),
    ("noise", 4, 60, 1, None),
    ("noise", 5, 50, 1, None),
    ("noise", 4, 60, 1, 1),
    ("noise", 5, 100, 1, 1),
    ("planted", 2, 40, 2, 1),
    ("planted", 3, 40, 2, 1),
]


def run(*command, limit=None):
    return subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False).stdout


def generate(binary, path, labels, features, samples, units, seed):
    more = ["--signs", "+" * units, "--noise", "0.1"] if labels == "planted" else []
    run(binary, "generate", labels, "--features", str(features), "--samples", str(samples), "--seed", str(seed), "-o", path, *more)


def network(units, bound):
    return ["--signs", "+" * units, "--linear", "none", "--bias=false"] + ([f"--norm-bound={bound}"] if bound else [])


def ours(binary, path, of_class):
    """Seconds, the least of three runs; and SSE."""
    fits = [json.loads(run(binary, "fit", path, *of_class, "--threads", "1", "--gap", "1e-4", "--json")) for _ in range(3)]
    assert all(f["status"] == "optimal" for f in fits), fits
    return min(f["seconds"] for f in fits), fits[0]["sse"]


def scip(program, binary, path, of_class, formulation, limit):
    """Seconds, and whether the gap was closed within them."""
    problem = path + ".lp"
    run(binary, "export", "problem", path, *of_class, "--formulation", formulation, "-o", problem)
    commands = ["set presolving advanced donotmultaggr TRUE", "set limits gap 1e-4", f"set limits time {limit}", f"read {problem}", "optimize", "quit"]
    log = run(program, *(word for c in commands for word in ("-c", c)), limit=2 * limit + 60)
    status = re.search(r"SCIP Status\s*: (.*)", log)
    seconds = re.search(r"Solving Time \(sec\)\s*: ([0-9.]+)", log)
    assert status and seconds, log[-2000:]
    return max(float(seconds[1]), 0.01), "time limit" not in status[1]


def fastest(program, binary, path, of_class, limit):
    """Seconds and formulation of the fastest run that closed the gap, or else the limit. None runs longer than the fastest so far."""
    best, by = limit, None
    for formulation in FORMULATIONS:
        seconds, closed = scip(program, binary, path, of_class, formulation, best)
        if closed and seconds <= best:
            best, by = seconds, formulation
    return best, by


def measure(binary, folder, case, seed, rival):
    labels, features, samples, units, bound = case
    path = os.path.join(folder, "data.csv")
    generate(binary, path, labels, features, samples, units, seed)
    of_class = network(units, bound)
    seconds, sse = ours(binary, path, of_class)
    theirs, by = rival(binary, path, of_class)
    print(case, seed, seconds, theirs, by, file=sys.stderr, flush=True)
    return case, seed, sse, seconds, theirs, by


def running(program, limit):
    """Measures SCIP."""
    return lambda binary, path, of_class: fastest(program, binary, path, of_class, limit)


def recorded():
    """Reads what SCIP took from the table, row by row."""
    rows = iter(re.findall(r"\| (?:> )?([0-9.]+) s \| (\S+) \| (?:> )?[0-9]+ \|$", TABLE.read_text(), re.MULTILINE))

    def next_row(*_):
        seconds, by = next(rows)
        return float(seconds), None if by == "all" else by

    return next_row


def lines(rows):
    yield "| labels | features | samples | units | ‖w‖ ≤ | seed | SSE | relucert | SCIP | formulation | ratio |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for (labels, features, samples, units, bound), seed, sse, seconds, theirs, by in rows:
        yield (f"| {labels} | {features} | {samples} | {units} | {bound or ''} | {seed} | {sse:.6g} | {seconds:.3g} s | "
               f"{'' if by else '> '}{theirs:.3g} s | {by or 'all'} | {'' if by else '> '}{theirs / seconds:.0f} |")
    ratios = [theirs / seconds for *_, seconds, theirs, _ in rows]
    yield ""
    yield f"Geometric mean of the {len(ratios)} ratios: {math.exp(sum(map(math.log, ratios)) / len(ratios)):.0f}; the least: {min(ratios):.0f}."


def main():
    rival = running(sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 2 else recorded()
    with tempfile.TemporaryDirectory() as folder:
        binary = os.path.join(folder, "relucert")
        subprocess.run(["go", "build", "-o", binary, "./cmd/relucert"], check=True)
        rows = [measure(binary, folder, case, seed, rival) for case in CASES for seed in SEEDS]
    TABLE.write_text((HERE / "miqp.head.md").read_text() + "\n" + "\n".join(lines(rows)) + "\n")


main()
