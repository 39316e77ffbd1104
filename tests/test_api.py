"""The public API: what `import holdfast` gives."""

from __future__ import annotations

from pathlib import Path

import pytest

import holdfast


def test_every_public_name_is_there() -> None:
    for name in holdfast.__all__:
        assert getattr(holdfast, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = holdfast.nothing


def test_a_case_is_read_and_asked_as_the_module_says(repository: Path) -> None:
    loaded = holdfast.load(repository / "examples" / "harbour", "desk")
    assert loaded.diagnostics == ()
    answer = holdfast.positions(loaded.case)
    assert "union" in answer.parties
    assert isinstance(loaded, holdfast.Loaded)
