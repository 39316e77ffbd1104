"""A million claims on 200 commitments: status of all on a day, cold and from a snapshot, on SQLite and PostgreSQL.

python benchmarks/track.py [--json]

CPU time of this process: what a PostgreSQL server does beside it is not in it; the time on the clock is shown too.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import orjson
import sqlalchemy as sa

from benchmarks._table import Table, run
from holdfast.analyses.track import Track, track
from holdfast.analyses.track.fold import fold
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.case.records import Record, read
from holdfast.gather import folded, shelf
from holdfast.journal.exchange import from_lines
from holdfast.journal.store import Journal
from holdfast.journal.tables import ROW
from tests import postgresql

CLAIMS, COMMITMENTS, FRESH, FINDINGS = int(os.environ.get("TRACK_CLAIMS", "1_000_000")), 200, 1_000, 60
FIRST = date(2025, 1, 1)
TODAY = date(2026, 6, 30)
#: What is said of a commitment, in turn: so that every status occurs.
_TALES = (
    ("not-performed",),
    ("in-part", "not-performed"),
    ("performed", "in-part"),
    ("performed", "in-part", "counted"),
    ("performed", "not-performed", "violated"),
    ("in-part",),
    ("performed",),
)
T = TypeVar("T")


def write_case(folder: Path) -> None:
    folder.mkdir()
    parties = "".join(f"  party-{n}: {{name: Party {n}, roles: [principal]}}\n" for n in range(4))
    parties += "".join(f"  monitor-{n}: {{name: Monitor {n}, roles: [observer]}}\n" for n in range(4))
    (folder / "case.yaml").write_text(f"holdfast: 1\ntitle: Made for measuring\nparties:\n{parties}issues: {{}}\n")
    clauses = ""
    for n in range(COMMITMENTS):
        after = "signature" if n % 5 == 0 else f"step-{n - 1}"
        goods = ", gives: {arms: 900000}" if n % 4 == 0 or n % 7 == 3 else ", does: Do it"
        clauses += f"  step-{n}: {{by: party-{n % 4}, to: party-{(n + 1) % 4}, after: {after}, within: 30d{goods}, "
        clauses += f"verified_by: monitor-{n % 4}, decider: monitor-{(n + 1) % 4}}}\n"
    draft = f"title: A draft\nevents: {{signature: {{on: 2025-01-01}}}}\ncommitments:\n{clauses}"
    (folder / "agreement.yaml").write_text(draft)


def lines(first: int, number: int, seed: int) -> Iterator[bytes]:
    """Claims as JSON Lines: every commitment, eight speakers, a year and a half; a quarter counts something."""
    draw = random.Random(seed)
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range((TODAY - FIRST).days)]
    speakers = [f"{kind}-{n}" for kind in ("party", "monitor") for n in range(4)]
    for n in range(first, first + number):
        step, day = draw.randrange(COMMITMENTS), draw.choice(days)
        says = draw.choice(_TALES[step % len(_TALES)])
        party = f"party-{step % 4}" if says == "performed" and step % 3 else draw.choice(speakers)
        data = {"kind": "claim", "id": f"c-{n}", "received": f"{day}T12:00Z", "party": party}
        data |= {"says": says, "about": f"step-{step}", "on": day, "place": f"sector {n % 40}"}
        if says == "counted" or (step % 4 == 0 and says == "in-part"):
            data |= {"good": "arms", "amount": str(draw.randrange(1, 50))}
        yield orjson.dumps(data) + b"\n"


def findings() -> list[Record]:
    made = []
    for n in range(FINDINGS):
        step = n * 3 % COMMITMENTS
        data = {"kind": "finding", "id": f"f-{n}", "received": "2026-05-01T12:00Z", "party": f"monitor-{step % 4}"}
        data |= {"finds": ("performed", "breached", "unverifiable")[n % 3], "about": f"step-{step}", "on": "2026-04-01"}
        found = read({**data, "standard": "not-said"})
        assert isinstance(found, Record)
        made.append(found)
    return made


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """What it gives, CPU seconds of this process, and seconds on the clock."""
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.process_time() - cpu, time.perf_counter() - clock


def parse_alone(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for line in file if orjson.loads(line))


def bring_in(journal: Journal, path: Path) -> int:
    with path.open("rb") as file:
        done = journal.append("public", (one.record for one in from_lines(file, path.name, [])))
    return done.added


def fetch_alone(journal: Journal) -> int:
    """The rows that the fold needs, fetched and let go."""
    engine = journal.engine
    with engine.connect() as connection:
        found = connection.execution_options(yield_per=10_000).execute(sa.select(*ROW))
        return sum(len(batch) for batch in found.partitions())


def status(case: Case, url: str | None) -> Track:
    found = track(case, folded(shelf(case, url), TODAY))
    assert found is not None
    return found


def check(folder: Path, path: Path) -> None:
    """Nothing is timed before the result is right: rows and snapshots give what the entries themselves give."""
    case = load(folder, "public").case
    journal = Journal(folder / "journal.db", ["public"])
    journal.append("public", findings())
    with path.open("rb") as file:
        sample = [one.record for _, one in zip(range(30_000), from_lines(file, path.name, []), strict=False)]
    journal.append("public", sample)
    whole = track(case, fold(journal.entries(), as_of=TODAY.toordinal()))
    for _ in range(2):
        if whole is None or status(case, None).statuses != whole.statuses:
            raise SystemExit("the status by way of rows is not that of the entries")
    assert whole is not None
    if journal.snapshot("public") is None or len({one.status for one in whole.statuses}) < 5:
        raise SystemExit("no snapshot was kept, or the journal is too simple")
    (folder / "journal.db").unlink()


def measure_one(table: Table, name: str, case: Case, place: Path | str, path: Path, parsing: float) -> None:
    url = None if isinstance(place, Path) else place
    journal = Journal(place, ["public"])
    journal.append("public", findings())
    added, importing, _ = timed(lambda: bring_in(journal, path))
    if added != CLAIMS:
        raise SystemExit(f"{added} claims were added")
    table.add(f"{name}: import", CLAIMS / importing, "entries per s CPU")
    table.add(f"{name}: import / orjson parsing alone", importing / parsing, "ratio")
    rows, fetching, _ = timed(lambda: fetch_alone(journal))
    if rows != CLAIMS + FINDINGS:
        raise SystemExit(f"{rows} rows were fetched")
    table.add(f"{name}: fetching the rows alone", fetching, "s CPU")
    found, cold, clock = timed(lambda: status(case, url))
    if len(found.statuses) != COMMITMENTS or found.claims != CLAIMS:
        raise SystemExit("not everything was judged")
    table.add(f"{name}: status of all, cold, with writing the snapshot", cold, "s CPU", at_most=8)
    table.add(f"{name}: the same, on the clock", clock, "s")
    table.add(f"{name}: cold / fetching alone", cold / fetching, "ratio")
    again, warm, clock = timed(lambda: status(case, url))
    if again != found:
        raise SystemExit("the snapshot gives another status")
    records = [one.record for one in from_lines(lines(CLAIMS, FRESH, 2), "fresh", [])]
    journal.append("public", records)
    _, fresh, clock = timed(lambda: status(case, url))
    table.add(f"{name}: warm, nothing new", warm, "s CPU")
    table.add(f"{name}: warm, {FRESH:,} new entries", fresh, "s CPU", at_most=0.2)
    table.add(f"{name}: the same, on the clock", clock, "s")
    if url is None:
        size = Path(place).stat().st_size / (CLAIMS + FRESH)
    else:
        with journal.engine.connect() as connection:
            size = connection.exec_driver_sql("SELECT pg_total_relation_size('entry')").scalar_one() / (CLAIMS + FRESH)
    table.add(f"{name}: bytes per entry, indexes included", size, "bytes")


@contextmanager
def server() -> Iterator[str]:
    with postgresql.cluster() as url:
        yield postgresql.database(url)


def measure(table: Table) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, path = Path(scratch) / "case", Path(scratch) / "claims.jsonl"
        write_case(folder)
        path.write_bytes(b"".join(lines(0, CLAIMS, 1)))
        check(folder, path)
        _, parsing, _ = timed(lambda: parse_alone(path))
        table.add("claims", CLAIMS, "claims")
        table.add("orjson parsing alone", parsing, "s CPU")
        table.add("bytes per entry as JSON Lines", path.stat().st_size / CLAIMS, "bytes")
        case = load(folder, "public").case
        measure_one(table, "SQLite", case, folder / "journal.db", path, parsing)
        (folder / "journal.db").unlink()
        with server() as url:
            measure_one(table, "PostgreSQL", case, url, path, parsing)


if __name__ == "__main__":
    sys.exit(run(measure))
