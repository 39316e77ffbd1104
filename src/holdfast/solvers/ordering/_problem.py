"""A problem of order: rules, what comes, and its strongly connected components."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.solvers.logic import TRUE, Formula
from holdfast.solvers.ordering._component import Component, Local, Tags
from holdfast.solvers.ordering._failures import Failures
from holdfast.solvers.ordering._formulas import Everything, holds, nodes_of, positive

#: How many circles of a component, and how many relaxations, are listed at most.
BOUND: Final = 50
#: How many hitting sets of a component are tried at most.
BUDGET: Final = 2_000


@dataclass(frozen=True, slots=True)
class Rule:
    """`node` waits for `formula`. `tag` names who could give that up; None where it is the structure of things."""

    node: int
    formula: Formula
    tag: int | None = None


class Ordering:
    """A problem. Rules are indexed on construction; every question is a fixpoint over what it concerns."""

    def __init__(self, nodes: int, rules: Iterable[Rule]) -> None:
        self.nodes = nodes
        self.not_monotone: list[Rule] = []
        self.rules: list[Rule] = []
        for rule in rules:
            formula, hidden = positive(rule.formula)
            if hidden:
                self.not_monotone.append(rule)
            if formula != TRUE:
                self.rules.append(Rule(rule.node, formula, rule.tag))
        self._of: list[list[int]] = [[] for _ in range(nodes)]
        self._inside: list[tuple[int, ...]] = []
        self._users: list[list[int]] = [[] for _ in range(nodes)]
        for place, rule in enumerate(self.rules):
            self._of[rule.node].append(place)
            inside = tuple(dict.fromkeys(nodes_of(rule.formula)))
            self._inside.append(inside)
            for node in inside:
                if rule.node not in self._users[node][-1:]:
                    self._users[node].append(rule.node)

    # --- what comes --------------------------------------------------------------------------------------------------

    def comes(self, without: Collection[int] = (), relaxed: Collection[int] = ()) -> bytearray:
        """For each node 1 where it comes: in a world without some nodes, and with the rules of some tags given up."""
        done = bytearray(self.nodes)
        self._come(done, range(self.nodes), set(without), set(relaxed))
        return done

    def falls(self, group: Collection[int], base: bytearray) -> list[int]:
        """Of the nodes that come (`base`, as of `comes`), those that do not come without `group`; the group too.

        Only what waits for the group, directly or through others, can fall: the rest is left as it is.
        """
        found = [node for node in group if base[node]]
        affected = set(found)
        for node in found:  # it grows
            further = [user for user in self._users[node] if base[user] and user not in affected]
            affected.update(further)
            found.extend(further)
        left = bytearray(base)
        for node in found:
            left[node] = 0
        self._come(left, found, set(group), set())
        return [node for node in found if not left[node]]

    def _come(self, done: bytearray, waiting: Iterable[int], gone: set[int], dropped: set[int]) -> None:
        """Mark what comes of the nodes that wait, and of what waits for those in turn."""
        while waiting:
            again: dict[int, None] = {}
            for node in waiting:
                if done[node] or node in gone:
                    continue
                rules = (self.rules[place] for place in self._of[node])
                if all(holds(rule.formula, done) for rule in rules if rule.tag is None or rule.tag not in dropped):
                    done[node] = 1
                    again.update(dict.fromkeys(self._users[node]))
            waiting = again

    def impossible(self) -> tuple[Rule, ...]:
        """The rules whose formula holds in no world, however much comes."""
        return tuple(rule for rule in self.rules if not holds(rule.formula, Everything()))

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
            local = Local(self, sorted(nodes), inside, dead)
            if local.stuck(frozenset()) is not None:
                found.append(local.solve(ranks or {}, bound, budget))
        return tuple(sorted(found, key=lambda one: one.nodes[0]))

    def ring(self, component: Component, circle: Tags) -> tuple[tuple[Rule, tuple[int, ...]], ...]:
        """The rules of a circle in the order in which they lead round, each with the nodes that it waits for there."""
        local = Local(self, list(component.nodes), frozenset(component.nodes), set())
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
