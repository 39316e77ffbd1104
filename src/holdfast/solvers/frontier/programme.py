"""Named points without a frontier: by mixed-integer linear programmes, however many efficient points there are.

One binary variable for each option of each issue; a combination that is ruled out is one inequality. HiGHS (through
SciPy) solves the programmes. Every package that comes back is valued again in whole numbers, and what is reported are
its exact worths; the solver's own word counts for the optimality alone, to its tolerances (`Solved.gap`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array

from holdfast.solvers.frontier.points import POINTS, Absence, PointName, Scale, scale_factors
from holdfast.solvers.frontier.utilities import Number, Utilities, fraction
from holdfast.solvers.highs import milp

_Reals: TypeAlias = npt.NDArray[np.float64]
#: A package, a bound of what was maximised, and what the package has of it.
_Found: TypeAlias = tuple[tuple[int, ...], float, float]
#: After how many tangents the search for the Nash point is broken off.
_ROUNDS: Final = 40
#: The same where programmes have a limit: what they bound does not come nearer for long.
_FEW_ROUNDS: Final = 12
_GAP: Final = 1e-7


class SolverError(RuntimeError):
    """The solver gave up without a package."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A package that attains a named point, one of perhaps several."""

    name: PointName
    scale: Scale | None
    package: tuple[int, ...] | None
    """For each issue the place of its option; None where the point does not exist."""
    worths: tuple[Fraction, ...] | None
    value: float | None
    """What is maximised, of this package (see `holdfast.solvers.frontier.points.Point.value`)."""
    bound: float | None
    """No package has more: value and bound are the same but for rounding where the answer is certified."""
    absent: Absence | None = None

    @property
    def gap(self) -> float:
        """How far the bound lies above the value, as a share of it."""
        if self.value is None or self.bound is None:
            return 0.0
        return max(self.bound - self.value, 0.0) / max(abs(self.value), 1e-6)


