"""Additive utilities of several parties over packages, as whole numbers, with the packages that are ruled out.

A package takes one option of every issue; to each party it is worth the sum of its options. Worths are given as
fractions, whole numbers or decimals, and a decimal means what is written: 0.1 is one tenth. Each party's worths become
whole multiples of a unit of its own, so that sums are exact, ties are ties, and no order of adding matters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Final, TypeAlias

import numpy as np

from holdfast.solvers.frontier._maxima import Ints

Number: TypeAlias = int | float | Fraction
#: Options, by issue, that must not all be in one package: for each issue one of those named.
Forbidden: TypeAlias = Mapping[int, frozenset[int]]

#: Sums stay below this in absolute value: they are exact in 64 bits, and in a float.
_ROOM: Final = 2**52
#: How many joint options of one condition are looked at.
JOINT: Final = 200_000


class TooWideError(ValueError):
    """A condition couples so many issues that its joint options cannot be enumerated."""


@dataclass(frozen=True)
class Utilities:
    """What every option is worth to every party, and what cannot stand together."""

    values: tuple[Ints, ...]
    """For each issue an array of shape (parties, options), in units of the party."""
    units: tuple[Fraction, ...]
    """What one unit of each party is worth."""
    exact: bool
    """Whether the whole numbers say exactly what was given. Where not, each option's worth is rounded to its unit."""
    forbidden: tuple[Forbidden, ...] = ()

    @property
    def parties(self) -> int:
        """How many there are."""
        return len(self.units)

    @property
    def packages(self) -> int:
        """How many ways there are to take an option of every issue, those that are ruled out among them."""
        return math.prod(array.shape[1] for array in self.values)

    @property
    def span(self) -> tuple[tuple[int, int], ...]:
        """The least and the greatest sum of each party, in units, whatever is ruled out."""
        low = sum((array.min(axis=1) for array in self.values), np.zeros(self.parties, np.int64))
        high = sum((array.max(axis=1) for array in self.values), np.zeros(self.parties, np.int64))
        return tuple(zip(low.tolist(), high.tolist(), strict=True))

    def worth(self, package: Sequence[int]) -> tuple[int, ...]:
        """What a package is worth to each party, in units."""
        total = np.zeros(self.parties, np.int64)
        for array, option in zip(self.values, package, strict=True):
            total += array[:, option]
        return tuple(total.tolist())

    def allows(self, package: Sequence[int]) -> bool:
        """Whether nothing rules a package out."""
        return not any(all(package[issue] in options for issue, options in one.items()) for one in self.forbidden)

    def real(self, worth: Iterable[int]) -> tuple[Fraction, ...]:
        """Whole numbers of units as the worths that they stand for."""
        return tuple(int(number) * unit for number, unit in zip(worth, self.units, strict=True))


def utilities(worths: Sequence[Sequence[Sequence[Number]]], forbidden: Iterable[Forbidden] = ()) -> Utilities:
    """Utilities from worths by issue, option and party: ``worths[issue][option][party]``.

    Raises:
        ValueError: there are no issues, an issue has no options, the parties differ in number, or a worth is no finite
            number.
    """
    parties = {len(option) for issue in worths for option in issue}
    if len(parties) != 1 or not all(worths):
        raise ValueError("every issue needs options, and every option a worth for each party")
    count = parties.pop()
    if count == 0:
        raise ValueError("there are no parties")
    columns, units, exact = [], [], True
    for party in range(count):
        column, unit, as_given = _whole([[_ratio(option[party]) for option in issue] for issue in worths])
        columns.append(column)
        units.append(unit)
        exact = exact and as_given
    values = tuple(np.array([column[issue] for column in columns], np.int64) for issue in range(len(worths)))
    return Utilities(values, tuple(units), exact, tuple(forbidden))


def fraction(worth: Number) -> Fraction:
    """A number as it is written: 0.1 is one tenth. Raises ValueError where it is not finite."""
    return Fraction(*_ratio(worth))


def _ratio(worth: Number) -> tuple[int, int]:
    if isinstance(worth, float):
        if not math.isfinite(worth):
            raise ValueError(f"{worth} is no worth")
        return Decimal(repr(float(worth))).as_integer_ratio()
    return worth.as_integer_ratio()


def _whole(issues: Sequence[Sequence[tuple[int, int]]]) -> tuple[list[list[int]], Fraction, bool]:
    """One party's worths as whole multiples of a unit, the unit, and whether they are that exactly.

    The unit is the greatest of which all are multiples, or one so small that rounding to it hardly matters.
    """
    common = math.lcm(*(bottom for issue in issues for _, bottom in issue))
    whole = [[top * (common // bottom) for top, bottom in issue] for issue in issues]
    largest = sum(max(abs(number) for number in issue) for issue in whole)
    if not largest:
        return whole, Fraction(1), True
    divisor = math.gcd(*(number for issue in whole for number in issue))
    if largest // divisor < _ROOM:
        return [[number // divisor for number in issue] for issue in whole], Fraction(divisor, common), True
    step = 1 << (largest.bit_length() - 50)
    return [[(number + step // 2) // step for number in issue] for issue in whole], Fraction(step, common), False


def ruled_out(
    scope: Sequence[int], options: Sequence[int], allows: Callable[[tuple[int, ...]], bool], most: int = JOINT
) -> tuple[Forbidden, ...]:
    """What a condition over some issues rules out, in few combinations.

    1. Ask it for every joint option of the issues in its scope.
    2. Start with the joint options that it refuses; issue by issue, unite those that differ in this issue only.
    3. Drop an issue from a combination that holds for all of its options.

    Args:
        scope: the issues, by place.
        options: how many options each issue has, by place.
        allows: whether it allows a joint option of the scope.
        most: how many joint options may be asked for.

    Raises:
        TooWideError: there are more.
    """
    counts = [options[issue] for issue in scope]
    if math.prod(counts) > most:
        raise TooWideError(f"{math.prod(counts):,} joint options of {len(scope)} issues")
    boxes = [
        tuple(frozenset((option,)) for option in joint)
        for joint in product(*(range(count) for count in counts))
        if not allows(joint)
    ]
    for place in range(len(counts)):
        merged: dict[tuple[frozenset[int], ...], frozenset[int]] = {}
        for box in boxes:
            rest = (*box[:place], *box[place + 1 :])
            merged[rest] = merged.get(rest, frozenset()) | box[place]
        boxes = [(*rest[:place], united, *rest[place:]) for rest, united in merged.items()]
    return tuple(
        {issue: allowed for issue, allowed, count in zip(scope, box, counts, strict=True) if len(allowed) < count}
        for box in boxes
    )
