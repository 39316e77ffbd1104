"""What is let in, and what every answer carries."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from holdfast.web import guard, static
from holdfast.web.entrance import own_path
from holdfast.web.people import Person
from holdfast.web.sessions import IDLE, LONGEST, InMemory, Ticket
from tests.cases import write
from tests.web.client import HOST, client, made, visitor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "case", {})


@pytest.mark.parametrize("host", ["evil.example", "localhost", "localhost:80", "127.0.0.1:8484.evil.example", ""])
def test_another_host_is_turned_away(folder: Path, host: str) -> None:
    answer = visitor(folder).get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "A small case" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://localhost:8485"},
        {"origin": ""},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_change_from_elsewhere_is_refused(folder: Path, headers: dict[str, str]) -> None:
    before = (folder / "case.yaml").read_bytes()
    answer = visitor(folder).post("/remove/party/press", data={"hash": ""}, headers=headers)
    assert answer.status_code == 403
    assert (folder / "case.yaml").read_bytes() == before


def test_a_change_without_a_sign_of_where_it_comes_from_is_refused(folder: Path) -> None:
    browser = visitor(folder)
    del browser.headers["origin"]
    assert browser.post("/undo").status_code == 403
    assert browser.post("/undo", headers={"sec-fetch-site": "same-origin"}).status_code == 409  # nothing to undo


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_unknown(folder: Path, method: str) -> None:
    assert visitor(folder).request(method, "/").status_code == 405


def test_nothing_is_given_to_a_page_of_another_site_that_embeds_it(folder: Path) -> None:
    browser = visitor(folder)
    embedded = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert browser.get("/style.css", headers=embedded).status_code == 403
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert browser.get("/", headers=followed).status_code == 200  # the browser does not send the cookie along


def test_a_body_that_is_too_large_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST", 1000)
    browser = visitor(folder)
    assert browser.post("/record/check", data={"gist": "x" * 2000}).status_code == 413

    def pieces() -> Any:
        for _ in range(20):
            yield b"gist=" + b"x" * 100

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.post("/record/check", content=pieces(), headers=headers).status_code == 413


def test_every_answer_has_the_strict_headers(folder: Path) -> None:
    workbench = made(folder)
    inside, outside = client(workbench), client(workbench, let_in=False)
    answers = [
        outside.get("/"),
        outside.get("/nothing"),
        outside.get("/", headers={"host": "evil.example"}),
        outside.post("/undo", headers={"origin": "https://evil.example"}),
        inside.get("/"),
        inside.get("/nothing"),
        inside.get("/report/file"),
        inside.get("/?as_of=never"),
        inside.get(static.address("web.css")),
    ]
    for answer in answers:
        for name, value in guard.HEADERS.items():
            if name != "cache-control" or "/static/" not in str(answer.url):
                assert answer.headers[name] == value
        assert "server" not in answer.headers
    policy = guard.POLICY
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_whole_report_allows_its_own_style_and_nothing_else(folder: Path) -> None:
    policy = visitor(folder).get("/report/whole").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_a_defect_shows_nothing_of_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret of the case")

    browser = visitor(folder)
    monkeypatch.setattr("holdfast.web.visit.render", broken)
    answer = browser.get("/parties")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == guard.POLICY
    assert "a secret of the case" in caplog.text  # for whoever runs the server


def test_without_a_session_nothing_but_the_entrance_answers(folder: Path) -> None:
    workbench = made(folder)
    outside = client(workbench, let_in=False)
    for route in workbench.routes:
        assert isinstance(route, Route)
        if route.name in ("open", "sign-in", "health", "static"):
            continue
        path = route.path.replace("{name:path}", "union").replace("{kind}", "party").replace("{code}", "HF301")
        for method in route.methods or ():
            assert outside.request(method, path).status_code == 401, (method, path)
    assert outside.get("/static/../case.yaml").status_code in (401, 404)


def test_the_first_address_works_once(folder: Path) -> None:
    workbench = made(folder)
    first, second = client(workbench, let_in=False), client(workbench, let_in=False)
    address = f"/open/{workbench.state.bench.ticket.secret}"
    answer = first.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert second.get(address).status_code == 401
    assert first.get(address).status_code == 303  # who is in already is shown the way
    assert first.get("/").status_code == 200
    assert second.get("/").status_code == 401


def test_by_tls_the_cookie_is_tied_to_this_host(folder: Path) -> None:
    workbench = made(folder, secure=True)
    browser = client(workbench, let_in=False)
    answer = browser.get(f"/open/{workbench.state.bench.ticket.secret}")
    assert answer.headers["set-cookie"].startswith("__Host-holdfast=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_who_signed_out_is_out(folder: Path) -> None:
    browser = visitor(folder)
    cookie = browser.cookies["holdfast"]
    assert browser.post("/sign-out").status_code == 303
    browser.cookies.set("holdfast", cookie)
    assert browser.get("/").status_code == 401


def test_sessions_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("holdfast.web.sessions.time.time", lambda: now)
    sessions = InMemory()
    secret = sessions.open(Person("a", "public", "read"))
    now += IDLE - 1
    assert sessions.person(secret) is not None
    now += IDLE + 1
    assert sessions.person(secret) is None
    secret, opened = sessions.open(Person("a", "public", "read")), now
    while now - opened < LONGEST:
        now += IDLE - 1
        found = sessions.person(secret)
    assert found is None
    assert sessions.person("nothing") is None


def test_a_ticket_is_for_whoever_has_its_secret() -> None:
    ticket = Ticket(Person("a", "public", "read"))
    assert ticket.take("wrong") is None
    assert ticket.take(ticket.secret) == Person("a", "public", "read")
    assert ticket.take(ticket.secret) is None


@pytest.mark.parametrize("given", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb", ""])
def test_after_signing_in_nobody_is_sent_elsewhere(given: str) -> None:
    assert own_path(given) == "/"


def test_an_own_path_is_kept() -> None:
    assert own_path("/statements/union/a?x=1") == "/statements/union/a?x=1"


def test_what_came_from_npm_is_what_its_authors_published() -> None:
    found = static.files()
    for name, digest in static.VENDORED.items():
        assert hashlib.sha256(found[name].content).hexdigest() == digest
    assert {name for name in found if name.startswith("vendor/")} == set(static.VENDORED)


def test_static_files_come_under_their_checksum_only(folder: Path) -> None:
    browser = visitor(folder)
    answer = browser.get(static.address("web.css"))
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert browser.get("/static/000000000000/web.css").status_code == 404
    for path in ("../app.py", "..%2fapp.py", "/etc/passwd", "%2e%2e/%2e%2e/case.yaml", ""):
        assert browser.get(f"/static/{static.files()['web.css'].sha256[:12]}/{path}").status_code == 404


def test_large_static_files_come_compressed_to_who_takes_that(folder: Path) -> None:
    browser, address = visitor(folder), static.address("vendor/vega-6.4.0.min.js")
    packed = browser.get(address, headers={"accept-encoding": "br;q=1.0, gzip;q=0.8"})
    plain = browser.get(address, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 200_000
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content == static.files()["vendor/vega-6.4.0.min.js"].content
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"


def test_the_interpreter_is_its_authors_module_as_a_script() -> None:
    module = static.files()["vendor/vega-interpreter-2.3.2.js"].content.decode()
    script = static.files()[static.INTERPRETER].content.decode()
    body = "\n".join(module.splitlines()[1:-2])
    assert body in script
    assert "import " not in script
    assert "export " not in script


def test_nothing_in_pages_styles_or_scripts_names_another_host(folder: Path) -> None:
    browser = visitor(folder)
    for path in ("/", "/positions", "/statements", "/record", "/new/issue", "/frontier", "/hold", "/hold/order"):
        assert "://" not in browser.get(path).text, path
    for name in (
        "web.css",
        "closed.css",
        "holdfast.js",
        "live.js",
        "order.js",
        "frontier.js",
        "icon.svg",
    ):
        assert "://" not in static.files()[name].content.decode().replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(("role", "status"), [("read", 403), ("report", 403), ("edit", 200), ("administer", 200)])
def test_who_may_not_edit_is_refused(folder: Path, role: Any, status: int) -> None:
    browser = visitor(folder, role=role)
    assert browser.get("/edit/party/union").status_code == status
    assert browser.get("/record").status_code == status
    if status == 403:
        assert browser.post("/remove/party/press", data={"hash": ""}).status_code == 403
        assert "Record a statement" not in browser.get("/").text
        assert "press" in (folder / "case.yaml").read_text()


def test_every_change_takes_a_role(folder: Path) -> None:
    """A reader can change nothing but what is their own."""
    browser = visitor(folder, role="read")
    for route in made(folder).routes:
        assert isinstance(route, Route)
        if "POST" in (route.methods or ()) and route.name not in ("sign-in", "sign-out", "account-password"):
            path = route.path.replace("{name:path}", "union").replace("{kind}", "party")
            assert browser.post(path).status_code == 403, path
