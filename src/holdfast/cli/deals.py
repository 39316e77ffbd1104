"""The command that asks whether there is a deal."""

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
from holdfast.cli.release import record, release_options, wanted, what_opens

if TYPE_CHECKING:
    from holdfast.case.case import Case, Draft
    from holdfast.case.conditions import Condition


@click.command()
@case_argument
@click.option("--draft", metavar="NAME", help="The draft whose clauses a package brings. Default: the highest version.")
@click.option(
    "--given",
    "given",
    multiple=True,
    metavar="CONDITION",
    help="Suppose this, such as 'withdrawal = full'; may be repeated.",
)
@click.option("--as-of", type=Day(), metavar="DATE", help="The case as of this day. Default: the case's own, else all.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    metavar="N",
    help="List so many packages of each kind; all are counted.",
)
@click.option(
    "--rung",
    "rungs",
    multiple=True,
    metavar="NAME",
    help="Only this rung of the ladder: positions, bottom-lines or red-lines; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Text, or a machine's format.",
)
@click.option(
    "--table",
    type=click.Choice("rungs packages standings partial cores movements flips factions".split()),
    default="packages",
    show_default=True,
    help="With --format csv: which table.",
)
@release_options
@case_options
@output_option
def deals(
    folder: Path,
    draft: str | None,
    given: tuple[str, ...],
    as_of: date | None,
    limit: int,
    rungs: tuple[str, ...],
    form: str,
    table: str,
    release: bool,
    by: str | None,
    because: str | None,
    record_in: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Is there a deal that all can accept? If not, what blocks it, and which movement would open one?

    Which movements would open a deal is for the desk: for any other audience it is computed only with --release, which
    is recorded in the case.
    """
    from holdfast.analyses.deals import RUNGS
    from holdfast.analyses.deals import deals as analyse
    from holdfast.views import machine_deals, text_deals

    reader = audience_for(audience, text=form == "text", output=output)
    asked = wanted(release, by, because, record_in, audience)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("rung", rungs, dict.fromkeys(map(str, RUNGS)))
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    chosen = case.draft if draft is None else case.drafts[draft]
    answer = analyse(
        case,
        as_of=as_of,
        draft=chosen,
        given=[_condition(case, chosen, text) for text in given],
        rungs=tuple(name for name in RUNGS if not rungs or name in rungs),
        limit=limit,
        with_movements=reader == "desk" or asked is not None,
    )
    if asked is not None:
        record(folder, asked, what_opens(case, answer.draft, given), reader)
    if form == "json":
        result = machine_deals.deals_json(case, answer)
    elif form == "csv":
        result = machine_deals.deals_csv(case, answer, table)
    else:
        result = text_deals.deals(case, answer, shutil.get_terminal_size((100, 24)).columns)
    write(result, output, reader)


def _condition(case: Case, draft: Draft | None, text: str) -> Condition:
    """A condition from the command line whose names the case has."""
    from holdfast.case.conditions import LEFT_OPEN, ConditionError, parse
    from holdfast.case.mentions import mentions

    try:
        condition = parse(text)
    except ConditionError as error:
        hint = f"; {error.hint}" if error.hint else ""
        raise click.UsageError(f"--given '{text}': {error.message}{hint}") from None
    found = mentions(condition)
    must_exist("issue", [ref.name for ref in found.of("issue")], case.issues)
    for issue, option in found.choices:
        must_exist(f"option of {issue.name}", (option.name,), {**case.issues[issue.name].options, LEFT_OPEN: None})
    named = {} if draft is None else dict.fromkeys(map(str, (*draft.agreement.commitments, *draft.agreement.events)))
    phases = {} if draft is None else dict.fromkeys(map(str, draft.agreement.phases))
    must_exist("commitment or event", [ref.name for ref in found.of("name")], named)
    must_exist("commitment", [ref.name for ref in found.of("commitment")], named)
    must_exist("phase", [ref.name for ref in found.of("phase")], phases)
    must_exist("event, commitment or phase", [r.name for r in found.of("anchor") if r.name != "D"], {**named, **phases})
    must_exist("party", [ref.name for ref in found.of("party")], case.parties)
    return condition
