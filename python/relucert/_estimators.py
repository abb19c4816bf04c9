"""The estimators: their parameters, and the flags that these are."""
import numpy as np

from . import _table
from ._certified import Certified, estimates

_SEARCH = """
    gap : float or None, relative gap (sse − lower bound) / sse at which the search ends; None: 1e-6 for broken lines, else 1e-4
    time_limit : float or None, seconds; a ConvergenceWarning says that it came first
    node_limit, memory_limit : int and text such as "2GiB", or None
    n_jobs : int or None, threads, all cores by default; the result does not depend on it
    random_state : int or None (1), seed of the local search and of what is drawn
    certificate : bool, keep a proof for ``verify``
    progress : callable or None, called about ten times a second with a dict: seconds, nodes, open, lower, upper, source

    Attributes
    ----------
    sse_ : Σ ω (f(x) − y)²
    objective_, lower_bound_, gap_ : what was made small, sse_ or another loss with its penalty; its proved bound; their difference / objective_
    status_ : "optimal", or where the search stopped: "time_limit", "node_limit", "memory_limit", "interrupted", "precision_limit"
    units_ : list of Unit(sign, weights, bias); linear_, intercept_ : the part that is added to them
    breakpoints_, slopes_ : arrays, from left to right; None with several columns
    hinges_ : list of Hinge(column, at, slope), of units that bend at one column each; else None
    intervals_, standard_errors_ : dicts of (low, high) and of numbers, by names such as "slope 1"; None where the class has none
    kink_test_ : dict of p, statistic and draws; None if ``kink_test`` is
    certificate_, data_ : the proof (gzipped) and the CSV that it is about, as bytes
    saved_ : the model.json, as bytes, for ``relucert predict``, ``score`` and ``export``
    result_ : all that the program said (docs/json.md)
    n_features_in_, feature_names_in_ : of X; names if it is a data frame
"""

_OBJECTIVE = """
    loss : "squared", "absolute", "huber:δ" or "quantile:τ", what an error costs
    ridge : float or None, λ of a penalty λ Σ_j ‖w_j‖² on the units' weights, biases left out"""

_START = """
    start : a network to begin with, or None: a dict of arrays W (k×n), b, a (k) and a number c, for c + Σ_j a_j max(0, ⟨W_j, x⟩ + b_j), or the name of a
        file as ``relucert fit --start`` takes it; a ValueError says why it is not of the class, and the result is no worse"""

_LINEAR = """
    linear_columns : columns (names or numbers) that enter linearly only; units bend at one of the others each"""

_PIECES = """
    min_samples, min_width : of each piece, or None
    between : (low, high), or such a pair for each breakpoint, where they may be
    known : breakpoints that are there, among the others
    through : (x, y) that the curve goes through, or None"""

_SURE = """
    level : of intervals_
    profile : bool, breakpoints' intervals by profile likelihood however long it takes; else for up to 3 breakpoints and 1,500 rows
    bootstrap : int or None, intervals and standard errors by so many fits to samples drawn anew
    resample : "residuals", "pairs" or "blocks", what the bootstrap draws
    block : int or None, rows of such a block"""


class ReLURegressor(Certified):
    __doc__ = f"""f(x) = linear part + Σ_j ± max(0, ⟨w_j, x⟩ + b_j) with the least sum of squared errors, proved.

    Parameters
    ----------
    n_units : int, number of ReLU units; the search finds their signs
    signs : text such as "+-" or None, the units' signs, instead of n_units
    linear : "auto", "none", "intercept" or "affine", what is added; auto: affine with one column, else an intercept
    bias : bool, units have a bias
    norm_bound : float or None, B in ‖w_j‖ ≤ B, the bias among the weights
    weight_limit : float or None, limit on whitened weights under which the proof holds; None: as the program has it{_LINEAR}{_OBJECTIVE}
    method : how the bound is proved, as ``relucert fit --method`` has it{_START}{_SEARCH}"""

    def __init__(self, n_units=1, *, signs=None, linear="auto", bias=True, norm_bound=None, weight_limit=None, linear_columns=None, loss="squared", ridge=None,
                 method="auto", start=None, gap=None, time_limit=60.0, node_limit=None, memory_limit=None, n_jobs=None, random_state=1, certificate=True,
                 progress=None):
        self.n_units = n_units
        self.signs = signs
        self.linear = linear
        self.bias = bias
        self.norm_bound = norm_bound
        self.weight_limit = weight_limit
        self.linear_columns = linear_columns
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
        flags += self._numbers("norm_bound", "weight_limit") + self._objective() + self._linear_columns()
        return [*flags, f"--bias={str(bool(self.bias)).lower()}", "--method", self.method, *self._budget()]


class _Line(Certified):
    """Broken lines: the flags about pieces, and about how sure they are."""

    def _pieces(self):
        flags = self._numbers("min_samples", "min_width")
        if self.between is not None:
            if np.size(self.between) % 2 or not np.size(self.between):
                raise ValueError(f"between must be (low, high), or such a pair for each breakpoint, not {self.between!r}")
            flags.append("--kinks-between=" + ";".join(f"{low!r},{high!r}" for low, high in np.reshape(self.between, (-1, 2)).tolist()))
        if self.known is not None:
            flags.append("--known-kinks=" + _numbers(self.known))
        return flags + ([] if self.through is None else ["--through=" + _numbers(self.through)])

    def _sure(self):
        flags = [] if self.level == 0.95 else ["--level", repr(float(self.level))]
        flags += ["--profile"] if self.profile else []
        flags += [] if self.resample == "residuals" else ["--resample", str(self.resample)]
        return flags + self._numbers("bootstrap", "block")


