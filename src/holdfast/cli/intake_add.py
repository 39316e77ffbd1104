"""intake add: many documents into a case."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.common import Day, case_folder_option, load_case, progress
from holdfast.cli.evidence import KINDS, home_of

if TYPE_CHECKING:
    from holdfast.intake.bulk import Opened
    from holdfast.intake.importing import Taken


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@case_folder_option
@click.option("--publisher", metavar="NAME", help="Who published them.")
@click.option(
    "--published", type=Day(), metavar="DATE", help="When, such as 2026-03-02: days such as ‘Monday’ count from it."
)
@click.option("--language", metavar="TAG", help="Their language, such as en or ar.")
@click.option("--kind", type=click.Choice(KINDS), help="What sort of documents they are.")
@click.option("--not-quotable", is_flag=True, help="Their words may not be quoted in the case.")
@click.option("--compartment", metavar="NAME", default="public", help="Whose they are. Default: public.")
@click.option("--encoding", metavar="NAME", help="Of text or HTML files, where it is not found out rightly.")
@click.option(
    "--similar",
    type=click.FloatRange(0.3, 1),
    default=0.8,
    show_default=True,
    metavar="SHARE",
    help="From what share of runs of five words in common a document is a copy of another.",
)
@click.option("--no-copies", is_flag=True, help="Do not look for copies: every document is one of its own.")
@click.option(
    "--processes", type=click.IntRange(min=1), metavar="N", help="How many processes read. Default: all processors."
)
@click.option("--audience", metavar="NAME", default="desk", help="As whom the case is read. Default: desk.")
def add(
    files: tuple[Path, ...],
    folder: Path,
    publisher: str | None,
    published: date | None,
    language: str | None,
    kind: str | None,
    not_quotable: bool,
    compartment: str,
    encoding: str | None,
    similar: float,
    no_copies: bool,
    processes: int | None,
    audience: str,
) -> None:
    """Take documents into the case: files, or folders with everything in them that can be read.

    As `source add`, for many: what the case has already is passed over, so an import that was ended is simply started
    again. A document that nearly is another one, such as a wire story in several papers, is registered as its copy:
    both are one origin, and only the first is read for suggestions.

    Exit code 1 if a file could not be added; the others are.
    """
    from holdfast.case.documents import ENDINGS
    from holdfast.case.register import RegisterError, lies_in
    from holdfast.intake.bulk import opened
    from holdfast.intake.importing import BATCH, Importer, files_of

    for file in files:
        if not file.exists():
            raise click.UsageError(f"there is no file {file}")
    case = load_case(folder, audience, ()).case
    home_of(case, compartment)
    described = {
        "publisher": publisher,
        "published": None if published is None else published.isoformat(),
        "language": language,
        "kind": kind,
        "quotable": "false" if not_quotable else None,
    }
    known = {key: value for key, value in described.items() if value is not None}
    importer = Importer(case, compartment, None if no_copies else similar)
    paths = list(files_of(files, ENDINGS))
    fates: Counter[str] = Counter()
    for path in paths:
        if (confided := lies_in(path, case.folder)) not in (None, compartment):
            fates["refused"] += 1  # it is not opened
            click.echo(f"{path}: it lies in the compartment '{confided}'; add --compartment {confided}", err=True)
    paths = [path for path in paths if lies_in(path, case.folder) in (None, compartment)]
    many = len(paths) > 20
    try:
        with progress() as told:
            for number, one in enumerate(opened(paths, encoding, processes), 1):
                taken = _take(importer, one, known)
                fates[taken.fate] += 1
                if not many or taken.fate == "refused":
                    click.echo(_line(taken), err=True)
                if importer.waiting >= BATCH:
                    importer.flush()
                told("adding", number / len(paths))
    except RegisterError as error:
        raise click.UsageError(error.message + (f"; {error.hint}" if error.hint else "")) from None
    finally:
        # Whatever ends the import, what was taken so far is kept.
        _flushed(importer)
    click.echo(_told(fates), err=True)
    if fates["refused"]:
        raise click.exceptions.Exit(1)


def _take(importer: object, one: Opened, known: dict[str, str]) -> Taken:
    from holdfast.intake.importing import Importer, Taken

    assert isinstance(importer, Importer)
    if one.document is None or one.content is None:
        return Taken(one.path, "refused", message=one.problem)
    return importer.take(one.path, one.content, one.document, known)


def _flushed(importer: object) -> None:
    from holdfast.case.register import RegisterError
    from holdfast.intake.importing import Importer

    assert isinstance(importer, Importer)
    try:
        importer.flush()
    except RegisterError as error:
        raise click.UsageError(error.message + (f"; {error.hint}" if error.hint else "")) from None
    except OSError as error:
        raise click.FileError(str(error.filename or "a file"), error.strerror or "cannot be written") from None


def _line(one: Taken) -> str:
    if one.fate == "refused":
        return f"{one.path}: {one.message}"
    if one.fate == "known":
        return f"{one.path}: registered already, as '{one.id}'"
    copy = ""
    if one.of is not None and one.resemblance is not None:
        copy = f", a copy of {one.of} ({one.resemblance:.0%} in common)"
    return "\n".join([f"{one.id}: added{copy}", *(f"  {note}" for note in one.notes)])


def _told(fates: Counter[str]) -> str:
    words = {"added": "added", "copy": "added as copies", "known": "known already", "refused": "refused"}
    parts = [f"{fates[fate]:,} {word}" for fate, word in words.items() if fates[fate]]
    return f"{', '.join(parts)}." if parts else "There is nothing to add."
