"""What was read from documents, kept so that the same text is not read twice: one file in each compartment.

It holds places and names of what was found, by the hash of the text; it lies in the compartment whose documents it is
made of, and can be deleted at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from holdfast.case.audience import compartment_folder, inside
from holdfast.intake.found import Reading, dump, restore

FOLDER: Final = ".holdfast"
FILE: Final = "intake.db"
_IGNORED: Final = "# Made from the documents.\n*.db*\n.gitignore\n"
_TABLE: Final = "CREATE TABLE IF NOT EXISTS readings (digest TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID"


def load(folder: Path, compartment: str, digests: Iterable[str]) -> dict[str, Reading]:
    """The readings that are kept, by the digest of their text. Where the file is unusable: none."""
    path = path_of(folder, compartment, FILE)
    if path is None or not path.is_file():
        return {}
    found: dict[str, Reading] = {}
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path)) as database:
        for digest in digests:
            row = database.execute("SELECT data FROM readings WHERE digest = ?", (digest,)).fetchone()
            if row is not None:
                with suppress(ValueError):
                    found[digest] = restore(row[0])
    return found


@contextmanager
def keeping(folder: Path, compartment: str) -> Iterator[_Keeper]:
    """Takes readings to be kept. Who may not write into the folder gets the same answers, only later."""
    database = opened(folder, compartment, FILE, _TABLE)
    try:
        yield _Keeper(database)
    finally:
        if database is not None:
            database.close()


class _Keeper:
    def __init__(self, database: sqlite3.Connection | None) -> None:
        self._database = database

    def keep(self, readings: Mapping[str, Reading]) -> None:
        """Keeps readings: all of these or, where that cannot be written, none."""
        if self._database is not None:
            with suppress(sqlite3.Error), self._database:
                rows = [(digest, dump(reading)) for digest, reading in readings.items()]
                self._database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", rows)


def opened(folder: Path, compartment: str, file: str, table: str) -> sqlite3.Connection | None:
    """A database of a compartment to be written, with its table; None where it cannot be."""
    path = path_of(folder, compartment, file)
    if path is None:
        return None
    database = None
    try:
        path.parent.mkdir(exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORED, encoding="utf-8")
        database = sqlite3.connect(path, timeout=10)
        database.execute(table)
    except (sqlite3.Error, OSError):
        if database is not None:
            database.close()
        return None
    return database


def path_of(folder: Path, compartment: str, file: str) -> Path | None:
    """Where a database of a compartment lies; None where that would be outside of it."""
    path = compartment_folder(folder, compartment) / FOLDER / file
    return path if inside(folder, compartment, path) else None
