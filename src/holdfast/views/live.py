"""Charts that answer to a pointer, for the browser: what a script draws in place of the picture of the same numbers.

A chart is compiled to Vega here, so that the browser needs no compiler; its expressions are interpreted there as trees,
never evaluated as scripts. Colours are the style sheet's variables, as in `holdfast.views.drawing`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import vl_convert
from markupsafe import Markup

from holdfast.views import charts
from holdfast.views.charts import Spec
from holdfast.views.drawing import coloured

#: The page's own font: the drawing measures its words with what the browser has.
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
#: What would end a script element, or be taken for a character reference in one.
_ESCAPES: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


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
    return json.dumps(coloured(vl_convert.vegalite_to_vega(spec)), ensure_ascii=False, separators=(",", ":"))


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


def brushed(spec: Spec, ranges: Sequence[tuple[float, float]] | None) -> Spec:
    """The frontier of two parties, in which one draws a box around points.

    Args:
        spec: as `charts.frontier` makes it.
        ranges: the box at first, as least and most of both worths; None: there is none.
    """
    found = told(spec, {"first": "first", "second": "second", "label": "point"})
    box: dict[str, Any] = {
        "name": "box",
        "select": {"type": "interval", "encodings": ["x", "y"], "mark": {"fill": charts.ACCENT, "fillOpacity": 0.12}},
    }
    if ranges is not None:
        box["value"] = {"x": list(ranges[0]), "y": list(ranges[1])}
    point = next(layer for layer in found["layer"] if layer["mark"]["type"] == "point")
    point["params"] = [box]
    return found
