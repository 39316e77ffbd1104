"""Who is said to take part in talks: names beside the verbs and nouns by which people take part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from holdfast.intake.demonyms import country_of
from holdfast.intake.model import Span, Text
from holdfast.intake.nouns import plural
from holdfast.intake.periods import MONTHS, WEEKDAYS
from holdfast.intake.tagged import Tagged
from holdfast.intake.venues import country
from holdfast.intake.when import UNSAID, When


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is named, without office or title in `name`."""

    span: Span
    name: str
    joins: When = UNSAID
    """When they come, where the text says that of them rather than of the talks."""


_TOKEN: Final = r"(?:(?:el|al|Al|El|bin|Ben|ibn|de|van|von)[- ])?[A-ZÀ-ÖØ-Þ][^\W_]*(?:[-.'’](?!s\b)[^\W_]+)*"
#: An initial belongs to the name that it stands in.
NAME: Final = re.compile(rf"{_TOKEN}(?: [A-Z]\.(?= [A-Z]))?(?: {_TOKEN}){{0,5}}")
_TITLES: Final = frozenset(
    "President Minister Ministers Prime Foreign Defence Defense Finance Interior Strategic Affairs Security National "
    "Justice "
    "Secretary Secretary-General General Colonel Major Captain Lieutenant Sergeant Admiral Commander Ambassador Envoy "
    "Special Senator Governor Mayor Chancellor King Queen Prince Princess Sheikh Emir Pope Mr Mrs Ms Dr Sir Lord Lady "
    "Professor Judge Speaker Chairman Chairwoman Director Chief Deputy Vice Vice-President Adviser Advisor Spokesman "
    "Spokeswoman Labour Health State Middle East The A An".split()
)
_NO_NAME: Final = frozenset(
    "I The A An It He She They We This That These Those Their His Her Its But And In On At For However Meanwhile New "
    "Negotiations Talks".split()
) | {name.title() for name in (*WEEKDAYS, *MONTHS)}
#: Those who speak for a people or a state together.
_GROUP: Final = re.compile(
    r" (?:negotiators|officials|envoys|delegates|mediators|representatives|leaders|ministers|diplomats|commanders)\b"
)
_LITTLE: Final = frozenset(
    "and or in on at to for with from by of as was were is are will would has have had hold held join who "
    "that which the".split()
)
_LIST: Final = r"(?P<who>[^;:“”\"—–]{2,200}?)"
_STOP: Final = (
    r"(?= (?:in|at|on|to|for|ahead|about|over|that|which|who|aimed|before|after|later|during|as|into|under|kicked|"
    r"kicking|began|are|were|is|was|will|would|has|have|by|had)\b|[.;]|$|, (?:pending|according|who|which|part|the|a|"
    r"an|said|designed)\b)"
)
#: Behind the noun or verb: ‘talks with X and Y’, ‘met X’, ‘talks between X and Y’.
_WITH: Final = re.compile(rf"^ (?:\w+ ){{0,2}}?(?:with|between|among|involving) {_LIST}{_STOP}")
_MET: Final = re.compile(rf"^ (?:with )?{_LIST}{_STOP}")
#: In the sentence: ‘accompanied by X’, ‘the delegation includes X’, ‘X was expected to join’, ‘sent X to the talks’.
_BESIDE: Final = (
    re.compile(
        rf"\b(?:accompanied|joined|attended|led|headed|chaired|represented)(?: at [^,]{{0,40}}?)? by {_LIST}{_STOP}"
    ),
    re.compile(
        rf"\b(?:delegation|team|mission|side|negotiators)\b[^,;.]{{0,30}}? (?:includes?|included|comprises?|comprised|"
        rf"consists? of) {_LIST}(?=[.;]|$)"
    ),
    re.compile(rf"\b(?:dispatched|sent|sends|sending|dispatching|despatched) {_LIST}{_STOP}"),
)
_SUBJECT: Final = re.compile(
    rf"(?:^|[,;—–] |\b(?:and|but|as|that|while) ){_LIST},? (?:(?:will|would|was|were|is|are|has|have|had|also|only|"
    rf"both|due|set|expected|to|be|been|begin|began|resume|resumed|open|opened|is|likely) ){{0,5}}"
    r"(?:hold|held|holds|holding|join|joined|joins|attend|attended|attends|take part|took part|takes part|meet|met|"
    r"meets|travel|travelled|traveled|arrive|arrived|"
    r"fly|flew|lead|led|leads|mediate|mediated|host|hosted|hosts|resume|resumed|begin|began|open|opened|start|started|"
    r"accompanied|(?<=were )in|(?<=was )in|(?<=are )in)\b"
)
#: Adjectives of parts of the world, which stand before groups as those of states do.
_REGIONS: Final = frozenset("arab african asian european western eastern nordic baltic gulf islamic muslim".split())


