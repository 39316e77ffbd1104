"""What follows a verb or an adjective that attributes, by its frame: where the cue ends and the content is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from holdfast.intake.chunks import Analysis, Phrase, Verbs
from holdfast.intake.clauses import clause_follows, content_end
from holdfast.intake.lexicon import Cue
from holdfast.intake.speech.draft import Stretch
from holdfast.intake.tokens import DOUBLE

#: Words that open content only directly after the verb.
_LOOSE: Final = frozenset("if when where who which what".split())
_WH: Final = frozenset("that whether how why what who where when if which".split())


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a verb: where the cue ends, the content, and to whom it is said."""

    cue_end: int
    content: Stretch
    to: Stretch | None = None
    short: bool = False


def complement(a: Analysis, at: int, cue: Cue, group: Verbs, relative: bool = False) -> Complement | None:
    """What follows a verb or adjective and is its content, by its frame."""
    frame = cue.frame
    far, to = adjuncts(a, at, "r" in frame)
    if far < len(a) and (far == at or a.lower[far] not in _LOOSE):
        found = _opening(a, far, frame, group, relative)
        if found is not None:
            return replace(found, to=to)
    near, to = at, None
    while near < len(a) and (
        (a.tags[near] in ("RB", "RBR") and a.lower[near] not in ("not",) and a.quoted[near] < 0)
        or (near in a.phrase_from and a.phrase_from[near].time and not clause_follows(a, near))
    ):
        near = a.phrase_from[near].end if near in a.phrase_from else near + 1
    if "r" in frame and (phrase := a.phrase_from.get(near)) and _receives(a, phrase):
        found = _opening(a, phrase.end, frame, group, relative) or _preposition(a, phrase.end, cue, group, relative)
        if found is not None:
            return replace(found, to=(phrase.start, phrase.end))
        if "c" in frame and clause_follows(a, phrase.end):
            return Complement(
                phrase.end, (phrase.end, content_end(a, phrase.end, group, relative, False)), (phrase.start, phrase.end)
            )
    if near >= len(a):
        return None
    found = _opening(a, near, frame, group, relative)
    if found is not None:
        return found
    if "c" in frame and (clause_follows(a, near) or _led(a, near)):
        return Complement(near, (near, content_end(a, near, group, relative, False)))
    found = _preposition(a, near, cue, group, relative)
    if found is not None:
        return found
    if "c" in frame and (gap := a.verbs_from.get(near)) is not None and gap.form == "finite":
        return Complement(near, (near, content_end(a, near, group, relative, False)))
    if a.tags[near] == "VBG" and "g" in frame:
        return Complement(near, (near, content_end(a, near, group, relative, False)))
    return _phrase(a, near, cue, group, relative)


def adjuncts(a: Analysis, at: int, receives: bool) -> tuple[int, Stretch | None]:
    """Past what tells when, where and to whom: where it ends, and to whom."""
    to: Stretch | None = None
    while at < len(a):
        phrase = a.phrase_from.get(at)
        if phrase is not None and phrase.time and at > 0:
            at = phrase.end
        elif phrase is not None and receives and to is None and _receives(a, phrase):
            to, at = (phrase.start, phrase.end), phrase.end
        elif a.tags[at] in ("RB", "RBR") and a.quoted[at] < 0:
            at += 1
        elif a.tags[at] in ("IN", "TO") and (follows := a.phrase_from.get(at + 1)) is not None and a.quoted[at] < 0:
            if a.lower[at] in ("that", "if", "whether") or clause_follows(a, at + 1):
                break
            if a.lower[at] == "to" and to is None:
                to = (follows.start, follows.end)
            at = follows.end
        else:
            break
    return at, to


def _receives(a: Analysis, phrase: Phrase) -> bool:
    """Whether a phrase is to whom it is said, not the subject of what is: ‘told reporters he was ready’."""
    if phrase.end in a.phrase_from and clause_follows(a, phrase.end):
        return True
    return not clause_follows(a, phrase.start)


def _led(a: Analysis, at: int) -> bool:
    """Whether a clause follows that begins with a circumstance: ‘said despite all that, the talks …’."""
    if a.tags[at] not in ("IN", "WRB") or a.quoted[at] >= 0:
        return False
    comma = next((one for one in range(at, min(len(a), at + 14)) if a.words[one] == ","), None)
    return comma is not None and clause_follows(a, comma + 1)


def _opening(a: Analysis, at: int, frame: str, group: Verbs, relative: bool) -> Complement | None:
    """Content that shows by its first word or mark: ‘that’, a quotation, a colon, an infinitive."""
    word = a.lower[at : at + 1]
    if not word:
        return None
    speaks = "q" in frame or "c" in frame
    if (
        word[0] in _WH
        and "c" in frame
        and a.quoted[at] in (-1, a.quoted[group.head])
        and (word[0] == "that" or at + 1 < len(a))
    ):
        if word[0] == "that" and not (clause_follows(a, at + 1) or a.tags[at] == "IN" or a.tags[at] == "WDT"):
            return None
        if word[0] in ("when", "where") and "q" in frame:
            return None
        return Complement(at, (at, content_end(a, at, group, relative, False)))
    if a.quoted[at] >= 0 and a.words[at] in DOUBLE and (speaks or "n" in frame):
        return Complement(at, (at, content_end(a, at, group, relative, "c" not in frame)))
    if word[0] == ":" and speaks and at + 1 < len(a):
        return Complement(at + 1, (at + 1, content_end(a, at + 1, group, False, False)))
    if word[0] == "," and speaks and at + 1 < len(a) and a.quoted[at + 1] >= 0 and "q" in frame:
        return Complement(at, (at + 1, content_end(a, at + 1, group, relative, False)))
    if a.tags[at] == "TO" and "i" in frame and at in a.verbs_from:
        return Complement(at, (at, content_end(a, at, group, relative, True)))
    return None


def _preposition(a: Analysis, at: int, cue: Cue, group: Verbs, relative: bool) -> Complement | None:
    if (
        a.lower[at : at + 1]
        and a.lower[at] in cue.prepositions
        and a.quoted[at] == a.quoted[group.head]
        and at + 1 < len(a)
    ):
        start = at + 1
        if a.words[start] in (",", ".", ";"):
            return None
        return Complement(start, (start, content_end(a, start, group, relative, True)), short=True)
    return None


def _phrase(a: Analysis, at: int, cue: Cue, group: Verbs, relative: bool) -> Complement | None:
    phrase = a.phrase_from.get(at)
    if phrase is None or phrase.time or a.lower[phrase.start] in ("who", "which"):
        return None
    end = content_end(a, at, group, relative, True)
    if "n" in cue.frame:
        return Complement(at, (at, max(end, phrase.end)), short=True)
    if "x" in cue.frame and end > phrase.end:
        after = phrase.end
        if (
            a.tags[after] in ("TO", "JJ", "DT", "VBG", "VBN", "NN", "NNP")
            or a.lower[after] in (*cue.prepositions, "as", "of")
            or (a.quoted[after] >= 0)
            or after in a.phrase_from
        ):
            return Complement(at, (at, end), short=True)
    return None
