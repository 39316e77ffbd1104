"""The journal folded: (state, entry) → state, in any order of the entries.

A state holds, for each commitment, event and phase, what each speaker has said of it: the first and the last day, how
often, and the entries that show it; and every count of goods by day. Findings and decisions are few and are kept
whole. Two states of disjoint entries can be added, which is what a snapshot rests on.

Order does not matter (tested): the state is a function of the *set* of entries. Corrections and withdrawals are applied
first, by when they were received; claims are then parted at the days of the findings, so that what was said up to a
finding, which the finding settles, can be told from what was said after it.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from immutabledict import immutabledict

from holdfast.analyses.track.daily import Counted, Daily, dump_all
from holdfast.case.record_rows import minutes, row_of
from holdfast.case.records import Entry, Record, corrected

#: The ordinal of 1 January 1970.
EPOCH: Final = 719163
#: Who is said to have performed, which part, what is said, by whom, after how many findings.
WordKey: TypeAlias = tuple[str | None, int | None, str, str, int]
#: Whose performance, which good, who counted, what was counted.
CountKey: TypeAlias = tuple[str | None, str, str, str]
#: What of an entry counts as having been said on a day: certain by then, possible from, received, name.
Mark: TypeAlias = tuple[int, int, int, str]
_POSITIVE: Final = frozenset({"performed", "in-part", "counted"})
FAR: Final = 10**12


@dataclass(slots=True)
class Said:
    """What one speaker said of one thing, between two findings."""

    first: Mark
    last: Mark
    count: int


@dataclass(slots=True)
class Tally:
    """All that claims say of one commitment, event or phase."""

    cuts: tuple[int, ...] = ()
    """The days of findings at which claims are parted."""
    words: dict[WordKey, Said] = field(default_factory=dict)
    counts: dict[CountKey, Daily] = field(default_factory=dict)
    latest: int = 0
    """The last day of which anything is said."""

    def merge(self, other: Tally) -> None:
        """Adds what another tally of the same cuts holds. The two must not share an entry."""
        for key, said in other.words.items():
            own = self.words.get(key)
            if own is None:
                self.words[key] = said
            else:
                self.words[key] = Said(min(own.first, said.first), max(own.last, said.last), own.count + said.count)
        for what, days in other.counts.items():
            mine = self.counts.get(what)
            if mine is None:
                self.counts[what] = days
            else:
                mine.merge(days)
        self.latest = max(self.latest, other.latest)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The entries that are not claims, after corrections and withdrawals; and what these make of claims."""

    findings: tuple[Entry, ...]
    decisions: tuple[Entry, ...]
    coverage: tuple[Entry, ...]
    amended: Mapping[str, Record | None]
    """Claims that were corrected, as they are now; None for those that were withdrawn."""
    touched: Mapping[str, tuple[str, ...]]
    """For each entry that was corrected or withdrawn: by which."""
    cuts: Mapping[str, tuple[int, ...]]
    """For each commitment: the days of findings on it as a whole."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A journal, folded as far as it was known and had happened."""

    tallies: Mapping[str, Tally]
    resolved: Resolved
    as_of: int
    """Only what had happened by this day, as an ordinal."""
    known: int
    """Only what had been received by this minute since 1970."""
    claims: int
    hindered: Mapping[str, str] = field(default_factory=immutabledict)
    """Of entries that show that something was prevented: by whom, where they say it."""


def refers_to(entry: Entry) -> str | None:
    """The name, in the whole case, of the entry that a correction, withdrawal or tombstone is about."""
    of = entry.record.of
    if of is None or "/" in of or entry.compartment == "public":
        return of
    return f"{entry.compartment}/{of}"


