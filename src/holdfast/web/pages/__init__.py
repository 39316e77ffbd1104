"""The pages. Each is a module with its routes and its entries of the contents in `PAGE`; here is their order."""

from __future__ import annotations

from typing import Final

from holdfast.web.pages import (
    administration,
    agreement,
    begin,
    compare,
    deals,
    drafts,
    editing,
    entering,
    fair,
    findings,
    head,
    hold,
    journal,
    judged,
    judgements,
    overview,
    people,
    positions,
    recording,
    removing,
    report,
    searching,
    sources,
    statements,
    track,
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
    fair.PAGE,
    judged.PAGE,
    agreement.PAGE,
    hold.PAGE,
    track.PAGE,
    journal.PAGE,
    judgements.PAGE,
    head.PAGE,
    findings.PAGE,
    report.PAGE,
    searching.PAGE,
    recording.PAGE,
    removing.PAGE,
    drafts.PAGE,
    editing.PAGE,
    entering.PAGE,
    begin.PAGE,
    administration.PAGE,
)
