"""Events that a document speaks of: talks, attacks, releases and the like, with place, day and who takes part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from holdfast.intake.datelines import dateline
from holdfast.intake.days import FoundDay, days, english
from holdfast.intake.model import Span, Text
from holdfast.intake.participants import Named, taking_part
from holdfast.intake.tagged import Tagged, tagged
from holdfast.intake.venues import Venue, venues
from holdfast.intake.when import UNSAID, When, named_beside, said_then

Sort: TypeAlias = Literal["talks", "attack", "release", "withdrawal", "ceasefire", "vote", "signing"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place at which a document speaks of an event."""

    sort: Sort
    cue: Span
    """The noun or the verb that names it."""
    sentence: Span
    when: When
    """The time that its clause names."""
    places: tuple[Venue, ...]
    people: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What a document says of one event: mentions of one sort that no day keeps apart."""

    sort: Sort
    mentions: tuple[Mention, ...]

    @property
    def places(self) -> tuple[tuple[Venue, Mention], ...]:
        """Every place that is named for it, with the mention."""
        return tuple((place, mention) for mention in self.mentions for place in mention.places)

    @property
    def days(self) -> tuple[Mention, ...]:
        """The mentions that name a day or a period."""
        return tuple(mention for mention in self.mentions if mention.when.period is not None)

    @property
    def people(self) -> tuple[tuple[Named, Mention], ...]:
        """Everybody who is named as taking part, with the mention."""
        return tuple((named, mention) for mention in self.mentions for named in mention.people)


_NOUNS: Final[dict[Sort, str]] = {
    "talks": r"(?:round of )?(?:talks|negotiations|discussions|consultations)|meetings?|summit|(?<!press )(?<!news "
    ")(?:peace )?conference|delegation",
    "attack": r"attacks?|assault|strikes?|airstrikes?|air strikes?|bombing|bombardment|shelling|raids?|ambush|"
    "explosion|blast|"
    r"shooting|massacre|incursion",
    "release": r"release|handover|hand-over|swap|prisoner exchange",
    "withdrawal": r"withdrawal|pullout|pull-out|pullback|redeployment",
    "ceasefire": r"ceasefire|cease-fire|truce",
    "vote": r"vote(?! of)|(?<!re-)election|elections|referendum|ballot",
    "signing": r"signing|signature",
}
_VERBS: Final[dict[Sort, str]] = {
    "talks": r"met|meet|meets|negotiated|negotiating",
    "attack": r"attacked|struck|bombed|shelled|raided|ambushed|stormed|fired (?:on|at)",
    "release": r"released|freed",
    "withdrawal": r"withdrew|pulled out|pulled back|redeployed",
    "ceasefire": r"declared a (?:ceasefire|truce)",
    "vote": r"voted",
    "signing": r"signed",
}
_CUES: Final = tuple((sort, re.compile(rf"\b(?:{_NOUNS[sort]}|{_VERBS[sort]})\b", re.IGNORECASE)) for sort in _NOUNS)
#: Who is released; a film or a report is not.
_CAPTIVES: Final = re.compile(
    r"\b(?:hostages?|prisoners?|captives?|detainees?|inmates?|sailors|crew|men|women|people|soldiers|fighters|"
    r"journalists?|"
    r"aid workers|civilians|bodies|remains|[A-Z]\w+ans)\b"
)
_DELEGATION: Final = re.compile("delegation", re.IGNORECASE)
_CAPITALISED: Final = r"[A-ZÀ-ÖØ-Þ][\w.-]*(?: [A-ZÀ-ÖØ-Þ][\w.-]*){0,2}"
_IN: Final = re.compile(r"(?:In|At|Near) [^,;:]{2,80}, ")
_TOLD: Final = re.compile(r"\b(?:said|says|say|told|reported|announced|that)\b")
#: A time behind these is that of somebody's coming, not of the talks.
_JOINS: Final = re.compile(r"\b(?:join|joined|joining|arrive|arrived|arriving|dispatched|sent)\b[^,;.]{0,40}$")
#: So many letters around an event's name may bear on it.
_REACH: Final = 400
#: What keeps a place from belonging to an event named before it.
_BARRIER: Final = re.compile(
    r"[;:]|\s[-–—]\s|[“\"”]|, (?!(?:the|where|in|at)\b)|\b(?:to (?=[a-z])|about|aimed|that|which|who|after|before|"
    r"while|but|and (?=[a-z]+(?:ed|s) )|since|ahead of|in exchange|in return|for|on (?=[a-z])|over|under)"
)
#: Movements by which those who take part come to where it is held.
_TRAVEL: Final = re.compile(
    r"\b(?:were|was|are|is|arrived|arrive|travel|travelled|traveled|travelling|fly|flew|flying|head|headed|heading|go|"
    r"went|going|gathered|gather|convened?|sent)\b"
)
_FOR: Final = re.compile(r"\b(?:for|ahead of|to attend|to join|to hold|before|to begin|to resume) (?:[\w’'-]+ ){0,4}?$")
#: Where a place is said of what the talks are about and not of the talks.
_TOPIC: Final = re.compile(r"\b(?:on|about|over|regarding|concerning) $")


def mentions(text: Text) -> tuple[Mention, ...]:
    """Every place at which a document in English speaks of an event, in order; none in other languages.

    1. A noun or verb of one of the sorts is a mention.
    2. Its place stands behind it in its clause after ‘in’, ‘at’ or ‘to’, with no other matter between; or is where
       those who take part are or go ‘for’ it or ‘ahead of’ it.
    3. Its day is the one that its clause names; who takes part: see `holdfast.intake.participants`.

    A dateline's place is where the report was written, so that it is left out.
    """
    if not english(text):
        return ()
    dated = days(text)
    head = dateline(text)
    found: list[Mention] = []
    for one in tagged(text):
        start = one.sentence.start
        if head is not None and head.span.paragraph == one.sentence.paragraph:
            start = max(start, head.span.end)
        found += _in_sentence(text, one, start, dated)
    return tuple(found)


def _in_sentence(text: Text, one: Tagged, start: int, dated: Sequence[FoundDay]) -> list[Mention]:
    number, end = one.sentence.paragraph, one.sentence.end
    paragraph = text.paragraphs[number - 1]
    cues = sorted(
        ((match.span(), sort) for sort, pattern in _CUES for match in pattern.finditer(paragraph, start, end)),
        key=lambda cue: (cue[0][0], -cue[0][1]),
    )
    found: list[Mention] = []
    captives = _CAPTIVES.search(paragraph, start, end) is not None
    for place, (span, sort) in enumerate(cues):
        if sort == "release" and not captives:
            continue
        if found and found[-1].cue.shares(Span(number, *span)):
            continue
        follower = next((other[0][0] for other in cues[place + 1 :] if other[0][0] >= span[1]), end)
        delegation = _DELEGATION.match(paragraph, span[0]) is not None
        where = [] if delegation else _behind(text, one, span[1], min(follower, end))
        if sort == "talks" and not where:
            where = _before(text, one, span[0]) or _travelled(text, one, start, span[0])
        if not delegation and not where:
            where = _leading(text, one, start, span[0])
        cue = Span(number, *span)
        when = UNSAID if delegation else named_beside(text, one, cue, dated)
        if when.span is not None and said_then(paragraph, when.span):
            when = UNSAID
        if when.span is not None and _nearer(when.span, span, (other for other, _ in cues)):
            when = UNSAID
        people = tuple(
            person
            for person in (taking_part(text, one, cue) if sort == "talks" else ())
            if not any(person.span.shares(place.span) for place in where)
        )
        if when.span is not None and _JOINS.search(paragraph, max(start, when.span.start - _REACH), when.span.start):
            people = tuple(replace(person, joins=when) for person in people)
            when = UNSAID
        found.append(Mention(sort, cue, one.span, when, tuple(where), people))
    return found


def _nearer(day: Span, cue: tuple[int, int], cues: Iterable[tuple[int, int]]) -> bool:
    """Whether a day stands nearer to another event of the sentence."""
    distances = {other: max(other[0] - day.end, day.start - other[1]) for other in cues}
    return any(distance < distances[cue] for other, distance in distances.items() if not _overlap(other, cue))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _behind(text: Text, one: Tagged, start: int, end: int) -> list[Venue]:
    """The place behind an event's name, with nothing between that it could belong to."""
    paragraph = text.paragraphs[one.sentence.paragraph - 1]
    barrier = _BARRIER.search(paragraph, start, end)
    stop = barrier.start() if barrier else end
    return [
        venue
        for how, venue in venues(text, one, start, stop)
        if how in ("in", "at", "near")
        and not _TOPIC.search(paragraph[max(0, venue.span.start - _REACH) : venue.span.start])
    ][:1]


