"""What one counter counted, day by day, and the running total: packed, so that a snapshot is read as it lies.

A snapshot of a large journal holds more days of counts than anybody will ask for. They stay as the bytes that were
read until a day of them is wanted; what came since lies beside them and is joined where the two meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any, Final, NamedTuple, TypeAlias, overload

import numpy as np
import numpy.typing as npt

#: Day (an ordinal), all that had come by then in thousandths, the entry that shows it, whether it is rough.
Point: TypeAlias = tuple[int, int, str, bool]
#: A day as it lies in a snapshot: little-endian wherever it was written. `whole`: whether `total` was said.
_DAY: Final = np.dtype(
    [("day", "<i4"), ("part", "<i8"), ("total", "<i8"), ("received", "<i8"), ("whole", "?"), ("rough", "?")]
)
#: Names have no white space.
_BETWEEN: Final = "\n"


class Counted(NamedTuple):
    """What one counter counted on one day, in thousandths."""

    part: int
    """What came that day."""
    total: int | None
    """All that had come by then, where that was said."""
    received: int
    """When the entry was received that says the total, or else the first that says a part."""
    name: str
    """That entry."""
    rough: bool


def joined_counts(a: Counted, b: Counted) -> Counted:
    """What two disjoint sets of entries say of one day: of several totals the one that was received last."""
    part, rough = a.part + b.part, a.rough or b.rough
    if a.total is None and b.total is None:
        first = a if a[2:4] < b[2:4] else b
        return Counted(part, None, first.received, first.name, rough)
    last = a if b.total is None or (a.total is not None and a[2:4] > b[2:4]) else b
    return Counted(part, last.total, last.received, last.name, rough)


class Daily:
    """What one counter counted, day by day."""

    __slots__ = ("_days", "_names", "fresh")

    def __init__(self, days: npt.NDArray[Any] | None = None, names: str = "") -> None:
        self._days: npt.NDArray[Any] = np.empty(0, _DAY) if days is None else days
        self._names = names
        self.fresh: dict[int, Counted] = {}
        """What came since the snapshot, or all of it where there is none."""

    def add(self, day: int, one: Counted) -> None:
        """One more count of a day."""
        known = self.fresh.get(day)
        self.fresh[day] = one if known is None else joined_counts(known, one)

    def merge(self, other: Daily) -> None:
        """Adds what other entries say."""
        for day, one in other.items():
            self.add(day, one)

    def items(self) -> Iterator[tuple[int, Counted]]:
        """Every day of which something is said, in order."""
        days, names = self._joined()
        for (day, part, total, received, whole, rough), name in zip(days.tolist(), names, strict=True):
            yield day, Counted(part, total if whole else None, received, name, rough)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Daily) and list(self.items()) == list(other.items())

    __hash__ = None  # type: ignore[assignment]  # it grows

    def _joined(self) -> tuple[npt.NDArray[Any], list[str]]:
        """All days in order, and their names."""
        names = self._names.split(_BETWEEN) if len(self._days) else []
        if not self.fresh:
            return self._days, names
        added = sorted(self.fresh.items())
        if len(self._days):
            places = np.searchsorted(self._days["day"], [day for day, _ in added])
            places = np.minimum(places, len(self._days) - 1)
            for number in np.flatnonzero(self._days["day"][places] == [day for day, _ in added]).tolist():
                day, one = added[number]
                _, part, total, received, whole, rough = self._days[places[number]].tolist()
                known = Counted(part, total if whole else None, received, names[places[number]], rough)
                added[number] = day, joined_counts(known, one)
        rows = [(day, one.part, one.total or 0, one.received, one.total is not None, one.rough) for day, one in added]
        kept = ~np.isin(self._days["day"], [day for day, _ in added])
        days = np.concatenate([self._days[kept], _rows(rows)])
        all_names = [*(names[place] for place in np.flatnonzero(kept)), *(one.name for _, one in added)]
        order = np.argsort(days["day"], kind="stable")
        return days[order], [all_names[place] for place in order]

    def dump(self) -> tuple[bytes, bytes]:
        """The days and their names, as `restore` takes them. Raises OverflowError where a sum is beyond 64 bits."""
        days, names = self._joined()
        return days.astype(_DAY).tobytes(), _BETWEEN.join(names).encode()

    @classmethod
    def restore(cls, data: memoryview, names: memoryview) -> Daily:
        """What `dump` gave. Raises ValueError where these are other bytes."""
        return cls(np.frombuffer(data, _DAY), str(names, "utf-8"))

    def running(self) -> Running:
        """The running total: a total replaces what was counted before, parts are added."""
        days, names = self._joined()
        part, total, whole = days["part"], days["total"], days["whole"]
        if np.abs(part).sum(dtype=float) + np.abs(total).max(initial=0) > 2.0**62:
            part, total = part.astype(object), total.astype(object)
        values = np.cumsum(part)
        if whole.any():
            last = np.maximum.accumulate(np.where(whole, np.arange(len(days)), -1))
            values = np.where(last >= 0, total[last] + values - values[last], values)
        return Running(days["day"], values, names, days["rough"])


def _rows(rows: list[tuple[int, int, int, int, bool, bool]]) -> npt.NDArray[Any]:
    try:
        return np.array(rows, _DAY)
    except OverflowError:  # a sum beyond 64 bits: Python's own integers
        wide = [(name, object if name in ("part", "total") else _DAY[name]) for name in _DAY.names or ()]
        return np.array(rows, np.dtype(wide))


def running(found: Sequence[Daily]) -> Running:
    """The running total of what one counter says in several places."""
    if len(found) == 1:
        return found[0].running()
    together = Daily()
    for one in found:
        together.merge(one)
    return together.running()


class Running(Sequence[Point]):
    """A running total as points, made when they are asked for."""

    def __init__(
        self, days: npt.NDArray[Any], values: npt.NDArray[Any], names: Sequence[str], rough: npt.NDArray[Any]
    ) -> None:
        self.days, self.values, self._names, self._rough = days, values, names, rough

    def __len__(self) -> int:
        return len(self.days)

    @overload
    def __getitem__(self, at: int) -> Point: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Point]: ...
    def __getitem__(self, at: int | slice) -> Point | Sequence[Point]:
        if isinstance(at, slice):
            return self._points[at]
        return int(self.days[at]), int(self.values[at]), self._names[at], bool(self._rough[at])

    def __iter__(self) -> Iterator[Point]:
        return iter(self._points)

    @cached_property
    def _points(self) -> tuple[Point, ...]:
        parts = (self.days.tolist(), self.values.tolist(), self._names, self._rough.tolist())
        return tuple(zip(*parts, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Running) and self._points == other._points

    def __hash__(self) -> int:
        return hash(self._points)

    def __repr__(self) -> str:
        return f"Running{self._points!r}"

    def reached(self, needs: Fraction | int) -> int | None:
        """The first day from which on the total has been so high."""
        below = np.flatnonzero(self.values < ceil(needs))
        at = int(below[-1]) + 1 if len(below) else 0
        return int(self.days[at]) if at < len(self) else None

    def entry_on(self, day: int) -> str:
        """The entry that shows the total of a day of which something is said."""
        return self._names[int(np.searchsorted(self.days, day))]

    def between(self, start: int, end: int) -> int | None:
        """How much came from a day to another; None where nothing is said of these days."""
        first, after = np.searchsorted(self.days, [start, end + 1]).tolist()
        if first == after:
            return None
        return int(self.values[after - 1]) - (int(self.values[first - 1]) if first else 0)

    def entries(self, start: int, end: int) -> tuple[str, ...]:
        """The entries that show what came from a day to another."""
        first, after = np.searchsorted(self.days, [start, end + 1]).tolist()
        return tuple(self._names[first:after])


def dump_all(counts: Mapping[Any, Daily]) -> tuple[list[list[Any]], list[bytes]]:
    """Counts by key: keys with the lengths of their bytes, and these."""
    index: list[list[Any]] = []
    blobs: list[bytes] = []
    for key, one in counts.items():
        data, names = one.dump()
        index.append([*key, len(data), len(names)])
        blobs += (data, names)
    return index, blobs
