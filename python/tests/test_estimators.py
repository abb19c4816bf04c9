"""The estimators, against what is known of the data and against numpy."""
import csv
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import unittest
import warnings

import numpy as np

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "python"))
import relucert  # noqa: E402
from relucert._base import ConvergenceWarning, NotFittedError  # noqa: E402

try:
    import pandas
    import sklearn
except ImportError:
    pandas = sklearn = None
try:
    import matplotlib

    matplotlib.use("Agg")
except ImportError:
    matplotlib = None

thorough = unittest.skipUnless(os.environ.get("RELUCERT_TESTS") == "thorough", "for RELUCERT_TESTS=thorough")
needs_sklearn = unittest.skipIf(sklearn is None, "scikit-learn and pandas are not installed")


def example(name, x, y):
    rows = list(csv.DictReader(open(ROOT / "examples" / f"{name}.csv")))
    return np.array([[float(r[x])] for r in rows]), np.array([float(r[y]) for r in rows])


STAGNANT = example("stagnant", "x", "y")


def hard(rng=np.random.default_rng(1)):
    """Samples that no search closes soon."""
    X = rng.normal(size=(200, 8))
    return X, rng.normal(size=200)


class Fit(unittest.TestCase):
    def test_broken_line(self):
        """Two breakpoints of stagnant, as R's segmented finds them (docs/statistics.md)."""
        X, y = STAGNANT
        model = relucert.BreakpointRegressor(2).fit(X, y)
        np.testing.assert_allclose(model.breakpoints_, [-0.15245, 0.31269], atol=1e-5)
        np.testing.assert_allclose(model.slopes_, [-0.40463, -0.7573, -1.0618], atol=1e-4)
        self.assertEqual(model.status_, "optimal")
        self.assertAlmostEqual(model.sse_, float(np.sum((model.predict(X) - y) ** 2)), places=12)
        self.assertLessEqual(model.lower_bound_, model.sse_)
        self.assertAlmostEqual(model.gap_, (model.sse_ - model.lower_bound_) / model.sse_)
        low, high = model.intervals_["breakpoint 1"]
        self.assertTrue(low < model.breakpoints_[0] < high)

    def test_units_are_the_prediction(self):
        rng = np.random.default_rng(2)
        X = rng.normal(size=(60, 2)) + [1e3, -5]
        y = np.abs(X[:, 0] - 1e3) + 0.1 * rng.normal(size=60) + 1e4
        for linear in ("none", "intercept", "affine"):
            model = relucert.ReLURegressor(2, linear=linear, node_limit=50)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                model.fit(X, y)
            f = X @ model.linear_ + model.intercept_ + sum(u.sign * np.maximum(0, X @ u.weights + u.bias) for u in model.units_)
            np.testing.assert_allclose(model.predict(X), f, rtol=1e-9)
            self.assertIsNone(model.breakpoints_)

    def test_other_objectives(self):
        """Losses and penalties, against what the network costs, and the checker's word on the bound."""
        rng = np.random.default_rng(5)
        X = rng.normal(size=(40, 2))
        y = np.maximum(0, X[:, 0]) + rng.standard_t(2, size=40)
        losses = {
            "absolute": np.abs, "quantile:0.9": lambda e: np.where(e < 0, -0.9 * e, 0.1 * e), "squared": np.square,
            "huber:0.5": lambda e: np.where(np.abs(e) <= 0.5, e**2, np.abs(e) - 0.25),
        }
        for loss, cost in losses.items():
            model = relucert.ReLURegressor(1, loss=loss, ridge=0.3).fit(X, y)
            penalty = 0.3 * sum(float(np.sum(u.weights**2)) for u in model.units_)
            self.assertAlmostEqual(model.objective_, float(np.sum(cost(model.predict(X) - y))) + penalty, places=9)
            self.assertAlmostEqual(model.sse_, float(np.sum((model.predict(X) - y) ** 2)), places=9)
            self.assertEqual(model.status_, "optimal")
            self.assertLessEqual(model.lower_bound_, model.objective_)
            self.assertIsNone(model.intervals_)
            verdict = model.verify()
            self.assertTrue(verdict["proved"], verdict)
            self.assertIn("0.3 Σ‖w‖²", verdict["objective"])
        with self.assertRaisesRegex(ValueError, "huber:δ"):
            relucert.ReLURegressor(1, loss="huber").fit(X, y)

    def test_best_of_all_kinks(self):
        """One unit against least squares at every kink between neighbours, and at a fine grid between them."""
        rng = np.random.default_rng(3)
        for _ in range(5):
            x, y = np.sort(rng.normal(size=12)), rng.normal(size=12)
            best = min(
                np.sum((np.linalg.lstsq(A, y, rcond=None)[0] @ A.T - y) ** 2)
                for kink in np.linspace(x[0], x[-1], 2000)
                for A in [np.stack([np.ones(12), x, np.maximum(0, x - kink)], 1)]
            )
            model = relucert.BreakpointRegressor(1).fit(x[:, None], y)
            self.assertLessEqual(model.lower_bound_, best * (1 + 1e-9))
            self.assertGreaterEqual(model.sse_, best * 0.999)

    def test_range(self):
        model = relucert.BreakpointRegressor((0, 3)).fit(*STAGNANT)
        self.assertEqual((model.result_["choice"]["chosen"], len(model.breakpoints_)), ("2", 2))

    def test_straight_line(self):
        """No breakpoint is least squares."""
        X, y = STAGNANT
        fit = relucert.BreakpointRegressor(0).fit(X, y)
        slope, intercept = np.polyfit(np.ravel(X), y, 1)
        np.testing.assert_allclose(fit.predict(X), slope * np.ravel(X) + intercept, rtol=1e-9)
        self.assertEqual(len(fit.breakpoints_), 0)
        self.assertTrue(fit.verify())

    def test_constraints(self):
        X, y = STAGNANT
        model = relucert.BreakpointRegressor(slopes=("-", 0), between=(-1, 0.5), min_samples=3).fit(X, y)
        self.assertAlmostEqual(model.slopes_[1], 0, places=12)
        self.assertTrue(-1 <= model.breakpoints_[0] <= 0.5)
        known = relucert.BreakpointRegressor(2, known=[0.25]).fit(X, y)
        self.assertIn(0.25, known.breakpoints_)

    def test_weights_are_repetitions(self):
        X, y = STAGNANT
        w = 1 + np.arange(len(y)) % 3
        a, b = relucert.BreakpointRegressor(1).fit(X, y, w), relucert.BreakpointRegressor(1).fit(np.repeat(X, w, axis=0), np.repeat(y, w))
        np.testing.assert_allclose(a.predict(X), b.predict(X), rtol=1e-9)

    def test_timestamps(self):
        """Far from 0, the line is as near to the data as at 0."""
        X, y = np.arange(40.0)[:, None], np.abs(np.arange(40.0) - 17.5)
        near, far = relucert.BreakpointRegressor(1).fit(X, y), relucert.BreakpointRegressor(1).fit(X + 1.7e9, y)
        self.assertAlmostEqual(far.breakpoints_[0] - 1.7e9, near.breakpoints_[0], places=5)
        np.testing.assert_allclose(far.predict(X + 1.7e9), near.predict(X), atol=1e-9)
        low, high = far.intervals_["slope 1"]
        self.assertLessEqual(low, high)


