"""Figures as people assert them, and comparing them by meaning."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.case.figures import Figure, comparable, differs_by_rounding, figure_at, fits, parse_figure, spoken
from holdfast.case.hedges import HEDGES, SHARES, VAGUE


def figure(text: str) -> Figure:
    found = parse_figure(text)
    assert found is not None, text
    return found


def bounds(found: Figure) -> str:
    """The range in the notation of mathematics: a round bracket excludes its bound."""
    low = f"{'(' if found.low_open else '['}{found.low}"
    high = "inf)" if found.high is None else f"{found.high}{')' if found.high_open else ']'}"
    return f"{low}, {high}"


@pytest.mark.parametrize(
    ("text", "stated", "range_", "hedge", "said"),
    [
        ("48", "48", "[48, 48]", "exactly", "48"),
        ("exactly 48", "48", "[48, 48]", "exactly", "48"),
        ("2,000", "2000", "[2000, 2000]", "exactly", "2,000"),
        ("2 000", "2000", "[2000, 2000]", "exactly", "2,000"),
        ("2\u00a0000", "2000", "[2000, 2000]", "exactly", "2,000"),
        ("2\u202f000", "2000", "[2000, 2000]", "exactly", "2,000"),
        ("1.5", "3/2", "[3/2, 3/2]", "exactly", "1.5"),
        ("2.1 million", "2100000", "[2100000, 2100000]", "exactly", "2.1 million"),
        ("2.1m", "2100000", "[2100000, 2100000]", "exactly", "2.1 million"),
        ("2.1mn", "2100000", "[2100000, 2100000]", "exactly", "2.1 million"),
        ("3bn", "3000000000", "[3000000000, 3000000000]", "exactly", "3 billion"),
        ("12k", "12000", "[12000, 12000]", "exactly", "12,000"),
        ("2,150,400", "2150400", "[2150400, 2150400]", "exactly", "2,150,400"),
        ("twelve", "12", "[12, 12]", "exactly", "12"),
        ("Twenty-one", "21", "[21, 21]", "exactly", "21"),
        ("a hundred", "100", "[100, 100]", "exactly", "100"),
        ("two hundred and fifty thousand", "250000", "[250000, 250000]", "exactly", "250,000"),
        ("one thousand two hundred", "1200", "[1200, 1200]", "exactly", "1,200"),
        ("half a million", "500000", "[500000, 500000]", "exactly", "500,000"),
        ("half-dozen", "6", "[6, 6]", "exactly", "6"),
        ("an estimated 50", "50", "[45, 55]", "about", "about 50"),
        ("well over 50", "50", "(50, inf)", "more than", "more than 50"),
        ("at least a few", "None", "[2, inf)", "vague", "at least a few"),
        ("up to several hundred", "None", "[0, 999]", "vague", "up to several hundred"),
        ("about 50", "50", "[45, 55]", "about", "about 50"),
        ("some 1,200", "1200", "[1080, 1320]", "about", "about 1,200"),
        ("circa 10", "10", "[9, 11]", "about", "about 10"),
        ("~50", "50", "[45, 55]", "about", "about 50"),
        ("50 or so", "50", "[45, 55]", "about", "about 50"),
        ("a dozen", "12", "[54/5, 66/5]", "about", "about 12"),
        ("half a dozen", "6", "[27/5, 33/5]", "about", "about 6"),
        ("nearly 2,000", "2000", "[1800, 2000)", "nearly", "nearly 2,000"),
        ("just under 100", "100", "[90, 100)", "nearly", "nearly 100"),
        ("slightly more than 100", "100", "(100, 110]", "just over", "just over 100"),
        ("more than 67,000", "67000", "(67000, inf)", "more than", "more than 67,000"),
        (">50", "50", "(50, inf)", "more than", "more than 50"),
        ("over 50", "50", "(50, inf)", "more than", "more than 50"),
        ("fewer than 10", "10", "[0, 10)", "fewer than", "fewer than 10"),
        ("at least 5", "5", "[5, inf)", "at least", "at least 5"),
        (">= 5", "5", "[5, inf)", "at least", "at least 5"),
        ("67,000+", "67000", "[67000, inf)", "at least", "at least 67,000"),
        ("50 people or more", "50", "[50, inf)", "at least", "at least 50 people"),
        ("up to 9", "9", "[0, 9]", "at most", "at most 9"),
        ("no more than 9", "9", "[0, 9]", "at most", "at most 9"),
        ("5 to 7", "None", "[5, 7]", "range", "5 to 7"),
        ("5-7", "None", "[5, 7]", "range", "5 to 7"),
        ("5–7 days", "None", "[5, 7]", "range", "5 to 7 days"),
        ("between 5 and 7", "None", "[5, 7]", "range", "5 to 7"),
        ("5 to 7 million", "None", "[5000000, 7000000]", "range", "5 million to 7 million"),
        ("900 to 1 million", "None", "[900, 1000000]", "range", "900 to 1 million"),
        ("about 5 to 7", "None", "[9/2, 77/10]", "about", "about 5 to 7"),
        ("30-40%", "None", "[30, 40]", "range", "30 to 40%"),
        ("30%", "30", "[30, 30]", "exactly", "30%"),
        ("30 per cent of the workers", "30", "[30, 30]", "exactly", "30% of the workers"),
        ("half", "50", "[45, 55]", "about", "about 50%"),
        ("more than half", "50", "(50, inf)", "more than", "more than 50%"),
        ("a third", "100/3", "[30, 110/3]", "about", "a third"),
        ("a couple", "None", "[2, 3]", "vague", "a couple"),
        ("a few people", "None", "[2, 6]", "vague", "a few people"),
        ("several", "None", "[3, 9]", "vague", "several"),
        ("Dozens of people", "None", "[24, 199]", "vague", "Dozens of people"),
        ("scores", "None", "[40, 199]", "vague", "scores"),
        ("several hundred", "None", "[300, 999]", "vague", "several hundred"),
        ("hundreds", "None", "[200, 1999]", "vague", "hundreds"),
        ("several thousand", "None", "[3000, 9999]", "vague", "several thousand"),
        ("thousands", "None", "[2000, 19999]", "vague", "thousands"),
        ("tens of  thousands", "None", "[20000, 199999]", "vague", "tens of thousands"),
        ("hundreds of thousands", "None", "[200000, 1999999]", "vague", "hundreds of thousands"),
        ("millions", "None", "[2000000, inf)", "vague", "millions"),
        ("$2.1 million", "2100000", "[2100000, 2100000]", "exactly", "$2.1 million"),
        ("48 people", "48", "[48, 48]", "exactly", "48 people"),
        ("15 days.", "15", "[15, 15]", "exactly", "15 days"),
        ("0", "0", "[0, 0]", "exactly", "0"),
    ],
)
def test_figures(text: str, stated: str, range_: str, hedge: str, said: str) -> None:
    found = figure(text)
    assert (str(found.stated), bounds(found), found.hedge, spoken(found)) == (stated, range_, hedge, said)
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Cairo", "Sharm el-Sheikh", "the first phase", "second phase", "1st phase", "2026-03-01", "3 May",
        "March 3", "12-15 March", "2 March 2026", "14:30", "1.3.2026", "3/4", "in 2026", "2024-2026",
        "a person", "an hour",
        "two of three", "7-5", "10 to 5", "-5", "two-state solution", "some people say", "over there", "12,5", "2,00",
        "half time", "a third phase", "five six", "about", "at least 5 to 7", "one and a half", "5 and 7",
        "48 people were killed when the roof fell", "3 to go and more", "9" * 300, "yes", "\u0663",
    ],
)  # fmt: skip
def test_what_is_no_figure(text: str) -> None:
    assert parse_figure(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "percent"),
    [
        ("48 people", "people", False),
        ("2.1 million displaced people", "displaced people", False),
        ("48", None, False),
        ("30%", None, True),
        ("half of the workers", "the workers", True),
        ("thousands of homes", "homes", False),
        ("€5m", "€", False),
        ("5 m", "m", False),
        ("30 km", "km", False),
        ("50 or more people", "people", False),
    ],
)
def test_units(text: str, unit: str | None, percent: bool) -> None:
    assert (figure(text).unit, figure(text).percent) == (unit, percent)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("48", "1"),
        ("50", "10"),
        ("1,200", "100"),
        ("1,195", "1"),
        ("2.1 million", "100000"),
        ("0.25", "1/100"),
        ("0", "1"),
    ],
)
def test_precision(text: str, precision: str) -> None:
    assert str(figure(text).precision) == precision


def test_every_word_of_a_hedge() -> None:
    for row in HEDGES:
        for word in row.words:
            assert figure(f"{word} 50 people").hedge == row.name, word
            assert figure(f"{word.upper()} 50").hedge == row.name, word
        for word in row.after:
            assert figure(f"50 {word}").hedge == row.name, word


@pytest.mark.parametrize("word", [word for row in VAGUE for word in row.words])
def test_every_vague_word(word: str) -> None:
    row = next(row for row in VAGUE if word in row.words)
    found = figure(word)
    assert found.low == row.low
    assert found.high == row.high
    assert found.stated is None
    assert figure(f"{word} people").unit == "people"


@pytest.mark.parametrize("word", sorted(SHARES))
def test_every_share(word: str) -> None:
    assert (figure(word).stated, figure(word).percent) == (SHARES[word], True)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("48", "48", True),
        ("48", "49", False),
        ("48", "about 50", True),
        ("44", "about 50", False),
        ("2,000", "nearly 2,000", False),
        ("1,950", "nearly 2,000", True),
        ("more than 50", "50", False),
        ("at least 50", "50", True),
        ("more than 50", "fewer than 50", False),
        ("more than 50", "at most 50", False),
        ("at least 50", "at most 50", True),
        ("more than 50", "more than 900", True),
        ("dozens", "48", True),
        ("dozens", "several hundred", False),
        ("hundreds", "several hundred", True),
        ("5 to 7", "7 to 9", True),
        ("5 to 7", "8 to 9", False),
        ("30%", "30", False),
        ("half", "48%", True),
        ("48 people", "48 workers", True),
        ("fewer than 0", "0", False),
    ],
)
def test_fits(a: str, b: str, expected: bool) -> None:
    assert fits(figure(a), figure(b)) is expected
    assert fits(figure(b), figure(a)) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1,200", "1,195", True),
        ("250", "251", True),
        ("50", "48", True),
        ("2.1 million", "2,087,344", True),
        ("30%", "30.4%", True),
        ("48", "49", False),
        ("48", "48", False),
        ("100", "60", False),
        ("1,000", "1,400", False),
        ("50", "42", False),
        ("about 50", "48", False),
        ("dozens", "48", False),
        ("30%", "30.4", False),
    ],
)
def test_rounding(a: str, b: str, expected: bool) -> None:
    assert differs_by_rounding(figure(a), figure(b)) is expected
    assert differs_by_rounding(figure(b), figure(a)) is expected


numbers = st.integers(0, 10**10).map(str) | st.integers(0, 10**10).map("{:,}".format) | st.sampled_from(
    ["1.25", "2.1 million", "3bn", "12k", "twelve", "two hundred", "a dozen", "half", "30%", "7.5%", "half a million"]
)  # fmt: skip
units = st.sampled_from(["", " people", " displaced people"])
written = (
    st.builds("{}{}".format, numbers, units)
    | st.builds("{} {}{}".format, st.sampled_from([w for row in HEDGES for w in row.words]), numbers, units)
    | st.builds(lambda a, b, u: f"{min(a, b)} to {max(a, b)}{u}", st.integers(0, 9999), st.integers(0, 9999), units)
    | st.builds("{}{}".format, st.sampled_from([w for row in VAGUE for w in row.words]), units)
)
figures = written.map(parse_figure).filter(lambda found: found is not None)


@given(figures)
def test_the_stated_number_lies_within_the_bounds(found: Figure) -> None:
    assert found.low is not None
    assert found.high is None or found.low <= found.high
    if found.stated is not None:
        assert found.low <= found.stated
        assert found.high is None or found.stated <= found.high


@given(figures, figures)
def test_comparing_is_symmetric(a: Figure, b: Figure) -> None:
    assert fits(a, b) is fits(b, a)
    assert differs_by_rounding(a, b) is differs_by_rounding(b, a)
    assert comparable(a, b) is comparable(b, a)
    # "fewer than 0" and "nearly 0" leave nothing, so they do not even fit themselves.
    assert fits(a, a) or a.low == a.high


@given(figures)
def test_what_is_spoken_means_the_same(found: Figure) -> None:
    again = figure(spoken(found))
    unit = found.unit
    assert (again.low, again.high, again.low_open, again.high_open) == (
        found.low, found.high, found.low_open, found.high_open,
    )  # fmt: skip
    assert (again.percent, again.unit) == (found.percent, unit)


@given(st.integers(0, 10**12), st.sampled_from([",", " ", "\u00a0", "\u2009", "\u202f"]))
def test_thousands_separators_do_not_matter(number: int, separator: str) -> None:
    plain, grouped = figure(str(number)), figure(f"{number:,}".replace(",", separator))
    assert grouped.stated == plain.stated == Fraction(number)


soup = st.lists(
    st.sampled_from(
        [
            "about",
            "5",
            "7",
            "-",
            "to",
            "and",
            "of",
            "half",
            "a",
            "dozen",
            "hundred",
            "million",
            "%",
            "$",
            "people",
            "2,000",
            "2.1",
            "m",
            "k",
            "several",
            "+",
            "or",
            "more",
            "twenty",
        ]
    ),
    max_size=8,
).map(" ".join)


@given(st.text(max_size=30) | soup)
@settings(max_examples=1000, deadline=None)
@example("\u017fix")
@example("12\u212a")
@example("a third of a third")
def test_any_text_is_a_figure_or_not(text: str) -> None:
    found = parse_figure(text)
    if found is not None:
        assert found.text == text
        assert spoken(found)


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("some 1,200 people", 0, "some 1,200"),
        ("some 1,200 people", 5, "1,200"),
        ("between 5 and 7 days", 0, "between 5 and 7"),
        ("$3.5 billion in aid", 0, "$3.5 billion"),
        ("about 20 to 30 men", 0, "about 20 to 30"),
        ("5 or more boats", 0, "5 or more"),
        ("at least a few days", 0, "at least a few"),
        ("a boat", 0, None),
        ("boats", 0, None),
    ],
)
def test_the_longest_figure_at_a_place(text: str, start: int, found: str | None) -> None:
    read = figure_at(text, start)
    assert (read and text[start : read[1]]) == found


@given(st.text(max_size=40), st.integers(0, 40))
def test_a_figure_at_a_place_is_what_its_words_are(text: str, start: int) -> None:
    read = figure_at(text, start)
    if read is not None:
        figure, end = read
        assert figure == parse_figure(text[start:end])
        assert figure.unit is None or not figure.unit.isalpha()
