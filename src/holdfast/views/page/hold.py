"""Whether it holds, for the report: its pictures, drawn by a function that is given, and what its tables show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from markupsafe import Markup

from holdfast.analyses.hold import Hold
from holdfast.case.case import Case
from holdfast.views import charts_hold as charts
from holdfast.views import hold_words, hold_worth_words

#: Makes an SVG of a Vega-Lite specification.
Draw: TypeAlias = Callable[[Mapping[str, Any]], str]


class Section:
    """What the template of the section uses: pictures by name, and words bound to the case of the draft."""

    def __init__(self, case: Case, answer: Hold, draw: Draw | None) -> None:
        self.case = hold_words.of_draft(case, answer)
        self.answer = answer
        self.pictures = _pictures(self.case, answer, draw)
        self.left = hold_words.left_words(answer, self.case)

    def say(self, name: str, *given: object) -> object:
        """The words that a function of the views says, for this case."""
        module = hold_words if hasattr(hold_words, name) else hold_worth_words
        return getattr(module, name)(*given, self.case)


def _pictures(case: Case, answer: Hold, draw: Draw | None) -> dict[str, Markup]:
    if draw is None:
        return {}
    specs: dict[str, charts.Spec | None] = {"exposure": charts.exposure(answer, case)}
    valued = answer.valued
    if valued is not None:
        specs["margins"] = charts.margins(valued, case)
        specs["orders"] = charts.orders(valued)
        specs["tornado"] = charts.tornado(valued, case)
        if valued.phased is not None:
            specs["thresholds"] = charts.thresholds(valued.phased, case)
        for place, curve in enumerate(valued.curves):
            specs[f"curve{place}"] = charts.curve(curve)
    return {name: Markup(draw(spec)) for name, spec in specs.items() if spec is not None}