def _before(text: Text, one: Tagged, cue: int) -> list[Venue]:
    """‘the X talks’, where the document names X as a place elsewhere."""
    paragraph = text.paragraphs[one.sentence.paragraph - 1]
    begin = max(one.sentence.start, cue - _REACH)
    named = re.search(rf"\b[Tt]he (?P<name>{_CAPITALISED}) (?:peace )?$", paragraph[begin:cue])
    if named is None or named["name"] not in _places(text):
        return []
    start = begin + named.start("name")
    return [Venue(Span(one.sentence.paragraph, start, start + len(named["name"])), named["name"])]


@lru_cache(maxsize=16)
def _places(text: Text) -> frozenset[str]:
    """The names that stand after ‘in’ or ‘at’ somewhere in a document."""
    return frozenset(
        venue.name
        for one in tagged(text)
        for how, venue in venues(text, one, one.sentence.start, one.sentence.end)
        if how in ("in", "at")
    )


def _leading(text: Text, one: Tagged, start: int, cue: int) -> list[Venue]:
    """‘In X, …’ at the beginning of the sentence, where nobody is said to speak there."""
    paragraph = text.paragraphs[one.sentence.paragraph - 1]
    opening = _IN.match(paragraph, start, cue)
    if opening is None or _TOLD.search(paragraph, opening.end(), cue):
        return []
    return [venue for how, venue in venues(text, one, start, opening.end()) if how in ("in", "at")][:1]


