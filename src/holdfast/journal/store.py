"""A journal: appending, reading, purging. The same code for SQLite and PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from holdfast.case.record_rows import Row, row_of
from holdfast.case.records import Entry, Record, plain
from holdfast.journal import chain
from holdfast.journal.chain import Head
from holdfast.journal.contents import record_of
from holdfast.journal.database import JournalError, bring_up_to_date, engine_for, forget, transaction
from holdfast.journal.tables import BATCH, DRAWN, ROW, entry, head, snapshot
from holdfast.journal.verifying import Verified, verify

#: So many names are asked for one by one; a batch of more is compared with all.
_FEW: Final = 500


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a fold came to at a head, as bytes that only the fold can read."""

    head: Head
    data: bytes


@dataclass(frozen=True, slots=True)
class Appended:
    """What `append` did."""

    head: Head
    added: int
    known: int
    """How many were there already."""


class MeanwhileError(JournalError):
    """Somebody else has added entries that stand against what was to be added. Nothing was written."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__("somebody else has recorded something on this meanwhile", "read it, then record yours again")
        self.entries = tuple(entries)


class Journal:
    """The journals of some compartments in one database. What lies in others is neither read nor written.

    Every method may raise `JournalError`. A method that writes has written all of it when it returns, and nothing of
    it when it raises.
    """

    def __init__(self, place: Path | str, compartments: Sequence[str]) -> None:
        self.compartments = tuple(compartments)
        self.place = place
        #: For the modules of this package.
        self.engine = engine_for(place)
        bring_up_to_date(self.engine)

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    def own(self, compartment: str) -> str:
        """The compartment, where it is open here. Raises JournalError."""
        if compartment not in self.compartments:
            raise JournalError(f"the compartment '{compartment}' is not open here")
        return compartment

    # --- writing -----------------------------------------------------------------------------------------------------

    def append(
        self,
        compartment: str,
        records: Iterable[Record],
        *,
        seen: int | None = None,
        minds: Callable[[Record], bool] = lambda _: True,
    ) -> Appended:
        """Adds records at the end, all or none, and returns once they are on the disk.

        A record that is there already, under its name and word for word, is passed over, so that an import that was
        interrupted can be done again. The records may be a generator: no more than a batch of them is held.

        Args:
            compartment: in whose journal.
            records: what is added.
            seen: the number up to which whoever adds them has read the journal; None where that does not matter.
            minds: which of the entries that came after that number stand against adding.

        Raises:
            MeanwhileError: there are such entries.
            JournalError: where another record of that name is there, or the database refuses.
            Exception: what the generator raises; then nothing is written.
        """
        self.own(compartment)
        with transaction(self.engine, writes=True) as connection:
            first = last = self.lock(connection, compartment)
            if seen is not None and (
                others := [one for one in self._since(connection, first, seen) if minds(one.record)]
            ):
                raise MeanwhileError(others)
            waiting, given = iter(records), 0
            known: dict[str, int] | None = None
            while batch := list(itertools.islice(waiting, BATCH)):
                given += len(batch)
                if known is None:
                    known = self._known(connection, first, batch)
                if fresh := _fresh(batch, known):
                    last = self._write(connection, fresh, last)
        return Appended(last, last.seq - first.seq, given - (last.seq - first.seq))

    def lock(self, connection: sa.Connection, compartment: str) -> Head:
        """The head, locked until the transaction ends: entries of one compartment are appended one after the other."""
        mine = head.c.compartment == compartment
        if connection.execute(sa.update(head).where(mine).values(seq=head.c.seq)).rowcount == 0:
            start = {"compartment": compartment, "seq": 0, "chain": chain.start(compartment)}
            savepoint = connection.begin_nested()
            try:
                connection.execute(sa.insert(head), start)
                savepoint.commit()
            except sa.exc.IntegrityError:  # another made it first and has committed since
                savepoint.rollback()
            connection.execute(sa.update(head).where(mine).values(seq=head.c.seq))
        found = connection.execute(sa.select(head).where(mine)).one()
        return Head(compartment, found.seq, found.chain)

    def _since(self, connection: sa.Connection, last: Head, seen: int) -> Iterator[Entry]:
        """What was added to a journal after a number."""
        if last.seq <= seen:
            return
        mine = sa.and_(entry.c.compartment == last.compartment, entry.c.seq > seen, entry.c.content.is_not(None))
        for seq, content in connection.execute(sa.select(entry.c.seq, entry.c.content).where(mine)):
            yield Entry(last.compartment, seq, record_of(content, last.compartment, seq))

    def _known(self, connection: sa.Connection, last: Head, batch: Sequence[Record]) -> dict[str, int]:
        """The names that are taken, with what tells their contents apart; where few are asked for, only of those."""
        if last.seq == 0:
            return {}
        asked = sa.select(entry.c.id, entry.c.content).where(entry.c.compartment == last.compartment)
        if len(batch) <= _FEW:
            asked = asked.where(entry.c.id.in_([record.id for record in batch]))
        return {name: hash(content) for name, content in connection.execute(asked)}

    def _write(self, connection: sa.Connection, fresh: Sequence[tuple[Record, str]], last: Head) -> Head:
        rows: list[dict[str, Any]] = []
        seq, at = last.seq, last.chain
        for (record, content), salt in zip(fresh, chain.salts(len(fresh)), strict=True):
            digest = chain.commitment(salt, content)
            seq += 1
            at = chain.link(at, seq, digest)
            drawn = dict(zip(DRAWN, row_of(record)[1:], strict=True))
            rows.append(
                {
                    "compartment": last.compartment,
                    "seq": seq,
                    "id": record.id,
                    "kind": record.kind,
                    "digest": digest,
                    "chain": at,
                    "salt": salt,
                    "content": content,
                    **drawn,
                }
            )
        connection.execute(sa.insert(entry), rows)
        mine = head.c.compartment == last.compartment
        connection.execute(sa.update(head).where(mine).values(seq=seq, chain=at))
        return Head(last.compartment, seq, at)

    def purge(self, compartment: str, name: str, *, reason: str, by: str | None, now: datetime | None = None) -> Entry:
        """Deletes what an entry says, and its salt and name, and adds an entry that says so.

        The chain stays whole. What cannot be reached: copies, exports, backups, the database's own logs, and what
        other entries say (a finding that weighed it still names it).
        """
        self.own(compartment)
        with transaction(self.engine, writes=True) as connection:
            last = self.lock(connection, compartment)
            mine = sa.and_(entry.c.compartment == compartment, entry.c.id == name)
            found = connection.execute(sa.select(entry.c.seq, entry.c.kind).where(mine)).one_or_none()
            if found is None:
                raise JournalError(f"there is no entry '{name}' in the compartment '{compartment}'")
            if found.kind == "purge":
                raise JournalError("a tombstone cannot be purged")
            left = f"purged-{found.seq}"
            if name != left:
                empty = dict.fromkeys(("salt", "content", *DRAWN))
                connection.execute(sa.update(entry).where(mine).values(id=left, **empty))
            at = (now or datetime.now(UTC)).astimezone(UTC).replace(second=0, microsecond=0)
            tombstone = Record("purge", f"purge-{found.seq}-{last.seq + 1}", at, by=by, of=left, reason=reason)
            self._write(connection, [(tombstone, chain.content_of(plain(tombstone)))], last)
            connection.execute(sa.delete(snapshot).where(snapshot.c.compartment == compartment))
        forget(self.engine)
        return Entry(compartment, last.seq + 1, tombstone)

    # --- reading -----------------------------------------------------------------------------------------------------

    def heads(self) -> tuple[Head, ...]:
        """Where the journals end, in the order of the compartments; those without an entry are left out."""
        with transaction(self.engine) as connection:
            asked = sa.select(head).where(head.c.compartment.in_(self.compartments), head.c.seq > 0)
            found = {row.compartment: Head(*row) for row in connection.execute(asked)}
        return tuple(found[name] for name in self.compartments if name in found)

    def holds(self, printed: Head) -> bool:
        """Whether the journal of a compartment once ended so: then all up to there is as it was, but for purges."""
        here = sa.and_(entry.c.compartment == self.own(printed.compartment), entry.c.seq == printed.seq)
        with transaction(self.engine) as connection:
            found: bytes | None = connection.scalar(sa.select(entry.c.chain).where(here))
            return found == printed.chain

    def last_received(self) -> int | None:
        """When the last entry was received, in minutes since 1970 (UTC)."""
        with transaction(self.engine) as connection:
            asked = sa.select(sa.func.max(entry.c.received)).where(entry.c.compartment.in_(self.compartments))
            found: int | None = connection.scalar(asked)
            return found

    def entries(
        self, *, after: int = 0, kinds: Sequence[str] = (), ids: Sequence[str] | None = None, of: str | None = None
    ) -> list[Entry]:
        """Entries in order, compartment by compartment; those that were purged are left out.

        Args:
            after: only those of a higher number.
            kinds: only these kinds.
            ids: only these, by their names within their compartments.
            of: only those of this compartment.
        """
        return list(self.each(after=after, kinds=kinds, ids=ids, of=of))

    def each(
        self, *, after: int = 0, kinds: Sequence[str] = (), ids: Sequence[str] | None = None, of: str | None = None
    ) -> Iterator[Entry]:
        """As `entries`, one after the other."""
        asked = sa.select(entry.c.compartment, entry.c.seq, entry.c.content).where(entry.c.content.is_not(None))
        if kinds:
            asked = asked.where(entry.c.kind.in_(kinds))
        # Few entries are not claims: they are found by their kind and sorted, not by walking along all numbers. That
        # is what the sum says to SQLite, which knows nothing of how common a kind is.
        number = entry.c.seq + 0 if kinds else entry.c.seq
        for compartment in self.compartments if of is None else (self.own(of),):
            ours = asked.where(entry.c.compartment == compartment, number > after).order_by(number)
            for part in [None] if ids is None else [ids[at : at + 500] for at in range(0, len(ids), 500)]:
                chosen = ours if part is None else ours.where(entry.c.id.in_(part))
                with transaction(self.engine) as connection:
                    for _, seq, content in connection.execution_options(yield_per=BATCH).execute(chosen):
                        yield Entry(compartment, seq, record_of(content, compartment, seq))

    def rows(
        self, compartment: str, *, after: int = 0, about: Sequence[str] | None = None, upto: int | None = None
    ) -> Iterator[Sequence[Row]]:
        """What the fold needs of the claims of a compartment, in batches; not in any order.

        Args:
            compartment: which.
            after: only those of a higher number.
            about: only those about these commitments, events and phases.
            upto: only those up to this number.
        """
        asked = sa.select(*ROW).where(entry.c.compartment == self.own(compartment), entry.c.kind == "claim")
        asked = asked.where(entry.c.content.is_not(None))
        if after:
            asked = asked.where(entry.c.seq > after)
        if upto is not None:
            asked = asked.where(entry.c.seq <= upto)
        if about is not None:
            asked = asked.where(entry.c.about.in_(about))
        with transaction(self.engine) as connection:
            found = connection.execution_options(yield_per=BATCH).execute(asked)
            yield from found.partitions()  # type: ignore[misc]  # tuples in the order of `Row`

    def snapshot(self, compartment: str) -> Snapshot | None:
        """The snapshot that was kept, if the journal still has the head at which it was made."""
        with transaction(self.engine) as connection:
            mine = snapshot.c.compartment == self.own(compartment)
            found = connection.execute(sa.select(snapshot).where(mine)).one_or_none()
        if found is None or not self.holds(made_at := Head(compartment, found.seq, found.chain)):
            return None
        return Snapshot(made_at, found.data)

    def keep(self, kept: Snapshot) -> None:
        """Keeps a snapshot in place of the last one of its compartment."""
        with transaction(self.engine, writes=True) as connection:
            mine = snapshot.c.compartment == self.own(kept.head.compartment)
            connection.execute(sa.delete(snapshot).where(mine))
            row = {**_fields(kept.head), "data": kept.data}
            connection.execute(sa.insert(snapshot), row)

    def verify(self, printed: Sequence[Head] = ()) -> Verified:
        """Computes every commitment and chain anew and compares: with what is stored, and with heads printed before.

        See `verifying.verify`.
        """
        return verify(self.engine, self.compartments, printed)


def _fresh(batch: Sequence[Record], known: dict[str, int]) -> list[tuple[Record, str]]:
    """The records that are not there yet, with their contents; their names are known from now on."""
    fresh = []
    for record in batch:
        content = chain.content_of(plain(record))
        if record.id not in known:
            known[record.id] = hash(content)
            fresh.append((record, content))
        elif known[record.id] != hash(content):
            raise JournalError(
                f"another entry of the name '{record.id}' is in the journal",
                "entries are never changed: write a correction, or choose another name",
            )
    return fresh


def _fields(one: Head) -> dict[str, Any]:
    return {"compartment": one.compartment, "seq": one.seq, "chain": one.chain}
