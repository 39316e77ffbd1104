"""Paths through all sets of up to 25 steps at once, over a table with one number for each set.

A set is split into upper and lower bits. Sets whose upper halves have equally many members are worked on together,
then those whose lower halves do, so that all sets with one step less are there before they are needed, and every
operation runs over long rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from holdfast.solvers.ideals import Masks, Needs, Rules
from holdfast.solvers.schedule import Floats


class Sweep(Enum):
    """What is minimised along a path: its highest need, or the sum of its needs."""

    PEAK = "peak"
    SUM = "sum"


def sweep(rules: Rules, need: Needs, what: Sweep, limit: float) -> Floats:
    """For each set of steps the least of what paths from the empty set to it have; infinite where none leads there.

    Args:
        rules: how each step may come.
        need: what is needed at a set. At the full one nothing is, since nobody is asked any more.
        what: see `Sweep`.
        limit: paths with a need above it do not count.
    """
    steps = len(rules)
    low = steps // 2
    high = steps - low
    table = np.empty((1 << high, 1 << low))
    weights = _counts(high)
    lower = _counts(low)
    low_masks = np.arange(1 << low, dtype=np.uint64)
    ruled = [0 not in rules[step] for step in range(steps)]
    for members in range(high + 1):
        rows = np.flatnonzero(weights == members)
        here = np.full((1 << low, len(rows)), np.inf)
        for bit in range(high):
            inside = np.flatnonzero(rows >> bit & 1)
            if not len(inside):
                continue
            before = rows[inside] ^ (1 << bit)
            came = table[before].T
            if ruled[low + bit]:
                came = np.where(_may(rules[low + bit], low_masks, before.astype(np.uint64), low), came, np.inf)
            if len(inside) == len(rows):
                np.minimum(here, came, out=here)
            else:
                here[:, inside] = np.minimum(here[:, inside], came)
        weight = need.block(rows.astype(np.uint64), low)
        if members == 0:
            here[0, 0] = 0.0
        if members == high:
            weight[-1, -1] = 0.0
        weight[weight > limit] = np.inf
        for count in range(low + 1):
            places = np.flatnonzero(lower == count)
            for bit in range(low) if count else ():
                inside = places[places >> bit & 1 == 1]
                before = inside ^ (1 << bit)
                came = here[before]
                if ruled[bit]:
                    may = _may(rules[bit], low_masks[before], rows.astype(np.uint64), low)
                    came = np.where(may, came, np.inf)
                here[inside] = np.minimum(here[inside], came)
            if what is Sweep.PEAK:
                here[places] = np.maximum(here[places], weight[places])
            else:
                here[places] += weight[places]
        table[rows] = here.T
    return table.reshape(-1)


def _counts(bits: int) -> NDArray[np.intp]:
    """How many bits each number has."""
    found = np.zeros(1, np.intp)
    for _ in range(bits):
        found = np.concatenate([found, found + 1])
    return found


def _may(masks: Sequence[int], low: Masks, high: Masks, bits: int) -> NDArray[np.bool_]:
    """(len(low), len(high)): whether a step may come at each set."""
    found = np.zeros((len(low), len(high)), bool)
    for mask in masks:
        below, above = np.uint64(mask & ((1 << bits) - 1)), np.uint64(mask >> bits)
        found |= ((low & below) == below)[:, None] & ((high & above) == above)[None, :]
    return found
