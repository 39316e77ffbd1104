"""What is shown where somebody is shown more than they could see: the words of its record, and what it gives away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from holdfast.case.case import Case
from holdfast.views.names import and_list, party_label

#: What can be released.
What: TypeAlias = Literal["hold", "deals", "fair", "report"]
TITLES: Final[Mapping[What, str]] = {
    "hold": "Whether the draft will hold",
    "deals": "Whether there is a deal, with the movements that would open one",
    "fair": "Which packages are efficient and fair",
    "report": "The report, with both of the first two",
}
#: Of what nobody but the desk is shown any, whatever it was computed from: why.
FOR_THE_DESK: Final[Mapping[What, str]] = {
    "hold": "who would have a reason to leave the agreement, and where: it could serve as a manual for leaving",
    "deals": "which movements would open a deal, and which codings of firmness decide it",
    "report": "who would have a reason to leave the agreement, and where; which movements would open a deal, and which "
    "codings of firmness decide it",
}
_WORD: Final = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")


def what_opens(case: Case, draft: str | None, given: Iterable[str] = ()) -> str:
    """What is shown where the movements that would open a deal are released."""
    words = f"the movements that would open a deal, and the codings that decide it, {computed_from(case)}"
    if draft is not None:
        words += f"; draft {draft}"
    supposed = "; ".join(given)
    return words + (f"; supposed: {supposed}" if supposed else "")


def what_breaks(case: Case, draft: str) -> str:
    """What is shown where it is released whether an agreement would hold."""
    return f"who would have a reason to leave the agreement, and where, {computed_from(case)}; draft {draft}"


def what_words(what: What, case: Case, draft: str | None) -> str:
    """What is shown, for the record."""
    of_draft = "" if draft is None else f"; draft {draft}"
    match what:
        case "hold":
            return what_breaks(case, draft or "")
        case "deals":
            return what_opens(case, draft)
        case "fair":
            return f"which packages are efficient and fair, {computed_from(case)}{of_draft}"
        case _:
            return (
                "the report, with who would have a reason to leave the agreement and the movements that would open a "
                f"deal, {computed_from(case)}{of_draft}"
            )


def computed_from(case: Case) -> str:
    """The compartments that a result was computed from."""
    seen = [name for name in case.compartments if name != "public"]
    return f"computed from public material {'only' if not seen else f'and {and_list(seen)}'}"


@dataclass(frozen=True, slots=True)
class Revealed:
    """Something that a receiver does not see, and would."""

    kind: str
    name: str
    words: str
    compartment: str


def revealed(case: Case, sees: Collection[str], answer: Any, *, judged: Collection[str] = ()) -> tuple[Revealed, ...]:
    """What a result gives away of compartments that its receiver does not see.

    Args:
        case: the case that it was computed from.
        sees: the compartments that the receiver sees.
        answer: the result as plain data, in which items stand by name; None where everything of the case is in it.
        judged: the parties whose worths, as somebody judged them, it rests on.
    """
    named = None if answer is None else frozenset(_names(answer))
    hidden = _hidden(case, frozenset(sees))
    found = [one for one in hidden if named is None or one.name in named]
    for one in case.values:
        if one.compartment not in sees and (named is None or one.party in judged):
            by = one.values.judged
            words = f"judged by {by.by}, because of {by.because}"
            found.append(Revealed("judgement", party_label(one.party, case), words, one.compartment))
    return tuple(found)


def _names(part: Any) -> Iterator[str]:
    """Everything in plain data that could be a name of the case; keys too."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield str(key)
            yield from _names(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _names(value)
    elif isinstance(part, str):
        yield part
        yield from _WORD.findall(part)


def _hidden(case: Case, sees: frozenset[str]) -> Iterator[Revealed]:
    """Everything with a name in compartments that somebody does not see."""
    items: list[tuple[str, Mapping[str, str]]] = [
        ("statement", {name: one.gist for name, one in case.statements.items()}),
        ("party", {name: one.name for name, one in case.parties.items()}),
        ("issue", {name: one.question for name, one in case.issues.items()}),
        ("rule", dict.fromkeys(case.rules, "")),
        ("term", dict.fromkeys(case.terms, "")),
        ("draft", {name: one.agreement.title for name, one in case.drafts.items()}),
        ("source", {name: one.title or one.publisher or "" for name, one in case.sources.items()}),
    ]
    for kind, known in items:
        for name, words in known.items():
            if (home := case.compartment_of(name)) not in sees:
                yield Revealed(kind, name, words, home)
