"""The coefficients against published tables, against their definitions by brute force, and in every odd case."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.agreement import (
    Difference,
    Interval,
    Level,
    ac1,
    ac1_interval,
    agreement,
    alpha,
    alpha_interval,
    differences,
    percent,
    table,
)


def columns(*coders: str) -> list[list[str | None]]:
    """Coders' values written in a row each, a full stop for none."""
    return [
        [None if value == "." else value for value in unit] for unit in zip(*(c.split() for c in coders), strict=True)
    ]


def numbers(ratings: list[list[str | None]]) -> list[list[int | None]]:
    return [[None if value is None else int(value) for value in row] for row in ratings]


#: Krippendorff (2011), examples A, B and C.
A = columns("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
B = columns("a a b b d c c c e d d a", "b a b b b c c c e d d d")
C = columns("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")


@pytest.mark.parametrize(("ratings", "published"), [(A, "0.095"), (B, "0.692"), (C, "0.743")])
def test_alpha_of_names_as_published(ratings: list[list[str | None]], published: str) -> None:
    found = alpha(ratings)
    assert found is not None
    assert f"{float(found):.3f}" == published


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", "0.743"), ("ordinal", "0.815"), ("interval", "0.849"), ("ratio", "0.797")]
)
def test_alpha_of_every_level_as_published(level: Level, published: str) -> None:
    found = alpha(numbers(C), level)
    assert found is not None
    assert f"{float(found):.3f}" == published


def test_ac1_as_published() -> None:
    """Gwet's own figures for example C (irrCAC, `cac.raw4raters`): AC1 .77544, s.e. .14295, interval .46081 to 1."""
    found, interval = ac1(C), ac1_interval(C)
    assert found is not None
    assert interval is not None
    assert f"{float(found):.5f}" == "0.77544"
    assert percent(C) == Fraction(9, 11)
    assert f"{interval.low:.5f}" == "0.46081"
    assert interval.high == 1


def test_ac1_where_kappa_is_paradoxical() -> None:
    """Gwet (2002), two raters of 125: both yes 118, both no 0, else 5 and 2; agreement .944, AC1 .9408."""
    ratings = [["+", "+"]] * 118 + [["+", "-"]] * 5 + [["-", "+"]] * 2
    found = ac1(ratings)
    assert percent(ratings) == Fraction(944, 1000)
    assert found is not None
    assert f"{float(found):.4f}" == "0.9408"


labels = st.lists(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), max_size=6)


def by_pairs(ratings: list[list[int | None]], level: Level) -> Fraction | None:
    """Alpha straight from its definition: mean difference of pairs within units and of all pairs of values."""
    rows = [[value for value in row if value is not None] for row in ratings]
    rows = [row for row in rows if len(row) > 1]
    values = [value for row in rows for value in row]
    n = len(values)

    def difference(c: int, k: int) -> Fraction:
        if level == "nominal":
            return Fraction(c != k)
        if level == "interval":
            return Fraction(c - k) ** 2
        if level == "ratio":
            return Fraction(c - k, c + k) ** 2
        low, high = min(c, k), max(c, k)
        between = sum(low <= value <= high for value in values)
        return (between - Fraction(values.count(c) + values.count(k), 2)) ** 2 if c != k else Fraction(0)

    if n < 2:
        return None
    observed = sum(
        (sum(difference(c, k) for c, k in permutations(row, 2)) / Fraction(len(row) - 1) for row in rows), Fraction(0)
    ) / Fraction(n)
    expected = sum((difference(c, k) for c, k in permutations(values, 2)), Fraction(0)) / (n * (n - 1))
    return None if not expected else 1 - observed / expected


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@given(ratings=labels)
def test_alpha_is_what_its_definition_says(level: Level, ratings: list[list[int | None]]) -> None:
    assert alpha(ratings, level) == by_pairs(ratings, level)


