"""Pictures of packages under preferences known in part: from rows to Vega-Lite specifications, as plain dictionaries.

Nothing is drawn here. Every picture has its table beside it; colours follow the mark of each party, and what they say
is also said by words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from holdfast.analyses.deals.judged_records import Judged
from holdfast.analyses.deals.sensitivity import Sensitivity
from holdfast.case.case import Case
from holdfast.views import judged_words as say
from holdfast.views.charts import COLOURS, SHAPES, chart
from holdfast.views.names import party_label
from holdfast.views.signs import party_marks

#: One hue from light to dark, and greys for what does not hold: readable without colours.
_VERDICT_COLOURS: Final = {
    "necessary": "#08519c",
    "possible": "#9ecae1",
    "not possible": "#eeeeee",
    "excluded": "#bdbdbd",
    "not decided": "#ffffff",
}
_WIDE: Final = 1.96
_LONGEST: Final = 60


def _spec(values: Sequence[Mapping[str, Any]], width: Any, height: Any, **more: Any) -> dict[str, Any]:
    return chart(width=width, height=height, data={"values": [dict(one) for one in values]}, **more)


def _percent(title: str) -> dict[str, Any]:
    return {"title": title, "axis": {"format": "%", "grid": True, "tickCount": 5}, "scale": {"domain": [0, 1]}}


def _order(rows: Sequence[Mapping[str, Any]], key: str) -> list[Any]:
    return list(dict.fromkeys(row[key] for row in rows))


# --- acceptance ------------------------------------------------------------------------------------------------------


def acceptance_rows(found: Judged, case: Case) -> list[dict[str, Any]]:
    """For each package and party, and for all together: the share with its 95% interval, and the mark to draw."""
    marks = party_marks(case)
    rows: list[dict[str, Any]] = []
    for place, one in enumerate(found.shown):
        cells = [("all of them", one.joint, one.joint_error, "#333333", "stroke")]
        for cell in one.parties:
            mark = marks[cell.party]
            shape = SHAPES[mark.shape]
            cells.append((party_label(cell.party, case), cell.share, cell.error, COLOURS[mark.colour], shape))
        for who, share, error, colour, shape in cells:
            if share is not None:
                wide = _WIDE * (error or 0.0)
                rows.append({
                    "package": say.label(place), "who": who, "share": share,
                    "low": max(share - wide, 0.0), "high": min(share + wide, 1.0), "colour": colour, "shape": shape,
                })  # fmt: skip
    return rows


def acceptance(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Shares of the judgements that fit, per package, split by party, with their errors."""
    marks = {row["who"]: (row["colour"], row["shape"]) for row in rows}
    share = {"field": "share", "type": "quantitative", **_percent("share of the judgements that fit what was said")}
    package = {"field": "package", "type": "nominal", "sort": _order(rows, "package"), "title": None}
    offset = {"field": "who", "sort": list(marks)}
    colour = {
        "field": "who", "type": "nominal", "title": None, "sort": list(marks),
        "scale": {"domain": list(marks), "range": [colour for colour, _ in marks.values()]},
    }  # fmt: skip
    shape = {**colour, "scale": {"domain": list(marks), "range": [shape for _, shape in marks.values()]}}
    base = {"y": package, "yOffset": offset, "color": colour}
    interval = {"x": {**share, "field": "low"}, "x2": {"field": "high"}}
    point = {"x": share, "shape": shape}
    return _spec(
        rows,
        520,
        {"step": 9},
        layer=[
            {"mark": {"type": "rule", "strokeWidth": 1.5}, "encoding": {**base, **interval}},
            {"mark": {"type": "point", "filled": True, "size": 45, "opacity": 1}, "encoding": {**base, **point}},
        ],
    )


# --- ranks -----------------------------------------------------------------------------------------------------------


def rank_rows(found: Judged, case: Case) -> list[dict[str, Any]]:
    """For each party, package and rank: the share of the judgements that give the package this rank."""
    return [
        {"party": party_label(cell.party, case), "package": say.label(place), "rank": rank, "share": share}
        for place, one in enumerate(found.shown)
        for cell in one.parties
        for rank, share in enumerate(cell.ranks, 1)
    ]


