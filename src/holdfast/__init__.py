"""Holdfast: a workbench for people who help others reach an agreement that holds.

    from holdfast import load, positions

    loaded = load("examples/harbour", "desk")
    for problem in loaded.diagnostics:
        print(problem.place, problem.code, problem.message)
    answer = positions(loaded.case)

`load` reads a case folder as an audience may see it; each analysis is a pure function from a case to a frozen result.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from holdfast.analyses.coherence import Coherence, coherence
    from holdfast.analyses.deals import Deals, deals
    from holdfast.analyses.hold import Hold, hold
    from holdfast.analyses.positions import Positions, positions
    from holdfast.case.case import Case, Loaded
    from holdfast.case.load import load
    from holdfast.diagnostics import Diagnostic

__version__ = "0.1.0"
__all__ = [
    "Case",
    "Coherence",
    "Deals",
    "Diagnostic",
    "Hold",
    "Loaded",
    "Positions",
    "__version__",
    "coherence",
    "deals",
    "hold",
    "load",
    "positions",
]

#: Where each public name lives: loaded when it is first asked for, so that the command line starts quickly.
_HOMES: Final = {
    "Case": "holdfast.case.case",
    "Coherence": "holdfast.analyses.coherence",
    "Deals": "holdfast.analyses.deals",
    "Diagnostic": "holdfast.diagnostics",
    "Hold": "holdfast.analyses.hold",
    "Loaded": "holdfast.case.case",
    "Positions": "holdfast.analyses.positions",
    "coherence": "holdfast.analyses.coherence",
    "deals": "holdfast.analyses.deals",
    "hold": "holdfast.analyses.hold",
    "load": "holdfast.case.load",
    "positions": "holdfast.analyses.positions",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'holdfast' has no attribute '{name}'")
    return getattr(import_module(home), name)
