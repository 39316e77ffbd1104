"""Adjusted Winner: two parties divide issues so that each gets the same share of its own points.

Brams, Taylor 1996, *Fair Division*, chapter 4. Exact fractions throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Side = Literal[0, 1]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A part of an item that goes from the party ahead to the one behind."""

    item: int
    share: Fraction
    """Of the item; less than what the giver held for the last transfer at most."""
    giver: Side


@dataclass(frozen=True, slots=True)
class Division:
    """What each gets."""

    points: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    """What the items are worth to each, of 100."""
    first: tuple[Fraction, ...]
    """For each item the share of it that the first party gets; the second gets the rest."""
    initial: tuple[Fraction, Fraction]
    """The points of each before anything is transferred."""
    total: tuple[Fraction, Fraction]
    """The points of each in the end: the same."""
    transfers: tuple[Transfer, ...]
    split: tuple[int, ...]
    """The items of which each gets a part: one, unless parties that stand alike value several alike."""


def adjusted_winner(first: Sequence[Fraction | int], second: Sequence[Fraction | int]) -> Division:
    """Divide items that each party has given points.

    1. Points are made to sum to 100 for each party.
    2. Each item goes to whoever gives it more points. Then those that both give the same, the largest first, each to
       the one who is behind; halved where nobody is.
    3. From the one ahead to the one behind go, one after the other, the items whose points (the giver's over the
       taker's) are nearest to each other, until both have the same; of the last one just so much. The items that both
       give the same come first. Where several are as near, the one that stands first.

    The result is efficient, both have the same points, and neither would exchange.

    Raises:
        ValueError: the parties name different numbers of items, points are negative, or a party gives none at all.
    """
    if len(first) != len(second):
        raise ValueError("both parties give points to the same items")
    points = (_hundred(first), _hundred(second))
    held = [_owner(a, b) for a, b in zip(*points, strict=True)]
    total = [_sum(points[0], held), _sum(points[1], [_rest(share) for share in held])]
    same = [item for item, share in enumerate(held) if share is None]
    for item in sorted(same, key=lambda item: -points[0][item]):
        worth = points[0][item]
        share = Fraction(1, 2) if total[0] == total[1] else Fraction(total[0] < total[1])
        held[item] = share
        total[0] += share * worth
        total[1] += (1 - share) * worth
    initial = (total[0], total[1])
    shares = [share or Fraction(0) for share in held]
    transfers = _adjust(points, shares, total)
    split = tuple(item for item, share in enumerate(shares) if 0 < share < 1)
    return Division(points, tuple(shares), initial, (total[0], total[1]), transfers, split)


def _hundred(points: Sequence[Fraction | int]) -> tuple[Fraction, ...]:
    total = sum(points, Fraction(0))
    if total <= 0 or any(one < 0 for one in points):
        raise ValueError("points are not negative, and not all of them 0")
    return tuple(Fraction(one) * 100 / total for one in points)


def _owner(first: Fraction, second: Fraction) -> Fraction | None:
    return None if first == second else Fraction(first > second)


def _rest(share: Fraction | None) -> Fraction | None:
    return None if share is None else 1 - share


def _sum(points: Sequence[Fraction], shares: Sequence[Fraction | None]) -> Fraction:
    return sum((p * share for p, share in zip(points, shares, strict=True) if share is not None), Fraction(0))


def _adjust(
    points: tuple[tuple[Fraction, ...], tuple[Fraction, ...]], shares: list[Fraction], total: list[Fraction]
) -> tuple[Transfer, ...]:
    """Move shares, and what they are worth, until both have the same."""
    if total[0] == total[1]:
        return ()
    giver: Side = 0 if total[0] > total[1] else 1
    taker = 1 - giver
    mine, theirs = points[giver], points[taker]

    def held(item: int) -> Fraction:
        return shares[item] if giver == 0 else 1 - shares[item]

    # What the other gives no points to never helps to catch up; what the giver has none of cannot go.
    movable = [item for item in range(len(shares)) if held(item) > 0 and theirs[item] > 0]
    transfers = []
    for item in sorted(movable, key=lambda item: mine[item] / theirs[item]):
        needed = (total[giver] - total[taker]) / (mine[item] + theirs[item])
        share = min(held(item), needed)
        shares[item] += -share if giver == 0 else share
        total[giver] -= share * mine[item]
        total[taker] += share * theirs[item]
        transfers.append(Transfer(item, share, giver))
        if total[giver] == total[taker]:
            break
    return tuple(transfers)
