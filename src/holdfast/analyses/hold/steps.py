"""The steps of an instantiated agreement, how each may come, and the order in which its text takes them.

A clause that is due as a whole is one step, one with tranches as many as it has parts. What is kept rather than done
(a prohibition, a duty that goes on) is a step too: it begins to hold. Clauses that are `together` are one step, with
their parts in one. What is not a step (verification, phases, events) comes once what it waits for has come.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from holdfast.analyses.coherence.graph import Graph, Moment, MomentKind
from holdfast.analyses.coherence.instance import Instance, is_ongoing
from holdfast.analyses.coherence.schedule import schedules
from holdfast.analyses.coherence.text_graph import text_graph
from holdfast.case.conditions import Condition
from holdfast.solvers.ideals import allows
from holdfast.solvers.logic import And, Formula, Or, Var
from holdfast.solvers.temporal import consistent

#: Ways in which something may come: any of these masks suffices.
Ways: TypeAlias = frozenset[int]
NEVER: Final[Ways] = frozenset()
AT_ONCE: Final[Ways] = frozenset({0})
#: How many ways to come are followed for one thing.
MOST_WAYS: Final = 200


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done, or begins to hold, at once."""

    clauses: tuple[str, ...]
    """Several where they are `together`."""
    part: int
    """Which of `parts`, from 1; 0 where the clause is due as a whole."""
    parts: int
    by: tuple[str, ...]
    """Who owes it."""
    to: tuple[str, ...]
    """To whom it is owed, as far as the text says."""
    share: Fraction
    """Which share of each of its clauses it is."""
    duty: bool
    """Whether it is kept rather than done: it begins to hold."""
    reversible: bool | None
    """Whether it can be undone; None where the text does not say."""
    phase: str | None

    @property
    def name(self) -> str:
        """``reinstate 2``, ``lift-blockade + withdraw-claims``: as a schedule file writes it."""
        return " + ".join(self.clauses) + (f" {self.part}" if self.part else "")


@dataclass(frozen=True, slots=True)
class NotModelled:
    """A condition that is no monotone order of steps; it is taken as met."""

    of: str
    """The clause, phase or event that waits."""
    condition: Condition


@dataclass(frozen=True)
class Plan:
    """The steps in the order of the text, with their rules."""

    instance: Instance
    graph: Graph
    steps: tuple[Step, ...]
    rules: tuple[tuple[int, ...], ...]
    """For each step the sets of steps, as bit masks, of which any suffices for it to come."""
    never: tuple[str, ...]
    """Clauses that never come, or not in full: something that they wait for never does."""
    not_modelled: tuple[NotModelled, ...]
    cut: bool
    """Whether some have so many ways to come that not all are followed."""
    done: tuple[Step, ...] = ()
    """Steps that have been taken already: they are none of `steps`, and nothing waits for them."""

    def only(self, kept: Sequence[int]) -> tuple[tuple[Step, ...], tuple[tuple[int, ...], ...]]:
        """Some of the steps, in that order, and their rules if all others come as soon as they can."""
        chosen = tuple(self.steps[place] for place in kept)
        rules, _ = _rules(self.graph, chosen, self.done)
        return chosen, rules


def plan(instance: Instance, done: Collection[tuple[str, int]] = ()) -> Plan:
    """The steps of an agreement that are still to come.

    1. Read its conditions into the and/or graph that `check` uses; the conditions that are no order are listed.
    2. For each step, resolve what it waits for into sets of other steps, by the least fixpoint.
    3. Put them into an order: of those that can come, first what only begins to hold, then the one that has to come
       first by the dates of the text, then the one that stands first in it.

    Args:
        instance: the agreement.
        done: what has been performed already: clauses with 0, or with the number of the part.
    """
    graph = text_graph(instance)
    everything = tuple(_steps(instance))
    taken = tuple(one for one in everything if all((c, 0) in done or (c, one.part) in done for c in one.clauses))
    steps = tuple(one for one in everything if one not in taken)
    rules, cut = _rules(graph, steps, taken)
    dates = _dates(instance)

    def urgency(place: int) -> tuple[float, float, int]:
        one = steps[place]
        if one.duty:
            return -1.0, 0.0, place
        known = [dates[name, one.part] for name in one.clauses if (name, one.part) in dates]
        latest = min((late for _, late in known), default=float("inf"))
        return latest, max((early for early, _ in known), default=0.0), place

    waiting = sorted(range(len(steps)), key=urgency)
    order, came = list[int](), 0
    while (chosen := next((place for place in waiting if allows(rules, came, place)), None)) is not None:
        waiting.remove(chosen)
        order.append(chosen)
        came |= 1 << chosen
    missing = (name for place, one in enumerate(steps) if not came >> place & 1 for name in one.clauses)
    ordered = tuple(steps[place] for place in order)
    sorted_rules, _ = _rules(graph, ordered, taken)
    unread = [NotModelled(wait.moment.name, condition) for wait in graph.waits for condition in wait.unread]
    return Plan(
        instance,
        graph,
        ordered,
        sorted_rules,
        tuple(dict.fromkeys(missing)),
        tuple(dict.fromkeys(unread)),
        cut,
        taken,
    )


def _steps(instance: Instance) -> Iterator[Step]:
    groups = [
        tuple(name for name in map(str, group) if name in instance.standing)
        for group in instance.draft.agreement.together
    ]
    group_of = {name: group for group in groups if len(group) > 1 for name in group}
    for name in instance.standing:
        group = group_of.get(name, (name,))
        if group[0] != name:
            continue
        clauses = [instance.standing[one] for one in group]
        parts = instance.parts(name) if len(group) == 1 else ()
        shares = _shares(instance, name) if parts else [Fraction(1)]
        by = dict.fromkeys(str(party) for one in clauses if one.by is not None for party in one.by.parties)
        to = dict.fromkeys(str(party) for one in clauses for party in one.to)
        undone = {one.reversible for one in clauses}
        for number, share in enumerate(shares, 1):
            yield Step(
                clauses=group,
                part=number if parts else 0,
                parts=len(parts),
                by=tuple(by),
                to=tuple(to),
                share=share,
                duty=all(is_ongoing(one) for one in clauses),
                reversible=False if False in undone else None if None in undone else True,
                phase=None if clauses[0].phase is None else str(clauses[0].phase),
            )


