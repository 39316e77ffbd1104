"""The commands that answer: check, positions, report."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import click

from holdfast.cli.common import (
    Day,
    audience_for,
    case_argument,
    case_options,
    chosen_package,
    form_option,
    load_case,
    must_exist,
    output_option,
    table_option,
    tell_problems,
    write,
)
from holdfast.cli.period import Span, track_in_report, write_period
from holdfast.cli.release import record, release_options, wanted
from holdfast.cli.track import journal_option


@click.command()
@case_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "concise", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="Text with excerpts, one line each, or a machine's format.",
)
@click.option("--files", "files_only", is_flag=True, help="Only the files, not whether the draft is coherent.")
@click.option("--draft", metavar="NAME", help="Look at this draft. Default: the highest version.")
@click.option(
    "--package",
    "choices",
    multiple=True,
    metavar="ISSUE=OPTION",
    help="Read the draft with this option in place of its own; may be repeated.",
)
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="The statements as of this day. Default: the case's own, else all."
)
@case_options
@output_option
def check(
    folder: Path,
    form: str,
    files_only: bool,
    draft: str | None,
    choices: tuple[str, ...],
    as_of: date | None,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Say what is wrong with a case, with the place and a hint for each finding; then whether its draft is coherent.

    Exit code 0 if nothing is wrong with the files or the draft's text (notes do not count, nor do the parties'
    conditions), 1 if something is, 2 if the command was used wrongly.
    """
    from holdfast.analyses.coherence import coherence
    from holdfast.analyses.coherence.instance import instantiate
    from holdfast.analyses.coherence.timing import timing
    from holdfast.diagnostics import Severity, by_place
    from holdfast.gather import lying
    from holdfast.intake.decisions import check as check_decisions
    from holdfast.intake.decisions import load as load_decisions
    from holdfast.views import diagnostics as view
    from holdfast.views import machine_coherence, machine_timing, text_coherence, text_timing

    reader = audience_for(audience, text=form in ("text", "concise"), output=output)
    loaded = load_case(folder, reader, sources)
    case = loaded.case
    decisions = check_decisions(load_decisions(case.folder, case.compartments), case)
    files = by_place((*loaded.diagnostics, *lying(case, case.compartments)[1], *decisions))
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    case = case.about(draft)
    chosen = None if files_only else case.draft
    package = chosen_package(case, choices)
    answer = None if chosen is None else coherence(case, as_of=as_of, draft=chosen, package=package)
    timed = None if chosen is None else timing(instantiate(case, chosen, package))
    gaps = () if answer is None else answer.findings
    found = by_place((*files, *gaps))
    if form == "json":
        both = None
        if answer is not None and timed is not None:
            both = {**machine_coherence.coherence(answer), "timing": machine_timing.timing(timed)}
        text = view.json(files, prefix=folder, coherence=both)
    elif form == "sarif":
        text = view.sarif(found, prefix=folder)
    elif form == "github":
        text = view.github(found, prefix=folder)
    elif form == "concise":
        text = view.concise(found, prefix=folder)
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        parts = [
            view.full(files, prefix=folder),
            "" if answer is None else text_coherence.coherence(case, answer, width),
            "" if chosen is None or timed is None else text_timing.timing(case, chosen, timed, width),
        ]
        text = "\n\n".join(part for part in parts if part)
    if text or output is not None:
        write(text, output, reader)
    if form in ("text", "concise"):
        click.echo(view.summary(files), err=True)
        if answer is not None:
            click.echo(f"draft {answer.draft}: {view.summary(gaps)}", err=True)
    late = timed is not None and timed.verdict in ("cannot be met", "cannot be guaranteed")
    if late or any(problem.severity is not Severity.NOTE for problem in found):
        raise click.exceptions.Exit(1)


