"""The files of a case: which are read, in which order, and what is remembered of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.case.files import Cache, read_unit
from holdfast.case.load import load
from tests.cases import write

SAID = "- {{id: {0}, party: union, channel: in-confidence, gist: x, warns: y}}\n"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("statments.yaml", "did you mean statements.yaml?"),
        ("statements.yml", "call it statements.yaml"),
        ("statements/more.yml", "call it more.yaml"),
        ("notes.yaml", "the files are case.yaml, sources.yaml"),
    ],
)
def test_a_file_that_is_not_read_is_named(name: str, hint: str, tmp_path: Path) -> None:
    (problem,) = load(write(tmp_path, {name: "[]\n"}), "desk").diagnostics
    assert (problem.code, problem.place.file) == ("HF107", name)
    assert problem.hint is not None
    assert problem.hint.startswith(hint)


def test_other_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    files = {"README.md": "x", "notes/a.yaml": "x: [", "statements/draft.txt": "x", "sources/a.yml": "x", "a.json": "{"}
    assert load(write(tmp_path, files), "desk").diagnostics == ()


def test_files_of_a_split_one_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    files = {f"statements/{name}": SAID.format(name) for name in ("c", "a", "b")}
    found = load(write(tmp_path, {**files, "statements.yaml": SAID.format("first")}), "desk")
    assert list(found.case.statements) == ["first", "a", "b", "c"]


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    cache = Cache()
    write(tmp_path, {"statements/a": SAID.format("a"), "statements/b": SAID.format("b")})
    first = load(tmp_path, "desk", cache=cache)
    units = {path.name: unit for path, (_, unit) in cache.units.items()}
    write(tmp_path, {"statements/b": SAID.format("bb")})
    second = load(tmp_path, "desk", cache=cache)
    again = {path.name: unit for path, (_, unit) in cache.units.items()}
    assert again["a.yaml"] is units["a.yaml"]
    assert again["b.yaml"] is not units["b.yaml"]
    assert (list(first.case.statements), list(second.case.statements)) == (["a", "b"], ["a", "bb"])
    assert second == load(tmp_path, "desk")


def test_the_cache_hides_no_diagnostics(tmp_path: Path) -> None:
    cache = Cache()
    write(tmp_path, {"statements": SAID.format("a") + "- {id: b, colour: red}\n"})
    first = load(tmp_path, "desk", cache=cache)
    assert first.diagnostics
    assert load(tmp_path, "desk", cache=cache) == first


def test_an_item_is_placed_at_its_name() -> None:
    text = "- gist: x\n  id: first\n  by: b\n  warns: y\n- {id: second, by: b, gist: x, warns: y}\n"
    unit = read_unit(text.encode(), "statements.yaml", "statements", "public", "statements")
    places = [unit.place((index,)) for index in range(2)]
    assert [(one.line, one.column, one.end_column) for one in places] == [(2, 7, 12), (5, 8, 14)]
    unit = read_unit(b"title: x\nevents:\n  signature: {}\n", "agreement.yaml", "agreement", "public", "agreement")
    assert (unit.place(("events", "signature")).line, unit.place(("events", "signature")).end_column) == (3, 12)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("- {id: a, colour: red}\n", "a", True),
        ("- id: a\n  colour: red\n", "a", True),
        ("- {id: ab, colour: red}\n", "a", False),
        ("- {id: b, by: x, gist: y, warns: z}\n", "b", False),  # nothing is wrong: what is there has been read
    ],
)
def test_what_a_broken_file_may_define(text: str, name: str, expected: bool) -> None:
    unit = read_unit(text.encode(), "statements.yaml", "statements", "public", "statements")
    assert unit.may_define(name) is expected
