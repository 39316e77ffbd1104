"""Status timelines, ledger curves and rates as Vega-Lite specifications: plain data, drawn elsewhere.

Words first, colour second: every line is named at its end or in a legend with a shape, and the colours are those of
Okabe and Ito, which colour-blind readers can tell apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from holdfast.analyses.track import Track
from holdfast.analyses.track.ledgers import Ledger
from holdfast.analyses.track.status import NAMES, Name
from holdfast.case.case import Case
from holdfast.views import track_words as say
from holdfast.views.charts import COLOURS as LINES
from holdfast.views.charts import chart
from holdfast.views.names import readable

#: Grey for what is open, blue for done, orange and purple for trouble; never red against green.
COLOURS: Final[Mapping[Name, str]] = {
    "not due": "#e8eaec",
    "due": "#c3c8cd",
    "in part": "#9ecae9",
    "late": "#e69f00",
    "blocked by": "#f0d58c",
    "performed": "#0072b2",
    "performed by own account": "#56b4e9",
    "performed as reported": "#7cc4ee",
    "contested": "#cc79a7",
    "unverifiable": "#8a8a8a",
    "reversed": "#8c5a78",
    "breached": "#3b1f33",
    "waived": "#f4f5f7",
}
_SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")


def timeline(case: Case, found: Sequence[Track]) -> dict[str, Any] | None:
    """The status of every clause over time, a bar for each stretch with one status; None for a single day."""
    if len(found) < 2:
        return None
    spans = spans_of(case, found)
    used = [name for name in NAMES if any(one["status"] == say.STATUS_SIGNS[name].word for one in spans)]
    rows = list(dict.fromkeys(one["clause"] for one in spans))
    return chart(
        **{
            "width": 560,
            "height": {"step": 17},
            "data": {"values": spans},
            "mark": {"type": "bar", "height": 12, "tooltip": False, "stroke": "#565d64", "strokeWidth": 0.4},
            "encoding": {
                "y": {"field": "clause", "type": "nominal", "sort": rows, "title": None, "axis": {"labelLimit": 320}},
                "x": {
                    "field": "from",
                    "type": "temporal",
                    "title": None,
                    "axis": {"format": "%-d %b", "tickCount": 6, "grid": False},
                },
                "x2": {"field": "to"},
                "color": {
                    "field": "status",
                    "type": "nominal",
                    "scale": {
                        "domain": [say.STATUS_SIGNS[name].word for name in used],
                        "range": [COLOURS[name] for name in used],
                    },
                },
            },
        }
    )


def spans_of(case: Case, found: Sequence[Track]) -> list[dict[str, str]]:
    """What `timeline` shows, as rows: clause, status, from and to (a day; the last stretch goes on)."""
    spans: list[dict[str, str]] = []
    keys = list(dict.fromkeys((one.clause, one.obligor) for track in found for one in track.statuses))
    several = {name for name, _ in keys if sum(other == name for other, _ in keys) > 1}
    for name, unit in keys:
        label = say.what(name, case) + (f" ({say.unit_label(unit, case)})" if name in several else "")
        label = label if len(label) <= 40 else f"{label[:39].rstrip()}…"
        open_: dict[str, str] | None = None
        for track in found:
            status = next((one for one in track.statuses if (one.clause, one.obligor) == (name, unit)), None)
            words = None if status is None else say.STATUS_SIGNS[status.status].word
            if open_ is not None:
                open_["to"] = track.as_of.isoformat()
            if words is None:
                open_ = None
            elif open_ is None or open_["status"] != words:
                open_ = {
                    "clause": label,
                    "status": words,
                    "from": track.as_of.isoformat(),
                    "to": track.as_of.isoformat(),
                }
                spans.append(open_)
    return spans


def curve(case: Case, ledger: Ledger) -> dict[str, Any] | None:
    """Each counter's own count of what was recognised, over time, with what is promised; None where nobody counted."""
    columns = [one for one in ledger.columns if one.measure == "counted"]
    values = [
        {"day": point.day.isoformat(), "value": float(point.value), "counter": say.speaker_label(one.counter, case)}
        for one in columns
        for point in one.points
    ]
    if not values:
        return None
    counters = list(dict.fromkeys(str(one["counter"]) for one in values))
    key = {"field": "counter", "type": "nominal", "sort": counters}
    lines = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2, "point": {"size": 45, "filled": True}},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%-d %b %Y", "tickCount": 5}},
            "y": {"field": "value", "type": "quantitative", "title": readable(ledger.good), "scale": {"zero": True}},
            "color": {**key, "scale": {"domain": counters, "range": list(_cycle(LINES, len(counters)))}},
            "shape": {**key, "scale": {"domain": counters, "range": list(_cycle(_SHAPES, len(counters)))}},
        },
    }
    layers: list[dict[str, Any]] = [lines]
    if ledger.number is not None and ledger.promised.per is None:
        layers.append(
            {
                "data": {"values": [{"promised": float(ledger.number)}]},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": "#565d64"},
                "encoding": {"y": {"field": "promised", "type": "quantitative"}},
            }
        )
    return chart(
        **{
            "width": 560,
            "height": 220,
            "data": {"values": values},
            "layer": layers,
        }
    )


def rate(found: Sequence[Track]) -> dict[str, Any] | None:
    """How far all is implemented, over time, as a band from the lowest to the highest."""
    values = [
        {"day": one.as_of.isoformat(), "low": float(one.rates["all"][0].low), "high": float(one.rates["all"][0].high)}
        for one in found
        if one.rates["all"]
    ]
    if len(values) < 2:
        return None
    x = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%-d %b %Y", "tickCount": 5}}
    scale = {"domain": [0, 1]}
    axis = {"format": ".0%", "tickCount": 5}
    title = "implemented"
    band = {
        "mark": {"type": "area", "opacity": 0.3, "color": "#0072b2"},
        "encoding": {
            "x": x,
            "y": {"field": "low", "type": "quantitative", "scale": scale, "axis": axis, "title": title},
            "y2": {"field": "high"},
        },
    }
    line = {
        "mark": {"type": "line", "color": "#0072b2", "strokeWidth": 2},
        "encoding": {
            "x": x,
            "y": {"field": "low", "type": "quantitative", "scale": scale, "axis": axis, "title": title},
        },
    }
    return chart(
        **{
            "width": 560,
            "height": 140,
            "data": {"values": values},
            "layer": [band, line],
        }
    )


def _cycle(values: Sequence[str], number: int) -> Sequence[str]:
    return [values[place % len(values)] for place in range(number)]
