"""Audiences and compartments: who may read what, decided before anything is opened.

The folder is the label. What lies outside ``compartments/`` is public within the case; what lies in
``compartments/union/`` is the union's. An audience sees a list of compartments, and what it does not see is not opened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holdfast.case.model import Audience

PUBLIC: Final = "public"
DESK: Final = "desk"
FOLDER: Final = "compartments"
#: What a compartment, and a draft's file, may be called.
NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MOST_LINKS: Final = 40


@dataclass(frozen=True, slots=True)
class View:
    """What one audience sees of a case: `compartments` in order, ``public`` first."""

    audience: str
    compartments: tuple[str, ...]
    audiences: Mapping[str, tuple[str, ...] | None]
    """Every audience and what it sees; None for everything."""

    def may_refer(self, origin: str, target: str) -> bool:
        """Whether an item of `origin` may refer to one of `target`: all readers of the one read the other too."""
        if target in (PUBLIC, origin):
            return True
        return origin != PUBLIC and all(
            seen is None or target in seen for seen in self.audiences.values() if seen is None or origin in seen
        )


def view(folder: Path, audience: str, declared: Mapping[str, Audience]) -> View | None:
    """What an audience sees, or None where the case does not know it.

    ``public`` sees what is public, and ``desk`` everything, unless the case declares otherwise. Only for ``desk`` is
    the folder of compartments listed: to all others their names come from the declaration alone.
    """
    audiences = declarations(declared)
    if audience not in audiences:
        return None
    seen = audiences[audience]
    if seen is None:
        seen = tuple(path.name for path in listed(folder / FOLDER) if path.is_dir() and NAME.fullmatch(path.name))
    return View(audience, (PUBLIC, *dict.fromkeys(name for name in seen if name != PUBLIC)), audiences)


def declarations(declared: Mapping[str, Audience]) -> dict[str, tuple[str, ...] | None]:
    """Every audience, the built-in ones too, and what it sees; None for everything."""
    audiences: dict[str, tuple[str, ...] | None] = {PUBLIC: (PUBLIC,), DESK: None}
    return audiences | {name: tuple(entry.sees) for name, entry in declared.items() if name != PUBLIC}


def listed(folder: Path) -> list[Path]:
    """What lies in a folder, in order; nothing where it cannot be listed or is a link."""
    try:
        return [] if folder.is_symlink() else sorted(folder.iterdir())
    except OSError:
        return []


def compartment_folder(folder: Path, compartment: str) -> Path:
    """Where a compartment's files lie."""
    return folder if compartment == PUBLIC else folder / FOLDER / compartment


def inside(folder: Path, compartment: str, path: Path) -> bool:
    """Whether a path below a compartment's folder, links followed, lies in that compartment and in no other.

    A link is followed one step at a time and no further than to where it leads out, so nothing of what lies there is
    looked at. The folder of a compartment may not be a link itself.
    """
    try:
        outer = Path(os.path.abspath(folder))  # noqa: PTH100 - Path.resolve would follow the links
        own, real = compartment_folder(outer, compartment), compartment_folder(outer.resolve(), compartment)
        if compartment != PUBLIC and (own.is_symlink() or own.parent.is_symlink()):
            return False
        return _stays(real, (own, real), Path(os.path.abspath(path)).relative_to(own).parts, compartment)  # noqa: PTH100
    except (OSError, ValueError):  # too long, or with a NUL in it
        return False


def stamp(folder: Path, compartment: str, path: Path) -> Hashable:
    """What changes whenever a file of a compartment does; None where it is not there, or not in that compartment."""
    try:
        found = path.stat() if inside(folder, compartment, path) else None
    except OSError:
        found = None
    return None if found is None else (found.st_mtime_ns, found.st_size, found.st_ino)


def within(folder: Path, compartments: Collection[str], path: Path) -> bool:
    """Whether a file of a case folder, links followed, lies in one of these compartments: in the one of its folder."""
    parts = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    own = parts[1] if len(parts) > 2 and parts[0] == FOLDER else PUBLIC
    return own in compartments and inside(folder, own, path)


def _stays(root: Path, roots: tuple[Path, Path], parts: tuple[str, ...], compartment: str) -> bool:
    waiting, at, links = list(reversed(parts)), root, 0
    while waiting:
        part = waiting.pop()
        if part == "..":
            if at == root:
                return False
            at = at.parent
            continue
        at = at / part
        if compartment == PUBLIC and at == root / FOLDER:
            return False
        if not at.is_symlink():
            continue
        target, links = at.readlink(), links + 1
        if links > _MOST_LINKS:
            return False
        at = at.parent
        if target.is_absolute():
            home = next((one for one in roots if target.is_relative_to(one)), None)
            if home is None:
                return False
            at, target = root, target.relative_to(home)
        waiting.extend(reversed(target.parts))
    return True
