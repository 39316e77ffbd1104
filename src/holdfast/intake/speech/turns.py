"""Transcripts and headlines: paragraphs that begin with whose words they are (‘COSTA: …’)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from holdfast.intake.chunks import Phrase
from holdfast.intake.reading import Paragraph
from holdfast.intake.speech.draft import Draft
from holdfast.intake.subjects import Subject
from holdfast.intake.tokens import DOUBLE

#: How many words a name before a colon has at most.
_LONGEST: Final = 5


def turns(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, Draft]]:
    """The paragraphs of a transcript, each with its turn; the content stands to the end of the paragraph.

    A document is a transcript where the same name begins two paragraphs, or several names in capitals begin one each.
    A headline may also begin so, with a name that stands in the text (‘Costa: no deal before May’).
    """
    found = [(paragraph, at) for paragraph in paragraphs if (at := _colon(paragraph)) is not None]
    names = [" ".join(token.text for token in paragraph.tokens[:at]) for paragraph, at in found]
    capitals = sum(name.isupper() for name in names) > 1
    for (paragraph, at), name in zip(found, names, strict=True):
        headed = paragraph.number == 1 and _named_later(paragraphs, name)
        if names.count(name) > 1 or (capitals and name.isupper()) or headed:
            subject = Subject(0, at, Phrase(0, at, False))
            yield paragraph, Draft((at, at + 1), subject, ((at + 1, len(paragraph.tokens)),), "turn")


def _named_later(paragraphs: Sequence[Paragraph], name: str) -> bool:
    last = name.split()[-1]
    return any(token.text == last for paragraph in paragraphs[1:] for token in paragraph.tokens)


def _colon(paragraph: Paragraph) -> int | None:
    """The token of a colon that follows a name at the very start; None where a quotation or nothing comes after it."""
    tokens = paragraph.tokens
    at = next((number for number, token in enumerate(tokens[: _LONGEST + 1]) if token.text == ":"), None)
    if not at or at + 1 >= len(tokens) or tokens[at + 1].text in DOUBLE or at >= len(paragraph.sentences[0]):
        return None
    named = all(
        token.text[0].isupper() or token.text in (".", "-", "de", "al", "van", "von", "bin") for token in tokens[:at]
    )
    return at if named and tokens[0].text[0].isalpha() else None
