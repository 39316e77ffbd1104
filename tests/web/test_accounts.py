"""Several people on one server: each in with a password, each with one audience, all in the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner
from starlette.testclient import TestClient

from holdfast.cli import holdfast
from holdfast.web import accounts as module
from holdfast.web.accounts import FAILURES, AccountError, Accounts, TooManyFailuresError
from holdfast.web.app import app
from holdfast.web.people import Person
from tests import test_noninterference as cases
from tests.web.client import HOST, ORIGIN

PASSWORD = "correct horse battery"
#: As little work as argon2 knows: these tests are not about how hard it is.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def store(tmp_path: Path) -> Accounts:
    found = Accounts(tmp_path / "accounts.db", hasher=QUICK)
    found.add(Person("anna", "desk", "administer"), PASSWORD)
    found.add(Person("ugo", "union", "edit"), PASSWORD)
    found.add(Person("petra", "port", "administer"), PASSWORD)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return cases.make(tmp_path / "case")


def signed_in(folder: Path, store: Accounts, name: str) -> TestClient:
    made = app(folder, accounts=store, hosts=[HOST])
    browser = TestClient(made, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False)
    answer = browser.post("/sign-in?next=/statements", data={"name": name, "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/statements")
    return browser


def test_each_sees_what_their_audience_may_see(folder: Path, store: Accounts) -> None:
    ugo, petra = signed_in(folder, store, "ugo"), signed_in(folder, store, "petra")
    assert "The same would do" in ugo.get("/statements").text
    assert "More is possible" not in ugo.get("/statements").text
    assert ugo.get("/statements/port/port-would").status_code == 404
    assert "More is possible" in petra.get("/statements").text
    assert "The same would do" not in petra.get("/statements").text


def test_who_is_not_in_is_asked_to_sign_in(folder: Path, store: Accounts) -> None:
    browser = TestClient(app(folder, accounts=store, hosts=[HOST]), base_url=ORIGIN, follow_redirects=False)
    answer = browser.get("/statements?q=a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fstatements%3Fq%3Da")
    assert browser.get("/open/anything").status_code == 401
    assert browser.post("/undo", headers={"origin": ORIGIN}).status_code == 401


def test_a_wrong_password_and_an_unknown_name_are_told_alike(folder: Path, store: Accounts) -> None:
    browser = TestClient(app(folder, accounts=store, hosts=[HOST]), base_url=ORIGIN, headers={"origin": ORIGIN})
    wrong = browser.post("/sign-in", data={"name": "ugo", "password": "wrong"})
    unknown = browser.post("/sign-in", data={"name": "nobody", "password": "wrong"})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace("ugo", "") == unknown.text.replace("nobody", "")
    assert "wrong" not in wrong.text.replace('class="wrong"', "")


def test_too_many_failures_close_the_way_in_for_a_while(store: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    for _ in range(FAILURES):
        assert store.check("ugo", "wrong", "10.0.0.1") is None
    with pytest.raises(TooManyFailuresError):
        store.check("ugo", PASSWORD, "10.0.0.2")
    with pytest.raises(TooManyFailuresError):
        store.check("anna", PASSWORD, "10.0.0.1")
    assert store.check("anna", PASSWORD, "10.0.0.2") == Person("anna", "desk", "administer")
    now += module.WINDOW + 1
    assert store.check("ugo", PASSWORD, "10.0.0.2") == Person("ugo", "union", "edit")


def test_the_log_says_who_saw_and_changed_what(folder: Path, store: Accounts) -> None:
    ugo = signed_in(folder, store, "ugo")
    ugo.get("/statements?q=pay")
    ugo.get("/statements/port/port-would")
    given = {"party": "union", "gist": "More", "verb": "requires", "what": "pay = more", "id": "union-again"}
    page = ugo.get("/record").text
    from tests.web.client import fields

    assert ugo.post("/record", data={**fields(page, "/record"), **given}).status_code == 303
    log = store.log(name="ugo")
    assert [(one.method, one.path, one.status, one.what) for one in reversed(log)] == [
        ("GET", "/statements?q=pay", 200, ""),
        ("GET", "/statements/port/port-would", 404, ""),
        ("GET", "/record", 200, ""),
        ("POST", "/record", 303, "recorded union-again"),
    ]
    assert [one.what for one in store.log(changes=True)] == ["recorded union-again"]


def test_who_sees_a_part_sees_a_part_of_the_log(folder: Path, store: Accounts) -> None:
    """What the union reads would tell the port what the union knows."""
    signed_in(folder, store, "ugo").get("/statements/union/union-would")
    theirs = signed_in(folder, store, "petra").get("/log").text
    assert "ugo" not in theirs
    assert "union-would" not in theirs
    everything = signed_in(folder, store, "anna").get("/log").text
    assert "/statements/union/union-would" in everything
    assert signed_in(folder, store, "ugo").get("/log").status_code == 403


def test_another_password_puts_everybody_out(folder: Path, store: Accounts) -> None:
    first, second = signed_in(folder, store, "ugo"), signed_in(folder, store, "ugo")
    assert first.post("/account", data={"old": "wrong", "new": "another good password"}).status_code == 422
    assert first.post("/account", data={"old": PASSWORD, "new": "short"}).status_code == 422
    assert first.post("/account", data={"old": PASSWORD, "new": "another good password"}).status_code == 303
    for browser in (first, second):
        assert browser.get("/").headers["location"].startswith("/sign-in")
    assert store.check("ugo", "another good password", "x") is not None
    assert store.check("ugo", PASSWORD, "x") is None


def test_who_is_closed_is_out_and_the_name_stays_taken(folder: Path, store: Accounts) -> None:
    browser = signed_in(folder, store, "ugo")
    store.close_account("ugo")
    assert browser.get("/").status_code == 303
    assert store.check("ugo", PASSWORD, "x") is None
    with pytest.raises(AccountError, match="already"):
        store.add(Person("ugo", "desk", "read"), PASSWORD)


def test_another_audience_takes_effect_at_once(folder: Path, store: Accounts) -> None:
    browser = signed_in(folder, store, "ugo")
    store.set_role("ugo", "public", "read")
    assert browser.get("/statements").status_code == 303
    assert "The same would do" not in signed_in(folder, store, "ugo").get("/statements").text


def test_sessions_outlive_the_program(folder: Path, store: Accounts) -> None:
    secret = store.open(Person("ugo", "union", "edit"))
    again = Accounts(store.path, hasher=QUICK)
    assert again.person(secret) == Person("ugo", "union", "edit")
    assert secret.encode() not in store.path.read_bytes()
    assert PASSWORD.encode() not in store.path.read_bytes()
    assert store.path.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_store_of_accounts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database, and longer than the header of one would be" * 10)
    with pytest.raises(AccountError, match="cannot be used"):
        Accounts(tmp_path / "text")


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "-a", "a" * 65])
def test_names_are_plain(store: Accounts, name: str) -> None:
    with pytest.raises(AccountError):
        store.add(Person(name, "desk", "read"), PASSWORD)


def test_the_commands(tmp_path: Path) -> None:
    def run(*words: str, given: str | None = None) -> tuple[int, str]:
        result = CliRunner().invoke(holdfast, ["user", *words, "--accounts", str(tmp_path / "a.db")], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result.exit_code, result.output

    assert run("list")[0] == 2
    code, told = run("add", "anna", "--audience", "desk", "--role", "edit", "--password-stdin", given=f"{PASSWORD}\n")
    assert (code, told) == (0, "anna may come in: audience desk, role edit.\n")
    assert run("add", "anna", "--audience", "desk", "--password-stdin", given=f"{PASSWORD}\n")[0] == 2
    assert "12 characters" in run("add", "b", "--audience", "desk", "--password-stdin", given="short\n")[1]
    assert run("set", "anna", "--audience", "union", "--role", "read")[0] == 0
    assert run("set", "nobody", "--audience", "union")[0] == 2
    assert run("password", "anna", "--password-stdin", given="another good password\n")[0] == 0
    assert run("close", "anna")[0] == 0
    assert run("list")[1].split() == ["anna", "union", "read", "closed"]
    Accounts(tmp_path / "a.db").record(Person("anna", "union", "read"), "GET", "/x", 200, "")
    assert run("log")[1].split()[2:] == ["anna", "union", "200", "GET", "/x"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--host", "0.0.0.0"], "give --accounts"),
        (["--host", "192.0.2.1", "--accounts", "ACCOUNTS"], "--tls-cert"),
        (["--behind-proxy"], "give --accounts"),
        (["--accounts", "ACCOUNTS", "--audience", "desk"], "audience and a role of their own"),
        (["--accounts", "missing.db"], "there is no file"),
        (["--accounts", "INSIDE"], "lies in the case"),
        (["--audience", "nobody"], "declares no audience"),
        (["--tls-cert", "ACCOUNTS"], "go together"),
        (["--sources", "/nowhere-at-all"], "there is no folder"),
        (["--journal", "mysql://somebody@host/name"], "journals are not kept in mysql"),
        (["--journal", "postgresql:///talks?host=/nowhere-at-all"], "the database refused"),
    ],
)
def test_what_is_not_safe_is_not_served(
    folder: Path, store: Accounts, options: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: pytest.fail("it was served"))
    given = {"ACCOUNTS": str(store.path), "INSIDE": str(folder / "a.db")}
    words = [given.get(word, word) for word in options]
    result = CliRunner().invoke(holdfast, ["serve", str(folder), *words])
    assert result.exit_code == 2
    assert told in result.output
