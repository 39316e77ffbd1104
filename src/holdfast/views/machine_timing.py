"""The timing of a draft for programs: plain data, in minutes and days."""

from __future__ import annotations

from typing import Any

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.dates import Dates, When
from holdfast.analyses.coherence.links import Said
from holdfast.analyses.coherence.timing import Budget, Loosened, Timing
from holdfast.case.conditions import to_text
from holdfast.views.timing_words import begins


def timing(found: Timing) -> dict[str, Any]:
    """Verdict, budgets, dates, what was not checked. Durations are minutes; null where nobody has said how long."""
    return {
        "verdict": found.verdict,
        "all_alternatives_followed": found.complete,
        "ways": [
            {
                "verdict": way.verdict,
                "chosen": [
                    {"of": name, "key": key, "condition": to_text(one)} for (name, key), one in way.chosen.items()
                ],
                "budget": _budget(way.budget),
                "smallest_loosening": [_loosened(one) for one in way.loosening],
            }
            for way in found.ways
        ],
        "dates_follow_way": found.ways.index(found.followed),
        "counted_from": found.beginning,
        "dates": [_dates(one) for one in found.dates],
        "promises": found.promises,
        "promised_if": [_loosened(one) for one in found.promised_if],
        "critical_path": [
            {
                **_said(leg.said),
                "minutes": None if leg.day is not None else leg.minutes,
                "not_before": None if leg.day is None else leg.day.isoformat(),
                "uncontrolled": leg.uncontrolled,
            }
            for leg in found.critical
        ],
        "parties": [
            {
                "party": one.party,
                "keeps_its_times": one.holds,
                "depends_on": list(one.depends_on),
                "budget": _budget(one.budget),
            }
            for one in found.parties
        ],
        "not_checked": [{"of": one.of, "key": one.key, "reason": one.reason} for one in found.untimed],
        "method": found.method,
        "assumptions": list(found.assumptions),
    }


def _said(said: Said) -> dict[str, Any]:
    return {"of": said.of, "key": said.key, "part": said.part or None}


def _loosened(one: Loosened) -> dict[str, Any]:
    return {**_said(one.said), "later": one.later, "minutes": one.minutes}


def _dates(one: Dates) -> dict[str, Any]:
    return {
        "clause": one.clause,
        **_moment("earliest", one.earliest),
        **_moment("latest", one.latest),
        **_moment("sure_by", one.promised),
        **_moment("can_wait_until", one.safe),
        "what_can_wait": "beginning" if begins(one) else "performance",
        "slack_minutes": one.slack,
        "sure_slack_minutes": one.spare,
        "critical": one.critical,
        "parts": [_moment("latest", part) for part in one.parts],
        "uncontrolled": [
            {
                **_said(other.said),
                "shortest_minutes": other.shortest,
                "longest_minutes": other.longest,
                **_moment("over_earliest", other.earliest),
                **_moment("over_sure_by", other.promised),
            }
            for other in one.uncertain
        ],
    }


def _moment(name: str, when: When) -> dict[str, Any]:
    return {f"{name}_minutes": when.minutes, f"{name}_day": None if when.day is None else when.day.isoformat()}


def _budget(budget: Budget | None) -> dict[str, Any] | None:
    if budget is None:
        return None
    return {
        "limit_minutes": budget.limit,
        "needed_minutes": _known(budget.demand),
        "short_by_minutes": budget.short_by,
        "lines": [
            {
                **_said(line.said),
                "needs": line.demands,
                "uncontrolled": line.uncontrolled,
                "minutes": _known(line.minutes),
                "times": line.times,
            }
            for line in budget.lines
        ],
    }


def _known(minutes: int) -> int | None:
    return None if minutes >= clock.UNKNOWN else minutes
