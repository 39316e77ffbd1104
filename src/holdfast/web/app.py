"""The application for one case folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from holdfast.web import entrance, static
from holdfast.web.accounts import Accounts
from holdfast.web.entrance import Entrance
from holdfast.web.guard import Guard
from holdfast.web.pages import PAGES
from holdfast.web.people import Person, Role
from holdfast.web.sessions import InMemory, Ticket
from holdfast.web.shelf import DESK, Shelf
from holdfast.web.templating import render
from holdfast.web.visit import Visit
from holdfast.web.workbench import Workbench

_TITLES: Final = {
    400: "That cannot be asked",
    403: "Not yours to do",
    404: "Not found",
    405: "Not that way",
    409: "Somebody else changed it",
    413: "Too large",
}


def app(
    folder: Path,
    audience: str = DESK,
    *,
    sources: Sequence[Path] = (),
    journal: str | None = None,
    accounts: Accounts | None = None,
    role: Role = "edit",
    hosts: Collection[str] = ("localhost", "127.0.0.1", "[::1]"),
    secure: bool = False,
    coder: str = "you",
) -> Starlette:
    """The workbench for one case folder.

    Args:
        folder: the case folder; it may not be there yet.
        audience: whom the one person without accounts sees the case for.
        sources: further folders in which cited documents lie.
        journal: the URL of the database that holds the journals; without it they lie in the case folder.
        accounts: who may come in, each with an audience and a role of their own; without them, whoever opens the
            address with the ticket's secret (`app.state.bench.ticket`) once.
        role: what the one person without accounts may do.
        hosts: the values of `Host` that are let in, with their ports.
        secure: whether people reach the server by TLS, its own or a proxy's.
        coder: whose decisions about suggestions these are, where there are no accounts.
    """
    ticket = Ticket(Person("you", audience, role)) if accounts is None else None
    bench = Workbench(Shelf(folder, sources, journal), accounts or InMemory(), ticket, accounts, secure, coder)
    made = Starlette(
        routes=[*entrance.ROUTES, static.ROUTE, *(route for page in PAGES for route in page.routes)],
        middleware=[
            Middleware(Guard, hosts=hosts, secure=secure, defect=_defect),
            Middleware(Entrance, bench=bench),
        ],
        exception_handlers={HTTPException: _wrong},
    )
    made.router.redirect_slashes = False
    made.state.bench = bench
    made.state.nav = tuple(entry for page in PAGES for entry in page.nav)
    return made


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = _TITLES.get(error.status_code, "That did not work")
    detail = "There is no such page." if error.detail == "Not Found" else error.detail
    if getattr(request.state, "person", None) is None:
        return PlainTextResponse(f"{title}. {detail}\n", error.status_code, error.headers)
    visit = Visit(request)
    answer = visit.page("error.html", title=title, status=error.status_code, detail=detail, own_day=True)
    answer.headers.update(error.headers or {})
    return answer


def _defect() -> Response:
    return HTMLResponse(render("defect.html", {"title": "Something went wrong here"}), 500)
