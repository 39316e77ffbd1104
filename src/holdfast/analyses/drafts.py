"""What differs between two drafts: clauses, events, phases, the package and what is left open, key by key; and whose
word on a clause was a word on the other text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from pydantic import BaseModel

from holdfast.analyses.because import Because
from holdfast.analyses.clauses import Bearing, ClauseWord, clauses
from holdfast.analyses.comparing import words
from holdfast.case import conditions as c
from holdfast.case import figures
from holdfast.case.case import Case, Draft
from holdfast.case.model import (
    Citation,
    Commitment,
    Dated,
    Obligors,
    Pairing,
    Quantity,
    Remedy,
    Share,
    Tranche,
    Variant,
)
from holdfast.case.times import Duration, Offset, Window

Kind: TypeAlias = Literal["package", "clause", "event", "phase", "together", "open term", "deliberately open"]
How: TypeAlias = Literal["added", "dropped", "changed"]
#: How like two clauses must be to be proposed as perhaps the same; less where they give the same.
LIKE: Final = Fraction(3, 4)
LIKE_WITH_GOODS: Final = Fraction(1, 2)
#: Keys that say nothing of what a draft asks: where it is written, and what those who keep the case say of it.
_OF_THE_RECORD: Final = frozenset({"cite", "note", "provisions", "reading"})
#: Keys whose entries have no order.
_SETS: Final = frozenset(
    {"each", "jointly", "to", "verified_by", "needs_consent", "held_by", "linked_to", "creates", "overseen_by", "by"}
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a draft says of itself."""

    draft: str
    title: str
    proposed_by: tuple[str, ...]
    version: int
    date: Dated


@dataclass(frozen=True, slots=True)
class Change:
    """One key that is not the same in both."""

    key: str
    reading: str | None
    """The reading or language version of a clause that it belongs to; None for the clause itself."""
    old: object
    """The value in the first draft, as the model has it; None where the draft says nothing."""
    new: object
    old_text: str | None
    """The same as a text that does not depend on how it was written; conditions in their canonical form."""
    new_text: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A current statement that speaks of a clause, and of which text of it."""

    old: Bearing | None
    """What it does to the clause of the first draft; None where it does not speak of that draft."""
    new: Bearing | None
    yes_to: Literal["old", "new", "not said"] | None
    """For an acceptance of a draft with this clause in it: of which of the two; None for any other statement."""
    because: Because


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that only one draft has, or that both have differently."""

    kind: Kind
    name: str
    """The name of a clause, event, phase or issue; the term; the names of a group."""
    how: How
    changes: tuple[Change, ...]
    """Of what is added or dropped: all that it says."""
    spoken: tuple[Spoken, ...] = ()
    """For clauses: who speaks of it."""
    old_cite: tuple[Citation, ...] = ()
    """Where it is written in the first draft."""
    new_cite: tuple[Citation, ...] = ()

    def accepted(self, which: Literal["old", "new"]) -> tuple[Because, ...]:
        """The statements that said yes to the clause as it stands in one of the drafts, naming that draft."""
        return tuple(one.because for one in self.spoken if one.yes_to == which)


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A guess and no finding: a dropped clause and an added one that may be one clause under two names."""

    old: str
    new: str
    likeness: Fraction
    """How many of their words they share: 0 none, 1 all."""
    changes: tuple[Change, ...]
    """What else would then have changed."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two drafts."""

    first: Head
    second: Head
    entries: tuple[Entry, ...]
    perhaps: tuple[Perhaps, ...]
    method: str
    assumptions: tuple[str, ...]

    def of(self, kind: Kind, how: How | None = None) -> tuple[Entry, ...]:
        """The entries of a kind."""
        return tuple(one for one in self.entries if one.kind == kind and how in (None, one.how))


