"""The value of a question against closed forms and brute force."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.questions import error_of_difference, value


def test_the_toy_has_its_values(shared_data: Path) -> None:
    read = json.loads((shared_data / "preferences" / "voi_toy.json").read_text(encoding="utf-8"))
    theta = np.random.default_rng(1).random(100_000)
    accepts = np.stack([theta >= 0.4, theta < 0.5], axis=1)
    answers = np.stack([theta >= 0.4, theta >= 0.5, theta >= 0.9])
    found = value(accepts, answers, np.ones(2), len(theta))
    assert accepts.mean(0)[found.before] == pytest.approx(read["expected"]["V0"], abs=0.01)
    expected = list(read["expected"]["EVSI"].values())
    assert (np.abs(found.gain - expected) <= 5 * found.error + 1e-12).all()
    assert found.error.max() < 0.003
    assert (found.after_yes[0], found.after_no[0]) == (0, 1)
    # The first two are worth the same, point by point nearly so; the third is worth less.
    assert abs(found.gain[0] - found.gain[1]) <= 5 * error_of_difference(found.each[0], found.each[1], len(theta))
    assert found.gain[0] - found.gain[2] > 5 * error_of_difference(found.each[0], found.each[2], len(theta))


@given(st.data())
def test_the_value_is_that_of_the_distribution(data: st.DataObject) -> None:
    """Eight states drawn often: the estimate is near the exact gain, by five errors and the odd wrong choice."""
    states = 8
    bits = st.lists(st.booleans(), min_size=states, max_size=states)
    accepts = np.array(data.draw(st.lists(bits, min_size=2, max_size=4))).T
    answers = np.array(data.draw(st.lists(bits, min_size=1, max_size=3)))
    count = accepts.shape[1]
    others = np.array(data.draw(st.lists(st.sampled_from([0.25, 0.5, 1.0]), min_size=count, max_size=count)))
    plain = (accepts.mean(0) * others).max()
    exact = []
    for answer in answers:
        parts = [(accepts[answer == said].sum(0) * others).max() / states for said in (True, False)]
        exact.append(sum(parts) - plain)
    drawn = np.random.default_rng(2).integers(states, size=20_000)
    found = value(accepts[drawn], answers[:, drawn], others, len(drawn))
    assert (np.abs(found.gain - exact) <= 5 * found.error + 0.01).all()
    assert (np.array(exact) >= -1e-12).all()


def test_no_gain_is_found_in_noise() -> None:
    """Fifty alternatives and questions without any bearing on them: a plug-in estimate would find gains in all."""
    chance = np.random.default_rng(3)
    accepts, answers = chance.random((2_000, 50)) < 0.5, chance.random((20, 2_000)) < 0.5
    found = value(accepts, answers, np.ones(50), 2_000)
    assert (found.gain < 4 * found.error).all()
    assert found.gain.mean() < 0.005
