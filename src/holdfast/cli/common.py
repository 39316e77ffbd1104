"""What commands share: their options, loading a case, and writing what they print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

from holdfast.case.writing import write_atomically as write_atomically  # commands take it from here

if TYPE_CHECKING:
    from holdfast.case.case import Case, Loaded

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A calendar day as an option's value."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails the option where it is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a date: write it as 2026-03-02", param, ctx)


def case_folder_option(command: F) -> F:
    """`--case`, where the arguments are something else: the case folder, as `folder`."""
    return click.option(
        "--case",
        "folder",
        metavar="CASE",
        default=".",
        type=click.Path(path_type=Path),
        help="The case folder. Default: the current one.",
    )(command)


def case_argument(command: F) -> F:
    """The case folder; the current one where it is left out."""
    return click.argument("folder", metavar="[CASE]", default=".", type=click.Path(path_type=Path))(command)


def case_options(command: F) -> F:
    """The options of every command that reads a case."""
    command = click.option(
        "--sources",
        multiple=True,
        metavar="FOLDER",
        envvar="HOLDFAST_SOURCES",
        type=click.Path(path_type=Path),
        help="A further folder in which cited documents lie (also: HOLDFAST_SOURCES).",
    )(command)
    return click.option(
        "--audience",
        metavar="NAME",
        help="Who may read the result. Default: desk for text on the terminal, public for all else.",
    )(command)


def output_option(command: F) -> F:
    """Where the result goes."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file instead of standard output.",
    )(command)


def form_option(command: F) -> F:
    """Text or a machine's format."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "csv"]),
        is_eager=True,  # `table_option` asks for it
        default="text",
        show_default=True,
        help="Text, or a machine's format.",
    )(command)


def table_option(names: Iterable[str]) -> Callable[[F], F]:
    """Which table of an answer becomes CSV; the first of them where it is left out."""
    known = list(names)

    def chosen(context: click.Context, _: click.Parameter, value: str | None) -> str:
        if value is not None and context.params.get("form") != "csv":
            raise click.UsageError("--table goes with --format csv: other formats hold every table", context)
        return value or known[0]

    return click.option(
        "--table",
        type=click.Choice(known),
        callback=chosen,
        help=f"With --format csv: which table.  [default: {known[0]}]",
    )


def audience_for(audience: str | None, *, text: bool, output: Path | None) -> str:
    """The audience of a result: as asked; else the desk for text on the terminal, and the public for all else."""
    if audience is not None:
        return audience
    return "desk" if text and output is None else "public"


def load_case(folder: Path, audience: str, sources: tuple[Path, ...]) -> Loaded:
    """The case, or the end of the command where there is none or it does not know the audience."""
    from holdfast.case.load import load
    from holdfast.views import diagnostics as view

    if not folder.is_dir():
        raise click.UsageError(f"there is no folder {folder}")
    for place in sources:
        if not place.is_dir():
            raise click.UsageError(f"there is no folder {place} for --sources")
    loaded = load(folder, audience, sources=sources)
    unusable = [problem for problem in loaded.diagnostics if problem.code in ("HF106", "HF509")]
    if unusable:
        click.echo(view.full(unusable, prefix=folder), err=True)
        raise click.exceptions.Exit(2)
    return loaded


def tell_problems(loaded: Loaded, folder: Path) -> None:
    """Says on standard error that the case has findings, since an answer without them would look better than it is."""
    from holdfast.diagnostics import Severity
    from holdfast.views import diagnostics as view

    serious = [problem for problem in loaded.diagnostics if problem.severity is not Severity.NOTE]
    if serious:
        click.echo(
            f"{view.summary(serious)}: what is wrong was left out. See them with: holdfast check {folder}", err=True
        )


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """Tells on standard error how far long work is: nothing where that is no terminal, nor in the first second.

    Gives a function that takes what is being done and the share of it.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what, share: None
        return
    began = monotonic()
    bar = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
    task = bar.add_task("", total=1.0)

    def told(what: str, share: float) -> None:
        if not bar.live.is_started and monotonic() - began > 1:
            bar.start()
        bar.update(task, description=what, completed=share)

    try:
        yield told
    finally:
        bar.stop()


def must_exist(kind: str, names: Iterable[str], known: Collection[str]) -> None:
    """Ends the command where the case has nothing of that name."""
    from holdfast.diagnostics import did_you_mean

    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise click.UsageError(f"the case has no {kind} '{name}'" + (f"; {hint}" if hint else ""))


def chosen_package(case: Case, choices: Iterable[str]) -> dict[str, str]:
    """The options chosen on the command line, by issue; the end of the command where one is none."""
    package = {}
    for choice in choices:
        issue, sign, option = (part.strip() for part in choice.partition("="))
        if not sign:
            raise click.UsageError(f"'{choice}' is no choice: write ISSUE=OPTION")
        must_exist("issue", (issue,), case.issues)
        must_exist(f"option of {issue}", (option,), {**case.issues[issue].options, "left-open": None})
        package[issue] = option
    return package


def write(text: str, output: Path | None, audience: str) -> None:
    """Writes a result whole or not at all, and says for whom it was made."""
    if not text.endswith("\n"):
        text += "\n"
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # click leaves the real stream in place
        click.echo(text, nl=False)
        return
    _write_file(text, output, audience)


def write_bytes(content: bytes, output: Path | None, audience: str) -> None:
    """As `write`, for a file that is no text."""
    if output is None:
        click.echo(content, nl=False)
        return
    _write_file(content, output, audience)


def _write_file(content: str | bytes, output: Path, audience: str) -> None:
    try:
        write_atomically(output, content)
    except OSError as error:
        raise click.FileError(str(output), error.strerror or "cannot be written") from None
    click.echo(f"Wrote {output}, made for the audience '{audience}'.", err=True)
