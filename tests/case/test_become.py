"""A place of a file becomes other data: by edits as small as they can be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from holdfast.case import yamltext
from holdfast.case.become import Tree, alike, become, data_in, written
from holdfast.case.edit import Block, EditError, plain
from holdfast.case.yamlwrite import scalar
from tests.case.test_edit import DATA, NAMES, documents

VALUES = """\
# Judged in the shuttle rounds
union:
  judged: {by: desk, date: 2026-03-01, because: three rounds}   # ours
  importance: {pay: [35, 50], hours: 20}     # of 100
  commitments:
    reinstate: {worth: 60, kept_on_collapse: true}
    # the hard one
    lift: {worth: -15}
  guarantees:
    - {by: ministry, step: lift, penalty: 10}   # by letter
    - by: city
      step: reinstate
      bond: 5   # in cash
"""


def tree_of(data: Any) -> Tree:
    """Plain data with its texts as they stand in a file."""
    if isinstance(data, dict):
        return {key: tree_of(one) for key, one in data.items()}
    return [tree_of(one) for one in data] if isinstance(data, list) else scalar(data)


def changed(**keys: Any) -> str:
    data = plain(VALUES, ("union",))
    data.update({key: value for key, value in keys.items() if value is not None})
    for key in [key for key, value in keys.items() if value is None]:
        del data[key]
    tree = tree_of(data)
    assert isinstance(tree, dict)
    return become(VALUES, ("union",), tree)


def test_what_is_the_same_is_left_to_the_letter() -> None:
    assert changed() == VALUES
    assert become(VALUES, ("union",), {"importance": {"pay": "[ 35,  50 ]", "hours": '"20"'}}, keys=["importance"]) == (
        VALUES
    )


def test_a_value_deep_within_changes_alone() -> None:
    after = changed(commitments={"reinstate": {"worth": "70", "kept_on_collapse": "true"}, "lift": {"worth": "-15"}})
    assert after == VALUES.replace("worth: 60", 'worth: "70"')


def test_entries_of_a_list_come_and_go_and_change_one_by_one() -> None:
    first, second = plain(VALUES, ("union", "guarantees"))
    assert changed(guarantees=[second]) == VALUES.replace(
        "    - {by: ministry, step: lift, penalty: 10}   # by letter\n", ""
    )
    third = {"by": "church", "step": "lift"}
    assert changed(guarantees=[first, second, third]) == VALUES + "    - by: church\n      step: lift\n"
    after = changed(guarantees=[first, {**second, "step": "lift"}])
    assert after == VALUES.replace("step: reinstate", "step: lift")


def test_keys_come_and_go() -> None:
    assert changed(guarantees=None) == VALUES[: VALUES.index("  guarantees")]
    after = changed(importance={"pay": ["35", "50"]})
    assert after == VALUES.replace(", hours: 20", "")
    assert "  no_deal: 10\n" in become(VALUES, ("union",), {"no_deal": "10"}, keys=["no_deal"])


def test_a_mapping_may_become_a_list_and_back() -> None:
    after = changed(importance=["hours", "pay"])
    assert after == VALUES.replace("{pay: [35, 50], hours: 20}", "[hours, pay]")
    back = become(after, ("union",), {"importance": {"hours": "1"}}, keys=["importance"])
    assert back == VALUES.replace("{pay: [35, 50], hours: 20}", "{hours: 1}")


def test_what_would_lose_a_comment_is_refused() -> None:
    text = "a:\n  - [x, y] # why\n  - [z, w]\n"
    assert become(text, (), {"a": [["x", "v"], ["z", "w"]]}) == text.replace("[x, y]", "[x, v]")
    inserted = "a: [1, 2]   # two\n"
    assert become(inserted, (), {"a": ["1", "3", "2"]}) == "a: [1, 3, 2]   # two\n"
    with pytest.raises(EditError):
        become("a: [\n  x, # why\n  y]\n", (), {"a": [Block("x: |\n  1"), "y"]})


def test_long_values_stand_on_several_lines() -> None:
    words = "word " * 20 + "end"
    made = written({"text": words, "from": ["a", "b"]})
    assert isinstance(made, Block)
    assert made.text == f"text: {words}\nfrom: [a, b]"
    made = written([{"text": words, "from": ["a"]}, {"text": "short"}])
    assert isinstance(made, Block)
    assert made.text == f"- text: {words}\n  from: [a]\n- {{text: short}}"
    assert isinstance(written({"text": words}, braces=True), str)


@given(documents(), st.dictionaries(NAMES, DATA, min_size=1, max_size=4), st.data())
def test_any_data_become_any_other(
    document: tuple[str, list[dict[str, Any]]], new: dict[str, Any], data: st.DataObject
) -> None:
    text, entries = document
    parsed = yamltext.read("x", text)
    assume(not parsed.diagnostics and parsed.data == entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    tree = tree_of(new)
    assert isinstance(tree, dict)
    assert data_in(tree) == new
    try:
        after = become(text, (place,), tree)
    except EditError:
        return  # refused rather than done wrongly
    found = yamltext.read("x", after)
    assert not found.diagnostics
    assert [one for number, one in enumerate(found.data) if number != place] == [
        one for number, one in enumerate(entries) if number != place
    ]
    assert same(found.data[place], new), json.dumps(found.data[place])
    # What stood above it is as it was.
    start = parsed.root.value[place].start_mark.index  # type: ignore[union-attr]
    assert after[:start] == text[:start]


def same(found: Any, meant: Any) -> bool:
    if isinstance(found, dict) and isinstance(meant, dict):
        return found.keys() == meant.keys() and all(same(found[key], meant[key]) for key in found)
    if isinstance(found, list) and isinstance(meant, list) and len(found) == len(meant):
        return all(map(same, found, meant))
    return alike(found, meant)
