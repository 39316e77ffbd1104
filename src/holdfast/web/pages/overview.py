"""The overview: the answers on one screen, what was said last, what falls due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response

from holdfast.analyses.coherence.dates import Dates
from holdfast.case.case import Case
from holdfast.views import coherence as check
from holdfast.views import comparisons, timing_words
from holdfast.views import deals as words
from holdfast.web.making import NotYetError
from holdfast.web.pages import deals as deals_page
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

_LATEST: Final = 6
_DUE: Final = 6
#: How long the overview waits for the answer that takes longest, in seconds.
_WAIT: Final = 2.0
#: Of cases with more statements, the overview does not ask whether there is a deal.
_LARGE: Final = 2_000
_DEALS: Final = "Is there a deal that all can accept?"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question in a sentence, with the page that holds the whole of it."""

    question: str
    heading: str
    href: str
    more: tuple[str, ...] = ()


def _positions(study: Study) -> Answer:
    glance = study.sections.glance
    return Answer(
        "Where does each party stand, according to whom?",
        glance.heading,
        "/positions",
        (comparisons.relations_heading(study.depth.relations), comparisons.meetings_heading(study.depth.meetings)),
    )


def _deals(study: Study) -> Answer:
    if len(study.case.statements) > _LARGE:  # minutes of a processor: only for who asks for it
        return Answer(_DEALS, "For so large a case this is computed when it is asked for", "/deals")
    try:
        found = deals_page.of(study, wait=_WAIT)
    except NotYetError:
        return Answer(_DEALS, "This takes a while to compute; look again", "/deals")
    more = (words.cores_words(found),) if found.cores else ()
    return Answer(_DEALS, words.heading(found), "/deals", more)


def _facts(study: Study) -> Answer:
    return Answer("What do all sides hold to be so?", comparisons.facts_heading(study.depth.facts), "/island")


def _coherence(study: Study) -> Answer | None:
    found, timed = study.coherence, study.timing
    if found is None or timed is None:
        return None
    heading = check.heading(found)
    return Answer("Is the draft coherent?", heading, "/agreement#sec-coherence", (timing_words.heading(timed),))


def _check(study: Study) -> Answer:
    return Answer("Is anything wrong with the files?", study.sections.common["headings"].check, "/check")


#: The answers in the order of the questions. A page that answers another one adds it here.
ANSWERS: Final[tuple[Callable[[Study], Answer | None], ...]] = (_positions, _deals, _facts, _coherence, _check)


def _overview(visit: Visit) -> Response:
    study = visit.study
    case = study.case
    if not case.parties and not case.statements and visit.may("edit"):
        return visit.page("begin.html", title="A new case", empty=True, problems=visit.edition.loaded.diagnostics)
    return visit.shown(
        "overview.html",
        title="Overview",
        glance=study.sections.glance,
        answers=tuple(found for answer in ANSWERS if (found := answer(study)) is not None),
        latest=_latest(study),
        due=tuple(_due(study, case)),
        **study.compared(),
    )


def _latest(study: Study) -> tuple[tuple[date, str], ...]:
    """The statements made last, by day."""
    dated = [(day, name) for name, one in study.sections.book.counted.items() if (day := one.date.day) is not None]
    return tuple(sorted(dated, key=lambda one: one[0], reverse=True)[:_LATEST])


def _due(study: Study, case: Case) -> Iterator[Dates]:
    """The clauses with a last day, the next ones after the case's day first, else the first of all."""
    timed = study.timing
    if timed is None:
        return
    day = study.question.as_of or case.as_of
    dated = [one for one in timed.dates if one.latest.day is not None and (day is None or one.latest.day >= day)]
    yield from sorted(dated, key=lambda one: one.latest.day or date.max)[:_DUE]


PAGE: Final = Page(routes=(view("/", _overview, "overview"),), nav=(Nav("Overview", "/", "o"),))
