"""For when a figure or an event in a sentence holds: the time named beside it, else what the tense says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.intake.days import FoundDay
from holdfast.intake.model import Span, Text
from holdfast.intake.periods import Period, day
from holdfast.intake.tagged import Tagged, tagged
from holdfast.intake.tense import PAST

#: How it is known: ``named`` by words of time, by ``tense`` alone, or ``unsaid``.
Known: TypeAlias = Literal["named", "tense", "unsaid"]


@dataclass(frozen=True, slots=True)
class When:
    """For when something holds, as far as the text says it."""

    period: Period | None
    """None where that is not known."""
    span: Span | None
    """The words that say it."""
    rule: str
    """How it was found, in words."""
    inferred: bool = False
    known: Known = "unsaid"


#: Where the text says nothing of it.
UNSAID: Final = When(None, None, "no time is said")


#: What parts one statement of a sentence from the next.
_CLAUSE: Final = re.compile(
    r"[;:]|\s[-–—]\s|, (?:and|but|while|which|who|where|after|before)\b|\b(?:while|whereas|after)\b"
)
_PRESENT: Final = re.compile(r"\b(?:is|are|there are|there is|remain|remains|holds?|has|have|hosts?)\b")
_FUTURE: Final = re.compile(r"\b(?:will|would|shall|going to|due to|set to|expected to)\b")


#: Times further off than so many letters are not those of a stretch; verbs of saying stand closer.
_REACH: Final = 400
_CLOSE: Final = 40
_SAYING: Final = re.compile(r"\b(?:said|says|told \w+|announced|added|warned|reported|insisted|declared)(?: \w+ly)? $")


def when_of(text: Text, one: Tagged, span: Span, dated: Sequence[FoundDay]) -> When:
    """For when something in a sentence holds.

    1. The time that is named nearest to it in the sentence, those of its own clause first; only those where that clause
       is in the perfect or speaks of what is to come.
    2. Without one, where the sentence is in the past and the sentence before it, in the same paragraph, names a single
       day: that day, inferred.
    3. Without one, by its tense: the perfect reaches up to the document's day, the present holds on it, what would be
       has no day yet.
    """
    paragraph = text.paragraphs[span.paragraph - 1]
    start, end = _clause(paragraph, one, span)
    clause = paragraph[start:end]
    tags = _tags(one, start, end)
    perfect = _perfect(tags)
    unbounded = perfect or _FUTURE.search(clause)
    inside = _near(one, span, dated)
    if unbounded:
        inside = [found for found in inside if not _clauses(paragraph, found.span, span)]
    if inside:
        nearest = min(inside, key=lambda found: (_clauses(paragraph, found.span, span), _distance(found.span, span)))
        said = "the day on which it was said: " if said_then(paragraph, nearest.span) else ""
        return When(nearest.period, nearest.span, said + nearest.rule, nearest.inferred, "named")
    if perfect:
        return _by_tense(text, Period(None, text.published), "the perfect: up to the document's day")
    if _FUTURE.search(clause):
        return When(None, None, "of what is to come or would be: no day is said", known="tense")
    if any(tag == "VBD" for _, tag in tags) or PAST.search(clause):
        before = _day_before(text, one, dated)
        if before is not None:
            return When(before.period, before.span, f"the day of the sentence before: {before.rule}", True, "named")
        return UNSAID
    if _PRESENT.search(clause) and text.published is not None:
        return _by_tense(text, day(text.published), "the present: as of the document's day")
    return UNSAID


def said_then(paragraph: str, span: Span) -> bool:
    """Whether a time stands with a verb of saying, so that it is that of the words, not of what they are about."""
    return _SAYING.search(paragraph[max(0, span.start - _CLOSE) : span.start]) is not None


def named_beside(text: Text, one: Tagged, span: Span, dated: Sequence[FoundDay]) -> When:
    """The time that the clause of a stretch names; `UNSAID` where it names none."""
    paragraph = text.paragraphs[span.paragraph - 1]
    beside = [found for found in _near(one, span, dated) if not _clauses(paragraph, found.span, span)]
    if not beside:
        return UNSAID
    nearest = min(beside, key=lambda found: _distance(found.span, span))
    return When(nearest.period, nearest.span, nearest.rule, nearest.inferred, "named")


def _tags(one: Tagged, start: int, end: int) -> list[tuple[str, str]]:
    """The words and tags of a stretch."""
    return [
        (one.words[place], one.tags[place])
        for place, token in enumerate(one.sentence.tokens)
        if start <= token.start < end
    ]


def _perfect(tags: Sequence[tuple[str, str]]) -> bool:
    """Whether ‘has’ or ‘have’ stands before a verb, with two words between at most."""
    return any(
        word in ("has", "have", "'ve") and any(_verb(*one) for one in tags[place + 1 : place + 4])
        for place, (word, _) in enumerate(tags)
    )


def _verb(word: str, tag: str) -> bool:
    return tag.startswith("VB") or PAST.fullmatch(word) is not None


def _near(one: Tagged, span: Span, dated: Sequence[FoundDay]) -> list[FoundDay]:
    """The times of a sentence that are within reach of a stretch of it."""
    return [
        found
        for found in dated
        if found.span.paragraph == span.paragraph
        and _distance(found.span, span) <= _REACH
        and found.span.within(one.span)
        and _says_when(found)
    ]


def _says_when(found: FoundDay) -> bool:
    return found.rule not in ("a time of day without its day", "comes again and again")


def _by_tense(text: Text, period: Period, rule: str) -> When:
    if text.published is None:
        return When(None, None, f"{rule}, which is not known", True, "tense")
    return When(period, None, rule, True, "tense")


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _clauses(paragraph: str, one: Span, other: Span) -> int:
    first, last = sorted((one, other))
    return len(_CLAUSE.findall(paragraph[first.end : last.start]))


def _clause(paragraph: str, one: Tagged, span: Span) -> tuple[int, int]:
    start, end = max(one.sentence.start, span.start - _REACH), min(one.sentence.end, span.end + _REACH)
    for mark in _CLAUSE.finditer(paragraph, start, end):
        if mark.end() <= span.start:
            start = mark.end()
        elif mark.start() >= span.end:
            end = mark.start()
            break
    return start, end


def _day_before(text: Text, one: Tagged, dated: Sequence[FoundDay]) -> FoundDay | None:
    every = tagged(text)
    place = next((i for i, other in enumerate(every) if other is one), 0)
    if place == 0 or every[place - 1].sentence.paragraph != one.sentence.paragraph:
        return None
    named = [found for found in dated if found.span.within(every[place - 1].span)]
    single = [found for found in named if found.period is not None and found.period.one_day]
    return single[0] if len(named) == 1 and single else None
