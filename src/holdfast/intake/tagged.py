"""A document's sentences with their tokens and tags, as figures, provisions and events look at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from holdfast.intake.model import Span, Text
from holdfast.intake.reading import read
from holdfast.intake.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence and the part of speech of each of its tokens, as the Penn Treebank names them."""

    sentence: Sentence
    tags: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens in small letters, with straight apostrophes."""
        return self.sentence.lower

    @property
    def span(self) -> Span:
        """The whole sentence."""
        return Span(self.sentence.paragraph, self.sentence.start, self.sentence.end)

    def place(self, first: int, last: int) -> Span:
        """The stretch from one token to another, both included."""
        tokens = self.sentence.tokens
        return Span(self.sentence.paragraph, tokens[first].start, tokens[last].end)

    def first_from(self, offset: int) -> int:
        """The first token that begins at this place of the paragraph or after it; their number where none does."""
        return next((i for i, token in enumerate(self.sentence.tokens) if token.start >= offset), len(self.tags))

    def __len__(self) -> int:
        return len(self.tags)


@lru_cache(maxsize=16)
def tagged(text: Text) -> tuple[Tagged, ...]:
    """The sentences of a document, in order."""
    return tuple(Tagged(one.sentence, tuple(one.tags)) for paragraph in read(text) for one in paragraph.sentences)
