"""What estimators can do against what `relucert fit` can: each parameter gives the very answer of the flags that one would type."""
import ast
import json
import pathlib
import re
import subprocess
import tempfile
import unittest
import warnings
from unittest import mock

import numpy as np

from test_estimators import ConvergenceWarning, ROOT, STAGNANT, example, matplotlib, needs_sklearn

import relucert
from relucert import BreakpointRegressor as Line
from relucert import EnergyRegressor as Energy
from relucert import ReLURegressor as Sum
from relucert import _program

ENERGY = tuple(v[::8] for v in example("energy-daily", "temp_f", "kwh"))
ARRAYS = {"W": [[1.0]], "b": [-0.1], "a": [1.0], "c": 0.0}


def plane(rng=np.random.default_rng(4)):
    """Two columns, of which the first bends twice."""
    X = rng.uniform(0, 10, size=(60, 2)).round(2)
    return X, np.abs(X[:, 0] - 3) + np.maximum(0, X[:, 0] - 7) + 0.5 * X[:, 1] + rng.normal(size=60).round(2)


PLANE = plane()
# Estimators, their data, and what one would type.
CASES = [
    (Line(2), STAGNANT, "--breakpoints 2"),
    (Line((0, 3)), STAGNANT, "--breakpoints 0..3 --select bic"),
    (Line((0, 3), select="cv", folds=5), STAGNANT, "--breakpoints 0..3 --select cv --folds 5"),
    (Line((0, 2), select="seq", draws=99, alpha=0.1, random_state=3), STAGNANT, "--breakpoints 0..2 --select seq --draws 99 --alpha 0.1 --seed 3"),
    (Line(slopes=["-", 0, "+"], min_samples=9, min_width=5), ENERGY, "--slopes=-,0,+ --min-samples 9 --min-width 5"),
    (Line(2, between=[(40, 65), (60, 90)]), ENERGY, "--breakpoints 2 --kinks-between 40,65;60,90"),
    (Line(2, known=65, through=(30, 35)), ENERGY, "--breakpoints 2 --known-kinks 65 --through 30,35"),
    (Line(1, through=(0, -0.5)), STAGNANT, "--breakpoints 1 --through=0,-0.5"),
    (Line(2, jumps=True, min_samples=9), ENERGY, "--breakpoints 2 --jumps --min-samples 9"),
    (Line((0, 2), jumps=True, min_samples=4, select="cv"), STAGNANT, "--breakpoints 0..2 --jumps --min-samples 4 --select cv"),
    (Line(1, bootstrap=40, level=0.9), STAGNANT, "--breakpoints 1 --bootstrap 40 --level 0.9"),
    (Line(1, bootstrap=40, resample="blocks", block=5), STAGNANT, "--breakpoints 1 --bootstrap 40 --resample blocks --block 5"),
    (Line(4, profile=True), STAGNANT, "--breakpoints 4 --profile"),
    (Line(1, kink_test=99), STAGNANT, "--breakpoints 1 --kink-test 99"),
    (Line(1, loss="absolute"), STAGNANT, "--breakpoints 1 --loss absolute"),
    (Line(1, loss="huber:0.1", ridge=0.5), STAGNANT, "--breakpoints 1 --loss huber:0.1 --ridge 0.5"),
    (Line(1, start=ARRAYS), STAGNANT, "--breakpoints 1 --start start.json"),
    (Line({"x1": 2}), PLANE, "--break x1:2"),
    (Line({0: 1, 1: 1}), PLANE, "--break x1:1 --break x2:1"),
    (Line({"any": 2}, linear_columns="x2"), PLANE, "--break any:2 --linear-columns x2"),
    (Line(2, linear_columns=[1]), PLANE, "--breakpoints 2 --linear-columns x2"),
    (Energy(), ENERGY, "--energy auto"),
    (Energy("5p", bootstrap=20, resample="pairs"), ENERGY, "--energy 5p --bootstrap 20 --resample pairs"),
    (Energy("3ph", min_samples=20, known=65.0, level=0.8), ENERGY, "--energy 3ph --min-samples 20 --known-kinks 65 --level 0.8"),
    (Sum(2, linear="none"), STAGNANT, "--units 2 --linear none"),
    (Sum(signs="+-", linear="intercept"), STAGNANT, "--signs=+- --linear intercept"),
    (Sum(1, bias=False, norm_bound=3, method="sign"), PLANE, "--units 1 --bias=false --norm-bound 3 --method sign"),
    (Sum(1, weight_limit=20, gap=0.01, node_limit=40, memory_limit="2GiB", n_jobs=1), PLANE, "--units 1 --weight-limit 20 --gap 0.01 --node-limit 40 --memory-limit 2GiB --threads 1"),
    (Sum(2, linear_columns=["x2"]), PLANE, "--units 2 --linear-columns x2"),
    (Sum(1, loss="quantile:0.9", ridge=0.1), PLANE, "--units 1 --loss quantile:0.9 --ridge 0.1"),
]
# Flags for which a parameter would be another thing, or none.
ELSEWHERE = {
    "the data are arrays": "features where missing delimiter decimal thousands comment na header fractions date-format",
    "the answer comes another way": "json table events certificate plot report model watch quiet help",
    "long work is for the command": "checkpoint every resume until",
    "it has an answer of its own kind": "output-relu",
    "fit's arguments": "target sample-weights",
}


