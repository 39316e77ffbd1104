"""The timing of a draft for programs: plain data, in minutes and days."""

from __future__ import annotations

from typing import Any

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.timing import Budget, Timing
from holdfast.case.conditions import to_text


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
                "smallest_loosening": [
                    {
                        "of": one.said.of,
                        "key": one.said.key,
                        "part": one.said.part or None,
                        "later": one.later,
                        "minutes": one.minutes,
                    }
                    for one in way.loosening
                ],
            }
            for way in found.ways
        ],
        "counted_from": found.beginning,
        "dates": [
            {
                "clause": one.clause,
                "earliest_minutes": one.earliest,
                "latest_minutes": one.latest,
                "earliest_day": None if one.earliest_day is None else one.earliest_day.isoformat(),
                "latest_day": None if one.latest_day is None else one.latest_day.isoformat(),
            }
            for one in found.dates
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


def _budget(budget: Budget | None) -> dict[str, Any] | None:
    if budget is None:
        return None
    return {
        "limit_minutes": budget.limit,
        "needed_minutes": _known(budget.demand),
        "short_by_minutes": budget.short_by,
        "lines": [
            {
                "of": line.said.of,
                "key": line.said.key,
                "part": line.said.part or None,
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
