"""When each clause is due, and each part of it: what the text says, counted from what has happened, and extended."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.analyses.track.days import later, ordinal
from holdfast.analyses.track.facts import Fact, both
from holdfast.analyses.track.obligors import Unit
from holdfast.analyses.track.world import World, cumulated
from holdfast.case.times import Offset, parse_duration


@dataclass(frozen=True, slots=True)
class Term:
    """When something is due: from a day on, and by a day."""

    starts: Fact
    """Whether and since when what it waits for has happened."""
    earliest: int | None
    latest: int | None
    """None where no day follows from the text, or not yet."""
    fixed: bool
    """Whether the last day is a date of the text, whatever happens before."""
    extended: tuple[str, ...] = ()
    """The decisions that moved the last day."""


@dataclass(frozen=True, slots=True)
class PartTerm:
    """When one part of a clause is due."""

    number: int
    needs: int | None
    """How much of the good must have come with it in all, in thousandths; None where that cannot be told."""
    starts: Fact
    latest: int | None


def term(world: World, name: str, unit: Unit) -> Term:
    """When a clause is due."""
    clause, start = world.instance.standing[name], world.start(name)
    since = start.since if start.value is True else None
    ends: list[int] = []
    fixed = False
    earliest = since
    for when in (clause.on, clause.deadline):
        if isinstance(when, Offset):
            if (day := world.moment(when, name)) is not None:
                ends.append(day)
        elif when is not None:
            ends.append(ordinal(when))
            fixed = True
    if clause.on is not None and ends:
        earliest = ends[0]
    if clause.within is not None and since is not None:
        if clause.within.longest is not None:
            ends.append(later(since, clause.within.longest))
        if clause.within.shortest != clause.within.longest:
            earliest = later(since, clause.within.shortest)
    partial = parts(world, name, unit)
    if not ends and partial and all(one.latest is not None for one in partial):
        ends.append(max(one.latest or 0 for one in partial))
    latest, extended = _extended(world, name, unit, min(ends, default=None), None)
    return Term(start, earliest, latest, fixed, extended)


def _extended(
    world: World, name: str, unit: Unit, latest: int | None, stage: int | None
) -> tuple[int | None, tuple[str, ...]]:
    extended: list[str] = []
    for one in world.settler.decisions(name, unit):
        record = one.record
        if record.decides != "extend" or record.stage != stage:
            continue
        if record.until is not None:
            latest = ordinal(record.until) if latest is None else max(latest, ordinal(record.until))
        elif record.length is not None and latest is not None:
            latest = later(latest, parse_duration(record.length))
        extended.append(one.name)
    return latest, tuple(extended)


def parts(world: World, name: str, unit: Unit) -> tuple[PartTerm, ...]:
    """When each part of a clause is due."""
    clause = world.instance.standing[name]
    found: list[PartTerm] = []
    last: int | None = None
    for number, part in enumerate(world.instance.parts(name), 1):
        tranche = clause.tranches[part.tranche]
        starts = world.start(name)
        if tranche.after is not None:
            starts, last = world.fact(tranche.after, name), None
        elif isinstance(tranche.at, Offset):
            last = world.moment(tranche.at, name)
        elif tranche.at is not None:
            last = ordinal(tranche.at)
        elif tranche.every is not None:
            if number == 1:
                last = world.start(name).since
            last = None if last is None else later(last, tranche.every)
        if clause.paired_with is not None:
            other = str(clause.paired_with.commitment)
            starts = both((starts, world.stage(other, number)))
        latest, _ = _extended(world, name, unit, last, number)
        found.append(PartTerm(number, cumulated(clause, number), starts, latest))
    return tuple(found)
