"""Numbers as they are written: in digits, in words, with a scale, as a share or a percentage, after a currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from holdfast.case.hedges import SHARES


def any_of(words: Iterable[str]) -> str:
    """A pattern for these words, the longest first, none of them the beginning of a longer word."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![\w-])" if word[-1].isalpha() else "") for word in ordered)


_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = {
    word: 10 * n
    for n, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
COUNTS: Final[dict[str, int]] = {
    **{word: number for number, word in enumerate(_SMALL)},
    **_TENS,
    **{f"{ten}{joint}{_SMALL[n]}": value + n for ten, value in _TENS.items() for n in range(1, 10) for joint in "- "},
    "a": 1,
    "an": 1,
    "half a": 0,  # of the scale after it
    "half-dozen": 6,
    "half dozen": 6,
    "a half-dozen": 6,
}
SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SHORT_SCALES: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}

_DIGITS: Final = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?![0-9])")
_SHORT_SCALE: Final = re.compile(r"(?:(k|m|mn|bn)| (mn|bn))(?![\w-])", re.IGNORECASE)
_SCALE: Final = re.compile(rf" ?({any_of(SCALES)})", re.IGNORECASE)
_COUNT: Final = re.compile(any_of(COUNTS), re.IGNORECASE)
_PERCENT: Final = re.compile(r" ?(?:%|(?:percent|per cent|pct)(?![\w-]))", re.IGNORECASE)
_SHARE: Final = re.compile(rf"({any_of(SHARES)})(?=$| of | the )", re.IGNORECASE)
CURRENCY: Final = re.compile(r"[$€£¥] ?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read: up to `end`, `scale` being the word or letter after its digits."""

    value: Fraction
    scale: int
    percent: bool
    end: int
    rough: bool = False


def currency_at(line: str, start: int) -> tuple[str | None, int]:
    """The sign of a currency at a place, if there is one, and where what follows it begins."""
    found = CURRENCY.match(line, start)
    return (found[0].strip(), found.end()) if found else (None, start)


def share_at(line: str, start: int) -> Number | None:
    """A share in words at a place: ``half``, ``two thirds``."""
    found = _SHARE.match(line, start)
    return Number(SHARES[found[1].casefold()], 1, True, found.end(), True) if found else None


def number_at(line: str, start: int) -> Number | None:
    """A number at a place, in digits or words, with its scale and whether it is a percentage."""
    digits = _DIGITS.match(line, start)
    if digits is None:
        return _in_words(line, start)
    value, end, scale = Fraction(re.sub("[, ]", "", digits[1])), digits.end(), 1
    short = _SHORT_SCALE.match(line, end)
    long = _SCALE.match(line, end)
    if short:
        scale, end = _SHORT_SCALES[(short[1] or short[2]).casefold()], short.end()
    elif long:
        scale, end = SCALES[long[1].casefold()], long.end()
    percent = _PERCENT.match(line, end)
    rough = scale == SCALES["dozen"]
    return Number(value * scale, scale, percent is not None, percent.end() if percent else end, rough)


def _in_words(line: str, start: int) -> Number | None:
    """``twelve``, ``two hundred``, ``a million``, ``half a dozen``, ``two hundred and fifty thousand``."""
    total, current, end, scale = Fraction(0), Fraction(0), start, 1
    rough, articles = False, False
    while True:
        join = re.compile(r" and | ", re.IGNORECASE).match(line, end) if end > start else None
        count = _COUNT.match(line, join.end() if join else end) if join or end == start else None
        if count is None:
            break
        word = count[0].casefold()
        if end > start and (word in ("a", "an", "half a") or current % 100 or (not current and not total)):
            break
        current += Fraction(1, 2) if word == "half a" else COUNTS[word]
        articles = word in ("a", "an", "half a")
        end = count.end()
        while (found := _SCALE.match(line, end)) is not None:
            factor = SCALES[found[1].casefold()]
            current, end, scale, articles = current * factor, found.end(), factor, False
            rough = rough or factor == SCALES["dozen"]
        if current >= 1000:
            total, current = total + current, Fraction(0)
    if end == start or articles:
        return None
    percent = _PERCENT.match(line, end)
    return Number(total + current, scale, percent is not None, percent.end() if percent else end, rough)
