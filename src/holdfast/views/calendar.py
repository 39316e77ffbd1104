"""Due days as an iCalendar file (RFC 5545), for the calendars that people look at anyway."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from holdfast.analyses.coherence.dates import Dates
from holdfast.analyses.coherence.timing import Timing
from holdfast.case.case import Case, Draft
from holdfast.views.timing_words import dates_words
from holdfast.views.words import and_list, clause_text, party_label


def calendar(case: Case, draft: Draft, found: Timing, *, made_on: date) -> str:
    """The last day of every clause that has one, as all-day events. Clauses without a date are not in it.

    Args:
        case: the case as the audience sees it.
        draft: the draft that was read.
        found: its timing.
        made_on: the day on which the calendar is made.
    """
    from icalendar import Calendar, Event

    result = Calendar()
    result.add("prodid", "-//holdfast//due days//EN")
    result.add("version", "2.0")
    result.add("name", f"{case.title}: {draft.agreement.title}")
    for one in found.dates:
        if one.latest.day is None:
            continue
        event = Event()
        event.add("uid", _uid(case, draft, one))
        event.add("dtstamp", datetime.combine(made_on, time(), UTC))
        event.add("dtstart", one.latest.day)
        event.add("dtend", one.latest.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"Due: {_what(case, draft, one.clause)}")
        event.add("description", _details(one, draft))
        result.add_component(event)
    text: str = result.to_ical().decode()
    return text


def due(found: Timing) -> int:
    """How many clauses have a last day."""
    return sum(one.latest.day is not None for one in found.dates)


def _uid(case: Case, draft: Draft, one: Dates) -> str:
    """The same for the same clause of the same draft, so that a calendar that is read again replaces what it has."""
    name = "\n".join((case.title, draft.name, one.clause))
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@holdfast.invalid"


def _what(case: Case, draft: Draft, name: str) -> str:
    clause = draft.agreement.commitments[name]
    by = () if clause.by is None else clause.by.parties
    owed = f" ({and_list([party_label(str(party), case) for party in by])})" if by else ""
    return clause_text(clause, name) + owed


def _details(one: Dates, draft: Draft) -> str:
    earliest, latest = dates_words(one, ("earliest", "latest"))
    return (
        f"Clause {one.clause} of the draft ‘{draft.agreement.title}’. Earliest {earliest}, latest {latest}, by the "
        "text alone: nobody has reported anything of it here."
    )
