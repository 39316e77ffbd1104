"""Backups: the journal comes back with its chain, into either database, and nothing that was tampered with does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.case.records import Record
from holdfast.journal import backup
from holdfast.journal.database import JournalError
from holdfast.journal.store import Journal, MeanwhileError
from tests import postgresql
from tests.journal.test_store import Where, claim


def kept(journal: Journal, compartment: str = "public") -> list[bytes]:
    return [line.encode() for line in backup.to_lines(journal, compartment)]


def put_back(journal: Journal, lines: list[bytes]) -> int:
    return backup.restore(journal, backup.head_of(lines[0]), lines[1:])


@pytest.fixture
def full(where: Where) -> Journal:
    """A journal of six entries, one of them purged: its tombstone is the sixth."""
    journal = Journal(where, ["public", "union"])
    journal.append("public", [claim(f"c-{n}", good="arms", amount=f"{n}") for n in range(1, 6)])
    journal.append("union", [claim("ours")])
    journal.purge("public", "c-3", reason="protection", by=None)
    return journal


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_journal_comes_back_in_either_database_with_the_same_chain(
    full: Journal, to: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    other: Where = tmp_path / "other.db"
    if to == "postgresql":
        other = postgresql.database(request.getfixturevalue("cluster"))
    restored = Journal(other, ["public", "union"])
    assert put_back(restored, kept(full)) == 6
    assert put_back(restored, kept(full, "union")) == 1
    assert restored.heads() == full.heads()
    assert restored.entries() == full.entries()
    assert restored.verify(full.heads()).damage == ()
    assert restored.verify().purged == 1
    assert list(restored.rows("public")) == list(full.rows("public"))
    assert kept(restored) == kept(full)
    assert put_back(restored, kept(full)) == 0, "a second time adds nothing"
    restored.append("public", [claim("after")])
    assert restored.verify().damage == ()


def test_what_is_missing_is_added_and_what_was_purged_stays_purged(full: Journal, tmp_path: Path) -> None:
    early = kept(full)
    full.append("public", [claim("c-7")])
    restored = Journal(tmp_path / "other.db", ["public"])
    put_back(restored, early)
    restored.purge("public", "c-5", reason="protection", by=None)
    with pytest.raises(JournalError, match="not the beginning of this backup"):
        put_back(restored, kept(full))  # both went on since, each its own way
    assert "c-5" not in {one.name for one in restored.entries()}
    behind = Journal(tmp_path / "behind.db", ["public"])
    put_back(behind, early)
    assert put_back(behind, kept(full)) == 1
    with pytest.raises(JournalError, match="7 entries and the backup 6"):
        put_back(behind, early)
    assert behind.heads() == full.heads()[:1]


def test_an_empty_journal_has_no_backup(where: Where) -> None:
    assert kept(Journal(where, ["public"])) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines[:-1], "a part of it is missing"),
        (lambda lines: [*lines[:2], *lines[3:]], "entry 2 is missing"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "entry 1 is missing"),
        (lambda lines: [*lines[:1], lines[1].replace(b"c-1", b"c-9"), *lines[2:]], "not what was committed to"),
        (lambda lines: [*lines[:1], lines[1].replace(b"arms", b"legs"), *lines[2:]], "not what was committed to"),
        (lambda lines: [*lines[:3], b"{}", *lines[4:]], "line 4 of the backup cannot be read"),
        (lambda lines: [*lines[:3], b"\xff{", *lines[4:]], "line 4 of the backup cannot be read"),
        (lambda lines: [lines[0].replace(b"public:6:", b"public:6:00")[:-2] + b'"}', *lines[1:]], "no backup"),
        (lambda lines: [b"", *lines[1:]], "no backup"),
        (lambda lines: [b'{"kind": "claim"}', *lines[1:]], "no backup"),
        (lambda lines: [b"[1]", *lines[1:]], "no backup"),
    ],
)
def test_nothing_is_written_of_what_is_not_as_it_was(full: Journal, change: object, said: str, tmp_path: Path) -> None:
    restored = Journal(tmp_path / "other.db", ["public"])
    with pytest.raises(JournalError, match=said):
        put_back(restored, change(kept(full)))  # type: ignore[operator]
    assert restored.heads() == ()
    assert restored.entries() == []


def test_an_entry_that_was_emptied_without_a_tombstone_is_refused(full: Journal, tmp_path: Path) -> None:
    lines = kept(full)
    emptied = json.loads(lines[1]) | {"salt": None, "content": None}
    restored = Journal(tmp_path / "other.db", ["public"])
    with pytest.raises(JournalError, match="a part of it is missing"):
        put_back(restored, [lines[0], json.dumps(emptied).encode(), *lines[2:]])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_of_a_backup_can_be_another(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever byte is changed: it is refused, or what comes back is the same journal."""
    number = data.draw(st.integers(0, 10**9))
    journal = Journal(tmp_path / f"a{number}.db", ["public"])
    if not journal.heads():
        journal.append("public", [claim("one"), claim("two", note="é"), claim("three")])
    whole = b"\n".join(kept(journal))
    place = data.draw(st.integers(0, len(whole) - 1))
    other = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
    restored = Journal(tmp_path / f"b{number}-{place}.db", ["public"])
    if restored.heads():
        return
    try:
        put_back(restored, other.split(b"\n"))
    except JournalError:
        assert restored.heads() == ()
    else:
        assert restored.heads() == journal.heads()
        assert restored.entries() == journal.entries()


def test_what_others_added_meanwhile_stands_against_adding(where: Where) -> None:
    journal = Journal(where, ["public", "union"])
    seen = journal.append("public", [claim("first")]).head.seq
    journal.append("public", [claim("second"), claim("elsewhere", about="other")])
    journal.append("union", [claim("third")])

    def on_this(record: Record) -> bool:
        return record.about == "lift-blockade"

    with pytest.raises(MeanwhileError) as raised:
        journal.append("public", [claim("mine")], seen=seen, minds=on_this)
    assert [one.name for one in raised.value.entries] == ["second"]
    assert "mine" not in {one.name for one in journal.entries()}
    journal.append("public", [claim("mine", about="other-thing")], seen=seen, minds=lambda one: one.about == "none")
    assert journal.append("public", [claim("again")], seen=4, minds=on_this).added == 1
    assert journal.verify().damage == ()
