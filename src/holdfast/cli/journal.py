"""The commands that write and read the journal: add, import, export, list."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
)
from holdfast.cli.track import failed, journal_option, open_shelf
from holdfast.views.journal_words import HELP

if TYPE_CHECKING:
    from holdfast.case.case import Case
    from holdfast.case.records import Entry
    from holdfast.diagnostics import Diagnostic
    from holdfast.journal.exchange import Line
    from holdfast.journal.store import Appended, Journal

compartment_option = click.option(
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
@compartment_option
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

    case = opened(folder, audience, sources, compartment)
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


def opened(folder: Path, audience: str | None, sources: tuple[Path, ...], compartment: str) -> Case:
    """The case as that audience sees it, for work on one compartment's journal. Ends the command where it cannot."""
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
@case_folder_option
@compartment_option
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

    case = opened(folder, audience, sources, compartment)
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
