"""Diagnostics shown: the caret under the right columns, nothing that a terminal obeys, formats for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from holdfast.diagnostics import CODES, Diagnostic, Place
from holdfast.views import diagnostics as view


def at(line: str, column: int, end: int, file: str = "statements.yaml", number: int = 7, label: str = "") -> Place:
    return Place(file, number, column, number, end, line, label)


def problem(
    *places: Place, code: str = "HF301", message: str = "there is no party 'x'", hint: str | None = None
) -> Diagnostic:
    return Diagnostic(code, message, places, hint)


def test_full_shows_the_places_and_the_hint() -> None:
    first = at("  party: unoin", 10, 15, number=12)
    second = at("  union: {}", 3, 8, file="case.yaml", number=3, label="the party")
    shown = view.full([problem(first, second, hint="did you mean union?")], "cases/harbour")
    assert shown.splitlines() == [
        "cases/harbour/statements.yaml:12:10 error HF301 unknown-name: there is no party 'x'",
        " 12 |   party: unoin",
        "    |          ^^^^^",
        "    cases/harbour/case.yaml:3:3 the party",
        "  3 |   union: {}",
        "    |   ^^^^^",
        "    hint: did you mean union?",
    ]


@pytest.mark.parametrize(
    ("line", "column", "end", "carets"),
    [
        ("a: bcd", 4, 7, "   ^^^"),
        ("漢字: bcd", 5, 8, "      ^^^"),
        ("a: 漢字", 4, 6, "   ^^^^"),
        ("a:\tbcd", 4, 7, "      ^^^"),
        ("e\u0301: bcd", 5, 8, "   ^^^"),
        ("a: ", 4, 5, "   ^"),
        ("a: bcd   ", 4, 10, "   ^^^"),
        ("", 1, 2, "^"),
        ("a: \U0001f6a2 b", 6, 7, "      ^"),
    ],
)
def test_the_caret_stands_under_what_is_meant(line: str, column: int, end: int, carets: str) -> None:
    shown = view.full([problem(at(line, column, end))]).splitlines()
    assert shown[2].removeprefix("   | ") == carets


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 400 + "HERE" + "y" * 400
    shown = view.full([problem(at(line, 401, 405))]).splitlines()
    text, carets = (part.removeprefix(" 7 | ").removeprefix("   | ") for part in shown[1:3])
    assert len(text) < 120
    assert text[carets.index("^") : carets.rindex("^") + 1] == "HERE"
    assert text.startswith("…")
    assert text.endswith("…")


def test_a_line_written_from_right_to_left_names_what_is_meant() -> None:
    line = "gist: لا أحد yes"
    shown = view.full([problem(at(line, 7, 9))]).splitlines()
    assert shown[2] == "   | here: لا"


def test_a_place_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    place = Place("a.yaml", 2, 4, 5, 3, "a: |", "")
    assert view.full([problem(place)]).splitlines()[2] == "   |    ^"


def test_a_file_as_a_whole_has_no_excerpt() -> None:
    shown = view.full([problem(Place("case.yaml"), code="HF106", message="there is no case.yaml here")])
    assert shown == "case.yaml:1:1 error HF106 no-case: there is no case.yaml here"


@given(st.text(max_size=40), st.integers(1, 45), st.integers(1, 10), st.text(max_size=20))
def test_nothing_that_a_terminal_obeys_is_shown(line: str, column: int, length: int, words: str) -> None:
    one = problem(at(line, column, column + length, label=words), message=words, hint=words)
    for text in (view.full([one]), view.concise([one])):
        assert all(
            character == "\n" or not ("\x00" <= character < " " or "\x7f" <= character < "\xa0") for character in text
        )
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    assert len(view.concise([one]).split("\n")) == 1
    json.loads(view.json([one]))
    json.loads(view.sarif([one]))
    assert view.github([one]).count("\n") == 0


@given(st.text(st.sampled_from("ab漢é\t\U0001f6a2e\u0301 "), min_size=1, max_size=150), st.data())
def test_the_carets_cover_the_cells_of_what_is_meant(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    _, text, carets = view.full([problem(at(line, start + 1, end + 1))]).split("\n")
    before = carets.removeprefix("   | ").index("^")
    assert before <= 130
    if not text.removeprefix(" 7 |").lstrip(" ").startswith("…"):
        assert before == sum(4 if character == "\t" else 0 for character in line[:start]) + cell_len(
            line[:start].replace("\t", "")
        )


def test_concise_is_a_line_each_in_the_order_of_places() -> None:
    later, earlier = problem(at("x", 1, 2, number=9)), problem(at("x", 1, 2, number=2), code="HF502", message="m")
    assert view.concise([later, earlier], ".").splitlines() == [
        "statements.yaml:2:1 warning HF502 not-cited: m",
        "statements.yaml:9:1 error HF301 unknown-name: there is no party 'x'",
    ]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], "nothing found"),
        (["HF301"], "1 error in 1 file"),
        (["HF301", "HF302", "HF502", "HF504"], "2 errors, 1 warning, 1 note in 1 file"),
    ],
)
def test_the_summary_counts(codes: list[str], expected: str) -> None:
    assert view.summary([problem(at("x", 1, 2), code=code) for code in codes]) == expected


def test_json_has_a_stable_structure() -> None:
    one = problem(at("a: b", 4, 5), at("c", 1, 2, file="case.yaml", label="here"), hint="h")
    data = json.loads(view.json([one], Path("cases/x")))
    assert data.pop("coherence") is None
    assert data == {
        "version": 1,
        "summary": {"errors": 1, "warnings": 0, "notes": 0},
        "diagnostics": [
            {
                "code": "HF301",
                "name": "unknown-name",
                "severity": "error",
                "message": "there is no party 'x'",
                "hint": "h",
                "path": "cases/x/statements.yaml",
                "line": 7,
                "column": 4,
                "end_line": 7,
                "end_column": 5,
                "excerpt": "a: b",
                "label": "",
                "related": [
                    {
                        "path": "cases/x/case.yaml",
                        "line": 7,
                        "column": 1,
                        "end_line": 7,
                        "end_column": 2,
                        "excerpt": "c",
                        "label": "here",
                    }
                ],
            }
        ],
    }


def test_sarif_names_the_rules_and_counts_code_points() -> None:
    found = [
        problem(at("a: b", 4, 5), at("c", 1, 2, label="here")),
        problem(at("a: b", 1, 2), code="HF502"),
        problem(Place("a folder/case.yaml"), code="HF106"),
    ]
    (run,) = json.loads(view.sarif(found))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["HF106", "HF301", "HF502"]
    assert all(rule["fullDescription"]["text"] for rule in rules)
    assert run["columnKind"] == "unicodeCodePoints"
    by_rule = {one["ruleId"]: one for one in run["results"]}
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
    assert by_rule["HF301"]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 7,
        "startColumn": 4,
        "endLine": 7,
        "endColumn": 5,
    }
    assert by_rule["HF301"]["relatedLocations"][0]["message"] == {"text": "here"}
    assert by_rule["HF502"]["level"] == "warning"
    whole = by_rule["HF106"]["locations"][0]["physicalLocation"]
    assert whole == {"artifactLocation": {"uri": "a%20folder/case.yaml"}}


def test_github_commands_are_escaped() -> None:
    one = problem(at("x", 1, 2, file="a,b:c.yaml"), message="50% of\nit", hint="a: b")
    assert view.github([one]) == (
        "::error file=a%2Cb%3Ac.yaml,line=7,col=1,endLine=7,endColumn=2,title=HF301 unknown-name::50%25 of%0Ait%0Aa: b"
    )
    assert view.github([problem(Place("a", 1, 1, 3, 1, "x"), code="HF504")]).startswith(
        "::notice file=a,line=1,col=1,endLine=3,t"
    )
    assert view.github([]) == view.full([]) == view.concise([]) == ""


@pytest.mark.parametrize("prefix", ["", ".", "./", Path()])
def test_the_current_folder_is_not_named(prefix: str | Path) -> None:
    assert view.path("case.yaml", prefix) == "case.yaml"


@pytest.mark.parametrize("code", CODES)
def test_explain_shows_nothing_that_a_terminal_obeys(code: str) -> None:
    assert view.explain(code).replace("\n", "").isprintable()
