"""Which packages are efficient and fair, as far as somebody judged what outcomes are worth."""

from __future__ import annotations

from typing import Final, get_args

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.analyses.deals.fair import fair
from holdfast.analyses.deals.fair_records import Fair
from holdfast.solvers.frontier.points import Scale
from holdfast.web.making import WAIT
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

#: How gains of different parties are compared, in words.
SCALES: Final[tuple[tuple[Scale, str], ...]] = (
    ("given", "as they were judged"),
    ("range", "as shares of each party's range of worths"),
    ("ideal", "as shares of what each could gain at most"),
)


def of(study: Study, scale: Scale = "given", wait: float = WAIT) -> Fair:
    """The answer, computed once per scale.

    Raises:
        NotYetError: it takes longer than one may wait for a page.
    """
    case, day, draft = study.case, study.question.as_of, study.draft
    return study.soon(
        ("fair", scale),
        lambda: fair(case, as_of=day, draft=draft, scale=scale, progress=study.told),
        wait,
    )


def _scale(visit: Visit) -> Scale:
    given = visit.query("scale") or "given"
    for one in get_args(Scale):
        if given == one:
            known: Scale = one
            return known
    raise HTTPException(400, f"‘{given}’ is no scale: there are {', '.join(get_args(Scale))}.")


def _fair(visit: Visit) -> Response:
    study, scale = visit.study, _scale(visit)
    return visit.shown(
        "fair-page.html",
        title="Efficient and fair packages",
        scale=scale,
        scales=SCALES,
        nobody=not any(one.party in study.case.consent for one in study.case.values),
        **study.sections.fair(of(study, scale)),
    )


PAGE: Final = Page(routes=(view("/fair", _fair, "fair"),), nav=(Nav("Efficient and fair", "/fair", "b", "Agreement"),))