def drafts(case: Case, first: Draft, second: Draft, *, as_of: date | None = None) -> Differences:
    """What differs between two drafts.

    1. Match clauses, events, phases and issues of the package by name; compare what both have key by key, values by
       what they mean and not by how they are written.
    2. For each clause that is not the same, find the current statements that speak of it in either draft.
    3. Propose pairs of a dropped and an added clause as perhaps the same: owed by the same, in nearly the same words.

    Args:
        case: the case.
        first: the draft that is compared from, as a rule the older.
        second: the draft that is compared to.
        as_of: the day whose current statements count; the case's own where it is None, and all where that is None too.
    """
    old, new = first.agreement, second.agreement
    package = _matched("package", _options(old.package), _options(new.package), ("option",))
    spoken = _spoken(case, first, second, as_of)
    own = [replace(one, spoken=spoken.get(one.name, ())) for one in _items("clause", old.commitments, new.commitments)]
    entries = [
        *package,
        *own,
        *_items("event", old.events, new.events),
        *_items("phase", old.phases, new.phases),
        *_matched("together", _groups(old.together), _groups(new.together), ()),
        *_matched("open term", _names(old.open_terms), _names(new.open_terms), ()),
        *_items(
            "deliberately open",
            {one.term: one for one in old.deliberately_open},
            {one.term: one for one in new.deliberately_open},
        ),
    ]
    return Differences(
        first=_head(first),
        second=_head(second),
        entries=tuple(entries),
        perhaps=tuple(_perhaps(old.commitments, new.commitments)),
        method=(
            "Clauses, events and phases are matched by name and compared key by key; their order does not count, nor "
            "does how a value is written."
        ),
        assumptions=(
            "A clause under another name is another clause. Where two may be one, that is a guess by their words, and "
            "nothing rests on it.",
            "Who accepted a draft that is named accepted its text, and not the text of another.",
            "Where a clause is cited from, remarks, and which provisions it carries are about the record, and are not "
            "compared.",
        ),
    )


def _head(draft: Draft) -> Head:
    one = draft.agreement
    return Head(draft.name, one.title, tuple(str(party) for party in one.proposed_by), one.version, one.date)


# --- matching --------------------------------------------------------------------------------------------------------


def _options(package: Mapping[Any, Any]) -> dict[str, dict[str, object]]:
    return {issue: {"option": option} for issue, option in package.items()}


def _names(terms: Iterable[str]) -> dict[str, dict[str, object]]:
    return {str(term): {} for term in terms}


def _groups(groups: Iterable[Iterable[str]]) -> dict[str, dict[str, object]]:
    return {", ".join(sorted(map(str, group))): {} for group in groups}


def _matched(
    kind: Kind,
    old: Mapping[str, Mapping[str, object]],
    new: Mapping[str, Mapping[str, object]],
    keys: tuple[str, ...],
) -> Iterator[Entry]:
    """What is only in one, or different in both, in the order of the second draft; what was dropped comes last."""
    for name in (*new, *(name for name in old if name not in new)):
        before, after = old.get(name), new.get(name)
        changes = tuple(_changes(before or {}, after or {}, keys))
        if before is None or after is None or changes:
            yield Entry(
                kind, str(name), "added" if before is None else "dropped" if after is None else "changed", changes
            )


def _items(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Entry]:
    model = next((type(one) for one in (*old.values(), *new.values())), None)
    if model is None:
        return
    aside = {*_OF_THE_RECORD, "term"} | ({"from_"} if kind == "deliberately open" else set())
    keys = tuple(key for key in model.model_fields if key not in aside)
    for entry in _matched(kind, _said(old, keys), _said(new, keys), keys):
        cites = [getattr(side.get(entry.name), "cite", ()) for side in (old, new)]
        yield Entry(entry.kind, entry.name, entry.how, entry.changes, (), *cites)


def _said(items: Mapping[str, Any], keys: Iterable[str]) -> dict[str, dict[str, object]]:
    return {name: {key: getattr(one, key) for key in keys} for name, one in items.items()}


