"""What differs between two drafts, in words: headings and lines that the terminal and the browser share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from holdfast.analyses.drafts.differences import Change, Differences, Entry, Head, How, Kind, Perhaps, Spoken
from holdfast.case import conditions as c
from holdfast.case.case import Case
from holdfast.case.model import Obligors, Pairing, Quantity, Ref, Remedy, Tranche
from holdfast.case.times import Offset, Window
from holdfast.views.comparisons import BEARINGS
from holdfast.views.text_tables import who
from holdfast.views.words import (
    NOT_SAID,
    and_list,
    condition_words,
    count,
    date_words,
    goods_words,
    isolated,
    issue_label,
    option_label,
    party_label,
    quoted,
    readable,
    remedy_words,
    sentence,
    step_label,
    tranche_words,
    when_words,
    window_words,
)

#: What the keys of a clause are called where they are shown.
KEYS: Final[Mapping[str, str]] = {
    "by": "owed by", "to": "owed to", "does": "does", "must_not": "must not", "text": "text", "phase": "phase",
    "if": "only if", "unless": "unless", "after": "after", "within": "within", "deadline": "no later than", "on": "on",
    "from": "from when", "until": "until", "takes": "takes", "so_long_as": "as long as", "verified_by": "verified by",
    "verification": "verifying takes", "decider": "who rules", "if_breached": "if breached", "gives": "gives",
    "leaves_at_most": "leaves at most", "for_each": "for each", "tranches": "parts", "paired_with": "part by part with",
    "needs_consent": "needs the consent of", "linked_to": "tied to", "creates": "creates", "overseen_by": "overseen by",
    "held_by": "in the hands of", "not_recorded": "not recorded",
    "effort": "an effort only", "reversible": "can be undone", "declared_by": "declared by", "opens": "opens",
    "ends": "ends", "because": "because", "language": "language", "reading": "reading", "option": "option",
}  # fmt: skip
_TITLES: Final[tuple[tuple[Kind, str], ...]] = (
    ("package", "The package"),
    ("clause", "Clauses"),
    ("event", "Events"),
    ("phase", "Phases"),
    ("together", "Simultaneous steps"),
    ("open term", "Terms that are used and not defined"),
    ("deliberately open", "Left open on purpose"),
)
#: The keys that the name of an entry has said already.
_SAID_BY_NAME: Final[Mapping[Kind, tuple[str, ...]]] = defaultdict(
    tuple, {"clause": ("by", "does", "must_not"), "event": ("text",), "phase": ("text",)}
)


# --- words -----------------------------------------------------------------------------------------------------------


def value_words(key: str, value: object, case: Case) -> str:
    """A value of a clause, event or phase in words; `case` has only the draft that it stands in."""
    match value:
        case None:
            return NOT_SAID
        case bool():
            return "yes" if value else "no"
        case Window():
            return window_words(value)
        case Offset() | date():
            return when_words(value, case)
        case Obligors():
            labels = and_list([party_label(party, case) for party in value.parties])
            return f"{labels} together" if value.jointly else f"each of {labels}" if len(value.each) > 1 else labels
        case Pairing():
            done = {"performed": "done", "verified": "verified", "begun": "begun"}[value.when]
            return f"{step_label(value.commitment, case)}, when {done}"
        case Remedy():
            return remedy_words(value, case)
        case Tranche():
            return tranche_words(value, case)
        case tuple():
            parts = [value_words(key, part, case) for part in value]
            return "; ".join(parts) if key in ("tranches", "if_breached") else and_list(parts)
        case Mapping():
            return _goods(value)
        case Ref() if value.kind == "party":
            return party_label(value, case)
        case Ref() if value.kind in ("commitment", "phase"):
            return step_label(value, case)
        case str():
            return quoted(value) if key in ("does", "must_not", "text") else isolated(value)
        case _:
            return condition_words(value, case, clause=True)  # type: ignore[arg-type]  # what is left is a condition


def _goods(value: Mapping[str, Any]) -> str:
    if all(isinstance(one, Quantity) for one in value.values()):
        return goods_words(value)
    return "; ".join(f"{readable(good)}: {goods_words(rate)}" for good, rate in value.items())


def change_words(entry: Entry | Perhaps, one: Change, old: Case, new: Case) -> tuple[str, str]:
    """Both values of a key in words, each with the names of its own draft."""
    if isinstance(entry, Entry) and entry.kind == "package":
        sides = [
            NOT_SAID if option is None else option_label(entry.name, str(option), new) for option in (one.old, one.new)
        ]
        return sides[0], sides[1]
    return value_words(one.key, one.old, old), value_words(one.key, one.new, new)


def headline(found: Differences) -> str:
    """``22 clauses are added, none is dropped, 4 change.``"""
    if not found.entries:
        return "The two do not differ"
    numbers = [len(found.of("clause", how)) for how in ("added", "dropped", "changed")]
    others = len(found.entries) - sum(numbers)
    words = f"{count(numbers[0], 'clause')} added, {numbers[1] or 'none'} dropped, {numbers[2] or 'none'} changed"
    return sentence(words) + (f"; {count(others, 'other difference')}" if others else "")


def sides_of(case: Case, found: Differences) -> tuple[Case, Case]:
    """The case with one of the drafts only, so that a name in a condition is that of its own draft."""
    first, second = (replace(case, drafts={one.draft: case.drafts[one.draft]}) for one in (found.first, found.second))
    return first, second


def _name(entry: Entry, old: Case, new: Case) -> str:
    case = old if entry.how == "dropped" else new
    match entry.kind:
        case "package":
            return isolated(issue_label(entry.name, case))
        case "clause" | "event" | "phase":
            label = step_label(entry.name, case)
            return f"{entry.name}  {label}" if label != quoted(readable(entry.name)) else label
        case "together":
            return and_list([step_label(name, case) for name in entry.name.split(", ")])
        case "open term":
            return quoted(readable(entry.name))
        case _:
            return quoted(entry.name)


def head_words(head: Head, case: Case) -> str:
    """A draft with whose it is, its version and its day."""
    by = and_list([party_label(party, case) for party in head.proposed_by])
    proposed = f"proposed by {by}" if by else "by whom it was proposed is not said"
    return f"{head.draft}: {isolated(head.title)}; {proposed}; version {head.version}; {date_words(head.date)}"


# --- lines -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in words."""

    kind: Kind
    how: How
    name: str
    clause: str | None
    lines: tuple[str, ...]
    said: tuple[str, ...]


