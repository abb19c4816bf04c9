"""Small ReLU networks and broken lines, trained to proven global optimality.

    from relucert import BreakpointRegressor, ReLURegressor, certify

The estimators are scikit-learn's in everything but name; without scikit-learn they work alike, on numpy alone. All work is
done by the program ``relucert``, which is looked for in RELUCERT_BIN, beside this package, and in PATH.
"""
from ._estimators import BreakpointRegressor, ReLURegressor, Unit
from ._gap import Distance, certify
from ._program import find

__all__ = ["BreakpointRegressor", "Distance", "ReLURegressor", "Unit", "certify", "find"]
__version__ = "0.1.0"
