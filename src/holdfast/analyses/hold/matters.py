"""Which judgement matters: how far each moves the result, where it flips it, and what to find out next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from holdfast.analyses.hold.incentives import on_path
from holdfast.analyses.hold.judgements import Judgement, Valuation
from holdfast.analyses.hold.steps import Step
from holdfast.solvers.schedule import EPSILON, Floats, play

#: How finely the values of a judgement are gone through in search of its flip point.
_GRID: Final = 801
#: Into how many bins of equal size draws are sorted by a judgement.
_BINS: Final = 10
#: How far beyond its range a judgement is followed: at least so many points of its scale.
_REACH: Final = 100.0


@dataclass(frozen=True, slots=True)
class Lever:
    """What one judgement does while all others are at the middles of their ranges."""

    judgement: Judgement
    at_low: float
    """The smallest margin on the way to the end, at the lower end of its range."""
    at_high: float
    flips: float | None
    """The value nearest to the middle of its range at which it changes whether it runs to the end; None where no value
    that was tried does."""
    within: bool
    """Whether that value lies within its range."""

    @property
    def swing(self) -> float:
        """How far it moves the smallest margin."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Question:
    """A judgement that could be made surer."""

    judgement: Judgement
    explains: float
    """Which share of the variance of the answer (does it run to the end) is explained by knowing it alone."""
    right: float
    """By how much the share of draws that one would call rightly grows if one knew it."""


def levers(valued: Valuation, steps: Sequence[Step], *, hazard: float) -> tuple[Lever, ...]:
    """Every judgement that moves anything, the largest swing first (a tornado); of equals the nearest flip point.

    The smallest margin is taken as if nobody ever left: below 0, somebody would.
    """
    middle = valued.middle
    found = []
    for column, one in enumerate(valued.judgements):
        if one.kind == "talks cost per day":
            continue
        ends = np.repeat(middle[None, :], 2, axis=0)
        ends[:, column] = one.low, one.high
        low, high = on_path(valued.deal(ends, steps, hazard))
        flips = _flip(valued, steps, column, one, hazard)
        if abs(high - low) > EPSILON or flips is not None:
            within = flips is not None and one.low - EPSILON <= flips <= one.high + EPSILON
            found.append(Lever(one, float(low), float(high), flips, within))
    return tuple(sorted(found, key=_rank))


def _rank(lever: Lever) -> tuple[float, float]:
    far = float("inf") if lever.flips is None else abs(lever.flips - lever.judgement.middle)
    return -lever.swing, far


def _flip(valued: Valuation, steps: Sequence[Step], column: int, one: Judgement, hazard: float) -> float | None:
    if one.kind in ("chance", "detection"):
        start, end = 0.0, 1.0
    elif one.kind == "shift":
        start, end = -1.0, 1.0
    else:
        reach = max(_REACH, 3 * (one.high - one.low))
        start, end = one.middle - reach, one.middle + reach
        if one.kind in ("bond", "penalty", "cost", "prize"):
            start = max(start, 0.0)
    values = np.unique(np.append(np.linspace(start, end, _GRID), one.middle))
    margins = _along(valued, steps, column, values, hazard)
    holds = margins >= -EPSILON
    places = np.flatnonzero(holds[1:] != holds[:-1])
    if not len(places):
        return None
    nearest = min(places, key=lambda place: abs((values[place] + values[place + 1]) / 2 - one.middle))
    low, high = float(values[nearest]), float(values[nearest + 1])
    for _ in range(3):
        finer = np.linspace(low, high, 33)
        inner = _along(valued, steps, column, finer, hazard) >= -EPSILON
        at = int(np.flatnonzero(inner[1:] != inner[:-1])[0])
        low, high = float(finer[at]), float(finer[at + 1])
    return (low + high) / 2


def _along(valued: Valuation, steps: Sequence[Step], column: int, values: Floats, hazard: float) -> Floats:
    many = np.repeat(valued.middle[None, :], len(values), axis=0)
    many[:, column] = values
    return on_path(valued.deal(many, steps, hazard))


def questions(
    valued: Valuation, steps: Sequence[Step], *, hazard: float, draws: int, seed: int, most: int = 5
) -> tuple[Question, ...]:
    """What to find out next: the judgements whose value alone would say most about whether it runs to the end.

    Draws are sorted by a judgement into bins of equal size; the variance of the bins' shares, against that of the
    answer, is its first-order effect (Saltelli and others 2008), here less what bins of that size have by chance.
    """
    drawn = valued.draws(draws, seed)
    runs = play(valued.deal(drawn, steps, hazard), range(len(steps))).completes.astype(np.float64)
    share = float(runs.mean())
    variance = share * (1 - share)
    if variance <= EPSILON:
        return ()
    found = []
    size = draws // _BINS
    for column, one in enumerate(valued.judgements):
        if not one.is_range:
            continue
        ordered = runs[np.argsort(drawn[:, column], kind="stable")][: size * _BINS].reshape(_BINS, size)
        bins = ordered.mean(axis=1)
        explained = float(bins.var() - (bins * (1 - bins)).mean() / size) / variance
        right = float(np.maximum(bins, 1 - bins).mean()) - max(share, 1 - share)
        if explained > 0.005:
            found.append(Question(one, explained, max(0.0, right)))
    return tuple(sorted(found, key=lambda question: (-question.explains, -question.right))[:most])
