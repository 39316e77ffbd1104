"""Accounts of several people on one server, and the log of who saw and changed what: one SQLite file.

It lies outside the case folder, since it holds what a case must not: hashes of passwords, and what others read.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from holdfast.web.people import ROLES, Person, Role
from holdfast.web.sessions import IDLE, LONGEST, alive, digest

SHORTEST: Final = 12
_LONGEST_PASSWORD: Final = 1000
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
#: So many failures within so many seconds close an account's or an address's way in for as long.
FAILURES: Final = 8
WINDOW: Final = 300
_MOST_FAILING: Final = 1000
_SCHEMA: Final = """
create table if not exists people (
  name text primary key, audience text not null, role text not null, password text not null,
  created real not null, closed real
) strict;
create table if not exists sessions (
  digest text primary key, name text not null references people(name) on delete cascade,
  opened real not null, used real not null
) strict;
create table if not exists log (
  number integer primary key autoincrement, at real not null, name text not null, audience text not null,
  method text not null, path text not null, status integer not null, what text not null
) strict;
create index if not exists log_audience on log(audience, number);
"""


class AccountError(Exception):
    """What cannot be done with accounts, and what to do about it."""


class TooManyFailuresError(AccountError):
    """There were too many wrong passwords of late; wait some minutes."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the list shows them."""

    person: Person
    created: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: datetime
    name: str
    audience: str
    method: str
    path: str
    status: int
    what: str


