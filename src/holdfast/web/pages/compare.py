"""What comparing the record brings to light: the island of agreement, what does not go together, what moved; facts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from starlette.responses import Response

from holdfast.analyses.depth import Depth
from holdfast.web.visit import Visit, listed


def _island(visit: Visit) -> Response:
    study = visit.study
    pairs = tuple(dict.fromkeys(_differing(study.depth)))
    return visit.shown("island-page.html", title="Island of agreement", pairs=pairs, **study.compared())


def _differing(found: Depth) -> Iterator[tuple[str, str, str]]:
    """Facts on which sources differ, with the two sources: they can be read side by side."""
    for fact in found.facts.facts:
        if fact.fact_class not in ("differs", "differs by rounding"):
            continue
        sources = dict.fromkeys(cite.source for claim in fact.claims for cite in claim.because.cited)
        for first, second in combinations(sources, 2):
            yield fact.key, first, second


def _related(visit: Visit) -> Response:
    return visit.shown("related-page.html", title="What does not go together", **visit.study.compared())


def _movement(visit: Visit) -> Response:
    return visit.shown("movement-page.html", title="Movement over time", **visit.study.compared())


def _facts(visit: Visit) -> Response:
    return visit.shown("facts-page.html", title="What is said to be fact", facts=visit.study.sections.facts)


def _words(visit: Visit) -> Response:
    words = visit.study.sections.other_words
    return visit.shown("words-page.html", title="Forecasts, warnings, offers, agenda", other_words=words)


PAGE: Final = listed(
    "Positions",
    ("/island", _island, "island", "Island of agreement", "i"),
    ("/related", _related, "related", "Contradictions", "x"),
    ("/movement", _movement, "movement", "Movement", "v"),
    ("/facts", _facts, "facts", "Facts", "f"),
    ("/words", _words, "words", "Other words", "y"),
)
