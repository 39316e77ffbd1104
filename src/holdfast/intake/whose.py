"""Who asserts a stretch of a document, and whose number a figure in it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.tagged import Tagged

_PHRASE: Final = r"(?:(?:an?|the|its|their|some|several|two|three|four) )?[^,;:.()“”\"—–]{2,90}?"
#: Named sources of numbers, by words alone: used where no attribution holds the figure.
_ACCORDING: Final = re.compile(
    rf"\b(?:according to|based on|citing|by the count of|in the estimate of) (?P<who>{_PHRASE})"
    r"(?=[,;:.)]|$| (?:and has|and have|which|who|that|on (?:[A-Z])|released|published|seen|put out|issued)\b| [—–] )"
)
_SAYS: Final = re.compile(
    r"(?:^|, )(?P<who>(?:(?:an?|the) )?[A-Za-z][^,;:.()“”\"—–]{1,80}?) (?:say|says|said|reports?|reported|estimates?|"
    r"estimated)(?=[,.;]|$)"
)
_PUT: Final = re.compile(
    r"(?:^|[,;] |\b(?:and|but|while) )(?P<who>(?:(?:[Aa]n?|[Tt]he) )?[A-Za-z][^,;:.()“”\"—–]{1,80}?) "
    r"(?:put|puts|has put|counted|counts|estimates?|estimated|recorded|records|reported|reports|gave|gives|tallied)\b"
)
_OWN: Final = re.compile(
    r"\b(?:[Ff]igures|[Dd]ata|[Tt]allies|[Cc]ounts|[Ee]stimates|[Rr]ecords|[Nn]umbers|[Ss]tatistics) (?:from|by|of) "
    rf"(?P<who>{_PHRASE}) (?:show|showed|say|suggest|indicate|put)"
)


#: Nobody who is named further off than so many letters is taken for the origin of a number.
_REACH: Final = 400


def asserted_by(span: Span, spoken: Sequence[Attribution]) -> int | None:
    """The place of the innermost attribution whose content holds a stretch; None where the document asserts it."""
    holding = [
        (sum(part.end - part.start for part in one.content), place)
        for place, one in enumerate(spoken)
        if any(span.within(part) for part in one.content)
    ]
    if not holding:
        return None
    nested = {spoken[place].inside for _, place in holding}
    innermost = [entry for entry in holding if entry[1] not in nested]
    return min(innermost or holding)[1]


def origin_of(text: Text, one: Tagged, span: Span, spoken: Sequence[Attribution]) -> Span | None:
    """The words for whose number it is; None where the text names nobody.

    1. ‘according to …’, ‘figures from … show’ or ‘… put it at’ in the sentence.
    2. The speaker of the innermost attribution that holds it.
    3. ‘…, the ministry says,’ set in or behind the sentence.
    """
    paragraph = text.paragraphs[span.paragraph - 1]
    start, end = max(one.sentence.start, span.start - _REACH), min(one.sentence.end, span.end + _REACH)
    sentence = paragraph[start:end]
    for pattern in (_ACCORDING, _OWN):
        nearest = _nearest(pattern, sentence, span.start - start)
        if nearest is not None:
            return _trimmed(span.paragraph, start, nearest)
    put = _PUT.search(sentence[: span.start - start])
    if put is not None and len(sentence[put.end() : span.start - start].split()) <= 12:
        return _trimmed(span.paragraph, start, put)
    place = asserted_by(span, spoken)
    if place is not None:
        return spoken[place].speaker.span
    says = _SAYS.search(sentence[span.end - start :])
    return None if says is None else _trimmed(span.paragraph, span.end, says)


def _nearest(pattern: re.Pattern[str], sentence: str, at: int) -> re.Match[str] | None:
    return min(pattern.finditer(sentence), key=lambda found: abs(found.start() - at), default=None)


def _trimmed(paragraph: int, offset: int, found: re.Match[str]) -> Span:
    return Span(paragraph, offset + found.start("who"), offset + found.end("who"))
