"""Question 2 as it is shown: the command line in every format, the report's section, and releases."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings

from holdfast.analyses.deals import deals
from holdfast.analyses.positions import positions
from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.views import machine_deals, text_deals
from holdfast.views.html import report
from tests.cases import drawn_cases, write, yaml

SAID = """
- {id: whole, party: union, channel: on-record, gist: All or nothing, requires: automation = full, firmness: red-line,
   because: by law}
- {id: nothing, party: port, channel: on-record, gist: No automation, refuses: 'automation in {staged, full}'}
- {id: back, party: [union, port], channel: on-record, gist: Everybody is back, accepts: reinstatement = all}
"""
#: Words that occur where movements or other codings are shown, and nowhere else.
DESK_WORDS = ("What would open", "Codings of firmness that decide", "would have to say yes")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(holdfast, [str(word) for word in words])


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    return write(tmp_path / "case", {"statements": SAID})


def test_a_blocked_case_is_told_with_its_core_and_the_movements_for_the_desk(blocked: Path) -> None:
    result = run("deals", blocked)
    text = flat(result.stdout)
    assert result.exit_code == 0
    assert "No package lies within all stated positions; 2 packages lie within all bottom lines and red lines" in text
    assert "These two cannot both stand" in text
    assert "All or nothing" in text
    assert "In part: 1 issue can be settled" in text
    assert "The Port moves alone, on 1 position" in text
    assert "would have to say yes to ‘All’ on ‘How far?’" in text
    assert "The Union moves alone, on 1 red line" in text
    assert text.index("The Port moves alone") < text.index("The Union moves alone")  # a red line comes last
    assert "nothing (■ The Port) coded preference instead of position: there is a package" in text


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_movements_are_for_the_desk_and_the_output_says_so(blocked: Path, form: str) -> None:
    shown = run("deals", blocked, "--format", form, "--audience", "public").stdout
    assert not any(word in shown for word in DESK_WORDS)
    if form == "text":
        assert "are for the desk" in flat(shown)
    if form == "json":
        read = json.loads(shown)
        assert (read["for_the_desk"], read["movements"], read["flips"]) == (True, None, None)
        assert json.loads(run("deals", blocked, "--format", "json").stdout)["for_the_desk"] is True  # public by default
        assert json.loads(run("deals", blocked, "--format", form, "--audience", "desk").stdout)["movements"]


def test_the_report_has_movements_for_the_desk_or_where_they_are_released(blocked: Path) -> None:
    public = run("report", blocked).stdout
    assert "sec-deals" in public
    assert "are for the desk" in public
    assert not any(word in public for word in DESK_WORDS)
    assert "What would open" in run("report", blocked, "--audience", "desk").stdout
    released = run("report", blocked, "--audience", "public", "--release", "--by", "A. Head")
    assert "What would open" in released.stdout
    assert (blocked / "releases.yaml").read_text(encoding="utf-8").count("- date:") == 1


def test_a_release_is_recorded_before_it_is_shown_and_comments_stay(blocked: Path) -> None:
    listed = blocked / "releases.yaml"
    listed.write_text(
        "# Ours.\n- {date: 2026-02-27, by: A. Head, what: the page, to: public} # first\n", encoding="utf-8"
    )
    words: list[str | Path] = [
        "deals",
        blocked,
        "--audience",
        "public",
        "--release",
        "--by",
        "A. Head",
        "--because",
        "asked: by both",
    ]
    result = run(*words, "--given", "reinstatement = all")
    assert result.exit_code == 0
    assert "What would open" in result.stdout
    assert "decided by A. Head" in result.stderr
    text = listed.read_text(encoding="utf-8")
    assert text.startswith("# Ours.\n- {date: 2026-02-27, by: A. Head, what: the page, to: public} # first\n")
    release = load(blocked, "desk").case.releases[-1]
    assert (release.by, release.to, release.because) == ("A. Head", "public", "asked: by both")
    assert release.date == date.today()
    assert "supposed: reinstatement = all" in release.what


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--release", "--by", "A. Head"], "--release needs --audience"),
        (["--release", "--audience", "public"], "--release needs --by"),
        (["--release", "--audience", "public", "--by", " "], "--release needs --by"),
        (["--release", "--audience", "desk", "--by", "A. Head"], "the desk sees it without"),
        (["--by", "A. Head"], "go with --release"),
        (
            ["--release", "--audience", "public", "--by", "A. Head", "--record-in", "nowhere"],
            "no compartment 'nowhere'",
        ),
        (["--given", "automation = ful"], "did you mean full?"),
        (["--given", "automaton = full"], "did you mean automation?"),
        (["--given", "automation ="], "--given 'automation ='"),
        (["--given", "lift"], "no commitment or event 'lift'"),
        (["--rung", "positons"], "did you mean positions?"),
        (["--draft", "none"], "no draft 'none'"),
        (["--limit", "0"], "0 is not in the range"),
    ],
)
def test_wrong_use_is_told_and_records_nothing(blocked: Path, words: list[str], says: str) -> None:
    result = run("deals", blocked, *words)
    assert result.exit_code == 2
    assert says in flat(result.stderr)
    assert not (blocked / "releases.yaml").exists()


def test_a_list_of_releases_that_is_wrong_is_left_as_it_is_and_nothing_is_shown(blocked: Path) -> None:
    (blocked / "releases.yaml").write_text("[{date: 2026-02-27, by: A, what: B, to: public}]\n", encoding="utf-8")
    result = run("deals", blocked, "--audience", "public", "--release", "--by", "A. Head")
    assert result.exit_code == 2
    assert "in brackets" in result.stderr
    assert result.stdout == ""


def test_what_is_supposed_narrows_the_packages(blocked: Path) -> None:
    read = json.loads(run("deals", blocked, "--format", "json", "--given", "reinstatement = none").stdout)
    assert read["given"] == ["reinstatement = none"]
    assert read["rungs"][1]["packages"] == {"number": 1, "exact": True}
    assert read["rungs"][1]["possible"]["reinstatement"] == ["none"]
    only = json.loads(run("deals", blocked, "--format", "json", "--rung", "red-lines").stdout)
    assert [one["rung"] for one in only["rungs"]] == ["red-lines"]


def test_every_table_is_one_of_the_json(blocked: Path) -> None:
    read = json.loads(run("deals", blocked, "--format", "json", "--audience", "desk").stdout)

    def table(name: str) -> list[dict[str, str]]:
        words: list[str | Path] = ["deals", blocked, "--format", "csv", "--table", name, "--audience", "desk"]
        found = list(csv.DictReader(io.StringIO(run(*words).stdout)))
        assert not found or list(found[0]) == machine_deals.COLUMNS[name]
        return found

    assert [row["packages"] for row in table("rungs")] == [str(r["packages"]["number"]) for r in read["rungs"]]
    assert {row["statement"] for row in table("cores")} == {"whole", "nothing"}
    assert [row["statement"] for row in table("movements")] == ["nothing", "whole"]
    assert len(table("flips")) == len(read["flips"])
    assert [row["left_open"] for row in table("partial")] == ["automation"]
    full = [row for row in table("standings") if row["kind"] == "full"]
    assert len(full) == sum(len(rung["listed"]) for rung in read["rungs"]) * 2
    assert {row["issue"] for row in table("packages")} == {"automation", "reinstatement"}
    assert table("factions") == []


def test_factions_are_told_with_their_votes_and_the_narrowest_coalition(repository: Path) -> None:
    text = flat(run("deals", repository / "examples" / "harbour").stdout)
    assert "78 packages lie within all stated positions; there is none to which everybody has said yes" in text
    assert "0 of 100 votes for it, 30 against, 51 are needed" in text
    assert "Narrowest coalitions that carry it: Day crews and Crane drivers" in text


def test_the_public_sees_no_deal_in_the_harbour_where_the_desk_does(repository: Path) -> None:
    text = flat(run("deals", repository / "examples" / "harbour", "--audience", "public").stdout)
    assert "No package lies within all stated positions" in text
    assert "Nothing can be settled, not even in part" in text
    assert "confidential" not in text


def test_the_talks_on_gaza_are_blocked_around_disarmament_occupation_and_statehood(repository: Path) -> None:
    case = load(repository / "examples" / "gaza-2025", "desk").case
    answer = deals(case)
    assert [one.count.number for one in answer.rungs[:2]] == [0, 0]
    assert answer.rungs[2].statements == ()  # nobody has stated a red line
    for core in answer.cores:
        assert set(core.issues) == {"disarmament", "occupation-end", "statehood"}
        assert len(core.statements) == 3
        assert {"hamas-disarm-conditions", "netanyahu-no-state"} < set(core.statements)
    assert answer.cores_complete
    assert [one.left_open for one in answer.rungs[0].partial] == [("disarmament",)]
    first = next(one for one in answer.proposed if one.phase == "first-phase")
    assert first.within[0] == "positions"  # nobody excludes what the articles say of a first phase
    assert set(first.plan.settled) == {"initial-line", "hostages-living", "hostages-dead", "prisoners", "ceasefire"}
    yes = {one.party: set(one.accepted) for one in first.plan.standings}
    assert yes == {"israel": {"initial-line"}, "hamas": {"hostages-living", "hostages-dead"}}
    assert answer.agreed == ()
    (ratified,) = first.plan.ratifications
    assert (ratified.party, ratified.verdict, ratified.safety_nets) == ("israel", "not known", ("lapid-safety-net",))


def test_a_threat_is_shown_where_the_package_brings_it_about(repository: Path) -> None:
    case = load(repository / "examples" / "gaza-2025", "desk").case
    whole = deals(case).proposed[0]
    assert whole.phase is None
    votes = {one.faction: one for one in whole.plan.ratifications[0].factions}
    assert votes["coalition-objectors"].warnings == ("smotrich-topple-government", "ben-gvir-topple-government")


def test_a_case_without_issues_or_with_rules_that_leave_nothing_says_so(tmp_path: Path) -> None:
    case = "holdfast: 1\ntitle: T\nparties: {union: {name: U, roles: [principal]}}\n"
    assert "no issues" in run("deals", write(tmp_path / "empty", {"case": case})).stdout
    issues = "issues: {x: {question: Q, options: {a: {text: A}}}}\nrules: [{id: not-a, require: x != a}]\n"
    result = run("deals", write(tmp_path / "rules", {"case": case + issues}))
    assert "leave no package at all" in flat(result.stdout)
    assert result.exit_code == 0


@given(drawn_cases())
@settings(max_examples=30)
def test_every_view_shows_every_case(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {name: yaml(part) for name, part in data.items()})
        case = load(folder, "desk").case
    answer = deals(case)
    assert text_deals.deals(case, answer)
    read = json.loads(machine_deals.deals_json(case, answer))
    assert len(read["rungs"]) == 3
    for table in machine_deals.COLUMNS:
        assert machine_deals.deals_csv(case, answer, table).splitlines()[0] == ",".join(machine_deals.COLUMNS[table])
    page = report(case, positions(case), made_on=date(2026, 3, 2), deals=answer)
    assert 'id="sec-deals"' in page
    named = {name for core in answer.cores for name in core.statements}
    named |= {m.statement for one in answer.movements or () for found in one.found for m in found.moves}
    assert named <= set(answer.because)
