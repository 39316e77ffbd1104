"""The pages. Each is a module with its routes and its entries of the contents in `PAGE`; here is their order."""

from __future__ import annotations

from typing import Final

from holdfast.web.pages import (
    administration,
    agreement,
    begin,
    compare,
    deals,
    editing,
    findings,
    frontier,
    hold,
    overview,
    people,
    positions,
    recording,
    releases,
    report,
    searching,
    sources,
    statements,
)
from holdfast.web.visit import Page

PAGES: Final[tuple[Page, ...]] = (
    overview.PAGE,
    people.PAGE,
    positions.PAGE,
    compare.PAGE,
    statements.PAGE,
    sources.PAGE,
    deals.PAGE,
    frontier.PAGE,
    agreement.PAGE,
    hold.PAGE,
    findings.PAGE,
    report.PAGE,
    releases.PAGE,
    searching.PAGE,
    recording.PAGE,
    editing.PAGE,
    begin.PAGE,
    administration.PAGE,
)
