"""Efficient and fair packages of additive utilities: the Pareto frontier, named points, and points without a frontier.

`utilities` makes whole numbers of worths; `frontier` finds the efficient points, or says how many there are going to
be; `thin_frontier` bounds their number, and with it what is missed; `points` picks those with names.
"""

from holdfast.solvers.frontier.sums import (
    LIMITS,
    Forecast,
    Frontier,
    TooManyError,
    forecast,
    frontier,
    thin_frontier,
)
from holdfast.solvers.frontier.utilities import Forbidden, Number, TooWideError, Utilities, ruled_out, utilities

__all__ = [
    "LIMITS",
    "Forbidden",
    "Forecast",
    "Frontier",
    "Number",
    "TooManyError",
    "TooWideError",
    "Utilities",
    "forecast",
    "frontier",
    "ruled_out",
    "thin_frontier",
    "utilities",
]
