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

_WD: Final = "|".join(name.title() for name in WEEKDAYS)
_ABBREVIATED: Final = (
    r"Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.|Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_M: Final = f"(?:{'|'.join(name.title() for name in MONTHS)}|{_ABBREVIATED})"
#: Months whose names are no other words in the middle of a sentence.
_BARE_M: Final = f"(?:{'|'.join(name.title() for name in MONTHS)})"
_D: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9%]|[.,:/][0-9])"
_Y: Final = r"(?:1[89]|20|21)[0-9]{2}(?![0-9%]|[.,:/][0-9])"
_TO: Final = r"(?: ?[-–—] ?| to | and | until )"
_COUNT: Final = (
    r"(?:a couple of|a few|several|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|eighteen|twenty|thirty|[1-9][0-9]{0,3})"
)
_UNIT: Final = r"(?:hour|day|night|week|fortnight|month|year|decade)s?"
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


def _month_day(found: Match, around: Around) -> Meaning:
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


def _iso(found: Match, around: Around) -> Meaning:
    return _dated(int(found[1]), int(found[2]), int(found[3]), around)


def _digits(found: Match, around: Around) -> Meaning:
    one, other, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if year < 100 else 0
    if one != other and one <= 12 and other <= 12:
        return Meaning(None, "which of the two is the month cannot be told")
    month, of_month = (one, other) if one <= 12 else (other, one)
    return _dated(year, month, of_month, around)


def _weekday(found: Match, around: Around) -> Meaning:
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


def _month_alone(found: Match, around: Around) -> Meaning:
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


def _month_of_year(found: Match, around: Around) -> Meaning:
    """``January of last year``."""
    if around.published is None:
        return _UNPUBLISHED
    step = {"last": -1, "this": 0, "next": 1}[found["which"].casefold()]
    year = months_later(around.published, 12 * step).year
    meaning = Meaning(month_of(year, _month(found["m"])), "a month of the year that is named", bound=True)
    return _parted(meaning, found["part"])


def _year(found: Match, around: Around) -> Meaning:
    return _parted(Meaning(year_of(int(found["y"])), "a year", bound=True), found["part"])


def _decade(found: Match, around: Around) -> Meaning:
    start = int(found["y"])
    period = Period(date(start, 1, 1), date(start + 9, 12, 31))
    return _parted(Meaning(period, "a decade", bound=True), found["part"])


def _season(found: Match, around: Around) -> Meaning:
    return Meaning(year_of(int(found["y"])), "a season, which begins and ends elsewhere at other times", bound=True)


def _parted(meaning: Meaning, which: str | None) -> Meaning:
    if not which or meaning.period is None:
        return meaning
    word = which.casefold()
    return Meaning(part(meaning.period, word), f"{meaning.rule}, the {word} third of it", bound=True)


def _near(found: Match, around: Around) -> Meaning:
    if around.published is None:
        return _UNPUBLISHED
    word = found[0].casefold()
    shift = -1 if word.startswith(("yesterday", "last", "overnight")) else 1 if word.startswith("tomorrow") else 0
    one = shifted(around.published, shift)
    if word.startswith(("last", "overnight")):
        return Meaning(Period(one, around.published), "the night before the document's day", bound=True)
    return Meaning(day(one), "counted from the document's day", bound=True)


def _weekend(found: Match, around: Around) -> Meaning:
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


def _this_unit(found: Match, around: Around) -> Meaning:
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


def _ago(found: Match, around: Around) -> Meaning:
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
    ends = sorted((_moved(base.start if back else base.end, unit, sign * n) for n in (low, high)))
    period = Period(ends[0], ends[1])
    if unit == "hour":
        ends = sorted((ends[0], ends[1], base.start))
        period = Period(ends[0], ends[-1])
    elif unit not in ("day", "night"):  # ‘three weeks ago’ is not said of a day
        coarse = "week" if unit in ("week", "fortnight") else "month" if unit == "month" else "year"
        period = Period(_calendar(coarse, ends[0]).start, _calendar(coarse, ends[1]).end)
    origin = "the day that the text named before" if anaphoric else "the document's day"
    return Meaning(period, f"counted from {origin}", anaphoric, bound=True)