@click.command()
@case_argument
@click.option("--party", "parties", multiple=True, metavar="NAME", help="Only this party; may be repeated.")
@click.option("--issue", "issues", multiple=True, metavar="NAME", help="Only this issue; may be repeated.")
@click.option("--as-of", type=Day(), metavar="DATE", help="The case as of this day. Default: the case's own, else all.")
@click.option("--since", type=Day(), metavar="DATE", help="Also: what moved on this day or later.")
@click.option("--draft", metavar="NAME", help="Go through this draft clause by clause. Default: the highest version.")
@form_option
@table_option("stances draft facts words balance relations meetings classes clauses movement moved".split())
@case_options
@output_option
def positions(
    folder: Path,
    parties: tuple[str, ...],
    issues: tuple[str, ...],
    as_of: date | None,
    since: date | None,
    draft: str | None,
    form: str,
    table: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Where does each party stand, according to whom?"""
    from holdfast.analyses.depth import depth as compare
    from holdfast.analyses.positions import positions as analyse
    from holdfast.views import machine, text

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("party", parties, case.parties)
    must_exist("issue", issues, case.issues)
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    case = case.about(draft)
    answer = analyse(case, as_of=as_of, parties=parties, issues=issues)
    depth = compare(case, as_of=as_of, since=since, parties=parties, issues=issues)
    if form == "json":
        result = machine.positions_json(case, answer, depth)
    elif form == "csv":
        result = machine.positions_csv(case, answer, table, depth)
    else:
        result = text.positions(case, answer, shutil.get_terminal_size((100, 24)).columns, depth)
    write(result, output, reader)


@click.command()
@case_argument
@click.option("--as-of", type=Day(), metavar="DATE", help="The case as of this day. Default: the case's own, else all.")
@click.option("--since", type=Day(), metavar="DATE", help="Also: what moved on this day or later.")
@click.option("--draft", metavar="NAME", help="The draft that it is about. Default: the highest version.")
@click.option(
    "--period",
    type=Span(),
    metavar="A..B",
    help="Instead: the report on a period, such as 2025-10-01..2025-10-31 or 2025-10. DOCX if --output ends in .docx.",
)
@journal_option
@release_options
@case_options
@output_option
def report(
    folder: Path,
    as_of: date | None,
    since: date | None,
    draft: str | None,
    period: tuple[date, date] | None,
    url: str | None,
    release: bool,
    by: str | None,
    because: str | None,
    record_in: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Write the answers into one self-contained HTML file; with --period, what a period brought.

    With --draft every section that looks at a draft looks at that one. Which movements would open a deal is in it for
    the desk only, or with --release, which is recorded in the case. Whether the draft will hold is answered for the
    desk only: with --audience desk.
    """
    from holdfast.analyses.checklist import checklist
    from holdfast.analyses.coherence import coherence
    from holdfast.analyses.coherence.instance import instantiate
    from holdfast.analyses.coherence.timing import timing
    from holdfast.analyses.deals import deals
    from holdfast.analyses.deals.fair import fair
    from holdfast.analyses.deals.preferences import preferences
    from holdfast.analyses.depth import depth as compare
    from holdfast.analyses.hold import hold
    from holdfast.analyses.positions import positions as analyse
    from holdfast.views import html
    from holdfast.views.release_words import what_opens

    reader = audience_for(audience, text=False, output=output)
    asked = wanted(release, by, because, record_in, audience)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    must_exist("draft", () if draft is None else (draft,), loaded.case.drafts)
    case = loaded.case.about(draft)
    if period is not None:
        write_period(case, folder, period, url, reader, output)
        return
    answer = analyse(case, as_of=as_of)
    depth = compare(case, as_of=as_of, since=since)
    page = html.report(
        case,
        answer,
        loaded.diagnostics,
        made_on=date.today(),
        depth=depth,
        coherence=coherence(case, as_of=as_of),
        timing=None if case.draft is None else timing(instantiate(case, case.draft)),
        checklist=checklist(case),
        deals=deals(case, as_of=as_of, with_movements=reader == "desk" or asked is not None),
        fair=fair(case, as_of=as_of),
        judged=preferences(case, as_of=as_of),
        track=track_in_report(case, folder, url, as_of),
        hold=hold(case, as_of=as_of) if reader == "desk" else None,
    )
    if asked is not None:
        record(folder, asked, what_opens(case, None if case.draft is None else case.draft.name), reader)
    write(page, output, reader)
