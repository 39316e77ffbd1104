"""What every test gets: no network, the Hypothesis profile asked for, golden files and the source texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import network_guard, postgresql, tools

pytest_plugins = ("tests.browser", "tests.golden")

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("dev", max_examples=50, deadline=None, derandomize=False)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # a machine that is busy is no fault of what is tested
)
settings.register_profile("long", max_examples=5000, deadline=None, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "dev")


def pytest_configure() -> None:
    network_guard.install()


def pytest_unconfigure() -> None:
    network_guard.uninstall()


@pytest.fixture(scope="session")
def require_tool() -> Callable[..., Path]:
    """`tests.tools.require_tool`: the path of a program, or a skip that says what to install."""
    return tools.require_tool


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_sources(repository: Path) -> Path:
    """The folder of the articles that the examples quote: ``$HOLDFAST_SHARED/sources``, or ``../shared/sources``.

    They are not ours to distribute: where they are not at hand the test is skipped, in CI too.
    """
    shared = os.environ.get("HOLDFAST_SHARED")
    folder = (Path(shared) if shared else repository.parent / "shared") / "sources"
    if not folder.is_dir():
        pytest.skip("source texts not at hand")
    return folder


@pytest.fixture(scope="session")
def shared_data(repository: Path) -> Path:
    """Published and worked instances: ``$HOLDFAST_SHARED/data``, or ``../shared/data``; else the test is skipped."""
    shared = os.environ.get("HOLDFAST_SHARED")
    folder = (Path(shared) if shared else repository.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip("instances of ../shared/data not at hand")
    return folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The URL of a private PostgreSQL cluster, with ``{}`` for a database's name; it lasts as long as the tests."""
    with postgresql.cluster() as url:
        yield url
