"""The acts of one sentence, by its tokens: a shallow grammar of verbs and of the nouns that name acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from holdfast.intake.actphrases import (
    NEGATIONS,
    Done,
    done,
    infinitive_at,
    named,
    nominal_at,
    phrase_at,
    skipped,
    verb_at,
    within,
)
from holdfast.intake.actwords import CLASSES, READY, ActClass
from holdfast.intake.chunks import Analysis, Verbs
from holdfast.intake.subjects import Subject, shared_subject, subject_before
from holdfast.intake.tokens import DOUBLE

#: ``not yet`` only where the words say ‘yet’.
Polarity: TypeAlias = Literal["did", "did not", "not yet"]


@dataclass(frozen=True, slots=True)
class Draft:
    """An act by tokens of its sentence."""

    sentence: int
    start: int
    done: Done
    polarity: Polarity
    actor: Subject | None = None
    owner: str | None = None
    """Who acts, where a noun says it: ‘Israeli attacks’."""
    owner_at: int = 0
    claimed: Subject | None = None
    """Who makes an accusation that it was done."""
    patient: Subject | None = None
    """In a passive: to whom or what it is done."""


_SUPPOSED: Final = frozenset("if unless whether until till once before when should lest".split())
#: By these it is left open whether it was done.
_HARDLY: Final = frozenset("barely hardly scarcely nearly almost reportedly allegedly supposedly".split())
_HAVE: Final = frozenset("has have had 's 've".split())


def drafts(a: Analysis, number: int) -> Iterator[Draft]:
    """The acts of a sentence."""
    taken = -1
    for group in a.verbs:
        if group.head < taken or a.quoted[group.head] >= 0:
            continue
        for one in _of_verb(a, number, group):
            taken = max(taken, one.done.end)
            yield one


def _of_verb(a: Analysis, number: int, group: Verbs) -> Iterator[Draft]:
    if group.form not in ("finite", "gerund") or "MD" in a.tags[group.start : group.end]:
        return
    if _HARDLY & set(a.lower[max(0, group.start - 1) : group.end]):
        return
    if group.form == "finite" and (group.lemma == "be" or (group.passive and a.lower[group.head] in READY)):
        yield from _of_be(a, number, group)
        return
    yet = _yet(a, group)
    if yet is not None:
        subject = _subject(a, group)
        if subject is not None:
            for what in within(a, yet, 0):
                yield Draft(number, group.start, what, "not yet", subject)
        return
    known = verb_at(a, group.head)
    if known is None or not _done_then(a, group, known[0].of):
        return
    verb, end = known
    subject = _subject(a, group)
    polarity = _polarity(a, group, end)
    if group.passive:
        yield from _passive(a, number, group, verb.of, end, subject, polarity)
    elif subject is not None:
        if verb.of.name == "accusation":
            yield from _accused(a, number, end, subject)
        for what in done(a, verb.of, end):
            yield Draft(number, group.start, what, polarity, subject)


def _done_then(a: Analysis, group: Verbs, of: ActClass) -> bool:
    """Whether a verb speaks of what was done, or of a stance that holds."""
    if group.form == "gerund":
        return (group.start > 0 and a.words[group.start - 1] == ",") or _after_time(a, group)
    if group.tense == "VBD":
        return a.tags[group.head] != "VBG" or of.name == "continuation"
    first = a.lower[group.start : group.head]
    if _HAVE & set(first) and a.tags[group.head] in ("VBN", "VBD"):
        return True
    return of.frame == "about" and group.tense == "VBZ" and group.head == group.start and not group.passive


def _after_time(a: Analysis, group: Verbs) -> bool:
    """Whether a participle with a comma stands behind a time: ‘…, last week telling’."""
    phrase = a.phrase_to.get(group.start)
    return phrase is not None and phrase.time and phrase.start > 0 and a.words[phrase.start - 1] == ","


def _subject(a: Analysis, group: Verbs) -> Subject | None:
    """Who does it; None where nobody does, or the clause is a condition."""
    found = (shared_subject if group.form == "gerund" else subject_before)(a, group.start)
    if found is None:
        return None
    opening = {*a.lower[max(0, found.start - 3) : found.start], a.lower[found.start]}
    return None if (_SUPPOSED | NEGATIONS) & opening else found


def _polarity(a: Analysis, group: Verbs, end: int) -> Polarity:
    if not group.negated:
        return "did"
    return "not yet" if "yet" in a.lower[group.start : end + 6] else "did not"


def _yet(a: Analysis, group: Verbs) -> int | None:
    """The verb of ‘has yet to sign’."""
    if a.lower[group.head] not in _HAVE or a.lower[group.end : group.end + 1] != ("yet",):
        return None
    return infinitive_at(a, group.end + 1)


def _of_be(a: Analysis, number: int, group: Verbs) -> Iterator[Draft]:
    """‘was willing to sign’, and ‘there was no halt to …’."""
    at = group.head if a.lower[group.head] in READY else skipped(a, group.end)
    if a.lower[at : at + 1] and a.lower[at] in READY:
        verb = infinitive_at(a, at + 1)
        subject = _subject(a, group)
        if verb is not None and subject is not None and a.lower[subject.start] != "there":
            for what in within(a, verb, 1):
                yield Draft(number, at, what.under(CLASSES["approval"]), _polarity(a, group, at), subject)
        return
    before = group.start - 1
    if before < 0 or a.lower[before] != "there" or _SUPPOSED & set(a.lower[max(0, before - 2) : before]):
        return
    none = a.lower[at : at + 1] == ("no",)
    polarity: Polarity = "did not" if group.negated or none else "did"
    for what in nominal_at(a, at + none):
        if what.owner is not None:
            yield Draft(number, at, what, polarity, owner=what.owner, owner_at=at)


def _passive(
    a: Analysis, number: int, group: Verbs, of: ActClass, end: int, subject: Subject | None, polarity: Polarity
) -> Iterator[Draft]:
    """‘The offer was rejected by the union’, ‘the union was told to stop’."""
    if subject is None:
        return
    agent = _agent(a, end)
    if of.frame == "to":
        verb = infinitive_at(a, skipped(a, end if agent is None else agent.end))
        if verb is not None:
            for what in within(a, verb, 1):
                told = replace(what.under(of), to=(subject.start, subject.end))
                yield Draft(number, group.start, told, polarity, agent)
        return
    head = subject.head.start
    if of.frame == "about":
        found = [one.under(of) for one in named(a, head, 1)]
    elif of.frame == "at":
        found = [Done((), of.name, end, phrase_at(a, head))]
    else:
        return
    for what in found[:1]:
        patient = subject if of.frame == "at" else None
        yield Draft(number, min(subject.start, group.start), replace(what, end=end), polarity, agent, patient=patient)


def _agent(a: Analysis, at: int) -> Subject | None:
    """Who stands behind ‘by’, directly behind a passive or a few tokens further on."""
    for place in range(at, min(len(a) - 1, at + 6)):
        if a.words[place] in (",", ";", ":") or a.words[place] in DOUBLE:
            return None
        if a.lower[place] == "by":
            phrase = a.phrase_from.get(place + 1)
            if phrase is None or phrase.time or a.tags[phrase.head] == "CD":
                return None
            return Subject(phrase.start, phrase.end, phrase)
    return None


def _accused(a: Analysis, number: int, at: int, subject: Subject) -> Iterator[Draft]:
    """What somebody is accused of: ‘accused the union of breaking the truce’."""
    phrase = a.phrase_from.get(at)
    if phrase is None or a.lower[phrase.end : phrase.end + 1] != ("of",) or phrase.end + 1 >= len(a):
        return
    verb = phrase.end + 1
    if a.tags[verb] != "VBG":
        return
    for what in within(a, verb, 0):
        yield Draft(number, verb, what, "did", Subject(phrase.start, phrase.end, phrase), claimed=subject)
