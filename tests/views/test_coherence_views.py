"""Question 3 as it is shown: the command line in every format, its exit codes, and the report's section."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings

from holdfast.analyses.coherence import coherence
from holdfast.analyses.positions import positions
from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.views import machine_coherence, text_coherence
from holdfast.views.html import report
from tests.cases import drawn_cases, write, yaml

WHOLE = "after: 2026-03-02, within: 1d, verified_by: press, decider: press, if_breached: the press says so"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(holdfast, [str(word) for word in words])


def agreement(*clauses: str, more: str = "") -> dict[str, str]:
    return {"agreement": f"title: A draft\n{more}\ncommitments:\n" + "".join(f"  {one}\n" for one in clauses)}


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_case_without_a_draft_has_no_section(tmp_path: Path) -> None:
    result = run("check", write(tmp_path, {}))
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(run("check", tmp_path, "--format", "json").stdout)["coherence"] is None
    assert "sec-coherence" not in run("report", tmp_path).stdout


def test_a_whole_draft_exits_with_0_and_a_gap_with_1(tmp_path: Path) -> None:
    whole = f"lift: {{by: union, does: Lift, {WHOLE}}}"
    result = run("check", write(tmp_path / "whole", agreement(whole)))
    assert result.exit_code == 0
    assert "No gaps found" in result.stdout
    gap = write(tmp_path / "gap", agreement(whole.replace("by: union, ", "")))
    assert run("check", gap).exit_code == 1
    assert run("check", gap, "--files").exit_code == 0
    assert run("check", gap, "--files").stdout == ""
    noted = write(tmp_path / "noted", agreement(whole.replace("decider: press, ", "")))
    assert run("check", noted).exit_code == 0


@pytest.mark.parametrize("form", ["concise", "sarif", "github"])
def test_gaps_are_findings_in_the_other_formats(form: str, tmp_path: Path) -> None:
    result = run("check", write(tmp_path, agreement("lift: {does: Lift}")), "--format", form)
    assert result.exit_code == 1
    assert "HF606" in result.stdout
    assert "agreement.yaml" in result.stdout


def test_draft_and_package_are_chosen_and_must_exist(tmp_path: Path, repository: Path) -> None:
    harbour = repository / "examples" / "harbour"
    assert "HF601" in run("check", harbour, "--draft", "first-draft").stdout
    assert "HF601" not in run("check", harbour).stdout
    folder = write(tmp_path, agreement("lift: {by: union, does: Lift, if: automation = full}"))
    data = json.loads(run("check", folder, "--package", "automation=none", "--format", "json").stdout)
    assert data["coherence"]["left_out"] == ["lift"]
    for words, said in (
        (["--draft", "frist"], "no draft"),
        (["--package", "automation"], "ISSUE=OPTION"),
        (["--package", "automatoin=none"], "did you mean automation?"),
        (["--package", "automation=ful"], "did you mean full?"),
    ):
        result = run("check", folder, *words)
        assert result.exit_code == 2
        assert said in result.stderr


def test_the_text_says_who_is_behind_every_link(repository: Path) -> None:
    text = flat(run("check", repository / "examples/harbour", "--audience", "public").stdout)
    assert "Which comes first: ‘Lift the blockade of the south quay’ by Union" in text
    assert "Nobody comes back before all keys are handed over and counted. [Port Authority of Salmar ¶9" in text
    assert "Undone without this one: Port: port-keys-first (position)." in text
    assert "Left vague on purpose, so no gap: ‘safety-board-chair’ and ‘normal working’." in text


def test_a_disputed_order_singles_nobody_out(repository: Path) -> None:
    text = flat(run("check", repository / "examples/minsk-2015").stdout)
    assert "Undone without" not in text
    assert "this gives way: Ukraine (ukraine-border-first) and Ukraine (ukraine-order-border)." in text
    assert "this gives way: the text of the draft, Russia (russia-order-elections) and Germany" in text


def test_names_of_clauses_are_those_of_the_draft_that_is_looked_at(repository: Path) -> None:
    text = flat(run("check", repository / "examples/harbour", "--draft", "first-draft").stdout)
    assert "‘Reinstate the dismissed workers’ by Port begins only once" in text


def test_a_long_draft_is_printed_on_sheets_and_says_what_is_not_drawn(tmp_path: Path, repository: Path) -> None:
    waits = "".join(f"  c{n}: {{by: port, does: Do, after: c{n - 1}, within: 1d}}\n" for n in range(1, 200))
    idle = "".join(f"  idle{n}: {{by: port, does: Do}}\n" for n in range(3))
    write(tmp_path, {"agreement": f"title: A draft\ncommitments:\n  c0: {{by: port, does: Do}}\n{waits}{idle}"})
    page = run("report", tmp_path).stdout
    assert 'class="movement commitments paged"' in page
    assert page.count('<use href="#drawing-commitments"/>') > 5
    assert "Not drawn: 3 clauses without a connection; 50 clauses for want of room" in flat(page)
    short = run("report", repository / "examples" / "harbour").stdout
    assert 'class="sheet"' not in short
    assert "Not drawn" not in short


@pytest.mark.parametrize("name", ["aceh-2005", "gaza-2025", "harbour", "minsk-2015"])
def test_the_report_has_the_section_and_every_link_in_it_leads_somewhere(name: str, repository: Path) -> None:
    case = load(repository / "examples" / name, "public").case
    found = coherence(case)
    assert found is not None
    page = report(case, positions(case), made_on=date(2026, 3, 3), coherence=found)
    section = page[page.index('<section aria-labelledby="sec-coherence">') :]
    section = section[: section.index("</section>")]
    assert {one.code for one in found.gaps} == set(re.findall(r"<code>(HF\d+)</code>", section))
    targets = set(re.findall(r'href="#([^"]+)"', section))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


@settings(max_examples=25)
@given(drawn_cases())
def test_no_case_breaks_the_analysis_or_its_views(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = write(Path(scratch), {name: yaml(content) for name, content in data.items()})
        case = load(folder, "desk").case
        found = coherence(case)
        assert found is not None
        assert text_coherence.coherence(case, found)
        assert json.dumps(machine_coherence.coherence(found))
        assert report(case, positions(case), made_on=date(2026, 3, 3), coherence=found)
