"""Packages to choose from: by what they are worth to each party, where somebody judged that; and side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.analyses.deals.beside import beside
from holdfast.analyses.deals.fair_records import Fair
from holdfast.case.case import Case
from holdfast.views import drawing, fair_words, live
from holdfast.views.names import party_label
from holdfast.views.page import fair as fair_page
from holdfast.views.page.packages import Candidate, candidates, listing, side_by_side, within
from holdfast.web.pages import deals, fair
from holdfast.web.study import Study
from holdfast.web.visit import Nav, Page, Visit, view

#: So many packages are listed, and so many side by side.
_LISTED: Final = 100
_BESIDE: Final = 6


def _known(study: Study) -> tuple[Candidate, ...]:
    found, said = fair.of(study), deals.of(study)
    return study.once("candidates", lambda: candidates(study.case, found, said))


def _limit(visit: Visit, name: str, default: float) -> float:
    given = visit.query(name)
    if not given:
        return default
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise HTTPException(400, f"‘{given}’ is no worth: it is a number from 0 to 100.")
    return number


def _ranges(visit: Visit, parties: Sequence[str]) -> tuple[tuple[float, float] | None, ...]:
    """For each party the least and the most that a package is to be worth to it, from the address."""
    given = [(_limit(visit, f"min:{party}", 0.0), _limit(visit, f"max:{party}", 100.0)) for party in parties]
    return tuple(None if one == (0.0, 100.0) else one for one in given)


def _chart(case: Case, found: Fair, ranges: live.Ranges, *, drawn: bool) -> Mapping[str, Any]:
    """The frontier as a picture, and as a chart in which packages are chosen; nothing where there is none."""
    picture = fair_page.chart(case, found)
    if picture is None:
        return {"picture": None, "data": None, "fields": ""}
    labels = [party_label(party, case) for party in found.parties]
    if len(labels) == 2:
        spec = live.box(picture["data"]["values"], (labels[0], labels[1]), fair_page.no_deal_of(found), ranges)
        fields = ["first", "second"]
    else:
        points = [
            (", ".join(fair_words.TITLES[name] for name in point.names), [float(worth) for worth in point.worths])
            for point in found.points
        ]
        spec, fields = live.strips(points, labels, ranges), [f"w{number}" for number in range(len(labels))]
    return {"picture": _drawn(picture) if drawn else None, "data": live.data(spec), "fields": " ".join(fields)}


def _drawn(picture: Mapping[str, Any]) -> Markup:
    words = "Points with names, no deal and the drafts are labelled. The same numbers stand in the table below."
    return drawing.svg(dict(picture), "frontier", "Efficient packages", words)


def _first(known: Sequence[Candidate]) -> list[Candidate]:
    """What stands side by side until somebody chooses: the drafts, and what comes first of the rest up to three."""
    drafts = [one for one in known if one.drafted]
    return [*drafts, *(one for one in known if not one.drafted)][: max(len(drafts), 3)]


def _frontier(visit: Visit) -> Response:
    study = visit.study
    case, found, known = study.case, fair.of(study), _known(study)
    ranges = _ranges(visit, found.parties if found.scored else ())
    inside = [one for one in known if within(one, ranges)] if found.scored else list(known)
    by_key = {one.key: one for one in known}
    wanted = visit.queries("pick")
    chosen = [by_key[key] for key in wanted if key in by_key]
    shown = (chosen or _first(known))[:_BESIDE]
    stands = beside(case, [one.package for one in shown], as_of=study.question.as_of, draft=study.draft)
    return visit.shown(
        "frontier-page.html",
        title="Packages compared",
        fair=found,
        headline=fair_words.headline(found),
        gaps=[fair_words.gap(one, case) for one in found.gaps],
        ranges=list(zip(found.parties, ranges, strict=True)) if found.scored else [],
        inside=len(inside),
        known=known,
        picked=[one.key for one in shown],
        gone=len(wanted) - sum(key in by_key for key in wanted),
        left=max(len(chosen) - len(shown), 0),
        beside=side_by_side(case, shown, stands),
        most=_BESIDE,
        worth=fair_words.worth,
        table=listing(case, inside[:_LISTED]),
        chart=_chart(case, found, ranges, drawn=not visit.in_place) if found.scored else None,
    )


PAGE: Final = Page(
    routes=(view("/frontier", _frontier, "frontier"),), nav=(Nav("Packages compared", "/frontier", "1", "Agreement"),)
)
