"""Acceptance of 100,000 packages by 10,000 samples of 6 parties; effective samples per second, with growth.

python benchmarks/judged.py [--json]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._table import Table, run
from holdfast.solvers.acceptance import Shares, acceptance, accepted
from holdfast.solvers.additive import Additive, Group, Linear
from holdfast.solvers.polytope import Floats, Ints, Relations
from holdfast.solvers.sampling import EFFECTIVE, R_HAT, Sample, uniform

T = TypeVar("T")
ISSUES, OPTIONS, PARTIES, PACKAGES, SAMPLES = 15, 4, 6, 100_000, 10_000
#: Dimensions for the growth of the sampler; 44 is that of 15 issues with 4 options.
DIMENSIONS = (9, 14, 24, 44, 89)
#: Half-spaces that cut the simplex: one for each statement of preference.
CUTS = 20


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The result and the CPU seconds it took."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def measure(table: Table) -> None:
    product_rate(table, *share_of_packages(table))
    sampler(table)
    verdicts(table)


def share_of_packages(table: Table) -> tuple[float, float]:
    """Acceptance, checked against plain products first; the seconds, and what plain products would have multiplied."""
    model = Additive(tuple(Group(OPTIONS) for _ in range(ISSUES)))
    columns = np.array([[model.worth(g, c) for c in range(OPTIONS)] for g in range(ISSUES)])
    chosen = np.random.default_rng(1).integers(OPTIONS, size=(PACKAGES, ISSUES))
    packages = columns[np.arange(ISSUES), chosen]
    samples = [model.sample(np.random.default_rng([2, party]), size=SAMPLES) for party in range(PARTIES)]
    some = np.random.default_rng(3).choice(PACKAGES, 300, replace=False)
    level = model.width - 1
    sizes: dict[int, float] = {}
    for size in (PACKAGES // 100, PACKAGES // 10, PACKAGES):
        shares, seconds = timed(partial(_shares, samples, packages[:size], level))
        sizes[size] = seconds
        target = 10.0 if size == PACKAGES else None
        table.add(f"acceptance, {size:,} packages × {SAMPLES:,} × {PARTIES}", seconds, "s CPU", at_most=target)
    for sample, found in zip(samples, shares, strict=True):
        plain = accepted(sample, packages[some], level).mean(0)
        if np.abs(found.share[some] - plain).max() > 2 / SAMPLES:
            raise AssertionError("acceptance differs from plain products")
    # What a product of the samples with one-hot packages multiplies and adds: a column for each option but the worst.
    work = 2.0 * PACKAGES * SAMPLES * PARTIES * (ISSUES * (OPTIONS - 1) + 1)
    return sizes[PACKAGES], work


def _shares(samples: list[Sample], packages: Ints, level: int) -> list[Shares]:
    return [acceptance(one, packages, level) for one in samples]


def product_rate(table: Table, seconds: float, work: float) -> None:
    """The machine's rate of products in single precision, in the same run."""
    chance = np.random.default_rng(4)
    a, b = chance.random((2_048, 1_024)).astype(np.float32), chance.random((1_024, 2_048)).astype(np.float32)
    a @ b
    rates = []
    for _ in range(5):
        _, took = timed(lambda: [a @ b for _ in range(5)])
        rates.append(5 * 2.0 * 2_048 * 2_048 * 1_024 / took / 1e9)
    rate = float(np.median(rates))
    table.add("matrix products on this machine", rate, "Gflop/s CPU")
    table.add("acceptance as products", work / seconds / 1e9, "Gflop/s CPU")
    table.add("acceptance, share of the product rate", work / seconds / 1e9 / rate, "share", at_least=0.5)


def polytope(dimension: int) -> tuple[Floats, Floats]:
    """A simplex of that many dimensions, cut by half-spaces near a random point of it."""
    chance = np.random.default_rng([5, dimension])
    rows = chance.normal(size=(CUTS, dimension + 1))
    return rows, rows @ chance.dirichlet(np.ones(dimension + 1)) + 0.02


