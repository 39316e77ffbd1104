"""Edits as slices: what is not changed stays to the letter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from holdfast.case import yamltext
from holdfast.case.edit import (
    Block,
    EditError,
    add_entry,
    index_of,
    plain,
    remove_entry,
    set_keys,
    source_of,
    value_of,
)
from holdfast.case.writing import ConflictError, current, digest, replace, write_atomically
from holdfast.case.yamlwrite import flow, scalar

STATEMENTS = """\
# Statements of February
- id: first            # the name
  party: union
  # what they said
  gist: "No, never"    # in our words
  cite: {source: paper, paragraph: 4}
  note: |
    several
    lines

# the second
- id: second
  party: [union, port]
  cite:
    - source: paper    # the one of Friday
      quote: words
  # and no more
"""


def test_a_value_is_replaced_where_it_stands() -> None:
    after = set_keys(STATEMENTS, (0,), {"gist": "Perhaps"})
    assert after == STATEMENTS.replace('"No, never"', "Perhaps")


def test_a_new_key_comes_where_its_order_puts_it() -> None:
    after = set_keys(STATEMENTS, (0,), {"channel": "written"}, ("id", "party", "channel", "gist"))
    assert after == STATEMENTS.replace("  party: union\n", "  party: union\n  channel: written\n")
    assert set_keys(STATEMENTS, (1,), {"gist": "x"}).endswith("      quote: words\n  gist: x\n  # and no more\n")


def test_a_key_is_taken_away_with_its_line() -> None:
    assert set_keys(STATEMENTS, (0,), {"party": None}) == STATEMENTS.replace("  party: union\n", "")
    assert set_keys(STATEMENTS, (0,), {"note": None}) == STATEMENTS.replace("  note: |\n    several\n    lines\n", "")
    after = set_keys(STATEMENTS, (1,), {"id": None})
    assert "- party: [union, port]\n" in after


def test_a_block_becomes_a_line_and_a_line_a_block() -> None:
    assert "  cite: {source: other}\n  # and no more" in set_keys(STATEMENTS, (1,), {"cite": "{source: other}"})
    after = set_keys(STATEMENTS, (0,), {"cite": Block("- source: a\n- source: b"), "note": "short"})
    assert "  cite:\n    - source: a\n    - source: b\n  note: short\n\n# the second" in after
    assert "gist: # in our words" not in set_keys(STATEMENTS, (0,), {"gist": Block("- a")})
    assert "  gist:    # in our words\n    - a\n" in set_keys(STATEMENTS, (0,), {"gist": Block("- a")})


def test_an_entry_is_added_behind_the_last_and_its_remarks() -> None:
    after = add_entry(STATEMENTS, (), {"id": "third", "gist": scalar("yes, and: more")})
    assert after == STATEMENTS + '- id: third\n  gist: "yes, and: more"\n'
    assert add_entry("", (), {"id": "a"}) == "- id: a\n"
    assert add_entry("# nothing yet\n", (), {"id": "a"}) == "# nothing yet\n- id: a\n"
    assert add_entry("[]\n", (), {"id": "a"}) == "- id: a\n"
    assert add_entry("- {id: a}", (), {"id": "b"}) == "- {id: a}\n- id: b"


def test_an_entry_of_a_mapping_looks_like_its_neighbours() -> None:
    text = "parties:\n  a: {name: A}   # first\nissues: {}\n"
    assert "  a: {name: A}   # first\n  b: {name: B, roles: [other]}\nissues" in add_entry(
        text, ("parties",), {"name": "B", "roles": "[other]"}, "b"
    )
    assert add_entry(text, ("issues",), {"question": "What?"}, "c").endswith("issues:\n  c:\n    question: What?\n")
    assert add_entry(text, ("terms",), {"defined": "false"}, "t").endswith("terms:\n  t:\n    defined: false\n")
    assert add_entry("{a: {x: y}}", ("a",), {"k": "v"}, "z") == "{a: {x: y, z: {k: v}}}"


def test_an_entry_is_removed_with_its_lines() -> None:
    after = remove_entry(STATEMENTS, (0,))
    assert after.startswith("# Statements of February\n\n# the second\n- id: second")
    assert plain(remove_entry(after, (0,))) == []
    assert remove_entry("a: {x: 1, y: 2, z: 3}", ("a", "y")) == "a: {x: 1, z: 3}"
    assert remove_entry("a: {x: 1, y: 2}", ("a", "y")) == "a: {x: 1}"
    assert remove_entry("a:\n  x: 1\n", ("a", "x")) == "a:\n  {}\n"


def test_a_text_keeps_its_quotes_only_where_it_needs_them() -> None:
    assert "gist: For now, no cranes\n" in set_keys(
        "- id: a\n  gist: x\n", (0,), {"gist": scalar("For now, no cranes")}
    )
    for text in ("yes", "12:30", "1e3", "a: b", "a #b", "- a", "'a", "x\\y", "~"):
        after = set_keys("- id: a\n  gist: x\n", (0,), {"gist": scalar(text)})
        assert f"gist: {text}\n" not in after or text == "- a"
        assert plain(after, (0, "gist")) == text
    assert set_keys("{a: b}", (), {"a": scalar("x, y")}) == '{a: "x, y"}'


def test_line_ends_and_final_lines_stay_as_they_are() -> None:
    windows = STATEMENTS.replace("\n", "\r\n")
    after = add_entry(set_keys(windows, (0,), {"channel": "written", "note": Block("- a\n- b")}), (), {"id": "x"})
    assert "\n" not in after.replace("\r\n", "")
    assert add_entry("- id: a", (), {"id": "b"}) == "- id: a\n- id: b"


@pytest.mark.parametrize(
    ("text", "path", "values"),
    [
        ("a: {b: c}", ("a",), {"b": Block("- x")}),
        ("- a", (0,), {"b": "c"}),
        ("a: b", ("x",), {"b": "c"}),
        ("a: [", ("a",), {"b": "c"}),
        ("a: b", (), {"b": "[c"}),
        ("a: b", (), {"b": "c\nd: e"}),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, path: Any, values: Any) -> None:
    with pytest.raises(EditError):
        set_keys(text, path, values)


def test_names_are_found_and_not_used_twice() -> None:
    assert index_of(STATEMENTS, "second") == 1
    with pytest.raises(EditError, match="any more"):
        index_of(STATEMENTS, "third")
    with pytest.raises(EditError, match="already"):
        add_entry("a: {b: {c: d}}", ("a",), {"c": "e"}, "b")


def test_a_value_is_shown_as_the_file_has_it() -> None:
    assert source_of(STATEMENTS, (1, "cite")) == "- source: paper    # the one of Friday\n  quote: words"
    assert source_of(STATEMENTS, (0, "cite")) == "{source: paper, paragraph: 4}"
    assert source_of(STATEMENTS, (0, "nothing")) is None
    assert value_of(" [a, b] ") == "[a, b]"
    assert value_of("- a\n- b\n") == Block("- a\n- b")
    with pytest.raises(EditError):
        value_of("[a")


NAMES = st.sampled_from("abcdefgh")
WORDS = st.text(st.sampled_from("ab :#-'\"{}[],&*!|>%@`?\\\n\u00e9\u0645"), min_size=1, max_size=12)
LEAVES = WORDS.filter(lambda text: text.strip() == text)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A list of mappings as YAML in one of many styles, with a comment of its own on most lines."""
    entries = draw(st.lists(st.dictionaries(NAMES, DATA, min_size=1, max_size=4), min_size=1, max_size=4))
    lines, number = [], 0
    for entry in entries:
        mark = "- "
        if draw(st.booleans()):
            lines.append(f"{mark}{flow(entry)}")
            continue
        for key, value in entry.items():
            number += 1
            style = draw(st.integers(0, 2))
            if style == 0 and isinstance(value, list) and value:
                lines.append(f"{mark}{key}: # c{number}")
                lines += [f"    - {flow(one)}" for one in value]
            elif style == 1 and isinstance(value, dict) and value:
                lines.append(f"{mark}{key}:")
                lines += [f"    {inner}: {flow(one)} # d{number}" for inner, one in value.items()]
            else:
                lines.append(f"{mark}{key}: {flow(value)} # e{number}")
            if draw(st.booleans()):
                lines.append(f"  # f{number}")
            mark = "  "
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n# the end\n"])), entries


