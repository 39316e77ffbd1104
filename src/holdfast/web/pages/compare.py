"""What comparing the record brings to light: the island of agreement, what does not go together, what moved; facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from starlette.responses import Response

from holdfast.analyses.depth import Depth
from holdfast.analyses.movement import Moved, Track
from holdfast.views.page.compared import picture
from holdfast.web.visit import Visit, listed

#: So many stances on one page of movement.
_STEPS: Final = 150


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
    """Movement, of some parties or issues where the address names them."""
    study = visit.study
    case, found = study.case, study.depth
    parties, issues = visit.chosen("party", case.parties), visit.chosen("issue", case.issues)

    def on(one: Track | Moved) -> bool:
        return (not parties or one.party in parties) and (not issues or one.issue in issues)

    moved = replace(
        found.movement,
        tracks=tuple(filter(on, found.movement.tracks)),
        moved=tuple(filter(on, found.movement.moved)),
    )
    part = visit.paging.part_of("page", moved.tracks, _STEPS, weigh="steps", to="sec-movement")
    shown = replace(found, movement=replace(moved, tracks=tuple(part.items)))
    context = study.compared()
    context = {"depth": shown, "compared": {**context["compared"], "picture": picture(shown.movement)}}
    return visit.shown(
        "movement-page.html",
        title="Movement over time",
        nav_of_tracks=part.nav,
        parties=parties,
        issues=issues,
        tracks=(len(moved.tracks), len(found.movement.tracks)),
        **context,
    )


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
