"""One document, ready for citations to be found in it: its paragraphs, their hashes, and its text as one string.

Everything beyond the paragraphs is made when it is first needed: a citation whose place is right needs none of it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

#: So many lines may a paragraph have been broken into and still be known by its hash.
_MOST_LINES: Final = 20
#: What cannot change the meaning of words: the shape of quotation marks, invisible marks, printers' ligatures.
_FOLD: Final[Mapping[int, str]] = MappingProxyType(
    dict.fromkeys(map(ord, "“”„‟«»＂"), '"')
    | dict.fromkeys(map(ord, "‘’‚‛‹›ʼ＇"), "'")
    | dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c"), "")
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")
    | {
        ord("\n"): " ",
        0xFB00: "ff",
        0xFB01: "fi",
        0xFB02: "fl",
        0xFB03: "ffi",
        0xFB04: "ffl",
        0xFB05: "st",
        0xFB06: "st",
    }
)
#: White space other than single spaces between words and line feeds between lines, as `str.split` knows it.
_IRREGULAR: Final = ("\t", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "  ")
_IRREGULAR_WIDE: Final = (*map(chr, range(0x2000, 0x200B)), *"\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff")


def normalised(text: str) -> str:
    """The form in which texts are compared and hashed."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, normalised, in order: its lines that are not empty."""
    if _is_regular(text):
        lines = tuple(line for line in text.split("\n") if line)
        if not any(line[0] == " " or line[-1] == " " for line in lines):
            return lines
    return tuple(paragraph for line in text.splitlines() if (paragraph := normalised(line)))


def _is_regular(text: str) -> bool:
    """Whether lines, trimmed, are in normalised form already: true of what holdfast imported, and quick to see."""
    if any(white in text for white in _IRREGULAR):
        return False
    if text.isascii():
        return True
    return not any(white in text for white in _IRREGULAR_WIDE) and unicodedata.is_normalized("NFC", text)


def folded(text: str) -> str:
    """A text with everything levelled that cannot change its meaning."""
    return " ".join(text.translate(_FOLD).split())


@dataclass(frozen=True, slots=True)
class Folded:
    """A whole text folded, and for each of its code points the one in the text that it came from."""

    text: str
    offsets: tuple[int, ...] | None
    """None where each stands for itself."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text in the text itself."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True)
class TextIndex:
    """A document's paragraphs, in normalised form, and what is derived from them."""

    paragraphs: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> TextIndex:
        """The index of a file's text."""
        return cls(paragraphs(text))

    @cached_property
    def joined(self) -> str:
        """All paragraphs, a line feed between them."""
        return "\n".join(self.paragraphs)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each paragraph starts in the joined text."""
        found, start = [], 0
        for paragraph in self.paragraphs:
            found.append(start)
            start += len(paragraph) + 1
        return tuple(found)

    @cached_property
    def folded(self) -> Folded:
        """The joined text folded."""
        if _aligned(self.joined):
            return Folded(self.joined.translate(_FOLD), None)
        return _fold(self.joined)

    def place(self, offset: int) -> tuple[int, int]:
        """The paragraph, counted from 1, and the code point in it, of a code point of the joined text."""
        number = bisect_right(self.starts, offset)
        return number, offset - self.starts[number - 1]

    @cached_property
    def _digests(self) -> dict[int, str]:
        return {}

    def digest(self, number: int) -> str:
        """The SHA-256 of a paragraph, counted from 1, in hexadecimal."""
        found = self._digests.get(number)
        if found is None:
            found = self._digests[number] = hashlib.sha256(self.paragraphs[number - 1].encode()).hexdigest()
        return found

    @cached_property
    def by_digest(self) -> Mapping[str, tuple[int, ...]]:
        """The paragraphs with each hash."""
        found: dict[str, tuple[int, ...]] = {}
        for number in range(1, len(self.paragraphs) + 1):
            digest = self.digest(number)
            found[digest] = (*found.get(digest, ()), number)
        return found

    @cached_property
    def by_joined_digest(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """The stretches of two or more lines that as one paragraph would have each hash: first and last line."""
        found: dict[str, tuple[tuple[int, int], ...]] = {}
        for (first, last), digest in self._stretches():
            found[digest] = (*found.get(digest, ()), (first, last))
        return found

    def _stretches(self) -> Iterator[tuple[tuple[int, int], str]]:
        encoded = [paragraph.encode() for paragraph in self.paragraphs]
        for first in range(len(encoded)):
            hashed = hashlib.sha256(encoded[first])
            for last in range(first + 1, min(first + _MOST_LINES, len(encoded))):
                hashed.update(b" " + encoded[last])
                yield (first + 1, last + 1), hashed.hexdigest()


def _aligned(text: str) -> bool:
    """Whether folding replaces code points one by one and removes none."""
    return all(len(_FOLD.get(ord(character), character)) == 1 for character in set(text))


def _fold(text: str) -> Folded:
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for part in _FOLD.get(ord(character), character):
            if part != " " or (characters and characters[-1] != " "):
                characters.append(part)
                offsets.append(offset)
    return Folded("".join(characters), tuple(offsets))
