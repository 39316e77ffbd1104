"""What was promised, what was done, what is contested: status board, ledgers, timeline, what comes next, a period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from holdfast.analyses.track import Track
from holdfast.analyses.track.period import period
from holdfast.analyses.track.status import NAMES
from holdfast.case.case import Case
from holdfast.case.records import Entry
from holdfast.gather import MOST_CLAIMS, past
from holdfast.views import charts_track as charts
from holdfast.views import track_words as say
from holdfast.views.calendar import still_due
from holdfast.views.page import chronicle, standing
from holdfast.views.plain_sections import Section, docx, html
from holdfast.views.track_sections import ahead_section, over_time, period_sections, period_title, track_sections
from holdfast.web.journals import Chronicle
from holdfast.web.visit import Nav, Page, Visit, view

#: How far the slider reaches beyond what was recorded, in days: what is due shows only then.
_BEYOND: Final = 60
#: How long a page waits for a timeline before it says that it is being computed, in seconds.
_WAIT: Final = 8.0
_LONGEST: Final = 3660
#: So many entries are shown with a commitment, the last ones; the journal has all.
_SHOWN: Final = 100
#: So many rows of the timeline on one page.
_TIMED: Final = 60
Known = Literal["now", "then"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The day that is looked at, what of the journals counts, and the draft that was agreed."""

    day: date
    known: Known
    draft: str | None
    first: date
    """Where the slider begins."""
    last: date
    chosen: Mapping[str, str]
    """The same as the address has it, for links to the other pages of this kind."""

    @property
    def known_on(self) -> date | None:
        """The day to whose end things count as known; None for all that is known now."""
        return self.day if self.known == "then" else None


def asked(visit: Visit) -> Asked:
    """What the address asks."""
    journal, question = visit.journal, visit.question
    day = journal.day(question.as_of)
    first, last = journal.span
    last = min(max(last, journal.day(None)), date.max - timedelta(days=_BEYOND)) + timedelta(days=_BEYOND)
    known: Known = "then" if visit.query("known") == "then" else "now"
    chosen = {
        "as_of": visit.query("as_of"),
        "known": visit.query("known") if known == "then" else "",
        "draft": visit.query("draft"),
    }
    return Asked(day, known, question.draft, min(first, day), max(last, day), chosen)


def stands(visit: Visit) -> Track | None:
    """Where the agreement stands, as the address asks; None where the case has no draft."""
    given = asked(visit)
    return visit.journal.track(given.day, given.known_on, given.draft)


def in_words(case: Case, found: Track) -> Case:
    """The case with the draft that was in force: names of clauses mean those of that draft."""
    return case.about(found.draft)


def _shown(visit: Visit, template: str, title: str, tab: str, found: Track, **context: Any) -> Response:
    given = asked(visit)
    return visit.shown(
        template,
        title=title,
        tab=tab,
        tabs=_TABS,
        asked=given,
        track=found,
        heading=say.heading(found),
        own_day=True,
        **context,
    )


#: The pages of this kind, with their addresses.
_TABS: Final = (
    ("board", "Status", "/track"),
    ("ledgers", "Ledgers", "/track/ledgers"),
    ("timeline", "Timeline", "/track/timeline"),
    ("next", "What comes next", "/track/next"),
    ("period", "A period", "/track/period"),
)


def for_report(visit: Visit) -> tuple[Section, ...]:
    """The sections of the report, as the command makes them; none where there is no journal or no draft."""
    journal, draft = visit.journal, visit.question.draft
    if not journal.entries or not visit.edition.case.drafts:
        return ()
    day = journal.day(visit.question.as_of)
    found = journal.track(day, draft=draft)
    if found is None:
        return ()
    case = visit.edition.case
    cited = {name: journal.named[name] for name in found.because if name in journal.named}
    first = min(one.record.received.date() for one in journal.entries)
    history = () if found.claims > MOST_CLAIMS else past(case, journal.entries, min(first, day), day, draft)
    return track_sections(case, found, cited, history)


def _without(visit: Visit, title: str) -> Response | None:
    """The page that says what is missing, where something is."""
    if visit.journal.problem is None and visit.journal.entries and visit.edition.case.drafts:
        return None
    return visit.shown("track-empty.html", title=title, journal=visit.journal, own_day=True)