def _shares(instance: Instance, name: str) -> list[Fraction]:
    """Which share of a clause each of its parts is: by their amounts where all are numbers of one kind, else equal."""
    parts = instance.parts(name)
    figures = [part.figure.stated if part.figure is not None and part.figure.low else None for part in parts]
    percent = {part.figure.percent for part in parts if part.figure is not None}
    stated = [one for one in figures if one is not None and one > 0]
    if len(stated) == len(parts) and len(percent) == 1:
        whole = sum((Fraction(one) for one in stated), Fraction(0))
        return [Fraction(one) / whole for one in stated]
    clause = instance.standing[name]
    goods = next((one.amount.figure for one in clause.gives.values()), None) if len(clause.gives) == 1 else None
    if len(stated) == len(parts) and goods is not None and goods.stated:
        amounts = [
            Fraction(part.figure.stated or 0) * (Fraction(goods.stated) / 100 if part.figure.percent else 1)
            for part in parts
            if part.figure is not None
        ]
        return [one / sum(amounts) for one in amounts]
    return [Fraction(1, len(parts))] * len(parts)


def _own(steps: Sequence[Step]) -> dict[Moment, int]:
    """The moments that are steps, with the number of the step."""
    found = {}
    for number, one in enumerate(steps):
        for name in one.clauses:
            kind: MomentKind = "part" if one.part else "begun" if one.duty else "performed"
            found[Moment(kind, name, one.part)] = number
    return found


def _rules(graph: Graph, steps: Sequence[Step], done: Sequence[Step]) -> tuple[tuple[tuple[int, ...], ...], bool]:
    """How each step may come: sets of other steps. Whatever is no step comes as soon as it can.

    The ways of a moment are the smallest sets of steps after which it has come: all of its waits, each in any way. They
    start as none, and grow until nothing changes (the least fixpoint, so that what waits for itself never comes).
    """
    own = _own(steps)
    waits: dict[Moment, list[Formula]] = {}
    for wait in graph.waits:
        waits.setdefault(wait.moment, []).append(wait.formula)
    ways = {moment: (frozenset({1 << own[moment]}) if moment in own else NEVER) for moment in graph.moments}
    taken = _own(done)
    ways |= dict.fromkeys(taken, AT_ONCE)
    numbered = graph.moments
    cut = False

    def of(formula: Formula) -> Ways:
        nonlocal cut
        if isinstance(formula, Var):
            return ways[numbered[formula.number - 1]]
        if isinstance(formula, Or):
            return smallest(itertools.chain.from_iterable(of(part) for part in formula.parts))
        if isinstance(formula, And):
            found = AT_ONCE
            for part in formula.parts:
                found = smallest(one | other for one in found for other in of(part))
                if len(found) > MOST_WAYS:
                    cut = True
                    found = frozenset(sorted(found, key=lambda mask: (mask.bit_count(), mask))[:MOST_WAYS])
            return found
        return AT_ONCE  # what is negated is no order: the graph has read it as met, and listed it

    resting = [moment for moment in graph.moments if moment not in own and moment not in taken]
    changed = True
    while changed:
        changed = False
        for moment in resting:
            now = of(And(tuple(waits.get(moment, ()))))
            if now != ways[moment]:
                ways[moment] = now
                changed = True
    found: list[Ways] = [AT_ONCE] * len(steps)
    for moment, number in own.items():
        here = of(And(tuple(waits.get(moment, ()))))
        found[number] = smallest(one | other for one in found[number] for other in here)
    own_bits = [1 << number for number in range(len(steps))]
    return tuple(
        tuple(sorted(mask for mask in one if not mask & bit)) for one, bit in zip(found, own_bits, strict=True)
    ), cut


def smallest(masks: Iterable[int]) -> Ways:
    """The masks that hold no other of them."""
    kept: list[int] = []
    for mask in sorted(set(masks), key=int.bit_count):
        if not any(mask & other == other for other in kept):
            kept.append(mask)
    return frozenset(kept)


def _dates(instance: Instance) -> Mapping[tuple[str, int], tuple[float, float]]:
    """Earliest and latest minute of each step by the text's times, on its first choice of alternatives."""
    network = next(schedules(instance)).network
    events = [("event", str(name)) for name in instance.draft.agreement.events]
    origin = next((point for point in events if point in network.index), None)
    if origin is None:
        return {}
    found = {}
    for point, dates in consistent(network, origin).dates.items():
        if isinstance(point, tuple) and point[0] in ("done", "start"):
            clause = instance.standing.get(point[1])
            ongoing = clause is not None and is_ongoing(clause)
            if (point[0] == "start") == ongoing:
                part = int(point[2]) if len(point) > 2 else 0
                early = 0.0 if dates.earliest is None else float(dates.earliest)
                found[point[1], part] = (early, float("inf") if dates.latest is None else float(dates.latest))
    return found


def comes(rules: Sequence[Sequence[int]], without: Collection[int]) -> int:
    """The steps that can come if some never do, as a mask."""
    done, before = 0, -1
    while done != before:
        before = done
        for step in range(len(rules)):
            if step not in without and not done >> step & 1 and allows(rules, done, step):
                done |= 1 << step
    return done
