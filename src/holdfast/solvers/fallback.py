"""Fallback bargaining with impasse: the package that everybody reaches first when all fall back step by step.

Brams, Kilgour 2001, *Fallback bargaining*. Only orders are needed: each party's ranking of the packages, with impasse
somewhere in it. All fall back in step, from their first choice to their second and so on, and none beyond impasse; the
first package that enough of them have reached is the result, and impasse is where there is none.

Depths count packages: the depth of a package is one more than the number of those that the party ranks above it, so
that packages it ranks alike are reached together. Where an order is known in part, so are depths: between what is
certainly above and what is not certainly below. What then follows whatever the rest of the order is, is said; the
rest is undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """One party's order, as far as it is known: at what depth it reaches each package."""

    least: Ints
    """Not before this depth, from 1: one more than are certainly above."""
    most: Ints
    """Not after this depth: the number of packages less those certainly below."""
    never: Bools
    """Certainly worse than impasse."""
    perhaps_never: Bools
    """Not certainly at least as good as impasse."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Where falling back ends."""

    quota: int
    """How many parties must have reached a package."""
    certain: tuple[int, ...]
    """Packages that are results whatever the rest of the orders is."""
    possible: tuple[int, ...]
    """Packages that nothing known keeps from being a result; those that are certain among them."""
    depth: tuple[int, int] | None
    """Between which depths it ends, if not in impasse."""
    impasse: bool | None
    """Whether it ends in impasse: None where that is undecided."""

    @property
    def decided(self) -> bool:
        """Whether what is known decides the result."""
        return self.impasse is not None and self.certain == self.possible


def ranked(worths: npt.NDArray[np.float64] | Ints, no_deal: float | None) -> Reach:
    """A complete order from numbers, the greatest first; impasse is worth `no_deal`, or less than all where None.

    A package that is worth as much as no deal is reached: it is not worse.
    """
    order = np.sort(worths)
    depth = (len(worths) - np.searchsorted(order, worths, side="right") + 1).astype(np.int64)
    never = np.zeros(len(worths), np.bool_) if no_deal is None else worths < no_deal
    return Reach(depth, depth, never, never)


def partial(above: Sequence[int] | Ints, below: Sequence[int] | Ints, never: Bools, perhaps_never: Bools) -> Reach:
    """An order known in part: for each package how many are certainly above and how many certainly below it."""
    high = np.asarray(above, np.int64)
    return Reach(high + 1, len(high) - np.asarray(below, np.int64), never, perhaps_never)


def fallback(orders: Sequence[Reach], quota: int | None = None) -> Fallback:
    """The result: by unanimity, or where `quota` parties suffice (q-approval).

    1. For each package the depth at which enough parties have reached it: the quota-th smallest of their depths,
       never where too few do. Known in part: its bounds.
    2. The result is what is reached first. Possible: nothing certainly comes before it. Certain: it comes no later
       than anything else can.

    Raises:
        ValueError: there are no parties, or the quota is not between 1 and their number.
    """
    needed = len(orders) if quota is None else quota
    if not orders or not 1 <= needed <= len(orders):
        raise ValueError(f"a quota of {needed} among {len(orders)} parties")
    count = len(orders[0].least)
    never = count + 1
    soonest = np.stack([np.where(one.never, never, one.least) for one in orders])
    latest = np.stack([np.where(one.perhaps_never, never, one.most) for one in orders])
    low = np.sort(soonest, axis=0)[needed - 1]
    high = np.sort(latest, axis=0)[needed - 1]
    first, last = (int(low.min()), int(high.min())) if count else (never, never)
    if first == never:
        return Fallback(needed, (), (), None, True)
    possible = np.flatnonzero((low <= last) & (low < never))
    # Others must not come before it in any order: not even at their soonest.
    others = _least_of_others(low)
    certain = np.flatnonzero((high < never) & (high <= others))
    return Fallback(
        quota=needed,
        certain=tuple(certain.tolist()),
        possible=tuple(possible.tolist()),
        depth=(first, min(last, count)),
        impasse=False if last < never else None,
    )


def _least_of_others(row: Ints) -> Ints:
    """For each place the least of all other places."""
    result = np.full(len(row), row.min())
    place = int(row.argmin())
    rest = np.delete(row, place)
    result[place] = rest.min() if len(rest) else np.iinfo(np.int64).max
    return result
