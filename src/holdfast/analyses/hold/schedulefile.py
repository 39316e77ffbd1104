"""An order of steps tried by hand, one step a line.

``reinstate 2`` is the second part of a clause, ``reinstate`` all its parts that are not named yet; steps that are
`together` are named by any of their clauses. Blank lines and what follows ``#`` do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.analyses.hold.steps import Plan, Step
from holdfast.diagnostics import did_you_mean
from holdfast.solvers.ideals import allows


class ScheduleError(ValueError):
    """A line that names no step. The message says which line and what was meant."""


@dataclass(frozen=True, slots=True)
class Against:
    """A step that stands before something that it waits for."""

    step: Step
    waits_for: tuple[Step, ...]
    """The steps that are missing there, in the way that misses fewest."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An order by hand."""

    places: tuple[int, ...]
    """Of all steps, as places in the order of the text."""
    not_named: tuple[Step, ...]
    """Steps that it does not name: they come after the others, in the order of the text."""
    against: tuple[Against, ...]
    """Where it goes against the text's conditions. It is played all the same."""


def read_schedule(text: str, plan: Plan) -> Tried:
    """The order that a text gives. Raises `ScheduleError`."""
    return read_order([line.partition("#")[0] for line in text.splitlines()], plan, "line")


def read_order(names: Sequence[str], plan: Plan, unit: str = "place") -> Tried:
    """The order that a list of steps gives. Raises `ScheduleError`.

    Args:
        names: one or more steps each, as a line of a schedule file has them; empty ones do not count.
        plan: the steps.
        unit: what the number of an entry is called where something is wrong with it.
    """
    named: dict[int, None] = {}
    clauses: dict[str, list[int]] = {}
    for place, step in enumerate(plan.steps):
        for clause in step.clauses:
            clauses.setdefault(clause, []).append(place)
    for number, name in enumerate(names, 1):
        words = name.replace("+", " ").split()
        if not words:
            continue
        part = int(words.pop()) if len(words) > 1 and words[-1].isdigit() else None
        unknown = next((word for word in words if word not in clauses), None)
        if unknown is not None:
            hint = did_you_mean(unknown, clauses)
            raise ScheduleError(f"{unit} {number}: the draft has no step '{unknown}'" + (f"; {hint}" if hint else ""))
        wanted = sorted({place for word in words for place in clauses[word]})
        if part is not None:
            wanted = [place for place in wanted if plan.steps[place].part == part]
            if not wanted:
                raise ScheduleError(f"{unit} {number}: '{words[0]}' has no part {part}")
            if wanted[0] in named:
                raise ScheduleError(f"{unit} {number}: '{' '.join([*words, str(part)])}' is named twice")
        fresh = [place for place in wanted if place not in named]
        if not fresh:
            raise ScheduleError(f"{unit} {number}: '{' '.join(words)}' is named twice")
        named.update(dict.fromkeys(fresh))
    left = [place for place in range(len(plan.steps)) if place not in named]
    places = [*named, *left]
    return Tried(tuple(places), tuple(plan.steps[place] for place in left), tuple(_against(plan, places)))


def _against(plan: Plan, places: Sequence[int]) -> list[Against]:
    found, done = [], 0
    for place in places:
        if not allows(plan.rules, done, place):
            missing = min((mask & ~done for mask in plan.rules[place]), key=lambda mask: (mask.bit_count(), mask))
            waits = tuple(plan.steps[other] for other in range(len(plan.steps)) if missing >> other & 1)
            found.append(Against(plan.steps[place], waits))
        done |= 1 << place
    return found
