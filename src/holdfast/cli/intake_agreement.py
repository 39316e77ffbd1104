"""intake agreement: how far coders agree, and where they differ."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import (
    audience_for,
    case_argument,
    case_options,
    form_option,
    load_case,
    must_exist,
    output_option,
    table_option,
    tell_problems,
    write,
)
from holdfast.cli.intake import tell_log

if TYPE_CHECKING:
    from holdfast.case.case import Case
    from holdfast.intake.comparing import Compared, Difference

_AGREEMENT = "question units coders percent alpha alpha_low alpha_high ac1 ac1_low ac1_high".split()
_DIFFERENCES = "key kind source paragraph question coders labels settled_by settled_as".split()


@click.command()
@case_argument
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="Whose decisions; twice or more. Default: all.")
@click.option("--unsettled", is_flag=True, help="Only differences that nobody has settled.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the resampling behind alpha's interval.")
@form_option
@table_option(["agreement", "differences"])
@case_options
@output_option
def agreement(
    folder: Path,
    coders: tuple[str, ...],
    unsettled: bool,
    seed: int,
    form: str,
    table: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Compare coders who decided about the same suggestions: how far they agree, and where they differ.

    Percent agreement, Krippendorff's alpha and Gwet's AC1, each with a 95% interval, for the decision and, where both
    confirmed, for each label; then the differences side by side. A difference is settled by a further decision:
    `intake review --settles A,B`, or `intake decide KEY … --settles A,B`.
    """
    from holdfast.intake.comparing import compared, differences
    from holdfast.intake.decisions import Decided
    from holdfast.intake.decisions import load as load_log
    from holdfast.views.tables import csv_table

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    log = load_log(case.folder, case.compartments)
    tell_log(log, folder)
    decided = Decided(log.decisions, case.documents)
    must_exist("coder", coders, decided.coders)
    chosen = tuple(dict.fromkeys(coders)) or decided.coders
    if len(chosen) < 2:
        raise click.UsageError("two coders are needed to compare; nobody, or only one, has decided anything")
    found = compared(decided, chosen, seed=seed)
    apart = [one for one in differences(decided, chosen) if not (unsettled and one.settled)]
    if form == "json":
        document: dict[str, Any] = {"version": 1, "answer": "intake-agreement", "case": case.title}
        document |= {"audience": case.audience, "coders": list(chosen)}
        document["agreement"] = [_row(one) for one in found]
        document["differences"] = [_difference(one) for one in apart]
        result = json.dumps(document, ensure_ascii=False, indent=1)
    elif form == "csv" and table == "agreement":
        result = csv_table(_AGREEMENT, map(_row, found))
    elif form == "csv":
        result = csv_table(_DIFFERENCES, (row for one in apart for row in _flat(one)))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        result = _text(case, chosen, found, apart, width)
    write(result, output, reader)


def _row(one: Compared) -> dict[str, Any]:
    made: dict[str, Any] = {"question": one.question, "units": one.agreement.units, "coders": one.agreement.coders}
    made["percent"] = _number(one.agreement.percent)
    for name in ("alpha", "ac1"):
        interval = getattr(one.agreement, f"{name}_interval")
        made[name] = _number(getattr(one.agreement, name))
        made[f"{name}_low"] = None if interval is None else round(interval.low, 4)
        made[f"{name}_high"] = None if interval is None else round(interval.high, 4)
    return made


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "places": [
            {"source": place.source, "role": place.role, "paragraph": place.paragraph}
            for place in one.decisions[0][1].places
        ],
        "coders": [
            {
                "coder": coder,
                "decision": decision.decision,
                "entries": [dict(entry) for entry in decision.entries],
                "reason": decision.reason,
            }
            for coder, decision in one.decisions
        ],
        "questions": list(one.questions),
        "settled_by": None if one.settled is None else one.settled.coder,
        "settled_as": None if one.settled is None else one.settled.status,
    }


def _flat(one: Difference) -> list[dict[str, Any]]:
    place = next(iter(one.decisions[0][1].places), None)
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "source": None if place is None else place.source,
            "paragraph": None if place is None else place.paragraph,
            "question": question,
            "coders": [coder for coder, _ in one.decisions],
            "labels": ["" if label is None else label for label in one.labels(question)],
            "settled_by": None if one.settled is None else one.settled.coder,
            "settled_as": None if one.settled is None else one.settled.status,
        }
        for question in one.questions
    ]


def _text(case: Case, coders: Sequence[str], found: Sequence[Compared], apart: Sequence[Difference], width: int) -> str:
    from holdfast.cli.intake_text import wrapped
    from holdfast.intake.agreement import in_words
    from holdfast.views.diagnostics import visible
    from holdfast.views.names import and_list, count

    lines = [
        visible(f"{case.title}: how far {and_list(list(coders))} agree"),
        f"{count(found[0].agreement.units, 'suggestion')} decided by at least two of them; "
        f"made for the audience '{case.audience}'",
        "",
        f"{'':<10}  {'both':>5}  {'agree':>6}  {'alpha':>22}  {'AC1':>22}",
    ]
    for one in found:
        both = one.agreement
        agree = "–" if both.percent is None else f"{float(both.percent):.0%}"
        lines.append(
            f"{one.question:<10}  {both.units:>5,}  {agree:>6}  {in_words(both.alpha, both.alpha_interval):>22}  "
            f"{in_words(both.ac1, both.ac1_interval):>22}"
        )
    lines += ["", f"{count(len(apart), 'suggestion')} on which they differ" + (":" if apart else ".")]
    for difference in apart:
        place = next(iter(difference.decisions[0][1].places), None)
        where = "" if place is None else f"  {place.source} ¶{place.paragraph}"
        lines += ["", f"  {difference.key}{where}  {difference.kind}"]
        for question in difference.questions:
            told = "; ".join(
                f"{coder}: {label}"
                for (coder, _), label in zip(difference.decisions, difference.labels(question), strict=True)
                if label is not None
            )
            lines += wrapped(f"    {question:<10}", told, width)
        settled = difference.settled
        lines.append(
            "    not settled" if settled is None else f"    settled by {visible(settled.coder)}: {settled.status}"
        )
    return "\n".join(lines) + "\n"
