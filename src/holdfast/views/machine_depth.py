"""Positions in depth for programs. Statements are named: what they say stands in `holdfast.views.machine`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from holdfast.analyses.balance import BalanceRow
from holdfast.analyses.because import Because
from holdfast.analyses.clauses import ClauseRow
from holdfast.analyses.convergence import IssueMeeting
from holdfast.analyses.depth import Depth
from holdfast.analyses.facts import Fact
from holdfast.analyses.movement import Step
from holdfast.analyses.relations import Relation
from holdfast.case.case import Case

#: The tables, each with its columns.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "balance": tuple(
        "party speaker consent statements retired anonymous second_hand in_confidence primary uncited stances "
        "preference position bottom-line red-line undated oldest newest".split()
    ),
    "relations": tuple("set kind clash side parties issues clauses rules statement gist date citations".split()),
    "meetings": tuple("issue meeting conditional party option accepted excluded".split()),
    "classes": tuple("key text class origins value asserted_by origin statement differs_from".split()),
    "clauses": tuple("clause owed_by promise bearing parties through statement nothing_from readings".split()),
    "movement": tuple("party issue day verb options firmness conditional move instead_of retired_by statement".split()),
    "moved": tuple("day move party issue verb options firmness statement".split()),
}


def record(depth: Depth) -> dict[str, Any]:
    """Everything as plain data, for the JSON of the answer."""
    related, moving, drafted = depth.relations, depth.movement, depth.clauses
    return {
        "balance": {
            "rows": [_balance(row) for row in depth.balance.rows],
            "total": _balance(depth.balance.total),
            **_how(depth.balance),
        },
        "relations": {
            "found": [_relation(one) for one in related.found],
            "superseded": [{"retired": one.retired.statement, "by": one.by.statement} for one in related.superseded],
            "bounded": list(related.bounded),
            **_how(related),
        },
        "meetings": [_meeting(one) for one in depth.meetings],
        "fact_classes": {"facts": [_fact(one) for one in depth.facts.facts], **_how(depth.facts)},
        "clauses": None
        if drafted is None
        else {
            "draft": drafted.draft,
            "title": drafted.title,
            "rows": [_clause(row) for row in drafted.rows],
            **_how(drafted),
        },
        "movement": {
            "since": _day(moving.since),
            "tracks": [
                {"party": track.party, "issue": track.issue, "steps": [_step(step) for step in track.steps]}
                for track in moving.tracks
            ],
            "moved": [
                {
                    "move": one.move,
                    "party": one.party,
                    "issue": one.issue,
                    "date": _day(one.day),
                    "step": _step(one.step),
                }
                for one in moving.moved
            ],
            "undated": moving.undated,
            **_how(moving),
        },
    }


def rows(case: Case, depth: Depth, table: str) -> Iterator[dict[str, Any]]:
    """The rows of one of the tables of `COLUMNS`. Raises KeyError for any other."""
    makers = {
        "balance": _balance_rows,
        "relations": _relation_rows,
        "meetings": _meeting_rows,
        "classes": _fact_rows,
        "clauses": _clause_rows,
        "movement": _movement_rows,
        "moved": _moved_rows,
    }
    return makers[table](depth)


def _balance_rows(depth: Depth) -> Iterator[dict[str, Any]]:
    for row in depth.balance.rows:
        plain = _balance(row)
        yield plain | plain.pop("firmness")


def _relation_rows(depth: Depth) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(depth.relations.found, 1):
        for because in one.because:
            yield (
                {"set": number}
                | _relation(one)
                | {
                    "statement": because.statement,
                    "gist": because.gist,
                    "date": _day(because.date.day),
                    "citations": [f"{c.source} ¶{c.paragraph}" if c.paragraph else c.source for c in because.cited],
                }
            )


def _meeting_rows(depth: Depth) -> Iterator[dict[str, Any]]:
    for one in depth.meetings:
        for row in one.parties:
            for word in row.options:
                yield {
                    "issue": one.issue,
                    "meeting": one.meeting,
                    "conditional": one.conditional,
                    "party": row.party,
                    "option": word.option,
                    "accepted": [bearing.statement for bearing in word.accepted],
                    "excluded": [bearing.statement for bearing in word.excluded],
                }


def _fact_rows(depth: Depth) -> Iterator[dict[str, Any]]:
    for one in depth.facts.facts:
        for place, claim in enumerate(one.claims):
            others = [
                d.second if d.first == place else d.first for d in one.differences if place in (d.first, d.second)
            ]
            yield {
                "key": one.key,
                "text": one.text,
                "class": one.fact_class,
                "origins": len(one.origins),
                "value": claim.value.text,
                "asserted_by": claim.asserted_by,
                "origin": claim.origin,
                "statement": claim.because.statement,
                "differs_from": [one.claims[other].because.statement for other in others],
            }


def _clause_rows(depth: Depth) -> Iterator[dict[str, Any]]:
    for row in () if depth.clauses is None else depth.clauses.rows:
        shared = {
            "clause": row.clause,
            "owed_by": [one.party for one in row.obligors],
            "promise": [one.promise for one in row.obligors],
            "nothing_from": list(row.nothing_from),
            "readings": list(row.readings),
        }
        for word in row.words:
            through = "" if word.through is None else " = ".join(word.through)
            yield shared | {
                "bearing": word.bearing,
                "parties": list(word.parties),
                "through": through,
                "statement": word.because.statement,
            }
        if not row.words:
            yield shared


def _movement_rows(depth: Depth) -> Iterator[dict[str, Any]]:
    for track in depth.movement.tracks:
        for step in track.steps:
            yield {"party": track.party, "issue": track.issue, "day": _day(step.day)} | _step(step)


def _moved_rows(depth: Depth) -> Iterator[dict[str, Any]]:
    for one in depth.movement.moved:
        yield _step(one.step) | {"day": _day(one.day), "move": one.move, "party": one.party, "issue": one.issue}


def _balance(row: BalanceRow) -> dict[str, Any]:
    return {
        "party": row.party,
        "speaker": row.speaker,
        "consent": row.consent,
        "statements": row.statements,
        "retired": row.retired,
        "anonymous": row.anonymous,
        "second_hand": row.second_hand,
        "in_confidence": row.in_confidence,
        "primary": row.primary,
        "uncited": row.uncited,
        "stances": row.stances,
        "firmness": dict(row.firmness),
        "undated": row.undated,
        "oldest": _day(row.oldest),
        "newest": _day(row.newest),
    }


def _relation(one: Relation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "clash": one.clash,
        "side": one.side,
        "parties": list(one.parties),
        "issues": list(one.issues),
        "clauses": list(one.clauses),
        "rules": list(one.rules),
        "statements": list(one.statements),
    }


def _meeting(one: IssueMeeting) -> dict[str, Any]:
    return {
        "issue": one.issue,
        "meeting": one.meeting,
        "common": list(one.common),
        "left": list(one.left),
        "conditional": one.conditional,
        "parties": [
            {
                "party": row.party,
                "options": {
                    word.option: {
                        "accepted": [{"statement": b.statement, "conditional": b.conditional} for b in word.accepted],
                        "excluded": [{"statement": b.statement, "conditional": b.conditional} for b in word.excluded],
                    }
                    for word in row.options
                },
            }
            for row in one.parties
        ],
    }


def _fact(one: Fact) -> dict[str, Any]:
    return {
        "key": one.key,
        "class": one.fact_class,
        "origins": list(one.origins),
        "agreed_by": list(one.agreed_by),
        "claims": [
            {"value": claim.value.text, "asserted_by": claim.asserted_by, "statement": claim.because.statement}
            for claim in one.claims
        ],
        "differences": [{"first": d.first, "second": d.second, "how": d.how} for d in one.differences],
    }


def _clause(row: ClauseRow) -> dict[str, Any]:
    return {
        "clause": row.clause,
        "words": [
            {
                "bearing": word.bearing,
                "parties": list(word.parties),
                "through": None if word.through is None else {"issue": word.through[0], "option": word.through[1]},
                "yes": word.yes,
                "statement": word.because.statement,
            }
            for word in row.words
        ],
        "obligors": [
            {"party": one.party, "promise": one.promise, "statements": _names(one.because)} for one in row.obligors
        ],
        "nothing_from": list(row.nothing_from),
        "realises": [{"issue": issue, "option": option} for issue, option in row.realises],
        "readings": list(row.readings),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "date": _day(step.day),
        "verb": step.verb,
        "options": list(step.options),
        "firmness": step.firmness,
        "conditional": step.conditional,
        "move": step.move,
        "instead_of": list(step.instead_of),
        "retired_by": step.retired_by,
        "retired_on": _day(step.retired_on),
        "statement": step.because.statement,
    }


def _names(found: Iterable[Because]) -> list[str]:
    return [one.statement for one in found]


def _how(part: Any) -> dict[str, Any]:
    """How a part of the answer was found, and what it takes for granted."""
    return {"method": part.method, "assumptions": list(part.assumptions)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
