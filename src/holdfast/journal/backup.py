"""Backups of journals: everything that a compartment's journal holds, as JSON Lines, with salts and chain.

An export says what the entries say; a backup is the journal itself, so that what is restored from it has the same
chain and answers to the same printed heads. It does not matter in which kind of database it was or will be: a journal
moves from SQLite to PostgreSQL by a backup and a restore.

The first line says of which compartment and where the journal ends; each further line is an entry. A purged one has
neither content nor salt.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from pydantic_core import from_json

from holdfast.case.record_rows import row_of
from holdfast.case.records import Record
from holdfast.journal import chain
from holdfast.journal.chain import Head
from holdfast.journal.contents import parsed, record_of
from holdfast.journal.database import JournalError, transaction
from holdfast.journal.store import Journal
from holdfast.journal.tables import BATCH, DRAWN, entry, head

_WHAT: Final = "journal backup 1"


@dataclass(frozen=True, slots=True)
class Saved:
    """An entry as a backup has it: all that the chain needs and all that can be deleted by a purge."""

    seq: int
    id: str
    kind: str
    digest: bytes
    salt: bytes | None
    content: str | None


def to_lines(journal: Journal, compartment: str) -> Iterator[str]:
    """The journal of a compartment, at one moment, line by line without line ends; nothing where it has no entry.

    Raises:
        JournalError: the database refuses.
    """
    saved = _read_all(journal, compartment)
    end = next(saved, None)
    if not isinstance(end, Head):
        return
    yield json.dumps({"holdfast": _WHAT, "head": str(end)})
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


def restore(journal: Journal, printed: Head, lines: Iterable[bytes]) -> int:
    """Puts back what a journal lacks of a backup: all of it, or what came after where it still has the beginning.

    1. Every commitment is computed anew, and the chain over them, entry by entry.
    2. What the journal has already must be the beginning of the backup. It is left as it is, so that what was purged
       since stays purged.
    3. The chain must end in the head of the first line, and every entry that is empty must be told of as purged.

    Args:
        journal: where to; its compartment may be empty.
        printed: where the journal ended, of the first line.
        lines: the further lines.

    Returns:
        How many entries were put back.

    Raises:
        JournalError: something is not as it was when the backup was made. Then nothing is written.
    """
    return _put_back(journal, printed, _saved(lines))


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


def _read_all(journal: Journal, compartment: str) -> Iterator[Head | Saved]:
    """The journal of a compartment as it is at one moment: its head, then its entries in order; nothing where it
    has none."""
    mine = journal.own(compartment)
    with transaction(journal.engine, still=True) as connection:
        found = connection.execute(sa.select(head).where(head.c.compartment == mine, head.c.seq > 0)).one_or_none()
        if found is None:
            return
        yield Head(*found)
        columns = (entry.c[name] for name in ("seq", "id", "kind", "digest", "salt", "content"))
        asked = sa.select(*columns).where(entry.c.compartment == mine).order_by(entry.c.seq)
        for row in connection.execution_options(yield_per=BATCH).execute(asked):
            yield Saved(*row)


def _put_back(journal: Journal, printed: Head, saved: Iterable[Saved]) -> int:
    """Adds what the journal lacks of a backup, every commitment and the chain computed anew; see `backup.restore`.

    Raises:
        JournalError: it does not fit together, or not with what is there. Then nothing is written.
    """
    compartment = journal.own(printed.compartment)
    with transaction(journal.engine, writes=True) as connection:
        here = journal.lock(connection, compartment)
        at = Head(compartment, 0, chain.start(compartment))
        gone: set[str] = set()
        told: set[str] = set()
        waiting = iter(saved)
        while batch := list(itertools.islice(waiting, BATCH)):
            rows = []
            for one in batch:
                at, row = _linked(one, at)
                if one.content is None:
                    gone.add(one.id)
                elif one.kind == "purge":
                    told.add(str(record_of(one.content, compartment, one.seq).of))
                if at.seq == here.seq and at.chain != here.chain:
                    raise JournalError("the journal here is not the beginning of this backup")
                if one.seq > here.seq:
                    rows.append(row)
            if rows:
                connection.execute(sa.insert(entry), rows)
        if at != printed or gone - told:
            raise JournalError("this backup does not end as its first line says: a part of it is missing")
        if at.seq < here.seq:
            then = sa.and_(entry.c.compartment == compartment, entry.c.seq == at.seq)
            if connection.scalar(sa.select(entry.c.chain).where(then)) != at.chain:
                raise JournalError("the journal here is not the beginning of this backup")
            raise JournalError(
                f"the journal here has {here.seq} entries and the backup {at.seq}",
                "there is nothing to put back; look which of the two is to be kept",
            )
        mine = head.c.compartment == compartment
        connection.execute(sa.update(head).where(mine).values(seq=at.seq, chain=at.chain))
    return at.seq - here.seq


def _linked(one: Saved, before: Head) -> tuple[Head, dict[str, Any]]:
    """The chain after one more entry of a backup, and its row. Raises JournalError where it does not hold."""
    compartment = before.compartment
    if one.seq != before.seq + 1:
        raise JournalError(f"entry {before.seq + 1} is missing from the backup")
    drawn: Sequence[Any] = (None,) * len(DRAWN)
    if one.content is not None and one.salt is not None:
        found = parsed(one.content)
        if (
            chain.commitment(one.salt, one.content) != one.digest
            or not isinstance(found, Record)
            or (found.kind, found.id) != (one.kind, one.id)
        ):
            raise JournalError(f"entry {one.seq} of the backup is not what was committed to")
        drawn = row_of(found)[1:]
    at = chain.link(before.chain, one.seq, one.digest)
    kept = {name: getattr(one, name) for name in ("seq", "id", "kind", "digest", "salt", "content")}
    row = {"compartment": compartment, **kept, "chain": at, **dict(zip(DRAWN, drawn, strict=True))}
    return Head(compartment, one.seq, at), row
