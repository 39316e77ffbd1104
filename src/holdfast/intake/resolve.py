"""Whom a document means by a speaker: pronouns, short names and descriptions → the fullest name, with the reason.

Nothing is guessed where two could be meant: then the words stay as they are, with no name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from holdfast.intake.chunks import Analysis, Phrase
from holdfast.intake.clauses import Subject
from holdfast.intake.kinds import is_body, is_person, singular
from holdfast.intake.model import Span, Speaker
from holdfast.intake.people import Name, Register, name_in, register
from holdfast.intake.reading import Paragraph

if TYPE_CHECKING:
    from holdfast.intake.speech.document import Placed

_HE: Final = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_IT: Final = frozenset("it its they their them".split())
_OWN: Final = frozenset("i we my our".split())
_RELATIVE: Final = frozenset("who which that whose".split())
#: How many paragraphs back a pronoun may point.
_REACH: Final = 2


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody a later pronoun may mean."""

    name: str
    span: Span
    gender: str
    body: bool


def speakers(paragraphs: Sequence[Paragraph], placed: Sequence[Placed]) -> list[Speaker]:
    """The speaker of each attribution.

    1. A name is the fullest form of it in the document; a short one is inferred from that.
    2. A description (‘the minister’) is the one person of whom the document says so by name.
    3. ‘Who’ is what it follows; ‘I’ in somebody's words is that speaker.
    4. ‘He’ and ‘she’ are the last person that was the subject of a clause, this sentence or up to two paragraphs back,
       unless two such persons stand in the same sentence or a title tells against it; ‘it’ and ‘they’ likewise a body.
    """
    known = register(paragraphs)
    subjects = _subjects(paragraphs, known)
    found: list[Speaker] = []
    for number, one in enumerate(placed):
        if one.draft is None:
            before = found[one.goes_on] if one.goes_on is not None and one.goes_on < number else Speaker(None)
            found.append(_going_on(before))
            continue
        subject = one.draft.subject
        if subject is None:
            found.append(Speaker(None))
            continue
        found.append(_speaker(paragraphs[one.paragraph], one, subject, known, subjects))
    return [_own(one, speaker, placed, found) for one, speaker in zip(placed, found, strict=True)]


def _going_on(before: Speaker) -> Speaker:
    if before.span is None and before.name is None:
        return Speaker(None)
    return Speaker(
        None, before.name, before.named_at or before.span, before.role, True,
        "the sentence before is theirs, and this one goes on without naming anybody", before.anonymous, before.body,
    )  # fmt: skip


def _speaker(
    paragraph: Paragraph, one: Placed, subject: Subject, known: Register, subjects: Sequence[_Candidate]
) -> Speaker:
    a = paragraph.sentences[one.sentence]
    span = paragraph.span(one.sentence, subject.start, subject.end)
    role = paragraph.span(one.sentence, *subject.role) if subject.role else None
    plain = Speaker(span, role=role)
    word = a.lower[subject.start]
    if subject.end == subject.start + 1:
        if word in _RELATIVE:
            return _antecedent(paragraph, one.sentence, a, subject, plain, known)
        if word in _HE or word in _IT:
            return _pronoun(word, span, plain, subjects, known)
        if word in _OWN:
            return plain
    if one.draft is not None and one.draft.kind == "turn":
        return _turn(paragraph.text[span.start : span.end], plain, known)
    resolved = _phrase(paragraph, one.sentence, a, subject.head, plain, known)
    if subject.shared and not resolved.inferred:
        return replace(resolved, inferred=True, because="the subject of the verb before, which this one shares")
    return resolved


def _phrase(paragraph: Paragraph, number: int, a: Analysis, head: Phrase, plain: Speaker, known: Register) -> Speaker:
    noun = a.lower[head.head]
    if a.tags[head.head] == "POS" and head.end - head.start > 1:
        noun = a.lower[head.head - 1]
    name = name_in(paragraph, number, a, head)
    body = is_body(noun) or (name is not None and _acronym(name) and not name.titles)
    if name is not None:
        role = plain.role or name.title_span or _before_name(paragraph, number, head, name)
        full = known.full(name.words)
        if full is not None:
            return replace(
                plain, name=" ".join(full.words), named_at=full.span, role=role, inferred=True,
                body=body or is_body(full.words[-1].lower()),
                because=f"‘{' '.join(name.words)}’, short for a name in this document",
            )  # fmt: skip
        return replace(plain, name=" ".join(name.words), role=role, body=body)
    if a.lower[head.start] in ("the", "this", "that") and is_person(noun):
        known_as = known.with_role(singular(noun))
        if known_as is not None:
            return replace(
                plain, name=" ".join(known_as.words), named_at=known_as.span, inferred=True,
                because=f"the only person whom this document calls ‘{singular(noun)}’ by name",
            )  # fmt: skip
    anonymous = is_person(noun)
    return replace(plain, role=plain.role or (plain.span if anonymous else None), anonymous=anonymous, body=body)


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


