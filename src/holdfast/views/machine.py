"""Answers for programs: JSON and CSV. The structure is documented in docs/reference and changes only with a version."""

from __future__ import annotations

import json
from typing import Any, Final

from holdfast.analyses.because import Because
from holdfast.analyses.depth import Depth
from holdfast.analyses.positions import Claim, OnDraft, Positions, Stance, Word
from holdfast.case.case import Case
from holdfast.case.conditions import Condition, to_text
from holdfast.case.model import Dated, Value
from holdfast.views import machine_depth
from holdfast.views.tables import csv_table

#: The version of the structures below.
VERSION: Final = 1


def positions_json(case: Case, answer: Positions, depth: Depth | None = None) -> str:
    """The answer to question 1, with what comparing the positions brings to light where `depth` is given."""
    result = {
        "version": VERSION,
        "answer": "positions",
        "case": case.title,
        "audience": case.audience,
        "as_of": None if answer.as_of is None else answer.as_of.isoformat(),
        "parties": [{"id": name, "name": case.parties[name].name} for name in answer.parties],
        "issues": [
            {"id": name, "question": case.issues[name].question, "no_word_from": list(answer.no_word[name])}
            for name in answer.issues
        ],
        "stances": [_stance(one) for one in answer.stances],
        "on_draft": [_on_draft(one) for one in answer.on_draft],
        "facts": [
            {"key": row.key, "text": row.text, "unit": row.unit, "claims": [_claim(one) for one in row.claims]}
            for row in answer.facts
        ],
        "words": [_word(one) for one in answer.words],
        "silent_parties": list(answer.silent_parties),
        "method": answer.method,
        "assumptions": list(answer.assumptions),
    }
    if depth is not None:
        result |= machine_depth.record(depth)
    return json.dumps(result, ensure_ascii=False, indent=1)


def positions_csv(case: Case, answer: Positions, table: str, depth: Depth | None = None) -> str:
    """One table of the answer: ``stances``, ``draft``, ``facts``, ``words``, or one of `machine_depth.COLUMNS`."""
    if depth is not None and table in machine_depth.COLUMNS:
        rows = machine_depth.rows(case, depth, table)
        return csv_table(machine_depth.COLUMNS[table], rows)
    records: list[dict[str, Any]]
    if table == "stances":
        records = [_stance(one) for one in answer.stances]
    elif table == "draft":
        records = [_on_draft(one) for one in answer.on_draft]
    elif table == "facts":
        records = [{"key": row.key, "text": row.text} | _claim(one) for row in answer.facts for one in row.claims]
    else:
        records = [_word(one) for one in answer.words]
    return csv_table([*_COLUMNS[table], *_EVIDENCE], map(_flat, records))


_COLUMNS: Final = {
    "stances": "issue parties bearing verb said if unless options firmness retired_by".split(),
    "draft": "clause bearing parties verb said if unless extent clauses except firmness retired_by".split(),
    "facts": "key text value low high asserted_by origin parties retired_by".split(),
    "words": "verb parties words topics values retired_by".split(),
}
_EVIDENCE: Final = ("statement", "speaker", "via", "gist", "channel", "date", "date_said", "citations", "place")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """One record as a row: lists joined, the evidence beside it."""
    evidence = row.pop("because")
    citations = "; ".join(
        f"{one['source']} ¶{one['paragraph']}" if one["paragraph"] else one["source"] for one in evidence["citations"]
    )
    row |= {key: evidence[key] for key in ("statement", "speaker", "via", "gist", "channel", "date", "place")}
    row |= {"citations": citations, "date_said": evidence["date_said"]}
    if "values" in row:
        row["values"] = [f"{key}: {value['value']}" for key, value in row["values"].items()]
    return row


def _stance(one: Stance) -> dict[str, Any]:
    return {
        "issue": one.issue,
        "parties": list(one.parties),
        "bearing": one.bearing,
        "verb": one.verb,
        "said": [to_text(part) for part in one.said],
        "if": _condition(one.if_),
        "unless": _condition(one.unless),
        "options": list(one.options),
        "firmness": one.firmness,
        "retired_by": one.retired_by,
        "because": because_record(one.because),
    }


def _on_draft(one: OnDraft) -> dict[str, Any]:
    return {
        "clause": one.clause,
        "bearing": one.bearing,
        "parties": list(one.parties),
        "verb": one.verb,
        "said": [to_text(part) for part in one.said],
        "if": _condition(one.if_),
        "unless": _condition(one.unless),
        "extent": one.extent,
        "clauses": list(one.clauses),
        "except": list(one.excepted),
        "firmness": one.firmness,
        "retired_by": one.retired_by,
        "because": because_record(one.because),
    }


def _claim(one: Claim) -> dict[str, Any]:
    return {
        **_value(one.value),
        "parties": list(one.parties),
        "asserted_by": one.asserted_by,
        "origin": one.origin,
        "retired_by": one.retired_by,
        "because": because_record(one.because),
    }


def _word(one: Word) -> dict[str, Any]:
    return {
        "verb": one.verb,
        "parties": list(one.parties),
        "words": one.words,
        "topics": list(one.topics),
        "values": {key: _value(value) for key, value in one.values},
        "retired_by": one.retired_by,
        "because": because_record(one.because),
    }


def _value(value: Value) -> dict[str, Any]:
    figure = value.figure
    if figure is None:
        return {"value": value.text, "low": None, "high": None}
    low, high = figure.low, figure.high
    return {
        "value": value.text,
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
    }


def because_record(one: Because) -> dict[str, Any]:
    """What a result rests on, as plain data."""
    return {
        "statement": one.statement,
        "speaker": one.speaker,
        "via": one.via,
        "gist": one.gist,
        "channel": one.channel,
        "compartment": one.compartment,
        **_date(one.date),
        "citations": [
            {"source": c.source, "paragraph": c.paragraph, "quote": c.quote, "status": c.status} for c in one.cited
        ],
        "place": str(one.place),
    }


def _date(date: Dated) -> dict[str, Any]:
    return {"date": None if date.day is None else date.day.isoformat(), "date_said": date.said}


def _condition(condition: Condition | None) -> str | None:
    return None if condition is None else to_text(condition)
