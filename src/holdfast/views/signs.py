"""Signs: a symbol and a word for whatever is also shown by a colour. The same ones in the terminal, report and browser.

The symbols are plain text characters that common fonts have; none of them means anything without its word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from holdfast.case.case import Case, CitationStatus
from holdfast.case.model import Channel, Firmness, Verb
from holdfast.case.model.casefile import IssueStatus, Role
from holdfast.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Sign:
    """A symbol with the word that says the same."""

    symbol: str
    word: str

    def __str__(self) -> str:
        return f"{self.symbol} {self.word}"


@dataclass(frozen=True, slots=True)
class PartyMark:
    """A party's shape and colour, the same everywhere: they follow from its place in the case's order."""

    symbol: str
    shape: str
    """The shape's name: one of those in `SHAPES`."""
    colour: int
    """The number of its colour, from 0; a view has `COLOURS` of them."""


VERB_SIGNS: Final[Mapping[Verb, Sign]] = {
    "requires": Sign("⇒", "requires"),
    "refuses": Sign("✕", "refuses"),
    "accepts": Sign("✓", "accepts"),
    "prefers": Sign("≻", "prefers"),
    "undecided": Sign("?", "undecided on"),
    "silent": Sign("…", "silent on"),
    "asserts": Sign("=", "asserts"),
    "expects": Sign("~", "expects"),
    "warns": Sign("!", "warns"),
    "offers": Sign("+", "offers"),
    "raises": Sign("›", "raises"),
}
#: The taller, the firmer.
FIRMNESS_SIGNS: Final[Mapping[Firmness, Sign]] = {
    "preference": Sign("▂", "preference"),
    "position": Sign("▄", "position"),
    "bottom-line": Sign("▆", "bottom line"),
    "red-line": Sign("█", "red line"),
}
CHANNEL_SIGNS: Final[Mapping[Channel, Sign]] = {
    "on-record": Sign("“", "on record"),
    "written": Sign("¶", "in writing"),
    "anonymous": Sign("∅", "anonymous"),
    "second-hand": Sign("↪", "second-hand"),
    "in-confidence": Sign("⊙", "in confidence"),
}
NO_CHANNEL: Final = Sign("–", "channel not said")
STATUS_SIGNS: Final[Mapping[IssueStatus, Sign]] = {
    "unopened": Sign("·", "not opened yet"),
    "open": Sign("○", "open"),
    "parked": Sign("‖", "parked"),
    "agreed-ad-referendum": Sign("◐", "agreed, to be confirmed"),
    "agreed": Sign("✓", "agreed"),
}
CITATION_SIGNS: Final[Mapping[CitationStatus, Sign]] = {
    "verified": Sign("✓", "verified"),
    "broken": Sign("✕", "broken"),
    "not at hand": Sign("○", "source not at hand"),
    "nothing to check": Sign("·", "nothing to check"),
}
SEVERITY_SIGNS: Final[Mapping[Severity, Sign]] = {
    Severity.ERROR: Sign("✕", "error"),
    Severity.WARNING: Sign("!", "warning"),
    Severity.NOTE: Sign("·", "note"),
}
ROLE_WORDS: Final[Mapping[Role, str]] = {
    "principal": "principal",
    "faction": "faction",
    "delegation": "delegation",
    "mediator": "mediator",
    "host": "host",
    "guarantor": "guarantor",
    "supporter": "supporter",
    "observer": "observer",
    "body": "body",
    "authority": "authority",
    "press": "press",
    "other": "other",
}
#: Shapes by name, with their characters.
SHAPES: Final[Mapping[str, str]] = {
    "circle": "●",
    "square": "■",
    "triangle": "▲",
    "diamond": "◆",
    "wedge": "▼",
    "cross": "✚",
    "star": "★",
}
#: How many colours parties are told apart by. With seven shapes they make 42 different marks.
COLOURS: Final = 6


def party_marks(case: Case) -> Mapping[str, PartyMark]:
    """The mark of every party.

    1. Those that belong to nobody take colours and shapes in turn, in the order of the case.
    2. Factions and delegations take the colour of what they belong to, and the next shape that is free in it.
    """
    shapes = tuple(SHAPES)
    top = [name for name, party in case.parties.items() if party.of is None or party.of not in case.parties]
    places = {name: (place % COLOURS, place % len(shapes)) for place, name in enumerate(top)}
    taken = set(places.values())
    left = [name for name in case.parties if name not in places]
    while left:
        known = [name for name in left if case.parties[name].of in places] or left[:1]  # a circle has no top
        for name in known:
            colour, first = places.get(str(case.parties[name].of), (0, 0))
            tries = [(colour, (first + step) % len(shapes)) for step in range(1, len(shapes))]
            places[name] = next((place for place in tries if place not in taken), tries[0])
            taken.add(places[name])
        left = [name for name in left if name not in places]
    return {
        name: PartyMark(SHAPES[shapes[places[name][1]]], shapes[places[name][1]], places[name][0])
        for name in case.parties
    }


def channel_sign(channel: Channel | None) -> Sign:
    """The sign of a channel, also of one that nobody said."""
    return NO_CHANNEL if channel is None else CHANNEL_SIGNS[channel]
