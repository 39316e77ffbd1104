"""Audiences and compartments: who may read what, decided before anything is opened.

The folder is the label. What lies outside ``compartments/`` is public within the case; what lies in
``compartments/union/`` is the union's. An audience sees a list of compartments, and what it does not see is not opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holdfast.case.model import Audience

PUBLIC: Final = "public"
DESK: Final = "desk"
FOLDER: Final = "compartments"


@dataclass(frozen=True, slots=True)
class View:
    """What one audience sees of a case: `compartments` in order, ``public`` first."""

    audience: str
    compartments: tuple[str, ...]
    audiences: Mapping[str, tuple[str, ...] | None]
    """Every audience and what it sees; None for everything."""

    def may_refer(self, origin: str, target: str) -> bool:
        """Whether an item of compartment `origin` may refer to one of `target`: all readers of the one read the other."""
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
    audiences: dict[str, tuple[str, ...] | None] = {PUBLIC: (PUBLIC,), DESK: None}
    audiences |= {name: tuple(entry.sees) for name, entry in declared.items() if name != PUBLIC}
    if audience not in audiences:
        return None
    seen = audiences[audience]
    if seen is None:
        seen = tuple(sorted(path.name for path in (folder / FOLDER).glob("*") if path.is_dir()))
    return View(audience, (PUBLIC, *dict.fromkeys(name for name in seen if name != PUBLIC)), audiences)


def compartment_folder(folder: Path, compartment: str) -> Path:
    """Where a compartment's files lie."""
    return folder if compartment == PUBLIC else folder / FOLDER / compartment
