"""Dates, durations and offsets: what can be written, what it means and what is refused with which words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.times import (
    UNITS,
    Duration,
    Moment,
    Offset,
    TimeError,
    Window,
    parse_duration,
    parse_moment,
    parse_offset,
)

durations = st.builds(Duration, st.integers(0, 10_000), st.sampled_from(sorted(UNITS)))
identifiers = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,4}){0,2}(/[a-z][a-z0-9]{0,4})?", fullmatch=True)
anchors = st.just("D") | identifiers


@pytest.mark.parametrize(
    ("text", "expected", "printed", "spoken"),
    [
        ("24h", Duration(24, "h"), "24h", "24 h"),
        ("1h", Duration(1, "h"), "1h", "1 h"),
        ("30min", Duration(30, "min"), "30min", "30 min"),
        ("1d", Duration(1, "d"), "1d", "1 day"),
        ("0d", Duration(0, "d"), "0d", "0 days"),
        ("3 d", Duration(3, "d"), "3d", "3 days"),
        ("  2w ", Duration(2, "w"), "2w", "2 weeks"),
        ("6mo", Duration(6, "mo"), "6mo", "6 months"),
        ("1mo", Duration(1, "mo"), "1mo", "1 month"),
        ("007d", Duration(7, "d"), "7d", "7 days"),
        ("2y", Duration(2, "y"), "2y", "2 years"),
    ],
)
def test_durations(text: str, expected: Duration, printed: str, spoken: str) -> None:
    found = parse_duration(text)
    assert found == expected
    assert str(found) == printed
    assert found.spoken() == spoken


@pytest.mark.parametrize(
    "text",
    ["", "d", "24", "-1d", "+1d", "1.5h", "1,5h", "1 day", "24H", "1m", "1s", "1d 2h", "1d2h", "24h.", "[1d, 5d]"],
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(TimeError, match="is not a duration: write a whole number and a unit") as error:
        parse_duration(text)
    assert f"'{text}'" in str(error.value)


@pytest.mark.parametrize(
    ("text", "shortest", "longest"),
    [
        ("30min", 30, 30),
        ("24h", 1440, 1440),
        ("1d", 1440, 1440),
        ("1w", 7 * 1440, 7 * 1440),
        ("1mo", 28 * 1440, 31 * 1440),
        ("1y", 365 * 1440, 366 * 1440),
        ("0y", 0, 0),
    ],
)
def test_the_length_of_a_duration(text: str, shortest: int, longest: int) -> None:
    assert parse_duration(text).minutes == (shortest, longest)


def test_calendar_and_clock_units_are_kept_apart() -> None:
    assert parse_duration("1d") != parse_duration("24h")


@given(durations)
def test_a_printed_duration_reads_as_itself(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("window", "printed"),
    [
        (Window(Duration(1, "d"), Duration(5, "d")), "[1d, 5d]"),
        (Window(Duration(12, "h"), Duration(1, "d")), "[12h, 1d]"),
        (Window(Duration(24, "h"), Duration(24, "h")), "24h"),
        (Window(Duration(0, "d"), None), "[0d, unknown]"),
    ],
)
def test_windows_print_as_they_are_written(window: Window, printed: str) -> None:
    assert str(window) == printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        (" 2026-03-02 ", date(2026, 3, 2)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-03-02 14:30", datetime(2026, 3, 2, 14, 30)),
        ("2026-03-02T14:30", datetime(2026, 3, 2, 14, 30)),
        ("2026-03-02 00:00", datetime(2026, 3, 2)),
    ],
)
def test_moments(text: str, expected: Moment) -> None:
    found = parse_moment(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "write it as 2026-03-02 or 2026-03-02 14:30"),
        ("tomorrow", "write it as"),
        ("2.3.2026", "write it as"),
        ("02/03/2026", "write it as"),  # ten characters, as a date has
        ("2026-3-2", "write it as"),
        ("14:30", "write it as"),
        ("2026-03-02 14:30:59", "write it as"),
        ("2026-03-02 14:30+02:00", "write it as"),
        ("20260302", "write it as"),
        ("2026-W10-1", "write it as"),
        ("2026-02-30", "day"),
        ("2026-13-01", "month"),
        ("2025-02-29", "day"),
        ("2026-03-02 25:00", "hour"),
        ("2026-03-02 14:60", "minute"),
    ],
)
def test_what_is_no_date(text: str, reason: str) -> None:
    with pytest.raises(TimeError, match=reason) as error:
        parse_moment(text)
    assert str(error.value).startswith(f"'{text}' is not a date: ")


@given(st.dates())
def test_a_printed_date_reads_as_itself(day: date) -> None:
    assert parse_moment(day.isoformat()) == day


@given(st.datetimes())
def test_a_printed_minute_reads_as_itself(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    assert parse_moment(moment.isoformat(" ", "minutes")) == moment


@pytest.mark.parametrize(
    ("text", "expected", "printed"),
    [
        ("D", Offset("D"), "D"),
        ("D+30", Offset("D", 1, Duration(30, "d")), "D+30"),
        ("D+30d", Offset("D", 1, Duration(30, "d")), "D+30"),
        ("D-3", Offset("D", -1, Duration(3, "d")), "D-3"),
        ("D+12h", Offset("D", 1, Duration(12, "h")), "D+12h"),
        ("D + 12 h", Offset("D", 1, Duration(12, "h")), "D+12h"),
        ("D+0", Offset("D", 1, Duration(0, "d")), "D+0"),
        ("signature", Offset("signature"), "signature"),
        ("signature+30d", Offset("signature", 1, Duration(30, "d")), "signature + 30d"),
        ("lift-blockade-2 - 6mo", Offset("lift-blockade-2", -1, Duration(6, "mo")), "lift-blockade-2 - 6mo"),
        (
            "union/lift-blockade+45min",
            Offset("union/lift-blockade", 1, Duration(45, "min")),
            "union/lift-blockade + 45min",
        ),
        (" d+1w ", Offset("d", 1, Duration(1, "w")), "d + 1w"),
    ],
)
def test_offsets(text: str, expected: Offset, printed: str) -> None:
    found = parse_offset(text)
    assert found == expected
    assert str(found) == printed


@pytest.mark.parametrize(
    "text", ["", "+30", "30", "D+", "D30", "D+-3", "D++3", "D+1.5", "D+3s", "Signature+3", "a--b+3", "a/b/c", "D+3d+2d"]
)
def test_what_is_no_offset(text: str) -> None:
    with pytest.raises(TimeError, match=r"is not an offset: write D\+30, D\+12h or EVENT\+30d") as error:
        parse_offset(text)
    assert f"'{text}'" in str(error.value)


@given(anchors, st.sampled_from([1, -1]), durations)
def test_an_offset_written_with_spaces_means_the_same(anchor: str, sign: int, by: Duration) -> None:
    assert parse_offset(f"{anchor} {'+' if sign > 0 else '-'} {by}") == Offset(anchor, sign, by)


@given(anchors, durations)
def test_a_printed_offset_reads_as_itself(anchor: str, by: Duration) -> None:
    offset = Offset(anchor, 1, by)
    assert parse_offset(str(offset)) == offset
