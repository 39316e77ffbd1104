"""Finding vectors among sorted vectors."""

from __future__ import annotations

from typing import Final

import numpy as np

from holdfast.solvers.frontier._maxima import Ints

#: An odd number for each coordinate, from the digits of π: sums of products with them, modulo 2 ** 64, spread well.
_FACTORS: Final = (0x243F6A8885A308D3, 0x13198A2E03707345, 0x24093822299F31D1, 0x082EFA98EC4E6C89)


class Lookup:
    """Where a vector stands among distinct ones."""

    def __init__(self, columns: Ints) -> None:
        self._columns = columns
        key = _key(columns)
        self._order = np.argsort(key, kind="stable")
        self._key = key[self._order]
        #: Vectors with the same key come in runs: as long as this one, at most.
        self._run = 1 if len(key) < 2 else _longest(self._key)

    def find(self, wanted: Ints) -> tuple[Ints, Ints]:
        """Which of the wanted vectors are there, and the place of each of those."""
        if not self._columns.shape[1] or not wanted.shape[1]:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        at = np.searchsorted(self._key, _key(wanted))
        found, places = [], []
        for step in range(self._run):
            guess = self._order[np.minimum(at + step, len(self._order) - 1)]
            hit = np.flatnonzero((self._columns[:, guess] == wanted).all(axis=0) & (at + step < len(self._order)))
            found.append(hit)
            places.append(guess[hit])
        return np.concatenate(found), np.concatenate(places)


def _key(columns: Ints) -> Ints:
    """One number for each vector; different vectors hardly ever share one."""
    key = np.zeros(columns.shape[1], np.uint64)
    for place, row in enumerate(columns):
        factor = np.uint64(_FACTORS[place % len(_FACTORS)] + 2 * (place // len(_FACTORS)))
        key = (key ^ (key >> np.uint64(29))) + row.astype(np.uint64) * factor
    return key.astype(np.int64)


def _longest(key: Ints) -> int:
    """The length of the longest run of equal numbers."""
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1], [True])))
    return int(np.diff(starts).max())
