"""Due days as a calendar file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from icalendar import Calendar

from holdfast.cli import holdfast


def test_every_clause_with_a_last_day_is_an_all_day_event_on_it(repository: Path) -> None:
    result = CliRunner().invoke(holdfast, ["calendar", str(repository / "examples/aceh-2005")])
    assert result.exit_code == 0
    read: Any = Calendar.from_ical(result.stdout_bytes)
    events = {str(event["summary"]): event for event in read.walk("VEVENT")}
    assert result.stderr.startswith(f"{len(events)} of ")
    amnesty = events["Due: Grant amnesty (Indonesia)"]
    assert amnesty["dtstart"].dt == date(2005, 8, 30)
    assert amnesty["dtend"].dt == date(2005, 8, 31)
    assert len({str(event["uid"]) for event in events.values()}) == len(events)


def test_the_same_clause_keeps_its_name_so_that_a_calendar_replaces_it(repository: Path, tmp_path: Path) -> None:
    words = ["calendar", str(repository / "examples/harbour"), "--draft", "second-draft"]
    names = []
    for number in range(2):
        out = tmp_path / f"{number}.ics"
        assert CliRunner().invoke(holdfast, [*words, "--output", str(out)]).exit_code == 0
        read: Any = Calendar.from_ical(out.read_bytes())
        names.append([str(event["uid"]) for event in read.walk("VEVENT")])
    assert names[0] == names[1] != []


def test_an_unknown_draft_is_told(repository: Path) -> None:
    result = CliRunner().invoke(holdfast, ["calendar", str(repository / "examples/harbour"), "--draft", "secnd-draft"])
    assert result.exit_code == 2
    assert "did you mean second-draft" in result.stderr


def test_what_is_still_due_follows_from_what_has_happened(repository: Path) -> None:
    harbour = str(repository / "examples/harbour")

    def events(*words: str) -> dict[str, Any]:
        result = CliRunner().invoke(holdfast, list(words))
        assert result.exit_code == 0, result.output
        read: Any = Calendar.from_ical(result.stdout_bytes)
        return {str(one["uid"]): one for one in read.walk("VEVENT")}

    found = events("track", harbour, "--as-of", "2026-04-22", "--format", "ical")
    summaries = {str(one["summary"]): one for one in found.values()}
    reinstate = summaries["Due: Reinstate the dismissed workers (Port)"]
    assert reinstate["dtstart"].dt == date(2026, 4, 10)
    assert "late (12 days) on 22 Apr 2026" in str(reinstate["description"])
    assert "extended by decision" in str(summaries["Due: Conclude the wage round (Port and Union)"]["description"])
    # It replaces what the text alone has put into the calendar; and nothing that is performed is in it.
    text = events("calendar", harbour, "--draft", "second-draft")
    assert found.keys() & text.keys()
    assert not [one for one in found.values() if "✓" in str(one["description"])]
