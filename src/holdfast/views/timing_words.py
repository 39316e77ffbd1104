"""The words about timing: budgets and dates, the same in the terminal, the report and the browser."""

from __future__ import annotations

from typing import Final

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.schedule import Untimed
from holdfast.analyses.coherence.timing import Budget, Dates, Line, PartyView, Timing, Verdict, Way
from holdfast.case.case import Case, Draft
from holdfast.case.model import Commitment
from holdfast.views.words import and_list, count, day_words, party_label, step_label, when_words, window_words

VERDICTS: Final[dict[Verdict, str]] = {
    "can be met": "The timing can be met, whatever the durations turn out to be that nobody controls",
    "cannot be met": "The timing cannot be met",
    "cannot be guaranteed": "The timing cannot be guaranteed: durations that nobody controls can break it",
    "not decided": "Whether the timing can be met is not decided: no single choice of its alternatives suffices",
}


def duration_words(minutes: int) -> str:
    """``3 days``, ``36 h``, ``90 min``; minutes that make whole days or hours are said as such."""
    if minutes >= clock.UNKNOWN // 2:
        return "any time"
    sign, length = ("-" if minutes < 0 else ""), abs(minutes)
    if length % 1440 == 0 and length:
        return f"{sign}{count(length // 1440, 'day')}"
    if (length + 1) % 1440 == 0:
        return f"{sign}less than {count((length + 1) // 1440, 'day')}"
    if length > 3 * 1440:
        days, rest = divmod(length, 1440)
        return f"{sign}{count(days, 'day')} and {rest // 60} h" if rest >= 60 else f"{sign}{count(days, 'day')}"
    return f"{sign}{length // 60} h" if length % 60 == 0 else f"{sign}{length} min"


def heading(found: Timing) -> str:
    """The verdict, and how far it reaches."""
    words = VERDICTS[found.verdict]
    if found.untimed:
        words += f"; {count(len(found.untimed), 'time')} of the text could not be checked"
    return words if found.complete else f"{words}; not all alternatives were followed"


def budget_words(budget: Budget, draft: Draft, case: Case) -> tuple[str, ...]:
    """A budget, line by line: the limits, what they have to hold, and what is missing."""
    ordered = sorted(budget.lines, key=lambda line: line.demands)
    lines = [f"{'needs' if line.demands else 'limit'}: {line_words(line, draft, case)}" for line in ordered]
    short = budget.short_by
    missing = "short by nobody knows how much" if short is None else f"short by {duration_words(short)}"
    return (*lines, f"limit {duration_words(budget.limit)}; needs {duration_words(budget.demand)}; {missing}")


def loosening_words(way: Way, case: Case) -> str | None:
    """What would have to give way at least, as a fact about the text; None where nothing of it would help."""
    if not way.loosening:
        return None
    parts = []
    for one in way.loosening:
        part = f", part {one.said.part}" if one.said.part else ""
        parts.append(
            f"{step_label(one.said.of, case)}{part} ({one.said.key}) "
            f"{duration_words(one.minutes)} {'later' if one.later else 'earlier'}"
        )
    return f"the smallest change of times that would make it fit: {and_list(parts)}"


def line_words(line: Line, draft: Draft, case: Case) -> str:
    """``‘The doctor's examination’ can take up to 60 days``."""
    name = step_label(line.said.of, case)
    if line.said.part:
        name += f", part {line.said.part}"
    times = "" if line.times == 1 else f", {line.times} times"
    clause = draft.agreement.commitments.get(line.said.of)
    return f"{name} {_said(line, clause, case)}{times}"


def _said(line: Line, clause: Commitment | None, case: Case) -> str:
    length = duration_words(line.minutes)
    if line.said.key == "takes" or (line.uncontrolled and line.said.key != "verification"):
        return f"can take {'up to' if line.demands else 'as little as'} {length}"
    if line.said.key == "verification":
        return f"can be verified {'only after' if line.demands else 'as early as after'} {length}"
    if line.said.key == "deadline" and clause is not None and clause.deadline is not None:
        return f"is due {when_words(clause.deadline, case)}"
    if line.said.key == "within" and clause is not None and clause.within is not None:
        return f"is due within {window_words(clause.within)}"
    if line.said.key == "on" and clause is not None and clause.on is not None:
        return f"is set for {when_words(clause.on, case)}"
    if line.said.key == "tranches":
        return f"is due in {length}"
    if line.said.key == "after":
        return f"must have held for {length}" if line.demands else f"counts for {length}"
    return length


def dates_words(one: Dates) -> tuple[str, str]:
    """Earliest and latest: days where they are known, else counted from the beginning."""

    def said(minutes: int | None, day: object) -> str:
        if day is not None:
            return day_words(day)  # type: ignore[arg-type]  # a date, as `Dates` has it
        return "–" if minutes is None else f"after {duration_words(minutes)}" if minutes else "at once"

    return said(one.earliest, one.earliest_day), said(one.latest, one.latest_day)


def view_words(one: PartyView, case: Case) -> str:
    """``Union can keep its own times whatever others do``, or on whom it depends."""
    party = party_label(one.party, case)
    if one.holds:
        return f"{party} can keep its own times, whatever others do within theirs"
    others = and_list([party_label(other, case) for other in one.depends_on]) or "durations that nobody controls"
    return f"{party} cannot keep its times by itself: they depend on {others}"


def untimed_words(one: Untimed, case: Case) -> str:
    """What could not be checked, and why."""
    return f"{step_label(one.of, case)} ({one.key}): {one.reason}"
