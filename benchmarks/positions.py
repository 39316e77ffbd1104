"""Positions of a case of 10,000 statements, with everything that compares them, and how the time grows.

python benchmarks/positions.py [--json]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._cases import write_case
from benchmarks._table import Table, run
from holdfast.analyses.balance import balance
from holdfast.analyses.clauses import clauses
from holdfast.analyses.convergence import convergence
from holdfast.analyses.depth import depth
from holdfast.analyses.facts import facts
from holdfast.analyses.movement import movement
from holdfast.analyses.positions import positions
from holdfast.analyses.relations import relations
from holdfast.case.case import Case
from holdfast.case.load import load

SIZES = (1_000, 3_000, 10_000)


def _case(statements: int) -> Case:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "case"
        write_case(folder, statements=statements, commitments=statements // 10, files=10)
        loaded = load(folder, "desk")
    if len(loaded.case.statements) != statements:
        raise SystemExit(f"{len(loaded.case.statements)} of {statements} statements were read")
    return loaded.case


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _parts(table: Table, case: Case, size: int) -> None:
    answer = positions(case)
    work: dict[str, Callable[[], object]] = {
        "matrix": lambda: positions(case),
        "balance": lambda: balance(case),
        "relations": lambda: relations(case),
        "convergence": lambda: convergence(case),
        "facts": lambda: facts(case),
        "clauses": lambda: clauses(case),
        "movement": lambda: movement(case, answer),
    }
    for name, one in work.items():
        table.add(f"{name}, {size} statements", _seconds(one), "s CPU")
    found = relations(case)
    table.add("sets that do not go together", len(found.found), "sets")
    table.add("sides for which there may be more", len(found.bounded), "sides")


def _everything(case: Case) -> float:
    return _seconds(lambda: (positions(case), depth(case)))


def measure(table: Table) -> None:
    largest = SIZES[-1]
    for size in SIZES:
        case = _case(size)
        if size == largest:
            _parts(table, case, size)
        table.add(f"everything, {size} statements", _everything(case), "s CPU", at_most=15 if size == largest else None)


if __name__ == "__main__":
    sys.exit(run(measure))
