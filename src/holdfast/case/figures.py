"""Numbers as people assert them: ``48``, ``about 50``, ``nearly 2,000``, ``several hundred``, ``5 to 7``, ``30%``.

A `Figure` keeps what was written, the number that was stated, and the range of numbers that the words leave possible.
What each hedge means stands in one place, `holdfast.case.hedges`.

All arithmetic is exact (`Fraction`); there are no floats. A point is a decimal point; a comma or a space (narrow,
no-break) separates thousands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from holdfast.case.hedges import HEDGES, SHARES, VAGUE
from holdfast.case.numerals import COUNTS, CURRENCY, SCALES, any_of, currency_at, number_at, share_at


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as asserted.

    `stated` is the number in the words, None for a range and for a vague figure. `low` and `high` bound what it may
    be, None where there is no bound; a bound is excluded where `low_open` or `high_open`. `hedge` is the name of a row
    of `HEDGES`, or ``range``, or ``vague``. A percentage is kept as written: 30% is 30, with `percent`. `unit` is the
    words after the number, or the sign of a currency before it. `precision` is the place value of the last digit
    that is not a trailing zero (10 for 1,230; 100,000 for 2.1 million), None where no number is stated.
    """

    text: str
    stated: Fraction | None
    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    hedge: str = "exactly"
    percent: bool = False
    unit: str | None = None
    precision: Fraction | None = None


#: Words after a number that make it something else: a date, a place in a row, a part of something.
_NO_UNIT: Final = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "am", "pm", "of",
    "the", "a", "an", "and", "or", "to", "in", "on", "at", "by", "from", "o'clock", "ago", "later", "before", "after",
    "until", "bc", "ad",
)).union(COUNTS, SCALES)  # fmt: skip
_UNIT_WORDS: Final = 4

