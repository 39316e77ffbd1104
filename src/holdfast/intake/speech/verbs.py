"""Verbs that attribute: what they say, before, after or around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from holdfast.intake.chunks import Analysis, Verbs
from holdfast.intake.clauses import (
    Subject,
    clause_follows,
    content_end,
    shared_subject,
    subject_after,
    subject_before,
)
from holdfast.intake.lexicon import ADJECTIVES, RAISING, SILENCE, VERBS, Cue
from holdfast.intake.speech.draft import Draft, Stretch
from holdfast.intake.tokens import DOUBLE

_WH: Final = frozenset("that whether how why what who where when if which".split())
_PASSIVE: Final = frozenset(
    "expect believe say report describe call consider think know see accuse quote ask tell intend name allege suppose "
    "estimate deem regard view label dub charge criticize praise blame nominate".split()
)
_NO_SUBJECT: Final = frozenset("it there".split())


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a verb: where the cue ends, the content, and to whom it is said."""

    cue_end: int
    content: Stretch
    to: Stretch | None = None
    short: bool = False


def verbs(a: Analysis) -> Iterator[Draft]:
    """The attributions that the verbs of a sentence make."""
    for number, group in enumerate(a.verbs):
        if group.lemma == "be" or (group.passive and a.lower[group.head] in ADJECTIVES and group.end - group.start > 1):
            yield from _adjective(a, group)
        cue = VERBS.get(group.lemma)
        if cue is None:
            continue
        merged, governor = _merged(a, number)
        if group.form == "infinitive" and governor is None:
            continue
        draft = _passive(a, merged, cue) if group.passive else _active(a, merged, cue, governor)
        if draft is not None:
            yield draft


def silences(a: Analysis) -> Iterator[Draft]:
    """Recorded silences: ‘did not immediately comment’, ‘declined to comment’, ‘could not be reached’."""
    for group in a.verbs:
        silent = _silence(a, group)
        if silent is not None:
            yield silent


def _merged(a: Analysis, number: int) -> tuple[Verbs, Verbs | None]:
    """The group with the verb that it hangs on, where that only leads to it (‘went on to say’)."""
    group = a.verbs[number]
    governor = None
    while number and group.form in ("infinitive", "gerund"):
        before = a.verbs[number - 1]
        between = a.tags[before.end : group.start]
        if before.lemma not in RAISING or len(between) > 1 or any(tag not in ("RP", "IN", "RB") for tag in between):
            break
        if before.lemma == "want" or (
            group.form == "gerund" and before.lemma not in ("keep", "begin", "start", "continue")
        ):
            break
        governor = before
        group = replace(
            group, start=before.start, form=before.form, tense=before.tense, negated=group.negated or before.negated
        )
        number -= 1
    return group, governor


def _silence(a: Analysis, group: Verbs) -> Draft | None:
    if group.lemma == "reach" and group.negated and group.passive:
        subject = subject_before(a, group.start)
        return Draft((group.start, group.end), subject, (), "silence", negated=True) if subject else None
    if group.lemma not in SILENCE or a.quoted[group.head] >= 0:
        return None
    merged, governor = _merged(a, a.verbs.index(group))
    refused = governor is not None and governor.lemma in ("decline", "refuse")
    if not refused and not group.negated:
        return None
    subject = subject_before(a, merged.start)
    if subject is None:
        return None
    end = group.end
    while end < len(a) - 1 and a.lower[end] in ("to", "on", "about", "for"):
        follows = a.phrase_from.get(end + 1)
        if follows is None:
            break
        if a.lower[end] in ("on", "about") and not follows.time:
            return Draft(
                (merged.start, end + 1), subject, ((end + 1, content_end(a, end + 1, group, False, True)),),
                "silence", negated=not refused,
            )  # fmt: skip
        end = follows.end
    return Draft((merged.start, end), subject, (), "silence", negated=not refused)


def _adjective(a: Analysis, group: Verbs) -> Iterator[Draft]:
    """‘is confident that …’, ‘was willing to …’."""
    at = group.end if group.lemma == "be" else group.head
    while at < len(a) and a.tags[at] in ("RB", "RBR", "RBS"):
        at += 1
    if at >= len(a) - 1:
        return
    cue = ADJECTIVES.get(a.lower[at])
    if cue is None or a.quoted[group.head] != a.quoted[at]:
        return
    subject = subject_before(a, group.start)
    if subject is None or a.lower[subject.start] in _NO_SUBJECT:
        return
    found = _after(a, at + 1, cue, group)
    if found is not None:
        yield Draft((group.start, found.cue_end), subject, (found.content,), negated=group.negated)


