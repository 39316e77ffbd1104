"""Efficient and fair packages for programs: plain data, worths as numbers from 0 to 100 and as exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from holdfast.analyses.deals.fair_records import AdjustedWinner, EfficientPoint, Fair
from holdfast.views.tables import csv_table

#: The tables that `fair_csv` writes.
TABLES: Final = ("points", "named", "drafts", "fallback")


def fair_record(fair: Fair) -> dict[str, Any]:
    """The whole answer."""
    return {
        "parties": list(fair.parties),
        "scored": fair.scored,
        "compared": list(fair.compared),
        "fixed": dict(fair.fixed),
        "packages": fair.packages,
        "left_out": [
            {"issue": one.issue, "option": one.option, "why": one.why, "parties": list(one.parties)}
            for one in fair.left_out
        ],
        "judged": [
            {
                "party": one.party,
                "compartments": list(one.places),
                "no_deal": None if one.no_deal is None else float(one.no_deal),
                "worths": {i: {o: float(w) for o, w in known.items()} for i, known in one.worths.items()},
                "basis": list(one.basis),
                "by": [{"by": judged.by, "because": judged.because} for judged in one.judged],
            }
            for one in fair.worths.values()
        ],
        "not_judged": [
            {"party": one.party, "missing": one.missing, "issue": one.issue, "option": one.option} for one in fair.gaps
        ],
        "fallback": [
            {
                "quota": one.quota,
                "basis": one.basis,
                "issues": list(one.issues),
                "ranked": one.considered,
                "certain": [dict(package) for package in one.certain],
                "certain_count": one.certain_count,
                "possible_count": one.possible_count,
                "depth": None if one.depth is None else list(one.depth),
                "impasse": one.impasse,
                "because": list(one.because),
            }
            for one in fair.fallback
        ],
        "fallback_not_ranked": fair.not_ranked,
        "orders": [
            {
                "party": one.party,
                "over": {issue: sorted(map(list, pairs)) for issue, pairs in one.over.items()},
                "because": list(one.because),
                "not_used": list(one.unused),
                "circular": list(one.circular),
            }
            for one in fair.orders
        ],
        "frontier": {
            "size": fair.size,
            "exact": fair.exact,
            "may_miss": _worths(fair.parties, fair.loss) if fair.loss else None,
            "forecast": None if fair.forecast is None else fair.forecast.about,
            "points": [_point(fair, one) for one in fair.points],
        },
        "ideal": None if fair.ideal is None else _worths(fair.parties, fair.ideal),
        "named": [
            {
                "name": one.name,
                "scale": one.scale,
                "value": None if one.value is None else float(one.value),
                "points": [_point(fair, point) for point in one.points],
                "all_ties_listed": one.ties_listed,
                "could_be_better_by": one.gap,
                "absent": one.absent,
            }
            for one in fair.named
        ],
        "drafts": [
            {
                "draft": one.draft,
                "package": dict(one.package),
                "worths": None if one.worths is None else _worths(fair.parties, one.worths),
                "unscored": list(one.unscored),
                "left_open_worth_today": list(one.as_today),
                "ruled_out_by": list(one.ruled_out_by),
                "dominated_by": [_point(fair, point) for point in one.dominated_by],
                "dominated_by_count": one.dominated_count,
            }
            for one in fair.drafted
        ],
        "adjusted_winner": None if fair.adjusted_winner is None else _winner(fair, fair.adjusted_winner),
        "limits": [{"name": one.name, "kind": one.kind, "applied": True} for one in fair.limits]
        + [{"name": one.name, "kind": one.kind, "applied": False} for one in fair.not_applied],
        "because": list(fair.because),
        "method": fair.method,
        "assumptions": list(fair.assumptions),
    }


def fair_csv(fair: Fair, table: str) -> str:
    """One of `TABLES`; what a party gets stands under ``worth:`` and its name."""
    columns = [f"worth:{party}" for party in fair.parties]

    def flat(point: EfficientPoint) -> dict[str, object]:
        return {
            **{column: float(worth) for column, worth in zip(columns, point.worths, strict=True)},
            "packages": point.count,
            **({} if not point.packages else dict(point.packages[0])),
            "at_least_no_deal": point.rational,
        }

    issues = list(fair.compared)
    if table == "points":
        rows = [flat(one) | {"names": list(one.names)} for one in fair.points]
        return csv_table([*columns, *issues, "packages", "at_least_no_deal", "names"], rows)
    if table == "named":
        rows = [
            {"name": one.name, "scale": one.scale or "", **flat(point)} for one in fair.named for point in one.points
        ] + [{"name": one.name, "scale": one.scale or "", "absent": one.absent} for one in fair.named if one.absent]
        return csv_table(["name", "scale", *columns, *issues, "packages", "at_least_no_deal", "absent"], rows)
    if table == "drafts":
        drafts = [
            {
                "draft": one.draft,
                **one.package,
                **dict(zip(columns, map(float, one.worths or ()), strict=False)),
                "dominated_by": one.dominated_count if one.worths is not None else "",
                "ruled_out_by": list(one.ruled_out_by),
                "unscored": list(one.unscored),
            }
            for one in fair.drafted
        ]
        return csv_table(["draft", *issues, *columns, "dominated_by", "ruled_out_by", "unscored"], drafts)
    if table == "fallback":
        rows = [
            {"quota": one.quota, "basis": one.basis, "impasse": one.impasse, **package}
            for one in fair.fallback
            for package in (one.certain or ({},))
        ]
        issues = list(dict.fromkeys(issue for one in fair.fallback for issue in one.issues))
        return csv_table(["quota", "basis", "impasse", *issues], rows)
    raise ValueError(f"no table {table!r}")


def _worths(parties: Sequence[str], worths: Sequence[Fraction]) -> dict[str, dict[str, Any]]:
    return {p: {"value": float(w), "exact": str(w)} for p, w in zip(parties, worths, strict=True)}


def _point(fair: Fair, one: EfficientPoint) -> dict[str, Any]:
    return {
        "worths": _worths(fair.parties, one.worths),
        "packages": [dict(package) for package in one.packages],
        "package_count": one.count,
        "at_least_no_deal": one.rational,
        "names": list(one.names),
    }


def _winner(fair: Fair, one: AdjustedWinner) -> dict[str, Any]:
    first, second = fair.parties
    return {
        "issues": [
            {
                "issue": issue,
                "points": {first: str(a), second: str(b)},
                "share": {first: str(share), second: str(1 - share)},
                "best": {first: list(one.best[0][issue]), second: list(one.best[1][issue])},
            }
            for issue, a, b, share in zip(one.issues, *one.division.points, one.division.first, strict=True)
        ],
        "total": str(one.division.total[0]),
        "indivisible": list(one.indivisible),
    }
