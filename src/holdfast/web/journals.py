"""The journals of a case as one audience sees them, followed as they grow; what is computed from them is kept.

A journal is only added to, so what was read stays read: only what came since is fetched. After a purge a compartment's
journal is read anew.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from holdfast.analyses.track import Track, history, known_until, sampled, track
from holdfast.analyses.track.fold import Folded, Resolved, day_of, fold, refers_to, resolve
from holdfast.case.audience import compartment_folder, inside, stamp
from holdfast.case.case import Case
from holdfast.case.records import Entry, Record
from holdfast.diagnostics import Diagnostic
from holdfast.gather import MOST_CLAIMS, lying, on_day
from holdfast.journal import exchange, shelf
from holdfast.journal.chain import Head
from holdfast.journal.database import JournalError
from holdfast.journal.store import Journal
from holdfast.web.making import Making

#: How long a journal is taken to be unchanged after it was looked at, in seconds.
PAUSE: Final = 0.5
#: So many days more than the evenly spaced ones are looked at in a timeline: those on which something was recorded.
_MOST_DAYS: Final = 120


class Chronicle(Making):
    """The journals at one moment, as one audience sees them. Everything in one answer comes from one of these."""

    def __init__(
        self,
        case: Case,
        entries: Sequence[Entry],
        heads: Mapping[str, Head],
        version: str,
        *,
        covered: frozenset[str] = frozenset(),
        lying: frozenset[str] = frozenset(),
        diagnostics: tuple[Diagnostic, ...] = (),
        problem: JournalError | None = None,
    ) -> None:
        super().__init__()
        self.case = case
        self.entries = tuple(entries)
        self.heads = heads
        """Where the journal of each compartment ends that has a database with an entry."""
        self.version = version
        """The same for the same contents, and another for others."""
        self.covered = covered
        """The compartments that have a database, with or without entries."""
        self.lying = lying
        """The compartments whose entries lie beside the case as text."""
        self.diagnostics = diagnostics
        self.problem = problem
        """Why the journals cannot be read; then there are no entries."""

    @property
    def empty(self) -> bool:
        """Whether there is no journal at all."""
        return not self.entries and not self.heads

    @cached_property
    def named(self) -> Mapping[str, Entry]:
        """The entries by their names in the whole case."""
        return {one.name: one for one in self.entries}

    @cached_property
    def last(self) -> date | None:
        """The day, in the case's time zone, on which the last entry was received."""
        moments = [one.record.received for one in self.entries]
        return max(moments).astimezone(self.case.timezone).date() if moments else None

    @cached_property
    def resolved(self) -> Resolved:
        """What is not a claim, and what corrections and withdrawals make of the others, as known now."""
        others = [one for one in self.entries if one.record.kind != "claim"]
        return resolve(others, [one for one in self.entries if one.record.kind == "claim"])

    @cached_property
    def touching(self) -> Mapping[str, tuple[Entry, ...]]:
        """For each entry that others correct, withdraw or weigh: these."""
        found: dict[str, list[Entry]] = {}
        for one in self.entries:
            names = {name for name in (refers_to(one), *one.record.weighs) if name is not None}
            for name in names:
                found.setdefault(name, []).append(one)
        return {name: tuple(ones) for name, ones in found.items()}

    def current(self, entry: Entry) -> Record | None:
        """What an entry says after its corrections; None where it is withdrawn."""
        if entry.record.kind == "claim":
            return self.resolved.amended.get(entry.name, entry.record)
        if entry.record.kind in ("correction", "withdrawal", "purge"):
            return entry.record
        settled = (*self.resolved.findings, *self.resolved.decisions, *self.resolved.coverage)
        return next((one.record for one in settled if one.name == entry.name), None)

    def seen(self, compartment: str) -> int:
        """The number of the last entry of a compartment's journal."""
        head = self.heads.get(compartment)
        return 0 if head is None else head.seq

    def day(self, as_of: date | None) -> date:
        """The day of the status, as the terminal has it."""
        return on_day(self.case, self.last, as_of)

    def folded(self, day: date, known_on: date | None = None) -> Folded:
        """The journals, folded to a day."""
        known = known_until(self.case, known_on)
        return self.once(("folded", day, known), lambda: fold(self.entries, as_of=day.toordinal(), known=known))

    def track(self, day: date, known_on: date | None = None, draft: str | None = None) -> Track | None:
        """Where the agreement stands on a day; None where the case has no draft."""
        chosen = None if draft is None else self.case.drafts[draft]
        return self.once(
            ("track", day, known_on, draft),
            lambda: track(self.case, self.folded(day, known_on), known_on=known_on, draft=chosen),
        )

    @cached_property
    def span(self) -> tuple[date, date]:
        """The first and the last day of which the journals tell."""
        days = [one.record.received.astimezone(self.case.timezone).date() for one in self.entries]
        days += [date.fromordinal(day_of(one.record)) for one in self.entries]
        return (min(days), max(days)) if days else (self.day(None), self.day(None))

    @property
    def is_large(self) -> bool:
        """Whether there are so many claims that nobody is shown timelines."""
        return sum(one.record.kind == "claim" for one in self.entries) > MOST_CLAIMS

    def history(self, draft: str | None = None, wait: float = 8.0) -> tuple[Track, ...]:
        """Where it stood on days from the first to the last, as known now: evenly spaced ones, and those on which
        something was recorded where these are not many. Nothing where the journal is large.

        Raises:
            NotYetError: it takes longer than one may wait for a page.
        """
        if self.is_large:
            return ()
        first, last = self.span
        last = max(last, self.day(None))
        days = {date.fromordinal(day_of(one.record)) for one in self.entries}
        chosen = sorted({*sampled(first, last), *(days if len(days) <= _MOST_DAYS else ())})
        of = None if draft is None else self.case.drafts[draft]
        return self.soon(("history", last, draft), lambda: history(self.case, self.entries, chosen, draft=of), wait)


