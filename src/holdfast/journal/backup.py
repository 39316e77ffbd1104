"""Backups of journals: everything that a compartment's journal holds, as JSON Lines, with salts and chain.

An export says what the entries say; a backup is the journal itself, so that what is restored from it has the same
chain and answers to the same printed heads. It does not matter in which kind of database it was or will be: a journal
moves from SQLite to PostgreSQL by a backup and a restore.

The first line says of which compartment and where the journal ends; each further line is an entry. A purged one has
neither content nor salt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic_core import from_json

from holdfast.journal.chain import Head
from holdfast.journal.database import JournalError
from holdfast.journal.store import Journal, Saved

_WHAT: Final = "journal backup 1"


def to_lines(journal: Journal, compartment: str) -> Iterator[str]:
    """The journal of a compartment, at one moment, line by line without line ends; nothing where it has no entry.

    Raises:
        JournalError: the database refuses.
    """
    saved = journal.saved(compartment)
    head = next(saved, None)
    if not isinstance(head, Head):
        return
    yield json.dumps({"holdfast": _WHAT, "head": str(head)})
    for one in saved:
        assert isinstance(one, Saved)
        data = {
            "seq": one.seq,
            "id": one.id,
            "kind": one.kind,
            "digest": one.digest.hex(),
            "salt": None if one.salt is None else one.salt.hex(),
            "content": one.content,
        }
        yield json.dumps(data, ensure_ascii=False)


def head_of(line: bytes) -> Head:
    """Where the journal ended, from the first line of a backup. Raises JournalError."""
    try:
        data = from_json(line)
        if data["holdfast"] == _WHAT:
            return Head.read(data["head"])
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    raise JournalError("this is no backup of a journal", "take a file that `holdfast journal backup` wrote")


def restore(journal: Journal, head: Head, lines: Iterable[bytes]) -> int:
    """Puts back what a journal lacks of a backup: all of it, or what came after where it still has the beginning.

    1. Every commitment is computed anew, and the chain over them, entry by entry.
    2. What the journal has already must be the beginning of the backup. It is left as it is, so that what was purged
       since stays purged.
    3. The chain must end in the head of the first line, and every entry that is empty must be told of as purged.

    Args:
        journal: where to; its compartment may be empty.
        head: of the first line.
        lines: the further lines.

    Returns:
        How many entries were put back.

    Raises:
        JournalError: something is not as it was when the backup was made. Then nothing is written.
    """
    return journal.put_back(head, _saved(lines))


def _saved(lines: Iterable[bytes]) -> Iterator[Saved]:
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        try:
            yield _read(from_json(line))
        except (ValueError, LookupError, TypeError, AttributeError):
            raise JournalError(f"line {number} of the backup cannot be read", "take another copy of it") from None


def _read(data: Any) -> Saved:
    salt, content = data["salt"], data["content"]
    if not (isinstance(data["seq"], int) and all(isinstance(data[key], str) for key in ("id", "kind"))):
        raise ValueError
    if (salt is None) != (content is None) or not isinstance(content, str | None):
        raise ValueError
    return Saved(
        data["seq"],
        data["id"],
        data["kind"],
        bytes.fromhex(data["digest"]),
        None if salt is None else bytes.fromhex(salt),
        content,
    )