def _changes(old: Mapping[str, object], new: Mapping[str, object], keys: Iterable[str]) -> Iterator[Change]:
    for key in keys:
        before, after = old.get(key), new.get(key)
        if key == "variants":
            yield from _readings(_variants(before), _variants(after))
        elif _meant(before, key) != _meant(after, key):
            yield _change(key, None, before, after)


def _variants(value: object) -> dict[str, Variant]:
    return {one.reading: one for one in value if isinstance(one, Variant)} if isinstance(value, tuple) else {}


def _readings(old: Mapping[str, Variant], new: Mapping[str, Variant]) -> Iterator[Change]:
    keys = tuple(key for key in Variant.model_fields if key not in _OF_THE_RECORD)
    for reading in (*new, *(reading for reading in old if reading not in new)):
        before, after = old.get(reading), new.get(reading)
        sides = [{key: getattr(one, key, None) for key in keys} for one in (before, after)]
        found = [
            _change(key, reading, sides[0][key], sides[1][key])
            for key in keys
            if _meant(sides[0][key], key) != _meant(sides[1][key], key)
        ]
        if not found and (before is None or after is None):  # a reading that says nothing is still one
            found = [_change("reading", reading, before and reading, after and reading)]
        yield from found


def _change(key: str, reading: str | None, before: object, after: object) -> Change:
    old, new = _given(before, key), _given(after, key)
    return Change(key.rstrip("_"), reading, old, new, canonical(old), canonical(new))


def _given(value: object, key: str) -> object:
    """A value; None for what says nothing: an empty list, and that no mere effort is owed."""
    empty = isinstance(value, tuple | Mapping) and not value
    return None if empty or (key == "effort" and value is False) else value


# --- values ----------------------------------------------------------------------------------------------------------


