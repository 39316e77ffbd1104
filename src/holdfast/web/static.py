"""Style, script and the libraries that come with them: a fixed set of files from the package, each with its checksum.

A name in an address is looked up in that set, so no path leads anywhere else. The address holds the checksum: a new
version of a file has a new address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
#: Libraries as their authors published them on npm, with the SHA-256 of each file: the tests compare.
VENDORED: Final[Mapping[str, str]] = {
    # htmx.org 2.0.11, dist/htmx.min.js; Zero-Clause BSD
    "vendor/htmx-2.0.11.min.js": "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
    "vendor/htmx-LICENSE.txt": "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file with its type and SHA-256."""

    content: bytes
    type: str
    sha256: str


@cache
def files() -> Mapping[str, File]:
    """All static files by name."""
    found = {}
    for name, entry in _walk(resources.files("holdfast.web") / "static", ""):
        content = entry.read_bytes()
        found[name] = File(content, _TYPES[name.rpartition(".")[2]], hashlib.sha256(content).hexdigest())
    return found


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.rpartition(".")[2] in _TYPES:
            yield f"{prefix}{entry.name}", entry


def address(name: str) -> str:
    """Where a static file is found."""
    return f"/static/{files()[name].sha256[:12]}/{name}"


async def _serve(request: Request) -> Response:
    found = files().get(request.path_params["name"])
    if found is None or request.path_params["digest"] != found.sha256[:12]:
        raise HTTPException(404, "There is no such file.")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found.content, media_type=found.type, headers=headers)


ROUTE: Final = Route("/static/{digest}/{name:path}", _serve, methods=["GET"], name="static")
