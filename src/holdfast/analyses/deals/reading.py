"""A case as formulas over packages: what each statement demands, and when a package fails to meet it.

A package gives every issue one of its options or ``left-open``. A condition has a strong Kleene value in it, and two
formulas say which: `Rails.true` holds where it is true, `Rails.false` where it is false, neither where it is unknown.

1. *Issues.* ``x = a`` is unknown while x is left open. ``done(x = a)`` means here that it is agreed. The name of an
   issue means that it is settled.
2. *Commitments.* Whatever is said of one (begun, performed, verified, recognised, a stage, an amount) means that it is
   in the agreement that the draft and the package make: its `if` is true and its `unless` is not. An amount that the
   clause is known not to reach is not in it. ``a before b`` is b → a: not b without a.
3. *What no package settles*: words in quotes, events, phases, days. They are free: the same words are the same
   variable, a later day comes after an earlier one, a phase that ends has opened. For `Rails` that are `strict` they
   are neither true nor false.

A demand is *not met* where what it is conditional on is true and what it asks is not true, be it false or left open; a
demand without a condition is not met where it is false, and *waits* while it is open. The condition of ``requires X if
Y unless Z`` is Y and not Z, that of ``refuses X if Y`` is Y, that of ``refuses X unless Z`` is X.

Rules of the world hold of a package where what it leaves open can still be settled so that all of them hold together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations, pairwise

from immutabledict import immutabledict

from holdfast.analyses.formulas import options_between
from holdfast.case import conditions as c
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.kleene import simplify
from holdfast.case.model import Commitment, Statement
from holdfast.solvers.logic import FALSE, TRUE, And, Formula, Not, Or, Var, value, variables


class Numbers:
    """The variables: an option of an issue, or what no package settles."""

    def __init__(self, supposed: Mapping[Condition, bool] = immutabledict()) -> None:
        self.supposed = supposed
        """What no package settles, and is supposed to be true, or false."""
        self._number: dict[Hashable, int] = {}
        self._free: dict[Condition, int] = {}

    def of(self, key: Hashable) -> int:
        """The number of a key."""
        return self._number.setdefault(key, len(self._number) + 1)

    def free(self, atom: Condition) -> int:
        """The number of something that no package settles."""
        return self._free.setdefault(atom, self.of(atom))

    @property
    def free_atoms(self) -> Mapping[Condition, int]:
        """All that no package settles and has been met so far."""
        return self._free


class Rails:
    """Conditions as two formulas each: where they are true, and where they are false."""

    def __init__(
        self, case: Case, draft: Draft | None, numbers: Numbers, *, strict: bool = False, completed: bool = False
    ) -> None:
        """Args:
        case: the case.
        draft: the draft whose clauses a package brings into the agreement; none where None.
        numbers: the variables, shared by all rails of one problem.
        strict: what no package settles is neither true nor false.
        completed: read the options that complete the package, in which nothing is open; only ``left-open`` itself is
            read of the package.
        """
        self._case = case
        self._draft = draft
        self._numbers = numbers
        self._strict = strict
        self._completed = completed
        #: What is known for sure: whether a clause is in the agreement goes by that.
        self._sure = self if strict else Rails(case, draft, numbers, strict=True, completed=completed)
        self._clauses: dict[str, Formula] = {}
        self._asked: set[str] = set()

    def true(self, node: Condition) -> Formula:
        """Where a condition is true."""
        return self._rail(node, True)

    def false(self, node: Condition) -> Formula:
        """Where a condition is false."""
        return self._rail(node, False)

    def _rail(self, node: Condition, wanted: bool) -> Formula:
        match node:
            case c.And(parts):
                inner = tuple(self._rail(part, wanted) for part in parts)
                return And(inner) if wanted else Or(inner)
            case c.Or(parts):
                inner = tuple(self._rail(part, wanted) for part in parts)
                return Or(inner) if wanted else And(inner)
            case c.Not(part):
                return self._rail(part, not wanted)
            case c.Const(value):
                return TRUE if value is wanted else FALSE
            case c.Choice(issue, options, negated):
                return self._choice(issue, options, wanted is not negated)
            case c.AtLeast(issue) | c.AtMost(issue):
                return self._choice(issue, options_between(self._case, node), wanted)
            case c.Done(choice):
                return self._rail(choice, wanted)
            case c.Before(first, second):
                if wanted:
                    return Or((self._rail(second, False), self._rail(first, True)))
                return And((self._rail(second, True), self._rail(first, False)))
            case c.Performed(name) if name in self._case.issues:
                is_open = Var(self._numbers.of((name, LEFT_OPEN)))
                return Not(is_open) if wanted else is_open
            case c.Performed(name) | c.Begun(name) | c.Verified(name) | c.Stage(name) | c.Lasting(name):
                if self._is_clause(name):
                    return self._inside(name) if wanted else Not(self._inside(name))
            case c.Recognised(name) | c.Amount(name):
                if self._is_clause(name):
                    inside = FALSE if isinstance(node, c.Amount) and self._too_little(node) else self._inside(name)
                    return inside if wanted else Not(inside)
        supposed = self._numbers.supposed.get(node)
        if supposed is not None:
            return TRUE if supposed is wanted else FALSE
        if self._strict:
            return FALSE
        free = Var(self._numbers.free(node))
        return free if wanted else Not(free)

    def option(self, issue: str, option: str) -> Formula:
        """That an issue is settled so; false where it has no such option."""
        known = self._case.issues.get(issue)
        if known is None or (option != LEFT_OPEN and option not in known.options):
            return FALSE
        key = ("completed", issue, option) if self._completed and option != LEFT_OPEN else (issue, option)
        return Var(self._numbers.of(key))

    def _choice(self, issue: str, options: tuple[str, ...], wanted: bool) -> Formula:
        known = self._case.issues.get(issue)
        order = () if known is None else tuple(known.options)
        if wanted:
            return Or(tuple(self.option(issue, option) for option in options))
        rest = tuple(self.option(issue, option) for option in order if option not in options)
        if LEFT_OPEN in options and self._completed:  # the package itself must not leave it open
            return And((Not(self.option(issue, LEFT_OPEN)), Or(rest)))
        return Or(rest)

    # --- commitments -------------------------------------------------------------------------------------------------

    def _is_clause(self, name: str) -> bool:
        return any(name in draft.agreement.commitments for draft in self._case.drafts.values())

    def _clause(self, name: str) -> Commitment | None:
        return None if self._draft is None else self._draft.agreement.commitments.get(name)

    def _inside(self, name: str) -> Formula:
        """That a clause is in the agreement. One whose own condition waits for it is not."""
        if not self._strict:
            return self._sure._inside(name)
        if name in self._asked:
            return FALSE
        if name in self._clauses:
            return self._clauses[name]
        clause = self._clause(name)
        if clause is None:
            return FALSE
        self._asked.add(name)
        parts = [] if clause.if_ is None else [self.true(clause.if_)]
        parts += [] if clause.unless is None else [Not(self.true(clause.unless))]
        self._asked.discard(name)
        if not self._asked:  # within a circle the answer is only part of one
            self._clauses[name] = And(tuple(parts))
        return And(tuple(parts))

    def _too_little(self, atom: c.Amount) -> bool:
        clause = self._clause(atom.name)
        if clause is None:
            return True
        if atom.percent:
            return atom.amount > 100
        goods = [one for good, one in clause.gives.items() if atom.unit is None or str(good) == atom.unit]
        if len(goods) != 1 or goods[0].amount.figure is None:
            return False
        figure = goods[0].amount.figure
        return not figure.percent and figure.high is not None and figure.high < atom.amount


@dataclass(frozen=True, slots=True)
class Demand:
    """A ``requires`` or ``refuses`` as two formulas over packages."""

    unmet: Formula
    """Where a package does not meet it."""
    met: Formula
    """Where a package does. Where neither holds, it waits for what is left open."""


class Problem:
    """The packages of a case as variables, what always holds of them, and statements as demands."""

    def __init__(self, case: Case, draft: Draft | None, given: Iterable[Condition] = ()) -> None:
        self.case = case
        self.draft = draft
        parts = [part for condition in given for part in conjuncts(condition)]
        self.supposed = tuple(parts)
        self.numbers = Numbers(
            {part.part if isinstance(part, c.Not) else part: not isinstance(part, c.Not) for part in parts}
        )
        for issue in case.issues:  # so that variables are numbered by the order of the case
            for option in self.options(issue):
                self.numbers.of((issue, option))
        self.rails = Rails(case, draft, self.numbers)
        self.strict = Rails(case, draft, self.numbers, strict=True)
        self._completed = Rails(case, draft, self.numbers, completed=True)
        self._demands: dict[str, Demand] = {}
        self.given = tuple(self.rails.true(part) for part in parts)
        self._rules = tuple(self._completed.true(rule.require) for rule in case.rules.values())

    def options(self, issue: str) -> tuple[str, ...]:
        """The options of an issue, ``left-open`` last."""
        return (*map(str, self.case.issues[issue].options), LEFT_OPEN)

    def variable(self, issue: str, option: str) -> int:
        """The variable that an option is chosen."""
        return self.numbers.of((issue, option))

    def settled(self, issue: str) -> Formula:
        """That an issue is not left open."""
        return Not(Var(self.variable(issue, LEFT_OPEN)))

    @cached_property
    def kept_open(self) -> frozenset[str]:
        """The issues that what is given leaves open."""
        return frozenset(
            part.issue
            for part in self.supposed
            if isinstance(part, c.Choice) and part.options == (LEFT_OPEN,) and not part.negated
        )

    @cached_property
    def choices(self) -> frozenset[int]:
        """The variables that a package consists of."""
        return frozenset(self.variable(issue, option) for issue in self.case.issues for option in self.options(issue))

    def issues_of(self, formula: Formula) -> tuple[str, ...]:
        """The issues that a formula depends on, through clauses too, in the order of the case."""
        numbers = set(variables(formula))
        return tuple(
            issue
            for issue in self.case.issues
            if any(self.variable(issue, option) in numbers for option in self.options(issue))
        )

    def value(self, formula: Formula, package: Mapping[str, str]) -> bool | None:
        """The strong Kleene value of a formula in a package; None where it hangs on what no package settles.

        Args:
            formula: read in this case.
            package: issue to option. What it does not name is left open.
        """
        true = {self.variable(issue, str(package.get(issue, LEFT_OPEN))) for issue in self.case.issues}
        return value(formula, true, frozenset(self.numbers.free_atoms.values()))

    def demand(self, name: str) -> Demand:
        """A statement's demand. Raises KeyError where the case has none of that name, ValueError where it is none."""
        if name not in self._demands:
            self._demands[name] = self._demand(self.case.statements[name])
        return self._demands[name]

    def _demand(self, statement: Statement) -> Demand:
        rails = self.rails
        wanted = statement.requires or statement.refuses
        if wanted is None:
            raise ValueError("this statement demands nothing")
        y = statement.if_ or c.Const(True)
        z = statement.unless or c.Const(False)
        if statement.requires is not None or statement.unless is None:
            asked = wanted if statement.requires is not None else c.Not(wanted)
            condition: Condition = c.conjunction((y, c.Not(z)))
        else:
            asked, condition = z, c.conjunction((y, wanted))
        met = Or((rails.true(asked), rails.false(condition)))
        if statement.if_ is None and statement.unless is None:
            return Demand(rails.false(asked), met)
        return Demand(And((rails.true(condition), Not(rails.true(asked)))), met)

    def package(self) -> tuple[Formula, ...]:
        """That each issue has exactly one option; the order of days and phases met so far."""
        found: list[Formula] = []
        for issue in self.case.issues:
            found.extend(_exactly_one([Var(self.variable(issue, option)) for option in self.options(issue)]))
        free = self.numbers.free_atoms
        days = sorted((atom for atom in free if isinstance(atom, c.On)), key=_moment)
        found.extend(Or((Not(Var(free[later])), Var(free[earlier]))) for earlier, later in pairwise(days))
        for atom, number in free.items():
            if isinstance(atom, c.PhaseEdge) and atom.edge == "ends":
                opens = free.get(c.PhaseEdge(atom.name, "opens"))
                found.extend(() if opens is None else [Or((Not(Var(number)), Var(opens)))])
        return tuple(found)

    @property
    def rules(self) -> Mapping[str, Formula]:
        """What each rule of the world asks of the options that complete a package."""
        return immutabledict(zip(self.case.rules, self._rules, strict=True))

    def completed(self) -> tuple[Formula, ...]:
        """That each issue has exactly one option that completes the package: its own, where the package has one."""
        found: list[Formula] = []
        for issue in self.case.issues:
            options = tuple(map(str, self.case.issues[issue].options))
            completed = [self._completed.option(issue, option) for option in options]
            found.extend(_exactly_one(completed))
            found.extend(
                Or((Not(Var(self.variable(issue, option))), one))
                for option, one in zip(options, completed, strict=True)
            )
        return tuple(found)

    def world(self) -> tuple[Formula, ...]:
        """That the package can be completed so that the rules hold together."""
        return (*self._rules, *self.completed()) if self._rules else ()


def conjuncts(condition: Condition) -> Iterator[Condition]:
    """The conditions that a condition joins by ``and``."""
    simple = simplify(condition)
    yield from simple.parts if isinstance(simple, c.And) else (simple,)


def _exactly_one(formulas: list[Formula]) -> list[Formula]:
    return [Or(tuple(formulas)), *(Not(And(pair)) for pair in combinations(formulas, 2))]


def _moment(atom: c.On) -> datetime:
    return datetime.fromisoformat(atom.moment.isoformat()).replace(tzinfo=None)
