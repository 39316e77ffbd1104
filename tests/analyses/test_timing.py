"""Question 3, timing: what clauses mean as dates and durations, and what is said where they do not fit."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.coherence.timing import Timing, timing
from holdfast.case.load import load
from holdfast.case.times import Duration, Window
from holdfast.views import timing_words as words
from tests.cases import loaded

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
    again = slow.replace("within: 1d", "takes: [1d, 10d]")
    both = timed(tmp_path / "none", again + "b: {by: port, does: B, after: clinic or quick, deadline: signature+9d}")
    assert both.verdict == "not decided"
    assert all(way.budget is not None for way in both.ways)


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
    assert (one.earliest, one.latest) == (3 * DAY, 10 * DAY)
    assert (one.earliest_day, one.latest_day) == (date(2026, 3, 5), date(2026, 3, 12))
    assert words.dates_words(one) == ("5 Mar 2026", "12 Mar 2026")


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
    budget = views["port"].budget
    assert budget is not None
    assert budget.short_by == DAY


def test_a_day_is_as_long_as_the_clocks_make_it() -> None:
    lisbon = ZoneInfo("Europe/Lisbon")
    lengths = [last - first + 1 for day in (28, 29) for first, last in [clock.span(date(2026, 3, day), lisbon)]]
    assert lengths == [1440, 1380]
    first, last = clock.span(date(2026, 10, 25), lisbon)
    assert last - first + 1 == 1500
    assert clock.shown(last, lisbon) == date(2026, 10, 25)
    assert clock.shown(last + 1, lisbon) == date(2026, 10, 26)
    noon = clock.at(datetime(2026, 7, 1, 12), lisbon)
    assert clock.span(datetime(2026, 7, 1, 12), lisbon) == (noon, noon)


def test_limits_count_the_shortest_month_and_what_nobody_controls_the_longest() -> None:
    month = Duration(1, "mo")
    assert (clock.at_most(month), clock.at_least(month)) == (28 * DAY, 31 * DAY)
    assert clock.limits(Window(month, month)) == (0, 28 * DAY)
    assert clock.uncontrolled(Window(month, None)) == (28 * DAY, clock.UNKNOWN)


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
