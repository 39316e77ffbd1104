"""A draft's text as a graph of moments: what each of its keys lets wait for what. How they are read: `graph`."""

from __future__ import annotations

from typing import Final

from holdfast.analyses.coherence.graph import Graph, LinkKey, Moment, MomentKind
from holdfast.analyses.coherence.instance import Instance
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.times import Offset
from holdfast.solvers.logic import And


def text_graph(instance: Instance) -> Graph:
    """The graph of a draft's text alone."""
    draft = instance.draft.agreement
    groups = [tuple(name for name in map(str, group) if name in instance.standing) for group in draft.together]
    groups = [group for group in groups if len(group) > 1]
    graph = Graph(instance, merged=frozenset(name for group in groups for name in group))
    for name in instance.standing:
        _structure(graph, name)
    for name in instance.standing:
        _clause(graph, name)
    for name, phase in draft.phases.items():
        if phase.opens is not None:
            graph.wait(Moment("opens", name), phase.opens, graph.link("opens", (name,), phase.opens))
        graph.wait(Moment("ends", name), Moment("opens", name))
        if phase.ends is not None:
            graph.wait(Moment("ends", name), phase.ends, graph.link("ends", (name,), phase.ends))
        else:
            inside = [clause for clause, one in instance.standing.items() if one.phase == name]
            graph.wait(Moment("ends", name), And(tuple(graph.var(Moment("performed", clause)) for clause in inside)))
    for name, event in draft.events.items():
        graph.number(Moment("event", name))
        if isinstance(event.on, Offset):
            graph.wait(Moment("event", name), c.After(event.on), graph.link("on", (name,), c.After(event.on)))
    for group in groups:
        link = graph.link("together", group)
        for name in group:
            for kind in _BOTH:
                others = And(tuple(graph.var(Moment(kind, other, able=True)) for other in group))
                graph.wait(Moment(kind, name), others, link)
    return graph


_BOTH: Final[tuple[MomentKind, ...]] = ("begun", "performed")


def _structure(graph: Graph, name: str) -> None:
    last = Moment("begun", name)
    graph.number(last)
    if name in graph.merged:
        graph.wait(last, Moment("begun", name, able=True))
        graph.wait(Moment("performed", name), Moment("performed", name, able=True))
    for number, _ in enumerate(graph.instance.parts(name), 1):
        part = Moment("part", name, number)
        graph.wait(part, last)
        graph.wait(Moment("part verified", name, number), part)
        last = part
    graph.wait(graph.end_of(name), last)
    graph.wait(Moment("verified", name), Moment("performed", name))


def _clause(graph: Graph, name: str) -> None:
    instance = graph.instance
    clause = instance.standing[name]
    start = graph.start_of(name)
    if clause.phase is not None and clause.phase in instance.draft.agreement.phases:
        graph.wait(start, Moment("opens", str(clause.phase)), graph.link("phase", (name,)))
    keys: tuple[tuple[LinkKey, Condition | None], ...] = (
        ("after", clause.after),
        ("from", clause.from_),
        ("so_long_as", clause.so_long_as),
    )
    for key, condition in keys:
        if condition is not None:
            graph.wait(start, condition, graph.link(key, (name,), condition))
    if isinstance(clause.on, Offset):
        graph.wait(graph.end_of(name), c.After(clause.on), graph.link("on", (name,), c.After(clause.on)))
    for number, part in enumerate(instance.parts(name), 1):
        tranche = clause.tranches[part.tranche]
        condition = tranche.after
        if isinstance(tranche.at, Offset):
            condition = c.After(tranche.at)
        if condition is not None:
            graph.wait(Moment("part", name, number), condition, graph.link("tranches", (name,), condition))
    _pairing(graph, name)


def _pairing(graph: Graph, name: str) -> None:
    pairing = graph.instance.standing[name].paired_with
    if pairing is None:
        return
    other = str(pairing.commitment)
    link = graph.link("paired_with", (name,))
    if other not in graph.instance.standing:
        graph.wait(graph.start_of(name), c.Performed(other), link)
        return
    own, others = (max(len(graph.instance.parts(one)), 1) for one in (name, other))

    def part(clause: str, number: int, last: int, verified: bool = False) -> Moment:
        if graph.instance.parts(clause):
            return Moment("part verified" if verified else "part", clause, min(number, last))
        return Moment("verified", clause) if verified else graph.end_of(clause)

    for number in range(1, min(own, others) + 1):
        if pairing.when == "begun":
            awaited = Moment("begun", other) if number == 1 else part(other, number - 1, others)
        else:
            awaited = part(other, number, others, pairing.when == "verified")
            if awaited.able:
                awaited = Moment("performed", other)
        graph.wait(part(name, number, own), awaited, link)
        if number < others:
            ours = part(name, number, own)
            graph.wait(part(other, number + 1, others), Moment("performed", name) if ours.able else ours, link)
