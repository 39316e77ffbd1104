"""A paragraph → its sentences, as spans of code points. syntok divides, and guards put right what it gets wrong."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

#: Titles and the like, after which a sentence goes on whatever follows.
_TITLE: Final = re.compile(
    r"(?:^|[\s(\[\"'“‘«])(?:Dr|Mr|Mrs|Ms|Prof|Gen|Col|Lt|Sgt|Maj|Capt|Cmdr|Adm|Rev|Hon|Sen|Rep|Gov|Amb|Pres|St|Messrs|"
    r"Sr|Sra|Dra|Srta|Mme|Mlle|Hr|Fr|Dipl|Ing|e\.\s?g|i\.\s?e|cf|viz|vs|z\.\s?B|d\.\s?h|p\.\s?ej)\.\s*$"
)
#: Words that announce a number.
_COUNTER: Final = re.compile(
    r"(?:^|[\s(\[])(?:Nos?|Nr|Núm|Art|Arts|Sec|Sect|[Pp]aras?|[Pp]p?|cl|Fig|Vol|Res|Doc|ch|[Aa]pprox|ca)\.\s*$"
)
_NUMBER: Final = re.compile(r"[\dIVXLC]")
#: A day before its month: 3. Mai, 1. maja.
_DAY: Final = re.compile(r"(?:^|\s)(?:[12]?\d|3[01])\.\s*$")
_MONTH: Final = re.compile(
    r"(?:Jan|Feb|Febr|Mär|Maerz|Apr|Mai|Jun|Jul|Aug|Sep|Sept|Okt|Oct|Nov|Dez|Dec|Januar|Februar|März|April|Juni|Juli|"
    r"August|September|Oktober|November|Dezember)\b"
)
_CLOSING: Final = "\"'”’»›)\\]"
#: After a full stop, small letters go on with the sentence; after ! and ? only where a quote was closed.
_STOP: Final = re.compile(rf"(?:[.…][{_CLOSING}]*|[!?][{_CLOSING}]+)\s*$")
#: Marks that end a sentence in scripts that syntok does not know; some of them want no space after them.
_FOREIGN: Final = re.compile(rf"[؟۔।॥。｡！？]+[{_CLOSING}」』）】]*\s*(?=\S)")

Span = tuple[int, int]


@lru_cache(maxsize=4096)
def sentences(paragraph: str) -> tuple[Span, ...]:
    """Start and end of every sentence, in order; between them, before and after there is only white space.

    1. A line end ends a sentence.
    2. syntok finds the sentences of a line; guards join what abbreviations, dates and quotes have parted, and part what
       ends with a mark of another script.
    """
    spans: list[Span] = []
    for line in re.finditer(r"[^\n\r]+", paragraph):
        starts = sorted(_starts(line[0]))
        for first, last in zip(starts, [*starts[1:], len(line[0])], strict=True):
            words = line[0][first:last]
            start = line.start() + first + len(words) - len(words.lstrip())
            end = line.start() + first + len(words.rstrip())
            if start < end:
                spans.append((start, end))
    return tuple(spans)


def sentence_at(paragraph: str, offset: int) -> int | None:
    """The number of the sentence that a code point is in, counted from 1."""
    return next((number for number, (start, end) in enumerate(sentences(paragraph), 1) if start <= offset < end), None)


def _starts(line: str) -> set[int]:
    from syntok import segmenter  # only where sentences are asked for: most citations name a paragraph

    found = {0}
    for block in segmenter.analyze(line):
        for sentence in block:
            if sentence and 0 < sentence[0].offset < len(line):
                found.add(sentence[0].offset)
    found = {start for start in found if start == 0 or not _goes_on(line[:start], line[start:])}
    return found | {mark.end() for mark in _FOREIGN.finditer(line)}


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence goes on across what looks like its end."""
    before = before[-24:]
    if not after or (not before[-1:].isspace() and before[-1:] not in _CLOSING + ".…!?"):
        return True
    if _TITLE.search(before):
        return True
    if _COUNTER.search(before) and _NUMBER.match(after):
        return True
    if _DAY.search(before) and _MONTH.match(after):
        return True
    return bool(_STOP.search(before)) and after[0].islower()
