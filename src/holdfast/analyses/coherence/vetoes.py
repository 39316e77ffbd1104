"""Who can stop whose steps by the text: powers to withhold, as a matrix of parties, and where they come together.

A power is counted where the text itself gives it:

* *consent*: the clause needs it (`needs_consent`);
* *joint*: the clause is one act of several, and this is one of them;
* *verifies*, *recognises*: the clause waits for another one to be verified or recognised by this party;
* *declares*: the clause, or its phase, waits for an event or a phase that this party declares;
* *rules*: the clause names this party to rule on disputes. It stops nothing before there is a dispute.

Holding back a clause of one's own is no power of this kind: what that stops is asked in `failing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.analyses.coherence.failing import WhatIf
from holdfast.analyses.coherence.graph import Graph
from holdfast.analyses.coherence.instance import Instance
from holdfast.solvers.logic import variables

PowerKind: TypeAlias = Literal["consent", "joint", "verifies", "recognises", "declares", "rules"]
#: The powers that stop a step by doing nothing.
WITHHELD: Final[tuple[PowerKind, ...]] = ("consent", "joint", "verifies", "recognises", "declares")


@dataclass(frozen=True, slots=True)
class Power:
    """One party's power over one clause."""

    party: str
    clause: str
    kind: PowerKind
    through: str | None
    """What is verified, recognised or declared: a clause, an event or a phase."""
    owed_by: tuple[str, ...]
    """Whose step it is."""


@dataclass(frozen=True, slots=True)
class Choke:
    """A clause that several can stop by doing nothing."""

    clause: str
    parties: tuple[str, ...]
    """Those who can stop it."""
    stops: tuple[str, ...]
    """What cannot be done either if it is not done."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party can stop of another's steps."""

    party: str
    over: str
    powers: tuple[Power, ...]


@dataclass(frozen=True, slots=True)
class Vetoes:
    """Every power, by clause and by pair of parties."""

    powers: tuple[Power, ...]
    cells: tuple[Cell, ...]
    """By who has the power and whose step it is, in the order of the case; a power over nobody's step is in none."""
    mutual: tuple[tuple[str, str], ...]
    """Pairs of parties each of whom can stop a step of the other by doing nothing."""
    chokes: tuple[Choke, ...]
    """The clauses that two or more can stop, those first that most hangs on."""

    holders: tuple[str, ...]
    """Those who have a power over another's steps, in the order of the case."""
    over: tuple[str, ...]
    """Those over whose steps another has one, in the order of the case."""

    def cell(self, party: str, over: str) -> tuple[Power, ...]:
        """What one party can stop of another's steps."""
        return next((one.powers for one in self.cells if (one.party, one.over) == (party, over)), ())


def vetoes(graph: Graph, failing: WhatIf) -> Vetoes:
    """Who can stop whose steps.

    Args:
        graph: the graph of the text alone.
        failing: what stops when one clause fails.
    """
    instance = graph.instance
    powers = tuple(dict.fromkeys(_powers(graph)))
    order = {party: place for place, party in enumerate(instance.case.parties)}
    grouped: dict[tuple[str, str], list[Power]] = {}
    for one in powers:
        for over in one.owed_by:
            if over != one.party:
                grouped.setdefault((one.party, over), []).append(one)
    last = len(order)
    keys = sorted(grouped, key=lambda key: (order.get(key[0], last), order.get(key[1], last)))
    stopping = {key for key, found in grouped.items() if any(one.kind in WITHHELD for one in found)}
    return Vetoes(
        powers=powers,
        cells=tuple(Cell(*key, tuple(grouped[key])) for key in keys),
        mutual=tuple(
            key for key in keys if key in stopping and key[::-1] in stopping and order[key[0]] < order[key[1]]
        ),
        chokes=tuple(_chokes(instance, powers, failing)),
        holders=tuple(dict.fromkeys(party for party, _ in keys)),
        over=tuple(dict.fromkeys(over for _, over in sorted(keys, key=lambda key: order.get(key[1], last)))),
    )


def _powers(graph: Graph) -> Iterator[Power]:
    instance = graph.instance
    draft = instance.draft.agreement
    inside: dict[str, list[str]] = {}
    for name, clause in instance.standing.items():
        if clause.phase is not None:
            inside.setdefault(str(clause.phase), []).append(name)

    def power(party: object, clause: str, kind: PowerKind, through: str | None = None) -> Iterator[Power]:
        by = instance.standing[clause].by
        owed_by = () if by is None else tuple(dict.fromkeys(map(str, by.parties)))
        if kind in ("consent", "joint") or owed_by != (str(party),):
            yield Power(str(party), clause, kind, through, owed_by)

    for name, clause in instance.standing.items():
        for party in clause.needs_consent:
            yield from power(party, name, "consent")
        for party in () if clause.by is None else clause.by.jointly or ():
            yield from power(party, name, "joint")
    for phase, one in draft.phases.items():
        for name in inside.get(str(phase), ()):
            if one.declared_by is not None:
                yield from power(one.declared_by, name, "declares", str(phase))
    for wait in graph.waits:
        kind = wait.moment.kind
        if wait.link is None or kind in ("ends", "event"):
            continue
        waiting = inside.get(wait.moment.name, ()) if kind == "opens" else [wait.moment.name]
        for number in dict.fromkeys(variables(wait.formula)):
            moment = graph.moments[number - 1]
            for name in waiting:
                if moment.kind in ("verified", "part verified") and moment.name != name:
                    for party in instance.standing[moment.name].verified_by:
                        yield from power(party, name, "verifies", moment.name)
                elif moment.kind == "recognised":
                    yield from power(moment.party, name, "recognises", moment.name)
                elif moment.kind == "event" and (declared := draft.events[moment.name].declared_by) is not None:
                    yield from power(declared, name, "declares", moment.name)
                elif moment.kind == "opens" and wait.link.key != "phase":
                    declarer = draft.phases[moment.name].declared_by
                    yield from () if declarer is None else power(declarer, name, "declares", moment.name)
    for name, clause in instance.standing.items():
        if clause.decider is not None:
            yield from power(clause.decider, name, "rules")


def _chokes(instance: Instance, powers: tuple[Power, ...], failing: WhatIf) -> Iterator[Choke]:
    stops: Mapping[str, tuple[str, ...]] = {one.clauses[0]: one.stops for one in failing.single}
    found: dict[str, dict[str, None]] = {}
    for one in powers:
        if one.kind in WITHHELD:
            found.setdefault(one.clause, {})[one.party] = None
    chokes = [Choke(name, tuple(found[name]), stops.get(name, ())) for name in instance.standing if name in found]
    yield from sorted((one for one in chokes if len(one.parties) > 1), key=lambda one: -len(one.stops))
