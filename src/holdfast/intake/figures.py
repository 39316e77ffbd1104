"""Figures in a document: what each counts, of what it is a part, for when it holds, who asserts it, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from holdfast.case.figures import Figure, figure_at, parse_figure
from holdfast.case.hedges import HEDGES
from holdfast.intake.apart import set_apart
from holdfast.intake.days import days, english
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.nouns import phrase_after, singular
from holdfast.intake.tagged import Tagged, tagged
from holdfast.intake.tokens import Token
from holdfast.intake.when import UNSAID, When, when_of
from holdfast.intake.whose import asserted_by, origin_of

#: ``duration``: a length of time; ``share``: a percentage or a part such as a half; ``measure``: a length, an area, a
#: weight; ``count``: of people or things; ``name``: of the parts of a text, as its name has it (‘20-point plan’).
Sort: TypeAlias = Literal["count", "share", "money", "duration", "measure", "name"]


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure as a document gives it. All spans are in the text; what is None, the text does not say."""

    span: Span
    """The number with its hedge: ‘more than 67,000’, ‘several hundred’, ‘nearly $2 billion’."""
    figure: Figure
    """Without its unit."""
    sort: Sort
    hedge: Span | None = None
    """The hedge before the number: ‘more than’."""
    counts: Span | None = None
    """The noun phrase that says what is counted."""
    head: str | None = None
    """Its head, as of one, in small letters: ‘prisoner’."""
    of: Span | None = None
    """What it is the length or the size of: ‘war’ in ‘two-year war’."""
    inferred: bool = False
    """Whether what is counted stands with another figure, or before the verb."""
    state: Span | None = None
    """What is said of those counted: ‘killed’, ‘taken hostage’, ‘alive’."""
    part_of: int | None = None
    """The place, in the document's list, of the figure of which it is a part."""
    when: When = UNSAID
    asserted_by: int | None = None
    """The place of the innermost attribution whose content holds it; None where the document asserts it."""
    origin: Span | None = None
    """The words for whose number it is."""

    @property
    def unit(self) -> str | None:
        """The sign of a currency; else what is counted, for a duration and a measure."""
        return self.figure.unit or (self.head if self.sort in ("duration", "measure", "money") else None)


_TIME_UNITS: Final = frozenset("second minute hour day night week fortnight month year decade century".split())
_MEASURES: Final = frozenset(
    "mile kilometre kilometer km metre meter m foot inch acre hectare tonne ton kilogram kilo kg gram pound ounce "
    "litre "
    "liter gallon barrel megawatt degree".split()
)
_MONEY: Final = frozenset("dollar euro pound shekel yen yuan rouble ruble riyal dinar lira franc peso rand".split())
_UNITS: Final = _TIME_UNITS | _MEASURES | _MONEY
#: After a number these make no figure of it: `one another`, `one of the`.
_ONE_IDIOM: Final = frozenset("another by day time thing of that who which more or way side point to".split())
_PART: Final = frozenset("whom which them these those".split())
_TAKEN: Final = frozenset("taken held".split())
_CAPTIVE: Final = frozenset("hostage prisoner captive".split())
_STATE_ADJECTIVES: Final = frozenset(
    "alive dead missing injured wounded free ill sick safe present absent homeless unaccounted".split()
)
_SKIP: Final = frozenset(
    "are is were was be been being have has had to still also mostly reportedly believed thought said known reported "
    "presumed feared understood now then all who that which currently already since later n't not".split()
)
_HARMED: Final = frozenset(
    "killed wounded injured dead hurt missing arrested detained abducted kidnapped freed released".split()
)
_NO_STATE: Final = frozenset("according including based citing compared".split())
_SHARE_WORD: Final = re.compile(r"half|third|quarter", re.IGNORECASE)
_PARTS: Final = frozenset("point item step phase stage article clause paragraph page chapter".split())
_HYPHENATED: Final = re.compile(r"-([a-z]+)(?:-old)?\b", re.IGNORECASE)
_HEDGE: Final = re.compile(
    rf"(?:{'|'.join(sorted((re.escape(word) for hedge in HEDGES for word in hedge.words), key=len, reverse=True))}|"
    rf"perhaps|maybe) ",
    re.IGNORECASE,
)
_NUMBER_OF: Final = re.compile(
    r"\b(?:number|total|toll|count|tally|figure|estimate)s?\b(?: of (?P<of>[^,;.]{1,60}?))?(?: \w+){0,4} (?:to|at|is|"
    r"was|reached|stood at|stands at|of) $",
    re.IGNORECASE,
)


