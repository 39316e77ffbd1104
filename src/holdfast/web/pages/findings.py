"""What the check found in the files."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.diagnostics import CODES
from holdfast.views.diagnostics import explain
from holdfast.web.visit import Nav, Page, Visit, view


def _check(visit: Visit) -> Response:
    return visit.shown("check-page.html", title="Check", findings=visit.study.sections.findings)


def _code(visit: Visit) -> Response:
    code = str(visit.request.path_params["code"]).upper()
    if code not in CODES:
        raise HTTPException(404, f"There is no code ‘{code}’.")
    return visit.page("code-page.html", title=CODES[code].title, code=CODES[code], text=explain(code))


PAGE: Final = Page(
    routes=(view("/check", _check, "check"), view("/codes/{code}", _code, "code")),
    nav=(Nav("Check", "/check", "k", "Record"),),
)
