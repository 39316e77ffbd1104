"""The files of a case folder: which there are, reading and typing each by itself, and remembering what has not changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from holdfast.case import yamltext
from holdfast.case.audience import FOLDER, PUBLIC, compartment_folder
from holdfast.case.model import Agreement, CaseFile, Release, Source, Statement, Values
from holdfast.case.model.base import Map, PartyRef
from holdfast.case.model.casefile import CompartmentCaseFile
from holdfast.case.references import Key, keys_of
from holdfast.case.typed import typed
from holdfast.case.yamltext import Parsed
from holdfast.case.yamltext import Path as DataPath
from holdfast.diagnostics import Diagnostic, Place, did_you_mean

Kind = Literal["case", "sources", "statements", "agreement", "values", "releases"]
#: The files of a compartment, in the order in which they are read.
KINDS: Final[tuple[Kind, ...]] = ("case", "sources", "statements", "agreement", "values", "releases")


@cache
def adapter(kind: Kind, public: bool = True) -> TypeAdapter[Any]:
    """What types a file of this kind; the case.yaml of a compartment has fewer keys."""
    types: dict[Kind, Any] = {
        "case": CaseFile if public else CompartmentCaseFile,
        "sources": tuple[Source, ...],
        "statements": tuple[Statement, ...],
        "agreement": Agreement,
        "values": Map[PartyRef, Values],
        "releases": tuple[Release, ...],
    }
    return TypeAdapter(types[kind])


@dataclass(frozen=True)
class Unit:
    """One file, read and typed by itself."""

    file: str
    kind: Kind
    compartment: str
    stem: str
    text: str
    content: Any
    """The typed content; None where the file is empty or nothing of it could be used."""
    diagnostics: tuple[Diagnostic, ...]
    keys: frozenset[Key] = frozenset()
    """The names that the file refers to, each once."""
    starts: Mapping[DataPath, tuple[int, int]] = field(default_factory=dict)
    """Line and column, from 0, of every item."""
    origins: Mapping[DataPath, list[int]] = field(default_factory=dict)
    """As in `typed.Typed`."""

    def parsed(self) -> Parsed:
        """The file's nodes, read again: they are needed for diagnostics only and would fill the memory."""
        return yamltext.read(self.file, self.text)

    def place(self, path: DataPath, label: str = "") -> Place:
        """Where an item starts."""
        line, column = self.starts.get(path, (0, 0))
        return Place(self.file, line + 1, column + 1, line + 1, column + 2, self._line(line), label)

    def _line(self, number: int) -> str:
        lines = self.__dict__.get("_lines")
        if lines is None:
            lines = self.__dict__["_lines"] = yamltext.Document(self.file, self.text).lines
        return lines[number] if number < len(lines) else ""


