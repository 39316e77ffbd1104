"""Question 4: once it starts, does each party keep having a reason to continue, and where does it break?

An accounting of incentives along the steps of one instantiated agreement. Perfect information and elicited worth: who
would leave where, and what would have to be true otherwise. Never a probability of peace.

Without judgements of worth: exposure by the text alone (`structure`). With them: margins (`incentives`), factions,
accidents, phased against comprehensive (`phases`), the best order (`bestorder`) and what matters (`matters`). How
conditions become steps stands in `steps`, how judgements become numbers in `judgements`; the model in
`holdfast.solvers.schedule`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from holdfast.analyses.coherence.instance import Undecided, instantiate
from holdfast.analyses.hold.accidents import Accident, Remedy, accidents
from holdfast.analyses.hold.along import Along, Trials, moved, short_name, trials
from holdfast.analyses.hold.bestorder import AtOnce, Curve, Move, Order, Orders, curves, exchanges, orders
from holdfast.analyses.hold.factions import Faction, Office, offices
from holdfast.analyses.hold.incentives import Ending, Guarantor, Incentives, Margin, Need, Sampled, Why, incentives
from holdfast.analyses.hold.judgements import Ground, Judgement, Valuation, equal, valuation
from holdfast.analyses.hold.matters import Lever, Question, levers, questions
from holdfast.analyses.hold.phases import Agenda, Line, Phased, Stalling, agenda, phased
from holdfast.analyses.hold.schedulefile import Against, ScheduleError, Tried, read_order, read_schedule
from holdfast.analyses.hold.steps import NotModelled, Plan, Step, plan
from holdfast.analyses.hold.structure import After, CannotUndo, Count, First, Peak, Structure, TakenBack, Threshold
from holdfast.analyses.hold.structure import structure as exposure
from holdfast.analyses.progress import Progress, unheard
from holdfast.case.case import Case, Draft
from holdfast.case.model import Citation

#: How many draws from the judgements are taken unless one says otherwise.
DRAWS: Final = 10_000
Illustration = Literal["equal"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that the result rests on, with its citations in the draft."""

    clause: str
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Because:
    """What the result rests on: the clauses of the draft, and judgements with who made them and why."""

    clauses: tuple[Clause, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Valued:
    """What the judgements of worth add."""

    valuation: Valuation
    incentives: Incentives
    text_order: tuple[Step, ...]
    """The steps with a worth in the order of the text: what `orders` counts by."""
    orders: Orders | str
    """Or why no order was sought."""
    curves: tuple[Curve, ...]
    phased: Phased | None
    offices: tuple[Office, ...]
    accidents: tuple[Accident, ...]
    levers: tuple[Lever, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Hold:
    """The answer to question 4 for one draft and one package."""

    draft: str
    title: str
    package: Mapping[str, str]
    as_of: date | None
    steps: tuple[Step, ...]
    """In the order that is looked at."""
    tried: Tried | None
    """Where that order was given by hand."""
    never: tuple[str, ...]
    left_out: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    not_modelled: tuple[NotModelled, ...]
    structure: Structure
    valued: Valued | None
    """None where there are no judgements of what commitments are worth."""
    agenda: Agenda | None
    hazard: float
    done: tuple[Step, ...]
    """Steps that have been taken already; what is looked at begins after them."""
    because: Because
    method: str
    assumptions: tuple[str, ...]


_METHOD: Final = (
    "Along the steps, before each one the parties are asked, those who act in it first; the first to whom leaving is "
    "worth more than going on ends the agreement, and stops where things stand or contests. What going on is worth "
    "follows by backward induction; leaving is worth what is kept, and the better of stopping and contesting, less "
    "what is forfeited."
)
_ALWAYS: Final = (
    "Everybody is taken to know everything, and worths are judgements: this says who would leave where, and what would "
    "have to be true otherwise. It is no probability of peace.",
    "Whoever is indifferent goes on.",
    "What a party owes counts as given to those whom the text names, else to the other parties to the deal.",
)
_VALUED: Final = (
    "What a step costs stays spent; what it brings is lost on a collapse unless it was judged to be kept.",
    "A guarantee stands until its clause is done in full, and is forfeited by whoever leaves before. Others forfeit "
    "nothing.",
    "Parts of a clause are worth their shares of it.",
    "Guarantees of different parties are compared as if a point of each scale were the same.",
    "Draws are uniform within the judged ranges, each judgement by itself.",
)
_ILLUSTRATED: Final = (
    "Worths were assumed for this run and judged by nobody: what a step costs whoever takes it, it brings the others; "
    "what each side gives is 100 in all. They are stored nowhere."
)


_FROM_HERE: Final = (
    "It goes on from what has been performed. What that has brought or cost for good counts on neither side; what a "
    "collapse would take away again is at risk. Who has given what before getting what is counted from here on."
)


def hold(
    case: Case,
    *,
    draft: Draft | None = None,
    package: Mapping[str, str] | None = None,
    as_of: date | None = None,
    schedule: str | None = None,
    order: Sequence[str] | None = None,
    seed: int = 0,
    illustrate: Illustration | None = None,
    hazard: float = 0.0,
    draws: int = DRAWS,
    done: Collection[tuple[str, int]] = (),
    progress: Progress | None = None,
) -> Hold | None:
    """Does each party keep having a reason to continue? None where the case has no draft.

    1. Instantiate the draft under its package, and read its clauses as steps with rules (`steps.plan`).
    2. By the text alone: exposure, what cannot be undone, what could be taken back, thresholds.
    3. With judgements, over the steps that have a worth: margins with their ranges and shares, guarantees, factions,
       accidents, the first phase alone, the best order, what matters.

    Args:
        case: the case.
        draft: which draft; the case's default where None.
        package: options by issue, in place of the draft's own.
        as_of: the day of the analysis, which is only shown; the case's own where None.
        schedule: an order of the steps to try, as a schedule file has it; the text's where None.
        order: the same as names of steps (``reinstate 2``), in place of a schedule.
        seed: where the draws begin.
        illustrate: ``equal`` assumes equal worths for this run, in place of judgements.
        hazard: the chance that the agreement collapses before a step through no party's choice.
        draws: how many draws from the judgements.
        done: what has been performed already (`Track.done`): it goes on from there.
        progress: told what is being done and how far it has come, from 0 to 1. What it raises ends the work.

    Raises:
        ScheduleError: a line of the schedule, or a name of the order, is no step.
        ValueError: the hazard is not between 0 and 1, or there are no draws.
    """
    chosen = draft or case.draft
    if chosen is None:
        return None
    if not 0 <= hazard < 1:
        raise ValueError("a hazard is at least 0 and less than 1")
    if draws < 1:
        raise ValueError("there is at least one draw")
    told = progress or unheard
    told("reading the steps", 0.0)
    instance = instantiate(case, chosen, package)
    planned = plan(instance, done)
    tried = None
    if schedule is not None:
        tried = read_schedule(schedule, planned)
    elif order is not None:
        tried = read_order(order, planned)
    places = tuple(range(len(planned.steps))) if tried is None else tried.places
    consent = tuple(party for party in case.parties if party in case.consent)
    if illustrate is None:
        judged = valuation(case, (*planned.done, *planned.steps))
    else:
        judged = equal(case, planned.steps, exchanges(planned))
    judged = None if judged is None else replace(judged, done=planned.done)
    valued = None if judged is None else _valued(case, planned, judged, places, hazard, draws, seed, told)
    grounds = () if judged is None else judged.grounds
    return Hold(
        draft=chosen.name,
        title=chosen.agreement.title,
        package=instance.package,
        as_of=as_of or case.as_of,
        steps=tuple(planned.steps[place] for place in places),
        tried=tried,
        never=planned.never,
        left_out=tuple(instance.left_out),
        undecided=instance.undecided,
        not_modelled=planned.not_modelled,
        structure=exposure(planned, places, consent),
        valued=valued,
        agenda=None if illustrate else agenda(case, instance.package),
        hazard=hazard,
        done=planned.done,
        because=Because(tuple(Clause(name, tuple(one.cite)) for name, one in instance.standing.items()), grounds),
        method=_METHOD,
        assumptions=_assumptions(planned, valued, hazard),
    )


def _valued(
    case: Case,
    planned: Plan,
    judged: Valuation,
    order: tuple[int, ...],
    hazard: float,
    draws: int,
    seed: int,
    told: Progress,
) -> Valued | None:
    with_worth = [place for place in range(len(planned.steps)) if judged.touches(planned.steps[place])]
    if not with_worth:
        return None
    text_order, text_rules = planned.only(with_worth)
    steps, rules = planned.only([place for place in order if place in set(with_worth)])
    phases = [str(name) for name in planned.instance.draft.agreement.phases]
    told("looking for better orders", 0.1)
    found = orders(judged, text_order, text_rules, hazard=hazard)
    told("following the margins", 0.3)
    along = incentives(case, judged, steps, hazard=hazard, draws=draws, seed=seed)
    told("trying other numbers of parts", 0.5)
    # Other numbers of parts, and the first phase alone, are questions to be asked before it begins.
    at_worst = isinstance(found, Orders) and found.worst
    curved = () if planned.done else curves(judged, planned, hazard=hazard, at_worst=at_worst)
    told("taking the phases one by one", 0.7)
    first = None if planned.done else phased(phases, judged, steps, rules, hazard=hazard)
    told("asking what would change it", 0.8)
    return Valued(
        valuation=judged,
        incentives=along,
        text_order=text_order,
        orders=found,
        curves=curved,
        phased=first,
        offices=offices(judged, steps, hazard=hazard, draws=draws, seed=seed),
        accidents=accidents(judged, steps, rules, hazard=hazard),
        levers=levers(judged, steps, hazard=hazard),
        questions=questions(judged, steps, hazard=hazard, draws=draws, seed=seed),
    )


def _assumptions(planned: Plan, valued: Valued | None, hazard: float) -> tuple[str, ...]:
    found = list(_ALWAYS)
    if valued is not None:
        found += _VALUED
        if valued.valuation.illustrated:
            found.append(_ILLUSTRATED)
        if valued.valuation.not_judged:
            found.append("Those of whom nothing is judged are taken to go on.")
    if hazard:
        found.append(f"Before each step the agreement collapses with a chance of {hazard:g} through no party's choice.")
    if planned.done:
        found.append(_FROM_HERE)
    if planned.not_modelled:
        found.append("Conditions that are no order of steps are taken as met; they are listed.")
    if planned.cut:
        found.append("Some steps have so many ways to come that only the simplest are followed.")
    return tuple(found)


__all__ = [
    "Accident",
    "After",
    "Against",
    "Agenda",
    "Along",
    "AtOnce",
    "Because",
    "CannotUndo",
    "Clause",
    "Count",
    "Curve",
    "Ending",
    "Faction",
    "First",
    "Ground",
    "Guarantor",
    "Hold",
    "Incentives",
    "Judgement",
    "Lever",
    "Line",
    "Margin",
    "Move",
    "Need",
    "NotModelled",
    "Office",
    "Order",
    "Orders",
    "Peak",
    "Phased",
    "Question",
    "Remedy",
    "Sampled",
    "ScheduleError",
    "Stalling",
    "Step",
    "Structure",
    "TakenBack",
    "Threshold",
    "Trials",
    "Tried",
    "Valuation",
    "Valued",
    "Why",
    "hold",
    "moved",
    "short_name",
    "trials",
]
