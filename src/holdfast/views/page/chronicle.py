"""Entries of a journal as rows of pages: who says what happened, when, and what became of the entry since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from holdfast.analyses.track.fold import day_of, refers_to, sorted_by
from holdfast.case.case import Case
from holdfast.case.records import KEYS, Entry, plain
from holdfast.views import track_words as say
from holdfast.views.names import readable
from holdfast.views.page.standing import Resting, resting

__all__ = ["Line", "changed", "day_of", "details", "fate_of", "line", "refers_to", "sorted_by"]

Fate = Literal["stands", "corrected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry."""

    name: str
    entry: Entry
    when: str
    """When it happened, in words."""
    day: date
    received: datetime
    """In the case's time zone."""
    parties: tuple[str, ...]
    """Whose word it is, as far as they are parties."""
    who: str
    words: str
    resting: Resting
    fate: Fate
    by: tuple[str, ...]
    """The corrections and withdrawals that made it so."""


def line(case: Case, one: Entry, touching: Mapping[str, Sequence[Entry]]) -> Line:
    """An entry as a row.

    Args:
        case: the case.
        one: the entry.
        touching: for each entry, those that refer to it; what is withdrawn itself does not count.
    """
    record = one.record
    fate, by = fate_of(one.name, touching)
    named = record.parties or (() if record.party is None else (record.party,))
    return Line(
        one.name,
        one,
        say.when(record),
        date.fromordinal(day_of(record)),
        record.received.astimezone(case.timezone),
        tuple(name for name in named if name in case.parties),
        say.who_words(record, case) if record.parties or record.party or record.by or record.via else "",
        say.entry_words(record, case),
        resting((one.name,), {one.name: one}),
        fate,
        by,
    )


def fate_of(name: str, touching: Mapping[str, Sequence[Entry]]) -> tuple[Fate, tuple[str, ...]]:
    """Whether an entry stands, is corrected or withdrawn, and by which. In a circle of withdrawals nothing is."""
    return _fate(name, touching, frozenset())


def _fate(name: str, touching: Mapping[str, Sequence[Entry]], asked: frozenset[str]) -> tuple[Fate, tuple[str, ...]]:
    if name in asked:
        return "stands", ()
    effective = [
        one
        for one in touching.get(name, ())
        if refers_to(one) == name and _fate(one.name, touching, asked | {name})[0] != "withdrawn"
    ]
    for kind, fate in _FATES:
        if by := tuple(one.name for one in effective if one.record.kind == kind):
            return fate, by
    return "stands", ()


_FATES: tuple[tuple[str, Fate], ...] = (("withdrawal", "withdrawn"), ("correction", "corrected"))


def details(case: Case, one: Entry) -> tuple[tuple[str, str], ...]:
    """Every key of an entry with its value in words, but for what stands elsewhere on its page."""
    data = {**plain(one.record), "on": say.when(one.record)} if one.record.on else plain(one.record)
    apart = {"kind", "id", "received", "cite", "evidence", "weighs", "of", "set"}
    return tuple(
        (readable(key.replace("_", "-")), _value(key, data[key], case))
        for key in KEYS[one.record.kind]
        if key in data and key not in apart
    )


def _value(key: str, value: Any, case: Case) -> str:
    if key in ("party", "obligor", "blocked_by"):
        return say.speaker_label(str(value), case)
    if key == "parties":
        return ", ".join(say.speaker_label(name, case) for name in value)
    if key == "about":
        return f"{say.what(str(value), case)} ({value})"
    if key == "standard":
        return say.STANDARD_WORDS[str(value)]
    if key in ("says", "finds"):
        return say.SAID_WORDS.get(str(value), str(value))
    if key == "decides":
        return say.DECIDED_WORDS[str(value)]
    if key == "measure":
        return say.MEASURE_WORDS[str(value)]
    return str(value)


def changed(original: Entry | None, correction: Entry) -> Iterable[tuple[str, str, str]]:
    """What a correction changes: key, before, after; of an entry that is not at hand nothing is known of before."""
    before = {} if original is None else plain(original.record)
    for key, value in (correction.record.set or {}).items():
        yield readable(key.replace("_", "-")), _shown(before.get(key)), _shown(value)


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
