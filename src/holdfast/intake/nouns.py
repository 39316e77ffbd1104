"""Noun phrases and their heads, by tags and words: what a figure counts, who a sentence is about."""

from __future__ import annotations

from typing import Final

from holdfast.intake.tagged import Tagged

_NOUN: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
_INSIDE: Final = _NOUN | {"JJ", "JJR", "JJS", "VBN", "VBG", "CD", "POS", "HYPH"}
#: Words that end a phrase whatever their tag, since a small tagger takes some of them for nouns.
_STOP: Final = frozenset(
    "and or but nor who whom whose which that where when while as than if because since until till before after by "
    "with "
    "from in on at to for of into over under between among during against within without about across near per "
    "was were is are be been being has have had will would can could may might shall should must did does do said says "
    "say not n't also still remain remained there alive each earlier later ago".split()
)
_BE: Final = frozenset("was were is are be been being get got remain remained stay".split())
#: Adjectives that stand for people where no noun follows.
_PEOPLE: Final = frozenset(
    "dead injured wounded missing killed hurt sick displaced detained homeless unaccounted".split()
)
_IRREGULAR: Final = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot", "policemen": "policeman",
    "servicemen": "serviceman", "fishermen": "fisherman", "gunmen": "gunman", "lives": "life", "wives": "wife",
    "knives": "knife", "wolves": "wolf", "halves": "half", "crises": "crisis", "analyses": "analysis", "sheep": "sheep",
    "aircraft": "aircraft", "series": "series", "headquarters": "headquarters", "troops": "troop", "bases": "base",
    "houses": "house", "cases": "case", "phases": "phase", "clauses": "clause", "nurses": "nurse", "purposes":
    "purpose",
    "buses": "bus", "movies": "movie", "ties": "tie", "lies": "lie", "responses": "response", "licences": "licence",
    "corps": "corps", "personnel": "personnel", "police": "police", "news": "news", "horses": "horse", "uses": "use",
}  # fmt: skip
#: Within so many words after a number its noun is found.
_FEW: Final = 5
_SINGULAR_ENDS: Final = ("ss", "us", "is")


def singular(word: str) -> str:
    """A noun in small letters and, where its form is that of several, as of one: ``families`` → ``family``."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("women"):
        return word[:-2] + "an"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_ENDS):
        return word[:-1]
    return word


def plural(word: str) -> bool:
    """Whether a word has the form of a noun of several."""
    return word in _IRREGULAR or (len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_ENDS))


def phrase_after(one: Tagged, start: int, many: bool = False) -> tuple[int, int] | None:
    """The noun phrase that begins at a token: its first and its last token, the last being its head.

    1. Take nouns and what may stand before them, up to the first word that cannot belong to a phrase.
    2. Where `many`, a noun in the plural among the next few words ends it, whatever the tagger takes these for; the
       last where two stand together.
    3. The last noun is the head; an adjective for people (‘dead’) where there is none.
    """
    if many and (head := _first_plural(one, start)) is not None:
        return (start, head)
    end = start
    last: int | None = None
    while end < len(one) and one.words[end] not in _STOP and one.tags[end] in _INSIDE:
        if one.tags[end] in _NOUN:
            last = end
        elif last is not None and one.tags[end] != "POS" and many:
            break
        end += 1
    if last is not None:
        return (start, last)
    people = next((place for place in range(start, end) if one.words[place] in _PEOPLE), None)
    return None if people is None else (start, people)


def _first_plural(one: Tagged, start: int) -> int | None:
    """The noun in the plural that a number above one is followed by, among a few words."""
    for place in range(start, min(len(one), start + _FEW)):
        word = one.words[place]
        if (
            word in _STOP
            or not word[0].isalpha()
            or one.tags[place] in ("MD", "IN", "TO", "DT", "PRP", "PRP$", "WDT", "WP")
        ):
            return None
        if plural(word):
            while place + 1 < len(one) and plural(one.words[place + 1]) and one.tags[place + 1] in _NOUN:
                place += 1
            return place
    return None


def subject_before(one: Tagged, verb: int, start: int = 0) -> tuple[int, int] | None:
    """The noun phrase that ends before a verb, with what is set between commas or dashes after it left out.

    Its determiner belongs to it; so does what follows its head with ‘of’.
    """
    end = verb - 1
    while end >= start and (one.tags[end] in ("RB", "MD") or one.words[end] in _BE):
        end -= 1
    if end >= start and one.sentence.words[end] in ("—", "–", ",", "--", "-"):
        mark = one.sentence.words[end]
        opening = next((i for i in range(end - 1, start - 1, -1) if one.sentence.words[i] == mark), None)
        if opening is None:
            return None
        end = opening - 1
    if end < start:
        return None
    if one.tags[end] == "PRP" or one.tags[end] in ("DT", "EX"):
        return (end, end)
    first = end
    while first > start:
        tag, word = one.tags[first - 1], one.words[first - 1]
        if tag in _INSIDE or tag in ("DT", "PRP$", "PDT") or (word == "of" and first - 2 >= start):
            first -= 1
            continue
        break
    while first < end and one.words[first] == "of":
        first += 1
    return (first, end) if any(one.tags[i] in _NOUN for i in range(first, end + 1)) else None
