"""Packages under preferences known in part for programs: plain data, and tables. Shares are from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from holdfast.analyses.deals.judged_records import Bounds, Judged, PartyJudged
from holdfast.analyses.deals.questions import Ask, Questions
from holdfast.analyses.deals.sensitivity import Sensitivity
from holdfast.analyses.deals.worths import Known

#: The tables, each with its columns.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "acceptance": ("package", "party", "options", "verdict", "excluded_by", "share", "error", "joint", "joint_error"),
    "ranks": ("package", "party", "rank", "share", "error"),
    "importance": ("party", "issue", "low", "high", "mean"),
    "questions": ("party", "kind", "issue", "first", "second", "level", "package", "yes", "gain", "error", "tied"),
    "rests_on": ("party", "change", "kind", "statement", "issue", "option", "same", "error", "best"),
}


def judged_record(
    found: Judged, questions: Questions | None = None, rests_on: Sensitivity | None = None
) -> dict[str, Any]:
    """Everything as plain data. Packages are numbered by their place among those that were given, from 0."""
    return {
        "as_of": None if found.as_of is None else found.as_of.isoformat(),
        "seed": found.seed,
        "needed": list(found.needed),
        "packages_given": found.asked,
        "packages": [
            {
                "number": one.number,
                "package": dict(one.package),
                "joint": one.joint,
                "joint_error": one.joint_error,
                "necessary_for": one.group[0],
                "possible_for": one.group[1],
                "parties": [
                    {
                        "party": cell.party,
                        "verdict": cell.verdict,
                        "excluded_by": list(cell.excluded_by),
                        "share": cell.share,
                        "error": cell.error,
                        "ranks": list(cell.ranks),
                        "rank_error": cell.rank_error,
                        "central_importance": dict(cell.central),
                    }
                    for cell in one.parties
                ],
            }
            for one in found.shown
        ],
        "parties": [_party(one) for one in found.parties],
        "next_questions": None if questions is None else _questions(questions),
        "rests_on": None if rests_on is None else _rests_on(rests_on),
        "statements": list(found.because),
        "method": found.method,
        "assumptions": list(found.assumptions),
    }


def _party(one: PartyJudged) -> dict[str, Any]:
    trust = one.trust
    return {
        "party": one.party,
        "known": [_known(known) for known in one.known],
        "not_read": [{"statement": unread.statement, "reason": unread.reason} for unread in one.unread],
        "importance": {issue: _bounds(bounds) for issue, bounds in one.importance.items()},
        "no_deal": None if one.no_deal is None else _bounds(one.no_deal),
        "sample": None
        if trust is None
        else {
            "method": trust.method,
            "size": trust.size,
            "effective_size": trust.effective,
            "r_hat": trust.r_hat,
            "accepted": trust.accepted,
            "converged": trust.converged,
        },
        "drop_one_of": [[_known(known) for known in some] for some in one.drops],
        "drops_complete": one.drops_complete,
        "failed": one.failed,
    }


def _bounds(one: Bounds) -> dict[str, float | None]:
    return {"low": one.low, "high": one.high, "mean": one.mean}


def _known(one: Known) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "statement": one.statement,
        "compartment": one.compartment,
        "by": one.by,
        "issue": one.issue,
        "option": one.option,
        "order": list(one.order),
        "low": one.low,
        "high": one.high,
    }


def _ask(one: Ask) -> dict[str, Any]:
    return {
        "party": one.party,
        "kind": one.kind,
        "issue": one.issue,
        "first": one.first,
        "second": one.second,
        "level": one.level,
        "package": one.package,
    }


def _questions(found: Questions) -> dict[str, Any]:
    return {
        "best": None if found.best is None else dict(found.best),
        "value": found.value,
        "questions": [
            {
                **_ask(one.ask),
                "yes": one.yes,
                "gain": one.gain,
                "error": one.error,
                "tied": one.tied,
                "after_yes": dict(one.after_yes),
                "after_no": dict(one.after_no),
            }
            for one in found.questions
        ],
        "weighed": found.asked,
        "refusal": found.refusal,
        "cost": dict(found.cost),
        "left_out": list(found.left_out),
        "narrowed": found.narrowed,
        "method": found.method,
        "assumptions": list(found.assumptions),
    }


def _rests_on(found: Sensitivity) -> dict[str, Any]:
    return {
        "package": None if found.package is None else dict(found.package),
        "value": found.value,
        "effects": [
            {
                "party": one.party,
                "change": one.change,
                "known": _known(one.known),
                "same": one.same,
                "error": one.error,
                "best": one.best,
                "package": None if one.package is None else dict(one.package),
            }
            for one in found.effects
        ],
        "not_tried": found.left_out,
    }


def rows(
    found: Judged, table: str, questions: Questions | None = None, rests_on: Sensitivity | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of one of the tables of `COLUMNS`. Raises KeyError for any other."""
    if table == "acceptance":
        for one in found.shown:
            for cell in one.parties:
                yield {
                    "package": one.number,
                    "party": cell.party,
                    "options": [f"{issue}={option}" for issue, option in one.package.items()],
                    "verdict": cell.verdict,
                    "excluded_by": list(cell.excluded_by),
                    "share": cell.share,
                    "error": cell.error,
                    "joint": one.joint,
                    "joint_error": one.joint_error,
                }
    elif table == "ranks":
        for one in found.shown:
            for cell in one.parties:
                for rank, share in enumerate(cell.ranks, 1):
                    row = {"package": one.number, "party": cell.party, "rank": rank}
                    yield row | {"share": share, "error": cell.rank_error}
    elif table == "importance":
        for party in found.parties:
            for issue, bounds in party.importance.items():
                yield {"party": party.party, "issue": issue, **_bounds(bounds)}
    elif table == "questions":
        for question in () if questions is None else questions.questions:
            told = {"yes": question.yes, "gain": question.gain, "error": question.error, "tied": question.tied}
            yield _ask(question.ask) | told
    elif table == "rests_on":
        for effect in () if rests_on is None else rests_on.effects:
            row = {"party": effect.party, "change": effect.change, **_known(effect.known)}
            yield row | {"same": effect.same, "error": effect.error, "best": effect.best}
    else:
        raise KeyError(table)
