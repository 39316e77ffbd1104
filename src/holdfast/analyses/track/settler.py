"""What the journal says of each clause and obligor, drawn together: who may settle it, and who speaks as what."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.track.daily import Daily, running
from holdfast.analyses.track.fold import CountKey, Folded, day_of
from holdfast.analyses.track.obligors import Unit, is_of
from holdfast.analyses.track.settled import Answer, Heard, Role, Series, Settled
from holdfast.case.model import Commitment
from holdfast.case.records import Entry

#: Of whom what they say is what the body says for which they stand.
_SPEAKS_FOR = frozenset({"delegation", "authority", "body"})


class Settler:
    """Draws together what the journal says of each clause and obligor."""

    def __init__(self, instance: Instance, folded: Folded) -> None:
        self.instance = instance
        self.folded = folded
        self._known: dict[tuple[str, Unit], Settled] = {}
        self._findings: dict[str, list[Entry]] = {}
        self._decisions: dict[str, list[Entry]] = {}
        for one in folded.resolved.findings:
            if one.record.about is not None and day_of(one.record) <= folded.as_of:
                self._findings.setdefault(one.record.about, []).append(one)
        for one in folded.resolved.decisions:
            if one.record.about is not None and one.record.on and one.record.on[0].toordinal() <= folded.as_of:
                self._decisions.setdefault(one.record.about, []).append(one)

    def settled(self, name: str, unit: Unit) -> Settled:
        """What is established of one obligor's performance of a clause."""
        known = self._known.get((name, unit))
        if known is None:
            known = self._known[(name, unit)] = self._settle(name, unit)
        return known

    def decisions(self, name: str, unit: Unit) -> list[Entry]:
        """The decisions on a clause that are in force on the day, in order."""
        return [one for one in self._decisions.get(name, ()) if is_of(one.record.obligor, unit)]

    def consents(self, name: str, unit: Unit) -> Mapping[str, Entry | None]:
        """Of each party whose consent a clause needs: where it last gave or refused it; None where it said nothing."""
        clause = self.instance.standing[name]
        found: dict[str, Entry | None] = {str(party): None for party in clause.needs_consent}
        for one in self.decisions(name, unit) if found else ():
            if one.record.decides in ("consent", "refuse"):
                for party in found:
                    if any(self._stands_for(who, {party}) for who in one.record.parties):
                        found[party] = one
        return found

    def findings(self, name: str, unit: Unit) -> list[Entry]:
        """The findings on a clause by those who may decide it, in order."""
        clause = self.instance.standing[name]
        return [
            one
            for one in self._findings.get(name, ())
            if is_of(one.record.obligor, unit) and self.may_find(one.record.party, clause)
        ]

    def may_find(self, party: str | None, clause: Commitment) -> bool:
        """Whether somebody's finding settles a clause: its decider's or a verifier's; anybody's where it names none."""
        named = {str(one) for one in (clause.decider, *clause.verified_by) if one is not None}
        return not named or self._stands_for(party, named)

    def event(self, name: str, says: str, declared_by: str | None) -> Answer | None:
        """Whether an event has come or a phase has opened or ended, by findings and claims; None: nobody says."""
        found = [one for one in self._findings.get(name, ()) if one.record.finds in (says, "not-performed")]
        if found:
            latest = found[-1]
            return (True, day_of(latest.record)) if latest.record.finds == says else (False, None)
        tally = self.folded.tallies.get(name)
        if tally is None:
            return None
        yes = [(said.first[0], key[3]) for key, said in tally.words.items() if key[2] == says]
        denied = any(key[2] == "not-performed" for key in tally.words)
        if declared_by is not None:
            declared = [day for day, speaker in yes if self._stands_for(speaker, {declared_by})]
            return (True, min(declared)) if declared else (None, None) if yes else None
        if not yes:
            return (None, None) if denied else None
        return (None, None) if denied else (True, min(yes)[0])

    def _settle(self, name: str, unit: Unit) -> Settled:
        clause = self.instance.standing[name]
        findings = self.findings(name, unit)
        whole = [one for one in findings if one.record.stage is None and one.record.finds != "counted"]
        tally = self.folded.tallies.get(name)
        heard: list[Heard] = []
        series: list[Series] = []
        if tally is not None:
            after = sum(cut <= day_of(whole[-1].record) for cut in tally.cuts) if whole else 0
            together: dict[tuple[str, str, int | None], Heard] = {}
            for (obligor, stage, says, speaker, epoch), said in tally.words.items():
                if epoch < after or not is_of(obligor, unit):
                    continue
                role = self.role(speaker, unit, clause)
                by = self.folded.hindered.get(said.last[3])
                one = Heard(speaker, role, says, stage, said.first, said.last, said.count, by)
                key = (speaker, says, stage)
                together[key] = _joined(together[key], one) if key in together else one
            heard = list(together.values())
            series = self._series(tally.counts, unit, clause)
        heard += self._strangers(name, unit, clause, whole)
        heard.sort(key=lambda one: (one.first, one.last))
        stages = [one for one in findings if one.record.stage is not None]
        return Settled(
            clause, unit, whole[-1] if whole else None, tuple(stages), tuple(heard), tuple(series), self.folded.as_of
        )

    def _strangers(self, name: str, unit: Unit, clause: Commitment, whole: list[Entry]) -> list[Heard]:
        """Findings by those who may not decide the clause: they count as what those say."""
        heard = []
        after = day_of(whole[-1].record) if whole else 0
        for one in self._findings.get(name, ()):
            record = one.record
            if not is_of(record.obligor, unit) or self.may_find(record.party, clause) or day_of(record) <= after:
                continue
            says = {"breached": "violated", "no-breach": "performed", "unverifiable": ""}.get(
                record.finds or "", record.finds or ""
            )
            first = day_of(record) if record.on is None else record.on[0].toordinal()
            mark = (day_of(record), first, 0, one.name)
            heard.append(
                Heard(record.speaker, self.role(record.speaker, unit, clause), says, record.stage, mark, mark, 1)
            )
        return heard

    def _series(self, counts: Mapping[CountKey, Daily], unit: Unit, clause: Commitment) -> list[Series]:
        by_counter: dict[tuple[str, str, str], list[Daily]] = {}
        for (obligor, good, counter, measure), days in counts.items():
            if is_of(obligor, unit):
                by_counter.setdefault((good, counter, measure), []).append(days)
        found = [
            Series(good, counter, self.role(counter, unit, clause), measure, running(days))
            for (good, counter, measure), days in by_counter.items()
        ]
        return sorted(found, key=lambda one: one.points[0])  # by the first entry, whatever came in first

    def role(self, speaker: str, unit: Unit, clause: Commitment) -> Role:
        """What somebody is to a clause. Who speaks for the obligor is that first, whatever else."""
        if unit is not None and self._stands_for(speaker, set(unit.split("+"))):
            return "own"
        if self._stands_for(speaker, {str(one) for one in (*clause.verified_by, clause.decider) if one is not None}):
            return "verifier"
        return "beneficiary" if self._stands_for(speaker, {str(one) for one in clause.to}) else "other"

    def _stands_for(self, party: str | None, named: set[str]) -> bool:
        """Whether a party is one of these, or speaks for one: as its delegation, an authority or a body of it."""
        seen: set[str] = set()
        while party is not None and party not in seen:
            if party in named:
                return True
            seen.add(party)
            known = self.instance.case.parties.get(party)
            party = None if known is None or not _SPEAKS_FOR & set(known.roles) else known.of
        return False


def _joined(a: Heard, b: Heard) -> Heard:
    by = max(a, b, key=lambda one: one.last).by
    return Heard(a.speaker, a.role, a.says, a.stage, min(a.first, b.first), max(a.last, b.last), a.count + b.count, by)
