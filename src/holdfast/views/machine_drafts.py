"""What differs between two drafts, for programs. The structure is documented in docs/reference."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from holdfast.analyses.because import Because
from holdfast.analyses.coherence.change import Change as Findings
from holdfast.analyses.drafts.differences import Change, Differences, Entry, Head, Perhaps
from holdfast.case.case import Case
from holdfast.case.model import Citation
from holdfast.views import answers_compared, draft_findings
from holdfast.views.drafts import change_words, sides_of
from holdfast.views.machine import VERSION, because_record
from holdfast.views.tables import csv_table

COLUMNS: Final = tuple(
    "kind name how perhaps reading key old new old_words new_words spoken_of_by accepted_old accepted_new".split()
)


def machine(
    case: Case, found: Differences, findings: Findings | None = None, answers: Iterable[answers_compared.Compared] = ()
) -> str:
    """The answer as JSON; docs/reference/machine-formats.md describes it."""
    sides = sides_of(case, found)
    result = {
        "version": VERSION,
        "answer": "diff",
        "case": case.title,
        "audience": case.audience,
        "first": _head(found.first),
        "second": _head(found.second),
        "entries": [
            {
                "kind": one.kind,
                "name": one.name,
                "how": one.how,
                "changes": [_change(one, change, sides) for change in one.changes],
                "spoken": [
                    {"old": s.old, "new": s.new, "yes_to": s.yes_to, "because": because_record(s.because)}
                    for s in one.spoken
                ],
                "accepted_old": _names(one.accepted("old")),
                "accepted_new": _names(one.accepted("new")),
                "old_citations": _cited(one.old_cite),
                "new_citations": _cited(one.new_cite),
            }
            for one in found.entries
        ],
        "perhaps": [
            {
                "guess": True,
                "old": one.old,
                "new": one.new,
                "likeness": round(float(one.likeness), 3),
                "changes": [_change(one, change, sides) for change in one.changes],
            }
            for one in found.perhaps
        ],
        "answers": answers_compared.machine(answers),
        "findings": None if findings is None else draft_findings.machine(findings),
        "method": found.method,
        "assumptions": list(found.assumptions),
    }
    return json.dumps(result, ensure_ascii=False, indent=1)


def table(case: Case, found: Differences) -> str:
    """One row for each key that differs, and one for what differs without keys, as CSV."""
    return csv_table(COLUMNS, _rows(case, found))


def _rows(case: Case, found: Differences) -> Iterator[dict[str, Any]]:
    sides = sides_of(case, found)
    for one in found.entries:
        shared = {
            "kind": one.kind,
            "name": one.name,
            "how": one.how,
            "spoken_of_by": [said.because.statement for said in one.spoken],
            "accepted_old": _names(one.accepted("old")),
            "accepted_new": _names(one.accepted("new")),
        }
        for change in one.changes:
            yield shared | _change(one, change, sides)
        if not one.changes:
            yield shared
    for guess in found.perhaps:
        yield {"kind": "clause", "name": guess.old, "how": "perhaps the same", "perhaps": guess.new}


def _change(entry: Entry | Perhaps, one: Change, sides: tuple[Case, Case]) -> dict[str, Any]:
    old, new = change_words(entry, one, *sides)
    return {
        "key": one.key,
        "reading": one.reading,
        "old": one.old_text,
        "new": one.new_text,
        "old_words": None if one.old is None else old,
        "new_words": None if one.new is None else new,
    }


def _head(one: Head) -> dict[str, Any]:
    return {
        "draft": one.draft,
        "title": one.title,
        "proposed_by": list(one.proposed_by),
        "version": one.version,
        "date": None if one.date.day is None else one.date.day.isoformat(),
        "date_said": one.date.said,
    }


def _names(found: tuple[Because, ...]) -> list[str]:
    return [one.statement for one in found]


def _cited(found: tuple[Citation, ...]) -> list[dict[str, Any]]:
    return [{"source": str(one.source), "paragraph": one.paragraph} for one in found]
