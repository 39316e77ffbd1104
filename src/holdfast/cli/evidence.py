"""The commands about documents and citations: source add, sources, cite, annotations export and import."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from holdfast.cli.common import (
    Day,
    audience_for,
    case_argument,
    case_folder_option,
    case_options,
    load_case,
    output_option,
    tell_problems,
    write,
    write_atomically,
)

if TYPE_CHECKING:
    from holdfast.case.case import Case

F = TypeVar("F", bound=Callable[..., Any])
#: As `holdfast.case.model.evidence.SourceKind`, which would take long to import just for this.
KINDS = ("news", "statement", "agreement", "letter", "minutes", "law", "report", "speech", "notes", "other")


@click.group()
def source() -> None:
    """Register documents."""


@source.command("add")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@case_folder_option
@click.option("--id", "identifier", metavar="ID", help="Its name in the case. Default: made of the file's name.")
@click.option("--title", metavar="TEXT", help="Its headline or title. Default: what the document says of itself.")
@click.option("--publisher", metavar="NAME", help="Who published it.")
@click.option("--author", metavar="NAME", help="Who wrote it.")
@click.option("--published", type=Day(), metavar="DATE", help="When it was published, such as 2026-03-02.")
@click.option("--language", metavar="TAG", help="Its language, such as en or ar.")
@click.option("--kind", type=click.Choice(KINDS), help="What sort of document it is.")
@click.option("--not-quotable", is_flag=True, help="Its words may not be quoted in the case.")
@click.option("--compartment", metavar="NAME", default="public", help="Whose it is. Default: public.")
@click.option("--encoding", metavar="NAME", help="Of a text or HTML file, where it is not found out rightly.")
@click.option("--audience", metavar="NAME", default="desk", help="As whom the case is read. Default: desk.")
def add(
    files: tuple[Path, ...],
    folder: Path,
    identifier: str | None,
    title: str | None,
    publisher: str | None,
    author: str | None,
    published: date | None,
    language: str | None,
    kind: str | None,
    not_quotable: bool,
    compartment: str,
    encoding: str | None,
    audience: str,
) -> None:
    """Add documents to the case: text, Markdown, HTML, PDF or DOCX.

    Their text is written to sources/, one paragraph per line, and the original is kept beside it: from then on
    citations refer to the text file, whose paragraphs no later version of any program can renumber. The entry is
    appended to sources.yaml, which otherwise stays as it is.

    Exit code 1 if a file could not be added; the others are.
    """
    if len(files) > 1 and (identifier is not None or title is not None):
        raise click.UsageError("--id and --title go with one file only")
    described = {
        "title": title,
        "publisher": publisher,
        "author": author,
        "published": None if published is None else published.isoformat(),
        "language": language,
        "kind": kind,
        "quotable": "false" if not_quotable else None,
    }
    known = {key: value for key, value in described.items() if value is not None}
    failed = False
    for file in files:
        case = load_case(folder, audience, ()).case  # anew each time: the one before is in it
        home = home_of(case, compartment)
        failed |= not _add(file, case, home, compartment, identifier, known, encoding)
    if failed:
        raise click.exceptions.Exit(1)


def home_of(case: Case, compartment: str) -> Path:
    """The folder of a compartment that the case knows."""
    from holdfast.case.audience import compartment_folder
    from holdfast.diagnostics import did_you_mean

    declared = {name for seen in case.audiences.values() for name in seen or ()} | set(case.compartments)
    if compartment not in declared:
        hint = did_you_mean(compartment, declared) or f"there are {', '.join(sorted(declared))}"
        raise click.UsageError(f"the case has no compartment '{compartment}'; {hint}")
    if compartment not in case.compartments and case.audience != "desk":
        raise click.UsageError(f"the audience '{case.audience}' does not see the compartment '{compartment}'")
    return compartment_folder(case.folder, compartment)


def _add(
    file: Path,
    case: Case,
    home: Path,
    compartment: str,
    identifier: str | None,
    known: dict[str, str],
    encoding: str | None,
) -> bool:
    from holdfast.case import documents, register
    from holdfast.case.encodings import DocumentError

    def refuse(message: str, hint: str | None) -> bool:
        click.echo(f"{file}: {message}" + (f"; {hint}" if hint else ""), err=True)
        return False

    confided = register.lies_in(file, case.folder)
    if confided not in (None, compartment):
        return refuse(f"it lies in the compartment '{confided}'", f"add --compartment {confided}")
    folder, listed = home / "sources", home / "sources.yaml"
    taken_names = register.names(case, compartment)
    at_home = file.resolve().is_relative_to(folder.resolve())
    name = file.resolve().relative_to(folder.resolve()).as_posix() if at_home else file.name
    try:
        content = file.read_bytes()
        document = documents.read(content, file.name, encoding=encoding)
        already = register.registered_as(
            case, compartment, register.hashes(document, content), name if at_home else None
        )
        if already is not None:
            return refuse(f"this document is registered already, as '{already}'", None)
        if identifier is None:
            identifier = register.identifier_for(file.name, taken_names.__contains__)
        else:
            register.check_identifier(identifier, taken_names.__contains__)
        plan = register.plan(
            document,
            content,
            name,
            identifier=identifier,
            taken=lambda one: (folder / one).exists(),
            at_home=at_home,
            described=known,
        )
        before = listed.read_bytes().decode("utf-8-sig") if listed.exists() else ""
        after = register.appended(before, plan.entry)
        register.check_home(case, compartment, plan.files)
        for one, data in plan.files.items():
            write_atomically(folder / one, data)
        write_atomically(listed, after)
    except (DocumentError, register.RegisterError) as error:
        return refuse(error.message, error.hint)
    except UnicodeDecodeError:
        return refuse("sources.yaml is not UTF-8 text", "save it as UTF-8")
    except OSError as error:
        return refuse(f"{error.filename or 'a file'}: {(error.strerror or 'cannot be read').lower()}", None)
    count = len(document.paragraphs)
    text = plan.entry["file"]
    click.echo(f"{identifier}: {count} paragraph{'s' * (count != 1)} in {folder / text}", err=True)
    for note in document.notes:
        click.echo(f"  {note}", err=True)
    return True


@click.command()
@case_argument
@click.option("--source", "only", multiple=True, metavar="ID", help="Only this document; may be repeated.")
@click.option("--unused", is_flag=True, help="Show the paragraphs that nobody cites, with their text.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Text, or a machine's format.",
)
@case_options
@output_option
def sources(
    folder: Path,
    only: tuple[str, ...],
    unused: bool,
    form: str,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Show each document with what is cited from it, and what nobody has used."""
    from holdfast.analyses.sources import sources as analyse
    from holdfast.views import sources as view

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    case = loaded.case
    for name in only:
        _must_be_source(case, name)
    answer = analyse(case, only)
    if form == "json":
        result = view.machine(case, answer, unused=unused)
    elif form == "csv":
        result = view.table(answer, unused=unused)
    else:
        result = view.text(case, answer, unused=unused, width=shutil.get_terminal_size((100, 24)).columns)
    write(result, output, reader)


