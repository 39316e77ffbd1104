"""The command that gives codings to other programs: codings export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from holdfast.cli.common import (
    audience_for,
    case_argument,
    case_options,
    load_case,
    output_option,
    tell_problems,
    write,
    write_bytes,
)


@click.group("codings")
def codings() -> None:
    """Give the codebook and the codings to programs for qualitative analysis."""


@codings.command("export")
@case_argument
@case_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["refi-qda", "csv"]),
    default="refi-qda",
    show_default=True,
    help="REFI-QDA 1.0 (a .qdpx file; with --codebook a .qdc file), or a table.",
)
@click.option("--codebook", is_flag=True, help="Only the codebook: parties, issues, options, verbs and the like.")
@output_option
def export(
    folder: Path, audience: str | None, sources: tuple[Path, ...], form: str, codebook: bool, output: Path | None
) -> None:
    """Write what the statements of the case are coded with, and where: codebook, documents, codings.

    Each stretch of a document that a statement cites carries the codes of the statement: its party, its verb, the
    issues, options and facts that it names. Words of documents that may not be quoted are not in it; what is said in
    them is coded on the document as a whole. As Web Annotations: holdfast annotations export.
    """
    from holdfast.views import codings as view
    from holdfast.views import refi

    reader = audience_for(audience, text=False, output=output)
    packed = form == "refi-qda" and not codebook
    if packed and output is None and sys.stdout.isatty():
        raise click.UsageError("a project is no text for a terminal; add -o FILE.qdpx")
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    if form == "csv":
        write((view.codebook_csv if codebook else view.codings_csv)(loaded.case), output, reader)
    else:
        write_bytes((refi.codebook if codebook else refi.project)(loaded.case), output, reader)
