"""Whom a document names: every name with its fullest form, its titles and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from holdfast.intake.chunks import Analysis, Phrase
from holdfast.intake.kinds import is_body, is_person, singular
from holdfast.intake.model import Span
from holdfast.intake.reading import Paragraph

_MALE: Final = frozenset("mr mister king prince sir lord father spokesman chairman congressman".split())
_FEMALE: Final = frozenset("mrs ms miss queen princess lady madam spokeswoman chairwoman congresswoman".split())
_ADDRESS: Final = frozenset("mr mrs ms miss dr sir".split())
TITLES: Final = frozenset(
    """
    mr mrs ms miss dr prof professor president vice prime minister premier chancellor king queen prince princess sheikh
    sheik general gen colonel col lieutenant lt major maj captain capt commander cmdr admiral adm sergeant sgt brigadier
    brig senator sen representative rep congressman congresswoman governor gov mayor judge justice secretary ambassador
    amb envoy speaker chief chairman chairwoman spokesman spokeswoman pope cardinal bishop archbishop rev reverend
    ayatollah imam rabbi sir lord lady dame hon former foreign defence defense interior deputy acting attorney director
    minister-president special commissioner
""".split()
)
_PARTICLES: Final = frozenset("al bin ibn ben de la le da dos von van der den del di du abu umm el ul".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: its words without titles, and the titles before it."""

    words: tuple[str, ...]
    span: Span
    titles: tuple[str, ...]
    title_span: Span | None

    @property
    def gender(self) -> str:
        """``m``, ``f`` or nothing, as far as a title tells."""
        told = {_bare(title) for title in self.titles}
        return "m" if told & _MALE else "f" if told & _FEMALE else ""


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def name_in(paragraph: Paragraph, number: int, a: Analysis, phrase: Phrase) -> Name | None:
    """The name that a phrase ends with or is, if any: its last run of proper nouns."""
    stop = phrase.end
    if stop > phrase.start and a.tags[stop - 1] == "POS":
        stop -= 1
    start = stop
    while start > phrase.start and (
        a.tags[start - 1] in ("NNP", "NNPS")
        or (a.lower[start - 1] in _PARTICLES and start < stop)
        or (a.words[start - 1] == "&" and start < stop)
        or (a.tags[start - 1] == "POS" and start < stop and is_body(a.lower[stop - 1]) and a.tags[start - 2] == "NNP")
    ):
        start -= 1
    if start == stop:
        return None
    first = start
    while first < stop - 1 and _bare(a.words[first]) in TITLES:
        first += 1
    before = first
    while before > phrase.start and _bare(a.words[before - 1]) in TITLES:
        before -= 1
    return Name(
        tuple(paragraph.text[slice(*_ends(paragraph.span(number, first, stop)))].split()),
        paragraph.span(number, first, stop),
        tuple(a.words[before:first]),
        paragraph.span(number, before, first) if before < first and _bare(a.words[before]) not in _ADDRESS else None,
    )


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@dataclass
class Register:
    """The names of a document."""

    names: list[Name] = field(default_factory=list)
    fullest: dict[tuple[str, ...], list[Name]] = field(default_factory=dict)
    """By the words of a longer name: where it stands."""
    roles: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    """By the head noun of what is said of somebody: whose it is."""
    short: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By an abbreviation in brackets: the words before it."""

    def full(self, words: tuple[str, ...]) -> Name | None:
        """The fullest name that ends with, or for a body contains, these words; None where two could be meant."""
        longer = {
            other
            for other in self.fullest
            if len(other) > len(words) and (other[-len(words) :] == words or other[: len(words)] == words)
        }
        if len(words) == 1 and words[0] in self.short:
            longer.add(self.short[words[0]])
        ending = {other for other in longer if other[-len(words) :] == words} or longer
        # ‘Ana Reis’ and ‘Ana Maria Reis’ may be one person or two: nobody is meant for certain
        if len(ending) != 1:
            return None
        return self.fullest[next(iter(ending))][0]

    def with_role(self, noun: str) -> Name | None:
        """The one name that a description was given to; None where several were."""
        whose = self.roles.get(noun, set())
        return self.fullest[next(iter(whose))][0] if len(whose) == 1 and next(iter(whose)) in self.fullest else None


def register(paragraphs: Sequence[Paragraph]) -> Register:
    """All names of a document, and what it says of them beside their names."""
    found = Register()
    for paragraph in paragraphs:
        for number, a in enumerate(paragraph.sentences):
            for phrase, name in _names(paragraph, number, a):
                found.names.append(name)
                found.fullest.setdefault(name.words, []).append(name)
                for title in name.titles:
                    found.roles.setdefault(_bare(title), set()).add(name.words)
                _described(found, a, phrase, name)
    return found


def _names(paragraph: Paragraph, number: int, a: Analysis) -> Iterator[tuple[Phrase, Name]]:
    for phrase in a.phrases:
        if not phrase.time and (name := name_in(paragraph, number, a, phrase)) is not None:
            yield phrase, name


def _described(found: Register, a: Analysis, phrase: Phrase, name: Name) -> None:
    """Notes ‘X, the secretary of …’, ‘secretary X’ and ‘X (ABC)’."""
    for at in range(phrase.start, phrase.end - len(name.words)):
        if a.tags[at] in ("NN", "NNS") and is_person(a.lower[at]):
            found.roles.setdefault(singular(a.lower[at]), set()).add(name.words)
    at = phrase.end
    if at + 1 < len(a) and a.words[at] == ",":
        follows = a.phrase_from.get(at + 1)
        if follows is not None and a.tags[follows.head] in ("NN", "NNP") and is_person(a.lower[follows.head]):
            found.roles.setdefault(singular(a.lower[follows.head]), set()).add(name.words)
    if at + 2 < len(a) and a.words[at] == "(" and a.words[at + 2] == ")" and a.words[at + 1].isupper():
        found.short[a.words[at + 1]] = name.words
