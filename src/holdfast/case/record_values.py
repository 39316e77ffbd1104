"""The values of a journal's entries, read from plain data: texts, names, days, amounts, citations, files.

Each reader takes what stands in the data and gives the value, or raises `ValueReadError` with what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Final

from holdfast.case import figures, times
from holdfast.case.figures import Figure
from holdfast.case.times import Moment
from holdfast.diagnostics import did_you_mean, or_list

#: Amounts are counted in thousandths, exactly.
SCALE: Final = 1000
#: More would not fit into the integers of a database.
_MOST: Final = 9 * 10**15
ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")
REFERENCE: Final = re.compile(rf"(?:[a-z][a-z0-9-]*/)?{ID.pattern}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Cite:
    """Where an entry rests in a source of the case."""

    source: str
    paragraph: int | None = None
    sha256: str | None = None
    quote: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that is evidence, by its hash. The file itself need not be at hand."""

    file: str
    sha256: str


class ValueReadError(Exception):
    """Why a value cannot be read, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read_text(value: object) -> str:
    """A text that is not empty."""
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else None
    if text is None or isinstance(value, bool):
        raise ValueReadError("a text is expected here")
    text = text.strip()
    if not text:
        raise ValueReadError("a value is missing here", "write it, or leave the key out")
    if len(text) > _LONGEST:
        raise ValueReadError(f"this text is longer than {_LONGEST:,} characters")
    if "\0" in text:
        raise ValueReadError("this text holds a character that is none")
    return text


def matching(pattern: re.Pattern[str], what: str) -> Callable[[object], str]:
    """What reads a text of this form."""

    def named(text: str) -> str:
        if pattern.fullmatch(text) is None:
            raise ValueReadError(f"'{text[:60]}' cannot be {what}", "names are lower-case words joined by hyphens")
        return text

    known = lru_cache(maxsize=4096)(named) if pattern is NAME else named
    return lambda value: known(read_text(value))


def one_of(words: tuple[str, ...]) -> Callable[[object], str]:
    """What reads one of these words."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        text = read_text(value)
        raise ValueReadError(
            f"'{text[:60]}' is none of the words that can stand here",
            did_you_mean(text, words) or f"write {or_list(words)}",
        )

    return read


@lru_cache(maxsize=65536)
def read_moment(text: str) -> Moment:
    """A date or a moment."""
    try:
        return times.parse_moment(text)
    except times.TimeError as error:
        raise ValueReadError(str(error)) from None


def read_period(value: object) -> tuple[Moment, Moment]:
    """When: a moment, or a first and a last."""
    if isinstance(value, str):
        first, mark, last = value.partition("..")
        return _span(read_moment(first.strip()), read_moment(last.strip() if mark else first.strip()))
    if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(one, str) for one in value):
        return _span(read_moment(value[0]), read_moment(value[1]))
    raise ValueReadError("a date is expected here", "write 2026-03-02, 2026-03-02 14:30, or 2026-03-02..2026-03-04")


def _span(first: Moment, last: Moment) -> tuple[Moment, Moment]:
    if _start(first) > _start(last):
        raise ValueReadError(f"this range ends before it starts: {last} is before {first}")
    return first, last


def _start(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)


@lru_cache(maxsize=65536)
def read_instant(text: str) -> datetime:
    """A moment in UTC, to the minute."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        hint = "write 2026-03-02T14:30Z, or with its distance from UTC: 2026-03-02T14:30+01:00"
        raise ValueReadError(f"'{text}' is not a moment", hint) from None
    try:
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except OverflowError:
        raise ValueReadError(f"'{text}' is out of reach") from None
    return instant.replace(second=0, microsecond=0)


def read_amount(value: object) -> Figure:
    """A number as it was said."""
    figure = figures.parse_figure(read_text(value))
    if figure is None or figure.percent:
        hint = "write a number such as 243, about 1,200, more than 220"
        raise ValueReadError(f"'{read_text(value)}' is not an amount", hint)
    if thousandths(figure) is None:
        raise ValueReadError(
            f"'{read_text(value)}' cannot be counted", "at most three digits after the point, below 9e12"
        )
    return figure


def thousandths(figure: Figure) -> int | None:
    """An amount as it is counted: what is stated, else the least that it can be, in thousandths; None: not exact."""
    number = figure.stated if figure.stated is not None else figure.low or Fraction(0)
    scaled = number * SCALE
    return int(scaled) if scaled.denominator == 1 and 0 <= scaled <= _MOST else None


def read_stage(value: object) -> int:
    """The number of a part, from 1."""
    text = read_text(value)
    if not text.isascii() or not text.isdigit() or len(text) > 5 or not 1 <= int(text) <= 10_000:
        raise ValueReadError(f"'{text[:60]}' is no number of a part", "parts are counted from 1")
    return int(text)


def read_length(value: object) -> str:
    """A duration."""
    try:
        return str(times.parse_duration(read_text(value)))
    except times.TimeError as error:
        raise ValueReadError(str(error)) from None


def read_names(pattern: re.Pattern[str]) -> Callable[[object], tuple[str, ...]]:
    """What reads names, each once."""
    read = matching(pattern, "the name of one")

    def read_all(value: object) -> tuple[str, ...]:
        parts = value.split() if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not parts:
            raise ValueReadError("names are expected here", "write [a, b]")
        return tuple(dict.fromkeys(read(one) for one in parts))

    return read_all


def _listed(value: object, what: str, keys: tuple[str, ...], needed: str) -> list[Mapping[str, object]]:
    parts = value if isinstance(value, list | tuple) else [value]
    for one in parts:
        if not isinstance(one, Mapping) or needed not in one or not set(one) <= set(keys):
            raise ValueReadError(f"{what} is expected here", f"with the keys {', '.join(keys)}")
    return list(parts)


def _hash(value: object) -> str:
    text = read_text(value)
    if _SHA256.fullmatch(text) is None:
        raise ValueReadError("this is not a SHA-256 in hexadecimal", "it has 64 characters of 0-9 and a-f")
    return text


def read_citations(value: object) -> tuple[Cite, ...]:
    """Citations."""
    return tuple(
        Cite(
            read_text(one["source"]),
            read_stage(one["paragraph"]) if "paragraph" in one else None,
            _hash(one["sha256"]) if "sha256" in one else None,
            read_text(one["quote"]) if "quote" in one else None,
            read_text(one["note"]) if "note" in one else None,
        )
        for one in _listed(value, "a citation", ("source", "paragraph", "sha256", "quote", "note"), "source")
    )


def read_evidence(value: object) -> tuple[Evidence, ...]:
    """Files with their hashes."""
    pairs = _listed(value, "a file with its hash", ("file", "sha256"), "sha256")
    return tuple(Evidence(read_text(one.get("file", "?")), _hash(one["sha256"])) for one in pairs)


def read_changes(value: object) -> Mapping[str, object]:
    """The keys that a correction changes."""
    if not isinstance(value, Mapping) or not value:
        raise ValueReadError("the keys that change are expected here", 'write {"amount": "233"}')
    fixed = {"kind", "id", "received", "of", "set"} & set(value)
    if fixed:
        raise ValueReadError(f"`{min(fixed)}` cannot be corrected", "withdraw the entry and make another")
    return dict(value)
