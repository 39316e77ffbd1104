"""The parties' stated conditions as order, beside the text's.

* ``refuses X unless Y``: nothing that realises X begins before Y. What realises X: the clauses that X names, those in
  the `done_when` of its options, and those whose `if` needs one of them.
* ``requires a before b``: an order. So is an option of an issue whose `done_when` is one, or has one among what must
  all be: ``requires sequence = border-first`` means the order by which that option is realised; of several options
  (``in {x, y}``) what all of them have in common.
* ``refuses a before b``, or an option whose `done_when` is just that: the first does not come before the second, and
  waits for it (``unless Y``: for it or Y), except where the two are one step. Of an option that means more than one
  order it is not said which of it is refused: it is listed.
* ``requires X`` (``if Y``): X sometime, without order; of what X says of clauses it is asked whether it ever comes.

Acceptances, offers and the rest are evidence and no condition; a preference never binds. A guard that the package
leaves unknown, and a demand that is no order, are listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from holdfast.analyses.clauses import names_wanted
from holdfast.analyses.coherence.graph import Graph, Link, Moment, Reader
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.convergence import options_named, settled
from holdfast.analyses.formulas import options_between
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.kleene import evaluate, simplify
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
        if statement.refuses is not None and guard is not False:
            against, unclear = _refused_orders(instance, statement.refuses)
            targets = [] if statement.unless is None else list(dict.fromkeys(_gated(instance, statement.refuses)))
            if unclear or (guard is None and (against or targets)):
                unread[name] = None
            if guard is None:
                continue
            orders += [one for order in against if (one := _refused(graph, name, statement, order)) is not None]
            if statement.unless is None or not targets:
                continue
            link = graph.link("refuses", (name,), statement.unless, statement.firmness)
            for target in targets:
                moment = graph.start_of(target.name) if target.kind == "begun" else target
                if graph.wait(moment, statement.unless, link).unread:
                    unread[name] = None
        elif statement.requires is not None and statement.unless is None and guard is not False:
            for part in _both(statement.requires):
                meant = _required_orders(instance, part)
                if meant and guard is None:
                    unread[name] = None
                elif meant:
                    orders += [one for order in meant if (one := _order(graph, name, statement, order)) is not None]
                if not isinstance(part, c.Before):
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


#: An order, and the option that means it where a statement names that.
_Meant: TypeAlias = tuple[c.Before, Condition | None]


def _options(instance: Instance, node: Condition) -> list[tuple[Condition, Condition | None]] | None:
    """The options of which a test asks for one, each as a test, with its `done_when`; None where it is no such test."""
    test = node.choice if isinstance(node, c.Done) else node
    if not isinstance(test, c.Choice | c.AtLeast | c.AtMost):
        return None
    issue = instance.case.issues.get(test.issue)
    if issue is None or (isinstance(test, c.Choice) and test.negated):
        return None
    named = test.options if isinstance(test, c.Choice) else options_between(instance.case, test)
    return [
        (c.Choice(test.issue, (name,), False), issue.options[name].done_when if name in issue.options else None)
        for name in named
    ]


def _orders_of(done_when: Condition | None) -> list[c.Before]:
    return [] if done_when is None else [one for one in _both(simplify(done_when)) if isinstance(one, c.Before)]


def _required_orders(instance: Instance, part: Condition) -> list[_Meant]:
    """The orders that a demand means: its own, or those of every option that would meet it."""
    if isinstance(part, c.Before):
        return [(part, None)]
    options = _options(instance, part)
    if not options:
        return []
    meant = [_orders_of(done_when) for _, done_when in options]
    through = options[0][0] if len(options) == 1 else part
    return [(order, through) for order in meant[0] if all(order in others for others in meant[1:])]


def _refused_orders(instance: Instance, refused: Condition) -> tuple[list[_Meant], bool]:
    """The orders that are refused, and whether an option that means more than one order is refused."""
    parts = refused.parts if isinstance(refused, c.Or) else (refused,)
    found: list[_Meant] = []
    unclear = False
    for part in parts:
        if isinstance(part, c.Before):
            found.append((part, None))
        for through, done_when in _options(instance, part) or ():
            means = None if done_when is None else simplify(done_when)
            if isinstance(means, c.Before):
                found.append((means, through))
            else:
                unclear = unclear or bool(_orders_of(means))
    return found, unclear


def _order(graph: Graph, name: str, statement: Statement, meant: _Meant) -> Order | None:
    """The order as a wait; None where the later step is not of this agreement, so that there is nothing to order."""
    order, through = meant
    moment = None if isinstance(order.second, c.Done) else _moment(graph, order.second)
    if moment is None:
        return None
    link = graph.order_link("requires", name, order, statement.firmness, through)
    wait = graph.wait(moment, order.first, link)
    return Order(name, link, _named(order.first), wait.moment.name)


def _refused(graph: Graph, name: str, statement: Statement, meant: _Meant) -> Order | None:
    """The first step waits for the second; None where it is not of this agreement, or the two are one step."""
    order, through = meant
    moment = None if isinstance(order.first, c.Done) else _moment(graph, order.first)
    later = _named(order.second)
    if moment is None or (later not in graph.instance.standing and later not in graph.instance.draft.agreement.events):
        return None  # what never comes is never preceded
    groups = graph.instance.draft.agreement.together
    if any({moment.name, later} <= set(map(str, group)) for group in groups):
        return None
    turned = c.Before(order.second, order.first)
    link = graph.order_link("refuses", name, turned, statement.firmness, through)
    needs = order.second if statement.unless is None else c.Or((order.second, statement.unless))
    graph.wait(moment, needs, link)
    return Order(name, link, later, moment.name)


def _named(step: c.Step) -> str:
    """The clause, event or issue of a step."""
    return step.choice.issue if isinstance(step, c.Done) else step.name


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
