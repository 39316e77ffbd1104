"""From what was read in documents to suggestions for one case: whose word, about what, doing what, when.

Nothing is decided here. Where several answers are possible they are all given, ranked, each with its reason; what is
not known is left to the person who confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from holdfast.case.case import Case
from holdfast.case.model import PRIMARY_KINDS
from holdfast.case.sentences import sentences
from holdfast.intake.found import Reading, text_of
from holdfast.intake.known import Known
from holdfast.intake.matching import Match, Topics
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.people import Names
from holdfast.intake.suggestion import KINDS, Candidate, Condition, Mark, Suggestion, keys_of
from holdfast.intake.verbs import clauses, verbs

_WRITTEN: Final = re.compile(
    r"\b(?:statement|letter|press release|communiqu[eé]|note|memo(?:randum)?|document|report|social media|post(?:ed)?|"
    r"tweet\w*|wrote|writes|writing|on X|on Telegram|Truth Social)\b"
)
_AGREEMENT: Final = re.compile(
    r"\b(?:the|this|that|his|her|its|their|a|new|draft|peace|ceasefire)\s+(?:\w+['’]?s?\s+)?(?:[\w-]+\s+)?"
    r"(?:plan|deal|agreement|draft|accord|proposals?|roadmap|framework|initiative)\b",
    re.IGNORECASE,
)


def suggest(case: Case, readings: Mapping[str, Reading]) -> tuple[Suggestion, ...]:
    """The suggestions that documents give rise to, in the order of the case's sources and of their text.

    Args:
        case: the case, with the documents at hand.
        readings: what was read from each source.
    """
    maker = Maker(case)
    found: list[Suggestion] = []
    for source in case.sources:
        text = text_of(case, source)
        if text is not None and source in readings:
            found.extend(maker.of(source, text, readings[source]))
    return tuple(found)


class Maker:
    """What a case's suggestions are made with; made once for many documents."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.names = Names(case)
        self.topics = Topics(case)
        self.known = Known(case)

    def of(self, source: str, text: Text, reading: Reading) -> list[Suggestion]:
        """The suggestions of one document, in the order of its text; no place twice for one kind."""
        found = {one.key: one for one in self._statements(source, text, reading)}
        return sorted(found.values(), key=lambda one: (one.lead, KINDS.index(one.kind), one.key))

    def _statements(self, source: str, text: Text, reading: Reading) -> Iterator[Suggestion]:
        for one in reading.attributions:
            if one.content or one.cue is not None:
                yield self._statement(source, text, one, reading)

    def _statement(self, source: str, text: Text, one: Attribution, reading: Reading) -> Suggestion:
        marks = tuple(_marks(source, one))
        cue = "" if one.cue is None else text.words(one.cue)
        content = " ".join(text.words(span) for span in one.content)
        outer = None if one.inside is None else reading.attributions[one.inside]
        conditions = tuple(self._conditions(text, one))
        marks += tuple(Mark(source, part.key, part.span) for part in conditions)
        by = spoken_by(text, one)
        parties = self.names.match(
            *dict.fromkeys(
                words
                for words in (
                    one.speaker.name,
                    None if one.speaker.role is None else text.words(one.speaker.role),
                    None if one.speaker.span is None else text.words(one.speaker.span),
                )
                if words
            )
        )
        key, text_key = keys_of("statement", marks, self.case.documents)
        about = _without(text, one, conditions) or content or _around(text, one.lead)
        issues = tuple(map(_candidate, self.topics.issues(about)))
        if content and (plan := _AGREEMENT.search(content)) is not None and self.case.drafts:
            issues = (*issues, Candidate("agreement", f"‘{plan[0]}’ in the words: the agreement as a whole"))
        verbs_found = verbs(cue, content, silent=one.manner == "no-comment", negated=one.negated)
        goes_with, same = self.known.citing(source, text, one.content or (one.lead,), [p.party for p in parties], by)
        notes = list(_notes(one, bool(parties)))
        if same:
            notes.append(f"a statement of the same speaker cites this sentence already: {', '.join(same)}")
        return Suggestion(
            key=key,
            text_key=text_key,
            kind="statement",
            source=source,
            compartment=self.case.compartment_of(source),
            marks=marks,
            by=by,
            via=None if outer is None else spoken_by(text, outer),
            to=None if one.to is None else text.words(one.to),
            channel=self._channel(source, text, one),
            parties=tuple(Candidate(party.party, party.because) for party in parties),
            issues=issues,
            verbs=tuple(Candidate(verb.verb, verb.because) for verb in verbs_found),
            conditions=conditions,
            goes_with=goes_with,
            covered=bool(same),
            notes=tuple(notes),
        )

    def _conditions(self, text: Text, one: Attribution) -> Iterator[Condition]:
        for span in one.content:
            for clause in clauses(text.words(span)):
                place = Span(span.paragraph, span.start + clause.start, span.start + clause.end)
                about = tuple(map(_candidate, self.topics.issues(text.words(place))))
                yield Condition(clause.key, clause.word, place, about)

    def _channel(self, source: str, text: Text, one: Attribution) -> str:
        """How the words reached us, as far as the text shows it."""
        if one.inside is not None:
            return "second-hand"
        if one.speaker.anonymous:
            return "anonymous"
        if self.case.sources[source].kind in PRIMARY_KINDS:
            return "written"
        near = _sentence_around(text, one.cue or one.lead)
        said = near if one.cue is None else text.paragraphs[one.cue.paragraph - 1][one.cue.start : one.cue.end + 60]
        return "written" if _WRITTEN.search(said) else "on-record"