def solve(
    one: Utilities,
    no_deal: Sequence[Number],
    scale: Scale = "given",
    names: Sequence[PointName] = POINTS,
    nodes: int | None = None,
    *,
    unsolved: Callable[[PointName], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Solved, ...]:
    """Named points, each by programmes of its own.

    1. The ideal: each party's best package among those that are worth at least no deal to everybody.
    2. Utilitarian: the greatest sum of gains. Egalitarian, Kalai-Smorodinsky: the greatest least gain, then, at that,
       the greatest sum, so that no other package dominates it.
    3. Leximin and the ties of Kalai-Smorodinsky: the sums of the k least gains, k = 1 to n, each greatest before the
       next (Ogryczak, Śliwiński 2006): the k-th is the maximum of k·t − Σ dᵢ with dᵢ ≥ t − gainᵢ, dᵢ ≥ 0.
    4. Nash: the greatest sum of logarithms, bounded from above by their tangents at the packages met so far (outer
       approximation; Duran, Grossmann 1986), until the bound and the best package meet.

    Args:
        one: the worths and what is ruled out.
        no_deal: what no deal is worth to each party.
        scale: on which scale gains are compared between parties.
        names: which points.
        nodes: how many nodes each programme's search may have. Where that ends it, a point is the best that was met,
            and its bound says how much better another could be. Nodes, not seconds: the same on every machine. A search
            with a limit ends within a millionth of its bound, too.
        unsolved: is told of each point for which a programme could not be solved; such points are left out.
        progress: is told after each point how many are done, of how many. What it raises ends the search; between two
            calls stand no more than some tens of programmes.

    Raises:
        SolverError: a programme could not be solved, and there is no `unsolved` to be told.
    """
    return _Programme(one, no_deal, scale, nodes).points(names, unsolved, progress)


class _Programme:
    def __init__(self, one: Utilities, no_deal: Sequence[Number], scale: Scale, nodes: int | None) -> None:
        self._one = one
        self._scale: Scale = scale
        self._nodes = nodes
        self._base = tuple(fraction(worth) for worth in no_deal)
        counts = [array.shape[1] for array in one.values]
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        self._binaries = int(self._starts[-1])
        # In shares of each party's range: HiGHS's tolerances are absolute.
        self._widths = [max(high - low, 1) for low, high in one.span]
        self._worths = np.concatenate(one.values, axis=1) / np.array(self._widths, np.float64)[:, None]
        self._floor = np.array(
            [
                float(worth / unit / width)
                for worth, unit, width in zip(self._base, one.units, self._widths, strict=True)
            ]
        )
        rows: list[_Reals] = []
        low: list[float] = []
        high: list[float] = []
        for issue, count in enumerate(counts):
            rows.append(self._row({issue: range(count)}))
            low.append(1)
            high.append(1)
        for combination in one.forbidden:
            rows.append(self._row(combination))
            low.append(-math.inf)
            high.append(len(combination) - 1)
        self._fixed = (np.array(rows), np.array(low), np.array(high))

    def _row(self, chosen: Mapping[int, Sequence[int] | range | frozenset[int]]) -> _Reals:
        row = np.zeros(self._binaries)
        for issue, options in chosen.items():
            row[self._starts[issue] + np.array(sorted(options), np.int64)] = 1
        return row

    def points(
        self,
        names: Sequence[PointName],
        unsolved: Callable[[PointName], None] | None,
        progress: Callable[[int, int], None] | None,
    ) -> tuple[Solved, ...]:
        told = progress or (lambda done, of: None)
        try:
            absent = self._prepare()
        except SolverError:
            if unsolved is None:
                raise
            for name in names:
                unsolved(name)
            return ()
        told(1, len(names) + 1)
        found = []
        for place, name in enumerate(names):
            try:
                found.append(self._point(name) if absent is None else self._none(name, absent))
            except SolverError:
                if unsolved is None:
                    raise
                unsolved(name)
            told(place + 2, len(names) + 1)
        return tuple(found)

    def _prepare(self) -> Absence | None:
        """Finds the ideal, once for all points; else why there are none."""
        if self._maximum(np.zeros(self._binaries), rational=False) is None:
            return "no package"
        best = [self._maximum(row) for row in self._worths]
        if any(one is None for one in best):
            return "none at least no deal"
        self._ideal = tuple(
            max(self._worth(one[0])[party] for one in best if one is not None) for party in range(self._one.parties)
        )
        return None

    def _none(self, name: PointName, why: Absence) -> Solved:
        scale = None if name in ("nash", "kalai-smorodinsky") else self._scale
        return Solved(name, scale, None, None, None, None, why)

    def _point(self, name: PointName) -> Solved:
        if name == "nash":
            return self._nash()
        scale: Scale = "ideal" if name == "kalai-smorodinsky" else self._scale
        factors = scale_factors(self._one, self._base, self._ideal, scale)
        used = [party for party, factor in enumerate(factors) if factor is not None]
        if not used:
            return self._none(name, "nobody gains")
        # Gains on the scale: slope × worth in shares of the range − what no deal has there.
        slopes = np.array([float((factors[p] or 0) * self._one.units[p] * self._widths[p]) for p in used])
        gains = self._worths[used] * slopes[:, None]
        floor = self._floor[used] * slopes
        if name == "utilitarian":
            package, bound, _ = self._needed(self._maximum(gains.sum(axis=0)))
            return self._solved(name, package, factors, bound - float(floor.sum()))
        package, bound = self._least(gains, floor, 1 if name == "egalitarian" else len(used))
        return self._solved(name, package, factors, bound)

    def _least(self, gains: _Reals, floor: _Reals, depth: int) -> tuple[tuple[int, ...], float]:
        """The package with the greatest sum of the k least gains, for k = 1 to `depth`; then the greatest sum."""
        count = len(gains)
        size = self._binaries + depth * (count + 1)
        rows: list[_Reals] = []
        low: list[float] = []
        goals = []
        for k in range(depth):
            start = self._binaries + k * (count + 1)
            for place in range(count):  # gain − t + d ≥ 0
                row = np.zeros(size)
                row[: self._binaries] = gains[place]
                row[start], row[start + 1 + place] = -1, 1
                rows.append(row)
                low.append(floor[place])
            goal = np.zeros(size)
            goal[start], goal[start + 1 : start + 1 + count] = k + 1, -1
            goals.append(goal)
        if depth == 1:
            rows_of_one = np.zeros(size)
            rows_of_one[: self._binaries] = gains.sum(axis=0)
            goals[0][self._binaries + 1 :] = 0
            for row in rows:
                row[self._binaries + 1 :] = 0
            goals.append(rows_of_one)
        free = np.ones(size, np.bool_)
        for k in range(depth):
            start = self._binaries + k * (count + 1)
            free[start + 1 : start + 1 + count] = False
        best: _Found | None = None
        first = 0.0
        for place, goal in enumerate(goals):
            try:
                best = self._needed(self._maximum(goal, rows, low, free))
            except SolverError:
                if best is None:
                    raise
                break  # what was found so far has the greatest least gain, and ties are left unbroken
            if place == 0:
                first = best[1]
            rows.append(goal)
            low.append(best[2] - 1e-9 * max(1.0, abs(best[2])))
        assert best is not None
        return best[0], first

    def _nash(self) -> Solved:
        if any(ideal == worth for ideal, worth in zip(self._ideal, self._base, strict=True)):
            return self._none("nash", "somebody cannot gain")
        # Start where the least share of the ideal gain is greatest: everybody gains there, if anywhere.
        shares = scale_factors(self._one, self._base, self._ideal, "ideal")
        slopes = np.array(
            [float((f or 0) * u * w) for f, u, w in zip(shares, self._one.units, self._widths, strict=True)]
        )
        gains, floor = self._worths * slopes[:, None], self._floor * slopes
        package, least = self._least(gains, floor, 1)
        parties, size = len(gains), self._binaries + len(gains)
        if least <= _GAP and min(self._gains(package)) <= 0:
            return self._none("nash", "somebody cannot gain")
        rows: list[_Reals] = []
        low: list[float] = []
        best, bound = package, math.inf
        goal = np.zeros(size)
        goal[self._binaries :] = 1
        free = np.ones(size, np.bool_)

        def product(one: tuple[int, ...]) -> float:
            return sum(math.log(max(float(g * (f or 0)), 1e-12)) for g, f in zip(self._gains(one), shares, strict=True))

        for _ in range(_ROUNDS if self._nodes is None else _FEW_ROUNDS):
            at = [max(float(g * (f or 0)), 1e-6) for g, f in zip(self._gains(package), shares, strict=True)]
            for party in range(parties):  # log x ≤ log a + (x − a) / a
                row = np.zeros(size)
                row[: self._binaries] = gains[party] / at[party]
                row[self._binaries + party] = -1
                rows.append(row)
                low.append(floor[party] / at[party] + 1 - math.log(at[party]))
            package, bound, _ = self._needed(self._maximum(goal, rows, low, free))
            if product(package) > product(best):
                best = package
            if bound - product(best) <= _GAP:
                break
        scale = math.prod(float(1 / (f or Fraction(1))) for f in shares)
        value = float(math.prod(self._gains(best)))
        return Solved("nash", None, best, self._worth(best), value, max(math.exp(bound) * scale, value))

    def _gains(self, package: tuple[int, ...]) -> tuple[Fraction, ...]:
        return tuple(w - b for w, b in zip(self._worth(package), self._base, strict=True))

    def _worth(self, package: tuple[int, ...]) -> tuple[Fraction, ...]:
        return self._one.real(self._one.worth(package))

    def _solved(
        self, name: PointName, package: tuple[int, ...], factors: Sequence[Fraction | None], bound: float
    ) -> Solved:
        gains = [g * f for g, f in zip(self._gains(package), factors, strict=True) if f is not None]
        value = float(sum(gains, Fraction(0)) if name == "utilitarian" else min(gains))
        scale = None if name == "kalai-smorodinsky" else self._scale
        return Solved(name, scale, package, self._worth(package), value, max(bound, value))

    @staticmethod
    def _needed(found: _Found | None) -> _Found:
        if found is None:
            raise SolverError("a programme that has a solution was found to have none")
        return found

    def _maximum(
        self,
        goal: _Reals,
        rows: Sequence[_Reals] = (),
        low: Sequence[float] = (),
        free: npt.NDArray[np.bool_] | None = None,
        *,
        rational: bool = True,
    ) -> _Found | None:
        """The package with the most of `goal`, a bound, and how much it has; None where there is none.

        `rows` · x ≥ `low` beside what always holds; `free` says which variables beyond the binaries may be negative.
        """
        size = len(goal)
        fixed, least, most = self._fixed
        parts = [np.pad(fixed, ((0, 0), (0, size - self._binaries)))]
        lows, highs = [least], [most]
        if rational:
            parts.append(np.pad(self._worths, ((0, 0), (0, size - self._binaries))))
            lows.append(self._floor - 1e-12)
            highs.append(np.full(len(self._floor), math.inf))
        if rows:
            parts.append(np.array(rows))
            lows.append(np.array(low))
            highs.append(np.full(len(rows), math.inf))
        lower = np.zeros(size)
        upper = np.full(size, math.inf)
        upper[: self._binaries] = 1
        integrality = np.zeros(size, np.int64)
        integrality[: self._binaries] = 1
        if free is not None:
            lower[self._binaries :][free[self._binaries :]] = -math.inf
        found = milp(
            -goal,
            integrality=integrality,
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(csr_array(np.vstack(parts)), np.concatenate(lows), np.concatenate(highs)),
            options={"mip_rel_gap": 0.0} if self._nodes is None else {"mip_rel_gap": 1e-6, "node_limit": self._nodes},
        )
        if found.status == 2:
            return None
        if found.x is None:
            raise SolverError(str(found.message))
        chosen = [
            int(np.argmax(found.x[start:end])) for start, end in zip(self._starts[:-1], self._starts[1:], strict=True)
        ]
        if not self._one.allows(chosen):
            raise SolverError(str(found.message))
        return tuple(chosen), -float(found.mip_dual_bound), -float(found.fun)
