"""Which share of the points of a sample accepts each alternative, and how the alternatives rank (SMAA).

After Lahdelma, Salminen (2001) and Lahdelma, Hokkanen, Salminen (1998): acceptability and central weights. An
alternative takes one column of each group; its worth at a point is the sum of these columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from holdfast.solvers.polytope import Bools, Floats, Ints
from holdfast.solvers.sampling import Sample

#: A worth this far below the level still reaches it: what single precision may lose.
_ROUNDING: Final = 1e-6
#: How many alternatives and lanes are compared at once: what a cache holds. At most 8 · 255 lanes.
_ALTERNATIVES: Final = 128
_LANES: Final = 2_040
#: How many combinations of the columns of joined groups are summed beforehand.
_COMBINATIONS: Final = 256


@dataclass(frozen=True, slots=True)
class Shares:
    """For each alternative the share of the points that accept it, and the standard error of that share."""

    share: Floats
    error: Floats


def acceptance(
    sample: Sample,
    columns: Ints,
    level: int,
    among: Bools | None = None,
    progress: Callable[[float], None] | None = None,
) -> Shares:
    """For each alternative the share of the points at which it is worth at least the level.

    Args:
        sample: the points, ``points[lane, draw, column]``.
        columns: (alternatives, groups): which column each alternative takes of each group.
        level: the column that a worth has to reach.
        among: which alternatives to ask about, (alternatives); the share of the others is 0.
        progress: is told how far it has come, from 0 to 1.

    Errors are standard errors from the means of the lanes; where a share is 0 or 1 they are what one point among the
    effective number would make, since seeing no exception is no proof that there is none.
    """
    lanes, draws, _ = sample.points.shape
    wanted = np.arange(len(columns)) if among is None else np.flatnonzero(among)
    blocks = _blocks(columns[wanted])
    # Neighbours then share table rows, which stay in the cache, and runs of them share the row of the last block.
    order = np.lexsort([block.of for block in blocks])
    wanted, blocks = wanted[order], [_Block(block.steps, block.of[order]) for block in blocks]
    total, squares = np.zeros(len(wanted)), np.zeros(len(wanted))
    for first in range(0, lanes, _LANES):
        here = np.ascontiguousarray(sample.points[first : first + _LANES].transpose(1, 2, 0), np.float32)
        count = np.zeros((len(wanted), here.shape[2]), np.uint16) if draws > 1 else None
        for draw in range(draws):
            _count(here[draw], level, blocks, count, total)
        if count is not None:
            total += count.sum(1)
            squares += np.square(count, dtype=np.float32).sum(1, dtype=np.float64)
        if progress is not None:
            progress(min((first + _LANES) / lanes, 1.0))
    mean = total / (lanes * draws)
    variance = np.maximum((total if draws == 1 else squares) / draws**2 / lanes - mean**2, 0.0)
    least = 1.0 / max(sample.trust.effective, 1.0)
    share, error = np.zeros(len(columns)), np.zeros(len(columns))
    share[wanted] = mean
    error[wanted] = np.where((mean == 0) | (mean == 1), least, np.sqrt(variance / max(lanes - 1, 1)))
    return Shares(share, error)


@dataclass(frozen=True, slots=True)
class _Block:
    """A few groups taken together: the combinations of their columns that occur, and which one each alternative has."""

    steps: tuple[tuple[Ints, Ints], ...]
    """For each group the combinations so far, as the combination of the groups before it and the column added."""
    of: Ints
    """(alternatives)."""

    def sums(self, points: np.ndarray) -> np.ndarray:
        """The worth of each combination at each of the points (columns, lanes)."""
        (_, first), *rest = self.steps
        found: np.ndarray = points[first]
        for parent, column in rest:
            found = found[parent]
            found += points[column]
        return found


def _blocks(columns: Ints) -> list[_Block]:
    """Groups joined, one after the other, while few combinations occur: worths are then sums of few table rows."""
    found: list[_Block] = []
    begin, high = 0, int(columns.max(initial=0)) + 1
    while begin < columns.shape[1]:
        present, of = np.unique(columns[:, begin], return_inverse=True)
        steps, begin = [(np.zeros(len(present), np.int64), present)], begin + 1
        while begin < columns.shape[1]:
            codes, wider = np.unique(of * high + columns[:, begin], return_inverse=True)
            if len(codes) > _COMBINATIONS:
                break
            steps.append((codes // high, codes % high))
            of, begin = wider, begin + 1
        found.append(_Block(tuple(steps), of))
    return found


def _count(points: np.ndarray, level: int, blocks: list[_Block], count: np.ndarray | None, total: Floats) -> None:
    """Adds which of these points (columns, lanes) accept each alternative: to `count` by lane, or to `total`."""
    lanes = points.shape[1]
    *tables, last = (block.sums(points) for block in blocks)
    needed = points[level] - np.float32(_ROUNDING) - last
    worth, other = np.empty((_ALTERNATIVES, lanes), np.float32), np.empty((_ALTERNATIVES, lanes), np.float32)
    accepts = np.zeros((_ALTERNATIVES, -(-lanes // 8) * 8), bool)
    for begin, end in _runs(blocks[-1].of):
        here = slice(0, end - begin)
        if not tables:
            worth[here] = 0.0
        for number, table in enumerate(tables):
            np.take(
                table, blocks[number].of[begin:end], axis=0, out=other[here] if number else worth[here], mode="clip"
            )
            if number:
                worth[here] += other[here]
        np.greater_equal(worth[here], needed[blocks[-1].of[begin]], out=accepts[here, :lanes])
        if count is not None:
            count[begin:end] += accepts[here, :lanes]
        else:
            # Eight at a time: bytes of 64-bit words, of which at most 255 are added, so that no byte runs over.
            words = np.add.reduce(accepts[here].view(np.uint64), axis=1)
            total[begin:end] += words.view(np.uint8).reshape(-1, 8).sum(1)


def _runs(of: Ints) -> Iterator[tuple[int, int]]:
    """Stretches of equal numbers, none longer than what is compared at once."""
    edges = [0, *(np.flatnonzero(np.diff(of)) + 1).tolist(), len(of)]
    for begin, end in pairwise(edges):
        for first in range(begin, end, _ALTERNATIVES):
            yield first, min(first + _ALTERNATIVES, end)


def accepted(sample: Sample, columns: Ints, level: int) -> Bools:
    """For each point (lanes and draws in turn) and alternative whether it is worth at least the level."""
    points = sample.points.reshape(-1, sample.points.shape[2])
    return np.asarray(worths(sample, columns) >= points[:, [level]] - _ROUNDING)


def worths(sample: Sample, columns: Ints) -> Floats:
    """For each point (lanes and draws in turn) and alternative its worth."""
    points = sample.points.reshape(-1, sample.points.shape[2])
    return np.asarray(points @ _forms(columns, points.shape[1]).astype(float))


def _forms(columns: Ints, width: int) -> np.ndarray:
    found = np.zeros((width, len(columns)), np.float32)
    for group in range(columns.shape[1]):
        found[columns[:, group], np.arange(len(columns))] += 1.0
    return found


@dataclass(frozen=True, slots=True)
class Ranks:
    """How alternatives rank among each other."""

    share: Floats
    """(alternatives, ranks): the share of the points at which an alternative has that rank, the best the first."""
    error: Floats
    """Its standard error."""
    central: Floats
    """(alternatives, columns): the mean of the points at which an alternative is the first; NaN where it never is."""


def ranks(sample: Sample, columns: Ints) -> Ranks:
    """Rank acceptability and central weights. Alternatives of equal worth share the better rank.

    Memory: points times alternatives; meant for those that are shown, not for all there are.
    """
    lanes, draws, width = sample.points.shape
    count = len(columns)
    worth = worths(sample, columns)
    # Rounded, so that what is equal but for the order of adding is equal.
    worth = np.round(worth, 9)
    place = np.stack([(worth > worth[:, [one]]).sum(1) for one in range(count)], axis=1)
    share, error = np.zeros((count, count)), np.zeros((count, count))
    for rank in range(count):
        means = (place == rank).reshape(lanes, draws, count).mean(1)
        share[:, rank], error[:, rank] = means.mean(0), means.std(0, ddof=1) / np.sqrt(lanes)
    error = np.where((share == 0) | (share == 1), 1.0 / max(sample.trust.effective, 1.0), error)
    central = np.full((count, width), np.nan)
    points = sample.points.reshape(-1, width)
    for alternative in range(count):
        first = place[:, alternative] == 0
        if first.any():
            central[alternative] = points[first].mean(0)
    return Ranks(share, error, central)
