"""Results that are computed once and kept: at once, or aside where that takes long.

What is computed aside ends where nobody needs it any more: where the thing it is computed from was replaced, or nobody
has asked for it for a while. It ends by itself, at the next place where it tells how far it has come (`Making.told`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Condition, Event, RLock, Thread
from typing import Any, Final, TypeVar

T = TypeVar("T")
#: The name of the threads in which long computations run.
ASIDE: Final = "computed aside"
#: After so many seconds in which nobody has asked for it, what is computed aside ends.
PATIENCE: Final = 120.0
#: So many results of suppositions and choices, of which there are any number, are kept; those used last.
KEPT: Final = 24
#: How long a page waits for an answer before it says that it is being computed, in seconds.
WAIT: Final = 8.0


class NotYetError(Exception):
    """Something is still being computed."""

    def __init__(self, doing: str = "", share: float = 0.0) -> None:
        super().__init__(doing)
        self.doing = doing
        """What is being done, in words; empty where it waits for its turn."""
        self.share = share
        """How far that has come, from 0 to 1."""


class _AbandonedError(Exception):
    """Nobody needs what is being computed."""


@dataclass(eq=False)
class _Job:
    """One computation aside."""

    asked: float
    """When somebody last asked for it."""
    doing: str = ""
    share: float = 0.0
    running: bool = False
    over: Event = field(default_factory=Event)
    result: Any = None
    error: BaseException | None = None


#: One long computation at a time, so that readers of other pages have a processor left: the one, and those that wait.
_TURN: Final = Condition()
_QUEUE: Final[list[_Job]] = []
_JOB: Final[ContextVar[_Job | None]] = ContextVar("job", default=None)
_DEADLINE: Final[ContextVar[float]] = ContextVar("deadline", default=float("inf"))


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """Within it, all that is asked for `soon` is waited for so long at most, together."""
    before = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(before)


class Making:
    """What was computed from one thing that does not change, by name.

    Names that are words are kept as long as the thing; of others (words with what was chosen) the last few are.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}
        self._lock = RLock()
        self._locks: dict[Hashable, RLock] = {}
        self._jobs: dict[Hashable, _Job] = {}
        self._over = Event()

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """Each result once, also where two look at the same time. One that takes long keeps no other waiting."""
        with self._lock:
            if name in self._made:
                return self._found(name)  # type: ignore[no-any-return]  # by its name
            lock = self._locks.setdefault(name, RLock())
        with lock:
            with self._lock:
                if name in self._made:
                    return self._found(name)  # type: ignore[no-any-return]
            made = make()
            self._keep(name, made)
            return made

    def soon(self, name: Hashable, make: Callable[[], T], wait: float = WAIT) -> T:
        """As `once`, for what may take long: it is computed aside, and who asks waits no longer than `wait` seconds.

        Raises:
            NotYetError: it is still being computed; ask again.
        """
        if _JOB.get() is not None:  # what is computed aside already waits for nothing else that is
            return self.once(name, make)
        now = time.monotonic()
        with self._lock:
            if name in self._made:
                return self._found(name)  # type: ignore[no-any-return]
            job = self._jobs.get(name)
            if job is not None and job.error is not None:
                del self._jobs[name]  # it failed while nobody waited: that is said once, then it is tried again
            elif job is None:
                job = self._jobs[name] = _Job(now)
                Thread(target=self._aside, args=(name, make, job), name=ASIDE, daemon=True).start()
            job.asked = now
        if not job.over.wait(max(0.0, min(wait, _DEADLINE.get() - now))):
            raise NotYetError(job.doing, job.share)
        if job.error is not None:
            with self._lock:
                if self._jobs.get(name) is job:
                    del self._jobs[name]
            raise job.error
        return job.result  # type: ignore[no-any-return]

    def told(self, doing: str, share: float) -> None:
        """For what is computed: says what is being done and how far that has come, from 0 to 1.

        Called often; where nobody needs the result any more it does not return.
        """
        job = _JOB.get()
        if job is not None:
            job.doing, job.share = doing, share
            self._go_on(job)

    def abandon(self) -> None:
        """End all that is still being computed aside, for good."""
        self._over.set()

    def _go_on(self, job: _Job) -> None:
        if self._over.is_set() or time.monotonic() - job.asked > PATIENCE:
            raise _AbandonedError

    def _aside(self, name: Hashable, make: Callable[[], object], job: _Job) -> None:
        _JOB.set(job)  # a thread has a context of its own
        try:
            self._take_turn(job)
            try:
                self._go_on(job)
                job.result = self.once(name, make)
            finally:
                _give_turn(job)
            with self._lock:
                del self._jobs[name]
        except _AbandonedError:
            with self._lock:
                del self._jobs[name]
            job.error = NotYetError()
        except BaseException as error:
            job.error = error
        finally:
            job.over.set()

    def _take_turn(self, job: _Job) -> None:
        """Wait until no other is being computed, and this one was asked for last of those that wait."""
        with _TURN:
            _QUEUE.append(job)
            try:
                while any(one.running for one in _QUEUE) or max(_QUEUE, key=lambda one: one.asked) is not job:
                    self._go_on(job)
                    _TURN.wait(0.2)
            except BaseException:
                _QUEUE.remove(job)
                raise
            job.running = True

    def _found(self, name: Hashable) -> Any:
        found = self._made.pop(name)
        self._made[name] = found  # the one used last is the last
        return found

    def _keep(self, name: Hashable, made: object) -> None:
        with self._lock:
            self._made[name] = made
            chosen = [one for one in self._made if not isinstance(one, str)]
            for one in chosen[:-KEPT]:
                del self._made[one]
            self._locks.pop(name, None)


def _give_turn(job: _Job) -> None:
    with _TURN:
        _QUEUE.remove(job)
        _TURN.notify_all()
