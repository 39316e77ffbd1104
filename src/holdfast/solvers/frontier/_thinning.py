"""Fewer vectors, such that for every one that goes another stays that is at most a box's width below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from holdfast.solvers.frontier._maxima import Ints, maxima

#: To what share of the limit sums are thinned, so that it need not be done again at once.
_SHARE: Final = 0.7


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
    side = max(2 * int(max(target / len(sums), 1) ** (1 / max(parties - 1, 1))), 1)
    while True:
        width = np.maximum(-(-(high - low + 1) // side), 1)
        fresh = {state: _boxed(columns, low, width) for state, columns in sums.items()}
        size = sum(columns.shape[1] for columns in fresh.values())
        if size <= max(target, len(sums)) or side == 1 or (width == 1).all():
            break
        side = max(min(int(side * (0.93 * target / size) ** (1 / max(parties - 1, 1))), side - 1), 1)
    for party in range(parties):
        loss[party] += int(width[party]) - 1
    return fresh, size


def _boxed(columns: Ints, low: Ints, width: Ints) -> Ints:
    boxes = (columns - low[:, None]) // width[:, None]
    sides = boxes.max(axis=1) + 1
    key = _numbered(boxes, sides)
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    firsts = order[starts]
    best = np.sort(_numbered(maxima(boxes[:, firsts]), sides))
    place = np.minimum(np.searchsorted(best, key[starts]), len(best) - 1)
    stays = best[place] == key[starts]
    short = ((boxes + 1) * width[:, None] - (columns - low[:, None])) / width[:, None]
    far = np.sort(short**2, axis=0).sum(axis=0)[order]
    nearest = np.where(stays, np.minimum.reduceat(far, starts), -1.0)
    lengths = np.diff(np.append(starts, len(key)))
    return maxima(columns[:, order[far == np.repeat(nearest, lengths)]])


def _numbered(boxes: Ints, sides: Ints) -> Ints:
    """One number for each box."""
    key: Ints = boxes[0].copy()
    for row, side in zip(boxes[1:], sides[1:], strict=True):
        np.multiply(key, side, out=key)
        np.add(key, row, out=key)
    return key
