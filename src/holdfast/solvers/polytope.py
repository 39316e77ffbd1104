"""Systems of linear inequalities: what they allow, what holds in all or some of their points, which of them clash.

Everything is exact up to the tolerance of the solver (HiGHS through SciPy): no answer rests on samples, which serve
only as witnesses of what is possible. Coordinates may be whole numbers, so that a union of polytopes is one system.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csc_matrix

from holdfast.solvers.highs import milp

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]

#: Below this a difference counts as none: ten times what the solver lets a row be missed by.
TOLERANCE: Final = 1e-6
#: By how much a strict inequality must hold where the question is which to drop.
_MARGIN: Final = 1e-4


class TooHardError(RuntimeError):
    """The solver gave up, for want of time or precision."""


@dataclass(frozen=True)
class Polytope:
    """The points x with ``rows x ≤ limits``, ``equal_rows x = equal_limits`` and ``low ≤ x ≤ high``.

    Shapes: rows (m, n), limits (m), equal_rows (k, n), equal_limits (k), low and high (n), strict (m), whole (n).
    """

    rows: Floats
    limits: Floats
    equal_rows: Floats
    equal_limits: Floats
    low: Floats
    high: Floats
    strict: Bools
    """Which rows hold with < in place of ≤."""
    whole: Bools
    """Which coordinates are whole numbers."""

    @classmethod
    def of(
        cls,
        rows: ArrayLike,
        limits: ArrayLike,
        equal_rows: ArrayLike | None = None,
        equal_limits: ArrayLike | None = None,
        *,
        low: ArrayLike = -np.inf,
        high: ArrayLike = np.inf,
        strict: ArrayLike = False,
        whole: ArrayLike = False,
    ) -> Self:
        """A system from what NumPy reads as arrays. `rows` has two dimensions, also where there are none."""
        matrix = np.asarray(rows, float)
        count, width = matrix.shape
        equal = np.zeros((0, width)) if equal_rows is None else np.asarray(equal_rows, float).reshape(-1, width)
        return cls(
            matrix,
            np.broadcast_to(np.asarray(limits, float), count).copy(),
            equal,
            np.zeros(0) if equal_limits is None else np.asarray(equal_limits, float).reshape(-1),
            np.broadcast_to(np.asarray(low, float), width).copy(),
            np.broadcast_to(np.asarray(high, float), width).copy(),
            np.broadcast_to(np.asarray(strict, bool), count).copy(),
            np.broadcast_to(np.asarray(whole, bool), width).copy(),
        )

    @property
    def width(self) -> int:
        """How many coordinates a point has."""
        return len(self.low)

    def also(self, rows: ArrayLike, limits: ArrayLike, strict: ArrayLike = False) -> Self:
        """The points for which these rows hold too."""
        more = np.asarray(rows, float).reshape(-1, self.width)
        return replace(
            self,
            rows=np.vstack([self.rows, more]),
            limits=np.concatenate([self.limits, np.broadcast_to(np.asarray(limits, float), len(more))]),
            strict=np.concatenate([self.strict, np.broadcast_to(np.asarray(strict, bool), len(more))]),
        )

    def contains(self, points: ArrayLike, tolerance: float = TOLERANCE) -> Bools:
        """For each point (the last axis) whether it is one of these, strict rows read as ≤."""
        x = np.asarray(points, float)
        found = (x @ self.rows.T <= self.limits + tolerance).all(-1)
        found &= (np.abs(x @ self.equal_rows.T - self.equal_limits) <= tolerance).all(-1)
        found &= (x >= self.low - tolerance).all(-1) & (x <= self.high + tolerance).all(-1)
        return np.asarray(found & (np.abs(x - np.round(x)) <= tolerance)[..., self.whole].all(-1))

    @cached_property
    def slack(self) -> float | None:
        """The largest ε, at most 1, by which every strict row can hold at once; None where not even ε = 0 can.

        The system has a point just where this is more than nought (the max-ε test of Greco, Mousseau, Słowiński 2008);
        without strict rows it is 1 where there is a point.
        """
        rows = np.hstack([self.rows, self.strict[:, None].astype(float)])
        wider = replace(
            self,
            rows=rows,
            equal_rows=np.hstack([self.equal_rows, np.zeros((len(self.equal_rows), 1))]),
            low=np.append(self.low, -1.0),
            high=np.append(self.high, 1.0),
            whole=np.append(self.whole, False),
        )
        target = np.zeros(wider.width)
        target[-1] = -1.0
        best = wider.minimum(target)
        return None if best is None or -best.value < -TOLERANCE else max(-best.value, 0.0)

    @property
    def empty(self) -> bool:
        """Whether no point satisfies every row, the strict ones with <."""
        return self.slack is None or self.slack <= TOLERANCE

    def minimum(self, form: ArrayLike) -> Extreme | None:
        """Where ``form x`` is least, strict rows read as ≤; None where there is no point.

        Raises TooHardError where the solver fails, and where the form has no least value.
        """
        return self._solve(np.asarray(form, float))

    def _solve(self, form: Floats) -> Extreme | None:
        result = milp(form, integrality=self._integrality, bounds=Bounds(self.low, self.high), constraints=self._system)
        if result.status == 2:
            return None
        if result.x is None:
            raise TooHardError(str(result.message))
        return Extreme(float(result.fun), np.asarray(result.x, float))

    @cached_property
    def _system(self) -> list[LinearConstraint]:
        found = []
        if len(self.rows):
            found.append(LinearConstraint(csc_matrix(self.rows), np.full(len(self.rows), -np.inf), self.limits))
        if len(self.equal_rows):
            found.append(LinearConstraint(csc_matrix(self.equal_rows), self.equal_limits, self.equal_limits))
        return found

    @cached_property
    def _integrality(self) -> Ints:
        return self.whole.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least value of a linear form, and a point that has it."""

    value: float
    point: Floats