class Accounts:
    """The accounts in one file. Each call opens the file for itself, so that threads and programs may share it.

    Raises `AccountError` where the file cannot be used.
    """

    def __init__(self, path: Path, *, hasher: PasswordHasher | None = None) -> None:
        self.path = path
        self._hasher = hasher or PasswordHasher()
        self._failures: dict[str, list[float]] = {}
        self._lock = threading.Lock()
        try:
            new = not path.exists()
            with self._opened() as database:
                database.executescript(_SCHEMA)
                database.execute("pragma journal_mode = wal")
            if new:
                path.chmod(0o600)
        except sqlite3.Error as error:
            raise AccountError(f"{path} cannot be used as a file of accounts: {error}") from None

    @cached_property
    def _nobody(self) -> str:
        """Compared with where there is no such person: an answer takes as long either way."""
        return self._hasher.hash("nobody's password")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=10)) as database:
            database.execute("pragma foreign_keys = on")
            with database:
                yield database

    def add(self, person: Person, password: str) -> None:
        """A new person. Raises AccountError where the name is taken or cannot be one, or the password is too short."""
        if _NAME.fullmatch(person.name) is None:
            raise AccountError(f"‘{person.name}’ cannot be a name: use small letters, digits and . _ @ -")
        hashed = self._hashed(password)
        try:
            with self._opened() as database:
                database.execute(
                    "insert into people values (?, ?, ?, ?, ?, null)",
                    (person.name, person.audience, person.role, hashed, time.time()),
                )
        except sqlite3.IntegrityError:
            raise AccountError(f"there is somebody named ‘{person.name}’ already") from None

    def _hashed(self, password: str) -> str:
        if not SHORTEST <= len(password) <= _LONGEST_PASSWORD:
            raise AccountError(f"a password has {SHORTEST} characters or more")
        return self._hasher.hash(password)

    def set_password(self, name: str, password: str) -> None:
        """Another password; whoever was in with the old one is out. Raises AccountError."""
        hashed = self._hashed(password)
        with self._opened() as database:
            changed = database.execute("update people set password = ? where name = ?", (hashed, name))
            self._must(changed, name)
            database.execute("delete from sessions where name = ?", (name,))

    def set_role(self, name: str, audience: str, role: Role) -> None:
        """Another audience and role; the person has to come in again. Raises AccountError."""
        with self._opened() as database:
            changed = database.execute(
                "update people set audience = ?, role = ? where name = ?", (audience, role, name)
            )
            self._must(changed, name)
            database.execute("delete from sessions where name = ?", (name,))

    def close_account(self, name: str) -> None:
        """Let a person in no more. The name stays taken, since the log speaks of it. Raises AccountError."""
        with self._opened() as database:
            self._must(database.execute("update people set closed = ? where name = ?", (time.time(), name)), name)
            database.execute("delete from sessions where name = ?", (name,))

    def _must(self, changed: sqlite3.Cursor, name: str) -> None:
        if changed.rowcount == 0:
            raise AccountError(f"there is nobody named ‘{name}’")

    def list(self) -> tuple[Account, ...]:
        """Everybody, by name."""
        with self._opened() as database:
            rows = database.execute("select name, audience, role, created, closed from people order by name").fetchall()
        return tuple(
            Account(Person(name, audience, role), datetime.fromtimestamp(created, UTC), closed is not None)
            for name, audience, role, created, closed in rows
            if role in ROLES
        )

    def check(self, name: str, password: str, address: str) -> Person | None:
        """Who comes in with this password; None where it is wrong. Raises TooManyFailuresError.

        Takes as long whether the name is known or not.
        """
        keys = (f"name {name}", f"address {address}")
        with self._lock:
            if any(self._recent(key) >= FAILURES for key in keys):
                raise TooManyFailuresError("There were too many wrong passwords. Wait five minutes.")
        with self._opened() as database:
            row = database.execute(
                "select audience, role, password from people where name = ? and closed is null", (name,)
            ).fetchone()
        right = self._verified(self._nobody if row is None else row[2], password) and row is not None
        with self._lock:
            for key in keys:
                if right:
                    self._failures.pop(key, None)
                else:
                    self._failures.setdefault(key, []).append(time.monotonic())
            if len(self._failures) > _MOST_FAILING:  # names that somebody makes up fill no memory
                for key in list(self._failures):
                    self._recent(key)
        if not right:
            return None
        if self._hasher.check_needs_rehash(row[2]):
            with self._opened() as database:
                database.execute("update people set password = ? where name = ?", (self._hasher.hash(password), name))
        return Person(name, row[0], row[1])

    def _recent(self, key: str) -> int:
        now = time.monotonic()
        found = [at for at in self._failures.get(key, ()) if now - at < WINDOW]
        if found:
            self._failures[key] = found
        else:
            self._failures.pop(key, None)
        return len(found)

    def _verified(self, hashed: str, password: str) -> bool:
        if len(password) > _LONGEST_PASSWORD:
            return False
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    # Sessions, as `sessions.Sessions` has them

    def open(self, person: Person) -> str:
        """A new session: its secret."""
        import secrets

        secret, now = secrets.token_urlsafe(32), time.time()
        with self._opened() as database:
            database.execute("delete from sessions where used < ? or opened < ?", (now - IDLE, now - LONGEST))
            database.execute("insert into sessions values (?, ?, ?, ?)", (digest(secret), person.name, now, now))
        return secret

    def person(self, secret: str) -> Person | None:
        """Whose session it is; None where it is none any more."""
        key, now = digest(secret), time.time()
        with self._opened() as database:
            row = database.execute(
                "select p.name, p.audience, p.role, s.opened, s.used from sessions s join people p on p.name = s.name "
                "where s.digest = ? and p.closed is null",
                (key,),
            ).fetchone()
            if row is None or not alive(row[3], row[4], now) or row[2] not in ROLES:
                return None
            if now - row[4] > 60:  # to the minute: not every request writes
                database.execute("update sessions set used = ? where digest = ?", (now, key))
        return Person(row[0], row[1], row[2])

    def close(self, secret: str) -> None:
        """End a session."""
        with self._opened() as database:
            database.execute("delete from sessions where digest = ?", (digest(secret),))

    # The log

    def record(self, person: Person, method: str, path: str, status: int, what: str = "") -> None:
        """One more line of the log."""
        with self._opened() as database:
            database.execute(
                "insert into log (at, name, audience, method, path, status, what) values (?, ?, ?, ?, ?, ?, ?)",
                (time.time(), person.name, person.audience, method, path, status, what),
            )

    def log(
        self, *, audience: str | None = None, name: str | None = None, changes: bool = False, most: int = 500
    ) -> tuple[Entry, ...]:
        """The latest lines, the last first.

        Args:
            audience: only of people with this audience; None for all.
            name: only of this person.
            changes: only what changed something.
            most: how many.
        """
        where, values = ["1 = 1"], []
        if audience is not None:
            where.append("audience = ?")
            values.append(audience)
        if name is not None:
            where.append("name = ?")
            values.append(name)
        if changes:
            where.append("method = 'POST'")
        query = (
            f"select at, name, audience, method, path, status, what from log where {' and '.join(where)} "
            "order by number desc limit ?"
        )
        with self._opened() as database:
            rows = database.execute(query, (*values, most)).fetchall()
        return tuple(Entry(datetime.fromtimestamp(row[0], UTC), *row[1:]) for row in rows)
