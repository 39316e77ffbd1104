"""Positions in depth as text, tables and in the report."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfast.analyses.depth import depth
from holdfast.analyses.positions import positions
from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.views import comparisons, text
from holdfast.views.html import report
from holdfast.views.machine import positions_json
from holdfast.views.machine_depth import COLUMNS
from holdfast.views.page.compared import picture
from tests.cases import loaded

STATEMENTS = """
- {id: a, party: union, by: R, channel: written, date: 2026-02-01, gist: Wants it all., requires: automation = full}
- {id: b, party: union, by: R, channel: written, date: 2026-02-01, gist: Wants none., requires: automation = none}
- {id: c, party: port, channel: written, date: 2026-02-11, gist: Some., accepts: automation = staged, supersedes: d}
- {id: d, party: port, channel: written, gist: None., refuses: automation = staged, firmness: red-line, because: law}
- {id: e, party: port, channel: written, gist: x, prefers: [automation = none, automation = full, automation = none]}
- {id: f, by: Gazette, channel: written, gist: x, asserts: {ships: "250"}}
- {id: g, by: Wire, channel: written, gist: x, asserts: {ships: "251"}}
"""


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(holdfast, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_every_table_of_the_harbour_example_has_rows(table: str, repository: Path) -> None:
    folder = repository / "examples/harbour"
    output = run(
        "positions", folder, "--audience", "desk", "--since", "2026-02-01", "--format", "csv", "--table", table
    )
    rows = list(csv.DictReader(io.StringIO(output)))
    assert rows
    assert tuple(rows[0]) == COLUMNS[table]


def test_the_text_says_what_moved_and_what_does_not_go_together(tmp_path: Path) -> None:
    case = loaded(tmp_path, statements=STATEMENTS).case
    shown = text.positions(case, positions(case), 200, depth(case, since=date(2026, 2, 2)))
    for words in (
        "What the record is made of. 7 statements",
        "Since 2 Feb 2026: 1 × softer",
        "contradiction of one speaker. The Union: these two cannot all stand, on ‘How far?’",
        "prefer in a circle",
        "1 differing by rounding",
        "Convergent and divergent.",
    ):
        assert words in shown
    assert "contradict" not in shown.partition("The island of agreement")[2]


def test_without_depth_the_text_is_the_list_alone(tmp_path: Path) -> None:
    case = loaded(tmp_path, statements=STATEMENTS).case
    assert "What the record is made of" not in text.positions(case, positions(case))
    assert "balance" not in json.loads(positions_json(case, positions(case)))
    assert "sec-related" not in report(case, positions(case), made_on=date(2026, 3, 3))


def test_a_draft_is_chosen_by_name(repository: Path) -> None:
    folder = repository / "examples/harbour"
    data = json.loads(run("positions", folder, "--format", "json", "--draft", "first-draft"))
    assert data["clauses"]["draft"] == "first-draft"
    wrong = CliRunner().invoke(holdfast, ["positions", str(folder), "--draft", "frist-draft"])
    assert (wrong.exit_code, "first-draft" in wrong.output) == (2, True)


def test_the_picture_places_days_linearly_and_undated_stances_apart(tmp_path: Path) -> None:
    case = loaded(tmp_path, statements=STATEMENTS).case
    found = picture(depth(case, since=date(2026, 2, 6)).movement)
    assert found is not None
    union, port = found.lines
    first, last = union.points[0].x, float(found.width - 16)
    assert [point.x for point in union.points] == [first, first]
    dated = [point for point in port.points if point.step.day is not None]
    assert [point.x for point in dated] == [last]
    assert found.since == pytest.approx((first + last) / 2, abs=0.1)
    assert found.undated is not None
    assert found.undated < first
    assert port.segments == ((found.undated, last),)
    assert [label for _, label in found.ticks] == ["1 Feb 2026", "11 Feb 2026"]
    assert picture(depth(loaded(tmp_path / "none", statements="[]").case).movement) is None


def test_headings_are_answers_where_there_is_nothing_to_show(tmp_path: Path) -> None:
    found = depth(loaded(tmp_path, statements="[]").case)
    assert comparisons.relations_heading(found.relations).startswith("Nothing that one side says")
    assert comparisons.facts_heading(found.facts) == "No claims of fact are recorded"
    assert comparisons.movement_heading(found.movement) == "No stances over time, 0 of them retired since"


def test_gaza_reads_as_the_two_articles_differ(repository: Path) -> None:
    case = load(repository / "examples" / "gaza-2025", "public").case
    found = depth(case)
    assert comparisons.relations_heading(found.relations) == (
        "3 sets of statements of one side do not go together: 3 reported differently"
    )
    assert comparisons.facts_heading(found.facts) == (
        "Of 72 matters of fact: 63 unchallenged, 1 differing by rounding and 8 differing"
    )
