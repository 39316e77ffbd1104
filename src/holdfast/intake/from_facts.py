"""Suggestions of facts, from a document's figures, and of what a plan or another text provides for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from holdfast.case.model import PRIMARY_KINDS
from holdfast.intake.clausewords import clauses_named
from holdfast.intake.figures import FoundFigure
from holdfast.intake.found import Reading
from holdfast.intake.ground import Ground, said_on, sentence_around, speaker_words, spoken_by, without
from holdfast.intake.matching import tokens
from holdfast.intake.model import Span, Text
from holdfast.intake.provisions import Provision
from holdfast.intake.suggestion import Candidate, Mark, Suggestion, keys_of
from holdfast.intake.verbs import verbs

#: What texts that provide for something are called.
_TEXTS: Final = frozenset(
    "plan deal agreement accord draft proposal proposals resolution blueprint roadmap framework treaty memorandum "
    "protocol initiative settlement constitution offer package outline".split()
)
#: A text with its author before it.
_OWNED: Final = re.compile(
    rf"(?P<owner>\b(?:[A-Z][\w-]*(?: |-))*[A-Z][\w-]*)(?:['’]s?)? (?:[\w-]+ ){{0,2}}?(?:{'|'.join(sorted(_TEXTS))})\b"
)
#: What is counted in its own unit says so in its value.
_WITH_UNIT = ("duration", "money", "measure")


def facts(ground: Ground, source: str, text: Text, reading: Reading) -> Iterator[Suggestion]:
    """The suggestions that a document's figures give rise to, in their order."""
    for one in reading.figures:
        yield _fact(ground, source, text, one, reading)


def _fact(ground: Ground, source: str, text: Text, one: FoundFigure, reading: Reading) -> Suggestion:
    case = ground.case
    marks = [Mark(source, "figure", one.span)]
    if one.counts is not None:
        marks.append(Mark(source, "counted", one.counts))
    if one.origin is not None:
        marks.append(Mark(source, "origin", one.origin))
    key, text_key = keys_of("fact", marks, case.documents)
    spoken = None if one.asserted_by is None else reading.attributions[one.asserted_by]
    origin = None if one.origin is None else text.words(one.origin)
    by = case.sources[source].publisher if spoken is None else spoken_by(text, spoken)
    parties = ground.parties(*((origin or by,) if spoken is None else speaker_words(text, spoken)))
    value = _value(text, one)
    told = ground.known.asserting(source, text, one.span, value)
    notes = [f"for when: {one.when.rule}"]
    if one.when.period is not None and one.when.known:
        notes = [f"holds {one.when.period.spoken()}: {one.when.rule}"]
    if one.counts is None:
        notes.append("the text does not say here what is counted")
    elif one.inferred:
        notes.append("what is counted is inferred")
    if told:
        notes.append(f"the case has this value from here already: {', '.join(told)}")
    return Suggestion(
        key=key,
        text_key=text_key,
        kind="fact",
        source=source,
        compartment=case.compartment_of(source),
        marks=tuple(marks),
        by=by,
        channel=None if spoken is None else ("anonymous" if spoken.speaker.anonymous else None),
        date=None if spoken is None else said_on(text, spoken, reading.attributions, reading.days),
        parties=parties,
        verbs=(Candidate("asserts", "a figure"),),
        facts=_about(ground, text, one),
        value=value,
        origin=origin,
        goes_with=told,
        covered=bool(told),
        notes=tuple(notes),
    )


def _value(text: Text, one: FoundFigure) -> str:
    """The figure as a value of a fact: the document's words, with the unit where it has one of its own."""
    words = text.words(one.span)
    unit = None if one.counts is None else text.words(one.counts)
    if one.sort in _WITH_UNIT and unit is not None and one.figure.unit is None:
        return f"{words} {unit.split()[0]}"
    return words


def _about(ground: Ground, text: Text, one: FoundFigure) -> tuple[Candidate, ...]:
    """The facts of the case that it may be a value of: by its sentence, first those that name what is counted."""
    named = " ".join(text.words(span) for span in (one.counts, one.state) if span is not None)
    return ground.facts(text.words(sentence_around(text, one.span)), named=named)


