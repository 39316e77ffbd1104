"""Ledgers: for every good that a clause promises, what each counter has counted, side by side and never added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from holdfast.analyses.track.daily import Running
from holdfast.analyses.track.fold import day_of
from holdfast.analyses.track.obligors import Unit, units
from holdfast.analyses.track.settled import Role
from holdfast.analyses.track.world import World
from holdfast.case.model import Quantity
from holdfast.case.record_values import SCALE, thousandths


@dataclass(frozen=True, slots=True)
class Point:
    """All that had come by the end of a day, by one count."""

    day: date
    value: Fraction
    rough: bool
    entry: str


def _point(day: int, value: int, entry: str, rough: bool) -> Point:
    return Point(date.fromordinal(day), Fraction(value, SCALE), rough, entry)


@dataclass(frozen=True, slots=True)
class Column:
    """One counter's count of one good."""

    counter: str
    """A party, or the name of a speaker in quotation marks."""
    role: Role
    measure: str
    series: Running
    """Day (an ordinal), thousandths by then, entry, whether it is rough; see `points`."""
    outstanding: Fraction | None
    """What is missing by this count; None where the clause gives no number, or something else was counted."""
    met: bool | None
    """Whether the obligation is met by this count."""
    decides: bool
    """Whether the obligation is judged by it, unless there is a finding."""

    @property
    def points(self) -> tuple[Point, ...]:
        """The count over time."""
        return tuple(_point(*one) for one in self.series)

    @property
    def last(self) -> Point:
        """The last count."""
        return _point(*self.series[-1])

    @property
    def value(self) -> Fraction:
        """All that has come, by this count."""
        return self.last.value


@dataclass(frozen=True, slots=True)
class Ledger:
    """One good of one clause and obligor."""

    clause: str
    obligor: Unit
    good: str
    promised: Quantity
    number: Fraction | None
    """What is promised, as a number, where it is one; of a flow, in each period."""
    columns: tuple[Column, ...]
    found: tuple[Point, ...]
    """What findings say of it."""


def ledgers(world: World) -> tuple[Ledger, ...]:
    """Every good of every clause that stands, per obligor, in the order of the draft. Counters in the order of the
    case, those who are no party after them by when they first counted."""
    return tuple(
        _ledger(world, name, unit, str(good), quantity)
        for name, clause in world.instance.standing.items()
        for goods in (clause.gives, clause.leaves_at_most)
        for good, quantity in goods.items()
        for unit in units(clause)
    )


def _ledger(world: World, name: str, unit: Unit, good: str, quantity: Quantity) -> Ledger:
    settled = world.settler.settled(name, unit)
    needs = settled.promised(good)
    deciding = settled.deciding(good)
    order = list(world.instance.case.parties)
    columns = []
    for series in settled.series:
        if series.good != good:
            continue
        counts = series.measure == "counted" and needs is not None
        outstanding = max(needs - series.value, Fraction(0)) / SCALE if counts and needs is not None else None
        met = series.value >= needs if counts and needs is not None else None
        columns.append(
            Column(series.counter, series.role, series.measure, series.points, outstanding, met, series is deciding)
        )
    columns.sort(key=lambda one: (order.index(one.counter) if one.counter in order else len(order), one.series[0][0]))
    found = []
    for one in world.settler.findings(name, unit):
        amount = one.record.amount
        if one.record.good == good and amount is not None and (number := thousandths(amount)) is not None:
            day, rough = date.fromordinal(day_of(one.record)), amount.hedge != "exactly"
            found.append(Point(day, Fraction(number, SCALE), rough, one.name))
    figure = quantity.amount.figure
    owed = None if figure is None or figure.percent else figure.stated if figure.stated is not None else figure.low
    return Ledger(name, unit, good, quantity, owed, tuple(columns), tuple(found))
