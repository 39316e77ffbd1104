"""Efficient and fair packages as text for a terminal."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from holdfast.analyses.deals.fair_records import Fair
from holdfast.case.case import Case
from holdfast.views import fair_words as say
from holdfast.views.names import count, party_label
from holdfast.views.text_tables import console, printed, table, title

#: How many efficient points a terminal lists.
_LISTED: Final = 25


def text_fair(case: Case, fair: Fair, width: int = 100) -> str:
    """Fallback bargaining, efficient points, points with names, drafts, Adjusted Winner, and what all rests on."""
    out = console(width)
    out.print(Text(say.SECTION))
    out.print(Text(f"{say.headline(fair)}."))
    if fair.fallback:
        title(out, "Fallback bargaining: all fall back step by step, none beyond impasse")
        for one in fair.fallback:
            for line in say.fallback(one, fair, case):
                out.print(Text(f"  {line}"))
    elif said := say.no_fallback(fair):
        out.print(Text(f"{said}."))
    labels = [party_label(party, case) for party in fair.parties]
    if fair.named:
        title(out, f"Points with names, against no deal. {say.no_deal(fair, case)}")
        rows = []
        for named in fair.named:
            what = f"{say.TITLES[named.name]}: {say.RULES[named.name]} ({say.normalisation(named)})"
            if not named.points:
                rows.append((what, "", say.absence(named)))
            for point in named.points:
                where = f"{say.package(point.packages[0], case)} {say.ties(point)}".strip()
                rows.append((what, say.worths(fair, point.worths, case), where))
        shares = {"says": 3, "value": 2, "clause": 4}
        names = {"says": "point", "value": "worth", "clause": "package"}
        out.print(table(("says", "value", "clause"), rows, names=names, shares=shares))
        if any(named.points and not named.ties_listed for named in fair.named):
            out.print(Text("  Not all ties are listed."))
    if fair.points:
        title(out, f"Efficient points: {count(fair.size, 'point')}")
        if fair.forecast is not None:
            out.print(Text(f"  {say.forecast(fair.forecast)}. {say.guarantee(fair, case)}."))
        step = max(-(-len(fair.points) // _LISTED), 1)
        chosen = [point for place, point in enumerate(fair.points) if place % step == 0 or point.names]
        shown = [
            (*map(say.worth, point.worths), " ".join((say.package(point.packages[0], case), say.ties(point))).strip())
            for point in chosen
        ]
        out.print(table((*labels, "clause"), shown, names={"clause": "package"}, shares={"clause": 4}))
        if len(chosen) < fair.size:
            out.print(Text(f"  {len(chosen):,} of {fair.size:,} shown; JSON has more."))
    if fair.drafted:
        title(out, "The drafts beside them")
        for draft in fair.drafted:
            out.print(Text(f"  {draft.draft}: {say.drafted(draft, fair, case)}"))
            for point in draft.dominated_by:
                out.print(Text(f"    {say.worths(fair, point.worths, case)}: {say.package(point.packages[0], case)}"))
    if fair.adjusted_winner is not None:
        title(out, "Adjusted Winner, if every issue could be divided")
        for issue, words in say.winner(fair.adjusted_winner, fair, case):
            out.print(Text(f"  {issue}: {words}"))
    title(out, "What it rests on")
    for line in (*(say.judged(one, case) for one in fair.worths.values()), say.fixed(fair, case)):
        if line:
            out.print(Text(f"  {line}"))
    if fair.gaps:
        out.print(Text("  Not judged, so out of the comparison:"))
        for gap in fair.gaps:
            out.print(Text(f"    {say.gap(gap, case)}"))
    for limit in fair.not_applied:
        out.print(Text(f"  Not applied, since it couples too many issues: {limit.name}"))
    if fair.because:
        out.print(Text(f"  Rules and statements: {', '.join(fair.because)}"))
    out.print()
    for line in (fair.method, *fair.assumptions):
        out.print(Text(line))
    return printed(out)
