"""Acts that a document reports: who approved, refused, told, released, met, arrived; done, not done, or not yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from holdfast.intake.actdrafts import Draft, Polarity, drafts
from holdfast.intake.actnames import named_in
from holdfast.intake.actphrases import Done, Stretch
from holdfast.intake.actwords import READY
from holdfast.intake.chunks import Analysis
from holdfast.intake.days import FoundDay, days, english
from holdfast.intake.lexicon import ADJECTIVES, NOUNS, VERBS, noun_lemma, verb_lemma
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.reading import Paragraph, read
from holdfast.intake.resolve import whom
from holdfast.intake.subjects import Subject
from holdfast.intake.tagged import Tagged, tagged
from holdfast.intake.venues import Venue, venues
from holdfast.intake.when import UNSAID, When, named_beside, said_then
from holdfast.intake.whose import asserted_by


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who acts, or to whom it is done: the words, and whom they mean in the fullest words of the document."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is done to or about, as it is compared."""

    head: str
    """Its noun: one word for all that mean the same, else its singular; empty where only names are known."""
    names: tuple[str, ...]
    """Names in it, in small letters; of what is called after a state, the state's."""
    others: tuple[str, ...]
    """The other words that tell, likewise."""
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


#: What is only wished for, asked for or expected has not been done.
_UNREAL: Final = frozenset("expect want ask demand offer refuse".split())
#: What is held in doubt may not have been done.
_DOUBTED: Final = frozenset("doubt deny dispute question fear suspect worry rumour rumor denial".split())
_PRONOUNS: Final = frozenset("it they he she".split())


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
    made: list[tuple[Paragraph, Tagged, Draft]] = []
    for paragraph in read(text):
        for number, a in enumerate(paragraph.sentences):
            one = next(sentences)
            if a.words and a.words[-1] != "?":
                made += [(paragraph, one, draft) for draft in drafts(a, number)]
    return tuple(_anaphora(_placed(text, made, dated, spoken)))


def _placed(
    text: Text, made: Sequence[tuple[Paragraph, Tagged, Draft]], dated: Sequence[FoundDay],
    spoken: Sequence[Attribution],
) -> Iterator[Act]:  # fmt: skip
    """The acts with their places in the document; those that are only wished for left out."""
    asked: list[tuple[int, int, Subject]] = []
    kept: list[tuple[Paragraph, Tagged, Draft, Span, Attribution | None, list[int | None]]] = []
    for paragraph, one, draft in made:
        words = paragraph.span(draft.sentence, draft.start, max(draft.done.end, draft.start + 1))
        a = paragraph.sentences[draft.sentence]
        cue = paragraph.span(draft.sentence, draft.start, draft.start + 1)
        place = asserted_by(cue, spoken)
        holder = None if place is None else spoken[place]
        if any(one.negated or _unreal(text, one) for one in _around(spoken, place)):
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


def _themselves(text: Text, paragraph: Paragraph, draft: Draft, holder: Attribution | None) -> Who | None:
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


def _around(spoken: Sequence[Attribution], place: int | None) -> Iterator[Attribution]:
    """An attribution and those that hold it, from the inside out."""
    seen: set[int] = set()
    while place is not None and place not in seen:
        seen.add(place)
        yield spoken[place]
        place = spoken[place].inside


def _unreal(text: Text, holder: Attribution) -> bool:
    """Whether what is attributed is only wished for, asked for, offered or expected, or is doubted or denied."""
    if holder.cue is None:
        return False
    for word in text.words(holder.cue).lower().split():
        if {verb_lemma(word), noun_lemma(word)} & _DOUBTED:
            return True
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
