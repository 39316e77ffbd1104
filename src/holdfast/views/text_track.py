"""Where an agreement stands, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from holdfast.analyses.track import Track
from holdfast.case.case import Case
from holdfast.case.records import Entry
from holdfast.views import track_words as say
from holdfast.views.names import and_list, count, day_words, party_label, readable
from holdfast.views.text_tables import console, printed, table, title
from holdfast.views.words import step_label

_SHARES = {
    "clause": 4,
    "who": 2,
    "status": 3,
    "why": 5,
    "resting on": 4,
    "says": 4,
    "counter": 3,
    "amount": 3,
    "waiting": 5,
}


def track(case: Case, found: Track, cited: Mapping[str, Entry], width: int = 100) -> str:
    """The status of every clause; the ledgers; what comes next; findings, decisions, coverage.

    Args:
        case: the case.
        found: where it stands.
        cited: the entries that it rests on, by name.
        width: how many columns the terminal has.
    """
    out = console(width)
    known = "all that is known" if found.known_on is None else f"as known on {day_words(found.known_on)}"
    out.print(Text(f"{case.title}: what was promised, what was done, what is contested"))
    out.print(
        Text(f"draft {found.draft}; on {day_words(found.as_of)}; {known}; made for the audience '{case.audience}'")
    )
    out.print(Text(f"{say.heading(found)}."))
    for name in dict.fromkeys(one.phase for one in found.statuses):
        mine = [one for one in found.statuses if one.phase == name]
        title(out, "Without a phase" if name is None else f"Phase {readable(name)}")
        rows = (
            (
                say.what(one.clause, case),
                say.unit_label(one.obligor, case),
                say.status_words(one, case),
                say.why_words(one, case, cited),
                say.resting_words(one.because, case, cited),
            )
            for one in mine
        )
        out.print(table(("clause", "who", "status", "why", "resting on"), rows, shares=_SHARES))
    _ledgers(out, case, found)
    _ahead(out, case, found)
    _records(out, case, "Findings", found.findings)
    _records(out, case, "Decisions of the parties", found.decisions)
    _records(out, case, "Where somebody could look, and where not", found.coverage)
    for one in found.unplaced:
        out.print(Text(f"  not in this draft: {count(one.claims, 'claim')} about '{one.about}'"))
    out.print()
    for line in (found.method, *found.assumptions):
        out.print(Text(line))
    return printed(out)


def _ledgers(out: Console, case: Case, found: Track) -> None:
    shown = [one for one in found.ledgers if one.columns or one.found]
    if not shown:
        return
    title(out, "Ledgers: each counter's own count, never added up")
    for one in shown:
        out.print(Text(f"  {say.ledger_heading(one, case)}"))
        rows = [say.column_words(column, case) for column in one.columns]
        rows += [("found", "", f"{say.point_words(point)} by {day_words(point.day)}", "") for point in one.found]
        out.print(table(("counter", "measure", "amount", "outstanding"), rows, shares=_SHARES))


def _ahead(out: Console, case: Case, found: Track) -> None:
    ahead = found.ahead
    title(out, "What comes next")
    lines = [
        f"due by {day_words(one.due)}: {say.what(one.clause, case)} ({say.unit_label(one.obligor, case)})"
        for one in ahead.due
        if one.due is not None
    ]
    if not lines:
        out.print(Text(f"  nothing falls due in the next {count(ahead.within, 'day')}"))
    for one in ahead.late:
        lines.append(f"late: {say.what(one.clause, case)} ({say.unit_label(one.obligor, case)})")
    for one in ahead.blocked:
        by = and_list([party_label(party, case) for party in one.blocking]) or "nobody in particular"
        lines.append(f"blocked by {by}: {say.what(one.clause, case)} ({say.unit_label(one.obligor, case)})")
    for lines_of, many in (
        (ahead.unblocks[:5], "waiting for it"),
        (ahead.contested, "depending on it, and it is not settled"),
    ):
        for held in lines_of:
            names = and_list([step_label(name, case) for name in held.waiting[:3]])
            more = "" if len(held.waiting) <= 3 else f" and {count(len(held.waiting) - 3, 'other')}"
            lines.append(f"{say.what(held.clause, case)}: {many}: {names}{more}")
    for line in lines:
        out.print(Text(f"  {line}"))
    title(
        out,
        "How far it is implemented (0 to 3 for each obligation, as a share; a range where something is not settled)",
    )
    for by in found.rates:
        words = [f"{say.group_label(by, one.group, case)} {say.rate_words(one)}" for one in found.rates[by]]
        out.print(Text(f"  {'in all' if by == 'all' else f'by {by}'}: {', '.join(words)}"))


def _records(out: Console, case: Case, heading: str, entries: tuple[Entry, ...]) -> None:
    if not entries:
        return
    title(out, heading)
    rows = []
    for one in entries:
        record = one.record
        who = and_list([say.speaker_label(name, case) for name in (record.parties or (record.speaker,))])
        reason = f": {record.reason}" if record.reason else ""
        rows.append(
            (
                say.when(record),
                who,
                say.record_words(record, case) + reason,
                say.resting_words((one.name,), case, {one.name: one}),
            )
        )
    out.print(table(("when", "who", "says", "resting on"), rows, shares=_SHARES))
