"""Giving a case away: what an audience gets, and that it is all it gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfast.cli import holdfast


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(holdfast, [str(word) for word in words])
    return result.exit_code, result.stdout


@pytest.mark.parametrize("audience", ["public", "union", "port", "desk"])
def test_the_exported_case_answers_as_the_whole_one_does_for_its_audience(
    audience: str, repository: Path, tmp_path: Path
) -> None:
    harbour = repository / "examples/harbour"
    assert run("export", harbour, "--audience", audience, "--output", tmp_path / "given")[0] == 0
    for words in (["positions", "--format", "json"], ["check", "--format", "json"]):
        whole = run(words[0], harbour, *words[1:], "--audience", audience)[1]
        given = run(words[0], tmp_path / "given", *words[1:], "--audience", audience)[1]
        assert given.replace(str(tmp_path / "given"), str(harbour)) == whole


def test_it_holds_no_file_of_another_compartment(repository: Path, tmp_path: Path) -> None:
    harbour = repository / "examples/harbour"
    run("export", harbour, "--audience", "union", "--output", tmp_path / "given")
    given = {
        path.relative_to(tmp_path / "given").as_posix() for path in (tmp_path / "given").rglob("*") if path.is_file()
    }
    assert any(name.startswith("compartments/union/") for name in given)
    assert [name for name in given if name.startswith(("compartments/port", "compartments/desk"))] == []
    hidden = [path.read_bytes() for path in (harbour / "compartments/port").rglob("*") if path.is_file()]
    assert hidden
    assert not any((tmp_path / "given" / name).read_bytes() in hidden for name in given)


def test_nothing_that_is_there_is_overwritten_and_nothing_half_written_stays(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "mine.txt").write_text("kept", encoding="utf-8")
    assert run("export", repository / "examples/harbour", "--audience", "public", "-o", tmp_path / "given")[0] == 2
    assert [path.name for path in tmp_path.rglob("*")] == ["given", "mine.txt"]
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    code, _ = run("export", repository / "examples/harbour", "--audience", "public", "-o", tmp_path / "file" / "given")
    assert code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "given"]


def test_a_link_out_of_the_compartment_is_not_followed(tmp_path: Path) -> None:
    case = tmp_path / "case"
    (case / "compartments/port").mkdir(parents=True)
    (case / "compartments/port/secret.txt").write_text("secret", encoding="utf-8")
    (case / "sources").mkdir()
    (case / "sources/link.txt").symlink_to(case / "compartments/port/secret.txt")
    (case / "case.yaml").write_text("holdfast: 1\ntitle: Links\n", encoding="utf-8")
    (case / "sources.yaml").write_text(
        "- {id: one, file: link.txt}\n- {id: two, file: ../compartments/port/secret.txt}\n", encoding="utf-8"
    )
    assert run("export", case, "--audience", "public", "-o", tmp_path / "given")[0] == 0
    assert sorted(path.name for path in (tmp_path / "given").rglob("*")) == ["case.yaml", "sources.yaml"]
