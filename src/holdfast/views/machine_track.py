"""Where an agreement stands, for programs: plain data and tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from holdfast.analyses.track import Track
from holdfast.analyses.track.ahead import Unblocks
from holdfast.analyses.track.ledgers import Ledger, Point
from holdfast.analyses.track.status import Reason, Status
from holdfast.case.case import Case
from holdfast.case.conditions import to_text
from holdfast.case.records import Entry, plain
from holdfast.views.tables import csv_table

#: The tables of `csv`.
TABLES: Final = ("statuses", "ledgers", "next", "rates", "findings", "decisions", "coverage")


def track_json(case: Case, found: Track, cited: Mapping[str, Entry]) -> str:
    """The whole result; the entries that it rests on stand under `entries`, by name."""
    return json.dumps(track(case, found, cited), ensure_ascii=False, indent=1)


def track(case: Case, found: Track, cited: Mapping[str, Entry]) -> dict[str, Any]:
    """As `track_json`, as plain data."""
    return {
        "version": 1,
        "answer": "track",
        "case": case.title,
        "audience": case.audience,
        "as_of": found.as_of.isoformat(),
        "known_on": _day(found.known_on),
        "draft": found.draft,
        "counts": dict(found.counts),
        "statuses": [_status(one) for one in found.statuses],
        "ledgers": [_ledger(one) for one in found.ledgers],
        "ahead": {
            "within_days": found.ahead.within,
            "due": [_who(one) for one in found.ahead.due],
            "late": [_who(one) for one in found.ahead.late],
            "blocked": [
                {**_who(one), "by": list(one.blocked_by), "parties": list(one.blocking)} for one in found.ahead.blocked
            ],
            "unblocks": [_held(one) for one in found.ahead.unblocks],
            "contested": [_held(one) for one in found.ahead.contested],
        },
        "rates": {
            by: [
                {"group": one.group, "clauses": one.clauses, "low": float(one.low), "high": float(one.high)}
                for one in rates
            ]
            for by, rates in found.rates.items()
        },
        "findings": [_entry(one) for one in found.findings],
        "decisions": [_entry(one) for one in found.decisions],
        "coverage": [_entry(one) for one in found.coverage],
        "claims": found.claims,
        "unplaced": [{"about": one.about, "claims": one.claims} for one in found.unplaced],
        "left_out": list(found.left_out),
        "entries": {name: plain(one.record) for name, one in cited.items()},
        "method": found.method,
        "assumptions": list(found.assumptions),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(number: Fraction | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)


def _status(one: Status) -> dict[str, Any]:
    return {
        "clause": one.clause,
        "obligor": one.obligor,
        "phase": one.phase,
        "status": one.status,
        "since": _day(one.since),
        "due": _day(one.due),
        "performed_on": _day(one.performed_on),
        "days_late": one.days_late,
        "share": _number(one.share),
        "ongoing": one.ongoing,
        "blocked_by": list(one.blocked_by),
        "blocking": list(one.blocking),
        "disputed_by": list(one.disputed_by),
        "why": [_reason(reason) for reason in one.why],
        "because": list(one.because),
    }


def _reason(one: Reason) -> dict[str, Any]:
    condition = None if one.condition is None else to_text(one.condition)
    found = {
        "kind": one.kind,
        "who": list(one.who),
        "day": _day(one.day),
        "entries": list(one.entries),
        "clauses": list(one.clauses),
        "words": one.words,
        "number": one.number,
        "condition": condition,
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _ledger(one: Ledger) -> dict[str, Any]:
    return {
        "clause": one.clause,
        "obligor": one.obligor,
        "good": one.good,
        "promised": one.promised.amount.text,
        "per": one.promised.per,
        "number": _number(one.number),
        "counts": [
            {
                "counter": column.counter,
                "role": column.role,
                "measure": column.measure,
                "value": _number(column.value),
                "outstanding": _number(column.outstanding),
                "met": column.met,
                "decides": column.decides,
                "points": [_point(point) for point in column.points],
            }
            for column in one.columns
        ],
        "found": [_point(point) for point in one.found],
    }


def _point(one: Point) -> dict[str, Any]:
    return {"day": one.day.isoformat(), "value": _number(one.value), "rough": one.rough, "entry": one.entry}


def _who(one: Status) -> dict[str, Any]:
    return {"clause": one.clause, "obligor": one.obligor, "due": _day(one.due)}


def _held(one: Unblocks) -> dict[str, Any]:
    return {"clause": one.clause, "waiting": list(one.waiting)}


def _entry(one: Entry) -> dict[str, Any]:
    return {"name": one.name, **plain(one.record)}


def track_csv(found: Track, table: str) -> str:
    """One table: a row for each status, count on a day, next step, rate or entry."""
    if table == "statuses":
        columns = (
            "clause obligor phase status since due performed_on days_late share blocked_by blocking disputed_by because"
        )
        return csv_table(columns.split(), [_status(one) for one in found.statuses])
    if table == "ledgers":
        columns = "clause obligor good promised per counter role measure day value rough decides entry"
        rows: list[dict[str, Any]] = []
        for ledger in found.ledgers:
            head = _ledger(ledger)
            for column in head["counts"]:
                rows += [{**head, **column, **point} for point in column["points"]]
            rows += [{**head, "counter": "", "role": "found", "measure": "counted", **point} for point in head["found"]]
        return csv_table(columns.split(), rows)
    if table == "next":
        rows = [
            {"what": what, **_who(one), "parties": list(one.blocking), "clauses": list(one.blocked_by)}
            for what, ones in (("due", found.ahead.due), ("late", found.ahead.late), ("blocked", found.ahead.blocked))
            for one in ones
        ]
        rows += [
            {"what": what, "clause": one.clause, "clauses": list(one.waiting)}
            for what, held in (("unblocks", found.ahead.unblocks), ("not settled", found.ahead.contested))
            for one in held
        ]
        return csv_table("what clause obligor due parties clauses".split(), rows)
    if table == "rates":
        rows = [
            {"by": by, "group": one.group, "clauses": one.clauses, "low": float(one.low), "high": float(one.high)}
            for by, rates in found.rates.items()
            for one in rates
        ]
        return csv_table("by group clauses low high".split(), rows)
    columns = (
        "name on party by about obligor finds decides observed standard weighs parties until length draft place reason"
    )
    return csv_table(columns.split(), [_entry(one) for one in getattr(found, table)])
