"""Loading a case of 10,000 statements and 1,000 commitments, against PyYAML's C loader alone on the same files.

python benchmarks/load.py [--json]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._cases import write_case
from benchmarks._table import Table, compare, cpu_seconds, run
from holdfast.case.files import Cache
from holdfast.case.load import load

STATEMENTS, COMMITMENTS, FILES = 10_000, 1_000, 10

_YAML = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""
_LOAD = """
import sys
from holdfast.case.load import load
load(sys.argv[1], "desk")
"""


def _check(folder: Path) -> None:
    """Nothing is timed before the result is right."""
    loaded = load(folder, "desk")
    for problem in loaded.diagnostics:
        raise SystemExit(f"the generated case is not clean: {problem.place} {problem.message}")
    case = loaded.case
    clauses = sum(len(draft.agreement.commitments) for draft in case.drafts.values())
    if (len(case.statements), clauses) != (STATEMENTS, COMMITMENTS):
        raise SystemExit(f"{len(case.statements)} statements and {clauses} commitments were read")
    if not all(statement.conditions for statement in case.statements.values() if statement.requires is not None):
        raise SystemExit("a condition was not parsed")


def _again(folder: Path, rounds: int = 7) -> tuple[float, float]:
    """CPU seconds in one process: loading again with one of the ten files changed, and PyYAML on all files."""
    import yaml

    cache = Cache()
    load(folder, "desk", cache=cache)
    changed = folder / "statements" / "part-03.yaml"
    original = changed.read_text(encoding="utf-8")
    ours, theirs = [], []
    for number in range(rounds):
        changed.write_text(original.replace("in our own words", f"in words of round {number}"), encoding="utf-8")
        start = time.process_time()
        loaded = load(folder, "desk", cache=cache)
        ours.append(time.process_time() - start)
        gists = {statement.gist.rpartition(" ")[2] for statement in loaded.case.statements.values()}
        if f"{number}." not in gists or "words." not in gists:
            raise SystemExit("the changed file was not read again")
        start = time.process_time()
        for path in sorted(folder.rglob("*.yaml")):
            yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        theirs.append(time.process_time() - start)
    changed.write_text(original, encoding="utf-8")
    return statistics.median(ours), statistics.median(theirs)


def measure(table: Table) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "case"
        write_case(folder, statements=STATEMENTS, commitments=COMMITMENTS, files=FILES)
        _check(folder)
        size = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
        table.add("size of the case", size / 1e6, "MB")
        both = compare(["-c", _LOAD, str(folder)], ["-c", _YAML, str(folder)])
        table.add("load, new process, no cache", both.a, "s CPU")
        table.add("PyYAML CSafeLoader, new process", both.b, "s CPU")
        table.add("load / CSafeLoader", both.ratio, "ratio", at_most=2.5)
        again, yaml_again = _again(folder)
        table.add("load again, one of ten files changed", again, "s CPU")
        table.add("load again / CSafeLoader, one process", again / yaml_again, "ratio", at_most=0.3)
    helps = [cpu_seconds(["-m", "holdfast", "--help"]) for _ in range(9)]
    table.add("holdfast --help", statistics.median(helps) * 1000, "ms CPU", at_most=150)


if __name__ == "__main__":
    sys.exit(run(measure))
