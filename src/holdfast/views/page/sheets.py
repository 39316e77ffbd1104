"""Tall pictures on paper: cut into sheets between the things that are drawn, never through one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: As much of a picture of 900 units' width as fits on a page of A4.
TALLEST: Final = 1180.0


def sheets(height: float, taken: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The sheets from top to bottom, each with its top and height; none where the picture fits on one.

    Each ends as far down as it may without cutting anything. A thing that is taller than a sheet is cut.

    Args:
        height: the picture's.
        taken: the top and bottom of each thing that is not to be cut.
    """
    if height <= TALLEST:
        return ()
    spans = sorted(taken)
    tops = [0.0]
    while height - tops[-1] > TALLEST:
        cut = tops[-1] + TALLEST
        while (over := min((top for top, bottom in spans if top < cut < bottom), default=cut)) < cut:
            cut = over
        tops.append(cut if cut > tops[-1] else tops[-1] + TALLEST)
    return tuple((top, end - top) for top, end in zip(tops, (*tops[1:], height), strict=True))