class Proof(unittest.TestCase):
    def test_verify(self):
        model = relucert.BreakpointRegressor(2).fit(*STAGNANT)
        verdict = pickle.loads(pickle.dumps(model)).verify()
        self.assertTrue(verdict["proved"])
        self.assertLessEqual(float(verdict["sse_lower"]), model.sse_)

    def test_other_data_are_refused(self):
        model = relucert.ReLURegressor(1, linear="intercept").fit(*STAGNANT)
        model.data_ = model.data_.replace(b"1.12", b"1.13")
        verdict = model.verify()
        self.assertFalse(verdict["proved"])
        self.assertTrue(verdict["reason"])

    def test_weighted(self):
        X, y = STAGNANT
        self.assertTrue(relucert.BreakpointRegressor(1).fit(X, y, np.linspace(1, 2, len(y))).verify()["proved"])

    def test_none(self):
        model = relucert.BreakpointRegressor(1, certificate=False).fit(*STAGNANT)
        self.assertIsNone(model.certificate_)
        with self.assertRaisesRegex(ValueError, "certificate=True"):
            model.verify()


class Search(unittest.TestCase):
    def test_limit_warns(self):
        with self.assertWarnsRegex(ConvergenceWarning, "node limit: the least SSE may be up to .* below"):
            model = relucert.ReLURegressor(2, node_limit=5).fit(*hard())
        self.assertEqual(model.status_, "node_limit")
        self.assertGreater(model.gap_, 0)

    def test_start(self):
        X, y = hard()
        found = relucert.ReLURegressor(2, linear="none", node_limit=64).fit(X, y)
        start = {"W": np.array([u.weights for u in found.units_]), "b": [u.bias for u in found.units_], "a": [u.sign for u in found.units_], "c": 0}
        again = relucert.ReLURegressor(2, linear="none", node_limit=1, start=start).fit(X, y)
        self.assertLessEqual(again.sse_, found.sse_ * (1 + 1e-12))
        with self.assertRaisesRegex(ValueError, "it has 2 units, and the class has 1"):
            relucert.ReLURegressor(1, linear="none", start=start).fit(X, y)

    def test_progress(self):
        events = []
        with self.assertWarns(ConvergenceWarning):
            relucert.ReLURegressor(2, node_limit=50, progress=events.append).fit(*hard())
        self.assertTrue(events and all(e["lower"] <= e["upper"] for e in events))
        self.assertEqual(set(events[0]), {"seconds", "nodes", "open", "lower", "upper", "source"})

    def test_interrupt_keeps_the_best(self):
        interrupts = []

        def once(event):
            if not interrupts:
                interrupts.append(event)
                signal.raise_signal(signal.SIGINT)

        with self.assertWarnsRegex(ConvergenceWarning, "interrupted"):
            model = relucert.ReLURegressor(3, time_limit=300, progress=once).fit(*hard())
        self.assertEqual(model.status_, "interrupted")
        self.assertTrue(model.verify()["proved"])

    def test_failing_callback(self):
        def fail(event):
            raise RuntimeError("mine")

        with self.assertRaisesRegex(RuntimeError, "mine"):
            relucert.ReLURegressor(3, time_limit=300, progress=fail).fit(*hard())


