"""The tokens of a text that is not a condition, and the place among them that an error is about.

Unlike the parser's, these tokens cover any text: what nobody can read is a token too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from holdfast.case.conditions import ConditionError

TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>"(?:[^"\\]|\\["\\])*")
      | (?P<word>[^\W\d](?:[\w/]|-(?=[\w/-]))*)
      | (?P<number>[0-9]+(?:[.,:/-][0-9]+)*\w*)
      | (?P<sign>===?|=>|=<|<=|>=|!=|<>|&&|\|\||->|.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, sign or quoted text of a condition, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


EDGE: Final = Token("edge", "", 0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """The token at which the parser stopped, and its neighbours; `EDGE` beyond the first and the last."""

    text: str
    tokens: list[Token]
    index: int

    def __getitem__(self, distance: int) -> Token:
        index = self.index + distance
        return self.tokens[index] if 0 <= index < len(self.tokens) else EDGE

    def error(self, message: str, hint: str | None = None, first: int = 0, last: int = 0) -> ConditionError:
        """The error about these tokens, counted from the place."""
        start, end = self[first], self[last]
        if start is EDGE or end is EDGE:
            start = end = self.tokens[-1]
        return ConditionError(message, start.start, end.end, hint)


def scan(text: str) -> list[Token]:
    """The tokens of any text, without its white space."""
    return [
        Token(found.lastgroup or "", found[0], found.start(), found.end())
        for found in TOKEN.finditer(text)
        if found.lastgroup != "space"
    ]
