"""The journals of a case, as an audience may see them: one SQLite file for each compartment, or one database for all.

In PostgreSQL a database, or a schema of one, belongs to one case. Which compartments are read is said in the SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from holdfast.case.audience import compartment_folder, inside
from holdfast.journal.database import JournalError
from holdfast.journal.store import Journal

#: What a journal is called in its compartment's folder.
FILE: Final = "journal.db"


def journals(folder: Path, compartments: Sequence[str], url: str | None = None) -> list[Journal]:
    """The journals that are there. Only these compartments' folders are looked into. Raises `JournalError`."""
    if url is not None:
        return [Journal(url, compartments)]
    paths = {name: _path(folder, name) for name in compartments}
    return [Journal(path, (name,)) for name, path in paths.items() if path.is_file()]


def journal(folder: Path, compartment: str, url: str | None = None) -> Journal:
    """The journal of one compartment, made where it is not there yet. Raises `JournalError`."""
    if url is not None:
        return Journal(url, (compartment,))
    path = _path(folder, compartment)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(f"{path.parent} cannot be made: {error.strerror}") from None
    return Journal(path, (compartment,))


def _path(folder: Path, compartment: str) -> Path:
    path = compartment_folder(folder, compartment) / FILE
    if not inside(folder, compartment, path):
        raise JournalError(f"the journal of '{compartment}' is a link that leads out of its compartment")
    return path