def resolve(others: Iterable[Entry], originals: Iterable[Entry], *, known: int = FAR) -> Resolved:
    """Applies corrections and withdrawals.

    1. Take what was received by `known`.
    2. An entry is withdrawn if a withdrawal of it is not itself withdrawn.
    3. Corrections that are not withdrawn change their entry one after the other, by when they were received: where two
       set the same key, the later one counts.

    Args:
        others: every entry that is no claim.
        originals: the claims that corrections and withdrawals are about; more do no harm.
        known: minutes since 1970 (UTC).
    """
    now = [one for one in others if minutes(one.record.received) <= known]
    by_name = {one.name: one for one in (*now, *originals) if minutes(one.record.received) <= known}
    changes: dict[str, list[Entry]] = {}
    for one in now:
        target = refers_to(one)
        if one.record.kind in ("correction", "withdrawal") and target is not None:
            changes.setdefault(target, []).append(one)
    states: dict[str, bool] = {}

    def gone(name: str) -> bool:
        """Whether an entry is withdrawn. In a circle of withdrawals nothing is."""
        if name not in states:
            states[name] = False
            found = [one for one in changes.get(name, ()) if one.record.kind == "withdrawal"]
            states[name] = any(not gone(one.name) for one in found)
        return states[name]

    def current(entry: Entry) -> Record | None:
        if gone(entry.name):
            return None
        record = entry.record
        mine = [one for one in changes.get(entry.name, ()) if one.record.kind == "correction" and not gone(one.name)]
        for one in sorted(mine, key=lambda each: (each.record.received, each.name)):
            changed = corrected(record, one.record.set or {})
            record = changed if isinstance(changed, Record) else record
        return record

    amended: dict[str, Record | None] = {}
    kept: dict[str, list[Entry]] = {"finding": [], "decision": [], "coverage": []}
    for name in changes:
        original = by_name.get(name)
        if original is not None and original.record.kind == "claim":
            amended[name] = current(original)
    for one in now:
        if one.record.kind in kept and (record := current(one)) is not None:
            kept[one.record.kind].append(Entry(one.compartment, one.seq, record))
    for entries in kept.values():
        entries.sort(key=sorted_by)
    cuts: dict[str, set[int]] = {}
    for one in kept["finding"]:
        if one.record.about is not None and one.record.stage is None and one.record.finds != "counted":
            cuts.setdefault(one.record.about, set()).add(day_of(one.record))
    return Resolved(
        tuple(kept["finding"]),
        tuple(kept["decision"]),
        tuple(kept["coverage"]),
        immutabledict(amended),
        immutabledict({name: tuple(sorted(one.name for one in ones)) for name, ones in changes.items()}),
        immutabledict({name: tuple(sorted(days)) for name, days in cuts.items()}),
    )


def day_of(record: Record) -> int:
    """The day of an entry as an ordinal: by when it had surely happened, else when it was received."""
    return minutes(record.received) // 1440 + EPOCH if record.on is None else record.on[1].toordinal()


def sorted_by(entry: Entry) -> tuple[int, int, str]:
    """The order in which findings and decisions follow each other."""
    return day_of(entry.record), minutes(entry.record.received), entry.name


def tally(
    tallies: dict[str, Tally],
    rows: Iterable[Sequence[Any]],
    resolved: Resolved,
    *,
    as_of: int = FAR,
    known: int = FAR,
    prefix: str = "",
) -> int:
    """Adds claims to tallies, and returns how many counted.

    Args:
        tallies: what is added to.
        rows: claims as `record_rows.Row`, or tuples of that order, without the compartment in their names.
        resolved: the entries that are not claims; claims that they amend are passed over, see `amend`.
        as_of: only what had happened by this day (an ordinal).
        known: only what was received by this minute.
        prefix: what makes the names those of the whole case: ``union/``, or nothing.
    """
    amended, cuts, count = dict(resolved.amended), resolved.cuts, 0
    for name, about, who, says, speaker, first, last, received, stage, good, amount, rough, counts, measure in rows:
        # A million rows go through here: what can be told by comparing two integers is not told by making tuples.
        if last is None:
            last = received // 1440 + EPOCH
        if about is None or received > known or last > as_of:
            continue
        if prefix:
            name = prefix + name
        if amended and name in amended:
            continue
        count += 1
        one = tallies.get(about)
        if one is None:
            one = tallies[about] = Tally(cuts.get(about, ()))
        if last > one.latest:
            one.latest = last
        key = (who, stage, says, speaker, bisect_left(one.cuts, last) if one.cuts else 0)
        said = one.words.get(key)
        if said is None:
            mark = (last, last if first is None else first, received, name)
            one.words[key] = Said(mark, mark, 1)
        else:
            said.count += 1
            if not said.first[0] < last < said.last[0]:
                mark = (last, last if first is None else first, received, name)
                if mark < said.first:
                    said.first = mark
                elif mark > said.last:
                    said.last = mark
        if amount is not None and good is not None and (says in _POSITIVE or says == "reversed"):
            what = (who, good, speaker, measure)
            days = one.counts.get(what)
            if days is None:
                days = one.counts[what] = Daily()
            if says == "reversed":
                amount = -amount
            part, total = (0, amount) if counts == "total" else (amount, None)
            days.add(last, Counted(part, total, received, name, bool(rough)))
    return count