@given(labels)
def test_ac1_is_what_its_definition_says(ratings: list[list[int | None]]) -> None:
    coded = [[value for value in row if value is not None] for row in ratings]
    coded = [row for row in coded if row]
    used = {value for row in coded for value in row}
    twice = [row for row in coded if len(row) > 1]
    if not twice or len(used) < 2:
        assert ac1(ratings) is None
        return
    pairs = [Fraction(sum(a == b for a, b in permutations(row, 2)), len(row) * (len(row) - 1)) for row in twice]
    observed = sum(pairs, Fraction(0)) / len(pairs)
    shares = [sum((Fraction(row.count(k), len(row)) for row in coded), Fraction(0)) / len(coded) for k in used]
    chance = sum((share * (1 - share) for share in shares), Fraction(0)) / (len(used) - 1)
    assert ac1(ratings) == (observed - chance) / (1 - chance)
    assert percent(ratings) == observed


@given(labels, st.permutations(range(3)), st.permutations([1, 2, 3]))
def test_neither_the_names_nor_the_order_matters(
    ratings: list[list[int | None]], order: list[int], names: list[int]
) -> None:
    changed = [[None if row[at] is None else names[(row[at] or 0) - 1] for at in order] for row in reversed(ratings)]
    assert alpha(changed) == alpha(ratings)
    assert ac1(changed) == ac1(ratings)
    assert percent(changed) == percent(ratings)


@given(labels)
def test_full_agreement_is_one(ratings: list[list[int | None]]) -> None:
    agreed = [[row[0]] * 3 for row in ratings]
    assert percent(agreed) in (None, 1)
    assert alpha(agreed) in (None, 1)
    assert ac1(agreed) in (None, 1)
    assert (ac1(agreed, [1, 2, 3]) is None) == (percent(agreed) is None)


@pytest.mark.parametrize("ratings", [[], [["a", None]], [[None, None]], [["a", "a"], ["a", "a"]]])
def test_where_nothing_is_defined(ratings: list[list[str | None]]) -> None:
    assert alpha(ratings) is None
    assert ac1(ratings) is None
    assert ac1_interval(ratings) is None
    found = agreement(ratings)
    assert (found.alpha, found.ac1, found.ac1_interval, found.alpha_interval) == (None,) * 4


def test_categories_that_nobody_used_count() -> None:
    ratings = [["a", "a"], ["b", "b"], ["a", "b"]]
    two, three = ac1(ratings), ac1(ratings, ["a", "b", "c"])
    assert two == Fraction(1, 3)
    assert three == Fraction(5, 9)
    assert ac1([["a", "a"]], ["a", "b"]) == 1
    with pytest.raises(ValueError, match="not among the categories: b"):
        agreement(ratings, ["a", "c"])
    with pytest.raises(ValueError, match="every row"):
        agreement([["a"], ["a", "b"]])


def test_the_interval_of_alpha_is_reproducible_and_holds_it() -> None:
    found, again = alpha_interval(C), agreement(C)
    assert found == again.alpha_interval
    assert found is not None
    assert again.alpha is not None
    assert found.low < float(again.alpha) < found.high <= 1
    assert alpha_interval(C, seed=1) != found
    assert alpha_interval(C[:1]) is None
    assert (again.units, again.coders) == (11, 4)


def test_the_interval_by_resampling_against_all_samples() -> None:
    """Of three units there are 27 equally probable samples: the interval's ends are quantiles of those."""
    ratings = [["a", "a"], ["b", "b"], ["a", "b"]]
    every = sorted(float(value) for drawn in product(ratings, repeat=3) if (value := alpha(list(drawn))) is not None)
    found = alpha_interval(ratings, draws=5000)
    assert found == Interval(every[0], every[-1])


def test_differences_side_by_side() -> None:
    codings = {"ann": {"s1": "us", "s2": "hamas", "s3": "israel"}, "ben": {"s1": "us", "s2": "qatar", "s4": "us"}}
    units, ratings = table(codings)
    assert units == ("s1", "s2", "s3", "s4")
    assert ratings == [["us", "us"], ["hamas", "qatar"], ["israel", None], [None, "us"]]
    assert differences(codings) == (Difference("s2", (("ann", "hamas"), ("ben", "qatar"))),)