def spoken_by(text: Text, one: Attribution) -> str | None:
    """The speaker as the source names them: the fullest name, with what the text says of them."""
    speaker = one.speaker
    words = None if speaker.span is None else text.words(speaker.span)
    name = speaker.name or words
    if name is None:
        return None
    role = None if speaker.role is None else text.words(speaker.role)
    if role is not None and role.casefold() not in name.casefold():
        name = role if name.casefold() in role.casefold() else f"{name}, {role}"
    return f"{name} (unnamed)" if speaker.anonymous else name


def _marks(source: str, one: Attribution) -> Iterator[Mark]:
    if one.speaker.span is not None:
        yield Mark(source, "speaker", one.speaker.span)
    if one.speaker.role is not None:
        yield Mark(source, "role", one.speaker.role)
    if one.cue is not None:
        yield Mark(source, "cue", one.cue)
    for span in one.content:
        yield Mark(source, "content", span)
    if one.to is not None:
        yield Mark(source, "to", one.to)


def _notes(one: Attribution, known: bool) -> Iterator[str]:
    if one.speaker.inferred:
        yield f"who speaks is inferred{f': {one.speaker.because}' if one.speaker.because else ''}"
    if one.speaker.span is None and one.speaker.name is None:
        yield "the text does not name the speaker here"
    elif not known:
        yield "no name of a party of the case is among the words for the speaker"
    if one.manner == "continuation":
        yield "it goes on with the speech before it, without a cue of its own"


def _candidate(match: Match) -> Candidate:
    return Candidate(match.name, f"shares {_listed(match.words)}", tuple(map(_candidate, match.options)))


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"‘{word}’" for word in words)


def _sentence_around(text: Text, span: Span) -> str:
    paragraph = text.paragraphs[span.paragraph - 1]
    for start, end in sentences(paragraph):
        if start <= span.start < end:
            return paragraph[start:end]
    return paragraph


def _without(text: Text, one: Attribution, conditions: tuple[Condition, ...]) -> str:
    """What is said without its conditions: they are about something else."""
    parts = []
    for span in one.content:
        at = span.start
        for inner in (part.span for part in conditions if part.span.within(span)):
            parts.append(text.words(Span(span.paragraph, at, inner.start)))
            at = inner.end
        parts.append(text.words(Span(span.paragraph, at, span.end)))
    return " ".join(parts).strip()


def _around(text: Text, span: Span) -> str:
    """What a silence is about stands in the sentence before it and in its own."""
    return text.paragraphs[span.paragraph - 1][: span.end]
