"""The command that gives a case away: export."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from holdfast.cli.common import case_argument, load_case, write_atomically


@click.command()
@case_argument
@click.option("--audience", metavar="NAME", required=True, help="Who is to be given the case.")
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="The new folder to write; it must not be there yet, or be empty.",
)
def export(folder: Path, audience: str, output: Path) -> None:
    """Write a case folder that an audience may be given.

    It holds the files that this audience may read, as they are, and nothing else: what lies in other compartments is
    not opened. Your journal, your git history and files that holdfast does not read stay here.
    """
    from holdfast.case.export import files

    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise click.UsageError(f"{output} is there already and is not an empty folder; name a new one")
    loaded = load_case(folder, audience, ())
    scratch: Path | None = None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
        contents = files(loaded)
        for name, content in contents.items():
            write_atomically(scratch / name, content)
        scratch.chmod(0o755)
        scratch.replace(output)
    except OSError as error:
        raise click.FileError(str(output), error.strerror or "cannot be written") from None
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
    click.echo(f"Wrote {output} with {len(contents)} files, for the audience '{audience}'.", err=True)
