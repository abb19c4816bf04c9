"""What ``fit`` costs beyond the command: medians over rounds that take both in turn, on 365 rows."""
import statistics
import subprocess
import time

import numpy as np

import relucert
from relucert._table import Table

rng = np.random.default_rng(1)
x = np.arange(365.0)[:, None]
y = np.abs(x[:, 0] - 120) + 0.3 * np.abs(x[:, 0] - 250) + 5 * rng.normal(size=365)
model = relucert.BreakpointRegressor(2)
command = [relucert.find(), "fit", "-", "--json", "--breakpoints", "2", "-q"]
data = Table(x, y).csv()
took = {"command": [], "fit": []}
for _ in range(40):
    start = time.perf_counter()
    subprocess.run(command, input=data, capture_output=True, check=True)
    middle = time.perf_counter()
    model.fit(x, y)
    took["command"].append(middle - start)
    took["fit"].append(time.perf_counter() - middle)
command, fit = (1000 * statistics.median(t) for t in took.values())
print(f"command {command:.1f} ms, fit {fit:.1f} ms, overhead {fit - command:.1f} ms")
