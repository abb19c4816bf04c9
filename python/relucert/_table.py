"""Data as numpy holds them: checked, with messages as scikit-learn has them, and written as CSV."""
import csv
import io
import warnings

import numpy as np

from ._base import DataConversionWarning


def features(X):
    """X as a float64 array of m×n, finite."""
    if hasattr(X, "tocsr"):
        raise TypeError("X is sparse, and dense data is required: use X.toarray()")
    values = np.asarray(X)
    if np.iscomplexobj(values):
        raise ValueError("Complex data not supported")
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 2:
        raise ValueError(f"Expected 2D array, got {values.ndim}D array instead. Reshape your data with array.reshape(-1, 1) if it has a single feature, or array.reshape(1, -1) if it is a single sample.")
    m, n = values.shape
    if m == 0:
        raise ValueError(f"Found array with 0 sample(s) (shape={values.shape}) while a minimum of 1 is required.")
    if n == 0:
        raise ValueError(f"Found array with 0 feature(s) (shape={values.shape}) while a minimum of 1 is required.")
    return _finite(values, "X")


def column(values, name, rows):
    """values as a float64 array of that many rows, finite."""
    values = np.asarray(values)
    if np.iscomplexobj(values):
        raise ValueError("Complex data not supported")
    if values.ndim == 2 and values.shape[1] == 1 and name == "y":
        warnings.warn("A column-vector y was passed when a 1d array was expected. Please change the shape of y to (n_samples, ).", DataConversionWarning, stacklevel=4)
        values = values[:, 0]
    if values.ndim != 1:
        raise ValueError(f"{name} should be a 1d array, got an array of shape {values.shape} instead.")
    if len(values) != rows:
        raise ValueError(f"X has {rows} samples, and {name} has {len(values)}.")
    return _finite(np.asarray(values, dtype=np.float64), name)


def weights(sample_weight, rows):
    """Sample weights, all 1 as None."""
    if sample_weight is None:
        return None
    if np.isscalar(sample_weight):
        sample_weight = np.full(rows, sample_weight)
    w = column(sample_weight, "sample_weight", rows)
    if np.any(w < 0):
        raise ValueError(f"sample_weight is {w.min()} in row {int(w.argmin())}: it must be at least 0.")
    return None if np.all(w == 1) else w


def _finite(values, name):
    if not np.all(np.isfinite(values)):
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(values))[0])
        what = "NaN" if np.isnan(values[at]) else "infinity or a value too large for float64"
        raise ValueError(f"Input {name} contains {what} (row {at[0]}{''.join(f', column {j}' for j in at[1:])}).")
    return values


def names(X):
    """The columns' names of a data frame, as an array of object; None if they are not texts."""
    columns = list(getattr(X, "columns", []))
    texts = [isinstance(name, str) for name in columns]
    if any(texts) and not all(texts):
        raise TypeError("Feature names are only supported if all input features have string names, but your input has other names, too.")
    return np.array(columns, dtype=object) if columns and all(texts) else None


class Table:
    """Samples as CSV: the features, then the label, then the sample weights."""

    def __init__(self, X, y, sample_weight=None):
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        self.names = names(X)
        self.X = features(X)
        self.y = column(y, "y", len(self.X))
        self.weight = weights(sample_weight, len(self.X))
        called = list(self.names) if self.names is not None else []
        if len(set(called)) < len(called) or "" in called or not called:
            called = [f"x{j + 1}" for j in range(self.X.shape[1])]
        self.target = _unused(getattr(y, "name", None) or "y", called)
        self.header = called + [self.target]
        self.weights_name = _unused("weight", self.header)

    def arguments(self):
        """The flags that name the columns."""
        weighted = [] if self.weight is None else ["--sample-weights", self.weights_name]
        return ["--target", self.target, *weighted]

    def csv(self):
        """The bytes."""
        columns, header = [self.X, self.y[:, None]], list(self.header)
        if self.weight is not None:
            columns.append(self.weight[:, None])
            header.append(self.weights_name)
        return lines(header, np.hstack(columns))


def lines(header, rows):
    """CSV of a matrix, as bytes; each number is the shortest decimal of its double."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(header)
    return (text.getvalue() + "\n".join(",".join(map(repr, row)) for row in rows.tolist()) + "\n").encode()


def listed(texts):
    """Texts as one argument: a line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(texts)
    return text.getvalue()


def _unused(name, taken):
    name = str(name)
    while name in taken:
        name += "_"
    return name
