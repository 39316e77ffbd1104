"""Citations: do the cited words stand in the source?

A paragraph is a non-empty line, counted from 1. Text is compared normalised: Unicode NFC, without a byte-order mark,
every run of white space one space, trimmed. Nothing is matched approximately: a changed number or a dropped "not" must
break a citation.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.case.model import Citation


def normalised(text: str) -> str:
    """The form in which texts are compared and hashed."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, normalised, in order."""
    return tuple(paragraph for line in text.splitlines() if (paragraph := normalised(line)))


def digest(paragraph: str) -> str:
    """The hash by which a paragraph is cited that may not be quoted: SHA-256 of its normalised text, in hexadecimal."""
    return hashlib.sha256(normalised(paragraph).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a citation does not hold: the key that is wrong, and what to do."""

    key: str
    message: str
    hint: str | None = None


def check(citation: Citation, source: Sequence[str]) -> Broken | None:
    """Why a citation does not hold against the paragraphs of its source; None where it does."""
    number = citation.paragraph
    if number is not None and not 1 <= number <= len(source):
        return Broken("paragraph", f"the source has {len(source)} paragraphs, and this is number {number}")
    if citation.sha256 is not None and number is not None and digest(source[number - 1]) != citation.sha256:
        found = [place for place, text in enumerate(source, 1) if digest(text) == citation.sha256]
        hint = f"the paragraph with this hash is number {found[0]}" if found else "the paragraph's text has changed"
        return Broken("sha256", f"paragraph {number} does not have this hash", hint)
    if citation.quote is not None:
        problem = _check_quote("quote", citation.quote, number, source)
        if problem is not None:
            return problem
    for target in citation.also:
        problem = _check_quote("also", target.quote, target.paragraph, source)
        if problem is not None:
            return problem
    return None


def _check_quote(key: str, quote: str, number: int | None, source: Sequence[str]) -> Broken | None:
    words = normalised(quote)
    places = [place for place, text in enumerate(source, 1) if words in text]
    if number is None:
        return None if places else Broken(key, "these words are not in the source")
    if number in places:
        return None
    if places:
        return Broken(key, f"these words are not in paragraph {number}", f"they are in paragraph {places[0]}")
    return Broken(key, f"these words are not in paragraph {number}, nor elsewhere in the source", "copy them exactly")
