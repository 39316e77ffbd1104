"""Where a document quotes: pairs of quotation marks within a paragraph, quotations that run over several paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.intake.tokens import Token

_OPENING: Final = frozenset("“„«")
_CLOSING: Final = frozenset("”»")
_STRAIGHT: Final = frozenset({'"', "''", "``", "‟"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens `start` to `end` of a paragraph, its marks included. `closed`: whether its end mark stands there."""

    start: int
    end: int
    closed: bool


def quotations(found: Sequence[Token]) -> tuple[Quotation, ...]:
    """The quotations of a paragraph, in order and apart.

    1. A mark that can only open, opens; one that can only close, closes; a straight one closes what a straight one has
       opened, else opens.
    2. Marks inside an open quotation that open again (a quotation inside a quotation) belong to it.
    3. What is still open at the end of the paragraph runs to its end: the speech goes on in the next one.
    4. A mark that closes what nothing has opened is overlooked.
    """
    marks: list[Quotation] = []
    opened: int | None = None
    inner = 0
    for number, token in enumerate(found):
        mark = token.text
        if mark in _OPENING:
            if opened is None:
                opened, inner = number, 0
            else:
                inner += 1
        elif mark in _CLOSING:
            if opened is not None and inner == 0:
                marks.append(Quotation(opened, number + 1, True))
                opened = None
            else:
                inner = max(0, inner - 1)
        elif mark in _STRAIGHT:
            if opened is None:
                opened, inner = number, 0
            elif found[opened].text in _STRAIGHT:
                marks.append(Quotation(opened, number + 1, True))
                opened = None
    if opened is not None:
        marks.append(Quotation(opened, len(found), False))
    return tuple(one for one in marks if one.end - one.start > 1)
