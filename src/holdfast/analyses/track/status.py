"""The status of each clause and obligor on a day, with why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from holdfast.analyses.coherence.instance import is_ongoing
from holdfast.analyses.track.fold import Mark, day_of
from holdfast.analyses.track.settle import Series, Settled, Unit, units
from holdfast.analyses.track.world import Fact, PartTerm, Term, World
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.mentions import mentions
from holdfast.case.model import Commitment
from holdfast.case.record_values import SCALE
from holdfast.case.records import Entry

Name = Literal[
    "not due",
    "due",
    "performed",
    "performed by own account",
    "performed as reported",
    "in part",
    "late",
    "blocked by",
    "contested",
    "breached",
    "reversed",
    "unverifiable",
    "waived",
]
#: Every status, in the order in which views list them.
NAMES: Final[tuple[Name, ...]] = (
    "not due", "due", "in part", "late", "blocked by", "performed", "performed by own account",
    "performed as reported", "contested",
    "unverifiable", "reversed", "breached", "waived",
)  # fmt: skip
#: What holds up others.
_IN_THE_WAY: Final = frozenset(
    {
        "late",
        "blocked by",
        "contested",
        "breached",
        "reversed",
        "unverifiable",
        "performed by own account",
        "performed as reported",
    }
)
ReasonKind = Literal[
    "found", "said", "counted", "denied", "counted less", "admitted", "own account", "waits", "waits for", "no day",
    "due on", "overdue", "in force", "kept", "ended", "suspended", "not begun", "waived", "extended", "delayed",
    "short period", "undecided", "not owed now", "falls away", "part late",
    "refused", "consented", "no consent",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of why."""

    kind: ReasonKind
    who: tuple[str, ...] = ()
    day: date | None = None
    entries: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    words: str | None = None
    number: int | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Where one obligor's performance of one clause stands."""

    clause: str
    obligor: Unit
    phase: str | None
    status: Name
    since: date | None
    """The day since which, where that is known."""
    due: date | None
    performed_on: date | None
    days_late: int | None
    """How many days after the last day it was performed, or how many have passed since; None where it is not late."""
    share: Fraction | None
    """How much of what is owed has come, by the count by which it is judged; None where that cannot be told."""
    ongoing: bool
    blocked_by: tuple[str, ...]
    """The clauses that stand in the way."""
    blocking: tuple[str, ...]
    """The parties that do."""
    disputed_by: tuple[str, ...]
    """Who denies what is held to be so, or has counted less."""
    why: tuple[Reason, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """The entries that it rests on."""
        return tuple(dict.fromkeys(name for reason in self.why for name in reason.entries))


def day(ordinal: int | None) -> date | None:
    """An ordinal as a day."""
    return None if ordinal is None else date.fromordinal(ordinal)


@dataclass
class Judge:
    """Judges every clause of a world."""

    world: World
    _known: dict[tuple[str, Unit], Status] = field(default_factory=dict)
    _busy: set[tuple[str, Unit]] = field(default_factory=set)

    def all(self) -> tuple[Status, ...]:
        """The status of every clause that stands, per obligor, in the order of the draft."""
        standing = self.world.instance.standing
        return tuple(self.status(name, unit) for name, clause in standing.items() for unit in units(clause))

    def status(self, name: str, unit: Unit) -> Status:
        """The status of one clause for one obligor."""
        known = self._known.get((name, unit))
        if known is None:
            self._busy.add((name, unit))
            known = self._known[(name, unit)] = self._judge(name, unit)
            self._busy.discard((name, unit))
        return known

    def _judge(self, name: str, unit: Unit) -> Status:
        world = self.world
        clause = world.instance.standing[name]
        settled = world.settler.settled(name, unit)
        term = world.term(name, unit)
        made = _Made(name, unit, clause, settled, term, world.today)
        if (decided := self._decided(name, unit)) is not None:
            return made.status(*decided)
        if clause.unless is not None and (fact := world.fact(clause.unless, name)).value is True:
            return made.status("not due", Reason("falls away", day=day(fact.since), condition=clause.unless))
        if settled.state == "nothing" and any(one.clause == name for one in world.instance.undecided):
            return made.status("not due", Reason("undecided"))
        if is_ongoing(clause):
            return self._ongoing(made)
        return self._once(made)

    # --- decisions ---------------------------------------------------------------------------------------------------

    def _decided(self, name: str, unit: Unit) -> tuple[Name, Reason] | None:
        """What the parties have decided: waived, or suspended and not resumed."""
        suspended: Entry | None = None
        for one in self.world.settler.decisions(name, unit):
            record = one.record
            if record.decides == "waive" and record.stage is None:
                return "waived", Reason("waived", record.parties, day(day_of(record)), (one.name,), words=record.reason)
            if record.decides == "suspend":
                suspended = one
            elif record.decides == "resume":
                suspended = None
        if suspended is None:
            return None
        record = suspended.record
        since = day(day_of(record))
        return "not due", Reason("suspended", record.parties, since, (suspended.name,), words=record.reason)

    # --- clauses that are done once ----------------------------------------------------------------------------------

    def _once(self, made: _Made) -> Status:
        settled, term, today = made.settled, made.term, self.world.today
        if settled.state not in ("nothing", "in part"):
            return made.of_state()
        start = term.starts
        late_part = self._late_part(made)
        if start.value is not True and settled.state == "nothing":
            return self._waiting(made)
        consents = self._consents(made)
        if (stopped := self._stopped(made, consents)) is not None:
            return stopped
        if term.latest is not None and term.latest < today:
            blockers = self._blockers(made.name, made.clause)
            if blockers and start.value is not True:
                return made.blocked(blockers, self._obligors(blockers))
            overdue = Reason("overdue", day=day(term.latest))
            return made.status("late", *made.partly(), *made.delays(), *consents, overdue, late=today - term.latest)
        if late_part is not None:
            passed = today - (late_part.latest or today)
            reason = Reason("part late", day=day(late_part.latest), number=late_part.number)
            return made.status("late", *made.partly(), *made.delays(), *consents, reason, late=passed)
        if settled.state == "in part":
            return made.status("in part", *made.partly(), *made.delays(), *consents, *made.due_reason())
        if term.earliest is not None and today < term.earliest:
            return made.status("not due", *consents, *made.due_reason())
        return made.status("due", *made.delays(), *consents, *made.due_reason())

    def _consents(self, made: _Made) -> tuple[Reason, ...]:
        """Who has given or refused a consent that it needs, and who has said nothing: silence refuses nothing."""
        found = self.world.settler.consents(made.name, made.unit)
        reasons = [
            Reason(
                "consented" if one.record.decides == "consent" else "refused",
                (party,),
                day(day_of(one.record)),
                (one.name,),
            )
            for party, one in found.items()
            if one is not None
        ]
        missing = tuple(party for party, one in found.items() if one is None)
        return (*reasons, *((Reason("no consent", missing),) if missing else ()))

    def _stopped(self, made: _Made, consents: tuple[Reason, ...]) -> Status | None:
        """Blocked by parties rather than by clauses: a consent is refused, or somebody prevents it by a word that
        counts. None where nobody stands in the way so."""
        refusing = [reason.who[0] for reason in consents if reason.kind == "refused"]
        hindered = made.settled.hindered
        if not refusing and not hindered:
            return None
        parties = tuple(dict.fromkeys([*refusing, *(one.by for one in hindered if one.by is not None)]))
        latest = made.term.latest
        late = None if latest is None or latest >= self.world.today else self.world.today - latest
        why = (*made.partly(), *made.delays(), *consents, *made.due_reason())
        return made.status("blocked by", *why, late=late, blocked=((), parties))

    def _late_part(self, made: _Made) -> PartTerm | None:
        """The first part whose day has passed and that has not been performed."""
        for part in self.world.parts(made.name, made.unit):
            passed = part.latest is not None and part.latest < self.world.today and part.starts.value is True
            if passed and made.settled.stage(part.number, part.needs)[0] is not True:
                return part
        return None

    def _waiting(self, made: _Made) -> Status:
        """What it waits for has not happened, or nobody knows whether it has."""
        blockers = self._blockers(made.name, made.clause)
        fixed = made.term.fixed and made.term.latest is not None
        if blockers:
            return made.blocked(blockers, self._obligors(blockers))
        if fixed and made.term.latest is not None and made.term.latest < self.world.today:
            names = tuple(self._missing(made.name, made.clause))
            if names:
                return made.blocked(names, self._obligors(names))
        waits = _waits_for(made.clause)
        if waits is None:
            return made.status("not due", Reason("not begun"))
        reason = Reason("waits", condition=waits, words=None if made.term.starts.value is False else "unknown")
        return made.status("not due", reason, *made.due_reason())

    def _blockers(self, name: str, clause: Commitment) -> tuple[str, ...]:
        """The clauses that it waits for and that are themselves late, blocked, contested, broken or unverified."""
        found = []
        for one in self._missing(name, clause):
            for unit in units(self.world.instance.standing[one]):
                if (one, unit) not in self._busy and self.status(one, unit).status in _IN_THE_WAY:
                    found.append(one)
                    break
        return tuple(found)

    def _missing(self, name: str, clause: Commitment) -> Iterator[str]:
        """The clauses that a clause waits for and that have not, as far as is known, been performed."""
        for one in sorted(waited_for(self.world, name, clause), key=list(self.world.instance.standing).index):
            if self.world.each(one, lambda settled: settled.verified).value is not True or (
                self.world.happened(one).value is not True
            ):
                yield one

    def _obligors(self, names: tuple[str, ...]) -> tuple[str, ...]:
        parties: list[str] = []
        for name in names:
            clause = self.world.instance.standing[name]
            parties += [str(party) for party in (clause.by.parties if clause.by is not None else ())]
        return tuple(dict.fromkeys(parties))

    # --- duties and prohibitions -------------------------------------------------------------------------------------

    def _ongoing(self, made: _Made) -> Status:
        world, clause, settled = self.world, made.clause, made.settled
        start = made.term.starts
        if settled.state == "breached" or (settled.state == "reversed" and settled.admission is None):
            return made.of_state()
        if settled.found == "unverifiable" and settled.state == "unverifiable":
            return made.of_state()
        alleged = [one for one in settled.accusers if one.says in ("violated", "not-performed", "reversed")]
        if alleged:
            return made.status("contested", *made.found(), *made.denials(alleged))
        if start.value is not True:
            return self._waiting(made)
        ended = Fact(False) if clause.until is None else world.fact(clause.until, made.name)
        if clause.so_long_as is not None:
            fact = world.fact(clause.so_long_as, made.name) if not self._kept(clause.so_long_as) else Fact(True)
            if fact.value is False:
                return made.status("not due", Reason("not owed now", condition=clause.so_long_as))
        reasons = [Reason("in force", day=day(start.since))]
        if ended.value is True:
            reasons = [Reason("ended", day=day(ended.since))]
        if any(one.per is not None for one in clause.gives.values()):
            return self._flow(made, start.since, ended.since if ended.value is True else None)
        kept = settled.words("performed", roles=("verifier", "beneficiary"))
        if settled.found in ("performed", "no-breach"):
            return made.status("performed", *made.found(), *reasons)
        if kept:
            last = max(kept, key=lambda one: one.last)
            reason = Reason("kept", (last.speaker,), day(last.last[0]), (last.last[3],))
            return made.status("performed", reason, *reasons)
        if settled.words("performed", roles=("own",)):
            own = max(settled.words("performed", roles=("own",)), key=lambda one: one.last)
            reason = Reason("own account", (own.speaker,), day(own.last[0]), (own.last[3],))
            return made.status("performed by own account", reason, *reasons)
        return made.status("not due" if ended.value is True else "due", *reasons)

    def _kept(self, condition: Condition) -> bool:
        """Whether a condition names a duty or prohibition alone, which holds until somebody has broken it."""
        if not isinstance(condition, c.Performed) or condition.name not in self.world.instance.standing:
            return False
        clause = self.world.instance.standing[condition.name]
        if not is_ongoing(clause):
            return False
        return not any(
            self.world.settler.settled(condition.name, unit).state in ("breached", "reversed") for unit in units(clause)
        )

    def _flow(self, made: _Made, since: int | None, until: int | None) -> Status:
        """A flow: each full period since the beginning, by the count by which it is judged."""
        last = self.world.today if until is None else min(until, self.world.today)
        short: list[Reason] = []
        periods, counted = 0, False
        for good, quantity in made.clause.gives.items():
            series = made.settled.deciding(str(good))
            figure = quantity.amount.figure
            owed = None if figure is None else figure.stated if figure.stated is not None else figure.low
            if since is None or owed is None or quantity.per is None:
                continue
            length = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365}[quantity.per]
            owed *= SCALE * (24 if quantity.per == "hour" else 1)
            for number, (start, end) in enumerate(_periods(since, last, length), 1):
                periods += 1
                came = None if series is None else series.points.between(start, end)
                counted = counted or came is not None
                if came is not None and came < owed:
                    assert series is not None
                    names = series.points.entries(start, end)[:3]
                    words = f"{_number(came)} of {_number(owed)} {good}"
                    short.append(Reason("short period", (series.counter,), day(end), names, number=number, words=words))
        reasons = [Reason("in force", day=day(since))] if until is None else [Reason("ended", day=day(until))]
        deciding = [one for good in made.clause.gives if (one := made.settled.deciding(str(good))) is not None]
        if short:
            return made.status("in part", *short, *reasons)
        if not periods or not counted:
            return made.status("due" if until is None else "not due", *reasons)
        own = all(one.role == "own" for one in deciding)
        who = tuple(dict.fromkeys(one.counter for one in deciding))
        names = tuple(one.points[-1][2] for one in deciding)
        reason = Reason(
            "own account" if own else "counted", who, day(max(one.points[-1][0] for one in deciding)), names
        )
        return made.status("performed by own account" if own else "performed", reason, *reasons)


