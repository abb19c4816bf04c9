"""The estimators."""
import collections
import json
import warnings

import numpy as np

from . import _program, _table
from ._base import BaseEstimator, ConvergenceWarning, NotFittedError, RegressorMixin
from ._display import html, plot

Unit = collections.namedtuple("Unit", "sign weights bias")
Unit.__doc__ = "sign · max(0, ⟨weights, x⟩ + bias)"


class _Certified(RegressorMixin, BaseEstimator):
    """What both estimators do with their flags and the program's answer."""

    def fit(self, X, y, sample_weight=None):
        """Finds the best network for X (m×n) and y (m), and a proved lower bound on every other's SSE, or objective.

        sample_weight (m) weighs the errors' losses. A ConvergenceWarning says that a limit, or Ctrl-C, came before the gap was closed;
        the network and the bound hold all the same. Bad input is a ValueError of one line.
        """
        table = _table.Table(X, y, sample_weight)
        self._keep_columns(table)
        self.data_ = table.csv()
        with _program.folder() as folder:
            proof = folder / "proof.rcert.gz"
            flags = ["--certificate", str(proof)] if self.certificate else []
            self._columns = table.arguments()
            result = _program.run(["fit", "-", "--json", "--events", "-", *self._columns, *self._flags(), *self._begin(folder), *flags], self.data_, self.progress)
            self.certificate_ = proof.read_bytes() if proof.exists() else None
        self._take(result)
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
        self.intervals_ = _intervals(result, origins[0], target)

    def predict(self, X):
        """The network's value for each row of X (m×n), as an array of m."""
        self._check_fitted()
        self._check_names(X)
        x = _table.features(X)
        if x.shape[1] != self.n_features_in_:
            raise ValueError(f"X has {x.shape[1]} features, but {type(self).__name__} is expecting {self.n_features_in_} features as input")
        x = x - np.array(self.result_.get("origins", 0), dtype=float)
        network = self.result_["network"]
        f = x @ np.array(network["output"]["weights"]) + network["output"]["bias"]
        for u in network["units"]:
            f += u["sign"] * np.maximum(0, x @ np.array(u["weights"]) + u["bias"])
        return f + float(self.result_.get("target_origin", 0))

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

    def _check_names(self, X):
        """Warns and complains of names as scikit-learn does."""
        known, given = getattr(self, "feature_names_in_", None), _table.names(X)
        if known is None and given is not None:
            warnings.warn(f"X has feature names, but {type(self).__name__} was fitted without feature names", stacklevel=3)
        elif known is not None and given is None:
            warnings.warn(f"X does not have valid feature names, but {type(self).__name__} was fitted with feature names", stacklevel=3)
        elif known is not None and list(known) != list(given):
            raise ValueError(_other_names(list(known), list(given)))

    def _budget(self):
        """The flags that both have."""
        flags = ["--seed", str(1 if self.random_state is None else int(self.random_state))]
        if self.gap is not None:
            flags += ["--gap", repr(float(self.gap))]
        if self.time_limit is not None:
            flags += ["--time-limit", f"{self.time_limit:.6f}s"]
        for flag, value in (("--node-limit", self.node_limit), ("--memory-limit", self.memory_limit)):
            flags += [] if value is None else [flag, str(value)]
        return flags if self.n_jobs in (None, -1) else [*flags, "--threads", str(self.n_jobs)]


def _intervals(result, origin, target):
    """(low, high) by name; None if the class has none. The program's are about the network."""
    if "inference" not in result:
        return None
    about = {"breakpoint": origin, "level": target}
    return {e["name"]: (e["low"] + about.get(e["name"].split()[0], 0), e["high"] + about.get(e["name"].split()[0], 0)) for e in result["inference"]["estimates"]}


def _other_names(known, given):
    lines = ["The feature names should match those that were passed during fit."]
    for title, these, others in (("Feature names unseen at fit time:", given, known), ("Feature names seen at fit time, yet now missing:", known, given)):
        other = sorted(set(these) - set(others))
        lines += [title, *(f"- {name}" for name in other[:5]), *["- ..."][: len(other) > 5]] if other else []
    if set(known) == set(given):
        lines.append("Feature names must be in the same order as they were in fit.")
    return "\n".join(lines) + "\n"


_PARAMETERS = """
    gap : float or None, relative gap (sse − lower bound) / sse at which the search ends; None: 1e-6 for broken lines, else 1e-4
    time_limit : float or None, seconds; a ConvergenceWarning says that it came first
    node_limit, memory_limit : int and text such as "2GiB", or None
    n_jobs : int or None, threads, all cores by default; the result does not depend on it
    random_state : int or None (1), seed of the local search
    certificate : bool, keep a proof for ``verify``
    progress : callable or None, called about ten times a second with a dict: seconds, nodes, open, lower, upper, source

    Attributes
    ----------
    sse_ : Σ ω (f(x) − y)²
    objective_, lower_bound_, gap_ : what was made small, sse_ or another loss with its penalty; its proved bound; their difference / objective_
    status_ : "optimal", or where the search stopped: "time_limit", "node_limit", "memory_limit", "interrupted", "precision_limit"
    units_ : list of Unit(sign, weights, bias); linear_, intercept_ : the part that is added to them
    breakpoints_, slopes_ : arrays, from left to right; None with several columns
    intervals_ : dict of (low, high) by name, such as "slope 1"; None where the class has none
    certificate_, data_ : the proof (gzipped) and the CSV that it is about, as bytes
    result_ : all that the program said (docs/json.md)
    n_features_in_, feature_names_in_ : of X; names if it is a data frame
"""


