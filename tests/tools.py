"""Programs of the system that some tests need."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

#: Set in CI: a test that would be skipped because a program is missing fails instead.
REQUIRE_ALL = "HOLDFAST_REQUIRE_ALL"


def require_tool(*names: str, package: str | None = None) -> Path:
    """The path of the first of these programs that is there; else the test is skipped, or fails where all must run.

    `package` is what to install on Debian, where it is not called like the program.
    """
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    reason = f"{' or '.join(names)} is not installed (on Debian: apt-get install {package or names[0]})"
    if os.environ.get(REQUIRE_ALL):
        pytest.fail(f"{reason}, and {REQUIRE_ALL} is set")
    pytest.skip(reason)
