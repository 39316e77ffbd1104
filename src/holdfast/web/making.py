"""Results that are computed once and kept: at once, or aside where that takes long."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import RLock, Semaphore, Thread
from typing import Any, Final, TypeVar

T = TypeVar("T")
#: So many long computations at a time: readers of other pages are to have a processor left.
_ASIDE = Semaphore(1)


class NotYetError(Exception):
    """Something is still being computed."""


class Making:
    """What was computed from one thing that does not change, by name; of what was asked for last, so many results."""

    #: How many results are kept.
    MOST: Final = 64

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}
        self._lock = RLock()
        self._locks: dict[Hashable, RLock] = {}
        self._running: dict[Hashable, Thread] = {}

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """Each result once, also where two look at the same time. One that takes long keeps no other waiting."""
        with self._lock:
            lock = self._locks.setdefault(name, RLock())
        with lock:
            if name not in self._made:
                self._made[name] = make()
            with self._lock:
                made: T = self._made.pop(name)
                self._made[name] = made  # the last one, now
                for gone in list(self._made)[: max(0, len(self._made) - self.MOST)]:
                    for known in (self._made, self._locks, self._running):
                        known.pop(gone, None)
            return made

    def soon(self, name: Hashable, make: Callable[[], T], wait: float) -> T:
        """As `once`, for what may take long: it is computed aside, and who asks waits no longer than that.

        Raises:
            NotYetError: it is still being computed; ask again.
        """
        with self._lock:
            running = self._running.get(name)
            if running is None and name not in self._made:
                running = self._running[name] = Thread(target=self._aside, args=(name, make), daemon=True)
                running.start()
        if running is not None:
            running.join(wait)
            if running.is_alive():
                raise NotYetError
        return self.once(name, make)  # where it failed aside, it fails here, before who asked

    def _aside(self, name: Hashable, make: Callable[[], object]) -> None:
        with _ASIDE, suppress(Exception):
            self.once(name, make)
