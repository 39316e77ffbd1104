"""What the words around a number leave possible: the tables behind `holdfast.case.figures`.

The ranges are conventions, not measurements. They serve one purpose: to tell claims that cannot both be true from
claims that can. They are therefore wide, since a hedge that is read too narrowly makes a contradiction that nobody
uttered.

* *about*: a tenth either way. Speakers round to one or two digits, and a tenth covers rounding to the nearest ten at 50
  and to the nearest hundred at 500. Dozens (``two dozen``) and simple shares (``half``, ``a third``) are meant so even
  when nobody says *about*.
* *nearly*, *just over*: within a tenth of the number, on one side of it; the number itself is excluded.
* *more than*, *fewer than*: the number is a bound and is excluded, and says nothing of how far off the figure is.
  Counts are never negative, so what is bounded above is bounded below by 0.
* *at least*, *at most*: the same with the number included.
* A vague word (``dozens``, ``several hundred``) states no number and has a range of its own, up to where the next
  larger word would have been chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final


@dataclass(frozen=True, slots=True)
class Hedge:
    """A row of the table of hedges: `name` in results, the `words` before a number, the words `after` one.

    `low` and `high` are factors of the stated number, None where there is no such bound; `low_open` and `high_open`
    say that the bound itself is excluded.
    """

    name: str
    words: tuple[str, ...]
    low: Fraction
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vague:
    """A row of the table of vague figures: words that state no number, and the range they leave, bounds included."""

    words: tuple[str, ...]
    low: int
    high: int | None


_NONE: Final = Fraction(0)
_LESS: Final = Fraction(9, 10)
_ONE: Final = Fraction(1)
_MORE: Final = Fraction(11, 10)

#: What each hedge makes of the number it stands beside.
HEDGES: Final = (
    Hedge("exactly", ("exactly", "precisely"), _ONE, _ONE),
    Hedge(
        "about",
        (
            "about",
            "around",
            "roughly",
            "approximately",
            "approx.",
            "approx",
            "some",
            "an estimated",
            "circa",
            "ca.",
            "c.",
            "~",
            "≈",
        ),
        _LESS,
        _MORE,
        after=("or so",),
    ),
    Hedge(
        "nearly",
        ("nearly", "almost", "close to", "just under", "slightly under", "slightly less than"),
        _LESS,
        _ONE,
        high_open=True,
    ),
    Hedge("just over", ("just over", "slightly over", "slightly more than"), _ONE, _MORE, low_open=True),
    Hedge(
        "more than",
        ("more than", "over", "well over", "above", "in excess of", "upwards of", ">"),
        _ONE,
        None,
        low_open=True,
    ),
    Hedge("fewer than", ("fewer than", "less than", "under", "well under", "below", "<"), _NONE, _ONE, high_open=True),
    Hedge(
        "at least",
        ("at least", "no fewer than", "no less than", "not less than", "not fewer than", ">=", "≥"),
        _ONE,
        None,
        after=("or more", "at least", "+"),
    ),
    Hedge(
        "at most",
        ("at most", "up to", "as many as", "no more than", "not more than", "<=", "≤"),
        _NONE,
        _ONE,
        after=("or fewer", "or less", "at most"),
    ),
)

#: What each vague figure may be.
VAGUE: Final = (
    Vague(("a couple of", "a couple"), 2, 3),
    Vague(("a few", "a handful of", "a handful"), 2, 6),
    Vague(("several",), 3, 9),
    Vague(("a few dozen", "several dozen"), 24, 108),
    Vague(("dozens of", "dozens"), 24, 199),
    Vague(("scores of", "scores"), 40, 199),
    Vague(("a couple of hundred", "a couple hundred"), 200, 399),
    Vague(("a few hundred",), 200, 699),
    Vague(("several hundred",), 300, 999),
    Vague(("hundreds of", "hundreds"), 200, 1_999),
    Vague(("a couple of thousand", "a couple thousand"), 2_000, 3_999),
    Vague(("a few thousand",), 2_000, 6_999),
    Vague(("several thousand",), 3_000, 9_999),
    Vague(("thousands of", "thousands"), 2_000, 19_999),
    Vague(("tens of thousands of", "tens of thousands"), 20_000, 199_999),
    Vague(("a few hundred thousand",), 200_000, 699_999),
    Vague(("several hundred thousand",), 300_000, 999_999),
    Vague(("hundreds of thousands of", "hundreds of thousands"), 200_000, 1_999_999),
    Vague(("a couple of million", "a couple million"), 2_000_000, 3_999_999),
    Vague(("a few million",), 2_000_000, 6_999_999),
    Vague(("several million",), 3_000_000, 9_999_999),
    Vague(("millions of", "millions"), 2_000_000, None),
)

#: Shares in words, in percent. They count as *about*.
SHARES: Final = {
    "half": Fraction(50),
    "one half": Fraction(50),
    "a third": Fraction(100, 3),
    "one third": Fraction(100, 3),
    "two thirds": Fraction(200, 3),
    "two-thirds": Fraction(200, 3),
    "a quarter": Fraction(25),
    "one quarter": Fraction(25),
    "three quarters": Fraction(75),
    "three-quarters": Fraction(75),
}