def _periods(since: int, last: int, length: int) -> Iterator[tuple[int, int]]:
    """The full periods from a day on, up to another."""
    while since + length - 1 < last:
        yield since, since + length - 1
        since += length


def _number(amount: Fraction | int) -> str:
    return f"{float(Fraction(amount) / SCALE):,.3f}".rstrip("0").rstrip(".")


def _waits_for(clause: Commitment) -> Condition | None:
    parts = [one for one in (clause.after, clause.from_) if one is not None]
    if clause.phase is not None and not parts:
        parts.append(c.PhaseEdge(str(clause.phase), "opens"))
    return c.conjunction(parts) if parts else None


def waited_for(world: World, name: str, clause: Commitment) -> set[str]:
    """The clauses that a clause waits for directly: in its conditions, its phase, its parts and their partners."""
    conditions = [one for one in (clause.after, clause.from_) if one is not None]
    conditions += [one.after for one in clause.tranches if one.after is not None]
    if clause.phase is not None and not conditions:
        phase = world.instance.draft.agreement.phases.get(clause.phase)
        if phase is not None and phase.opens is not None:
            conditions.append(phase.opens)
    found = {one.name for condition in conditions for one in mentions(condition).refs}
    if clause.paired_with is not None:
        found.add(str(clause.paired_with.commitment))
    phases = [
        world.instance.draft.agreement.phases[one] for one in found if one in world.instance.draft.agreement.phases
    ]
    found |= {one.name for phase in phases for edge in (phase.opens, phase.ends) if edge for one in mentions(edge).refs}
    return {one for one in found if one in world.instance.standing and one != name}


