"""What every request passes before anything reads the case, and what every answer carries.

1. The `Host` header names an address that this server is known by: a hostile page that has its own name point here
   (DNS rebinding) is turned away.
2. What changes something comes from our own pages: `Sec-Fetch-Site` and `Origin` say so. What another site embeds is
   not given out either.
3. A body is no larger than what is taken.
4. A defect of ours ends in a plain page; the details go to the log of whoever runs the server.
5. Every answer, errors included, has the same strict headers: no script, style, picture or connection from elsewhere,
   none inline, no framing, no caching.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The largest body: a document that is added to the case.
LARGEST: Final = 25 * 1024 * 1024
#: More digits than any length has; very many of them Python would not read as a number.
_DIGITS: Final = 18
_log: Final = logging.getLogger("holdfast.web")
_SAFE: Final = frozenset(("GET", "HEAD"))
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}


class Guard:
    """The outermost layer of the application.

    Args:
        app: what is guarded.
        hosts: the values of `Host` that are let in, with the port where it is not the scheme's own.
        secure: whether people reach this server by TLS, its own or a proxy's.
        defect: what is answered where the application fails.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str],
        *,
        secure: bool = False,
        defect: Callable[[], Response] | None = None,
    ) -> None:
        self._app = app
        self._defect = defect or (lambda: PlainTextResponse("Something went wrong here.\n", 500))
        self._hosts = frozenset(host.lower() for host in hosts)
        self._scheme = "https" if secure else "http"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks another protocol; the server closes the connection
        answer = _with_headers(send, secure=self._scheme == "https")
        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await answer(message)

        try:
            await self._app(scope, _limited(receive), watched)
        except TooLargeError:
            await PlainTextResponse("That is larger than what is taken here.\n", 413)(scope, receive, answer)
        except ClientDisconnect:
            return  # whoever asked has gone: a form that was typed on, or a page that was left
        except Exception:
            _log.exception("%s %s", scope["method"], scope["path"])
            if started:
                raise
            await self._defect()(scope, receive, answer)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.getlist("host")
        if len(host) != 1 or host[0].lower() not in self._hosts:
            return PlainTextResponse("This server does not go by that name.\n", 421)
        site = headers.get("sec-fetch-site")
        if method in _SAFE:
            embedded = site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate"
            return PlainTextResponse("Not for other sites.\n", 403) if embedded else None
        if method != "POST":
            return PlainTextResponse("Not a method that is known here.\n", 405, {"allow": "GET, HEAD, POST"})
        if site not in (None, "same-origin") or not self._own(headers.get("origin"), host[0], site):
            return PlainTextResponse("A change has to come from this server's own pages.\n", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > _DIGITS or int(length) > LARGEST:
            return PlainTextResponse("That is larger than what is taken here.\n", 413)
        return None

    def _own(self, origin: str | None, host: str, site: str | None) -> bool:
        """Whether a change comes from here. Browsers send `Origin` with every POST; one of the two must be there."""
        if origin is None:
            return site == "same-origin"
        return origin.lower() == f"{self._scheme}://{host.lower()}"


class TooLargeError(Exception):
    """A body went on beyond what is taken."""


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST:
            raise TooLargeError
        return message

    return limited


def _with_headers(send: Send, *, secure: bool) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if secure:
                headers.setdefault("strict-transport-security", "max-age=31536000")
        await send(message)

    return answer
