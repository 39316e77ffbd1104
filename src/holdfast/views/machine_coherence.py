"""Whether a draft is coherent as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from holdfast.analyses.because import Because
from holdfast.analyses.coherence import (
    Circle,
    Coherence,
    CommitmentGraph,
    Failure,
    Knot,
    Link,
    Missing,
    Moment,
    Ties,
    Trouble,
    Verdict,
    Vetoes,
)
from holdfast.case.conditions import to_text

#: The version of the structure.
VERSION = 1


def coherence(answer: Coherence) -> dict[str, Any]:
    """The answer to question 3. Clauses, phases and statements are named as in the case."""
    return {
        "version": VERSION,
        "answer": "coherence",
        "draft": answer.draft,
        "title": answer.title,
        "as_of": None if answer.as_of is None else answer.as_of.isoformat(),
        "package": dict(answer.package),
        "standing": list(answer.standing),
        "left_out": list(answer.left_out),
        "undecided": [{"clause": one.clause, "if": to_text(one.condition)} for one in answer.undecided],
        "text": _verdict(answer.text),
        "stated": _verdict(answer.stated),
        "commitments": _graph(answer.commitments),
        "ties": _ties(answer.ties),
        "gaps": [
            {
                "code": one.code,
                "name": one.diagnostic.name,
                "severity": str(one.severity),
                "message": one.diagnostic.message,
                "hint": one.diagnostic.hint,
                "clauses": list(one.clauses),
                "about": list(one.about),
                "place": str(one.diagnostic.place),
            }
            for one in answer.gaps
        ],
        "deliberately_open": [
            {"term": one.term, "by": list(map(str, one.by)), "because": one.because} for one in answer.deliberately_open
        ],
        "not_recorded": [{"what": what, "clauses": list(names)} for what, names in answer.not_recorded],
        "vetoes": _vetoes(answer.vetoes),
        "failures": [_failure(one) for one in answer.what_if.single],
        "pairs": [_failure(one) for one in answer.what_if.pairs],
        "pairs_tried": answer.what_if.pairs_tried,
        "pairs_complete": answer.what_if.pairs_complete,
        "method": answer.method,
        "assumptions": list(answer.assumptions),
    }


def _graph(one: CommitmentGraph) -> dict[str, Any]:
    return {
        "lanes": list(one.lanes),
        "clauses": [
            {
                "clause": node.clause,
                "phase": node.phase,
                "obligors": list(node.obligors),
                "trouble": node.trouble,
                "by": None if node.trouble is None else "text" if node.by_text else "stated",
            }
            for node in one.nodes
        ],
        "arrows": [
            {
                "first": arrow.first,
                "second": arrow.second,
                "kind": arrow.kind,
                "by": "statements" if arrow.is_stated else "text",
                "waits": [{"moment": _moment(waits), "for": _moment(awaited)} for waits, awaited in arrow.waits],
                "conditions": [_link(link) for link in arrow.links],
                "because": [_because(because) for because in arrow.because],
                "alternative": arrow.alternative,
                "in_circle": arrow.in_circle,
            }
            for arrow in one.arrows
        ],
    }


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "holds": one.holds,
        "never": list(one.never),
        "at_once": list(one.at_once),
        "knots": [_knot(knot) for knot in one.knots],
        "disputes": [
            {
                "clauses": list(dispute.clauses),
                "orders": [
                    {
                        "order": said.kind,
                        "first": said.first,
                        "second": said.second,
                        "by": "text" if said.because is None else "statement",
                        "through": None if said.through is None else to_text(said.through),
                        "because": _because(said.because),
                    }
                    for said in dispute.orders
                ],
            }
            for dispute in one.disputes
        ],
        "unmet": [
            {
                "waits": _moment(unmet.waits),
                "condition": _link(unmet.link),
                "missing": [_missing(missing) for missing in unmet.missing],
                "because": _because(unmet.because),
                "opposed_by": [_because(other.because) for other in unmet.opposed],
            }
            for unmet in one.unmet
        ],
        "demands_never_met": [
            {"condition": to_text(demand.condition), "because": _because(demand.because)} for demand in one.demands
        ],
        "not_read_as_order": list(one.unread),
    }


def _knot(one: Knot) -> dict[str, Any]:
    return {
        "clauses": list(one.clauses),
        "circles": [_circle(circle) for circle in one.circles],
        "circles_complete": one.complete,
        "relax": [[_link(link) for link in links] for links in one.relax],
        "relax_complete": one.relax_complete,
        "firmest": one.firmest,
    }


def _circle(one: Circle) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "in_text": one.in_text,
        "clauses": list(one.clauses),
        "steps": [
            {
                "waits": _moment(step.waits),
                "for": [_moment(moment) for moment in step.for_],
                "condition": _link(step.link),
                "because": _because(step.because),
            }
            for step in one.steps
        ],
    }


def _moment(one: Moment) -> dict[str, Any]:
    return {"moment": one.kind, "name": one.name, "part": one.part or None, "party": one.party or None}


def _link(one: Link) -> dict[str, Any]:
    return {
        "in": "statement" if one.is_stated else "text",
        "key": one.key,
        "of": list(one.of),
        "condition": None if one.condition is None else to_text(one.condition),
        "firmness": one.firmness,
        "through": None if one.through is None else to_text(one.through),
    }


def _missing(one: Missing) -> dict[str, Any]:
    return {"kind": one.kind, "condition": to_text(one.condition), "name": one.name or None}


def _ties(one: Ties) -> dict[str, Any]:
    return {
        "pairs": [list(pair) for pair in one.pairs],
        "circular_by_text": [_trouble(trouble) for trouble in one.trouble],
        "circular_with_statements": [_trouble(trouble) for trouble in one.with_statements],
        "combinations_tried": one.combined,
    }


def _trouble(one: Trouble) -> dict[str, Any]:
    return {
        "orders": [{"first": first, "second": second} for first, second in one.orders],
        "circles": [_circle(circle) for circle in one.circles],
    }


def _vetoes(one: Vetoes) -> dict[str, Any]:
    return {
        "powers": [
            {
                "party": power.party,
                "clause": power.clause,
                "kind": power.kind,
                "through": power.through,
                "owed_by": list(power.owed_by),
            }
            for power in one.powers
        ],
        "matrix": [
            {
                "party": cell.party,
                "over": cell.over,
                "clauses": list(dict.fromkeys(power.clause for power in cell.powers)),
            }
            for cell in one.cells
        ],
        "mutual": [list(pair) for pair in one.mutual],
        "choke_points": [
            {"clause": choke.clause, "parties": list(choke.parties), "stops": list(choke.stops)} for choke in one.chokes
        ],
    }


def _failure(one: Failure) -> dict[str, Any]:
    return {
        "clauses": list(one.clauses),
        "harm": one.harm._asdict(),
        "stops": list(one.stops),
        "still_owed": list(one.owed),
        "given_by_then": [
            {
                "clause": given.clause,
                "parties": list(given.parties),
                "reversible": given.reversible,
                "for_nothing": given.for_nothing,
            }
            for given in one.given
        ],
        "only_together": list(one.only_together),
    }


def _because(one: Because | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "statement": one.statement,
        "parties": list(one.parties),
        "gist": one.gist,
        "compartment": one.compartment,
        "date": None if one.date.day is None else one.date.day.isoformat(),
        "citations": [
            {"source": c.source, "paragraph": c.paragraph, "quote": c.quote, "status": c.status} for c in one.cited
        ],
        "place": str(one.place),
    }
