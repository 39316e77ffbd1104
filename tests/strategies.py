"""Hypothesis strategies that several test modules share."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from holdfast.case.conditions import (
    KEYWORDS,
    LEFT_OPEN,
    RESERVED,
    After,
    Amount,
    AtLeast,
    AtMost,
    Before,
    Begun,
    Choice,
    Condition,
    Const,
    Done,
    Free,
    Lasting,
    Not,
    On,
    Performed,
    PhaseEdge,
    Recognised,
    Stage,
    Verified,
    conjunction,
    disjunction,
)
from holdfast.case.times import UNITS, Duration, Offset

#: Issues of three options each, few enough for all packages to be tried.
ISSUES = ("x", "y")
OPTIONS = ("a", "b", "c")

words = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,3}){0,2}", fullmatch=True).filter(lambda w: w not in RESERVED)
names = words | st.builds("{}/{}".format, words, words)
option_names = st.sampled_from([LEFT_OPEN, "all", "unknown"]) | words.filter(lambda w: w not in KEYWORDS)
durations = st.builds(Duration, st.integers(0, 10_000), st.sampled_from(sorted(UNITS)))
moments = st.dates(min_value=date(1000, 1, 1)) | st.datetimes(min_value=datetime(1000, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
amounts = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False) | st.integers(0, 10**12).map(Decimal)
free_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda t: t.strip() != ""
)


def _choices(issue: st.SearchStrategy[str], option: st.SearchStrategy[str]) -> st.SearchStrategy[Choice]:
    options = st.lists(option, min_size=1, max_size=3, unique=True).map(tuple)
    return st.builds(Choice, issue, options, st.booleans())


choices = _choices(names, option_names)
issue_tests = choices | st.builds(AtLeast, names, option_names) | st.builds(AtMost, names, option_names)
steps = (
    st.builds(Performed, names)
    | st.builds(Begun, names)
    | st.builds(Verified, names)
    | st.builds(Recognised, names, names)
    | st.builds(Stage, names, st.integers(1, 99))
    | st.builds(Done, issue_tests)
    | st.builds(PhaseEdge, names, st.sampled_from(["opens", "ends"]))
)
atoms = (
    issue_tests
    | steps
    | st.builds(Const, st.booleans())
    | st.builds(Free, free_texts)
    | st.builds(Amount, names, amounts, st.none() | names)
    | st.builds(Amount, names, amounts, st.none(), st.just(True))
    | st.builds(Lasting, names, durations)
    | st.builds(Before, steps, steps)
    | st.builds(On, moments)
    | st.builds(
        After,
        st.builds(Offset, st.just("D")) | st.builds(Offset, names | st.just("D"), st.sampled_from([1, -1]), durations),
    )
)


def trees(leaves: st.SearchStrategy[Condition], max_leaves: int = 8) -> st.SearchStrategy[Condition]:
    """Conditions over these leaves, flattened as the parser flattens them."""
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, min_size=2, max_size=4).map(conjunction)
            | st.lists(inner, min_size=2, max_size=4).map(disjunction)
            | st.builds(Not, inner)
        ),
        max_leaves=max_leaves,
    )


#: Any condition that can be written.
conditions = trees(atoms)
#: Conditions over two small issues and two names, for trying every world.
small_conditions = trees(
    _choices(st.sampled_from(ISSUES), st.sampled_from((*OPTIONS, LEFT_OPEN)))
    | st.builds(Performed, st.sampled_from(["p", "q"]))
    | st.builds(AtLeast, st.just("x"), st.sampled_from(OPTIONS))
    | st.builds(Const, st.booleans())
    | st.builds(Free, st.just("in words")),
    max_leaves=10,
)
