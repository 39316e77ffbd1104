"""Wires journals and the fold together: what an audience may see of a case's journals, folded to a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from holdfast.analyses.track import Track, history, known_until, sampled
from holdfast.analyses.track.fold import (
    FAR,
    Folded,
    Resolved,
    Tally,
    amend,
    dump,
    hinderers,
    prevented,
    refers_to,
    resolve,
    restore,
    tally,
)
from holdfast.case.case import Case
from holdfast.case.record_rows import minutes, row_of
from holdfast.case.records import Entry
from holdfast.diagnostics import Diagnostic, by_place
from holdfast.journal.database import JournalError
from holdfast.journal.exchange import beside
from holdfast.journal.references import check_all
from holdfast.journal.shelf import journal, journals
from holdfast.journal.store import Journal, Snapshot

#: Where a journal has so many claims that no snapshot holds, a new one is made.
WORTH_KEEPING: Final = 20_000
#: Of a journal with more claims nobody is shown timelines: each day of them would be folded anew.
MOST_CLAIMS: Final = 5_000
_OTHERS: Final = ("finding", "correction", "withdrawal", "decision", "coverage")


@dataclass(frozen=True)
class Shelf:
    """The journals of a case that its audience may see: databases, and files beside the case where those have no
    entry."""

    case: Case
    journals: tuple[Journal, ...]
    lying: tuple[Entry, ...]
    """The entries of files beside the case."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def owners(self) -> Mapping[str, Journal]:
        """For each compartment that has a database: which."""
        return {name: one for one in self.journals for name in one.compartments}

    @property
    def empty(self) -> bool:
        """Whether there is no journal at all."""
        return not self.lying and not any(one.heads() for one in self.journals)

    @property
    def last(self) -> date | None:
        """The day, in the case's time zone, on which the last entry was received."""
        moments = [minutes(one.record.received) for one in self.lying]
        moments += [moment for one in self.journals if (moment := one.last_received()) is not None]
        return datetime.fromtimestamp(max(moments) * 60, self.case.timezone).date() if moments else None

    def entries(self) -> list[Entry]:
        """Every entry, whole."""
        return [*self.lying, *(entry for one in self.journals for entry in one.entries())]

    def named(self, names: Iterable[str]) -> dict[str, Entry]:
        """The entries of these names in the whole case, as far as they are there."""
        wanted: dict[str, list[str]] = {}
        for name in names:
            compartment, _, id = name.rpartition("/")
            wanted.setdefault(compartment or "public", []).append(id)
        found = {one.name: one for one in self.lying if one.record.id in wanted.get(one.compartment, ())}
        for compartment, ids in wanted.items():
            owner = self.owners.get(compartment)
            if owner is not None:
                found |= {one.name: one for one in owner.entries(ids=ids) if one.compartment == compartment}
        return found


def shelf(case: Case, url: str | None) -> Shelf:
    """Opens the journals of a case. Raises `JournalError`."""
    opened = tuple(journals(case.folder, case.compartments, url))
    # A database without an entry hides nothing: the file is taken into it with the first one.
    covered = {head.compartment for one in opened for head in one.heads()}
    entries, wrong = lying(case, [name for name in case.compartments if name not in covered])
    return Shelf(case, opened, entries, wrong)