def _board(visit: Visit) -> Response:
    title = "What was promised, what was done"
    found = None if (missing := _without(visit, title)) else stands(visit)
    if missing is not None or found is None:
        return missing or _none()
    case = in_words(visit.edition.case, found)
    status, party = visit.query("status"), visit.query("party")
    if party:
        visit.known("party", party, case.parties)
    if status and status not in NAMES:
        raise HTTPException(400, f"‘{status[:60]}’ is no status.")
    every = standing.rows(case, found.statuses, visit.journal.named)
    shown = [one for one in every if status in ("", one.name) and (not party or party in one.parties)]
    return _shown(
        visit,
        "track-board.html",
        title,
        "board",
        found,
        phases=[(name, [one for one in shown if one.phase == name]) for name in dict.fromkeys(o.phase for o in shown)],
        tally=standing.tallied(found),
        number=(len(shown), len(every)),
        only=status,
        party=party,
        owing=tuple(name for name in case.parties if any(name in one.parties for one in every)),
        notes=(found.method, *found.assumptions),
        due=standing.rows(case, found.ahead.due, visit.journal.named),
    )


def _none() -> Response:
    raise HTTPException(404, "The case has no draft of an agreement.")


def _ledgers(visit: Visit) -> Response:
    title = "Ledgers"
    found = None if (missing := _without(visit, title)) else stands(visit)
    if missing is not None or found is None:
        return missing or _none()
    case = in_words(visit.edition.case, found)
    made = standing.pages(case, found.ledgers)
    curves = _curves(case, made)
    return _shown(
        visit,
        "track-ledgers.html",
        title,
        "ledgers",
        found,
        ledgers=made,
        curves=curves,
        ledgers_heading=standing.ledgers_heading(made),
        speaker=lambda name: say.speaker_label(name, case),
        point=say.point_words,
    )


def _curves(case: Case, made: tuple[standing.Page, ...]) -> dict[str, Any]:
    """The counts over time, of ledgers where there is anything to draw."""
    drawn = [one for one in made if sum(len(column.series) for column in one.ledger.columns) > 2]
    return {one.id: charts.curve(case, one.ledger) for one in drawn}


def _timeline(visit: Visit) -> Response:
    title = "Timeline"
    found = None if (missing := _without(visit, title)) else stands(visit)
    if missing is not None or found is None:
        return missing or _none()
    case = in_words(visit.edition.case, found)
    days = visit.journal.history(asked(visit).draft, _WAIT)
    part = visit.paging.part_of("page", charts.owed(days), _TIMED, to="sec-timeline")
    pictures, tables = over_time(case, days, part.items)
    return _shown(
        visit,
        "track-timeline.html",
        title,
        "timeline",
        found,
        pictures=pictures,
        tables=tables,
        days=len(days),
        nav_of_owed=part.nav,
    )


def _next(visit: Visit) -> Response:
    title = "What comes next"
    found = None if (missing := _without(visit, title)) else stands(visit)
    if missing is not None or found is None:
        return missing or _none()
    case = in_words(visit.edition.case, found)
    section = ahead_section(case, found, visit.journal.history(asked(visit).draft, _WAIT))
    return _shown(visit, "track-sections.html", title, "next", found, sections=(section,))


def _clause(visit: Visit) -> Response:
    journal, given = visit.journal, asked(visit)
    if (missing := _without(visit, "A commitment")) is not None:
        return missing
    found = stands(visit)
    if found is None:
        return _none()
    case = in_words(visit.edition.case, found)
    assert case.draft is not None
    agreement = case.draft.agreement
    name = visit.named("commitment", {**agreement.commitments, **agreement.events, **agreement.phases})
    mine = [one for one in found.statuses if one.clause == name]
    entries = [one for one in about(journal, name) if _counts(one, journal.case, given)]
    made = standing.pages(case, [one for one in found.ledgers if one.clause == name])
    return _shown(
        visit,
        "track-clause.html",
        say.what(name, case),
        "",
        found,
        name=name,
        clause=agreement.commitments.get(name),
        rows=standing.rows(case, mine, journal.named),
        stretches=tuple(
            (standing.parties(unit), ones)
            for unit, ones in standing.stretches(case, journal.history(given.draft, _WAIT), name).items()
        ),
        total=len(entries),
        lines=tuple(chronicle.line(case, one, journal.touching) for one in entries[-_SHOWN:]),
        ledgers=made,
        curves=_curves(case, made),
        speaker=lambda one: say.speaker_label(one, case),
        point=say.point_words,
    )