@dataclass(slots=True)
class _Part:
    """What was read of one compartment's journal."""

    head: Head
    entries: list[Entry]


class Journals:
    """Follows the journals of one audience's compartments. Those of others are neither opened nor looked at."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        self.url = url
        self._parts: dict[str, _Part] = {}
        self._opened: dict[object, Journal] = {}
        self._lock = threading.Lock()
        self._known: Chronicle | None = None
        self._stamp: object = None
        self._looked = 0.0

    def now(self, case: Case, *, fresh: bool = False) -> Chronicle:
        """The journals as they are, for a case as it was read. What is wrong with them is told by the result."""
        known = self._known
        if known is not None and known.case is case and not fresh:
            if time.monotonic() - self._looked < PAUSE or not self._lock.acquire(blocking=False):
                return known
        else:
            self._lock.acquire()
        try:
            return self._look(case)
        finally:
            self._lock.release()

    def _look(self, case: Case) -> Chronicle:
        known = self._known
        try:
            stamp = None if self.url is not None else tuple(self._stamps(case))
            # A database on a server is asked; files tell by themselves that they have changed.
            if known is None or known.case is not case or stamp is None or stamp != self._stamp:
                known, self._stamp = self._read(case, known), stamp
        except JournalError as error:
            self._stamp = None
            version = hashlib.blake2b(str(error).encode(), digest_size=8).hexdigest()
            known = Chronicle(case, (), {}, version, problem=error)
        self._known = known
        self._looked = time.monotonic()
        return known

    def _stamps(self, case: Case) -> Iterable[object]:
        for compartment in case.compartments:
            for name in (shelf.FILE, exchange.FILE):
                yield stamp(self.folder, compartment, compartment_folder(self.folder, compartment) / name)

    def _read(self, case: Case, known: Chronicle | None) -> Chronicle:
        opened = self._journals(case)
        heads = {head.compartment: head for one in opened for head in one.heads()}
        covered = {name for one in opened for name in one.compartments}
        beside, wrong = lying(case, [name for name in case.compartments if name not in heads])
        found = hashlib.blake2b(digest_size=8)
        for head in heads.values():
            found.update(str(head).encode())
        for entry in beside:
            found.update(repr(entry).encode())
        found.update(repr((wrong, sorted(covered))).encode())
        version = found.hexdigest()
        if known is not None and known.case is case and known.version == version and known.problem is None:
            return known
        owners = {name: one for one in opened for name in one.compartments}
        entries = [*beside]
        for compartment, head in heads.items():
            entries += self._grown(owners[compartment], head)
        lain = frozenset(one.compartment for one in beside)
        return Chronicle(case, entries, heads, version, covered=frozenset(covered), lying=lain, diagnostics=wrong)

    def _journals(self, case: Case) -> list[Journal]:
        """The journals that are there, opened once."""
        if self.url is not None:
            key: object = case.compartments
            if key not in self._opened:
                self._opened = {key: Journal(self.url, case.compartments)}
            return [self._opened[key]]
        found: dict[object, Journal] = {}
        for compartment in case.compartments:
            path = compartment_folder(self.folder, compartment) / shelf.FILE
            key = (
                (compartment, path.stat().st_ino) if inside(self.folder, compartment, path) and path.is_file() else None
            )
            if key is not None and key in self._opened:
                found[key] = self._opened[key]
                continue
            for one in shelf.journals(self.folder, (compartment,)):
                found[key] = one
        self._opened = found
        return list(found.values())

    def _grown(self, journal: Journal, head: Head) -> list[Entry]:
        part = self._parts.get(head.compartment)
        if part is not None and part.head == head:
            return part.entries
        if part is not None and part.head.seq < head.seq and journal.holds(part.head):
            fresh = _upto(head, journal.entries(after=part.head.seq, of=head.compartment))
            if all(one.record.kind != "purge" for one in fresh):
                part = _Part(head, [*part.entries, *fresh])
                self._parts[head.compartment] = part
                return part.entries
        part = _Part(head, _upto(head, journal.entries(of=head.compartment)))
        self._parts[head.compartment] = part
        return part.entries


def _upto(head: Head, entries: Iterable[Entry]) -> list[Entry]:
    """Without what was added after the head was read: that comes with the next one."""
    return [one for one in entries if one.seq <= head.seq]
