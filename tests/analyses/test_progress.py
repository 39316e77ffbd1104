"""Analyses that may take long say how far they have come, and end where they are told to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.analyses.coherence import coherence
from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.coherence.timing import timing
from holdfast.analyses.deals import deals
from holdfast.analyses.depth import depth
from holdfast.analyses.hold import hold
from holdfast.analyses.progress import Progress
from holdfast.case.case import Case
from holdfast.case.load import load


def _timing(case: Case, progress: Progress | None = None) -> object:
    assert case.draft is not None
    return timing(instantiate(case, case.draft), progress)


LONG: dict[str, Callable[..., object]] = {
    "deals": deals,
    "depth": depth,
    "coherence": coherence,
    "timing": _timing,
    "hold": hold,
}


class EndedError(Exception):
    """What a test raises to end the work."""


@pytest.mark.parametrize("name", LONG)
def test_progress_is_told_changes_nothing_and_can_end_the_work(name: str, repository: Path) -> None:
    case = load(repository / "examples" / "harbour", "desk").case
    told: list[tuple[str, float]] = []

    def tell(doing: str, share: float) -> None:
        told.append((doing, share))

    answer = LONG[name](case, progress=tell)
    assert answer == LONG[name](case)
    assert told
    assert all(doing and 0 <= share <= 1 for doing, share in told)
    for last in range(len(told)):
        heard: list[str] = []

        def end(doing: str, share: float, heard: list[str] = heard, last: int = last) -> None:
            heard.append(doing)
            if len(heard) > last:
                raise EndedError(doing)

        if last in (0, len(told) // 2, len(told) - 1):
            with pytest.raises(EndedError):
                LONG[name](case, progress=end)
            assert len(heard) == last + 1
