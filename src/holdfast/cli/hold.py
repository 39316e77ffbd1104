"""The command that asks whether it will hold: for the desk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
from holdfast.cli.release import record, release_options, wanted
from holdfast.cli.track import failed, journal_option, open_shelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.analyses.track import Track
    from holdfast.case.case import Case, Draft

#: The tables of --format csv; `holdfast.views.machine_hold.TABLES` has their columns.
_TABLES = "margins exposure guarantees orders curves thresholds accidents judgements".split()
_FOR_THE_DESK = (
    "what `hold` finds could serve as a manual for leaving an agreement, so it is made for the desk alone; "
    "name --audience desk, or show it to another audience with --release"
)


@click.command()
@case_argument
@click.option("--draft", metavar="NAME", help="Look at this draft. Default: the highest version.")
@click.option(
    "--package",
    "choices",
    multiple=True,
    metavar="ISSUE=OPTION",
    help="Read the draft with this option in place of its own; may be repeated.",
)
@click.option("--as-of", type=Day(), metavar="DATE", help="The day that is shown. Default: the case's own.")
@click.option(
    "--from-journal",
    is_flag=True,
    help="Go on from where things stand on that day: what the journal shows as performed is done.",
)
@journal_option
@click.option(
    "--schedule",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Try this order: a step a line, such as `reinstate 2` for the second part of a clause.",
)
@click.option(
    "--order",
    metavar="STEPS",
    help="Try this order: `lift-blockade, reinstate 2, reinstate 1`; other steps follow as the text has them.",
)
@click.option(
    "--illustrate",
    type=click.Choice(["equal"]),
    help="In place of judgements assume equal worths, for this run alone: what a step costs, it brings the others.",
)
@click.option(
    "--hazard",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    metavar="CHANCE",
    help="The chance that it collapses before a step through no party's choice. [default: 0]",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Where the draws from the judgements begin.")
@form_option
@table_option(_TABLES)
@release_options
@case_options
@output_option
def hold(
    folder: Path,
    draft: str | None,
    choices: tuple[str, ...],
    as_of: date | None,
    from_journal: bool,
    url: str | None,
    schedule: Path | None,
    order: str | None,
    illustrate: Literal["equal"] | None,
    hazard: float,
    seed: int,
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
    """Say whether each party keeps having a reason to go on, step by step, and where it breaks.

    Without judgements of worth: who has given what before getting what, and what would have to be true. With them
    (`commitments` and `walking_away` in values.yaml): margins, guarantees, the best order, and which judgement matters.
    An accounting of incentives; never a probability of peace. It is for the desk: for any other audience it is made
    only with --release, which is recorded in the case.

    Exit code 0, whatever it finds.
    """
    from holdfast.analyses.hold import ScheduleError
    from holdfast.analyses.hold import hold as analyse
    from holdfast.views import machine_hold, text_hold
    from holdfast.views.release_words import what_breaks

    reader = audience_for(audience, text=form == "text", output=output)
    asked = wanted(release, by, because, record_in, audience)
    if reader != "desk" and asked is None:
        raise click.UsageError(_FOR_THE_DESK)
    if schedule is not None and order is not None:
        raise click.UsageError("--schedule and --order do not go together: one order is tried at a time")
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    chosen = None if draft is None else case.drafts[draft]
    package, done = chosen_package(case, choices), frozenset[tuple[str, int]]()
    if from_journal:
        stands = _stands(case, folder, url, as_of, chosen, package)
        as_of, chosen, done = stands.as_of, case.drafts[stands.draft], stands.done
    try:
        answer = analyse(
            case,
            draft=chosen,
            package=package,
            as_of=as_of,
            schedule=None if schedule is None else _read(schedule),
            order=None if order is None else order.split(","),
            seed=seed,
            illustrate=illustrate,
            hazard=hazard,
            done=done,
        )
    except ScheduleError as error:
        raise click.UsageError(f"{'--order' if schedule is None else schedule}: {error}") from None
    if answer is None:
        raise click.UsageError("the case has no draft of an agreement")
    if asked is not None:
        record(folder, asked, what_breaks(case, answer.draft), reader)
    if form == "json":
        result = machine_hold.hold_json(answer)
    elif form == "csv":
        result = machine_hold.hold_csv(answer, table)
    else:
        result = text_hold.hold(case, answer, shutil.get_terminal_size((100, 24)).columns)
    write(result, output, reader)


def _stands(
    case: Case,
    folder: Path,
    url: str | None,
    as_of: date | None,
    draft: Draft | None,
    package: Mapping[str, str] | None,
) -> Track:
    """Where the agreement stands on a day; or the end of the command."""
    from holdfast.analyses.track import track
    from holdfast.gather import folded, on_day
    from holdfast.journal.database import JournalError

    shelf = open_shelf(case, url, folder)
    try:
        found = track(case, folded(shelf, on_day(case, shelf.last, as_of)), draft=draft, package=package)
    except JournalError as error:
        raise failed(error) from None
    if found is None:
        raise click.UsageError("the case has no draft of an agreement")
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise click.FileError(str(path), error.strerror or "cannot be read") from None
