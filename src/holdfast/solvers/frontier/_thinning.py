"""Fewer vectors, such that for every one that goes another stays that is at most a box's width below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from holdfast.solvers.frontier._maxima import Ints, maxima

#: To what share of the limit sums are thinned, so that it need not be done again at once.
_SHARE: Final = 0.5


def thinned(sums: Mapping[int, Ints], limit: int, loss: list[int]) -> tuple[dict[int, Ints], int]:
    """The sums of every state, one for each box; `loss` grows by what that may cost each party.

    1. Boxes of equal share of each party's present range; those that another box equals or exceeds in every coordinate
       go with what is in them.
    2. Of a box the vector nearest to its best corner stays; several, where they are equally near, so that exchanging
       parties exchanges the result and no more.
    3. Where too many are left, wider boxes.
    """
    low = np.min([columns.min(axis=1) for columns in sums.values()], axis=0)
    high = np.max([columns.max(axis=1) for columns in sums.values()], axis=0)
    parties = len(low)
    target = max(int(limit * _SHARE), 1)
    side = max(int(max(target / len(sums), 1) ** (1 / max(parties - 1, 1))), 1)
    while True:
        width = np.maximum(-(-(high - low + 1) // side), 1)
        fresh = {state: _boxed(columns, low, width) for state, columns in sums.items()}
        size = sum(columns.shape[1] for columns in fresh.values())
        if size <= max(target, len(sums)) or side == 1 or (width == 1).all():
            break
        side = max(min(int(side * (target / size) ** (1 / max(parties - 1, 1))), side - 1), 1)
    for party in range(parties):
        loss[party] += int(width[party]) - 1
    return fresh, size


def _boxed(columns: Ints, low: Ints, width: Ints) -> Ints:
    boxes = (columns - low[:, None]) // width[:, None]
    best = maxima(boxes)
    # Number the boxes that stay; a vector in any other goes.
    joined = np.concatenate((best, boxes), axis=1)
    number = np.unique(joined, axis=1, return_inverse=True)[1].ravel()
    stays = np.zeros(number.max() + 1, np.bool_)
    stays[number[: best.shape[1]]] = True
    number = number[best.shape[1] :]
    inside = np.flatnonzero(stays[number])
    number, columns, boxes = number[inside], columns[:, inside], boxes[:, inside]
    short = ((boxes + 1) * width[:, None] - (columns - low[:, None])) / width[:, None]
    far = np.sort(short**2, axis=0).sum(axis=0)
    nearest = np.full(len(stays), np.inf)
    np.minimum.at(nearest, number, far)
    return maxima(columns[:, far == nearest[number]])
