"""What the estimators share: how they are fitted, and what comes out."""
import collections
import csv
import json
import warnings

import numpy as np

from . import _program, _table
from ._base import BaseEstimator, ConvergenceWarning, NotFittedError, RegressorMixin
from ._display import html, plot

Unit = collections.namedtuple("Unit", "sign weights bias")
Unit.__doc__ = "sign · max(0, ⟨weights, x⟩ + bias)"
Hinge = collections.namedtuple("Hinge", "column at slope")
Hinge.__doc__ = "slope · max(0, ±(column − at)), the change of slope at a place in one column"


class Certified(RegressorMixin, BaseEstimator):
    """What estimators do with their flags and the program's answer."""

    def fit(self, X, y, sample_weight=None):
        """Finds the best network for X (m×n) and y (m), and a proved lower bound on every other's SSE, or objective.

        sample_weight (m) weighs the errors' losses. A ConvergenceWarning says that a limit, or Ctrl-C, came before the gap was closed;
        the network and the bound hold all the same. Bad input is a ValueError of one line.
        """
        table = _table.Table(X, y, sample_weight)
        self._keep_columns(table)
        self.data_ = table.csv()
        with _program.folder() as folder:
            proof, saved = folder / "proof.rcert.gz", folder / "model.json"
            files = ["--model", str(saved), *(["--certificate", str(proof)] if self.certificate else [])]
            flags = [*self._columns, *self._flags(), *self._begin(folder), *files]
            result = _program.run(["fit", "-", "--json", "--events", "-", *flags], self.data_, self.progress)
            self.certificate_, self.saved_ = (file.read_bytes() if file.exists() else None for file in (proof, saved))
        self._take(result)
        why = result.get("inference", {}).get("why")
        if why and getattr(self, "bootstrap", None):
            warnings.warn(why, ConvergenceWarning, stacklevel=2)
        if self.status_ != "optimal":
            what = "SSE" if getattr(self, "loss", "squared") == "squared" and not getattr(self, "ridge", None) else "objective"
            warnings.warn(f"{self.status_.replace('_', ' ')}: the least {what} may be up to {100 * self.gap_:.3g} % below {self.objective_:.7g}", ConvergenceWarning, stacklevel=2)
        return self

    start = None

    def _begin(self, folder):
        """The flag of a network to begin with."""
        if not isinstance(self.start, dict):
            return [] if self.start is None else ["--start", str(self.start)]
        file = folder / "start.json"
        file.write_text(json.dumps(self.start, default=lambda array: array.tolist()), encoding="utf-8")
        return ["--start", str(file)]

    def _keep_columns(self, table):
        self.n_features_in_ = table.X.shape[1]
        self._columns, self._names = table.arguments(), table.header[:-1]
        if table.names is not None:
            self.feature_names_in_ = table.names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_

    def _take(self, result):
        """Attributes from the program's answer. The network is of X less the origins."""
        self.result_ = result
        self.sse_, self.gap_, self.status_ = (result[name] for name in ("sse", "gap", "status"))
        other = result.get("objective", {"value": self.sse_, "lower": result["sse_lower"]})
        self.objective_, self.lower_bound_ = other["value"], other["lower"]
        origins = np.array(result.get("origins", np.zeros(self.n_features_in_)), dtype=float)
        target, network = float(result.get("target_origin", 0)), result["network"]
        self.units_ = [Unit(u["sign"], np.array(u["weights"]), u["bias"] - float(np.dot(u["weights"], origins))) for u in network["units"]]
        self.linear_ = np.array(network["output"]["weights"])
        self.intercept_ = network["output"]["bias"] + target - float(np.dot(self.linear_, origins))
        pieces = result.get("pieces")
        self.breakpoints_ = None if pieces is None else np.array([p["to"]["at"] for p in pieces[:-1]], dtype=float)
        self.slopes_ = None if pieces is None else np.array([p["slope"] for p in pieces])
        self.hinges_ = [Hinge(h["column"], h["at"], h["slope"]) for h in result["hinges"]] if "hinges" in result else None
        self.intervals_, self.standard_errors_ = _intervals(result)
        self.kink_test_ = result.get("inference", {}).get("kink_test")

    def predict(self, X):
        """The network's value for each row of X (m×n), as an array of m."""
        self._check_fitted()
        self._check_names(X)
        x = self._rows(X) - np.array(self.result_.get("origins", 0), dtype=float)
        return _value(self.result_["network"], x) + float(self.result_.get("target_origin", 0))

    def predict_interval(self, X, kind="confidence", level=0.95):
        """Ends of intervals for each row of X (m×1), as an array of m×2, for broken lines by least squares.

        kind is "confidence", of the mean there, or "prediction", of one new sample of weight 1. What they assume: docs/statistics.md, Bands.
        """
        self._check_fitted()
        self._check_names(X)
        if self.saved_ is None or not self.intervals_:
            raise ValueError("predict_interval is for broken lines through one column by least squares, with more rows than parameters")
        flags = ["--interval", str(kind), "--level", repr(float(level))]
        with _program.folder() as folder:
            saved = folder / "model.json"
            saved.write_bytes(self.saved_)
            lines = _program.text(["predict", str(saved), "-", *flags], _table.lines(self._names, self._rows(X)))
        return np.array([row[-2:] for row in list(csv.reader(lines.decode().splitlines()))[1:]], dtype=float)

    def verify(self):
        """Runs the checker on the certificate and the training data; what it says is returned, as a dict.

        ``proved`` is true, or ``reason`` says why not. The files ``certificate_`` and ``data_`` are enough for anybody to do the same:
        ``relucheck proof.rcert.gz data.csv``.
        """
        self._check_fitted()
        if self.certificate_ is None:
            raise ValueError("there is no certificate: fit with certificate=True" if not self.certificate else f"there is no certificate: {'; '.join(self.result_['notices'])}")
        with _program.folder() as folder:
            proof = folder / "proof.rcert.gz"
            proof.write_bytes(self.certificate_)
            return _program.run(["check", str(proof), "-", "--json", *self._columns], self.data_)

    def plot(self, ax=None):
        """Draws the fit with matplotlib on ax, or on a new one, which is returned.

        One column: samples, broken line and the intervals of the breakpoints; several: observed against predicted values.
        """
        self._check_fitted()
        return plot(self, ax)

    def _repr_html_(self):
        return html(self)

    def _repr_mimebundle_(self, **kwargs):
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _check_fitted(self):
        if not hasattr(self, "result_"):
            raise NotFittedError(f"This {type(self).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments before using this estimator.")

    def _rows(self, X):
        """X as numbers, of as many columns as the data had."""
        x = _table.features(X)
        if x.shape[1] != self.n_features_in_:
            raise ValueError(f"X has {x.shape[1]} features, but {type(self).__name__} is expecting {self.n_features_in_} features as input")
        return x

    def _check_names(self, X):
        """Warns and complains of names as scikit-learn does."""
        known, given = getattr(self, "feature_names_in_", None), _table.names(X)
        if known is None and given is not None:
            warnings.warn(f"X has feature names, but {type(self).__name__} was fitted without feature names", stacklevel=3)
        elif known is not None and given is None:
            warnings.warn(f"X does not have valid feature names, but {type(self).__name__} was fitted with feature names", stacklevel=3)
        elif known is not None and list(known) != list(given):
            raise ValueError(_other_names(list(known), list(given)))

    def _numbers(self, *names):
        """The flags of parameters that are numbers or texts, without those that are None."""
        return [f"--{name.replace('_', '-')}={getattr(self, name)}" for name in names if getattr(self, name) is not None]

    def _objective(self):
        flags = [] if self.loss == "squared" else ["--loss", str(self.loss)]
        return flags + ([] if self.ridge in (None, 0) else ["--ridge", repr(float(self.ridge))])

    def _linear_columns(self):
        if self.linear_columns is None:
            return []
        columns = [self.linear_columns] if np.ndim(self.linear_columns) == 0 else self.linear_columns
        return ["--linear-columns", _table.listed([self._named(column) for column in columns])]

    def _named(self, column):
        """The column's name in the file, by its name or its number."""
        if isinstance(column, str) and column in self._names:
            return column
        if not isinstance(column, str) and 0 <= column < len(self._names):
            return self._names[column]
        raise ValueError(f"there is no column {column!r}: X has {', '.join(self._names)}")

    def _budget(self):
        """The flags that all have."""
        flags = ["--seed", str(1 if self.random_state is None else int(self.random_state))]
        if self.gap is not None:
            flags += ["--gap", repr(float(self.gap))]
        if self.time_limit is not None:
            flags += ["--time-limit", f"{self.time_limit:.9f}s"]
        for flag, value in (("--node-limit", self.node_limit), ("--memory-limit", self.memory_limit)):
            flags += [] if value is None else [flag, str(value)]
        return flags if self.n_jobs in (None, -1) else [*flags, "--threads", str(self.n_jobs)]


