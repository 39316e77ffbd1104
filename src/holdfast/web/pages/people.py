"""Who is at the table: parties, their factions and delegations."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from holdfast.web.visit import Nav, Page, Visit, view


def _parties(visit: Visit) -> Response:
    return visit.shown("parties-page.html", title="Parties", groups=visit.study.sections.groups)


PAGE: Final = Page(routes=(view("/parties", _parties, "parties"),), nav=(Nav("Parties", "/parties", "w", "Positions"),))
