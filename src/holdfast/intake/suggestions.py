"""From what was read in documents to suggestions for one case: whose word, about what, doing what, when.

Nothing is decided here. Where several answers are possible they are all given, ranked, each with its reason; what is
not known is left to the person who confirms.
"""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.case.case import Case
from holdfast.intake.found import Reading, text_of
from holdfast.intake.from_facts import facts, provisions
from holdfast.intake.from_speech import statements
from holdfast.intake.ground import Ground
from holdfast.intake.model import Text
from holdfast.intake.suggestion import KINDS, Suggestion


def suggest(case: Case, readings: Mapping[str, Reading]) -> tuple[Suggestion, ...]:
    """The suggestions that documents give rise to, in the order of the case's sources and of their text.

    Args:
        case: the case, with the documents at hand.
        readings: what was read from each source.
    """
    ground = Ground(case)
    found: list[Suggestion] = []
    for source in case.sources:
        text = text_of(case, source)
        if text is not None and source in readings:
            found.extend(of_document(ground, source, text, readings[source]))
    return tuple(found)


def of_document(ground: Ground, source: str, text: Text, reading: Reading) -> list[Suggestion]:
    """The suggestions of one document, in the order of its text; no place twice for one kind."""
    found: dict[str, Suggestion] = {}
    for make in (statements, facts, provisions):
        for one in make(ground, source, text, reading):
            found.setdefault(one.key, one)
    return sorted(found.values(), key=lambda one: (one.lead, KINDS.index(one.kind), one.key))
