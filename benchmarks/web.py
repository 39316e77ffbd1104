"""The workbench in a browser: what a page costs the server, many readers at once, and a case of 10,000 statements.

python benchmarks/web.py [--json]

Pages are asked for in this process, several times: the first time pays for what is computed once per edition of the
case, the least of the others is what every further reader costs. CPU time of the thread that makes the page; whether
there is a deal is computed aside where it takes long, and what that costs is measured by itself, as what-if.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from benchmarks._cases import write_case
from benchmarks._table import Table, run
from holdfast.web import visit
from holdfast.web.app import app

ROOT = Path(__file__).resolve().parents[1]
STATEMENTS, COMMITMENTS, FILES = 10_000, 1_000, 10
READERS, EACH = 50, 6
HOST = "localhost:8484"
#: Routes that are no page to read, or that end in a file.
_NO_PAGES = {"open", "sign-in", "sign-out", "health", "static", "changes", "account", "log", "style"}


def _client(made: Starlette) -> TestClient:
    browser = TestClient(made, base_url=f"http://{HOST}")
    browser.get(f"/open/{made.state.bench.ticket.secret}", follow_redirects=False)
    return browser


#: Pages whose answers are computed aside: they are answered at once, with less than all.
_ASIDE = ("/deals", "/hold", "/report/whole", "/report/file")


def _addresses(made: Starlette) -> list[str]:
    """Every page that the application has, with the first name of each kind where it takes one."""
    case = made.state.bench.shelf.room("desk").edition().case
    names = {
        "issue": next(iter(case.issues)),
        "statement": next(iter(case.statements)),
        "edit-statement": next(iter(case.statements)),
        "source": next(iter(case.sources)),
        "edit": next(iter(case.parties)),
    }
    found = []
    for route in made.routes:
        assert isinstance(route, Route)
        if "GET" in (route.methods or ()) and route.name not in _NO_PAGES:
            name = quote(names.get(route.name, ""))
            path = route.path.replace("{name:path}", name).replace("{kind}", "party").replace("{code}", "HF301")
            found.append(path + ("?q=and" if path == "/search" else ""))
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
    answer = browser.get(address)
    if answer.status_code not in (200, 202):  # 202: still being computed
        raise SystemExit(f"{address} answered {answer.status_code}")
    return _spent[-1] * 1000, len(answer.content)


def _what_if(table: Table, folder: Path) -> None:
    """A supposition that nobody has made yet: everything about deals anew."""
    made = app(folder, hosts=[HOST])
    browser = _client(made)
    case = made.state.bench.shelf.room("desk").edition().case
    browser.get("/deals")
    spent = []
    for name, issue in list(case.issues.items())[:5]:
        for option in list(issue.options)[:1]:
            start = time.process_time()
            answer = browser.get(f"/deals?if:{quote(name)}={quote(option)}")
            spent.append(time.process_time() - start)
            if answer.status_code != 200:
                raise SystemExit(f"what if {name} = {option} answered {answer.status_code}")
    spent.sort()
    table.add("gaza-2025: what if, median of five", spent[len(spent) // 2] * 1000, "ms CPU", at_most=200)


def _pages(table: Table, folder: Path, label: str, at_most: float, *, large: bool) -> None:
    made = app(folder, hosts=[HOST])
    browser = _client(made)
    addresses = [one for one in _addresses(made) if not large or one not in _ASIDE]
    first = {address: _ask(browser, address)[0] for address in addresses}
    again = {}
    size = {}
    for address in addresses:
        tries = [_ask(browser, address) for _ in range(3)]
        again[address], size[address] = min(spent for spent, _ in tries), tries[0][1]
    for address in addresses:
        table.add(f"{label}: {address}", again[address], "ms CPU", at_most=at_most)
        table.add(f"{label}: {address}, size", size[address] / 1000, "kB")
    slowest = max(again, key=lambda address: again[address])
    table.add(f"{label}: slowest page ({slowest})", again[slowest], "ms CPU", at_most=at_most)
    table.add(f"{label}: all {len(addresses)} pages for the first time", sum(first.values()), "ms CPU")
    largest = max((one for one in size if not one.startswith("/report/")), key=lambda address: size[address])
    table.add(f"{label}: largest page ({largest})", size[largest] / 1000, "kB")


def _readers(table: Table, folder: Path) -> None:
    """Many at once over real connections, each reading a few pages; on two processors where there are more."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
    config = uvicorn.Config(None, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ws="none")  # type: ignore[arg-type]
    listening = config.bind_socket()
    port = listening.getsockname()[1]
    made = app(folder, hosts=[f"localhost:{port}"])
    config.app = made
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    bench = made.state.bench
    secret = bench.sessions.open(bench.ticket._person)
    paths = ["/", "/positions", "/statements", "/sources", "/agreement", "/island"]
    errors: list[str] = []
    waits: list[float] = []

    def read(reader: int) -> None:
        for step in range(EACH):
            path = paths[(reader + step) % len(paths)]
            asked = urllib.request.Request(f"http://localhost:{port}{path}", headers={"cookie": f"holdfast={secret}"})
            start = time.perf_counter()
            try:
                with urllib.request.urlopen(asked, timeout=60) as answer:
                    answer.read()
            except OSError as error:
                errors.append(f"{path}: {error}")
            waits.append(time.perf_counter() - start)

    for path in paths:  # computed once
        read(paths.index(path))
    waits.clear()
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(read, range(READERS)))
    server.should_exit = True
    thread.join(10)
    waits.sort()
    table.add(f"errors among {READERS * EACH} pages for {READERS} readers at once", len(errors), "", at_most=0)
    table.add(f"{READERS} readers at once: median wait", waits[len(waits) // 2] * 1000, "ms")
    table.add(f"{READERS} readers at once: longest wait", waits[-1] * 1000, "ms")


def measure(table: Table) -> None:
    gaza = ROOT / "examples" / "gaza-2025"
    _pages(table, gaza, "gaza-2025", 100, large=False)
    _what_if(table, gaza)
    _readers(table, gaza)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "case"
        write_case(folder, statements=STATEMENTS, commitments=COMMITMENTS, files=FILES)
        _pages(table, folder, f"{STATEMENTS} statements", 300, large=True)


if __name__ == "__main__":
    sys.exit(run(measure))
