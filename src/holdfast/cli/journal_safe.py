"""The commands that keep the journal safe: head, verify, purge, backup, restore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.common import audience_for, case_argument, case_folder_option, case_options, load_case, tell_problems
from holdfast.cli.journal import compartment_option, opened
from holdfast.cli.track import failed, journal_option, open_shelf

if TYPE_CHECKING:
    from holdfast.case.case import Case
    from holdfast.journal.chain import Head


@click.command()
@case_argument
@journal_option
@case_options
def head(folder: Path, url: str | None, audience: str | None, sources: tuple[Path, ...]) -> None:
    """Print where each journal ends: its compartment, number and chain.

    Keep it elsewhere, on paper or with the other side: `journal verify --head` then shows whether anything up to there
    was changed, added or cut off since.
    """
    from holdfast.journal.database import JournalError

    reader = audience_for(audience, text=True, output=None)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    try:
        heads = [one for store in open_shelf(loaded.case, url, folder).journals for one in store.heads()]
    except JournalError as error:
        raise failed(error) from None
    for one in heads:
        click.echo(str(one))
    if not heads:
        click.echo("There is no journal with an entry here.", err=True)


@click.command()
@case_argument
@click.option(
    "--head", "printed", multiple=True, metavar="HEAD", help="A head that was printed before; may be repeated."
)
@journal_option
@case_options
def verify(
    folder: Path,
    printed: tuple[str, ...],
    url: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
) -> None:
    """Compute every chain anew and say whether anything was changed or cut off.

    Without a printed head it cannot tell a journal that was written anew as a whole from the one that was kept.

    Exit code 0 if nothing is wrong, 1 if something is.
    """
    from holdfast.journal.chain import Head
    from holdfast.journal.database import JournalError

    reader = audience_for(audience, text=True, output=None)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    heads = []
    for text in printed:
        try:
            heads.append(Head.read(text))
        except ValueError:
            raise click.UsageError(f"'{text}' is not a head: copy the whole line of `holdfast journal head`") from None
    damage, whole = [], []
    try:
        stores = open_shelf(loaded.case, url, folder).journals
        covered = {name for store in stores for name in store.compartments}
        for store in stores:
            found = store.verify([one for one in heads if one.compartment in store.compartments])
            damage += [
                f"{one.compartment}{'' if one.seq is None else f' {one.seq}'}: {one.what}" for one in found.damage
            ]
            whole += [f"{one} is whole" for one in found.heads]
            if found.purged:
                entries = "entry is" if found.purged == 1 else "entries are"
                whole.append(f"{found.purged} {entries} purged; an entry says so of each")
    except JournalError as error:
        raise failed(error) from None
    damage += [
        f"{one.compartment}: the journal of this compartment is not at hand"
        for one in heads
        if one.compartment not in covered
    ]
    for line in damage:
        click.echo(line)
    for line in whole if not damage else ():
        click.echo(line)
    if not whole and not damage:
        click.echo("There is no journal with an entry here.", err=True)
    if not printed:
        click.echo("No printed head was given (--head): a journal written anew as a whole would pass too.", err=True)
    if damage:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("name")
@case_folder_option
@compartment_option
@click.option("--reason", required=True, metavar="TEXT", help="Why, for the tombstone: not what was deleted.")
@click.option("--by", metavar="TEXT", help="Who decided it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@journal_option
@case_options
def purge(
    name: str,
    folder: Path,
    compartment: str,
    reason: str,
    by: str | None,
    yes: bool,
    url: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
) -> None:
    """Delete what the entry NAME says, for the protection of a person, and leave a tombstone.

    What it cannot reach: copies, exports, backups, git, snapshots of the disk, the logs of a database server, and what
    other entries say.
    """
    from holdfast.case.audience import compartment_folder
    from holdfast.journal import shelf
    from holdfast.journal.database import JournalError
    from holdfast.journal.exchange import FILE

    case = opened(folder, audience, sources, compartment)
    try:
        stores = [one for one in shelf.journals(case.folder, (compartment,), url) if one.heads()]
        if not stores:
            raise click.UsageError(f"the compartment '{compartment}' has no database; a text file is edited by hand")
        if not yes:
            click.confirm(f"Delete for good what '{name}' says?", abort=True, err=True)
        done = stores[0].purge(compartment, name, reason=reason, by=by)
    except JournalError as error:
        raise failed(error) from None
    click.echo(f"Purged; the tombstone is entry {done.seq} of '{compartment}'.", err=True)
    if (compartment_folder(case.folder, compartment) / FILE).is_file():
        click.echo(f"{FILE} of '{compartment}' still lies beside the case: look whether the entry is in it.", err=True)
    click.echo("Not reached: copies, exports, backups, git, the logs of a database server.", err=True)


@click.command()
@case_argument
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to; a file for each compartment.",
)
@journal_option
@case_options
def backup(folder: Path, output: Path, url: str | None, audience: str | None, sources: tuple[Path, ...]) -> None:
    """Write each journal that the audience may see, whole, with its salts and its chain, and print where it ends.

    `journal restore` puts it back, and it answers to the same printed heads. Unlike an export it also restores into a
    database of another kind: so a journal moves from SQLite to PostgreSQL. Others may write meanwhile. What it prints
    are heads, as `journal head` does: keep them elsewhere.

    Give --audience: desk backs up every compartment. The files are readable for their owner alone.
    """
    from holdfast.journal import backup as backups
    from holdfast.journal.database import JournalError

    if audience is None:
        raise click.UsageError("say whose journals: --audience desk backs up every compartment")
    if output.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError("a backup holds what is confidential: name a folder outside of the case")
    loaded = load_case(folder, audience, sources)
    tell_problems(loaded, folder)
    written = 0
    try:
        for store in open_shelf(loaded.case, url, folder).journals:
            for one in store.heads():
                path = output / f"{one.compartment}.jsonl"
                click.echo(_kept(path, backups.to_lines(store, one.compartment)))
                click.echo(f"Wrote {path}.", err=True)
                written += 1
    except JournalError as error:
        raise failed(error) from None
    except OSError as error:
        raise click.FileError(str(output), error.strerror or "cannot be written") from None
    if not written:
        click.echo("There is no journal with an entry here; journal.jsonl is a file of the case.", err=True)


def _kept(path: Path, lines: Iterator[str]) -> str:
    """Writes a backup whole or not at all, and returns where the journal ended. Raises OSError and JournalError."""
    import os
    import tempfile

    from holdfast.journal.backup import head_of

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner alone
    try:
        first = ""
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                first = first or line
                file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
        head = head_of(first.encode())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return str(head)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@case_folder_option
@journal_option
@case_options
def restore(
    files: tuple[Path, ...], folder: Path, url: str | None, audience: str | None, sources: tuple[Path, ...]
) -> None:
    """Put back what FILES, written by `journal backup`, hold: each into the journal of its compartment.

    Every commitment and chain is computed anew first. A journal that has entries already must be the beginning of the
    backup: then only what it lacks is added, and what was purged since stays purged. Otherwise nothing is written.
    """
    from holdfast.journal import backup as backups
    from holdfast.journal.database import JournalError

    reader = audience_for(audience, text=True, output=None)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    for path in files:
        try:
            with path.open("rb") as lines:
                head = backups.head_of(lines.readline())
                if head.compartment not in loaded.case.compartments:
                    raise click.UsageError(f"the audience '{reader}' sees no compartment '{head.compartment}'")
                number = _put_back(loaded.case, head, lines, url)
        except JournalError as error:
            raise failed(JournalError(f"{path.name}: {error.message}", error.hint)) from None
        except OSError as error:
            raise click.FileError(str(path), error.strerror or "cannot be read") from None
        click.echo(f"Put back {number} entries into '{head.compartment}'; head {head}", err=True)


def _put_back(case: Case, head: Head, lines: Iterable[bytes], url: str | None) -> int:
    """Restores one journal. Where that fails, no empty database is left to hide the file beside the case."""
    from holdfast.case.audience import compartment_folder
    from holdfast.journal import backup as backups
    from holdfast.journal import shelf
    from holdfast.journal.database import JournalError

    path = compartment_folder(case.folder, head.compartment) / shelf.FILE
    new = url is None and not path.exists()
    store = shelf.journal(case.folder, head.compartment, url)
    try:
        return backups.restore(store, head, lines)
    except JournalError:
        if new and not store.heads():  # nobody else has begun it meanwhile
            path.unlink(missing_ok=True)
        raise
    finally:
        store.close()
