"""The agreement: its text with the findings beside each clause, its timing, who spoke of it, and drafts compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from starlette.responses import Response

from holdfast.analyses.checklist import checklist
from holdfast.analyses.coherence import Gap
from holdfast.analyses.coherence.change import changed_findings
from holdfast.analyses.drafts import drafts
from holdfast.views import answers_compared
from holdfast.views import checklist as checklist_words
from holdfast.views import coherence as check
from holdfast.views import drafts as draft_words
from holdfast.views.page.gantt import gantt
from holdfast.views.templating import Bound
from holdfast.web.study import Study
from holdfast.web.visit import Visit, listed

#: So many clauses on one page of their times.
_DATES: Final = 100


def _of_draft(study: Study) -> Mapping[str, Any]:
    """Words in which names of clauses mean those of the draft that is shown."""
    found = study.coherence
    if found is None or len(study.case.drafts) < 2:
        return {}
    bound = Bound(study.sections.book)
    bound.case = check.of_draft(study.case, found)
    on = Bound(study.sections.book, check)
    on.case = bound.case
    return {"bound": bound, "on": on}


def _agreement(visit: Visit) -> Response:
    study = visit.study
    sections = study.sections
    beside: dict[str, list[Gap]] = {}
    for gap in () if study.coherence is None else study.coherence.gaps:
        for clause in gap.clauses:
            beside.setdefault(clause, []).append(gap)
    return visit.shown(
        "agreement.html",
        title="Agreement",
        beside=beside,
        clauses=sections.clauses,
        presumed=sections.presumed,
        opening=sections.opening,
        **study.once("coherence section", lambda: sections.coherence(study.coherence)),
        **_of_draft(study),
    )


def _timing(visit: Visit) -> Response:
    study = visit.study
    found = study.timing
    context = study.sections.timing(found)
    if found is None:
        return visit.shown("timing-page.html", title="Timing", **context)
    part = visit.paging.part_of("page", found.dates, _DATES, key="clause", to="sec-timing")
    if part.nav:
        shown = replace(found, dates=tuple(part.items))
        context = {"timing": shown, "timed": {**context["timed"], "picture": gantt(shown, study.case)}}
    return visit.shown("timing-page.html", title="Timing", nav_of_dates=part.nav, **context, **_of_draft(study))


def _said(visit: Visit) -> Response:
    study = visit.study
    context = {**study.compared(), **_of_draft(study)}
    return visit.shown("said-page.html", title="Words on the draft", clauses=study.sections.clauses, **context)


def _compared(visit: Visit) -> Response:
    case = visit.edition.case
    names = tuple(sorted(case.drafts, key=lambda name: case.drafts[name].agreement.version))
    given = (
        visit.query("first") or (names[-2] if len(names) > 1 else ""),
        visit.query("second") or (names or ("",))[-1],
    )
    context: dict[str, Any] = {"names": names, "given": given, "found": None}
    if all(given):
        for name in given:
            visit.known("draft", name, case.drafts)
        pair = (case.drafts[given[0]], case.drafts[given[1]])
        as_of = visit.question.as_of
        found = visit.study.once(("drafts", *given), lambda: drafts(case, *pair, as_of=as_of))
        changed = visit.study.once(("findings", *given), lambda: changed_findings(case, *pair, as_of=as_of))
        context |= {
            "found": found,
            "shown": draft_words.shown(case, found),
            "headline": draft_words.headline(found),
            "heads": [draft_words.head_words(head, case) for head in (found.first, found.second)],
            "changed": changed,
            "answers": answers_compared.coherence(case, changed),
        }
    return visit.shown("drafts-page.html", title="Drafts compared", **context)


def _checklist(visit: Visit) -> Response:
    case = visit.edition.case
    found = checklist(case, draft=visit.study.draft)
    return visit.shown("checklist-page.html", title="Checklist", found=found, listing=checklist_words)


PAGE: Final = listed(
    "Agreement",
    ("/agreement", _agreement, "agreement", "Agreement", "a"),
    ("/agreement/timing", _timing, "timing", "Timing", "t"),
    ("/agreement/said", _said, "said", "Words on the draft", "z"),
    ("/agreement/compared", _compared, "drafts-compared", "Drafts compared", "c"),
    ("/agreement/checklist", _checklist, "checklist", "Checklist", "l"),
)
