"""dev.py: when the environment is made anew, and what it says when it cannot be."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, with an environment that looks finished."""
    for name in ("pyproject.toml", *(lock for locks in dev.LOCKS.values() for lock in locks)):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(dev, "PEERS", tmp_path / ".venv-peers")
    (tmp_path / dev.PEERS_LOCK).write_text("peers", encoding="utf-8")
    (tmp_path / "benchmarks").mkdir()
    for name in ("deals", "load"):
        (tmp_path / "benchmarks" / f"{name}.py").touch()
    python = Path(dev.program("python"))
    python.parent.mkdir(parents=True)
    python.touch()
    return tmp_path


@pytest.fixture
def commands(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is run instead of running it: ``venv``, ``lock``, ``project`` or the command."""
    done: list[str] = []

    def run(command: list[str], **_: str) -> int:
        assert not dev.STAMP.exists(), "an environment at work is not yet good"
        kind = "venv" if "venv" in command else "lock" if "--require-hashes" in command else "project"
        done.append(kind)
        if kind == "venv":
            python = Path(dev.program("python"))
            python.parent.mkdir(parents=True)
            python.touch()
        return 0

    monkeypatch.setattr(dev, "run", run)
    return done


def stamp(level: dev.Level) -> None:
    dev.STAMP.write_text(json.dumps(dev.wanted(level)), encoding="utf-8")


def test_a_first_setup_does_everything_once(commands: list[str]) -> None:
    dev.ensure("dev")
    assert commands == ["venv", "lock", "project"]
    dev.ensure("dev")
    dev.ensure("runtime")
    assert commands == ["venv", "lock", "project"]


def test_development_tools_are_added_to_what_the_demo_made(commands: list[str]) -> None:
    stamp("runtime")
    dev.ensure("runtime")
    assert commands == []
    dev.ensure("dev")
    assert commands == ["lock"]
    assert dev.stamped() == dev.wanted("dev")


@pytest.mark.parametrize("level", ["runtime", "dev"])
def test_a_changed_project_is_installed_again(elsewhere: Path, commands: list[str], level: dev.Level) -> None:
    stamp(level)
    (elsewhere / "pyproject.toml").write_text("changed", encoding="utf-8")
    dev.ensure("runtime")
    assert commands == ["project"]
    assert dev.stamped() == dev.wanted(level)


def test_a_changed_lock_makes_it_anew(elsewhere: Path, commands: list[str]) -> None:
    stamp("dev")
    (elsewhere / "requirements-dev.lock").write_text("changed", encoding="utf-8")
    (dev.VENV / "left-over").touch()
    dev.ensure("dev")
    assert commands == ["venv", "lock", "project"]
    assert not (dev.VENV / "left-over").exists()


@pytest.mark.parametrize("key", ["python", "root", "level"])
def test_another_python_or_place_makes_it_anew(commands: list[str], key: str) -> None:
    dev.STAMP.write_text(json.dumps({**dev.wanted("dev"), key: "other"}), encoding="utf-8")
    dev.ensure("dev")
    assert commands == ["venv", "lock", "project"]


@pytest.mark.parametrize("content", ["", "{", "[]", None])
def test_an_unfinished_environment_is_made_anew(commands: list[str], content: str | None) -> None:
    if content is not None:
        dev.STAMP.write_text(content, encoding="utf-8")
    dev.ensure("runtime")
    assert commands == ["venv", "lock", "project"]


@pytest.mark.parametrize("error", [dev.DevError, KeyboardInterrupt])
def test_a_setup_that_ends_halfway_is_not_good(
    commands: list[str], monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    stamp("dev")
    (dev.ROOT / "pyproject.toml").write_text("changed", encoding="utf-8")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(dev, "attempt", fail)
    with pytest.raises(error):
        dev.ensure("dev")
    assert dev.stamped() == {}


def test_line_ends_do_not_make_it_anew(elsewhere: Path) -> None:
    (elsewhere / "pyproject.toml").write_bytes(b"a\nb\n")
    before = dev.digest("pyproject.toml")
    (elsewhere / "pyproject.toml").write_bytes(b"a\r\nb\r\n")
    assert dev.digest("pyproject.toml") == before


def test_a_python_without_ensurepip_is_told_what_to_install(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find_spec(name))
    assert dev.main(["setup"]) == 1
    message = capsys.readouterr().err
    assert "apt-get install python3-venv" in message
    assert "python{}.{}-venv".format(*sys.version_info) in message


def test_an_install_that_fails_is_explained(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "run", lambda command: 7 if "--require-hashes" in command else 0)
    assert dev.main(["setup"]) == 1
    message = capsys.readouterr().err
    assert "Could not install the pinned packages" in message
    assert "exit code 7" in message


def test_an_older_python_can_read_it_and_is_told(repository: Path) -> None:
    source = (repository / "dev.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
    older = source.replace("sys.version_info < (3, 11)", "True", 1)
    found = subprocess.run([sys.executable, "-c", older], capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "needs Python 3.11 or newer" in found.stderr


def demo(elsewhere: Path, monkeypatch: pytest.MonkeyPatch, codes: dict[str, int], writes: bool = True) -> int:
    def in_venv(command: list[str]) -> int:
        _, _, example, _, output = command
        if writes:
            (elsewhere / output).write_text("report", encoding="utf-8")
        return codes[Path(example).name]

    for name in (*codes, ".hidden", "_shared"):
        (elsewhere / "examples" / name).mkdir(parents=True)
    stamp("runtime")
    monkeypatch.setattr(dev, "in_venv", in_venv)
    return dev.main(["demo"])


def test_demo_says_where_the_reports_lie(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo(elsewhere, monkeypatch, {"harbour": 0, "with-findings": 0}) == 0
    out = capsys.readouterr().out
    for name in ("harbour", "with-findings"):
        report = elsewhere / "out" / f"{name}.html"
        assert str(report) in out
        assert report.as_uri() in out


@pytest.mark.parametrize(("code", "writes"), [(2, True), (1, False), (0, False)])
def test_demo_fails_where_a_report_does(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: int, writes: bool
) -> None:
    (elsewhere / "out").mkdir()
    (elsewhere / "out" / "harbour.html").write_text("of an earlier run", encoding="utf-8")
    assert demo(elsewhere, monkeypatch, {"harbour": code}, writes) == 1
    assert "1 of 1 examples gave no report: harbour" in capsys.readouterr().err


def test_check_runs_everything_and_the_tests_last(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    stamp("dev")

    def in_venv(command: list[str]) -> int:
        done.append(command[0])
        return int(command[0] == "mypy")

    def tests(_: list[str]) -> int:
        done.append("tests")
        return 0

    monkeypatch.setattr(dev, "in_venv", in_venv)
    monkeypatch.setattr(dev, "pytest", tests)
    assert dev.main(["check"]) == 1
    assert done == [command[0] for _, command in dev.CHECKS] + ["tests"]


@pytest.mark.parametrize(
    ("first", "names", "alone", "covered", "expected"),
    [
        (1, ["a.py::test_one"], 0, 0, 0),  # it passes without company
        (1, ["a.py::test_one"], 1, 0, 1),  # it fails again
        (1, ["a.py::test_one"], 0, 2, 2),  # and too little is covered
        (1, [], 0, 0, 1),  # all passed, but too little was covered
        (1, [f"a.py::test_{n}" for n in range(11)], 0, 0, 1),  # so many are no accident
        (1, None, 0, 0, 1),  # nobody knows what failed
        (2, ["a.py::test_one"], 0, 0, 2),  # interrupted, or an error of pytest's
        (0, ["a.py::test_one"], 0, 0, 0),
    ],
)
def test_what_failed_is_tried_once_more_alone(
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    first: int,
    names: list[str] | None,
    alone: int,
    covered: int,
    expected: int,
) -> None:
    stamp("dev")
    asked: list[str] = []

    def run(command: list[str], **_: str) -> int:
        kind = "alone" if "--last-failed" in command else "coverage" if "coverage" in command else "checks"
        asked.append(kind)
        return {"alone": alone, "coverage": covered, "checks": 0}[kind]

    if names is not None:
        kept = elsewhere / ".pytest_cache/v/cache/lastfailed"
        kept.parent.mkdir(parents=True)
        kept.write_text(json.dumps(dict.fromkeys(names, True)), encoding="utf-8")
    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "pytest", lambda _: first)
    assert dev.main(["check"]) == expected
    assert ("alone" in asked) == (first == 1 and names is not None and 0 < len(names) <= dev.FEW)
    assert ("a.py::test_one" in capsys.readouterr().out) == ("coverage" in asked)


@pytest.mark.parametrize("arguments", [["setup", "now"], ["demo", "x"], ["check", "-v"], ["clean", "--all"]])
def test_what_is_not_understood_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == 1
    assert "Not understood" in capsys.readouterr().err


def test_unknown_commands_and_benchmarks(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tset"]) == 2
    assert "dev.py knows no 'tset'" in capsys.readouterr().err
    assert dev.main([]) == 2
    assert dev.main(["--help"]) == 0
    assert dev.main(["bench", "nothing"]) == 1
    assert dev.main(["bench"]) == 0


def test_what_benchmarks_compare_with_is_installed_when_one_needs_it(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def run(command: list[str], **_: str) -> int:
        if "venv" in command:
            python = Path(dev.program("python", dev.PEERS))
            python.parent.mkdir(parents=True)
            python.touch()
        done.append("venv" if "venv" in command else "lock" if "--require-hashes" in command else command[-1])
        return 0

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.delenv("HOLDFAST_PEERS", raising=False)
    stamp("dev")
    assert dev.main(["bench", "load"]) == 0
    assert done == ["benchmarks.load"]
    assert dev.main(["bench", "deals", "--quick"]) == 0
    assert done[1:] == ["venv", "lock", "--quick"]
    assert dev.main(["bench", "deals"]) == 0
    assert done[4:] == ["benchmarks.deals"]
    (elsewhere / dev.PEERS_LOCK).write_text("newer", encoding="utf-8")
    monkeypatch.setenv("HOLDFAST_PEERS", "/elsewhere/python")
    assert dev.main(["bench", "deals"]) == 0
    assert done[5:] == ["benchmarks.deals"]
    monkeypatch.delenv("HOLDFAST_PEERS")
    assert dev.main(["bench", "deals"]) == 0
    assert done[6:] == ["venv", "lock", "benchmarks.deals"]


def test_peers_that_cannot_be_installed_are_explained(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "run", lambda command: 7 if "--require-hashes" in command else 0)
    monkeypatch.delenv("HOLDFAST_PEERS", raising=False)
    stamp("dev")
    assert dev.main(["bench", "deals"]) == 1
    assert "HOLDFAST_PEERS" in capsys.readouterr().err
    assert not (dev.PEERS / "holdfast-setup.json").exists()


def test_clean_keeps_what_cannot_be_made_again(elsewhere: Path) -> None:
    for folder in ("src/holdfast/__pycache__", "tests/case/__pycache__", "out", ".mypy_cache", "examples/harbour"):
        (elsewhere / folder).mkdir(parents=True)
    (elsewhere / ".coverage.host.1").touch()
    assert dev.main(["clean"]) == 0
    left = {str(p.relative_to(elsewhere)) for p in elsewhere.rglob("*") if p.is_dir()}
    assert {"src/holdfast", "tests/case", "examples/harbour", ".venv"} <= left
    assert not any("cache" in name or name == "out" for name in left)
    assert not (elsewhere / ".coverage.host.1").exists()
    assert dev.main(["clean", "--venv"]) == 0
    assert not dev.VENV.exists()
