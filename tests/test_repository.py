"""What must hold of the repository's own files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_hashed_pins_and_name_no_host(repository: Path, name: str) -> None:
    text = (repository / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[^\s;]+", entry)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)
    assert "://" not in text


def test_locks_agree(repository: Path) -> None:
    development = pins(repository / "requirements-dev.lock")
    for name in LOCKS:
        assert pins(repository / name).items() <= development.items()


def test_locks_hold_every_dependency(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-build.lock": groups["build"],
        "requirements-dev.lock": [d for d in groups["dev"] if isinstance(d, str)],
    }
    for lock, dependencies in wanted.items():
        locked = pins(repository / lock)
        for dependency in dependencies:
            name = re.match(r"[\w.-]+", dependency)
            assert name
            assert name[0].lower() in locked, f"{dependency} is not in {lock}: python3 dev.py lock"
