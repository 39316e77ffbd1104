"""The overview: the answers on one screen; what was said and recorded last, what changed, what falls due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response

from holdfast.analyses.coherence.dates import Dates
from holdfast.case.case import Case
from holdfast.views import coherence as check
from holdfast.views import comparisons, hold_words, timing_words
from holdfast.views import deals as words
from holdfast.views import track_words as say
from holdfast.views.names import count, day_words
from holdfast.views.page import chronicle, standing
from holdfast.views.page.chronicle import Line
from holdfast.views.page.standing import Row
from holdfast.web.happened import NAMED
from holdfast.web.making import NotYetError
from holdfast.web.pages import deals as deals_page
from holdfast.web.pages import hold as hold_page
from holdfast.web.pages import track as track_page
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

_LATEST: Final = 6
_DUE: Final = 6
#: How long the overview waits for the answer that takes longest, in seconds.
_WAIT: Final = 2.0
#: Of cases with more statements, the overview does not ask whether there is a deal.
_LARGE: Final = 2_000
_HOLD: Final = "Once it starts, does each party keep having a reason to continue?"
_TRACK: Final = "What was promised, what was done, what is contested?"
_DEALS: Final = "Is there a deal that all can accept?"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question in a sentence, with the page that holds the whole of it."""

    question: str
    heading: str
    href: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """What is late, blocked and due on a day."""

    day: date
    within: int
    late: tuple[Row, ...]
    blocked: tuple[Row, ...]
    due: tuple[Row, ...]


def _positions(visit: Visit) -> Answer:
    study = visit.study
    glance = study.sections.glance
    return Answer(
        "Where does each party stand, according to whom?",
        glance.heading,
        "/positions",
        (comparisons.relations_heading(study.depth.relations), comparisons.meetings_heading(study.depth.meetings)),
    )


def _deals(visit: Visit) -> Answer:
    study = visit.study
    if len(study.case.statements) > _LARGE:  # minutes of a processor: only for who asks for it
        return Answer(_DEALS, "For so large a case this is computed when it is asked for", "/deals")
    try:
        found = deals_page.of(study, wait=_WAIT)
    except NotYetError:
        return Answer(_DEALS, "This takes a while to compute; look again", "/deals")
    more = (words.cores_words(found),) if found.cores else ()
    return Answer(_DEALS, words.heading(found), "/deals", more)


def _facts(visit: Visit) -> Answer:
    return Answer("What do all sides hold to be so?", comparisons.facts_heading(visit.study.depth.facts), "/island")


def _coherence(visit: Visit) -> Answer | None:
    found, timed = visit.study.coherence, visit.study.timing
    if found is None or timed is None:
        return None
    heading = check.heading(found)
    return Answer("Is the draft coherent?", heading, "/agreement#sec-coherence", (timing_words.heading(timed),))


def _hold(visit: Visit) -> Answer | None:
    study = visit.study
    if not visit.is_desk or study.draft is None:
        return None
    if len(study.case.statements) > _LARGE:
        return Answer(_HOLD, "For so large a case this is computed when it is asked for", "/hold")
    try:
        found = hold_page.of(study, wait=_WAIT)
    except NotYetError:
        return Answer(_HOLD, "This takes a while to compute; look again", "/hold")
    return None if found is None else Answer(_HOLD, hold_words.heading(found, study.case), "/hold")


def _track(visit: Visit) -> Answer | None:
    journal = visit.journal
    if journal.problem is not None:
        return Answer(_TRACK, "The journal cannot be read now", "/journal")
    if not visit.edition.case.drafts:
        return None
    found = track_page.stands(visit) if journal.entries else None
    if found is None:
        return Answer(_TRACK, "Nothing is recorded yet", "/journal")
    more = [
        f"On {day_words(found.as_of)}, from {count(found.claims, 'claim')} and {count(len(found.findings), 'finding')}"
    ]
    if split := [one for one in standing.pages(visit.edition.case, found.ledgers) if one.split]:
        more.append(standing.ledgers_heading(split).capitalize())
    return Answer(_TRACK, say.heading(found), "/track", tuple(more))


def _check(visit: Visit) -> Answer:
    headings = visit.study.sections.common["headings"]
    return Answer("Is anything wrong with the files?", headings.check, "/check")


#: The answers in the order of the questions. A page that answers another one adds it here.
ANSWERS: Final[tuple[Callable[[Visit], Answer | None], ...]] = (
    _positions,
    _deals,
    _facts,
    _coherence,
    _hold,
    _track,
    _check,
)


def _overview(visit: Visit) -> Response:
    study = visit.study
    case = study.case
    if not case.statements and not case.drafts and visit.may("edit"):
        return visit.page("begin.html", title="A new case", empty=True, problems=visit.edition.loaded.diagnostics)
    return visit.shown(
        "overview.html",
        title="Overview",
        glance=study.sections.glance,
        answers=tuple(found for answer in ANSWERS if (found := answer(visit)) is not None),
        latest=_latest(study),
        recorded=_recorded(visit),
        happened=tuple(visit.room.happenings)[:_LATEST],
        named=NAMED,
        owed=_owed(visit),
        due=tuple(_due(study, case)),
        **study.sections.coherence(study.coherence),
        **study.sections.timing(study.timing),
        **study.compared(),
    )


def _latest(study: Study) -> tuple[tuple[date, str], ...]:
    """The statements made last, by day."""
    dated = [(day, name) for name, one in study.sections.book.counted.items() if (day := one.date.day) is not None]
    return tuple(sorted(dated, key=lambda one: one[0], reverse=True)[:_LATEST])


def _recorded(visit: Visit) -> tuple[Line, ...]:
    """The entries of the journal that were received last."""
    journal, day = visit.journal, visit.question.as_of
    known = [one for one in journal.entries if day is None or one.record.received.date() <= day]
    last = sorted(known, key=lambda one: (one.record.received, one.compartment, one.seq, one.name), reverse=True)
    return tuple(chronicle.line(visit.edition.case, one, journal.touching) for one in last[:_LATEST])


def _owed(visit: Visit) -> Owed | None:
    """What is due and late by what really happened; None where nothing is recorded."""
    if not visit.journal.entries or not visit.edition.case.drafts:
        return None
    found = track_page.stands(visit)
    if found is None:
        return None
    case, cited, ahead = track_page.in_words(visit.edition.case, found), visit.journal.named, found.ahead
    late, blocked, due = (standing.rows(case, ones, cited) for ones in (ahead.late, ahead.blocked, ahead.due))
    return Owed(found.as_of, ahead.within, late[:_DUE], blocked[:_DUE], due[:_DUE])


def _due(study: Study, case: Case) -> Iterator[Dates]:
    """The clauses with a last day, the next ones after the case's day first, else the first of all."""
    timed = study.timing
    if timed is None:
        return
    day = study.question.as_of or case.as_of
    dated = [one for one in timed.dates if one.latest.day is not None and (day is None or one.latest.day >= day)]
    yield from sorted(dated, key=lambda one: one.latest.day or date.max)[:_DUE]


PAGE: Final = Page(routes=(view("/", _overview, "overview"),), nav=(Nav("Overview", "/", "o"),))
