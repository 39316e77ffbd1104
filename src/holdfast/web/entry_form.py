"""Forms of journal entries: which fields each kind has, what can be chosen, and what was sent as plain data.

A correction has the fields of the entry that it corrects, filled with what that says now; what is changed is what it
sets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from starlette.datastructures import UploadFile

from holdfast.analyses.track.fold import refers_to
from holdfast.case import records
from holdfast.case.case import Case
from holdfast.case.records import KEYS, Entry, Record, plain
from holdfast.views import track_words as say
from holdfast.views.journal_words import HELP
from holdfast.views.names import party_label, readable
from holdfast.web.journals import Chronicle
from holdfast.web.people import Person

Kind: TypeAlias = Literal["claim", "finding", "decision", "coverage", "correction", "withdrawal"]
KINDS: Final[Mapping[Kind, str]] = {
    "claim": "Somebody says that something was done, not done, violated, counted or prevented, or that an event came",
    "finding": "What the named decider or verifier concluded, and by what standard of proof",
    "decision": "The parties extend, waive, suspend, resume or amend; or give or refuse a consent",
    "coverage": "Where and when somebody could look, in part or not at all",
    "correction": "Changes what an earlier entry says",
    "withdrawal": "Takes an earlier entry back",
}
#: The fields that a form shows first, in order; the others fold.
_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "claim": ("about", "says", "party", "by", "on", "good", "amount", "counts", "place", "reason"),
    "finding": ("about", "finds", "party", "standard", "on", "good", "amount", "weighs", "reason"),
    "decision": ("about", "decides", "parties", "on", "until", "length", "reason"),
    "coverage": ("party", "observed", "on", "place", "reason"),
    "correction": (),
    "withdrawal": ("party", "by"),
}
_LABELS: Final[Mapping[str, str]] = {
    "party": "Whose word it is",
    "by": "Speaker",
    "via": "Reported by",
    "about": "About",
    "obligor": "Whose performance",
    "says": "Says",
    "finds": "Finds",
    "decides": "Decides",
    "observed": "Could look",
    "on": "When",
    "on_said": "When, in the source’s words",
    "good": "What was counted",
    "amount": "How much",
    "counts": "The amount is",
    "stage": "Part of the clause",
    "reason": "Why",
    "blocked_by": "Prevented by",
    "standard": "Standard of proof",
    "weighs": "Weighs these entries",
    "parties": "Who decided",
    "until": "Extended to",
    "length": "Or extended by",
    "draft": "Version in force from then on",
    "note": "Remark",
}
#: What stands in the help of the terminal for words that a form offers as choices.
_CHOSEN: Final[Mapping[str, str]] = {
    "says": "What the speaker says of it; of an event or phase, that it has come.",
    "finds": "What was concluded.",
    "decides": "What was decided.",
    "observed": "Of the place and the days below.",
    "counts": "What came this time, or all that had come by then.",
    "measure": "Of what the amount is.",
    "party": "A party of the case; where the speaker is none, leave it and name the speaker.",
    "by": "As the source names them.",
    "via": "Through whose mouth it came.",
    "good": "As the clause names it.",
    "amount": "243, about 1,200, more than 220.",
    "stage": "Counted from 1.",
    "place": "",
    "reason": "As it is given by whose word it is.",
    "incident": "What sort of incident it is, for the report on a period.",
    "note": "Of those who keep the journal.",
    "parties": "Everybody who took part in the decision.",
    "until": "A day: 2026-04-01.",
    "length": "Such as 7d.",
    "draft": "Where the parties amend the agreement.",
    "weighs": "The claims that the finding weighed.",
    "on": "A day, a day and a time, or the first of several days: 2026-03-02, 2026-03-02 14:30.",
}
_COUNTS: Final = {"part": "what came this time", "total": "all that had come by then"}
_OBSERVED: Final = {"full": "everywhere", "partly": "in part", "none": "not at all"}
_PARTIES: Final = frozenset(("party", "obligor", "blocked_by"))
_APART: Final = frozenset(("kind", "id", "received", "cite", "evidence", "of", "set"))
#: So many citations a form takes, and so many entries it offers to be weighed.
CITES: Final = 3
_WEIGHABLE: Final = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a form."""

    key: str
    label: str
    help: str
    control: Literal["text", "words", "choice", "choices", "things", "days"]
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """Value and label."""
    offers: str = ""
    """The list of values that are offered and not required."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form shows."""

    kind: Kind
    fields: tuple[Field, ...]
    first: frozenset[str]
    things: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """What entries can be about, in groups."""
    offered: Mapping[str, tuple[str, ...]]
    """Values that are offered where anything can be typed."""


