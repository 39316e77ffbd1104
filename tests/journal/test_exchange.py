"""Journals as files: nothing is lost on the way, and what is wrong is told at its place."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.records import Entry, Record, plain, read
from holdfast.diagnostics import Diagnostic
from holdfast.journal.exchange import beside, from_csv, from_lines, to_csv, to_lines
from tests.records import plain_records, records

entries = st.lists(st.builds(Entry, st.sampled_from(["public", "union"]), st.just(0), records()), max_size=6)


@given(found=entries)
def test_json_lines_are_loss_free(found: list[Entry]) -> None:
    problems: list[Diagnostic] = []
    text = "".join(f"{line}\n" for line in to_lines(found)).encode()
    again = [Entry(one.compartment or "public", 0, one.record) for one in from_lines(text.split(b"\n"), "x", problems)]
    assert (again, problems) == (found, [])


@given(found=entries)
def test_csv_is_loss_free(found: list[Entry]) -> None:
    problems: list[Diagnostic] = []
    again = [
        Entry(one.compartment or "public", 0, one.record) for one in from_csv("".join(to_csv(found)), "x", problems)
    ]
    assert (again, problems) == (found, [])


@given(data=plain_records())
def test_reading_what_was_written_gives_the_same(data: dict[str, object]) -> None:
    first = read(data)
    assert isinstance(first, Record)
    assert read(plain(first)) == first


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "id", "on", "set", "cite", "says", "amount", "x"]), inner, max_size=5
            )
        ),
        max_leaves=8,
    )
)
def test_reading_never_raises(data: object) -> None:
    found = read(data)
    assert isinstance(found, Record) or found


@given(
    data=plain_records(),
    key=st.sampled_from(["kind", "id", "received", "party", "about", "on", "says", "stage", "amount", "weighs", "set"]),
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)
def test_one_wrong_value_is_told_with_its_key(data: dict[str, object], key: str, value: object) -> None:
    found = read({**data, key: value})
    if not isinstance(found, Record):
        assert any(one.key in (key, None) for one in found)
        assert all(one.code in ("HF701", "HF702", "HF703") for one in found)


def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    note = "=HYPERLINK(1)"
    data = {"kind": "coverage", "id": "a", "received": "2026-03-02T10:00Z", "observed": "full", "on": "2026-03-02"}
    record = read({**data, "note": note})
    assert isinstance(record, Record)
    text = "".join(to_csv([Entry("public", 0, record)]))
    assert f"'{note}" in text
    assert [one.record.note for one in from_csv(text, "x", [])] == [note]


def test_what_is_wrong_is_told_at_its_line(tmp_path: Path) -> None:
    good = '{"kind": "coverage", "id": "a", "received": "2026-03-02T10:00Z", "observed": "full", "on": "2026-03-02"}'
    lines = ["\ufeff" + good, "", "{", good.replace("full", "fulll"), good, good.replace("full", "none"), "[]"]
    (tmp_path / "journal.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = beside(tmp_path, ["public", "union"])
    assert [one.name for one in found.entries] == ["a"]
    assert [(one.code, one.place.line) for one in found.diagnostics] == [
        ("HF701", 3), ("HF703", 4), ("HF701", 7), ("HF705", 6),
    ]  # fmt: skip
    assert found.diagnostics[1].hint == "did you mean full?"


def test_what_is_wrong_is_shown_at_its_key() -> None:
    problems: list[Diagnostic] = []
    long = "x" * 300
    lines = [
        b'{"kind": "withdrawal", "id": "w", "received": "2026-03-02T14:30Z", "of": "a", "sayz": "%s"}' % long.encode(),
        b'{"kind": "withdrawal", "id": "w", "received": "2026-03-02T14:30Z"}',
    ]
    assert list(from_lines(lines, "x", problems)) == []
    at_key, at_start = (one.place for one in problems)
    assert at_key.excerpt is not None
    assert at_key.excerpt[at_key.column - 1 : at_key.end_column - 1] == '"sayz"'
    assert (at_start.line, at_start.column, at_start.end_column) == (2, 1, 3)
