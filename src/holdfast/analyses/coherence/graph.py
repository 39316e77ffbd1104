"""The moments of an agreement and what each waits for: conditions put into an and/or graph.

How conditions are read as order:

* A clause begins once its `after`, `from` and `so_long_as` hold and its phase is open; it is performed once it has
  begun and all its parts are done; it can be verified or recognised once it is performed. An `on` that is counted
  from something waits for that.
* What is kept rather than done (a prohibition, a duty with a `from` and no last day) counts as performed once it has
  begun: who waits for it waits for it to be in force.
* Part k + 1 waits for part k. In a pairing, part k waits for part k of the other clause, whose part k + 1 waits for
  ours.
* Clauses that are one step (`together`) begin once all of them can, and are performed together.
* A phase opens by its `opens`, and ends by its `ends`, or once all its clauses are performed.
* ``x for 7d`` waits for x; dates and offsets from them come by themselves; ``a before b`` waits for both.
* Tests of issues are decided by the package; what it leaves unknown, and what is said in words, is taken as met and
  listed. What is negated is no order, and is listed too.
* ``done(issue = option)`` is the option's `done_when`. Where the option holds today it is met; where nothing realises
  it, it never comes. A clause that the package leaves out never comes either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from holdfast.analyses.coherence.instance import Instance, part_reaching
from holdfast.analyses.formulas import options_between
from holdfast.case import conditions as c
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.kleene import evaluate
from holdfast.case.model import Firmness
from holdfast.case.times import Offset
from holdfast.solvers.logic import FALSE, TRUE, And, Formula, Not, Or, Var
from holdfast.solvers.ordering import Ordering, Rule

MomentKind: TypeAlias = Literal[
    "begun", "part", "performed", "verified", "part verified", "recognised", "opens", "ends", "event"
]
#: Where a condition stands: a key of a clause or phase, a verb of a statement, or a tie tried in one order.
LinkKey: TypeAlias = Literal[
    "after", "from", "so_long_as", "phase", "on", "tranches", "paired_with", "together", "opens", "ends", "requires",
    "refuses", "linked_to",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens once: a clause begins, a part of it is done, a phase opens, an event comes."""

    kind: MomentKind
    name: str
    """The clause, phase or event."""
    part: int = 0
    party: str = ""
    able: bool = False
    """Not the moment itself, but that nothing of its own stands in its way: steps taken together wait for that."""


@dataclass(frozen=True, slots=True)
class Link:
    """A condition that somebody set, and could give up: a key of a clause or phase, or a statement."""

    number: int
    key: LinkKey
    of: tuple[str, ...]
    """The clause or phase that it stands in (several for `together` and `linked_to`), or the statement."""
    condition: Condition | None = None
    firmness: Firmness | None = None
    """How firm the statement is; None for the text."""
    order: bool = False
    """Whether a statement puts one step before another by it."""
    through: Condition | None = None
    """The option of an issue that means this order, where the statement names the option and not the steps."""

    @property
    def is_stated(self) -> bool:
        """Whether it is a statement's and not the text's."""
        return self.key in ("requires", "refuses")


MissingKind: TypeAlias = Literal["left out", "not in the draft", "nothing realises", "no such part", "never"]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a condition waits for and that never comes."""

    kind: MissingKind
    condition: Condition
    """The part of the condition."""
    name: str
    """The clause, or the issue."""


@dataclass(slots=True)
class Wait:
    """A moment that waits, and what is to be known of the condition."""

    moment: Moment
    formula: Formula
    link: Link | None
    missing: tuple[Missing, ...] = ()
    unread: tuple[Condition, ...] = ()
    """Parts that are no order: words, negations, what the package does not decide."""


@dataclass(slots=True)
class Graph:
    """The moments and waits of an instance."""

    instance: Instance
    waits: list[Wait] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    _numbers: dict[Moment, int] = field(default_factory=dict)
    merged: frozenset[str] = frozenset()
    """The clauses that are one step with others."""

    def number(self, moment: Moment) -> int:
        """The number of a moment in the problem."""
        found = self._numbers.get(moment)
        if found is None:
            found = self._numbers[moment] = len(self.moments)
            self.moments.append(moment)
        return found

    def var(self, moment: Moment) -> Formula:
        """That a moment has come."""
        return Var(self.number(moment) + 1)

    def start_of(self, clause: str) -> Moment:
        """The moment that waits for what a clause's beginning waits for."""
        return Moment("begun", clause, able=clause in self.merged)

    def end_of(self, clause: str) -> Moment:
        """The moment that waits for what a clause's performance waits for."""
        return Moment("performed", clause, able=clause in self.merged)

    def link(
        self, key: LinkKey, of: tuple[str, ...], condition: Condition | None = None, firmness: Firmness | None = None
    ) -> Link:
        """A new link."""
        made = Link(len(self.links), key, of, condition, firmness)
        self.links.append(made)
        return made

    def order_link(
        self, key: LinkKey, statement: str, order: Condition, firmness: Firmness, through: Condition | None
    ) -> Link:
        """A new link of a statement that puts one step before another, by itself or through an option."""
        made = Link(len(self.links), key, (statement,), order, firmness, True, through)
        self.links.append(made)
        return made

    def wait(self, moment: Moment, needs: Condition | Formula | Moment, link: Link | None = None) -> Wait:
        """Lets a moment wait for a condition, a formula or another moment."""
        read = Reader(self)
        if isinstance(needs, Moment):
            formula = self.var(needs)
        elif isinstance(needs, Var | And | Or | Not):
            formula = needs
        else:
            formula = read.formula(needs)
        self.number(moment)
        made = Wait(moment, formula, link, tuple(read.missing), tuple(read.unread))
        self.waits.append(made)
        return made

    def copy(self) -> Graph:
        """Another graph that begins with what this one has."""
        return Graph(
            self.instance,
            list(self.waits),
            list(self.links),
            list(self.moments),
            dict(self._numbers),
            self.merged,
        )

    def ordering(self) -> Ordering:
        """The problem."""
        rules = [
            Rule(self.number(one.moment), one.formula, None if one.link is None else one.link.number)
            for one in self.waits
        ]
        return Ordering(len(self.moments), rules)


