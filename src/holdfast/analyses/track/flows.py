"""Clauses that give so much in each period: whether each full one has brought what it owes."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.analyses.track.days import day
from holdfast.analyses.track.grounds import Grounds, in_words
from holdfast.analyses.track.status import Reason, Status
from holdfast.case.record_values import SCALE


def flow(grounds: Grounds, since: int | None, until: int | None) -> Status:
    """The status of a flow that is owed from a day on: each full period, by the count by which it is judged."""
    last = grounds.today if until is None else min(until, grounds.today)
    short: list[Reason] = []
    periods, counted = 0, False
    for good, quantity in grounds.clause.gives.items():
        series = grounds.settled.deciding(str(good))
        figure = quantity.amount.figure
        owed = None if figure is None else figure.stated if figure.stated is not None else figure.low
        if since is None or owed is None or quantity.per is None:
            continue
        length = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365}[quantity.per]
        owed *= SCALE * (24 if quantity.per == "hour" else 1)
        for number, (start, end) in enumerate(_periods(since, last, length), 1):
            periods += 1
            came = None if series is None else series.points.between(start, end)
            counted = counted or came is not None
            if came is not None and came < owed:
                assert series is not None
                names = series.points.entries(start, end)[:3]
                words = f"{in_words(came)} of {in_words(owed)} {good}"
                short.append(Reason("short period", (series.counter,), day(end), names, number=number, words=words))
    reasons = [Reason("in force", day=day(since))] if until is None else [Reason("ended", day=day(until))]
    deciding = [one for good in grounds.clause.gives if (one := grounds.settled.deciding(str(good))) is not None]
    if short:
        return grounds.status("in part", *short, *reasons)
    if not periods or not counted:
        return grounds.status("due" if until is None else "not due", *reasons)
    own = all(one.role == "own" for one in deciding)
    who = tuple(dict.fromkeys(one.counter for one in deciding))
    names = tuple(one.points[-1][2] for one in deciding)
    reason = Reason("own account" if own else "counted", who, day(max(one.points[-1][0] for one in deciding)), names)
    return grounds.status("performed by own account" if own else "performed", reason, *reasons)


def _periods(since: int, last: int, length: int) -> Iterator[tuple[int, int]]:
    """The full periods from a day on, up to another."""
    while since + length - 1 < last:
        yield since, since + length - 1
        since += length
