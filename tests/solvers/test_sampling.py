"""Samplers against exact independent samples and closed forms. Seeds are fixed; thresholds are those of five sigma."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from holdfast.solvers.acceptance import acceptance, accepted, ranks
from holdfast.solvers.additive import Above, Additive, Group, Linear, Share
from holdfast.solvers.polytope import TOLERANCE, Floats, TooHardError
from holdfast.solvers.sampling import (
    EFFECTIVE,
    R_HAT,
    Sample,
    Trust,
    effective_size,
    nested_r_hat,
    standard_error,
    uniform,
)

#: A two-sided chance of one in a million.
RARE = 1e-6


def thinned(sample: Sample) -> Floats:
    """The last draw of each lane: independent points."""
    return np.asarray(sample.points[:, -1])


def alike(first: Sample, second: Sample) -> None:
    """Means and squares agree within five standard errors, coordinate by coordinate, and so do distributions."""
    for power in (1, 2):
        a, b = first.points**power, second.points**power
        error = np.hypot(standard_error(a), standard_error(b)) + 1e-9
        assert (np.abs(a.mean((0, 1)) - b.mean((0, 1))) < 5 * error).all()
    for column in range(first.points.shape[2]):
        a, b = first.points[:, 0, column], thinned(second)[:, column]
        if a.std() > 1e-6:
            assert stats.ks_2samp(a, b).pvalue > RARE


@pytest.mark.parametrize("width", [2, 5, 45])
def test_the_walk_over_the_whole_simplex_is_a_flat_dirichlet(width: int) -> None:
    sample = uniform(np.zeros((0, width)), np.zeros(0), np.random.default_rng(1), reject=False)
    assert sample.trust.converged
    assert sample.trust.effective >= EFFECTIVE
    assert sample.points.sum(2) == pytest.approx(1.0)
    for column in range(width):
        assert stats.kstest(thinned(sample)[:, column], stats.beta(1, width - 1).cdf).pvalue > RARE
    error = standard_error(sample.points)
    assert (np.abs(sample.points.mean((0, 1)) - 1 / width) < 5 * error).all()


def test_the_walk_draws_what_rejection_draws() -> None:
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(6, 5))
    limits = rows @ chance.dirichlet(np.ones(5)) + 0.25
    exact = uniform(rows, limits, np.random.default_rng(4))
    walk = uniform(rows, limits, np.random.default_rng(5), reject=False)
    assert (exact.trust.method, walk.trust.method) == ("rejection", "hit-and-run")
    assert walk.trust.converged
    assert (walk.points @ rows.T <= limits + 1e-9).all()
    alike(exact, walk)


def test_rejection_gives_way_where_it_keeps_too_little() -> None:
    rows, limits = np.vstack([np.eye(8), -np.eye(8)])[[0, 8]], np.array([0.61, -0.6])
    sample = uniform(rows, limits, np.random.default_rng(6))
    assert sample.trust.method == "hit-and-run"
    assert sample.trust.accepted is not None
    assert sample.trust.accepted <= 1e-3
    # The first coordinate has the density (1 - x)^6 on [0.6, 0.61].
    cut = stats.beta(1, 7)
    low, high = cut.cdf(0.6), cut.cdf(0.61)
    assert stats.kstest(thinned(sample)[:, 0], lambda x: (cut.cdf(x) - low) / (high - low)).pvalue > RARE
    with pytest.raises(ValueError, match="no interior"):
        uniform(rows, np.array([0.5, -0.6]), np.random.default_rng(6))


def test_a_chain_that_is_stuck_is_noticed() -> None:
    chance = np.random.default_rng(7)
    points = chance.normal(size=(1024, 8, 2))
    assert nested_r_hat(points) < R_HAT
    points[:256, :, 1] += 1.0
    assert nested_r_hat(points) > R_HAT
    drifting = chance.normal(size=(1024, 8, 1)) + np.arange(8)[None, :, None] * 0.2
    assert nested_r_hat(drifting) > R_HAT
    assert nested_r_hat(np.zeros((8, 4, 1))) == 1.0
    assert effective_size(np.zeros((8, 4, 1))) == 32
    # Draws of a lane that repeat the first are worth one.
    repeated = np.repeat(chance.normal(size=(4096, 1, 1)), 8, axis=1)
    assert effective_size(repeated) == pytest.approx(4096, rel=0.2)
    assert not Trust("hit-and-run", 10, 5.0, 1.0).converged


# --- additive worths ------------------------------------------------------------------------------------------------

GROUPS = (Group(3), Group(3, open=True), Group(2), Group(4))
CROSS = (
    Linear({}, {0: 1.0}, 0.4),
    Linear({}, {0: -1.0}, -0.2),
    Linear({(1, 0): -1.0, (2, 0): -1.0, (1, 1): 1.0, (2, 1): 1.0}, {}, 0.0, True),
    Linear({(1, 3): -1.0, (3, 0): 1.0}, {}, 0.0, True),
)


@pytest.mark.parametrize(
    "known",
    [
        Additive(GROUPS, linear=CROSS),
        Additive(GROUPS, (Share(1, 0, 1, 1), Share(1, 1, 0.2, 0.4)), (Above(0, 0, 1), Above(0, 1, 2)), CROSS),
        Additive(GROUPS, (), (Above(1, 3, 2),), (*CROSS[2:], Linear({}, {0: 1.0}, 0.4), Linear({}, {0: -1.0}, -0.4))),
    ],
    ids=["best and worst unknown", "ranges and orders", "a fixed weight"],
)  # fmt: skip
def test_additive_worths_are_walked_as_they_are_rejected(known: Additive) -> None:
    exact = known.sample(np.random.default_rng(8))
    walk = known.sample(np.random.default_rng(9), reject=False)
    assert (exact.trust.method, walk.trust.method) == ("rejection", "hit-and-run")
    assert walk.trust.converged
    alike(exact, walk)
    for sample in (exact, walk):
        points = sample.points.reshape(-1, known.width)
        weights = points[:, [known.weight(g) for g in range(4)]]
        assert weights.sum(1) == pytest.approx(1.0)
        for g, group in enumerate(GROUPS):
            worths = points[:, [known.worth(g, c) for c in range(group.choices)]]
            assert worths.max(1) == pytest.approx(weights[:, g])
            assert worths.min(1) == pytest.approx(0.0)
        if known.polytope.width == known.width:
            assert known.polytope.contains(points).all()


def test_the_weights_are_as_likely_as_uniform_worths_make_them() -> None:
    # Two choices of a group leave nothing free beside the weight, four leave two: Beta(1, 3) and Beta(3, 1).
    known = Additive((Group(2), Group(4)))
    points = thinned(known.sample(np.random.default_rng(10)))
    assert stats.kstest(points[:, known.weight(0)], stats.beta(1, 3).cdf).pvalue > RARE
    # Brute force: uniform z with one best and one worst of the four, and the rest anywhere below the best.
    chance = np.random.default_rng(11)
    z = chance.random((400_000, 3))  # the best of the four, and two others
    z = z[(z[:, 1] < z[:, 0]) & (z[:, 2] < z[:, 0])]
    assert stats.ks_2samp(points[:, known.weight(1)], z[:, 0]).pvalue > RARE


def test_shares_within_a_group_are_uniform_also_where_few_fit() -> None:
    long = Additive((Group(9), Group(2)), orders=tuple(Above(0, a, a + 1) for a in range(8)))
    points = thinned(long.sample(np.random.default_rng(12)))
    for place in range(1, 8):
        shares = points[:, long.worth(0, place)] / points[:, long.weight(0)]
        assert stats.kstest(shares, stats.beta(8 - place, place).cdf).pvalue > RARE
    unknown = Additive((Group(12), Group(2)), orders=tuple(Above(0, a, a + 1) for a in range(9)))
    with pytest.raises(TooHardError, match="best and worst"):
        unknown.sample(np.random.default_rng(12), size=100)


def test_pieces_follow_from_what_is_known() -> None:
    some_best = Additive((Group(3),), (Share(0, 0, 0.6, 1), Share(0, 1, 1, 1), Share(0, 2, 0, 0.4)))
    assert [(piece.best, piece.worst) for piece in some_best.pieces[0]] == [(1, 2)]
    assert len(Additive((Group(3),)).pieces[0]) == 6
    assert Additive((Group(2),), (Share(0, 0, 0.2, 1), Share(0, 1, 0.2, 1))).empty
    circle = Additive((Group(3),), orders=(Above(0, 0, 1, 0), Above(0, 1, 2, 1), Above(0, 2, 0, 2)))
    assert circle.empty
    assert [set(one) for one in circle.drops().sets] == [{0}, {1}, {2}]
    assert Additive((Group(2),)).drops().sets == (frozenset(),)
    with pytest.raises(ValueError, match="nothing fits"):
        circle.sample(np.random.default_rng(1))


def test_a_union_is_bounded_exactly_by_its_system() -> None:
    # The best and worst of three are unknown; the second is worth more than the first.
    known = Additive((Group(3), Group(2)), orders=(Above(0, 1, 0),), linear=(Linear({}, {0: -1.0}, -0.5),))
    form = np.zeros(known.polytope.width)
    form[known.worth(0, 0)], form[known.weight(0)] = -1.0, 1.0
    least = known.polytope.minimum(form)
    assert least is not None
    # The first can come close to the weight only with the second above it; in the closure it reaches it.
    assert least.value == pytest.approx(0.0, abs=TOLERANCE)
    form[known.worth(0, 0)], form[known.worth(0, 2)], form[known.weight(0)] = 0.0, 1.0, 0.0
    form[known.worth(0, 0)] = 1.0
    least = known.polytope.minimum(-form)
    assert least is not None
    # Not both: one of the three is the worst. Without the binaries the bound would be 2.
    assert -least.value == pytest.approx(1.0, abs=TOLERANCE)


# --- acceptability --------------------------------------------------------------------------------------------------


def test_acceptance_counts_what_it_should() -> None:
    known = Additive(tuple(Group(3) for _ in range(6)), linear=CROSS[:2])
    chance = np.random.default_rng(13)
    columns = np.stack([[known.worth(g, c) for c in range(3)] for g in range(6)])
    packages = np.stack([columns[g][chance.integers(3, size=1500)] for g in range(6)], axis=1)
    for reject in (True, False):
        sample = known.sample(np.random.default_rng(14), reject=reject)
        plain = accepted(sample, packages, known.width - 1)
        shares = acceptance(sample, packages, known.width - 1)
        assert shares.share == pytest.approx(plain.mean(0), abs=1e-3)
        means = plain.reshape(*sample.points.shape[:2], -1).mean(1)
        assert shares.error == pytest.approx(means.std(0, ddof=1) / math.sqrt(len(means)), rel=0.05, abs=2e-4)
        some = np.zeros(1500, bool)
        some[::7] = True
        fewer = acceptance(sample, packages, known.width - 1, some)
        # In single precision a point may fall to either side of the level, by how products are blocked.
        assert fewer.share == pytest.approx(np.where(some, shares.share, 0.0), abs=2 / plain.shape[0])


def test_the_tutorial_of_vfranking_is_reproduced(shared_data: Path) -> None:
    read = json.loads((shared_data / "preferences" / "vfranking_tutorial.json").read_text(encoding="utf-8"))
    performances = np.array(read["performances"], float)
    scaled = (performances - performances.min(0)) / np.ptp(performances, axis=0)
    rows = (scaled[1] - scaled[0])[None, :]  # a1 over a2
    weights = uniform(rows, [0.0], np.random.default_rng(15), size=100_000)
    worth = weights.points[:, 0] @ scaled.T
    # As columns: one group of four alternatives, whose worths are the columns of the points.
    sample = Sample(worth[:, None, :], weights.trust)
    found = ranks(sample, np.arange(4)[:, None])
    exact = np.array([[0, 1, 0, 0], [0, 0, 8 / 15, 7 / 15], [0, 0, 7 / 15, 8 / 15], [1, 0, 0, 0]])
    assert (np.abs(found.share - exact) <= 5 * found.error).all()
    # Published from 10,000 samples: its own error is half a point.
    published = np.array(read["expected"]["published_rai"])
    assert (np.abs(found.share - published) <= 5 * np.hypot(found.error, 0.005)).all()
    assert found.share.sum(1) == pytest.approx(1.0)
    assert np.isnan(found.central[0]).all()
    assert found.central[3] == pytest.approx(worth.mean(0))