class Wrong(unittest.TestCase):
    """Each complaint is one line that says what and where."""

    def refused(self, pattern, model, *data):
        with self.assertRaisesRegex(ValueError, pattern) as caught:
            model.fit(*data)
        self.assertNotIn("\n", str(caught.exception))

    def test_data(self):
        X, y = STAGNANT
        model = relucert.BreakpointRegressor()
        bad = X.copy()
        bad[3, 0] = np.nan
        self.refused(r"Input X contains NaN \(row 3, column 0\)", model, bad, y)
        self.refused(r"Input y contains infinity .* \(row 0\)", model, X, np.full(len(y), np.inf))
        self.refused("Expected 2D array, got 1D array instead", model, X[:, 0], y)
        self.refused("X has 28 samples, and y has 27", model, X, y[1:])
        self.refused("sample_weight is -1.0 in row 0", model, X, y, np.full(len(y), -1))
        self.refused("requires y", model, X, None)
        self.refused("could not convert string to float", model, X, ["a"] * len(y))

    def test_parameters(self):
        X, y = STAGNANT
        self.refused("^relucert: --breakpoints must be a whole number", relucert.BreakpointRegressor(-1), X, y)
        self.refused("^relucert: --linear must be none, intercept or affine", relucert.ReLURegressor(linear="no"), X, y)
        self.refused("^relucert: --gap ", relucert.ReLURegressor(gap=2), X, y)
        self.refused("^relucert: ", relucert.BreakpointRegressor(min_samples=500), X, y)
        self.refused("^relucert: ", relucert.BreakpointRegressor((0, 2)), *hard())

    def test_not_fitted(self):
        for method in ("verify", "plot"):
            with self.assertRaises(NotFittedError):
                getattr(relucert.ReLURegressor(), method)()

    def test_no_program(self):
        before = os.environ.get("RELUCERT_BIN")
        os.environ["RELUCERT_BIN"] = "/nowhere/relucert"
        try:
            with self.assertRaisesRegex(FileNotFoundError, "RELUCERT_BIN is /nowhere/relucert"):
                relucert.ReLURegressor().fit(*STAGNANT)
        finally:
            del os.environ["RELUCERT_BIN"]
            if before is not None:
                os.environ["RELUCERT_BIN"] = before


