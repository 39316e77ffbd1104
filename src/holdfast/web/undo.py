"""What each person changed, the last first, so that it can be taken back while the file is still as they left it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holdfast.case.audience import within
from holdfast.case.case import Case
from holdfast.web.people import Person

#: How many changes a person can take back.
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a person: files with what was in them before (None: they were not there) and after."""

    what: str
    files: Mapping[Path, tuple[bytes | None, bytes | None]]
    take_back: Callable[[], None] | None = None
    """How it is taken back where that is not done by writing what was there before: a record is only added to."""


class Undo:
    """The changes of everybody, each for themselves. They are kept as long as the server runs."""

    def __init__(self) -> None:
        self._changes: dict[Person, deque[Change]] = {}
        self._lock = threading.Lock()

    def add(self, person: Person, change: Change) -> None:
        """One more change."""
        with self._lock:
            self._changes.setdefault(person, deque(maxlen=_MOST)).append(change)

    def next(self, person: Person, case: Case) -> Change | None:
        """What would be taken back; nothing where that is in files that they do not see any more."""
        with self._lock:
            changes = self._changes.get(person)
            last = changes[-1] if changes else None
        seen = last is not None and all(within(case.folder, case.compartments, path) for path in last.files)
        return last if seen else None

    def take(self, person: Person, change: Change) -> None:
        """It was taken back."""
        with self._lock:
            changes = self._changes.get(person)
            if changes and changes[-1] is change:
                changes.pop()
