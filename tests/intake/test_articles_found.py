"""What is found in the two articles does not fall behind: floors below what `benchmarks/intake.py` measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks._articles import Articles, counted_right, relation_right, source_right, value_right, when_right


@pytest.fixture(scope="module")
def both(shared_sources: Path) -> Articles:
    return Articles.at(shared_sources)


def test_provisions(both: Articles) -> None:
    found = both.provisions()
    assert found.f1 >= 0.9
    assert found.share(source_right) >= 0.9


def test_figures(both: Articles) -> None:
    found = both.figures()
    assert found.f1 >= 0.9
    for right in (value_right, counted_right, when_right):
        assert found.share(right) >= 0.9


def test_differences(both: Articles) -> None:
    found = both.compared("place", "day", "part", "count")
    assert found.f1 >= 0.8
    assert found.share(relation_right) >= 0.9
    assert both.never() == 0


def test_acts(both: Articles) -> None:
    found = both.compared("act")
    assert found.recall >= 0.6
    assert found.precision >= 0.8
    assert found.share(relation_right) >= 0.9
