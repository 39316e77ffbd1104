"""Points with names on a frontier: Nash, Kalai-Smorodinsky, egalitarian, leximin, utilitarian; each against no deal.

Every one of them is chosen among the packages that are worth at least no deal to everybody (individually rational), and
is returned with all its ties. Comparisons are exact: floats only pick the candidates.

What a point depends on besides the order of packages is its *scale*. Nash and Kalai-Smorodinsky do not change when a
party's worths are stretched or shifted. The others compare one party's gain with another's, which means something only
on a scale on which they are comparable: as given, or each party's gain as a share of what lies between its worst and
best package (``range``), or between no deal and its ideal (``ideal``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from holdfast.solvers.frontier.sums import Frontier
from holdfast.solvers.frontier.utilities import Number, Utilities, fraction

PointName = Literal["nash", "kalai-smorodinsky", "egalitarian", "leximin", "utilitarian"]
POINTS: Final[tuple[PointName, ...]] = ("nash", "kalai-smorodinsky", "egalitarian", "leximin", "utilitarian")
Scale = Literal["given", "range", "ideal"]
#: Why a point is not there.
Absence = Literal["no package", "none at least no deal", "nobody gains", "somebody cannot gain"]
_Reals: TypeAlias = npt.NDArray[np.float64]
_Key: TypeAlias = tuple[Fraction, ...]

#: Floats whose share is nearer to the best than this are compared exactly.
_NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Point:
    """One solution, with its ties."""

    name: PointName
    scale: Scale | None
    """On which scale gains are compared with each other; None where that does not matter."""
    places: tuple[int, ...]
    """The points of the frontier that attain it; several are ties, none: it does not exist."""
    value: Fraction | None
    """What is maximised: the product of gains, the least share of the ideal gain, the least gain, the sum of gains.
    On a frontier that is not exact, the best that it has."""
    absent: Absence | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The named points of a frontier against one worth of no deal."""

    no_deal: tuple[Fraction, ...]
    ideal: tuple[Fraction, ...] | None
    """The most each party can have while nobody has less than no deal; None where no package is such."""
    rational: tuple[int, ...]
    """The points of the frontier that are worth at least no deal to everybody."""
    points: tuple[Point, ...]

    def __getitem__(self, name: PointName) -> Point:
        return next(point for point in self.points if point.name == name)


def points(found: Frontier, no_deal: Sequence[Number], scale: Scale = "given") -> Points:
    """All named points.

    * Nash (1950): the greatest product of gains over no deal. It does not exist where no package gives everybody a
      gain: the product is then 0 whatever is chosen.
    * Kalai-Smorodinsky (1975), for finitely many packages: the greatest least share of the ideal gain, ties broken
      leximin. The ideal is taken over the individually rational packages. Who cannot gain is left out of the minimum.
    * Egalitarian (Kalai 1977): the greatest least gain; among equals those that no other dominates.
    * Leximin: of those the greatest second least gain, and so on.
    * Utilitarian: the greatest sum of gains.

    Args:
        found: the frontier. Where it is thinned out, so is the choice.
        no_deal: what no deal is worth to each party; it may lie below every package, or above.
        scale: on which scale gains are compared between parties.

    Raises:
        ValueError: there are not as many worths as parties.
    """
    one = found.utilities
    base = tuple(fraction(worth) for worth in no_deal)
    if len(base) != one.parties:
        raise ValueError(f"{len(base)} worths of no deal for {one.parties} parties")
    rational = _rational(found, base)
    if not len(rational):
        absent: Absence = "none at least no deal" if len(found) else "no package"
        none = tuple(Point(name, _scale_of(name, scale), (), None, absent) for name in POINTS)
        return Points(base, None, (), none)
    ideal = one.real(found.points[:, rational].max(axis=1).tolist())
    chooser = _Chooser(found, base, rational, ideal)
    factors = scale_factors(one, base, ideal, scale)
    result = (
        chooser.nash(),
        chooser.best("kalai-smorodinsky", None, scale_factors(one, base, ideal, "ideal"), _sorted_key, least=True),
        chooser.best("egalitarian", scale, factors, lambda gains: (min(gains),), least=True),
        chooser.best("leximin", scale, factors, _sorted_key, least=True),
        chooser.best("utilitarian", scale, factors, lambda gains: (sum(gains, Fraction(0)),), least=False),
    )
    return Points(base, ideal, tuple(rational.tolist()), result)