def form(kind: Kind, case: Case, journal: Chronicle, of: Entry | None, parties: Sequence[str], about: str) -> Form:
    """The form of a kind.

    Args:
        kind: which.
        case: the case.
        journal: what was recorded so far, for what is offered.
        of: the entry that is corrected or withdrawn.
        parties: the parties whose word may be entered.
        about: what the entry is about, as far as it is known: it says what is offered to be weighed.
    """
    shape = of.record.kind if kind == "correction" and of is not None else kind
    first = _FIRST.get(shape, ())
    keys = [*first, *(key for key in KEYS[shape] if key not in first and key not in _APART)]
    if kind == "withdrawal":
        keys = ["party", "by", "via", "note"]
    made = tuple(_field(key, shape, case, journal, parties, about) for key in keys)
    return Form(
        kind,
        made,
        frozenset(first) | ({"note"} if kind == "correction" else set()),
        _things(case),
        _offered(case, journal),
    )


def _field(key: str, kind: str, case: Case, journal: Chronicle, parties: Sequence[str], about: str) -> Field:
    label, help_ = _LABELS.get(key, readable(key).capitalize()), _CHOSEN.get(key, HELP.get(key, ""))
    required = key in records.needed(kind)
    words = _WORDS.get(key)
    if words is not None:
        return Field(key, label, help_, "choice", required, tuple(words.items()))
    if key in _PARTIES:
        names = parties if key == "party" else tuple(case.parties)
        return Field(key, label, help_, "choice", required, tuple((name, party_label(name, case)) for name in names))
    if key == "parties":
        everybody = tuple((name, party_label(name, case)) for name in case.parties)
        return Field(key, label, help_, "choices", required, everybody)
    if key == "draft":
        return Field(key, label, help_, "choice", required, tuple((name, name) for name in case.drafts))
    if key == "about":
        return Field(key, label, help_, "things", required)
    if key == "weighs":
        return Field(key, label, help_, "choices", required, tuple(_weighable(case, journal, about)))
    if key == "on":
        return Field(key, label, help_, "days", required)
    if key in ("reason", "note", "on_said"):
        return Field(key, label, help_, "words", required)
    return Field(key, label, help_, "text", required, offers=key if key in ("good", "place", "incident") else "")


_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "says": {one: say.SAID_WORDS[one] for one in records.SAYS},
    "finds": {one: say.SAID_WORDS[one] for one in records.FINDS},
    "decides": {one: say.DECIDED_WORDS[one] for one in records.DECIDES},
    "observed": _OBSERVED,
    "counts": _COUNTS,
    "measure": say.MEASURE_WORDS,
    "standard": say.STANDARD_WORDS,
}


def _weighable(case: Case, journal: Chronicle, about: str) -> Iterable[tuple[str, str]]:
    claims = [one for one in journal.entries if one.record.kind == "claim" and about in ("", one.record.about)]
    for one in sorted(claims, key=lambda each: each.record.received, reverse=True)[:_WEIGHABLE]:
        who = say.who_words(one.record, case)
        yield one.name, f"{say.when(one.record)}: {who}: {say.entry_words(one.record, case)} ({one.name})"


def _things(case: Case) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Commitments, events and phases of all drafts, those of the draft that is looked at first."""
    drafts = [one.agreement for one in case.drafts.values() if case.draft is None or one.name != case.draft.name]
    if case.draft is not None:
        drafts.insert(0, case.draft.agreement)
    groups = []
    for title, key in (("Commitments", "commitments"), ("Events", "events"), ("Phases", "phases")):
        names = dict.fromkeys(str(name) for one in drafts for name in getattr(one, key))
        if names:
            groups.append((title, tuple((name, _thing(name, case)) for name in names)))
    return tuple(groups)


def _thing(name: str, case: Case) -> str:
    words = say.what(name, case)
    words = words if len(words) <= 70 else f"{words[:69].rstrip()}…"
    return f"{words} ({name})"


def _offered(case: Case, journal: Chronicle) -> Mapping[str, tuple[str, ...]]:
    clauses = [one for draft in case.drafts.values() for one in draft.agreement.commitments.values()]
    goods = dict.fromkeys(str(good) for one in clauses for part in (one.gives, one.leaves_at_most) for good in part)
    found = {"good": tuple(goods)}
    for key in ("place", "incident"):
        found[key] = tuple(dict.fromkeys(value for one in journal.entries if (value := getattr(one.record, key))))[:100]
    return found


# What is there to begin with


def values(record: Record) -> dict[str, Any]:
    """The fields of an entry, as its form shows them."""
    data = plain(record)
    first, _, last = str(data.get("on", "")).partition("..")
    return {**data, "on": first, "on_to": last, "cites": [dict(one) for one in _listed(data.get("cite"))]}


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


# What was sent


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields that were sent, and as plain data what an entry of them says."""

    values: Mapping[str, Any]
    data: Mapping[str, Any]
    evidence: tuple[tuple[str, str], ...]
    """Name and SHA-256 of each file, so that it need not be sent again."""


