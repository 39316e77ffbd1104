"""An order of steps that somebody tries, beside the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from immutabledict import immutabledict
from markupsafe import Markup

from holdfast.analyses.hold import Along, Step, Trials, short_name
from holdfast.case.case import Case
from holdfast.views import charts_hold, drawing, live
from holdfast.views import hold_words as say
from holdfast.views import hold_worth_words as worths
from holdfast.views.charts import Spec
from holdfast.views.names import party_label, sentence

_TITLES: Final = {True: "Margins before each step", False: "Who is ahead after each step"}


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the order."""

    name: str
    """As the order is written."""
    words: str
    before: int
    """Its place in the order of the text, from 1."""
    cells: tuple[tuple[str, bool], ...]
    """For each party the margin before it, or how far it has come after it; and whether it would leave there."""


class OrderSection:
    """What the template of an order prints.

    Args:
        trials: the draft.
        here: the order that is tried.
        text: the order of the text.
        draw: whether the picture is drawn; a page with scripts draws the chart itself.
    """

    def __init__(self, trials: Trials, here: Along, text: Along, *, draw: bool) -> None:
        draft = trials.case.drafts[trials.draft]
        case = replace(trials.case, drafts=immutabledict({trials.draft: draft}))
        self.draft, self.title = trials.draft, draft.agreement.title
        self.here = here
        self.is_text = here.names == text.names
        self.valued = here.incentives is not None
        self.heading = _heading(here, case)
        self.parties = here.structure.parties if trials.valuation is None else trials.valuation.parties
        self.lines = tuple(_lines(here, text, case))
        self.against = tuple(say.against_words(one, case) for one in here.tried.against)
        self.beside = tuple(_beside(here, text, case))
        self.chart_title = _TITLES[self.valued]
        spec = _spec(trials, here, case)
        self.picture: Markup | None = (
            drawing.svg(spec, "order", self.chart_title, "The same numbers stand in the table beside it.")
            if draw
            else None
        )
        fields = {"label": "before step", "party": "party", "margin": "margin"}
        if not self.valued:
            fields = {"label": "after step", "party": "party", "ahead": "ahead"}
        self.data = live.data(live.told(spec, fields, by="party"))


def _heading(here: Along, case: Case) -> str:
    if here.incentives is None:
        return say.ahead_words(here.structure, case)
    return say.course_words(here.incentives, case)


def _spec(trials: Trials, here: Along, case: Case) -> Spec:
    if here.incentives is None or trials.valuation is None:
        return charts_hold.exposure(here.structure, case)
    return charts_hold.margins(here.incentives, trials.valuation, case)


def _lines(here: Along, text: Along, case: Case) -> Iterator[Line]:
    before = {step: place for place, step in enumerate(text.steps, 1)}
    cells: dict[Step, list[tuple[str, bool]]] = {}
    if here.incentives is None:
        for after in here.structure.after:
            cells[after.step] = [(say.count_cell(one), False) for one in after.counts]
    else:
        for one in here.incentives.margins:
            cell = worths.margin_cell(one), one.point < 0
            cells.setdefault(here.incentives.steps[one.place], []).append(cell)
    for step in here.steps:
        yield Line(short_name(step), sentence(say.step_words(step, case)), before[step], tuple(cells.get(step, ())))


def _beside(here: Along, text: Along, case: Case) -> Iterator[tuple[str, ...]]:
    """What is different from the order of the text: what it is called, there, and here."""
    if here.incentives is not None and text.incentives is not None:
        both = (text.incentives, here.incentives)
        yield "Runs to the end, of all draws", *(say.share(one.sampled.completes) for one in both)
        yield (
            "Smallest margin, if nobody leaves before",
            *(
                f"{say.points(one.weakest.point)}, {party_label(one.weakest.party, case)} before step "
                f"{one.weakest.place + 1}"
                for one in both
            ),
        )
        yield (
            "Largest further guarantee",
            *(say.points(max((need.bond for need in one.needs), default=0.0)) for one in both),
        )
    for party in here.structure.parties:
        yield f"Furthest ahead: {party_label(party, case)}", *(_peak(one, party) for one in (text, here))


def _peak(one: Along, party: str) -> str:
    found = next((peak for peak in one.structure.peaks if peak.party == party), None)
    return "never" if found is None else f"{float(found.exposure):.0%} after step {found.place + 1}"
