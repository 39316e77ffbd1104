"""Whether the draft will hold, step by step. It is for the desk: it could serve as a manual for defecting."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.analyses.hold import Hold, hold
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

#: How long a page waits for the answer before it says that it is being computed, in seconds.
_WAIT: Final = 8.0


def of(study: Study, wait: float | None = None) -> Hold | None:
    """The answer, computed once; None where there is no draft.

    Raises:
        NotYetError: it takes longer than one may wait for a page.
    """
    case, day, draft = study.case, study.question.as_of, study.draft
    return study.soon(
        "hold", lambda: hold(case, draft=draft, as_of=day, progress=study.told), _WAIT if wait is None else wait
    )


def _hold(visit: Visit) -> Response:
    if not visit.is_desk:
        raise HTTPException(403, "Where a draft breaks is for the desk. It can give it to you as a file.")
    study = visit.study
    return visit.shown("hold-page.html", title="Will it hold?", **study.sections.hold(of(study)))


PAGE: Final = Page(
    routes=(view("/hold", _hold, "hold"),), nav=(Nav("Will it hold?", "/hold", "h", "Agreement", desk=True),)
)