class Reader:
    """Reads conditions as formulas over moments; keeps what never comes and what is no order."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._instance = graph.instance
        self._draft = graph.instance.draft.agreement
        self.missing: list[Missing] = []
        self.unread: list[Condition] = []

    def formula(self, node: Condition) -> Formula:
        """The condition as a formula: true where it waits for nothing, false where it never comes."""
        match node:
            case c.And(parts):
                return And(tuple([self.formula(part) for part in parts]))
            case c.Or(parts):
                return Or(tuple([self.formula(part) for part in parts]))
            case c.Not(part):
                value = evaluate(part, self._instance.world)
                if value is None:
                    self.unread.append(node)
                return TRUE if value is not True else self._lost("never", node, "")
            case c.Const(value):
                return TRUE if value else self._lost("never", node, "")
            case c.Free():
                self.unread.append(node)
                return TRUE
            case c.Choice() | c.AtLeast() | c.AtMost():
                value = self._instance.world(node)
                if value is None:
                    self.unread.append(node)
                return TRUE if value is not False else self._lost("never", node, node.issue)
            case c.Done(choice):
                return self._done(node, choice)
            case c.Before(first, second):
                return And((self.formula(first), self.formula(second)))
            case c.On():
                return TRUE
            case c.After(offset):
                return self.offset(offset, node)
            case _:
                return self._step(node)

    def offset(self, offset: Offset, node: Condition) -> Formula:
        """What a moment counted from something waits for."""
        if offset.anchor == "D":
            return TRUE
        if offset.sign < 0:
            self.unread.append(node)
            return TRUE
        if offset.anchor in self._draft.phases:
            return self._graph.var(Moment("opens", offset.anchor))
        return self.formula(c.Performed(offset.anchor))

    def _lost(self, kind: MissingKind, node: Condition, name: str) -> Formula:
        self.missing.append(Missing(kind, node, name))
        return FALSE

    def _done(self, node: c.Done, choice: c.Choice | c.AtLeast | c.AtMost) -> Formula:
        issue = self._instance.case.issues.get(choice.issue)
        if issue is None:
            return self._lost("nothing realises", node, choice.issue)
        named = choice.options if isinstance(choice, c.Choice) else options_between(self._instance.case, choice)
        if isinstance(choice, c.Choice) and choice.negated:
            named = tuple(str(option) for option in issue.options if option not in choice.options)
        if issue.today is not None and issue.today in named:
            return TRUE
        ways = [issue.options[option].done_when for option in named if option != LEFT_OPEN and option in issue.options]
        quiet = Reader(self._graph)
        formulas = [quiet.formula(way) for way in ways if way is not None]
        if all(one == FALSE for one in formulas):
            self.missing += quiet.missing
            return FALSE if quiet.missing else self._lost("nothing realises", node, choice.issue)
        self.unread += quiet.unread
        return Or(tuple(formulas))

    def _step(self, node: Condition) -> Formula:
        var = self._graph.var
        if isinstance(node, c.PhaseEdge):
            if node.name in self._draft.phases:
                return var(Moment(node.edge, node.name))
            return self._lost("not in the draft", node, node.name)
        assert isinstance(node, c.Performed | c.Begun | c.Verified | c.Recognised | c.Stage | c.Amount | c.Lasting)
        name = node.name
        if name in self._draft.events:
            return var(Moment("event", name))
        if name in self._draft.phases:
            return var(Moment("opens", name))
        if name in self._instance.case.issues and name not in self._draft.commitments:
            self.unread.append(node)
            return TRUE
        if name not in self._instance.standing:
            return self._lost("left out" if name in self._instance.left_out else "not in the draft", node, name)
        clause = self._instance.standing[name]
        match node:
            case c.Begun():
                return var(Moment("begun", name))
            case c.Verified():
                return var(Moment("verified", name))
            case c.Recognised(_, party):
                moment = Moment("recognised", name, party=party)
                if moment not in self._graph._numbers:
                    self._graph.wait(moment, Moment("performed", name))
                return var(moment)
            case c.Stage(_, number):
                last = len(self._instance.parts(name))
                if number > max(last, 1):
                    return self._lost("no such part", node, name)
                return var(Moment("part", name, number) if last else Moment("performed", name))
            case c.Amount(_, amount, _, percent):
                part = part_reaching(clause, amount, percent)
                return var(Moment("performed", name) if part is None else Moment("part", name, part))
            case _:
                return var(Moment("performed", name))


def clauses_of(moments: Iterable[Moment]) -> Iterator[str]:
    """The clauses whose moments these are, each once."""
    kinds = ("opens", "ends", "event")
    yield from dict.fromkeys(one.name for one in moments if one.kind not in kinds)
