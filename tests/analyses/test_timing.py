"""Question 3, timing: what clauses mean as dates and durations, and what is said where they do not fit."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.dates import When
from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.coherence.timing import Timing, timing
from holdfast.case.load import load
from holdfast.case.times import Duration, Window
from holdfast.views import timing_words as words
from tests.cases import SMALL, loaded

EVENTS = "events: {signature: {text: All have signed}, other: {text: Something else}}"


def timed(tmp_path: Path, commitments: str, events: str = EVENTS, more: str = "") -> Timing:
    text = "title: A draft\n" + events + "\n" + more + "commitments:\n"
    text += "".join(f"  {line.strip()}\n" for line in commitments.strip().splitlines())
    result = loaded(tmp_path, agreement=text)
    assert result.diagnostics == (), [one.message for one in result.diagnostics]
    case = result.case
    assert case.draft is not None
    return timing(instantiate(case, case.draft))


DAY = 1440
CLINIC = "clinic: {by: port, does: Examine, after: signature, takes: [1d, 60d]}"


@pytest.mark.parametrize(
    ("commitments", "verdict", "short_by"),
    [
        ("a: {by: port, does: A, after: signature, within: 24h}", "can be met", None),
        # A duration that nobody controls, and a limit that holds the longest, or does not.
        (CLINIC + "\nb: {by: port, does: B, after: clinic, deadline: signature+60d}", "can be met", None),
        (CLINIC + "\nb: {by: port, does: B, after: clinic, deadline: signature+59d}", "cannot be guaranteed", DAY),
        (CLINIC + "\nb: {by: port, does: B, after: clinic, within: 1d}", "can be met", None),
        # Nobody needs an uncertain duration here: it does not fit at all.
        (
            "a: {by: port, does: A, after: signature, within: [5d, 9d]}\n"
            "b: {by: port, does: B, after: a, deadline: signature+4d}",
            "cannot be met",
            DAY,
        ),
        ("a: {by: port, does: A, after: 2026-03-02, deadline: 2026-03-01}", "cannot be met", 1),
        ("a: {by: port, does: A, after: 2026-03-02, deadline: 2026-03-02}", "can be met", None),
        # What has to have held takes that long.
        (
            "a: {by: port, does: A, after: signature}\n"
            "b: {by: union, does: B, after: a for 3d, deadline: signature+2d}",
            "cannot be met",
            DAY,
        ),
        # Verification, known and unknown.
        (
            "a: {by: port, does: A, after: signature, verified_by: press, verification: [1d, 5d]}\n"
            "b: {by: union, does: B, after: verified(a), deadline: signature+4d}",
            "cannot be guaranteed",
            DAY,
        ),
        (
            "a: {by: port, does: A, after: signature, verified_by: press, verification: [1d, unknown]}\n"
            "b: {by: union, does: B, after: verified(a), deadline: signature+4y}",
            "cannot be guaranteed",
            None,
        ),
        # A month is as short as February in a limit and as long as August in a minimum.
        ("a: {by: port, does: A, after: signature, within: [1mo, 31d]}", "can be met", None),
        ("a: {by: port, does: A, after: signature, within: [31d, 1mo]}", "cannot be met", 3 * DAY),
        # Parts, and parts that wait for each other's verification.
        ("a: {by: port, does: A, after: signature, tranches: [12 at D+7, 12 every 7d 3 times]}", "can be met", None),
        (
            "a: {by: port, does: A, after: signature, tranches: [12 at D+7, 12 every 7d 3 times]}\n"
            "b: {by: union, does: B, after: 'stage(a, 4)', takes: 5d, deadline: signature+4d}",
            "cannot be met",
            DAY,
        ),
        (
            "a: {by: port, does: A, after: signature, verification: 2d, tranches: [50% at D+1, 50% at D+6],\n"
            "    paired_with: {commitment: b, when: verified}}\n"
            "b: {by: union, does: B, after: signature, verification: 2d, tranches: [50% at D+1, 50% at D+6]}",
            "cannot be met",
            DAY,
        ),
    ],
)  # fmt: skip
def test_verdict_and_what_is_missing(tmp_path: Path, commitments: str, verdict: str, short_by: int | None) -> None:
    found = timed(tmp_path, commitments)
    assert found.verdict == verdict
    assert found.untimed == ()
    (way,) = found.ways
    if verdict == "can be met":
        assert way.budget is None
    else:
        assert way.budget is not None
        assert way.budget.short_by == short_by


def test_the_smallest_change_of_times_is_named_and_makes_it_fit(tmp_path: Path) -> None:
    text = CLINIC + "\nb: {by: port, does: B, after: clinic, deadline: signature+50d}"
    (way,) = timed(tmp_path / "before", text).ways
    assert [(one.said.of, one.said.key, one.later, one.minutes) for one in way.loosening] == [
        ("b", "deadline", True, 10 * DAY)
    ]
    assert timed(tmp_path / "after", text.replace("50d", "60d")).verdict == "can be met"


def test_no_change_of_times_is_named_where_nobody_knows_how_long_something_takes(tmp_path: Path) -> None:
    text = CLINIC.replace("60d", "unknown") + "\nb: {by: port, does: B, after: clinic, deadline: signature+50d}"
    (way,) = timed(tmp_path, text).ways
    assert way.budget is not None
    assert (way.budget.short_by, way.loosening) == (None, ())


def test_one_alternative_that_can_be_met_suffices_and_several_that_cannot_decide_nothing(tmp_path: Path) -> None:
    slow = CLINIC + "\nquick: {by: union, does: Q, after: signature, within: 1d}\n"
    found = timed(tmp_path / "one", slow + "b: {by: port, does: B, after: clinic or quick, deadline: signature+9d}")
    assert found.verdict == "can be met"
    assert [way.verdict for way in found.ways] == ["cannot be guaranteed", "can be met"]
    assert found.followed == found.ways[1]
    case = loaded(tmp_path / "words").case
    said = words.followed_words(found, case)
    assert said is not None
    assert "the first that can be met: where ‘quick’" in said
    again = slow.replace("within: 1d", "takes: [1d, 10d]")
    both = timed(tmp_path / "none", again + "b: {by: port, does: B, after: clinic or quick, deadline: signature+9d}")
    assert both.verdict == "not decided"
    assert all(way.budget is not None for way in both.ways)
    assert both.followed == both.ways[0]
    single = timed(tmp_path / "single", CLINIC)
    assert words.followed_words(single, case) is None


def test_where_no_alternative_fits_at_all_the_verdict_is_certain(tmp_path: Path) -> None:
    found = timed(
        tmp_path,
        "a: {by: port, does: A, after: signature, within: [5d, 9d]}\n"
        "b: {by: union, does: B, after: signature, within: [6d, 9d]}\n"
        "c: {by: port, does: C, after: a or b, deadline: signature+4d}",
    )
    assert found.verdict == "cannot be met"
    assert [way.verdict for way in found.ways] == ["cannot be met", "cannot be met"]


def test_a_clock_of_several_is_exact_only_where_one_provably_comes_last(tmp_path: Path) -> None:
    free = "a: {by: port, does: A, after: signature}\nb: {by: union, does: B, after: other}\n"
    late = "c: {by: port, does: C, after: a and b, takes: 3d, within: 2d}"
    found = timed(tmp_path / "free", free + late)
    assert [(one.of, one.key) for one in found.untimed] == [("c", "after")]
    assert found.verdict == "can be met"
    tied = timed(tmp_path / "tied", free.replace("after: other", "after: a") + late)
    assert tied.untimed == ()
    assert tied.verdict == "cannot be met"


@pytest.mark.parametrize(
    ("commitment", "key"),
    [
        ("a: {by: port, does: A, within: 3d}", "within"),
        ("a: {by: port, does: A, deadline: D+3}", "deadline"),
        ("a: {by: port, does: A, tranches: [50% at D+3, 50% every 3d 1 times]}", "tranches"),
        ("""a: {by: port, does: A, after: '"when the time has come"', within: 3d}""", "after"),
        ("a: {by: port, does: A, after: not signature, within: 3d}", "after"),
    ],
)
def test_what_hangs_on_nothing_that_can_be_dated_is_said_and_not_checked(
    tmp_path: Path, commitment: str, key: str
) -> None:
    found = timed(tmp_path, commitment)
    assert {one.key for one in found.untimed} == {key}
    assert found.verdict == "can be met"


def test_dates_count_from_the_first_event_and_are_days_where_it_is_dated(tmp_path: Path) -> None:
    dated = "events: {signature: {on: 2026-03-02}}"
    found = timed(tmp_path, "a: {by: port, does: A, after: signature, within: [3d, 10d]}", events=dated)
    (one,) = found.dates
    assert found.beginning == "signature"
    assert (one.earliest, one.latest) == (When(3 * DAY, date(2026, 3, 5)), When(10 * DAY, date(2026, 3, 12)))
    assert words.dates_words(one, words.columns(found)) == ("5 Mar 2026", "12 Mar 2026", "7 days")


def test_what_can_be_promised_stands_beside_what_is_possible(tmp_path: Path) -> None:
    found = timed(
        tmp_path,
        "a: {by: port, does: A, after: signature, verified_by: press, verification: [1d, 5d]}\n"
        "b: {by: port, does: B, after: verified(a), takes: [1d, 10d]}\n"
        "c: {by: union, does: C, after: b, deadline: signature+20d}",
    )
    a, b, c = found.dates
    assert [(one.earliest.minutes, one.latest.minutes) for one in found.dates] == [
        (0, 18 * DAY),
        (2 * DAY, 20 * DAY),
        (2 * DAY, 20 * DAY),
    ]
    # By hand: C is sure on day 15 (5 + 10), so 5 of 20 days are left to lose, before A or between.
    assert [one.promised.minutes for one in found.dates] == [0, 15 * DAY, 15 * DAY]
    assert [one.safe.minutes for one in found.dates] == [5 * DAY, 10 * DAY, 20 * DAY]
    assert [one.slack for one in found.dates] == [18 * DAY] * 3
    assert [one.spare for one in found.dates] == [5 * DAY] * 3
    assert words.dates_words(b) == (
        "after 2 days",
        "after 20 days",
        "after 15 days",
        "to begin: after 10 days",
        "5 days",
    )
    assert words.clause_notes(a)[-1] == "~ verified within 1 day to 5 days"
    (verified,) = a.uncertain
    assert (verified.earliest.minutes, verified.promised.minutes) == (DAY, 5 * DAY)
    assert all(one.critical for one in found.dates)
    assert [(leg.said.of, leg.said.key, leg.minutes, leg.uncontrolled) for leg in found.critical] == [
        ("a", "verification", 5 * DAY, True),
        ("b", "takes", 10 * DAY, True),
    ]
    assert c.uncertain == ()


def test_where_the_text_allows_no_promise_they_are_made_with_the_smallest_change(tmp_path: Path) -> None:
    tight = CLINIC + "\nb: {by: port, does: B, after: clinic, deadline: signature+50d}"
    found = timed(tmp_path / "tight", tight)
    assert found.promises
    assert [(one.said.of, one.minutes) for one in found.promised_if] == [("b", 10 * DAY)]
    assert (found.dates[1].latest.minutes, found.dates[1].promised.minutes) == (50 * DAY, 60 * DAY)
    unknown = timed(tmp_path / "unknown", tight.replace("60d]", "unknown]"))
    assert not unknown.promises
    assert {one.promised for one in unknown.dates} == {When()}
    assert words.columns(unknown) == ("earliest", "latest", "slack")


def test_certain_durations_need_no_columns_of_promises(tmp_path: Path) -> None:
    found = timed(tmp_path, "a: {by: port, does: A, after: signature, within: [3d, 10d]}")
    assert words.columns(found) == ("earliest", "latest", "slack")


DATED = "events: {signature: {on: %s}}"


@pytest.mark.parametrize(
    ("signed", "clause", "earliest", "latest"),
    [
        # Clocks go forward on 29 Mar 2026 and back on 25 Oct in Lisbon: days stay days.
        ("2026-03-28", "within: 1d", "28 Mar 2026", "29 Mar 2026"),
        ("2026-03-02", "deadline: signature + 30d", "2 Mar 2026", "1 Apr 2026"),
        ("2026-10-20", "deadline: signature + 30d", "20 Oct 2026", "19 Nov 2026"),
        # Hours are hours: 24 of them end an hour later by the clocks, or an hour earlier.
        ("2026-03-28 23:30", "within: 24h", "28 Mar 2026", "30 Mar 2026"),
        ("2026-10-25 00:30", "within: 24h", "25 Oct 2026", "25 Oct 2026"),
        # Months, where the day is known.
        ("2026-01-31", "deadline: signature + 1mo", "31 Jan 2026", "28 Feb 2026"),
        ("2026-08-15", "deadline: signature + 1mo", "15 Aug 2026", "15 Sep 2026"),
        ("2028-02-29", "deadline: signature + 1y", "29 Feb 2028", "28 Feb 2029"),
        # A day that counts from a known day is all of that day and no other.
        ("2026-03-02 18:00", "on: signature + 2d", "4 Mar 2026", "4 Mar 2026"),
        ("2026-03-02", "on: D + 2d", "4 Mar 2026", "4 Mar 2026"),
        ("2026-03-02", "deadline: 2026-03-09", "2 Mar 2026", "9 Mar 2026"),
    ],
)
def test_days_hours_and_months_from_a_known_day(
    signed: str, clause: str, earliest: str, latest: str, tmp_path: Path
) -> None:
    case = SMALL.replace("title: A small case", "title: A small case\ntimezone: Europe/Lisbon")
    draft = f"title: D\n{DATED % signed}\ncommitments:\n  a: {{by: port, does: A, after: signature, {clause}}}\n"
    result = loaded(tmp_path, case=case, agreement=draft)
    assert result.diagnostics == ()
    assert result.case.draft is not None
    (one,) = timing(instantiate(result.case, result.case.draft)).dates
    assert words.dates_words(one, ("earliest", "latest")) == (earliest, latest)


@given(st.integers(0, 2000), st.integers(0, 3000), st.sampled_from(["h", "min", "d", "mo", "y"]), st.integers(1, 40))
def test_lengths_from_a_span_hold_every_length_from_a_minute_in_it(start: int, width: int, unit: str, n: int) -> None:
    lisbon = ZoneInfo("Europe/Lisbon")
    first = clock.at(datetime(2026, 1, 1)) + start * 300
    duration = (Duration(n * 25 if unit == "min" else n, unit),)
    low, high = clock.lengths(duration, 1, first, first + width, lisbon)
    ones = [clock.lengths(duration, 1, minute, minute, lisbon) for minute in range(first, first + width + 1, 7)]
    assert low <= min(one[0] for one in ones)
    assert high >= max(one[1] for one in ones)


@pytest.mark.parametrize(
    "clause",
    [
        "takes: [60d, 1d]",
        "within: [5d, 2d]",
        "within: soon",
        "verification: -1d",
        "takes: []",
        "deadline: D+",
        "on: 2026-02-30",
        "tranches: [12 every 0 times]",
    ],
)
def test_times_that_cannot_be_are_diagnosed(clause: str, tmp_path: Path) -> None:
    draft = f"title: D\n{EVENTS}\ncommitments:\n  a: {{by: port, does: A, after: signature, {clause}}}\n"
    result = loaded(tmp_path, agreement=draft)
    assert result.diagnostics
    assert all(one.spans for one in result.diagnostics)


@pytest.mark.parametrize("length", ["9999y", "999999999y", "999999999d", "999999999min"])
def test_times_beyond_any_calendar_are_no_traceback(length: str, tmp_path: Path) -> None:
    dated = DATED % "2026-03-02"
    text = f"a: {{by: port, does: A, after: signature, within: [1d, {length}]}}\n"
    text += f"b: {{by: union, does: B, after: a, takes: [1h, {length}]}}"
    assert timed(tmp_path, text, events=dated).dates


def test_phases_open_together_with_their_clauses(tmp_path: Path) -> None:
    found = timed(
        tmp_path,
        "a: {by: port, does: A, phase: first, within: 2d}\n"
        "b: {by: union, does: B, after: phase first ends, deadline: signature+1d}\n"
        "c: {by: union, does: C, phase: first, takes: 3d}",
        more="phases: {first: {opens: signature}}\n",
    )
    assert found.verdict == "cannot be met"
    assert found.ways[0].budget is not None
    assert found.ways[0].budget.clauses == ("b", "c")
    assert found.ways[0].budget.short_by == 2 * DAY


def test_one_party_depends_on_what_others_do_within_theirs(tmp_path: Path) -> None:
    found = timed(
        tmp_path,
        "a: {by: union, does: A, after: signature, within: 10d}\n"
        "b: {by: port, does: B, after: a, deadline: signature+9d}",
    )
    assert found.verdict == "can be met"
    views = {one.party: one for one in found.parties}
    assert views["union"].holds
    assert (views["port"].holds, views["port"].depends_on) == (False, ("union",))
    assert words.views_words(found, loaded(tmp_path / "words").case) == (
        "Own times can be kept, whatever others do within theirs: The Union",
        "Own times depend on others: those of The Port on The Union",
    )
    budget = views["port"].budget
    assert budget is not None
    assert budget.short_by == DAY


def test_a_day_lasts_from_its_first_minute_on_the_wall_to_its_last() -> None:
    first, last = clock.span(date(2026, 10, 25))
    assert last - first + 1 == DAY
    assert [clock.shown(minute) for minute in (first - 1, first, last, last + 1)] == [
        date(2026, 10, day) for day in (24, 25, 25, 26)
    ]
    noon = clock.at(datetime(2026, 7, 1, 12))
    assert clock.span(datetime(2026, 7, 1, 12)) == (noon, noon)


def test_hours_are_longer_or_shorter_on_the_wall_where_clocks_change() -> None:
    lisbon = ZoneInfo("Europe/Lisbon")

    def length(moment: datetime, duration: Duration, sign: int = 1) -> tuple[int, int]:
        return clock.lengths((duration,), sign, clock.at(moment), clock.at(moment), lisbon)

    hours = Duration(24, "h")
    assert length(datetime(2026, 3, 28, 12), hours) == (25 * 60, 25 * 60)
    assert length(datetime(2026, 10, 24, 12), hours) == (23 * 60, 23 * 60)
    assert length(datetime(2026, 3, 29, 12), hours, -1) == (-25 * 60, -25 * 60)
    assert length(datetime(2026, 3, 28, 12), Duration(1, "d")) == (DAY, DAY)
    # From some minute of the day before: 24 or 25 hours of the clocks.
    assert clock.lengths((hours,), 1, *clock.span(date(2026, 3, 28)), lisbon) == (24 * 60, 25 * 60)


def test_limits_count_the_shortest_month_and_what_nobody_controls_the_longest() -> None:
    month = Duration(1, "mo")
    assert (clock.at_most(month), clock.at_least(month)) == (28 * DAY, 31 * DAY)
    assert clock.limits(Window(month, month)) == (0, 28 * DAY)
    assert clock.uncontrolled(Window(month, None)) == (28 * DAY, clock.UNKNOWN)


@pytest.mark.parametrize(
    ("other", "holds"),
    [
        # What the union owes comes when the union likes, within its times; a deadline of the port's own is at stake.
        ("deadline: signature + 10d", False),
        ("deadline: signature + 8d", True),
        ("within: 10d", False),
        ("on: signature + 9d", False),
        ("on: signature + 8d", True),
        ("takes: [1d, 2d]", False),
        ("within: 8d, takes: [1d, 2d]", True),
        ("tranches: [50% at D+4, 50% at D+10]", False),
        ("tranches: [50% at D+4, 50% at D+8]", True),
    ],
)
def test_one_party_by_what_the_other_has_promised(other: str, holds: bool, tmp_path: Path) -> None:
    found = timed(
        tmp_path,
        f"a: {{by: union, does: A, after: signature, {other}}}\n"
        "b: {by: port, does: B, after: a, deadline: signature+9d}",
    )
    views = {one.party: one for one in found.parties}
    assert views["port"].holds == holds
    assert views["port"].depends_on == (() if holds else ("union",))
    assert views["union"].holds


def test_a_step_of_two_others_is_no_limit_of_a_third(tmp_path: Path) -> None:
    found = timed(
        tmp_path,
        "a: {by: union, does: A, after: signature, within: 1d}\n"
        "b: {by: port, does: B, after: signature, within: 1d}\n"
        "c: {by: press, does: C, after: a, within: 1d}",
        more="together: [[a, b]]\n",
    )
    assert {one.party: one.holds for one in found.parties}["press"]


def test_harbour_the_examination_takes_longer_than_the_draft_allows(repository: Path) -> None:
    case = load(repository / "examples/harbour", "public").case
    assert case.draft is not None
    found = timing(instantiate(case, case.draft))
    assert found.verdict == "cannot be guaranteed"
    (way,) = found.ways
    assert way.budget is not None
    assert words.budget_words(way.budget, case.draft, case) == (
        "limit: ‘Resume the night shifts’ by Port is due 60 days after ‘Both have signed’",
        "needs: ‘Lift the blockade of the south quay’ by Union must have held for 3 days",
        "needs: ‘Examine all who return’ by Port can take up to 60 days",
        "limit 60 days; needs 63 days; short by 3 days",
    )


@pytest.mark.parametrize("name", ["aceh-2005", "minsk-2015"])
def test_the_real_agreements_can_be_met_as_far_as_they_are_dated(name: str, repository: Path) -> None:
    case = load(repository / "examples" / name, "public").case
    assert case.draft is not None
    found = timing(instantiate(case, case.draft))
    assert found.verdict == "can be met"
    assert words.heading(found).startswith("The timing can be met")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 h"),
        (90, "90 min"),
        (36 * 60, "36 h"),
        (1440, "1 day"),
        (3 * DAY - 1, "less than 3 days"),
        (5 * DAY + 150, "5 days and 2 h"),
        (-2 * DAY, "-2 days"),
        (clock.UNKNOWN, "any time"),
    ],
)
def test_durations_in_words(minutes: int, said: str) -> None:
    assert words.duration_words(minutes) == said
