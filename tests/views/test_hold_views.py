"""Whether it holds, as the desk sees it: text, JSON, CSV, pictures and the report; and that nobody else does."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from holdfast.analyses.hold import Hold, hold
from holdfast.analyses.positions import positions
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.views import charts, charts_hold, drawing, html, machine_hold
from holdfast.views.hold_words import of_draft, points, share, span
from holdfast.views.text_hold import hold as as_text
from tests.cases import write

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DRAFT = """
title: A draft
commitments:
  raise-pay: {by: port, to: union, does: Raise the pay, tranches: [50% at D+1, 50% at D+2]}
  go-back: {by: union, to: port, does: Go back to work, after: raise-pay}
"""
VALUES = """
port: {judged: {by: the desk, because: a guess}, commitments: {raise-pay: {worth: -5}, go-back: {worth: [6, 9]}}}
union:
  judged: {by: the desk, because: a guess}
  commitments: {raise-pay: {worth: 5, kept_on_collapse: true}, go-back: {worth: -5}}
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(holdfast, [str(word) for word in words])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path / "case", {"agreement": DRAFT, "compartments/desk/values": VALUES})


@lru_cache
def answered(name: str, illustrate: bool = False) -> tuple[Case, Hold]:
    case = load(EXAMPLES / name, "desk").case
    found = hold(case, illustrate="equal" if illustrate else None, draws=1000)
    assert found is not None
    return case, found


def specs(name: str, illustrate: bool = False) -> Iterator[Mapping[str, Any]]:
    case, answer = answered(name, illustrate)
    case = of_draft(case, answer)
    yield charts_hold.exposure(answer.structure, case)
    if answer.valued is not None:
        yield charts_hold.margins(answer.valued.incentives, answer.valued.valuation, case)
        found = charts_hold.orders(answer.valued)
        if found is not None:
            yield found
        yield from map(charts_hold.curve, answer.valued.curves)
        if answer.valued.phased is not None:
            yield charts_hold.thresholds(answer.valued.phased, case)
        tornado = charts_hold.tornado(answer.valued, case)
        if tornado is not None:
            yield tornado


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (-0.04, "0"), (1.25, "1.2"), (-7.5, "−7.5"), (1234.0, "1,234"), (3.0, "3")]
)
def test_numbers(number: float, words: str) -> None:
    assert points(number) == words


def test_shares_are_never_rounded_to_certainty() -> None:
    assert [share(one) for one in (0, 0.001, 0.5, 0.999, 1)] == ["0%", "under 1%", "50%", "over 99%", "100%"]
    assert (span(-4, 7.5), span(2, 2.01)) == ("−4 to 7.5", "2")


@pytest.mark.parametrize(("name", "illustrate"), [("harbour", False), ("gaza-2025", False), ("aceh-2005", True)])
def test_every_picture_can_be_drawn_and_shows_the_parties_in_their_colours(name: str, illustrate: bool) -> None:
    found = list(specs(name, illustrate))
    assert len(found) >= (1 if name == "gaza-2025" else 4)
    for spec in found:
        drawn = drawing.svg(dict(spec), "name", "Title", "Words")
        assert drawn.startswith("<svg")
        assert json.loads(json.dumps(spec)) == spec
        assert "NaN" not in drawn
    assert charts.COLOURS[0] in json.dumps(found[0])


def test_the_table_has_what_the_picture_shows() -> None:
    case, answer = answered("harbour")
    assert answer.valued is not None
    rows = charts_hold.margins(answer.valued.incentives, answer.valued.valuation, of_draft(case, answer))["data"][
        "values"
    ]
    table = list(csv.DictReader(io.StringIO(machine_hold.hold_csv(answer, "margins"))))
    assert len(rows) == len(table)
    assert [round(float(row["margin"].lstrip("'")), 4) for row in table] == [row["margin"] for row in rows]


@pytest.mark.parametrize("table", machine_hold.TABLES)
def test_every_table_has_rows_where_everything_is_judged(table: str) -> None:
    _, answer = answered("harbour")
    rows = list(csv.DictReader(io.StringIO(machine_hold.hold_csv(answer, table))))
    assert rows
    assert list(rows[0]) == list(machine_hold.TABLES[table])


