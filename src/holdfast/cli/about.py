"""The commands about holdfast itself: init, explain, completion."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from holdfast.cli.common import write_atomically

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--template",
    type=click.Choice(["empty", "harbour"]),
    default="empty",
    show_default=True,
    help="An empty case, or the invented port dispute of the tutorial.",
)
def init(folder: Path, template: str) -> None:
    """Make a new case in FOLDER.

    The files say in their first line where an editor finds what may stand in them. Nothing that is there already is
    overwritten.
    """
    from holdfast.case import template as templates

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is there already and is not an empty folder; name a new one")
    files = templates.files(template, folder.resolve().name)
    try:
        for name, content in files.items():
            write_atomically(folder / name, content)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise click.FileError(str(folder), error.strerror or "cannot be written") from None
    click.echo(f"Made the case {folder} with {len(files)} files.", err=True)
    click.echo(f"Look at {folder / 'case.yaml'}, then run: holdfast check {folder}", err=True)


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a finding's CODE, such as HF301, with examples; without a code, list all."""
    from holdfast.diagnostics import CODES, did_you_mean
    from holdfast.views import diagnostics as view

    if code is None:
        for entry in CODES.values():
            click.echo(f"{entry.code}  {entry.name:24}  {entry.severity:7}  {entry.title}")
        return
    by_name = {entry.name: entry.code for entry in CODES.values()}
    wanted = by_name.get(code.lower(), code.upper())
    if wanted not in CODES:
        hint = did_you_mean(code, [*CODES, *by_name]) or "list them with: holdfast explain"
        raise click.UsageError(f"there is no code '{code}'; {hint}")
    click.echo(view.explain(wanted))


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print what makes SHELL complete holdfast's commands and options.

    For bash: holdfast completion bash > ~/.local/share/bash-completion/completions/holdfast
    """
    from click.shell_completion import get_completion_class

    from holdfast.cli import holdfast

    kind = get_completion_class(shell)
    assert kind is not None  # the choice above names only shells that click knows
    click.echo(kind(holdfast, {}, "holdfast", "_HOLDFAST_COMPLETE").source())
