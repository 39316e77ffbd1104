"""The commitment graph: which clause waits for which, by the text and by what the parties have said.

The nodes are the clauses that stand, in lanes by phase. An arrow leads from what is waited for to what waits; the
conditions that make it are read as `graph` reads them. An event that itself waits for clauses is followed to them. That
a clause waits for its own phase is told by its lane and is no arrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from holdfast.analyses.because import Because, because
from holdfast.analyses.coherence.graph import Graph, Link, Moment, Wait
from holdfast.analyses.coherence.stated import Stated
from holdfast.analyses.coherence.verdict import Circle, Verdict
from holdfast.solvers.logic import Formula, Not, Or, Var

#: *waits*: the second waits for the first; *alternates*: their parts wait for each other in turn; *one step*: neither
#: is done without the other; *tied*: tied together in an order that nobody said.
ArrowKind: TypeAlias = Literal["waits", "alternates", "one step", "tied"]
#: *circular* and *order disputed*: part of a circle of that kind; *never*: can never be done.
Trouble: TypeAlias = Literal["circular", "order disputed", "never"]


@dataclass(frozen=True, slots=True)
class Arrow:
    """What one clause or phase has to do with another; the text's and the stated conditions are arrows of their own."""

    first: str
    """The clause or phase that is waited for."""
    second: str
    """The clause or phase that waits."""
    kind: ArrowKind
    waits: tuple[tuple[Moment, Moment], ...]
    """What waits, and for what of the first; empty where nothing does (`one step`, `tied`)."""
    links: tuple[Link, ...]
    """The conditions behind it; none where it is `tied`."""
    because: tuple[Because, ...]
    """The statements that say so; none where it is the text."""
    alternative: bool
    """Whether there is another way to meet every one of its conditions (`or`)."""
    in_circle: bool

    @property
    def is_stated(self) -> bool:
        """Whether the parties say so and not the text."""
        return any(link.is_stated for link in self.links)


@dataclass(frozen=True, slots=True)
class Node:
    """A clause in the graph."""

    clause: str
    phase: str | None
    obligors: tuple[str, ...]
    trouble: Trouble | None
    by_text: bool
    """Whether the text alone has the trouble; else it takes the parties' stated conditions."""


@dataclass(frozen=True, slots=True)
class CommitmentGraph:
    """The clauses and what waits for what."""

    lanes: tuple[str | None, ...]
    """The phases that have clauses or arrows, in the order of the draft; None last, for clauses outside of all."""
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def commitment_graph(text: Graph, stated: Stated, by_text: Verdict, as_stated: Verdict) -> CommitmentGraph:
    """The graph of an instance.

    Args:
        text: the graph of the text alone.
        stated: what the statements add to it.
        by_text: the verdict on the text alone.
        as_stated: the verdict with the stated conditions.
    """
    arrows = (*_arrows(stated.graph, (*by_text.circles, *as_stated.circles)), *_tied(text))
    nodes = tuple(_node(text, name, by_text, as_stated) for name in text.instance.standing)
    used = {node.phase for node in nodes} | {name for arrow in arrows for name in (arrow.first, arrow.second)}
    lanes: list[str | None] = [str(phase) for phase in text.instance.draft.agreement.phases if phase in used]
    if any(node.phase is None for node in nodes):
        lanes.append(None)
    return CommitmentGraph(tuple(lanes), nodes, arrows)


def _node(text: Graph, name: str, by_text: Verdict, as_stated: Verdict) -> Node:
    clause = text.instance.standing[name]
    phases = text.instance.draft.agreement.phases
    trouble: Trouble | None = None
    own = True
    for verdict in (by_text, as_stated):
        kinds = {circle.kind for circle in verdict.circles if name in circle.clauses}
        trouble = "circular" if "circular" in kinds else "order disputed" if kinds else None
        trouble = trouble or ("never" if name in verdict.never else None)
        own = verdict is by_text
        if trouble is not None:
            break
    return Node(
        name,
        str(clause.phase) if clause.phase in phases else None,
        () if clause.by is None else tuple(dict.fromkeys(map(str, clause.by.parties))),
        trouble,
        own,
    )


