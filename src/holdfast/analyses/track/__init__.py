"""What was promised, what was done, what is contested: a pure fold over the journal, and its status on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.track.ahead import Ahead, Rate, ahead, rates
from holdfast.analyses.track.fold import FAR, Folded, day_of, fold
from holdfast.analyses.track.judge import Judge
from holdfast.analyses.track.ledgers import Ledger, ledgers
from holdfast.analyses.track.settler import Settler
from holdfast.analyses.track.status import NAMES, Name, Status
from holdfast.analyses.track.world import World
from holdfast.case.case import Case, Draft
from holdfast.case.record_rows import minutes
from holdfast.case.records import Entry

_METHOD = (
    "A fold over the journal's entries, whatever their order: corrections and withdrawals first, then findings, then "
    "claims and counts since the last finding. Conditions are judged by what has happened, in strong Kleene logic."
)
_ASSUMPTIONS = (
    "A claim is no finding. Performed: by a finding of the clause's decider or verifier, or by the word or count of "
    "its verifier or beneficiary. On the obligor's own word alone it is performed by own account, and nothing begins "
    "that waits for its verification, nor, where somebody is named to verify it, for it.",
    "An allegation makes no breach: a finding does, or the obligor's admission. What is late is not for that broken.",
    "Where counts differ, the obligation is judged by the verifier's, else the beneficiary's; the others stand beside "
    "it and are never added up. A lower count by others makes it contested until there is a finding.",
    "Days are those of the case's time zone; hours are rounded up to days, in favour of who has to perform. What was "
    "reported without a day counts as of the day on which it was received.",
)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Entries about something that the draft in force does not have."""

    about: str
    claims: int


@dataclass(frozen=True, slots=True)
class Track:
    """Where an agreement stands on a day."""

    as_of: date
    known_on: date | None
    """As known at the end of this day; None for all that is known."""
    draft: str
    statuses: tuple[Status, ...]
    ledgers: tuple[Ledger, ...]
    ahead: Ahead
    rates: Mapping[str, tuple[Rate, ...]]
    """By ``all``, ``phase`` and ``party``."""
    findings: tuple[Entry, ...]
    decisions: tuple[Entry, ...]
    coverage: tuple[Entry, ...]
    claims: int
    unplaced: tuple[Unplaced, ...]
    left_out: tuple[str, ...]
    """Clauses that the package leaves out."""
    done: frozenset[tuple[str, int]]
    """The steps from which `hold` can go on: clauses that everybody who owes them has performed, or that are in force
    and kept, with 0; their parts that have been performed, with their number."""
    method: str
    assumptions: tuple[str, ...]

    @property
    def counts(self) -> Mapping[Name, int]:
        """How many clauses, per obligor, have each status."""
        return {name: sum(one.status == name for one in self.statuses) for name in NAMES}

    @property
    def because(self) -> tuple[str, ...]:
        """Every entry that a status rests on."""
        return tuple(dict.fromkeys(name for one in self.statuses for name in one.because))


def known_until(case: Case, known_on: date | None) -> int:
    """The last minute, since 1970 (UTC), that counts as known on a day of the case's time zone."""
    if known_on is None or known_on == date.max:
        return FAR
    return minutes(datetime.combine(known_on + timedelta(days=1), time(), case.timezone).astimezone(UTC)) - 1


def in_force(case: Case, folded: Folded, draft: Draft | None = None) -> Draft | None:
    """The draft in force: the last one that the parties have decided to amend it to, else the one that is asked for."""
    current = draft or case.draft
    for one in folded.resolved.decisions:
        named = case.drafts.get(one.record.draft or "")
        if one.record.decides == "amend" and named is not None and day_of(one.record) <= folded.as_of:
            current = named
    return current


