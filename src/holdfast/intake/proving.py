"""Whether what a language model says of a document is in the document: to the letter, or it does not count.

A claim names a paragraph, a speaker, a cue and what is said. It counts only where

1. each of the three is found verbatim in that paragraph (the shape of quotation marks aside), in whole words and
   numbers;
2. cue and speaker stand in one sentence, and what is said in the same one (where it is a quotation, it may go on);
3. none of them lies within another, and no negation, no condition and no part of a number is cut off;
4. the document's own grammar, where it finds the same cue, names the same speaker.

Everything else is refused, with the reason. What was refused is counted and never shown as a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.case import wholewords
from holdfast.case.sentences import sentences
from holdfast.intake.model import Attribution, Manner, Span, Speaker, Text

#: The shapes of quotation marks, which models change without meaning it; each for one of the same length.
_MARKS: Final = str.maketrans("“”„‟«»‘’‚‛‹›", "\"\"\"\"\"\"''''''")
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|cannot|without)\b|n['’]t\b", re.IGNORECASE
)
#: A negation that governs the words behind it, with at most two words between.
_JUST_BEFORE: Final = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|cannot|without)|n['’]t)(?:\s+\w+){0,2}\s*$", re.IGNORECASE
)
_CONDITION: Final = re.compile(
    r"\s*,?\s*(?:unless|until|if|provided|on condition|only if|only when|as long as)\b", re.IGNORECASE
)
_PARTS: Final = ("what is said", "the cue", "the speaker")
#: Why a claim may not count.
REASONS: Final = frozenset(
    (
        "there is no such paragraph",
        "one of its parts lies within another",
        "speaker and cue stand in different sentences",
        "what is said and its cue stand in different sentences",
        "a negation is cut off",
        "a negation is dropped or added",
        "a condition is cut off",
        "a number is altered",
        "the speaker stands far from the cue",
        "the text gives another speaker to this cue",
        *(
            f"{part} {fault}"
            for part in _PARTS
            for fault in (
                "is empty",
                "cuts a word or a number",
                "stands in several places",
                "is spelt otherwise",
                "is not in the paragraph",
            )
        ),
    )
)
#: The speaker stands no further from the cue, in code points.
_FAR: Final = 120


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model says that somebody said."""

    paragraph: int
    speaker: str
    cue: str
    content: str


class NotProvenError(Exception):
    """A claim that does not count; the reason is the same for all of its kind, so that they can be counted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def prove(text: Text, claim: Claim, spoken: Sequence[Attribution] = ()) -> Attribution:
    """The attribution that a claim comes to, with its places in the document.

    Args:
        text: the document.
        claim: what the model says.
        spoken: what the document's own grammar finds.

    Raises:
        NotProvenError: it does not count.
    """
    if not 1 <= claim.paragraph <= len(text.paragraphs):
        raise NotProvenError("there is no such paragraph")
    what, how, who = _PARTS
    content = _found(text, claim.paragraph, claim.content, what)
    cue = _found(text, claim.paragraph, claim.cue, how, near=content)
    speaker = _found(text, claim.paragraph, claim.speaker, who, near=cue)
    paragraph = text.paragraphs[claim.paragraph - 1]
    if content.shares(cue) or content.shares(speaker) or cue.shares(speaker):
        raise NotProvenError("one of its parts lies within another")
    bounds = next(one for one in sentences(paragraph) if one[0] <= cue.start < one[1])
    quoted = _quoted(paragraph, content)
    if not (bounds[0] <= speaker.start and speaker.end <= bounds[1]):
        raise NotProvenError("speaker and cue stand in different sentences")
    if not quoted and not (bounds[0] <= content.start and content.end <= bounds[1]):
        raise NotProvenError("what is said and its cue stand in different sentences")
    if quoted and not (content.start < bounds[1] and bounds[0] < content.end + 3):
        raise NotProvenError("what is said and its cue stand in different sentences")
    if _JUST_BEFORE.search(paragraph[bounds[0] : content.start][-40:]) and not _negated(text, cue):
        raise NotProvenError("a negation is cut off")
    if _CONDITION.match(paragraph, content.end):
        raise NotProvenError("a condition is cut off")
    gap = max(cue.start - speaker.end, speaker.start - cue.end)
    if gap > _FAR:
        raise NotProvenError("the speaker stands far from the cue")
    _check_speaker(text, speaker, cue, spoken)
    manner: Manner = "direct" if quoted else "indirect"
    return Attribution(
        manner, Speaker(speaker, name=text.words(speaker)), cue, (content,), negated=bool(_negated(text, cue))
    )


def _negated(text: Text, cue: Span) -> bool:
    return _NEGATION.search(text.words(cue)) is not None


def _found(text: Text, number: int, words: str, what: str, near: Span | None = None) -> Span:
    """Where words stand in a paragraph; of several places the one nearest to another part."""
    paragraph = text.paragraphs[number - 1].translate(_MARKS)
    wanted = " ".join(words.translate(_MARKS).split())
    if not wanted:
        raise NotProvenError(f"{what} is empty")
    places = [Span(number, at.start(), at.start() + len(wanted)) for at in re.finditer(re.escape(wanted), paragraph)]
    whole = [one for one in places if wholewords.whole(text.paragraphs[number - 1], one.start, one.end)]
    if places and not whole:
        raise NotProvenError(f"{what} cuts a word or a number")
    if not whole:
        raise NotProvenError(_altered(paragraph, wanted, what))
    if near is None:
        if len(whole) > 1:
            raise NotProvenError(f"{what} stands in several places")
        return whole[0]
    return min(whole, key=lambda one: (max(one.start - near.end, near.start - one.end), one.start))


def _altered(paragraph: str, wanted: str, what: str) -> str:
    """In what way words are not in a paragraph, as far as it can be told."""
    if _NUMBER.sub("#", wanted) in _NUMBER.sub("#", paragraph):
        return "a number is altered"
    if wanted.casefold() in paragraph.casefold():
        return f"{what} is spelt otherwise"
    plain, mine = (_without_negations(one) for one in (paragraph, wanted))
    if mine and mine in plain:
        return "a negation is dropped or added"
    return f"{what} is not in the paragraph"


def _without_negations(words: str) -> str:
    return " ".join(_NEGATION.sub(" ", words).split()).casefold()


def _quoted(paragraph: str, content: Span) -> bool:
    """Whether what is said stands in quotation marks: they are at its ends, or just outside."""
    before = paragraph[max(0, content.start - 1) : content.start + 1]
    after = paragraph[content.end - 1 : content.end + 2]
    return any(mark in before for mark in "\"“„«‘'") and any(mark in after for mark in "\"”“»’'")


def _check_speaker(text: Text, speaker: Span, cue: Span, spoken: Sequence[Attribution]) -> None:
    for one in spoken:
        if one.cue is None or not one.cue.shares(cue):
            continue
        named = [span for span in (one.speaker.span, one.speaker.role, one.speaker.named_at) if span is not None]
        if named and not any(span.shares(speaker) for span in named):
            name = one.speaker.name or ""
            if text.words(speaker).casefold() not in name.casefold() or not name:
                raise NotProvenError("the text gives another speaker to this cue")
