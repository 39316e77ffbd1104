"""Whom a document means by a speaker: pronouns, short names and descriptions → the fullest words, with the reason.

Nothing is guessed where two could be meant: then the words stay as they are, with no name.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from holdfast.intake.chunks import Analysis, Phrase
from holdfast.intake.demonyms import demonyms
from holdfast.intake.kinds import is_body, is_office, is_person, singular
from holdfast.intake.model import Span, Speaker, Text
from holdfast.intake.people import Name, Register, name_in, register
from holdfast.intake.reading import Paragraph, read
from holdfast.intake.subjects import Subject

if TYPE_CHECKING:
    from holdfast.intake.speech.document import Placed

_HE: Final = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_IT: Final = frozenset("it its".split())
_THEY: Final = frozenset("they their them".split())
_OWN: Final = frozenset("i we my our".split())
_RELATIVE: Final = frozenset("who which that whose".split())
#: How many paragraphs back a pronoun may point.
_REACH: Final = 2
#: Two subjects closer than so many code points stand side by side: a pronoun after them leaves open which it means.
_BESIDE: Final = 40


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """Somebody a later pronoun may mean, by the place of the words."""

    span: Span
    name: str = field(compare=False)
    gender: str = field(compare=False, default="")
    body: bool = field(compare=False, default=False)
    plural: bool = field(compare=False, default=False)
    anonymous: bool = field(compare=False, default=False)
    unsure: bool = field(compare=False, default=False)
    """Whether the document does not tell a person from a body: a single name."""


def speakers(text: Text, placed: Sequence[Placed]) -> list[Speaker]:
    """The speaker of each attribution.

    1. A name is the fullest form of it in the document; a short one is inferred from that.
    2. A description (‘the minister’) is the one person of whom the document says so by name, or the last speaker who
       was described so without one (‘the official’ after ‘an official briefed on the talks’).
    3. ‘Who’ is what it follows; ‘I’ in somebody's words is that speaker.
    4. ‘He’ and ‘she’ are the last person that was the subject of a clause, in this sentence or up to two paragraphs
       back, unless two stand side by side or a title tells against it; ‘it’ is likewise a body, ‘they’ that or several.
    """
    paragraphs = read(text)
    known, subjects = _ground(text)
    candidates = list(subjects)
    found = [Speaker(None)] * len(placed)
    order = sorted(range(len(placed)), key=lambda number: _position(paragraphs, placed[number]))
    for number in order:
        one = placed[number]
        if one.draft is not None and one.draft.subject is not None:
            paragraph = paragraphs[one.paragraph]
            turn = one.draft.kind == "turn"
            found[number] = speaker = _speaker(paragraph, one.sentence, turn, one.draft.subject, known, candidates)
            if speaker.name is not None and speaker.span is not None and not _quoted(paragraph, one):
                spoken = _Candidate(
                    speaker.span, speaker.name, known.gender_of(speaker.name), speaker.body,
                    _plural(paragraph, one), speaker.anonymous, _unsure(speaker, known),
                )  # fmt: skip
                insort(candidates, spoken)
    for number, one in enumerate(placed):
        if one.draft is None and one.goes_on is not None:
            found[number] = _going_on(found[one.goes_on])
    return [_own(paragraphs[one.paragraph], one, placed, found, number) for number, one in enumerate(placed)]


def whom(text: Text, subjects: Sequence[tuple[int, int, Subject]]) -> list[Speaker]:
    """Whom subjects of clauses mean that nobody is said to speak in: by paragraph and sentence, both from 0."""
    paragraphs = read(text)
    known, candidates = _ground(text)
    return [
        _speaker(paragraphs[paragraph], sentence, False, subject, known, candidates)
        for paragraph, sentence, subject in subjects
    ]


@lru_cache(maxsize=16)
def _ground(text: Text) -> tuple[Register, tuple[_Candidate, ...]]:
    """The names of a document and the subjects of its clauses, by which speakers are told."""
    paragraphs = read(text)
    known = register(paragraphs)
    return known, tuple(_subjects(paragraphs, known))


def _position(paragraphs: Sequence[Paragraph], one: Placed) -> Span:
    subject = one.draft.subject if one.draft else None
    if subject is None:
        return one.content[0] if one.content else Span(0, 0, 0)
    return paragraphs[one.paragraph].span(one.sentence, subject.start, subject.end)


def _quoted(paragraph: Paragraph, one: Placed) -> bool:
    assert one.draft is not None
    return paragraph.sentences[one.sentence].quoted[one.draft.cue[0]] >= 0


def _plural(paragraph: Paragraph, one: Placed) -> bool:
    assert one.draft is not None
    assert one.draft.subject is not None
    a = paragraph.sentences[one.sentence]
    head = one.draft.subject.head
    return a.tags[head.head] == "NNS" or "and" in a.lower[one.draft.subject.start : one.draft.subject.end]


def _unsure(speaker: Speaker, known: Register) -> bool:
    names = known.fullest.get(tuple((speaker.name or "").split()), [])
    return bool(names) and not known.kind(names[0])


def _going_on(before: Speaker) -> Speaker:
    if before.span is None and before.name is None:
        return Speaker(None)
    return Speaker(
        None, before.name, before.named_at or before.span, before.role, True,
        "the sentence before is theirs, and this one goes on without naming anybody", before.anonymous, before.body,
    )  # fmt: skip


def _speaker(
    paragraph: Paragraph, number: int, turn: bool, subject: Subject, known: Register, candidates: Sequence[_Candidate]
) -> Speaker:
    a = paragraph.sentences[number]
    span = paragraph.span(number, subject.start, subject.end)
    role = paragraph.span(number, *subject.role) if subject.role else None
    plain = Speaker(span, role=role)
    word = a.lower[subject.start]
    if subject.end == subject.start + 1:
        if word in _RELATIVE:
            return _antecedent(paragraph, number, a, subject, plain, known)
        if word in _HE or word in _IT or word in _THEY:
            return _pronoun(word, span, plain, candidates, known)
        if word in _OWN or a.tags[subject.start] in ("PRP", "PRP$", "EX", "WP", "WDT"):
            return plain
    if turn:
        return _turn(paragraph.text[span.start : span.end], plain, known)
    resolved = _phrase(paragraph, number, a, subject.head, plain, known, candidates)
    if subject.shared and not resolved.inferred:
        return replace(resolved, inferred=True, because="the subject of the verb before, which this one shares")
    return resolved


def _phrase(
    paragraph: Paragraph, number: int, a: Analysis, head: Phrase, plain: Speaker, known: Register,
    candidates: Sequence[_Candidate] = (),
) -> Speaker:  # fmt: skip
    noun = a.lower[head.head]
    if a.tags[head.head] == "POS" and head.end - head.start > 1:
        noun = a.lower[head.head - 1]
    name = name_in(paragraph, number, a, head)
    if name is not None:
        return _named(paragraph, number, a, head, name, plain, known)
    body, anonymous = is_body(noun), is_person(noun)
    assert plain.span is not None
    words = paragraph.text[plain.span.start : plain.span.end]
    if anonymous and a.lower[head.start] in ("the", "this", "that"):
        described = " ".join(a.lower[head.start + 1 : head.end])
        by_name = known.with_role(described) or known.with_role(singular(noun))
        if by_name is not None:
            return replace(
                plain, name=" ".join(by_name.words), named_at=by_name.span, inferred=True,
                because=f"the only person whom this document calls ‘{singular(noun)}’ by name",
            )  # fmt: skip
        before = [
            one for one in candidates
            if one.anonymous and one.span < plain.span and one.name != words
            and singular(noun) in one.name.lower().split()
        ]  # fmt: skip
        if before:
            return replace(
                plain, name=before[-1].name, named_at=before[-1].span, inferred=True, anonymous=True,
                because=f"the last ‘{singular(noun)}’ spoken of before",
            )  # fmt: skip
    role = plain.role or (plain.span if anonymous else None)
    definite = a.lower[head.start] in ("the", "this", "that") or "POS" in a.tags[head.start : head.head]
    unnamed = anonymous and not (definite and is_office(noun))
    return replace(plain, name=words, role=role, anonymous=unnamed, body=body)


def _named(
    paragraph: Paragraph, number: int, a: Analysis, head: Phrase, name: Name, plain: Speaker, known: Register
) -> Speaker:
    role = plain.role or name.title_span or _before_name(paragraph, number, a, head, name)
    country = _country(name, known)
    full = country or known.full(name.words)
    if full is None:
        return replace(plain, name=" ".join(name.words), role=role, body=known.kind(name) == "body")
    words = " ".join(name.words)
    because = f"‘{words}’: what is called after it" if country else f"‘{words}’, short for a name in this document"
    return replace(
        plain, name=" ".join(full.words), named_at=full.span, role=role, inferred=True, because=because,
        body=known.kind(full) == "body",
    )  # fmt: skip


def _country(name: Name, known: Register) -> Name | None:
    """The country that an adjective is made of, if the document names it: ‘Israeli’."""
    if len(name.words) != 1:
        return None
    for other, where in known.fullest.items():
        if name.words[0] in demonyms().get(" ".join(other).casefold(), ()) and len(name.words[0]) > 3:
            return where[0]
    return None


def _turn(words: str, plain: Speaker, known: Register) -> Speaker:
    """Whose turn it is in a transcript, which often writes names in capitals."""
    last = words.split()[-1].lower()
    fuller = {one for one in known.fullest if len(one) > 1 and one[-1].lower() == last}
    if len(fuller) != 1:
        return replace(plain, name=words)
    full = known.fullest[next(iter(fuller))][0]
    return replace(
        plain, name=" ".join(full.words), named_at=full.span, inferred=True,
        because=f"‘{words}’, short for a name in this document",
    )  # fmt: skip


def _before_name(paragraph: Paragraph, number: int, a: Analysis, head: Phrase, name: Name) -> Span | None:
    whole = paragraph.span(number, head.start, head.end)
    described = range(head.start, head.end - len(name.words))
    if name.span.start <= whole.start or not any(a.tags[at].startswith("NN") for at in described):
        return None
    words = paragraph.text[whole.start : name.span.start].rstrip()
    return Span(whole.paragraph, whole.start, whole.start + len(words)) if len(words) > 3 else None


def _antecedent(
    paragraph: Paragraph, number: int, a: Analysis, subject: Subject, plain: Speaker, known: Register
) -> Speaker:
    at = subject.start
    if at and a.words[at - 1] == ",":
        at -= 1
    phrase = a.phrase_to.get(at)
    if phrase is None:
        return plain
    where = paragraph.span(number, phrase.start, phrase.end)
    said = _phrase(paragraph, number, a, phrase, Speaker(where), known)
    return replace(
        plain, name=said.name, named_at=said.named_at or where, role=said.role, inferred=True,
        because=f"‘{a.words[subject.start]}’ follows those words", anonymous=said.anonymous, body=said.body,
    )  # fmt: skip


def _pronoun(word: str, span: Span, plain: Speaker, candidates: Sequence[_Candidate], known: Register) -> Speaker:
    gender = _HE.get(word)
    near = [
        one
        for one in candidates
        if one.span < span and span.paragraph - one.span.paragraph <= _REACH and _fits(one, word, gender)
    ]
    # a single name may be a person or a body: it is meant only where nobody better known is near
    near = [one for one in near if not one.unsure] or near
    if not near:
        return plain if gender is None else _by_title(gender, word, span, plain, known)
    last = near[-1]
    beside = {
        one.name
        for one in near
        if one.span.paragraph == last.span.paragraph and last.span.start - one.span.start < _BESIDE
    }
    if len(beside) > 1:
        return plain
    return replace(
        plain, name=last.name, named_at=last.span, inferred=True, body=last.body, anonymous=last.anonymous,
        because=f"‘{word}’, and the last {'body' if gender is None else 'person'} spoken of before",
    )  # fmt: skip


def _fits(one: _Candidate, word: str, gender: str | None) -> bool:
    if one.unsure:
        return not one.plural and (gender is None or one.gender in ("", gender)) and word not in _THEY
    if gender is not None:
        return not one.body and not one.plural and one.gender in ("", gender)
    return (one.body and not one.plural) if word in _IT else (one.body or one.plural)


def _by_title(gender: str, word: str, span: Span, plain: Speaker, known: Register) -> Speaker:
    """The one person of the paragraph whose title fits the pronoun."""
    fit = [
        one for one in known.names
        if one.span.paragraph == span.paragraph and one.span < span and one.gender == gender
    ]  # fmt: skip
    if len({one.words for one in fit}) != 1:
        return plain
    full = known.full(fit[-1].words) or fit[-1]
    return replace(
        plain, name=" ".join(full.words), named_at=full.span, inferred=True,
        because=f"‘{word}’, and the only person of this paragraph whose title fits",
    )  # fmt: skip


def _subjects(paragraphs: Sequence[Paragraph], known: Register) -> list[_Candidate]:
    """The subjects of clauses that a later pronoun may mean, in the order of the text, quotations left out."""
    found: list[_Candidate] = []
    for paragraph in paragraphs:
        for number, a in enumerate(paragraph.sentences):
            for phrase in a.phrases:
                if phrase.time or a.quoted[phrase.head] >= 0 or not _acts(a, phrase):
                    continue
                candidate = _candidate(paragraph, number, a, phrase, known)
                if candidate is not None:
                    found.append(candidate)
    return sorted(found)


def _candidate(paragraph: Paragraph, number: int, a: Analysis, phrase: Phrase, known: Register) -> _Candidate | None:
    name = name_in(paragraph, number, a, phrase)
    if name is not None:
        full = known.full(name.words) or name
        kind = known.kind(full)
        return _Candidate(name.span, " ".join(full.words), known.gender(full), kind == "body", unsure=not kind)
    noun, span = a.lower[phrase.head], paragraph.span(number, phrase.start, phrase.end)
    if not is_body(noun) and not is_person(noun):
        return None
    plural = a.tags[phrase.head] == "NNS"
    return _Candidate(span, paragraph.text[span.start : span.end], "", is_body(noun), plural, is_person(noun))


def _acts(a: Analysis, phrase: Phrase) -> bool:
    """Whether a phrase is the subject of a clause: a verb, or an aside and then a verb, follows."""
    if phrase.end in a.verbs_from and a.verbs_from[phrase.end].form in ("finite", "base"):
        return True
    if a.words[phrase.end : phrase.end + 1] == (",",) and (phrase.start == 0 or a.words[phrase.start - 1] == ","):
        return True
    follows = a.phrase_from.get(phrase.end + 1)
    return follows is not None and a.lower[phrase.end] == "and" and follows.end in a.verbs_from


def _own(paragraph: Paragraph, one: Placed, placed: Sequence[Placed], found: Sequence[Speaker], number: int) -> Speaker:
    """‘I’ and ‘we’ in somebody's quoted words are that speaker."""
    speaker, subject = found[number], one.draft.subject if one.draft else None
    if speaker.name is not None or one.cue is None or subject is None or subject.end != subject.start + 1:
        return speaker
    if paragraph.sentences[one.sentence].lower[subject.start] not in _OWN:
        return speaker
    for place, other in enumerate(placed):
        holds = other is not one and other.manner in ("direct", "mixed", "continuation")
        if holds and any(one.cue.within(part) for part in other.content):
            holder = found[place]
            if holder.name is None and holder.span is None:
                return speaker
            return replace(
                speaker, name=holder.name, named_at=holder.named_at or holder.span, inferred=True, role=holder.role,
                because="‘I’ or ‘we’ in somebody's own words", anonymous=holder.anonymous, body=holder.body,
            )  # fmt: skip
    return speaker
