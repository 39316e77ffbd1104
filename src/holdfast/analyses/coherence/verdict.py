"""What a problem of order says: circles, disputed orders, what never comes, and what could be given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.analyses.because import Because, because
from holdfast.analyses.coherence.graph import Graph, Link, Missing, Moment, clauses_of
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.coherence.stated import Order, Stated
from holdfast.analyses.convergence import settled
from holdfast.analyses.sides import side_of
from holdfast.case import conditions as c
from holdfast.case.kleene import evaluate
from holdfast.case.model import FIRMNESSES, Firmness
from holdfast.solvers.logic import holds
from holdfast.solvers.ordering import Component, Ordering, Tags

CircleKind: TypeAlias = Literal["circular", "order disputed"]
#: What it takes to give up a condition: the text's are a position's worth, and stand beside the statements'.
_TEXT: Final = FIRMNESSES.index("position")


@dataclass(frozen=True, slots=True)
class Step:
    """A link of a circle: what waits, for what, and by which condition."""

    waits: Moment
    for_: tuple[Moment, ...]
    link: Link
    because: Because | None
    """The statement that says so; None where it is the text."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Steps that wait for each other, and none of which can be left out."""

    kind: CircleKind
    steps: tuple[Step, ...]
    clauses: tuple[str, ...]

    @property
    def in_text(self) -> bool:
        """Whether the text has it by itself."""
        return not any(step.link.is_stated for step in self.steps)


@dataclass(frozen=True, slots=True)
class Knot:
    """Circles that hang together, and what could be relaxed to undo all of them."""

    circles: tuple[Circle, ...]
    complete: bool
    """Whether these are all its circles."""
    relax: tuple[tuple[Link, ...], ...]
    """All smallest sets of conditions without any one of which it is undone; of the lowest firmness that suffices."""
    relax_complete: bool
    firmest: Firmness | None
    """The firmest that has to be touched; None where it is the text alone."""
    clauses: tuple[str, ...]
    dividable: tuple[str, ...]
    """Its clauses that hand over an amount and have no parts yet."""