def _rational(found: Frontier, base: Sequence[Fraction]) -> npt.NDArray[np.int64]:
    # A worth is at least no deal where its whole number is at least no deal's, rounded up.
    least = [-((-worth) // unit) for worth, unit in zip(base, found.utilities.units, strict=True)]
    enough = np.ones(len(found), np.bool_)
    for row, bound in zip(found.points, least, strict=True):
        low, high = -(2**62), 2**62
        enough &= row >= min(max(bound, low), high)
    return np.flatnonzero(enough)


def _scale_of(name: PointName, scale: Scale) -> Scale | None:
    return None if name in ("nash", "kalai-smorodinsky") else scale


def scale_factors(
    one: Utilities, base: Sequence[Fraction], ideal: Sequence[Fraction], scale: Scale
) -> tuple[Fraction | None, ...]:
    """By what a gain is multiplied to be on a scale; None for a party that has nothing to gain or lose on it."""
    if scale == "given":
        return (Fraction(1),) * one.parties
    if scale == "ideal":
        widths = [best - worth for best, worth in zip(ideal, base, strict=True)]
    else:
        widths = [(high - low) * unit for (low, high), unit in zip(one.span, one.units, strict=True)]
    return tuple(1 / width if width else None for width in widths)


def _sorted_key(gains: Sequence[Fraction]) -> _Key:
    return tuple(sorted(gains))


def _over(row: npt.NDArray[np.int64], base: Fraction) -> _Reals:
    """How far whole numbers exceed a fraction: right to the last digits even where they hardly do."""
    whole = min(max(base // 1, -(2**61)), 2**61)
    gains: _Reals = (row - whole).astype(np.float64) - float(base - whole)
    return gains


class _Chooser:
    """Chooses among the individually rational points."""

    def __init__(
        self, found: Frontier, base: Sequence[Fraction], rational: npt.NDArray[np.int64], ideal: Sequence[Fraction]
    ) -> None:
        self._found = found
        self._base = base
        self._rational = rational
        self._ideal = ideal
        self._gains: _Reals = np.stack(
            [
                _over(row[rational], worth / unit) * float(unit)
                for row, worth, unit in zip(found.points, base, found.utilities.units, strict=True)
            ]
        )

    def _exactly(self, place: int) -> tuple[Fraction, ...]:
        worth = self._found.utilities.real(self._found.points[:, self._rational[place]].tolist())
        return tuple(w - b for w, b in zip(worth, self._base, strict=True))

    def nash(self) -> Point:
        """The greatest product."""
        if any(best == worth for best, worth in zip(self._ideal, self._base, strict=True)):
            return Point("nash", None, (), None, "somebody cannot gain")
        product = np.prod(self._gains / self._gains.max(axis=1, keepdims=True), axis=0)

        def key(gains: Sequence[Fraction]) -> _Key:
            result = Fraction(1)
            for gain in gains:
                result *= gain
            return (result,)

        places, best = self._exact_best(product, _NEAR * float(product.max()), key)
        if best[0] == 0:
            return Point("nash", None, (), None, "nobody gains" if not self._gains.any() else "somebody cannot gain")
        return Point("nash", None, places, best[0])

    def best(
        self,
        name: PointName,
        scale: Scale | None,
        factors: Sequence[Fraction | None],
        key: Callable[[Sequence[Fraction]], _Key],
        *,
        least: bool,
    ) -> Point:
        """The greatest least (or sum) of gains times factors, by an exact key."""
        used = [party for party, factor in enumerate(factors) if factor is not None]
        if not used:
            return Point(name, scale, (), None, "nobody gains")
        scaled = np.stack([self._gains[party] * float(factors[party] or 0) for party in used])
        rough = scaled.min(axis=0) if least else scaled.sum(axis=0)
        exact = [(party, factors[party] or Fraction(0)) for party in used]
        slack = _NEAR * float(abs(rough.max()) if least else np.abs(scaled).max())
        places, best = self._exact_best(rough, slack, lambda gains: key([gains[p] * factor for p, factor in exact]))
        return Point(name, scale, places, best[0])

    def _exact_best(
        self, rough: _Reals, slack: float, key: Callable[[Sequence[Fraction]], _Key]
    ) -> tuple[tuple[int, ...], _Key]:
        """The points with the greatest key; `rough` is its first part, or grows with it, to within `slack`."""
        near = np.flatnonzero(rough >= float(rough.max()) - slack)
        keys = [key(self._exactly(place)) for place in near.tolist()]
        best = max(keys)
        chosen = tuple(int(self._rational[place]) for place, one in zip(near, keys, strict=True) if one == best)
        return chosen, best


def dominating(found: Frontier, worth: Sequence[int]) -> tuple[int, ...]:
    """The points of a frontier that are at least as good for everybody and better for somebody, in its order.

    `worth` is in units. None where the package is efficient, as far as the frontier is exact.
    """
    given = np.array(worth, np.int64)[:, None]
    over = (found.points >= given).all(axis=0) & (found.points > given).any(axis=0)
    return tuple(int(place) for place in np.flatnonzero(over))
