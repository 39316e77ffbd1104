"""Matching what was found with what was marked: one to one, by the stretches that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from holdfast.intake.model import Span

#: From this overlap on, what was found is what was marked.
ENOUGH: Final = 0.5

A = TypeVar("A")
B = TypeVar("B")


def shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    """How many code points two sets of stretches share; the stretches of one set do not overlap."""
    return sum(one.shares(other) for one in a for other in b)


def size(spans: Sequence[Span]) -> int:
    """How many code points they have."""
    return sum(span.end - span.start for span in spans)


def iou(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Intersection over union, from 0 to 1; 0 where both are empty."""
    common = shared(a, b)
    return common / (size(a) + size(b) - common) if common else 0.0


def same_place(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether both point at the same words, the longer with more around them: at least half of the shorter is shared.

    Two empty ones do, an empty one and another do not.
    """
    return not (a or b) or bool(a and b and 2 * shared(a, b) >= min(size(a), size(b)) > 0)


def match(marked: Sequence[A], found: Sequence[B], likeness: Callable[[A, B], float]) -> list[tuple[int, int]]:
    """The one-to-one matching with the most pairs that are alike enough, and among those the likest.

    1. Pairs of likeness `ENOUGH` or more weigh 1 and a little of their likeness, too little to outweigh a pair.
    2. The assignment of the greatest weight (Kuhn, 1955; scipy's `linear_sum_assignment`).
    3. Pairs that are not alike enough are taken out of it again.
    """
    if not marked or not found:
        return []
    like = np.array([[likeness(one, other) for other in found] for one in marked])
    small = 1 / (2 * max(like.shape) + 2)
    weight = np.where(like >= ENOUGH, 1 + small * like, 0.0)
    rows, columns = linear_sum_assignment(weight, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if weight[row, column]]


@dataclass(slots=True)
class Score(Generic[A, B]):
    """The counts over all documents. What is doubtful counts neither as missed nor, where found, as spurious."""

    matched: list[tuple[A, B]] = field(default_factory=list)
    missed: list[A] = field(default_factory=list)
    spurious: list[B] = field(default_factory=list)

    def count(
        self,
        marked: Sequence[A],
        found: Sequence[B],
        likeness: Callable[[A, B], float],
        doubtful: Callable[[A], bool] = lambda _: False,
    ) -> None:
        """Add a document. What is certain is matched first, the rest of what was found with what is doubtful."""
        certain = [one for one in marked if not doubtful(one)]
        pairs = match(certain, found, likeness)
        taken = {column for _, column in pairs}
        rest = [one for number, one in enumerate(found) if number not in taken]
        excused = {column for _, column in match([one for one in marked if doubtful(one)], rest, likeness)}
        self.matched += [(certain[row], found[column]) for row, column in pairs]
        kept = {row for row, _ in pairs}
        self.missed += [one for number, one in enumerate(certain) if number not in kept]
        self.spurious += [one for number, one in enumerate(rest) if number not in excused]

    @property
    def precision(self) -> float:
        """The share of what was found that is marked; 0 where nothing was found."""
        return len(self.matched) / max(1, len(self.matched) + len(self.spurious))

    @property
    def recall(self) -> float:
        """The share of what is marked that was found; 0 where nothing is marked."""
        return len(self.matched) / max(1, len(self.matched) + len(self.missed))

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * len(self.matched) / max(1, 2 * len(self.matched) + len(self.missed) + len(self.spurious))

    def share(self, right: Callable[[A, B], bool], of: Callable[[A], bool] = lambda _: True) -> float:
        """The share of the matched pairs (`of` those) that are right; 1 where there is none."""
        judged = [right(one, other) for one, other in self.matched if of(one)]
        return sum(judged) / len(judged) if judged else 1.0

    def recall_by(self, kind: Callable[[A], str]) -> dict[str, tuple[int, int]]:
        """For each kind: how many were found, and how many there are."""
        found = Counter(kind(one) for one, _ in self.matched)
        missed = Counter(kind(one) for one in self.missed)
        return {one: (found[one], found[one] + missed[one]) for one in sorted(found.keys() | missed.keys())}