def sent(form_: Form, text: Any, texts: Any, uploads: Iterable[object], kept: Iterable[str]) -> Sent:
    """What a browser sent.

    Args:
        form_: which fields there are.
        text: a field by its name.
        texts: all values of a field by its name.
        uploads: files that are evidence: they are hashed and not kept.
        kept: ``sha256 name`` of files that were sent before.
    """
    shown: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for one in form_.fields:
        if one.control == "choices":
            given: Any = list(texts(f"f:{one.key}"))
            shown[one.key] = given
        elif one.control == "days":
            first, last = text(f"f:{one.key}"), text(f"f:{one.key}-to")
            shown[one.key], shown[f"{one.key}_to"] = first, last
            given = f"{first}..{last}" if first and last and first != last else first or last
        else:
            given = shown[one.key] = text(f"f:{one.key}")
        if given:
            data[one.key] = given
    cites = []
    for number in range(CITES):
        row = {key: text(f"cite{number}-{key}") for key in ("source", "paragraph", "quote")}
        if any(row.values()):
            cites.append({key: value for key, value in row.items() if value})
    shown["cites"] = cites
    if cites:
        data["cite"] = cites
    evidence = [(name, digest) for digest, _, name in (one.partition(" ") for one in kept)]
    evidence += [hashed(one) for one in uploads if isinstance(one, UploadFile) and one.filename]
    evidence = list(dict.fromkeys(evidence))
    if evidence:
        data["evidence"] = [{"file": name, "sha256": digest} for name, digest in evidence]
    return Sent(shown, data, tuple(evidence))


def hashed(upload: UploadFile) -> tuple[str, str]:
    """The bare name of a file and its SHA-256."""
    found = hashlib.sha256()
    upload.file.seek(0)
    while part := upload.file.read(1 << 20):
        found.update(part)
    return (upload.filename or "?").replace("\\", "/").rpartition("/")[2], found.hexdigest()


def differences(before: Record, after: Mapping[str, Any], fields: Iterable[Field]) -> dict[str, object]:
    """What a correction sets: the keys that the form has and whose values are not those of the entry; None for gone."""
    old = plain(before)
    keys = [*(one.key for one in fields), "cite", "evidence"]
    defaults = {"counts": "part", "measure": "counted"}
    found: dict[str, object] = {}
    for key in keys:
        was, now = old.get(key), after.get(key)
        if key == "evidence":
            now = [*_listed(was), *(one for one in _listed(now) if one not in _listed(was))] or None
        if key == "cite" and was is not None and now is not None:
            now = [_as_before(one, _listed(was)) for one in now]
        if key in KEYS[before.kind] and _same(was) != _same(now) and not (was is None and now == defaults.get(key)):
            found[key] = now
    return found


def _as_before(row: Mapping[str, Any], old: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """A citation with what the form does not show of it, where it was there before."""
    for one in old:
        if all(str(one.get(key, "")) == str(row.get(key, "")) for key in ("source", "paragraph", "quote")):
            return one
    return row


def _same(value: object) -> object:
    """A value for comparing: what a form sends is text."""
    if isinstance(value, Mapping):
        return {key: _same(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_same(one) for one in value]
    return None if value in (None, "") else str(value)


# Who may enter what


def own_parties(case: Case, person: Person) -> tuple[str, ...]:
    """The parties whose claims somebody may enter who may only report: that of their audience's name, with those who
    belong to it; all, where there is no party of that name."""
    if person.may("edit"):
        return tuple(case.parties)
    mine = tuple(name for name in case.parties if person.audience in _above(name, case))
    return mine or tuple(case.parties)


def _above(name: str, case: Case) -> list[str]:
    found: list[str] = []
    at: str | None = name
    while at is not None and at not in found:
        found.append(at)
        known = case.parties.get(at)
        at = None if known is None or known.of is None else str(known.of)
    return found


def own_compartments(case: Case, person: Person) -> tuple[str, ...]:
    """The compartments whose journals somebody may add to: for who may only report, that of their audience's name; all
    that they see, where there is none such."""
    if person.may("edit") or person.audience not in case.compartments:
        return case.compartments
    return (person.audience,)


# What stands against it


def on_the_same(about: str | None, of: str | None, journal: Chronicle, compartment: str) -> Any:
    """A test: whether an entry of a compartment is about the same thing, or corrects or withdraws the same entry."""

    def minds(record: Record) -> bool:
        if of is not None and record.of == of:
            return True
        if about is None:
            return False
        target = refers_to(Entry(compartment, 0, record))
        known = None if target is None else journal.named.get(target)
        return about in (record.about, None if known is None else known.record.about)

    return minds
