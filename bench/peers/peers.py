"""Writes bench/peers.md: broken lines by relucert and by what else there is.

Run it in the repository's root. It needs Go, Rscript with segmented, and SciPy:
apt-get install r-cran-segmented python3-scipy
"""
import gzip
import json
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
LIMIT = 120  # seconds a run may take
SEEDS = range(1, 6)

# File, input, label, numbers of breakpoints.
CASES = [
    ("stagnant.csv", "x", "y", (1, 2, 3)),
    ("plant.csv", "time", "y", (1, 2)),
    ("down.csv", "age", "cases", (1, 2)),
    ("energy-daily.csv", "temp_f", "kwh", (1, 2)),
    ("energy-hourly.csv", "temp_f", "kwh", (1, 2)),
] + [(f"year-{seed}.csv", "day", "y", (1, 2, 4)) for seed in SEEDS]

TOOLS = ["segmented, no restarts", "segmented", "segmented, 50 restarts", "20 local searches", "differential evolution"]


def year(seed):
    """365 days about a broken line with four kinks, and noise."""
    rng = random.Random(seed)
    kinks = sorted(rng.uniform(20, 345) for _ in range(4))
    bends = [rng.gauss(0, 0.1) for _ in kinks]
    yield "day,y"
    for day in range(1, 366):
        y = sum(bend * max(0, day - kink) for bend, kink in zip(bends, kinks)) + rng.gauss(0, 2)
        yield f"{day},{y:.6g}"


def prepare(folder):
    for seed in SEEDS:
        (folder / f"year-{seed}.csv").write_text("\n".join(year(seed)) + "\n")
    for name, *_ in CASES:
        if (EXAMPLES / name).exists():
            (folder / name).write_bytes((EXAMPLES / name).read_bytes())
        elif (EXAMPLES / (name + ".gz")).exists():
            (folder / name).write_bytes(gzip.decompress((EXAMPLES / (name + ".gz")).read_bytes()))


def output_of(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=2 * LIMIT, check=False).stdout
    except subprocess.TimeoutExpired:
        return ""


def ours(binary, path, x, y, breaks):
    text = output_of(binary, "fit", str(path), "--features", x, "--target", y, "--units", str(breaks), "--linear", "affine",
                     "--time-limit", f"{LIMIT}s", "--json", "-q")
    r = json.loads(text)
    return r["sse"], r["sse_lower"], r["seconds"]


def peer(tool, path, x, y, breaks):
    restarts = {"segmented, no restarts": "0", "segmented": "10", "segmented, 50 restarts": "50"}
    if tool in restarts:
        text = output_of("Rscript", str(HERE / "segmented.R"), str(path), x, y, str(breaks), restarts[tool])
    else:
        method = {"20 local searches": "starts", "differential evolution": "evolution"}[tool]
        text = output_of("/usr/bin/python3", str(HERE / "scipy_fit.py"), str(path), x, y, str(breaks), method)
    last = (text.splitlines() or [""])[-1].split() or ["nan", "nan"]  # segmented may talk before
    return [float(word.replace("NA", "nan")) for word in last]


def cell(sse, seconds, best):
    if sse != sse:
        return f"no fit, {seconds:.2f} s" if seconds == seconds else f"> {2 * LIMIT} s"
    excess = sse / best - 1
    return ("optimal" if excess < 1e-6 else f"**+{100 * excess:.2g} %**") + f", {seconds:.2f} s"


def main():
    rows, missed = [], dict.fromkeys(TOOLS, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        binary = str(folder / "relucert")
        subprocess.run(["go", "build", "-o", binary, "./cmd/relucert"], check=True)
        for file, x, y, numbers in CASES:
            for breaks in numbers:
                sse, lower, seconds = ours(binary, folder / file, x, y, breaks)
                proof = "proved" if sse - lower <= 1.0001e-6 * sse else f"gap {100 * (1 - lower / sse):.2g} %"
                row = [file.removesuffix(".csv"), str(breaks), f"{sse:.8g}", f"{proof}, {seconds:.3f} s"]
                for tool in TOOLS:
                    found, took = peer(tool, folder / file, x, y, breaks)
                    missed[tool] += not found <= sse * (1 + 1e-6)
                    row.append(cell(found, took, sse))
                rows.append(row)
                print(*row, sep=" | ", file=sys.stderr)
    report(rows, missed)


def report(rows, missed):
    revision = subprocess.run(["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=True).stdout.strip()
    lines = (HERE / "head.md").read_text().replace("REVISION", revision).splitlines()
    lines += ["", "| data | breakpoints | SSE of relucert | relucert | " + " | ".join(TOOLS) + " |", "|" + " --- |" * (4 + len(TOOLS))]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["| missed | | | | " + " | ".join(f"{missed[tool]} of {len(rows)}" for tool in TOOLS) + " |"]
    (HERE.parent / "peers.md").write_text("\n".join(lines) + "\n")


main()
