"""intake status: how far the documents are worked through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import (
    audience_for,
    case_argument,
    case_options,
    form_option,
    load_case,
    output_option,
    tell_problems,
    write,
)
from holdfast.cli.intake import Wanted, only_options, suggestions_of, tell_log

if TYPE_CHECKING:
    from holdfast.case.case import Case


@click.command()
@case_argument
@only_options
@form_option
@case_options
@output_option
def status(
    folder: Path,
    only: tuple[str, ...],
    kinds: tuple[str, ...],
    finder: str | None,
    processes: int | None,
    model: str | None,
    endpoint: str | None,
    form: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Show how far the documents are worked through: suggestions by document and by how they stand."""
    from holdfast.intake.decisions import Decided
    from holdfast.intake.decisions import load as load_log
    from holdfast.intake.queue import items
    from holdfast.views.tables import csv_table

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    found, notes = suggestions_of(case, Wanted(only, kinds, finder, processes, model, endpoint))
    log = load_log(case.folder, case.compartments)
    tell_log(log, folder)
    decided = Decided(log.decisions, case.documents)
    columns = ["source", "suggestions", "open", "later", "confirmed", "rejected", "in_the_case"]
    rows: dict[str, dict[str, Any]] = {}
    for item in items(found, decided):
        row = rows.setdefault(item.suggestion.source, dict.fromkeys(columns, 0) | {"source": item.suggestion.source})
        row["suggestions"] += 1
        row["in_the_case" if item.suggestion.covered and item.status == "open" else item.status] += 1
    coders = [{"coder": name, "decisions": len(decided.by_coder(name))} for name in decided.coders]
    if form == "json":
        document = {"version": 1, "answer": "intake-status", "case": case.title, "audience": case.audience}
        result = json.dumps(
            document | {"notes": notes, "sources": list(rows.values()), "coders": coders}, ensure_ascii=False, indent=1
        )
    elif form == "csv":
        result = csv_table(columns, rows.values())
    else:
        result = _status_text(case, list(rows.values()), coders, notes, columns)
    write(result, output, reader)


def _status_text(
    case: Case,
    rows: Sequence[dict[str, Any]],
    coders: Sequence[dict[str, Any]],
    notes: Sequence[str],
    columns: list[str],
) -> str:
    from holdfast.views.diagnostics import visible

    total = {key: sum(row[key] for row in rows) for key in columns[1:]}
    lines = [
        f"{case.title}: how far its documents are worked through",
        f"{total['suggestions']:,} suggestions: {total['open']:,} open, {total['later']:,} put off, "
        f"{total['confirmed']:,} confirmed, {total['rejected']:,} rejected, {total['in_the_case']:,} in the case "
        f"already; made for the audience '{case.audience}'",
        *notes,
    ]
    if rows:
        width = max(len("document"), *(len(row["source"]) for row in rows))
        heads = ["open", "later", "confirmed", "rejected", "in case"]
        lines += ["", f"{'document':<{width}}  {'  '.join(f'{head:>9}' for head in heads)}"]
        for row in rows:
            lines.append(f"{row['source']:<{width}}  {'  '.join(f'{row[key]:>9,}' for key in columns[2:])}")
    for one in coders:
        lines.append(visible(f"{one['coder']} decided about {one['decisions']:,}."))
    return "\n".join(lines) + "\n"
