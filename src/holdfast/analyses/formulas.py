"""A case as formulas: what statements demand, what they say yes to, and what holds whoever wants what.

A `Reading` numbers the atoms of the conditions that it is given and turns conditions into `holdfast.solvers.logic`
formulas. It is two-valued: what Kleene's logic calls unknown is a variable that may be either, so "cannot all stand"
means that no way of settling what is open lets them stand together.

The reading of each verb is the one of the table in docs/explanation/positions.md:

* ``requires X if Y unless Z``: Y and not Z → X.
* ``refuses X if Y unless Z``: Y and not Z → not X.
* ``accepts X if Y``, ``offers X if Y unless Z``: evidence, no demand. X and Y and not Z must be possible beside what
  the same side demands, or the two do not fit.
* ``prefers [A, B, C]``: A over B over C. Orders clash with orders (in a circle), never with demands.

What holds in every reading (`Reading.axioms`):

1. An issue takes exactly one of its options; ``left-open`` is one where a statement names it, and where the issue has
   but one option to refuse.
2. ``done(x)`` means here that x is agreed. A commitment verified has been performed, one performed has begun and has
   passed all its stages; stage k + 1 comes after stage k, more after less, longer after shorter. A phase that ends has
   opened; a later day comes after an earlier one.
3. ``a before b``: b only with a. No two steps each before the other; what is before something that is before a third
   is before the third. The parts of one commitment (begun, performed, verified) have that order by themselves.
4. Words in quotes, offsets and acknowledgements are free; the same words are the same variable.

What an agreement implements (which clauses a package brings) can be added as further implications over the same
variables: `Reading.formula` gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise, permutations
from typing import Literal

from holdfast.case import conditions as c
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.kleene import simplify
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement
from holdfast.solvers.logic import FALSE, TRUE, And, Formula, Not, Or, Var, implies


@dataclass(frozen=True, slots=True)
class Reads:
    """What a statement says, as a formula.

    `kind`: a ``demand`` constrains every package; ``evidence`` must be possible beside demands; a ``ranking`` binds
    other rankings only.
    """

    kind: Literal["demand", "evidence", "ranking"]
    formula: Formula


class Reading:
    """The conditions of one case as formulas over variables numbered in the order in which their atoms are met."""

    def __init__(self, case: Case, draft: Draft | None = None, left_open: frozenset[str] | None = None) -> None:
        self._case = case
        self._draft = draft or case.draft
        #: As `left_open_issues`, which need not be asked again for each of many readings.
        self._open = left_open_issues(case) if left_open is None else left_open
        self._numbers: dict[Hashable, int] = {}
        self._issues: dict[str, tuple[str, ...]] = {}
        self._commitments: dict[str, dict[Condition, None]] = {}
        self._orders: dict[str, dict[tuple[Hashable, Hashable], None]] = {"before": {}, "prefers": {}}

    # --- conditions --------------------------------------------------------------------------------------------------

    def formula(self, condition: Condition) -> Formula:
        """The condition as a formula. What is not there (an issue, an option) is false."""
        match condition:
            case c.And(parts):
                return And(tuple(self.formula(part) for part in parts))
            case c.Or(parts):
                return Or(tuple(self.formula(part) for part in parts))
            case c.Not(part):
                return Not(self.formula(part))
            case c.Const(value):
                return TRUE if value else FALSE
            case c.Choice(issue, options, negated):
                choice = Or(tuple(self.option(issue, option) for option in options))
                return Not(choice) if negated else choice
            case c.AtLeast(issue) | c.AtMost(issue):
                return Or(tuple(self.option(issue, option) for option in options_between(self._case, condition)))
            case c.Done(choice):
                return self.formula(choice)
            case c.Before(first, second):
                return self._order("before", first, second)
            case c.Performed(name) if name in self._case.issues:
                return Not(self.option(name, LEFT_OPEN))
            case (
                c.Performed(name) | c.Begun(name) | c.Verified(name) | c.Stage(name) | c.Amount(name) | c.Lasting(name)
            ):
                self._commitments.setdefault(name, {})[condition] = None
        return self._var(condition)

    def option(self, issue: str, option: str) -> Formula:
        """That an issue is settled so."""
        options = self._options(issue)
        return Var(self._numbers[issue, option]) if option in options else FALSE

    def _options(self, issue: str) -> tuple[str, ...]:
        if issue not in self._issues:
            known = self._case.issues.get(issue)
            options = () if known is None else tuple(known.options)
            if options and (issue in self._open or len(options) == 1):
                options = (*options, LEFT_OPEN)
            self._issues[issue] = options
            for option in options:
                self._var((issue, option))
        return self._issues[issue]

    def _var(self, key: Hashable) -> Var:
        return Var(self._numbers.setdefault(key, len(self._numbers) + 1))

    def _order(self, kind: str, first: Hashable, second: Hashable) -> Formula:
        self._orders[kind][first, second] = None
        return self._var((kind, first, second))

    # --- statements --------------------------------------------------------------------------------------------------

    def statement(self, statement: Statement) -> Reads | None:
        """What a statement says of the packages; None where its verb says nothing of them."""
        if statement.prefers is not None:
            ranked = [c.to_text(simplify(condition)) for condition in statement.prefers]
            return Reads("ranking", And(tuple(self._order("prefers", a, b) for a, b in pairwise(ranked))))
        demand = statement.requires or statement.refuses
        if demand is not None:
            wanted = self.formula(demand)
            guard = self._guard(statement)
            return Reads("demand", implies(guard, wanted if statement.requires is not None else Not(wanted)))
        yes = said_yes_to(self._case, statement, self._draft)
        return None if yes is None else Reads("evidence", And((self.formula(yes), self._guard(statement))))

    def _guard(self, statement: Statement) -> Formula:
        parts = []
        if statement.if_ is not None:
            parts.append(self.formula(statement.if_))
        if statement.unless is not None:
            parts.append(Not(self.formula(statement.unless)))
        return And(tuple(parts))

    # --- what always holds -------------------------------------------------------------------------------------------

    def axioms(self) -> tuple[Formula, ...]:
        """What holds of the atoms met so far. Reading more afterwards calls for the axioms anew."""
        found: list[Formula] = []
        # What the orders say of steps may bring steps that have not been met; so the orders come first.
        found.extend(self._ordered("before", lambda a, b: implies(self.formula(b), self.formula(a))))  # type: ignore[arg-type]  # the nodes of this order are steps
        found.extend(self._ordered("prefers", None))
        for issue, options in self._issues.items():
            settled = [Var(self._numbers[issue, option]) for option in options]
            if settled:
                found.append(Or(tuple(settled)))
            found.extend(Not(And(pair)) for pair in combinations(settled, 2))
        for atoms in self._commitments.values():
            found.extend(implies(self._var(a), self._var(b)) for a, b in permutations(atoms, 2) if follows(a, b))
        days = [atom for atom in self._numbers if isinstance(atom, c.On)]
        days.sort(key=lambda atom: datetime.fromisoformat(atom.moment.isoformat()))
        found.extend(implies(self._var(later), self._var(earlier)) for earlier, later in pairwise(days))
        for atom in tuple(self._numbers):
            if (
                isinstance(atom, c.PhaseEdge)
                and atom.edge == "ends"
                and c.PhaseEdge(atom.name, "opens") in self._numbers
            ):
                found.append(implies(self._var(atom), self._var(c.PhaseEdge(atom.name, "opens"))))
        return tuple(found)

    def _ordered(self, kind: str, brings: Callable[[Hashable, Hashable], Formula] | None) -> Iterator[Formula]:
        """That an order is one: without circles, and transitive; `brings`: what ``a before b`` says beside it.

        Triangles of a chordal completion suffice: each circle has a chord that cuts it into shorter ones (Bryant,
        Velev 2002, for equality). So a sparse order costs few clauses.
        """
        named = list(self._orders[kind])
        nodes = dict.fromkeys(node for pair in named for node in pair)
        natural = []
        for a, b in _of_one_commitment(nodes):
            if follows(b, a):  # type: ignore[arg-type]
                natural.append((a, b))
                yield self._order(kind, a, b)
        edges, triangles = chordal([*named, *natural])
        for a, b in edges:
            if a == b:
                yield Not(self._order(kind, a, b))
                continue
            forward, back = self._order(kind, a, b), self._order(kind, b, a)
            yield Not(And((forward, back)))
            if brings is not None:
                yield implies(forward, brings(a, b))
                yield implies(back, brings(b, a))
        for triangle in triangles:
            for a, b, d in permutations(triangle, 3):
                yield implies(And((self._order(kind, a, b), self._order(kind, b, d))), self._order(kind, a, d))


def _of_one_commitment(nodes: Iterable[Hashable]) -> Iterator[tuple[Hashable, Hashable]]:
    groups: dict[str, list[Hashable]] = {}
    for node in nodes:
        if isinstance(node, c.Performed | c.Begun | c.Verified | c.Stage):
            groups.setdefault(node.name, []).append(node)
    for group in groups.values():
        yield from permutations(group, 2)


def follows(a: Condition, b: Condition) -> bool:
    """Whether, of two atoms of one commitment, the first cannot be true without the second."""
    match a, b:
        case (_, c.Begun()):
            return not isinstance(a, c.Begun) and (not isinstance(a, c.Amount) or a.amount > 0)
        case (
            (c.Verified(), c.Performed() | c.Stage())
            | (c.Performed(), c.Stage())
            | (c.Lasting(), c.Performed() | c.Stage())
        ):
            return True
        case (c.Verified() | c.Performed() | c.Lasting(), c.Amount(percent=True)):
            return b.amount <= 100
        case (c.Stage(number=more), c.Stage(number=less)):
            return more > less
        case (c.Amount(_, more, unit, percent), c.Amount(_, less, other, percent_too)):
            return more > less and (unit, percent) == (other, percent_too)
        case (c.Lasting(duration=longer), c.Lasting(duration=shorter)):
            return longer != shorter and longer.minutes[0] >= shorter.minutes[1]
    return False


def chordal(
    pairs: Sequence[tuple[Hashable, Hashable]],
) -> tuple[list[tuple[Hashable, Hashable]], list[tuple[Hashable, Hashable, Hashable]]]:
    """A chordal completion of an undirected graph: its edges, and triangles that cover every circle.

    1. Take the node with the fewest neighbours left, the first of several.
    2. Join its neighbours with each other; each two of them make a triangle with it.
    3. Take it away, and go on until nothing is left.
    """
    near: dict[Hashable, dict[Hashable, None]] = {}
    edges: dict[tuple[Hashable, Hashable], None] = {}
    for a, b in pairs:
        if a != b:
            near.setdefault(a, {})[b] = None
            near.setdefault(b, {})[a] = None
        if (b, a) not in edges:
            edges[a, b] = None
    triangles = []
    while near:
        node = min(near, key=lambda one: len(near[one]))
        around = near.pop(node)
        for other in around:
            del near[other][node]
        for a, b in combinations(around, 2):
            triangles.append((node, a, b))
            if b not in near[a]:
                near[a][b] = near[b][a] = None
                edges[a, b] = None
    return list(edges), triangles


# --- what statements say yes to --------------------------------------------------------------------------------------


def said_yes_to(case: Case, statement: Statement, draft: Draft | None) -> Condition | None:
    """What an acceptance or an offer says yes to; None where it says yes to nothing in particular.

    Of ``accepts: agreement`` only the extents whole and named do: the clauses (and, of the whole, the package that the
    draft presumes), without those that are excepted and the options that those realise. A clause with an `if` is meant
    where that is true. `draft` is the one that is meant where the statement names none.
    """
    if isinstance(statement.accepts, Condition):
        return statement.accepts
    if statement.offers is not None:
        return statement.offers
    draft = draft_of(case, statement, draft)
    if statement.accepts is None or draft is None or statement.extent not in ("whole", "named"):
        return None
    parts: list[Condition] = [*accepted_options(case, statement, draft)]
    for name in accepted_clauses(statement, draft):
        clause = draft.agreement.commitments[name]
        performed = c.Performed(name)
        parts.append(performed if clause.if_ is None else c.disjunction((c.Not(clause.if_), performed)))
    return c.conjunction(parts) if parts else None


def accepted_options(case: Case, statement: Statement, draft: Draft) -> tuple[c.Choice, ...]:
    """The options of a draft's package that an acceptance of the whole says yes to.

    Not those that an excepted clause realises, nor what the package leaves open: nothing is said of that.
    """
    if statement.extent != "whole":
        return ()
    left_out = {str(name) for name in statement.except_}
    accepted = []
    for issue, option in draft.agreement.package.items():
        known = case.issues.get(str(issue))
        done_when = None if known is None or option not in known.options else known.options[option].done_when
        through = () if done_when is None else mentions(done_when).of("name", "commitment")
        if option != LEFT_OPEN and not left_out.intersection(ref.name for ref in through):
            accepted.append(c.Choice(str(issue), (str(option),)))
    return tuple(accepted)


def draft_of(case: Case, statement: Statement, draft: Draft | None) -> Draft | None:
    """The draft that a statement is about: the one it names, else `draft`."""
    return draft if statement.draft is None else case.drafts.get(str(statement.draft))


def accepted_clauses(statement: Statement, draft: Draft) -> tuple[str, ...]:
    """The clauses of a draft that an ``accepts: agreement`` says yes to, in the order of the draft."""
    if statement.extent not in ("whole", "named"):
        return ()
    named = {str(name) for name in statement.clauses}
    excepted = {str(name) for name in statement.except_}
    everything = statement.extent == "whole"
    return tuple(n for n in draft.agreement.commitments if (everything or n in named) and n not in excepted)


# --- small readings that other analyses share ------------------------------------------------------------------------


def left_open_issues(case: Case) -> frozenset[str]:
    """The issues that some statement or rule wants left open, or not left open."""
    said = (one for s in case.statements.values() for one in (*s.conditions, s.if_, s.unless))
    ruled = (rule.require for rule in case.rules.values())
    return frozenset(
        issue.name
        for condition in (*said, *ruled)
        if condition is not None
        for issue, option in mentions(condition).choices
        if option.name == LEFT_OPEN
    )


def options_between(case: Case, test: c.AtLeast | c.AtMost) -> tuple[str, ...]:
    """The options that ``issue >= option`` or ``issue <= option`` leaves, in the order of the issue."""
    known = case.issues.get(test.issue)
    order = () if known is None else tuple(known.options)
    if test.option not in order:
        return ()
    place = order.index(test.option)
    return order[place:] if isinstance(test, c.AtLeast) else order[: place + 1]
