"""The workbench in a browser: what a page costs the server, many readers at once, and a case of 10,000 statements.

python benchmarks/web.py [--json] [--part PART]

Every route of the application that is asked with GET is measured, with the first name of each kind that its path
takes: a new route fails here until it is said how it is asked.

Pages are asked for in this process, several times. The first time pays for what is computed once per edition of the
case; the least of the others is what every further reader costs: CPU time of the thread that makes the page, its
template with it. What is computed aside is waited for, and its CPU time stands in the sum of all first times.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import multiprocessing
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, get_args
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from benchmarks._cases import write_case, write_journal
from benchmarks._marking import sources
from benchmarks._table import ROOT, Table, run
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN
from holdfast.intake.whole import suggested
from holdfast.web import entry_form, item_form, making, static, visit
from holdfast.web.app import app
from holdfast.web.study import Question

STATEMENTS, COMMITMENTS, FILES, CLAIMS, DAYS = 10_000, 1_000, 10, 1_000, 20
READERS, EACH = 50, 12
HOST = "localhost:8484"
#: Routes that show no case: who comes in, accounts and their log, what is loaded once, the stream of changes.
NO_PAGES: Final = frozenset(("open", "sign-in", "health", "static", "style", "changes", "account", "log"))
#: Files to keep, which are as long as what is in them.
FILES_TO_KEEP: Final = frozenset(("report-whole", "report-file", "release-look", "journal-file", "track-period-file"))
#: What stands behind the path where a page shows little without it.
QUERIES: Final[Mapping[str, str]] = {
    "search": "?q=matter",
    "release-preview": "?what=deals&to=public&basis=desk",
    "release-look": "?what=deals&to=public&basis=desk",
}
#: What is not added by the form that adds all else.
ELSEWHERE: Final = frozenset(("case", "draft", "source", "interests", "judgement"))
#: How long an answer that is computed aside is waited for, in seconds.
PATIENCE: Final = 300.0


# --- every page ------------------------------------------------------------------------------------------------------


def _client(made: Starlette) -> TestClient:
    browser = TestClient(made, base_url=f"http://{HOST}")
    browser.get(f"/open/{made.state.bench.ticket.secret}", follow_redirects=False)
    return browser


def _first(names: Mapping[str, object] | Sequence[str]) -> list[str]:
    return [str(name) for name in list(names)[:1]]


def _edited(case: Case) -> Iterator[str]:
    """What is edited in a form of its own: each kind, by the name of the first there is."""
    draft = case.draft
    agreement = None if draft is None else draft.agreement
    known: Mapping[item_form.Kind, list[str]] = {
        "party": _first(case.parties),
        "issue": _first(case.issues),
        "commitment": [] if agreement is None else _first(agreement.commitments),
        "source": _first(case.sources),
        "term": _first(case.terms),
        "rule": _first(case.rules),
        "fact": _first(case.facts),
        "audience": [name for name in case.audiences if name not in ("public", "desk")][:1],
        "event": [] if agreement is None else _first(agreement.events),
        "phase": [] if agreement is None else _first(agreement.phases),
        "draft": _first(case.drafts),
        "judgement": [str(one.party) for one in case.values[:1]] or _first(case.parties),
        "interests": [],  # of compartments alone: elsewhere they stand with the party
        "case": ["head"],
    }
    if missing := set(get_args(item_form.Kind)) - set(known):
        raise SystemExit(f"say in benchmarks/web.py what of {', '.join(sorted(missing))} is edited")
    return (f"{kind}/{quote(name)}" for kind, names in known.items() for name in names)


def _entered(entries: Sequence[str]) -> Iterator[str]:
    """The forms of the journal; of those that are about an entry, about the first there is."""
    for kind in entry_form.KINDS:
        if kind not in ("correction", "withdrawal"):
            yield f"/journal/new/{kind}"
        else:
            yield from (f"/journal/new/{kind}?of={name}" for name in entries)


def _suggested(case: Case) -> Iterator[str]:
    """The first suggestion of each kind."""
    found = suggested(case, processes=1).suggestions
    yield from {one.kind: f"/intake/{one.key}" for one in reversed(found)}.values()


def _addresses(made: Starlette) -> dict[str, str]:
    """Every address that is asked for, with the name of its route."""
    room = made.state.bench.shelf.room("desk")
    case = room.edition().case
    clauses = [] if case.draft is None else _first(case.draft.agreement.commitments)
    entries = _first(room.journals.now(case).named)
    filled: dict[str, Callable[[], list[str]]] = {
        "/issues/{name:path}": lambda: [f"/issues/{name}" for name in _first(case.issues)],
        "/statements/{name:path}": lambda: [f"/statements/{name}" for name in _first(case.statements)],
        "/sources/{name:path}": lambda: [f"/sources/{name}" for name in _first(case.sources)],
        "/edit/statement/{name:path}": lambda: [f"/edit/statement/{name}" for name in _first(case.statements)],
        "/track/clauses/{name:path}": lambda: [f"/track/clauses/{name}" for name in clauses],
        "/journal/entries/{name:path}": lambda: [f"/journal/entries/{name}" for name in entries],
        "/codes/{code}": lambda: ["/codes/HF301"],
        "/edit/{kind}/{name:path}": lambda: [f"/edit/{one}" for one in _edited(case)],
        "/new/{kind}": lambda: [f"/new/{kind}" for kind in get_args(item_form.Kind) if kind not in ELSEWHERE],
        "/journal/new/{kind}": lambda: list(_entered(entries)),
        "/intake/{key}": lambda: list(_suggested(case)),
    }
    found = {}
    for route in made.routes:
        assert isinstance(route, Route)
        if "GET" not in (route.methods or ()) or route.name in NO_PAGES:
            continue
        if "{" in route.path and route.path not in filled:
            raise SystemExit(f"say in benchmarks/web.py how {route.path} is asked")
        for path in filled[route.path]() if "{" in route.path else [route.path]:
            found[path + QUERIES.get(route.name, "")] = route.name
    return found


_spent: list[float] = []


def _measured(endpoint: visit.Endpoint, asked: visit.Visit) -> Response:
    start = time.thread_time()
    try:
        return _plain(endpoint, asked)
    finally:
        _spent.append(time.thread_time() - start)


_plain = visit._answered
setattr(visit, "_answered", _measured)  # noqa: B010 - another signature, to the letter


def _ask(browser: TestClient, address: str) -> tuple[float, int]:
    """Milliseconds of CPU and bytes. Waits for what is being computed (status 202)."""
    end = time.monotonic() + PATIENCE
    while (answer := browser.get(address)).status_code == 202 and time.monotonic() < end:
        time.sleep(0.2)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}: {answer.text[-600:]}")
    return _spent[-1] * 1000, len(answer.content)


def _pages(
    table: Table,
    folder: Path,
    label: str,
    at_most: float,
    bytes_at_most: float,
) -> None:
    made = app(folder, role="administer", hosts=[HOST])
    browser = _client(made)
    addresses = _addresses(made)
    first = {}
    for address in addresses:
        start = time.process_time()
        _ask(browser, address)
        first[address] = time.process_time() - start
    again, size = {}, {}
    for address in addresses:
        tries = [_ask(browser, address) for _ in range(3)]
        again[address], size[address] = min(spent for spent, _ in tries), tries[0][1] / 1000
    for address, name in addresses.items():
        table.add(f"{label}: {address}", again[address], "ms CPU", at_most=at_most)
        bound = None if name in FILES_TO_KEEP else bytes_at_most
        table.add(f"{label}: {address}, size", size[address], "kB", at_most=bound)
    slowest = max(again, key=lambda address: again[address])
    largest = max((one for one, name in addresses.items() if name not in FILES_TO_KEEP), key=lambda one: size[one])
    table.add(f"{label}: slowest of {len(addresses)} pages ({slowest})", again[slowest], "ms CPU", at_most=at_most)
    table.add(f"{label}: largest page ({largest})", size[largest], "kB", at_most=bytes_at_most)
    longest = max(first, key=lambda address: first[address])
    table.add(f"{label}: longest first time, with what is computed once ({longest})", first[longest], "s CPU")
    table.add(f"{label}: everything for the first time", sum(first.values()), "s CPU")


# --- what if ---------------------------------------------------------------------------------------------------------


def _what_if(table: Table, folder: Path) -> None:
    """Suppositions that nobody has made yet, of every option of every issue: everything about deals anew."""
    made = app(folder, hosts=[HOST])
    browser = _client(made)
    case = made.state.bench.shelf.room("desk").edition().case
    _ask(browser, "/deals")
    spent: list[float] = []
    for name, issue in case.issues.items():
        for option in (*issue.options, LEFT_OPEN):
            start = time.process_time()
            _ask(browser, f"/deals?if:{quote(name)}={quote(str(option))}")
            spent.append((time.process_time() - start) * 1000)
    spent.sort()
    table.add(f"gaza-2025: what if, median of {len(spent)}", spent[len(spent) // 2], "ms CPU", at_most=200)
    table.add(f"gaza-2025: what if, slowest of {len(spent)}", spent[-1], "ms CPU", at_most=200)


def _orders(table: Table, *names: str) -> None:
    for name in names:
        _order(table, name)


def _order(table: Table, name: str) -> None:
    """Steps moved to other places, one after the other: margins of the whole order anew."""
    browser = _client(app(ROOT / "examples" / name, hosts=[HOST]))
    _ask(browser, "/hold/order")
    page = browser.get("/hold/order").text
    steps = list(dict.fromkeys(re.findall(r'data-step="([^"]+)"', page)))
    assert len(steps) > 5, "the page shows its steps"
    spent: list[float] = []
    for place in range(1, min(len(steps), 25)):
        turned = quote(",".join([*steps[place:], *steps[:place]]))
        start = time.process_time()
        answer = browser.get(f"/hold/order?order={turned}", headers={"HX-Request": "true"})
        spent.append((time.process_time() - start) * 1000)
        assert answer.status_code == 200
    spent.sort()
    table.add(f"{name}: a step moved, median of {len(spent)}", spent[len(spent) // 2], "ms CPU", at_most=200)
    table.add(f"{name}: a step moved, slowest of {len(spent)}", spent[-1], "ms CPU")


# --- what is replaced ------------------------------------------------------------------------------------------------


def _replaced(table: Table, folder: Path) -> None:
    """A file changes while something long is computed: how soon after that the computation ends."""
    made = app(folder, hosts=[HOST])
    room = made.state.bench.shelf.room("desk")
    known = room.edition()
    with making.waiting(0), suppress(making.NotYetError):
        known.study(Question()).compared()
    time.sleep(2)
    before = [one for one in threading.enumerate() if one.name == making.ASIDE and one.is_alive()]
    if not before:
        raise SystemExit("nothing was being computed")
    case_file = folder / "case.yaml"
    case_file.write_text(case_file.read_text(encoding="utf-8").replace("title: A", "title: Another"), encoding="utf-8")
    if room.edition(fresh=True) is known:
        raise SystemExit("no new edition was made")
    start = time.perf_counter()
    for one in before:
        one.join(PATIENCE)
    table.add(
        "until an edition that was replaced computes nothing any more", time.perf_counter() - start, "s", at_most=5
    )


# --- many readers ----------------------------------------------------------------------------------------------------


def _serve(folder: Path, said: Connection) -> None:
    """A server in a process of its own, on two processors where there are more."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
    config = uvicorn.Config(None, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ws="none")  # type: ignore[arg-type]
    listening = config.bind_socket()
    port = listening.getsockname()[1]
    made = app(folder, hosts=[f"localhost:{port}"])
    config.app = made
    bench = made.state.bench
    said.send((port, bench.sessions.open(bench.ticket._person)))
    server = uvicorn.Server(config)
    threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True).start()
    said.recv()
    spent = resource.getrusage(resource.RUSAGE_SELF)
    said.send(spent.ru_utime + spent.ru_stime)
    said.recv()
    spent = resource.getrusage(resource.RUSAGE_SELF)
    said.send(spent.ru_utime + spent.ru_stime)


