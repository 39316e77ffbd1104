"""What the fold needs of a claim, as a row of words and whole numbers that a database keeps beside its content."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from holdfast.case.record_values import thousandths
from holdfast.case.records import Record
from holdfast.case.times import Moment


class Row(NamedTuple):
    """What the fold needs of a claim. Days are ordinals (`date.toordinal`), `received` is minutes since 1970 (UTC)."""

    name: str
    about: str | None
    obligor: str | None
    says: str
    speaker: str
    first: int | None
    last: int | None
    received: int
    stage: int | None
    good: str | None
    amount: int | None
    """In thousandths; the lower bound where no number is stated."""
    rough: int
    """1 where the amount is hedged, else 0."""
    counts: str
    measure: str


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def minutes(instant: datetime) -> int:
    """Minutes since 1970 (UTC)."""
    return int((instant - _EPOCH).total_seconds()) // 60


def row_of(record: Record, compartment: str = "public") -> Row:
    """What the fold needs of a claim or finding."""
    on, figure = record.on, record.amount
    return Row(
        record.id if compartment == "public" else f"{compartment}/{record.id}",
        record.about,
        record.obligor,
        record.word or "",
        record.speaker,
        None if on is None else _day(on[0]),
        None if on is None else _day(on[1]),
        minutes(record.received),
        record.stage,
        record.good,
        None if figure is None else thousandths(figure),
        int(figure is not None and figure.hedge != "exactly"),
        record.counts,
        record.measure,
    )


def _day(moment: Moment) -> int:
    return date.toordinal(moment)
