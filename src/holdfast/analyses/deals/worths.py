"""What is known of what outcomes are worth to one party: statements of preference and judgements, as inequalities.

The model: for each issue and option z = importance × worth within the issue. The importances of a party sum to one; the
worst option of an issue is worth 0, its best option the issue's whole importance. Which option is best and which worst
follows from what was said and judged; where it does not, every choice that fits is kept.

What is read:

* ``prefers: [A, B]`` as A over B, other issues equal: every package of A over every package of B. An issue that only
  one of the two names is left open in the other. What names anything but issues is not read, and listed.
* ``importance`` of values.yaml as ranges of a hundred, or as an order; ``options`` as ranges within an issue, or as an
  order; ``no_deal`` as a range. Orders are strict.
* ``left-open`` is worth what `today` is worth where the issue declares it, and anything between the issue's worst and
  best where it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product
from typing import Literal

from immutabledict import immutabledict

from holdfast.analyses.formulas import options_between
from holdfast.analyses.sides import voices
from holdfast.case import conditions as c
from holdfast.case.case import Case, JudgedValues
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.kleene import simplify
from holdfast.solvers.additive import Above, Additive, Group, Linear, Share

#: How many pairs of packages one preference may compare.
_PAIRS = 256


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that bounds a party's worths: a statement, or an entry of values.yaml."""

    kind: Literal["statement", "importance", "importance order", "worth", "worth order", "no deal"]
    statement: str | None = None
    """The statement, where it is one."""
    compartment: str = "public"
    """Where it was said or judged."""
    by: str | None = None
    """Who judged."""
    issue: str | None = None
    option: str | None = None
    order: tuple[str, ...] = ()
    """Issues or options, the first the most important or the best."""
    low: float | None = None
    """In hundredths: of all importance, of the issue's importance, or of what a package can be worth."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A preference that says nothing of what options are worth."""

    statement: str
    reason: str


@dataclass(frozen=True)
class Worths:
    """What is known of one party's worths, and the columns of the model."""

    party: str
    issues: tuple[str, ...]
    """The issues that can make a difference, in the order of the case."""
    columns: Mapping[tuple[str, str], int | None]
    """For each issue and option, ``left-open`` among them, its column; None where it can make no difference."""
    additive: Additive
    known: tuple[Known, ...]
    """What bounds them; places are tags of the model."""
    unread: tuple[Unread, ...]
    levels: tuple[tuple[int, float, float], ...]
    """What was judged of no deal: tag, low, high, as shares of one."""

    @property
    def level(self) -> int:
        """The column of what no deal is worth."""
        return self.additive.width - 1

    def weight(self, issue: str) -> int:
        """The column of an issue's importance."""
        return self.additive.weight(self.issues.index(issue))

    def without(self, tags: Iterable[int]) -> Worths:
        """The same with some of what is known dropped; tags keep their numbers."""
        gone, model = frozenset(tags), self.additive
        levels = tuple(one for one in self.levels if one[0] not in gone)
        return replace(
            self,
            levels=levels,
            additive=replace(
                model,
                shares=tuple(one for one in model.shares if one.tag not in gone),
                orders=tuple(one for one in model.orders if one.tag not in gone),
                linear=tuple(one for one in model.linear if one.tag not in gone),
                level=_span(levels),
            ),
        )

    def drops(self, bound: int = 20) -> tuple[tuple[frozenset[int], ...], bool]:
        """The minimal sets of what is known without which the rest fits, and whether these are all.

        Empty where everything fits. What no deal is worth is bounded by itself, so its sets are found apart and each
        goes with each of the others.
        """
        found = self.additive.drops(bound=bound)
        own = _level_drops(self.levels)
        sets = sorted({a | b for a in found.sets for b in own}, key=lambda one: (len(one), sorted(one)))
        return tuple(one for one in sets if one), found.complete

    @property
    def consistent(self) -> bool:
        """Whether something fits all that is known."""
        return not _clash(self.levels) and not self.additive.empty


def worths(case: Case, party: str, as_of: date | None = None) -> Worths:
    """What is known of a party's worths on a day."""
    issues, columns, groups = _columns(case)
    reader = _Reader(case, issues, columns, [], [], [], [], [], [])
    speaks = voices(case, party)
    for name, one in case.current(as_of).items():
        if one.prefers is not None and speaks & set(one.parties):
            reader.preference(name, one.prefers)
    for judged in case.values:
        if judged.party == party:
            reader.values(judged)
    model = Additive(groups, tuple(reader.shares), tuple(reader.orders), tuple(reader.linear), _span(reader.levels))
    found: dict[tuple[str, str], int | None] = {}
    for (issue, option), place in columns.items():
        found[issue, option] = None if place is None else model.worth(*place)
    return Worths(
        party,
        tuple(issues),
        immutabledict(found),
        model,
        tuple(reader.known),
        tuple(reader.unread),
        tuple(reader.levels),
    )


