"""The way in: nothing but the entrance itself is answered to who has no session; what people do is recorded.

Without accounts, the address that the program prints holds a secret that works once. With accounts, people give their
name and password. Either way a session begins, in a cookie that scripts cannot read and other sites cannot send.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holdfast.web.accounts import TooManyFailuresError
from holdfast.web.people import Person
from holdfast.web.templating import render
from holdfast.web.workbench import Workbench

#: What is answered to anybody: none of it depends on the case.
OPEN: Final = ("/static/", "/open/", "/sign-in", "/health")


class Entrance:
    """Lets in whoever has a session, and records what they do where there are accounts."""

    def __init__(self, app: ASGIApp, bench: Workbench) -> None:
        self._app = app
        self._bench = bench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        secret = cookie_parser(Headers(scope=scope).get("cookie", "")).get(self._bench.cookie)
        person = None if not secret else await run_in_threadpool(self._bench.sessions.person, secret)
        if person is None:
            await self._closed(scope)(scope, receive, send)
            return
        scope.setdefault("state", {})["person"] = person
        await self._app(scope, receive, self._recording(scope, person, send))

    def _closed(self, scope: Scope) -> Response:
        if self._bench.accounts is None:
            return HTMLResponse(render("closed.html", {"title": "Not let in"}), 401)
        if scope["method"] != "GET":
            return PlainTextResponse("Sign in first.\n", 401)
        query = scope["query_string"].decode("latin-1")
        wanted = quote(scope["path"]) + (f"?{query}" if query else "")
        return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)

    def _recording(self, scope: Scope, person: Person, send: Send) -> Send:
        accounts = self._bench.accounts
        if accounts is None:
            return send

        async def recorded(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["path"] not in _NOT_RECORDED:
                what = str(scope["state"].get("what", ""))
                query = scope["query_string"].decode("latin-1")
                path = scope["path"] + (f"?{query}" if query else "")
                await run_in_threadpool(
                    accounts.record, person, scope["method"], path[:1000], message["status"], what[:1000]
                )
            await send(message)

        return recorded


#: Asked again and again by an open page, without anybody looking.
_NOT_RECORDED: Final = frozenset(("/changes",))


def _is_open(path: str) -> bool:
    return any(path.startswith(one) if one.endswith("/") else path == one for one in OPEN)


async def _open(request: Request) -> Response:
    bench: Workbench = request.app.state.bench
    person = None if bench.ticket is None else bench.ticket.take(request.path_params["secret"])
    if person is None:
        known = request.cookies.get(bench.cookie)
        if known and await run_in_threadpool(bench.sessions.person, known) is not None:
            return RedirectResponse("/", 303)  # the address of the terminal, opened again
        return HTMLResponse(render("closed.html", {"title": "Not let in"}), 401)
    return await _enter(bench, person, "/")


async def _enter(bench: Workbench, person: Person, path: str) -> Response:
    secret = await run_in_threadpool(bench.sessions.open, person)
    answer = RedirectResponse(path, 303)
    answer.set_cookie(bench.cookie, secret, path="/", secure=bench.secure, httponly=True, samesite="strict")
    return answer


async def _sign_in(request: Request) -> Response:
    bench: Workbench = request.app.state.bench
    if bench.accounts is None:
        return HTMLResponse(render("closed.html", {"title": "Not let in"}), 401)
    wanted = own_path(request.query_params.get("next", "/"))
    context = {"title": "Sign in", "next": wanted, "wrong": "", "name": ""}
    if request.method == "GET":
        return HTMLResponse(render("sign-in.html", context))
    async with request.form(max_fields=10, max_files=0, max_part_size=10_000) as form:
        name, password = str(form.get("name", "")).strip().lower(), str(form.get("password", ""))
    address = "" if request.client is None else request.client.host
    context["name"] = name
    try:
        person = await run_in_threadpool(bench.accounts.check, name, password, address)
    except TooManyFailuresError as error:
        return HTMLResponse(render("sign-in.html", {**context, "wrong": str(error)}), 429)
    if person is None:
        wrong = "This name and password do not go together."
        return HTMLResponse(render("sign-in.html", {**context, "wrong": wrong}), 401)
    return await _enter(bench, person, wanted)


async def _sign_out(request: Request) -> Response:
    bench: Workbench = request.app.state.bench
    secret = request.cookies.get(bench.cookie)
    if secret:
        await run_in_threadpool(bench.sessions.close, secret)
    answer = RedirectResponse("/sign-in" if bench.accounts is not None else "/", 303)
    answer.delete_cookie(bench.cookie, path="/", secure=bench.secure, httponly=True, samesite="strict")
    return answer


def own_path(given: str) -> str:
    """An address within this server, or the first page where it is none."""
    parts = urlsplit(given)
    outside = parts.scheme or parts.netloc or not given.startswith("/") or given.startswith(("//", "/\\"))
    return "/" if outside or any(ord(char) < 32 for char in given) else given


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


ROUTES: Final = (
    Route("/open/{secret}", _open, methods=["GET"], name="open"),
    Route("/sign-in", _sign_in, methods=["GET", "POST"], name="sign-in"),
    Route("/sign-out", _sign_out, methods=["POST"], name="sign-out"),
    Route("/health", _health, methods=["GET"], name="health"),
)
