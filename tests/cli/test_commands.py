"""The command line as a user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from holdfast.cli import holdfast
from holdfast.cli.reference import commands_page
from tests.cases import write
from tests.golden import Golden

STATEMENTS = """
- {id: union-no, party: union, by: M. Reis, channel: in-confidence, gist: None of it., refuses: automation = full}
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(holdfast, [str(word) for word in words])


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", {"statements": STATEMENTS})


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return write(tmp_path / "wrong", {"statements": STATEMENTS.replace("full", "ful")})


def test_check_of_a_clean_case_prints_no_data_and_exits_with_0(case: Path) -> None:
    result = run("check", case)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.strip()


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github"])
def test_check_of_a_wrong_case_says_where_in_every_format_and_exits_with_1(wrong: Path, form: str) -> None:
    result = run("check", wrong, "--format", form)
    assert result.exit_code == 1
    assert "HF302" in result.stdout
    assert "statements.yaml" in result.stdout
    if form in ("json", "sarif"):
        json.loads(result.stdout)


def test_positions_in_json_and_csv_say_the_same(case: Path) -> None:
    data = json.loads(run("positions", case, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("positions", case, "--format", "csv").stdout)))
    assert (
        [one["because"]["statement"] for one in data["stances"]] == [row["statement"] for row in rows] == ["union-no"]
    )
    assert rows[0]["said"] == "automation = full"


@pytest.mark.parametrize("table", ["stances", "draft", "facts", "words"])
def test_every_table_of_the_harbour_example_has_rows(table: str, repository: Path) -> None:
    result = run("positions", repository / "examples/harbour", "--format", "csv", "--table", table)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows
    assert all(row["statement"] and row["place"] for row in rows)


def test_a_cell_that_a_spreadsheet_would_run_is_shown_as_text(tmp_path: Path) -> None:
    gist = STATEMENTS.replace("None of it.", '"=HYPERLINK(0)"')
    rows = run("positions", write(tmp_path, {"statements": gist}), "--format", "csv").stdout
    assert ",'=HYPERLINK(0)," in rows


def test_positions_tells_on_standard_error_that_something_was_left_out(wrong: Path) -> None:
    result = run("positions", wrong)
    assert result.exit_code == 0
    assert "union-no" not in result.stdout
    assert "1 error" in result.stderr
    assert "holdfast check" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["positions", "--party", "unoin"], "did you mean union?"),
        (["positions", "--issue", "automatoin"], "did you mean automation?"),
        (["positions", "--as-of", "2026-02-30"], "not a date"),
        (["check", "--audience", "untion"], "no audience 'untion'"),
        (["check", "--sources", "nowhere"], "nowhere"),
        (["check", "--format", "xml"], "xml"),
    ],
)
def test_wrong_usage_is_told_in_words_and_exits_with_2(case: Path, words: list[str], said: str) -> None:
    result = run(words[0], case, *words[1:])
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_folder_that_is_not_there_or_is_no_case_exits_with_2(tmp_path: Path) -> None:
    assert run("check", tmp_path / "nowhere").exit_code == 2
    result = run("report", tmp_path)
    assert result.exit_code == 2
    assert "case.yaml" in result.stderr


