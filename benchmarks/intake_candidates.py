"""The candidates for party, verb and issue against the coded statements of three examples.

Each coded statement whose words stand in a paragraph that is at hand is set beside the suggestions of that paragraph:
the best of them, by how many of its labels are among their candidates. The two newspaper articles of `gaza-2025` were
looked at while the rules were written; `harbour` was written by hand for teaching; nothing was fitted to either.

python benchmarks/intake_candidates.py [--json]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._table import ROOT, Table, run
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement
from holdfast.intake.bulk import readings
from holdfast.intake.suggestion import Candidate, Suggestion
from holdfast.intake.suggestions import suggest

EXAMPLES = ("gaza-2025", "harbour")


def main(table: Table) -> None:
    """Measures."""
    shared = Path(os.environ.get("HOLDFAST_SHARED", ROOT.parent / "shared")) / "sources"
    for example in EXAMPLES:
        case = load(ROOT / "examples" / example, "desk", sources=[shared] if shared.is_dir() else []).case
        _measure(table, example, case)


def _measure(table: Table, example: str, case: Case) -> None:
    found = suggest(case, readings(case, processes=1), ())
    beside: dict[tuple[str, int], list[Suggestion]] = {}
    for one in found:
        for span in (*one.spans("content"), *one.spans("figure"), *one.spans("cue")):
            beside.setdefault((one.source, span.paragraph), []).append(one)
    coded = paired = parties = first_party = verbs = first_verb = issues = with_issue = 0
    for cited in case.cited:
        statement = case.statements.get(cited.by)
        paragraph = None if cited.anchored is None else cited.anchored.targets[0].paragraph
        if statement is None or not cited.by_statement or paragraph is None or not statement.parties:
            continue
        coded += 1
        near = beside.get((cited.source, paragraph), [])
        if not near:
            continue
        paired += 1
        wanted = set(map(str, statement.parties))
        about = _issues(statement)
        best = max(near, key=lambda one: _score(one, wanted, statement.verb, about))
        parties += bool(wanted & set(_values(best.parties)))
        first_party += bool(wanted & set(_values(best.parties)[:1]))
        verbs += statement.verb in _values(best.verbs)
        first_verb += statement.verb in _values(best.verbs)[:1]
        if about:
            with_issue += 1
            issues += bool(about & set(_values(best.issues)))
    table.add(f"{example}: coded statements of parties, their paragraph at hand", coded, "")
    if not coded:
        return
    table.add(f"{example}: with a suggestion in their paragraph", paired / coded, "share")
    table.add(f"{example}: the party is a candidate", parties / paired, "share")
    table.add(f"{example}: the party is the first candidate", first_party / paired, "share")
    table.add(f"{example}: the verb is a candidate", verbs / paired, "share")
    table.add(f"{example}: the verb is the first candidate", first_verb / paired, "share")
    table.add(f"{example}: an issue of it is a candidate", issues / with_issue, "share")


def _issues(statement: Statement) -> set[str]:
    return {ref.name for condition in statement.conditions for ref in mentions(condition).of("issue")}


def _values(found: Iterable[Candidate]) -> list[str]:
    return [one.value for one in found]


def _score(one: Suggestion, parties: set[str], verb: str, issues: set[str]) -> tuple[int, int]:
    right = (
        bool(parties & set(_values(one.parties))),
        verb in _values(one.verbs),
        bool(issues & set(_values(one.issues))),
    )
    first = bool(parties & set(_values(one.parties)[:1])) + (verb in _values(one.verbs)[:1])
    return sum(right), first


if __name__ == "__main__":
    sys.exit(run(main))