#: So many letters before and after a figure may bear on it.
_REACH: Final = 200


def figures(text: Text, spoken: Sequence[Attribution] = ()) -> tuple[FoundFigure, ...]:
    """Every figure in a document in English, in the order of the text; none in other languages.

    Dates, times, ages, ordinals, names with a number in them and the like are none: `holdfast.intake.apart.set_apart`
    lists those.

    1. At each token that no number set apart covers, take the longest figure that begins there, with its hedge.
    2. What it counts is the noun phrase after it; else what the figure before it in the sentence counts.
    3. ‘20 of whom’, ‘including 12 …’ make it a part of the figure before, ‘20 of the 48 …’ of the one after.
    4. For when: the time named nearest in its sentence; else what the tense says. A number in a name, the length of
       something and a number of speakers have none.
    5. Who asserts it: the innermost attribution that holds it. Whose number it is: ‘according to’, ‘… say’, the like.

    Args:
        text: the document.
        spoken: the attributions found in it.
    """
    if not english(text):
        return ()
    dated = days(text)
    covered: dict[int, set[int]] = {}
    for span in [*(one.span for one in dated), *(one.span for one in set_apart(text, dated))]:
        covered.setdefault(span.paragraph, set()).update(range(span.start, span.end))
    found: list[FoundFigure] = []
    for one in tagged(text):
        start = len(found)
        here = _in_sentence(text, one, covered.get(one.sentence.paragraph, frozenset()))
        found += [figure for figure in here if len(here) > 1 or not _single(text, figure)]
        _relate(text, one, found, start)
        for place in range(start, len(found)):
            figure = found[place]
            origin = origin_of(text, one, figure.span, spoken)
            found[place] = replace(
                figure,
                when=UNSAID if _timeless(figure, origin) else when_of(text, one, figure.span, dated),
                asserted_by=asserted_by(figure.span, spoken),
                origin=origin,
            )
    return tuple(found)


def _timeless(one: FoundFigure, origin: Span | None) -> bool:
    """Whether no time of the sentence is its own: a number in a name, the length of something, a number of speakers."""
    return one.of is not None or (origin is not None and origin.shares(one.span) > 0)


def _single(text: Text, one: FoundFigure) -> bool:
    """Whether it is a bare ‘one’: an article rather than a count, unless another figure stands beside it."""
    said = "" if one.state is None else text.words(one.state).casefold()
    return text.words(one.span).casefold() == "one" and said not in _HARMED


def _in_sentence(text: Text, one: Tagged, covered: AbstractSet[int]) -> list[FoundFigure]:
    paragraph = text.paragraphs[one.sentence.paragraph - 1]
    found: list[FoundFigure] = []
    taken = one.sentence.start
    for token in one.sentence.tokens:
        if token.start < taken:
            continue
        read = figure_at(paragraph, token.start) or _joined(token)
        if read is None or read[1] > one.sentence.end:
            continue
        figure, end = read
        end -= len(" of") if paragraph[token.start : end].endswith(" of") else 0
        span = Span(one.sentence.paragraph, token.start, end)
        if any(place in covered for place in range(span.start, span.end)):
            continue
        made = _made(text, paragraph, one, span, figure)
        if made is not None:
            found.append(replace(made, hedge=_hedge(text, span)))
            taken = max(end, made.counts.end if made.counts and _HYPHENATED.match(paragraph, end) else end)
    return found


def _joined(token: Token) -> tuple[Figure, int] | None:
    """A number in words that a hyphen joins to a noun: ‘two-year’."""
    for hyphen in reversed([place for place, letter in enumerate(token.text) if letter == "-"]):
        figure = parse_figure(token.text[:hyphen])
        if figure is not None and figure.unit is None:
            return figure, token.start + hyphen
    return None


