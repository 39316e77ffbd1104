"""Charts of whether it holds, as Vega-Lite specifications: one pure function for each.

Parties have their colour and shape as everywhere else. Nothing in a chart is not also in a table beside it.
"""

from __future__ import annotations

from typing import Any, Final

from holdfast.analyses.hold import Curve, Incentives, Phased, Structure, Valuation, Valued
from holdfast.case.case import Case
from holdfast.views import hold_worth_words as say
from holdfast.views.charts import COLOURS, INK, QUIET, SHAPES, Spec, chart
from holdfast.views.names import party_label
from holdfast.views.signs import party_marks

WIDTH: Final = 640
#: No more steps than this have their names on the axis.
_NAMED: Final = 28
#: Of more steps than this, a line has only the points at which it changes, and about so many marks.
_EVERY: Final = 200
_MARKS: Final = 20


def _frame(**parts: Any) -> Spec:
    return chart(**{"width": WIDTH, "height": 260, **parts})


def _scales(case: Case, parties: tuple[str, ...]) -> tuple[Spec, Spec]:
    """Colour and shape of parties, as encodings with one legend."""
    marks = party_marks(case)
    labels = [party_label(party, case) for party in parties]
    legend = {"title": None, "orient": "top", "symbolSize": 90}
    colours = [COLOURS[marks[party].colour % len(COLOURS)] for party in parties]
    shapes = [SHAPES[marks[party].shape] for party in parties]
    return (
        {"field": "party", "type": "nominal", "scale": {"domain": labels, "range": colours}, "legend": legend},
        {"field": "party", "type": "nominal", "scale": {"domain": labels, "range": shapes}, "legend": legend},
    )


def _steps_axis(names: list[str]) -> Spec:
    """The steps along the bottom, by number; with their names where there is room."""
    if len(names) > _NAMED:
        return {"field": "step", "type": "quantitative", "title": "before step", "axis": {"tickMinStep": 1}}
    return {
        "field": "label",
        "type": "nominal",
        "sort": [f"{place} {name}" for place, name in enumerate(names, 1)],
        "title": None,
        "axis": {"labelAngle": -50, "labelLimit": 150, "grid": False},
    }


def _zero() -> Spec:
    """The line below which somebody leaves: bold. It has data of its own, else there would be one for every row."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "strokeWidth": 2.5, "color": INK},
        "encoding": {"y": {"datum": 0, "type": "quantitative"}},
    }


def margins(incentives: Incentives, valuation: Valuation, case: Case) -> Spec:
    """Each party's margin before each step, with the range of those who can end it; below the bold line it leaves."""
    names = [step.name for step in incentives.steps]
    rows = [
        {
            "step": one.place + 1,
            "label": f"{one.place + 1} {names[one.place]}",
            "party": party_label(one.party, case),
            "margin": round(one.point, 4),
            "low": round(one.low, 4),
            "high": round(one.high, 4),
        }
        for one in incentives.margins
    ]
    colour, shape = _scales(case, valuation.parties)
    asked = [party_label(party, case) for party in valuation.asked]
    x = _steps_axis(names)
    y = {"field": "margin", "type": "quantitative", "title": "margin, on each party's own scale"}
    return _frame(
        data={"values": rows},
        layer=[
            {
                "transform": [{"filter": {"field": "party", "oneOf": asked}}],
                "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.3},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", "title": y["title"]},
                    "y2": {"field": "high"},
                    "color": colour,
                    "xOffset": {"field": "party", "sort": None},
                },
            },
            {"mark": {"type": "line", "strokeWidth": 1.5}, "encoding": {"x": x, "y": y, "color": colour}},
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
            },
            _zero(),
        ],
    )


def exposure(structure: Structure, case: Case) -> Spec:
    """By how much each party is ahead of the others after each step: the share of its own done, less that received."""
    names = [one.step.name for one in structure.after]
    apart = 1 if len(names) <= _EVERY else len(names) // _MARKS
    rows = [
        {
            "step": place,
            "label": f"{place} {names[place - 1]}",
            "party": party_label(one.party, case),
            "ahead": round(float(one.exposure), 4),
            **({} if apart == 1 else {"marked": place % apart == 0}),
        }
        for place, after in enumerate(structure.after, 1)
        for at, one in enumerate(after.counts)
        if place % apart == 0
        or place in (1, len(names))
        or one.exposure != structure.after[place - 2].counts[at].exposure
    ]
    colour, shape = _scales(case, structure.parties)
    x = {**_steps_axis(names)}
    if x["type"] == "quantitative":
        x["title"] = "after step"
    y = {
        "field": "ahead",
        "type": "quantitative",
        "title": "ahead: share given less share got",
        "axis": {"format": "%"},
    }
    return _frame(
        data={"values": rows},
        layer=[
            {
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 1.5},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                **({} if apart == 1 else {"transform": [{"filter": "datum.marked"}]}),
                "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
            },
            _zero(),
        ],
    )


