"""Charts as Vega-Lite specifications: plain dictionaries made of plain rows, one function for each chart.

`holdfast.views.drawing` renders them. Colours are those of the report's style sheet by day; the drawing puts the style
sheet's variables in their place, so that a chart follows the page into the dark. Nothing is told by colour alone: what
matters has a label, a shape or a line of its own, and every chart stands beside a table with the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Spec: TypeAlias = dict[str, Any]
Row: TypeAlias = Mapping[str, Any]

INK: Final = "#1c1f22"
QUIET: Final = "#565d64"
RULE: Final = "#d5d9dd"
WASH: Final = "#f4f5f7"
ACCENT: Final = "#1b4f86"
PAPER: Final = "#ffffff"
#: The parties' colours, by the number of their mark.
COLOURS: Final = ("#0072b2", "#e69f00", "#cc79a7", "#56b4e9", "#009e73", "#8a8a8a")
#: The font that widths are measured with; it comes with the renderer, so drawings are the same everywhere.
FONT: Final = "Liberation Sans"


#: The parties' shapes by the names of `signs.SHAPES`, as Vega calls or draws them.
SHAPES: Final[Mapping[str, str]] = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle-up",
    "diamond": "diamond",
    "wedge": "triangle-down",
    "cross": "cross",
    "star": "M0,-1L0.24,-0.32L0.95,-0.31L0.38,0.12L0.59,0.81L0,0.4L-0.59,0.81L-0.38,0.12L-0.95,-0.31L-0.24,-0.32Z",
}


def chart(**parts: Any) -> Spec:
    """A specification with what all charts have in common: colours, fonts, room at the edges."""
    axis = {
        "domainColor": QUIET,
        "tickColor": QUIET,
        "gridColor": RULE,
        "labelColor": QUIET,
        "titleColor": INK,
        "titleFontWeight": "normal",
        "labelFontSize": 11,
        "labelLimit": 420,
        "titleFontSize": 12,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "padding": {"left": 4, "top": 6, "right": 24, "bottom": 4},
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": axis,
            "text": {"color": INK, "fontSize": 11},
            "header": {"labelColor": INK, "titleColor": INK},
            "legend": {"labelColor": INK, "titleColor": QUIET, "titleFontWeight": "normal"},
        },
        **parts,
    }


def frontier(rows: Sequence[Row], parties: tuple[str, str], no_deal: tuple[float, float] | None = None) -> Spec:
    """The efficient points of two parties.

    Args:
        rows: ``first`` and ``second`` (worths from 0 to 100), ``kind`` (``efficient``, ``named`` or ``draft``), and
            ``label`` for those that have one.
        parties: what the axes are called.
        no_deal: what no deal is worth to each: dashed lines.
    """
    place = {
        "x": _worth("first", parties[0]),
        "y": _worth("second", parties[1]),
    }
    kinds = {"domain": ["efficient", "named", "draft"], "range": ["circle", "diamond", "cross"]}
    layers: list[Spec] = []
    if no_deal is not None:
        for channel, worth in (("x", no_deal[0]), ("y", no_deal[1])):
            layers.append(
                {
                    "data": {"values": [{"worth": worth}]},
                    "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]},
                    "encoding": {channel: {"field": "worth", "type": "quantitative"}},
                }
            )
        corner = {"x": no_deal[0], "y": no_deal[1], "label": "no deal"}
        layers.append(
            {
                "data": {"values": [corner]},
                "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 4, "dy": 4, "color": QUIET},
                "encoding": {
                    "x": {"field": "x", "type": "quantitative"},
                    "y": {"field": "y", "type": "quantitative"},
                    "text": {"field": "label"},
                },
            }
        )
    layers += [
        {
            "transform": [{"filter": f"datum.kind == '{kind}'"}],
            "mark": {"type": "point", "filled": True, "size": size, "color": colour, "opacity": 1},
            "encoding": {**place, "shape": {"field": "kind", "scale": kinds, "legend": None}},
        }
        for kind, size, colour in (("efficient", 26, QUIET), ("named", 110, ACCENT), ("draft", 110, INK))
    ]
    # Above a frontier there is nothing, and below it there is room: points with names are labelled above, drafts below.
    # A label at the edge runs back into the picture.
    for kind, edge, below in (("named", 72, False), ("draft", 15, True)):
        for right in (False, True):
            layers.append(
                {
                    "transform": [
                        {"filter": f"datum.kind == '{kind}' && isValid(datum.label)"},
                        {"filter": f"datum.first {'>' if right else '<='} {edge}"},
                    ],
                    "mark": {
                        "type": "text",
                        "align": "right" if right else "left",
                        "dx": -8 if right else 8,
                        "dy": 10 if below else -8,
                    },
                    "encoding": {**place, "text": {"field": "label"}},
                }
            )
    return chart(width=460, height=340, data={"values": [dict(row) for row in rows]}, layer=layers)


def _worth(field: str, title: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": f"Worth to {title}",
        "scale": {"domain": [0, 100], "nice": False},
        "axis": {"values": [0, 20, 40, 60, 80, 100]},
    }


def parallel(rows: Sequence[Row], parties: Sequence[str]) -> Spec:
    """Efficient points of several parties: a line for each point, an axis for each party.

    Args:
        rows: ``point`` (its number), ``party``, ``worth`` from 0 to 100, ``kind`` (``efficient``, ``named``, ``draft``
            or ``no deal``), and ``label`` for those that have one.
        parties: in the order of the axes.
    """
    place = {
        "x": {
            "field": "party",
            "type": "ordinal",
            "sort": list(parties),
            "title": None,
            "axis": {"labelAngle": 0, "labelColor": INK, "grid": True},
        },
        "y": {
            "field": "worth",
            "type": "quantitative",
            "title": "Worth to the party",
            "scale": {"domain": [0, 100]},
            "axis": {"values": [0, 20, 40, 60, 80, 100], "grid": False},
        },
        "detail": {"field": "point"},
    }
    layers: list[Spec] = [
        {
            "transform": [{"filter": f"datum.kind == '{kind}'"}],
            "mark": {"type": "line", "color": colour, "strokeWidth": width, "opacity": opacity, "strokeDash": dash},
            "encoding": place,
        }
        for kind, colour, width, opacity, dash in (
            ("efficient", QUIET, 1, 0.35, []),
            ("no deal", QUIET, 1.5, 1, [4, 3]),
            ("draft", INK, 1.5, 1, [1, 2]),
            ("named", ACCENT, 2, 1, []),
        )
    ]
    last = parties[-1] if parties else ""
    layers.append(
        {
            "transform": [{"filter": {"field": "party", "equal": last}}, {"filter": "isValid(datum.label)"}],
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {**place, "text": {"field": "label"}},
        }
    )
    return chart(
        width=max(140 * len(parties), 300), height=320, data={"values": [dict(row) for row in rows]}, layer=layers
    )


def grid(rows: Sequence[Row], packages: Sequence[str], parties: Sequence[str]) -> Spec:
    """Parties by packages: a sign and its word in every cell.

    Args:
        rows: ``package``, ``party``, ``sign`` (what stands in the cell) and ``weight`` from 0 to 1 (how dark it is).
        packages: in the order of the rows.
        parties: in the order of the columns.
    """
    place = {
        "y": {"field": "package", "type": "ordinal", "sort": list(packages), "title": None, "axis": _words(320)},
        "x": {
            "field": "party",
            "type": "ordinal",
            "sort": list(parties),
            "title": None,
            "axis": {**_words(110), "orient": "top", "labelAngle": 0},
        },
    }
    cell = {
        "mark": {"type": "rect", "color": ACCENT, "stroke": RULE},
        "encoding": {
            **place,
            "fillOpacity": {"field": "weight", "type": "quantitative", "scale": {"range": [0, 0.35]}, "legend": None},
        },
    }
    words = {"mark": {"type": "text"}, "encoding": {**place, "text": {"field": "sign"}}}
    return chart(
        width={"step": 120}, height={"step": 26}, data={"values": [dict(row) for row in rows]}, layer=[cell, words]
    )


def _words(limit: int) -> Spec:
    return {"labelColor": INK, "labelLimit": limit, "domain": False, "ticks": False}
