"""What stops when something fails, and when two things do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from holdfast.solvers.ordering._formulas import bits, has_or, holds

if TYPE_CHECKING:
    from holdfast.solvers.ordering._problem import Ordering


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
            (place, rule) for place, rule in enumerate(whole.rules) if self._base[rule.node] and has_or(rule.formula)
        ]
        self._either = [(rule, bits(whole._inside[place])) for place, rule in either]
        self._touches = [any(inside & gone for _, inside in self._either) for gone in self.single]
        self._alone: dict[int, int] = {}
        ringed = {node for part in whole._strong() for node in part if self._base[node]}
        self._anew = any(rule.node in ringed for _, rule in either)

    def _stopped(self, group: Collection[int]) -> int:
        return bits(self._whole.falls(group, self._base))

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
                if not holds(rule.formula, _Outside(both, self._base)):
                    if rule.node not in self._alone:
                        self._alone[rule.node] = self._stopped((rule.node,))
                    both |= self._alone[rule.node]
                    changed = True
        return both


class _Outside:
    """The world in which all that came still comes, but for what has stopped."""

    def __init__(self, stopped: int, base: bytearray) -> None:
        self._stopped = stopped
        self._base = base

    def __getitem__(self, node: int) -> bool:
        return bool(self._base[node]) and not self._stopped >> node & 1
