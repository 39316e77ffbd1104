"""The overview: the answers on one screen; what was said and recorded last, what changed, what falls due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

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
from holdfast.web.happened import NAMED, as_now
from holdfast.web.making import NotYetError, waiting
from holdfast.web.pages import deals as deals_page
from holdfast.web.pages import hold as hold_page
from holdfast.web.pages import track as track_page
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

_LATEST: Final = 6
_DUE: Final = 6
#: How long the overview waits for all that takes long, in seconds; it shows the rest.
_WAIT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question in a sentence, with the page that holds the whole of it."""

    question: str
    heading: str
    href: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer by itself; `href` where another page than usual holds the whole of it."""

    heading: str
    more: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """What is late, blocked and due on a day."""

    day: date
    within: int
    late: tuple[Row, ...]
    blocked: tuple[Row, ...]
    due: tuple[Row, ...]


def _positions(visit: Visit) -> Found:
    study = visit.study
    more: tuple[str, ...]
    try:
        depth = study.depth
        more = (comparisons.relations_heading(depth.relations), comparisons.meetings_heading(depth.meetings))
    except NotYetError:
        more = ()
    return Found(study.sections.glance.heading, more)


def _deals(visit: Visit) -> Found:
    found = deals_page.of(visit.study)
    return Found(words.heading(found), (words.cores_words(found),) if found.cores else ())


def _facts(visit: Visit) -> Found:
    return Found(comparisons.facts_heading(visit.study.depth.facts))


def _coherence(visit: Visit) -> Found | None:
    found, timed = visit.study.coherence, visit.study.timing
    if found is None or timed is None:
        return None
    return Found(check.heading(found), (timing_words.heading(timed),))


def _hold(visit: Visit) -> Found | None:
    study = visit.study
    if not visit.is_desk or study.draft is None:
        return None
    found = hold_page.of(study)
    return None if found is None else Found(hold_words.heading(found, study.case))


def _track(visit: Visit) -> Found | None:
    journal = visit.journal
    if journal.problem is not None:
        return Found("The journal cannot be read now", href="/journal")
    if not visit.edition.case.drafts:
        return None
    found = track_page.stands(visit) if journal.entries else None
    if found is None:
        return Found("Nothing is recorded yet", href="/journal")
    more = [
        f"On {day_words(found.as_of)}, from {count(found.claims, 'claim')} and {count(len(found.findings), 'finding')}"
    ]
    if split := [one for one in standing.pages(visit.edition.case, found.ledgers) if one.split]:
        more.append(standing.ledgers_heading(split).capitalize())
    return Found(say.heading(found), tuple(more))


def _check(visit: Visit) -> Found:
    return Found(visit.study.sections.common["headings"].check)


#: The questions with the pages that answer them, and the answers. A page that answers another one adds it here.
ANSWERS: Final[tuple[tuple[str, str, Callable[[Visit], Found | None]], ...]] = (
    ("Where does each party stand, according to whom?", "/positions", _positions),
    ("Is there a deal that all can accept?", "/deals", _deals),
    ("What do all sides hold to be so?", "/island", _facts),
    ("Is the draft coherent?", "/agreement#sec-coherence", _coherence),
    ("Once it starts, does each party keep having a reason to continue?", "/hold", _hold),
    ("What was promised, what was done, what is contested?", "/track", _track),
    ("Is anything wrong with the files?", "/check", _check),
)


def _answers(visit: Visit) -> Iterator[Answer]:
    for question, href, answer in ANSWERS:
        try:
            found = answer(visit)
        except NotYetError:
            found = Found("This takes a while to compute; look again")
        if found is not None:
            yield Answer(question, found.heading, found.href or href, found.more)


def _overview(visit: Visit) -> Response:
    study = visit.study
    case = study.case
    if not case.statements and not case.drafts and visit.may("edit"):
        return visit.page("begin.html", title="A new case", empty=True, problems=visit.edition.loaded.diagnostics)
    with waiting(_WAIT):
        answers = tuple(_answers(visit))
        due = tuple(_due(study, case))
        glanced = _glanced(study)
    return visit.shown(
        "overview.html",
        title="Overview",
        glance=study.sections.glance,
        answers=answers,
        latest=_latest(study),
        recorded=_recorded(visit),
        happened=tuple(as_now(one, case) for one in tuple(visit.room.happenings)[:_LATEST]),
        named=NAMED,
        owed=_owed(visit),
        due=due,
        **glanced,
    )


def _glanced(study: Study) -> dict[str, Any]:
    """What else there is to be seen at a glance, as far as it has been computed."""
    found: dict[str, Any] = {"depth": None, "compared": None}
    with suppress(NotYetError):
        found |= study.compared()
    with suppress(NotYetError):
        found |= {"coherence": study.coherence}
    with suppress(NotYetError):
        if (timed := study.timing) is not None:
            found |= {"timing": timed, "timed": {"heading": timing_words.heading(timed)}}
    return found


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
    try:
        timed = study.timing
    except NotYetError:
        return
    if timed is None:
        return
    day = study.question.as_of or case.as_of
    dated = [one for one in timed.dates if one.latest.day is not None and (day is None or one.latest.day >= day)]
    yield from sorted(dated, key=lambda one: one.latest.day or date.max)[:_DUE]


PAGE: Final = Page(routes=(view("/", _overview, "overview"),), nav=(Nav("Overview", "/", "o"),))
