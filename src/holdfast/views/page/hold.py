"""Whether it holds, for the report: its pictures, and the words of its tables for the draft that was looked at."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from holdfast.analyses.hold import Hold
from holdfast.case.case import Case
from holdfast.views import charts_hold as charts
from holdfast.views import drawing, hold_words, hold_worth_words

_TITLES: Final = {
    "exposure": "Who is ahead after each step",
    "margins": "Margins before each step",
    "orders": "The largest guarantee by order",
    "thresholds": "Margins by the likelihood of the second phase",
    "tornado": "What each judgement moves",
}


class Section:
    """What the template of the section uses: pictures by name, and words bound to the case of the draft."""

    def __init__(self, case: Case, answer: Hold) -> None:
        self.case = hold_words.of_draft(case, answer)
        self.answer = answer
        self.pictures = _pictures(self.case, answer)
        self.left = hold_words.left_words(answer, self.case)

    def say(self, name: str, *given: object) -> object:
        """The words that a function of the views says, for this case."""
        module = hold_words if hasattr(hold_words, name) else hold_worth_words
        return getattr(module, name)(*given, self.case)


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
            _TITLES.get(name, "The largest guarantee by the number of parts"),
            "The same numbers stand in the table beside it.",
        )
        for name, spec in specs.items()
        if spec is not None
    }