def _active(a: Analysis, group: Verbs, cue: Cue, governor: Verbs | None) -> Draft | None:
    before = a.words[group.start - 1] if group.start else ""
    inverted = "s" in cue.frame and (not before or before == "," or before in DOUBLE or before in "?!—–")
    own = subject_before(a, group.start)
    if before == "," and own is not None and ("r" in cue.frame or _relative_aside(a, own)):
        inverted = False
    if inverted and group.form == "finite":
        after = subject_after(a, group.end)
        if after is not None and not clause_follows(a, group.end):
            content = _before(a, group.start)
            if content is not None:
                return _around(a, Draft((group.start, group.end), after, (content,), before=True), after.outer)
    subject = own
    relative = (
        subject is not None and a.lower[subject.start] in ("who", "which", "that") and subject.start + 1 == subject.end
    )
    if group.form == "gerund":
        subject = _of_gerund(a, group)
    if group.form == "participle" and not _past(a, group, cue):
        return None
    if subject is not None and a.lower[subject.start] == "there":
        return None
    found = _after(a, group.end, cue, group, relative and subject is not None and a.words[subject.start - 1] == ",")
    start = group.start
    if subject is None and found is None:
        return None
    if found is not None:
        if subject is None and (group.form == "finite" or (group.form != "gerund" and group.start)) and group.start:
            return None
        content = _before(a, subject.outer) if subject is not None and not subject.shared else None
        if content is not None and a.quoted[content[1] - 1] >= 0 and a.quoted[found.content[0]] >= 0:
            return Draft((start, group.end), subject, (content, found.content), to=found.to, negated=group.negated)
        return Draft((start, found.cue_end), subject, (found.content,), to=found.to, negated=group.negated)
    if subject is None or "s" not in cue.frame:
        return None
    edge = subject.outer if not subject.shared else group.start
    if a.lower[edge - 1 : edge] in (("as",), ("like",)):
        edge -= 1
    content = _before(a, edge)
    if content is None:
        return None
    if a.quoted[content[1] - 1] < 0 and not _closes(a, _adjuncts(a, group.end, "r" in cue.frame)[0]):
        return None
    end, to = _adjuncts(a, group.end, "r" in cue.frame)
    return _around(a, Draft((start, end), subject, (content,), to=to, negated=group.negated, before=True), end)


def _closes(a: Analysis, at: int) -> bool:
    """Whether nothing of the verb's own follows: the clause ends here."""
    return (
        at >= len(a)
        or a.words[at] in ",.;:—–?!)"
        or a.words[at] in DOUBLE
        or a.tags[at] in ("VBG", "CC")
        or (a.lower[at] in ("as", "when", "after", "during", "before", "while"))
    )


def _relative_aside(a: Analysis, subject: Subject) -> bool:
    return subject.role is not None and a.lower[subject.role[0]] in ("who", "which", "whose")


def _past(a: Analysis, group: Verbs, cue: Cue) -> bool:
    """Whether what was tagged as a participle is a past tense: something to say follows."""
    if group.end >= len(a) or group.end - group.start > 1 or "c" not in cue.frame:
        return False
    return a.lower[group.end] in ("that", ":") or a.words[group.end] in DOUBLE or clause_follows(a, group.end)


def _of_gerund(a: Analysis, group: Verbs) -> Subject | None:
    controlled = a.phrase_to.get(group.start - 1)
    if controlled is not None and a.lower[group.start - 1] in ("of", "for", "as", "from"):
        governor = next((one for one in a.verbs if one.end == controlled.start), None)
        if governor is not None and "x" in getattr(VERBS.get(governor.lemma), "frame", ""):
            return Subject(controlled.start, controlled.end, controlled, outer=controlled.start)
    if group.start and a.phrase_to.get(group.start) and a.words[group.start - 1] != ",":
        return subject_before(a, group.start)
    found = shared_subject(a, group.start)
    if found is not None:
        return found
    for other in a.verbs:
        if other.start > group.end and other.form == "finite" and a.quoted[other.head] < 0:
            subject = subject_before(a, other.start)
            if subject is not None:
                return replace(subject, shared=True)
    return None


def _before(a: Analysis, edge: int) -> Stretch | None:
    """Content that ends at a token: back to the start of the sentence, or of the quotation that it is."""
    end = edge
    if end <= 0:
        return None
    region = a.quoted[edge] if edge < len(a) else -1
    mark = a.words[end - 1]
    if mark in (",", "—", "–", "--"):
        end -= 1
    elif mark not in DOUBLE and mark not in ("?", "!", "…"):
        return None
    if end <= 0:
        return None
    start = 0
    while start < end and (a.quoted[start] != region if region >= 0 else _no_content(a, start)):
        start += 1
    if region >= 0 and start < end and a.words[start] in DOUBLE:
        start += 1
    return (start, end) if start < end else None


