"""Journals as files: JSON Lines and CSV, each loss-free.

One entry a line, in the order of the journal, with the keys of `records.KEYS`; an entry of a compartment says so in
``compartment``. A file ``journal.jsonl`` in a case folder, or in the folder of a compartment, is read where there is no
database: so a case can carry its journal in git.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json

from holdfast.case.audience import PUBLIC, compartment_folder, inside
from holdfast.case.records import KEYS, Entry, Problem, Record, plain, read
from holdfast.diagnostics import Diagnostic, Place

#: What a journal is called where it lies beside the case as text.
FILE: Final = "journal.jsonl"
#: Every key once, in the order in which the kinds have them.
COLUMNS: Final = ("compartment", *dict.fromkeys(key for keys in KEYS.values() for key in keys))
#: Cells that hold JSON, since they are more than a text.
_NESTED: Final = ("cite", "evidence", "set")
_LISTS: Final = ("weighs", "parties")
#: What a spreadsheet would run as a formula, or has been made safe already.
_UNSAFE: Final = tuple("=+-@'\t\r")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a file has it."""

    number: int
    """The line, from 1."""
    compartment: str | None
    """None where the file does not say."""
    record: Record


def to_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Each entry as a line of JSON, without its line end."""
    for one in entries:
        data = plain(one.record)
        if one.compartment != PUBLIC:
            data = {"compartment": one.compartment, **data}
        yield json.dumps(data, ensure_ascii=False)


def to_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """The entries as lines of CSV, after one with the names of the columns."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for one in entries:
        data = {"compartment": one.compartment, **plain(one.record)}
        writer.writerow({key: _cell(key, value) for key, value in data.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if rest := out.getvalue():
        yield rest


def _cell(key: str, value: object) -> str:
    if key in _NESTED:
        return json.dumps(value, ensure_ascii=False)
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_UNSAFE) else text


def _uncell(key: str, text: str) -> object:
    if key in _NESTED:
        return from_json(text)
    if text[:1] == "'" and text[1:2] in _UNSAFE and len(text) > 1:
        text = text[1:]
    return text.split() if key in _LISTS else text


def from_lines(lines: Iterable[bytes], file: str, problems: list[Diagnostic]) -> Iterator[Line]:
    """The entries of a file of JSON Lines; what is wrong with others goes to `problems`."""
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else raw.strip()
        if not line:
            continue
        try:
            data = from_json(line)
        except ValueError as error:
            text = line.decode(errors="replace")
            problem = Problem("HF701", "this line is not JSON", None, f"reading it ends with: {error}".rstrip("."))
            problems.append(problem.at(file, number, 1, text[:200]))
            continue
        yield from _line(data, number, file, lambda line=line: line.decode(errors="replace"), problems)


def from_csv(text: str, file: str, problems: list[Diagnostic]) -> Iterator[Line]:
    """The entries of a CSV file, as `from_lines`."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        for row in reader:
            data: dict[str, object] = {}
            for key, value in row.items():
                if key is None or (value and key not in COLUMNS):
                    problem = Problem("HF702", f"the column `{key or '?'}` does not belong here", None)
                    problems.append(problem.at(file, reader.line_num))
                elif value:
                    try:
                        data[key] = _uncell(key, value)
                    except ValueError:
                        problem = Problem("HF703", f"`{key}`: this cell is not JSON", key)
                        problems.append(problem.at(file, reader.line_num))
            yield from _line(data, reader.line_num, file, str, problems)
    except csv.Error as error:
        problems.append(Problem("HF701", f"this is not CSV: {_bare(str(error))}").at(file, reader.line_num))


def _line(data: Any, number: int, file: str, excerpt: Any, problems: list[Diagnostic]) -> Iterator[Line]:
    compartment = None
    if isinstance(data, dict) and "compartment" in data:
        compartment = data.pop("compartment")
        if not isinstance(compartment, str):
            problems.append(Problem("HF703", "`compartment`: a name is expected here").at(file, number))
            return
    found = read(data)
    if isinstance(found, Record):
        yield Line(number, compartment, found)
        return
    text = excerpt()
    problems.extend(problem.in_line(text, file, number) for problem in found)


def _bare(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).rstrip(".")


@dataclass(frozen=True, slots=True)
class Beside:
    """The journals of a case that lie beside it as text."""

    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]
    places: Mapping[str, Place]
    """Where each entry stands, by its name."""


def beside(folder: Path, compartments: Iterable[str]) -> Beside:
    """The entries of each compartment's ``journal.jsonl``. Only these compartments' folders are looked into.

    Two entries of one name are a problem, unless they are the same; the first is kept.
    """
    entries: list[Entry] = []
    problems: list[Diagnostic] = []
    places: dict[str, Place] = {}
    for compartment in compartments:
        path = compartment_folder(folder, compartment) / FILE
        if not inside(folder, compartment, path) or not path.is_file():
            continue
        file = path.relative_to(folder).as_posix()
        try:
            with path.open("rb") as lines:
                found = list(from_lines(lines, file, problems))
        except OSError as error:
            message = f"this cannot be opened: {(error.strerror or 'unknown reason').lower()}"
            problems.append(Diagnostic("HF105", message, (Place(file),)))
            continue
        known: dict[str, Record] = {}
        for line in found:
            place = Place(file, line.number, 1, line.number, 2)
            if line.compartment not in (None, compartment):
                message = f"this entry is of the compartment '{line.compartment}' and stands in another's file"
                problems.append(Diagnostic("HF703", message, (place,)))
            elif known.setdefault(line.record.id, line.record) is line.record:
                one = Entry(compartment, 0, line.record)
                entries.append(one)
                places[one.name] = place
            elif known[line.record.id] != line.record:
                problems.append(twice(line.record.id, place))
    return Beside(tuple(entries), tuple(problems), places)


def twice(name: str, place: Place) -> Diagnostic:
    """The finding that two different entries have one name."""
    hint = "give one of them another name; to change an entry write a correction"
    return Diagnostic("HF705", f"another entry has the name '{name}' already", (place,), hint)