_HEDGE_OF: Final = {word: hedge for hedge in HEDGES for word in hedge.words}
_HEDGE: Final = re.compile(rf"({any_of(_HEDGE_OF)}) ?", re.IGNORECASE)
_AFTER_OF: Final = {word: hedge for hedge in HEDGES for word in hedge.after}
_AFTER: Final = re.compile(rf" ?({any_of(_AFTER_OF)})", re.IGNORECASE)
_AFTER_LAST: Final = re.compile(rf" ({any_of(_AFTER_OF)})$", re.IGNORECASE)
_VAGUE_OF: Final = {word: vague for vague in VAGUE for word in vague.words}
_VAGUE: Final = re.compile(rf"(?:(?:about|some|perhaps|maybe) )?({any_of(_VAGUE_OF)})", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(between|from) ", re.IGNORECASE)
_JOINT: Final = re.compile(r" ?[-–—] ?| (to|and) ", re.IGNORECASE)
_WORD: Final = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_UNIT: Final = re.compile(rf" (of )?({_WORD}(?: {_WORD}){{0,{_UNIT_WORDS - 1}}})")
#: How a figure may begin; most words do not, and are passed over at once.
_FIRST: Final = {words.split()[0] for words in (*COUNTS, *_HEDGE_OF, *_VAGUE_OF, *SHARES, "between", "from")}
_OPENS: Final = re.compile(rf"[0-9$€£¥]|{any_of(_FIRST)}", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_LONGEST: Final = 200


def parse_figure(text: str) -> Figure | None:
    """The figure that `text` is, None if it is something else (a date, a place, words). Raises nothing.

    A unit is at most four words. A number word before a noun (``two cranes``) is a figure.
    """
    line = " ".join(text.split()).strip()
    if not line or len(line) > _LONGEST:
        return None
    return _vague(text, line) or _range(text, line) or _stated(text, line)


def figure_at(text: str, start: int = 0) -> tuple[Figure, int] | None:
    """The longest figure that begins at a place of a text, its unit left out, and where it ends; None without one."""
    if _OPENS.match(text, start) is None:
        return None
    line = text[start : start + _LONGEST]
    for end in sorted(_ends(line), reverse=True):
        figure = parse_figure(line[:end])
        if figure is not None:
            return figure, start + end
    return None


def _ends(line: str) -> set[int]:
    """Where a figure that begins a line may end."""
    before = _HEDGE.match(line)
    vague = _VAGUE.match(line) or (_VAGUE.match(line, before.end()) if before else None)
    ends = {vague.end()} if vague else set()
    for opening in (_BETWEEN, _HEDGE, None):
        found = opening.match(line) if opening else None
        if opening and not found:
            continue
        start = found.end() if found else 0
        about = _HEDGE.match(line, start)
        for first in {start, about.end() if about else start}:
            ends |= _number_ends(line, first)
    return ends


def _number_ends(line: str, start: int) -> set[int]:
    """Where a number ends, with the second one of a range, and with a hedge behind it."""
    _, start = currency_at(line, start)
    number = share_at(line, start) or number_at(line, start)
    if number is None:
        return set()
    ends = {number.end}
    joint, after = _JOINT.match(line, number.end), _AFTER.match(line, number.end)
    if after:
        ends.add(after.end())
    if joint:
        second = number_at(line, currency_at(line, joint.end())[1])
        ends |= {second.end} if second else set()
    return ends


def _vague(text: str, line: str) -> Figure | None:
    before = _HEDGE.match(line)
    found = _VAGUE.match(line) or (_VAGUE.match(line, before.end()) if before else None)
    if found is None:
        return None
    known, unit = _unit(line, found.end(), True)
    if not known:
        return None
    row = _VAGUE_OF[found[1].casefold()]
    low, high = Fraction(row.low), None if row.high is None else Fraction(row.high)
    if before and found.start():  # `at least a few`, `up to several hundred`: the hedge takes away a bound
        hedge = _HEDGE_OF[before[1].casefold()]
        low, high = (low if hedge.low else hedge.low), (None if hedge.high is None else high)
    return Figure(text, None, low, high, hedge="vague", unit=unit)


def _range(text: str, line: str) -> Figure | None:
    between = _BETWEEN.match(line)
    start = between.end() if between else 0
    hedge = _HEDGE.match(line, start)
    about = hedge is not None and _HEDGE_OF[hedge[1].casefold()].name == "about"
    if hedge is not None and about:
        start = hedge.end()
    money, start = currency_at(line, start)
    first = number_at(line, start)
    joint = _JOINT.match(line, first.end) if first else None
    if first is None or joint is None:
        return None
    if (joint[1] or "").casefold() == "and" and not (between and between[1].casefold() == "between"):
        return None
    _, at = currency_at(line, joint.end())
    second = number_at(line, at)
    if second is None or (first.percent and not second.percent):
        return None
    if not joint[1] and _YEAR.fullmatch(line[start : first.end]) and _YEAR.fullmatch(line[at : second.end]):
        return None
    known, unit = _unit(line, second.end, second.percent)
    low = first.value
    # `5 to 7 million`: the scale is said once. `900 to 1 million` is no such case.
    if first.scale == 1 and low < second.value / second.scale:
        low *= second.scale
    if not known or low > second.value:
        return None
    wide = _HEDGE_OF["about" if about else "exactly"]
    return Figure(
        text,
        None,
        low * wide.low,
        second.value * (wide.high or 1),
        hedge="about" if about else "range",
        percent=second.percent,
        unit=unit or money,
    )


def _stated(text: str, line: str) -> Figure | None:
    hedge, start = _HEDGE_OF["exactly"], 0
    before = _HEDGE.match(line)
    if before:
        hedge, start = _HEDGE_OF[before[1].casefold()], before.end()
    money, start = currency_at(line, start)
    number = share_at(line, start) or number_at(line, start)
    if number is None:
        return None
    end = number.end
    after = None if before else _AFTER.match(line, end)
    last = None if before or after else _AFTER_LAST.search(line, end)
    if after:
        hedge, end = _AFTER_OF[after[1].casefold()], after.end()
    elif last:
        # `50 people or more`: the hedge may stand behind the unit too.
        hedge, line = _AFTER_OF[last[1].casefold()], line[: last.start()]
    elif number.rough and not before:
        hedge = _HEDGE_OF["about"]
    known, unit = _unit(line, end, number.percent)
    if not known:
        return None
    value = number.value
    return Figure(
        text,
        value,
        value * hedge.low,
        None if hedge.high is None else value * hedge.high,
        hedge.low_open,
        hedge.high_open,
        hedge.name,
        number.percent,
        unit or money,
        _precision(value),
    )


def _unit(line: str, start: int, part: bool) -> tuple[bool, str | None]:
    """Whether the rest of the line is nothing or a unit, and the unit. `part`: ``of`` may come first."""
    rest = line[start:].rstrip(".")
    if not rest:
        return True, None
    found = _UNIT.fullmatch(rest)
    if found is None or (found[1] and not part):
        return False, None
    if found[2].split()[0].casefold() in _NO_UNIT and not (part and found[2].casefold().startswith("the ")):
        return False, None
    return True, found[2]


def _precision(value: Fraction) -> Fraction | None:
    """The place value of the last digit that is not a trailing zero; None where the decimals never end."""
    if value == 0:
        return Fraction(1)
    place = Fraction(1)
    while (value / place).denominator != 1:
        place /= 10
        if place.denominator > 10**_LONGEST:
            return None
    while value % (place * 10) == 0:
        place *= 10
    return place


def comparable(a: Figure, b: Figure) -> bool:
    """Whether both are shares or both are not."""
    return a.percent == b.percent


def fits(a: Figure, b: Figure) -> bool:
    """Whether some number, whole or not, lies in both ranges; units are ignored.

    A share and a plain number never fit: ask `comparable` first.
    """
    if not comparable(a, b):
        return False
    lows = [(x.low, x.low_open) for x in (a, b) if x.low is not None]
    highs = [(x.high, not x.high_open) for x in (a, b) if x.high is not None]
    if not lows or not highs:
        return True
    # Of two equal bounds the open one binds.
    low, low_open = max(lows)
    high, high_closed = min(highs)
    return low < high or (low == high and high_closed and not low_open)


def differs_by_rounding(a: Figure, b: Figure) -> bool:
    """Whether two different exact figures may be one number, rounded by one of the two speakers.

    The rule: both are stated without a hedge; one of them is the other rounded to its own visible precision, which is
    the place of its last digit that is not a trailing zero, halves to either side (1,200 and 1,195; 250 and 251; 50 and
    48); and they differ by at most a tenth of the larger. The last keeps figures such as 100 and 60 apart, where the
    rounding would be as large as the number.
    """
    if not comparable(a, b) or a.hedge != "exactly" or b.hedge != "exactly":
        return False
    if a.stated is None or b.stated is None or a.precision is None or b.precision is None or a.stated == b.stated:
        return False
    difference = abs(a.stated - b.stated)
    return 2 * difference <= max(a.precision, b.precision) and 10 * difference <= max(a.stated, b.stated)


def spoken(figure: Figure) -> str:
    """The figure as a report says it: ``about 50 people``, ``nearly 2,000``, ``5 to 7 days``, ``2.1 million``, ``30%``.

    A vague figure, a hedged range, dozens and shares in words stay as they were written.
    """
    numbers: tuple[Fraction | None, ...] = (figure.stated,)
    if figure.hedge == "range":
        numbers = (figure.low, figure.high)
    said = [_said(number) for number in numbers if number is not None and _precision(number) is not None]
    if not said or len(said) < len(numbers):
        return " ".join(figure.text.split())
    money = figure.unit if figure.unit and CURRENCY.fullmatch(figure.unit) else ""
    words = " to ".join(money + number for number in said) + ("%" if figure.percent else "")
    if figure.unit and not money:
        words += f"{' of' if figure.percent else ''} {figure.unit}"
    return words if figure.hedge in ("exactly", "range") else f"{figure.hedge} {words}"


def _said(number: Fraction) -> str:
    for word, scale in (("billion", 10**9), ("million", 10**6)):
        # Two decimals at most: 2.15 million, but 2,150,400.
        if number >= scale and (number * 100 / scale).denominator == 1:
            return f"{_decimal(number / scale)} {word}"
    return _decimal(number)


def _decimal(number: Fraction) -> str:
    """Exact decimal digits, thousands separated. The decimals must end."""
    whole, rest = divmod(number, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole:,}" + (f".{digits}" if digits else "")
