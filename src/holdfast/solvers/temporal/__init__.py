"""Can these deadlines and durations be met? Simple temporal networks with uncertainty, solved exactly."""

from holdfast.solvers.temporal.consistency import Consistency, Dates, Step, consistent
from holdfast.solvers.temporal.controllability import Control, controllable
from holdfast.solvers.temporal.loosening import Change, Guarantee, Loosening, guarantees, loosen
from holdfast.solvers.temporal.network import Bound, Conflict, Contingent, Link, Network, Point, Requirement, Tag, Term

__all__ = [
    "Bound",
    "Change",
    "Conflict",
    "Consistency",
    "Contingent",
    "Control",
    "Dates",
    "Guarantee",
    "Link",
    "Loosening",
    "Network",
    "Point",
    "Requirement",
    "Step",
    "Tag",
    "Term",
    "consistent",
    "controllable",
    "guarantees",
    "loosen",
]
