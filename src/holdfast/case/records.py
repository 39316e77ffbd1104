"""What happened, as somebody says: the entries of a journal, frozen, read from plain data.

A *claim* is what somebody says happened; a *finding* is what the named decider concluded. The two are never mixed.
Corrections and withdrawals change what an earlier entry says from the day on which they were received; decisions of
the parties change what is owed; coverage says where and when somebody could look. A purge takes the place of an entry
whose content was deleted.

One class for all kinds: an entry is a flat set of keys, as in JSON Lines and CSV, and `KEYS` says which go with which
kind. Reading never raises on what a user wrote: it returns the record or the problems, each with the key it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Literal

from holdfast.case.figures import Figure
from holdfast.case.record_values import (
    ID,
    NAME,
    REFERENCE,
    Cite,
    Evidence,
    ValueReadError,
    matching,
    one_of,
    read_amount,
    read_changes,
    read_citations,
    read_evidence,
    read_instant,
    read_length,
    read_moment,
    read_names,
    read_period,
    read_stage,
    read_text,
)
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


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an entry, or with another line of a file, and at which key."""

    code: str
    message: str
    key: str | None = None
    hint: str | None = None

    def at(self, file: str, line: int = 1, column: int = 1, excerpt: str | None = None) -> Diagnostic:
        """The diagnostic at a place."""
        place = Place(file, line, column, line, column + 1, excerpt)
        return Diagnostic(self.code, self.message, (place,), self.hint)

    def in_line(self, text: str, file: str, line: int, most: int | None = None) -> Diagnostic:
        """The diagnostic at its key in a line of JSON; at the beginning of the line where the key is not in it.

        Args:
            text: the line; empty where a row is no JSON.
            file: where it stands.
            line: its number, from 1.
            most: how many of its characters are shown; None: all.
        """
        column = max(text.find(f'"{self.key}"') + 1, 1) if self.key else 1
        place = Place(file, line, column, line, column + len(self.key or "") + 2, text[:most] or None)
        return Diagnostic(self.code, self.message, (place,), self.hint)


_READERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "id": matching(ID, "the name of an entry"),
    "received": lambda value: read_instant(read_text(value)),
    "says": one_of(SAYS),
    "finds": one_of(FINDS),
    "decides": one_of(DECIDES),
    "observed": one_of(OBSERVED),
    "counts": one_of(COUNTS),
    "measure": one_of(MEASURES),
    "standard": one_of(STANDARDS),
    "on": read_period,
    "until": lambda value: read_moment(read_text(value)),
    "stage": read_stage,
    "amount": read_amount,
    "length": read_length,
    "weighs": read_names(REFERENCE),
    "parties": read_names(NAME),
    "of": matching(REFERENCE, "the name of an entry"),
    "set": read_changes,
    "cite": read_citations,
    "evidence": read_evidence,
    **dict.fromkeys(("party", "about", "obligor", "good", "incident", "blocked_by", "draft"), matching(NAME, "a name")),
    **dict.fromkeys(("by", "via", "on_said", "place", "reason", "note"), read_text),
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
            except ValueReadError as error:
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


def corrected(record: Record, changes: Mapping[str, object]) -> Record | tuple[Problem, ...]:
    """The record with the keys that a correction sets; None takes a key away."""
    data = {**plain(record), **changes}
    return read({key: value for key, value in data.items() if value is not None})
