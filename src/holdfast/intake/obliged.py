"""Who is to act by a sentence of what is to be: the subject of ‘would’, of ‘for … to’, or who stands after ‘by’."""

from __future__ import annotations

import re
from typing import Final

from holdfast.intake.model import Span
from holdfast.intake.nouns import subject_before
from holdfast.intake.tagged import Tagged

_MODALS: Final = frozenset("would will shall must should may".split())
_BE: Final = frozenset(("be", "been", "being"))
_DETERMINERS: Final = frozenset(("DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "CD", "VBG", "VBN"))
#: Participles by which the subject has something, or is somewhere, rather than being acted upon.
_NOT_PASSIVE: Final = frozenset(
    "allowed permitted required obliged bound committed forbidden prohibited barred entitled due expected".split()
)
_OBLIGES: Final = frozenset(
    "requires require obliges oblige demands commits allows permits forbids bars prohibits asks requiring "
    "obliging".split()
)


def obliged_by(one: Tagged, content: Span) -> Span | None:
    """Who is to act; None where the sentence does not say.

    1. With a modal (‘would’): its subject, or in the passive who stands after ‘by’.
    2. With ‘for X to …’, ‘requires X to …’: X, or in the passive who stands after ‘by’.
    """
    first, last = one.first_from(content.start), one.first_from(content.end)
    modal = next((i for i in range(first, last) if one.words[i] in _MODALS and one.tags[i] == "MD"), None)
    if modal is not None:
        subject = subject_before(one, modal, first)
    else:
        to = next((i for i in range(first, last) if one.words[i] == "to" and i + 1 < last and i > first), None)
        subject = None if to is None or not _verb(one, to + 1) else subject_before(one, to, first)
        if subject is not None and not _asked(one, subject[0], first):
            subject = None
        modal = to
    if modal is None:
        return _subjunctive(one, first, last)
    verb = modal + 1
    while verb < last and (one.tags[verb] == "RB" or one.words[verb] in ("not", "n't", "also", "ultimately", "have")):
        verb += 1
    if verb < last and one.words[verb] in _BE:
        participle = verb + 1
        while participle < last and one.tags[participle] == "RB":
            participle += 1
        if participle < last and _passive(one, participle):
            return _agent(one, participle + 1, last)
    return (
        None
        if subject is None or (one.words[subject[0]] in ("there", "it") and one.tags[subject[0]] == "EX")
        else one.place(*subject)
    )


def _subjunctive(one: Tagged, first: int, last: int) -> Span | None:
    """‘that the garrison withdraw’: the phrase that begins the content, a verb after it."""
    if first == 0 or one.words[first - 1] != "that":
        return None
    for verb in range(first + 1, min(last, first + 8)):
        if one.tags[verb] in ("VB", "VBP") or one.words[verb] == "not":
            subject = subject_before(one, verb, first)
            return one.place(*subject) if subject is not None and subject[0] == first else None
        if one.tags[verb] not in _DETERMINERS:
            return None
    return None


def _passive(one: Tagged, place: int) -> bool:
    word = one.words[place]
    if word in _NOT_PASSIVE:
        return False
    return one.tags[place] in ("VBN", "VBD") or bool(re.search(r"(?:ed|en)$", word) and one.tags[place] != "NN")


def _verb(one: Tagged, place: int) -> bool:
    while place < len(one) and one.tags[place] == "RB":
        place += 1
    return place < len(one) and (one.tags[place].startswith("VB") or one.tags[place] in ("JJ", "NN"))


def _asked(one: Tagged, subject: int, first: int) -> bool:
    """Whether a phrase before ‘to’ is what the text asks to do something, not an end of it."""
    if subject == 0:
        return False
    return one.words[subject - 1] == "for" or one.words[subject - 1] in _OBLIGES


def _agent(one: Tagged, start: int, last: int) -> Span | None:
    """Who stands after ‘by’ in a passive."""
    for place in range(start, min(last, start + 8)):
        if one.words[place] in (",", ";") or one.words[place] in ("if", "unless", "to"):
            return None
        if (
            one.words[place] == "by"
            and place + 1 < last
            and one.tags[place + 1] in _DETERMINERS
            and one.tags[place + 1] != "VBG"
        ):
            end = place + 1
            while end + 1 < last and (one.tags[end + 1] in _DETERMINERS or one.words[end + 1] == "of"):
                end += 1
            return one.place(place + 1, end)
    return None
