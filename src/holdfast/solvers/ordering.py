"""What can start and what never can: things that wait for each other, as an and/or graph.

A problem has `nodes` things, numbered from 0, and rules: a node waits for a formula over nodes (`Var(n + 1)` is node
n). A node comes once the formulas of all its rules hold; what comes stays. So what comes is the least fixpoint, and
what never comes waits for itself, for something that waits for itself, or for what is ruled out.

A rule with a tag is a condition that somebody set and could give up; one without is the structure of things. Rules
must be monotone: what stands under `Not` is taken as met, and listed (`Ordering.not_monotone`).

* A *circle* is a minimal set of tags whose rules alone (with the structure) keep something from ever coming, all
  else taken as done. With `and` alone that is a shortest ring; with `or` every way out leads back. A circle lies
  within one strongly connected component.
* A *relaxation* is a set of tags without whose rules everything in the component comes. Relaxations are the hitting
  sets of the circles (Reiter 1987), so both are found together: the smallest set that hits every circle known so far
  either works, or leaves a circle not yet known (implicit hitting sets; Liffiton et al. 2016). Components do not
  touch: the relaxations of the whole are the product of theirs, which is never spelt out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from pysat.examples.hitman import Hitman

from holdfast.solvers.logic import TRUE, And, Formula, Not, Or, Var

Tags: TypeAlias = frozenset[int]
#: How many circles of a component, and how many relaxations, are listed at most.
BOUND: Final = 50
#: How many hitting sets of a component are tried at most.
BUDGET: Final = 2_000


class _World(Protocol):
    """Says of a node whether it comes."""

    def __getitem__(self, node: int, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """`node` waits for `formula`. `tag` names who could give that up; None where it is the structure of things."""

    node: int
    formula: Formula
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """Things that wait for each other."""

    nodes: tuple[int, ...]
    circles: tuple[Tags, ...]
    """Minimal circles, the small ones first. The empty one: the structure itself is circular."""
    circles_complete: bool
    """Whether these are all."""
    relaxations: tuple[Tags, ...]
    """All smallest sets of tags to give up, of the lowest rank that has any; none where only structure stands."""
    relaxations_complete: bool
    rank: int
    """The highest rank that these sets use."""


class Ordering:
    """A problem. Rules are indexed on construction; every question is a fixpoint over what it concerns."""

    def __init__(self, nodes: int, rules: Iterable[Rule]) -> None:
        self.nodes = nodes
        self.not_monotone: list[Rule] = []
        self.rules: list[Rule] = []
        for rule in rules:
            formula, hidden = _positive(rule.formula)
            if hidden:
                self.not_monotone.append(rule)
            if formula != TRUE:
                self.rules.append(Rule(rule.node, formula, rule.tag))
        self._of: list[list[int]] = [[] for _ in range(nodes)]
        self._inside: list[tuple[int, ...]] = []
        self._users: list[list[int]] = [[] for _ in range(nodes)]
        for place, rule in enumerate(self.rules):
            self._of[rule.node].append(place)
            inside = tuple(dict.fromkeys(_nodes(rule.formula)))
            self._inside.append(inside)
            for node in inside:
                if rule.node not in self._users[node][-1:]:
                    self._users[node].append(rule.node)

    # --- what comes --------------------------------------------------------------------------------------------------

    def comes(self, without: Collection[int] = (), relaxed: Collection[int] = ()) -> bytearray:
        """For each node 1 where it comes: in a world without some nodes, and with the rules of some tags given up."""
        gone = set(without)
        dropped = set(relaxed)
        done = bytearray(self.nodes)
        waiting: Iterable[int] = range(self.nodes)
        while waiting:
            again: dict[int, None] = {}
            for node in waiting:
                if done[node] or node in gone:
                    continue
                rules = (self.rules[place] for place in self._of[node])
                if all(_holds(rule.formula, done) for rule in rules if rule.tag is None or rule.tag not in dropped):
                    done[node] = 1
                    again.update(dict.fromkeys(self._users[node]))
            waiting = again
        return done

    def impossible(self) -> tuple[Rule, ...]:
        """The rules whose formula holds in no world, however much comes."""
        return tuple(rule for rule in self.rules if not _holds(rule.formula, _Everything()))

    # --- circles and what to give up ---------------------------------------------------------------------------------

    def components(
        self, ranks: Mapping[int, int] | None = None, *, bound: int = BOUND, budget: int = BUDGET
    ) -> tuple[Component, ...]:
        """The components in which something waits for itself, in the order of their first nodes.

        Rules that are impossible (`impossible`) are left aside: they are no circle.

        Args:
            ranks: how hard each tag is to give up, 0 where it is not named. Relaxations use the lowest ranks that
                suffice: no set with a higher rank is named where a set of lower ones is enough.
            bound: how many circles and how many relaxations of a component at most.
            budget: how many hitting sets are tried at most for a component.
        """
        dead = {id(rule) for rule in self.impossible()}
        found = []
        for nodes in self._strong():
            inside = frozenset(nodes)
            local = _Local(self, sorted(nodes), inside, dead)
            if local.stuck(frozenset()) is not None:
                found.append(local.solve(ranks or {}, bound, budget))
        return tuple(sorted(found, key=lambda one: one.nodes[0]))

    def ring(self, component: Component, circle: Tags) -> tuple[tuple[Rule, tuple[int, ...]], ...]:
        """The rules of a circle in the order in which they lead round, each with the nodes that it waits for there."""
        local = _Local(self, list(component.nodes), frozenset(component.nodes), set())
        stuck = local.stuck(frozenset(), circle) or frozenset()
        steps: dict[int, tuple[Rule, tuple[int, ...]]] = {}
        queue = [node for node in component.nodes if node in stuck and local.unmet(node, stuck, circle, tagged=True)][
            :1
        ]
        queue = queue or sorted(stuck)[:1]
        while queue:
            node = queue.pop()
            if node not in steps and (unmet := local.unmet(node, stuck, circle)) is not None:
                steps[node] = unmet
                queue.extend(sorted(unmet[1], reverse=True))
        on_ring = {other for _, inside in steps.values() for other in inside}
        while missing := [node for node in steps if node not in on_ring]:  # what only leads to the ring
            for node in missing:
                del steps[node]
            on_ring = {other for _, inside in steps.values() for other in inside}
        return tuple(steps.values())

    def _strong(self) -> Iterator[list[int]]:
        """The strongly connected components that have an edge inside (Tarjan 1972, without recursion)."""
        index = [-1] * self.nodes
        low = [0] * self.nodes
        on_stack = bytearray(self.nodes)
        stack: list[int] = []
        count = 0
        after = [
            tuple(dict.fromkeys(n for place in self._of[node] for n in self._inside[place]))
            for node in range(self.nodes)
        ]
        for root in range(self.nodes):
            if index[root] >= 0:
                continue
            work = [(root, 0)]
            while work:
                node, place = work.pop()
                if place == 0:
                    index[node] = low[node] = count
                    count += 1
                    stack.append(node)
                    on_stack[node] = 1
                for further in range(place, len(after[node])):
                    other = after[node][further]
                    if index[other] < 0:
                        work.append((node, further + 1))
                        work.append((other, 0))
                        break
                    if on_stack[other]:
                        low[node] = min(low[node], index[other])
                else:
                    if low[node] == index[node]:
                        part = []
                        while True:
                            last = stack.pop()
                            on_stack[last] = 0
                            part.append(last)
                            if last == node:
                                break
                        if len(part) > 1 or node in after[node]:
                            yield part
                    if work:
                        above = work[-1][0]
                        low[above] = min(low[above], low[node])

    # --- what stops when something fails -----------------------------------------------------------------------------

    def stopped(self, groups: Sequence[Collection[int]]) -> Failures:
        """What no longer comes where a group of nodes does not, for each group and, on demand, each pair."""
        return Failures(self, groups)


class _Inside(dict[int, bool]):
    """What has come of a component; whatever lies outside it has."""

    def __missing__(self, node: int) -> bool:
        return True


class _Local:
    """One component, all else taken as done."""

    def __init__(self, whole: Ordering, nodes: list[int], inside: frozenset[int], dead: set[int]) -> None:
        self._whole = whole
        self._nodes = nodes
        self._places = [
            place
            for node in nodes
            for place in whole._of[node]
            if id(whole.rules[place]) not in dead and not inside.isdisjoint(whole._inside[place])
        ]
        self._inside = inside
        self._usable = frozenset(self._places)
        self.tags = tuple(dict.fromkeys(tag for place in self._places if (tag := whole.rules[place].tag) is not None))

    def stuck(self, relaxed: Tags, only: Tags | None = None) -> frozenset[int] | None:
        """The nodes that never come where some tags are given up, or only some stand; None where all come."""
        whole = self._whole
        done = _Inside.fromkeys(self._nodes, False)
        waiting: Iterable[int] = self._nodes
        usable = self._usable
        while waiting:
            again: dict[int, None] = {}
            for node in waiting:
                if done.get(node, True):
                    continue
                for place in whole._of[node]:
                    if place not in usable:
                        continue
                    rule = whole.rules[place]
                    tag = rule.tag
                    if tag is not None and (tag in relaxed or (only is not None and tag not in only)):
                        continue
                    if not _holds(rule.formula, done):
                        break
                else:
                    done[node] = True
                    again.update(dict.fromkeys(whole._users[node]))
            waiting = again
        left = frozenset(node for node, came in done.items() if not came)
        return left or None

    def unmet(
        self, node: int, stuck: frozenset[int], only: Tags, *, tagged: bool = False
    ) -> tuple[Rule, tuple[int, ...]] | None:
        """A rule of a node that does not hold where `stuck` never comes, with what it waits for."""
        for place in self._whole._of[node]:
            rule = self._whole.rules[place]
            if place in self._usable and (rule.tag in only if rule.tag is not None else not tagged):
                blame = _blame(rule.formula, stuck)
                if blame is not None:
                    return rule, tuple(sorted(blame))
        return None

    def circle(self, stuck: frozenset[int], relaxed: Tags) -> Tags:
        """A minimal circle among the tags that are not given up; `stuck` is what never comes."""
        kept = list(self._witness(stuck, relaxed))
        for tag in reversed(kept.copy()):
            fewer = frozenset(one for one in kept if one != tag)
            if self.stuck(frozenset(), fewer) is not None:
                kept.remove(tag)
        return frozenset(kept)

    def _witness(self, stuck: frozenset[int], relaxed: Tags) -> tuple[int, ...]:
        """Tags that suffice to keep something from coming: from a stuck node, one unmet rule each, all its ways out."""
        whole = self._whole
        start = min(stuck)
        seen: dict[int, int | None] = {}
        queue = [start]
        while queue:
            node = queue.pop()
            if node in seen:
                continue
            for place in whole._of[node]:
                rule = whole.rules[place]
                if place not in self._usable or (rule.tag is not None and rule.tag in relaxed):
                    continue
                blame = _blame(rule.formula, stuck)
                if blame is not None:
                    seen[node] = rule.tag
                    queue.extend(sorted(blame, reverse=True))
                    break
        used = {tag for tag in seen.values() if tag is not None}
        return tuple(tag for tag in self.tags if tag in used)

    def solve(self, ranks: Mapping[int, int], bound: int, budget: int) -> Component:
        circles: dict[Tags, None] = {}
        relaxations: list[Tags] = []
        complete, used = True, 0
        if self.stuck(frozenset(), frozenset()) is not None:
            circles[frozenset()] = None  # no tag at all is to blame
            return Component(tuple(self._nodes), tuple(circles), True, (), True, 0)
        for rank in sorted({ranks.get(tag, 0) for tag in self.tags}):
            allowed = frozenset(tag for tag in self.tags if ranks.get(tag, 0) <= rank)
            used = rank
            relaxations, complete = self._smallest(allowed, circles, bound, budget)
            if relaxations or not complete:
                break
        whole = self._all(circles, bound, budget)
        order = {tag: place for place, tag in enumerate(sorted(self.tags))}

        def key(one: Tags) -> tuple[int, list[int]]:
            return len(one), sorted(order[tag] for tag in one)

        return Component(
            tuple(self._nodes),
            tuple(sorted(circles, key=key)[:bound]),
            whole and len(circles) <= bound,
            tuple(sorted(relaxations, key=key)),
            complete,
            used,
        )

    def _smallest(self, allowed: Tags, circles: dict[Tags, None], bound: int, budget: int) -> tuple[list[Tags], bool]:
        """All smallest relaxations among `allowed`, and whether these are all; circles found on the way are added."""
        found: list[Tags] = []
        with Hitman(solver="g4", htype="sorted") as hitman:
            for one in circles:
                if one.isdisjoint(allowed):
                    return [], True
                hitman.hit(sorted(one & allowed))
            for _ in range(budget):
                tags = hitman.get()
                if tags is None:
                    return found, True
                chosen = frozenset(tags)
                if found and len(chosen) > len(found[0]):
                    return found, True
                left = self.stuck(chosen)
                if left is None:
                    if len(found) == bound:
                        return found, False
                    found.append(chosen)
                    if not chosen:
                        return found, True
                    hitman.block(sorted(chosen))
                    continue
                one = self.circle(left, chosen)
                circles[one] = None
                if one.isdisjoint(allowed):
                    return [], True
                hitman.hit(sorted(one & allowed))
        return found, False

    def _all(self, circles: dict[Tags, None], bound: int, budget: int) -> bool:
        """Adds circles until all are known (True), or the bound or the budget is used up."""
        with Hitman(solver="g4", htype="sorted") as hitman:
            for one in circles:
                hitman.hit(sorted(one))
            for _ in range(budget):
                if len(circles) > bound:
                    return False
                tags = hitman.get()
                if tags is None:
                    return True
                chosen = frozenset(tags)
                left = self.stuck(chosen)
                if left is None:
                    hitman.block(sorted(chosen))
                else:
                    one = self.circle(left, chosen)
                    circles[one] = None
                    hitman.hit(sorted(one))
        return False


class Failures:
    """What stops when groups of nodes never come. Sets of nodes are bits of a whole number.

    A pair stops what each of its two stops, and what has an `or` of which each takes a part. Only rules with an `or`
    are looked at for that; where an `or` lies on a ring that can be entered from several sides the fixpoint is made
    anew.
    """

    def __init__(self, whole: Ordering, groups: Sequence[Collection[int]]) -> None:
        self._whole = whole
        self._groups = [frozenset(group) for group in groups]
        self._base = whole.comes()
        self.single = [self._stopped(group) for group in self._groups]
        either = [
            (place, rule) for place, rule in enumerate(whole.rules) if self._base[rule.node] and _has_or(rule.formula)
        ]
        self._either = [(rule, _bits(whole._inside[place])) for place, rule in either]
        self._touches = [any(inside & bits for _, inside in self._either) for bits in self.single]
        self._alone: dict[int, int] = {}
        ringed = {node for part in whole._strong() for node in part if self._base[node]}
        self._anew = any(rule.node in ringed for _, rule in either)

    def _stopped(self, group: Collection[int]) -> int:
        comes = self._whole.comes(without=group)
        return _bits(node for node in range(self._whole.nodes) if self._base[node] and not comes[node])

    def pair(self, first: int, second: int) -> int:
        """What stops when neither of two groups comes."""
        both = self.single[first] | self.single[second]
        if not (self._touches[first] and self._touches[second]):
            return both  # one of them takes no part of any `or`
        if self._anew:
            return self._stopped(self._groups[first] | self._groups[second])
        changed = True
        while changed:
            changed = False
            for rule, inside in self._either:
                if not inside & both or both >> rule.node & 1:
                    continue
                if not _holds(rule.formula, _Outside(both, self._base)):
                    if rule.node not in self._alone:
                        self._alone[rule.node] = self._stopped((rule.node,))
                    both |= self._alone[rule.node]
                    changed = True
        return both


class _Everything:
    def __getitem__(self, node: int) -> bool:
        return True


class _Outside:
    """The world in which all that came still comes, but for what has stopped."""

    def __init__(self, stopped: int, base: bytearray) -> None:
        self._stopped = stopped
        self._base = base

    def __getitem__(self, node: int) -> bool:
        return bool(self._base[node]) and not self._stopped >> node & 1


def members(bits: int) -> Iterator[int]:
    """The nodes in a set of bits, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _bits(nodes: Iterable[int]) -> int:
    found = 0
    for node in nodes:
        found |= 1 << node
    return found