def _value(network, x):
    """The network at the rows of x, which are less the origins (network/MODEL.md)."""
    f = _affine(network["output"], x)
    for jump in network.get("jumps", []):
        behind = (x[:, 0] >= jump["at"]) & (x[:, 0] > jump["between"][0])
        f = np.where(behind, _affine(jump["output"], x), f)
    for u in network["units"]:
        f += u["sign"] * np.maximum(0, x @ np.array(u["weights"]) + u["bias"])
    return f


def _affine(output, x):
    return x @ np.array(output["weights"]) + output["bias"]


def estimates(result, given):
    """The program's estimates by name, in the data's own units: it has places and values less the origins."""
    origin, target = float(result.get("origins", [0])[0]), float(result.get("target_origin", 0))
    about = {"breakpoint": origin, "point": origin, "level": target, "load": target}
    moved = lambda e: {**e, **{end: e[end] + sum(v for word, v in about.items() if word in e["name"].split()) for end in ("value", "low", "high")}}
    return {e["name"]: moved(e) for e in given}


def _intervals(result):
    """(low, high) and standard errors by name; None if the class has none."""
    if "inference" not in result:
        return None, None
    named = estimates(result, result["inference"].get("estimates") or [])
    return {name: (e["low"], e["high"]) for name, e in named.items()}, {name: e["se"] for name, e in named.items()}


def _other_names(known, given):
    lines = ["The feature names should match those that were passed during fit."]
    for title, these, others in (("Feature names unseen at fit time:", given, known), ("Feature names seen at fit time, yet now missing:", known, given)):
        other = sorted(set(these) - set(others))
        lines += [title, *(f"- {name}" for name in other[:5]), *["- ..."][: len(other) > 5]] if other else []
    if set(known) == set(given):
        lines.append("Feature names must be in the same order as they were in fit.")
    return "\n".join(lines) + "\n"

