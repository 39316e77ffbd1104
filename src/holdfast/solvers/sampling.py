"""Points drawn uniformly from a simplex cut by half-spaces, and how far such a sample can be trusted.

Two ways. Rejection draws from the simplex itself and keeps what lies within the half-spaces: exact, and used while it
keeps more than one in a thousand. Otherwise hit-and-run by pair exchange: take two coordinates, and move to a uniform
point of the stretch on which one gains what the other loses (Smith 1984, with the directions of the simplex's edges).

Four chains start at four different places. Each is a bundle of many *lanes* that start together and go on apart, which
costs an array library little and makes short chains enough (Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari, Gelman
2024: nested R̂). Lanes share the directions of their steps and nothing else: a step along any given direction keeps the
uniform distribution, so that lanes are independent once they have reached it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from holdfast.solvers.polytope import Floats, Polytope

#: The share that rejection has to keep.
ACCEPTED: Final = 1e-3
#: How many independent points a sample is worth at least: 1.96² · ¼ / 0.01², a share known to one point in a hundred.
EFFECTIVE: Final = 9_604
#: Below this the chains count as having forgotten where they started.
R_HAT: Final = 1.01
CHAINS: Final = 4
LANES: Final = 256
_TRIAL: Final = 20_000
_BATCH: Final = 50_000
#: How many sweeps the walk may take at most before it stops and says that it did not converge.
_SWEEPS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Trust:
    """How a sample was drawn, and what that says of its errors."""

    method: Literal["rejection", "hit-and-run"]
    size: int
    """How many points there are."""
    effective: float
    """How many independent points they are worth: the least over the coordinates."""
    r_hat: float | None = None
    """Split nested R̂: the greatest over the coordinates; None where the points are independent."""
    accepted: float | None = None
    """The share that rejection kept, or would have kept."""

    @property
    def converged(self) -> bool:
        """Whether the sample is what was asked for."""
        return self.r_hat is None or (self.r_hat < R_HAT and self.effective >= EFFECTIVE)


@dataclass(frozen=True, slots=True)
class Sample:
    """Points in lanes: ``points[lane, draw]``. Lanes are independent of each other, draws within one need not be."""

    points: Floats
    trust: Trust


# --- the walk -------------------------------------------------------------------------------------------------------


class Walk:
    """Hit-and-run by pair exchange over ``{d ≥ 0, Σ d = 1}`` cut by ``Σ_g table[g] · w_g ≤ limits``.

    w_g is the sum of the coordinates that belong to group g: a group of k coordinates makes w_g as likely as w_g^(k-1).

    Args:
        start: (n, lanes), one point for each lane, within the half-spaces.
        owner: (n), the group of each coordinate.
        table: (groups, rows, lanes), or (groups, rows, 1) where it is the same for all lanes.
        limits: (rows, lanes) or (rows, 1).
    """

    def __init__(self, start: Floats, owner: ArrayLike, table: Floats, limits: Floats) -> None:
        self.point = start.copy()
        self.owner = np.asarray(owner, np.int64)
        self.table = table
        self.limits = limits
        self.slack = np.empty((len(limits), start.shape[1]))
        self._active: dict[tuple[int, int], tuple[np.ndarray, Floats, np.ndarray, Floats]] = {}
        self.settle()

    def weights(self) -> Floats:
        """The weight w of each group, (groups, lanes)."""
        found = np.zeros((len(self.table), self.point.shape[1]))
        np.add.at(found, self.owner, self.point)
        return found

    def settle(self) -> None:
        """Computes what is left of each limit anew, so that rounding cannot add up."""
        np.maximum(self.point, 0.0, out=self.point)
        self.point /= self.point.sum(0)
        weights = self.weights()
        if self.table.shape[2] == 1:
            used = self.table[:, :, 0].T @ weights
        else:
            used = np.einsum("grl,gl->rl", self.table, weights)
        np.maximum(self.limits - used, 0.0, out=self.slack)

    def sweep(self, rng: np.random.Generator) -> None:
        """One exchange between each coordinate and the next, in a random order."""
        count = len(self.owner)
        if count < 2:
            return
        order = rng.permutation(count)
        chances = rng.random((count, self.point.shape[1]))
        for step in range(count):
            self._exchange(int(order[step]), int(order[step - 1]), chances[step])

    def _exchange(self, gains: int, loses: int, chance: Floats) -> None:
        low, high = -self.point[gains], self.point[loses].copy()
        pair = int(self.owner[gains]), int(self.owner[loses])
        if pair[0] != pair[1] and len(self.limits):
            above, up, below, down = self._rows(*pair)
            if len(above):
                np.minimum(high, _stretch(self.slack[above], up, np.inf).min(0), out=high)
            if len(below):
                np.maximum(low, _stretch(self.slack[below], down, -np.inf).max(0), out=low)
        move = low + np.maximum(high - low, 0.0) * chance
        self.point[gains] += move
        self.point[loses] -= move
        if pair[0] != pair[1] and len(self.limits):
            if len(above):
                self.slack[above] -= up * move
            if len(below):
                self.slack[below] -= down * move
            np.maximum(self.slack, 0.0, out=self.slack)

    def _rows(self, gains: int, loses: int) -> tuple[np.ndarray, Floats, np.ndarray, Floats]:
        """The rows that an exchange brings nearer to their limits, and those from which it moves away."""
        shared = self.table.shape[2] == 1
        if shared and (known := self._active.get((gains, loses))) is not None:
            return known
        change = self.table[gains] - self.table[loses]
        if shared:
            above, below = np.flatnonzero(change[:, 0] > 1e-12), np.flatnonzero(change[:, 0] < -1e-12)
            found = (above, change[above], below, change[below])
            self._active[gains, loses] = found
            return found
        every = np.arange(len(change))
        return every, np.where(change > 1e-12, change, 0.0), every, np.where(change < -1e-12, change, 0.0)


def _stretch(slack: Floats, change: Floats, free: float) -> Floats:
    """How far a step may go before each row is at its limit; `free` where it does not touch the row."""
    return np.asarray(np.divide(slack, change, out=np.full(slack.shape, free), where=change != 0))


def walked(
    walk: Walk,
    rng: np.random.Generator,
    *,
    draw: Callable[[], Floats] | None = None,
    between: Callable[[], None] | None = None,
    chains: int = CHAINS,
    effective: float = EFFECTIVE,
    sweeps: int = _SWEEPS,
    progress: Callable[[float], None] | None = None,
) -> tuple[Floats, Trust]:
    """Draws of a walk, until the chains agree and are worth enough independent points.

    1. Warm up: as many sweeps as there are coordinates, 20 at least.
    2. Draw every `thin` sweeps, eight draws at a time; thinning starts with every second sweep.
    3. Stop where split nested R̂ < 1.01 and the effective size is reached. Otherwise, where a draw is worth little,
       throw away what there is (it was warming up), thin twice as much, and go on.

    Args:
        walk: where to start; its lanes are `chains` bundles of equal size, one after the other.
        rng: the stream.
        draw: what is kept of a state, (lanes, k); by default its coordinates.
        between: what else happens between sweeps.
        chains: how many bundles the lanes are.
        effective: how many independent points are asked for.
        sweeps: where to stop in any case.
        progress: is told how much of the effective size has been reached, from 0 to 1.
    """

    def take() -> Floats:
        return np.asarray(walk.point.T.copy() if draw is None else draw())

    thin, done = 2, 0

    def forward(count: int) -> None:
        nonlocal done
        for _ in range(count):
            walk.sweep(rng)
            if between is not None:
                between()
        walk.settle()
        done += count

    forward(max(20, len(walk.owner)))
    kept: list[Floats] = []
    while True:
        for _ in range(8):
            forward(thin)
            kept.append(take())
        points = np.stack(kept, axis=1)
        worth, r_hat = effective_size(points), nested_r_hat(points, chains)
        if progress is not None:
            progress(min(worth / effective, 1.0))
        if (r_hat < R_HAT and worth >= effective) or done >= sweeps:
            return points, Trust("hit-and-run", points.shape[0] * points.shape[1], worth, r_hat)
        if worth < 0.2 * points.shape[0] * points.shape[1]:
            thin *= 2
            kept = []


# --- how far it can be trusted --------------------------------------------------------------------------------------


def nested_r_hat(points: Floats, chains: int = CHAINS) -> float:
    """Split nested R̂ (Margossian et al. 2024) of ``points[lane, draw, coordinate]``, the greatest over the coordinates.

    1. Each of the `chains` bundles of lanes is split in two halves by time.
    2. B is the variance between the means of the halves, W the mean of the variances within each.
    3. R̂ = √(1 + B / W); 1 for a coordinate that is constant.
    """
    lanes, draws, width = points.shape
    half = max(draws // 2, 1)
    bundles = points.reshape(chains, lanes // chains, draws, width)
    halves = np.concatenate([bundles[:, :, :half], bundles[:, :, -half:]]).reshape(2 * chains, -1, width)
    between, within = halves.mean(1).var(0, ddof=1), halves.var(1, ddof=1).mean(0)
    moving = within > 1e-24
    if not moving.any():
        return 1.0
    return float(np.sqrt(1 + between[moving] / within[moving]).max())


def effective_size(points: Floats) -> float:
    """How many independent points ``points[lane, draw, coordinate]`` are worth, the least over the coordinates.

    Lanes are independent, so the variance of their means over their number is the squared error of the overall mean,
    without any model of how draws depend on each other; the effective size is the variance over that. Bounded by the
    number of points, since draws that repel each other would otherwise count for more.
    """
    lanes, draws, width = points.shape
    flat = points.reshape(-1, width)
    variance = flat.var(0, ddof=1)
    moving = variance > 1e-24
    if not moving.any():
        return float(lanes * draws)
    error = points.mean(1).var(0, ddof=1)[moving] / lanes
    return float(min((variance[moving] / np.maximum(error, 1e-300)).min(), lanes * draws))


def standard_error(values: Floats) -> Floats:
    """The standard error of the mean of ``values[lane, draw, …]``, from the means of the lanes."""
    lanes = values.shape[0]
    return np.asarray(np.sqrt(values.mean(1).var(0, ddof=1) / lanes))


# --- a simplex cut by half-spaces -----------------------------------------------------------------------------------


def uniform(
    rows: ArrayLike,
    limits: ArrayLike,
    rng: np.random.Generator,
    *,
    size: int = EFFECTIVE,
    reject: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Sample:
    """A uniform sample of ``{x ≥ 0, Σ x = 1, rows x ≤ limits}``: by rejection where that keeps enough, else by walking.

    Args:
        rows: (m, n).
        limits: (m).
        rng: the stream.
        size: how many independent points it must be worth.
        reject: whether rejection may be used at all.
        progress: is told how far it has come, from 0 to 1.

    Raises ValueError where the set has no interior within the simplex.
    """
    matrix, bounds = np.asarray(rows, float), np.asarray(limits, float)
    width = matrix.shape[1]
    trial = rng.dirichlet(np.ones(width), _TRIAL)
    accepted = float((trial @ matrix.T <= bounds).all(1).mean())
    if reject and accepted > ACCEPTED:
        kept: list[Floats] = []
        found = 0
        while found < size:
            points = rng.dirichlet(np.ones(width), _BATCH)
            kept.append(points[(points @ matrix.T <= bounds).all(1)])
            found += len(kept[-1])
            if progress is not None:
                progress(min(found / size, 1.0))
        exact = np.concatenate(kept)[:size]
        return Sample(exact[:, None, :], Trust("rejection", size, float(size), accepted=accepted))
    starts = _starts(matrix, bounds, rng)
    walk = Walk(np.repeat(starts, LANES, axis=0).T, np.arange(width), matrix.T[:, :, None].copy(), bounds[:, None])
    points, trust = walked(walk, rng, effective=size, progress=progress)
    return Sample(points, Trust(trust.method, trust.size, trust.effective, trust.r_hat, accepted))


def _starts(rows: Floats, limits: Floats, rng: np.random.Generator) -> Floats:
    """A point of the interior for each chain, (chains, n): halfway from a centre to a random corner."""
    width = rows.shape[1]
    lengths = np.linalg.norm(rows, axis=1) + 1e-12
    inner = Polytope.of(
        np.vstack([rows / lengths[:, None], -np.eye(width)]),
        np.concatenate([limits / lengths, np.zeros(width)]),
        np.ones(width),
        1.0,
        low=0.0,
        high=1.0,
        strict=True,
    )
    wide = Polytope.of(
        np.hstack([inner.rows, np.ones((len(inner.rows), 1))]),
        inner.limits,
        np.append(np.ones(width), 0.0),
        1.0,
        low=0.0,
        high=1.0,
    )
    centre = wide.minimum(np.append(np.zeros(width), -1.0))
    if centre is None or -centre.value <= 1e-9:
        raise ValueError("the half-spaces leave no interior")
    corners = [inner.minimum(rng.normal(size=width)) for _ in range(CHAINS)]
    return np.stack([(centre.point[:-1] + corner.point) / 2 for corner in corners if corner is not None])
