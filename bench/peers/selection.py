"""Writes bench/select.md: how often the true number of breakpoints is found, by relucert and by R's selgmented.

Run it in the repository's root, with the names of criteria (bic, aic, cv, seq) or without, for all. It needs Go and Rscript with segmented:
apt-get install r-cran-segmented
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
SETS = 200
ROWS = 200
WAYS = {"bic": "BIC", "aic": "AIC", "cv": "10-fold cross-validation", "seq": "permutation tests in turn"}


def line(seed):
    """200 inputs about a line with 0 to 3 kinks, 20 or more apart, whose slopes change by 0.15 to 0.4, and noise of 1."""
    rng = random.Random(seed)
    while True:
        kinks = sorted(rng.uniform(15, 85) for _ in range(seed % 4))
        if all(b - a >= 20 for a, b in zip(kinks, kinks[1:])):
            break
    bends = [rng.choice((-1, 1)) * rng.uniform(0.15, 0.4) for _ in kinks]
    rows = ["x,y"]
    for x in sorted(rng.uniform(0, 100) for _ in range(ROWS)):
        y = 0.1 * x + sum(b * max(0, x - k) for b, k in zip(bends, kinks)) + rng.gauss(0, 1)
        rows.append(f"{x:.4f},{y:.4f}")
    return "\n".join(rows) + "\n"


def ours(binary, path, way):
    command = [binary, "fit", path, "--breakpoints", "0..5", "--select", way, "--json", "-q"]
    r = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(json.loads(r.stdout)["choice"]["chosen"])


def row(name, found):
    right = [sum(found[s] == s % 4 for s in found if s % 4 == k) for k in range(4)]
    sizes = [sum(s % 4 == k for s in found) for k in range(4)]
    more = sum(n is not None and n > s % 4 for s, n in found.items())
    return f"| {name} | " + " | ".join(f"{100 * a / b:.0f} %" for a, b in zip(right, sizes)) + f" | {100 * sum(right) / len(found):.0f} % | {100 * more / len(found):.0f} % |"


def main():
    with tempfile.TemporaryDirectory() as folder:
        binary = folder + "/relucert"
        subprocess.run(["go", "build", "-o", binary, "./cmd/relucert"], check=True)
        for seed in range(1, SETS + 1):
            pathlib.Path(folder, f"{seed}.csv").write_text(line(seed))
        table = [row("relucert, " + name, {s: ours(binary, f"{folder}/{s}.csv", way) for s in range(1, SETS + 1)}) for way, name in WAYS.items() if way in sys.argv[1:] or len(sys.argv) == 1]
        theirs = subprocess.run(["Rscript", HERE / "selgmented.R", folder, str(SETS)], capture_output=True, text=True, check=True).stdout
        pairs = [[None if n == "NA" else int(n) for n in text.split()] for text in theirs.splitlines()]
        table.append(row("selgmented, BIC", {s + 1: p[0] for s, p in enumerate(pairs)}))
        table.append(row("selgmented, score tests in turn, at most two", {s + 1: p[1] for s, p in enumerate(pairs)}))
    text = (HERE / "select.head.md").read_text() + "\n".join(table) + "\n"
    (HERE.parent / "select.md").write_text(text)


main()