@dataclass(slots=True)
class Cache:
    """Files already read, by path and content. It belongs to one audience: what it holds, that audience may see."""

    units: dict[Path, tuple[bytes, Unit]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the case that can be read."""

    path: Path
    file: str
    kind: Kind
    stem: str


def read_compartment(folder: Path, compartment: str, cache: Cache) -> tuple[list[Unit], list[Diagnostic]]:
    """Every file of one compartment, and what is wrong with the files as such."""
    diagnostics: list[Diagnostic] = []
    units = [
        unit
        for found in _files(folder, compartment, diagnostics)
        if (unit := _read(found, folder, compartment, cache, diagnostics)) is not None
    ]
    return units, diagnostics


def _files(folder: Path, compartment: str, diagnostics: list[Diagnostic]) -> Iterator[Found]:
    root = compartment_folder(folder, compartment)
    try:
        entries = sorted(root.iterdir()) if root.is_dir() else []
    except OSError as error:
        diagnostics.append(_unreadable(_name(folder, root), error))
        return
    by_name = {path.name: path for path in entries}
    for kind in KINDS:
        single, split = by_name.get(f"{kind}.yaml"), by_name.get(kind)
        if single is not None:
            yield Found(single, _name(folder, single), kind, kind)
        if split is not None and kind != "sources" and split.is_dir():
            for path in _parts(folder, split, diagnostics):
                yield Found(path, _name(folder, path), kind, path.stem)
        elif split is not None and kind == "sources" and split.is_dir():
            # The folder holds the documents; the register may be split too, and then lies among them.
            for path in sorted(split.glob("*.yaml")):
                yield Found(path, _name(folder, path), kind, path.stem)
    for path in entries:
        if (path.suffix in (".yaml", ".yml") and path.stem not in KINDS) or path.suffix == ".yml":
            hint = did_you_mean(path.stem, KINDS) or f"the files are {', '.join(f'{kind}.yaml' for kind in KINDS)}"
            diagnostics.append(
                Diagnostic("HF107", f"holdfast does not read {path.name}", (Place(_name(folder, path)),), hint)
            )


def _parts(folder: Path, split: Path, diagnostics: list[Diagnostic]) -> list[Path]:
    try:
        return sorted(path for path in split.iterdir() if path.suffix == ".yaml")
    except OSError as error:
        diagnostics.append(_unreadable(_name(folder, split), error))
        return []


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _unreadable(file: str, error: OSError) -> Diagnostic:
    return Diagnostic(
        "HF105", f"{file} cannot be opened: {(error.strerror or 'unknown reason').lower()}", (Place(file),)
    )


def inside(folder: Path, compartment: str, path: Path) -> bool:
    """Whether a path, links followed, lies in its own compartment and in no other."""
    root = compartment_folder(folder, compartment).resolve()
    target = path.resolve()
    if not target.is_relative_to(root):
        return False
    hidden = (folder / FOLDER).resolve()
    return compartment != PUBLIC or not target.is_relative_to(hidden)


def _read(found: Found, folder: Path, compartment: str, cache: Cache, diagnostics: list[Diagnostic]) -> Unit | None:
    if not inside(folder, compartment, found.path):
        message = f"{found.file} is a link that leads out of its compartment"
        diagnostics.append(Diagnostic("HF108", message, (Place(found.file),), "put the file itself here"))
        return None
    try:
        content = found.path.read_bytes()
    except OSError as error:
        diagnostics.append(_unreadable(found.file, error))
        return None
    digest = hashlib.blake2b(content, digest_size=16).digest()
    known = cache.units.get(found.path)
    if known is not None and known[0] == digest:
        return known[1]
    unit = read_unit(content, found.file, found.kind, compartment, found.stem)
    cache.units[found.path] = (digest, unit)
    return unit


def read_unit(content: bytes, file: str, kind: Kind, compartment: str, stem: str) -> Unit:
    """One file's bytes → its typed items and diagnostics. Pure; never raises on what is in them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        place = Place(file, line + 1, column + 1, line + 1, column + 2, before[before.rfind("\n") + 1 :])
        problem = Diagnostic("HF104", "this byte is not UTF-8", (place,), "save the file as UTF-8")
        return Unit(file, kind, compartment, stem, "", None, (problem,))
    parsed = yamltext.read(file, text)
    if parsed.root is None:
        return Unit(file, kind, compartment, stem, text, None, parsed.diagnostics)
    result = typed(parsed, adapter(kind, compartment == PUBLIC))
    keys = keys_of(result.content)
    return Unit(
        file,
        kind,
        compartment,
        stem,
        text,
        result.content,
        parsed.diagnostics + result.diagnostics,
        keys,
        _starts(parsed.root, kind, result.origins),
        result.origins,
    )


def _starts(root: yamltext.Node, kind: Kind, origins: Mapping[DataPath, list[int]]) -> dict[DataPath, tuple[int, int]]:
    """Where items start, under the paths that they have in the typed content."""
    starts: dict[DataPath, tuple[int, int]] = {}

    def entries(at: DataPath, node: yamltext.Node, depth: int) -> None:
        if isinstance(node, yamltext.SequenceNode):
            kept = origins.get(at, range(len(node.value)))
            parts = [(position, node.value[index], node.value[index]) for position, index in enumerate(kept)]
        elif isinstance(node, yamltext.MappingNode):
            parts = [(key.value, key, value) for key, value in node.value]
        else:
            return
        for name, first, value in parts:
            starts[(*at, name)] = (first.start_mark.line, first.start_mark.column)
            if depth > 1:
                entries((*at, name), value, depth - 1)

    entries((), root, 1 if kind in ("statements", "sources", "releases") else 2)
    return starts
