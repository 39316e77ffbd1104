"""Whether it holds, for the report: its pictures, and the words of its tables for the draft that was looked at."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from holdfast.analyses.hold import Hold
from holdfast.case.case import Case
from holdfast.views import charts_hold as charts
from holdfast.views import drawing, hold_faction_words, hold_words, hold_worth_words, live

#: What the charts are called.
TITLES: Final = {
    "exposure": "Who is ahead after each step",
    "margins": "Margins before each step",
    "orders": "The largest guarantee by order",
    "thresholds": "Margins by the likelihood of the second phase",
    "tornado": "What each judgement moves",
}
#: Where the words stand that the template asks for by name.
_WORDS: Final = (hold_words, hold_worth_words, hold_faction_words)


class Section:
    """What the template of the section uses: pictures by name, and words bound to the case of the draft.

    Args:
        case: the case.
        answer: whether its draft holds.
        answering: whether the charts along the steps also come as data for a script to draw.
    """

    def __init__(self, case: Case, answer: Hold, *, answering: bool = False) -> None:
        self.case = hold_words.of_draft(case, answer)
        self.answer = answer
        self.pictures = _pictures(self.case, answer)
        self.data = _data(self.case, answer) if answering else {}
        self.left = hold_words.left_words(answer, self.case)

    def say(self, name: str, *given: object) -> object:
        """The words that a function of the views says, for this case."""
        words = next(getattr(module, name) for module in _WORDS if hasattr(module, name))
        return words(*given, self.case)


def _data(case: Case, answer: Hold) -> dict[str, Markup]:
    """The charts along the steps, with words under the pointer."""
    exposure = {"label": "after step", "party": "party", "ahead": "ahead"}
    found = {"exposure": live.told(charts.exposure(answer.structure, case), exposure, by="party")}
    if answer.valued is not None:
        margins = {"label": "before step", "party": "party", "margin": "margin"}
        spec = charts.margins(answer.valued.incentives, answer.valued.valuation, case)
        found["margins"] = live.told(spec, margins, by="party")
    return {name: live.data(spec) for name, spec in found.items()}


def _pictures(case: Case, answer: Hold) -> dict[str, Markup]:
    specs: dict[str, charts.Spec | None] = {"exposure": charts.exposure(answer.structure, case)}
    valued = answer.valued
    if valued is not None:
        specs["margins"] = charts.margins(valued.incentives, valued.valuation, case)
        specs["orders"] = charts.orders(valued)
        if not valued.valuation.illustrated:
            specs["tornado"] = charts.tornado(valued, case)
        if valued.phased is not None:
            specs["thresholds"] = charts.thresholds(valued.phased, case)
        for place, curve in enumerate(valued.curves):
            specs[f"curve{place}"] = charts.curve(curve)
    return {
        name: drawing.svg(
            spec,
            f"hold-{name}",
            TITLES.get(name, "The largest guarantee by the number of parts"),
            "The same numbers stand in the table beside it.",
        )
        for name, spec in specs.items()
        if spec is not None
    }
