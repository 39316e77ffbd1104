"""Where a document says that something happened: names after prepositions of place, and what lies in what.

There is no gazetteer. That a name is a place follows from the words around it; that one place lies in another only from
what a document says (‘Egypt's resort of X’, ‘X, the Y capital’, a dateline), or because the other is a state's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.intake.datelines import dateline
from holdfast.intake.demonyms import country_of, demonyms
from holdfast.intake.model import Span, Text
from holdfast.intake.periods import MONTHS, WEEKDAYS
from holdfast.intake.tagged import Tagged


@dataclass(frozen=True, slots=True)
class Venue:
    """A place at which something is said to happen, and the place in which the text says that it lies."""

    span: Span
    name: str
    inside: str | None = None


#: How two places stand to each other: ``same``; ``inside``: one is said to lie in the other; ``perhaps``: one is a
#: state in which the other may lie; ``apart``.
Relation: TypeAlias = Literal["same", "inside", "perhaps", "apart"]

_TOKEN: Final = (
    r"(?:(?:St\.|U\.S\.|U\.N\.|U\.K\.) ?)?(?:(?:el|al|ad|as|ar|az|an|at|ash|de|del|la|los|san|bin|von|upon)[- "
    r"])?[A-ZÀ-ÖØ-Þ][^\W_]*(?:[-.'’](?!s\b)[^\W_]+)*"
)
_NAME: Final = rf"{_TOKEN}(?: {_TOKEN}){{0,3}}"
_SORT: Final = (
    r"(?:city|cities|town|village|port|resort|capital|island|province|region|district|state|suburb|camp|governorate|"
    r"area|"
    r"enclave|territory|headquarters|neighbou?rhood|municipality|county|peninsula)"
)
_ABBREVIATED: Final = re.compile(r"^(?:US|UN|EU|UK|UAE|DC)$")
#: ‘in X’, ‘to Portugal's resort of X’, ‘at the port of X’.
VENUE: Final = re.compile(
    rf"\b(?P<how>[Ii]n|[Aa]t|to|[Nn]ear|outside|from|into) (?:(?:the )?(?:(?P<owner>{_NAME})['’]s? )?(?:[\w-]+ "
    rf"){{0,3}}?{_SORT} of )?"
    rf"(?:the (?:(?:nearby|coastal|northern|southern|eastern|western|central|\w+ern) )?(?:{_SORT} )?(?:of "
    rf")?)?(?P<name>{_NAME})"
    rf"(?P<more>, (?:the (?P<adjective>{_NAME}) (?:capital|city|town|port)|(?P<country>{_NAME}))(?=[,.;:)]|$| on| for|"
    rf" to| where| after| and))?"
)
_TIMES: Final = frozenset(name.title() for name in (*WEEKDAYS, *MONTHS))
_NO_PLACE: Final = frozenset(
    "Mr Mrs Ms Dr I The A An It He She They We This That Their His Her Its January God X Twitter Facebook "
    "Telegram".split()
)


def venues(text: Text, one: Tagged, start: int, end: int) -> list[tuple[str, Venue]]:
    """The places named after a preposition in a stretch of a sentence, each with the preposition, in order."""
    number = one.sentence.paragraph
    paragraph = text.paragraphs[number - 1]
    found: list[tuple[str, Venue]] = []
    for match in VENUE.finditer(paragraph, start, end):
        name = re.sub(r"['’]s?$", "", match["name"])
        first = name.split()[0]
        if first in _TIMES or name in _NO_PLACE:
            continue
        if re.match(r"['’]s?\b", paragraph[match.end("name") :]):
            continue  # `in Egypt's view`
        if _modifies(one, match.end("name")):
            continue  # `to Hamas officials`
        inside = match["owner"] or match["country"] or match["adjective"]
        found.append((match["how"].casefold(), Venue(Span(number, *match.span("name")), name, inside)))
    return found


def _modifies(one: Tagged, offset: int) -> bool:
    """Whether a name is followed by a noun that it belongs to: ‘the Cairo talks’."""
    place = one.first_from(offset)
    return place < len(one) and one.tags[place] in ("NN", "NNS") and one.sentence.tokens[place].start == offset + 1


def country(name: str) -> bool:
    """Whether a name is that of a state."""
    return name.casefold().removeprefix("the ").replace(".", "") in demonyms()


def contained(text: Text) -> dict[str, set[str]]:
    """What the document says of where places lie: the name of each, in small letters, and what it lies in."""
    known: dict[str, set[str]] = {}
    for paragraph in text.paragraphs:
        for match in VENUE.finditer(paragraph):
            adjective = country_of().get((match["adjective"] or "").casefold())
            for outer in (match["owner"], match["country"], adjective):
                if outer is not None and (country(outer) or match["owner"]):
                    known.setdefault(match["name"].casefold(), set()).add(outer.casefold())
    head = dateline(text)
    if head is not None:
        for place in head.places:
            after = text.paragraphs[place.paragraph - 1][place.end : head.span.end]
            outer_name = re.match(rf", ({_NAME})", after)
            if outer_name is not None and country(outer_name[1]):
                known.setdefault(text.words(place).casefold(), set()).add(outer_name[1].casefold())
    return known


def related(one: str, other: str, known: dict[str, set[str]]) -> Relation:
    """How two places stand to each other, as far as the words tell. Symmetric."""
    a, b = one.casefold().removeprefix("the "), other.casefold().removeprefix("the ")
    if a == b or set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()):
        return "same"
    if b in known.get(a, ()) or a in known.get(b, ()):
        return "inside"
    if country(a) != country(b):
        return "apart" if _elsewhere(a, b, known) or _elsewhere(b, a, known) else "perhaps"
    return "apart"


def _elsewhere(place: str, state: str, known: dict[str, set[str]]) -> bool:
    """Whether a place is said to lie in another state."""
    return country(state) and any(country(outer) and outer != state for outer in known.get(place, ()))


def narrowest(places: Iterable[Venue], known: dict[str, set[str]]) -> tuple[Venue, ...]:
    """The places without those in which another of them lies or may lie."""
    every = tuple(places)
    return tuple(
        one
        for one in every
        if not any(
            other.name != one.name
            and (
                one.name.casefold() in known.get(other.name.casefold(), ())
                or (country(one.name) and not country(other.name))
            )
            for other in every
        )
    )
