"""Whether two asserted values mean the same: figures with their hedges and units, dates, words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from holdfast.case.case import day_of
from holdfast.case.figures import Figure, differs_by_rounding, fits
from holdfast.case.model import Value

Comparison: TypeAlias = Literal["fits", "differs by rounding", "differs"]

#: Units that are converted: to minutes, metres, kilograms, square metres. Months and years have no fixed length.
_MEASURES: Final = {
    unit: (kind, factor)
    for kind, units in {
        "time": {"minute min": 1, "hour h hr": 60, "day": 1440, "week": 10080},
        "length": {"metre meter m": 1, "kilometre kilometer km": 1000},
        "mass": {"kilogram kilo kg": 1, "tonne ton t": 1000},
        "area": {
            "square metre|square meter|m²": 1,
            "hectare|ha": 10_000,
            "square kilometre|square kilometer|km²": 10**6,
        },
    }.items()
    for names, factor in units.items()
    for unit in re.split(r"\||(?<!square) ", names)
}
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»\"'‘’‚", ""))


def compare(a: Value, b: Value) -> Comparison:
    """How two values under one key relate.

    * Figures fit where some number lies in both ranges (``about 2,000`` and ``nearly 2,000``), after conversion where
      both have a unit of time, length, mass or area; two other units fit only where they are the same words or one is
      the end of the other (``prisoners``, ``Palestinian prisoners``). A share fits no plain number.
    * Dates fit on the same day; a day fits every time of it.
    * Everything else, places too, is compared as words: capitals, quotation marks, white space, a leading article and a
      last full stop do not count. Other names for the same place are other words.
    """
    if a.figure is not None and b.figure is not None:
        return _figures(a.figure, b.figure)
    if a.moment is not None and b.moment is not None:
        if type(a.moment) is type(b.moment):
            return "fits" if a.moment == b.moment else "differs"
        return "fits" if day_of(a.moment) == day_of(b.moment) else "differs"
    return "fits" if words(a.text) == words(b.text) else "differs"


def words(text: str) -> str:
    """A text by which two are compared."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return re.sub(r"^(the|a|an) ", "", " ".join(plain.split()).removesuffix("."))


def _figures(a: Figure, b: Figure) -> Comparison:
    first, second = _unit(a), _unit(b)
    if first is not None and second is not None:
        if (first in _MEASURES) != (second in _MEASURES):
            return "differs"
        if first in _MEASURES:
            (kind, factor), (other, by) = _MEASURES[first], _MEASURES[second]
            if kind != other:
                return "differs"
            a, b = _times(a, factor), _times(b, by)
        elif not (f" {first}".endswith(f" {second}") or f" {second}".endswith(f" {first}")):
            return "differs"
    if fits(a, b):
        return "fits"
    return "differs by rounding" if differs_by_rounding(a, b) else "differs"


def _unit(figure: Figure) -> str | None:
    if figure.unit is None:
        return None
    unit = words(figure.unit)
    return unit if unit in _MEASURES or len(unit) < 4 else re.sub(r"(?<=[^s])s$", "", unit)


def _times(figure: Figure, factor: int) -> Figure:
    def scaled(number: Fraction | None) -> Fraction | None:
        return None if number is None else number * factor

    return replace(
        figure,
        stated=scaled(figure.stated),
        low=scaled(figure.low),
        high=scaled(figure.high),
        precision=scaled(figure.precision),
    )
