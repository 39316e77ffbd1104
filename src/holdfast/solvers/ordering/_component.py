"""One component of things that wait for each other: its circles, and what to give up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pysat.examples.hitman import Hitman

from holdfast.solvers.ordering._formulas import blame, holds

if TYPE_CHECKING:
    from holdfast.solvers.ordering._problem import Ordering, Rule

Tags: TypeAlias = frozenset[int]


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


class _Inside(dict[int, bool]):
    """What has come of a component; whatever lies outside it has."""

    def __missing__(self, node: int) -> bool:
        return True


class Local:
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
                    if not holds(rule.formula, done):
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
                blamed = blame(rule.formula, stuck)
                if blamed is not None:
                    return rule, tuple(sorted(blamed))
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
                blamed = blame(rule.formula, stuck)
                if blamed is not None:
                    seen[node] = rule.tag
                    queue.extend(sorted(blamed, reverse=True))
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