@dataclass(slots=True)
class _Found:
    """What is gathered for one arrow."""

    waits: dict[tuple[Moment, Moment], None]
    links: dict[int, Link]
    alternative: bool = True


def _arrows(graph: Graph, circles: tuple[Circle, ...]) -> Iterator[Arrow]:
    case = graph.instance.case
    events = _events(graph)
    circling = {
        (link.key, link.of, str(link.condition)) for circle in circles for step in circle.steps for link in (step.link,)
    }
    within = [set(circle.clauses) for circle in circles]
    found: dict[tuple[str, str, ArrowKind, bool], _Found] = {}

    def gather(
        first: str, second: str, kind: ArrowKind, wait: Wait, moments: tuple[Moment, Moment] | None, or_: bool
    ) -> None:
        assert wait.link is not None
        one = found.setdefault((first, second, kind, wait.link.is_stated), _Found({}, {}))
        one.links[wait.link.number] = wait.link
        one.alternative &= or_
        if moments is not None:
            one.waits[moments] = None

    for wait in graph.waits:
        link = wait.link
        if link is None or link.key == "phase" or wait.moment.kind in ("event", "ends"):
            continue
        if link.key == "together":
            for first, second in zip(link.of, link.of[1:], strict=False):
                gather(first, second, "one step", wait, None, False)
            continue
        for moment, alternative in _awaited(graph, wait.formula, events):
            if link.key == "paired_with":
                own = link.of[0]
                other = moment.name if moment.name != own else wait.moment.name
                if other != own:
                    gather(other, own, "alternates", wait, (wait.moment, moment), False)
            elif moment.name != wait.moment.name:
                gather(moment.name, wait.moment.name, "waits", wait, (wait.moment, moment), alternative)
    for (first, second, kind, is_stated), one in found.items():
        pair = next(
            (ends for ends in ((first, second), (second, first)) if (*ends, "alternates", False) in found), None
        )
        if pair is not None and kind == "waits" and not is_stated:
            continue  # parts that wait for parts: what `alternates` says already
        links = tuple(one.links.values())
        both = any({first, second} <= clauses for clauses in within)
        yield Arrow(
            first,
            second,
            kind,
            tuple(one.waits),
            links,
            tuple(because(case, link.of[0]) for link in links if link.is_stated),
            one.alternative and kind == "waits",
            both and any((link.key, link.of, str(link.condition)) in circling for link in links),
        )


def _tied(text: Graph) -> Iterator[Arrow]:
    standing = text.instance.standing
    seen: set[frozenset[str]] = set()
    for name, clause in standing.items():
        for other in map(str, clause.linked_to):
            pair = frozenset((name, other))
            if other in standing and other != name and pair not in seen:
                seen.add(pair)
                yield Arrow(name, other, "tied", (), (), (), False, False)


def _events(graph: Graph) -> Mapping[str, tuple[Formula, ...]]:
    """What each event waits for that waits for something."""
    found: dict[str, tuple[Formula, ...]] = {}
    for wait in graph.waits:
        if wait.moment.kind == "event":
            found[wait.moment.name] = (*found.get(wait.moment.name, ()), wait.formula)
    return found


def _awaited(
    graph: Graph, formula: Formula, events: Mapping[str, tuple[Formula, ...]], seen: frozenset[str] = frozenset()
) -> Iterator[tuple[Moment, bool]]:
    """The moments of clauses and phases that a formula names, each with whether another would do as well."""
    for number, alternative in _named(formula, False):
        moment = graph.moments[number - 1]
        if moment.kind != "event":
            yield moment, alternative
        elif moment.name not in seen:
            for needs in events.get(moment.name, ()):
                for one, other in _awaited(graph, needs, events, seen | {moment.name}):
                    yield one, alternative or other


def _named(formula: Formula, alternative: bool) -> Iterator[tuple[int, bool]]:
    match formula:
        case Var(number):
            yield number, alternative
        case Not(part):
            yield from _named(part, alternative)
        case _:
            several = isinstance(formula, Or) and len(formula.parts) > 1
            for part in formula.parts:
                yield from _named(part, alternative or several)
