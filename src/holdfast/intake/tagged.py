"""A document's sentences with their tokens and tags, made once for all that looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from holdfast.intake.model import Span, Text
from holdfast.intake.tagging import tag
from holdfast.intake.tokens import Sentence, parse


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
    every = [one for number, paragraph in enumerate(text.paragraphs, 1) for one in parse(paragraph, number)]
    return tuple(Tagged(one, tags) for one, tags in zip(every, tag([one.words for one in every]), strict=True))


def of_paragraph(text: Text, number: int) -> tuple[Tagged, ...]:
    """The sentences of one paragraph, counted from 1."""
    return tuple(one for one in tagged(text) if one.sentence.paragraph == number)