def test_report_writes_one_file_and_leaves_nothing_else(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "report.html"
    result = run("report", case, "--output", out)
    assert result.exit_code == 0
    assert [path.name for path in out.parent.iterdir()] == ["report.html"]
    text = out.read_text(encoding="utf-8")
    assert text.lstrip().lower().startswith("<!doctype html>")
    assert "public" in result.stderr
    assert result.stdout == ""


def test_report_is_about_the_draft_that_is_named_in_every_section(repository: Path) -> None:
    harbour = repository / "examples" / "harbour"
    usual = run("report", harbour, "--audience", "desk").stdout
    named = run("report", harbour, "--audience", "desk", "--draft", "second-draft").stdout
    assert named == usual
    first = run("report", harbour, "--audience", "desk", "--draft", "first-draft").stdout
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", first, re.DOTALL)
    assert "4 clauses: 2 without a verifier" in headings
    assert "By the text alone it is stuck: 1 circle; 2 of 4 clauses can never be done" in headings
    assert any(heading.startswith("2 of 4 clauses are spoken of") for heading in headings)
    assert any(heading.startswith("In 3 of 5 duties under 4 clauses") for heading in headings)
    assert any("before step 2, ‘Conclude the wage round’" in heading for heading in headings)
    assert "What agreements usually provide for, beside this draft" in headings
    assert "resume-night-shifts" in usual
    assert 'id="c-resume-night-shifts"' not in first
    unknown = run("report", harbour, "--draft", "frist-draft")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "did you mean first-draft" in unknown.stderr


def test_names_of_clauses_are_those_of_the_draft_that_is_looked_at(tmp_path: Path) -> None:
    one = "{title: T, version: %d, commitments: {pay: {by: union, does: %s, deadline: 2026-03-01}}}"
    case = write(tmp_path, {"agreement/old": one % (1, "Pay in coins"), "agreement/new": one % (2, "Pay in notes")})
    for command in ("check", "calendar", "report"):
        said = {draft: run(command, case, "--draft", draft).stdout for draft in ("old", "new")}
        assert "Pay in coins" in said["old"]
        assert "Pay in notes" not in said["old"]
        assert "Pay in notes" in said["new"]


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_lost(case: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    result = run("report", case, "--output", tmp_path / "file" / "report.html")
    assert result.exit_code == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("template", ["empty", "harbour"])
def test_init_makes_a_case_without_findings_that_editors_understand(template: str, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run("init", folder, "--template", template).exit_code == 0
    checked = run("check", folder, "--format", "concise", "--files")
    assert (checked.exit_code, checked.stdout) == (0, "")
    for path in folder.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        schema = (path.parent / first.partition("=")[2]).resolve()
        assert json.loads(schema.read_text(encoding="utf-8"))["$schema"]


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("mine", encoding="utf-8")
    assert run("init", tmp_path).exit_code == 2
    assert (tmp_path / "case.yaml").read_text(encoding="utf-8") == "mine"


def test_explain_knows_codes_by_number_and_name_and_lists_them() -> None:
    assert run("explain", "hf301").stdout == run("explain", "unknown-name").stdout != ""
    assert "HF301" in run("explain").stdout
    missing = run("explain", "HF999")
    assert missing.exit_code == 2
    assert "no code" in missing.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_HOLDFAST_COMPLETE" in result.stdout


def test_every_command_and_option_has_help() -> None:
    for name, command in holdfast.commands.items():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.name)


def test_the_reference_page_of_commands_is_current(golden: Golden, repository: Path) -> None:
    golden(commands_page(), repository / "docs/reference/commands.md")


def _program(*words: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "holdfast", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def test_the_program_tells_data_from_talk_and_keeps_its_exit_codes(case: Path, wrong: Path) -> None:
    assert _program("--version").stdout.startswith("holdfast, version")
    assert _program("check", str(case)).returncode == 0
    found = _program("check", str(wrong))
    assert found.returncode == 1
    assert "HF302" in found.stdout
    assert _program("chekc").returncode == 2


def test_a_defect_shows_no_traceback_unless_it_is_asked_for(case: Path) -> None:
    broken = (
        "import sys, holdfast.cli, holdfast.cli.ask as ask\n"
        "def fail(*_words, **_more): raise RuntimeError('secret')\n"
        "ask.load_case = fail\n"
        f"sys.argv = ['holdfast', 'check', {str(case)!r}]\n"
        "holdfast.cli.main()\n"
    )
    quiet = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, check=False)
    assert quiet.returncode == 3
    assert "Traceback" not in quiet.stderr
    assert "secret" not in quiet.stderr
    assert "HOLDFAST_DEBUG" in quiet.stderr
    loud = subprocess.run(
        [sys.executable, "-c", broken],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOLDFAST_DEBUG": "1"},
    )
    assert "Traceback" in loud.stderr


def test_help_loads_nothing_heavy() -> None:
    heavy = ("pydantic", "yaml", "lark", "rich", "jinja2")
    code = f"import sys, holdfast.cli; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_who_stops_reading_is_no_error(repository: Path) -> None:
    command = f"{sys.executable} -m holdfast positions {repository / 'examples/harbour'} | head -1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1