# --- what holds in all points, and in some --------------------------------------------------------------------------


def necessary(polytope: Polytope, form: ArrayLike, level: float = 0.0) -> bool:
    """Whether ``form x ≥ level`` in every point. True of an empty polytope."""
    least = polytope.minimum(form)
    return least is None or least.value >= level - TOLERANCE


def possible(polytope: Polytope, form: ArrayLike, level: float = 0.0) -> bool:
    """Whether ``form x ≥ level`` in some point that satisfies the strict rows strictly."""
    return not polytope.also(-np.asarray(form, float), -level).empty


@dataclass(slots=True)
class Relations:
    """Decides of many linear forms whether they are ≥ 0 in all points, and in some, with few programs.

    A point of the polytope is a proof of what is possible, and of what is not necessary; so samples and the corners
    that earlier programs ended in are tried first. That nothing contradicts is always left to a program.
    """

    polytope: Polytope
    witnesses: Floats
    """Points of the polytope, (k, n)."""
    programs: int = 0
    """How many programs have been solved so far."""
    _corners: list[Floats] = field(default_factory=list)

    def necessary(self, form: Floats) -> bool:
        """Whether ``form x ≥ 0`` in every point."""
        if len(self.witnesses) and float((self.witnesses @ form).min()) < -TOLERANCE:
            return False
        if any(float(corner @ form) < -TOLERANCE for corner in self._corners):
            return False
        least = self.least(form)
        return least is None or least >= -TOLERANCE

    def possible(self, form: Floats) -> bool:
        """Whether ``form x ≥ 0`` in some point."""
        if len(self.witnesses) and float((self.witnesses @ form).max()) >= 0:
            return True
        self.programs += 1
        return possible(self.polytope, form)

    def least(self, form: Floats) -> float | None:
        """The least value of a form; the corner that has it is kept."""
        self.programs += 1
        found = self.polytope.minimum(form)
        if found is None:
            return None
        self._corners.append(found.point)
        return found.value


# --- which rows to drop ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drops:
    """The minimal sets of tags without whose rows the rest has a point. The smaller come first."""

    sets: tuple[frozenset[int], ...]
    complete: bool
    """Whether these are all there are; where not, the bound ended the search."""


def minimal_drops(polytope: Polytope, tags: Sequence[int | None], *, bound: int = 20) -> Drops:
    """Which rows to drop so that the rest has a point (Mousseau, Figueira, Dias, Gomes da Silva, Clímaco 2003).

    1. Each tag t has a binary v_t that relaxes all of its rows; a strict row must hold by a margin of 1e-4.
    2. Minimise Σ v_t: the least number of tags to drop.
    3. Forbid the found set and all that contain it (Σ over the set of v_t at most its size less one); back to 2.

    Sets come by size, each minimal under inclusion, as Greco, Kadziński, Mousseau, Słowiński (2012) show them.

    Args:
        polytope: the system. Its coordinates must have finite bounds.
        tags: for each row the number of the tag that it belongs to, counted from 0, or None where it always holds.
        bound: how many sets to look for.
    """
    count = max((tag for tag in tags if tag is not None), default=-1) + 1
    width = polytope.width
    reach = np.maximum(polytope.rows * polytope.low, polytope.rows * polytope.high).sum(1) - polytope.limits
    relaxed = np.zeros((len(polytope.rows), count))
    for row, tag in enumerate(tags):
        if tag is not None:
            relaxed[row, tag] = -max(reach[row], 0.0) - 2 * _MARGIN
    wider = Polytope.of(
        np.hstack([polytope.rows, relaxed]),
        polytope.limits - _MARGIN * polytope.strict,
        np.hstack([polytope.equal_rows, np.zeros((len(polytope.equal_rows), count))]),
        polytope.equal_limits,
        low=np.concatenate([polytope.low, np.zeros(count)]),
        high=np.concatenate([polytope.high, np.ones(count)]),
        whole=np.concatenate([polytope.whole, np.ones(count, bool)]),
    )
    target = np.concatenate([np.zeros(width), np.ones(count)])
    found: list[frozenset[int]] = []
    for dropped in _rounds(wider, target, width):
        if len(found) == bound:
            return Drops(tuple(sorted(found, key=_by_size)), complete=False)
        found.append(dropped)
    return Drops(tuple(sorted(found, key=_by_size)), complete=True)


def _rounds(system: Polytope, target: Floats, width: int) -> Iterator[frozenset[int]]:
    while (best := system.minimum(target)) is not None:
        dropped = np.flatnonzero(best.point[width:] > 0.5)
        yield frozenset(int(tag) for tag in dropped)
        if not len(dropped):
            return
        cut = np.zeros(system.width)
        cut[width + dropped] = 1.0
        system = system.also(cut, len(dropped) - 1.0)


def _by_size(tags: frozenset[int]) -> tuple[int, list[int]]:
    return len(tags), sorted(tags)
