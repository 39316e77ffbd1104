"""How far coders agree about the same suggestions, and where they differ, side by side, to be settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from holdfast.intake.agreement import in_words
from holdfast.intake.comparing import Compared, Difference, compared, differences
from holdfast.intake.queue import Item
from holdfast.web.pages import intake
from holdfast.web.queue import Chosen
from holdfast.web.visit import Page, Visit, view

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """How far coders agree on one question."""

    question: str
    units: int
    percent: str
    alpha: str
    ac1: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A suggestion on which coders differ, with its words where it still is suggested."""

    difference: Difference
    item: Item | None
    words: str
    place: str
    seen: str


def _row(one: Compared) -> Row:
    both = one.agreement
    return Row(
        one.question,
        both.units,
        "–" if both.percent is None else f"{float(both.percent):.0%}",
        in_words(both.alpha, both.alpha_interval),
        in_words(both.ac1, both.ac1_interval),
    )


def _agreement(visit: Visit) -> Response:
    coded = visit.coded
    everybody = coded.decided.coders
    named = visit.queries("coder")
    for name in named:
        visit.known("coder", name, dict.fromkeys(everybody))
    coders = named or everybody
    unsettled = bool(visit.query("unsettled"))
    rows: tuple[Row, ...] = ()
    apart: tuple[Difference, ...] = ()
    if len(coders) > 1:
        rows = tuple(
            map(
                _row, coded.soon(("agreement", coders), lambda: compared(coded.decided, coders))
            )  # its intervals are drawn
        )
        apart = differences(coded.decided, coders)
    which = Chosen(settles=",".join(coders))
    items = {one.suggestion.key: one for one in intake.items(visit, which)} if apart else {}
    shown = [_apart(visit, one, items.get(one.key), which) for one in apart if not (unsettled and one.settled)]
    return visit.shown(
        "coders-page.html",
        title="How far coders agree",
        everybody=everybody,
        coders=coders,
        unsettled=unsettled,
        rows=rows,
        which=which,
        total=len(shown),
        part=visit.paging.part_of("page", shown, PER_PAGE, to="sec-differences"),
        named=lambda decision: intake.named(visit, decision),
        summary=intake.summary,
        **intake.last(visit, which),
    )


def _apart(visit: Visit, one: Difference, item: Item | None, which: Chosen) -> Apart:
    place = next(iter(one.decisions[0][1].places), None)
    seen = intake.digest_of(intake.seen_by(visit.coded.decided, one.key, visit.coder, which))
    return Apart(
        one,
        item,
        "" if item is None else intake.words(visit, item.suggestion),
        "" if place is None else f"{place.source} ¶{place.paragraph}",
        seen,
    )


PAGE: Final = Page(routes=(view("/intake/agreement", _agreement, "intake-agreement"),))