class ReLURegressor(_Certified):
    __doc__ = f"""f(x) = linear part + Σ_j ± max(0, ⟨w_j, x⟩ + b_j) with the least sum of squared errors, proved.

    Parameters
    ----------
    n_units : int, number of ReLU units; the search finds their signs
    signs : text such as "+-" or None, the units' signs, instead of n_units
    linear : "auto", "none", "intercept" or "affine", what is added; auto: affine with one column, else an intercept
    bias : bool, units have a bias
    norm_bound : float or None, B in ‖w_j‖ ≤ B, the bias among the weights
    loss : "squared", "absolute", "huber:δ" or "quantile:τ", what an error costs
    ridge : float or None, λ of a penalty λ Σ_j ‖w_j‖², biases left out
    method : how the bound is proved, as ``relucert fit --method`` has it
    start : a network to begin with, or None: a dict of arrays W (k×n), b, a (k) and a number c, for c + Σ_j a_j max(0, ⟨W_j, x⟩ + b_j), or the name of a
        file as ``relucert fit --start`` takes it; a ValueError says why it is not of the class, and the result is no worse{_PARAMETERS}"""

    def __init__(self, n_units=1, *, signs=None, linear="auto", bias=True, norm_bound=None, loss="squared", ridge=None, method="auto", start=None, gap=None,
                 time_limit=60.0, node_limit=None, memory_limit=None, n_jobs=None, random_state=1, certificate=True, progress=None):
        self.n_units = n_units
        self.signs = signs
        self.linear = linear
        self.bias = bias
        self.norm_bound = norm_bound
        self.loss = loss
        self.ridge = ridge
        self.method = method
        self.start = start
        self.gap = gap
        self.time_limit = time_limit
        self.node_limit = node_limit
        self.memory_limit = memory_limit
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.certificate = certificate
        self.progress = progress

    def _flags(self):
        flags = [f"--signs={self.signs}"] if self.signs is not None else ["--units", str(self.n_units)]
        flags += [] if self.linear == "auto" else ["--linear", self.linear]
        flags += [] if self.norm_bound is None else ["--norm-bound", repr(float(self.norm_bound))]
        flags += [] if self.loss == "squared" else ["--loss", self.loss]
        flags += [] if self.ridge in (None, 0) else ["--ridge", repr(float(self.ridge))]
        return [*flags, f"--bias={str(bool(self.bias)).lower()}", "--method", self.method, *self._budget()]


class BreakpointRegressor(_Certified):
    __doc__ = f"""A continuous broken line with the least sum of squared errors, proved; of several columns, a surface with straight creases.

    Parameters
    ----------
    n_breakpoints : int, 0 for a straight line, or a range such as (0, 4) for one column, of which ``select`` takes one
    select : "bic", "aic", "cv", "rolling" or "seq", how one of a range is chosen
    slopes : texts "-", "0", "+", "*" or numbers, what each piece may do, from left to right, or None; it says how many pieces there are
    min_samples, min_width : of each piece, or None
    between : (low, high), or such a pair for each breakpoint, where they may be
    known : breakpoints that are there, among the others
    level : of intervals_{_PARAMETERS}"""

    def __init__(self, n_breakpoints=1, *, select="bic", slopes=None, min_samples=None, min_width=None, between=None, known=None, level=0.95, gap=None,
                 time_limit=60.0, node_limit=None, memory_limit=None, n_jobs=None, random_state=1, certificate=True, progress=None):
        self.n_breakpoints = n_breakpoints
        self.select = select
        self.slopes = slopes
        self.min_samples = min_samples
        self.min_width = min_width
        self.between = between
        self.known = known
        self.level = level
        self.gap = gap
        self.time_limit = time_limit
        self.node_limit = node_limit
        self.memory_limit = memory_limit
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.certificate = certificate
        self.progress = progress

    def _flags(self):
        flags = self._number() + self._constraints()
        return flags + (["--level", repr(float(self.level))] if self.n_features_in_ == 1 else []) + self._budget()

    def _number(self):
        if self.slopes is not None:
            return [f"--slopes={','.join(map(str, self.slopes))}"]
        if isinstance(self.n_breakpoints, (tuple, list, range)):
            return ["--breakpoints", f"{min(self.n_breakpoints)}..{max(self.n_breakpoints)}", "--select", self.select]
        return ["--breakpoints", str(self.n_breakpoints)]

    def _constraints(self):
        flags = []
        for name in ("min_samples", "min_width"):
            if getattr(self, name) is not None:
                flags.append(f"--{name.replace('_', '-')}={getattr(self, name)}")
        if self.between is not None:
            flags.append("--kinks-between=" + ";".join(f"{low},{high}" for low, high in np.reshape(self.between, (-1, 2)).tolist()))
        if self.known is not None:
            flags.append("--known-kinks=" + ",".join(map(repr, np.ravel(self.known).tolist())))
        return flags
