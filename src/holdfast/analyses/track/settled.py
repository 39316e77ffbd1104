"""What can be taken as established of one obligor's performance of one clause, from findings, claims and counts.

A finding of the clause's decider or verifier settles what was said up to its day. After it, or without one, the word
of the verifier or of the beneficiary that a thing was performed counts; the obligor's own word is kept apart; and so
is everybody else's. An allegation never makes a breach: a finding does, or the obligor's own admission.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from holdfast.analyses.track.daily import Running
from holdfast.analyses.track.fold import Mark, day_of
from holdfast.analyses.track.obligors import Unit
from holdfast.case.model import Commitment
from holdfast.case.record_values import SCALE
from holdfast.case.records import Entry

Role = Literal["own", "verifier", "beneficiary", "other"]
#: Whether something holds, and since which day.
Answer: TypeAlias = tuple[bool | None, int | None]
State = Literal[
    "performed", "own account", "reported", "in part", "contested", "breached", "reversed", "unverifiable", "nothing"
]
_NEGATIVE = ("not-performed", "violated", "reversed")


@dataclass(frozen=True, slots=True)
class Heard:
    """What one speaker says of a performance since the last finding."""

    speaker: str
    role: Role
    says: str
    stage: int | None
    first: Mark
    last: Mark
    count: int
    by: str | None = None
    """Of something that was prevented: by whom, according to the last such word."""


@dataclass(frozen=True)
class Series:
    """What one counter has counted, day by day: the running total, in thousandths."""

    good: str
    counter: str
    role: Role
    measure: str
    points: Running
    """Day, all that had come by then, the entry that shows it, whether it is rough."""

    @cached_property
    def value(self) -> int:
        """All that has come."""
        return self.points[-1][1]

    def reached(self, needs: Fraction | int) -> int | None:
        """The first day from which on the count has been so high."""
        return self.points.reached(needs)


@dataclass(frozen=True)
class Settled:
    """What is established of one obligor's performance."""

    clause: Commitment
    unit: Unit
    finding: Entry | None
    """The last finding on it as a whole."""
    stage_findings: tuple[Entry, ...]
    heard: tuple[Heard, ...]
    series: tuple[Series, ...]
    today: int

    # --- words -------------------------------------------------------------------------------------------------------

    def words(self, *says: str, roles: Iterable[Role] = ("own", "verifier", "beneficiary", "other")) -> list[Heard]:
        """What was said of the whole, since the last finding."""
        wanted = frozenset(roles)
        return [one for one in self.heard if one.stage is None and one.says in says and one.role in wanted]

    @cached_property
    def found(self) -> str | None:
        """What the last finding concluded."""
        return None if self.finding is None else self.finding.record.finds

    @cached_property
    def found_on(self) -> int:
        """The day of the last finding."""
        return 0 if self.finding is None else day_of(self.finding.record)

    @cached_property
    def admission(self) -> Heard | None:
        """The obligor's own word that it broke the clause."""
        return _earliest(self.words("violated", roles=("own",)))

    @cached_property
    def credible(self) -> Heard | None:
        """The first word of the verifier or the beneficiary that it was performed."""
        return _earliest(self.words("performed", roles=("verifier", "beneficiary")))

    @cached_property
    def own(self) -> Heard | None:
        """The obligor's first word that it performed."""
        return _earliest(self.words("performed", roles=("own",)))

    @cached_property
    def reported(self) -> Heard | None:
        """The first word of anybody else that it was performed."""
        return _earliest(self.words("performed", roles=("other",)))

    @cached_property
    def accusers(self) -> tuple[Heard, ...]:
        """Those who say that it was not performed, was broken or undone, and have not since said otherwise."""
        found = []
        spoken = {
            one.speaker: max(each.last for each in self.words("performed") if each.speaker == one.speaker)
            for one in self.words("performed")
        }
        for one in self.words(*_NEGATIVE, roles=("verifier", "beneficiary", "other")):
            if one.speaker not in spoken or spoken[one.speaker] < one.last:
                found.append(one)
        return tuple(sorted(found, key=lambda one: one.last))

    @cached_property
    def hindered(self) -> tuple[Heard, ...]:
        """Those whose word counts that somebody else prevents it, since anything of it last came: who verifies it, or
        who prevents it by its own account. The obligor's word alone excuses it as little as a stranger's."""
        came = max((one.last for one in self.words("performed", "in-part", "counted")), default=(0, 0, 0, ""))
        obligors = set() if self.unit is None else set(self.unit.split("+"))
        return tuple(
            one
            for one in self.words("prevented")
            if one.by is not None
            and one.by not in obligors
            and one.last > came
            and (one.role == "verifier" or one.speaker == one.by)
        )

    def denied(self, since: int) -> tuple[Heard, ...]:
        """Those who deny, of that day or a later one, that it was performed."""
        return tuple(one for one in self.accusers if one.last[0] >= since)

    # --- counts ------------------------------------------------------------------------------------------------------

    def promised(self, good: str) -> Fraction | None:
        """How much is owed of a good, in thousandths; None where the clause gives no number."""
        quantity = self.clause.gives.get(good)
        figure = None if quantity is None or quantity.per is not None else quantity.amount.figure
        if figure is None or figure.percent:
            return None
        number = figure.stated if figure.stated is not None else figure.low
        return None if number is None else number * SCALE

    def counters(self, good: str, measure: str = "counted") -> list[Series]:
        """Everybody's count of a good."""
        return [one for one in self.series if one.good == good and one.measure == measure]

    def deciding(self, good: str) -> Series | None:
        """The count by which it is judged: the verifier's, else the beneficiary's, else the obligor's own.

        Where several of one role have counted, the lowest: nobody's count is preferred by name.
        """
        for role in ("verifier", "beneficiary", "own"):
            found = [one for one in self.counters(good) if one.role == role]
            least = min((one.value for one in found), default=0)
            lowest = [one for one in found if one.value == least]
            if lowest[1:]:
                return min(lowest, key=lambda one: [point[:2] for point in one.points])
            if lowest:
                return lowest[0]
        return None

    def reached(self, good: str, needs: Fraction | int) -> Answer:
        """Whether so much of a good has come, by the count by which it is judged."""
        if self.state == "performed":
            return True, self.performed_on
        series = self.deciding(good)
        if series is None or series.role == "own":
            if series is not None and series.reached(needs) is not None:
                return (None, None) if self.clause.verified_by else (True, series.reached(needs))
            return False, None
        day = series.reached(needs)
        return (False, None) if day is None else (True, day)

    @cached_property
    def by_count(self) -> tuple[int, Series] | None:
        """The day on which all goods had come, by the deciding counts, and the last such count."""
        last: tuple[int, Series] | None = None
        for good in self.clause.gives:
            needs, series = self.promised(str(good)), self.deciding(str(good))
            day = None if needs is None or series is None else series.reached(needs)
            if series is None or day is None:
                return None
            last = (day, series) if last is None or day > last[0] else last
        return last

    @cached_property
    def short(self) -> tuple[Series, ...]:
        """Counts by others than the obligor that say less than is owed."""
        return tuple(
            one
            for one in self.series
            if one.measure == "counted"
            and one.role != "own"
            and (needs := self.promised(one.good)) is not None
            and one.value < needs
        )

    # --- what follows ------------------------------------------------------------------------------------------------

    @cached_property
    def performed(self) -> Mark | None:
        """When it was performed, as far as that is established or claimed: the first mark of the best evidence."""
        if self.found == "performed" and self.finding is not None:
            record = self.finding.record
            first = day_of(record) if record.on is None else record.on[0].toordinal()
            return self.found_on, first, 0, self.finding.name
        marks = [one.first for one in (self.credible,) if one is not None]
        if self.by_count is not None and self.by_count[1].role in ("verifier", "beneficiary"):
            day, series = self.by_count
            marks.append((day, day, 0, series.points.entry_on(day)))
        if not marks:
            marks += [one.first for one in (self.own, self.reported) if one is not None]
        if not marks and self.by_count is not None:
            day, series = self.by_count
            marks.append((day, day, 0, series.points.entry_on(day)))
        return min(marks, default=None)

    @cached_property
    def established(self) -> bool:
        """Whether it rests on more than the obligor's own word."""
        if self.found == "performed" or self.credible is not None:
            return True
        return self.by_count is not None and self.by_count[1].role in ("verifier", "beneficiary")

    @cached_property
    def performed_on(self) -> int | None:
        """The day by which it was performed."""
        return None if self.performed is None else self.performed[0]

    @cached_property
    def state(self) -> State:
        """What can be said of the performance, whatever was due when. First match:

        1. the obligor's admission of a breach, or its word that it has undone what it did;
        2. performed, by a finding, a credible word or the deciding counts: contested if somebody denies it since, or,
           without a finding, if another count falls short; reversed if the verifier says so;
        3. what the last finding says: breached, reversed, unverifiable;
        4. performed by own account, or as others report; contested if somebody denies it;
        5. alleged to be broken: contested; part of it: in part.
        """
        if self.admission is not None:
            return "breached"
        if self.words("reversed", roles=("own",)):
            return "reversed"
        if self.performed is not None and self.established:
            denied = self.denied(self.performed[0] + (self.found == "performed"))
            if any(one.says == "reversed" and one.role == "verifier" for one in denied):
                return "reversed"
            short = () if self.found == "performed" else self.short
            return "contested" if denied or short else "performed"
        if self.found in ("breached", "reversed", "unverifiable"):
            return self.found  # type: ignore[return-value]
        if self.performed is not None:
            if self.denied(self.performed[1]) or self.short:
                return "contested"
            counted = self.by_count is not None and self.by_count[1].role == "own"
            return "own account" if self.own is not None or counted else "reported"
        if any(one.says != "not-performed" for one in self.accusers):
            return "contested"
        return "in part" if self.begun[0] or self.words("in-part") else "nothing"

    @cached_property
    def done(self) -> Answer:
        """Whether what waits for the bare name may begin. A mere report does where nobody is named to verify."""
        if self.state == "performed":
            return True, self.performed_on
        if self.state in ("own account", "reported"):
            return (None, None) if self.clause.verified_by else (True, self.performed_on)
        return (None, None) if self.state in ("contested", "unverifiable") else (False, None)

    @cached_property
    def verified(self) -> Answer:
        """Whether it was verified: found, or said by the verifier; by the beneficiary where nobody verifies."""
        if self.state != "performed":
            return (
                (None, None)
                if self.state in ("contested", "unverifiable", "own account", "reported")
                else (False, None)
            )
        if self.found == "performed" or not self.clause.verified_by:
            return True, self.performed_on
        marks = [one.first[0] for one in self.words("performed", roles=("verifier",))]
        if self.by_count is not None and self.by_count[1].role == "verifier":
            marks.append(self.by_count[0])
        return (True, min(marks)) if marks else (None, None)

    @cached_property
    def begun(self) -> Answer:
        """Whether anything of it was performed, by anybody's word but a stranger's."""
        days = [
            one.first[0]
            for one in self.heard
            if one.says in ("performed", "in-part", "counted") and one.role != "other"
        ]
        days += [one.points[0][0] for one in self.series if one.role != "other" and one.measure == "counted"]
        if self.found in ("performed", "in-part"):
            days.append(self.found_on)
        return (True, min(days)) if days else (False, None)

    def recognised_by(self, party: str) -> Answer:
        """Whether a party has acknowledged the performance: in words, or by its own count."""
        days = [one.first[0] for one in self.words("performed") if one.speaker == party]
        goods = [str(good) for good in self.clause.gives if self.promised(str(good)) is not None]
        counts = [
            [one.reached(self.promised(good) or 0) for one in self.counters(good) if one.counter == party]
            for good in goods
        ]
        if goods and all(any(day is not None for day in one) for one in counts):
            days.append(max(min(day for day in one if day is not None) for one in counts))
        if any(one.speaker == party for one in self.accusers):
            return False, None
        return (True, min(days)) if days else (False, None)

    def stage(self, number: int, needs: int | None) -> Answer:
        """Whether the parts up to one were performed: found, said by the verifier or beneficiary, or counted."""
        if self.state == "performed":
            return True, self.performed_on
        marks = [day_of(one.record) for one in self.stage_findings if self._up_to(one, number)]
        marks += [
            one.first[0]
            for one in self.heard
            if one.says == "performed" and one.stage is not None and one.stage >= number
            and one.role in ("verifier", "beneficiary")
        ]  # fmt: skip
        against = [one for one in self.heard if one.stage == number and one.says in _NEGATIVE and one.role != "own"]
        if needs is not None and len(self.clause.gives) == 1:
            value, day = self.reached(str(next(iter(self.clause.gives))), max(needs, 1))
            if value and day is not None:
                marks.append(day)
            elif value is None and not marks:
                return None, None
        if not marks:
            own = any(
                one.says == "performed" and one.role == "own" and (one.stage or 0) >= number for one in self.heard
            )
            if own and not against and not self.clause.verified_by:
                return True, min(one.first[0] for one in self.heard if (one.stage or 0) >= number)
            return (None, None) if own else (False, None)
        if any(one.last[0] >= min(marks) for one in against) and not self.stage_findings:
            return None, None
        return True, min(marks)

    def _up_to(self, finding: Entry, number: int) -> bool:
        return finding.record.finds == "performed" and (finding.record.stage or 0) >= number


def _earliest(heard: list[Heard]) -> Heard | None:
    return min(heard, key=lambda one: one.first, default=None)
