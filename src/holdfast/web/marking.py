"""Paragraphs of a source with what is cited of them marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from holdfast.case.case import Cited
from holdfast.case.sentences import sentences
from holdfast.case.textindex import TextIndex
from holdfast.intake.suggestion import Mark, Role
from holdfast.views.names import is_rtl


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that the same items cite; words that nobody cites."""

    text: str
    cited_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph in stretches."""

    number: int
    stretches: tuple[Stretch, ...]
    statements: tuple[str, ...]
    """Who cites any of it: statements."""
    others: tuple[str, ...]
    """And clauses, parties and so on."""
    sentences: int

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return "".join(stretch.text for stretch in self.stretches)

    @property
    def is_rtl(self) -> bool:
        """Whether it is written from right to left."""
        return is_rtl(self.text)


def marked(document: TextIndex, cited: Iterable[Cited], number: int) -> Marked:
    """One paragraph, counted from 1, with the stretches that citations rest on; those may overlap.

    1. Take from each citation what of it lies in this paragraph.
    2. Cut the paragraph wherever one begins or ends.
    3. Give each piece those that cover it.
    """
    text = document.paragraphs[number - 1]
    spans: list[tuple[int, int, Cited]] = []
    for one in cited:
        for target in one.anchored.targets if one.anchored is not None else ():
            if target.paragraph is None:
                continue
            last = target.last or target.paragraph
            if not target.paragraph <= number <= last:
                continue
            start = target.start if number == target.paragraph else 0
            end = target.end if number == last else len(text)
            spans.append((start, min(end, len(text)), one))
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    pieces = tuple(
        Stretch(text[a:b], tuple(dict.fromkeys(one.by for start, end, one in spans if start <= a and b <= end)))
        for a, b in pairwise(edges)
    )
    return Marked(
        number,
        pieces,
        tuple(dict.fromkeys(one.by for _, _, one in spans if one.by_statement)),
        tuple(dict.fromkeys(one.by for _, _, one in spans if not one.by_statement)),
        len(sentences(text)),
    )


#: What a marked stretch is, in words.
ROLES: Final[dict[Role, str]] = {
    "speaker": "speaker",
    "role": "who that is",
    "cue": "cue",
    "content": "content",
    "to": "to whom",
    "if": "if",
    "unless": "unless",
    "figure": "figure",
    "counted": "what is counted",
    "origin": "whose number",
    "date": "day",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are the same in a suggestion."""

    text: str
    roles: tuple[Role, ...]
    """What they are, the longest stretch first."""
    begins: tuple[Role, ...]
    """Of these, what begins here."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A paragraph in pieces, with what each is in a suggestion."""

    number: int
    pieces: tuple[Piece, ...]
    gap: bool
    """Whether paragraphs are left out before it."""

    @property
    def is_rtl(self) -> bool:
        """Whether it is written from right to left."""
        return is_rtl("".join(piece.text for piece in self.pieces))


def explained(document: TextIndex, marks: Iterable[Mark], around: int) -> tuple[Explained, ...]:
    """The paragraphs in which marks stand, and so many around them, cut wherever a mark begins or ends."""
    marks = sorted(marks, key=lambda one: (one.span.start, -one.span.end))
    hits = {one.span.paragraph for one in marks}
    near = {number for hit in hits for number in range(hit - around, hit + around + 1)}
    shown = [number for number in sorted(near) if 1 <= number <= len(document.paragraphs)]
    made = []
    for place, number in enumerate(shown):
        text = document.paragraphs[number - 1]
        own = [one for one in marks if one.span.paragraph == number]
        edges = sorted({0, len(text), *(edge for one in own for edge in (one.span.start, one.span.end))})
        pieces = tuple(_piece(text, own, start, end) for start, end in pairwise(edges))
        made.append(Explained(number, pieces, bool(place) and shown[place - 1] != number - 1))
    return tuple(made)


def _piece(text: str, marks: Iterable[Mark], start: int, end: int) -> Piece:
    over = [one for one in marks if one.span.start <= start and end <= one.span.end]
    over.sort(key=lambda one: one.span.start - one.span.end)
    begins = dict.fromkeys(one.role for one in over if one.span.start == start)
    return Piece(text[start:end], tuple(dict.fromkeys(one.role for one in over)), tuple(begins))
