from __future__ import annotations

import json
import os
from collections.abc import Sequence

import pytest

from benchmarks._table import Row, Table, compare, cpu_seconds, number, run

needs_wait4 = pytest.mark.skipif(not hasattr(os, "wait4"), reason="CPU times are measured on POSIX only")


@pytest.mark.parametrize(
    ("value", "at_most", "at_least", "target", "met"),
    [
        (5, None, None, None, None),
        (5, 5, None, "≤ 5", True),
        (5.01, 5, None, "≤ 5", False),
        (5, None, 5, "≥ 5", True),
        (4.9, None, 5, "≥ 5", False),
        (5, 6, 4, "≥ 4, ≤ 6", True),
        (3, 6, 4, "≥ 4, ≤ 6", False),
        (7, 6, 4, "≥ 4, ≤ 6", False),
        (float("nan"), 5, None, "≤ 5", False),
    ],
)
def test_targets(
    value: float, at_most: float | None, at_least: float | None, target: str | None, met: bool | None
) -> None:
    table = Table()
    table.add("m", value, "s", at_most=at_most, at_least=at_least)
    [row] = table.rows
    assert (row.target, row.met) == (target, met)
    assert table.met is (met is not False)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (3.0, "3"),
        (0.00123456, "0.001235"),
        (12.345678, "12.35"),
        (12345.678, "12346"),
        (1e20, "1" + "0" * 20),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_numbers(value: float, shown: str) -> None:
    assert number(value) == shown


def measure(table: Table) -> None:
    table.add("start-up", 251.5, "ms", at_most=300)
    table.add("cases", 12, "")


def miss(table: Table) -> None:
    measure(table)
    table.add("share", 0.5, "of all", at_least=0.9)


def test_the_table_is_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(miss, []) == 1
    assert capsys.readouterr().out == (
        "metric    value  unit    target  met\n"
        "start-up  251.5  ms      ≤ 300   yes\n"
        "cases        12\n"
        "share       0.5  of all  ≥ 0.9   NO\n"
    )


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(measure, ["--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "met": True,
        "rows": [
            {"metric": "start-up", "value": 251.5, "unit": "ms", "target": "≤ 300", "met": True},
            {"metric": "cases", "value": 12, "unit": "", "target": None, "met": None},
        ],
    }


def test_an_empty_table_misses_nothing() -> None:
    assert Table().met
    assert Table([Row("m", 1, "s", None, None)]).met


def test_a_and_b_take_turns_and_the_first_round_does_not_count() -> None:
    calls: list[str] = []
    times = {"a": iter([99.0, 3.0, 100.0, 2.0]), "b": iter([99.0, 1.0, 2.0, 0.5])}

    def seconds(arguments: Sequence[str]) -> float:
        calls.append(arguments[0])
        return next(times[arguments[0]])

    found = compare(["a"], ["b"], rounds=3, seconds=seconds)
    assert calls == ["a", "b"] * 4
    assert (found.a_seconds, found.b_seconds) == ((3.0, 100.0, 2.0), (1.0, 2.0, 0.5))
    assert (found.a, found.b, found.ratio) == (3.0, 1.0, 3.0)


@needs_wait4
def test_cpu_time_counts_work_and_not_sleep() -> None:
    work = cpu_seconds(["-c", "import time\nwhile time.process_time() < 0.5: pass"])
    sleep = cpu_seconds(["-c", "import time; time.sleep(0.5)"])
    assert work >= 0.5
    assert sleep < work


@needs_wait4
def test_a_snippet_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)exit code 1 of .*ZeroDivisionError"):
        cpu_seconds(["-c", "1/0"])


@needs_wait4
def test_much_output_does_not_block() -> None:
    cpu_seconds(["-c", "import sys; [(print('x' * 99), print('x' * 99, file=sys.stderr)) for _ in range(9999)]"])


@needs_wait4
def test_the_environment_is_passed_on() -> None:
    cpu_seconds(["-c", "import os; assert os.environ['HOLDFAST_X'] == '1'"], {"HOLDFAST_X": "1"})
