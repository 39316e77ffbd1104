"""Whether there is a deal: rungs, cores and movements as cards, and what would be if an issue were settled so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.analyses.deals import Deals, deals
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN, Choice, Condition
from holdfast.views import deals as words
from holdfast.web.making import WAIT
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

#: So many packages of a kind are shown.
_SHOWN: Final = 3


def of(study: Study, supposed: Mapping[str, str] | None = None, wait: float | None = None) -> Deals:
    """The answer, computed once per supposition. Which movements would open a deal is for the desk alone.

    Raises:
        NotYetError: it takes longer than one may wait for a page.
    """
    given: list[Condition] = [Choice(issue, (option,)) for issue, option in (supposed or {}).items()]
    key = ("deals", tuple(sorted((supposed or {}).items())))
    case, day, draft = study.case, study.question.as_of, study.draft
    return study.soon(
        key,
        lambda: deals(case, as_of=day, draft=draft, given=given, limit=_SHOWN, progress=study.told),
        WAIT if wait is None else wait,
    )


def _supposed(visit: Visit, case: Case) -> dict[str, str]:
    """What is supposed: options by issue, from the address."""
    found = {}
    for name, option in visit.request.query_params.multi_items():
        issue = name.removeprefix("if:")
        if issue == name or not option:
            continue
        visit.known("issue", issue, case.issues)
        if option != LEFT_OPEN and option not in case.issues[issue].options:
            raise HTTPException(400, f"‘{option}’ is no option of ‘{issue}’.")
        found[issue] = option
    return found


def _switches(case: Case, supposed: Mapping[str, str]) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Issue, what is supposed of it, and what could be: the options with their words."""
    for name, issue in case.issues.items():
        options = tuple((option, one.text) for option, one in issue.options.items())
        yield name, supposed.get(name, ""), (*options, (LEFT_OPEN, "left open"))


def _deals(visit: Visit) -> Response:
    study = visit.study
    case = study.case
    supposed = _supposed(visit, case)
    found = of(study, supposed)
    before = of(study) if supposed else None
    context: dict[str, Any] = {
        **study.sections.deals(found),
        "switches": tuple(_switches(case, supposed)),
        "supposed": supposed,
        "before": None if before is None else words.heading(before),
    }
    return visit.shown("deals-page.html", title="Is there a deal?", **context)


PAGE: Final = Page(routes=(view("/deals", _deals, "deals"),), nav=(Nav("Deals", "/deals", "d", "Agreement"),))
