"""Expressions of time in a document, and the days they mean, counted from the day it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from holdfast.case.sentences import sentences
from holdfast.intake.datelines import dateline
from holdfast.intake.daypatterns import RULES
from holdfast.intake.dayrules import Around, Match, Meaning, Resolver
from holdfast.intake.model import Span, Text
from holdfast.intake.periods import Period, shifted
from holdfast.intake.tense import Tense, tense_at


@dataclass(frozen=True, slots=True)
class FoundDay:
    """An expression of time, with the preposition that belongs to it, and what it means."""

    span: Span
    period: Period | None
    """The days that it may mean or that it spans; None where that cannot be told."""
    rule: str
    """How it was resolved, or why it was not, in words."""
    tense: Tense | None = None
    """What the sentence around it speaks of, as its verbs say."""
    inferred: bool = False
    """Whether it rests on another expression of the text."""

    @property
    def resolved(self) -> bool:
        """Whether anything is known of the days."""
        return self.period is not None and self.period.known


@dataclass(frozen=True, slots=True)
class _Core:
    """An expression without what stands around it."""

    start: int
    end: int
    match: Match
    resolve: Resolver


_BOUND: Final = re.compile(r"\b(?:ever )?(since|until|till|by|before|after|up to|from) (?:the )?$", re.IGNORECASE)
#: In ‘after the 7 October attack’ the day belongs to the attack; in ‘after the end of this week’ to ‘after’.
_ATTRIBUTE: Final = re.compile(
    r"(?:, ?[0-9]{4})?,? (?!and |or |but |when |as |for |the |in |at |on |to |with |from )[A-Za-z]"
)
_PLAIN: Final = re.compile(r"\b(?:on|in|at|during|over|for|as of|from|between) (?:the )?$", re.IGNORECASE)
_PART_BEFORE: Final = re.compile(
    r"\b(?:(?:early|late|earlier|later)(?: on| in)?|(?:the )?(?:morning|afternoon|evening|night) of) $", re.IGNORECASE
)
_PART_AFTER: Final = re.compile(r" (?:morning|afternoon|evening|night|noon)\b")
_FROM: Final = re.compile(r"\b(from|between) $", re.IGNORECASE)
_JOINT: Final = re.compile(r" (?:to|until|till|through|and) |[-–]")
_ENGLISH: Final = re.compile(r"en(?:[-_]|$)|eng?\b", re.IGNORECASE)


def english(text: Text) -> bool:
    """Whether a document is in English, or of a language that nobody named."""
    return text.language is None or _ENGLISH.match(text.language) is not None


@lru_cache(maxsize=16)
def days(text: Text) -> tuple[FoundDay, ...]:
    """Every expression of time in a document in English, in the order of the text; none in other languages.

    1. Find dates, weekdays, months, years, ‘last week’, ‘three days ago’ and the like; the longest at a place counts.
    2. Take in what belongs to them: ‘on’, ‘late on’, ‘night’; ‘since’, ‘until’, ‘by’, ‘before’, ‘after’ make an open
       stretch of them; ‘from … to …’ joins two.
    3. Count from the day of publication. The tense around decides between the past and the coming Monday; ‘the next
       day’ counts from what the text named before.
    """
    if not english(text):
        return ()
    head = dateline(text)
    found: list[FoundDay] = []
    earlier: Period | None = None
    for number, paragraph in enumerate(text.paragraphs, 1):
        taken = 0
        cores = _cores(paragraph)
        for place, core in enumerate(cores):
            if core.start < taken:
                continue
            tense = _tense(paragraph, core)
            if head is not None and number == head.span.paragraph and core.end <= head.span.end:
                tense = "past"  # the day on which it was written
            follower = cores[place + 1] if place + 1 < len(cores) else None
            one = _joined(paragraph, number, core, follower, taken, Around(text.published, tense, earlier))
            found.append(one)
            taken = one.span.end
            if one.period is not None and one.period.start is not None and one.period.end is not None:
                earlier = one.period
    return tuple(found)


def _cores(paragraph: str) -> list[_Core]:
    """The expressions at their places, the longest of those that overlap."""
    every = [
        _Core(match.start(), match.end(), match, resolve)
        for pattern, resolve in RULES
        for match in pattern.finditer(paragraph)
        if match.end() > match.start()
    ]
    every.sort(key=lambda core: (core.start, -core.end))
    kept: list[_Core] = []
    for core in every:
        if kept and core.start < kept[-1].end:
            if core.end - core.start > kept[-1].end - kept[-1].start:
                kept[-1] = core
            continue
        kept.append(core)
    return kept


def _tense(paragraph: str, core: _Core) -> Tense | None:
    for start, end in sentences(paragraph):
        if start <= core.start < end:
            return tense_at(paragraph[start:end], core.start - start, min(core.end, end) - start)
    return None


def _joined(paragraph: str, number: int, core: _Core, follower: _Core | None, taken: int, around: Around) -> FoundDay:
    """An expression with what belongs to it, and with a second one where both are the ends of a stretch."""
    meaning = core.resolve(core.match, around)
    start, end = core.start, core.end
    part = _PART_AFTER.match(paragraph, end)
    end = part.end() if part else end
    opening = _FROM.search(paragraph, taken, start)
    if opening is not None and follower is not None and _JOINT.fullmatch(paragraph, end, follower.start):
        other = follower.resolve(follower.match, around)
        if meaning.period and meaning.period.start and other.period and _before(other.period, meaning.period):
            # From a Monday to a Thursday: the one after it.
            other = follower.resolve(follower.match, Around(meaning.period.start, "future", around.earlier))
        first, last = meaning.period, other.period
        if first and last and first.start and last.end and first.start <= last.end:
            rule = f"from one to the other: {meaning.rule}"
            if meaning.rule != other.rule:
                rule += f"; {other.rule}"
            return FoundDay(
                Span(number, opening.start(), follower.end), Period(first.start, last.end), rule, around.tense
            )
    before = _PART_BEFORE.search(paragraph, taken, start)
    start = before.start() if before else start
    bound = _BOUND.search(paragraph, taken, start)
    attribute = bound is not None and bound[0].endswith("the ") and _ATTRIBUTE.match(paragraph, end)
    if attribute or paragraph.startswith(("'s", "’s"), end - 2) or paragraph.startswith(("'s ", "’s "), end):
        bound = None  # ‘after the 7 October attack’, ‘after Sunday's attack’
    if bound is not None and meaning.bound and meaning.period is not None:
        meaning = _opened(bound[1].casefold(), meaning, around.published)
        start = bound.start()
    else:
        plain = _PLAIN.search(paragraph, taken, start)
        start = plain.start() if plain else start
    return FoundDay(Span(number, start, end), meaning.period, meaning.rule, around.tense, meaning.inferred)


def _before(one: Period, other: Period) -> bool:
    """Whether a period is over before another begins."""
    return one.end is not None and other.start is not None and one.end < other.start


def _opened(word: str, meaning: Meaning, published: date | None) -> Meaning:
    """What ‘since’, ‘until’ and the like make of a day or a period."""
    period = meaning.period or Period()
    start, end = period.start, period.end
    if word in ("since", "from"):
        past = published is not None and start is not None and start <= published
        until = published if past and word == "since" else None
        return replace(meaning, period=Period(start, until), rule=f"from then on; {meaning.rule}")
    if word in ("until", "till", "by", "up to"):
        open_start = published if published is not None and end is not None and end >= published else None
        return replace(meaning, period=Period(open_start, end), rule=f"up to then; {meaning.rule}")
    if word == "before":
        return replace(meaning, period=Period(None, start and shifted(start, -1)), rule=f"before then; {meaning.rule}")
    return replace(meaning, period=Period(end and shifted(end, 1), None), rule=f"after then; {meaning.rule}")
