"""One loaded case per audience, read again when its files change; what is computed from it is kept with it.

A room never holds what its audience may not see: each calls `load` for itself and has its own cache.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from holdfast.case.audience import DESK, PUBLIC, compartment_folder, declarations, listed
from holdfast.case.case import Case, Loaded
from holdfast.case.files import KINDS, Cache
from holdfast.case.load import load
from holdfast.intake.deciding import Desk
from holdfast.web.coding import Coding
from holdfast.web.happened import Happening, differences
from holdfast.web.journals import Journals
from holdfast.web.search import Index, index
from holdfast.web.study import Question, Study

#: How long files are taken to be unchanged after they were looked at, in seconds.
PAUSE: Final = 0.5
#: How many questions (days, drafts) are kept with their answers.
_STUDIES: Final = 8
#: How many changes of the files are remembered.
_HAPPENINGS: Final = 20


class Edition:
    """The case at one moment, as one audience sees it. Everything in one answer to a browser comes from one edition."""

    def __init__(self, loaded: Loaded, version: str) -> None:
        self.loaded = loaded
        self.version = version
        """The same for the same contents, and another for others."""
        self._studies: dict[Question, Study] = {}
        self._lock = threading.Lock()

    @property
    def case(self) -> Case:
        """The case."""
        return self.loaded.case

    @cached_property
    def index(self) -> Index:
        """Everything that can be searched."""
        return index(self.case)

    def study(self, question: Question) -> Study:
        """The analyses for a day and a draft; they are computed when they are first looked at."""
        with self._lock:
            found = self._studies.pop(question, None) or Study(self.loaded, question)
            self._studies[question] = found
            while len(self._studies) > _STUDIES:
                self._studies.pop(next(iter(self._studies))).abandon()
            return found

    def abandon(self) -> None:
        """End what is still being computed from it: another edition has taken its place."""
        with self._lock:
            for one in self._studies.values():
                one.abandon()


class Room:
    """The case for one audience."""

    def __init__(self, folder: Path, audience: str, sources: Sequence[Path] = (), journal: str | None = None) -> None:
        self.folder = folder
        self.audience = audience
        self.sources = tuple(sources)
        self.journals = Journals(folder, journal)
        """What happened, as this audience may know it."""
        self.coding = Coding(folder)
        """What its documents may say, and what was decided about that."""
        self.seen: dict[str, bytes] = {}
        """Contents of files by digest, as forms were made of them: to show what somebody else changed since."""
        self.happenings: deque[Happening] = deque(maxlen=_HAPPENINGS)
        """What changed in the files since the server runs, the last first."""
        self._cache = Cache()
        self._lock = threading.Lock()
        self._edition: Edition | None = None
        self._stamp: tuple[object, ...] = ()
        self._looked = 0.0

    def edition(self, *, fresh: bool = False) -> Edition:
        """The case as its files are now.

        While one reads the files, others are given what was there before, unless they ask for a fresh one.
        """
        known = self._edition
        if known is not None and not fresh:
            if time.monotonic() - self._looked < PAUSE or not self._lock.acquire(blocking=False):
                return known
        else:
            self._lock.acquire()
        try:
            return self._read()
        finally:
            self._lock.release()

    def trial(self, changed: dict[Path, bytes]) -> Loaded:
        """The case as it would be with other contents of files, none of which are written."""
        with self._lock:
            cache = Cache(dict(self._cache.units))
        return load(self.folder, self.audience, sources=self.sources, cache=cache, instead=changed)

    def desk(self) -> Desk:
        """Where decisions about suggestions are carried out, on the case as it is now."""
        with self._lock:
            cache = Cache(dict(self._cache.units))
        return Desk(self.folder, self.audience, self.sources, cache=cache)

    def _read(self) -> Edition:
        stamp = tuple(self._stamps())
        known = self._edition
        if known is None or stamp != self._stamp:
            loaded = load(self.folder, self.audience, sources=self.sources, cache=self._cache)
            version = _version(loaded, self._cache)
            if known is None or known.version != version:
                if known is not None:
                    known.abandon()
                    if known.case.compartments != loaded.case.compartments:
                        # What was seen before tells of what may not be seen any more.
                        self.happenings.clear()
                        self.seen.clear()
                    elif items := differences(known.case, loaded.case):
                        self.happenings.appendleft(Happening(datetime.now(UTC), items))
                known = Edition(loaded, version)
            # The stamp from before reading: what is written meanwhile is seen the next time.
            self._edition, self._stamp = known, stamp
        self._looked = time.monotonic()
        return known

    def _stamps(self) -> Iterator[object]:
        """What tells that a file this audience may see has changed. Others are not looked at."""
        for compartment in self._compartments():
            root = compartment_folder(self.folder, compartment)
            yield from _files(root, (".yaml", ".yml"))
            for kind in KINDS:
                yield from _files(root / kind, None if kind == "sources" else (".yaml", ".yml"))
        for elsewhere in self.sources:
            yield from _files(elsewhere, None)

    def _compartments(self) -> tuple[str, ...]:
        case = None if self._edition is None else self._edition.case
        audiences = declarations({}) if case is None else case.audiences
        seen = audiences.get(self.audience, (PUBLIC,))
        if seen is None:
            return (PUBLIC, *(path.name for path in listed(self.folder / "compartments")))
        return (PUBLIC, *(name for name in seen if name != PUBLIC))


def _files(folder: Path, endings: tuple[str, ...] | None) -> Iterator[object]:
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if endings is None or entry.name.endswith(endings):
                    found = entry.stat()
                    yield entry.name, found.st_mtime_ns, found.st_size, found.st_ino
    except OSError:
        yield str(folder.name)


def _version(loaded: Loaded, cache: Cache) -> str:
    found = hashlib.blake2b(digest_size=12)
    for name in loaded.files:
        known = cache.units.get(loaded.case.folder / name)
        found.update(f"{name}\0".encode() + (known[0] if known is not None else b"") + b"\0")
    for name, document in loaded.case.documents.items():
        found.update(f"{name}\0".encode() + "\n".join(document.paragraphs).encode() + b"\0")
    found.update(repr(loaded.diagnostics).encode())
    return found.hexdigest()


class Shelf:
    """The rooms of one case folder."""

    def __init__(self, folder: Path, sources: Sequence[Path] = (), journal: str | None = None) -> None:
        self.folder = folder
        self.sources = tuple(sources)
        self.journal = journal
        """The URL of the database that holds the journals; None where they lie in the folder."""
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()

    def room(self, audience: str) -> Room:
        """The room of an audience."""
        with self._lock:
            return self._rooms.setdefault(audience, Room(self.folder, audience, self.sources, self.journal))


__all__ = ["DESK", "Edition", "Room", "Shelf"]