def _travelled(text: Text, one: Tagged, start: int, cue: int) -> list[Venue]:
    """‘were in X ahead of talks’, ‘travel to X for talks’."""
    paragraph = text.paragraphs[one.sentence.paragraph - 1]
    start = max(start, cue - _REACH)
    purpose = _FOR.search(paragraph[start:cue])
    if purpose is None:
        return []
    before = venues(text, one, start, start + purpose.start())
    return [
        venue
        for how, venue in before
        if how in ("in", "at", "to") and _TRAVEL.search(paragraph, max(start, venue.span.start - 60), venue.span.start)
    ][-1:]


def events(text: Text) -> tuple[Event, ...]:
    """The events of a document: its mentions of one sort, kept apart only by days that cannot be one.

    A mention without a day joins the last event of its sort, or the first where none came before.
    """
    every = mentions(text)
    groups: list[list[Mention]] = []
    for mention in every:
        group = next((one for one in groups if one[0].sort == mention.sort and _one_event(one, mention)), None)
        if group is None:
            groups.append([mention])
        else:
            group.append(mention)
    return tuple(Event(group[0].sort, tuple(group)) for group in groups)


def _one_event(group: Sequence[Mention], mention: Mention) -> bool:
    """Whether a mention may be of the same event: no day of theirs keeps them apart, and no two days of one are two."""
    if mention.when.period is None:
        return True
    known = [other.when.period for other in group if other.when.period is not None]
    return all(mention.when.period.meets(period) for period in known)
