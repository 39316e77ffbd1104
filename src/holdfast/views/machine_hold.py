"""Whether it holds as plain data, for JSON and CSV. Worths are on each party's own scale; shares run from 0 to 1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from holdfast.analyses.hold import (
    Accident,
    Agenda,
    Ending,
    Hold,
    Incentives,
    Judgement,
    Lever,
    Margin,
    Office,
    Order,
    Orders,
    Phased,
    Step,
    Structure,
    Valued,
)
from holdfast.case.conditions import to_text
from holdfast.views.tables import csv_table

#: The version of the structure.
VERSION = 1
#: The tables that CSV has, with their columns.
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "exposure": ("step", "name", "party", "given", "to_give", "got", "to_get", "ahead"),
    "margins": ("step", "name", "party", "margin", "low", "high", "leaves", "to_get", "to_give", "at_risk", "away",
                "away_worth", "chance", "forfeit"),
    "guarantees": ("step", "name", "party", "bond", "least", "most", "detection"),
    "orders": ("order", "need", "party", "before", "steps"),
    "curves": ("sides", "parts", "alone", "within"),
    "thresholds": ("party", "likelihood", "margin"),
    "accidents": ("step", "name", "waiting", "carries_on", "without", "best_efforts", "substitute", "more_time"),
    "judgements": ("party", "kind", "clause", "low", "high", "at_low", "at_high", "flips", "within"),
}  # fmt: skip


def hold_json(answer: Hold) -> str:
    """The answer as JSON."""
    return json.dumps(hold(answer), ensure_ascii=False, indent=1)


def hold_csv(answer: Hold, table: str) -> str:
    """One table of the answer as CSV: a name of `TABLES`."""
    return csv_table(TABLES[table], _rows(answer, table))


def hold(answer: Hold) -> dict[str, Any]:
    """The answer to question 4. Clauses, phases and parties are named as in the case."""
    return {
        "version": VERSION,
        "answer": "hold",
        "draft": answer.draft,
        "title": answer.title,
        "as_of": None if answer.as_of is None else answer.as_of.isoformat(),
        "package": dict(answer.package),
        "hazard": answer.hazard,
        "done": [one.name for one in answer.done],
        "steps": [_step(one) for one in answer.steps],
        "schedule": None
        if answer.tried is None
        else {
            "not_named": [one.name for one in answer.tried.not_named],
            "against_the_text": [
                {"step": one.step.name, "waits_for": [step.name for step in one.waits_for]}
                for one in answer.tried.against
            ],
        },
        "never": list(answer.never),
        "left_out": list(answer.left_out),
        "undecided": [{"clause": one.clause, "if": to_text(one.condition)} for one in answer.undecided],
        "not_modelled": [{"of": one.of, "condition": to_text(one.condition)} for one in answer.not_modelled],
        "structure": _structure(answer.structure),
        "worth": None if answer.valued is None else _valued(answer.valued),
        "agenda": None if answer.agenda is None else _agenda(answer.agenda),
        "because": {
            "clauses": [
                {
                    "clause": one.clause,
                    "cite": [{"source": str(cite.source), "paragraph": cite.paragraph} for cite in one.cite],
                }
                for one in answer.because.clauses
            ],
            "judgements": [
                {
                    "party": one.party,
                    "by": one.by,
                    "date": None if one.date is None else one.date.isoformat(),
                    "because": one.because,
                    "compartment": one.compartment,
                }
                for one in answer.because.grounds
            ],
        },
        "method": answer.method,
        "assumptions": list(answer.assumptions),
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "name": one.name,
        "clauses": list(one.clauses),
        "part": one.part or None,
        "of_parts": one.parts or None,
        "by": list(one.by),
        "to": list(one.to),
        "share": float(one.share),
        "in_force": one.duty,
        "reversible": one.reversible,
        "phase": one.phase,
    }


def _names(steps: Iterable[Step]) -> list[str]:
    return [one.name for one in steps]


def _structure(found: Structure) -> dict[str, Any]:
    return {
        "parties": list(found.parties),
        "text_sets_no_order": found.unordered,
        "after": list(_exposure(found)),
        "furthest_ahead": [
            {"party": one.party, "after_step": one.place + 1, "ahead": float(one.exposure)} for one in found.peaks
        ],
        "first": [
            {
                "party": one.party,
                "before_getting": _names(one.before_getting),
                "before_giving": _names(one.before_giving),
                "must_begin": one.must_begin,
            }
            for one in found.first
        ],
        "cannot_be_undone": [
            {
                "step": one.step.name,
                "clause": one.clause,
                "party": one.party,
                "got": float(one.got),
                "to_get": float(one.to_get),
            }
            for one in found.cannot_undo
        ],
        "can_be_taken_back": [
            {
                "party": one.party,
                "reversible": _names(one.acts),
                "in_force": _names(one.duties),
                "not_said": _names(one.not_said),
            }
            for one in found.taken_back
        ],
        "thresholds": [
            {
                "party": one.party,
                "phase": one.phase,
                "after_step": None if one.place is None else one.place + 1,
                "got": _names(one.got),
                "to_get": _names(one.to_get),
                "to_give": _names(one.to_give),
            }
            for one in found.thresholds
        ],
    }


def _exposure(found: Structure) -> Iterable[dict[str, Any]]:
    for place, after in enumerate(found.after, 1):
        for one in after.counts:
            yield {
                "step": place,
                "name": after.step.name,
                "party": one.party,
                "given": float(one.given),
                "to_give": float(one.to_give),
                "got": float(one.got),
                "to_get": float(one.to_get),
                "ahead": float(one.exposure),
            }


def _valued(found: Valued) -> dict[str, Any]:
    incentives = found.incentives
    return {
        "parties": list(found.valuation.parties),
        "assumed": found.valuation.illustrated,
        "asked": list(found.valuation.asked),
        "not_judged": list(found.valuation.not_judged),
        "no_worth": [{"party": party, "clause": clause} for party, clause in found.valuation.silent],
        "no_step": list(found.valuation.not_a_step),
        "steps": _names(incentives.steps),
        "margins": list(_margins(incentives)),
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
        "guarantees": list(_guarantees(incentives)),
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
        "accidents": [_accident(one) for one in found.accidents],
        "levers": [_lever(one) for one in found.levers],
        "find_out": [
            {**_judgement(one.judgement), "explains": one.explains, "called_rightly": one.right}
            for one in found.questions
        ],
    }


def _ending(one: Ending | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"party": one.party, "step": one.place + 1, "contests": one.contests, "lost_its_majority": one.ousted}


def _margins(found: Incentives) -> Iterable[dict[str, Any]]:
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


def _guarantees(found: Incentives) -> Iterable[dict[str, Any]]:
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


def _order_rows(valued: Valued) -> list[dict[str, Any]]:
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
    names = _names(valued.text_order)
    return {
        "counted_at": "worst" if found.worst else "middle",
        "orders": _order_rows(valued),
        "no_order_needs_less_than": found.bound,
        "exact": found.exact,
        "sets_of_steps": found.states,
        "within_5_percent": found.count,
        "places": [
            {"step": names[one.place], "earliest": one.earliest + 1, "latest": one.latest + 1} for one in found.moves
        ],
        "at_once": _at_once(found, names),
        "all_pairs_tried": found.at_once_complete,
    }


def _at_once(found: Orders, names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"first": names[one.first], "second": names[one.second], "need": one.need} for one in found.at_once]


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
        "lines": list(_thresholds(found)),
    }


def _thresholds(found: Phased) -> Iterable[dict[str, Any]]:
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


def _accident(one: Accident) -> dict[str, Any]:
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


def _lever(one: Lever) -> dict[str, Any]:
    return {
        **_judgement(one.judgement),
        "at_low": one.at_low,
        "at_high": one.at_high,
        "flips": one.flips,
        "within": one.within,
    }


def _agenda(one: Agenda) -> dict[str, Any]:
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


def _rows(answer: Hold, table: str) -> Iterable[dict[str, Any]]:
    if table == "exposure":
        return _exposure(answer.structure)
    found = answer.valued
    if found is None:
        return ()
    if table == "margins":
        return _margins(found.incentives)
    if table == "guarantees":
        return _guarantees(found.incentives)
    if table == "orders":
        return _order_rows(found)
    if table == "curves":
        return (
            {"sides": [" + ".join(side) for side in one.sides], "parts": parts, "alone": alone, "within": within}
            for one in found.curves
            for parts, alone, within in zip(one.parts, one.alone, one.within, strict=True)
        )
    if table == "thresholds":
        return () if found.phased is None else _thresholds(found.phased)
    if table == "accidents":
        return (_accident(one) for one in found.accidents)
    return (_lever(one) for one in found.levers)
