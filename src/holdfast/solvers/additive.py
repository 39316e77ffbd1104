"""Additive worths that are known in part: weights of groups, times what each choice within a group is worth.

A point has for each group the worths z of its choices, from 0 for the worst to the group's weight w for the best, and
a level beside them. The weights sum to one. What is known are inequalities; the set of what fits is a polytope, or a
union of some where it is not known which choice of a group is the best or the worst.

A group may have one choice more, ``open``: anywhere between the worst and the best, uniformly, whatever the others are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np

from holdfast.solvers.polytope import Drops, Floats, Polytope, minimal_drops
from holdfast.solvers.sampling import EFFECTIVE, Sample


@dataclass(frozen=True, slots=True)
class Group:
    """Two or more choices, of which one is taken."""

    choices: int
    open: bool = False
    """Whether there is one choice more, the last, that is worth anything between the worst and the best."""

    @property
    def width(self) -> int:
        """How many worths it has."""
        return self.choices + self.open


@dataclass(frozen=True, slots=True)
class Share:
    """A choice is worth between `low` and `high` of its group's weight."""

    group: int
    choice: int
    low: float
    high: float
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """A choice is worth more than another of the same group."""

    group: int
    above: int
    below: int
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class Linear:
    """``Σ worths · z + Σ weights · w ≤ limit``, with < where `strict`."""

    worths: Mapping[tuple[int, int], float]
    weights: Mapping[int, float]
    limit: float
    strict: bool = False
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One way to say which choice of a group is the best and which the worst; the shares that each choice may have."""

    best: int
    worst: int
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Additive:
    """What is known of additive worths.

    Columns of a point: for each group its worths, then its weight; the level last.
    """

    groups: tuple[Group, ...]
    shares: tuple[Share, ...] = ()
    orders: tuple[Above, ...] = ()
    linear: tuple[Linear, ...] = ()
    level: tuple[float, float] = (0.0, 1.0)
    """Between what the level lies."""

    # --- columns -----------------------------------------------------------------------------------------------------

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for group in self.groups:
            starts.append(at)
            at += group.width + 1
        return (*starts, at)

    @property
    def width(self) -> int:
        """How many columns a point has."""
        return self._starts[-1] + 1

    def worth(self, group: int, choice: int) -> int:
        """The column of what a choice is worth."""
        return self._starts[group] + choice

    def weight(self, group: int) -> int:
        """The column of a group's weight."""
        return self._starts[group + 1] - 1

    # --- which choice is best, which worst ---------------------------------------------------------------------------

    @cached_property
    def pieces(self) -> tuple[tuple[Piece, ...], ...]:
        """For each group the pieces that fit what is known within it and have the most freedom; none: nothing fits.

        A piece with fewer free shares than another has no volume beside it, as where a choice that is said to be worth
        the full weight is not the one that is called the best.
        """
        return tuple(self._pieces(number) for number in range(len(self.groups)))

    def _pieces(self, number: int) -> tuple[Piece, ...]:
        group = self.groups[number]
        found: dict[int, list[Piece]] = {}
        for best, worst in permutations(range(group.choices), 2):
            piece = self._piece(number, best, worst)
            if piece is not None:
                free = int((piece.high - piece.low > 1e-9)[: group.choices].sum())
                found.setdefault(free, []).append(piece)
        return tuple(found[max(found)]) if found else ()

    def _piece(self, number: int, best: int, worst: int) -> Piece | None:
        low, high = np.zeros(self.groups[number].width), np.ones(self.groups[number].width)
        for share in self.shares:
            if share.group == number:
                low[share.choice] = max(low[share.choice], share.low)
                high[share.choice] = min(high[share.choice], share.high)
        low[best], high[worst] = 1.0, 0.0
        orders = [(one.above, one.below) for one in self.orders if one.group == number]
        for _ in range(len(low)):
            for above, below in orders:
                low[above], high[below] = max(low[above], low[below]), min(high[below], high[above])
        fits = (low <= high + 1e-12).all() and all(low[below] < high[above] - 1e-12 for above, below in orders)
        # A circle leaves no room either, which bounds alone do not show.
        return Piece(best, worst, low, np.maximum(high, low)) if fits and _acyclic(orders) else None

    # --- the system --------------------------------------------------------------------------------------------------

    @cached_property
    def polytope(self) -> Polytope:
        """Everything that fits, its strict rows marked. Empty where nothing does."""
        return self._system(self.pieces)[0]

    def _system(self, pieces: Sequence[Sequence[Piece]]) -> tuple[Polytope, list[int | None]]:
        """The system, and the tag of each row. Where several pieces are left, binaries choose one of each group."""
        several = [(g, piece) for g, some in enumerate(pieces) if len(some) > 1 for piece in some]
        width = self.width + len(several)
        rows: list[tuple[dict[int, float], float, bool, int | None]] = []
        equal: list[tuple[dict[int, float], float]] = [({self.weight(g): 1.0 for g in range(len(self.groups))}, 1.0)]
        for g, group in enumerate(self.groups):
            weight = self.weight(g)
            rows.extend(({self.worth(g, c): 1.0, weight: -1.0}, 0.0, False, None) for c in range(group.width))
            if len(pieces[g]) == 1:
                equal.append(({self.worth(g, pieces[g][0].best): 1.0, weight: -1.0}, 0.0))
                equal.append(({self.worth(g, pieces[g][0].worst): 1.0}, 0.0))
            elif not pieces[g]:
                rows.append(({weight: 1.0}, -1.0, False, None))
        for place, (g, piece) in enumerate(several):
            chosen = self.width + place
            rows.append(({self.weight(g): 1.0, self.worth(g, piece.best): -1.0, chosen: 1.0}, 1.0, False, None))
            rows.append(({self.worth(g, piece.worst): 1.0, chosen: 1.0}, 1.0, False, None))
        for g in dict.fromkeys(g for g, _ in several):
            equal.append(({self.width + n: 1.0 for n, (other, _) in enumerate(several) if other == g}, 1.0))
        rows.extend(self.rows())
        table, limits = np.zeros((len(rows), width)), np.array([limit for _, limit, _, _ in rows])
        for number, (terms, _, _, _) in enumerate(rows):
            for column, factor in terms.items():
                table[number, column] += factor
        fixed = np.zeros((len(equal), width))
        for number, (terms, _) in enumerate(equal):
            for column, factor in terms.items():
                fixed[number, column] += factor
        low, high, whole = np.zeros(width), np.ones(width), np.zeros(width, bool)
        low[self.width - 1], high[self.width - 1] = self.level
        whole[self.width :] = True
        found = Polytope.of(
            table, limits, fixed, [limit for _, limit in equal], low=low, high=high,
            strict=[strict for _, _, strict, _ in rows], whole=whole,
        )  # fmt: skip
        return found, [tag for _, _, _, tag in rows]

    def rows(self) -> Iterable[tuple[dict[int, float], float, bool, int | None]]:
        """What is known as inequalities: the factors of the columns, the limit, whether it is strict, the tag."""
        for share in self.shares:
            column, weight = self.worth(share.group, share.choice), self.weight(share.group)
            yield {column: 1.0, weight: -share.high}, 0.0, False, share.tag
            yield {column: -1.0, weight: share.low}, 0.0, False, share.tag
        for order in self.orders:
            columns = {self.worth(order.group, order.above): -1.0, self.worth(order.group, order.below): 1.0}
            yield columns, 0.0, True, order.tag
        for one in self.linear:
            terms = {self.worth(*key): factor for key, factor in one.worths.items()}
            terms |= {self.weight(group): factor for group, factor in one.weights.items()}
            yield terms, one.limit, one.strict, one.tag

    @property
    def empty(self) -> bool:
        """Whether nothing fits."""
        return not all(self.pieces) or self.polytope.empty

    def drops(self, *, bound: int = 20) -> Drops:
        """The minimal sets of tags that must be dropped before something fits; the empty set where something does."""
        every = [
            [Piece(a, b, np.zeros(0), np.zeros(0)) for a, b in permutations(range(group.choices), 2)]
            for group in self.groups
        ]
        system, tags = self._system(every)
        return minimal_drops(system, tags, bound=bound)

    # --- drawing -----------------------------------------------------------------------------------------------------

    def sample(
        self,
        rng: np.random.Generator,
        *,
        size: int = EFFECTIVE,
        reject: bool = True,
        progress: Callable[[float], None] | None = None,
    ) -> Sample:
        """Points drawn uniformly in z, worth at least `size` independent ones. Raises ValueError where nothing fits."""
        if self.empty:
            raise ValueError("nothing fits what is known")
        from holdfast.solvers.additive_draws import Draws

        return Draws(self, rng).sample(size, reject, progress)


def _acyclic(orders: Sequence[tuple[int, int]]) -> bool:
    left = set(orders)
    while left:
        sources = {above for above, _ in left} - {below for _, below in left}
        rest = {pair for pair in left if pair[0] not in sources}
        if len(rest) == len(left):
            return False
        left = rest
    return True
