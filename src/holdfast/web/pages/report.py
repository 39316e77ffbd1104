"""The report, made for the same audience: shown here, or kept as a file."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from typing import Final

from starlette.responses import HTMLResponse, Response

from holdfast.views import html
from holdfast.web.pages import deals, hold, track
from holdfast.web.visit import Nav, Page, Visit, view


def _page(visit: Visit) -> Response:
    return visit.page("report-page.html", title="Report")


def _made(visit: Visit) -> str:
    study, day = visit.study, date.today()
    answer, held = deals.of(study), hold.of(study) if visit.is_desk else None
    return study.once(
        ("report", day, visit.journal.version),
        lambda: html.report(
            study.case,
            study.positions,
            study.loaded.diagnostics,
            made_on=day,
            draft=study.draft,
            depth=study.depth,
            coherence=study.coherence,
            timing=study.timing,
            deals=answer,
            hold=held,
            track=track.for_report(visit),
        ),
    )


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
    return HTMLResponse(_made(visit), headers=headers)


PAGE: Final = Page(
    routes=(
        view("/report", _page, "report"),
        view("/report/whole", _shown, "report-whole"),
        view("/report/file", _file, "report-file"),
    ),
    nav=(Nav("Report", "/report", "r", "Record"),),
)
