"""The commands that keep the journal: add, import, export, list, verify, purge, head, backup, restore."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import (
    Day,
    audience_for,
    case_argument,
    case_options,
    load_case,
    output_option,
    tell_problems,
    write,
)
from holdfast.cli.track import failed, journal_option, open_shelf
from holdfast.views.journal_words import HELP

if TYPE_CHECKING:
    from holdfast.case.case import Case
    from holdfast.case.records import Entry
    from holdfast.diagnostics import Diagnostic
    from holdfast.journal.chain import Head
    from holdfast.journal.exchange import Line
    from holdfast.journal.store import Appended, Journal

_case = click.option(
    "--case",
    "folder",
    metavar="CASE",
    default=".",
    type=click.Path(path_type=Path),
    help="The case folder. Default: the current one.",
)
_compartment = click.option(
    "--compartment", metavar="NAME", default="public", show_default=True, help="In which compartment's journal."
)
#: What `add` asks for, of each kind, in this order; further keys are options only.
_ASKED = {
    "claim": ("party", "by", "says", "about", "on", "good", "amount", "counts", "place", "reason"),
    "finding": ("party", "finds", "about", "on", "standard", "weighs", "reason"),
    "correction": ("of", "reason"),
    "withdrawal": ("of", "reason"),
    "decision": ("decides", "about", "parties", "on", "until", "reason"),
    "coverage": ("party", "observed", "on", "place", "reason"),
}


@click.group()
def journal() -> None:
    """Keep the record of what happened: claims, findings, decisions.

    It is only ever added to. Each compartment has its own: journal.db in its folder, or one PostgreSQL database for all
    (--journal, HOLDFAST_JOURNAL).
    """


def _keys(command: Any) -> Any:
    for key, text in reversed(tuple(HELP.items())):
        command = click.option(f"--{key.replace('_', '-')}", metavar="TEXT", help=text)(command)
    return click.option(
        "--evidence", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A file that is evidence, recorded by its SHA-256; may be repeated. It is not copied.",
    )(command)  # fmt: skip


@journal.command()
@case_argument
@click.option(
    "--kind",
    metavar="KIND",
    default="claim",
    show_default=True,
    help="claim, finding, correction, withdrawal, decision or coverage.",
)
@_keys
@_compartment
@journal_option
@case_options
def add(
    folder: Path,
    kind: str,
    evidence: tuple[Path, ...],
    compartment: str,
    url: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
    **given: str | None,
) -> None:
    """Add one entry: who says what happened, or what was found or decided.

    In a terminal it asks for what is missing; in a script everything is given as options. It prints the entry's name
    and the head of the journal once the entry is on the disk.
    """
    from pydantic_core import from_json

    from holdfast.case.records import KEYS, Record, instant_text, read
    from holdfast.journal.database import JournalError
    from holdfast.journal.references import Names, not_named

    case = _open(folder, audience, sources, compartment)
    if kind not in _ASKED:
        raise click.UsageError(f"'{kind}' is no kind of entry; write {', '.join(_ASKED)}")
    data: dict[str, Any] = {"kind": kind} | {key: value for key, value in given.items() if value is not None}
    if asks():
        _ask(kind, data)
    for key in ("set", "cite"):
        if key in data:
            try:
                data[key] = from_json(data[key])
            except ValueError:
                raise click.UsageError(f"--{key} is not JSON") from None
    now = datetime.now(UTC)
    data.setdefault("received", instant_text(now))
    data.setdefault("id", f"{kind}-{now:%Y%m%d}-{secrets.token_hex(4)}")
    if evidence:
        data["evidence"] = [_hashed(path) for path in evidence]
    record = read(
        {key: data[key] for key in (*KEYS[kind], *(key for key in data if key not in KEYS[kind])) if key in data}
    )
    problems = list(Names(case).check(record, compartment)) if isinstance(record, Record) else list(record)
    if problems or not isinstance(record, Record):
        lines = [f"{one.message}" + (f"; {one.hint}" if one.hint else "") for one in problems]
        raise click.UsageError("\n".join(lines))
    if (warning := not_named(case, record)) is not None:
        click.echo(f"Note: {warning.message} ({warning.hint}).", err=True)
    try:
        with _writable(case, compartment, url) as store:
            if record.of is not None and "/" not in record.of and not store.entries(ids=[record.of]):
                raise click.UsageError(f"there is no entry '{record.of}' in the journal of '{compartment}'")
            done = store.append(compartment, [record])
    except JournalError as error:
        raise failed(error) from None
    click.echo(record.id)
    click.echo(f"{'Added' if done.added else 'Already there'}; head {done.head}", err=True)


def _open(folder: Path, audience: str | None, sources: tuple[Path, ...], compartment: str) -> Case:
    reader = audience_for(audience, text=True, output=None)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    if compartment not in loaded.case.compartments:
        raise click.UsageError(f"the audience '{reader}' sees no compartment '{compartment}'")
    return loaded.case


def asks() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


def _ask(kind: str, data: dict[str, Any]) -> None:
    """Asks for what is missing; an empty answer leaves it out."""
    click.echo(f"A {kind}. Leave empty what does not apply.", err=True)
    for key in _ASKED[kind]:
        if key in data:
            continue
        click.echo(f"  {HELP[key]}", err=True)
        answer = click.prompt(key, default="", show_default=False, err=True).strip()
        if answer:
            data[key] = answer
    if kind == "correction" and "set" not in data:
        key = click.prompt("which key changes", err=True).strip()
        data["set"] = f'{{"{key}": {_json(click.prompt("to what", err=True).strip())}}}'


def _json(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _hashed(path: Path) -> dict[str, str]:
    import hashlib

    with path.open("rb") as file:
        return {"file": path.name, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


@contextmanager
def _writable(case: Case, compartment: str, url: str | None, *, take: bool = True) -> Iterator[Journal]:
    """The journal of a compartment, to write to; says where it has taken over the file beside the case."""
    from holdfast.gather import writable

    store, taken = writable(case, compartment, url, take=take)
    if taken:
        click.echo(f"Took over {taken} entries from journal.jsonl of '{compartment}'.", err=True)
    try:
        yield store
    finally:
        store.close()


@journal.command("import")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@_case
@_compartment
@click.option("--dry-run", is_flag=True, help="Only say what is wrong and what would be added.")
@journal_option
@case_options
def import_(
    file: Path | None,
    folder: Path,
    compartment: str,
    dry_run: bool,
    url: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
) -> None:
    """Add the entries of FILE: JSON Lines, or CSV where it ends in .csv, as `journal export` writes them.

    All of a compartment's entries are added or none. Entries that are there already, word for word, are passed over.
    Without FILE, the journal.jsonl of every compartment that the audience sees is taken into its journal.
    """
    from holdfast.case.audience import compartment_folder, inside
    from holdfast.diagnostics import Severity
    from holdfast.journal.database import JournalError
    from holdfast.journal.exchange import FILE
    from holdfast.views import diagnostics as view

    case = _open(folder, audience, sources, compartment)
    files = [(file, compartment)] if file is not None else []
    for name in case.compartments if file is None else ():
        path = compartment_folder(case.folder, name) / FILE
        if inside(case.folder, name, path) and path.is_file():
            files.append((path, name))
    if not files:
        raise click.UsageError("there is no journal.jsonl beside the case; name a file")
    for path, home in files:
        problems: list[Diagnostic] = []
        try:
            found = _checked(path, home, case, problems)
        except OSError as error:
            raise click.FileError(str(path), error.strerror or "cannot be read") from None
        if problems:
            click.echo(view.full(problems[:50]), err=True)
            if len(problems) > 50:
                click.echo(f"… and {len(problems) - 50} more", err=True)
        if any(one.severity is Severity.ERROR for one in problems):
            click.echo(f"{view.summary(problems)}: nothing was added.", err=True)
            raise click.exceptions.Exit(1)
        for name, number in found.items():
            if dry_run:
                click.echo(f"{number} entries of {path} are right and would go to '{name}'.", err=True)
                continue
            try:
                with _writable(case, name, url, take=file is not None) as store:
                    ours = (one.record for one in _lines(path, []) if (one.compartment or home) == name)
                    _tell(store.append(name, ours), name)
            except JournalError as error:
                raise failed(error) from None


def _tell(done: Appended, name: str) -> None:
    known = f", {done.known} were there already" if done.known else ""
    click.echo(f"Added {done.added} entries to '{name}'{known}; head {done.head}", err=True)


def _lines(path: Path, problems: list[Diagnostic]) -> Iterator[Line]:
    from holdfast.journal.exchange import from_csv, from_lines

    if path.suffix.lower() == ".csv":
        yield from from_csv(path.read_text(encoding="utf-8", errors="replace"), path.name, problems)
        return
    with path.open("rb") as lines:
        yield from from_lines(lines, path.name, problems)


def _checked(path: Path, home: str, case: Case, problems: list[Diagnostic]) -> dict[str, int]:
    """How many entries go to which compartment; what is wrong with any goes to `problems`."""
    from holdfast.case.records import plain
    from holdfast.diagnostics import Place
    from holdfast.journal.chain import content_of
    from holdfast.journal.exchange import twice
    from holdfast.journal.references import Names, not_named

    names = Names(case)
    numbers: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    for line in _lines(path, problems):
        compartment, record = line.compartment or home, line.record
        place = Place(path.name, line.number, 1, line.number, 2)
        found = list(names.check(record, compartment))
        if (warning := not_named(case, record)) is not None:
            found.append(warning)
        problems.extend(one.at(path.name, line.number) for one in found)
        if compartment not in case.compartments:
            found.append(_unseen(compartment))
            problems.append(_unseen(compartment).at(path.name, line.number))
        content = hash(content_of(plain(record)))
        if seen.setdefault((compartment, record.id), content) != content:
            problems.append(twice(record.id, place))
        numbers[compartment] = numbers.get(compartment, 0) + 1
    return numbers


def _unseen(compartment: str) -> Any:
    from holdfast.case.records import Problem

    return Problem("HF704", f"there is no compartment '{compartment}' for this audience", "compartment")


@journal.command("export")
@case_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="JSON Lines or CSV; both are loss-free.",
)
@journal_option
@case_options
@output_option
def export_(
    folder: Path, form: str, url: str | None, audience: str | None, sources: tuple[Path, ...], output: Path | None
) -> None:
    """Write every entry that the audience may see, in order. Salts and the chain stay in the journal."""
    from holdfast.journal.database import JournalError
    from holdfast.journal.exchange import to_csv, to_lines

    reader = audience_for(audience, text=False, output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    shelf = open_shelf(loaded.case, url, folder)
    try:
        entries = shelf.entries()
    except JournalError as error:
        raise failed(error) from None
    text = "".join(to_csv(entries)) if form == "csv" else "".join(f"{line}\n" for line in to_lines(entries))
    if text or output is not None:
        write(text or "\n", output, reader)


@journal.command("list")
@case_argument
@click.option("--about", metavar="NAME", help="Only about this commitment, event or phase.")
@click.option("--party", metavar="NAME", help="Only the word of this party.")
@click.option("--kind", metavar="KIND", help="Only claims, findings, …")
@click.option("--since", type=Day(), metavar="DATE", help="Only what happened on this day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Only what happened on this day or earlier.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text, or one JSON list.",
)
@journal_option
@case_options
@output_option
def list_(
    folder: Path,
    about: str | None,
    party: str | None,
    kind: str | None,
    since: date | None,
    until: date | None,
    form: str,
    url: str | None,
    audience: str | None,
    sources: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Show the entries, in the order in which they happened."""
    from holdfast.analyses.track.fold import day_of, sorted_by
    from holdfast.journal.database import JournalError
    from holdfast.views import text_journal

    reader = audience_for(audience, text=form == "text", output=output)
    loaded = load_case(folder, reader, sources)
    tell_problems(loaded, folder)
    shelf = open_shelf(loaded.case, url, folder)
    try:
        entries = shelf.entries()
    except JournalError as error:
        raise failed(error) from None

    def wanted(one: Entry) -> bool:
        record, day = one.record, date.fromordinal(day_of(one.record))
        return (
            (about is None or record.about == about)
            and (party is None or party in (record.party, *record.parties))
            and (kind is None or record.kind == kind)
            and (since is None or day >= since)
            and (until is None or day <= until)
        )

    shown = sorted((one for one in entries if wanted(one)), key=sorted_by)
    width = shutil.get_terminal_size((100, 24)).columns
    text = text_journal.entries_json(shown) if form == "json" else text_journal.entries(loaded.case, shown, width)
    write(text, output, reader)


@journal.command()
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


@journal.command()
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


@journal.command()
@click.argument("name")
@_case
@_compartment
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

    case = _open(folder, audience, sources, compartment)
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


@journal.command()
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


@journal.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@_case
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
