"""Packages under preferences known in part, as people and programs see them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from holdfast.analyses.deals.judged import judged
from holdfast.analyses.deals.judged_records import Judged
from holdfast.analyses.deals.questions import Questions, next_questions
from holdfast.analyses.deals.sensitivity import Sensitivity, sensitivity
from holdfast.analyses.positions import positions
from holdfast.case.case import Case
from holdfast.views import charts_judged as charts
from holdfast.views import compiling
from holdfast.views import judged_words as say
from holdfast.views.machine_judged import COLUMNS, judged_record, rows
from holdfast.views.page.book import Book
from holdfast.views.page.judged import section
from holdfast.views.tables import csv_table
from holdfast.views.templating import Bound, WithinPage, environment
from holdfast.views.text_judged import text_judged
from tests.analyses.test_judged import TWO, case_of, every

STATEMENTS = """
- {id: more, party: union, by: The chair, gist: Pay before cranes., prefers: [pay = more, pay = less]}
- {id: no-full, party: union, gist: Never all of them., refuses: cranes = full}
- {id: hopes, party: port, gist: Some cranes at least., requires: cranes >= some, firmness: preference}
"""
VALUES = """
union:
  judged: {by: the desk, because: talks}
  importance: [pay, cranes]
  options: {cranes: {none: 100, some: [20, 60], full: 0}}
  no_deal: [30, 60]
port:
  judged: {by: the desk, because: talks}
  options: {cranes: [full, some, none]}
  no_deal: [20, 50]
"""
Answer = tuple[Case, Judged, Questions, Sensitivity]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    case = case_of(tmp_path_factory.mktemp("case"), case=TWO, statements=STATEMENTS, values=VALUES)
    found = judged(case, [p for p in every(case) if "left-open" not in p.values()], samples=2_000, shown=4)
    return case, found, next_questions(found), sensitivity(case, found)


def test_the_text_says_shares_and_never_chances(answer: Answer) -> None:
    case, found, questions, rests_on = answer
    text = text_judged(case, found, 110, questions=questions, rests_on=rests_on)
    for words in ("Preferences known in part", "share of the judgements", "What to ask next", "What P1 rests on"):
        assert words in text
    assert "probab" not in text.lower()
    assert "likely" not in text.lower()
    assert "Pay before cranes." in text
    assert "judged by the desk" in text
    assert all(len(line) <= 110 for line in text.splitlines())
    # The package with all cranes is excluded by the union's own word, which is cited.
    assert "Never all of them." in text or all(one.package["cranes"] != "full" for one in found.shown)
    assert text_judged(case, found).startswith("Preferences known in part")


def test_records_are_plain_data_and_tables_have_their_columns(answer: Answer) -> None:
    _, found, questions, rests_on = answer
    record = json.loads(json.dumps(judged_record(found, questions, rests_on)))
    assert record["packages_given"] == 6
    assert [one["party"] for one in record["parties"]] == ["union", "port"]
    assert record["packages"][0]["joint"] == found.shown[0].joint
    assert record["next_questions"]["questions"][0]["party"] in ("union", "port")
    assert judged_record(found)["next_questions"] is None
    for name, columns in COLUMNS.items():
        lines = list(rows(found, name, questions, rests_on))
        assert lines, name
        assert set(columns) <= set(lines[0]), name
        assert len(csv_table(columns, lines).splitlines()) == len(lines) + 1
    assert not list(rows(found, "questions"))
    with pytest.raises(KeyError):
        next(rows(found, "nothing"))


def _fields(spec: Any) -> set[str]:
    if isinstance(spec, dict):
        own = {spec["field"]} if isinstance(spec.get("field"), str) else set()
        return own.union(*(_fields(value) for key, value in spec.items() if key != "data"))
    if isinstance(spec, list):
        return set().union(*map(_fields, spec))
    return set()


def test_charts_are_drawn_from_their_rows(answer: Answer) -> None:
    case, found, _, rests_on = answer
    specs = {
        "acceptance": charts.acceptance(charts.acceptance_rows(found, case)),
        "ranks": charts.rank_heat(charts.rank_rows(found, case)),
        "grid": charts.verdict_grid(charts.grid_rows(found, case)),
        "tornado": charts.tornado(charts.tornado_rows(rests_on, case)),
    }
    for name, spec in specs.items():
        values = spec["data"]["values"]
        assert values, name
        assert _fields(spec) <= set(values[0]), name
        json.dumps(spec)
        svg = compiling.svg(spec)
        assert "<svg" in svg
        assert "P1" in svg
    grid = specs["grid"]["data"]["values"]
    assert len(grid) == 2 * len(found.shown)
    assert {row["verdict"] for row in grid} <= {sign.word for sign in say.VERDICTS.values()}
    for row in specs["acceptance"]["data"]["values"]:
        assert 0 <= row["low"] <= row["share"] <= row["high"] <= 1


def test_the_section_prints_everything(answer: Answer) -> None:
    case, found, questions, rests_on = answer
    drawn: list[dict[str, Any]] = []

    def draw(spec: Any) -> str:
        drawn.append(spec)
        return "<svg></svg>"

    made = section(case, found, questions=questions, rests_on=rests_on, draw=draw)
    assert set(made.pictures) == {"acceptance", "grid", "ranks", "rests-on"}
    assert len(drawn) == 4
    book = Book(case, positions(case), case.draft, date(2026, 3, 2))
    page = environment(WithinPage()).get_template("judged.html").render(judged=made, bound=Bound(book))
    assert page.count("<svg></svg>") == 4
    for words in ("What to ask next", "What P1 rests on", "Pay before cranes.", "judged by the desk"):
        assert words in page
    assert page.count("<table") >= 5
    plain = section(case, found)
    bare = environment(WithinPage()).get_template("judged.html").render(judged=plain, bound=Bound(book))
    assert "<figure" not in bare
    assert "What to ask next" not in bare


def test_words_for_shares_and_ranks() -> None:
    assert say.share_words(None) == "–"
    assert say.share_words(1.0, 0.0) == "100%"
    assert say.share_words(0.62, 0.005) == "62% ± 1.0"
    assert say.share_words(0.9996, 0.0001) == "> 99.9% ± 0.1"
    assert say.share_words(0.004) == "0.4%"
    assert list(say.rank_headings(12))[-3:] == ["10th", "11th", "12th"]
    assert list(say.rank_headings(3)) == ["1st", "2nd", "3rd"]
    assert say.rank_share(0.001) == "·"
