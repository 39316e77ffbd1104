"""Charts that answer to a pointer, for the browser: what a script draws in place of the picture of the same numbers.

A chart is compiled to Vega here, so that the browser needs no compiler; its expressions are interpreted there as trees,
never evaluated as scripts. Colours are the style sheet's variables, as in `holdfast.views.drawing`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from markupsafe import Markup

from holdfast.views import charts, compiling
from holdfast.views.charts import Row, Spec
from holdfast.views.drawing import coloured

#: The page's own font: the drawing measures its words with what the browser has.
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
#: What would end a script element, or be taken for a character reference in one.
_ESCAPES: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
#: Whatever lies within the whole picture, and what lies outside of a choice.
_ALL: Final = (0.0, 100.0)
_FAINT: Final = 0.18
_BOX: Final = {"fill": charts.ACCENT, "fillOpacity": 0.12, "stroke": charts.ACCENT, "cursor": "move"}


def data(spec: Spec) -> Markup:
    """A chart as a Vega specification in JSON, to stand within a script element of a data type."""
    return Markup(_compiled(json.dumps(spec, ensure_ascii=False)).translate(_ESCAPES))


@lru_cache(maxsize=64)
def _compiled(text: str) -> str:
    spec = json.loads(text)
    config = spec.get("config", {})
    # The page says what the chart is; an entry of the legend is as plain as can be, whatever its marks are.
    spec["config"] = {
        **config,
        "font": _FONT,
        "aria": False,
        "legend": {**config.get("legend", {}), "symbolOpacity": 1},
    }
    vega = coloured(compiling.vega(spec))
    del vega["$schema"]  # an address of another host, which nothing here asks
    return json.dumps(vega, ensure_ascii=False, separators=(",", ":"))


def told(spec: Spec, fields: Mapping[str, str], *, by: str = "") -> Spec:
    """The chart with words under the pointer for every point, and one line at a time by its entry of the legend.

    Args:
        spec: a chart with layers.
        fields: the fields of its rows that are told, with what they are called.
        by: the field that the legend tells apart; empty: there is none.
    """
    found = copy.deepcopy(spec)
    words = [{"field": field, "title": title} for field, title in fields.items()]
    for layer in found["layer"]:
        mark = layer["mark"]
        if mark["type"] == "point":
            layer["encoding"]["tooltip"] = words
        if by and by in json.dumps(layer["encoding"]):
            faint = mark.get("opacity", 1)
            layer["encoding"]["opacity"] = {"condition": {"param": "chosen", "value": faint}, "value": 0.12}
    if by:
        chosen = {"name": "chosen", "select": {"type": "point", "fields": [by]}, "bind": "legend"}
        next(layer for layer in found["layer"] if layer["mark"]["type"] == "point")["params"] = [chosen]
    return found


Ranges: TypeAlias = Sequence[tuple[float, float] | None]


def box(rows: Sequence[Row], parties: tuple[str, str], no_deal: tuple[float, float] | None, ranges: Ranges) -> Spec:
    """The frontier of two parties, in which one draws a box around points: the signal ``box``.

    Args:
        rows: as `charts.frontier` has them.
        parties: what the axes are called.
        no_deal: what no deal is worth to each.
        ranges: the box at first, for each party the least and the most; None where it is as wide as the picture.
    """
    found = told(charts.frontier(rows, parties, no_deal), {"label": "point", "first": parties[0], "second": parties[1]})
    chosen: dict[str, Any] = {"name": "box", "select": {"type": "interval", "encodings": ["x", "y"], "mark": _BOX}}
    if any(ranges):
        chosen["value"] = {channel: list(one or _ALL) for channel, one in zip("xy", ranges, strict=True)}
    points = [layer for layer in found["layer"] if layer["mark"]["type"] == "point"]
    points[0]["params"] = [chosen]
    for layer in points:
        layer["encoding"]["opacity"] = {"condition": {"param": "box", "value": 1}, "value": _FAINT}
    return found


def strips(points: Sequence[tuple[str, Sequence[float]]], parties: Sequence[str], ranges: Ranges) -> Spec:
    """Points of several parties: a strip of worths for each, on which one chooses a stretch: ``box0``, ``box1``, ….

    Args:
        points: what each is called, empty where it has no name, and its worths.
        parties: what the strips are called.
        ranges: the stretches at first.
    """
    rows = [{"label": label, **{f"w{n}": worth for n, worth in enumerate(worths)}} for label, worths in points]
    tests = {"and": [{"param": f"box{number}"} for number in range(len(parties))]}
    words = [{"field": "label", "title": "point"}]
    words += [{"field": f"w{number}", "title": party} for number, party in enumerate(parties)]
    strip = []
    for number, party in enumerate(parties):
        chosen: dict[str, Any] = {
            "name": f"box{number}",
            "select": {"type": "interval", "encodings": ["x"], "mark": _BOX},
        }
        if (stretch := ranges[number]) is not None:
            chosen["value"] = {"x": list(stretch)}
        axis = {"values": [0, 20, 40, 60, 80, 100]}
        strip.append(
            {
                "width": 460,
                "height": 34,
                "params": [chosen],
                "mark": {"type": "tick", "thickness": 2, "size": 22},
                "encoding": {
                    "x": {
                        "field": f"w{number}",
                        "type": "quantitative",
                        "title": f"Worth to {party}",
                        "scale": {"domain": list(_ALL), "nice": False},
                        "axis": axis,
                    },
                    "color": {
                        "condition": {"test": "datum.label != ''", "value": charts.ACCENT},
                        "value": charts.QUIET,
                    },
                    "opacity": {"condition": {"test": tests, "value": 1}, "value": _FAINT},
                    "tooltip": words,
                },
            }
        )
    return charts.chart(data={"values": rows}, vconcat=strip, spacing=24)