def test_the_text_says_what_it_rests_on_and_what_it_is_not() -> None:
    case, answer = answered("harbour")
    text = " ".join(as_text(case, answer, 120).split())
    for words in (
        "No forecast and no probability of peace",
        "judged by the ministry's team",
        "confidential: desk",
        "keeps its majority",
        "fail",
        "What to find out next",
        "needs",
        "Fatima",
    ):
        assert words in text
    case, answer = answered("gaza-2025")
    text = as_text(case, answer, 100)
    assert "nobody has judged" in " ".join(text.split())
    assert "margin" not in text


def test_an_illustration_says_so_and_nothing_of_what_parties_would_do() -> None:
    case, answer = answered("aceh-2005", True)
    text = " ".join(as_text(case, answer, 100).split())
    assert "judged by nobody" in text
    assert "25% of the 100 of one bulk exchange" in text
    assert "would leave" not in text.partition("Along the steps")[0]


def test_the_report_has_the_section_with_its_pictures() -> None:
    case, answer = answered("harbour")
    drawn = html.report(case, positions(case), made_on=date(2026, 3, 2), hold=answer)
    without = html.report(case, positions(case), made_on=date(2026, 3, 2))
    assert 'id="sec-hold"' in drawn
    assert "sec-hold" not in without
    assert drawn.count('aria-describedby="hold-') == len(list(specs("harbour")))
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))


# Who may see it


@pytest.mark.parametrize("words", [["--format", "json"], ["--format", "csv"], ["--audience", "union"], ["-o", "OUT"]])
def test_for_nobody_but_the_desk(small: Path, tmp_path: Path, words: list[str]) -> None:
    out = tmp_path / "out"
    result = run("hold", small, *[str(out) if word == "OUT" else word for word in words])
    assert result.exit_code == 2
    assert "for the desk" in " ".join(result.stderr.split())
    assert result.stdout == ""
    assert not out.exists()


def test_for_the_desk_in_every_format(small: Path, tmp_path: Path) -> None:
    assert "Will it hold?" in run("hold", small).stdout
    data = json.loads(run("hold", small, "--format", "json", "--audience", "desk").stdout)
    assert data["worth"]["ending"] == {"party": "port", "step": 1, "contests": False, "lost_its_majority": False}
    out = tmp_path / "hold.csv"
    assert run("hold", small, "--format", "csv", "--audience", "desk", "-o", out).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("step,name,party,margin")


def test_a_release_is_recorded_and_shows_what_that_audience_may_see(small: Path) -> None:
    result = run("hold", small, "--audience", "public", "--release", "--by", "T. Okafor", "--because", "both asked")
    assert result.exit_code == 0, result.stderr
    assert "nobody has judged" in " ".join(result.stdout.split())  # the judgements lie with the desk
    written = (small / "releases.yaml").read_text(encoding="utf-8")
    assert "T. Okafor" in written
    assert "who would have a reason to leave" in written
    assert "public" in written


def test_what_is_released_knows_nothing_of_what_is_hidden(small: Path) -> None:
    words = ["--audience", "public", "--release", "--by", "T. Okafor", "--format", "json"]
    with_desk = run("hold", small, *words).stdout
    for path in (small / "compartments/desk").iterdir():
        path.write_text("- {id: [", encoding="utf-8")
    assert run("hold", small, *words).stdout == with_desk
    assert json.loads(with_desk)["worth"] is None


def test_the_report_tells_the_desk_alone(small: Path, tmp_path: Path) -> None:
    desk, public = tmp_path / "desk.html", tmp_path / "public.html"
    assert run("report", small, "--audience", "desk", "-o", desk).exit_code == 0
    assert run("report", small, "-o", public).exit_code == 0
    assert "sec-hold" in desk.read_text(encoding="utf-8")
    assert "sec-hold" not in public.read_text(encoding="utf-8")


def test_mistakes_are_said_plainly(small: Path, tmp_path: Path) -> None:
    schedule = tmp_path / "order.txt"
    schedule.write_text("go-back\nraise-pey\n", encoding="utf-8")
    result = run("hold", small, "--schedule", schedule)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert "raise-pay" in result.stderr
    schedule.write_text("go-back\n", encoding="utf-8")
    assert "waits, by the text, for" in " ".join(run("hold", small, "--schedule", schedule).stdout.split())
    schedule.write_bytes(b"\xff\xfe")
    assert "UTF-8" in run("hold", small, "--schedule", schedule).stderr
    assert run("hold", small, "--schedule", tmp_path / "none").exit_code == 1
    assert "no draft 'x'" in run("hold", small, "--draft", "x").stderr
    assert run("hold", small, "--hazard", "1").exit_code == 2
    (small / "agreement.yaml").unlink()
    assert "no draft" in run("hold", small).stderr