def shown(case: Case, found: Differences) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    """What differs, under the titles and in the order of the text."""
    sides = sides_of(case, found)
    return tuple(
        (
            title,
            tuple(
                Shown(
                    kind,
                    entry.how,
                    _name(entry, *sides),
                    entry.name if kind == "clause" else None,
                    tuple(changed_lines(entry, sides)),
                    tuple(_said_of(case, found, entry)),
                )
                for entry in entries
            ),
        )
        for kind, title in _TITLES
        if (entries := found.of(kind))
    )


def changed_lines(entry: Entry | Perhaps, sides: tuple[Case, Case]) -> Iterator[str]:
    """What changed, a line each; of what was added or dropped all that it says, but for what its name has said."""
    how = entry.how if isinstance(entry, Entry) else "changed"
    for one in entry.changes:
        key = KEYS.get(one.key, readable(one.key))
        key = key if one.reading is None else f"in the reading {quoted(one.reading)}, {key}"
        words = tuple(
            side + _canonical(value)
            for side, value in zip(change_words(entry, one, *sides), (one.old, one.new), strict=True)
        )
        if how == "changed":
            yield f"{key}: {words[0]} → {words[1]}"
        elif one.reading is not None or not isinstance(entry, Entry) or one.key not in _SAID_BY_NAME[entry.kind]:
            yield f"{key}: {words[how == 'added']}"


def _canonical(value: object) -> str:
    """The condition as it is written, beside the words for it."""
    if isinstance(value, c.Condition) and not isinstance(value, c.Free | c.Const | c.On):
        return f" [{c.to_text(value)}]"
    return ""


def _said_of(case: Case, found: Differences, entry: Entry) -> Iterator[str]:
    """Who speaks of a clause, and of which draft's; the statements themselves are listed once, at the end."""
    said = [f"{who(case, one.because)} {_bearing(found, one)} [{one.because.statement}]" for one in entry.spoken]
    if said:
        yield f"spoken of by: {'; '.join(said)}"
    accepted = entry.accepted("old")
    if accepted:
        whose = and_list(list(dict.fromkeys(who(case, one) for one in accepted)))
        then = f"{found.second.draft} is without it" if entry.how == "dropped" else "that yes was to another text"
        yield f"! {whose} accepted it as {found.first.draft} has it: {then}"


def _bearing(found: Differences, one: Spoken) -> str:
    words = [None if side is None else BEARINGS[side].word for side in (one.old, one.new)]
    if one.yes_to == "not said":
        return f"{words[0] or words[1]} (which draft is not said)"
    if words[0] == words[1]:
        return str(words[0])
    drafts = (found.first.draft, found.second.draft)
    return ", ".join(f"{word} (in {draft})" for word, draft in zip(words, drafts, strict=True) if word)
