"""Search over everything, the keys, the style sheet, and the signal that the case has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from holdfast.views.html import style
from holdfast.web.search import GROUPS, index_of_entries
from holdfast.web.shelf import Room
from holdfast.web.visit import Page, Visit, view

#: How often files are looked at for an open page, and how long one connection lasts, in seconds.
_EVERY: Final = 1.0
_LASTS: Final = 60.0


def _search(visit: Visit) -> Response:
    query = visit.query("q")[:200]
    journal = visit.journal
    recorded = journal.once("index", lambda: index_of_entries(journal.case, journal.entries))
    groups = tuple(GROUPS)
    found = sorted(
        (*visit.edition.index.search(query), *recorded.search(query)), key=lambda one: groups.index(one.group)
    )
    return visit.page("search.html", title="Search", q=query, found=found, groups=GROUPS)


def _keys(visit: Visit) -> Response:
    return visit.page("keys.html", title="Keys")


def _style(visit: Visit) -> Response:
    return Response(style(visit.person.audience), media_type="text/css; charset=utf-8")


async def _changes(request: Request) -> Response:
    """One event as soon as the case is another than the one that the page shows; then the connection ends."""
    visit = Visit(request)
    seen = visit.query("version")

    async def events() -> AsyncIterator[str]:
        yield "retry: 2000\n\n"
        for _ in range(int(_LASTS / _EVERY)):
            version = await run_in_threadpool(_version, visit.room, "." in seen)
            if version != seen:
                yield f"event: changed\ndata: {version}\n\n"
                return
            await asyncio.sleep(_EVERY)

    return StreamingResponse(events(), media_type="text/event-stream")


def _version(room: Room, journal: bool) -> str:
    """The version that a page made now would have, as `Visit.version`."""
    edition = room.edition()
    return edition.version + (f".{room.journals.now(edition.case).version}" if journal else "")


PAGE: Final = Page(
    routes=(
        view("/search", _search, "search"),
        view("/keys", _keys, "keys"),
        view("/style.css", _style, "style"),
        Route("/changes", _changes, methods=["GET"], name="changes"),
    ),
)
