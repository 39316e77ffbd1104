"""HiGHS through SciPy, kept from writing to standard output.

HiGHS writes some lines from its C++ code (``puts``) whatever its options say, as where it repairs a solution of a
mixed-integer programme. They would stand in the middle of what a command prints for other programs.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult

_STDOUT: Final = 1
_lock = threading.Lock()
_inside = 0
_saved: int | None = None


def milp(
    goal: NDArray[np.float64],
    *,
    integrality: NDArray[np.int64],
    bounds: Bounds,
    constraints: LinearConstraint | Sequence[LinearConstraint],
    options: Any = None,
) -> OptimizeResult:
    """`scipy.optimize.milp`, silent."""
    with silent():
        return optimize.milp(goal, integrality=integrality, bounds=bounds, constraints=constraints, options=options)


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Sends what C code writes to standard output to nowhere.

    The file descriptor is the whole process's. Several threads may be inside at once: the first that comes turns it
    away, the last that leaves turns it back. What Python has buffered is written before.
    """
    global _inside, _saved
    with _lock:
        if not _inside:
            _saved = _turn_away()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _saved is not None:
                _flush()
                os.dup2(_saved, _STDOUT)
                os.close(_saved)
                _saved = None


def _turn_away() -> int | None:
    """Standard output now leads nowhere; where it led. None where there is no standard output to turn away."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    try:
        saved = os.dup(_STDOUT)
    except OSError:
        return None
    _flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    os.close(nowhere)
    return saved


def _flush() -> None:
    """Writes out what C's own buffers hold."""
    if _fflush is not None:
        _fflush(None)


def _find_fflush() -> Any:
    try:
        return (ctypes.CDLL("ucrtbase") if sys.platform == "win32" else ctypes.CDLL(None)).fflush
    except (OSError, AttributeError):
        return None


_fflush: Final = _find_fflush()