def plain(rows: Floats, limits: Floats, start: Floats, steps: int, seed: int) -> Floats:
    """Textbook hit-and-run (Smith 1984): one chain, a direction drawn from the sphere, a uniform point of the chord."""
    chance = np.random.default_rng(seed)
    point, kept = start.copy(), np.empty((steps, len(start)))
    slack = limits - rows @ point
    for step in range(steps):
        direction = chance.normal(size=len(point))
        direction -= direction.mean()
        direction /= np.linalg.norm(direction)
        change = rows @ direction
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = np.concatenate([slack / change, -point / direction])
        sign = np.concatenate([change, -direction])
        high, low = reach[sign > 1e-12].min(), reach[sign < -1e-12].max()
        move = low + (high - low) * chance.random()
        point = np.maximum(point + move * direction, 0.0)
        slack = slack - move * change
        kept[step] = point
    return kept


def batch_effective(points: Floats, batches: int = 40) -> float:
    """Effective size of one chain by the means of batches, the least over the coordinates."""
    means = points[: len(points) // batches * batches].reshape(batches, -1, points.shape[1]).mean(1)
    return float((points.var(0) / (means.var(0, ddof=1) / batches)).min())


def sampler(table: Table) -> None:
    for dimension in DIMENSIONS:
        rows, limits = polytope(dimension)
        sample, seconds = timed(partial(uniform, rows, limits, np.random.default_rng(6), reject=False))
        check(sample, rows, limits)
        rate = sample.trust.effective / seconds
        name = f"{dimension} dimensions, {CUTS} half-spaces"
        # Published hit-and-run libraries at 44 dimensions: 115 to 4,331 effective samples a second.
        table.add(f"effective samples, {name}", rate, "/s CPU", at_least=1_000 if dimension == 44 else None)
        if dimension in (14, 44):
            start = sample.points[0, 0]
            kept, slow = timed(partial(plain, rows, limits, start, 40_000, 7))
            reference = batch_effective(kept) / slow
            table.add(f"plain hit-and-run, {name}", reference, "/s CPU")
            table.add(
                f"as many times as plain, {name}", rate / reference, "×", at_least=20 if dimension == 44 else None
            )
    none = np.zeros((0, 45))
    sample, seconds = timed(lambda: uniform(none, np.zeros(0), np.random.default_rng(8), reject=False))
    check(sample, none, np.zeros(0))
    table.add("effective samples, 44 dimensions, simplex alone", sample.trust.effective / seconds, "/s CPU")
    chain = tuple(Linear({}, {g: -1.0, g + 1: 1.0}, 0.0, True) for g in range(6))
    model = Additive(tuple(Group(OPTIONS) for _ in range(ISSUES)), linear=chain)
    known, seconds = timed(lambda: model.sample(np.random.default_rng(9), reject=False))
    if not known.trust.converged or not model.polytope.width:
        raise AssertionError("the sample of worths did not converge")
    name = f"{ISSUES} issues × {OPTIONS}, importances of seven in order"
    table.add(f"effective samples of worths, {name}", known.trust.effective / seconds, "/s CPU")


def check(sample: Sample, rows: Floats, limits: Floats) -> None:
    """That it converged, lies within, and that its mean is that of its halves."""
    trust = sample.trust
    if not (trust.converged and trust.effective >= EFFECTIVE and (trust.r_hat or 1.0) < R_HAT):
        raise AssertionError(f"the sample did not converge: {trust}")
    if len(limits) and not (sample.points @ rows.T <= limits + 1e-8).all():
        raise AssertionError("points outside of the polytope")


def verdicts(table: Table) -> None:
    """Necessary and possible acceptance of 500 packages, certified by programs."""
    model = Additive(tuple(Group(OPTIONS) for _ in range(ISSUES)), level=(0.1, 0.3))
    sample = model.sample(np.random.default_rng(10), size=2_000)
    witnesses = np.zeros((512, model.polytope.width))
    witnesses[:, : model.width] = sample.points[:512, 0]
    relations = Relations(model.polytope, witnesses)
    chosen = np.random.default_rng(11).integers(OPTIONS, size=(500, ISSUES))

    def decide() -> None:
        for row in chosen:
            form = np.zeros(model.polytope.width)
            form[[model.worth(g, int(c)) for g, c in enumerate(row)]] = 1.0
            form[model.width - 1] = -1.0
            relations.necessary(form)
            relations.possible(form)

    _, seconds = timed(decide)
    table.add("necessary and possible, 500 packages", seconds, "s CPU")
    table.add("programs for these", relations.programs, "programs")


if __name__ == "__main__":
    sys.exit(run(measure))