def provisions(ground: Ground, source: str, text: Text, reading: Reading) -> Iterator[Suggestion]:
    """The suggestions that a document's provisions give rise to, in their order."""
    authors = _authors(ground, text)
    for one in reading.provisions:
        if one.content:
            yield _provision(ground, source, text, one, reading, authors)


def _authors(ground: Ground, text: Text) -> dict[str, tuple[Candidate, ...]]:
    """By what texts are called in a document: whose they are, where it says so anywhere (‘Reis's plan’).

    ‘The plan’ is then that person's too; where the document names several authors, all of them are candidates.
    """
    found: dict[str, dict[str, Candidate]] = {}
    for paragraph in text.paragraphs:
        for owned in _OWNED.finditer(paragraph):
            for party in ground.parties(owned["owner"])[:1]:
                because = f"‘{owned[0]}’ in the document: {party.because}"
                found.setdefault(_noun(owned[0]), {}).setdefault(party.value, Candidate(party.value, because))
    return {noun: tuple(parties.values()) for noun, parties in found.items()}


def _noun(name: str) -> str:
    """The text that a name is of, levelled: of ‘the deal's first phase’, the deal."""
    words = tokens(name)
    return next((word for word in words if word in _TEXTS), words[-1] if words else "")


def _provision(
    ground: Ground,
    source: str,
    text: Text,
    one: Provision,
    reading: Reading,
    authors: dict[str, tuple[Candidate, ...]],
) -> Suggestion:
    case = ground.case
    cue = "" if one.cue is None else text.words(one.cue)
    content = " ".join(text.words(span) for span in one.content)
    conditions = ground.conditions(text, one.content)
    marks = tuple(_marks(source, one)) + tuple(Mark(source, part.key, part.span) for part in conditions)
    key, text_key = keys_of("provision", marks, case.documents)
    name = _named(text, one, reading)
    spoken = None if one.asserted_by is None else reading.attributions[one.asserted_by]
    notes = []
    if one.inferred:
        notes.append(f"that it is a provision is inferred{f': {one.because}' if one.because else ''}")
    notes += [
        f"it may be the clause {match.clause}: {match.because}" for match in clauses_named(content, ground.clauses)
    ]
    parties = ground.parties(name) or authors.get(_noun(name or ""), ())
    goes_with, same = ground.known.citing(source, text, one.content, [party.value for party in parties], name)
    if same:
        notes.append(f"a statement of the same text cites these words already: {', '.join(same)}")
    found = [Candidate(verb.verb, verb.because) for verb in verbs(cue, content) if verb.verb != "asserts"]
    offers = Candidate("offers", "what a text provides for, its author offers")
    kind = case.sources[source].kind
    return Suggestion(
        key=key,
        text_key=text_key,
        kind="provision",
        source=source,
        compartment=case.compartment_of(source),
        marks=marks,
        by=name,
        via=case.sources[source].publisher if spoken is None else spoken_by(text, spoken),
        channel="written" if kind in PRIMARY_KINDS else "second-hand",
        parties=parties,
        issues=ground.issues(without(text, one.content, conditions) or content),
        verbs=tuple(dict.fromkeys([offers, *(part for part in found if part.value != "offers")])),
        conditions=conditions,
        goes_with=goes_with,
        covered=bool(same),
        notes=tuple(notes),
    )


def _named(text: Text, one: Provision, reading: Reading) -> str | None:
    """The words for the text that provides it: where it is named here, else where it was last."""
    while one.source is None and one.goes_on is not None:
        one = replace(reading.provisions[one.goes_on])
    return None if one.source is None else text.words(one.source)


def _marks(source: str, one: Provision) -> Iterator[Mark]:
    roles: list[tuple[str, Span | None]] = [("speaker", one.source), ("cue", one.cue)]
    for role, span in roles:
        if span is not None:
            yield Mark(source, "speaker" if role == "speaker" else "cue", span)
    for part in one.content:
        yield Mark(source, "content", part)
