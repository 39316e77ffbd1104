"""The journal on both databases: what is appended stays, any change shows, and a purge leaves a tombstone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from holdfast.case.records import Entry, Record, plain, read
from holdfast.journal import chain, database
from holdfast.journal.chain import Head
from holdfast.journal.database import JournalError, engine_for
from holdfast.journal.store import Journal, Snapshot
from tests.records import records

Where = Path | str


def claim(name: str, **keys: object) -> Record:
    given = {"kind": "claim", "id": name, "received": "2026-03-02T10:00Z", "party": "port", "says": "performed"}
    found = read({**given, "about": "lift-blockade", **keys})
    assert isinstance(found, Record), found
    return found


def statement(where: Where, *commands: str, guarded: bool = True) -> None:
    """What somebody with access to the database does to it behind the journal's back."""
    engine = engine_for(where)
    with engine.begin() as connection:
        if not guarded:
            for trigger in ("entry_kept", "entry_stays"):
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}" + ("" if isinstance(where, Path) else " ON entry"))
        for command in commands:
            connection.exec_driver_sql(command)


def test_what_is_appended_is_read_again_in_order(where: Where) -> None:
    journal = Journal(where, ["public", "union"])
    assert journal.heads() == ()
    done = journal.append("public", [claim(f"c-{n}", amount=n, good="arms") for n in range(5)])
    assert (done.head.seq, done.added, done.known) == (5, 5, 0)
    journal.append("union", [claim("ours")])
    assert [one.name for one in journal.entries()] == ["c-0", "c-1", "c-2", "c-3", "c-4", "union/ours"]
    assert [one.seq for one in journal.entries(after=3)] == [4, 5]
    assert [one.name for one in journal.entries(ids=["c-3", "ours"])] == ["c-3", "union/ours"]
    assert [head.seq for head in journal.heads()] == [5, 1]
    assert journal.verify().damage == ()


def test_what_is_there_already_is_passed_over_and_another_of_the_name_refused(where: Where) -> None:
    journal = Journal(where, ["public"])
    journal.append("public", [claim("a"), claim("b")])
    again = journal.append("public", [claim("b"), claim("c"), claim("a")])
    assert (again.added, again.known, again.head.seq) == (1, 2, 3)
    with pytest.raises(JournalError, match="another entry of the name 'b'"):
        journal.append("public", [claim("d"), claim("b", says="violated")])
    assert [one.name for one in journal.entries()] == ["a", "b", "c"]


def test_nothing_is_written_where_the_records_end_in_an_error(where: Where) -> None:
    def broken() -> Iterator[Record]:
        for number in range(25_000):
            yield claim(f"c-{number}")
        raise ZeroDivisionError

    journal = Journal(where, ["public"])
    journal.append("public", [claim("first")])
    before = journal.heads()
    with pytest.raises(ZeroDivisionError):
        journal.append("public", broken())
    assert journal.heads() == before
    assert [one.name for one in journal.entries()] == ["first"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_every_record_comes_back_as_it_was(where: Where, record: Record) -> None:
    name = f"r-{os.urandom(8).hex()}"
    journal = Journal(where, ["public"])
    kept = read({**plain(record), "id": name})
    assert isinstance(kept, Record)
    journal.append("public", [kept])
    assert journal.entries(ids=[name])[0].record == kept


def test_other_compartments_are_neither_read_nor_written(where: Where) -> None:
    Journal(where, ["public", "union"]).append("union", [claim("secret")])
    public = Journal(where, ["public"])
    assert public.entries() == []
    assert public.heads() == ()
    assert public.verify().heads == ()
    for act in (
        lambda: public.append("union", [claim("x")]),
        lambda: list(public.rows("union")),
        lambda: public.purge("union", "secret", reason="x", by=None),
        lambda: public.snapshot("union"),
    ):
        with pytest.raises(JournalError, match="not open here"):
            act()


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE entry SET content = replace(content, 'performed', 'violated') WHERE seq = 2",
        "UPDATE entry SET about = 'other' WHERE seq = 2",
        "UPDATE entry SET last = 1 WHERE seq = 2",
        "UPDATE entry SET amount = 1 WHERE seq = 2",
        "UPDATE entry SET content = NULL WHERE seq = 2",
        "UPDATE entry SET content = NULL, salt = NULL WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 3",
        "UPDATE entry SET id = 'z' WHERE seq = 2",
        "UPDATE entry SET seq = 9 WHERE seq = 3",
        "UPDATE head SET seq = 2",
    ],
)
def test_any_change_is_found(where: Where, command: str) -> None:
    journal = Journal(where, ["public"])
    journal.append("public", [claim("a"), claim("b", on="2026-03-02"), claim("c")])
    assert journal.verify().damage == ()
    statement(where, command, guarded=False)
    assert journal.verify().damage != ()


