"""Due days as an iCalendar file (RFC 5545), for the calendars that people look at anyway."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from holdfast.analyses.coherence.dates import Dates
from holdfast.analyses.coherence.timing import Timing
from holdfast.analyses.track import Track
from holdfast.analyses.track.ahead import OPEN
from holdfast.analyses.track.status import Status
from holdfast.case.case import Case, Draft
from holdfast.case.records import Entry
from holdfast.views.names import day_words
from holdfast.views.timing_words import dates_words
from holdfast.views.track_words import status_words, unit_label, why_words
from holdfast.views.words import and_list, clause_text, party_label


def calendar(case: Case, draft: Draft, found: Timing, *, made_on: date) -> str:
    """The last day of every clause that has one, as all-day events. Clauses without a date are not in it.

    Args:
        case: the case as the audience sees it.
        draft: the draft that was read.
        found: its timing.
        made_on: the day on which the calendar is made.
    """
    rows = [
        _Row(_uid(case, draft, one.clause), one.latest.day, _what(case, draft, one.clause), _details(one, draft))
        for one in found.dates
        if one.latest.day is not None
    ]
    return _written(case, draft, rows, made_on)


def still_due(case: Case, draft: Draft, found: Track, cited: Mapping[str, Entry], *, made_on: date) -> str:
    """The last day of everything that is still to be performed and has one, as it follows from what has happened.

    An event has the name that `calendar` gives it, so that the day which follows from the journal takes the place of
    the one which follows from the text alone; where several owe a clause, each has an event of its own.

    Args:
        case: the case as the audience sees it.
        draft: the draft in force, by which `found` was judged.
        found: where it stands.
        cited: the entries that it rests on, by name.
        made_on: the day on which the calendar is made.
    """
    owed = Counter(one.clause for one in found.statuses)
    rows = []
    for one in found.statuses:
        if one.due is None or one.status not in OPEN:
            continue
        alone = owed[one.clause] == 1
        uid = _uid(case, draft, one.clause, *(() if alone else (one.obligor or "",)))
        what = _what(case, draft, one.clause) if alone else _owed_by(case, draft, one)
        status, why = status_words(one, case), why_words(one, case, cited)
        details = (
            f"Clause {one.clause} of the draft ‘{draft.agreement.title}’. {status} on {day_words(found.as_of)}"
            f"{f': {why}' if why else ''}."
        )
        rows.append(_Row(uid, one.due, what, details))
    return _written(case, draft, rows, made_on)


class _Row(NamedTuple):
    """One event."""

    uid: str
    day: date
    what: str
    details: str


def _written(case: Case, draft: Draft, rows: Iterable[_Row], made_on: date) -> str:
    from icalendar import Calendar, Event

    result = Calendar()
    result.add("prodid", "-//holdfast//due days//EN")
    result.add("version", "2.0")
    result.add("name", f"{case.title}: {draft.agreement.title}")
    for one in rows:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", datetime.combine(made_on, time(), UTC))
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"Due: {one.what}")
        event.add("description", one.details)
        result.add_component(event)
    text: str = result.to_ical().decode()
    return text


def due(found: Timing) -> int:
    """How many clauses have a last day."""
    return sum(one.latest.day is not None for one in found.dates)


def _uid(case: Case, draft: Draft, *clause: str) -> str:
    """The same for the same clause of the same draft, so that a calendar that is read again replaces what it has."""
    name = "\n".join((case.title, draft.name, *clause))
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@holdfast.invalid"


def _what(case: Case, draft: Draft, name: str) -> str:
    clause = draft.agreement.commitments[name]
    by = () if clause.by is None else clause.by.parties
    owed = f" ({and_list([party_label(str(party), case) for party in by])})" if by else ""
    return clause_text(clause, name) + owed


def _owed_by(case: Case, draft: Draft, one: Status) -> str:
    return f"{clause_text(draft.agreement.commitments[one.clause], one.clause)} ({unit_label(one.obligor, case)})"


def _details(one: Dates, draft: Draft) -> str:
    earliest, latest = dates_words(one, ("earliest", "latest"))
    return (
        f"Clause {one.clause} of the draft ‘{draft.agreement.title}’. Earliest {earliest}, latest {latest}, by the "
        "text alone: nobody has reported anything of it here."
    )
