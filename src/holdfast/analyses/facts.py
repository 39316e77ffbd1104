"""The island of agreement: which facts nobody disputes, which differ, and which pairs of claims do not fit.

Sources are set side by side; none of them is said to be wrong. A claim is somebody's claim whatever its fact's class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, TypeAlias

from holdfast.analyses.because import Because, because
from holdfast.analyses.comparing import Comparison, compare
from holdfast.analyses.sides import normal, spoken_by, voices
from holdfast.case.case import Case
from holdfast.case.model import Statement, Value

FactClass: TypeAlias = Literal["agreed", "unchallenged", "differs by rounding", "differs"]


@dataclass(frozen=True, slots=True)
class Assertion:
    """A current claim under a key."""

    value: Value
    parties: tuple[str, ...]
    asserted_by: str
    """The speaker, or the parties."""
    origin: str
    """Whose claim it is: its `origin`, else the speaker or the parties."""
    because: Because


@dataclass(frozen=True, slots=True)
class Difference:
    """Two claims of one fact that do not fit, as places in its `claims`."""

    first: int
    second: int
    how: Comparison


@dataclass(frozen=True, slots=True)
class Fact:
    """One key, everything that currently stands under it, and how it hangs together."""

    key: str
    text: str | None
    """What the key means, in words."""
    unit: str | None
    fact_class: FactClass
    claims: tuple[Assertion, ...]
    origins: tuple[str, ...]
    """The independent origins, as first written: two papers that repeat one count are one origin."""
    agreed_by: tuple[str, ...]
    """Of those whose consent is needed: who asserts it, themselves or through their delegation."""
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Every asserted fact with its class, in the order of the case."""

    facts: tuple[Fact, ...]
    method: str
    assumptions: tuple[str, ...]

    def of(self, fact_class: FactClass) -> tuple[Fact, ...]:
        """The facts of one class."""
        return tuple(fact for fact in self.facts if fact.fact_class == fact_class)


def facts(case: Case, *, as_of: date | None = None) -> Facts:
    """The class of each fact.

    1. Gather the current claims under each key.
    2. Compare each two values by their meaning (`holdfast.analyses.comparing`), equal ones once.
    3. *Agreed*: everybody whose consent is needed asserts it, and their values fit each other. Else *differs* where any
       two values do not fit, *differs by rounding* where rounding explains each such pair, and *unchallenged* where
       there is none.

    Args:
        case: the case.
        as_of: the day; the case's own where it is None, and all statements where that is None too.
    """
    day = as_of or case.as_of
    claims: dict[str, list[Assertion]] = {}
    for name, statement in case.current(day).items():
        if statement.asserts is None:
            continue
        evidence = because(case, name)
        speaker = spoken_by(case, statement)
        for fact, value in statement.asserts.items():
            one = Assertion(value, evidence.parties, speaker, _origin(case, statement, speaker), evidence)
            claims.setdefault(str(fact), []).append(one)
    needed = {party: voices(case, party) for party in case.consent if party in case.parties}
    found = []
    for key in dict.fromkeys([*map(str, case.facts), *claims]):
        if key in claims:
            known = case.facts.get(key)
            text, unit = (None, None) if known is None else (known.text, known.unit)
            found.append(_fact(key, text, unit, claims[key], needed))
    return Facts(
        facts=tuple(found),
        method=(
            "Current claims under one key, compared two by two: figures by the ranges that their words leave possible, "
            "dates by day, all else word by word."
        ),
        assumptions=(
            "What a hedge such as ‘about’ or ‘nearly’ leaves possible is a convention, given in the reference.",
            "Whether two claims have one origin is as those who keep the case have coded it.",
            "Unchallenged is not proven: it means that nothing in this record differs.",
        ),
    )


def _origin(case: Case, statement: Statement, speaker: str) -> str:
    """Whose number it is: as coded, else the speaker's; of a paper that repeats another one, the other paper's."""
    if statement.origin is not None:
        return statement.origin
    for cite in statement.cite:
        source = case.sources.get(cite.source)
        first = None if source is None or source.copy_of is None else case.sources.get(source.copy_of)
        if source is not None and first is not None and source.publisher == speaker and first.publisher:
            return first.publisher
    return speaker


def _fact(
    key: str, text: str | None, unit: str | None, claims: Sequence[Assertion], needed: dict[str, frozenset[str]]
) -> Fact:
    differences = _differences(claims)
    asserting = {
        party: [place for place, one in enumerate(claims) if speaks.intersection(one.parties)]
        for party, speaks in needed.items()
    }
    agreed_by = tuple(party for party, places in asserting.items() if places)
    theirs = {place for places in asserting.values() for place in places}
    fact_class: FactClass
    if needed and len(agreed_by) == len(needed) and not any({d.first, d.second} <= theirs for d in differences):
        fact_class = "agreed"
    elif not differences:
        fact_class = "unchallenged"
    elif all(one.how == "differs by rounding" for one in differences):
        fact_class = "differs by rounding"
    else:
        fact_class = "differs"
    origins: dict[str, str] = {}
    for one in claims:
        origins.setdefault(normal(one.origin), one.origin)
    return Fact(key, text, unit, fact_class, tuple(claims), tuple(origins.values()), agreed_by, differences)


def _differences(claims: Sequence[Assertion]) -> tuple[Difference, ...]:
    places: dict[Value, list[int]] = {}
    for place, one in enumerate(claims):
        places.setdefault(one.value, []).append(place)
    found: list[Difference] = []
    for (a, first), (b, second) in combinations(places.items(), 2):
        how = compare(a, b)
        if how != "fits":
            found.extend(Difference(min(i, j), max(i, j), how) for i in first for j in second)
    return tuple(sorted(found, key=lambda one: (one.first, one.second)))
