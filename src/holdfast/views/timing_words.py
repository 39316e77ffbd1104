"""The words about timing: budgets and dates, the same in the terminal, the report and the browser."""

from __future__ import annotations

from typing import Final

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.dates import Dates, Leg, Uncertain, When
from holdfast.analyses.coherence.links import Untimed
from holdfast.analyses.coherence.timing import Budget, Line, Loosened, Timing, Verdict, Way
from holdfast.case.case import Case, Draft
from holdfast.case.model import Commitment
from holdfast.views.signs import Sign
from holdfast.views.words import (
    and_list,
    condition_words,
    count,
    day_words,
    party_label,
    step_label,
    when_words,
    window_words,
)

VERDICTS: Final[dict[Verdict, str]] = {
    "can be met": "The timing can be met, whatever the durations turn out to be that nobody controls",
    "cannot be met": "The timing cannot be met",
    "cannot be guaranteed": "The timing cannot be guaranteed: durations that nobody controls can break it",
    "not decided": "Whether the timing can be met is not decided: no single choice of its alternatives suffices",
}
#: On the critical path; and what nobody controls.
CRITICAL: Final = Sign("◆", "on the critical path")
UNCERTAIN: Final = Sign("~", "nobody controls it")


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
    change = and_list([loosened_words(one, case) for one in way.loosening])
    return f"the smallest change of times that would make it fit: {change}"


def loosened_words(one: Loosened, case: Case) -> str:
    """``‘Resume the night shifts’ by Port (deadline) 3 days later``."""
    part = f", part {one.said.part}" if one.said.part else ""
    side = "later" if one.later else "earlier"
    return f"{step_label(one.said.of, case)}{part} ({one.said.key}) {duration_words(one.minutes)} {side}"


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


#: Of more parts than so many, the first ones and the last are named.
_PARTS: Final = 6
#: What a column of dates says.
COLUMNS: Final = {
    "earliest": "earliest",
    "latest": "latest",
    "promised": "sure by",
    "safe": "can wait until",
    "slack": "slack",
}
#: What the columns mean, for the line below a table and for a legend.
LEGEND: Final = {
    "window": "Earliest and latest: by the text, if every duration turned out as one would like; slack lies between.",
    "promise": "Sure by: the soonest that can be promised whatever the durations turn out to be that nobody controls. "
    "Can wait until: how long it can be left so that every other time can still be kept. Slack lies between these two; "
    "where there is none, nothing can be lost on the way.",
    "critical": f"The critical path ({CRITICAL.symbol}), every duration being as long as it can be: what keeps the "
    "last moment from being earlier",
}


def columns(found: Timing) -> tuple[str, ...]:
    """The columns of a table of dates: those about what can be promised only where they say more than the text's."""
    more = any(
        one.promised not in (one.earliest, When()) or one.safe not in (one.latest, When()) for one in found.dates
    )
    return tuple(COLUMNS) if more and found.promises else ("earliest", "latest", "slack")


def dates_words(one: Dates, shown: tuple[str, ...] = tuple(COLUMNS)) -> tuple[str, ...]:
    """The moments of these columns: days where they are known, else counted from the beginning; and the slack."""
    words = {key: moment_words(getattr(one, key)) for key in shown if key != "slack"}
    if begins(one) and one.safe.is_known and "safe" in shown:
        words["safe"] = f"to begin: {words['safe']}"
    words["slack"] = slack_words(one, sure="safe" in shown)
    return tuple(words[key] for key in shown)


def begins(one: Dates) -> bool:
    """Whether what can wait is the clause's beginning, since nobody controls how long it takes."""
    return any(other.said.key == "takes" for other in one.uncertain)


def slack_words(one: Dates, *, sure: bool) -> str:
    """The slack as a duration; between days of the calendar in days."""
    slack, ends = (one.spare, (one.promised, one.safe)) if sure else (one.slack, (one.earliest, one.latest))
    if slack is None:
        return "–"
    days = [when.day for when in ends if when.day is not None]
    if len(days) == 2 and not (sure and begins(one)):
        return count((days[1] - days[0]).days, "day") if days[1] != days[0] else "within the day"
    return "none" if slack == 0 else duration_words(slack)