@pytest.mark.parametrize("command", ["UPDATE entry SET content = 'x'", "DELETE FROM entry", "UPDATE entry SET seq = 7"])
def test_the_database_itself_refuses_changes(where: Where, command: str) -> None:
    Journal(where, ["public"]).append("public", [claim("a")])
    with pytest.raises(sa.exc.DBAPIError, match="only added to"):
        statement(where, command)


def test_a_printed_head_shows_what_was_cut_off_or_written_anew(where: Where, tmp_path: Path) -> None:
    journal = Journal(where, ["public"])
    journal.append("public", [claim("a"), claim("b")])
    early = journal.heads()[0]
    journal.append("public", [claim("c")])
    late = journal.heads()[0]
    assert journal.verify([early, late]).damage == ()
    assert Head.read(str(late)) == late
    # Cut off cleanly: nothing in the journal itself shows it.
    statement(
        where,
        "DELETE FROM entry WHERE seq = 3",
        "UPDATE head SET seq = 2, chain = (SELECT chain FROM entry WHERE seq = 2)",
        guarded=False,
    )
    assert journal.verify().damage == ()
    assert journal.verify([early]).damage == ()
    assert "cut off" in journal.verify([late]).damage[0].what
    # Another history of the same length.
    other = Journal(tmp_path / "other.db", ["public"])
    other.append("public", [claim("a"), claim("x"), claim("c")])
    assert other.verify().damage == ()
    assert "printed head" in other.verify([late]).damage[0].what
    assert "not at hand" in other.verify([Head("union", 1, bytes(32))]).damage[0].what


def test_a_purge_leaves_a_tombstone_and_nothing_of_the_content(where: Where) -> None:
    journal = Journal(where, ["public"])
    journal.append(
        "public", [claim("a"), claim("witness-7", by="Xanthippe Testname", note="lives at 5 Quay"), claim("c")]
    )
    before = journal.heads()[0]
    journal.purge("public", "witness-7", reason="protection of a person", by="desk")
    assert [one.record.kind for one in journal.entries()] == ["claim", "claim", "purge"]
    found = journal.verify([before])
    assert (found.damage, found.purged) == ((), 1)
    stone = journal.entries(kinds=["purge"])[0].record
    assert (stone.of, stone.reason, stone.by) == ("purged-2", "protection of a person", "desk")
    if isinstance(where, Path):
        content = b"".join(path.read_bytes() for path in where.parent.iterdir() if path.is_file())
        assert b"witness-7" not in content
        assert b"Xanthippe" not in content
    with pytest.raises(JournalError, match="no entry 'witness-7'"):
        journal.purge("public", "witness-7", reason="again", by=None)
    with pytest.raises(JournalError, match="tombstone"):
        journal.purge("public", "purge-2-4", reason="again", by=None)


def test_a_deleted_entry_cannot_be_guessed(where: Where) -> None:
    journal = Journal(where, ["public"])
    record = claim("a")
    journal.append("public", [record])
    journal.purge("public", "a", reason="x", by=None)
    engine = engine_for(where)
    with engine.connect() as connection:
        digest = connection.exec_driver_sql("SELECT digest FROM entry WHERE seq = 1").scalar_one()
    content = chain.content_of(plain(record))
    assert bytes(digest) != chain.commitment(b"", content)
    assert bytes(digest) != chain.commitment(bytes(chain.SALT), content)


def test_a_snapshot_counts_only_for_the_journal_it_was_made_from(where: Where) -> None:
    journal = Journal(where, ["public"])
    journal.append("public", [claim("a"), claim("b")])
    kept = Snapshot(journal.heads()[0], b"state")
    journal.keep(kept)
    assert journal.snapshot("public") == kept
    journal.append("public", [claim("c")])
    assert journal.snapshot("public") == kept
    journal.keep(Snapshot(Head("public", 2, bytes(32)), b"of another journal"))
    assert journal.snapshot("public") is None


def test_rows_are_what_the_fold_needs(where: Where) -> None:
    from holdfast.case.record_rows import Row, row_of

    made = [claim("a", on="2026-03-01..2026-03-02", good="arms", amount="about 1,200", counts="total"), claim("b")]
    journal = Journal(where, ["public"])
    journal.append("public", made)
    found = [Row(*row) for batch in journal.rows("public") for row in batch]
    assert found == [row_of(one) for one in made]
    assert [row[0] for batch in journal.rows("public", about=["nothing"]) for row in batch] == []
    assert [row[0] for batch in journal.rows("public", after=1) for row in batch] == ["b"]