def _past_units(found: Match, around: Around) -> Meaning:
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


def _anaphoric(found: Match, around: Around) -> Meaning:
    word = found[0].casefold()
    if around.earlier is None or not around.earlier.one_day or around.earlier.start is None:
        if "later in the day" in word or "earlier in the day" in word:
            return Meaning(day(around.published), "the document's own day") if around.published else _UNPUBLISHED
        return Meaning(None, "counted from a day that the text does not name")
    shift = 1 if re.search(r"next|following|after", word) else -1 if re.search(r"previous|before", word) else 0
    return Meaning(day(shifted(around.earlier.start, shift)), "counted from the day that the text named before", True)


def _recurring(found: Match, around: Around) -> Meaning:
    return Meaning(None, "comes again and again")


def _clock(found: Match, around: Around) -> Meaning:
    return Meaning(None, "a time of day without its day")


_WHICH: Final = r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he coming|[Tt]he following) )?"
_PART: Final = r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[- ])?"
_SIDE: Final = (
    r"(?:(?P<side>[Ll]ater|[Ee]arlier|[Ee]arly|[Ll]ate|the end of|the start of|the beginning of|the middle of) "
    r"(?:in )?(?:the )?)?"
)


#: Names that have a day in them and mean none.
_NAME: Final = r"(?<!Good )(?<!Black )(?<!Bloody )(?<!Holy )(?<!Easter )(?<!Ash )(?<!Palm )"
_NOT_NAME: Final = (
    r"(?! (?:Times|Telegraph|Agreement|Accords?|Mail|Express|Herald|prayers?|Movement|Post|Review)\b)(?!-)"
)

