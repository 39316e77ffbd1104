"""Whether it holds as plain data, for JSON and CSV. Worths are on each party's own scale; shares run from 0 to 1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from holdfast.analyses.hold import Hold, Step, Structure
from holdfast.case.conditions import to_text
from holdfast.views import machine_hold_worth as worth
from holdfast.views.machine_hold_worth import names
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
        "worth": None if answer.valued is None else worth.valued(answer.valued),
        "agenda": None if answer.agenda is None else worth.agenda(answer.agenda),
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
                "before_getting": names(one.before_getting),
                "before_giving": names(one.before_giving),
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
                "reversible": names(one.acts),
                "in_force": names(one.duties),
                "not_said": names(one.not_said),
            }
            for one in found.taken_back
        ],
        "thresholds": [
            {
                "party": one.party,
                "phase": one.phase,
                "after_step": None if one.place is None else one.place + 1,
                "got": names(one.got),
                "to_get": names(one.to_get),
                "to_give": names(one.to_give),
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


def _rows(answer: Hold, table: str) -> Iterable[dict[str, Any]]:
    if table == "exposure":
        return _exposure(answer.structure)
    found = answer.valued
    if found is None:
        return ()
    if table == "margins":
        return worth.margins(found.incentives)
    if table == "guarantees":
        return worth.guarantees(found.incentives)
    if table == "orders":
        return worth.order_rows(found)
    if table == "curves":
        return (
            {"sides": [" + ".join(side) for side in one.sides], "parts": parts, "alone": alone, "within": within}
            for one in found.curves
            for parts, alone, within in zip(one.parts, one.alone, one.within, strict=True)
        )
    if table == "thresholds":
        return () if found.phased is None else worth.thresholds(found.phased)
    if table == "accidents":
        return (worth.accident(one) for one in found.accidents)
    return (worth.lever(one) for one in found.levers)