def _no_content(a: Analysis, at: int) -> bool:
    return a.words[at] in (",", "—", "–") or (a.tags[at] == "CC" and a.quoted[at] < 0)


def _around(a: Analysis, draft: Draft, at: int) -> Draft:
    """The same with the content that goes on after the cue: ‘“…,” she said, “…”’."""
    if at >= len(a) - 1:
        return draft
    if a.words[at] == "," and a.quoted[at] < 0:
        follows = at + 1
        if a.quoted[follows] >= 0:
            return replace(draft, content=(*draft.content, (follows, content_end(a, follows, None, False, False))))
        if (
            a.quoted[draft.content[0][1] - 1] < 0
            and a.tags[follows] not in ("VBG", "CC", "WDT", "WP")
            and (a.lower[follows] not in ("as", "when", "while", "after", "before", "who", "according"))
        ):
            group = a.verbs_from.get(follows)
            if group is not None or a.tags[follows] in ("IN", "TO", "VB", "MD") or clause_follows(a, follows):
                return replace(draft, content=(*draft.content, (follows, content_end(a, follows, None, False, False))))
    elif a.words[at] in (":",) and at + 1 < len(a):
        return replace(draft, content=(*draft.content, (at + 1, content_end(a, at + 1, None, False, False))))
    return draft


def _adjuncts(a: Analysis, at: int, receives: bool) -> tuple[int, Stretch | None]:
    """Past what tells when, where and to whom: where it ends, and to whom."""
    to: Stretch | None = None
    while at < len(a):
        phrase = a.phrase_from.get(at)
        if phrase is not None and phrase.time and at > 0:
            at = phrase.end
        elif phrase is not None and receives and to is None and not clause_follows(a, at):
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


def _after(a: Analysis, at: int, cue: Cue, group: Verbs, relative: bool = False) -> Complement | None:
    """What follows a verb or adjective and is its content, by its frame."""
    frame = cue.frame
    far, to = _adjuncts(a, at, "r" in frame)
    if far < len(a):
        found = _opening(a, far, frame, group, relative)
        if found is not None:
            return replace(found, to=to)
    near, to = at, None
    while near < len(a) and (
        (a.tags[near] in ("RB", "RBR") and a.lower[near] not in ("not",) and a.quoted[near] < 0)
        or (near in a.phrase_from and a.phrase_from[near].time and not clause_follows(a, near))
    ):
        near = a.phrase_from[near].end if near in a.phrase_from else near + 1
    if "r" in frame and (phrase := a.phrase_from.get(near)) and not clause_follows(a, near):
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
    if a.tags[near] == "VBG" and "g" in frame:
        return Complement(near, (near, content_end(a, near, group, relative, False)))
    return _phrase(a, near, cue, group, relative)


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
        return Complement(start, (start, content_end(a, start, group, relative, True)))
    return None


def _phrase(a: Analysis, at: int, cue: Cue, group: Verbs, relative: bool) -> Complement | None:
    phrase = a.phrase_from.get(at)
    if phrase is None or phrase.time or a.lower[phrase.start] in ("who", "which"):
        return None
    end = content_end(a, at, group, relative, True)
    if "n" in cue.frame:
        return Complement(at, (at, max(end, phrase.end)))
    if "x" in cue.frame and end > phrase.end:
        after = phrase.end
        if (
            a.tags[after] in ("TO", "JJ", "DT", "VBG", "VBN", "NN", "NNP")
            or a.lower[after] in (*cue.prepositions, "as", "of")
            or (a.quoted[after] >= 0)
            or after in a.phrase_from
        ):
            return Complement(at, (at, end))
    return None


def _passive(a: Analysis, group: Verbs, cue: Cue) -> Draft | None:
    """‘is expected to leave’, ‘was accused by the union of delay’: the speaker after ‘by’, or nobody."""
    if group.lemma not in _PASSIVE or group.form == "participle":
        return None
    subject = subject_before(a, group.start)
    if subject is None:
        return None
    at = group.end
    speaker: Subject | None = None
    if a.lower[at : at + 1] == ("by",):
        speaker = subject_after(a, at + 1)
        at = speaker.end if speaker else at
    if at >= len(a) or a.words[at] in (",", "."):
        return None
    end = content_end(a, at, group, False, False)
    if end <= at:
        return None
    opens = a.tags[at] == "TO" or a.lower[at] in ("as", "of", "that", "for", *cue.prepositions) or at in a.phrase_from
    if not opens:
        return None
    empty = a.lower[subject.start] in _NO_SUBJECT and subject.end == subject.start + 1
    content = ((at, end),) if empty else ((subject.start, subject.end), (at, end))
    return Draft((group.start, group.end), speaker, content, negated=group.negated, passive=True)