@dataclass(frozen=True)
class _Made:
    """Makes a `Status` of what is known of a clause."""

    name: str
    unit: Unit
    clause: Commitment
    settled: Settled
    term: Term
    today: int

    def status(
        self,
        status: Name,
        *why: Reason,
        late: int | None = None,
        blocked: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
    ) -> Status:
        performed = self.settled.performed if status.startswith("performed") else None
        done = None if performed is None or is_ongoing(self.clause) else performed
        if done is not None and self.term.latest is not None and done[1] > self.term.latest:
            late = done[0] - self.term.latest
            why = (*why, *self.delays())
        if self.term.extended:
            why = (*why, Reason("extended", entries=self.term.extended, day=day(self.term.latest)))
        return Status(
            clause=self.name,
            obligor=self.unit,
            phase=None if self.clause.phase is None else str(self.clause.phase),
            status=status,
            since=self._since(status, why, done),
            due=day(self.term.latest),
            performed_on=None if done is None else day(done[0]),
            days_late=late,
            share=self.share,
            ongoing=is_ongoing(self.clause),
            blocked_by=blocked[0],
            blocking=blocked[1],
            disputed_by=self.disputed,
            why=why,
        )

    def _since(self, status: Name, why: tuple[Reason, ...], done: Mark | None) -> date | None:
        if done is not None:
            return day(done[0])
        if (
            status == "late"
            and why
            and (last := next((one for one in why if "overdue" in one.kind), None))
            and last.day
        ):
            return day(last.day.toordinal() + 1)
        if status in ("due", "in part"):
            return day(self.term.earliest)
        return next((one.day for one in why if one.day is not None and one.kind != "due on"), None)

    @property
    def share(self) -> Fraction | None:
        """The least share of all goods that has come, by the deciding counts."""
        shares = []
        for good in self.clause.gives:
            needs = self.settled.promised(str(good))
            if not needs:
                return None
            series = self.settled.deciding(str(good))
            shares.append(Fraction(0) if series is None else min(Fraction(series.value) / needs, Fraction(1)))
        return min(shares, default=None)

    @property
    def disputed(self) -> tuple[str, ...]:
        """Who denies it or has counted less, in the order in which they were heard."""
        if self.settled.performed is None:
            return ()
        names = [one.speaker for one in self.settled.denied(self.settled.performed[1])]
        names += [one.counter for one in self.settled.short]
        return tuple(dict.fromkeys(names))

    def found(self) -> tuple[Reason, ...]:
        """What the last finding says."""
        finding = self.settled.finding
        if finding is None:
            return ()
        record = finding.record
        return (Reason("found", (record.speaker,), day(day_of(record)), (finding.name,), words=record.finds),)

    def denials(self, heard: object = None) -> tuple[Reason, ...]:
        """Who denies it, and who has counted less."""
        performed = self.settled.performed
        since = 0 if performed is None else performed[1]
        denied = self.settled.denied(since) if heard is None else tuple(heard)  # type: ignore[arg-type]
        reasons = [
            Reason(
                "denied",
                (one.speaker,),
                day(one.last[0]),
                tuple(dict.fromkeys((one.first[3], one.last[3]))),
                words=one.says,
            )
            for one in denied
        ]
        if heard is None:
            reasons += [
                Reason(
                    "counted less", (one.counter,), day(one.points[-1][0]), (one.points[-1][2],), words=self.count(one)
                )
                for one in self.settled.short
            ]
        return tuple(reasons)

    def count(self, series: Series) -> str:
        """``769 of 840 arms``."""
        needs = self.settled.promised(series.good)
        owed = "" if needs is None else f" of {_number(needs)}"
        return f"{_number(series.value)}{owed} {series.good.replace('-', ' ')}"

    def delays(self) -> tuple[Reason, ...]:
        """What is said to have held it up."""
        return tuple(
            Reason("delayed", (one.speaker,), day(one.last[0]), (one.last[3],), words=one.by)
            for one in self.settled.heard
            if one.says == "prevented"
        )

    def partly(self) -> tuple[Reason, ...]:
        """How much of it has come."""
        counts = [self.settled.deciding(str(good)) for good in self.clause.gives]
        reasons = [
            Reason("counted", (one.counter,), day(one.points[-1][0]), (one.points[-1][2],), words=self.count(one))
            for one in counts
            if one is not None
        ]
        if reasons:
            return tuple(reasons)
        heard = self.settled.words("in-part") or [one for one in self.settled.heard if one.stage is not None]
        return tuple(
            Reason("said", (one.speaker,), day(one.last[0]), (one.last[3],), words=one.says, number=one.stage)
            for one in heard[-3:]
        )

    def due_reason(self) -> tuple[Reason, ...]:
        """By when it is due."""
        if self.term.latest is None:
            return (Reason("no day"),)
        return (Reason("due on", day=day(self.term.latest)),)

    def blocked(self, names: tuple[str, ...], parties: tuple[str, ...]) -> Status:
        """Blocked by clauses, and by those who owe them."""
        reason = Reason("waits for", parties, clauses=names)
        return self.status("blocked by", reason, *self.due_reason(), blocked=(names, parties))

    def of_state(self) -> Status:
        """The status that follows from the evidence alone."""
        settled = self.settled
        match settled.state:
            case "performed":
                return self.status("performed", *self._evidence(), *self._disputes())
            case "own account":
                return self.status("performed by own account", *self._evidence())
            case "reported":
                return self.status("performed as reported", *self._evidence())
            case "contested":
                return self.status("contested", *self.found(), *self._evidence(), *self.denials())
            case "breached":
                admitted = settled.admission
                if admitted is None:
                    return self.status("breached", *self.found())
                reason = Reason("admitted", (admitted.speaker,), day(admitted.first[0]), (admitted.first[3],))
                return self.status("breached", *self.found(), reason)
            case "reversed":
                heard = settled.words("reversed", roles=("own", "verifier"))
                said = [
                    Reason("said", (one.speaker,), day(one.last[0]), (one.last[3],), words="reversed") for one in heard
                ]
                return self.status("reversed", *(said or self.found()))
            case _:
                return self.status("unverifiable", *self.found())

    def _evidence(self) -> tuple[Reason, ...]:
        settled = self.settled
        if settled.found == "performed":
            return self.found()
        reasons = []
        for role, kind in (
            ("verifier", "said"),
            ("beneficiary", "said"),
            ("own", "said" if settled.established else "own account"),
        ):
            for one in settled.words("performed", roles=(role,))[:5]:  # type: ignore[arg-type]
                reasons.append(Reason(kind, (one.speaker,), day(one.first[0]), (one.first[3],), words="performed"))  # type: ignore[arg-type]
        for good in self.clause.gives:
            series = settled.deciding(str(good))
            if series is not None and settled.promised(str(good)) is not None:
                point = series.points[-1]
                reasons.append(
                    Reason("counted", (series.counter,), day(point[0]), (point[2],), words=self.count(series))
                )
        return tuple(reasons) if reasons or settled.found is not None else self.partly()

    def _disputes(self) -> tuple[Reason, ...]:
        """What is still denied although a finding has settled it."""
        return self.denials() if self.settled.found == "performed" else ()
