"""The part of whether it holds that rests on judgements of worth, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from holdfast.analyses.hold import (
    Accident,
    Agenda,
    Ending,
    Incentives,
    Judgement,
    Lever,
    Margin,
    Office,
    Order,
    Orders,
    Phased,
    Step,
    Valued,
)


def names(steps: Iterable[Step]) -> list[str]:
    """Steps by name."""
    return [one.name for one in steps]


def valued(found: Valued) -> dict[str, Any]:
    """What the judgements of worth add."""
    incentives = found.incentives
    return {
        "parties": list(found.valuation.parties),
        "assumed": found.valuation.illustrated,
        "asked": list(found.valuation.asked),
        "not_judged": list(found.valuation.not_judged),
        "no_worth": [{"party": party, "clause": clause} for party, clause in found.valuation.silent],
        "no_step": list(found.valuation.not_a_step),
        "steps": names(incentives.steps),
        "margins": list(margins(incentives)),
        "ending": _ending(incentives.ending),
        "weakest": {"step": incentives.weakest.place + 1, "party": incentives.weakest.party},
        "draws": {
            "number": incentives.sampled.draws,
            "seed": incentives.sampled.seed,
            "runs_to_the_end": incentives.sampled.completes,
            "first_to_leave": [
                {"party": party, "step": place + 1, "share": share}
                for party, place, share in incentives.sampled.endings
            ],
        },
        "values": [
            {"party": party, "whole": whole, "given_what_all_do": value} for party, whole, value in incentives.values
        ],
        "guarantees": list(guarantees(incentives)),
        "guarantors": [
            {
                "party": one.party,
                "for": list(one.of),
                "stands": one.stands,
                "further": one.further,
                "further_at_most": one.further_most,
            }
            for one in incentives.guarantors
        ],
        "orders": _orders(found),
        "curves": [
            {
                "sides": [list(side) for side in one.sides],
                "parties": list(one.parties),
                "counted_at": "worst" if one.worst else "middle",
                "parts_now": one.now,
                "by_parts": [
                    {"parts": parts, "alone": alone, "within": within}
                    for parts, alone, within in zip(one.parts, one.alone, one.within, strict=True)
                ],
            }
            for one in found.curves
        ],
        "phased": None if found.phased is None else _phased(found.phased, incentives.steps),
        "offices": [_office(one) for one in found.offices],
        "accidents": [accident(one) for one in found.accidents],
        "levers": [lever(one) for one in found.levers],
        "find_out": [
            {**_judgement(one.judgement), "explains": one.explains, "called_rightly": one.right}
            for one in found.questions
        ],
    }


def _ending(one: Ending | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"party": one.party, "step": one.place + 1, "contests": one.contests, "lost_its_majority": one.ousted}


def margins(found: Incentives) -> Iterable[dict[str, Any]]:
    """The margins, by step and party."""
    for one in found.margins:
        yield {
            "step": one.place + 1,
            "name": found.steps[one.place].name,
            "party": one.party,
            "margin": one.point,
            "low": one.low,
            "high": one.high,
            "leaves": one.leaves,
            **_why(one),
        }


def _why(one: Margin) -> dict[str, Any]:
    why = one.why
    return {
        "to_get": why.to_get,
        "to_give": why.to_give,
        "at_risk": why.at_risk,
        "away": why.away,
        "away_worth": why.away_worth,
        "chance": why.chance,
        "forfeit": why.forfeit,
        "foresees": _ending(why.ending),
    }


def guarantees(found: Incentives) -> Iterable[dict[str, Any]]:
    """The smallest further guarantees, by step and party."""
    for one in found.needs:
        yield {
            "step": one.place + 1,
            "name": found.steps[one.place].name,
            "party": one.party,
            "bond": one.bond,
            "least": one.least,
            "most": one.most,
            "detection": one.detection,
        }


def _order(one: Order, name: str, steps: Sequence[Step]) -> dict[str, Any]:
    return {
        "order": name,
        "need": one.need,
        "party": one.party,
        "before": None if one.at is None else steps[one.places[one.at]].name,
        "steps": [steps[place].name for place in one.places],
    }


def order_rows(valued: Valued) -> list[dict[str, Any]]:
    """The orders, as rows; none where none was sought."""
    found = valued.orders
    if isinstance(found, str):
        return []
    return [
        _order(found.text, "text", valued.text_order),
        _order(found.best, "best", valued.text_order),
        *(_order(one, f"alternative {place}", valued.text_order) for place, one in enumerate(found.alternatives, 1)),
    ]


def _orders(valued: Valued) -> dict[str, Any]:
    found = valued.orders
    if isinstance(found, str):
        return {"not_sought": found}
    known = names(valued.text_order)
    return {
        "counted_at": "worst" if found.worst else "middle",
        "orders": order_rows(valued),
        "no_order_needs_less_than": found.bound,
        "exact": found.exact,
        "sets_of_steps": found.states,
        "within_5_percent": found.count,
        "places": [
            {"step": known[one.place], "earliest": one.earliest + 1, "latest": one.latest + 1} for one in found.moves
        ],
        "at_once": _at_once(found, known),
        "all_pairs_tried": found.at_once_complete,
    }


def _at_once(found: Orders, known: Sequence[str]) -> list[dict[str, Any]]:
    return [{"first": known[one.first], "second": known[one.second], "need": one.need} for one in found.at_once]


def _phased(found: Phased, steps: Sequence[Step]) -> dict[str, Any]:
    return {
        "later_phase": found.phase,
        "first": [steps[place].name for place in found.first],
        "second": [steps[place].name for place in found.second],
        "least_likelihood": found.least,
        "most_likelihood": found.most,
        "parties": [
            {
                "party": one.party,
                "gain_by_stalling": one.gain,
                "gain_at_most": one.gain_most,
                "phase_alone": one.worth_phase,
                "whole": one.worth_whole,
                "least_likelihood": one.least,
                "most_likelihood": one.most,
                "asked_for_by": None if one.at is None else steps[one.at].name,
                "days_of_talks": one.days,
                "cost_per_day": one.cost_per_day,
            }
            for one in found.stalling
        ],
        "lines": list(thresholds(found)),
    }


def thresholds(found: Phased) -> Iterable[dict[str, Any]]:
    """Margins in the first phase by the likelihood of the second, as rows."""
    for line in found.lines:
        for likelihood, margin in zip(found.likelihoods, line.margins, strict=True):
            yield {"party": line.party, "likelihood": likelihood, "margin": margin}


def _office(one: Office) -> dict[str, Any]:
    return {
        "party": one.party,
        "votes": one.votes,
        "majority": one.majority,
        "support": list(one.support),
        "loses_at_step": None if one.loses_at is None else one.loses_at + 1,
        "keeps_its_majority": one.kept,
        "cheapest_safety_nets": [{"party": party, "worth": net} for party, net in one.cheapest],
        "factions": [
            {
                "party": faction.party,
                "votes": faction.votes,
                "lost_at_steps": [place + 1 for place in faction.lost_at],
                "leaves": faction.lost,
                "safety_net": faction.safety_net,
            }
            for faction in one.factions
        ],
    }


def accident(one: Accident) -> dict[str, Any]:
    """What happens where a step fails."""
    return {
        "step": one.place + 1,
        "name": one.step.name,
        "waiting": [place + 1 for place in one.stops],
        "margins": [{"party": party, "margin": margin} for party, margin in one.margins],
        "carries_on": list(one.carries_on),
        "without": one.without.margin,
        "best_efforts": one.best_efforts.margin,
        "substitute": one.substitute,
        "more_time": one.extension.margin,
    }


def _judgement(one: Judgement) -> dict[str, Any]:
    return {"party": one.party, "kind": one.kind, "clause": one.clause, "low": one.low, "high": one.high}


def lever(one: Lever) -> dict[str, Any]:
    """What a judgement moves."""
    return {
        **_judgement(one.judgement),
        "at_low": one.at_low,
        "at_high": one.at_high,
        "flips": one.flips,
        "within": one.within,
    }


def agenda(one: Agenda) -> dict[str, Any]:
    """How issues are put on the table."""
    return {
        "parties": list(one.parties),
        "issues": list(one.issues),
        "weights": [list(row) for row in one.weights],
        "discount": list(one.discount),
        "rounds": one.rounds,
        "results": [
            {
                "first": first,
                "procedure": found.procedure,
                "values": list(found.values),
                "shares": [list(row) for row in found.shares],
                "rounds": list(found.rounds),
            }
            for first, found in one.results
        ],
    }