_WRITER = """
import sys
from pathlib import Path
from holdfast.case.records import read
from holdfast.journal.store import Journal
place, name, number = sys.argv[1:]
journal = Journal(place if "://" in place else Path(place), ["public"])
for n in range(int(number)):
    record = read({"kind": "claim", "id": f"{name}-{n}", "received": "2026-03-02T10:00Z", "party": "port",
                   "says": "performed", "about": "x", "note": "z" * 200})
    journal.append("public", [record])
    print(f"{name}-{n}", flush=True)
"""


def writer(where: Where, name: str, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(where), name, str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_eight_writers_at_once(where: Where) -> None:
    writers = [writer(where, f"w{n}", 12) for n in range(8)]
    acknowledged: list[str] = []
    for one in writers:
        out, errors = one.communicate(timeout=120)
        assert one.returncode == 0, errors
        acknowledged += out.split()
    journal = Journal(where, ["public"])
    names = [one.name for one in journal.entries()]
    assert sorted(names) == sorted(acknowledged)
    assert len(names) == 96
    for number in range(8):  # each writer's own entries are in its order
        own = [name for name in names if name.startswith(f"w{number}-")]
        assert own == [f"w{number}-{n}" for n in range(12)]
    assert journal.verify().damage == ()


def test_who_waits_for_another_waits_not_without_end(where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(where, ["public"])
    journal.append("public", [claim("a")])
    monkeypatch.setattr(database, "_PATIENCE", 1)
    late = Journal(where, ["public"])
    with database.transaction(journal.engine, writes=True) as connection:
        journal.lock(connection, "public")
        with pytest.raises(JournalError, match="has kept the journal to itself"):
            late.append("public", [claim("b")])
    late.append("public", [claim("b")])
    assert [one.name for one in late.entries()] == ["a", "b"]


def test_killed_at_any_point_nothing_acknowledged_is_lost_and_nothing_half_written(where: Where) -> None:
    acknowledged: list[str] = []
    Journal(where, ["public"]).close()
    for number in range(8):
        one = writer(where, f"k{number}", 100_000)
        assert one.stdout is not None
        acknowledged.append(one.stdout.readline().strip())
        time.sleep(0.003 * number * 7 % 0.05)
        one.send_signal(signal.SIGKILL)
        rest = one.stdout.read().split("\n")
        acknowledged += [line for line in rest[:-1] if line]
        one.communicate(timeout=60)
        journal = Journal(where, ["public"])
        names = {entry.name for entry in journal.entries()}
        assert names >= set(acknowledged)
        assert journal.verify().damage == ()
        assert journal.heads()[0].seq == len(names)
    assert len(acknowledged) >= 8


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """SQLite only: the same limit on a PostgreSQL server would stop the whole cluster."""
    where = tmp_path / "journal.db"
    Journal(where, ["public"]).append("public", [claim("first")])
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (160_000, 160_000))\n"
    )
    command = [sys.executable, "-c", limited + _WRITER, str(where), "w", "5000"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "JournalError" in done.stderr
    journal = Journal(where, ["public"])
    assert [one.name for one in journal.entries()] == ["first", *done.stdout.split()]
    assert len(done.stdout.split()) > 10
    assert journal.verify().damage == ()


def test_what_is_no_journal_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "journal.db"
    bad.write_bytes(b"this is not a database at all, but a text that somebody put here" * 50)
    with pytest.raises(JournalError, match="damaged"):
        Journal(bad, ["public"])
    with pytest.raises(JournalError, match="not kept in mysql"):
        Journal("mysql://host/name", ["public"])
    with pytest.raises(JournalError, match="not the URL"):
        Journal("::::", ["public"])
    newer = tmp_path / "newer.db"
    Journal(newer, ["public"]).close()
    statement(newer, "UPDATE alembic_version SET version_num = '9'")
    with pytest.raises(JournalError, match="newer holdfast"):
        Journal(newer, ["public"])


def test_the_migrations_lead_to_the_tables_that_the_store_uses(where: Where) -> None:
    from holdfast.journal import tables

    Journal(where, ["public"]).close()
    found = sa.inspect(engine_for(where))
    for table in (tables.entry, tables.head, tables.snapshot):
        assert [one["name"] for one in found.get_columns(table.name)] == [one.name for one in table.columns]


def test_entries_are_json_as_written(where: Where) -> None:
    journal = Journal(where, ["public"])
    journal.append("public", [claim("a", note="Ünïcode ‘quoted’ 漢字")])
    (one,) = journal.entries()
    assert isinstance(one, Entry)
    assert json.loads(chain.content_of(plain(one.record)))["note"] == "Ünïcode ‘quoted’ 漢字"
