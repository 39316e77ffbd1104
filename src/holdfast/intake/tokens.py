"""A paragraph → its sentences → their tokens, each with its place in the paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from holdfast.case.sentences import sentences

#: Marks that open or close a quotation, in whichever direction: straight, curly, angle, low, and two apostrophes.
DOUBLE: Final = frozenset('"“”„‟«»') | {"''", "``"}

_ABBREVIATION: Final = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Maj|Capt|Cmdr|Adm|Rev|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Amb|Pres|St|Messrs|Sr|Jr|"
    r"Mme|Mlle|Inc|Corp|Co|Ltd|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Calif|Colo|Conn|Del|Fla|"
    r"Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|etc|est)\."
)
_TOKEN: Final = re.compile(
    rf"""
    https?://\S+[\w/] | www\.\S+[\w/] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+      # addresses
  | [@\#]\w+
  | \b{_ABBREVIATION}(?=\W|$)
  | (?:[^\W\d_]\.){{2,}}(?:-\w+)*                                          # U.S., p.m., U.S.-led
  | \b[A-Z]\.(?=\s)                                                        # an initial
  | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|[ap]m|bn|m|km)?(?:-[^\W_]+)*(?![^\W_]) # numbers
  | (?i:can(?=not\b))
  | (?i:[^\W_]+?(?=n['’]t\b)|n['’]t\b)                                     # did n't
  | ['’](?i:s|re|ve|ll|d|m)\b(?!['’]\w)
  | [^\W_]+(?:['’](?!(?:s|re|ve|ll|d|m|t)\b)[^\W\d_]+)*                     # O'Brien
    (?:[-‐‑&/.]?(?<=[^\W_][-‐‑&/.])[^\W_]+(?:['’](?!(?:s|re|ve|ll|d|m)\b)[^\W\d_]+)*)* # cease-fire, AT&T
  | '' | `` | \.{{2,}}(?:\s\.)* | -{{2,}} | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark: its words, and where they stand in the paragraph."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of a paragraph (counted from 1): its place and its tokens."""

    paragraph: int
    start: int
    end: int
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens as they stand in the text."""
        return tuple(token.text for token in self.tokens)

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """The tokens in small letters, with straight apostrophes."""
        return tuple(token.text.lower().replace("’", "'") for token in self.tokens)


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of a stretch of text, in order and apart; what is between them is white space."""
    stop = len(text) if end is None else end
    return tuple(Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text, start, stop))


def parse(paragraph: str, number: int = 1) -> tuple[Sentence, ...]:
    """The sentences of a paragraph with their tokens."""
    return tuple(Sentence(number, start, end, tokens(paragraph, start, end)) for start, end in sentences(paragraph))
