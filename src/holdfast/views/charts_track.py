"""Status timelines, ledger curves and rates as Vega-Lite specifications: plain data, drawn elsewhere.

Words first, colour second. Parties have their colour and shape as everywhere else; who is no party is grey, with a
shape of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from holdfast.analyses.track import Track
from holdfast.analyses.track.ledgers import Ledger
from holdfast.analyses.track.obligors import Unit
from holdfast.analyses.track.status import NAMES, Name
from holdfast.case.case import Case
from holdfast.views import track_words as say
from holdfast.views.charts import ACCENT, INK, QUIET, SHAPES, Spec, chart
from holdfast.views.charts import COLOURS as PARTIES
from holdfast.views.names import readable
from holdfast.views.signs import party_marks

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
WIDTH: Final = 560
_GREY: Final = PARTIES[-1]


#: A clause, and whose performance of it.
Owed: TypeAlias = tuple[str, Unit]


def owed(found: Sequence[Track]) -> tuple[Owed, ...]:
    """What has a status on any of some days."""
    return tuple(dict.fromkeys((one.clause, one.obligor) for track in found for one in track.statuses))


def timeline(case: Case, found: Sequence[Track], shown: Sequence[Owed] | None = None) -> Spec | None:
    """The status of every clause over time, a bar for each stretch with one status; None for a single day.

    Args:
        case: the case.
        found: where it stood on each of several days.
        shown: the clauses that are drawn, by default all.
    """
    if len(found) < 2:
        return None
    spans = spans_of(case, found, shown)
    used = [name for name in NAMES if any(one["status"] == say.STATUS_SIGNS[name].word for one in spans)]
    rows = list(dict.fromkeys(one["clause"] for one in spans))
    return chart(
        width=WIDTH,
        height={"step": 17},
        data={"values": spans},
        mark={"type": "bar", "height": 12, "stroke": QUIET, "strokeWidth": 0.4},
        encoding={
            "y": {
                "field": "clause",
                "type": "nominal",
                "sort": rows,
                "title": None,
                "axis": {"labelLimit": 320, "labelColor": INK},
            },
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
                "title": None,
                "scale": {
                    "domain": [say.STATUS_SIGNS[name].word for name in used],
                    "range": [COLOURS[name] for name in used],
                },
            },
        },
    )


def spans_of(case: Case, found: Sequence[Track], shown: Sequence[Owed] | None = None) -> list[dict[str, str]]:
    """What `timeline` shows, as rows: clause, status, from and to (a day; the last stretch goes on)."""
    spans: list[dict[str, str]] = []
    keys = owed(found)
    owing = Counter(name for name, _ in keys)
    several = {name for name, number in owing.items() if number > 1}
    days = [(track.as_of.isoformat(), {(one.clause, one.obligor): one for one in track.statuses}) for track in found]
    for name, unit in keys if shown is None else shown:
        label = say.what(name, case) + (f" ({say.unit_label(unit, case)})" if name in several else "")
        label = label if len(label) <= 40 else f"{label[:39].rstrip()}…"
        open_: dict[str, str] | None = None
        for day, statuses in days:
            status = statuses.get((name, unit))
            words = None if status is None else say.STATUS_SIGNS[status.status].word
            if open_ is not None:
                open_["to"] = day
            if words is None:
                open_ = None
            elif open_ is None or open_["status"] != words:
                open_ = {
                    "clause": label,
                    "status": words,
                    "from": day,
                    "to": day,
                }
                spans.append(open_)
    return spans


def curve(case: Case, ledger: Ledger) -> Spec | None:
    """Each counter's own count of what was recognised, over time, with what is promised; None where nobody counted."""
    columns = [one for one in ledger.columns if one.measure == "counted"]
    values = [
        {"day": point.day.isoformat(), "value": float(point.value), "counter": say.speaker_label(one.counter, case)}
        for one in columns
        for point in one.points
    ]
    if not values:
        return None
    colour, shape = _scales(case, list(dict.fromkeys(one.counter for one in columns)))
    lines = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2, "point": {"size": 45, "filled": True}},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%-d %b %Y", "tickCount": 5}},
            "y": {"field": "value", "type": "quantitative", "title": readable(ledger.good), "scale": {"zero": True}},
            "color": colour,
            "shape": shape,
        },
    }
    layers: list[Spec] = [lines]
    if ledger.number is not None and ledger.promised.per is None:
        layers.append(
            {
                "data": {"values": [{"promised": float(ledger.number)}]},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": QUIET},
                "encoding": {"y": {"field": "promised", "type": "quantitative"}},
            }
        )
    return chart(width=WIDTH, height=220, data={"values": values}, layer=layers)


def rate(found: Sequence[Track]) -> Spec | None:
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
        "mark": {"type": "area", "opacity": 0.3, "color": ACCENT},
        "encoding": {
            "x": x,
            "y": {"field": "low", "type": "quantitative", "scale": scale, "axis": axis, "title": title},
            "y2": {"field": "high"},
        },
    }
    line = {
        "mark": {"type": "line", "color": ACCENT, "strokeWidth": 2},
        "encoding": {
            "x": x,
            "y": {"field": "low", "type": "quantitative", "scale": scale, "axis": axis, "title": title},
        },
    }
    return chart(width=WIDTH, height=140, data={"values": values}, layer=[band, line])


def _scales(case: Case, counters: Sequence[str]) -> tuple[Spec, Spec]:
    """Colour and shape of those who count, as encodings with one legend."""
    marks, shapes = party_marks(case), list(SHAPES.values())
    strangers = [one for one in counters if one not in marks]
    labels = [say.speaker_label(one, case) for one in counters]
    colours = [PARTIES[marks[one].colour % len(PARTIES)] if one in marks else _GREY for one in counters]
    forms = [
        SHAPES[marks[one].shape] if one in marks else shapes[strangers.index(one) % len(shapes)] for one in counters
    ]
    key = {"field": "counter", "type": "nominal", "legend": {"title": None, "orient": "top", "symbolSize": 90}}
    return {**key, "scale": {"domain": labels, "range": colours}}, {**key, "scale": {"domain": labels, "range": forms}}
