"""Acts that a document reports: who approved, refused, told, released, met, arrived; done, not done, or not yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from holdfast.intake.actnames import named_in
from holdfast.intake.actphrases import (
    NEGATIONS,
    Done,
    Stretch,
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
from holdfast.intake.days import FoundDay, days, english
from holdfast.intake.lexicon import ADJECTIVES, NOUNS, VERBS, noun_lemma, verb_lemma
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.reading import Paragraph, read
from holdfast.intake.resolve import whom
from holdfast.intake.subjects import Subject, shared_subject, subject_before
from holdfast.intake.tagged import Tagged, tagged
from holdfast.intake.tokens import DOUBLE
from holdfast.intake.venues import Venue, venues
from holdfast.intake.when import UNSAID, When, named_beside, said_then
from holdfast.intake.whose import asserted_by

#: ``not yet`` only where the words say ‘yet’.
Polarity: TypeAlias = Literal["did", "did not", "not yet"]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who acts, or to whom it is done: the words, and whom they mean in the fullest words of the document."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is done to or about, as it is compared."""

    head: str
    """Its noun: one word for all that mean the same, else the stem; empty where only names are known."""
    names: tuple[str, ...]
    """Names in it, in small letters; of what is called after a state, the state's."""
    others: tuple[str, ...]
    """The stems of the other words that tell."""
    definite: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One place at which a document says that somebody did something, or did not."""

    about: tuple[str, ...]
    """Classes of what is done about an act, outermost first: ‘told … to stop …’ is a demand for a halt."""
    sort: str
    """The class of the act itself; empty where it is about a thing: ‘approved the budget’."""
    words: Span
    """From the verb, or the noun, to the end of what it is done to."""
    sentence: Span
    polarity: Polarity
    actor: Who | None = None
    to: Who | None = None
    """Whom it is demanded of, or with whom it is done."""
    thing: Thing | None = None
    when: When = UNSAID
    places: tuple[Venue, ...] = ()
    by: str | None = None
    """Who says so, where it is not the document itself; ‘’ where it does not name them."""


@dataclass(frozen=True, slots=True)
class _Draft:
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


#: What is only wished for, asked for or expected has not been done.
_UNREAL: Final = frozenset("expect want ask demand offer".split())
_PRONOUNS: Final = frozenset("it they he she".split())
_SUPPOSED: Final = frozenset("if unless whether until till once before when should lest".split())
#: By these it is left open whether it was done.
_HARDLY: Final = frozenset("barely hardly scarcely nearly almost reportedly allegedly supposedly".split())
_HAVE: Final = frozenset("has have had 's 've".split())


def acts(text: Text, spoken: Sequence[Attribution] = ()) -> tuple[Act, ...]:
    """The acts that a document in English reports as done, as not done or as not yet done, in order.

    1. A verb of one of the classes, in the past or the perfect; in the present only what is done about an act or a
       thing (‘accepts’). Not what would be, may be, is wished for or stands in a condition; not words in quotation.
    2. ‘Willing’, ‘ready’ or ‘prepared’ to do something is approval of it; ‘there was no let-up of …’ is an act too.
    3. Who acts is the subject, resolved within the document; in a passive whoever stands behind ‘by’. Whose a noun is
       acts where the act is a noun's (‘Marovan attacks’).
    4. What it is done to, to whom, where and when, from the words behind it in its clause.

    Args:
        text: the document.
        spoken: the attributions found in it.
    """
    if not english(text):
        return ()
    sentences = iter(tagged(text))
    dated = days(text)
    drafts: list[tuple[Paragraph, Tagged, _Draft]] = []
    for paragraph in read(text):
        for number, a in enumerate(paragraph.sentences):
            one = next(sentences)
            if a.words and a.words[-1] != "?":
                drafts += [(paragraph, one, draft) for draft in _drafts(a, number)]
    return tuple(_anaphora(_placed(text, drafts, dated, spoken)))


def _drafts(a: Analysis, number: int) -> Iterator[_Draft]:
    """The acts of a sentence."""
    taken = -1
    for group in a.verbs:
        if group.head < taken or a.quoted[group.head] >= 0:
            continue
        for one in _of_verb(a, number, group):
            taken = max(taken, one.done.end)
            yield one


def _of_verb(a: Analysis, number: int, group: Verbs) -> Iterator[_Draft]:
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
                yield _Draft(number, group.start, what, "not yet", subject)
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
            yield _Draft(number, group.start, what, polarity, subject)


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


def _of_be(a: Analysis, number: int, group: Verbs) -> Iterator[_Draft]:
    """‘was willing to sign’, and ‘there was no halt to …’."""
    at = group.head if a.lower[group.head] in READY else skipped(a, group.end)
    if a.lower[at : at + 1] and a.lower[at] in READY:
        verb = infinitive_at(a, at + 1)
        subject = _subject(a, group)
        if verb is not None and subject is not None and a.lower[subject.start] != "there":
            for what in within(a, verb, 1):
                yield _Draft(number, at, what.under(CLASSES["approval"]), _polarity(a, group, at), subject)
        return
    before = group.start - 1
    if before < 0 or a.lower[before] != "there" or _SUPPOSED & set(a.lower[max(0, before - 2) : before]):
        return
    none = a.lower[at : at + 1] == ("no",)
    polarity: Polarity = "did not" if group.negated or none else "did"
    for what in nominal_at(a, at + none):
        if what.owner is not None:
            yield _Draft(number, at, what, polarity, owner=what.owner, owner_at=at)


def _passive(
    a: Analysis, number: int, group: Verbs, of: ActClass, end: int, subject: Subject | None, polarity: Polarity
) -> Iterator[_Draft]:
    """‘The offer was rejected by the union’, ‘the union was told to stop’."""
    if subject is None:
        return
    agent = _agent(a, end)
    if of.frame == "to":
        verb = infinitive_at(a, skipped(a, end if agent is None else agent.end))
        if verb is not None:
            for what in within(a, verb, 1):
                whom = replace(what.under(of), to=(subject.start, subject.end))
                yield _Draft(number, group.start, whom, polarity, agent)
        return
    head = subject.head.start
    if of.frame == "about":
        found = [one.under(of) for one in _things(a, head)]
    elif of.frame == "at":
        thing = next((one.thing for one in _things(a, head, plain=True)), None)
        found = [Done((), of.name, end, thing)]
    else:
        return
    for what in found[:1]:
        patient = subject if of.frame == "at" else None
        yield _Draft(number, min(subject.start, group.start), replace(what, end=end), polarity, agent, patient=patient)


def _things(a: Analysis, at: int, *, plain: bool = False) -> list[Done]:
    """What the phrase at a token names; `plain`: as a thing, even where it is an act."""
    if plain:
        thing = phrase_at(a, at)
        return [] if thing is None else [Done((), "", thing.end, thing)]
    return named(a, at, 1)


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


def _accused(a: Analysis, number: int, at: int, subject: Subject) -> Iterator[_Draft]:
    """What somebody is accused of: ‘accused the union of breaking the truce’."""
    phrase = a.phrase_from.get(at)
    if phrase is None or a.lower[phrase.end : phrase.end + 1] != ("of",) or phrase.end + 1 >= len(a):
        return
    verb = phrase.end + 1
    if a.tags[verb] != "VBG":
        return
    for what in within(a, verb, 0):
        yield _Draft(number, verb, what, "did", Subject(phrase.start, phrase.end, phrase), claimed=subject)


def _placed(
    text: Text, drafts: Sequence[tuple[Paragraph, Tagged, _Draft]], dated: Sequence[FoundDay],
    spoken: Sequence[Attribution],
) -> Iterator[Act]:  # fmt: skip
    """The acts with their places in the document; those that are only wished for left out."""
    asked: list[tuple[int, int, Subject]] = []
    kept: list[tuple[Paragraph, Tagged, _Draft, Span, Attribution | None, list[int | None]]] = []
    for paragraph, one, draft in drafts:
        words = paragraph.span(draft.sentence, draft.start, max(draft.done.end, draft.start + 1))
        a = paragraph.sentences[draft.sentence]
        cue = paragraph.span(draft.sentence, draft.start, draft.start + 1)
        place = asserted_by(cue, spoken)
        holder = None if place is None else spoken[place]
        if holder is not None and (holder.negated or _unreal(text, holder)):
            continue
        numbers: list[int | None] = []
        for subject in (draft.actor, _as_subject(a, draft.done.to), draft.claimed, draft.patient):
            numbers.append(None if subject is None else len(asked))
            if subject is not None:
                asked.append((paragraph.number - 1, draft.sentence, subject))
        kept.append((paragraph, one, draft, words, holder, numbers))
    resolved = whom(text, asked)

    def who(place: int | None) -> Who | None:
        speaker = None if place is None else resolved[place]
        if speaker is None or speaker.name is None or speaker.span is None or speaker.anonymous:
            return None
        return Who(speaker.span, speaker.name)

    for paragraph, one, draft, words, holder, (actor, to, claimed, patient) in kept:
        acting = _themselves(text, paragraph, draft, holder) or who(actor)
        if acting is None and draft.owner is not None:
            acting = Who(paragraph.span(draft.sentence, draft.owner_at, draft.done.end), draft.owner)
        if acting is None and draft.actor is None and draft.done.owner is not None:
            acting = Who(words, draft.done.owner)
        if acting is None and draft.actor is not None:
            continue
        by = None if holder is None else holder.speaker.name or ""
        if claimed is not None:
            accuser = who(claimed)
            by = "" if accuser is None else accuser.name
        when = named_beside(text, one, words, dated)
        if when.span is not None and said_then(text.paragraphs[words.paragraph - 1], when.span):
            when = UNSAID
        thing = _patient(who(patient)) or _thing(draft.done)
        asserter = None if acting is not None and by == acting.name else by
        places = _where(text, one, words)
        yield Act(
            draft.done.about, draft.done.sort, words, one.span, draft.polarity, acting, who(to), thing, when, places,
            asserter,
        )  # fmt: skip


def _themselves(text: Text, paragraph: Paragraph, draft: _Draft, holder: Attribution | None) -> Who | None:
    """The speaker, where a pronoun begins what they say: ‘the union said it was willing to …’."""
    if draft.actor is None or holder is None or holder.speaker.name is None or not holder.content:
        return None
    if draft.actor.end - draft.actor.start > 1:
        return None
    where = paragraph.span(draft.sentence, draft.actor.start, draft.actor.end)
    opening = text.paragraphs[where.paragraph - 1][holder.content[0].start : where.start]
    if text.words(where).lower() not in _PRONOUNS or opening.strip().lower() not in ("", "that"):
        return None
    return None if holder.speaker.anonymous else Who(where, holder.speaker.name)


def _as_subject(a: Analysis, at: tuple[int, int] | None) -> Subject | None:
    if at is None:
        return None
    phrase = a.phrase_to.get(at[1]) or a.phrase_from.get(at[0])
    return None if phrase is None else Subject(phrase.start, phrase.end, phrase)


def _thing(what: Done) -> Thing | None:
    one: Stretch | None = what.thing
    if one is None or one.pronoun:
        return None
    return Thing(one.head, tuple(sorted(one.names)), tuple(sorted(one.others)), one.definite)


def _patient(one: Who | None) -> Thing | None:
    """Somebody who is named, as what an act is done to."""
    names = () if one is None else tuple(named_in(one.name)[0])
    return Thing(names[-1], tuple(sorted(set(names))), (), True) if names else None


def _unreal(text: Text, holder: Attribution) -> bool:
    """Whether what is attributed is only wished for, asked for, offered or expected."""
    if holder.cue is None:
        return False
    for word in text.words(holder.cue).lower().split():
        cue = VERBS.get(verb_lemma(word)) or NOUNS.get(noun_lemma(word)) or ADJECTIVES.get(word)
        if cue is not None and cue.act in _UNREAL and word not in READY:
            return True
    return False


def _where(text: Text, one: Tagged, words: Span) -> tuple[Venue, ...]:
    """The places named behind an act in its clause."""
    found = venues(text, one, words.start, min(one.sentence.end, words.end + _NEAR))
    return tuple(venue for how, venue in found if how in ("in", "at", "near") and venue.span.end >= words.start)[:1]


#: A place stands at most so many letters behind what is done.
_NEAR: Final = 40


def _anaphora(found: Iterator[Act]) -> Iterator[Act]:
    """The acts, ‘the offensive’ being the last one of its class in the paragraph of which it was said whose it was."""
    last: dict[tuple[int, str], Act] = {}
    for one in found:
        key = (one.words.paragraph, one.sort)
        before = last.get(key)
        if one.sort and one.actor is None and before is not None and (one.thing is None or not one.thing.names):
            one = replace(one, actor=before.actor, thing=before.thing)
        if one.sort and one.actor is not None:
            last[key] = one
        yield one
