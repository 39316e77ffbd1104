from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.tools import REQUIRE_ALL, require_tool


def test_the_first_program_found_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    python = Path(sys.executable)
    monkeypatch.setenv("PATH", str(python.parent))
    assert require_tool("holdfast-no-such-program", python.stem) == python.with_name(python.name)


def test_a_missing_program_skips_and_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(REQUIRE_ALL, raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"no-such-a or no-such-b is not installed.*install a-package"):
        require_tool("no-such-a", "no-such-b", package="a-package")


def test_a_missing_program_fails_where_all_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRE_ALL, "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install no-such-a"):
        require_tool("no-such-a")
