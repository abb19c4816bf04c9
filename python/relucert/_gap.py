"""How far from optimal is my network?"""
import collections.abc
import json
import os
import pathlib

import numpy as np

from . import _program, _table


class Distance(dict):
    """What ``relucert gap`` says (docs/json.md, gap); its fields are attributes, too."""

    def __getattr__(self, name):
        if name not in self:
            raise AttributeError(f"a Distance has no {name!r}: it has {', '.join(self)}")
        return self[name]

    def __str__(self):
        least, most = self["excess_at_least"], self["excess_at_most"]
        above = "without a bound above" if most is None else f"at most {100 * most:.4g} %"
        if least:
            above = f"at least {100 * least:.4g} %, {above}"
        if self["network_sse"] < self["sse_lower"]:
            above = "it is beyond the weight limit under which the bound holds, so it is not known how far"
        return f"SSE {self['network_sse']:.7g}; the least is in [{self['sse_lower']:.7g}, {self['sse']:.7g}] ({self['status']}): {above} above it"


def certify(model, X, y, sample_weight=None, *, time_limit=60.0, node_limit=None, gap=None, n_jobs=None, progress=None):
    """How far a network's SSE on X (m×n) and y (m) is above the least one of its class, with proof.

    model is one hidden layer of ReLUs: a fitted scikit-learn MLPRegressor (or a pipeline that ends with one); a state dict of PyTorch's
    (n→k, then k→1); a dict of arrays W (k×n), b (k), a (k), c; or the path of such a dict in JSON, of an ONNX graph, or of a model.json.
    The returned Distance has network_sse, sse and sse_lower (the least SSE is between them), excess_at_least, excess_at_most
    (shares), dead_units, status. time_limit is in seconds, gap the relative gap at which the search ends (None: 1e-4, or 1e-6 for broken lines). Penalties on weights do not count. What is no such network is a ValueError.
    """
    if hasattr(model, "steps"):
        X, model = model[:-1].transform(X) if len(model.steps) > 1 else X, model.steps[-1][1]
    table = _table.Table(np.asarray(X), y, sample_weight)
    flags = ["--features", _table.listed(table.header[:-1]), *table.arguments()]
    flags += [] if gap is None else ["--gap", repr(float(gap))]
    flags += [] if time_limit is None else ["--time-limit", f"{time_limit:.9f}s"]
    flags += [] if node_limit is None else ["--node-limit", str(node_limit)]
    flags += [] if n_jobs in (None, -1) else ["--threads", str(n_jobs)]
    with _program.folder() as folder:
        path = model
        if not isinstance(model, (str, os.PathLike)):
            path = folder / "weights.json"
            path.write_text(json.dumps(arrays(model)))
        return Distance(_program.run(["gap", str(pathlib.Path(path)), "-", "--json", "--events", "-", *flags], table.csv(), progress))


def arrays(model):
    """W, b, a, c of a network, as lists."""
    if hasattr(model, "coefs_"):
        return _scikit(model)
    if not isinstance(model, collections.abc.Mapping):
        raise ValueError(f"{type(model).__name__} is no network that certify knows: give its weights as a dict of W (k×n), b (k), a (k) and c")
    if "W" in model:
        return {name: np.asarray(value, dtype=float).tolist() for name, value in model.items()}
    return _state(model)


def _scikit(mlp):
    if len(mlp.coefs_) != 2 or mlp.activation != "relu" or mlp.out_activation_ != "identity" or mlp.n_outputs_ != 1:
        raise ValueError("the MLP must be a regressor of one hidden layer of ReLUs and one output")
    (inner, outer), (b, c) = mlp.coefs_, mlp.intercepts_
    return {"W": inner.T.tolist(), "b": b.tolist(), "a": outer[:, 0].tolist(), "c": float(c[0])}


def _state(state):
    """A state dict: a matrix k×n, perhaps a vector of k, a matrix 1×k, perhaps a vector of 1, in this order."""
    values = [np.asarray(v.detach().cpu() if hasattr(v, "detach") else v, dtype=float) for v in state.values()]
    found = {}
    for v in values:
        name = ("a" if "W" in found else "W") if v.ndim == 2 else ("c" if "a" in found else "b")
        if name in found:
            break
        found[name] = v
    k = len(found.get("W", ()))
    shapes = {"W": (k, *found.get("W", np.empty((0, 0))).shape[1:]), "b": (k,), "a": (1, k), "c": (1,)}
    if len(found) != len(values) or not {"W", "a"} <= set(found) or any(v.shape != shapes[name] for name, v in found.items()):
        given = ", ".join(f"{name} {np.shape(v)}" for name, v in zip(state, values))
        raise ValueError(f"a state dict must have weights of n→k and k→1 and their biases, not {given}")
    return {name: v.tolist() if name in "Wb" else v.ravel().tolist() if name == "a" else float(v[0]) for name, v in found.items()}
