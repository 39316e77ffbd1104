"""Judges which status each clause has, per obligor, from what was decided, performed, begun and is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from holdfast.analyses.coherence.instance import is_ongoing
from holdfast.analyses.track.days import day
from holdfast.analyses.track.facts import Fact
from holdfast.analyses.track.flows import flow
from holdfast.analyses.track.fold import day_of
from holdfast.analyses.track.grounds import Grounds
from holdfast.analyses.track.obligors import Unit, units
from holdfast.analyses.track.status import Name, Reason, Status
from holdfast.analyses.track.terms import PartTerm, parts, term
from holdfast.analyses.track.waits import waited_for, waits_for
from holdfast.analyses.track.world import World
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.model import Commitment
from holdfast.case.records import Entry

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
        grounds = Grounds(name, unit, clause, settled, term(world, name, unit), world.today)
        if (decided := self._decided(name, unit)) is not None:
            return grounds.status(*decided)
        if clause.unless is not None and (fact := world.fact(clause.unless, name)).value is True:
            return grounds.status("not due", Reason("falls away", day=day(fact.since), condition=clause.unless))
        if settled.state == "nothing" and any(one.clause == name for one in world.instance.undecided):
            return grounds.status("not due", Reason("undecided"))
        if is_ongoing(clause):
            return self._ongoing(grounds)
        return self._once(grounds)

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

    def _once(self, grounds: Grounds) -> Status:
        settled, due, today = grounds.settled, grounds.term, self.world.today
        if settled.state not in ("nothing", "in part"):
            return grounds.of_state()
        start = due.starts
        late_part = self._late_part(grounds)
        if start.value is not True and settled.state == "nothing":
            return self._waiting(grounds)
        consents = self._consents(grounds)
        if (stopped := self._stopped(grounds, consents)) is not None:
            return stopped
        if due.latest is not None and due.latest < today:
            blockers = self._blockers(grounds.name, grounds.clause)
            if blockers and start.value is not True:
                return grounds.blocked(blockers, self._obligors(blockers))
            overdue = Reason("overdue", day=day(due.latest))
            passed = today - due.latest
            return grounds.status("late", *grounds.partly(), *grounds.delays(), *consents, overdue, late=passed)
        if late_part is not None:
            passed = today - (late_part.latest or today)
            reason = Reason("part late", day=day(late_part.latest), number=late_part.number)
            return grounds.status("late", *grounds.partly(), *grounds.delays(), *consents, reason, late=passed)
        if settled.state == "in part":
            return grounds.status("in part", *grounds.partly(), *grounds.delays(), *consents, *grounds.due_reason())
        if due.earliest is not None and today < due.earliest:
            return grounds.status("not due", *consents, *grounds.due_reason())
        return grounds.status("due", *grounds.delays(), *consents, *grounds.due_reason())

    def _consents(self, grounds: Grounds) -> tuple[Reason, ...]:
        """Who has given or refused a consent that it needs, and who has said nothing: silence refuses nothing."""
        found = self.world.settler.consents(grounds.name, grounds.unit)
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

    def _stopped(self, grounds: Grounds, consents: tuple[Reason, ...]) -> Status | None:
        """Blocked by parties rather than by clauses: a consent is refused, or somebody prevents it by a word that
        counts. None where nobody stands in the way so."""
        refusing = [reason.who[0] for reason in consents if reason.kind == "refused"]
        hindered = grounds.settled.hindered
        if not refusing and not hindered:
            return None
        parties = tuple(dict.fromkeys([*refusing, *(one.by for one in hindered if one.by is not None)]))
        latest = grounds.term.latest
        late = None if latest is None or latest >= self.world.today else self.world.today - latest
        why = (*grounds.partly(), *grounds.delays(), *consents, *grounds.due_reason())
        return grounds.status("blocked by", *why, late=late, blocked=((), parties))

    def _late_part(self, grounds: Grounds) -> PartTerm | None:
        """The first part whose day has passed and that has not been performed."""
        for part in parts(self.world, grounds.name, grounds.unit):
            passed = part.latest is not None and part.latest < self.world.today and part.starts.value is True
            if passed and grounds.settled.stage(part.number, part.needs)[0] is not True:
                return part
        return None

    def _waiting(self, grounds: Grounds) -> Status:
        """What it waits for has not happened, or nobody knows whether it has."""
        blockers = self._blockers(grounds.name, grounds.clause)
        fixed = grounds.term.fixed and grounds.term.latest is not None
        if blockers:
            return grounds.blocked(blockers, self._obligors(blockers))
        if fixed and grounds.term.latest is not None and grounds.term.latest < self.world.today:
            names = tuple(self._missing(grounds.name, grounds.clause))
            if names:
                return grounds.blocked(names, self._obligors(names))
        waits = waits_for(grounds.clause)
        if waits is None:
            return grounds.status("not due", Reason("not begun"))
        reason = Reason("waits", condition=waits, words=None if grounds.term.starts.value is False else "unknown")
        return grounds.status("not due", reason, *grounds.due_reason())

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

    def _ongoing(self, grounds: Grounds) -> Status:
        world, clause, settled = self.world, grounds.clause, grounds.settled
        start = grounds.term.starts
        if settled.state == "breached" or (settled.state == "reversed" and settled.admission is None):
            return grounds.of_state()
        if settled.found == "unverifiable" and settled.state == "unverifiable":
            return grounds.of_state()
        alleged = [one for one in settled.accusers if one.says in ("violated", "not-performed", "reversed")]
        if alleged:
            return grounds.status("contested", *grounds.found(), *grounds.denials(alleged))
        if start.value is not True:
            return self._waiting(grounds)
        ended = Fact(False) if clause.until is None else world.fact(clause.until, grounds.name)
        if clause.so_long_as is not None:
            fact = world.fact(clause.so_long_as, grounds.name) if not self._kept(clause.so_long_as) else Fact(True)
            if fact.value is False:
                return grounds.status("not due", Reason("not owed now", condition=clause.so_long_as))
        reasons = [Reason("in force", day=day(start.since))]
        if ended.value is True:
            reasons = [Reason("ended", day=day(ended.since))]
        if any(one.per is not None for one in clause.gives.values()):
            return flow(grounds, start.since, ended.since if ended.value is True else None)
        kept = settled.words("performed", roles=("verifier", "beneficiary"))
        if settled.found in ("performed", "no-breach"):
            return grounds.status("performed", *grounds.found(), *reasons)
        if kept:
            last = max(kept, key=lambda one: one.last)
            reason = Reason("kept", (last.speaker,), day(last.last[0]), (last.last[3],))
            return grounds.status("performed", reason, *reasons)
        if settled.words("performed", roles=("own",)):
            own = max(settled.words("performed", roles=("own",)), key=lambda one: one.last)
            reason = Reason("own account", (own.speaker,), day(own.last[0]), (own.last[3],))
            return grounds.status("performed by own account", reason, *reasons)
        return grounds.status("not due" if ended.value is True else "due", *reasons)

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
