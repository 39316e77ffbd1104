"""A document as the rules read it: every sentence with its tokens, tags and quotations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from holdfast.intake import tagging
from holdfast.intake.chunks import Analysis
from holdfast.intake.model import Span, Text
from holdfast.intake.quotes import Quotation, quotations
from holdfast.intake.tokens import Token, parse


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its tokens, its quotations (by those tokens) and its sentences, each with its first token."""

    number: int
    text: str
    tokens: tuple[Token, ...]
    quotations: tuple[Quotation, ...]
    sentences: tuple[Analysis, ...]
    first: tuple[int, ...]

    def span(self, sentence: int, start: int, end: int) -> Span:
        """The place of tokens `start` to `end` of a sentence (counted from 0)."""
        base = self.first[sentence]
        return Span(self.number, self.tokens[base + start].start, self.tokens[base + end - 1].end)

    def quotation_span(self, number: int) -> Span:
        """The place of a quotation, its marks included."""
        one = self.quotations[number]
        return Span(self.number, self.tokens[one.start].start, self.tokens[one.end - 1].end)


@lru_cache(maxsize=64)
def read(text: Text) -> tuple[Paragraph, ...]:
    """The paragraphs of a document, all of it tagged at once."""
    parsed = [parse(paragraph, number) for number, paragraph in enumerate(text.paragraphs, 1)]
    tags = iter(tagging.tag([sentence.words for sentences in parsed for sentence in sentences]))
    found = []
    for number, sentences in enumerate(parsed, 1):
        tokens = tuple(token for sentence in sentences for token in sentence.tokens)
        quoted = [-1] * len(tokens)
        marks = quotations(tokens)
        for at, one in enumerate(marks):
            quoted[one.start : one.end] = [at] * (one.end - one.start)
        base, analyses, first = 0, [], []
        for sentence in sentences:
            size = len(sentence.tokens)
            analyses.append(Analysis(sentence, next(tags), quoted[base : base + size]))
            first.append(base)
            base += size
        found.append(Paragraph(number, text.paragraphs[number - 1], tokens, marks, tuple(analyses), tuple(first)))
    return tuple(found)
