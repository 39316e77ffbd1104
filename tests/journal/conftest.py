"""Both databases: a SQLite file, and a private PostgreSQL cluster that lasts as long as the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a new journal is to be: every test that takes it runs on both databases."""
    if request.param == "sqlite":
        return tmp_path / "journal.db"
    return postgresql.database(request.getfixturevalue("cluster"))
