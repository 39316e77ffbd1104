"""Whether a journal is what was written: its chains and commitments computed anew and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from holdfast.case.record_rows import row_of
from holdfast.case.records import Record
from holdfast.journal import chain
from holdfast.journal.chain import Head
from holdfast.journal.contents import parsed, record_of
from holdfast.journal.database import transaction
from holdfast.journal.tables import BATCH, DRAWN, entry, head


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that `verify` found wrong."""

    compartment: str
    seq: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found: the heads as they follow from the entries, and what is wrong."""

    heads: tuple[Head, ...]
    purged: int
    damage: tuple[Damage, ...]


def verify(engine: sa.Engine, compartments: Sequence[str], printed: Sequence[Head] = ()) -> Verified:
    """Computes every commitment and chain anew and compares: with what is stored, and with heads printed before.

    1. Numbers run from 1 without a gap.
    2. Each entry's content and salt give its commitment, and what is drawn out of the content is in it; or both
       are gone, and an entry says that it was purged.
    3. The commitments give the chain, entry by entry, and the chain ends in the head.
    4. The chain has each printed head at its number: then nothing before it was changed, added or cut off.
    """
    heads, damage, purged = [], [], 0
    for compartment in compartments:
        known = {one.seq: one.chain for one in printed if one.compartment == compartment}
        found, wrong, gone = _verify(engine, compartment, known)
        purged += gone
        damage.extend(wrong)
        if found.seq:
            heads.append(found)
    for one in printed:
        if one.compartment not in compartments:
            damage.append(Damage(one.compartment, None, "the journal of this compartment is not at hand"))
    return Verified(tuple(heads), purged, tuple(damage))


def _verify(engine: sa.Engine, compartment: str, printed: dict[int, bytes]) -> tuple[Head, list[Damage], int]:
    damage: list[Damage] = []
    seq, at = 0, chain.start(compartment)
    gone: dict[str, int] = {}
    said: set[str] = set()

    def wrong(number: int | None, what: str) -> None:
        damage.append(Damage(compartment, number, what))

    if printed.get(0, at) != at:
        wrong(0, "the printed head is of another journal")
    with transaction(engine) as connection:
        asked = sa.select(entry).where(entry.c.compartment == compartment).order_by(entry.c.seq)
        for row in connection.execution_options(yield_per=BATCH).execute(asked):
            seq += 1
            if row.seq != seq:
                wrong(seq, f"entries {seq} to {row.seq - 1} are missing" if row.seq > seq else "it stands twice")
                seq = row.seq
            if row.content is None or row.salt is None:
                gone[row.id] = row.seq
                if any(getattr(row, name) is not None for name in ("content", "salt", *DRAWN)):
                    wrong(seq, "it is purged, and not all of it is gone")
            else:
                for what in _differs(row):
                    wrong(seq, what)
                if row.kind == "purge":
                    said.add(str(record_of(row.content, compartment, seq).of))
            at = chain.link(at, seq, row.digest)
            if at != row.chain:
                wrong(seq, "the chain does not lead here: this entry or one before it was changed")
                at = row.chain
            if printed.get(seq, at) != at:
                wrong(seq, "the chain is not that of the printed head: something up to here was changed")
        stored = connection.execute(sa.select(head).where(head.c.compartment == compartment)).one_or_none()
    if stored is not None and (stored.seq, stored.chain) != (seq, at):
        wrong(stored.seq, f"the journal should end with entry {stored.seq}, and ends with {seq}")
    for number in sorted(printed):
        if number > seq:
            wrong(number, f"the printed head is at entry {number}, and the journal ends with {seq}: it was cut off")
    for name in gone.keys() - said:
        wrong(gone[name], "its content is gone, and no entry says that it was purged")
    return Head(compartment, seq, at), damage, len(gone)


def _differs(row: sa.Row[Any]) -> Iterator[str]:
    """What of an entry does not go with its commitment."""
    if chain.commitment(row.salt, row.content) != row.digest:
        yield "its content is not what was committed to"
        return
    found = parsed(row.content)
    if not isinstance(found, Record):
        yield "its content cannot be read"
        return
    drawn = (found.kind, found.id, *row_of(found)[1:])
    if tuple(getattr(row, name) for name in ("kind", "id", *DRAWN)) != drawn:
        yield "what is drawn out of its content differs from it"