def track(
    case: Case,
    folded: Folded,
    *,
    known_on: date | None = None,
    draft: Draft | None = None,
    package: Mapping[str, str] | None = None,
    within: int = 14,
) -> Track | None:
    """Where each clause stands, per obligor, on the day to which the journal was folded.

    1. The draft in force on that day, under its package: what is owed.
    2. Which events and phases have come, and which clauses were performed (`world`, `settler`).
    3. From these, when each clause is due, and its status (`terms`, `judge`).

    Args:
        case: the case.
        folded: the journal, folded to a day (`fold.fold`).
        known_on: the day to whose end it was folded, to be told in the result.
        draft: the draft that was agreed; by default the one that commands take.
        package: options by issue in place of the draft's own.
        within: how many days ahead the next steps look.

    Returns:
        The result; None where the case has no draft.
    """
    chosen = in_force(case, folded, draft)
    if chosen is None:
        return None
    instance = instantiate(case, chosen, package)
    world = World(instance, folded, Settler(instance, folded))
    statuses = Judge(world).all()
    agreement = chosen.agreement
    placed = {*agreement.commitments, *agreement.events, *agreement.phases}
    return Track(
        as_of=date.fromordinal(folded.as_of),
        known_on=known_on,
        draft=chosen.name,
        statuses=statuses,
        ledgers=ledgers(world),
        ahead=ahead(world, statuses, within),
        rates={by: rates(statuses, by) for by in ("all", "phase", "party")},
        findings=tuple(one for one in folded.resolved.findings if day_of(one.record) <= folded.as_of),
        decisions=tuple(one for one in folded.resolved.decisions if day_of(one.record) <= folded.as_of),
        coverage=tuple(one for one in folded.resolved.coverage if day_of(one.record) <= folded.as_of),
        claims=folded.claims,
        unplaced=tuple(
            Unplaced(name, sum(said.count for said in tally.words.values()))
            for name, tally in folded.tallies.items()
            if name not in placed
        ),
        left_out=tuple(instance.left_out),
        done=_done(world, statuses),
        method=_METHOD,
        assumptions=_ASSUMPTIONS,
    )


def _done(world: World, statuses: Iterable[Status]) -> frozenset[tuple[str, int]]:
    of: dict[str, list[Status]] = {}
    for one in statuses:
        of.setdefault(one.clause, []).append(one)
    found: set[tuple[str, int]] = set()
    for name, ones in of.items():
        if all(one.status == "performed" or (one.ongoing and one.status == "due") for one in ones):
            found.add((name, 0))
        for number in range(1, len(world.instance.parts(name)) + 1):
            if world.stage(name, number).value is not True:
                break
            found.add((name, number))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Moved:
    """A status that changed between two days."""

    clause: str
    obligor: str | None
    before: Name | None
    after: Status


def changes(before: Track | None, after: Track) -> tuple[Moved, ...]:
    """What has another status than before."""
    old = {} if before is None else {(one.clause, one.obligor): one.status for one in before.statuses}
    return tuple(
        Moved(one.clause, one.obligor, old.get((one.clause, one.obligor)), one)
        for one in after.statuses
        if old.get((one.clause, one.obligor)) != one.status
    )


def history(
    case: Case,
    entries: Sequence[Entry],
    days: Iterable[date],
    *,
    known_on: date | None = None,
    draft: Draft | None = None,
) -> tuple[Track, ...]:
    """The status on each of some days, from entries that are at hand."""
    known = known_until(case, known_on)
    found = []
    for day in days:
        one = track(case, fold(entries, as_of=day.toordinal(), known=known), known_on=known_on, draft=draft)
        if one is not None:
            found.append(one)
    return tuple(found)


def sampled(first: date, last: date, most: int = 60) -> tuple[date, ...]:
    """At most so many days, evenly spaced, the first and the last among them."""
    span = (last - first).days
    step = max(-(-span // max(most - 1, 1)), 1)
    days = [first + timedelta(days=number) for number in range(0, span, step)]
    return (*days, last) if span >= 0 else ()
