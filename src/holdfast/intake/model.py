"""What is found in a document: stretches of its paragraphs, speakers, and what is attributed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

#: How an attribution is made:
#: ``direct`` (all of its content in quotation marks), ``mixed`` (part of it), ``indirect`` (none of it),
#: ``according-to`` (a preposition instead of a verb), ``noun`` (an accusation, a demand …), ``continuation`` (a
#: sentence that goes on with the speech before it, without a cue of its own), ``no-comment`` (a recorded silence).
Manner: TypeAlias = Literal["direct", "mixed", "indirect", "according-to", "noun", "continuation", "no-comment"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document: code points `start` to `end` of the normalised text of a paragraph, counted from 1."""

    paragraph: int
    start: int
    end: int

    def within(self, other: Span) -> bool:
        """Whether it lies inside the other."""
        return self.paragraph == other.paragraph and other.start <= self.start and self.end <= other.end

    def shares(self, other: Span) -> int:
        """How many code points it shares with the other."""
        if self.paragraph != other.paragraph:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Text:
    """A document as intake reads it."""

    paragraphs: tuple[str, ...]
    """In their normalised form, as citations count them."""
    published: date | None = None
    """The day that words such as ‘on Monday’ are counted from."""
    publisher: str | None = None
    language: str | None = None

    def words(self, span: Span) -> str:
        """The words at a place."""
        return self.paragraphs[span.paragraph - 1][span.start : span.end]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: where the text names them beside the cue, and whom that means."""

    span: Span | None
    """The words that name them here, a pronoun or a short name too; None where the text leaves them out."""
    name: str | None = None
    """Whom they mean, in the fullest words of the document, a description where it gives no name; None where it leaves
    open whom."""
    named_at: Span | None = None
    """Where those words stand, if not at `span`."""
    role: Span | None = None
    """What the text says of them: ‘a spokesman for the ministry’."""
    inferred: bool = False
    """Whether whom it means had to be inferred: from a pronoun, a short name, or the sentence before."""
    because: str | None = None
    """What it was inferred from, in words."""
    anonymous: bool = False
    """Whether the text leaves their name out: ‘a person briefed on the talks’."""
    body: bool = False
    """Whether it is a body, a document or a group rather than a person."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words as a document reports them."""

    manner: Manner
    speaker: Speaker
    cue: Span | None
    """The words that attribute: a verb with what belongs to it, ‘according to’, a noun; None in a continuation."""
    content: tuple[Span, ...]
    """What is attributed, in the order of the text: one stretch, or several that the cue or the speaker part. Empty
    where somebody did not comment."""
    to: Span | None = None
    """To whom it was said."""
    inside: int | None = None
    """The place, in the document's list, of the attribution whose content holds this one."""
    goes_on: int | None = None
    """The place of the attribution that this one continues."""
    negated: bool = False
    """Whether the cue is negated: ‘did not say whether …’."""

    @property
    def lead(self) -> Span:
        """The place by which it is named and ordered: of its content, else of its cue."""
        return self.content[0] if self.content else self.cue or Span(0, 0, 0)
