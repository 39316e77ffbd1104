"""Suggestions for programs: plain records. The structure is documented in docs/reference/machine-formats.md."""

from __future__ import annotations

from typing import Any, Final

from holdfast.case.case import Case
from holdfast.case.sentences import sentence_at
from holdfast.intake.citing import citations
from holdfast.intake.queue import Item
from holdfast.intake.suggestion import Candidate, Mark

VERSION: Final = 1
COLUMNS: Final = (
    "key kind source paragraph sentence status by via to channel date date_said parties verbs issues fact value origin "
    "relation if unless goes_with notes cue content found_by"
).split()


def record(case: Case, item: Item) -> dict[str, Any]:
    """A suggestion with all of its reasons; words only of documents that may be quoted."""
    one = item.suggestion
    return {
        "key": one.key,
        "kind": one.kind,
        "source": one.source,
        "status": item.status,
        "decided_by": None if item.decision is None else item.decision.coder,
        "statements": [] if item.decision is None else list(item.decision.statements),
        "marks": [_mark(case, mark) for mark in one.marks],
        "cite": citations(case, one),
        "by": one.by,
        "via": one.via,
        "to": one.to if case.sources[one.source].quotable else None,
        "channel": one.channel,
        "date": None if one.date is None else dict(one.date),
        "parties": [_candidate(candidate) for candidate in one.parties],
        "verbs": [_candidate(candidate) for candidate in one.verbs],
        "issues": [_candidate(candidate) for candidate in one.issues],
        "facts": [_candidate(candidate) for candidate in one.facts],
        "conditions": [
            {
                "key": part.key,
                "word": part.word,
                "at": _place(part.span.paragraph, part.span.start, part.span.end),
                "issues": [_candidate(candidate) for candidate in part.issues],
            }
            for part in one.conditions
        ],
        "value": one.value,
        "other_value": one.other_value,
        "origin": one.origin,
        "relation": one.relation,
        "goes_with": list(one.goes_with),
        "in_the_case": one.covered,
        "notes": list(one.notes),
        "found_by": {
            "grammar": one.by_grammar,
            "models": [{"name": model.name, "prompt": model.prompt} for model in one.models],
        },
    }


def row(case: Case, item: Item) -> dict[str, Any]:
    """A suggestion as a row of a table."""
    one = item.suggestion
    lead = one.lead
    text = case.documents[one.source].paragraphs[lead.paragraph - 1]
    date = one.date or {}
    conditions = {
        key: [
            words
            for part in one.conditions
            if part.key == key
            if (words := _words(case, Mark(one.source, key, part.span)))
        ]
        for key in ("if", "unless")
    }
    return {
        "key": one.key,
        "kind": one.kind,
        "source": one.source,
        "paragraph": lead.paragraph,
        "sentence": sentence_at(text, lead.start),
        "status": item.status,
        "by": one.by,
        "via": one.via,
        "to": one.to if case.sources[one.source].quotable else None,
        "channel": one.channel,
        "date": date.get("resolved"),
        "date_said": date.get("said"),
        "parties": [candidate.value for candidate in one.parties],
        "verbs": [candidate.value for candidate in one.verbs],
        "issues": [_atoms(candidate) for candidate in one.issues],
        "fact": [candidate.value for candidate in one.facts],
        "value": one.value,
        "origin": one.origin,
        "relation": one.relation,
        **conditions,
        "goes_with": list(one.goes_with),
        "notes": list(one.notes),
        **{
            role: " … ".join(words for mark in one.marks if mark.role == role if (words := _words(case, mark)))
            for role in ("cue", "content")
        },
        "found_by": [*(["grammar"] if one.by_grammar else []), *(f"model {model.name}" for model in one.models)],
    }


def _atoms(candidate: Candidate) -> str:
    options = ", ".join(option.value for option in candidate.options)
    return f"{candidate.value} ({options})" if options else candidate.value


def _candidate(one: Candidate) -> dict[str, Any]:
    made: dict[str, Any] = {"value": one.value, "because": one.because}
    return made | ({"options": [_candidate(option) for option in one.options]} if one.options else {})


def _mark(case: Case, mark: Mark) -> dict[str, Any]:
    place = _place(mark.span.paragraph, mark.span.start, mark.span.end)
    words = _words(case, mark)
    return {"source": mark.source, "role": mark.role, **place} | ({} if words is None else {"words": words})


def _place(paragraph: int, start: int, end: int) -> dict[str, int]:
    return {"paragraph": paragraph, "start": start, "end": end}


def _words(case: Case, mark: Mark) -> str | None:
    """The words of a mark; None where they may not be quoted."""
    if not case.sources[mark.source].quotable:
        return None
    return case.documents[mark.source].paragraphs[mark.span.paragraph - 1][mark.span.start : mark.span.end]
