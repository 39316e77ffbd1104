"""diff and checklist as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli import holdfast


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(holdfast, [str(word) for word in words])


@pytest.fixture
def harbour(repository: Path) -> Path:
    return repository / "examples" / "harbour"


def test_diff_says_the_same_in_every_format(harbour: Path) -> None:
    words = ("diff", harbour, "first-draft", "second-draft")
    data = json.loads(run(*words, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout)))
    entries = {(one["kind"], one["name"], one["how"]) for one in data["entries"]}
    assert {(row["kind"], row["name"], row["how"]) for row in rows} == entries
    assert ("clause", "lift-blockade", "changed") in entries
    assert data["first"]["proposed_by"] == ["ministry"]
    shown = run(*words)
    assert shown.exit_code == 0
    assert "begun(reinstate)" in shown.stdout
    for audience in ("desk", "union"):
        assert run(*words, "--audience", audience).exit_code == 0


def test_diff_of_a_draft_with_itself_exits_with_0_and_says_so(harbour: Path) -> None:
    result = run("diff", harbour, "first-draft", "first-draft")
    assert result.exit_code == 0
    assert "do not differ" in result.stdout


def test_diff_takes_the_current_folder(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(harbour)
    assert run("diff", "first-draft", "second-draft").stdout == run("diff", ".", "first-draft", "second-draft").stdout


def test_what_was_said_after_a_day_is_not_yet_heard(harbour: Path) -> None:
    words = ("diff", harbour, "first-draft", "second-draft", "--audience", "public")
    assert "port-accepts-articles" in run(*words).stdout
    assert "port-accepts-articles" not in run(*words, "--as-of", "2026-02-20").stdout


def test_diff_into_a_file_is_for_the_public(harbour: Path, tmp_path: Path) -> None:
    out = tmp_path / "diff.txt"
    assert run("diff", harbour, "first-draft", "second-draft", "--output", out).exit_code == 0
    assert "confidential" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["diff", "CASE", "first-draft", "secnd-draft"], "did you mean second-draft"),
        (["diff", "first-draft"], "name two drafts"),
        (["diff", "a", "b", "c", "d"], "name two drafts"),
        (["diff", "nowhere", "b", "c"], "no folder nowhere"),
        (["checklist", "CASE", "--draft", "frist-draft"], "did you mean first-draft"),
        (["checklist", "CASE", "--stage", "peace"], "peace"),
    ],
)
def test_wrong_usage_is_told_and_exits_with_2(words: list[str], said: str, harbour: Path) -> None:
    result = run(*(str(harbour) if word == "CASE" else word for word in words))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_checklist_says_the_same_in_every_format(harbour: Path) -> None:
    words = ("checklist", harbour, "--stage", "ceasefire")
    data = json.loads(run(*words, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout)))
    items = [(item["provision"], item["status"]) for one in data["lists"] for item in one["items"]]
    assert len(items) == 22
    assert [*dict.fromkeys((row["provision"], row["status"]) for row in rows if row["provision"])] == items
    shown = run(*words)
    assert shown.exit_code == 0
    assert "Ceasefires: of 22 provisions 2 marked" in shown.stdout
    assert "Comprehensive" not in shown.stdout
