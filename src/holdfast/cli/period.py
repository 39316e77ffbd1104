"""The periodic report: HTML for a reader, DOCX for those who edit and pass it on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.common import write, write_atomically
from holdfast.cli.track import failed, open_shelf

if TYPE_CHECKING:
    from holdfast.case.case import Case
    from holdfast.views.plain_sections import Section


class Span(click.ParamType[tuple[date, date]]):
    """Two days as an option's value: ``2025-10-01..2025-10-31``, or a month, ``2025-10``."""

    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, date]:
        """The first and the last day. Fails the option where it is no period."""
        text = str(value)
        first, mark, last = text.partition("..")
        try:
            if not mark and re.fullmatch(r"\d{4}-\d{2}", text):
                start = date.fromisoformat(f"{text}-01")
                return start, (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            span = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            self.fail(f"'{text}' is no period: write it as 2025-10-01..2025-10-31, or 2025-10", param, ctx)
        if span[1] < span[0]:
            self.fail(f"this period ends before it starts: write {last}..{first}", param, ctx)
        return span


def write_period(
    case: Case, folder: Path, span: tuple[date, date], url: str | None, audience: str, output: Path | None
) -> None:
    """Writes the report on a period: DOCX where the file's name ends so, else HTML."""
    from holdfast.analyses.track.period import period
    from holdfast.gather import past
    from holdfast.journal.database import JournalError
    from holdfast.views.plain_sections import docx, html
    from holdfast.views.track_sections import period_sections, period_title

    shelf = open_shelf(case, url, folder)
    try:
        entries = shelf.entries()
    except JournalError as error:
        raise failed(error) from None
    found = period(case, entries, *span)
    if found is None:
        raise click.UsageError("the case has no draft of an agreement")
    names = {one.name: one for one in entries}
    cited = {name: names[name] for name in found.closing.because if name in names}
    sections = period_sections(case, found, cited, past(case, entries, *span))
    today = date.today()
    if output is not None and output.suffix.lower() == ".docx":
        content = docx(case, period_title(found), sections, made_on=today)
        try:
            write_atomically(output, content)
        except OSError as error:
            raise click.FileError(str(output), error.strerror or "cannot be written") from None
        click.echo(f"Wrote {output}, made for the audience '{audience}'.", err=True)
        return
    write(html(case, period_title(found), sections, made_on=today), output, audience)


def track_in_report(case: Case, folder: Path, url: str | None, as_of: date | None) -> tuple[Section, ...]:
    """Where the agreement stands, as sections of the report; none where there is no journal or no draft."""
    from holdfast.analyses.track import track
    from holdfast.gather import MOST_CLAIMS, folded, on_day, past
    from holdfast.journal.database import JournalError
    from holdfast.views.track_sections import track_sections

    shelf = open_shelf(case, url, folder)
    try:
        if shelf.empty or case.draft is None:
            return ()
        day = on_day(case, shelf.last, as_of)
        found = track(case, folded(shelf, day))
        if found is None:
            return ()
        cited = shelf.named(found.because)
        entries = shelf.entries() if found.claims <= MOST_CLAIMS else []
    except JournalError as error:
        raise failed(error) from None
    first = min((one.record.received.date() for one in entries), default=day)
    return track_sections(case, found, cited, past(case, entries, min(first, day), day) if entries else ())
