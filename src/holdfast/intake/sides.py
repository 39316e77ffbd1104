"""What one document says, with its places: one side of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from holdfast.case.sentences import sentences
from holdfast.intake.model import Span, Text

#: ``differs``: the words do not fit each other; neither is said to be wrong.
Verdict: TypeAlias = Literal["agrees", "differs", "only in one", "not comparable"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one document says in a slot."""

    spans: tuple[Span, ...]
    """The words themselves, in the order of the text."""
    sentences: tuple[Span, ...]
    """The sentence of each."""
    words: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """By which sides are ordered, whichever document they come from."""
        return self.words, self.spans


def side(text: Text, found: Sequence[tuple[Span, Span]]) -> Side | None:
    """The side that spans and their sentences make; None without any."""
    if not found:
        return None
    ordered = sorted(set(found))
    spans = tuple(span for span, _ in ordered)
    return Side(spans, tuple(sentence for _, sentence in ordered), tuple(text.words(span) for span in spans))


def sentence_of(text: Text, span: Span) -> Span:
    """The sentence in which a stretch begins."""
    for start, end in sentences(text.paragraphs[span.paragraph - 1]):
        if start <= span.start < end:
            return Span(span.paragraph, start, end)
    return span


def both(one: str, other: str) -> str:
    """Two words in an order that does not depend on which document is the first."""
    first, second = sorted((one, other))
    return f"{first} and {second}"