def lasting(answer):
    """What does not change from run to run."""
    return {name: value for name, value in answer.items() if name not in ("seconds", "seconds_left", "file", "notices")}


def named(arguments):
    return {a.split("=")[0].removeprefix("--") for a in arguments if a.startswith("--")}


def typed(model, flags, folder):
    """The JSON of the command line, and the predictions of its model."""
    (folder / "data.csv").write_bytes(model.data_)
    (folder / "start.json").write_text(json.dumps(ARRAYS))
    run = lambda *arguments: subprocess.run([relucert.find(), *arguments], cwd=folder, capture_output=True, check=False).stdout
    out = run("fit", "data.csv", "-q", "--json", "--model", "model.json", *flags.split())
    lines = run("predict", "model.json", "data.csv").decode().splitlines()[1:]
    return json.loads(out), np.array([line.split(",")[-1] for line in lines], dtype=float)


class Flags(unittest.TestCase):
    def fitted(self, model, data):
        """The estimator, and the flags that it passed on."""
        passed, run = [], _program.run
        with mock.patch.object(_program, "run", lambda arguments, *rest: run(passed.append(arguments) or arguments, *rest)), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(*data)
        return passed[0]

    def test_answers(self):
        """Whoever adds a flag to fit adds a parameter, or a reason."""
        passed = set()
        for model, data, flags in CASES:
            with self.subTest(flags), tempfile.TemporaryDirectory() as folder:
                passed |= named(self.fitted(model, data))
                answer, predictions = typed(model, flags, pathlib.Path(folder))
                self.assertEqual(lasting(model.result_), lasting(answer))
                np.testing.assert_allclose(model.predict(data[0]), predictions, rtol=1e-12, atol=1e-12)
                self.assertTrue(model.verify()["proved"])
        text = subprocess.run([relucert.find(), "fit", "--help"], capture_output=True, check=True).stdout.decode()
        known, away = set(re.findall(r"^ +(?:-\w, )?--([\w-]+)", text, re.M)), set(" ".join(ELSEWHERE.values()).split())
        self.assertGreater(len(known), 50)
        self.assertEqual((known - passed - away, away - known), (set(), set()))

    def test_clones(self):
        """Each parameter is kept as it was given, and documented."""
        for model, _, _ in CASES:
            parameters = model.get_params()
            again = type(model)().set_params(**parameters)
            self.assertEqual(again.get_params(), parameters)
            self.assertEqual([name for name in parameters if not re.search(rf"\b{name}\b.* : ", type(model).__doc__)], [])

    @needs_sklearn
    def test_in_its_company(self):
        from sklearn.base import clone
        from sklearn.model_selection import GridSearchCV

        for model, _, _ in CASES:
            self.assertEqual(repr(clone(model)), repr(model))
        search = GridSearchCV(Energy(), {"model": ["2p", "3ph", "5p"]}, cv=3).fit(*ENERGY)
        self.assertEqual(search.best_params_, {"model": "5p"})


