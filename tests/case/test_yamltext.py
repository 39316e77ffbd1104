"""YAML with places: what is read, what is refused, what is saved of a broken file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case import yamltext
from holdfast.case.yamldoc import BREAK, MAX_DEPTH
from holdfast.case.yamltext import Parsed
from holdfast.diagnostics import Place


def read(text: str) -> Parsed:
    return yamltext.read("file.yaml", text)


def codes(text: str) -> list[str]:
    return [one.code for one in read(text).diagnostics]


def lies_within(place: Place, text: str) -> bool:
    """Whether a place is one of the text: a caret may stand just behind a line's end."""
    lines = BREAK.split(text)
    if not 1 <= place.line <= place.end_line <= len(lines):
        return False
    if place.line == place.end_line and place.end_column <= place.column:
        return False
    end = len(lines[place.end_line - 1]) + 2
    return 1 <= place.column <= len(lines[place.line - 1]) + 1 and 1 <= place.end_column <= end


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: no\nb: 12:30\nc: 1_000\nd: 0x1F\ne: 2026-03-02\n", {"a": "no", "b": "12:30", "c": "1_000", "d": "0x1F"}),
        ("a: ~\nb: null\nc:\n", {"a": "~", "b": "null", "c": ""}),
        ("{a: [1, {b: c}]}", {"a": ["1", {"b": "c"}]}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("# only a comment\n", None),
        ("", None),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("a: AT&T, 5 * 3 and wow!\n", {"a": "AT&T, 5 * 3 and wow!"}),
        ("---\na: 1\n", {"a": "1"}),
    ],
)
def test_everything_is_text(text: str, data: object) -> None:
    parsed = read(text)
    assert parsed.diagnostics == ()
    if isinstance(data, dict):
        assert {**parsed.data, **data} == parsed.data
    else:
        assert parsed.data is data


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_are_counted_as_yaml_counts_them(line_break: str) -> None:
    (problem,) = read(line_break.join(["a: 1", "b: 2", "a: 3", ""])).diagnostics
    assert (problem.code, problem.place.line, problem.place.column) == ("HF102", 3, 1)
    assert problem.place.excerpt == "a: 3"
    assert problem.spans[1].line == 1


def test_columns_are_code_points() -> None:
    (problem,) = read("é: {漢字: 1, 漢字: 2}\n").diagnostics
    assert (problem.place.column, problem.place.end_column) == (12, 14)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: &x [1]\nb: *x\nc: 2\n", {"a": ["1"], "c": "2"}),
        ("a: &x text\nb: *x\n", {"a": "text", "b": "text"}),
        ("a: !!int 5\nb: !mine {c: d}\n", {"a": "5", "b": {"c": "d"}}),
        ("a: {<<: {c: d}, e: f}\n", {"a": {"e": "f"}}),
        ("a: 1\n---\nb: 2\n", {"a": "1"}),
        ("a: *nothing\nb: 2\n", {"b": "2"}),
        ("a: &\nb: 2\n", {"b": "2"}),
    ],
)
def test_what_yaml_has_and_a_case_has_not(text: str, data: dict[str, object]) -> None:
    parsed = read(text)
    assert parsed.diagnostics
    assert {one.code for one in parsed.diagnostics} == {"HF103"}
    assert {key: value for key, value in parsed.data.items() if (key,) not in parsed.lost} == data


def test_aliases_cannot_grow() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    flow = "{" + bomb.replace("\n", ", ") + "z: 1}"
    for text in (bomb, flow, "a: &a [*a, *a]\n"):
        assert set(codes(text)) == {"HF103"}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000, '["]", ' * 50_000, "? " * 50_000, "[" * 500 + "]" * 500]
)
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    assert "HF109" in codes(text)


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = MAX_DEPTH - 1
    assert codes("[" * depth + "x" + "]" * depth) == []
    indented = "".join("  " * level + "a:\n" for level in range(60))
    assert "HF109" in codes(indented)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("- id: a\n- id: b: c\n- id: d\n", [{"id": "a"}, {"id": "d"}]),
        ("  - id: a\n  - id: b: c\n  - id: d\n", [{"id": "a"}, {"id": "d"}]),
        ("x:\n  a: 1\n  b: [\n  c: 3\ny: 4\n", {"x": {"a": "1", "c": "3"}, "y": "4"}),
        ("x:\n- id: a\n- id: b: c\n- id: d\ny: 4\n", {"x": [{"id": "a"}, {"id": "d"}], "y": "4"}),
        ("x: 'open\ny: 4\n", {"y": "4"}),
        ("x:\n\ta: 1\ny: 4\n", {"y": "4"}),
        ("x: @b\ny: 4\n", {"y": "4"}),
        ("stray\ny: 4\n", {"y": "4"}),
        ("# comment\n\nx: {a: 1\n# more\ny: 4\n", {"y": "4"}),
        ("x:\xa0\ny: [\nz: 1\n", {"z": "1"}),
    ],
)
def test_what_is_broken_costs_its_own_entry(text: str, data: object) -> None:
    parsed = read(text)
    assert [one.code for one in parsed.diagnostics if one.code != "HF101"] == []
    assert parsed.data == data


def test_the_places_of_what_is_saved_are_those_of_the_file() -> None:
    parsed = read("x:\n  a: 1\n  b: [\n  c: {d: 1, d: 2}\n")
    assert [(one.code, one.place.line, one.place.column) for one in parsed.diagnostics] == [
        ("HF101", 3, 6),
        ("HF102", 4, 13),
    ]


def test_a_broken_file_in_one_pair_of_brackets_has_one_error() -> None:
    assert codes('{"a": 1,\n "b": [2,\n "c": 3\n}\n') == ["HF101"]


def test_a_file_of_rubbish_has_not_endless_errors() -> None:
    assert len(codes("a: [\n" * 5000)) < 100


def test_invisible_characters_are_named_and_cost_nothing() -> None:
    parsed = read("a: one\x07two\nb: \ufeffthree\n")
    assert [(one.code, one.place.line, one.place.column) for one in parsed.diagnostics] == [
        ("HF104", 1, 7),
        ("HF104", 2, 4),
    ]
    assert parsed.data == {"a": "one\ufffdtwo", "b": "\ufffdthree"}


def test_a_key_that_is_no_text() -> None:
    parsed = read("? [a]\n: b\nc: d\n")
    assert [one.code for one in parsed.diagnostics] == ["HF203"]
    assert parsed.data == {"c": "d"}


@pytest.mark.parametrize(
    ("text", "span", "marked"),
    [
        ("a: x = yes\n", (4, 7), "yes"),
        ("a: 'x = yes'\n", (4, 7), "yes"),
        ('a: "x\\u0020= yes"\n', (4, 7), "yes"),
        ("a: >-\n  x = yes or\n  x = yes and x = no\n", (15, 18), "yes"),
        ("a: |\n  x =\n  yes\n", (4, 7), "yes"),
    ],
)
def test_a_stretch_of_a_text_is_found_in_the_file(text: str, span: tuple[int, int], marked: str) -> None:
    parsed = read(text)
    node = yamltext.find(parsed.root, ("a",))
    assert node is not None
    place = parsed.document.place(node, span=span)
    assert place.excerpt is not None
    assert place.excerpt[place.column - 1 : place.end_column - 1] == marked


yamlish = st.text(st.sampled_from(list("ab:-[]{}'\"#&*!|>%@`,? \n\t\r\x85\ufeff\x07é漢\u2028<=.0")), max_size=80)


@given(yamlish | st.text(max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    parsed = read(text)
    for one in parsed.diagnostics:
        for place in one.spans:
            assert lies_within(place, text), (place, text)
