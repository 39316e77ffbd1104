"""Suggestions of statements, from what a document attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from holdfast.case.model import PRIMARY_KINDS
from holdfast.intake.found import Reading
from holdfast.intake.ground import Ground, said_on, sentence_around, speaker_words, spoken_by, without
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.suggestion import Candidate, Mark, Suggestion, keys_of
from holdfast.intake.verbs import verbs

_WRITTEN: Final = re.compile(
    r"\b(?:statement|letter|press release|communiqu[eé]|memo(?:randum)?|social media|post(?:ed)?|"
    r"tweet\w*|wrote|writes|writing|on X|on Telegram|on Twitter|Truth Social)\b"
)
_AGREEMENT: Final = re.compile(
    r"\b(?:the|this|that|his|her|its|their|a|new|draft|peace|ceasefire)\s+(?:\w+['’]?s?\s+)?(?:[\w-]+\s+)?"
    r"(?:plan|deal|agreement|draft|accord|proposals?|roadmap|framework|initiative)\b",
    re.IGNORECASE,
)
#: So far beyond the cue it may be said in what it was written.
_BESIDE: Final = 60


def statements(ground: Ground, source: str, text: Text, reading: Reading) -> Iterator[Suggestion]:
    """The suggestions that a document's attributions give rise to, in their order."""
    for one in reading.attributions:
        if one.content or one.cue is not None:
            yield _statement(ground, source, text, one, reading)


def _statement(ground: Ground, source: str, text: Text, one: Attribution, reading: Reading) -> Suggestion:
    case = ground.case
    cue = "" if one.cue is None else text.words(one.cue)
    content = " ".join(text.words(span) for span in one.content)
    conditions = ground.conditions(text, one.content)
    marks = (*_marks(source, one), *(Mark(source, part.key, part.span) for part in conditions))
    by = spoken_by(text, one)
    parties = ground.parties(*speaker_words(text, one))
    key, text_key = keys_of("statement", marks, case.documents)
    issues = ground.issues(without(text, one.content, conditions) or content or _around(text, one.lead))
    if case.drafts and (plan := _AGREEMENT.search(content)) is not None:
        issues = (*issues, Candidate("agreement", f"‘{plan[0]}’ in the words: the agreement as a whole"))
    goes_with, same = ground.known.citing(
        source, text, one.content or (one.lead,), [party.value for party in parties], by
    )
    notes = list(_notes(one, bool(parties)))
    if same:
        notes.append(f"a statement of the same speaker cites these words already: {', '.join(same)}")
    outer = None if one.inside is None else spoken_by(text, reading.attributions[one.inside])
    if outer == by:
        outer = None  # ‘“We expect it,” she said’: both are hers
    return Suggestion(
        key=key,
        text_key=text_key,
        kind="statement",
        source=source,
        compartment=case.compartment_of(source),
        marks=marks,
        by=by,
        via=outer,
        to=None if one.to is None else text.words(one.to),
        channel=_channel(ground, source, text, one, outer),
        date=said_on(text, one, reading.attributions, reading.days),
        parties=parties,
        issues=issues,
        verbs=tuple(
            Candidate(verb.verb, verb.because)
            for verb in verbs(cue, content, silent=one.manner == "no-comment", negated=one.negated)
        ),
        conditions=conditions,
        goes_with=goes_with,
        covered=bool(same),
        notes=tuple(notes),
    )


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


def _channel(ground: Ground, source: str, text: Text, one: Attribution, outer: str | None) -> str:
    """How the words reached us, as far as the text shows it."""
    if outer is not None:
        return "second-hand"
    if one.speaker.anonymous:
        return "anonymous"
    if ground.case.sources[source].kind in PRIMARY_KINDS:
        return "written"
    if one.cue is None:
        return "on-record"
    paragraph = text.paragraphs[one.cue.paragraph - 1]
    near = sentence_around(text, one.cue)
    said = paragraph[one.cue.start : min(near.end, one.cue.end + _BESIDE)]
    return "written" if _WRITTEN.search(said) else "on-record"


def _around(text: Text, span: Span) -> str:
    """What a silence is about stands before it."""
    return text.paragraphs[span.paragraph - 1][: span.end]
