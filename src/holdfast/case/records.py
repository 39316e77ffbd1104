"""What happened, as somebody says: the entries of a journal, frozen, read from plain data.

A *claim* is what somebody says happened; a *finding* is what the named decider concluded. The two are never mixed.
Corrections and withdrawals change what an earlier entry says from the day on which they were received; decisions of
the parties change what is owed; coverage says where and when somebody could look. A purge takes the place of an entry
whose content was deleted.

One class for all kinds: an entry is a flat set of keys, as in JSON Lines and CSV, and `KEYS` says which go with which
kind. Reading never raises on what a user wrote: it returns the record or the problems, each with the key it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from holdfast.case import figures, times
from holdfast.case.figures import Figure
from holdfast.case.times import Moment
from holdfast.diagnostics import Diagnostic, Place, did_you_mean, or_list

Kind = Literal["claim", "finding", "correction", "withdrawal", "decision", "coverage", "purge"]
#: What a claim says of a commitment; of an event or phase, the last three.
SAYS: Final = ("performed", "in-part", "not-performed", "violated", "reversed", "counted", "prevented",
               "occurred", "opened", "ended")  # fmt: skip
#: What a finding concludes. ``unverifiable`` includes that nobody could investigate.
FINDS: Final = ("performed", "in-part", "not-performed", "breached", "no-breach", "reversed", "unverifiable",
                "counted", "occurred", "opened", "ended")  # fmt: skip
#: What parties decide of a commitment; of one that needs their consent, that they give or refuse it.
DECIDES: Final = ("extend", "waive", "suspend", "resume", "amend", "consent", "refuse")
OBSERVED: Final = ("full", "partly", "none")
#: Whether an amount is what came this time, or all that had come by then.
COUNTS: Final = ("part", "total")
#: What was counted: what was offered, what was recognised as owed, what was refused, what is left.
MEASURES: Final = ("counted", "handed-in", "rejected", "remaining")
#: Standards of proof in use, from the weakest (Wilkinson, *Standards of Proof in International Humanitarian and Human
#: Rights Fact-Finding and Inquiry Missions*, Geneva Academy 2014), and that none was named.
STANDARDS: Final = ("reasonable-suspicion", "reasonable-grounds", "balance-of-probabilities", "clear-and-convincing",
                    "beyond-reasonable-doubt", "not-said")  # fmt: skip
#: Amounts are counted in thousandths, exactly.
SCALE: Final = 1000
#: More would not fit into the integers of a database.
_MOST: Final = 9 * 10**15


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


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a journal. Keys that do not go with its kind are empty; see `KEYS`."""

    kind: Kind
    id: str
    """Its name, unique in its compartment; by it other entries refer to it."""
    received: datetime
    """When those who keep the journal learned of it, in UTC: what was known on a day follows from this."""
    party: str | None = None
    """Whose word it is: the claimant, the decider, the observer."""
    by: str | None = None
    """The speaker as the source names them."""
    via: str | None = None
    """Through whose mouth it is reported."""
    about: str | None = None
    """The commitment, event or phase that it is about; a claim or finding may be about an incident alone."""
    obligor: str | None = None
    """Whose performance, where several owe the clause each; else everybody's."""
    says: str | None = None
    """Of a claim: one of `SAYS`."""
    finds: str | None = None
    """Of a finding: one of `FINDS`."""
    decides: str | None = None
    """Of a decision: one of `DECIDES`."""
    on: tuple[Moment, Moment] | None = None
    """When: the first and the last moment that it may be, in the case's time zone; None where nobody says."""
    on_said: str | None = None
    """The words of the source for it."""
    place: str | None = None
    stage: int | None = None
    """The part of the clause, counted from 1."""
    good: str | None = None
    """What was counted, as the clause names it."""
    amount: Figure | None = None
    counts: str = "part"
    """One of `COUNTS`."""
    measure: str = "counted"
    """One of `MEASURES`."""
    incident: str | None = None
    """What sort of incident it is, for the periodic report."""
    reason: str | None = None
    """Why: of a delay, a decision, a correction, a withdrawal, a purge, a gap in observation."""
    blocked_by: str | None = None
    """The party that prevented it, according to this word."""
    standard: str | None = None
    """The standard of proof of a finding: one of `STANDARDS`."""
    weighs: tuple[str, ...] = ()
    """The entries that a finding weighed."""
    parties: tuple[str, ...] = ()
    """Who took a decision."""
    until: Moment | None = None
    """To when a decision extends."""
    length: str | None = None
    """By how much a decision extends, such as ``7d``."""
    draft: str | None = None
    """The version in force from a decision to amend on."""
    of: str | None = None
    """The entry that is corrected, withdrawn or purged."""
    set: Mapping[str, object] | None = None
    """The keys that a correction changes, as plain data."""
    observed: str | None = None
    """Of coverage: one of `OBSERVED`."""
    cite: tuple[Cite, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str | None = None
    """A remark of those who keep the journal."""

    @property
    def word(self) -> str | None:
        """What it says, finds, decides or how much was observed."""
        return self.says or self.finds or self.decides or self.observed

    @property
    def speaker(self) -> str:
        """Whose word it is, as the fold tells speakers apart: the party, else the name of the speaker."""
        return self.party or f"“{self.by or self.via or '?'}”"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in its place in a journal."""

    compartment: str
    seq: int
    """Its number in the compartment's journal, from 1; 0 where it was read from a file and has none."""
    record: Record

    @property
    def name(self) -> str:
        """Its name in the whole case: ``id``, or ``union/id``."""
        return self.record.id if self.compartment == "public" else f"{self.compartment}/{self.record.id}"


class Row(NamedTuple):
    """What the fold needs of a claim. Days are ordinals (`date.toordinal`), `received` is minutes since 1970 (UTC)."""

    name: str
    about: str | None
    obligor: str | None
    says: str
    speaker: str
    first: int | None
    last: int | None
    received: int
    stage: int | None
    good: str | None
    amount: int | None
    """In thousandths; the lower bound where no number is stated."""
    rough: int
    """1 where the amount is hedged, else 0."""
    counts: str
    measure: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an entry, and at which key."""

    code: str
    message: str
    key: str | None = None
    hint: str | None = None

    def at(self, file: str, line: int = 1, column: int = 1, excerpt: str | None = None) -> Diagnostic:
        """The diagnostic at a place."""
        place = Place(file, line, column, line, column + 1, excerpt)
        return Diagnostic(self.code, self.message, (place,), self.hint)


class _ValueError(Exception):
    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


# Values

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")
_REFERENCE: Final = re.compile(rf"(?:[a-z][a-z0-9-]*/)?{_ID.pattern}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 10_000


def _text(value: object) -> str:
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else None
    if text is None or isinstance(value, bool):
        raise _ValueError("a text is expected here")
    text = text.strip()
    if not text:
        raise _ValueError("a value is missing here", "write it, or leave the key out")
    if len(text) > _LONGEST:
        raise _ValueError(f"this text is longer than {_LONGEST:,} characters")
    if "\0" in text:
        raise _ValueError("this text holds a character that is none")
    return text


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _text(value)
        if pattern.fullmatch(text) is None:
            raise _ValueError(f"'{text[:60]}' cannot be {what}", "names are lower-case words joined by hyphens")
        return text

    return lru_cache(maxsize=4096)(read) if pattern is _NAME else read


def _one_of(words: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        text = _text(value)
        raise _ValueError(
            f"'{text[:60]}' is none of the words that can stand here",
            did_you_mean(text, words) or f"write {or_list(words)}",
        )

    return read


@lru_cache(maxsize=65536)
def _moment(text: str) -> Moment:
    try:
        return times.parse_moment(text)
    except times.TimeError as error:
        raise _ValueError(str(error)) from None


def _on(value: object) -> tuple[Moment, Moment]:
    if isinstance(value, str):
        first, mark, last = value.partition("..")
        return _span(_moment(first.strip()), _moment(last.strip() if mark else first.strip()))
    if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(one, str) for one in value):
        return _span(_moment(value[0]), _moment(value[1]))
    raise _ValueError("a date is expected here", "write 2026-03-02, 2026-03-02 14:30, or 2026-03-02..2026-03-04")


def _span(first: Moment, last: Moment) -> tuple[Moment, Moment]:
    if _start(first) > _start(last):
        raise _ValueError(f"this range ends before it starts: {last} is before {first}")
    return first, last


def _start(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)


@lru_cache(maxsize=65536)
def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        hint = "write 2026-03-02T14:30Z, or with its distance from UTC: 2026-03-02T14:30+01:00"
        raise _ValueError(f"'{text}' is not a moment", hint) from None
    try:
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except OverflowError:
        raise _ValueError(f"'{text}' is out of reach") from None
    return instant.replace(second=0, microsecond=0)


def _amount(value: object) -> Figure:
    figure = figures.parse_figure(_text(value))
    if figure is None or figure.percent:
        hint = "write a number such as 243, about 1,200, more than 220"
        raise _ValueError(f"'{_text(value)}' is not an amount", hint)
    if thousandths(figure) is None:
        raise _ValueError(f"'{_text(value)}' cannot be counted", "at most three digits after the point, below 9e12")
    return figure


def thousandths(figure: Figure) -> int | None:
    """An amount as it is counted: what is stated, else the least that it can be, in thousandths; None: not exact."""
    number = figure.stated if figure.stated is not None else figure.low or Fraction(0)
    scaled = number * SCALE
    return int(scaled) if scaled.denominator == 1 and 0 <= scaled <= _MOST else None


def _stage(value: object) -> int:
    text = _text(value)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 10_000:
        raise _ValueError(f"'{text[:60]}' is no number of a part", "parts are counted from 1")
    return int(text)


def _length(value: object) -> str:
    try:
        return str(times.parse_duration(_text(value)))
    except times.TimeError as error:
        raise _ValueError(str(error)) from None


def _names(pattern: re.Pattern[str]) -> Callable[[object], tuple[str, ...]]:
    read = _matching(pattern, "the name of one")

    def read_all(value: object) -> tuple[str, ...]:
        parts = value.split() if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not parts:
            raise _ValueError("names are expected here", "write [a, b]")
        return tuple(dict.fromkeys(read(one) for one in parts))

    return read_all


def _listed(value: object, what: str, keys: tuple[str, ...], needed: str) -> list[Mapping[str, object]]:
    parts = value if isinstance(value, list | tuple) else [value]
    for one in parts:
        if not isinstance(one, Mapping) or needed not in one or not set(one) <= set(keys):
            raise _ValueError(f"{what} is expected here", f"with the keys {', '.join(keys)}")
    return list(parts)


def _hash(value: object) -> str:
    text = _text(value)
    if _SHA256.fullmatch(text) is None:
        raise _ValueError("this is not a SHA-256 in hexadecimal", "it has 64 characters of 0-9 and a-f")
    return text


def _cite(value: object) -> tuple[Cite, ...]:
    return tuple(
        Cite(
            _text(one["source"]),
            _stage(one["paragraph"]) if "paragraph" in one else None,
            _hash(one["sha256"]) if "sha256" in one else None,
            _text(one["quote"]) if "quote" in one else None,
            _text(one["note"]) if "note" in one else None,
        )
        for one in _listed(value, "a citation", ("source", "paragraph", "sha256", "quote", "note"), "source")
    )


def _evidence(value: object) -> tuple[Evidence, ...]:
    pairs = _listed(value, "a file with its hash", ("file", "sha256"), "sha256")
    return tuple(Evidence(_text(one.get("file", "?")), _hash(one["sha256"])) for one in pairs)


def _set(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not value:
        raise _ValueError("the keys that change are expected here", 'write {"amount": "233"}')
    fixed = {"kind", "id", "received", "of", "set"} & set(value)
    if fixed:
        raise _ValueError(f"`{min(fixed)}` cannot be corrected", "withdraw the entry and make another")
    return dict(value)


_READERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "id": _matching(_ID, "the name of an entry"),
    "received": lambda value: _instant(_text(value)),
    "says": _one_of(SAYS),
    "finds": _one_of(FINDS),
    "decides": _one_of(DECIDES),
    "observed": _one_of(OBSERVED),
    "counts": _one_of(COUNTS),
    "measure": _one_of(MEASURES),
    "standard": _one_of(STANDARDS),
    "on": _on,
    "until": lambda value: _moment(_text(value)),
    "stage": _stage,
    "amount": _amount,
    "length": _length,
    "weighs": _names(_REFERENCE),
    "parties": _names(_NAME),
    "of": _matching(_REFERENCE, "the name of an entry"),
    "set": _set,
    "cite": _cite,
    "evidence": _evidence,
    **dict.fromkeys(
        ("party", "about", "obligor", "good", "incident", "blocked_by", "draft"), _matching(_NAME, "a name")
    ),
    **dict.fromkeys(("by", "via", "on_said", "place", "reason", "note"), _text),
}
_SHARED: Final = ("kind", "id", "received", "party", "by", "via", "cite", "evidence", "note")
_WHAT: Final = ("about", "obligor", "on", "on_said", "place", "stage", "good", "amount", "counts", "measure",
                "incident", "reason")  # fmt: skip
#: Which keys go with which kind of entry.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "claim": (*_SHARED, "says", *_WHAT, "blocked_by"),
    "finding": (*_SHARED, "finds", *_WHAT, "standard", "weighs"),
    "correction": (*_SHARED, "of", "set", "reason"),
    "withdrawal": (*_SHARED, "of", "reason"),
    "decision": (
        *_SHARED,
        "decides",
        "about",
        "obligor",
        "on",
        "stage",
        "parties",
        "until",
        "length",
        "draft",
        "reason",
    ),
    "coverage": (*_SHARED, "observed", "on", "place", "reason"),
    "purge": (*_SHARED, "of", "reason"),
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "claim": ("says",),
    "finding": ("finds", "party", "standard"),
    "correction": ("of", "set"),
    "withdrawal": ("of",),
    "decision": ("decides", "parties", "on"),
    "coverage": ("observed", "on"),
    "purge": ("of", "reason"),
}


def needed(kind: str) -> tuple[str, ...]:
    """The keys that an entry of a kind cannot do without, besides its name and when it was received."""
    return _NEEDED[kind]


_ALLOWED: Final = {kind: frozenset(keys) for kind, keys in KEYS.items()}


def read(data: object) -> Record | tuple[Problem, ...]:
    """Plain data, as JSON has it → the record, or everything that is wrong with it. Never raises."""
    if not isinstance(data, Mapping):
        return (Problem("HF701", "an entry is expected here: keys and values in braces"),)
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KEYS:
        hint = did_you_mean(str(kind), KEYS) or f"write {or_list(tuple(KEYS))}"
        if kind is None:
            return (Problem("HF702", "`kind` is missing", None, hint),)
        return (Problem("HF703", f"'{str(kind)[:60]}' is no kind of entry", "kind", hint),)
    problems: list[Problem] = []
    values: dict[str, Any] = {"kind": kind}
    allowed = _ALLOWED[kind]
    for key, value in data.items():
        if key not in allowed:
            hint = did_you_mean(str(key), allowed) or f"the keys of a {kind} are {', '.join(KEYS[kind])}"
            problems.append(Problem("HF702", f"the key `{str(key)[:60]}` does not belong to a {kind}", str(key), hint))
        elif key != "kind":
            try:
                values[key] = _READERS[key](value)
            except _ValueError as error:
                problems.append(Problem("HF703", f"`{key}`: {error.message}", key, error.hint))
    for key in ("id", "received", *_NEEDED[kind]):
        if key not in data:
            problems.append(Problem("HF702", f"`{key}` is missing", None, f"add `{key}`"))
    if not problems:
        problems.extend(_together(kind, values))
    return tuple(problems) if problems else Record(**values)


def _together(kind: str, values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with keys that are right each by itself."""
    found: list[Problem] = []

    def wrong(key: str | None, message: str, hint: str | None = None) -> None:
        found.append(Problem("HF703" if key else "HF702", message, key, hint))

    if kind == "claim" and not {"party", "by", "via"} & set(values):
        wrong(None, "nobody says this: `party`, `by` or `via` is missing", "say whose word it is")
    if kind in ("claim", "finding"):
        if "about" not in values and "incident" not in values:
            wrong(None, "`about` is missing", "name a commitment, event or phase; or say what `incident` it was")
        if ("amount" in values) != ("good" in values):
            wrong(None, "an amount and its good go together", "write both, such as amount 243, good arms")
        if values.get("says", values.get("finds")) == "counted" and "amount" not in values:
            wrong(None, "`amount` is missing", "a count says how much of which good")
    if kind == "decision":
        if values.get("decides") == "extend" and not {"until", "length"} & set(values):
            wrong(None, "`until` is missing", "say until when, or by how much: until 2026-04-01, or length 7d")
        if (values.get("decides") == "amend") != ("draft" in values):
            wrong(None, "`amend` and `draft` go together", "name the version that is in force from then on")
        if values.get("decides") != "amend" and "about" not in values:
            wrong(None, "`about` is missing", "name the commitment")
    return found


# Plain data again


def plain(record: Record) -> dict[str, object]:
    """The record as JSON has it: `read` of it gives the same record. Defaults are left out."""
    data: dict[str, object] = {"kind": record.kind, "id": record.id, "received": instant_text(record.received)}
    for key in KEYS[record.kind][3:]:
        value = getattr(record, key)
        if value is None or value == () or value == _DEFAULTS.get(key):
            continue
        data[key] = _plain(key, value)
    return data


_DEFAULTS: Final = {"counts": "part", "measure": "counted"}


def _plain(key: str, value: Any) -> object:
    if key == "on":
        first, last = (_moment_text(one) for one in value)
        return first if first == last else f"{first}..{last}"
    if key == "until":
        return _moment_text(value)
    if key == "amount":
        return value.text
    if key in ("cite", "evidence"):
        return [
            {field.name: part for field in fields(one) if (part := getattr(one, field.name)) is not None}
            for one in value
        ]
    return list(value) if isinstance(value, tuple) else dict(value) if key == "set" else value


def _moment_text(moment: Moment) -> str:
    return moment.isoformat(" ", "minutes") if isinstance(moment, datetime) else moment.isoformat()


def instant_text(instant: datetime) -> str:
    """``2026-03-02T14:30Z``."""
    return f"{instant.replace(tzinfo=None).isoformat(timespec='minutes')}Z"


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def minutes(instant: datetime) -> int:
    """Minutes since 1970 (UTC)."""
    return int((instant - _EPOCH).total_seconds()) // 60


def row_of(record: Record, compartment: str = "public") -> Row:
    """What the fold needs of a claim or finding."""
    on, figure = record.on, record.amount
    return Row(
        record.id if compartment == "public" else f"{compartment}/{record.id}",
        record.about,
        record.obligor,
        record.word or "",
        record.speaker,
        None if on is None else _day(on[0]),
        None if on is None else _day(on[1]),
        minutes(record.received),
        record.stage,
        record.good,
        None if figure is None else thousandths(figure),
        int(figure is not None and figure.hedge != "exactly"),
        record.counts,
        record.measure,
    )


def _day(moment: Moment) -> int:
    return date.toordinal(moment)


def corrected(record: Record, changes: Mapping[str, object]) -> Record | tuple[Problem, ...]:
    """The record with the keys that a correction sets; None takes a key away."""
    data = {**plain(record), **changes}
    return read({key: value for key, value in data.items() if value is not None})