def _hedge(text: Text, span: Span) -> Span | None:
    """The words of a figure before its number."""
    found = _HEDGE.match(text.words(span))
    return Span(span.paragraph, span.start, span.start + found.end() - 1) if found else None


def _made(text: Text, paragraph: str, one: Tagged, span: Span, figure: Figure) -> FoundFigure | None:
    """The figure with what it counts; None where it is none after all."""
    after = paragraph[span.end : span.end + 1]
    hyphen = _HYPHENATED.match(paragraph, span.end)
    words = text.words(span).casefold()
    if hyphen is not None:
        counts = Span(span.paragraph, hyphen.start(1), hyphen.end(1))
        head = singular(hyphen[1])
        behind = one.first_from(hyphen.end())
        of = phrase_after(one, behind) if behind < len(one) else None
        sort: Sort = "name" if head in _PARTS else _sort(figure, head)
        return FoundFigure(span, figure, sort, counts=counts, head=head, of=None if of is None else one.place(*of))
    if after and (after.isalnum() or (after in "-–—/" and paragraph[span.end + 1 : span.end + 2].isalnum())):
        return None
    place = one.first_from(span.end)
    follows = one.words[place] if place < len(one) else ""
    if words == "one" and (follows in _ONE_IDIOM or not _noun_follows(one, place)):
        return None
    if words == "one" and place >= 2 and one.words[place - 2] in ("no", "the", "this", "that", "each", "every", "any"):
        return None
    if figure.percent and _SHARE_WORD.search(words) and follows not in ("of", "the", "its", "their", "his", "her"):
        return None
    phrase = _counted(one, place, figure)
    if phrase is None:
        return FoundFigure(span, figure, _sort(figure, None), state=_state(one, place, span))
    counts = one.place(*phrase)
    noun = singular(one.words[phrase[1]])
    return FoundFigure(
        span, figure, _sort(figure, noun), counts=counts, head=noun, state=_state(one, phrase[1] + 1, span)
    )


def _noun_follows(one: Tagged, place: int) -> bool:
    return phrase_after(one, place) is not None


def _counted(one: Tagged, place: int, figure: Figure) -> tuple[int, int] | None:
    """The noun phrase that a figure counts, if it stands after it."""
    while place < len(one) and one.words[place] in ("of", "the", "its", "their", "his", "our", "other", "such", "more"):
        if one.words[place] == "of" and place + 1 < len(one) and one.words[place + 1] in _PART:
            return None
        place += 1
    if place + 1 < len(one) and one.words[place] in _TAKEN and one.words[place + 1] in _CAPTIVE:
        return None
    if place < len(one) and singular(one.words[place]) in _UNITS:
        return (place, place)
    if place < len(one) and one.tags[place] == "CD":
        return None  # `20 of the 48 hostages`
    if place < len(one) and one.tags[place] in ("VBN", "VBD") and not _noun_soon(one, place):
        return None
    return phrase_after(one, place, many=figure.stated != 1)


def _noun_soon(one: Tagged, place: int) -> bool:
    """Whether a participle stands before a noun: ‘detained fishermen’, not ‘killed in raids’."""
    return place + 1 < len(one) and one.tags[place + 1].startswith(("NN", "JJ"))


def _sort(figure: Figure, head: str | None) -> Sort:
    if figure.percent:
        return "share"
    if figure.unit or head in _MONEY:
        return "money"
    if head in _TIME_UNITS:
        return "duration"
    return "measure" if head in _MEASURES else "count"


def _state(one: Tagged, place: int, span: Span) -> Span | None:
    """What is said of those counted: a participle or adjective after them, else the verb before the figure."""
    at, comma = place, False
    while at < len(one) and at - place < 12:
        word, tag = one.words[at], one.tags[at]
        if word in ("taken", "held") and at + 1 < len(one) and one.words[at + 1] in _CAPTIVE:
            return one.place(at, at + 1)
        if word in _STATE_ADJECTIVES or (tag in ("VBN", "VBD", "VBG") and word not in _SKIP | _NO_STATE):
            if comma and not _aux(one, at):
                break
            return one.place(at, at)
        if word == ",":
            comma = True
        elif not (word in _SKIP or word in _PART or word == "of" or tag == "RB" or (comma and tag.startswith("NN"))):
            break
        at += 1
    before = one.first_from(span.start) - 1
    while before >= 0 and (
        one.tags[before] in ("RB", "DT", "JJ") or one.words[before] in ("up", "to", "of", "at", "as")
    ):
        if one.words[before] in ("free", "release"):
            return one.place(before, before)
        before -= 1
    if before >= 0 and one.tags[before].startswith("VB") and one.words[before] not in _SKIP | _NO_STATE:
        return one.place(before, before)
    return None


