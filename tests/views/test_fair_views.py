"""Efficient and fair packages in the terminal, for programs, in the report; and the charts."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from holdfast.analyses.deals.fair import fair
from holdfast.analyses.deals.fair_records import Fair
from holdfast.analyses.deals.fair_worths import PointWorth, central
from holdfast.analyses.positions import positions
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.views import charts, drawing
from holdfast.views.html import report
from holdfast.views.machine_fair import TABLES, fair_csv, fair_record
from holdfast.views.page.fair import chart, fair_section
from holdfast.views.text_fair import text_fair


@pytest.fixture(scope="module")
def harbour(repository: Path) -> Case:
    return load(repository / "examples" / "harbour", "desk").case


@pytest.fixture(scope="module")
def answer(harbour: Case) -> Fair:
    return fair(harbour)


def test_the_terminal_says_what_it_rests_on(harbour: Case, answer: Fair) -> None:
    text = text_fair(harbour, answer, 110)
    assert all(len(line) <= 110 for line in text.splitlines())
    said = " ".join(text_fair(harbour, answer, 600).split())
    assert "19 efficient points among 162 packages, 16 of them worth at least no deal to everybody." in said
    assert "No deal: Port 15.0, Union 20.0" in said
    assert "gains compared on the judged scales" in said
    assert "the same on every scale of a party" in said
    assert "or 1 other package of the same worth" in said
    assert "first-draft: Port 26.2, Union 78.4" in said
    assert "dominated by 2 efficient points" in said
    assert "Port: the importance of Statute" in said
    assert said.endswith("No package is recommended.")


def test_without_judgements_it_says_so(repository: Path) -> None:
    case = load(repository / "examples" / "gaza-2025", "desk").case
    text = " ".join(text_fair(case, fair(case)).split())
    assert "Packages are not scored" in text
    assert "nobody's order of packages is known" in text
    assert "Nash:" not in text
    section = fair_section(case, fair(case))
    assert section.picture is None
    assert section.named == ()


def test_points_that_do_not_exist_say_why(harbour: Case) -> None:
    known = {
        party: PointWorth(party, one.worths, Fraction(101))
        for party, one in central(harbour, ["port", "union"]).items()
    }
    text = " ".join(text_fair(harbour, fair(harbour, known), 600).split())
    assert "none worth at least no deal to everybody" in text
    assert "does not exist: no package is worth at least no deal to everybody" in text
    assert "impasse" in text


def test_thinned_frontiers_say_so(harbour: Case) -> None:
    found = fair(harbour, limit=5)
    text = " ".join(text_fair(harbour, found).split())
    assert "Too many efficient packages to list" in text
    assert "The exact frontier has about" in text
    assert "at most so much worse for each" in text
    assert "Not all ties are listed" in text
    record = fair_record(found)
    assert record["frontier"]["exact"] is False
    assert record["frontier"]["may_miss"]["port"]["value"] > 0
    assert chart(harbour, found) is not None


def test_records_and_tables(harbour: Case, answer: Fair) -> None:
    record = json.loads(json.dumps(fair_record(answer)))
    assert record["frontier"]["size"] == len(record["frontier"]["points"]) == 19
    nash = next(one for one in record["named"] if one["name"] == "nash")
    assert nash["points"][0]["package_count"] == 2
    assert Fraction(nash["points"][0]["worths"]["port"]["exact"]) == Fraction("53.854166666666666").limit_denominator(
        99
    )
    assert record["drafts"][0]["dominated_by_count"] == 2
    rows = {table: list(csv.DictReader(io.StringIO(fair_csv(answer, table)))) for table in TABLES}
    assert len(rows["points"]) == 19
    assert {row["name"] for row in rows["named"]} == {one["name"] for one in record["named"]}
    assert rows["drafts"][0]["dominated_by"] == "2"
    assert rows["fallback"][0]["impasse"] == "false"
    with pytest.raises(ValueError, match="no table"):
        fair_csv(answer, "nothing")


def test_the_report_has_the_section_and_its_picture(harbour: Case, answer: Fair) -> None:
    page = report(harbour, positions(harbour), made_on=date(2026, 3, 2), fair=answer)
    assert 'id="sec-fair"' in page
    assert '<a href="#sec-fair">' in page
    assert '<title id="fair-title">Efficient packages for Port and Union</title>' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert 'id="sec-fair"' not in report(harbour, positions(harbour), made_on=date(2026, 3, 2))


# Charts


FRONTIER = charts.frontier(
    [
        {"first": 10.0, "second": 90.0, "kind": "efficient", "label": None},
        {"first": 60.0, "second": 60.0, "kind": "named", "label": "Nash & <Kalai>"},
        {"first": 20.0, "second": 20.0, "kind": "draft", "label": "first"},
    ],
    ("A", "B"),
    (5.0, 10.0),
)
PARALLEL = charts.parallel(
    [
        {"point": n, "party": party, "worth": 10.0 * n + k, "kind": kind, "label": kind}
        for n, kind in enumerate(("efficient", "named", "draft", "no deal"))
        for k, party in enumerate("ABC")
    ],
    ["A", "B", "C"],
)
GRID = charts.grid(
    [
        {"package": package, "party": party, "sign": sign, "weight": weight}
        for package in ("first", "second")
        for party, sign, weight in (("A", "✓ necessary", 1), ("B", "○ possible", 0.4))
    ],
    ["first", "second"],
    ["A", "B"],
)


@pytest.mark.parametrize("spec", [FRONTIER, PARALLEL, GRID], ids=["frontier", "parallel", "grid"])
def test_drawings_stand_on_their_own(spec: charts.Spec) -> None:
    found = drawing.svg(spec, "one", "A <title>", "What & why")
    assert found == drawing.svg(spec, "one", "A <title>", "What & why")
    root = ElementTree.fromstring(found)
    texts = {element.tag.rpartition("}")[2]: element.text for element in root}
    assert (texts["title"], texts["desc"]) == ("A <title>", "What & why")
    assert root.attrib["aria-labelledby"] == "one-title"
    assert all(name.startswith("one-") for name in re.findall(r'\bid="([^"]+)"', found))
    # Nothing is fetched, and every colour follows the page.
    assert "http" not in found.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r'(?:fill|stroke)="(?!none|var\(|transparent)[^"]+"', found)
    assert "font-family=" not in found
    json.dumps(spec)


def test_charts_show_every_label() -> None:
    assert {"Nash &amp; &lt;Kalai&gt;", "first", "no deal", "Worth to A"} <= set(
        re.findall(r">([^<>]+)</text>", drawing.svg(FRONTIER, "f", "t", "d"))
    )
    assert {"named", "draft", "no deal"} <= set(re.findall(r">([^<>]+)</text>", drawing.svg(PARALLEL, "p", "t", "d")))
    assert {"✓ necessary", "○ possible"} <= set(re.findall(r">([^<>]+)</text>", drawing.svg(GRID, "g", "t", "d")))


def test_two_parties_have_a_frontier_and_three_have_parallel_axes(harbour: Case, answer: Fair) -> None:
    two = chart(harbour, answer)
    three = chart(harbour, fair(harbour, parties=["port", "union", "night-crews"]))
    assert two is not None
    assert three is not None
    assert {row["kind"] for row in two["data"]["values"]} == {"efficient", "named", "draft"}
    assert {row["party"] for row in three["data"]["values"]} == {"Port", "Union", "Night crews"}
    assert chart(harbour, fair(harbour, parties=["port"])) is None


def test_the_colours_are_those_of_the_style_sheet(repository: Path) -> None:
    sheet = (repository / "src/holdfast/views/static/report.css").read_text(encoding="utf-8").partition("@media")[0]
    said = dict(re.findall(r"(--[a-z0-9]+): (#[0-9a-f]{6})", sheet))
    used = {"--ink": charts.INK, "--quiet": charts.QUIET, "--rule": charts.RULE, "--wash": charts.WASH}
    used |= {"--accent": charts.ACCENT, "--paper": charts.PAPER}
    used |= {f"--colour{number}": colour for number, colour in enumerate(charts.COLOURS)}
    assert {name: said[name] for name in used} == used