def orders(answer: Valued) -> Spec | None:
    """The largest guarantee ever needed by order: the text's, the best, and others that are nearly as good."""
    found = answer.orders
    if isinstance(found, str):
        return None
    rows = [{"order": "as the text has it", "need": found.text.need}, {"order": "best", "need": found.best.need}]
    rows += [{"order": f"alternative {place}", "need": one.need} for place, one in enumerate(found.alternatives, 1)]
    if not found.exact:
        rows.append({"order": "no order needs less", "need": found.bound})
    return _frame(
        height={"step": 24},
        data={"values": [{**row, "need": round(float(row["need"]), 4)} for row in rows]},  # type: ignore[arg-type]
        mark={"type": "bar", "color": QUIET, "height": 12},
        encoding={
            "y": {"field": "order", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "need", "type": "quantitative", "title": "largest guarantee ever needed"},
        },
    )


def curve(one: Curve) -> Spec:
    """The largest guarantee by the number of parts of an exchange: by itself, and within the whole agreement."""
    rows = []
    for parts, alone, within in zip(one.parts, one.alone, one.within, strict=True):
        rows.append({"parts": parts, "need": round(alone, 4), "of": "the exchange by itself"})
        if within is not None:
            rows.append({"parts": parts, "need": round(within, 4), "of": "the whole agreement, best order"})
    domain = ["the exchange by itself", "the whole agreement, best order"]
    of = {"field": "of", "type": "nominal", "sort": domain, "legend": {"title": None, "orient": "top"}}
    return _frame(
        data={"values": rows},
        mark={"type": "line", "point": {"color": QUIET}, "color": QUIET},
        encoding={
            "x": {"field": "parts", "type": "quantitative", "title": "parts", "axis": {"values": list(one.parts)}},
            "y": {"field": "need", "type": "quantitative", "title": "largest guarantee"},
            "strokeDash": of,
        },
    )


def thresholds(found: Phased, case: Case) -> Spec:
    """Each party's smallest margin within the first phase by how likely it thinks a conclusion of the second."""
    rows = [
        {
            "likelihood": likelihood,
            "party": party_label(line.party, case),
            "margin": round(margin, 4),
            "marked": place % 4 == 0,
        }
        for line in found.lines
        for place, (likelihood, margin) in enumerate(zip(found.likelihoods, line.margins, strict=True))
    ]
    colour, shape = _scales(case, tuple(line.party for line in found.lines))
    x = {
        "field": "likelihood",
        "type": "quantitative",
        "title": "how likely the second phase is thought to be concluded",
        "axis": {"format": "%"},
    }
    y = {"field": "margin", "type": "quantitative", "title": "smallest margin in the first phase"}
    layers: list[Spec] = [
        {"mark": {"type": "line", "strokeWidth": 1.5}, "encoding": {"x": x, "y": y, "color": colour}},
        {
            "transform": [{"filter": "datum.marked"}],
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
        },
        _zero(),
    ]
    for bound in (found.least, found.most):
        if bound is not None and 0 < bound < 1:
            layers.append(
                {
                    "mark": {"type": "rule", "strokeDash": [4, 3], "color": QUIET},
                    "encoding": {"x": {"datum": round(bound, 4), "type": "quantitative"}},
                }
            )
    return _frame(data={"values": rows}, layer=layers)


def tornado(answer: Valued, case: Case, most: int = 12) -> Spec | None:
    """How far each judged range moves the smallest margin on the way to the end; None where no range moves it."""
    moving = [one for one in answer.levers if one.swing > 1e-6][:most]
    if not moving:
        return None
    rows = [
        {
            "judgement": say.judgement_words(one.judgement, case),
            "low": round(min(one.at_low, one.at_high), 4),
            "high": round(max(one.at_low, one.at_high), 4),
        }
        for one in moving
    ]
    return _frame(
        height={"step": 24},
        data={"values": rows},
        layer=[
            {
                "mark": {"type": "bar", "color": QUIET, "height": 12},
                "encoding": {
                    "y": {
                        "field": "judgement",
                        "type": "nominal",
                        "sort": None,
                        "title": None,
                        "axis": {"labelLimit": 330},
                    },
                    "x": {"field": "low", "type": "quantitative", "title": "smallest margin on the way to the end"},
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "rule", "strokeWidth": 2.5, "color": INK},
                "encoding": {"x": {"datum": 0, "type": "quantitative"}},
            },
        ],
    )


__all__ = ["Spec", "curve", "exposure", "margins", "orders", "thresholds", "tornado"]