def _aux(one: Tagged, at: int) -> bool:
    """Whether a form of ‘be’ stands before a participle: ‘people, mostly civilians, were killed’."""
    return any(word in ("were", "was", "are", "is", "been", "be", "being") for word in one.words[max(0, at - 3) : at])


def _relate(text: Text, one: Tagged, found: list[FoundFigure], start: int) -> None:
    """What figures of a sentence take from each other: the whole of which one is a part, and what is counted."""
    paragraph = text.paragraphs[one.sentence.paragraph - 1]
    for place in range(start, len(found)):
        figure = found[place]
        from_ = max(one.sentence.start, figure.span.start - _REACH)
        before = paragraph[from_ : figure.span.start]
        after = paragraph[figure.span.end : min(one.sentence.end, figure.span.end + _REACH)]
        pronoun = re.match(r",? of (whom|which|them|these|those)\b(?! (?:killed|who)\b)", after)
        inverted = re.search(r"\bof (?:whom|which) (?:only |just |at least )?$", before)
        including = re.search(r"\b(?:including|among them|amongst them)(?: at least)? $", before)
        follower = place + 1 if place + 1 < len(found) else None
        if pronoun or inverted or including:
            earliest = start if not pronoun or pronoun[1] in ("whom", "which") else 0
            whole = next((i for i in range(place - 1, earliest - 1, -1) if _countable(found[i], figure)), None)
            if whole is not None and (whole >= start or _sentence_before(text, one, found[whole])):
                figure = replace(figure, part_of=whole)
                if figure.counts is None or pronoun:
                    figure = replace(figure, counts=found[whole].counts, head=found[whole].head, inferred=True)
        elif re.match(
            r" of (?:the|its|their|these|those) (?:remaining |other )?$", _between(paragraph, figure, found, follower)
        ):
            assert follower is not None
            whole_figure = found[follower]
            figure = replace(
                figure, part_of=follower, counts=whole_figure.counts, head=whole_figure.head, inferred=True,
                state=figure.state or whole_figure.state,
            )  # fmt: skip
        if figure.counts is None and figure.sort == "count":
            figure = _elliptical(one, figure, before, from_, found[start:place])
        found[place] = figure


def _countable(whole: FoundFigure, part: FoundFigure) -> bool:
    return whole.counts is not None and whole.sort in ("count", "share", part.sort)


def _between(paragraph: str, figure: FoundFigure, found: Sequence[FoundFigure], follower: int | None) -> str:
    return "" if follower is None else paragraph[figure.span.end : found[follower].span.start]


def _sentence_before(text: Text, one: Tagged, whole: FoundFigure) -> bool:
    """Whether a figure stands in the sentence just before."""
    every = tagged(text)
    place = next(i for i, other in enumerate(every) if other is one)
    return place > 0 and whole.span.within(every[place - 1].span)


def _elliptical(
    one: Tagged, figure: FoundFigure, before: str, offset: int, earlier: Sequence[FoundFigure]
) -> FoundFigure:
    """‘the number of prisoners rose to 50’; ‘1,200 people were killed and 251 taken hostage’."""
    number = _NUMBER_OF.search(before)
    if number is not None and number["of"]:
        place = one.first_from(offset + number.start("of"))
        phrase = phrase_after(one, place)
        if phrase is not None:
            return replace(figure, counts=one.place(*phrase), head=singular(one.words[phrase[1]]), inferred=True)
    same = next((other for other in reversed(earlier) if other.sort == "count" and other.counts is not None), None)
    if same is not None:
        return replace(figure, counts=same.counts, head=same.head, inferred=True)
    return figure
