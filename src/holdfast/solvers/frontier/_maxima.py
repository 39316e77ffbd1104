"""The maxima of many vectors of whole numbers: those that no other equals or exceeds in every coordinate.

Vectors stand in columns: an array of shape (parties, vectors). Everything is exact; nothing depends on the order in
which the vectors come.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

#: Neighbours in the sorted order that are compared one by one before anything is divided.
_NEAR: Final = 24
#: How many cells the table of the first filter has at most.
_CELLS: Final = 1 << 18
#: From how many parties on vectors are compared in blocks: dividing costs a factor of log n with each.
_BLOCKWISE: Final = 5
_BLOCK: Final = 256


def distinct(columns: Ints) -> Ints:
    """The distinct vectors, the largest first: by the first coordinate, then the second and so on."""
    count = columns.shape[1]
    if count < 2:
        return columns
    low = columns.min(axis=1)
    bits = [int(span).bit_length() for span in columns.max(axis=1) - low]
    if sum(bits) < 63:
        # All coordinates fit into one number: sorting numbers is several times as fast as sorting places.
        key = columns[0] - low[0]
        for row, width, least in zip(columns[1:], bits[1:], low[1:], strict=True):
            key <<= width
            key += row - least
        key.sort()
        key = key[::-1]
        fresh = np.empty(count, np.bool_)
        fresh[0] = True
        np.not_equal(key[1:], key[:-1], out=fresh[1:])
        key = key[fresh]
        out = np.empty((len(bits), len(key)), np.int64)
        for place in range(len(bits) - 1, 0, -1):
            np.bitwise_and(key, (1 << bits[place]) - 1, out=out[place])
            out[place] += low[place]
            key >>= bits[place]
        out[0] = key + low[0]
        return out
    order = np.argsort(columns[0])[::-1]
    first = columns[0][order]
    if (first[1:] == first[:-1]).any():
        order = np.lexsort(columns[::-1])[::-1]
    found = columns[:, order]
    fresh = np.ones(count, np.bool_)
    np.any(found[:, 1:] != found[:, :-1], axis=0, out=fresh[1:])
    return found if fresh.all() else found[:, fresh]


def maxima(columns: Ints) -> Ints:
    """The distinct vectors that no other dominates, the largest first as in `distinct`.

    Two coordinates: one sweep over the sorted vectors. Three and four, after cheap filters: divide and conquer (Kung,
    Luccio, Preparata 1975), level by level, so that each level is a few operations on whole arrays. Five and more:
    in blocks of descending sums, each compared with the maxima found so far.
    """
    if columns.shape[1] < 2:
        return columns
    if columns.shape[0] == 1:
        best: Ints = columns.max(axis=1, keepdims=True)
        return best
    if columns.shape[0] > 2 and columns.shape[1] > 4 * _NEAR:
        columns = columns[:, ~_beneath_others(columns)]
    found = distinct(columns)
    if found.shape[0] == 2:
        return found[:, _rising(found[1])]
    for distance in range(1, min(_NEAR, found.shape[1] - 1) + 1):
        if distance in (4, 12):
            found = found[:, ~_beneath_near(found, range(1, distance))]
    found = found[:, ~_beneath_near(found, range(1, min(_NEAR, found.shape[1] - 1) + 1))]
    if found.shape[1] <= 2:
        return found[:, ~_beneath_near(found, range(1, found.shape[1]))]
    if found.shape[0] >= _BLOCKWISE:
        return found[:, ~_beneath_blocks(found)]
    ranks = [_rank(row) for row in found[1:]]
    everything = np.ones(found.shape[1], np.bool_)
    return found[:, ~_beneath(ranks, everything, everything, (found.shape[1] - 1).bit_length() - 1)]


def _rising(row: Ints) -> Bools:
    """Where a row exceeds everything before it."""
    keep = np.ones(len(row), np.bool_)
    np.greater(row[1:], np.maximum.accumulate(row)[:-1], out=keep[1:])
    return keep


def _beneath_others(columns: Ints) -> Bools:
    """Vectors that a coarse table shows to be dominated; it never shows one that is not.

    All coordinates but the last are cut into cells. Whoever lies in a cell that is higher in each of them exceeds
    every vector of this cell there; the table knows the best last coordinate among those.
    """
    parties, count = columns.shape
    side = max(int(min(_CELLS, 4 * count) ** (1 / (parties - 1))), 2)
    cell = np.zeros(count, np.int64)
    for row in columns[:-1]:
        low, high = int(row.min()), int(row.max())
        cell *= side + 1
        if high > low:
            cell += ((row - low) * (side / (high - low + 1))).astype(np.int64)
    last = columns[-1]
    table = np.full((side + 1) ** (parties - 1), np.iinfo(np.int64).min)
    np.maximum.at(table, cell, last)
    shaped = table.reshape((side + 1,) * (parties - 1))
    for axis in range(parties - 1):
        flipped = np.flip(shaped, axis)
        np.maximum.accumulate(flipped, axis=axis, out=flipped)
    step = sum((side + 1) ** power for power in range(parties - 1))
    # A cell at the upper edge has nothing above it; the last row of the table in each direction is empty.
    above = table[np.minimum(cell + step, len(table) - 1)]
    result: Bools = above >= last
    return result


def _beneath_near(found: Ints, distances: range) -> Bools:
    """Vectors that one a few places before them dominates. The vectors are distinct and sorted."""
    below = np.zeros(found.shape[1], np.bool_)
    rest = found[1:]
    for distance in distances:
        if distance < found.shape[1]:
            hit = rest[0, :-distance] >= rest[0, distance:]
            for row in rest[1:]:
                hit &= row[:-distance] >= row[distance:]
            below[distance:] |= hit
    return below


def _beneath(values: list[Ints], sources: Bools, asked: Bools, top: int) -> Bools:
    """Which of those `asked` are, in every one of `values`, at most a source that stands before them.

    Pairs are looked for within aligned blocks of 2 ** (top + 1) places.

    1. One coordinate left: the running maximum of the sources within the block.
    2. Else sort each block by the first coordinate, the highest first, and split it by place into halves, quarters
       and so on. Each pair of places is apart at exactly one level, the source in the left part: what remains at that
       level is the same question with one coordinate less, the order now being that of the first coordinate.
    """
    count = len(asked)
    places = np.arange(count)
    first = values[0]
    if len(values) == 1:
        base = (places >> (top + 1)) * np.int64(count + 1)
        running = np.maximum.accumulate(np.where(sources, first + 1, 0) + base)
        result: Bools = asked & (running > first + base)
        return result
    order = np.argsort((places >> (top + 1)) * np.int64(count) + (count - 1 - first), kind="stable")
    found = np.zeros(count, np.bool_)
    for level in range(top, -1, -1):
        right = (order >> level) & 1 == 1
        inner = _beneath([row[order] for row in values[1:]], sources[order] & ~right, asked[order] & right, level)
        found[order[inner]] = True
        # A stable partition of every block into its halves: those of earlier blocks are full.
        lefts = np.cumsum(~right)
        start = (places >> (level + 1)) << level
        target = np.where(right, start + (1 << level) + places - lefts, start + lefts - 1)
        halved = np.empty_like(order)
        halved[target] = order
        order = halved
    return found


def _beneath_blocks(found: Ints) -> Bools:
    """Which vectors are dominated, in blocks of descending sums of ranks: dominators come first."""
    ranks = np.stack([_rank(row) for row in found])
    order = np.argsort(ranks.sum(axis=0))[::-1]
    small = ranks[:, order].astype(np.uint16 if ranks.max() < 1 << 16 else np.uint32)
    kept = np.zeros(len(order), np.int64)
    best = np.empty_like(small)
    size = 0
    for begin in range(0, len(order), _BLOCK):
        block = small[:, begin : begin + _BLOCK]
        alive = np.arange(block.shape[1])
        for start in range(0, size, 16 * _BLOCK):
            archive = best[:, start : min(start + 16 * _BLOCK, size)]
            below = archive[0, :, None] >= block[0, alive]
            for row, other in zip(archive[1:], block[1:], strict=True):
                below &= row[:, None] >= other[alive]
            alive = alive[~below.any(axis=0)]
        among = block[:, alive]
        below = np.tri(len(alive), k=-1, dtype=np.bool_).T
        for row in among:
            below &= row[:, None] >= row
        alive = alive[~below.any(axis=0)]
        best[:, size : size + len(alive)] = block[:, alive]
        kept[size : size + len(alive)] = begin + alive
        size += len(alive)
    result = np.ones(len(order), np.bool_)
    result[order[kept[:size]]] = False
    return result


def _rank(row: Ints) -> Ints:
    """The place of each value among the distinct ones, from 0."""
    return np.unique(row, return_inverse=True)[1].astype(np.int64)