_Places = Mapping[tuple[str, str], tuple[int, int] | None]


def _columns(case: Case) -> tuple[list[str], _Places, tuple[Group, ...]]:
    """The issues that make a difference, where each option stands among the choices, and the groups of choices."""
    issues: list[str] = []
    places: dict[tuple[str, str], tuple[int, int] | None] = {}
    groups: list[Group] = []
    for name, issue in case.issues.items():
        options = [str(option) for option in issue.options]
        today = None if issue.today is None else str(issue.today)
        if len(options) < 2 and (today is not None or not options):
            # What is left open stays as it is, and that is the only option.
            places |= {(name, option): None for option in (*options, LEFT_OPEN)}
            continue
        number = len(issues)
        issues.append(name)
        places |= {(name, option): (number, place) for place, option in enumerate(options)}
        if today in options:
            places[name, LEFT_OPEN] = (number, options.index(today))
            groups.append(Group(len(options)))
        else:
            places[name, LEFT_OPEN] = (number, len(options))
            groups.append(Group(2) if len(options) == 1 else Group(len(options), open=True))
    return issues, places, tuple(groups)


@dataclass(slots=True)
class _Reader:
    """Collects what is known; each thing gets the next tag."""

    case: Case
    issues: list[str]
    places: _Places
    known: list[Known]
    unread: list[Unread]
    shares: list[Share]
    orders: list[Above]
    linear: list[Linear]
    levels: list[tuple[int, float, float]]

    def _tag(self, known: Known) -> int:
        self.known.append(known)
        return len(self.known) - 1

    # --- statements --------------------------------------------------------------------------------------------------

    def preference(self, name: str, ranked: tuple[Condition, ...]) -> None:
        read = [packages_of(self.case, one) for one in ranked]
        if any(one is None for one in read):
            self.unread.append(Unread(name, "it compares more than options of issues"))
            return
        steps = list(pairwise(one for one in read if one is not None))
        if any(len(a) * len(b) > _PAIRS for a, b in steps):
            self.unread.append(Unread(name, "it compares too many combinations of options"))
            return
        compared = [pair for a, b in steps for pair in self._compared(a, b)]
        if not compared:
            self.unread.append(Unread(name, "what it compares makes no difference to any package"))
            return
        tag = self._tag(Known("statement", statement=name, compartment=self.case.compartment_of(name)))
        for above, below in compared:
            self._over(above, below, tag)

    def _compared(
        self, a: tuple[Mapping[str, str], ...], b: tuple[Mapping[str, str], ...]
    ) -> Iterator[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
        for first, second in product(a, b):
            named = dict.fromkeys((*first, *second))
            above = [self.places.get((issue, first.get(issue, LEFT_OPEN))) for issue in named]
            below = [self.places.get((issue, second.get(issue, LEFT_OPEN))) for issue in named]
            differ = [(x, y) for x, y in zip(above, below, strict=True) if x is not None and y is not None and x != y]
            if differ:
                yield [x for x, _ in differ], [y for _, y in differ]

    def _over(self, above: list[tuple[int, int]], below: list[tuple[int, int]], tag: int) -> None:
        if len(above) == 1:
            self.orders.append(Above(above[0][0], above[0][1], below[0][1], tag))
        else:
            factors = dict.fromkeys(above, -1.0) | dict.fromkeys(below, 1.0)
            self.linear.append(Linear(immutabledict(factors), immutabledict(), 0.0, True, tag))

    # --- values.yaml -------------------------------------------------------------------------------------------------

    def values(self, judged: JudgedValues) -> None:
        values, where, by = judged.values, judged.compartment, judged.values.judged.by
        number = {issue: place for place, issue in enumerate(self.issues)}
        if isinstance(values.importance, tuple):
            order = tuple(str(issue) for issue in values.importance)
            tag = self._tag(Known("importance order", None, where, by, order=order))
            for first, second in pairwise(issue for issue in order if issue in number):
                weights = immutabledict({number[first]: -1.0, number[second]: 1.0})
                self.linear.append(Linear(immutabledict(), weights, 0.0, True, tag))
        elif values.importance is not None:
            for name, span in values.importance.items():
                issue = str(name)
                tag = self._tag(Known("importance", None, where, by, issue, low=span.low, high=span.high))
                if issue in number:
                    for sign, limit in ((1.0, span.high / 100), (-1.0, -span.low / 100)):
                        if limit not in (1.0, 0.0) or (sign, limit) == (1.0, 0.0):
                            weights = immutabledict({number[issue]: sign})
                            self.linear.append(Linear(immutabledict(), weights, limit, False, tag))
        for name, worth in values.options.items():
            self._options(str(name), worth, where, by)
        if values.no_deal is not None:
            low, high = values.no_deal.low, values.no_deal.high
            tag = self._tag(Known("no deal", None, where, by, low=low, high=high))
            self.levels.append((tag, low / 100, high / 100))

    def _options(self, issue: str, judged: object, where: str, by: str) -> None:
        if isinstance(judged, tuple):
            order = tuple(str(option) for option in judged)
            tag = self._tag(Known("worth order", None, where, by, issue, order=order))
            for first, second in pairwise(order):
                above, below = self.places.get((issue, first)), self.places.get((issue, second))
                if above is not None and below is not None:
                    self.orders.append(Above(above[0], above[1], below[1], tag))
        elif isinstance(judged, Mapping):
            for option, span in judged.items():
                known = Known("worth", None, where, by, issue, str(option), low=span.low, high=span.high)
                tag = self._tag(known)
                place = self.places.get((issue, str(option)))
                if place is not None:
                    self.shares.append(Share(*place, span.low / 100, span.high / 100, tag))


def packages_of(case: Case, condition: Condition) -> tuple[Mapping[str, str], ...] | None:
    """The ways in which a condition can hold, each the options of the issues that it names; None where it names more.

    ``done(x)`` means here that x is agreed.
    """
    found = _ways(case, simplify(condition))
    if found is None:
        return None
    return tuple({tuple(sorted(one.items())): immutabledict(one) for one in found}.values())


def _ways(case: Case, node: Condition) -> list[dict[str, str]] | None:
    match node:
        case c.Const(value):
            return [{}] if value else []
        case c.Or(parts):
            several = [_ways(case, part) for part in parts]
            return None if None in several else [one for some in several if some is not None for one in some]
        case c.And(parts):
            ways: list[dict[str, str]] = [{}]
            for part in parts:
                more = _ways(case, part)
                if more is None or len(ways) * len(more) > _PAIRS:
                    return None
                ways = [a | b for a in ways for b in more if all(b.get(issue, a[issue]) == a[issue] for issue in a)]
            return ways
        case c.Done(choice):
            return _ways(case, choice)
        case c.Choice(issue, options, negated):
            return _one_of(case, issue, options, negated)
        case c.AtLeast(issue) | c.AtMost(issue):
            return _one_of(case, issue, options_between(case, node), False)
        case c.Not(c.AtLeast(issue) | c.AtMost(issue) as part):
            return _one_of(case, issue, options_between(case, part), True)
        case c.Not(c.Done(choice)):
            return _ways(case, simplify(c.Not(choice)))
        case c.Performed(name) if name in case.issues:
            return _one_of(case, name, (), True)
    return None


def _one_of(case: Case, issue: str, options: Iterable[str], others: bool) -> list[dict[str, str]] | None:
    known = case.issues.get(issue)
    if known is None:
        return None
    named = set(options)
    every = [*map(str, known.options), *([LEFT_OPEN] if LEFT_OPEN in named and not others else [])]
    return [{issue: option} for option in every if (option in named) is not others]


# --- what no deal is worth ------------------------------------------------------------------------------------------


def _span(levels: Iterable[tuple[int, float, float]]) -> tuple[float, float]:
    """Where all that was judged of no deal agrees; anything where it does not, which `_clash` tells."""
    judged = tuple(levels)
    if _clash(judged):
        return 0.0, 1.0
    return max((low for _, low, _ in judged), default=0.0), min((high for _, _, high in judged), default=1.0)


def _clash(levels: Iterable[tuple[int, float, float]]) -> bool:
    judged = tuple(levels)
    return bool(judged) and max(low for _, low, _ in judged) > min(high for _, _, high in judged)


def _level_drops(levels: tuple[tuple[int, float, float], ...]) -> tuple[frozenset[int], ...]:
    """The minimal sets of ranges without which the others meet: those that miss a point at which some range begins."""
    missed = {frozenset(tag for tag, low, high in levels if not low <= point <= high) for _, point, _ in levels}
    minimal = tuple(one for one in missed if not any(other < one for other in missed))
    return minimal or (frozenset(),)
