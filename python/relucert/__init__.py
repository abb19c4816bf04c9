"""Small ReLU networks and broken lines, trained to proven global optimality.

    from relucert import BreakpointRegressor, EnergyRegressor, ReLURegressor, certify

The estimators are scikit-learn's in everything but name; without scikit-learn they work alike, on numpy alone. All work is
done by the program ``relucert``, which is looked for in RELUCERT_BIN, beside this package, and in PATH.
"""
from ._certified import Hinge, Unit
from ._estimators import BreakpointRegressor, EnergyRegressor, ReLURegressor
from ._gap import Distance, certify
from ._program import find

__all__ = ["BreakpointRegressor", "Distance", "EnergyRegressor", "Hinge", "ReLURegressor", "Unit", "certify", "find"]
__version__ = "0.1.0"
