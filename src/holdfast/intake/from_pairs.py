"""Suggestions of differences: what two documents say of the same event, or of the same count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from holdfast.case.audience import PUBLIC, View
from holdfast.case.case import Case
from holdfast.intake import differences
from holdfast.intake.differences import Difference
from holdfast.intake.found import Reading
from holdfast.intake.ground import Ground
from holdfast.intake.model import Text
from holdfast.intake.suggestion import Candidate, Mark, Suggestion, keys_of

#: Documents that were published further apart, in days, are not set side by side.
APART: Final = 7
#: More pairs are not compared: it would take longer than anybody waits.
MOST_PAIRS: Final = 2000
#: The words in which a case may ask for what a slot of an event holds.
_ASKED: Final[Mapping[str, str]] = {
    "place": "where held place venue",
    "day": "when day begin start date",
    "who takes part": "who participants members attendance",
}


def pairs(case: Case, texts: Mapping[str, Text]) -> tuple[tuple[str, str], ...]:
    """The pairs of documents that are to be compared, in the order of the case's sources.

    Not a document with its copy; not documents published more than a week apart; not documents of which nobody may read
    both.
    """
    origins = {name: case.sources[name].copy_of or name for name in texts}
    found = []
    for one, other in combinations(texts, 2):
        if origins[one] == origins[other] or home(case, one, other) is None:
            continue
        if _near(texts[one].published, texts[other].published):
            found.append((one, other))
    return tuple(found)


def _near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= APART


def home(case: Case, *sources: str) -> str | None:
    """The compartment whose readers may all read these sources; None where there is none.

    One of their own comes first: what the union said and a public paper lie with the union. What two parties said in
    confidence lies with those who read both, such as the desk.
    """
    view = View(case.audience, case.compartments, case.audiences)
    compartments = dict.fromkeys(case.compartment_of(one) for one in sources)
    inner = [one for one in compartments if one != PUBLIC]
    if not inner:
        return PUBLIC
    others = [one for one in case.compartments if one != PUBLIC]
    return next((one for one in (*inner, *others) if all(view.may_refer(one, other) for other in compartments)), None)


def of_pairs(
    ground: Ground, texts: Mapping[str, Text], readings: Mapping[str, Reading], wanted: Sequence[tuple[str, str]]
) -> Iterator[Suggestion]:
    """The suggestions that pairs of documents give rise to."""
    ready = {
        name: differences.Reading(
            _called(ground.case, name), texts[name], readings[name].figures, readings[name].events,
            readings[name].provisions, readings[name].acts,
        )
        for name in dict.fromkeys(name for pair in wanted for name in pair)
    }  # fmt: skip
    for one, other in wanted:
        seen: set[str] = set()
        for difference in differences.differences(ready[one], ready[other]):
            made = _suggestion(ground, texts, one, other, difference)
            if made.key not in seen:
                seen.add(made.key)
                yield made


def _called(case: Case, source: str) -> str:
    return case.sources[source].publisher or source


def _suggestion(ground: Ground, texts: Mapping[str, Text], one: str, other: str, difference: Difference) -> Suggestion:
    case = ground.case
    sides = [(name, side) for name, side in ((one, difference.a), (other, difference.b)) if side is not None]
    marks = tuple(Mark(name, "content", span) for name, side in sides for span in side.spans)
    key, text_key = keys_of("difference", marks, case.documents)
    values = [", ".join(dict.fromkeys(side.words)) for _, side in sides]
    told = [
        set(ground.known.asserting(name, texts[name], side.spans[0], value))
        for (name, side), value in zip(sides, values, strict=True)
    ]
    asked = _ASKED.get(difference.slot)
    if asked is None:
        asked = " ".join(texts[name].words(sentence) for name, side in sides for sentence in side.sentences)
    facts = ground.facts(f"{difference.about} {asked}", named=difference.about)
    # What a plan provides for, or what was done, is no value of a fact: it is shown in its place, and not repeated.
    valued = difference.slot not in ("provision", "act")
    return Suggestion(
        key=key,
        text_key=text_key,
        kind="difference",
        source=sides[0][0],
        compartment=home(case, one, other) or PUBLIC,
        marks=marks,
        verbs=(Candidate("asserts", "what each of the two says"),),
        facts=facts,
        value=values[0] if valued else None,
        other_value=values[1] if valued and len(values) > 1 else None,
        relation=difference.verdict,
        goes_with=tuple(sorted(set().union(*told))),
        covered=len(told) == 2 and all(told),
        notes=(f"{difference.slot} of {difference.about}: {difference.reason}", *difference.remarks),
    )