#: Nobody further off than so many letters takes part in what a cue names.
_REACH: Final = 400


def taking_part(text: Text, one: Tagged, cue: Span) -> tuple[Named, ...]:
    """Those who are named in a sentence as taking part in the talks at `cue`, in the order of the text.

    Names after ‘talks with’, after ‘accompanied by’, ‘the delegation includes’ and ‘sent’, and the subjects of ‘hold’,
    ‘join’, ‘attend’, ‘travel’ and the like. Of ‘the prime minister's adviser X’ only X takes part.
    """
    number = one.sentence.paragraph
    start, end = max(one.sentence.start, cue.start - _REACH), min(one.sentence.end, cue.end + _REACH)
    paragraph = text.paragraphs[number - 1]
    sentence, after = paragraph[start:end], paragraph[cue.end : end]
    verb = one.tags[one.first_from(cue.start)].startswith("VB") if one.first_from(cue.start) < len(one) else False
    stretches: list[tuple[int, int]] = []
    for found in (_MET if verb else _WITH).finditer(after):
        stretches.append((cue.end + found.start("who"), cue.end + found.end("who")))
    for pattern in (*_BESIDE, _SUBJECT):
        for found in pattern.finditer(sentence):
            stretches.append((start + found.start("who"), start + found.end("who")))
    named: dict[Span, Named] = {}
    for first, last in stretches:
        for person in names(paragraph, one, first, last):
            named.setdefault(person.span, person)
    return tuple(named[span] for span in sorted(named))


def names(paragraph: str, one: Tagged, start: int, end: int) -> list[Named]:
    """The names in a stretch: runs of capitalised words, without titles before them and without possessors.

    A noun in the plural that begins the sentence is none.
    """
    number = one.sentence.paragraph
    found: list[Named] = []
    for match in NAME.finditer(paragraph, start, end):
        if re.match(r"['’]s?(?!\w)", paragraph[match.end() :]):
            continue
        words = list(re.finditer(r"\S+", match[0]))
        while words and (words[0][0].strip(",") in _TITLES or words[0][0] in _NO_NAME):
            words.pop(0)
        if not words or words[-1][0] in _NO_NAME:
            continue
        if match.start() == one.sentence.start and one.tags[0] == "NNS" and len(words) == 1:
            continue
        first = match.start() + words[0].start()
        name = match[0][words[0].start() : words[-1].end()]
        end = match.start() + words[-1].end()
        group = _GROUP.match(paragraph, match.end())
        if group is not None and _adjective(name):
            end = group.end()
        elif _modifies(paragraph, one, match.end(), name):
            continue
        span = Span(number, first, end)
        found.append(Named(span, paragraph[span.start : span.end]))
    return found


def _modifies(paragraph: str, one: Tagged, end: int, name: str) -> bool:
    """Whether an adjective or a state's name stands before a noun: ‘Arab negotiators’, ‘US envoy’."""
    follows = re.match(r" ([a-z]\w*)", paragraph[end:])
    if follows is None or follows[1] in _LITTLE:
        return False
    place = one.first_from(end)
    if place < len(one) and one.tags[place].startswith(("VB", "RB", "IN", "MD")) and not plural(follows[1]):
        return False
    return not plural(follows[1]) or country(name) or _adjective(name)


def _adjective(name: str) -> bool:
    """Whether it is what somebody of a state or a part of the world is called."""
    word = name.casefold()
    return word in _REGIONS or (word in country_of() and not country(name))


def same_name(one: str, other: str) -> bool:
    """Whether two names may be of one: all words of one are words of the other; Israeli negotiators are Israel's."""
    a, b = (_words(name) for name in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def _words(name: str) -> set[str]:
    """The words of a name in small letters; of what is called after a state, the state's."""
    bare = (_GROUP.sub("", name) or name).casefold()
    return set(country_of().get(bare, bare).split())
