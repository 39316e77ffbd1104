"""From what was read in documents to suggestions for one case: whose word, about what, doing what, when.

Nothing is decided here. Where several answers are possible they are all given, ranked, each with its reason; what is
not known is left to the person who confirms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from holdfast.case.case import Case
from holdfast.intake.found import Reading, text_of
from holdfast.intake.from_facts import facts, provisions
from holdfast.intake.from_pairs import of_pairs
from holdfast.intake.from_pairs import pairs as pairs_of
from holdfast.intake.from_speech import statements
from holdfast.intake.ground import Ground
from holdfast.intake.model import Text
from holdfast.intake.suggestion import KINDS, Model, Suggestion


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


def with_model(
    case: Case, made: Sequence[Suggestion], asked: Mapping[str, Reading], name: str, prompt: str
) -> tuple[Suggestion, ...]:
    """The suggestions with those of a language model added, each named as such, in the order of their documents.

    What is suggested at the same place by rule is not suggested again.
    """
    ground = Ground(case)
    known = {one.key for one in made}
    taken = {(one.source, span) for one in made if one.kind == "statement" for span in one.spans("content")}
    added: list[Suggestion] = []
    for source, reading in asked.items():
        text = text_of(case, source)
        assert text is not None  # it was asked about
        for one in statements(ground, source, text, reading):
            if one.key not in known and not any((source, span) in taken for span in one.spans("content")):
                known.add(one.key)
                added.append(replace(one, model=Model(name, prompt)))
    order = {source: place for place, source in enumerate(case.sources)}
    return tuple(sorted([*made, *added], key=lambda one: (order[one.source], one.lead)))