def _counts(one: Entry, case: Case, given: Asked) -> bool:
    return given.known == "now" or one.record.received.astimezone(case.timezone).date() <= given.day


def about(journal: Chronicle, name: str) -> tuple[Entry, ...]:
    """The entries about a commitment, event or phase, and those that correct or withdraw them, as they happened."""
    direct = [one for one in journal.entries if one.record.about == name]
    names = {one.name for one in direct}
    others = [
        one
        for target in names
        for one in journal.touching.get(target, ())
        if one.name not in names and one.record.kind in ("correction", "withdrawal")
    ]
    return tuple(
        sorted([*direct, *others], key=lambda one: (chronicle.day_of(one.record), one.record.received, one.name))
    )


def _span(visit: Visit) -> tuple[date, date]:
    """The period that the address names: two days, or a month; else the last thirty days. Raises HTTPException."""
    month = visit.query("month")
    if month:
        if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) is None:
            raise HTTPException(400, f"‘{month[:20]}’ is not a month: write it as 2026-03")
        start = date.fromisoformat(f"{month}-01")
        return start, (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    last = visit.day("to") or visit.journal.day(None)
    first = visit.day("from") or date.fromordinal(max(last.toordinal() - 29, 1))
    if last < first:
        raise HTTPException(400, "This period ends before it starts.")
    if (last - first).days > _LONGEST or first.year < 2:
        raise HTTPException(400, "This period is too long.")
    return first, last


def _sections(visit: Visit, first: date, last: date, *, whole: bool) -> tuple[str, Any, Track]:
    """What a period brought; of a long draft the timeline is drawn only where the `whole` is kept as a file."""
    journal, case, draft = visit.journal, visit.edition.case, visit.question.draft

    def made() -> tuple[str, Any, Track]:
        found = period(case, journal.entries, first, last, draft=None if draft is None else case.drafts[draft])
        if found is None:
            raise HTTPException(404, "The case has no draft of an agreement.")
        drawn = not journal.is_large and (whole or len(found.closing.statuses) <= _TIMED)
        history = past(case, journal.entries, first, last, draft) if drawn else ()
        words = in_words(case, found.closing)
        return period_title(found), period_sections(words, found, journal.named, history), found.closing

    return journal.soon(("period", first, last, draft, whole), made, _WAIT)


def _period(visit: Visit) -> Response:
    title = "A period against the one before"
    if (missing := _without(visit, title)) is not None:
        return missing
    first, last = _span(visit)
    heading, sections, found = _sections(visit, first, last, whole=False)
    return _shown(
        visit,
        "track-period.html",
        title,
        "period",
        found,
        sections=sections,
        span=(first, last),
        period=heading,
        timed_apart=len(found.statuses) > _TIMED and not visit.journal.is_large,
    )


def _period_file(visit: Visit) -> Response:
    if (missing := _without(visit, "A period")) is not None:
        return missing
    first, last = _span(visit)
    heading, sections, _ = _sections(visit, first, last, whole=True)
    case, name = visit.edition.case, f"period-{first}-{last}"
    if visit.query("format") == "docx":
        content = docx(case, heading, sections, made_on=date.today())
        return _file(content, f"{name}.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    answer = HTMLResponse(html(case, heading, sections, made_on=date.today()))
    answer.headers["content-disposition"] = f'attachment; filename="{name}.html"'
    return answer


def _due_file(visit: Visit) -> Response:
    if (missing := _without(visit, "What is due")) is not None:
        return missing
    found = stands(visit)
    if found is None:
        return _none()
    case = visit.edition.case
    text = still_due(case, case.drafts[found.draft], found, visit.journal.named, made_on=date.today())
    return _file(text.encode(), "due.ics", "text/calendar; charset=utf-8")


def _file(content: bytes, name: str, media: str) -> Response:
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


PAGE: Final = Page(
    routes=(
        view("/track", _board, "track"),
        view("/track/ledgers", _ledgers, "track-ledgers"),
        view("/track/timeline", _timeline, "track-timeline"),
        view("/track/next", _next, "track-next"),
        view("/track/period", _period, "track-period"),
        view("/track/period/file", _period_file, "track-period-file"),
        view("/track/due.ics", _due_file, "track-due"),
        view("/track/clauses/{name:path}", _clause, "track-clause"),
    ),
    nav=(Nav("What was done?", "/track", "m", "Agreement"),),
)