@given(documents(), st.data())
def test_any_edit_changes_what_it_is_to_and_loses_no_other_line(
    document: tuple[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    text, entries = document
    parsed = yamltext.read("x", text)
    assume(not parsed.diagnostics and parsed.data == entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    key = data.draw(NAMES)
    value = data.draw(LEAVES)
    try:
        after = set_keys(text, (place,), {key: scalar(value)})
    except EditError:
        return  # refused rather than done wrongly
    expected = json.loads(json.dumps(entries))
    expected[place][key] = value
    assert yamltext.read("x", after).data == expected
    assert not yamltext.read("x", after).diagnostics
    removed = [line for line in text.splitlines() if line not in after.splitlines()]
    old = entries[place].get(key)
    # Only lines of the changed value go: one for a line, all of it for a block.
    assert len(removed) <= 1 + (len(old) if isinstance(old, list | dict) else 0)


@given(documents(), st.data())
def test_adding_and_removing_leaves_the_text_as_it_was(
    document: tuple[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    text, entries = document
    parsed = yamltext.read("x", text)
    assume(not parsed.diagnostics and parsed.data == entries)
    entry = {"id": "new", "gist": scalar(data.draw(LEAVES))}
    after = add_entry(text, (), entry)
    assert yamltext.read("x", after).data[:-1] == entries
    back = remove_entry(after, (len(entries),))
    assert back.rstrip("\n") == text.rstrip("\n")


def test_a_change_is_written_only_over_what_its_writer_knew(tmp_path: Path) -> None:
    path, other = tmp_path / "a.yaml", tmp_path / "new" / "b.yaml"
    path.write_bytes(b"old")
    before = replace(tmp_path, {path: b"mine", other: b"new"}, {path: digest(b"old"), other: ""})
    assert before == {path: b"old", other: None}
    with pytest.raises(ConflictError) as caught:
        replace(tmp_path, {other: b"x", path: b"theirs"}, {path: digest(b"old"), other: digest(b"new")})
    assert caught.value.now == b"mine"
    assert (path.read_bytes(), other.read_bytes()) == (b"mine", b"new")
    replace(tmp_path, {other: None}, {other: digest(b"new")})
    assert current(other) is None


def test_writing_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    write_atomically(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640
    link.symlink_to(path)
    replace(tmp_path, {link: b"newer"}, {link: digest(b"new")})
    assert link.is_symlink()
    assert path.read_text() == "newer"


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    first = tmp_path / "a"
    first.write_bytes(b"old")
    blocked = tmp_path / "file" / "b"
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        replace(tmp_path, {first: b"new", blocked: b"x"}, {first: digest(b"old"), blocked: ""})
    assert first.read_bytes() == b"old"
