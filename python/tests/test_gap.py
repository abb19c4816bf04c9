"""certify, against networks whose distance from the optimum is known."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import warnings

import numpy as np

from test_estimators import ROOT, example, needs_sklearn, thorough

import relucert

X, Y = example("energy-daily", "temp_f", "kwh")
# −, 0, + of README.md: the best of two units and a constant.
LEAST = 38036.1


class Gap(unittest.TestCase):
    def test_arrays(self):
        """The network's SSE is numpy's, for arrays, a state dict and a file alike."""
        W, b, a, c = np.array([[0.5], [-0.3]]), np.array([-30.0, 18]), np.array([4.0, 3]), 15.0
        sse = np.sum((np.maximum(0, X @ W.T + b) @ a + c - Y) ** 2)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "w.json"
            path.write_text(json.dumps({"W": W.tolist(), "b": b.tolist(), "a": a.tolist(), "c": c}))
            for model in ({"W": W, "b": b, "a": a, "c": c}, {"0.weight": W, "0.bias": b, "2.weight": a[None], "2.bias": np.array([c])}, path, str(path)):
                d = relucert.certify(model, X, Y)
                self.assertAlmostEqual(d.network_sse, sse, delta=1e-9 * sse)
                self.assertAlmostEqual(d.sse, LEAST, delta=0.1)
                self.assertAlmostEqual(d.excess_at_least, sse / d.sse - 1)
                self.assertLessEqual(d.excess_at_least, d.excess_at_most)
        self.assertIn("at least 212.3 %, at most 212.", str(d))

    def test_wrong(self):
        for model, pattern in (
            (3, "int is no network"),
            ({"0.weight": np.ones((3, 1)), "2.weight": np.ones((3, 3))}, "weights of n→k and k→1"),
            ({"W": [[1.0, 2.0]], "a": [1.0]}, r"the network takes 2 columns, and the data have 1"),
            ({"W": [[1.0]], "a": [1.0, 2.0]}, "a has 2 entries"),
            ("/nowhere.onnx", "nowhere.onnx"),
        ):
            with self.subTest(pattern), self.assertRaisesRegex(ValueError, pattern):
                relucert.certify(model, X, Y)

    @needs_sklearn
    def test_scikit(self):
        from sklearn.neural_network import MLPRegressor

        mlp = MLPRegressor((2,), solver="lbfgs", max_iter=5000, random_state=42).fit(X, Y)
        d = relucert.certify(mlp, X, Y)
        self.assertAlmostEqual(d.network_sse, np.sum((mlp.predict(X) - Y) ** 2), delta=1e-6 * d.network_sse)
        with warnings.catch_warnings(), self.assertRaisesRegex(ValueError, "one hidden layer"):
            warnings.simplefilter("ignore")
            relucert.certify(MLPRegressor((2, 2), max_iter=5, solver="lbfgs").fit(X, Y), X, Y)

    @needs_sklearn
    @thorough
    def test_example(self):
        """python/README.md shows what the example prints; local searches may differ a little from machine to machine."""
        shown = (ROOT / "python" / "README.md").read_text().split("seed     SSE")[1].split("```")[0].split()
        out = subprocess.run([sys.executable, ROOT / "python" / "examples" / "mlp_gap.py"], capture_output=True, text=True, check=True).stdout
        got = out.split("seed     SSE")[1].split()
        self.assertEqual(len(got), len(shown))
        for a, b in zip(got, shown):
            if a != b:
                self.assertAlmostEqual(float(a), float(b), delta=0.01 * float(b) + 1, msg=out)


if __name__ == "__main__":
    unittest.main()
