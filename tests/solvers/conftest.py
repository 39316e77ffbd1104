"""An instance that several solvers are tested against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def toy(shared_data: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((shared_data / "preferences" / "mus_mcs_toy.json").read_text(encoding="utf-8"))
    return read
