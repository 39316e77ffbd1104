"""What single expressions of time mean: ``Monday``, ``October 7, 2023``, ``last week``, ``three days ago``.

Each rule is a pattern and what it makes of a match in its context. Prepositions, ranges and times of day around an
expression are the business of `holdfast.intake.days`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from holdfast.case.figures import parse_figure
from holdfast.intake.periods import (
    MONTHS,
    WEEKDAYS,
    Period,
    day,
    day_from,
    month_from,
    month_of,
    months_later,
    part,
    shifted,
    valid,
    week_of,
    weekday_from,
    year_of,
)
from holdfast.intake.tense import Tense


@dataclass(frozen=True, slots=True)
class Around:
    """What an expression is counted from."""

    published: date | None
    tense: Tense | None
    """What the sentence around it speaks of."""
    earlier: Period | None
    """The last day or period that the text named before."""

    @property
    def future(self) -> bool:
        """Whether the sentence speaks of what is to come."""
        return self.tense == "future"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means, and by which rule; `period` is None where it cannot be told."""

    period: Period | None
    rule: str
    inferred: bool = False
    """Whether it rests on another expression of the text."""
    bound: bool = False
    """Whether ‘since’, ‘by’ and the like say something of it: it is a day or period with two ends."""


_UNPUBLISHED: Final = Meaning(None, "counted from the document's day, which is not known")
_NO_SUCH_DAY: Final = Meaning(None, "there is no such day")

#: How many days a unit that is no calendar unit has.
_DAYS: Final = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_HOURS: Final = 24
_MONTHS_IN: Final = {"month": 1, "year": 12, "decade": 120}

Match: TypeAlias = "re.Match[str]"
Resolver: TypeAlias = Callable[[Match, Around], Meaning]


def _month(words: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(words.casefold()[:3]))


