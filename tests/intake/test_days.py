"""Expressions of time in a document and the days they mean, against a calendar walked day by day."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.datelines import dateline
from holdfast.intake.days import FoundDay, days
from holdfast.intake.model import Text
from holdfast.intake.periods import MONTHS, WEEKDAYS, Period, months_later, part, weekday_from

#: A Wednesday.
PUBLISHED = date(2024, 5, 15)
TENSES = {
    "past": ("The council met {} in the old port.", False),
    "reported past": ("The ferries were stopped {}, residents said.", False),
    "perfect elsewhere": ("The envoy left {} without a deal.", False),
    "will": ("The council will meet {} in the old port.", True),
    "due to": ("The convoy was due to leave {} for the coast.", True),
    "expected to": ("The envoy is expected to return {} with a draft.", True),
    "would": ("She said the talks would resume {} at the earliest.", True),
    "timetable": ("The strike begins {} unless the port gives way.", True),
    "ahead of": ("Police closed the road ahead of a march {} in the north.", True),
    "leading, future": ("{}, the council will vote on the lease.", True),
    "leading, past": ("{}, the council voted on the lease.", False),
}


def only(words: str, published: date | None = PUBLISHED) -> FoundDay:
    found = days(Text((words,), published))
    assert len(found) == 1, [words[one.span.start : one.span.end] for one in found]
    return found[0]


def walked(published: date, weekday: int, future: bool) -> date:
    """The nearest such weekday, by looking at one day after the other."""
    one = published
    while one.weekday() != weekday:
        one += timedelta(days=1 if future else -1)
    return one


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("tense", TENSES)
def test_a_weekday_is_the_nearest_that_the_tense_allows(weekday: int, tense: str) -> None:
    pattern, future = TENSES[tense]
    name = WEEKDAYS[weekday].title()
    for published in (PUBLISHED + timedelta(days=shift) for shift in range(7)):
        on = f"On {name}" if pattern.startswith("{}") else f"on {name}"
        found = only(pattern.format(on), published)
        expected = walked(published, weekday, future)
        assert found.period == Period(expected, expected), (published, found)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 6), st.booleans())
def test_the_arithmetic_of_weekdays(published: date, weekday: int, future: bool) -> None:
    assert weekday_from(published, weekday, future) == walked(published, weekday, future)


@given(st.dates(), st.integers(-30_000, 30_000))
def test_months_later_keeps_the_day_where_it_can(one: date, months: int) -> None:
    moved = months_later(one, months)
    if date.min < moved < date.max:
        assert (moved.year * 12 + moved.month) - (one.year * 12 + one.month) == months
        assert moved.day == one.day or (moved.day < one.day and (moved + timedelta(days=1)).day == 1)


@given(st.dates(date(2, 1, 1), date(9000, 1, 1)), st.integers(0, 4000))
def test_three_parts_cover_a_period(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    parts = [part(period, which) for which in ("early", "mid", "late")]
    covered = {
        one.start + timedelta(days=n)
        for one in parts
        if one.start and one.end
        for n in range((one.end - one.start).days + 1)
    }
    assert covered == {start + timedelta(days=n) for n in range(length + 1)}


@pytest.mark.parametrize(
    ("sentence", "words", "start", "end"),
    [
        # dates
        ("It opened on 7 March 2023 in the rain.", "on 7 March 2023", "2023-03-07", "2023-03-07"),
        ("It opened on March 7, 2023, in the rain.", "on March 7, 2023", "2023-03-07", "2023-03-07"),
        ("It opened on Tuesday, March 7, 2023.", "on Tuesday, March 7, 2023", "2023-03-07", "2023-03-07"),
        ("It opened on the 7th of March 2023.", "7th of March 2023", "2023-03-07", "2023-03-07"),
        ("It opened on 2023-03-07.", "on 2023-03-07", "2023-03-07", "2023-03-07"),
        ("It opened on 17/03/2023.", "on 17/03/2023", "2023-03-17", "2023-03-17"),
        ("It opened on Sept. 3 in the rain.", "on Sept. 3", "2023-09-03", "2023-09-03"),
        ("It will open on 3 September.", "on 3 September", "2024-09-03", "2024-09-03"),
        ("It lasted from 3 to 5 May 2024.", "3 to 5 May 2024", "2024-05-03", "2024-05-05"),
        ("It lasted from May 30 to June 2, 2023.", "from May 30 to June 2, 2023", "2023-05-30", "2023-06-02"),
        ("It lasted between 2019 and 2021.", "between 2019 and 2021", "2019-01-01", "2021-12-31"),
        ("It lasted from Monday to Thursday.", "from Monday to Thursday", "2024-05-13", "2024-05-16"),
        # months, years, decades
        ("It closed in March.", "in March", "2024-03-01", "2024-03-31"),
        ("It closed in August.", "in August", "2023-08-01", "2023-08-31"),
        ("It will close in March.", "in March", "2025-03-01", "2025-03-31"),
        ("It closed in early March 2023.", "in early March 2023", "2023-03-01", "2023-03-11"),
        ("It closed in 2007.", "in 2007", "2007-01-01", "2007-12-31"),
        ("It closed in late 2007.", "in late 2007", "2007-09-01", "2007-12-31"),
        ("It closed in the mid-1990s.", "in the mid-1990s", "1993-05-02", "1996-08-31"),
        ("It has been closed since 2007.", "since 2007", "2007-01-01", "2024-05-15"),
        ("It has been closed since Monday.", "since Monday", "2024-05-13", "2024-05-15"),
        ("It will be closed until March 2025.", "until March 2025", "2024-05-15", "2025-03-31"),
        ("It must be repaired by 30 June.", "by 30 June", "2024-05-15", "2024-06-30"),
        ("It was repaired before 2007.", "before 2007", None, "2006-12-31"),
        ("It rained after the March 7, 2023 raid.", "March 7, 2023", "2023-03-07", "2023-03-07"),
        ("It rained after Monday's raid.", "Monday's", "2024-05-13", "2024-05-13"),
        ("It has rained since Monday night's raid.", "Monday night", "2024-05-13", "2024-05-13"),
        # near the document's day
        ("It closed today.", "today", "2024-05-15", "2024-05-15"),
        ("It closed yesterday.", "yesterday", "2024-05-14", "2024-05-14"),
        ("It opens tomorrow.", "tomorrow", "2024-05-16", "2024-05-16"),
        ("It closed overnight.", "overnight", "2024-05-14", "2024-05-15"),
        ("It closed late on Sunday.", "late on Sunday", "2024-05-12", "2024-05-12"),
        ("It closed on Sunday night.", "on Sunday night", "2024-05-12", "2024-05-12"),
        ("It closed at the weekend.", "at the weekend", "2024-05-11", "2024-05-12"),
        ("It will close this weekend.", "this weekend", "2024-05-18", "2024-05-19"),
        ("It closed last weekend.", "last weekend", "2024-05-11", "2024-05-12"),
        ("It closed last week.", "last week", "2024-05-06", "2024-05-12"),
        ("It will close next week.", "next week", "2024-05-20", "2024-05-26"),
        ("It will close later this week.", "later this week", "2024-05-16", "2024-05-19"),
        ("It closed earlier this month.", "earlier this month", "2024-05-01", "2024-05-14"),
        ("It closed last month.", "last month", "2024-04-01", "2024-04-30"),
        ("It will close by the end of next week.", "by the end of next week", "2024-05-15", "2024-05-26"),
        ("It closed last Friday.", "last Friday", "2024-05-10", "2024-05-10"),
        ("It closed three days ago.", "three days ago", "2024-05-12", "2024-05-12"),
        ("It closed two weeks ago.", "two weeks ago", "2024-04-29", "2024-05-05"),
        ("It closed five years ago.", "five years ago", "2019-01-01", "2019-12-31"),
        ("It will close in ten days.", "in ten days", "2024-05-25", "2024-05-25"),
        ("It was quiet in the past 24 hours.", "in the past 24 hours", "2024-05-14", "2024-05-15"),
        ("It was quiet over the past three weeks.", "over the past three weeks", "2024-04-24", "2024-05-15"),
        ("It will be quiet in the coming days.", "in the coming days", "2024-05-15", None),
        ("It was quiet in recent months.", "in recent months", None, "2024-05-15"),
    ],
)
def test_what_expressions_mean(sentence: str, words: str, start: str | None, end: str | None) -> None:
    found = only(sentence)
    assert sentence[found.span.start : found.span.end].endswith(words), sentence[found.span.start : found.span.end]
    assert found.period is not None
    expected = tuple(None if one is None else date.fromisoformat(one) for one in (start, end))
    assert (found.period.start, found.period.end) == expected, found.rule


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("It closed on 03/04/2023.", "which of the two is the month"),
        ("It closed on 31 June 2023.", "no such day"),
        ("It closes every Monday.", "again and again"),
        ("It closed at 14:30.", "time of day"),
        ("It closed the next day.", "does not name"),
    ],
)
def test_what_is_left_unresolved_and_why(sentence: str, why: str) -> None:
    found = only(sentence)
    assert not found.resolved
    assert why in found.rule


@pytest.mark.parametrize(
    "words", ["on Monday", "last week", "yesterday", "in March", "three days ago", "at the weekend"]
)
def test_without_the_documents_day_nothing_is_guessed(words: str) -> None:
    assert not only(f"The bridge was closed {words}.", None).resolved


def test_a_full_date_needs_no_document() -> None:
    assert only("The bridge was closed on 7 March 2023.", None).period == Period(date(2023, 3, 7), date(2023, 3, 7))


def test_the_next_day_is_counted_from_the_day_named_before() -> None:
    text = Text(
        ("The bridge was closed on 7 March 2023. It was opened the next day. Two days later it was closed.",), None
    )
    found = days(text)
    assert [one.period and one.period.start for one in found] == [date(2023, 3, 7), date(2023, 3, 8), date(2023, 3, 10)]
    assert [one.inferred for one in found] == [False, True, True]


@pytest.mark.parametrize(
    "sentence",
    [
        "Good Friday Agreement negotiators may march.",
        "The Sunday Times reported it.",
        "They may march through the second gate.",
        "Bloody Sunday is remembered.",
        "Some 2014 people came, of whom 1995 men stayed.",
        "He sat in seat 12 and sun shone.",
        "They walked a mile or two.",
    ],
)
def test_what_is_no_time(sentence: str) -> None:
    assert days(Text((sentence,), PUBLISHED)) == ()


@pytest.mark.parametrize(
    ("line", "places", "agency"),
    [
        ("PORT SALIN (Coastwire) – Ferries stopped.", ("PORT SALIN",), "Coastwire"),
        ("PORT SALIN, Marova/OSTREVA (Coastwire) - Ferries stopped.", ("PORT SALIN", "OSTREVA"), "Coastwire"),
        ("OSTREVA, March 3 (Coastwire) — Ferries stopped.", ("OSTREVA",), "Coastwire"),
        ("Ostreva (Coastwire) — Ferries stopped.", ("Ostreva",), "Coastwire"),
        ("OSTREVA — Ferries stopped.", ("OSTREVA",), None),
        ("EL-ARBA, Marova, 3 March 2024 (Coastwire) -- Ferries stopped.", ("EL-ARBA",), "Coastwire"),
    ],
)
def test_datelines(line: str, places: tuple[str, ...], agency: str | None) -> None:
    text = Text(("A headline of few words", line), PUBLISHED)
    found = dateline(text)
    assert found is not None
    assert tuple(text.words(place) for place in found.places) == places
    assert (found.agency and text.words(found.agency)) == agency


@pytest.mark.parametrize(
    "line",
    [
        "Ferries stopped on Monday – again.",
        "The UN — which had warned — left.",
        "Ostreva — the port — was closed.",
        "A (small) town – quiet.",
    ],
)
def test_what_is_no_dateline(line: str) -> None:
    assert dateline(Text((line,), PUBLISHED)) is None


def test_other_languages_are_left_alone() -> None:
    assert days(Text(("Am Montag, 3. May 2024",), PUBLISHED, language="de")) == ()
    assert days(Text(("It closed on 3 May 2024.",), PUBLISHED, language="en-GB")) != ()


_PIECES = st.sampled_from(
    [
        *(name.title() for name in (*WEEKDAYS, *MONTHS)),
        "on",
        "late",
        "last",
        "next",
        "week",
        "the",
        "weekend",
        "since",
        "until",
        "from",
        "to",
        "and",
        "between",
        "2024",
        "1990s",
        "31",
        "30th",
        "7,",
        "of",
        "ago",
        "three",
        "days",
        "in",
        "will",
        "met",
        "-",
        "–",
        ".",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=6), max_size=30).map(" ".join), st.none() | st.dates())
def test_any_text_gives_spans_inside_and_the_same_again(words: str, published: date | None) -> None:
    text = Text((words, words), published)
    found = days(text)
    assert found == days(text)
    for one, follower in itertools.pairwise(found):
        assert one.span.paragraph < follower.span.paragraph or one.span.end <= follower.span.start
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(words)
        if one.period is not None and one.period.start is not None and one.period.end is not None:
            assert one.period.start <= one.period.end
