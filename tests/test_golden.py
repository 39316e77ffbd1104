from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden import Golden

ROOT = Path(__file__).parents[1]


def strict() -> Golden:
    return Golden(rewrite=False, rewritten=lambda path: pytest.fail(f"rewrote {path}"))


def test_the_same_text_passes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Grüße\n".encode())
    strict()("Grüße\n", path)


def test_a_difference_fails_with_a_diff(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"same\nold\n")
    with pytest.raises(pytest.fail.Exception) as failure:
        strict()("same\nnew\n", path)
    lines = str(failure.value).splitlines()
    assert lines[0] == f"--- {path} (golden)"
    assert lines[3:6] == [" same", "-old", "+new"]
    assert "--rewrite-golden" in lines[-1]
    assert path.read_bytes() == b"same\nold\n"


@pytest.mark.parametrize(("golden", "actual"), [(b"a\r\n", "a\n"), (b"a\n", "a")])
def test_line_ends_count_and_show(tmp_path: Path, golden: bytes, actual: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(golden)
    with pytest.raises(pytest.fail.Exception) as failure:
        strict()(actual, path)
    removed, added = str(failure.value).splitlines()[3:5]
    assert removed[0] == "-"
    assert added[0] == "+"
    assert removed[1:] != added[1:]


def test_a_missing_file_fails(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="there is no golden file"):
        strict()("a\n", tmp_path / "a.txt")


def test_rewriting_writes_only_what_differs(tmp_path: Path) -> None:
    rewritten: list[Path] = []
    rewrite = Golden(rewrite=True, rewritten=rewritten.append)
    (tmp_path / "same.txt").write_bytes(b"same\n")
    rewrite("same\n", tmp_path / "same.txt")
    rewrite("new\n", tmp_path / "folder" / "new.txt")
    assert rewritten == [tmp_path / "folder" / "new.txt"]
    assert rewritten[0].read_bytes() == b"new\n"


@pytest.mark.parametrize("workers", ["0", "1"])
def test_the_flag_passes_the_test_and_names_the_file(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_it.py").write_text(
        "from pathlib import Path\n"
        "def test_it(golden):\n"
        "    golden('new\\n', Path(__file__).with_name('it.txt'))\n"
        "def test_nothing():\n"
        "    pass\n",
        encoding="utf-8",
    )

    def outcome(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-p", "tests.golden", "-p", "no:cacheprovider", "-n", workers]
        return subprocess.run(
            [*command, *arguments, "test_it.py"],
            cwd=tmp_path,
            env={k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
            | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    assert outcome().returncode == 1
    rewriting = outcome("--rewrite-golden")
    assert rewriting.returncode == 0, rewriting.stdout + rewriting.stderr
    heading, name = "golden files rewritten", str(tmp_path / "it.txt")
    assert heading in rewriting.stdout
    assert name in rewriting.stdout.partition(heading)[2]
    again = outcome("--rewrite-golden")
    assert again.returncode == 0
    assert heading not in again.stdout
