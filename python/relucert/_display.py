"""How a fit looks: a table in a notebook, and a picture."""
import csv
import html as text

import numpy as np

SAMPLE, LINE, BAND = "#9aa5b1", "#c2410c", "#0f6cbd"


def html(model):
    """A fit as tables; before it is fitted, its name and parameters."""
    if not hasattr(model, "result_"):
        return f"<pre>{text.escape(repr(model))}</pre>"
    r = model.result_
    proof = "proved optimal" if model.status_ == "optimal" else f"{model.status_.replace('_', ' ')}: gap {100 * model.gap_:.3g} %"
    head = f"{text.escape(r['target'])} on {text.escape(', '.join(r['features']))}: {r['rows']} samples, {_objective(model)} {model.objective_:.7g}, lower bound {model.lower_bound_:.7g} ({proof})"
    return f"<p><b>{type(model).__name__}</b> {head}</p>" + (_units(model) if model.slopes_ is None else _pieces(model))


def _pieces(model):
    """A row a piece, with the intervals that there are."""
    ends = ["−∞", *(f"{b:.6g}" for b in model.breakpoints_), "∞"]
    rows = [(f"{ends[i]} … {ends[i + 1]}", f"{s:.6g}", _interval(model, f"slope {i + 1}"), _interval(model, f"breakpoint {i + 1}")) for i, s in enumerate(model.slopes_)]
    return _table(("piece", "slope", "interval", "interval of its right end"), rows)


def _interval(model, name):
    low, high = (model.intervals_ or {}).get(name, (None, None))
    return "" if low is None else f"{low:.6g} … {high:.6g}"


def _units(model):
    rows = [("+" if u.sign > 0 else "−", *(f"{w:.6g}" for w in u.weights), f"{u.bias:.6g}") for u in model.units_]
    return _table(("unit", *map(text.escape, model.result_["features"]), "bias"), rows)


def _table(head, rows):
    line = lambda tag, cells: "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"
    return f"<table><thead>{line('th', head)}</thead><tbody>{''.join(line('td', row) for row in rows)}</tbody></table>"


def samples(model):
    """The training data again: X and y."""
    lines = csv.reader(model.data_.decode().splitlines())
    next(lines)
    values = np.array([[float(v) for v in row] for row in lines])
    return values[:, : model.n_features_in_], values[:, model.n_features_in_]


def plot(model, ax=None):
    """The fit on a matplotlib axis, which is returned."""
    try:
        import matplotlib.pyplot as plt
    except ImportError as err:
        raise ImportError("plot needs matplotlib") from err
    if ax is None:
        ax = plt.subplots(figsize=(7, 4.2), layout="constrained")[1]
    X, y = samples(model)
    (_line if model.n_features_in_ == 1 else _observed)(model, ax, X, y)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title(f"{_objective(model)} {model.objective_:.6g}, no other below {model.lower_bound_:.6g} ({model.status_.replace('_', ' ')})", fontsize=10, loc="left")
    ax.legend(frameon=False, fontsize=9)
    return ax


def _line(model, ax, X, y):
    ax.scatter(X[:, 0], y, s=10, color=SAMPLE, alpha=0.7, linewidths=0, label="samples")
    for i in range(len(model.breakpoints_) if model.intervals_ else 0):
        low, high = model.intervals_[f"breakpoint {i + 1}"]
        ax.axvspan(low, high, color=BAND, alpha=0.12, linewidth=0, label=None if i else "breakpoint's interval")
    for i, x in enumerate(_strokes(model, X[:, 0].min(), X[:, 0].max())):
        ax.plot(x, model.predict(_like(model, x[:, None])), color=LINE, linewidth=2, label=None if i else "best broken line")
    _label(model, ax, model.result_["features"][0], model.result_["target"])


def _strokes(model, low, high):
    """The ends of the pieces between low and high; where the line jumps, a new stroke begins."""
    inner = model.breakpoints_[(low < model.breakpoints_) & (model.breakpoints_ < high)]
    x = np.concatenate([[low], inner, [high]])
    return [x] if "jumps" not in model.result_ else [np.array([a, np.nextafter(b, a)]) for a, b in zip(x, x[1:])]


def _observed(model, ax, X, y):
    f = model.predict(_like(model, X))
    ends = [min(f.min(), y.min()), max(f.max(), y.max())]
    ax.plot(ends, ends, color=LINE, linewidth=1.5, label="equal")
    ax.scatter(f, y, s=10, color=SAMPLE, alpha=0.7, linewidths=0, label="samples")
    _label(model, ax, "predicted " + model.result_["target"], "observed " + model.result_["target"])


def _label(model, ax, x, y):
    ax.set_xlabel(x)
    ax.set_ylabel(y)


def _like(model, X):
    """X as a data frame if fit had one, so that predict does not warn of names."""
    if not hasattr(model, "feature_names_in_"):
        return X
    import pandas

    return pandas.DataFrame(X, columns=model.feature_names_in_)


def _objective(model):
    """What it makes small, in words."""
    other = model.result_.get("objective")
    if other is None:
        return "SSE"
    return ("penalised " if other["ridge"] else "") + ("SSE" if other["loss"] == "squared" else f"{other['loss']} loss")