def lying(case: Case, compartments: Sequence[str]) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries of journal.jsonl in these compartments, and what is wrong with them. Opens no database."""
    found = beside(case.folder, compartments)
    return found.entries, by_place((*found.diagnostics, *check_all(case, found.entries, found.places)))


def writable(case: Case, compartment: str, url: str | None, *, take: bool = True) -> tuple[Journal, int]:
    """The journal of one compartment, to write to, made where it is not there yet.

    Where it is new, the file beside the case is taken into it first: otherwise the new database would hide it.

    Args:
        case: the case.
        compartment: which.
        url: the database; None for a file in the compartment's folder.
        take: whether to take the file over.

    Returns:
        The journal, and how many entries were taken over.

    Raises:
        JournalError: it cannot be opened or made, or the file beside the case has mistakes.
    """
    there = journals(case.folder, (compartment,), url)
    waiting: tuple[Entry, ...] = ()
    if take and not any(one.heads() for one in there):
        found = beside(case.folder, [compartment])
        if found.diagnostics:  # told before a database is made, which would hide the file
            raise JournalError(f"journal.jsonl of '{compartment}' has mistakes", "see `holdfast check`")
        waiting = found.entries
    store = there[0] if there else journal(case.folder, compartment, url)
    return store, store.append(compartment, (one.record for one in waiting)).added if waiting else 0


def on_day(case: Case, last: date | None, as_of: date | None) -> date:
    """The day of the status: as asked; else today. A case with a day of its own is read as of that day, or as of the
    last entry of its journal where that is later."""
    if as_of is not None or case.as_of is None:
        return as_of or date.today()
    return case.as_of if last is None else max(case.as_of, last)


def past(case: Case, entries: Sequence[Entry], first: date, last: date, draft: str | None = None) -> tuple[Track, ...]:
    """The status on days from one to another, as known now: each day where there are few, else evenly spaced ones."""
    return history(case, entries, sampled(first, last), draft=None if draft is None else case.drafts[draft])


def folded(shelf: Shelf, as_of: date, known_on: date | None = None) -> Folded:
    """The journals, folded to a day.

    1. Read what is no claim, and the claims that corrections and withdrawals are about; resolve them.
    2. Tally the claims of each compartment: from its snapshot and what came since, where all that is known counts.
    3. Tally anew what the snapshot cannot tell: what has findings in other compartments, or reaches beyond the day.
    """
    day, known = as_of.toordinal(), known_until(shelf.case, known_on)
    bare = [one for one in shelf.lying if one.record.kind != "claim"]
    others = {name: _others(one, name) for name, one in shelf.owners.items()}
    everything = [*bare, *(entry for ours in others.values() for entry in ours)]
    targets = {name for one in everything if (name := refers_to(one)) is not None}
    originals = list(shelf.named(targets).values()) if targets else []
    resolved = resolve(everything, originals, known=known)
    tallies: dict[str, Tally] = {}
    rows = (row_of(one.record, one.compartment) for one in shelf.lying if one.record.kind == "claim")
    count = tally(tallies, rows, resolved, as_of=day, known=known)
    for name, owner in shelf.owners.items():
        part = _Part(owner, name, others[name], originals)
        found = part.cold(resolved, day, known) if known < FAR else part.warm(resolved, day)
        for about, one in found.items():
            if about in tallies:
                tallies[about].merge(one)
            else:
                tallies[about] = one
        count += sum(said.count for one in found.values() for said in one.words.values())
    count += amend(tallies, resolved, as_of=day, known=known)
    shown = prevented(tallies)
    hindered = hinderers(shelf.named(shown).values(), resolved) if shown else {}
    return Folded(tallies, resolved, day, known, count, hindered)


def _others(journal: Journal, compartment: str) -> list[Entry]:
    return [one for one in journal.each(kinds=_OTHERS) if one.compartment == compartment]


@dataclass(frozen=True)
class _Part:
    """The claims of one compartment's database."""

    journal: Journal
    compartment: str
    others: Sequence[Entry]
    originals: Sequence[Entry]

    @property
    def prefix(self) -> str:
        """What makes names those of the whole case."""
        return "" if self.compartment == "public" else f"{self.compartment}/"

    def cold(
        self, resolved: Resolved, as_of: int, known: int, about: Sequence[str] | None = None, upto: int | None = None
    ) -> dict[str, Tally]:
        """Tallies of all claims, or of those about some things."""
        tallies: dict[str, Tally] = {}
        parts = [None] if about is None else [about[at : at + 500] for at in range(0, len(about), 500)]
        for part in parts:
            for batch in self.journal.rows(self.compartment, about=part, upto=upto):
                tally(tallies, batch, resolved, as_of=as_of, known=known, prefix=self.prefix)
        return tallies

    def warm(self, resolved: Resolved, as_of: int) -> dict[str, Tally]:
        """Tallies of all claims, by way of a snapshot that rests on this compartment alone."""
        head = next((one for one in self.journal.heads() if one.compartment == self.compartment), None)
        if head is None:
            return {}
        mine = [one for one in self.originals if one.compartment == self.compartment]
        own = resolve(self.others, mine)
        tallies, fresh = self._state(own, mine, head.seq)
        if fresh >= WORTH_KEEPING:
            # Who may only read gets the answer all the same; so does who has counted what no snapshot can hold.
            with suppress(JournalError, OverflowError):
                data = json.dumps(sorted(own.amended)).encode() + b"\n" + dump(tallies)
                self.journal.keep(Snapshot(head, data))
        strange = {one.record.about for one in mine if (one.name in resolved.amended) != (one.name in own.amended)}
        again = {
            name
            for name, one in tallies.items()
            if one.latest > as_of or one.cuts != resolved.cuts.get(name, ()) or name in strange
        }
        for name in again:
            del tallies[name]
        if again:
            tallies |= self.cold(resolved, as_of, FAR, sorted(again), head.seq)
        return tallies

    def _state(self, own: Resolved, mine: Sequence[Entry], upto: int) -> tuple[dict[str, Tally], int]:
        """All claims up to a number, and how many of them no snapshot held."""
        kept = self.journal.snapshot(self.compartment)
        restored = None if kept is None or kept.head.seq > upto else _restored(kept)
        if kept is None or restored is None:
            tallies = self.cold(own, FAR, FAR, upto=upto)
            return tallies, sum(said.count for one in tallies.values() for said in one.words.values())
        amended, tallies = restored
        changed = amended ^ set(own.amended)
        stale = {str(one.record.about) for one in mine if one.name in changed}
        stale |= {name for name, one in tallies.items() if one.cuts != own.cuts.get(name, ())}
        for name in stale:
            tallies.pop(name, None)
        fresh = 0
        for batch in self.journal.rows(self.compartment, after=kept.head.seq, upto=upto):
            rows = [row for row in batch if row[1] not in stale]
            fresh += tally(tallies, rows, own, prefix=self.prefix)
        if stale:
            tallies |= self.cold(own, FAR, FAR, sorted(stale), upto)
        return tallies, fresh


def _restored(kept: Snapshot) -> tuple[set[str], dict[str, Tally]] | None:
    """The amended entries and the tallies of a snapshot; None where another version wrote it: then all is counted."""
    line, _, data = kept.data.partition(b"\n")
    try:
        return set(json.loads(line)), restore(data)
    except (ValueError, LookupError):
        return None