@needs_sklearn
class Readme(unittest.TestCase):
    def test_shown(self):
        """What README.md shows can be done."""
        import pandas

        (temperature, kwh), more = example("energy-daily", "temp_f", "kwh"), np.random.default_rng(6)
        data = pandas.DataFrame({"temp_f": temperature[:, 0], "kwh": kwh})
        several = pandas.DataFrame({"a": temperature[::9, 0], "b": more.normal(size=90), "site": np.arange(90) % 2})
        names = {"data": data, "X": data[["temp_f"]], "temperature": temperature, "kwh": kwh}
        text = (ROOT / "python" / "README.md").read_text().split("```python\n")[1].split("```")[0]
        for statement in ast.parse(text).body:
            code = ast.unparse(statement)
            with self.subTest(code), warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                if not isinstance(statement, ast.Expr):
                    exec(code, names)
                elif hasattr(made := eval(code, names), "fit"):
                    made.set_params(time_limit=1).fit(*((several, kwh[::9]) if "columns" in code else (temperature[::9], kwh[::9])))


class Statistics(unittest.TestCase):
    def test_known_breakpoint(self):
        """Given the breakpoint, bands and errors are those of linear regression."""
        X, y = STAGNANT
        model = Line(1, known=0.25).fit(X, y)
        x = X[:, 0]
        J = np.stack([np.ones(len(x)), x, np.maximum(0, x - 0.25)], 1)
        inverse = np.linalg.inv(J.T @ J)
        s2 = np.sum((y - J @ inverse @ J.T @ y) ** 2) / (len(y) - 3)
        self.assertAlmostEqual(model.standard_errors_["slope 1"], np.sqrt(s2 * inverse[1, 1]), places=12)
        at = np.array([[-1.0], [0.25], [0.7]])
        g = np.stack([np.ones(3), at[:, 0], np.maximum(0, at[:, 0] - 0.25)], 1)
        variance = s2 * np.einsum("ij,jk,ik->i", g, inverse, g)
        t = 2.059538552753294  # of 25 degrees of freedom
        for kind, more in (("confidence", 0), ("prediction", s2)):
            half = t * np.sqrt(variance + more)
            np.testing.assert_allclose(model.predict_interval(at, kind), model.predict(at)[:, None] + half[:, None] * [-1, 1], rtol=1e-9)
        narrow = model.predict_interval(at, level=0.5)
        self.assertTrue(np.all(np.diff(narrow) < np.diff(model.predict_interval(at))))

    def test_bands_of_odd_columns(self):
        """Names with commas, and data far from 0."""
        X, y = STAGNANT
        near, far = Line(1).fit(X, y), Line(1).fit(1.7e9 + 100 * X, y + 1e6)
        np.testing.assert_allclose(far.predict_interval(1.7e9 + 100 * X) - 1e6, near.predict_interval(X), atol=1e-4)

    def test_no_bands(self):
        X, y = STAGNANT
        for model, data in ((Line(1, jumps=True), STAGNANT), (Line({"any": 1}), PLANE), (Line(1, loss="absolute"), STAGNANT)):
            with self.assertRaisesRegex(ValueError, "predict_interval is for broken lines"):
                model.fit(*data).predict_interval(data[0])
        with self.assertRaisesRegex(ValueError, "^relucert: --interval "):
            Line(1).fit(X, y).predict_interval(X, "both")

    def test_kink_test(self):
        X, y = STAGNANT
        test = Line(1, kink_test=99).fit(X, y).kink_test_
        self.assertEqual((test["p"], test["draws"]), (0.01, 99))
        self.assertIsNone(Line(1).fit(X, y).kink_test_)

    def test_jumps(self):
        """Between jumps the line is least squares of its samples; it is plotted with its jumps."""
        X, y = ENERGY
        model = Line(2, jumps=True, min_samples=9).fit(X, y)
        at = np.searchsorted(model.breakpoints_, X[:, 0])
        for piece in range(3):
            slope, intercept = np.polyfit(X[at == piece, 0], y[at == piece], 1)
            np.testing.assert_allclose(model.predict(X[at == piece]), slope * X[at == piece, 0] + intercept, rtol=1e-9)
            self.assertAlmostEqual(model.slopes_[piece], slope)
        self.assertIsNone(model.intervals_)
        self.assertEqual(model._repr_html_().count("<tr>"), 4)
        if matplotlib:
            strokes = [line.get_ydata() for line in model.plot().lines]
            self.assertEqual(len(strokes), 3)
            self.assertNotAlmostEqual(strokes[0][1], strokes[1][0])

    def test_energy(self):
        model = Energy().fit(*ENERGY)
        self.assertEqual(model.model_, "5P")
        self.assertAlmostEqual(model.quantities_["heating slope"], -model.slopes_[0])
        self.assertAlmostEqual(model.quantities_["base load"], float(model.predict([[60.0]])[0]))
        low, high = model.intervals_["cooling balance point"]
        self.assertTrue(low < model.breakpoints_[1] < high)
        self.assertGreater(model.standard_errors_["base load"], 0)
        far = Energy().fit(ENERGY[0] + 1e7, ENERGY[1] + 1e7)
        moved = {name: 0.0 if "slope" in name else 1e7 for name in model.quantities_}
        for name, value in model.quantities_.items():
            self.assertAlmostEqual(far.quantities_[name] - moved[name], value, places=5)
            np.testing.assert_allclose(np.subtract(far.intervals_[name], moved[name]), model.intervals_[name], atol=1e-5)

    def test_nothing_to_say(self):
        """Where there are no intervals, or a limit came before them, fits say so and have the rest."""
        X, y = STAGNANT
        exact = Energy("2p", min_samples=2).fit(X[:2], y[:2])
        self.assertEqual((exact.model_, exact.quantities_, exact.intervals_), ("2P", {}, {}))
        answer = json.loads(json.dumps(Line(1).fit(X, y).result_))
        answer["inference"]["why"] = "the bootstrap did not come to its end"
        with mock.patch.object(_program, "run", lambda *_: answer), self.assertWarnsRegex(ConvergenceWarning, "the bootstrap did not come to its end"):
            self.assertTrue(Line(1, bootstrap=10).fit(X, y).intervals_)
        del answer["inference"]
        with mock.patch.object(_program, "run", lambda *_: answer):
            self.assertEqual(Energy().fit(X, y).quantities_, {})
        with self.assertRaisesRegex(ValueError, "with more rows than parameters"):
            Line(1).fit(X[:4], y[:4]).predict_interval(X)

    def test_numpy_parameters(self):
        X, y = STAGNANT
        self.assertEqual(len(Line(np.arange(4)).fit(X, y).breakpoints_), 2)
        self.assertEqual(Line(np.int64(1), linear_columns=np.int64(1)).fit(*PLANE).hinges_[0].column, "x1")

    def test_hinges(self):
        model = Line({"x1": 2}).fit(*PLANE)
        self.assertEqual({h.column for h in model.hinges_}, {"x1"})
        self.assertAlmostEqual(min(h.at for h in model.hinges_), 3, delta=1)

    def test_wrong(self):
        for model, data, pattern in (
            (Line({"z": 1}), PLANE, "there is no column 'z': X has x1, x2"),
            (Line(linear_columns=[2]), PLANE, "there is no column 2: X has x1, x2"),
            (Line(1, jumps=True, bootstrap=9), STAGNANT, "^relucert: "),
            (Line(1, through=(1,)), STAGNANT, "^relucert: --through"),
            (Energy("6p"), ENERGY, "^relucert: --energy must be"),
            (Line(1, block=3), STAGNANT, "^relucert: --block"),
            (Line(1, between=(1, 2, 3)), STAGNANT, r"^between must be \(low, high\)"),
            (Line(()), STAGNANT, "^n_breakpoints must be"),
            (Line({}), STAGNANT, "^n_breakpoints must be"),
        ):
            with self.subTest(pattern), self.assertRaisesRegex(ValueError, pattern) as caught:
                model.fit(*data)
            self.assertNotIn("\n", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
