"""How far from optimal does scikit-learn's MLPRegressor land? Twenty seeds, two years of a house's electricity use."""
import pathlib
import sys

import pandas
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

repository = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(repository / "python"))
import relucert

data = pandas.read_csv(repository / "examples" / "energy-daily.csv")
X, y = data[["temp_f"]], data["kwh"]

print("seed     SSE  optimum  above it  dead units")
distances = []
for seed in range(20):
    mlp = make_pipeline(StandardScaler(), MLPRegressor((2,), solver="lbfgs", random_state=seed)).fit(X, y)
    d = relucert.certify(mlp, X, y)
    distances.append(d.excess_at_least)
    print(f"{seed:4d}  {d.network_sse:6.0f}  {d.sse:7.0f}  {100 * d.excess_at_least:6.1f} %  {d.dead_units:10d}")
print(f"{sum(d < 1e-3 for d in distances)} of 20 seeds are within 0.1 % of the optimum; the median is {100 * sorted(distances)[10]:.0f} % above it")
