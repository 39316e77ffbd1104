"""Several issues at once, side by side, or one after another: bargaining by offers under a deadline.

Two agents share pies of size 1, one for each issue. They propose in turn, one offer a round; what is not agreed by the
deadline is lost. An agent's value is the sum over the issues of weight times share, discounted by ``discount`` for
each round that passes before that share is agreed. Everything is known to both. Then offers are accepted at once, and
backward induction gives the shares (Fatima, Wooldridge, Jennings: Multi-issue negotiation with deadlines, Journal of
Artificial Intelligence Research 27, 2006).

* *package*: all issues in one offer. The proposer leaves the other its continuation at the least cost to itself: of
  the issues on which the other values a share most against what it costs the proposer, first (a fractional knapsack).
* *simultaneous*: each issue by itself, all at the same time.
* *sequential*: each issue by itself, the next one round after the one before, within the same deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Procedure: TypeAlias = Literal["package", "simultaneous", "sequential"]
PROCEDURES: tuple[Procedure, ...] = ("package", "simultaneous", "sequential")


@dataclass(frozen=True, slots=True)
class Bargain:
    """What bargaining leads to."""

    procedure: Procedure
    shares: tuple[tuple[float, ...], tuple[float, ...]]
    """For each agent its share of each issue."""
    rounds: tuple[int | None, ...]
    """In which round each issue is agreed, from 1; None where the deadline comes first."""
    values: tuple[float, float]
    """What each agent has, discounted to the first round."""


def bargain(
    procedure: Procedure,
    weights: tuple[Sequence[float], Sequence[float]],
    rounds: int,
    *,
    discount: tuple[float, float] = (1.0, 1.0),
    first: int = 0,
    order: Sequence[int] | None = None,
) -> Bargain:
    """What the two agents agree on.

    Args:
        procedure: how the issues are put on the table.
        weights: for each agent what all of each issue is worth to it, none negative.
        rounds: how many rounds there are, at least 1.
        discount: for each agent what a value is worth a round later, from 0 to 1.
        first: who proposes first, 0 or 1.
        order: the issues in the order in which they are taken up; only *sequential* depends on it.

    Raises:
        ValueError: where an argument is out of range.
    """
    a, b = (np.asarray(one, dtype=np.float64) for one in weights)
    if a.shape != b.shape or a.ndim != 1 or (a < 0).any() or (b < 0).any():
        raise ValueError("each agent has one weight for each issue, none below 0")
    if rounds < 1 or first not in (0, 1) or not all(0 <= one <= 1 for one in discount):
        raise ValueError("at least one round, agents 0 and 1, discounts from 0 to 1")
    both = np.array([a, b])
    issues = list(range(len(a))) if order is None else list(order)
    if sorted(issues) != list(range(len(a))):
        raise ValueError("the order names every issue once")
    starts: dict[int, int | None] = dict.fromkeys(issues, 1)
    if procedure == "package":
        shares = _offer(both, rounds, discount, first, 1)
    else:
        shares = np.zeros_like(both)
        for place, issue in enumerate(issues):
            start = 1 + place if procedure == "sequential" else 1
            starts[issue] = start if start <= rounds else None
            if start <= rounds:
                shares[:, issue] = _offer(np.ones((2, 1)), rounds, discount, first, start)[:, 0]
    later = np.array([[discount[agent] ** ((starts[i] or 1) - 1) for i in range(len(a))] for agent in (0, 1)])
    values = (both * shares * later).sum(axis=1)
    return Bargain(
        procedure,
        (tuple(map(float, shares[0])), tuple(map(float, shares[1]))),
        tuple(starts[i] for i in range(len(a))),
        (float(values[0]), float(values[1])),
    )


def _offer(weights: Floats, rounds: int, discount: tuple[float, float], first: int, start: int) -> Floats:
    """The shares (2, issues) that are agreed in the round `start`.

    1. In the last round the proposer takes everything.
    2. In each round before, the other is left what waiting is worth to it: its discounted value of the next round.
    3. The proposer gives up shares in ascending order of its own loss for each unit of the other's gain.
    """
    shares = np.zeros_like(weights)
    shares[(first + rounds - 1) % 2] = 1.0
    for turn in range(rounds - 1, start - 1, -1):
        proposer = (first + turn - 1) % 2
        other = 1 - proposer
        owed = discount[other] * float((weights[other] * shares[other]).sum())
        with np.errstate(divide="ignore", invalid="ignore"):
            price = np.where(weights[other] > 0, weights[proposer] / weights[other], np.inf)
        shares = np.zeros_like(weights)
        shares[proposer] = 1.0
        for issue in np.argsort(price, kind="stable"):
            if owed <= 0 or weights[other, issue] <= 0:
                break
            given = min(1.0, owed / float(weights[other, issue]))
            shares[other, issue], shares[proposer, issue] = given, 1.0 - given
            owed -= given * float(weights[other, issue])
    return shares
