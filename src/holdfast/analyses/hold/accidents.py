"""A step fails through nobody's fault: who would carry on, and which clause would keep everybody in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from holdfast.analyses.hold.judgements import Valuation
from holdfast.analyses.hold.steps import Step, comes
from holdfast.solvers.ideals import Rules
from holdfast.solvers.schedule import EPSILON, Deal, needs


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a clause for the case would do."""

    margin: float
    """The smallest margin from then on of anybody who could end it."""

    @property
    def holds(self) -> bool:
        """Whether everybody goes on."""
        return self.margin >= -EPSILON


@dataclass(frozen=True, slots=True)
class Accident:
    """A step that cannot be taken when its turn comes, and what that does."""

    place: int
    step: Step
    stops: tuple[int, ...]
    """The places of the steps that wait for it."""
    margins: tuple[tuple[str, float], ...]
    """For each party: its margin at that moment if only what does not wait for the step still comes."""
    without: Remedy
    """No clause: what waits for it never comes."""
    best_efforts: Remedy
    """Best efforts, with information: whoever owes it has the cost, the others go without, and the rest goes on."""
    extension: Remedy
    """More time: what does not wait for it goes first, then the step, then what waits for it."""
    substitute: float | None
    """The smallest share of its gains that a substitute must bring for everybody to go on; None where none does."""

    @property
    def carries_on(self) -> tuple[str, ...]:
        """Those with a reason to go on although it has failed and nothing is agreed for that case."""
        return tuple(party for party, margin in self.margins if margin >= -EPSILON)


def accidents(valued: Valuation, steps: Sequence[Step], rules: Rules, *, hazard: float) -> tuple[Accident, ...]:
    """What happens if one step fails when everybody has gone on until then, at the middles of the judgements.

    Args:
        valued: the judgements.
        steps: the steps with a worth, in the order.
        rules: how each of them may come.
        hazard: see `holdfast.solvers.schedule`.
    """
    middle = valued.deal(valued.middle, steps, hazard)
    return tuple(_accident(valued, middle, steps, rules, place) for place, step in enumerate(steps) if not step.duty)


def _accident(valued: Valuation, middle: Deal, steps: Sequence[Step], rules: Rules, place: int) -> Accident:
    reached = comes(rules, {place})
    before, after = list(range(place)), list(range(place + 1, len(steps)))
    free = [other for other in after if reached >> other & 1]
    stopped = [other for other in after if not reached >> other & 1]
    alone = needs(middle, [*before, *free]) if before or free else np.zeros((0, middle.parties))
    at_once = -alone[place] if free else _nothing_left(middle, before)
    efforts = _scaled(middle, place, 0.0)
    whole = [*before, place, *after]
    later = [*before, *free, place, *stopped]
    return Accident(
        place=place,
        step=steps[place],
        stops=tuple(stopped),
        margins=tuple((name, float(at_once[party])) for party, name in enumerate(valued.parties)),
        without=Remedy(
            min((float(at_once[party]) for party in middle.asked), default=0.0)
            if not free
            else _least(middle, alone, place)
        ),
        best_efforts=Remedy(_least(middle, needs(efforts, whole), place)),
        extension=Remedy(_least(middle, needs(middle, later), place)),
        substitute=_substitute(middle, whole, place),
    )


def _nothing_left(middle: Deal, before: Sequence[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Margins where nothing more can come: what stays if nobody leaves, less what leaving is worth."""
    kept = middle.stays[before].sum(axis=0)
    moved = np.clip(middle.chance + middle.shifts[before].sum(axis=0), 0, 1)
    leave = kept + np.maximum(middle.stop, moved * middle.prize - middle.cost)
    return np.asarray(kept + middle.fades[before].sum(axis=0) + middle.final - leave)


def _least(middle: Deal, found: object, place: int) -> float:
    rows = np.asarray(found)[place:, list(middle.asked)]
    return float(-rows.max()) if rows.size else 0.0


def _scaled(middle: Deal, place: int, share: float) -> Deal:
    """The deal in which a step brings only a share of its gains, at its full cost."""
    stays, fades = middle.stays.copy(), middle.fades.copy()
    stays[place] = np.where(stays[place] > 0, stays[place] * share, stays[place])
    fades[place] *= share
    return replace(middle, stays=stays, fades=fades)


def _substitute(middle: Deal, order: Sequence[int], place: int) -> float | None:
    """Needs are linear in the share that the substitute brings: where the last of them reaches 0."""
    none, full = (needs(_scaled(middle, place, share), order)[place:, list(middle.asked)] for share in (0.0, 1.0))
    if (full > EPSILON).any():
        return None
    open_ = none > EPSILON
    if not open_.any():
        return 0.0
    return float((none[open_] / (none[open_] - full[open_])).max())
