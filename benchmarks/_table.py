"""What every benchmark shares: a table of measurements against targets, and CPU times of new processes.

def main(table: Table) -> None:
    both = compare(["-c", "import holdfast"], ["-c", "pass"])
    table.add("start-up", both.a * 1000, "ms", at_most=300)

if __name__ == "__main__":
    sys.exit(run(main))
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `met` is None where there is no target; `value` where what it needs is not at hand."""

    metric: str
    value: float | None
    unit: str
    target: str | None
    met: bool | None


@dataclass(slots=True)
class Table:
    """Measurements in the order in which they were added."""

    rows: list[Row] = field(default_factory=list)

    def add(
        self, metric: str, value: float, unit: str, *, at_most: float | None = None, at_least: float | None = None
    ) -> None:
        """Add a measurement; a target is an upper bound, a lower bound or both."""
        bounds = [] if at_least is None else [f"≥ {number(at_least)}"]
        bounds += [] if at_most is None else [f"≤ {number(at_most)}"]
        met = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
        self.rows.append(Row(metric, value, unit, ", ".join(bounds) or None, met if bounds else None))

    def absent(self, metric: str) -> None:
        """Say that something was not measured, since what it needs is not at hand; the benchmark says how to get it."""
        self.rows.append(Row(metric, None, "", None, None))

    @property
    def met(self) -> bool:
        """Whether no target is missed."""
        return all(row.met is not False for row in self.rows)

    def text(self) -> str:
        """Aligned columns, numbers to the right."""
        words = {True: "yes", False: "NO", None: ""}
        lines = [("metric", "value", "unit", "target", "met")]
        lines += [(r.metric, number(r.value), r.unit, r.target or "", words[r.met]) for r in self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        return "\n".join(
            "  ".join(
                cell.rjust(width) if column == 1 else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def json(self) -> str:
        """The rows for a program."""
        return json.dumps({"met": self.met, "rows": [asdict(row) for row in self.rows]}, ensure_ascii=False, indent=1)


def number(value: float | None) -> str:
    """A number as the table shows it: whole, or with about four significant digits."""
    if value is None:
        return "not at hand"
    if float(value).is_integer() or abs(value) >= 10_000:
        return f"{value:.0f}"
    return f"{value:.4g}"


def run(
    measure: Callable[[Table], None],
    arguments: Sequence[str] | None = None,
    options: Callable[[argparse.ArgumentParser], Callable[[argparse.Namespace], None]] | None = None,
) -> int:
    """Measure, print the table (``--json``: for a program), and give the exit code: 1 where a target is missed.

    `options` adds a benchmark's own to the parser and gives what is to be told of them before it measures.
    """
    parser = argparse.ArgumentParser(description=(sys.modules[measure.__module__].__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    tell = None if options is None else options(parser)
    chosen = parser.parse_args(arguments)
    if tell is not None:
        tell(chosen)
    table = Table()
    measure(table)
    print(table.json() if chosen.json else table.text())
    return 0 if table.met else 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """CPU seconds of A and B, measured in turn."""

    a_seconds: tuple[float, ...]
    b_seconds: tuple[float, ...]

    @property
    def a(self) -> float:
        """The median of A."""
        return statistics.median(self.a_seconds)

    @property
    def b(self) -> float:
        """The median of B."""
        return statistics.median(self.b_seconds)

    @property
    def ratio(self) -> float:
        """How many times as long A takes as B: the ratio of the medians."""
        return self.a / self.b


def cpu_seconds(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """User and system time of a new Python with these arguments (``["-c", snippet]``), and of what it waits for.

    CPU time, since other work on the same machine disturbs it less than the clock. POSIX only.
    """
    command = [sys.executable, *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    with process.stderr as stderr:
        errors = stderr.read()  # to its end, which is the process's; and no pipe fills up
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # it is waited for: Popen need not
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode} of {command}:\n{errors.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime


def compare(
    a: Sequence[str], b: Sequence[str], rounds: int = 5, *, seconds: Callable[[Sequence[str]], float] = cpu_seconds
) -> Comparison:
    """Measure A and B alternately, after one run of each that fills caches and does not count."""
    seconds(a)
    seconds(b)
    pairs = [(seconds(a), seconds(b)) for _ in range(rounds)]
    return Comparison(tuple(x for x, _ in pairs), tuple(y for _, y in pairs))