def _number(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def _dated(year: int | None, month: int, of_month: int, around: Around) -> Meaning:
    if year is not None:
        found = valid(year, month, of_month)
        return _NO_SUCH_DAY if found is None else Meaning(day(found), "a date", bound=True)
    if around.published is None:
        return Meaning(None, "a date without its year, in a document whose day is not known")
    found = day_from(around.published, month, of_month, around.future)
    if found is None:
        return _NO_SUCH_DAY
    side = "on or after" if around.future else "on or before"
    return Meaning(day(found), f"a date without its year: the nearest {side} the document's day", bound=True)


def month_day(found: Match, around: Around) -> Meaning:
    """``7 March 2023``, ``March 3 to 5``, ``Sept. 3``."""
    year = int(found["y"]) if found["y"] else None
    first = _dated(year, _month(found["m"]), _number(found["d"]), around)
    if not found["d2"] or first.period is None or first.period.start is None:
        return first
    month = _month(found["m2"] or found["m"])
    start = first.period.start
    end = valid(start.year + (month < start.month), month, _number(found["d2"]))
    if end is None or end < start:
        return _NO_SUCH_DAY
    return Meaning(Period(start, end), "from one date to another")


def iso(found: Match, around: Around) -> Meaning:
    """``2023-03-07``."""
    return _dated(int(found[1]), int(found[2]), int(found[3]), around)


def digits(found: Match, around: Around) -> Meaning:
    """``17/03/2023``; unresolved where either number may be the month."""
    one, other, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if year < 100 else 0
    if one != other and one <= 12 and other <= 12:
        return Meaning(None, "which of the two is the month cannot be told")
    month, of_month = (one, other) if one <= 12 else (other, one)
    return _dated(year, month, of_month, around)


def weekday(found: Match, around: Around) -> Meaning:
    """``Monday``, ``last Friday``, ``next Sunday``."""
    which = WEEKDAYS.index(found["wd"].casefold())
    word = (found["which"] or "").casefold()
    if around.published is None:
        return _UNPUBLISHED
    published = around.published
    if word == "last":
        before = weekday_from(shifted(published, -1), which, False)
        return Meaning(day(before), "‘last’ and a weekday: the nearest before the document's day", bound=True)
    if word in ("next", "the coming", "the following"):
        after = weekday_from(shifted(published, 1), which, True)
        if word == "next":
            # ‘next Friday’, said on a Monday, is for some the one of this week and for others that of the week after.
            return Meaning(
                Period(after, max(after, shifted(week_of(published).end or after, which + 1))),
                "‘next’ and a weekday: of this week or of the next, which usage leaves open",
                bound=True,
            )
        return Meaning(day(after), "‘coming’ and a weekday: the nearest after the document's day", bound=True)
    if word == "this":
        monday = week_of(published).start or published
        return Meaning(day(shifted(monday, which)), "‘this’ and a weekday: that of the document's week", bound=True)
    one = day(weekday_from(published, which, around.future))
    if around.future:
        return Meaning(one, "a weekday of which the sentence speaks as to come: the next one", bound=True)
    return Meaning(one, "a weekday in a report: the nearest past one, the document's own day included", bound=True)


def month_alone(found: Match, around: Around) -> Meaning:
    """``March``, ``early March 2023``, ``last October``."""
    month, year = _month(found["m"]), found["y"]
    word = (found["which"] or "").casefold()
    if year:
        period, rule = month_of(int(year), month), "a month of a year"
    elif around.published is None:
        return Meaning(None, "a month without its year, in a document whose day is not known")
    elif word in ("last", "next"):
        step = shifted(month_of(around.published.year, around.published.month).start or around.published, -1)
        if word == "next":
            step = months_later(around.published, 1)
        period, rule = month_from(step, month, word == "next"), f"‘{word}’ and a month"
    elif word == "this":
        period, rule = month_of(around.published.year, month), "‘this’ and a month: that of the document's year"
    else:
        period = month_from(around.published, month, around.future)
        rule = f"a month without its year: the nearest {'to come' if around.future else 'past'} one"
    return _parted(Meaning(period, rule, bound=True), found["part"])


def month_of_year(found: Match, around: Around) -> Meaning:
    """``January of last year``."""
    if around.published is None:
        return _UNPUBLISHED
    step = {"last": -1, "this": 0, "next": 1}[found["which"].casefold()]
    year = months_later(around.published, 12 * step).year
    meaning = Meaning(month_of(year, _month(found["m"])), "a month of the year that is named", bound=True)
    return _parted(meaning, found["part"])


def year(found: Match, around: Around) -> Meaning:
    """``2007``, ``late 2007``."""
    return _parted(Meaning(year_of(int(found["y"])), "a year", bound=True), found["part"])


def decade(found: Match, around: Around) -> Meaning:
    """``the 1990s``."""
    start = int(found["y"])
    period = Period(date(start, 1, 1), date(start + 9, 12, 31))
    return _parted(Meaning(period, "a decade", bound=True), found["part"])


def season(found: Match, around: Around) -> Meaning:
    """``spring 2024``: some time of that year."""
    return Meaning(year_of(int(found["y"])), "a season, which begins and ends elsewhere at other times", bound=True)


def _parted(meaning: Meaning, which: str | None) -> Meaning:
    if not which or meaning.period is None:
        return meaning
    word = which.casefold()
    return Meaning(part(meaning.period, word), f"{meaning.rule}, the {word} third of it", bound=True)


def near(found: Match, around: Around) -> Meaning:
    """``today``, ``overnight``, ``this morning``."""
    if around.published is None:
        return _UNPUBLISHED
    word = found[0].casefold()
    shift = -1 if word.startswith(("yesterday", "last", "overnight")) else 1 if word.startswith("tomorrow") else 0
    one = shifted(around.published, shift)
    if word.startswith(("last", "overnight")):
        return Meaning(Period(one, around.published), "the night before the document's day", bound=True)
    return Meaning(day(one), "counted from the document's day", bound=True)


def weekend(found: Match, around: Around) -> Meaning:
    """``the weekend``, ``next weekend``."""
    if around.published is None:
        return _UNPUBLISHED
    published, word = around.published, (found["which"] or "").casefold()
    saturday = shifted(week_of(published).start or published, 5)
    inside = published >= saturday
    if word == "next":
        first = shifted(saturday, 7 if inside else 0)
        return Meaning(Period(first, shifted(first, 8)), "‘next weekend’: the coming one or the one after", bound=True)
    if word == "last" or (not inside and not around.future and word not in ("this", "coming")):
        saturday = shifted(saturday, -7)
    elif word == "coming" and inside:
        saturday = shifted(saturday, 7)
    elif word == "this" and not inside and not around.future:
        # On a Monday, ‘this weekend’ of something past is the one just over.
        saturday = shifted(saturday, -7) if around.tense == "past" else saturday
    return Meaning(
        Period(saturday, shifted(saturday, 1)), "the nearest Saturday and Sunday that the tense allows", bound=True
    )


def _calendar(unit: str, one: date) -> Period:
    if unit == "week":
        return week_of(one)
    if unit == "month":
        return month_of(one.year, one.month)
    if unit == "year":
        return year_of(one.year)
    decade = one.year // 10 * 10 or 1
    return Period(date(decade, 1, 1), date(min(decade + 9, 9999), 12, 31))


def _moved(one: date, unit: str, count: int) -> date:
    unit = unit.removesuffix("s")
    if unit == "hour":  # rounded away from the day that it is counted from
        return shifted(one, -(-count // _HOURS) if count > 0 else count // _HOURS)
    if unit in _DAYS:
        return shifted(one, count * _DAYS[unit])
    return months_later(one, count * _MONTHS_IN[unit])


def this_unit(found: Match, around: Around) -> Meaning:
    """``last week``, ``later this month``, ``the end of next year``."""
    if around.published is None:
        return _UNPUBLISHED
    published = around.published
    which, unit, side = found["which"].casefold(), found["unit"].casefold(), (found["side"] or "").casefold()
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    period = _calendar(unit, _moved(published, unit, step))
    rule = f"‘{which} {unit}’: the calendar {unit}"
    if unit == "week" and published.weekday() >= 5:
        # At the end of a week the one that is ending is for some the last one already, and the coming one this.
        this = week_of(published)
        if which == "last":
            period = Period(period.start, published)
            rule = "‘last week’, at a weekend: the one before, or the one that is ending"
        elif which == "this" and (side.startswith("later") or around.future):
            period = Period(this.start, shifted(this.end or published, 7))
            rule = "‘this week’, at a weekend: the one that is ending, or the coming one"
    if side.startswith("later") and step == 0:
        return Meaning(Period(shifted(published, 1), period.end), f"{rule}, after the document's day", bound=True)
    if side.startswith("earlier") and step == 0:
        return Meaning(Period(period.start, shifted(published, -1)), f"{rule}, before the document's day", bound=True)
    return _parted(Meaning(period, rule, bound=True), side.removeprefix("the ").removesuffix(" of") or None)


def _count(words: str) -> tuple[int, int]:
    words = words.casefold()
    figure = parse_figure("a few" if words == "few" else words)
    if figure is None or figure.low is None or figure.high is None:
        return 1, 1
    return int(figure.low), int(figure.high)


def ago(found: Match, around: Around) -> Meaning:
    """``three days ago``, ``in two weeks``, ``two days later``, ``a day earlier``."""
    unit = found["unit"].casefold().removesuffix("s")
    low, high = _count(found["n"])
    word = (found["after"] or found["before"]).casefold()
    back = word in ("ago", "earlier", "before")
    anaphoric = word in ("later", "earlier", "before", "after")
    base = around.earlier if anaphoric else None if around.published is None else day(around.published)
    if base is None or base.start is None or base.end is None:
        return Meaning(None, "counted from a day that the text does not name" if anaphoric else _UNPUBLISHED.rule)
    sign = -1 if back else 1
    ends = sorted(_moved(base.start if back else base.end, unit, sign * n) for n in (low, high))
    period = Period(ends[0], ends[1])
    if unit == "hour":
        ends = sorted((ends[0], ends[1], base.start))
        period = Period(ends[0], ends[-1])
    elif unit not in ("day", "night"):  # ‘three weeks ago’ is not said of a day
        coarse = "week" if unit in ("week", "fortnight") else "month" if unit == "month" else "year"
        period = Period(_calendar(coarse, ends[0]).start, _calendar(coarse, ends[1]).end)
    origin = "the day that the text named before" if anaphoric else "the document's day"
    return Meaning(period, f"counted from {origin}", anaphoric, bound=True)


def past_units(found: Match, around: Around) -> Meaning:
    """``the past three weeks``, ``the next few days``, ``recent months``, ``in the coming days``."""
    if around.published is None:
        return _UNPUBLISHED
    published, which = around.published, found["which"].casefold()
    unit = found["unit"].casefold()
    back = which in ("past", "last", "previous", "recent", "preceding")
    rule = f"a stretch {'up to' if back else 'from'} the document's day"
    if not found["n"]:
        period = Period(None, published) if back else Period(published, None)
        return Meaning(period, f"{rule}, how long is not said")
    low, high = _count(found["n"])
    edge = _moved(published, unit, -high if back else high)
    period = Period(edge, published) if back else Period(published, edge)
    return Meaning(period, rule if low == high else f"{rule}, at its longest")


def anaphoric(found: Match, around: Around) -> Meaning:
    """``the next day``, ``later in the day``."""
    word = found[0].casefold()
    if around.earlier is None or not around.earlier.one_day or around.earlier.start is None:
        if "later in the day" in word or "earlier in the day" in word:
            return Meaning(day(around.published), "the document's own day") if around.published else _UNPUBLISHED
        return Meaning(None, "counted from a day that the text does not name")
    shift = 1 if re.search(r"next|following|after", word) else -1 if re.search(r"previous|before", word) else 0
    return Meaning(day(shifted(around.earlier.start, shift)), "counted from the day that the text named before", True)


def recurring(found: Match, around: Around) -> Meaning:
    """``every Monday``: no single day."""
    return Meaning(None, "comes again and again")


def clock(found: Match, around: Around) -> Meaning:
    """``14:30``: no day at all."""
    return Meaning(None, "a time of day without its day")
