"""What the tests of the workbench have in common."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.web.pages import overview


@pytest.fixture(scope="session", autouse=True)
def whole_overviews() -> Iterator[None]:
    """The overview waits for all of its answers: how fast this machine is just now makes no difference."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overview, "_WAIT", 60.0)
        yield