class Shown(unittest.TestCase):
    def test_html(self):
        self.assertIn("ReLURegressor", relucert.ReLURegressor()._repr_html_())
        page = relucert.BreakpointRegressor(2).fit(*STAGNANT)._repr_html_()
        self.assertIn("proved optimal", page)
        self.assertEqual(page.count("<tr>"), 4)
        with self.assertWarns(ConvergenceWarning):
            self.assertEqual(relucert.ReLURegressor(2, node_limit=1).fit(*hard())._repr_html_().count("<tr>"), 3)

    @unittest.skipIf(matplotlib is None, "matplotlib is not installed")
    def test_plot(self):
        ax = relucert.BreakpointRegressor(2).fit(*STAGNANT).plot()
        self.assertEqual(len(ax.lines[0].get_xdata()), 4)
        with self.assertWarns(ConvergenceWarning):
            self.assertIn("observed", relucert.ReLURegressor(2, node_limit=1).fit(*hard()).plot().get_ylabel())

    def test_without_scikit_learn(self):
        """The estimators need numpy alone."""
        program = (
            "import sys; sys.modules['sklearn'] = None\n"
            "import numpy as np, relucert\n"
            "x = np.arange(20.0)[:, None]; m = relucert.BreakpointRegressor(n_breakpoints=1).fit(x, abs(x[:, 0] - 7))\n"
            "print(round(m.score(x, abs(x[:, 0] - 7)), 6), m.breakpoints_.round(6), m, relucert.ReLURegressor(3).set_params(n_units=2).get_params()['n_units'])"
        )
        out = subprocess.run([sys.executable, "-c", program], cwd=ROOT / "python", capture_output=True, text=True, check=False)
        self.assertEqual((out.stdout, out.stderr), ("1.0 [7.] BreakpointRegressor() 2\n", ""))


@needs_sklearn
class Scikit(unittest.TestCase):
    @thorough
    def test_check_estimator(self):
        """All checks of scikit-learn; the node limit keeps them short."""
        from sklearn.utils.estimator_checks import check_estimator

        for model in (relucert.ReLURegressor(node_limit=20), relucert.BreakpointRegressor(node_limit=20)):
            for estimator, check in check_estimator(model, generate_only=True):
                with self.subTest(f"{type(model).__name__} {check.func.__name__}"), warnings.catch_warnings():
                    warnings.simplefilter("ignore", ConvergenceWarning)
                    check(estimator)

    def test_in_its_company(self):
        from sklearn.base import clone
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        X, y = STAGNANT
        pipeline = make_pipeline(StandardScaler(), relucert.BreakpointRegressor())
        search = GridSearchCV(pipeline, {"breakpointregressor__n_breakpoints": [1, 2]}, cv=3).fit(X, y)
        self.assertGreater(search.score(X, y), 0.99)
        self.assertEqual(clone(relucert.ReLURegressor(2, signs="+-")).signs, "+-")

    def test_data_frames(self):
        frame = pandas.DataFrame({"temp, °F": STAGNANT[0][:, 0]})
        model = relucert.BreakpointRegressor(1).fit(frame, pandas.Series(STAGNANT[1], name="use"))
        self.assertEqual((model.result_["features"], model.result_["target"]), (["temp, °F"], "use"))
        self.assertTrue(model.verify()["proved"])
        with self.assertRaisesRegex(ValueError, "feature names should match"):
            model.predict(frame.rename(columns={"temp, °F": "t"}))
        with self.assertWarnsRegex(UserWarning, "does not have valid feature names"):
            model.predict(STAGNANT[0])
        if matplotlib:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                model.plot()


if __name__ == "__main__":
    unittest.main()