def rank_heat(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rank acceptability as a heat map, one for each party."""
    package = {"field": "package", "type": "nominal", "sort": _order(rows, "package"), "title": None}
    rank = {"field": "rank", "type": "ordinal", "title": "rank", "axis": {"labelAngle": 0}}
    # Light where no rank stands out, whatever the greatest share is.
    top = max(0.5, *(float(row["share"]) for row in rows))
    colour = {
        "field": "share", "type": "quantitative", "title": "share",
        "scale": {"scheme": "blues", "domain": [0, top]}, "legend": {"format": "%"},
    }  # fmt: skip
    shown = {"condition": {"test": "datum.share >= 0.005", "value": 1}, "value": 0}
    dark = {"condition": {"test": f"datum.share > {0.6 * top}", "value": "#ffffff"}, "value": "#222222"}
    text = {"field": "share", "type": "quantitative", "format": ".0%"}
    cells = {
        "layer": [
            {"mark": "rect", "encoding": {"color": colour}},
            {"mark": {"type": "text", "fontSize": 9}, "encoding": {"text": text, "color": dark, "opacity": shown}},
        ],
        "encoding": {"x": rank, "y": package},
        "width": {"step": 30},
        "height": {"step": 18},
    }
    party = {"field": "party", "type": "nominal", "sort": _order(rows, "party"), "title": None}
    found = _spec(rows, 0, 0, facet=party, columns=2, spec=cells)
    return {key: value for key, value in found.items() if key not in ("width", "height")}


# --- necessary, possible ---------------------------------------------------------------------------------------------


def grid_rows(found: Judged, case: Case) -> list[dict[str, Any]]:
    """For each party and package: necessary, possible, not possible, excluded or not decided."""
    return [
        {
            "party": party_label(cell.party, case),
            "package": say.label(place),
            "verdict": say.VERDICTS[cell.verdict].word,
            "symbol": say.VERDICTS[cell.verdict].symbol,
        }
        for place, one in enumerate(found.shown)
        for cell in one.parties
    ]


def verdict_grid(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Who accepts which package necessarily, possibly or not: a grid with a sign in every cell."""
    words = [sign.word for sign in say.VERDICTS.values()]
    colour = {
        "field": "verdict", "type": "nominal", "title": None,
        "scale": {"domain": words, "range": [_VERDICT_COLOURS[word] for word in words]},
    }  # fmt: skip
    dark = {"condition": {"test": "datum.verdict == 'necessary'", "value": "#ffffff"}, "value": "#222222"}
    return _spec(
        rows,
        {"step": 34},
        {"step": 24},
        encoding={
            "x": {"field": "package", "type": "nominal", "sort": _order(rows, "package"), "title": None,
                  "axis": {"orient": "top", "labelAngle": 0}},
            "y": {"field": "party", "type": "nominal", "sort": _order(rows, "party"), "title": None},
        },
        layer=[
            {"mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2}, "encoding": {"color": colour}},
            {"mark": {"type": "text", "fontSize": 13}, "encoding": {"text": {"field": "symbol"}, "color": dark}},
        ],
    )  # fmt: skip


# --- what it rests on ------------------------------------------------------------------------------------------------


def tornado_rows(found: Sensitivity, case: Case, limit: int = 12) -> list[dict[str, Any]]:
    """For each change that moves the first package's share: the share before and after, the greatest moves first."""
    rows: list[dict[str, Any]] = []
    for one in found.effects[:limit]:
        if one.same is not None:
            words = say.effect_words(one, case)
            short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
            rows.append({
                "number": len(rows) + 1, "change": short, "words": words, "before": found.value, "after": one.same,
                "direction": "more accept it" if one.same >= found.value else "fewer accept it",
            })  # fmt: skip
    return rows


def tornado(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How far each change moves the share of the judgements by which all accept the first package."""
    # By number, since two changes may begin with the same words.
    names = {row["number"]: row["change"] for row in rows}
    label = " : ".join(f"datum.value == {number} ? {_quoted(text)}" for number, text in names.items()) + " : ''"
    change = {
        "field": "number", "type": "ordinal", "title": None,
        "axis": {"labelExpr": label if names else "''", "labelLimit": 420},
    }  # fmt: skip
    before = {"field": "before", "type": "quantitative", **_percent("share of the judgements by which all accept P1")}
    colour = {
        "field": "direction", "type": "nominal", "title": None,
        "scale": {"domain": ["more accept it", "fewer accept it"], "range": ["#56b4e9", "#8a8a8a"]},
    }  # fmt: skip
    bar = {"x": before, "x2": {"field": "after"}, "color": colour}
    return _spec(
        rows,
        420,
        {"step": 18},
        encoding={"y": change},
        layer=[
            {"mark": {"type": "bar", "height": 11}, "encoding": bar},
            {"mark": {"type": "tick", "thickness": 2, "color": "#222222", "size": 15}, "encoding": {"x": before}},
        ],
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
