"""What is computed once and kept, and what is computed aside and ends where nobody needs it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from holdfast.web import making
from holdfast.web.making import Making, NotYetError, waiting


@pytest.fixture
def made() -> Iterator[Making]:
    found = Making()
    yield found
    found.abandon()


class Long:
    """Work that goes on until it is let go, telling how far it has come; how often it began, and whether it ended."""

    def __init__(self, made: Making) -> None:
        self.made = made
        self.begun = 0
        self.go = threading.Event()
        self.running = threading.Event()
        self.ended = threading.Event()

    def __call__(self) -> str:
        self.begun += 1
        self.running.set()
        try:
            while not self.go.wait(0.01):
                self.made.told("comparing", 0.25)
        finally:
            self.ended.set()
        return "done"


def test_a_result_is_made_once_also_for_many_at_the_same_time(made: Making) -> None:
    counted: list[int] = []

    def make() -> object:
        counted.append(1)
        time.sleep(0.05)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(made.once("it", make))) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(counted) == 1
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_what_takes_long_is_made_aside_and_says_how_far_it_is(made: Making) -> None:
    long = Long(made)
    with pytest.raises(NotYetError):
        made.soon("it", long, 0.05)
    assert long.running.wait(5)
    with pytest.raises(NotYetError) as told:
        made.soon("it", long, 0.05)
    assert (told.value.doing, told.value.share) == ("comparing", 0.25)
    long.go.set()
    assert made.soon("it", long, 5) == "done"
    assert made.soon("it", long, 0) == "done"
    assert made.once("it", long) == "done"
    assert long.begun == 1


def test_what_was_replaced_is_computed_no_further(made: Making) -> None:
    long, queued = Long(made), Long(made)
    with pytest.raises(NotYetError):
        made.soon("it", long, 0)
    with pytest.raises(NotYetError):
        made.soon("another", queued, 0)
    assert long.running.wait(5)
    made.abandon()
    assert long.ended.wait(5)
    with pytest.raises(NotYetError):  # who still waits asks again, and is given the new edition
        made.soon("it", long, 5)
    assert long.begun == 1
    assert queued.begun == 0
    other = Making()
    assert other.soon("it", lambda: "another thing", 5) == "another thing"


def test_what_was_asked_for_last_comes_first(made: Making) -> None:
    first = Long(made)
    order: list[str] = []
    with pytest.raises(NotYetError):
        made.soon("first", first, 0)
    assert first.running.wait(5)
    for name in ("a", "b", "c", "a"):
        with pytest.raises(NotYetError):
            made.soon(name, lambda name=name: order.append(name), 0)  # type: ignore[misc]
        time.sleep(0.01)
    first.go.set()
    for _ in range(500):
        if len(order) == 3:
            break
        time.sleep(0.01)
    assert order == ["a", "c", "b"]


def test_what_nobody_asks_for_any_more_ends_and_begins_anew_when_asked(
    made: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PATIENCE", 0.2)
    long = Long(made)
    with pytest.raises(NotYetError):
        made.soon("it", long, 0)
    assert long.ended.wait(5)
    long.go.set()
    for _ in range(100):  # the first one may not have been cleared away yet
        try:
            assert made.soon("it", long, 5) == "done"
            break
        except NotYetError:
            time.sleep(0.01)
    assert long.begun == 2


def test_what_fails_aside_fails_before_who_asks(made: Making) -> None:
    begun: list[int] = []

    def fail() -> None:
        begun.append(1)
        raise ValueError("no such step")

    with pytest.raises(ValueError, match="no such step"):
        made.soon("it", fail, 5)
    with pytest.raises(NotYetError):
        made.soon("unseen", fail, 0)
    time.sleep(0.2)
    with pytest.raises(ValueError, match="no such step"):
        made.soon("unseen", fail, 0)
    assert len(begun) == 2


def test_several_are_waited_for_together(made: Making) -> None:
    begin = time.monotonic()
    with waiting(0.2):
        for name in ("a", "b", "c"):
            with pytest.raises(NotYetError):
                made.soon(name, Long(made), 5)
    assert time.monotonic() - begin < 2


def test_what_is_computed_aside_may_need_another_such_result(made: Making) -> None:
    def outer() -> str:
        return made.soon("inner", lambda: "inner", 0) + " and outer"

    assert made.soon("outer", outer, 5) == "inner and outer"
    assert made.once("inner", lambda: "another") == "inner"


def test_of_suppositions_the_last_ones_used_are_kept(made: Making) -> None:
    begun: list[int] = []

    def make(number: int) -> int:
        begun.append(number)
        return number

    made.once("whole", lambda: make(-1))
    for number in range(making.KEPT + 4):
        made.once(("if", number), lambda number=number: make(number))  # type: ignore[misc]
        made.once(("if", 0), lambda: make(0))
    made.once("whole", lambda: make(-1))
    assert begun == [-1, *range(making.KEPT + 4)]
    made.once(("if", 1), lambda: make(1))
    assert begun[-1] == 1


def test_who_is_told_outside_goes_on(made: Making) -> None:
    made.told("nothing", 0.0)
    made.abandon()
    made.told("nothing", 1.0)
