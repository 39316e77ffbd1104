"""The grounds of a status: the reasons that follow from what was found, said and counted of a clause, each cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from holdfast.analyses.coherence.instance import is_ongoing
from holdfast.analyses.track.days import day
from holdfast.analyses.track.fold import Mark, day_of
from holdfast.analyses.track.obligors import Unit
from holdfast.analyses.track.settled import Heard, Series, Settled
from holdfast.analyses.track.status import Name, Reason, Status
from holdfast.analyses.track.terms import Term
from holdfast.case.model import Commitment
from holdfast.case.record_values import SCALE


def in_words(amount: Fraction | int) -> str:
    """Thousandths as the number that a reason shows: ``1,250.5``."""
    return f"{float(Fraction(amount) / SCALE):,.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Grounds:
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
        """The status of this name, with why; `late`: by how many days; `blocked`: by which clauses and parties."""
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

    def denials(self, heard: Iterable[Heard] | None = None) -> tuple[Reason, ...]:
        """Who denies it, and who has counted less."""
        performed = self.settled.performed
        since = 0 if performed is None else performed[1]
        denied = self.settled.denied(since) if heard is None else tuple(heard)
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
        owed = "" if needs is None else f" of {in_words(needs)}"
        return f"{in_words(series.value)}{owed} {series.good.replace('-', ' ')}"

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