def _acronym(name: Name) -> bool:
    return len(name.words) == 1 and name.words[0].isupper() and len(name.words[0]) > 1


def _before_name(paragraph: Paragraph, number: int, head: Phrase, name: Name) -> Span | None:
    whole = paragraph.span(number, head.start, head.end)
    if name.span.start <= whole.start:
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


def _pronoun(word: str, span: Span, plain: Speaker, subjects: Sequence[_Candidate], known: Register) -> Speaker:
    people = word in _HE
    gender = _HE.get(word, "")
    near = [
        one
        for one in subjects
        if one.span < span
        and span.paragraph - one.span.paragraph <= _REACH
        and one.body is not people
        and not (people and one.gender and one.gender != gender)
    ]
    if not near:
        return _by_title(gender, word, span, plain, known) if people else plain
    last = near[-1]
    # a second one in the same paragraph, just as near, leaves it open
    told = {
        one.name
        for one in near
        if one.span.paragraph == last.span.paragraph and abs(one.span.start - last.span.start) < 40
    }
    if len(told) > 1:
        return plain
    return replace(
        plain, name=last.name, named_at=last.span, inferred=True, body=last.body,
        because=f"‘{word}’, and the last {'person' if people else 'body'} spoken of before",
    )  # fmt: skip


def _by_title(gender: str, word: str, span: Span, plain: Speaker, known: Register) -> Speaker:
    """The one person of the paragraph whose title fits the pronoun."""
    fit = [
        one for one in known.names if one.span.paragraph == span.paragraph and one.span < span and one.gender == gender
    ]
    if len({one.words for one in fit}) != 1:
        return plain
    full = known.full(fit[-1].words) or fit[-1]
    return replace(
        plain, name=" ".join(full.words), named_at=full.span, inferred=True,
        because=f"‘{word}’, and the only person of this paragraph whose title fits",
    )  # fmt: skip


def _subjects(paragraphs: Sequence[Paragraph], known: Register) -> list[_Candidate]:
    """The named subjects of clauses, in the order of the text, quotations left out."""
    found: list[_Candidate] = []
    for paragraph in paragraphs:
        for number, a in enumerate(paragraph.sentences):
            for phrase in a.phrases:
                if phrase.time or a.quoted[phrase.head] >= 0 or not _acts(a, phrase):
                    continue
                name = name_in(paragraph, number, a, phrase)
                body = is_body(a.lower[phrase.head]) or (name is not None and _acronym(name))
                if name is None and not body:
                    continue
                if name is None:
                    words = paragraph.text[slice(*_range(paragraph.span(number, phrase.start, phrase.end)))]
                    found.append(_Candidate(words, paragraph.span(number, phrase.start, phrase.end), "", True))
                    continue
                full = known.full(name.words) or name
                genders = {one.gender for one in known.names if one.words[-1] == full.words[-1] and one.gender}
                gender = next(iter(genders)) if len(genders) == 1 else ""
                body = body or is_body(full.words[-1].lower())
                found.append(_Candidate(" ".join(full.words), name.span, gender, body))
    return found


def _range(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _acts(a: Analysis, phrase: Phrase) -> bool:
    """Whether a phrase is the subject of a clause or stands by a cue: a verb, or an aside and then a verb, follows."""
    if phrase.end in a.verbs_from and a.verbs_from[phrase.end].form in ("finite", "base"):
        return True
    if a.words[phrase.end : phrase.end + 1] == (",",) and (phrase.start == 0 or a.words[phrase.start - 1] == ","):
        return True
    follows = a.phrase_from.get(phrase.end + 1)
    if follows is not None and a.lower[phrase.end] == "and" and follows.end in a.verbs_from:
        return True
    group = next((one for one in a.verbs if one.end == phrase.start), None)
    return group is not None and group.lemma in ("say", "add", "tell", "write", "note")


def _own(one: Placed, speaker: Speaker, placed: Sequence[Placed], found: Sequence[Speaker]) -> Speaker:
    """‘I’ and ‘we’ in somebody's quoted words are that speaker."""
    if speaker.name is not None or speaker.span is None or one.cue is None or one.draft is None:
        return speaker
    subject = one.draft.subject
    if subject is None or subject.end != subject.start + 1:
        return speaker
    holders = [
        other for number, other in enumerate(found)
        if placed[number] is not one and any(one.cue.within(part) for part in placed[number].content)
        and placed[number].manner in ("direct", "mixed", "continuation")
    ]  # fmt: skip
    return speaker if not holders else _as(speaker, holders[-1], one)


def _as(speaker: Speaker, holder: Speaker, one: Placed) -> Speaker:
    if speaker.because is not None or (holder.name is None and holder.span is None):
        return speaker
    return replace(
        speaker, name=holder.name, named_at=holder.named_at or holder.span, inferred=True, role=holder.role,
        because="‘I’ or ‘we’ in somebody's own words", anonymous=holder.anonymous, body=holder.body,
    )  # fmt: skip
