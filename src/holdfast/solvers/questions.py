"""The expected value of sample information: which question is worth asking before one of many alternatives is chosen.

After Raiffa, Schlaifer (1961). The value of a choice is the share of the points of a sample that accept it; an answer
changes which of them count. What others accept is independent of the answer and enters as a factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.solvers.polytope import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Worth:
    """What each question is expected to add to the value of the best choice, as shares from 0 to 1."""

    gain: Floats
    """(questions): the estimate, which may come out a little below 0."""
    error: Floats
    """Its standard error."""
    yes: Floats
    """The share of the points that answer yes."""
    after_yes: Ints
    """The alternative that is best after a yes."""
    after_no: Ints
    """The alternative that is best after a no."""
    before: int
    """The alternative that is best with nothing asked."""
    each: Floats
    """(questions, points): what each point adds to the estimate, so that questions can be compared point by point."""


def value(accepts: Bools, answers: Bools, others: Floats, lanes: int) -> Worth:
    """The gain of each question over choosing without it.

    1. Split the lanes in two halves, the even and the odd.
    2. In one half, choose the best alternative without an answer, after a yes and after a no.
    3. In the other half, estimate what those choices gain, point by point. Choosing and estimating on the same points
       would find a gain in noise.
    4. Exchange the halves; the estimate is the mean of both.

    Args:
        accepts: (points, alternatives), what each point accepts; lanes and draws in turn.
        answers: (questions, points), what each point answers.
        others: (alternatives), the share of others that accept it, 1 where there are none.
        lanes: how many independent lanes the points are.
    """
    points = len(accepts)
    lane = np.arange(points) // (points // lanes)
    accepted = accepts.astype(np.float32)
    each = np.zeros((len(answers), points))
    for half in (0, 1):
        chosen, tested = lane % 2 == half, lane % 2 != half
        best, yes, no = _choices(accepted[chosen], answers[:, chosen], others)
        here = np.flatnonzero(tested)
        plain = accepted[here, best] * others[best]
        for question in range(len(answers)):
            pick = np.where(answers[question, here], yes[question], no[question])
            each[question, here] = accepted[here, pick] * others[pick] - plain
    best, yes, no = _choices(accepted, answers, others)
    means = each.reshape(len(answers), lanes, -1).mean(2)
    gain = means.mean(1)
    # The two halves estimate two differences whose means may differ; the error is that of the mean of both.
    spread = [means[:, half::2].var(1, ddof=1) / max(len(range(half, lanes, 2)), 1) for half in (0, 1)]
    return Worth(gain, np.sqrt((spread[0] + spread[1]) / 4), answers.mean(1), yes, no, best, each)


def _choices(accepted: np.ndarray, answers: Bools, others: Floats) -> tuple[int, Ints, Ints]:
    """The best alternative without an answer, and for each question after a yes and after a no; the first of equals."""
    total = accepted.sum(0, dtype=np.float64)
    with_yes = (answers.astype(np.float32) @ accepted).astype(np.float64)
    best = int(np.argmax(total * others))
    yes = np.argmax(with_yes * others, axis=1)
    no = np.argmax((total - with_yes) * others, axis=1)
    return best, yes.astype(np.int64), no.astype(np.int64)


def error_of_difference(first: Floats, second: Floats, lanes: int) -> float:
    """The standard error of the difference between two questions' estimates, point by point."""
    means = (first - second).reshape(lanes, -1).mean(1)
    spread = [means[half::2].var(ddof=1) / max(len(range(half, lanes, 2)), 1) for half in (0, 1)]
    return float(np.sqrt((spread[0] + spread[1]) / 4))
