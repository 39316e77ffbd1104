"""Nouns and prepositions that attribute: ‘its demand that …’, ‘accusations of …’, ‘according to …’."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from holdfast.intake.chunks import TIMES, Analysis, Phrase, Verbs
from holdfast.intake.clauses import clause_follows, content_end
from holdfast.intake.lexicon import NOUNS, SUPPORT_VERBS, VERBS, noun_lemma
from holdfast.intake.speech.draft import Draft, Stretch
from holdfast.intake.subjects import Subject, subject_after, subject_before
from holdfast.intake.tokens import DOUBLE

_POSSESSIVES: Final = frozenset("his her its their our my your whose".split())
_WITHIN: Final = frozenset("of at".split())
_REPORTEDLY: Final = frozenset("reportedly allegedly supposedly purportedly".split())
_EYES: Final = frozenset("view views opinion opinions eyes words estimation".split())


def nouns(a: Analysis) -> Iterator[Draft]:
    """The attributions that nouns make: who has them, and what follows them.

    1. Content is a clause with ‘that’, an infinitive, a participle that says (‘a statement condemning …’), or what
       follows a preposition of the noun's.
    2. The speaker is who has it (‘its demand’, ‘the union's demand’), whom ‘by’ or ‘from’ names, or the subject of a
       verb that carries it (‘issued a statement’).
    """
    for phrase in a.phrases:
        cue = NOUNS.get(noun_lemma(a.lower[phrase.head]))
        if cue is None or not a.tags[phrase.head].startswith("NN") or phrase.end >= len(a):
            continue
        at = phrase.end
        if a.lower[phrase.head] == "order" and a.lower[phrase.start - 1 : phrase.start] == ("in",):
            continue
        speaker = _owner(a, phrase)
        cue_start = phrase.head if speaker is not None else phrase.start
        if a.lower[at] in ("by", "from", "among") and speaker is None:
            speaker = subject_after(a, at + 1, _WITHIN)
            at = speaker.end if speaker is not None else at
        if at >= len(a):
            continue
        start = _content(a, _past_day(a, at), cue.frame, cue.prepositions)
        if start is None:
            continue
        if speaker is None:
            carrier = _carrier(a, phrase)
            if carrier is not None:
                speaker = subject_before(a, carrier.start)
                cue_start = carrier.start
        end = content_end(a, start, None, False, a.lower[start] != "that")
        if end <= start:
            continue
        cue_end = start if at == phrase.end and a.words[at] != "," else phrase.end
        yield Draft((cue_start, cue_end), speaker, ((start, end),), "noun")


def _past_day(a: Analysis, at: int) -> int:
    """Past a day (‘a statement on Sunday supporting …’) and an aside (‘the demand, repeated in May, that …’)."""
    if a.lower[at] == "on" and at + 1 in a.phrase_from and a.phrase_from[at + 1].time:
        at = a.phrase_from[at + 1].end
    elif a.words[at] == ",":
        for one in range(at + 1, min(len(a) - 1, at + 12)):
            if a.words[one] == "," and a.lower[one + 1] == "that":
                return one + 1
    return min(at, len(a) - 1)


def _owner(a: Analysis, phrase: Phrase) -> Subject | None:
    if a.lower[phrase.start] in _POSSESSIVES:
        one = Phrase(phrase.start, phrase.start + 1, False)
        return Subject(one.start, one.end, one, outer=one.start)
    marks = [at for at in range(phrase.start, phrase.end) if a.tags[at] == "POS"]
    if not marks:
        return _adjective(a, phrase)
    one = Phrase(phrase.start, marks[-1], False)
    return Subject(one.start, one.end, one, outer=one.start)


def _adjective(a: Analysis, phrase: Phrase) -> Subject | None:
    """A name before the noun: ‘the Israeli demand’."""
    end = phrase.head
    start = end
    while start > phrase.start and a.words[start - 1][0].isupper() and a.tags[start - 1] in ("NNP", "NNPS", "JJ", "NN"):
        start -= 1
    if start == end or start == 0 or any(a.lower[at] in TIMES for at in range(start, end)):
        return None
    one = Phrase(start, end, False)
    return Subject(start, end, one, outer=start)


def _content(a: Analysis, at: int, frame: str, prepositions: frozenset[str]) -> int | None:
    """Where the content of a noun begins, if some follows."""
    word = a.lower[at]
    if word == "that" and "c" in frame and a.tags[at] in ("IN", "WDT"):
        return at
    if a.tags[at] == "TO" and "i" in frame and at in a.verbs_from:
        return at
    if word in prepositions and at + 1 < len(a) and a.words[at + 1] not in (",", "."):
        return at + 1
    group = a.verbs_from.get(at)
    if group is not None and group.form == "gerund" and group.lemma in VERBS and group.end < len(a):
        return group.end
    return None


def _carrier(a: Analysis, phrase: Phrase) -> Verbs | None:
    group = next((one for one in a.verbs if one.end == phrase.start), None)
    return group if group is not None and group.lemma in SUPPORT_VERBS and not group.passive else None


def prepositions(a: Analysis) -> Iterator[Draft]:
    """‘According to X, …’, ‘… , according to X’, ‘in the view of X’, ‘… reportedly …’."""
    for at, word in enumerate(a.lower):
        if a.quoted[at] >= 0:
            continue
        if word == "according" and a.lower[at + 1 : at + 2] == ("to",):
            yield from _clause(a, at, at + 2)
        elif (
            word in _EYES
            and a.lower[at - 1 : at] == ("the",)
            and a.lower[at - 2 : at - 1] == ("in",)
            and (a.lower[at + 1 : at + 2] == ("of",))
        ):
            yield from _clause(a, at - 2, at + 2)
        elif word == ":" and at + 1 < len(a) and a.quoted[at + 1] >= 0:
            yield from _colon(a, at)
        elif word in _REPORTEDLY and a.tags[at] == "RB":
            yield from _adverb(a, at)


def _clause(a: Analysis, at: int, end: int) -> Iterator[Draft]:
    speaker = subject_after(a, end) if end < len(a) else None
    if speaker is None:
        return
    content: Stretch | None
    stop = speaker.outer
    if at == 0 or (at == 1 and (a.tags[0] == "CC" or a.words[0] in ("(", "“", '"'))):
        if stop >= len(a) - 1:
            return
        comma = next((one for one in range(stop, len(a)) if a.words[one] == "," and a.quoted[one] < 0), None)
        start = stop if comma is None else comma + 1
        content = (start, content_end(a, start, None, False, False))
    else:
        last = at - 1 if a.words[at - 1] == "," else at
        start = 0
        while start < last and ((a.tags[start] == "CC" and a.quoted[start] < 0) or a.words[start] == ","):
            start += 1
        start = _relative(a, start, last)
        content = (start, last) if start < last else None
    if content is None or content[0] >= content[1]:
        return
    parts = [content]
    if (
        at
        and content[0] < 2
        and a.words[stop : stop + 1] == (",",)
        and stop + 2 < len(a)
        and (
            (a.tags[stop + 1] == "CC" and clause_follows(a, stop + 2))
            or stop + 1 in a.verbs_from
            or (
                clause_follows(a, stop + 1) and not any(group.form == "finite" and group.end <= at for group in a.verbs)
            )
        )
    ):
        parts.append((stop + 1, content_end(a, stop + 1, None, False, False)))
    yield Draft((at, end), speaker, tuple(parts), "according", before=at > 0)


def _relative(a: Analysis, start: int, end: int) -> int:
    """Where the last relative clause of a stretch begins, if it is a clause of its own."""
    for at in range(end - 1, start, -1):
        opens = a.lower[at] in ("where", "which") and (a.words[at - 1] == "," or a.lower[at - 1] == "in")
        if opens and a.quoted[at] < 0 and clause_follows(a, at + 1):
            return at + 1
    return start


def _adverb(a: Analysis, at: int) -> Iterator[Draft]:
    start = 0
    while start < at and (a.tags[start] == "CC" or a.words[start] in DOUBLE):
        start += 1
    end = content_end(a, at, None, False, False)
    parts = tuple(one for one in ((start, at), (at + 1, end)) if one[0] < one[1])
    if parts:
        yield Draft((at, at + 1), None, parts, "according")


def _colon(a: Analysis, at: int) -> Iterator[Draft]:
    """‘The minister: “…”’."""
    speaker = subject_before(a, at)
    if speaker is not None and speaker.start == 0 and not any(group.end <= at for group in a.verbs):
        yield Draft((at, at + 1), speaker, ((at + 1, content_end(a, at + 1, None, False, False)),))
