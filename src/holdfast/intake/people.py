"""Whom a document names: every name with its fullest form, its titles and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from holdfast.intake.chunks import Analysis, Phrase
from holdfast.intake.demonyms import demonyms
from holdfast.intake.kinds import is_body, is_person, singular
from holdfast.intake.model import Span
from holdfast.intake.reading import Paragraph

_MALE: Final = frozenset("mr mister king prince sir lord father spokesman chairman congressman".split())
_FEMALE: Final = frozenset("mrs ms miss queen princess lady madam spokeswoman chairwoman congresswoman".split())
_OWNED: Final = (("NNP", "POS"), ("NNPS", "POS"))
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
    definite: bool = False
    """Whether ‘the’ stands before it."""

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
        or (
            a.tags[start - 1] == "POS"
            and start < stop
            and is_body(a.lower[stop - 1])
            and a.tags[start - 2] in ("NNP", "NNPS")
        )
    ):
        start -= 1
    if start == stop:
        return None
    if start == 0 and stop == 1 and (is_person(a.lower[0]) or is_body(a.lower[0])):
        return None
    # ‘Israeli Prime Minister Benjamin Netanyahu’: what ends with a title is none of the name
    first = next((at for at in range(stop - 1, start, -1) if _bare(a.words[at - 1]) in TITLES), start)
    before = start if first > start else first
    while before > phrase.start and _bare(a.words[before - 1]) in TITLES:
        before -= 1
    return Name(
        tuple(paragraph.text[slice(*_ends(paragraph.span(number, first, stop)))].split()),
        paragraph.span(number, first, stop),
        tuple(a.words[before:first]),
        paragraph.span(number, before, first) if before < first and _bare(a.words[before]) not in _ADDRESS else None,
        a.lower[phrase.start] == "the" and phrase.start + 1 == first,
    )


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@dataclass
class Register:
    """The names of a document."""

    names: list[Name] = field(default_factory=list)
    fullest: dict[tuple[str, ...], list[Name]] = field(default_factory=dict)
    """By the words of a name: where it stands."""
    roles: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    """By what is said of somebody (‘secretary’, ‘prime minister’): whose it is."""
    short: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By an abbreviation in brackets: the words before it."""
    genders: dict[str, set[str]] = field(default_factory=dict)
    """By the last word of a name: what its titles tell."""
    persons: set[str] = field(default_factory=set)
    """The last words of names that have a title or a description of a person."""

    def full(self, words: tuple[str, ...]) -> Name | None:
        """The fullest name that ends or begins with these words; None where two could be meant, or it is this one."""
        longer = {
            other
            for other in self.fullest
            if len(other) > len(words) and (other[-len(words) :] == words or other[: len(words)] == words)
        }
        if len(words) == 1 and words[0] in self.short:
            longer.add(self.short[words[0]])
        # ‘Ana Reis’ and ‘Ana Maria Reis’ may be one person or two: nobody is meant for certain
        ending = {other for other in longer if other[-len(words) :] == words} or longer
        return self.fullest[next(iter(ending))][0] if len(ending) == 1 else None

    def with_role(self, described: str) -> Name | None:
        """The one name that a description was given to; None where several were, or none was."""
        whose = self.roles.get(described, set())
        fuller = {self._fuller(words) for words in whose}
        return self.fullest[next(iter(fuller))][0] if len(fuller) == 1 else None

    def _fuller(self, words: tuple[str, ...]) -> tuple[str, ...]:
        full = self.full(words)
        return words if full is None else full.words

    def gender(self, name: Name) -> str:
        """``m`` or ``f`` where the titles of that name agree, else nothing."""
        return self.gender_of(name.words[-1])

    def gender_of(self, words: str) -> str:
        """The same for a name as it is written."""
        told = self.genders.get(words.split()[-1], set())
        return next(iter(told)) if len(told) == 1 else ""

    def kind(self, name: Name) -> str:
        """``person``, ``body``, or nothing where the document does not tell.

        A person has a title or a description of one, or two words or more that end in no body's; a body is a country,
        is written in capitals, has a body's noun in it, or ‘the’ before it.
        """
        last = name.words[-1]
        if last in self.persons:
            return "person"
        if (
            name.definite
            or any(is_body(word.lower()) for word in name.words)
            or " ".join(name.words).casefold() in demonyms()
        ):
            return "body"
        if len(name.words) == 1:
            return "body" if last.isupper() and len(last) > 1 else ""
        return "person" if sum(not word.isupper() or len(word) < 3 for word in name.words) > 1 else "body"


def register(paragraphs: Sequence[Paragraph]) -> Register:
    """All names of a document, and what it says of them beside their names."""
    found = Register()
    for paragraph in paragraphs:
        for number, a in enumerate(paragraph.sentences):
            for phrase, name in _names(paragraph, number, a):
                found.names.append(name)
                found.fullest.setdefault(name.words, []).append(name)
                _titled(found, name)
                _described(found, a, phrase, name)
    return found


def _titled(found: Register, name: Name) -> None:
    if name.gender:
        found.genders.setdefault(name.words[-1], set()).add(name.gender)
    if name.titles:
        found.persons.add(name.words[-1])
        told = [_bare(title) for title in name.titles]
        for described in (*(" ".join(told[at:]) for at in range(len(told))), *told):
            found.roles.setdefault(described, set()).add(name.words)


def _names(paragraph: Paragraph, number: int, a: Analysis) -> Iterator[tuple[Phrase, Name]]:
    for phrase in a.phrases:
        if not phrase.time and (name := name_in(paragraph, number, a, phrase)) is not None:
            yield phrase, name


def _described(found: Register, a: Analysis, phrase: Phrase, name: Name) -> None:
    """Notes ‘X, the secretary of …’, ‘secretary X’ and ‘X (ABC)’."""
    for at in range(phrase.start, phrase.end - len(name.words)):
        if a.tags[at] in ("NN", "NNS") and is_person(a.lower[at]):
            found.roles.setdefault(singular(a.lower[at]), set()).add(name.words)
            found.persons.add(name.words[-1])
    at = phrase.end
    if at + 1 < len(a) and a.words[at] == ",":
        follows = a.phrase_from.get(at + 1)
        if follows is not None and a.tags[follows.head] in ("NN", "NNP") and is_person(a.lower[follows.head]):
            found.roles.setdefault(singular(a.lower[follows.head]), set()).add(name.words)
            found.persons.add(name.words[-1])
    if at + 2 < len(a) and a.words[at] == "(" and a.words[at + 2] == ")" and a.words[at + 1].isupper():
        found.short[a.words[at + 1]] = name.words
