"""The report's section on efficient and fair packages: pictures, each with its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from holdfast.analyses.deals.fair_records import EfficientPoint, Fair
from holdfast.case.case import Case
from holdfast.views import charts, drawing
from holdfast.views import fair_words as say
from holdfast.views.names import and_list, count, party_label

#: How many efficient points the table lists.
LISTED: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of packages."""

    label: str
    note: str
    worths: tuple[str, ...]
    package: str


@dataclass(frozen=True, slots=True)
class FairSection:
    """What the template prints."""

    title: str
    heading: str
    parties: tuple[str, ...]
    fallback: tuple[str, ...]
    no_deal: str
    named: tuple[Line, ...]
    efficient: tuple[Line, ...]
    size: int
    thinned: str
    drafts: tuple[Line, ...]
    winner: tuple[tuple[str, str], ...]
    judged: tuple[str, ...]
    gaps: tuple[str, ...]
    fixed: str
    not_applied: tuple[str, ...]
    because: tuple[str, ...]
    picture: Markup | None
    caption: str
    method: str
    assumptions: tuple[str, ...]


def fair_section(case: Case, fair: Fair) -> FairSection:
    """The section, with its picture drawn."""
    labels = tuple(party_label(party, case) for party in fair.parties)
    named = tuple(
        Line(
            f"{say.TITLES[one.name]}: {say.RULES[one.name]}",
            say.absence(one) or say.normalisation(one),
            tuple(map(say.worth, point.worths)) if point is not None else ("–",) * len(labels),
            "" if point is None else _package(point, case),
        )
        for one in fair.named
        for point in (one.points or (None,))
    )
    step = max(-(-len(fair.points) // LISTED), 1)
    shown = [point for place, point in enumerate(fair.points) if place % step == 0 or point.names]
    spec = chart(case, fair)
    title = f"Efficient packages for {and_list(labels)}"
    description = (
        f"{count(fair.size, 'efficient point')}; those with names, no deal and the drafts are labelled. "
        "The same numbers stand in the tables below."
    )
    return FairSection(
        title=say.SECTION,
        heading=say.headline(fair),
        parties=labels,
        fallback=tuple(line for one in fair.fallback for line in say.fallback(one, fair, case))
        or ((f"{said}.",) if (said := say.no_fallback(fair)) else ()),
        no_deal=say.no_deal(fair, case) if fair.scored else "",
        named=named,
        efficient=tuple(
            Line(_names(point), "", tuple(map(say.worth, point.worths)), _package(point, case)) for point in shown
        ),
        size=fair.size,
        thinned="" if fair.forecast is None else f"{say.forecast(fair.forecast)}. {say.guarantee(fair, case)}.",
        drafts=tuple(Line(one.draft, say.drafted(one, fair, case), (), "") for one in fair.drafted),
        winner=() if fair.adjusted_winner is None else tuple(say.winner(fair.adjusted_winner, fair, case)),
        judged=tuple(line for one in fair.worths.values() if (line := say.judged(one, case))),
        gaps=tuple(say.gap(gap, case) for gap in fair.gaps),
        fixed=say.fixed(fair, case),
        not_applied=tuple(one.name for one in fair.not_applied),
        because=fair.because,
        picture=None if spec is None else drawing.svg(spec, "fair", title, description),
        caption=f"{title}. Worths from 0 to 100 as judged; dashed: no deal.",
        method=fair.method,
        assumptions=fair.assumptions,
    )


def _package(point: EfficientPoint, case: Case) -> str:
    return " ".join(filter(None, (say.package(point.packages[0], case), say.ties(point))))


def _names(point: EfficientPoint) -> str:
    return ", ".join(say.TITLES[name] for name in point.names)


def chart(case: Case, fair: Fair) -> charts.Spec | None:
    """The frontier of two parties, parallel coordinates of more; None where there is nothing to draw."""
    if len(fair.parties) < 2 or not fair.points:
        return None
    labels = [party_label(party, case) for party in fair.parties]
    no_deal = [fair.worths[party].no_deal if party in fair.worths else None for party in fair.parties]
    shown: list[tuple[str, str | None, Sequence[Any]]] = [
        ("named" if point.names else "efficient", _names(point) or None, point.worths) for point in fair.points
    ]
    if not fair.exact:
        solved: dict[tuple[Any, ...], list[str]] = {}
        for one in fair.named:
            for point in one.points:
                solved.setdefault(point.worths, []).append(say.TITLES[one.name])
        shown += [("named", ", ".join(names), worths) for worths, names in solved.items()]
    shown += [("draft", one.draft, one.worths) for one in fair.drafted if one.worths is not None]
    if len(labels) == 2:
        rows: list[Mapping[str, Any]] = [
            {"first": float(worths[0]), "second": float(worths[1]), "kind": kind, "label": label}
            for kind, label, worths in shown
        ]
        return charts.frontier(rows, (labels[0], labels[1]), no_deal_of(fair))
    if all(worth is not None for worth in no_deal):
        shown.append(("no deal", "no deal", no_deal))
    rows = [
        {"point": number, "party": label, "worth": float(worth), "kind": kind, "label": words}
        for number, (kind, words, worths) in enumerate(shown)
        for label, worth in zip(labels, worths, strict=True)
    ]
    return charts.parallel(rows, labels)


def no_deal_of(fair: Fair) -> tuple[float, float] | None:
    """What no deal is worth to each of two parties; None where that was not judged."""
    found = [fair.worths[party].no_deal if party in fair.worths else None for party in fair.parties]
    known = [float(one) for one in found if one is not None]
    return (known[0], known[1]) if len(known) == len(found) == 2 else None
