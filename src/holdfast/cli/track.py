"""The command that says what was promised, what was done and what is contested: track."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.common import (
    Day,
    audience_for,
    case_argument,
    case_options,
    load_case,
    must_exist,
    output_option,
    tell_problems,
    write,
)

if TYPE_CHECKING:
    from holdfast.case.case import Case
    from holdfast.gather import Shelf

journal_option = click.option(
    "--journal",
    "url",
    metavar="URL",
    envvar="HOLDFAST_JOURNAL",
    help="A PostgreSQL database in place of journal.db (also: HOLDFAST_JOURNAL).",
)


def open_shelf(case: Case, url: str | None, folder: Path) -> Shelf:
    """The journals that the audience may see, or the end of the command. Says what is wrong with files."""
    from holdfast.gather import shelf
    from holdfast.journal.database import JournalError
    from holdfast.views import diagnostics as view

    try:
        found = shelf(case, url)
    except JournalError as error:
        raise failed(error) from None
    if found.diagnostics:
        words = f"{view.summary(found.diagnostics)} in journal.jsonl: see `holdfast check {folder}`"
        click.echo(words, err=True)
    return found


def failed(error: Exception) -> click.ClickException:
    """A journal's error as the end of a command."""
    hint = getattr(error, "hint", None)
    return click.ClickException(f"{error}" + (f": {hint}" if hint else ""))


@click.command()
@case_argument
@click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="The status on this day. Default: today; of a case with a day of its own: that, or the journal's last.",
)
@click.option("--known-on", type=Day(), metavar="DATE", help="As it was known at the end of this day. Default: now.")
@click.option("--draft", metavar="NAME", help="The draft that was agreed. Default: the highest version.")
@click.option(
    "--next", "within", type=click.IntRange(0, 3650), default=14, show_default=True, help="Days to look ahead."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ical"]),
    default="text",
    show_default=True,
    help="Text, a machine's format, or a calendar of what is still due (iCalendar).",
)
@click.option(
    "--table",
    type=click.Choice("statuses ledgers next rates findings decisions coverage".split()),
    default="statuses",
    show_default=True,
    help="With --format csv: which table.",
)
@journal_option
@case_options
@output_option
def track(
    folder: Path,
    as_of: date | None,
    known_on: date | None,
    draft: str | None,
    within: int,
    form: str,
    table: str,
    url: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """What was promised, what was done, what is contested?

    The status of every clause on a day, per party that owes it, with why; the ledgers of everything that is counted;
    what comes next. It reads the journal: journal.db, or journal.jsonl where there is no database.
    """
    from holdfast.analyses.track import track as analyse
    from holdfast.gather import folded, on_day
    from holdfast.journal.database import JournalError
    from holdfast.views import machine_track, text_track
    from holdfast.views.calendar import still_due

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    shelf = open_shelf(case, url, folder)
    try:
        state = folded(shelf, on_day(case, shelf.last, as_of), known_on)
        found = analyse(
            case, state, known_on=known_on, draft=None if draft is None else case.drafts[draft], within=within
        )
        if found is None:
            raise click.UsageError("the case has no draft of an agreement")
        cited = shelf.named(found.because)
        if shelf.empty:
            click.echo("There is no entry in the journal yet: holdfast journal add", err=True)
    except JournalError as error:
        raise failed(error) from None
    if form == "json":
        result = machine_track.track_json(case, found, cited)
    elif form == "csv":
        result = machine_track.track_csv(found, table)
    elif form == "ical":
        result = still_due(case, case.drafts[found.draft], found, cited, made_on=date.today())
    else:
        result = text_track.track(case, found, cited, shutil.get_terminal_size((100, 24)).columns)
    write(result, output, reader)
