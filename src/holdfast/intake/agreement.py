"""How far several coders agree: percent agreement, Krippendorff's alpha and Gwet's AC1, exactly.

The ratings are a table: a row for every unit (a statement, a suggestion), a column for every coder, None where a coder
said nothing of a unit. Coefficients are exact fractions; None where they are not defined.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias, TypeVar

Label = TypeVar("Label", bound=Hashable)
#: What the values are: names; ranks; numbers whose differences count; numbers whose ratios count.
Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
Ratings: TypeAlias = Sequence[Sequence[Label | None]]

#: So many draws make an interval by resampling.
DRAWS: Final = 1000


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one thing that they coded."""

    units: int
    """Those that at least two coders have coded: the others say nothing of agreement."""
    coders: int
    percent: Fraction | None
    """The share of pairs of coders that agree, averaged over units; from 0 to 1."""
    alpha: Fraction | None
    alpha_interval: Interval | None
    ac1: Fraction | None
    ac1_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit on which coders differ: each coder's label, in the order in which they were given."""

    unit: str
    labels: tuple[tuple[str, str | None], ...]


def agreement(ratings: Ratings[Label], categories: Sequence[Label] | None = None, *, seed: int = 0) -> Agreement:
    """All of it for labels without an order, with 95% intervals.

    Args:
        ratings: a row for every unit, a column for every coder.
        categories: the labels that the coders could choose from; default: those that they used.
        seed: of the resampling behind alpha's interval.

    Raises:
        ValueError: where rows differ in length, or a label is not among the categories.
    """
    _check(ratings, categories)
    return Agreement(
        units=len(_paired(ratings)),
        coders=len(ratings[0]) if ratings else 0,
        percent=percent(ratings),
        alpha=alpha(ratings),
        alpha_interval=alpha_interval(ratings, seed=seed),
        ac1=ac1(ratings, categories),
        ac1_interval=ac1_interval(ratings, categories),
    )


def table(codings: Mapping[str, Mapping[str, Label]]) -> tuple[tuple[str, ...], list[list[Label | None]]]:
    """The codings of each coder by unit as ratings, and the units in the order in which they first occur."""
    units = tuple(dict.fromkeys(unit for coded in codings.values() for unit in coded))
    return units, [[coded.get(unit) for coded in codings.values()] for unit in units]


def differences(codings: Mapping[str, Mapping[str, str]]) -> tuple[Difference, ...]:
    """The units that at least two coders have coded, and not alike: what there is to talk about."""
    units, ratings = table(codings)
    return tuple(
        Difference(unit, tuple(zip(codings, row, strict=True)))
        for unit, row in zip(units, ratings, strict=True)
        if len({label for label in row if label is not None}) > 1
    )


def percent(ratings: Ratings[Label]) -> Fraction | None:
    """The share of pairs of coders that agree, averaged over the units coded at least twice; None without any."""
    shares = [_agreeing(row) for row in _paired(ratings)]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def alpha(ratings: Ratings[Label], level: Level = "nominal") -> Fraction | None:
    """Krippendorff's alpha: 1 less the observed disagreement over the one expected by chance.

    Krippendorff, K. (2011), “Computing Krippendorff's Alpha-Reliability”, University of Pennsylvania; any number of
    coders, missing values, small samples.

    1. Leave out units with fewer than two values.
    2. Coincidences: a unit with m values gives each ordered pair of values of two coders a weight of 1/(m-1).
    3. How often each value occurs among what is left: n(c); all of them: n.
    4. Difference of two values: by name 0 or 1; by rank the values from one to the other, with half of each end,
       squared; as numbers (c-k)²; as ratios ((c-k)/(c+k))².
    5. alpha = 1 - (n-1) · Σ coincidences · difference / Σ n(c) · n(k) · difference.

    Values must be names for `nominal`, and numbers (int or Fraction, not negative for `ratio`) otherwise.

    Returns:
        None where it is not defined: nothing was coded twice, or all values are the same.
    """
    return _alpha(Counter(tuple(row) for row in _paired(ratings)), level)