def amend(tallies: dict[str, Tally], resolved: Resolved, *, as_of: int = FAR, known: int = FAR) -> int:
    """Adds the corrected claims, after `tally` has passed over them."""
    bare = Resolved(resolved.findings, (), (), immutabledict(), immutabledict(), resolved.cuts)
    records = ((name, record) for name, record in resolved.amended.items() if record is not None)
    rows = (row_of(record, name.rpartition("/")[0] or "public") for name, record in records)
    return tally(tallies, rows, bare, as_of=as_of, known=known)


def claims_now(entries: Iterable[Entry], resolved: Resolved, *, known: int = FAR) -> Iterator[Entry]:
    """The claims as they are after corrections; without those that were withdrawn, or not yet received."""
    for one in entries:
        if one.record.kind != "claim" or minutes(one.record.received) > known:
            continue
        record = resolved.amended.get(one.name, one.record)
        if record is not None:
            yield one if record is one.record else Entry(one.compartment, one.seq, record)


def prevented(tallies: Mapping[str, Tally]) -> frozenset[str]:
    """The entries that show that something was prevented."""
    return frozenset(
        mark[3]
        for one in tallies.values()
        for key, said in one.words.items()
        if key[2] == "prevented"
        for mark in (said.first, said.last)
    )


def hinderers(entries: Iterable[Entry], resolved: Resolved) -> Mapping[str, str]:
    """Who prevented it, according to these claims as they are now."""
    records = ((one.name, resolved.amended.get(one.name, one.record)) for one in entries)
    return immutabledict({name: one.blocked_by for name, one in records if one is not None and one.blocked_by})


def fold(entries: Iterable[Entry], *, as_of: int = FAR, known: int = FAR) -> Folded:
    """The whole fold of entries that are at hand."""
    claims: list[Entry] = []
    others: list[Entry] = []
    for one in entries:
        (claims if one.record.kind == "claim" else others).append(one)
    resolved = resolve(others, claims, known=known)
    tallies: dict[str, Tally] = {}
    rows = (row_of(one.record, one.compartment) for one in claims)
    count = tally(tallies, rows, resolved, as_of=as_of, known=known)
    count += amend(tallies, resolved, as_of=as_of, known=known)
    shown = prevented(tallies)
    return Folded(
        tallies, resolved, as_of, known, count, hinderers((one for one in claims if one.name in shown), resolved)
    )


# Snapshots


def dump(tallies: Mapping[str, Tally]) -> bytes:
    """Tallies as bytes: a line of JSON, then the counts by day as they are packed (`Daily.dump`), in its order.

    A snapshot holds the claims that no correction or withdrawal is about. Raises OverflowError where a sum is beyond
    64 bits.
    """
    index: dict[str, list[Any]] = {}
    blobs: list[bytes] = []
    for name, one in tallies.items():
        counts, packed = dump_all(one.counts)
        words = [[*key, *said.first, *said.last, said.count] for key, said in one.words.items()]
        index[name] = [one.cuts, words, counts, one.latest]
        blobs += packed
    return b"".join([json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode(), b"\n", *blobs])


def restore(data: bytes) -> dict[str, Tally]:
    """The tallies of `dump`. Raises ValueError where these are other bytes."""
    from pydantic_core import from_json

    end = data.find(b"\n")
    packed = _Packed(memoryview(data)[end + 1 :])
    try:
        found = from_json(data[: max(end, 0)])
        tallies = {name: _restored(packed, *parts) for name, parts in found.items()}
    except (TypeError, AttributeError, IndexError) as error:
        raise ValueError("no snapshot") from error
    if packed.at != len(packed.data):
        raise ValueError("no snapshot")
    return tallies


@dataclass(slots=True)
class _Packed:
    """Bytes that are taken one after the other."""

    data: memoryview
    at: int = 0

    def take(self, length: int) -> memoryview:
        self.at += length
        return self.data[self.at - length : self.at]


def _restored(packed: _Packed, cuts: list[int], words: list[Any], counts: list[Any], latest: int) -> Tally:
    tally = Tally(tuple(cuts), latest=latest)
    for one in words:
        key: Any = tuple(one[:5])
        first, last = tuple(one[5:9]), tuple(one[9:13])
        tally.words[key] = Said(first, last, one[13])
    for *what, length, names in counts:
        tally.counts[tuple(what)] = Daily.restore(packed.take(length), packed.take(names))
    return tally
