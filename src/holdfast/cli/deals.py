"""The command that asks whether there is a deal."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from holdfast.cli.common import (
    Day,
    audience_for,
    case_argument,
    case_options,
    form_option,
    load_case,
    must_exist,
    output_option,
    progress,
    table_option,
    tell_problems,
    write,
)
from holdfast.cli.release import record, release_options, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.analyses.deals import Deals
    from holdfast.analyses.deals.fair_records import Fair
    from holdfast.analyses.deals.preferences import Preferences
    from holdfast.case.case import Case, Draft
    from holdfast.case.conditions import Condition

#: The tables of --format csv, by the part of the answer that they belong to.
_LADDER: Final = "packages rungs standings partial cores movements flips factions".split()
_FAIR: Final = "points named drafts fallback".split()
_PREFERENCES: Final = "acceptance ranks importance questions rests_on".split()
_TABLES: Final = [*_LADDER, *_FAIR, *_PREFERENCES]


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
    "--scale",
    type=click.Choice(["given", "range", "ideal"]),
    help="How gains of different parties are compared in points that depend on it: as judged, or each party's gain as "
    "a share of its range of worths, or of its best.  [default: given]",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Where the draws from the judgements begin.")
@click.option(
    "--refusal",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="The next question: the share of questions that are expected to get no answer.",
)
@click.option(
    "--cost",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="The next question: what asking costs, as a share of acceptance.  [default: 0]",
)
@form_option
@table_option(_TABLES)
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
    scale: Literal["given", "range", "ideal"] | None,
    seed: int,
    refusal: float,
    cost: float,
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

    Then, as far as somebody judged what outcomes are worth or parties said what they prefer: which packages are
    efficient and fair, who accepts which by what share of the judgements that fit, and what to ask next.

    Which movements would open a deal is for the desk: for any other audience it is computed only with --release, which
    is recorded in the case.
    """
    from holdfast.analyses.deals import RUNGS
    from holdfast.analyses.deals import deals as analyse
    from holdfast.analyses.deals.fair import fair
    from holdfast.analyses.deals.preferences import preferences
    from holdfast.views import machine_deals, text_deals
    from holdfast.views.release_words import what_opens
    from holdfast.views.text_fair import text_fair
    from holdfast.views.text_judged import text_judged

    reader = audience_for(audience, text=form == "text", output=output)
    asked = wanted(release, by, because, record_in, audience)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("rung", rungs, dict.fromkeys(map(str, RUNGS)))
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    chosen = case.draft if draft is None else case.drafts[draft]
    supposed = [_condition(case, chosen, text) for text in given]
    of_ladder = form != "csv" or table in _LADDER
    answer = analyse(
        case,
        as_of=as_of,
        draft=chosen,
        given=supposed,
        rungs=tuple(name for name in RUNGS if not rungs or name in rungs),
        limit=limit,
        with_movements=of_ladder and (reader == "desk" or asked is not None),
    )
    options = _settled(supposed)
    compared: Fair | None = None
    known: Preferences | None = None
    with progress() as told:
        if form != "csv" or table in _FAIR:
            compared = fair(case, as_of=as_of, draft=chosen, given=options, scale=scale or "given", progress=told)
        if form != "csv" or table in _PREFERENCES:
            known = preferences(
                case, as_of=as_of, draft=chosen, given=supposed, seed=seed, refusal=refusal, cost=cost, progress=told
            )
    if asked is not None:
        record(folder, asked, what_opens(case, answer.draft, given), reader)
    if form == "json":
        result = machine_deals.deals_json(case, answer, compared, known)
    elif form == "csv":
        result = _csv(case, answer, compared, known, table)
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        parts = [text_deals.deals(case, answer, width)]
        if compared is not None:
            parts.append(text_fair(case, compared, width))
        if known is not None:
            found, questions, rests_on = known.judged, known.questions, known.rests_on
            parts.append(text_judged(case, found, width, questions=questions, rests_on=rests_on))
        result = "\n\n".join(part.rstrip("\n") for part in parts) + "\n"
    write(result, output, reader)


def _csv(case: Case, answer: Deals, compared: Fair | None, known: Preferences | None, table: str) -> str:
    """One table of the answer."""
    from holdfast.views import machine_deals, machine_fair, machine_judged
    from holdfast.views.tables import csv_table

    if table in _FAIR:
        assert compared is not None
        return machine_fair.fair_csv(compared, table)
    if table in _PREFERENCES:
        rows = (
            ()
            if known is None
            else machine_judged.rows(known.judged, table, questions=known.questions, rests_on=known.rests_on)
        )
        return csv_table(machine_judged.COLUMNS[table], rows)
    return machine_deals.deals_csv(case, answer, table)


def _settled(supposed: Iterable[Condition]) -> dict[str, str]:
    """The options that are supposed outright: what comparing worths can take account of."""
    from holdfast.analyses.deals.reading import conjuncts
    from holdfast.case.conditions import Choice

    parts = (part for condition in supposed for part in conjuncts(condition))
    return {part.issue: part.options[0] for part in parts if isinstance(part, Choice) and len(part.options) == 1}


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