class BreakpointRegressor(_Line):
    __doc__ = f"""A continuous broken line with the least sum of squared errors, proved; of several columns, a surface with straight creases.

    Parameters
    ----------
    n_breakpoints : int, 0 for a straight line; or a range such as (0, 4) for one column, of which ``select`` takes one; or a dict of how many in which
        column (name or number), such as {{"temp": 1}}, the others entering linearly; {{"any": 3}}: each in whichever single column is best
    select : "bic", "aic", "cv", "rolling" or "seq", how one of a range is chosen
    folds, draws, alpha : of a choice by "cv" and "rolling"; permutations, and the level of all tests, of one by "seq"; or None
    slopes : texts "-", "0", "+", "*" or numbers, what each piece may do, from left to right, or None; it says how many pieces there are{_PIECES}
    jumps : bool, the line may jump at its breakpoints: pieces need not meet, and there is no network{_LINEAR}{_OBJECTIVE}{_START}{_SURE}
    kink_test : int or None, draws of a test of a straight line against one breakpoint{_SEARCH}"""

    def __init__(self, n_breakpoints=1, *, select="bic", folds=None, draws=None, alpha=None, slopes=None, min_samples=None, min_width=None, between=None,
                 known=None, through=None, jumps=False, linear_columns=None, loss="squared", ridge=None, start=None, level=0.95, profile=False,
                 bootstrap=None, resample="residuals", block=None, kink_test=None, gap=None, time_limit=60.0, node_limit=None, memory_limit=None,
                 n_jobs=None, random_state=1, certificate=True, progress=None):
        self.n_breakpoints = n_breakpoints
        self.select = select
        self.folds = folds
        self.draws = draws
        self.alpha = alpha
        self.slopes = slopes
        self.min_samples = min_samples
        self.min_width = min_width
        self.between = between
        self.known = known
        self.through = through
        self.jumps = jumps
        self.linear_columns = linear_columns
        self.loss = loss
        self.ridge = ridge
        self.start = start
        self.level = level
        self.profile = profile
        self.bootstrap = bootstrap
        self.resample = resample
        self.block = block
        self.kink_test = kink_test
        self.gap = gap
        self.time_limit = time_limit
        self.node_limit = node_limit
        self.memory_limit = memory_limit
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.certificate = certificate
        self.progress = progress

    def _flags(self):
        jumps = ["--jumps"] if self.jumps else []
        shape = self._number() + jumps + self._pieces() + self._linear_columns()
        return shape + self._objective() + self._sure() + self._numbers("kink_test") + self._budget()

    def _number(self):
        n = self.n_breakpoints
        if self.slopes is not None:
            return [f"--slopes={','.join(map(str, self.slopes))}"]
        if (len(n) if isinstance(n, dict) else np.size(n)) == 0:
            raise ValueError(f"n_breakpoints must be a number, a range or a dict of numbers, not {n!r}")
        if isinstance(n, dict):
            return [part for column, k in n.items() for part in ("--break", f"{column if column == 'any' else self._named(column)}:{k}")]
        if isinstance(n, (tuple, list, range, np.ndarray)):
            return ["--breakpoints", f"{min(n)}..{max(n)}", "--select", self.select, *self._numbers("folds", "draws", "alpha")]
        return ["--breakpoints", str(n)]


class EnergyRegressor(_Line):
    __doc__ = f"""A change-point model of energy use by outdoor temperature (ASHRAE guideline 14), proved: docs/energy.md.

    Parameters
    ----------
    model : "auto", the one of the least BIC, or "2p", "3pc", "3ph", "4p", "5p"{_PIECES}{_SURE}{_SEARCH}
    model_ : the model's name, such as "5P"
    quantities_ : dict of numbers by the engineers' names, such as "base load" and "heating slope", which intervals_ and standard_errors_ have, too
"""

    def __init__(self, model="auto", *, min_samples=None, min_width=None, between=None, known=None, through=None, level=0.95, profile=False, bootstrap=None,
                 resample="residuals", block=None, gap=None, time_limit=60.0, node_limit=None, memory_limit=None, n_jobs=None, random_state=1,
                 certificate=True, progress=None):
        self.model = model
        self.min_samples = min_samples
        self.min_width = min_width
        self.between = between
        self.known = known
        self.through = through
        self.level = level
        self.profile = profile
        self.bootstrap = bootstrap
        self.resample = resample
        self.block = block
        self.gap = gap
        self.time_limit = time_limit
        self.node_limit = node_limit
        self.memory_limit = memory_limit
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.certificate = certificate
        self.progress = progress

    def _flags(self):
        return ["--energy", str(self.model), *self._pieces(), *self._sure(), *self._budget()]

    def _take(self, result):
        super()._take(result)
        inference = result.get("inference", {})
        named = estimates(result, inference.get("quantities") or [])
        self.model_, self.quantities_ = inference.get("model"), {name: e["value"] for name, e in named.items()}
        self.intervals_ = {**(self.intervals_ or {}), **{name: (e["low"], e["high"]) for name, e in named.items()}}
        self.standard_errors_ = {**(self.standard_errors_ or {}), **{name: e["se"] for name, e in named.items()}}


def _numbers(values):
    """Numbers as a list of flags' values has them."""
    return ",".join(map(repr, np.ravel(values).tolist()))
