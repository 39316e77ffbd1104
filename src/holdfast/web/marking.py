"""Paragraphs of a source with what is cited of them marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from holdfast.case.case import Cited
from holdfast.case.sentences import sentences
from holdfast.case.textindex import TextIndex
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