class _Reader:
    """Somebody with a page open, which listens for changes, and who reads one page after the other."""

    def __init__(self, port: int, secret: str) -> None:
        self._port = port
        self._headers = {"cookie": f"holdfast={secret}", "host": f"localhost:{port}"}
        self.errors: list[str] = []
        self.waits: list[float] = []

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)

    def read(self, paths: Sequence[str]) -> None:
        listening, reading = self._connection(), self._connection()
        try:
            listening.request("GET", "/changes?version=0", headers=self._headers)
            for path in paths:
                start = time.perf_counter()
                reading.request("GET", path, headers=self._headers)
                answer = reading.getresponse()
                answer.read()
                self.waits.append(time.perf_counter() - start)
                if answer.status not in (200, 202):
                    self.errors.append(f"{path}: {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{error!r}")
        finally:
            listening.close()
            reading.close()


def _readers(table: Table, folder: Path) -> None:
    """Many at once over real connections, each with pages of all there are, and one that listens for changes."""
    inside = app(folder, hosts=[HOST])
    paths = [one for one, name in _addresses(inside).items() if name not in FILES_TO_KEEP]
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(folder, there), daemon=True)
    process.start()
    port, secret = here.recv()
    time.sleep(0.5)
    for _ in range(3):  # what is computed once
        _Reader(port, secret).read(paths)
    here.send("begin")
    before = here.recv()
    readers = [_Reader(port, secret) for _ in range(READERS)]
    start = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        turns = [[paths[(7 * number + step) % len(paths)] for step in range(EACH)] for number in range(READERS)]
        list(pool.map(_Reader.read, readers, turns))
    lasted = time.perf_counter() - start
    here.send("end")
    spent = here.recv() - before
    process.terminate()
    waits = sorted(wait for one in readers for wait in one.waits)
    errors = [error for one in readers for error in one.errors]
    for error in errors[:5]:
        print(error, file=sys.stderr)
    table.add(f"{READERS} readers at once, {len(waits)} pages: errors", len(errors), "", at_most=0)
    table.add(f"{READERS} readers at once: median wait", waits[len(waits) // 2] * 1000, "ms")
    table.add(f"{READERS} readers at once: longest wait", waits[-1] * 1000, "ms")
    table.add(f"{READERS} readers at once: pages a second", len(waits) / lasted, "")
    table.add(f"{READERS} readers at once: the server's CPU time for a page", spent / len(waits) * 1000, "ms CPU")


# --- all of it -------------------------------------------------------------------------------------------------------


def _static(table: Table, folder: Path) -> None:
    """What a browser loads once and keeps, as it is sent: style, script and libraries."""
    browser = _client(app(folder, hosts=[HOST]))
    for address, at_most in (("/", 50), ("/hold", 300)):  # without charts that answer, and with them
        _ask(browser, address)
        links = set(re.findall(r'(?:src|href)="(/static/[^"]*|/style\.css)"', browser.get(address).text))
        size = 0
        for link in links:
            name = link.partition("/static/")[2].partition("/")[2]
            file = static.files().get(name)
            size += len(browser.get(link).content if file is None else file.packed or file.content)
        table.add(f"loaded once by {address}: {len(links)} files, as they are sent", size / 1000, "kB", at_most=at_most)


def _gaza(scratch: Path) -> Path:
    """The example with its journal taken in, and with the articles where they are at hand."""
    folder = scratch / "gaza-2025"
    shutil.copytree(ROOT / "examples" / "gaza-2025", folder)
    if (articles := sources()) is not None:
        shutil.copytree(articles, folder / "sources", dirs_exist_ok=True)
    return _with_journal(folder)


def _with_journal(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "holdfast", "journal", "import", "--case", str(folder)], check=True, capture_output=True
    )
    return folder


def _large(scratch: Path) -> Path:
    folder = scratch / "large"
    write_case(folder, statements=STATEMENTS, commitments=COMMITMENTS, files=FILES)
    write_journal(folder / "journal.jsonl", entries=CLAIMS, commitments=COMMITMENTS, days=DAYS)
    return _with_journal(folder)


PARTS: Final[Mapping[str, Callable[[Table, Path], None]]] = {
    "pages": lambda table, scratch: _pages(table, _gaza(scratch), "gaza-2025", 100, 300),
    "static": lambda table, scratch: _static(table, ROOT / "examples" / "gaza-2025"),
    "what-if": lambda table, scratch: _what_if(table, ROOT / "examples" / "gaza-2025"),
    "order": lambda table, scratch: _orders(table, "harbour", "gaza-2025"),
    "readers": lambda table, scratch: _readers(table, _gaza(scratch)),
    "large": lambda table, scratch: _pages(
        table,
        _large(scratch),
        f"{STATEMENTS} statements",
        300,
        300,
    ),
    "replaced": lambda table, scratch: _replaced(table, _large(scratch)),
}
_chosen: list[str] = list(PARTS)


def measure(table: Table) -> None:
    gc.collect()
    gc.freeze()  # as `holdfast serve` does
    for part in _chosen:
        with tempfile.TemporaryDirectory() as scratch:
            PARTS[part](table, Path(scratch))


def _options(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], None]:
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may be given several times")

    def tell(given: argparse.Namespace) -> None:
        _chosen[:] = given.part or list(PARTS)

    return tell


if __name__ == "__main__":
    sys.exit(run(measure, options=_options))