#: Every rule, the first that matches at a place and is longest there counts.
RULES: Final[tuple[tuple[re.Pattern[str], Resolver], ...]] = (
    (re.compile(r"\b([12][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?![0-9-])"), _iso),
    (re.compile(r"(?<![0-9./-])([0-3]?[0-9])[./]([0-3]?[0-9])[./]([0-9]{4}|[0-9]{2})(?![0-9/-]|\.[0-9])"), _digits),
    (
        re.compile(
            rf"\b(?:(?:{_WD}),? (?:the )?)?(?P<m>{_M}) (?P<d>{_D})(?:{_TO}(?:(?P<m2>{_M}) )?(?P<d2>{_D})(?! [a-z]))?"
            rf"(?:,? (?P<y>{_Y}))?"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"\b(?:(?:{_WD}),? (?:the )?)?(?P<d>{_D})(?:{_TO}(?P<d2>{_D}))? (?:of )?(?P<m>{_M})(?P<m2>\b)(?:,? (?P<y>{_Y}))?"
        ),
        _month_day,
    ),
    (re.compile(rf"{_NAME}\b{_WHICH}(?P<wd>{_WD})(?:['’]s)?\b{_NOT_NAME}"), _weekday),
    (re.compile(rf"\b(?:[Ee]very|[Ee]ach) (?:{_WD}|day|week|month|year|night|morning)\b|\b(?:{_WD})s\b"), _recurring),
    (re.compile(rf"\b{_PART}(?P<which>\b)(?P<m>{_M}),? (?:of )?(?P<y>{_Y})"), _month_alone),
    (
        re.compile(rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his) (?P<part>early|mid|late)?-?(?P<m>{_BARE_M})(?P<y>\b)"),
        _month_alone,
    ),
    (
        re.compile(
            rf"(?:(?<=\b[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=\b[Bb]y )|(?<=[Ff]rom )|(?<=[Bb]efore )|(?<=[Aa]fter )|"
            rf"(?<=[Dd]uring )|(?<=through )|(?<= to )|(?<=and )|(?<=of )|(?<=mid-)|(?<=early )|(?<=late ))"
            rf"{_PART}(?P<which>\b)(?P<m>{_BARE_M})(?P<y>\b)(?!-)(?! [A-Z])"
        ),
        _month_alone,
    ),
    (re.compile(rf"\b{_PART}(?P<m>{_BARE_M}) of (?P<which>last|this|next) year\b"), _month_of_year),
    (re.compile(rf"\b{_PART}(?P<y>(?:1[89]|20)[0-9]0)s\b"), _decade),
    (re.compile(r"(?<=\()(?P<part>)(?P<y>(?:19|20)[0-9]{2})(?=\))"), _year),
    (re.compile(rf"\b(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?: of)? (?P<y>{_Y})"), _season),
    (
        re.compile(
            r"(?:(?<=\b[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=\b[Bb]y )|(?<=[Ff]rom )|(?<=[Bb]efore )|(?<=[Aa]fter )|"
            r"(?<=[Dd]uring )|(?<=through )|(?<=\bof )|(?<=year )|(?<=\bthe )|(?<=\bits )|(?<=['’]s )|(?<=\ba )|(?<=early )|(?<=late )|(?<=mid-))"
            rf"{_PART}(?P<y>{_Y})(?!-)(?! (?:people|men|women|civilians|soldiers|troops|tonnes|prisoners|hostages|dollars)\b)"
        ),
        _year,
    ),
    (re.compile(r"(?:(?<=between )(?P<part>\b)(?P<y>(?:19|20)[0-9]{2})(?= and (?:19|20)[0-9]{2}\b))"), _year),
    (
        re.compile(r"(?:(?<=[0-9]{4} and )|(?<=[0-9]{4} to )|(?<=[0-9]{4}[-–]))(?P<part>\b)(?P<y>(?:19|20)[0-9]{2})\b"),
        _year,
    ),
    (re.compile(r"\b(?P<part>)(?P<y>(?:19|20)[0-9]{2})(?=[-–](?:19|20)[0-9]{2}\b)"), _year),
    (
        re.compile(
            r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))(?:['’]s)?\b"
        ),
        _near,
    ),
    (
        re.compile(r"\b(?:(?:[Tt]he|(?:[Tt]he )?(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming)) )[Ww]eekend(?:['’]s)?\b"),
        _weekend,
    ),
    (
        re.compile(
            rf"\b{_SIDE}(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|[Cc]oming) (?P<unit>week|month|year|decade)(?:['’]s)?\b"
        ),
        _this_unit,
    ),
    (
        re.compile(
            rf"\b(?P<before>)(?P<n>{_COUNT}) (?P<unit>{_UNIT}) (?P<after>ago|earlier|later|before|after)\b",
            re.IGNORECASE,
        ),
        _ago,
    ),
    (
        re.compile(
            rf"\b(?P<before>[Ii]n|[Ww]ithin) (?P<n>{_COUNT}) (?P<unit>{_UNIT})(?P<after>)(?= time\b|[,.;]|$|['’])"
        ),
        _ago,
    ),
    (
        re.compile(
            r"\b(?:[Ii]n |[Oo]ver |[Dd]uring |[Ff]or |[Ww]ithin |[Oo]f )?(?:the )?[“\"‘']?(?P<which>[Pp]ast|[Ll]ast|[Pp]revious|[Rr]ecent|[Pp]receding|[Cc]oming|[Nn]ext|"
            rf"[Ff]ollowing)(?: (?P<n>{_COUNT}|few))? (?P<unit>hours|days|nights|weeks|months|years|decades)\b"
        ),
        _past_units,
    ),
    (
        re.compile(
            r"\b(?:[Ll]ater|[Ee]arlier)(?: in)? (?:the|that|the same) day\b|\b(?:[Tt]he|[Tt]hat) (?:same|next|following|previous) (?:day|night|morning)\b"
            r"|\b[Tt]he day (?:before|after)(?=[,.;]|$)|\bthat (?:day|night|evening|morning|afternoon)\b"
        ),
        _anaphoric,
    ),
    (
        re.compile(
            r"\b(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?: ?[ap]\.?m\.?)?(?: ?GMT| local time)?|\b(?:1[0-2]|[1-9]) ?[ap]\.?m\b\.?|\b(?:[Nn]oon|[Mm]idnight)\b"
        ),
        _clock,
    ),
)
