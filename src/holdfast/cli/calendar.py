"""The command that writes due days for calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from holdfast.cli.common import (
    audience_for,
    case_argument,
    case_options,
    load_case,
    must_exist,
    output_option,
    tell_problems,
    write,
)


@click.command()
@case_argument
@click.option("--draft", metavar="NAME", help="The draft. Default: the one with the highest version.")
@case_options
@output_option
def calendar(
    folder: Path, draft: str | None, audience: str | None, sources: tuple[Path, ...], output: Path | None
) -> None:
    """Write the last day of every clause that has one as an iCalendar file.

    Days follow from the dates and durations of the text; a clause whose beginning has no date has none. Those that
    follow from what has happened since: `holdfast track --format ical`.
    """
    from holdfast.analyses.coherence.instance import instantiate
    from holdfast.analyses.coherence.timing import timing
    from holdfast.views import calendar as view

    reader = audience_for(audience, text=False, output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    case = case.about(draft)
    chosen = case.draft
    if chosen is None:
        raise click.UsageError("the case has no draft of an agreement")
    found = timing(instantiate(case, chosen))
    write(view.calendar(case, chosen, found, made_on=date.today()), output, reader)
    clauses = len(chosen.agreement.commitments)
    click.echo(f"{view.due(found)} of {clauses} clauses have a last day.", err=True)
