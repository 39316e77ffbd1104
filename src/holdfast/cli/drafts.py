"""The commands about drafts: diff, checklist."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Literal

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
    tell_problems,
    write,
)


@click.command()
@click.argument("words", metavar="[CASE] FIRST SECOND", nargs=-1, required=True)
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="What was said by this day. Default: the case's own, else all."
)
@form_option
@case_options
@output_option
def diff(
    words: tuple[str, ...],
    as_of: date | None,
    form: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Show what differs between two drafts, whose yes was to which of them, and how answers and findings change.

    Drafts are named by their files in agreement/, without .yaml. Clauses are matched by name and compared key by key.

    Exit code 0, whether they differ or not.
    """
    from holdfast.analyses.coherence.change import changed_findings
    from holdfast.analyses.deals import deals
    from holdfast.analyses.drafts import drafts as analyse
    from holdfast.analyses.hold import hold
    from holdfast.views import answers_compared, draft_findings, machine_drafts, text_drafts

    if len(words) not in (2, 3):
        raise click.UsageError("name two drafts, and before them the case folder if it is not the current one")
    folder, first, second = Path(words[0] if len(words) == 3 else "."), *words[-2:]
    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("draft", (first, second), case.drafts)
    compared = (case.drafts[first], case.drafts[second])
    answer = analyse(case, *compared, as_of=as_of)
    if form == "csv":
        result = machine_drafts.table(case, answer)
    else:
        findings = changed_findings(case, *compared, as_of=as_of)
        offered = [deals(case, as_of=as_of, draft=one, with_movements=False) for one in compared]
        answers = (*answers_compared.deals(case, *offered), *answers_compared.coherence(case, findings))
        if reader == "desk":  # what `hold` finds could serve as a manual for leaving an agreement
            lasting = [hold(case, as_of=as_of, draft=one) for one in compared]
            answers += answers_compared.hold(case, *(one for one in lasting if one is not None))
        if form == "json":
            result = machine_drafts.machine(case, answer, findings, answers)
        else:
            width = shutil.get_terminal_size((100, 24)).columns
            parts = (
                text_drafts.text(case, answer, width),
                answers_compared.text(answers, first, second, width),
                draft_findings.text(findings, width),
            )
            result = "\n".join(parts)
    write(result, output, reader)


@click.command()
@case_argument
@click.option("--draft", metavar="NAME", help="Which draft. Default: the highest version.")
@click.option(
    "--stage",
    type=click.Choice(["ceasefire", "comprehensive"]),
    help="Only the list of such agreements. Default: both.",
)
@form_option
@case_options
@output_option
def checklist(
    folder: Path,
    draft: str | None,
    stage: Literal["ceasefire", "comprehensive"] | None,
    form: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Show what agreements usually provide for, and which of it a draft is marked as carrying.

    For information: it is no finding, and it predicts nothing. A clause says what it carries in its `provisions`.
    """
    from holdfast.analyses.checklist import checklist as analyse
    from holdfast.views import checklist as view

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    must_exist("draft", () if draft is None else (draft,), case.drafts)
    answer = analyse(
        case, draft=None if draft is None else case.drafts[draft], stages=() if stage is None else (stage,)
    )
    if form == "json":
        result = view.machine(case, answer)
    elif form == "csv":
        result = view.table(answer)
    else:
        result = view.text(case, answer, shutil.get_terminal_size((100, 24)).columns)
    write(result, output, reader)
