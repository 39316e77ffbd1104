"""What comes next: due soon, late, blocked, what would unblock most, who depends on what is contested; and the rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from holdfast.analyses.track.obligors import Unit
from holdfast.analyses.track.status import Name, Status
from holdfast.analyses.track.waits import waited_for
from holdfast.analyses.track.world import World

#: What is still to be performed.
OPEN: Final = frozenset({"not due", "due", "in part", "late", "blocked by"})


@dataclass(frozen=True, slots=True)
class Unblocks:
    """A clause that is not performed, and how many others wait for it, directly or through others."""

    clause: str
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes next."""

    within: int
    due: tuple[Status, ...]
    """Due in so many days from the day of the status on, by when; those that are due and have no day are not here."""
    late: tuple[Status, ...]
    blocked: tuple[Status, ...]
    unblocks: tuple[Unblocks, ...]
    """Those that hold up most, first; only what is not performed and holds up something."""
    contested: tuple[Unblocks, ...]
    """What is contested or could not be verified, and what depends on it."""


def ahead(world: World, statuses: Iterable[Status], within: int) -> Ahead:
    """What comes next, `within` so many days."""
    found = tuple(statuses)
    today = date.fromordinal(world.today)
    last = date.fromordinal(min(world.today + within, date.max.toordinal()))
    due = [one for one in found if one.status in OPEN and one.due is not None and today <= one.due <= last]
    waiting = _waiting(world)
    names = {status: {one.clause for one in found if one.status == status} for status in _names(found)}
    performed = names.get("performed", set()) | names.get("waived", set())
    order = list(world.instance.standing)
    open_ = [name for name in order if name not in performed]

    def depends(name: str) -> tuple[str, ...]:
        return tuple(one for one in order if one in waiting.get(name, ()) and one not in performed)

    unblocks = [Unblocks(name, depends(name)) for name in open_]
    doubtful = names.get("contested", set()) | names.get("unverifiable", set())
    doubtful |= names.get("performed by own account", set()) | names.get("performed as reported", set())
    return Ahead(
        within,
        tuple(sorted(due, key=lambda one: one.due or today)),
        tuple(one for one in found if one.status == "late"),
        tuple(one for one in found if one.status == "blocked by"),
        tuple(sorted((one for one in unblocks if one.waiting), key=lambda one: -len(one.waiting))),
        tuple(one for one in unblocks if one.clause in doubtful and one.waiting),
    )


def _names(found: Iterable[Status]) -> set[Name]:
    return {one.status for one in found}


def _waiting(world: World) -> Mapping[str, set[str]]:
    """For each clause: those that wait for it, directly or through others."""
    direct: dict[str, set[str]] = {}
    for name, clause in world.instance.standing.items():
        for one in waited_for(world, name, clause):
            direct.setdefault(one, set()).add(name)
    closed: dict[str, set[str]] = {}
    for name in direct:
        reached: set[str] = set()
        todo = [name]
        while todo:
            fresh = direct.get(todo.pop(), set()) - reached
            reached |= fresh
            todo.extend(fresh)
        closed[name] = reached - {name}
    return closed


# The rate of implementation


@dataclass(frozen=True, slots=True)
class Rate:
    """How far a group of clauses is implemented, as 0 to 3 each, and as a share of 3 for all that are counted."""

    group: str
    """A phase or a party; empty: the whole."""
    clauses: int
    low: Fraction
    """Where everything that is contested or unknown has not been done."""
    high: Fraction
    """Where all of it has."""


def score(one: Status) -> tuple[int, int] | None:
    """The status as researchers code implementation: 0 none, 1 minimal, 2 intermediate, 3 full; lowest and highest.

    After the Peace Accords Matrix (Joshi, Quinn and Regan, *Annualized implementation data on comprehensive
    intrastate peace accords, 1989–2012*, Journal of Peace Research 52, 2015). Theirs is a coding by readers of the
    record of a year; this one follows from the status, and keeps apart what nobody knows. None: not counted.
    """
    match one.status:
        case "waived":
            return None
        case "performed":
            return 3, 3
        case "performed by own account" | "performed as reported" | "contested" | "unverifiable":
            return 0, 3
        case "in part" | "late" if one.share is not None and one.share > 0:
            known = 2 if one.share >= Fraction(1, 2) else 1
            return known, known
        case "in part":
            return 1, 2
        case "due" if one.ongoing:
            return 0, 3
        case _:
            return 0, 0


def rates(statuses: Iterable[Status], by: str) -> tuple[Rate, ...]:
    """The rate of each phase, of each party, or of the whole.

    Args:
        statuses: of one day.
        by: ``phase``, ``party`` or ``all``.
    """
    groups: dict[str, list[tuple[int, int]]] = {}
    for one in statuses:
        found = score(one)
        if found is None:
            continue
        for group in _groups(one, by):
            groups.setdefault(group, []).append(found)
    return tuple(
        Rate(
            group,
            len(scores),
            Fraction(sum(low for low, _ in scores), 3 * len(scores)),
            Fraction(sum(high for _, high in scores), 3 * len(scores)),
        )
        for group, scores in groups.items()
    )


def _groups(one: Status, by: str) -> tuple[str, ...]:
    if by == "phase":
        return (one.phase or "",)
    if by == "party":
        return _parties(one.obligor)
    return ("",)


def _parties(unit: Unit) -> tuple[str, ...]:
    return ("",) if unit is None else tuple(unit.split("+"))
