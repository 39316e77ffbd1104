"""Whether the draft will hold, step by step, and what another order of its steps would do to that.

It is for the desk: it could serve as a manual for defecting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.analyses.hold import Hold, Orders, ScheduleError, Trials, hold, moved, short_name, trials
from holdfast.views.page.hold import Section
from holdfast.views.page.order import OrderSection
from holdfast.web.digits import whole
from holdfast.web.making import WAIT
from holdfast.web.order_address import around, read, written
from holdfast.web.paging import AT
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

#: Longer than any order of steps is written.
_LONGEST: Final = 8000
#: So many steps of an order on one page.
_STEPS: Final = 100


def of(study: Study, wait: float | None = None) -> Hold | None:
    """The answer, computed once; None where there is no draft.

    Raises:
        NotYetError: it takes longer than one may wait for a page.
    """
    case, day, draft = study.case, study.question.as_of, study.draft
    return study.soon(
        "hold", lambda: hold(case, draft=draft, as_of=day, progress=study.told), WAIT if wait is None else wait
    )


def _trials(study: Study) -> Trials | None:
    """The draft made ready. Raises NotYetError where it has so many steps that this takes long."""
    return study.soon("trials", lambda: trials(study.case, study.draft))


def _for_the_desk(visit: Visit) -> None:
    if not visit.is_desk:
        raise HTTPException(403, "Where a draft breaks is for the desk. It can give it to you as a file.")


def _hold(visit: Visit) -> Response:
    _for_the_desk(visit)
    study = visit.study
    found = of(study)
    section = None if found is None else study.once("hold section", lambda: Section(study.case, found, answering=True))
    return visit.shown("hold-page.html", title="Will it hold?", orders=_orders(study, found), hold=section)


def _orders(study: Study, found: Hold | None) -> tuple[tuple[str, str], ...]:
    """The orders that were found, to be looked at: what each is called, and how it is written."""
    tried = _trials(study)
    if tried is None or found is None or found.valued is None or not isinstance(found.valued.orders, Orders):
        return ()
    text, known = found.valued.text_order, found.valued.orders
    several = [("the best order", known.best)]
    several += [(f"alternative {number}", one) for number, one in enumerate(known.alternatives, 1)]
    names = _text(tried)
    return tuple(
        (label, written(tried.with_others([text[place] for place in one.places]), names)) for label, one in several
    )


def _text(tried: Trials) -> tuple[str, ...]:
    """The steps by name in the order of the text."""
    return tuple(map(short_name, tried.plan.steps))


def _order(visit: Visit) -> Response:
    """An order of the steps by hand. Moving one of them leads to the address of the order that comes of it."""
    _for_the_desk(visit)
    study = visit.study
    found = _trials(study)
    if found is None:
        return visit.shown("order-page.html", title="Another order", tried=None)
    names = _text(found)
    try:
        here = found.along(read(visit.query("order")[:_LONGEST], names))
    except ScheduleError as error:
        raise HTTPException(400, f"That is no order of the draft's steps: {error}.") from None
    if (asked := _asked(visit, here.names)) is not None:
        name, by = asked
        kept = {one: visit.query(one) for one in ("draft", "as_of") if visit.query(one)}
        if len(names) > _STEPS:
            kept[AT] = name
        return visit.go("/hold/order", order=written(moved(here.names, name, by), names), **kept)
    text = study.soon("order of the text", lambda: found.along())
    # A page that changes in place draws the chart itself: the picture would take longer than all the rest.
    section = OrderSection(found, here, text, draw=not visit.in_place)
    part = visit.paging.part_of("page-steps", section.lines, _STEPS, key="name", to="h-steps")
    before, after = around(here.names, names, part.start, part.start + len(part.items))
    return visit.shown(
        "order-page.html",
        title="Another order",
        tried=section,
        part=part,
        page=part.start // _STEPS + 1,
        order=written(here.names, names),
        before=before,
        after=after,
    )


def _asked(visit: Visit, names: Sequence[str]) -> tuple[str, int] | None:
    """The step that is to be moved, and by how much; None where none is."""
    for key, by in (("earlier", -1), ("later", 1)):
        if name := visit.query(key):
            visit.known("step", name, dict.fromkeys(names))
            return name, by
    if not (visit.query("from") and visit.query("to")):
        return None
    place, there = (whole(visit.query(key), 5) or 0 for key in ("from", "to"))
    if not (1 <= place <= len(names) and 1 <= there <= len(names)):
        raise HTTPException(400, f"Steps are numbered from 1 to {len(names)}.")
    return names[place - 1], there - place


PAGE: Final = Page(
    routes=(view("/hold", _hold, "hold"), view("/hold/order", _order, "order")),
    nav=(Nav("Will it hold?", "/hold", "h", "Agreement", desk=True),),
)