def canonical(value: object) -> str | None:
    """A value of a clause as a text; the same value gives the same text, however it was written."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str() | int() | Decimal() | Duration() | Window() | Offset():
            return str(value)
        case Share():
            return "all" if value.figure is None else figures.spoken(value.figure)
        case Obligors():
            parties = ", ".join(value.parties)
            return f"jointly {parties}" if value.jointly else f"each of {parties}" if len(value.each) > 1 else parties
        case Pairing():
            return f"{value.commitment}, {value.when}"
        case Quantity():
            return _quantity(value)
        case Tranche():
            return _tranche(value)
        case Remedy():
            by = "" if value.by is None else f", {value.by}"
            return value.words if value.clause is None else f"{value.action}({value.clause}{by})"
        case tuple():
            return ", ".join(canonical(part) or "" for part in value)
        case Mapping():
            return "; ".join(f"{key}: {canonical(part)}" for key, part in value.items())
        case _:
            return c.to_text(value)  # type: ignore[arg-type]  # every other value of a clause is a condition


def _quantity(value: Quantity) -> str:
    text = canonical(value.amount) or ""
    parts = [f"{name}: {canonical(share)}" for name, share in value.of_which.items()]
    text += "" if value.per is None else f" per {value.per}"
    text += "" if value.derived is None else f" = {value.derived}"
    return f"{text} ({'; '.join(parts)})" if parts else text


def _tranche(value: Tranche) -> str:
    amount = canonical(value.amount)
    if value.at is not None:
        return f"{amount} at {canonical(value.at)}"
    if value.every is not None:
        return f"{amount} every {value.every} {value.times} times"
    return f"{amount} after {canonical(value.after)}"


def _meant(value: object, key: str) -> Hashable:
    """What a value means, to be compared: two values that differ only in order or spelling are equal."""
    value = _given(value, key)
    match value:
        case c.And(parts) | c.Or(parts):
            return type(value), frozenset(_meant(part, "") for part in parts)
        case c.Not(part):
            return c.Not, _meant(part, "")
        case c.Choice(issue, options, negated):
            return c.Choice, issue, frozenset(options), negated
        case Share() | Quantity() if not (isinstance(value, Quantity) and value.of_which):
            return canonical(value)
        case Quantity():
            return canonical(value.model_copy(update={"of_which": {}})), _meant(value.of_which, "")
        case Tranche():
            return (
                canonical(value.amount),
                canonical(value.at),
                canonical(value.every),
                value.times,
                _meant(value.after, ""),
            )
        case BaseModel():
            return frozenset(
                (name, _meant(getattr(value, name), name))
                for name in type(value).model_fields
                if name not in _OF_THE_RECORD
            )
        case Mapping():
            return frozenset((str(name), _meant(part, "")) for name, part in value.items())
        case tuple():
            parts_meant = [_meant(part, "") for part in value]
            return frozenset(parts_meant) if key in _SETS else tuple(parts_meant)
        case str():
            return " ".join(value.split())
        case _:
            assert isinstance(value, Hashable)
            return value


# --- who speaks of it ------------------------------------------------------------------------------------------------


def _spoken(case: Case, first: Draft, second: Draft, as_of: date | None) -> Mapping[str, tuple[Spoken, ...]]:
    """By clause: the statements that speak of it, in the order of the case."""
    old, new = (_words(case, draft, as_of) for draft in (first, second))
    order = {name: place for place, name in enumerate(case.statements)}
    return {
        clause: tuple(
            _both(case, old.get(clause, {}).get(name), new.get(clause, {}).get(name), first, second)
            for name in sorted({*old.get(clause, {}), *new.get(clause, {})}, key=order.__getitem__)
        )
        for clause in {**new, **old}
    }


def _words(case: Case, draft: Draft, as_of: date | None) -> Mapping[str, Mapping[str, ClauseWord]]:
    found = clauses(case, as_of=as_of, draft=draft)
    rows = () if found is None else found.rows
    return {row.clause: {word.because.statement: word for word in row.words} for row in rows}


def _both(case: Case, old: ClauseWord | None, new: ClauseWord | None, first: Draft, second: Draft) -> Spoken:
    word = old or new
    assert word is not None
    statement = case.statements[word.because.statement]
    yes_to: Literal["old", "new", "not said"] | None = None
    if statement.accepts == "agreement" and word.yes:
        named = statement.draft
        yes_to = "not said" if named is None else "old" if named == first.name else "new"
    before, after = (None if one is None else one.bearing for one in (old, new))
    return Spoken(before, after, yes_to, word.because)


# --- perhaps the same ------------------------------------------------------------------------------------------------


def _perhaps(old: Mapping[str, Commitment], new: Mapping[str, Commitment]) -> Iterator[Perhaps]:
    keys = tuple(key for key in Commitment.model_fields if key not in _OF_THE_RECORD)
    added = [name for name in new if name not in old]
    for before in (name for name in old if name not in new):
        for after in added:
            a, b = old[before], new[after]
            likeness = _likeness(a, b)
            if likeness is not None:
                said = [{key: getattr(one, key) for key in keys} for one in (a, b)]
                yield Perhaps(before, after, likeness, tuple(_changes(said[0], said[1], keys)))


def _likeness(a: Commitment, b: Commitment) -> Fraction | None:
    """How alike two clauses are; None where they are not alike enough, or not known to be owed by the same."""
    if a.by is None or b.by is None or _meant(a.by, "") != _meant(b.by, ""):
        return None
    if (a.must_not is None) != (b.must_not is None):
        return None
    same_goods = bool(a.gives) and _meant(a.gives, "") == _meant(b.gives, "")
    one, other = (Counter(words(x.does or x.must_not or x.text or "").split()) for x in (a, b))
    total = one.total() + other.total()
    if total == 0:
        return Fraction(1) if same_goods else None
    shared = Fraction(2 * (one & other).total(), total)
    return shared if shared >= (LIKE_WITH_GOODS if same_goods else LIKE) else None