@dataclass(frozen=True, slots=True)
class Opposed:
    """A statement that refuses the very thing that another one waits for."""

    because: Because


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that nothing in this agreement ever meets."""

    waits: Moment
    link: Link
    missing: tuple[Missing, ...]
    because: Because | None
    opposed: tuple[Opposed, ...]
    """What other sides say against what it waits for."""


OrderKind: TypeAlias = Literal["before", "together"]


@dataclass(frozen=True, slots=True)
class Said:
    """One order of two clauses: the text's, or a statement's."""

    first: str
    second: str
    kind: OrderKind
    because: Because | None
    """None where it is the text."""
    through: c.Condition | None = None
    """The option that the statement names and that means this order."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two clauses of which it is disputed which comes first: every order that was said, side by side."""

    clauses: tuple[str, str]
    orders: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class NeverMet:
    """A demand that something happens which never does."""

    condition: c.Condition
    because: Because


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether everything can start, by the text alone or with the stated conditions."""

    scope: Literal["text", "stated"]
    knots: tuple[Knot, ...]
    unmet: tuple[Unmet, ...]
    never: tuple[str, ...]
    """The clauses that never begin or are never done, in the order of the draft."""
    at_once: tuple[str, ...]
    """The clauses that wait for no other clause."""
    disputes: tuple[Dispute, ...] = ()
    demands: tuple[NeverMet, ...] = ()
    unread: tuple[str, ...] = ()
    """The statements (or, of the text, the clauses and phases) with conditions that were not read as order."""

    @property
    def circles(self) -> tuple[Circle, ...]:
        """The circles of all knots."""
        return tuple(circle for knot in self.knots for circle in knot.circles)

    @property
    def holds(self) -> bool:
        """Whether nothing stands in the way of anything."""
        return not self.knots and not self.never and not self.demands


def text_verdict(graph: Graph) -> Verdict:
    """The verdict on the text alone."""
    ordering = graph.ordering()
    came = ordering.comes()
    unread = dict.fromkeys(name for one in graph.waits if one.unread and one.link for name in one.link.of)
    return Verdict(
        scope="text",
        knots=knots(graph, ordering),
        unmet=_unmet(graph, ordering),
        never=_never(graph, came),
        at_once=_at_once(graph),
        unread=tuple(unread),
    )


def stated_verdict(text: Graph, stated: Stated) -> Verdict:
    """The verdict on the text with what the parties demand."""
    graph = stated.graph
    ordering = graph.ordering()
    came = ordering.comes()
    world = {number + 1 for number, one in enumerate(came) if one}
    found = knots(graph, ordering)
    return Verdict(
        scope="stated",
        knots=found,
        unmet=_unmet(graph, ordering),
        never=_never(graph, came),
        at_once=_at_once(graph),
        disputes=_disputes(text, stated, found),
        demands=tuple(
            NeverMet(one.condition, because(graph.instance.case, one.statement))
            for one in stated.demands
            if not holds(one.formula, world)
        ),
        unread=stated.unread,
    )


def knots(graph: Graph, ordering: Ordering) -> tuple[Knot, ...]:
    """The circles of a problem, by connected component, with what could be relaxed."""
    ranks = {
        one.number: max(_TEXT if one.firmness is None else FIRMNESSES.index(one.firmness), _TEXT) for one in graph.links
    }
    return tuple(_knot(graph, ordering, component) for component in ordering.components(ranks))


def _knot(graph: Graph, ordering: Ordering, component: Component) -> Knot:
    circles = tuple(_circle(graph, ordering, component, tags) for tags in component.circles)
    relax = tuple(tuple(graph.links[tag] for tag in sorted(tags)) for tags in component.relaxations)
    stated = [one.firmness for links in relax for one in links if one.firmness is not None]
    clauses = _in_order(graph.instance, (name for circle in circles for name in circle.clauses))
    return Knot(
        circles=circles,
        complete=component.circles_complete,
        relax=relax,
        relax_complete=component.relaxations_complete,
        firmest=max(stated, key=FIRMNESSES.index, default=None),
        clauses=clauses,
        dividable=tuple(
            name
            for name in clauses
            if (one := graph.instance.standing.get(name)) is not None and one.gives and not one.tranches
        ),
    )


def _circle(graph: Graph, ordering: Ordering, component: Component, tags: Tags) -> Circle:
    steps = []
    for rule, awaited in ordering.ring(component, tags):
        if rule.tag is None:
            continue
        link = graph.links[rule.tag]
        moments = tuple(graph.moments[node] for node in awaited)
        steps.append(Step(graph.moments[rule.node], moments, link, _evidence(graph, link)))
    involved = [moment for step in steps for moment in (step.waits, *step.for_)]
    disputed = any(step.link.order for step in steps)
    return Circle(
        "order disputed" if disputed else "circular",
        tuple(steps),
        _in_order(graph.instance, clauses_of(involved)),
    )


def _evidence(graph: Graph, link: Link) -> Because | None:
    return because(graph.instance.case, link.of[0]) if link.is_stated else None


def _in_order(instance: Instance, names: Iterable[str]) -> tuple[str, ...]:
    known = set(names)
    return tuple(name for name in instance.standing if name in known)


def _unmet(graph: Graph, ordering: Ordering) -> tuple[Unmet, ...]:
    dead = {id(rule) for rule in ordering.impossible()}
    places = {(rule.node, rule.tag) for rule in ordering.rules if id(rule) in dead}
    found: dict[tuple[int, Moment], Unmet] = {}
    for wait in graph.waits:
        if wait.link is None or not wait.missing or (graph.number(wait.moment), wait.link.number) not in places:
            continue
        evidence = _evidence(graph, wait.link)
        opposed = _opposed(graph.instance, wait.missing, evidence)
        found.setdefault(
            (wait.link.number, wait.moment), Unmet(wait.moment, wait.link, wait.missing, evidence, opposed)
        )
    return tuple(found.values())


def _opposed(instance: Instance, missing: Sequence[Missing], evidence: Because | None) -> tuple[Opposed, ...]:
    """The current statements of other sides that refuse an option that is waited for."""
    case = instance.case
    if evidence is None:
        return ()
    own = {side_of(case, party) for party in evidence.parties}
    found: dict[str, Opposed] = {}
    for one in missing:
        if one.kind != "nothing realises" or not isinstance(one.condition, c.Done):
            continue
        choice = one.condition.choice
        if not isinstance(choice, c.Choice) or choice.negated:
            continue
        for name, statement in case.current(case.as_of).items():
            if not statement.parties or own & {side_of(case, str(party)) for party in statement.parties}:
                continue
            if statement.firmness == "preference" or statement.unless is not None or statement.if_ is not None:
                continue
            against = statement.refuses
            if against is not None and all(
                evaluate(against, settled(case, choice.issue, option)) is True for option in choice.options
            ):
                found[name] = Opposed(because(case, name))
    return tuple(found.values())


def _never(graph: Graph, came: bytearray) -> tuple[str, ...]:
    return tuple(name for name in graph.instance.standing if not came[graph.number(Moment("performed", name))])


def _at_once(graph: Graph) -> tuple[str, ...]:
    """The clauses that can begin while no other clause has."""
    instance = graph.instance
    ordering = graph.ordering()
    ends = [graph.number(Moment("performed", name)) for name in instance.standing]
    begins = {name: graph.number(Moment("begun", name)) for name in instance.standing}
    came = ordering.comes(without=ends)
    return tuple(name for name in instance.standing if came[begins[name]])


def _disputes(text: Graph, stated: Stated, found: Sequence[Knot]) -> tuple[Dispute, ...]:
    """Pairs of clauses of which somebody's order is part of a circle; every order that was said of them."""
    numbers = {
        step.link.number for knot in found for circle in knot.circles for step in circle.steps if step.link.order
    }
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for one in stated.orders:
        if one.link.number in numbers:
            pairs.setdefault(frozenset((one.first, one.second)), (one.first, one.second))
    return tuple(_dispute(text, stated.orders, pair) for pair in pairs.values())


def _dispute(text: Graph, orders: Sequence[Order], pair: tuple[str, str]) -> Dispute:
    case = text.instance.case
    place = {name: number for number, name in enumerate(text.instance.draft.agreement.commitments)}
    first, second = sorted(pair, key=lambda name: place.get(name, len(place)))
    said = list(_texts_order(text, first, second))
    said += [
        Said(one.first, one.second, "before", because(case, one.statement), one.link.through)
        for one in orders
        if {one.first, one.second} == {first, second}
    ]
    return Dispute((first, second), tuple(said))


def _texts_order(text: Graph, first: str, second: str) -> Iterable[Said]:
    """What the text says of two clauses: one step, one necessarily before the other, or nothing."""
    if not {first, second} <= set(text.instance.standing):
        return
    if any({first, second} <= set(map(str, group)) for group in text.instance.draft.agreement.together):
        yield Said(first, second, "together", None)
        return
    ordering = text.ordering()
    base = ordering.comes()
    for one, other in ((first, second), (second, first)):
        ends = [text.number(Moment("performed", name)) for name in (one, other)]
        if base[ends[0]] and base[ends[1]] and not ordering.comes(without=(ends[0],))[ends[1]]:
            yield Said(one, other, "before", None)
