"""Additive worths drawn uniformly from what is known of them.

**Uniform in z.** With k choices of which f are neither the best, nor the worst, nor fixed to a share of the weight,
there are w^f ways to place them. So the weights have the density Π w_g^(f_g), which is that of a flat simplex with
f_g + 1 coordinates for group g, and given the weights the shares u = z / w are uniform and independent between groups.
That is drawn exactly; inequalities between groups are then a matter of rejection, or of a walk over that simplex which
draws the shares anew between its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from holdfast.solvers.additive import Additive, Linear, Piece
from holdfast.solvers.polytope import TOLERANCE, Floats, Polytope, TooHardError
from holdfast.solvers.sampling import ACCEPTED, CHAINS, LANES, Sample, Trust, Walk, walked

_TRIAL: Final = 20_000
#: Sweeps of the walk within a group, for each of its choices; each draw has a lane of its own.
_WITHIN: Final = 30


@dataclass
class Draws:
    """One sample in the making."""

    known: Additive
    rng: np.random.Generator
    fixed: dict[int, float] = field(default_factory=dict)
    """The weights that have but one value."""
    free: list[int] = field(default_factory=list)
    alpha: list[int] = field(default_factory=list)
    """For each free group how many coordinates of the simplex it has."""

    def __post_init__(self) -> None:
        known = self.known
        # Where nothing known joins worths to weights, what weights are possible is a small question of its own.
        system = known.polytope if self._mixed else self._of_weights()
        columns = [known.weight(g) if self._mixed else g for g in range(len(known.groups))]
        corners: list[Floats] = []
        for g, column in enumerate(columns):
            form = np.zeros(system.width)
            form[column] = 1.0
            for sign in (-1.0, 1.0):
                if np.ptp([corner[column] for corner in corners] or [0.0]) < TOLERANCE:
                    best = system.minimum(sign * form)
                    corners += [] if best is None else [best.point]
            if np.ptp([corner[column] for corner in corners]) < TOLERANCE:
                self.fixed[g] = float(np.mean([corner[column] for corner in corners]))
            else:
                self.free.append(g)
        for g in self.free:
            piece = known.pieces[g][0]
            self.alpha.append(1 + int((piece.high - piece.low > 1e-9)[: known.groups[g].choices].sum()))

    @property
    def scale(self) -> float:
        """What the weights that are not fixed sum to."""
        return 1.0 - sum(self.fixed.values())

    @cached_property
    def _mixed(self) -> tuple[Linear, ...]:
        """The inequalities that concern worths and not weights alone."""
        return tuple(one for one in self.known.linear if any(one.worths.values()))

    def _of_weights(self) -> Polytope:
        rows = np.zeros((len(self.known.linear), len(self.known.groups)))
        for row, one in enumerate(self.known.linear):
            for g, factor in one.weights.items():
                rows[row, g] = factor
        return Polytope.of(
            rows, [one.limit for one in self.known.linear], np.ones(rows.shape[1]), 1.0, low=0.0, high=1.0
        )

    # --- shares within a group ---------------------------------------------------------------------------------------

    def shares(self, number: int, size: int) -> Floats:
        """`size` independent draws of a group's shares, (size, width): rejection from the boxes of its pieces."""
        pieces = self.known.pieces[number]
        orders = [(one.above, one.below) for one in self.known.orders if one.group == number]
        low, high = np.stack([one.low for one in pieces]), np.stack([one.high for one in pieces])
        volume = np.prod(np.where(high - low > 1e-9, high - low, 1.0), axis=1)
        # Batches of one size, so that how often something is drawn does not depend on how much is asked for at once.
        kept: list[Floats] = []
        found = tried = 0
        while found < max(size, 1):
            if tried >= 40_000 and found < ACCEPTED * tried:
                return self._walked_shares(pieces, orders, size)
            which = self.rng.choice(len(pieces), max(size, 2_000), p=volume / volume.sum())
            drawn = low[which] + (high[which] - low[which]) * self.rng.random((len(which), low.shape[1]))
            for above, below in orders:
                drawn = drawn[drawn[:, above] > drawn[:, below]]
            kept.append(drawn)
            found, tried = found + len(drawn), tried + len(which)
        return np.concatenate(kept)[:size]

    def _walked_shares(self, pieces: Sequence[Piece], orders: Sequence[tuple[int, int]], size: int) -> Floats:
        """The same by Gibbs sampling, a lane for each draw, where nearly nothing of the box fits."""
        if len(pieces) > 1:
            raise TooHardError("too little is known of which option is best and worst, and too much of the others")
        piece = pieces[0]
        order = np.zeros((len(orders), len(piece.low)))
        for row, (above, below) in enumerate(orders):
            order[row, above], order[row, below] = -1.0, 1.0
        inner = Polytope.of(
            np.hstack([order, np.ones((len(order), 1))]),
            0.0,
            low=np.append(piece.low, 0),
            high=np.append(piece.high, 1),
        ).minimum(np.append(np.zeros(len(piece.low)), -1.0))
        assert inner is not None
        drawn = np.repeat(inner.point[None, :-1], size, axis=0)
        free = np.flatnonzero(piece.high - piece.low > 1e-9)
        for _ in range(_WITHIN * len(free)):
            for choice in self.rng.permutation(free):
                under = [piece.low[choice], *(drawn[:, b] for a, b in orders if a == choice)]
                over = [piece.high[choice], *(drawn[:, a] for a, b in orders if b == choice)]
                bottom = np.maximum.reduce(np.broadcast_arrays(*under))
                top = np.minimum.reduce(np.broadcast_arrays(*over))
                drawn[:, choice] = bottom + (top - bottom) * self.rng.random(size)
        return drawn

    # --- everything together -----------------------------------------------------------------------------------------

    def sample(self, size: int, reject: bool, progress: Callable[[float], None] | None) -> Sample:
        """By rejection where that keeps enough and `reject` allows it, else by walking."""
        if not self.known.linear:
            points = self._exact(size)
            return Sample(points[:, None, :], Trust("rejection", size, float(size), accepted=1.0))
        # Where weights alone are limited, shares need not be drawn before enough of them are there.
        fitting = self._fitting if self._mixed else self._fitting_weights
        trial = fitting(_TRIAL)
        accepted = len(trial) / _TRIAL
        if reject and accepted > ACCEPTED:
            kept = [trial]
            found = len(trial)
            while found < size:
                kept.append(fitting(_TRIAL))
                found += len(kept[-1])
                if progress is not None:
                    progress(min(found / size, 1.0))
            exact = np.concatenate(kept)[:size]
            points = exact if self._mixed else self._with_shares(exact)
            return Sample(points[:, None, :], Trust("rejection", size, float(size), accepted=accepted))
        points, trust = self._walk(size, progress)
        return Sample(points, Trust(trust.method, trust.size, trust.effective, trust.r_hat, accepted))

    def _exact(self, size: int) -> Floats:
        """Draws that fit within each group."""
        return self._with_shares(self._weights(size))

    def _with_shares(self, weights: Floats) -> Floats:
        return self._points(weights, [self.shares(g, len(weights)) for g in range(len(self.known.groups))])

    def _weights(self, size: int) -> Floats:
        weights = np.empty((len(self.known.groups), size))
        for g, value in self.fixed.items():
            weights[g] = value
        if self.free:
            # The simplex coordinate by coordinate, which is faster than gamma variates of such small shapes.
            sums = self.rng.standard_exponential((len(self.free), size))
            for row, coordinates in enumerate(self.alpha):
                for _ in range(coordinates - 1):
                    sums[row] += self.rng.standard_exponential(size)
            sums *= self.scale / sums.sum(axis=0)
            weights[self.free] = sums
        return weights.T

    def _fitting_weights(self, tries: int) -> Floats:
        """What is left of so many draws of weights where what is known of weights alone has to fit."""
        weights = self._weights(tries)
        fits = np.ones(tries, bool)
        for one in self.known.linear:
            if one not in self._mixed:
                used = sum((weights[:, g] * factor for g, factor in one.weights.items()), np.zeros(tries))
                fits &= used <= one.limit + TOLERANCE / 10
        return weights[fits]

    def _fitting(self, tries: int) -> Floats:
        """What is left of so many draws where everything known has to fit.

        What is known within a group holds of its shares as they are drawn; so only what joins groups is asked of them.
        """
        points = self._with_shares(self._fitting_weights(tries))
        fits = np.ones(len(points), bool)
        for one in self._mixed:
            terms = [(self.known.worth(*key), factor) for key, factor in one.worths.items()]
            terms += [(self.known.weight(g), factor) for g, factor in one.weights.items()]
            used = sum((points[:, column] * factor for column, factor in terms), np.zeros(len(points)))
            fits &= used <= one.limit + TOLERANCE / 10
        return points[fits]

    def _points(self, weights: Floats, shares: Sequence[Floats]) -> Floats:
        """Points of these weights (size, groups) and shares; the level is drawn."""
        known = self.known
        points = np.empty((len(weights), known.width))
        for g, group in enumerate(known.groups):
            start = known.worth(g, 0)
            points[:, start : start + group.width] = shares[g] * weights[:, g, None]
            points[:, known.weight(g)] = weights[:, g]
        low, high = known.level
        points[:, -1] = low + (high - low) * self.rng.random(len(points))
        return points

    # --- the walk ----------------------------------------------------------------------------------------------------

    def _walk(self, size: int, progress: Callable[[float], None] | None) -> tuple[Floats, Trust]:
        """Hit-and-run over the weights, the shares drawn anew between sweeps where that keeps what is known.

        The shares are independent of the weights before the inequalities between groups are applied, so that a draw of
        one group's shares is accepted exactly where those still hold (Metropolis with independent proposals).
        """
        known, lanes = self.known, CHAINS * LANES
        groups = len(known.groups)
        start = np.repeat(self._inside(), LANES, axis=0)
        weights = start[:, [known.weight(g) for g in range(groups)]]
        shares = []
        for g, group in enumerate(known.groups):
            at = known.worth(g, 0)
            some = np.divide(
                start[:, at : at + group.width],
                weights[:, [g]],
                where=weights[:, [g]] > 1e-12,
                out=np.zeros((lanes, group.width)),
            )
            shares.append(np.where(weights[:, [g]] > 1e-12, some, self.shares(g, lanes)))
        moving = sorted({g for one in known.linear for g, _ in one.worths if any(one.worths.values())})
        table = np.stack([self._table(g, shares[g]) for g in range(groups)])
        limits = np.array([one.limit for one in known.linear])[:, None]
        used = np.zeros((len(limits), lanes))
        for g, value in self.fixed.items():
            used += table[g] * value
        shared = not moving
        owner = np.repeat(np.arange(len(self.free)), self.alpha)
        point = (
            (weights[:, self.free] / self.scale / np.array(self.alpha))[:, owner].T
            if self.free
            else np.ones((1, lanes))
        )
        rows = table[self.free] * self.scale
        walk = Walk(
            point,
            owner if self.free else [0],
            rows[:, :, :1] if shared else rows,
            limits - (used[:, :1] if shared else used),
        )
        place = {g: n for n, g in enumerate(self.free)}

        def between() -> None:
            for g in moving:
                drawn = self.shares(g, lanes)
                new = self._table(g, drawn)
                if g in place:
                    weight = walk.point[owner == place[g]].sum(0)
                    change = (new * self.scale - walk.table[place[g]]) * weight
                else:
                    change = (new - table[g]) * self.fixed[g]
                taken = (change <= walk.slack).all(0)
                shares[g][taken] = drawn[taken]
                walk.slack[:, taken] -= change[:, taken]
                if g in place:
                    walk.table[place[g]][:, taken] = new[:, taken] * self.scale
                else:
                    walk.limits[:, taken] -= change[:, taken]
                    table[g][:, taken] = new[:, taken]

        def draw() -> Floats:
            now = np.zeros((lanes, groups))
            for g, value in self.fixed.items():
                now[:, g] = value
            if self.free:
                now[:, self.free] = walk.weights().T * self.scale
            some = [shares[g] if g in moving else self.shares(g, lanes) for g in range(groups)]
            return self._points(now, some)

        return walked(walk, self.rng, draw=draw, between=between if moving else None, effective=size, progress=progress)

    def _table(self, group: int, shares: Floats) -> Floats:
        """How much each inequality between groups takes of a unit of this group's weight, (rows, lanes)."""
        found = np.zeros((len(self.known.linear), len(shares)))
        for row, one in enumerate(self.known.linear):
            found[row] += one.weights.get(group, 0.0)
            for (g, choice), factor in one.worths.items():
                if g == group:
                    found[row] += factor * shares[:, choice]
        return found

    def _inside(self) -> Floats:
        """A point for each chain, (chains, width): near a random corner, moved towards the middle of its piece."""
        known, system = self.known, self.known.polytope
        # What only concerns weights that are fixed holds, and has no room.
        roomy = np.zeros(len(system.rows))
        for row, one in enumerate(known.linear):
            roomy[len(roomy) - len(known.linear) + row] = bool(one.worths) or any(g in self.free for g in one.weights)
        heavy = np.zeros((len(self.free), system.width + 1))
        heavy[range(len(self.free)), [known.weight(g) for g in self.free]] = -1.0
        heavy[:, -1] = 0.2
        found: list[Floats] = []
        for _ in range(20 * CHAINS):
            corner = system.minimum(self.rng.normal(size=system.width) * ~system.whole)
            assert corner is not None
            low, high = system.low.copy(), system.high.copy()
            low[system.whole] = high[system.whole] = np.round(corner.point[system.whole])
            middle = Polytope.of(
                np.vstack([np.hstack([system.rows, roomy[:, None]]), heavy]),
                np.concatenate([system.limits, np.zeros(len(heavy))]),
                np.hstack([system.equal_rows, np.zeros((len(system.equal_rows), 1))]),
                system.equal_limits,
                low=np.append(low, 0.0),
                high=np.append(high, 1.0),
            ).minimum(np.append(np.zeros(system.width), -1.0))
            if middle is not None and -middle.value > 1e-9:
                found.append(0.3 * corner.point[: known.width] + 0.7 * middle.point[: known.width])
            if len(found) == CHAINS:
                return np.stack(found)
        raise TooHardError("what is known leaves no room to draw from")
