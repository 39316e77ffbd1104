"""Near-duplicates among documents: one wire story in ten papers is one source with its copies.

Documents are compared by their shingles, every run of five words (Broder 1997, *On the resemblance and containment of
documents*). Comparing each with each would take too long, so candidates are found first:

1. A signature of 128 numbers: for each of 128 hash functions, the least value over the document's shingles. Two
   signatures agree in a place with the probability of their documents' resemblance (MinHash, Broder 1997). The
   functions multiply and shift (Dietzfelbinger et al. 1997, *A reliable randomized algorithm for the closest-pair
   problem*).
2. The signature is cut into 32 bands of 4: documents that agree in all of a band are candidates (locality-sensitive
   hashing, Indyk and Motwani 1998). Of documents that resemble each other by 0.8, one pair in twenty million is
   missed; by 0.6, one in eighty-five.
3. For candidates the resemblance is computed exactly: shingles in common, of all that either has (Jaccard).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Hashable, Iterable
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Name = TypeVar("Name", bound=Hashable)
Hashes = NDArray[np.uint64]

WORDS: Final = 5
"""The length of a shingle."""
BANDS: Final = 32
ROWS: Final = 4
_WORD: Final = re.compile(r"\w+")
#: An odd number: multiplying by it loses nothing (Knuth's, from the golden ratio).
_BASE: Final = 0x9E3779B97F4A7C15
_SEED: Final = 20251130
_EMPTY: Final[Hashes] = np.zeros(0, np.uint64)


def shingles(paragraphs: Iterable[str], length: int = WORDS) -> Hashes:
    """The shingles of a document as hashes of 64 bits, each once, in ascending order.

    Case, accents, punctuation and line ends make no difference. A document that is shorter than a shingle is one.
    """
    words = [word for paragraph in paragraphs for word in _WORD.findall(_levelled(paragraph))]
    if not words:
        return _EMPTY
    numbers: dict[str, int] = {}
    for word in words:
        if word not in numbers:
            numbers[word] = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
    hashes = np.array([numbers[word] for word in words], np.uint64)
    length = min(length, len(words))
    count = len(words) - length + 1
    made = np.zeros(count, np.uint64)
    base = np.uint64(_BASE)
    for at in range(length):  # a polynomial in the base, modulo 2^64
        made = made * base + hashes[at : at + count]
    return np.unique(made)


def _levelled(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def resemblance(one: Hashes, other: Hashes) -> float:
    """The share of shingles in common, of all that either has (Jaccard): 0 to 1. Two without any have 0."""
    if not len(one) or not len(other):
        return 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


class Near(NamedTuple, Generic[Name]):
    """A document that another one nearly is."""

    name: Name
    resemblance: float


class Index(Generic[Name]):
    """Documents among which near-duplicates are sought. The same documents in the same order, the same result."""

    def __init__(self, least: float = 0.8) -> None:
        """Takes the least resemblance, more than 0 and at most 1, at which documents count as near-duplicates."""
        if not 0 < least <= 1:
            raise ValueError("the least resemblance is more than 0 and at most 1")
        self._least = least
        draws = np.random.default_rng(_SEED)
        self._factors = draws.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        self._terms = draws.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)
        self._bands: list[dict[bytes, list[Name]]] = [{} for _ in range(BANDS)]
        self._shingles: dict[Name, tuple[int, Hashes]] = {}  # in what place it was added, and its shingles

    def near(self, hashes: Hashes) -> tuple[Near[Name], ...]:
        """The documents that one with these shingles nearly is, the likest first; equals in the order of adding."""
        found: dict[Name, None] = {}
        for band, key in zip(self._bands, self._keys(hashes), strict=False):
            found.update(dict.fromkeys(band.get(key, ())))
        ordered = sorted(found, key=lambda name: self._shingles[name][0])
        likeness = [Near(name, resemblance(hashes, self._shingles[name][1])) for name in ordered]
        alike = [one for one in likeness if one.resemblance >= self._least]
        return tuple(sorted(alike, key=lambda one: -one.resemblance))

    def add(self, name: Name, hashes: Hashes) -> None:
        """Adds a document."""
        self._shingles[name] = (len(self._shingles), hashes)
        for band, key in zip(self._bands, self._keys(hashes), strict=False):
            band.setdefault(key, []).append(name)

    def signature(self, hashes: Hashes) -> Hashes:
        """For each of the hash functions, the least value over the shingles."""
        mixed = hashes[:, None] * self._factors[None, :] + self._terms[None, :]
        return np.asarray((mixed >> np.uint64(32)).min(axis=0), np.uint64)

    def _keys(self, hashes: Hashes) -> list[bytes]:
        if not len(hashes):
            return []
        signature = self.signature(hashes).astype(np.uint32).reshape(BANDS, ROWS)
        return [row.tobytes() for row in signature]
