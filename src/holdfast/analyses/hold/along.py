"""The margins along an order that somebody tries: what changes at once when a step is moved.

The rest of `hold` (the best order, what matters, phases) takes a second and does not depend on the order that is tried.
`Trials` reads the draft once; each order is then played by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.hold.incentives import Ending, Incentives, Margin, incentives
from holdfast.analyses.hold.judgements import Valuation, valuation
from holdfast.analyses.hold.schedulefile import Tried, read_order
from holdfast.analyses.hold.steps import Plan, Step, plan
from holdfast.analyses.hold.structure import Structure
from holdfast.analyses.hold.structure import structure as exposure
from holdfast.case.case import Case, Draft
from holdfast.solvers.ideals import allows

#: How many draws from the judgements are taken for an order that is tried.
TRIAL_DRAWS: Final = 2000


@dataclass(frozen=True)
class Along:
    """What an order does to each party's reason to go on."""

    steps: tuple[Step, ...]
    """All of them, in the order."""
    tried: Tried
    """The order, and where it goes against the text: then it is no order that the text allows."""
    structure: Structure
    """Who has given what before getting what."""
    incentives: Incentives | None
    """The margins before the steps that have a worth, by their places among all; None where nobody judged any."""

    @property
    def names(self) -> tuple[str, ...]:
        """The steps by the names that an order is written with."""
        return tuple(map(short_name, self.steps))


@dataclass(frozen=True)
class Trials:
    """A draft whose orders are tried."""

    case: Case
    draft: str
    plan: Plan
    valuation: Valuation | None

    def along(self, order: Sequence[str] = (), *, draws: int = TRIAL_DRAWS, seed: int = 0) -> Along:
        """Play an order, also where it goes against the text's conditions: `Along.tried.against` then says where.

        1. Read the names into places; steps that are not named come last, in the order of the text.
        2. Go through it, and list each step that stands before one that it waits for, with that one.
        3. Count who has given what before getting what; with judgements, play along those steps that have a worth.

        Args:
            order: names of steps as in a schedule file (``reinstate 2``); empty: the order of the text.
            draws: how many draws from the judgements.
            seed: where they begin.

        Raises:
            ScheduleError: a name is no step of the draft, or is there twice.
        """
        tried = read_order(order, self.plan)
        steps = tuple(self.plan.steps[place] for place in tried.places)
        consent = tuple(party for party in self.case.parties if party in self.case.consent)
        return Along(steps, tried, exposure(self.plan, tried.places, consent), self._played(steps, draws, seed))

    def _played(self, steps: Sequence[Step], draws: int, seed: int) -> Incentives | None:
        judged = self.valuation
        places = () if judged is None else tuple(place for place, step in enumerate(steps) if judged.touches(step))
        if judged is None or not places:
            return None
        valued = tuple(steps[place] for place in places)
        found = incentives(self.case, judged, valued, hazard=0.0, draws=draws, seed=seed)
        return _numbered(found, steps, places)

    def with_others(self, steps: Sequence[Step]) -> tuple[str, ...]:
        """An order of some of the steps by name, such as of those that have a worth, and each other one as soon as it
        may come."""
        kept = [self.plan.steps.index(step) for step in steps]
        others = [place for place in range(len(self.plan.steps)) if place not in kept]
        order, done = list[int](), 0
        for place in [*kept, None]:
            while able := [other for other in others if other not in order and allows(self.plan.rules, done, other)]:
                order.append(able[0])
                done |= 1 << able[0]
            if place is not None:
                order.append(place)
                done |= 1 << place
        order += [other for other in others if other not in order]
        return tuple(short_name(self.plan.steps[place]) for place in order)


def _numbered(found: Incentives, steps: Sequence[Step], places: Sequence[int]) -> Incentives:
    """The same with the places of steps among all of them, in place of those among the ones that have a worth."""

    def ending(one: Ending | None) -> Ending | None:
        return None if one is None else replace(one, place=places[one.place])

    def margin(one: Margin) -> Margin:
        return replace(one, place=places[one.place], why=replace(one.why, ending=ending(one.why.ending)))

    sampled = replace(
        found.sampled, endings=tuple((party, places[at], share) for party, at, share in found.sampled.endings)
    )
    return replace(
        found,
        steps=tuple(steps),
        margins=tuple(map(margin, found.margins)),
        needs=tuple(replace(one, place=places[one.place]) for one in found.needs),
        ending=ending(found.ending),
        weakest=margin(found.weakest),
        sampled=sampled,
    )


def trials(case: Case, draft: Draft | None = None) -> Trials | None:
    """A draft made ready for trying orders of its steps; None where the case has none."""
    chosen = draft or case.draft
    if chosen is None:
        return None
    planned = plan(instantiate(case, chosen))
    return Trials(case, chosen.name, planned, valuation(case, planned.steps))


def short_name(step: Step) -> str:
    """A step as an order names it: ``reinstate 2``; of steps that are `together`, the first clause."""
    return f"{step.clauses[0]} {step.part}" if step.part else step.clauses[0]


def moved(order: Sequence[str], name: str, by: int) -> tuple[str, ...]:
    """An order with one step so many places later (before 0: earlier), and no further than to either end."""
    found = list(order)
    at = found.index(name)
    found.insert(min(max(at + by, 0), len(found) - 1), found.pop(at))
    return tuple(found)
