"""Verbs that attribute: what they say, before, after or around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from holdfast.intake.chunks import Analysis, Verbs
from holdfast.intake.clauses import clause_follows, content_end
from holdfast.intake.lexicon import ADJECTIVES, RAISING, SILENCE, VERBS, Cue
from holdfast.intake.speech.complements import adjuncts, complement
from holdfast.intake.speech.draft import Draft, Stretch
from holdfast.intake.subjects import Subject, shared_subject, subject_after, subject_before
from holdfast.intake.tokens import DOUBLE

_PASSIVE: Final = frozenset(
    "expect believe say report describe call consider think know see accuse quote ask tell intend name allege suppose "
    "estimate deem regard view label dub charge criticize praise blame nominate".split()
)
_NO_SUBJECT: Final = frozenset("it there".split())


def verbs(a: Analysis) -> Iterator[Draft]:
    """The attributions that the verbs of a sentence make."""
    for number, group in enumerate(a.verbs):
        if group.lemma == "be" or (group.passive and a.lower[group.head] in ADJECTIVES and group.end - group.start > 1):
            yield from _adjective(a, group)
        cue = VERBS.get(group.lemma) or _any(a, group)
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


def _any(a: Analysis, group: Verbs) -> Cue | None:
    """Whatever verb follows a quotation that ends with a comma: ‘“…,” he thundered’."""
    if group.form != "finite" or group.passive or group.lemma == "be":
        return None
    subject = subject_before(a, group.start)
    after = _quoted_before(a, group.start) and group.end in a.phrase_from
    before = subject is not None and not subject.shared and _quoted_before(a, subject.outer) and _closes(a, group.end)
    return Cue(group.lemma, "say", "qs", frozenset()) if after or before else None


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
    found = complement(a, at + 1, cue, group)
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
    aside = subject is not None and ((relative and a.words[subject.start - 1] == ",") or _whom(a, subject.start - 1))
    found = complement(a, group.end, cue, group, aside)
    start = group.start
    if subject is None and found is None:
        return None
    if found is not None:
        if subject is None and (group.form == "finite" or (group.form != "gerund" and group.start)) and group.start:
            return None
        if subject is not None and not subject.shared and found.short and _quoted_before(a, subject.outer):
            return _said_before(a, group, cue, subject)
        content = _before(a, subject.outer) if subject is not None and not subject.shared else None
        if content is not None and a.quoted[content[1] - 1] >= 0 and a.quoted[found.content[0]] >= 0:
            return Draft((start, group.end), subject, (content, found.content), to=found.to, negated=group.negated)
        return Draft((start, found.cue_end), subject, (found.content,), to=found.to, negated=group.negated)
    if subject is None or "s" not in cue.frame:
        return None
    return _said_before(a, group, cue, subject)


def _quoted_before(a: Analysis, edge: int) -> bool:
    """Whether a quotation that ends with a comma stands directly before a token."""
    return edge > 1 and a.words[edge - 1] in DOUBLE and a.quoted[edge - 1] >= 0 and a.words[edge - 2] in (",", "?", "!")


def _said_before(a: Analysis, group: Verbs, cue: Cue, subject: Subject) -> Draft | None:
    """The same with its content before it: ‘…, the ministry said’."""
    edge = subject.outer if not subject.shared else group.start
    if a.lower[edge - 1 : edge] in (("as",), ("like",)):
        edge -= 1
    content = _before(a, edge)
    if content is None:
        return None
    if a.quoted[content[1] - 1] < 0 and not _closes(a, adjuncts(a, group.end, "r" in cue.frame)[0]):
        return None
    end, to = adjuncts(a, group.end, "r" in cue.frame)
    return _around(a, Draft((group.start, end), subject, (content,), to=to, negated=group.negated, before=True), end)


def _closes(a: Analysis, at: int) -> bool:
    """Whether nothing of the verb's own follows: the clause ends here."""
    return (
        at >= len(a)
        or a.words[at] in ",.;:—–?!)"
        or a.words[at] in DOUBLE
        or a.tags[at] in ("VBG", "CC")
        or (a.lower[at] in ("as", "when", "after", "during", "before", "while"))
    )


def _whom(a: Analysis, at: int) -> bool:
    """Whether a clause is about what stands before it: ‘the union, which the port says …’."""
    return at > 0 and a.lower[at] in ("who", "whom", "which") and a.words[at - 1] == ","


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
    start = _opening_mark(a, end) if region < 0 else 0
    while start < end and (a.quoted[start] != region if region >= 0 else _no_content(a, start)):
        start += 1
    if region >= 0 and start < end and a.words[start] in DOUBLE:
        start += 1
    return (start, end) if start < end else None


def _opening_mark(a: Analysis, end: int) -> int:
    """Where a quotation that ends at a token begins, if a colon or a dash parts it from what stands before; else 0."""
    start = end - 1
    if a.quoted[start] < 0:
        return 0
    while start and a.quoted[start - 1] == a.quoted[end - 1]:
        start -= 1
    return start if start and a.words[start - 1] in (":", "—", "–", "-", "--", ";") else 0


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
