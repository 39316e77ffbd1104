"""The case's own: its head, whose consent is needed, what the world rules out, what is counted, who sees what."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from holdfast.case.audience import DESK
from holdfast.web.items import may_set_audiences
from holdfast.web.visit import Nav, Page, Visit, view


def _case(visit: Visit) -> Response:
    case = visit.edition.case
    asserted = {
        key: None
        for one in case.statements.values()
        for said in (one.asserts, one.expects)
        if said is not None and not isinstance(said, str)
        for key in said
    }
    unnamed = tuple(str(key) for key in asserted if key not in case.facts) if not case.facts else ()
    declared = frozenset(case.audiences) - {"public", DESK}
    return visit.shown(
        "case-page.html", title="The case", unnamed=unnamed, declared=declared, setting=may_set_audiences(visit)
    )


PAGE: Final = Page(routes=(view("/case", _case, "case"),), nav=(Nav("The case", "/case", "e", "Record"),))
