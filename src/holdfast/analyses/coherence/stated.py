"""The parties' stated conditions as order, beside the text's.

* ``refuses X unless Y``: nothing that realises X begins before Y. What realises X: the clauses that X names, those in
  the `done_when` of its options, and those whose `if` needs one of them.
* ``requires a before b``: an order.
* ``requires X`` (``if Y``): X sometime, without order; of what X says of clauses it is asked whether it ever comes.

Acceptances, offers and the rest are evidence and no condition; a preference never binds. A guard that the package
leaves unknown, and a demand that is no order, are listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from holdfast.analyses.clauses import names_wanted
from holdfast.analyses.coherence.graph import Graph, Link, Moment, Reader
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.convergence import options_named, settled
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.kleene import evaluate
from holdfast.case.model import Statement
from holdfast.solvers.logic import TRUE, And, Formula


@dataclass(frozen=True, slots=True)
class Order:
    """A statement that puts one step before another."""

    statement: str
    link: Link
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A statement that asks for something to happen sometime."""

    statement: str
    condition: Condition
    formula: Formula


@dataclass(frozen=True, slots=True)
class Stated:
    """What the statements add to the text."""

    graph: Graph
    orders: tuple[Order, ...]
    demands: tuple[Demand, ...]
    unread: tuple[str, ...]
    """Statements whose condition is no order, or whose guard nobody can tell yet."""


def stated_graph(text: Graph, as_of: date | None = None) -> Stated:
    """The text's graph with the conditions of every party's current statements."""
    graph = text.copy()
    instance = text.instance
    orders: list[Order] = []
    demands: list[Demand] = []
    unread: dict[str, None] = {}
    for name, statement in instance.case.current(as_of or instance.case.as_of).items():
        if not statement.parties or statement.firmness == "preference":
            continue
        guard = True if statement.if_ is None else evaluate(statement.if_, instance.world)
        if statement.refuses is not None and statement.unless is not None:
            targets = list(dict.fromkeys(_gated(instance, statement.refuses)))
            if not targets or guard is False:
                continue
            if guard is None:
                unread[name] = None
                continue
            link = graph.link("refuses", (name,), statement.unless, statement.firmness)
            for target in targets:
                moment = graph.start_of(target.name) if target.kind == "begun" else target
                if graph.wait(moment, statement.unless, link).unread:
                    unread[name] = None
        elif statement.requires is not None and statement.unless is None and guard is not False:
            for part in _both(statement.requires):
                if isinstance(part, c.Before):
                    order = None if guard is None else _order(graph, name, statement, part)
                    if order is not None:
                        orders.append(order)
                    elif guard is None:
                        unread[name] = None
                else:
                    read = Reader(graph)
                    formula = read.formula(_without_choices(part))
                    if formula != TRUE:
                        demands.append(Demand(name, part, formula))
    return Stated(graph, tuple(orders), tuple(demands), tuple(unread))


def _both(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, c.And):
        for part in condition.parts:
            yield from _both(part)
    else:
        yield condition


def _without_choices(node: Condition) -> Condition:
    """A condition with tests of issues taken as met: whether they are agreed is not this question's."""
    match node:
        case c.And(parts):
            return c.And(tuple([_without_choices(part) for part in parts]))
        case c.Or(parts):
            return c.Or(tuple([_without_choices(part) for part in parts]))
        case c.Choice() | c.AtLeast() | c.AtMost() | c.Not():
            return c.Const(True)
        case _:
            return node


def _order(graph: Graph, name: str, statement: Statement, order: c.Before) -> Order | None:
    """The order as a wait; None where the later step is not of this agreement, so that there is nothing to order."""
    later = order.second
    if isinstance(later, c.Done):
        return None
    moment = _moment(graph, later)
    if moment is None:
        return None
    link = graph.link("requires", (name,), order, statement.firmness)
    wait = graph.wait(moment, order.first, link)
    first = next((one for one in names_wanted(order.first)), None)
    if first is None:
        first = order.first.choice.issue if isinstance(order.first, c.Done) else getattr(order.first, "name", "")
    return Order(name, link, first, wait.moment.name)


def _moment(graph: Graph, step: c.Step) -> Moment | None:
    read = Reader(graph)
    if isinstance(step, c.Performed) and step.name in graph.instance.standing:
        return graph.end_of(step.name)
    if isinstance(step, c.Begun) and step.name in graph.instance.standing:
        return graph.start_of(step.name)
    formula = read.formula(step)
    if read.missing or isinstance(formula, And):
        return None
    number = getattr(formula, "number", None)
    return None if number is None else graph.moments[number - 1]


def _gated(instance: Instance, refused: Condition) -> Iterator[Moment]:
    """The beginnings (or parts) of what realises a refused condition."""
    if evaluate(refused, instance.world) is False:
        return
    for part in _either(refused):
        name = getattr(part, "name", None)
        if isinstance(part, c.Stage) and part.name in instance.standing and instance.parts(part.name):
            if part.number <= len(instance.parts(part.name)):
                yield Moment("part", part.name, part.number)
        elif (
            isinstance(part, c.Performed | c.Begun | c.Verified | c.Stage | c.Amount | c.Lasting)
            and name in instance.standing
        ):
            yield Moment("begun", str(name))
    for issue, options in options_named(instance.case, refused).items():
        known = instance.case.issues[issue]
        chosen = instance.package.get(issue, c.LEFT_OPEN)
        meant = [one for one in known.options if one in options and chosen in (one, c.LEFT_OPEN)]
        for option in meant:
            done_when = known.options[option].done_when
            for clause in () if done_when is None else names_wanted(done_when):
                if clause in instance.standing:
                    yield Moment("begun", clause)
        for clause, one in instance.standing.items():
            if meant and one.if_ is not None and _needs(instance, one.if_, issue, options):
                yield Moment("begun", clause)


def _either(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, c.And | c.Or):
        for part in condition.parts:
            yield from _either(part)
    else:
        yield condition


def _needs(instance: Instance, condition: Condition, issue: str, options: frozenset[str]) -> bool:
    """Whether a clause's `if` can only be true with one of these options."""
    known = instance.case.issues[issue]
    others = [str(option) for option in known.options if option not in options]
    if issue not in options_named(instance.case, condition):
        return False
    return all(evaluate(condition, settled(instance.case, issue, option)) is False for option in others)