@click.command()
@click.argument("source", metavar="SOURCE")
@click.argument("paragraph", metavar="PARAGRAPH", type=click.IntRange(min=1))
@click.option("--sentence", type=click.IntRange(min=1), metavar="N", help="One sentence of the paragraph.")
@click.option(
    "--quote", "quotes", multiple=True, metavar="WORDS", help="Words of it; again where a quote goes on later."
)
@case_folder_option
@case_options
def cite(
    source: str,
    paragraph: int,
    sentence: int | None,
    quotes: tuple[str, ...],
    folder: Path,
    audience: str | None,
    sources: tuple[Path, ...],
) -> None:
    """Print the citation of a paragraph, ready to be pasted into a statement.

    It quotes the document to the letter, with the words around the quote where it stands there more than once; where
    the document may not be quoted, it carries the paragraph's hash instead.
    """
    from holdfast.case.citing import CitingError
    from holdfast.case.citing import cite as make
    from holdfast.case.yamlwrite import flow

    case = load_case(folder, audience_for(audience, text=True, output=None), sources).case
    _must_be_source(case, source)
    document = case.documents.get(source)
    if document is None:
        hint = "put its file under sources/, or name its folder with --sources"
        raise click.UsageError(f"the document of '{source}' is not at hand; {hint}")
    try:
        made = make(
            source, document, paragraph, quotable=case.sources[source].quotable, sentence=sentence, quotes=quotes
        )
    except CitingError as error:
        raise click.UsageError(error.message + (f"; {error.hint}" if error.hint else "")) from None
    write(f"  cite: {flow(made)}", None, case.audience)


def _must_be_source(case: Case, name: str) -> None:
    from holdfast.diagnostics import did_you_mean

    if name not in case.sources:
        hint = did_you_mean(name, case.sources)
        raise click.UsageError(f"the case has no source '{name}'" + (f"; {hint}" if hint else ""))


@click.group("annotations")
def exchange() -> None:
    """Exchange citations as W3C Web Annotations."""


@exchange.command("export")
@case_argument
@case_options
@output_option
def export(folder: Path, audience: str | None, sources: tuple[Path, ...], output: Path | None) -> None:
    """Write every citation of a statement as a Web Annotation (JSON-LD).

    Words of documents that may not be quoted are not in it.
    """
    from holdfast.views import annotations as view

    reader = audience_for(audience, text=False, output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    write(view.export(loaded.case), output, reader)


@exchange.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@case_folder_option
@case_options
@output_option
def import_(file: Path, folder: Path, audience: str | None, sources: tuple[Path, ...], output: Path | None) -> None:
    """Print what Web Annotations change in the citations of statements, as YAML to be pasted.

    An annotation names its statement in a body with the purpose `identifying`, or in a tag. Nothing is written to the
    case. Exit code 1 if an annotation cannot be taken over: its words are not in the document, for instance.
    """
    from holdfast.case.annotations import AnnotationError, read, take_over
    from holdfast.views import annotations as view

    reader = audience_for(audience, text=True, output=output)
    case = load_case(folder, reader, sources).case
    try:
        answer = take_over(case, read(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise click.UsageError(f"{file}: {(error.strerror or 'cannot be read').lower()}") from None
    except (AnnotationError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        raise click.UsageError(f"{file}: {reason}") from None
    result = view.imported(case, answer)
    if result or output is not None:
        write(result, output, reader)
    changed = len(answer.changes)
    told = f"{changed} statement{'s' * (changed != 1)} to change, {answer.unchanged} annotations as the case has them"
    click.echo(told, err=True)
    for refused in answer.refused:
        click.echo(f"{refused.annotation}: {refused.reason}", err=True)
    if answer.refused:
        raise click.exceptions.Exit(1)
