"""What estimators inherit: scikit-learn's classes, or, where it is not installed, as much of them as is used."""
import inspect

import numpy as np

try:
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.exceptions import ConvergenceWarning, DataConversionWarning, NotFittedError
except ImportError:

    class ConvergenceWarning(UserWarning):
        """The gap is open: a limit came first."""

    class DataConversionWarning(UserWarning):
        """Data were taken in another form."""

    class NotFittedError(ValueError, AttributeError):
        """fit was not called."""

    class BaseEstimator:
        """Parameters are what ``__init__`` takes."""

        def get_params(self, deep=True):
            """The parameters, by name."""
            return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

        def set_params(self, **params):
            """Changes parameters; an unknown name is a ValueError."""
            for name, value in params.items():
                if name not in self.get_params():
                    raise ValueError(f"Invalid parameter {name!r} for estimator {self!r}.")
                setattr(self, name, value)
            return self

        def __repr__(self):
            defaults = inspect.signature(type(self)).parameters
            changed = [f"{name}={value!r}" for name, value in self.get_params().items() if value is not defaults[name].default]
            return f"{type(self).__name__}({', '.join(changed)})"

    class RegressorMixin:
        """score is R²."""

        def score(self, X, y, sample_weight=None):
            """1 − SSE / Σ ω (y − mean)² of the predictions for X."""
            y = np.asarray(y, dtype=float)
            weight = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
            mean = np.average(y, weights=weight)
            return 1 - np.sum(weight * (y - self.predict(X)) ** 2) / np.sum(weight * (y - mean) ** 2)


__all__ = ["BaseEstimator", "ConvergenceWarning", "DataConversionWarning", "NotFittedError", "RegressorMixin"]