def _holds(formula: Formula, world: _World) -> bool:
    if isinstance(formula, Var):
        return bool(world[formula.number - 1])
    if isinstance(formula, And):
        return all(_holds(part, world) for part in formula.parts)
    assert isinstance(formula, Or)
    return any(_holds(part, world) for part in formula.parts)


def _nodes(formula: Formula) -> Iterator[int]:
    if isinstance(formula, Var):
        yield formula.number - 1
    elif isinstance(formula, And | Or):
        for part in formula.parts:
            yield from _nodes(part)


def _has_or(formula: Formula) -> bool:
    return isinstance(formula, Or) or (isinstance(formula, And) and any(_has_or(part) for part in formula.parts))


def _blame(formula: Formula, missing: Collection[int]) -> set[int] | None:
    """Nodes whose absence makes the formula false: of an `and` one part, the smallest way; None where it holds."""
    if isinstance(formula, Var):
        return {formula.number - 1} if formula.number - 1 in missing else None
    assert isinstance(formula, And | Or)
    parts = [_blame(part, missing) for part in formula.parts]
    if isinstance(formula, And):
        return min((part for part in parts if part is not None), key=len, default=None)
    found: set[int] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def _positive(formula: Formula) -> tuple[Formula, bool]:
    """The formula with what stands under `Not` taken as met, shortened; and whether there was any."""
    if isinstance(formula, Var):
        return formula, False
    if isinstance(formula, Not):
        return TRUE, True
    kind = type(formula)
    hidden = False
    parts: list[Formula] = []
    for part in formula.parts:
        plain, inner = _positive(part)
        hidden = hidden or inner
        if isinstance(plain, kind):
            parts.extend(plain.parts)
        elif plain == TRUE:  # only under `or`: it is met
            return TRUE, hidden or any(_positive(other)[1] for other in formula.parts)
        else:
            parts.append(plain)
    if kind is And and Or(()) in parts:
        return Or(()), hidden
    parts = list(dict.fromkeys(part for part in parts if not (kind is Or and part == Or(()))))
    return (parts[0] if len(parts) == 1 else kind(tuple(parts))), hidden