def moment_words(moment: When) -> str:
    """``2 Mar 2026``, ``after 3 days``, ``at once``; a dash where nothing bounds it."""
    if moment.day is not None:
        return day_words(moment.day)
    if moment.minutes is None:
        return "–"
    return f"after {duration_words(moment.minutes)}" if moment.minutes else "at once"


def clause_notes(one: Dates) -> tuple[str, ...]:
    """What is to be said of a clause's dates beside them: that it is critical, and what nobody controls."""
    critical = (str(CRITICAL),) if one.critical else ()
    known = [moment_words(part) for part in one.parts if part.is_known]
    shown = and_list(known if len(known) <= _PARTS else [*known[: _PARTS - 1], f"…, {known[-1]}"])
    parts = (f"parts due at the latest {shown}",) if len(set(known)) > 1 else ()
    return (*critical, *(uncertain_words(other) for other in one.uncertain), *parts)


def uncertain_words(one: Uncertain) -> str:
    """``~ takes 1 day to 60 days``."""
    verb = "takes" if one.said.key == "takes" else "verified within"
    if one.longest is None:
        return f"{UNCERTAIN.symbol} {verb} {duration_words(one.shortest)} or more; nobody has said how long"
    if one.shortest == one.longest:
        return f"{UNCERTAIN.symbol} {verb} {duration_words(one.longest)}"
    return f"{UNCERTAIN.symbol} {verb} {duration_words(one.shortest)} to {duration_words(one.longest)}"


def promise_words(found: Timing, case: Case) -> str | None:
    """What the promises of a table rest on, where it is not the text as it is."""
    if not found.promises:
        return "Nothing can be promised by the text as it is, so only what is possible is shown."
    if found.promised_if:
        change = and_list([loosened_words(one, case) for one in found.promised_if])
        return f"By the text as it is nothing can be promised. What is sure is shown as it would be with {change}."
    return None


def critical_words(found: Timing, draft: Draft, case: Case) -> tuple[str, ...]:
    """The critical path leg by leg, from the beginning on."""
    return tuple(_leg(leg, draft, case) for leg in found.critical)


def _leg(leg: Leg, draft: Draft, case: Case) -> str:
    if leg.day is None:
        return line_words(Line(leg.said, True, leg.uncontrolled, leg.minutes, 1), draft, case)
    known = leg.said.of in draft.agreement.commitments or leg.said.of in draft.agreement.events
    return (
        f"{step_label(leg.said.of, case)} not before {day_words(leg.day)}" if known else f"from {day_words(leg.day)} on"
    )


#: What the lines about who depends on whom rest on.
VIEWS: Final = (
    "What others owe is taken to come at any moment that the text leaves them, each thing by itself and whatever else "
    "they have to keep. So a party is said to depend on others too often rather than too seldom."
)


def views_words(found: Timing, case: Case) -> tuple[str, ...]:
    """``Own times can be kept, whatever others do within theirs: Union``; who depends on whom, a line for each."""
    able = [party_label(one.party, case) for one in found.parties if one.holds]
    lines = [f"Own times can be kept, whatever others do within theirs: {and_list(able)}"] if able else []
    for one in found.parties:
        if not one.holds:
            others = and_list([party_label(other, case) for other in one.depends_on]) or "durations nobody controls"
            lines.append(f"Own times depend on others: those of {party_label(one.party, case)} on {others}")
    return tuple(lines)


def followed_words(found: Timing, case: Case) -> str | None:
    """Which of the text's alternatives the dates follow; None where there is only one."""
    if not found.followed.chosen:
        return None
    words = and_list([condition_words(one, case, clause=True) for one in found.followed.chosen.values()])
    which = "the first that can be met" if found.followed.verdict == "can be met" else "the first"
    return (
        f"The text leaves a choice. These dates and promises follow one of its alternatives only, {which}: where "
        f"{words}. By another one they differ, and nobody has promised to take this one."
    )


def untimed_words(one: Untimed, case: Case) -> str:
    """What could not be checked, and why."""
    return f"{step_label(one.of, case)} ({one.key}): {one.reason}"
