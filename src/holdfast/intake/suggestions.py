"""From what was read in documents to suggestions for one case: whose word, about what, doing what, when.

Nothing is decided here. Where several answers are possible they are all given, ranked, each with its reason; what is
not known is left to the person who confirms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from holdfast.case.case import Case
from holdfast.intake.decisions import alike
from holdfast.intake.found import Reading, text_of
from holdfast.intake.from_facts import facts, provisions
from holdfast.intake.from_pairs import of_pairs
from holdfast.intake.from_pairs import pairs as pairs_of
from holdfast.intake.from_speech import statements
from holdfast.intake.ground import Ground
from holdfast.intake.heard import Answers
from holdfast.intake.model import Text
from holdfast.intake.suggestion import KINDS, Suggestion


def suggest(
    case: Case, readings: Mapping[str, Reading], pairs: Sequence[tuple[str, str]] | None = None
) -> tuple[Suggestion, ...]:
    """The suggestions that documents give rise to, in the order of the case's sources and of their text.

    Args:
        case: the case, with the documents at hand.
        readings: what was read from each source.
        pairs: the documents that are compared with each other; all that can be where it is left out.
    """
    ground = Ground(case)
    texts = {
        source: text for source in case.sources if source in readings and (text := text_of(case, source)) is not None
    }
    found = [one for source, text in texts.items() for one in of_document(ground, source, text, readings[source])]
    if pairs is None:
        pairs = pairs_of(case, texts)
    beside = {source: [one for one in found if one.source == source] for source in texts} if pairs else {}
    for one in of_pairs(ground, texts, readings, pairs):
        beside[one.source].append(one)
    return tuple(one for mine in beside.values() for one in mine) if pairs else tuple(found)


def of_document(ground: Ground, source: str, text: Text, reading: Reading) -> list[Suggestion]:
    """The suggestions of one document, in the order of its text; no place twice for one kind."""
    found: dict[str, Suggestion] = {}
    for make in (statements, facts, provisions):
        for one in make(ground, source, text, reading):
            found.setdefault(one.key, one)
    return sorted(found.values(), key=lambda one: (one.lead, KINDS.index(one.kind), one.key))


def with_models(
    case: Case,
    made: Sequence[Suggestion],
    answers: Answers,
    readings: Mapping[str, Reading],
    told: Callable[[str, float], None] = lambda what, share: None,
) -> tuple[Suggestion, ...]:
    """The suggestions with those of language models, each named as such, in the order of their documents.

    What several found is one suggestion, and names them all: what rests on the same words, or on nearly the same that
    the same cue attributes.

    Args:
        case: the case, with the documents at hand.
        made: the suggestions that were made by rule, those of each document together.
        answers: what models were found to say of documents.
        readings: what was found in them by rule.
        told: is told what is being done, and the share of it that is.
    """
    ground = Ground(case)
    beside: dict[str, list[Suggestion]] = {}
    for one in made:
        beside.setdefault(one.source, []).append(one)
    for number, (source, heard) in enumerate(answers.items()):
        told("adding what language models said", number / len(answers))
        text = text_of(case, source)
        if text is None:
            continue
        mine = beside.setdefault(source, [])
        own = [one for one in mine if one.kind != "difference"]
        for model in sorted(heard):
            for one in statements(ground, source, text, Reading(heard[model].said, readings[source].days)):
                place = next((place for place, other in enumerate(own) if _same(one, other)), None)
                if place is None:
                    own.append(replace(one, models=(model,), by_grammar=False))
                elif model not in own[place].models:
                    own[place] = replace(own[place], models=(*own[place].models, model))
        own.sort(key=lambda one: (one.lead, KINDS.index(one.kind), one.key))
        beside[source] = [*own, *(one for one in mine if one.kind == "difference")]
    return tuple(one for source in case.sources for one in beside.get(source, ()))


def _same(one: Suggestion, other: Suggestion) -> bool:
    """Whether two suggestions of one document are of the same statement."""
    if one.kind != other.kind or one.lead.paragraph != other.lead.paragraph:
        return False
    if one.key == other.key:
        return True
    cues = [(a, b) for a in one.spans("cue") for b in other.spans("cue")]
    if cues and not any(a.shares(b) for a, b in cues):
        return False
    return alike(_places(one), _places(other))


def _places(one: Suggestion) -> Iterator[tuple[str, int, int]]:
    return ((str(span.paragraph), span.start, span.end) for span in one.spans("content"))