def _alpha(units: Mapping[tuple[Label, ...], int], level: Level) -> Fraction | None:
    """Alpha of units by the values that they were given, and how many units there are of each such kind."""
    occurring: Counter[Label] = Counter()
    coincidences: dict[tuple[Label, Label], Fraction] = {}
    for values, times in units.items():
        counts = Counter(values)
        for c, many in counts.items():
            occurring[c] += times * many
            for k, others in counts.items():
                pairs = times * many * (others - (c == k))
                if pairs:
                    coincidences[c, k] = coincidences.get((c, k), Fraction(0)) + Fraction(pairs, len(values) - 1)
    difference = _difference(level, occurring)
    expected = sum(
        (many * others * difference(c, k) for c, many in occurring.items() for k, others in occurring.items()),
        Fraction(0),
    )
    if not expected:
        return None
    observed = sum((weight * difference(c, k) for (c, k), weight in coincidences.items()), Fraction(0))
    return 1 - (occurring.total() - 1) * observed / expected


def alpha_interval(
    ratings: Ratings[Label],
    level: Level = "nominal",
    *,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> Interval | None:
    """A percentile interval of alpha: units drawn again and again, with replacement.

    Recommended for it by Zapf, Castell, Morawietz and Karch (2016), “Measuring inter-rater reliability for nominal data
    - which coefficients and confidence intervals are appropriate?”, BMC Medical Research Methodology 16:93. A draw in
    which alpha is not defined is left out.

    Returns:
        None where fewer than two units were coded twice, or fewer than half of the draws have a value.
    """
    rows = [tuple(row) for row in _paired(ratings)]
    if len(rows) < 2:
        return None
    draw = random.Random(seed)
    drawn = (_alpha(Counter(draw.choices(rows, k=len(rows))), level) for _ in range(draws))
    values = sorted(float(value) for value in drawn if value is not None)
    if 2 * len(values) < draws:
        return None
    outside = (1 - confidence) / 2
    last = len(values) - 1
    return Interval(values[round(outside * last)], values[round((1 - outside) * last)])


def ac1(ratings: Ratings[Label], categories: Sequence[Label] | None = None) -> Fraction | None:
    """Gwet's AC1: agreement beyond chance, where chance is taken to strike only units that are hard to code.

    Gwet, K. L. (2008), “Computing inter-rater reliability and its variance in the presence of high agreement”, British
    Journal of Mathematical and Statistical Psychology 61, 29-48; with missing values as in Gwet (2014), Handbook of
    Inter-Rater Reliability, 4th edition.

    1. Observed: the pairs of coders that agree, averaged over the units that two or more have coded.
    2. How much each category is used: its share of a unit's labels, averaged over the units that anybody has coded.
    3. By chance: Σ share · (1 - share) / (categories - 1).
    4. AC1 = (observed - by chance) / (1 - by chance).

    Returns:
        None where it is not defined: nothing was coded twice, or there is only one category.
    """
    observed = percent(ratings)
    shares, q = _shares(ratings, categories)
    if observed is None or q < 2:
        return None
    chance = _chance(shares, q)
    return (observed - chance) / (1 - chance)


def ac1_interval(
    ratings: Ratings[Label], categories: Sequence[Label] | None = None, confidence: float = 0.95
) -> Interval | None:
    """A confidence interval of AC1 over the units, the coders taken as given.

    The variance of Gwet (2008), in the form for missing values of Gwet (2014):

    1. n units were coded at all, n' of them twice.
    2. g(i) = (n/n') (agreement of unit i - chance) / (1 - chance) - 2 (1 - AC1) (chance of i - chance) / (1 - chance);
       its first term is 0 for units coded once.
    3. Variance = Σ (g(i) - AC1)² / (n (n-1)); the interval with Student's t of n-1 degrees.

    Returns:
        None where AC1 is not defined, or there are fewer than two units.
    """
    value = ac1(ratings, categories)
    coded = [[label for label in row if label is not None] for row in ratings]
    coded = [row for row in coded if row]
    if value is None or len(coded) < 2:
        return None
    shares, q = _shares(ratings, categories)
    chance = _chance(shares, q)
    n, twice = len(coded), sum(len(row) > 1 for row in coded)
    squares = Fraction(0)
    for row in coded:
        agreed = Fraction(n, twice) * (_agreeing(row) - chance) / (1 - chance) if len(row) > 1 else Fraction(0)
        own = sum((1 - shares[label] for label in row), Fraction(0)) / (len(row) * (q - 1))
        squares += (agreed - 2 * (1 - value) * (own - chance) / (1 - chance) - value) ** 2
    from scipy.stats import t  # long to import, and only here

    half = float(t.ppf((1 + confidence) / 2, n - 1)) * math.sqrt(squares / (n * (n - 1)))
    return Interval(max(-1.0, float(value) - half), min(1.0, float(value) + half))


def _check(ratings: Ratings[Label], categories: Sequence[Label] | None) -> None:
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("every row needs a place for every coder")
    if categories is not None:
        unknown = {label for row in ratings for label in row if label is not None} - set(categories)
        if unknown:
            raise ValueError(f"not among the categories: {', '.join(sorted(map(str, unknown)))}")


def _paired(ratings: Ratings[Label]) -> list[list[Label]]:
    """The labels of each unit that two or more have coded."""
    rows = ([label for label in row if label is not None] for row in ratings)
    return [row for row in rows if len(row) > 1]


def _agreeing(row: Sequence[Label]) -> Fraction:
    """The share of the pairs of coders of a unit that agree."""
    return Fraction(sum(many * (many - 1) for many in Counter(row).values()), len(row) * (len(row) - 1))


def _shares(ratings: Ratings[Label], categories: Sequence[Label] | None) -> tuple[dict[Label, Fraction], int]:
    """How much each category is used, averaged over the units coded at all; and how many categories there are."""
    coded = [row for full in ratings if (row := [label for label in full if label is not None])]
    shares: dict[Label, Fraction] = dict.fromkeys(categories or (), Fraction(0))
    for row in coded:
        for label, many in Counter(row).items():
            shares[label] = shares.get(label, Fraction(0)) + Fraction(many, len(row) * len(coded))
    return shares, len(shares)


def _chance(shares: Mapping[Label, Fraction], q: int) -> Fraction:
    return sum((share * (1 - share) for share in shares.values()), Fraction(0)) / (q - 1)


def _difference(level: Level, occurring: Counter[Label]) -> Callable[[Label, Label], Fraction]:
    """The squared difference of two values that occur."""
    if level == "nominal":
        return lambda c, k: Fraction(c != k)
    numbers: dict[Label, Fraction] = {value: Fraction(value) for value in occurring}  # type: ignore[call-overload]
    if level == "interval":
        return lambda c, k: (numbers[c] - numbers[k]) ** 2
    if level == "ratio":
        return lambda c, k: ((numbers[c] - numbers[k]) / (numbers[c] + numbers[k])) ** 2 if c != k else Fraction(0)
    # by rank: half of what occurs at each value, and all before it
    before, middle = 0, {}
    for value in sorted(occurring, key=numbers.__getitem__):
        middle[value] = before + Fraction(occurring[value], 2)
        before += occurring[value]
    return lambda c, k: (middle[c] - middle[k]) ** 2


def in_words(value: Fraction | None, interval: Interval | None) -> str:
    """A coefficient with its interval, as it is printed; a dash where it is not defined."""
    if value is None:
        return "–"
    around = "" if interval is None else f" ({interval.low:.2f} to {interval.high:.2f})"
    return f"{float(value):.2f}{around}"
