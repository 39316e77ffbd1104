"""Style, script and the libraries that come with them: a fixed set of files from the package, each with its checksum.

A name in an address is looked up in that set, so no path leads anywhere else. The address holds the checksum: a new
version of a file has a new address. They hold nothing of any case, so they may be kept, and sent compressed.
"""

from __future__ import annotations

import gzip
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
    # vega 6.4.0, build/vega.min.js; BSD 3-Clause
    "vendor/vega-6.4.0.min.js": "8f6a3587cf8d4f42c7e08120e3eb05d067e746d554e39d2dcf52acc0bd5ba28f",
    # vega-interpreter 2.3.2, build/vega-interpreter.js; under the same licence
    "vendor/vega-interpreter-2.3.2.js": "c0bdb735a63f9276f136e8d90d7fdf5d8e9df8031eb069048fc9975c876fd7f9",
    "vendor/vega-LICENSE.txt": "63727832aaf62004a2b249c933e327f3c90caf49e41a72f4bf436edf632cbda8",
}
#: A library that is published as a module alone, as a script that finds what it needs in `vega`: a strict policy allows
#: no import map, without which a browser finds no module by a bare name.
INTERPRETER: Final = "vega-interpreter.js"
_MODULE: Final = "vendor/vega-interpreter-2.3.2.js"
_IMPORT: Final = "import { ascending, isString, DisallowedObjectProperties } from 'vega-util';\n"
_EXPORT: Final = "export { expression as expressionInterpreter };\n//# sourceMappingURL=vega-interpreter.js.map\n"
#: Smaller files are not worth compressing.
_SMALL: Final = 4096


@dataclass(frozen=True, slots=True)
class File:
    """A file with its type and SHA-256."""

    content: bytes
    type: str
    sha256: str
    packed: bytes | None
    """The same compressed, where that is worth it."""

    @classmethod
    def of(cls, name: str, content: bytes) -> File:
        """A file of that name."""
        packed = gzip.compress(content, mtime=0) if len(content) > _SMALL else None
        return cls(content, _TYPES[name.rpartition(".")[2]], hashlib.sha256(content).hexdigest(), packed)


@cache
def files() -> Mapping[str, File]:
    """All static files by name."""
    walked = _walk(resources.files("holdfast.web") / "static", "")
    found = {name: File.of(name, entry.read_bytes()) for name, entry in walked}
    found[INTERPRETER] = File.of(INTERPRETER, _script(found[_MODULE].content.decode()).encode())
    return found


def _script(module: str) -> str:
    """The interpreter's module as a script."""
    body = module.removeprefix(_IMPORT).removesuffix(_EXPORT)
    assert len(body) == len(module) - len(_IMPORT) - len(_EXPORT), "another version: see what it imports and exports"
    needs = "const { ascending, isString, DisallowedObjectProperties } = vega;\n"
    return f'"use strict";\n(function () {{\n{needs}{body}\nvega.expressionInterpreter = expression;\n}})();\n'


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
    if found.packed is None:
        return Response(found.content, media_type=found.type, headers=headers)
    headers["vary"] = "accept-encoding"
    accepted = (part.partition(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(","))
    if "gzip" not in accepted:
        return Response(found.content, media_type=found.type, headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(found.packed, media_type=found.type, headers=headers)


ROUTE: Final = Route("/static/{digest}/{name:path}", _serve, methods=["GET"], name="static")
