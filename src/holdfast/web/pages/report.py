"""The report, made for the same audience: shown here, or kept as a file."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from typing import Final

from starlette.responses import HTMLResponse, Response

from holdfast.analyses.checklist import checklist
from holdfast.analyses.deals import Deals, deals
from holdfast.analyses.depth import Depth, depth
from holdfast.views import html
from holdfast.web.pages import fair, hold, judged, track
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

#: How long the report waits for each of its answers before it says that it is being computed, in seconds.
_WAIT: Final = 4.0


def _page(visit: Visit) -> Response:
    asked = {name: visit.query(name) for name in ("as_of", "since", "draft")}
    _ = visit.question, visit.day("since")  # what is wrong in the address is said here and not in the file
    return visit.page("report-page.html", title="Report", asked=asked)


def _made(visit: Visit) -> str:
    """The same bytes as the command's, for the same audience, day and draft."""
    study, day, since = visit.study, date.today(), visit.day("since")
    desk = visit.is_desk
    # What takes longest is asked for first, so that all of it is being computed while one waits for any.
    answer = study.soon("deals of the report", lambda: _deals(study, with_movements=desk), _WAIT)
    compared, known = fair.of(study, wait=_WAIT), judged.of(study, wait=_WAIT)
    held = hold.of(study, wait=_WAIT) if desk else None
    return study.soon(
        ("report", day, since, visit.journal.version),
        lambda: html.report(
            study.case,
            study.positions,
            study.loaded.diagnostics,
            made_on=day,
            draft=study.draft,
            depth=_depth(study, since),
            coherence=study.coherence,
            timing=study.timing,
            checklist=checklist(study.case, draft=study.draft),
            deals=answer,
            fair=compared,
            judged=known,
            track=track.for_report(visit),
            hold=held,
        ),
        _WAIT,
    )


def _deals(study: Study, *, with_movements: bool) -> Deals:
    return deals(
        study.case, as_of=study.question.as_of, draft=study.draft, with_movements=with_movements, progress=study.told
    )


def _depth(study: Study, since: date | None) -> Depth:
    if since is None:
        return study.depth
    return depth(study.case, as_of=study.question.as_of, since=since, draft=study.draft)


def _shown(visit: Visit) -> Response:
    text = _made(visit)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    # The file's style stands within it: this very style is allowed, and nothing else.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return HTMLResponse(text, headers={"content-security-policy": f"{policy}; frame-ancestors 'none'"})


def _file(visit: Visit) -> Response:
    name = re.sub(r"[^a-z0-9]+", "-", visit.edition.case.title.lower()).strip("-")[:60] or "report"
    headers = {"content-disposition": f'attachment; filename="{name}.html"'}
    text = _made(visit)
    return HTMLResponse(text if text.endswith("\n") else f"{text}\n", headers=headers)


PAGE: Final = Page(
    routes=(
        view("/report", _page, "report"),
        view("/report/whole", _shown, "report-whole"),
        view("/report/file", _file, "report-file"),
    ),
    nav=(Nav("Report", "/report", "r", "Record"),),
)
