"""Sessions: a secret in a cookie stands for a person until it has not been used for long.

Only the SHA-256 of a secret is kept, so that who reads the store cannot enter with it. Without accounts there is one
person, who comes in by a secret address that works once.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Final, Protocol

from holdfast.web.people import Person

#: How long a session lasts without being used, and at most, in seconds.
IDLE: Final = 12 * 3600
LONGEST: Final = 7 * 24 * 3600


class Sessions(Protocol):
    """Where sessions are kept."""

    def open(self, person: Person) -> str:
        """A new session: its secret."""

    def person(self, secret: str) -> Person | None:
        """Whose session it is; None where it is none any more. Counts as use."""

    def close(self, secret: str) -> None:
        """End a session."""


@dataclass(slots=True)
class _Session:
    person: Person
    opened: float
    used: float


class InMemory:
    """Sessions that end with the program."""

    def __init__(self) -> None:
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def open(self, person: Person) -> str:
        """A new session: its secret."""
        secret, now = secrets.token_urlsafe(32), time.time()
        with self._lock:
            self._sessions[digest(secret)] = _Session(person, now, now)
        return secret

    def person(self, secret: str) -> Person | None:
        """Whose session it is; None where it is none any more."""
        key, now = digest(secret), time.time()
        with self._lock:
            found = self._sessions.get(key)
            if found is None:
                return None
            if not alive(found.opened, found.used, now):
                del self._sessions[key]
                return None
            found.used = now
            return found.person

    def close(self, secret: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(digest(secret), None)


class Ticket:
    """The secret of the first address: it lets one person in, once."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.secret = secrets.token_urlsafe(32)
        self._digest = digest(self.secret)
        self._lock = threading.Lock()
        self._used = False

    def take(self, secret: str) -> Person | None:
        """The person, where the secret is right and has not been used."""
        with self._lock:
            if self._used or not secrets.compare_digest(digest(secret), self._digest):
                return None
            self._used = True
            return self._person


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def alive(opened: float, used: float, now: float) -> bool:
    """Whether a session still stands."""
    return now - used <= IDLE and now - opened <= LONGEST
