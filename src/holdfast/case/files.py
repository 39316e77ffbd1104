"""The files of a case folder: which there are, reading and typing each, and remembering what has not changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from holdfast.case import yamltext
from holdfast.case.audience import FOLDER, NAME, PUBLIC, compartment_folder, inside, listed
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
    starts: Mapping[DataPath, tuple[int, int, int]] = field(default_factory=dict)
    """Line, column and end column, from 0, of what names every item: its key or its `id`."""
    origins: Mapping[DataPath, list[int]] = field(default_factory=dict)
    """As in `typed.Typed`."""

    def parsed(self) -> Parsed:
        """The file's nodes, read again: they are needed for diagnostics only and would fill the memory."""
        return yamltext.read(self.file, self.text)

    def may_define(self, name: str) -> bool:
        """Whether an item of this name may have been left out of the content."""
        if not self.diagnostics:
            return False
        word = re.escape(name)
        return (
            not self.text
            or re.search(rf"(?:^|[\s{{,])['\"]?{word}['\"]?:|\bid:\s*['\"]?{word}\b", self.text) is not None
        )

    def place(self, path: DataPath, label: str = "") -> Place:
        """Where an item is named."""
        line, column, end = self.starts.get(path) or self.starts.get(path[:-1], (0, 0, 1))
        return Place(self.file, line + 1, column + 1, line + 1, end + 1, self._line(line), label)

    def _line(self, number: int) -> str:
        lines = self.__dict__.get("_lines")
        if lines is None:
            lines = self.__dict__["_lines"] = yamltext.Document(self.file, self.text).lines
        return lines[number] if number < len(lines) else ""


@dataclass(slots=True)
class Cache:
    """Files already read, by path and content. It belongs to one audience: what it holds, that audience may see."""

    units: dict[Path, tuple[bytes, Unit]] = field(default_factory=dict)
    instead: Mapping[Path, bytes] = field(default_factory=dict)
    """Contents that stand for those of files, such as what somebody is about to write."""


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
    found = _files(folder, compartment, diagnostics, cache.instead)
    units = [_read(one, folder, compartment, cache) for one in found]
    return units, diagnostics


def _files(folder: Path, compartment: str, diagnostics: list[Diagnostic], more: Iterable[Path] = ()) -> Iterator[Found]:
    root = compartment_folder(folder, compartment)
    if not inside(folder, compartment, root):
        diagnostics.append(leads_out(_name(folder, root), "put the folder itself here"))
        return
    by_name = {path.name: path for path in _list(folder, root, diagnostics)}
    by_name |= {path.name: path for path in more if path.parent == root}
    for path in more:
        if path.parent.parent == root and path.parent.name in KINDS:
            by_name.setdefault(path.parent.name, path.parent)
    for kind in KINDS:
        single, split = by_name.get(f"{kind}.yaml"), by_name.get(kind)
        if single is not None:
            yield Found(single, _name(folder, single), kind, kind)
        if split is None:
            continue
        if not inside(folder, compartment, split):
            diagnostics.append(leads_out(_name(folder, split), "put the folder itself here"))
            continue
        # The folder of sources holds the documents; the register may be split too, and then lies among them.
        parts = {path.name: path for path in _list(folder, split, diagnostics)}
        parts |= {path.name: path for path in more if path.parent == split}
        for path in parts.values():
            if path.suffix == ".yaml":
                yield Found(path, _name(folder, path), kind, path.stem)
        if kind != "sources":
            diagnostics.extend(_not_read(folder, path) for path in parts.values() if path.suffix == ".yml")
    for path in by_name.values():
        if (path.suffix in (".yaml", ".yml") and path.stem not in KINDS) or path.suffix == ".yml":
            diagnostics.append(_not_read(folder, path))


def _not_read(folder: Path, path: Path) -> Diagnostic:
    close = did_you_mean(path.stem, KINDS)
    files = ", ".join(f"{kind}.yaml" for kind in KINDS)
    hint = f"the files are {files}" if close is None else close.replace("?", ".yaml?")
    if path.suffix == ".yml":
        hint = f"call it {path.stem}.yaml"
    return Diagnostic("HF107", f"holdfast does not read {path.name}", (Place(_name(folder, path)),), hint)


def _list(folder: Path, place: Path, diagnostics: list[Diagnostic]) -> list[Path]:
    try:
        return sorted(place.iterdir()) if place.exists() else []
    except NotADirectoryError:
        return []
    except OSError as error:
        diagnostics.append(_unreadable(_name(folder, place), error.strerror))
        return []


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _unreadable(file: str, reason: str | None) -> Diagnostic:
    message = f"this cannot be opened: {(reason or 'unknown reason').lower()}"
    return Diagnostic("HF105", message, (Place(file),), "check that it is there and that you may read it")


def leads_out(file: str, hint: str) -> Diagnostic:
    """A link of a case folder that is not followed."""
    return Diagnostic("HF108", f"{file} is a link that leads out of its compartment", (Place(file),), hint)


def misnamed(folder: Path) -> Iterator[Diagnostic]:
    """The folders of compartments whose names nothing could refer to. To be asked only for who sees everything."""
    for path in listed(folder / FOLDER):
        if path.is_dir() and not path.name.startswith(".") and NAME.fullmatch(path.name) is None:
            message = f"'{path.name}' cannot name a compartment, and nothing in it is read"
            place = Place(_name(folder, path))
            yield Diagnostic("HF205", message, (place,), "write lower-case words joined by hyphens")


def _read(found: Found, folder: Path, compartment: str, cache: Cache) -> Unit:
    def failed(problem: Diagnostic) -> Unit:
        return Unit(found.file, found.kind, compartment, found.stem, "", None, (problem,))

    if not inside(folder, compartment, found.path):
        return failed(leads_out(found.file, "put the file itself here"))
    try:
        if found.path.exists() and not found.path.is_file():
            return failed(_unreadable(found.file, "it is not a file"))
        instead = cache.instead.get(found.path)
        content = found.path.read_bytes() if instead is None else instead
    except OSError as error:
        return failed(_unreadable(found.file, error.strerror))
    digest = hashlib.blake2b(content, digest_size=16).digest()
    known = cache.units.get(found.path)
    if known is not None and known[0] == digest:
        return known[1]
    unit = read_unit(content, found.file, found.kind, compartment, found.stem)
    cache.units[found.path] = (digest, unit)
    return unit


def read_unit(content: bytes, file: str, kind: Kind, compartment: str, stem: str) -> Unit:
    """One file's bytes → its typed items and diagnostics. Pure; never raises on what is in them."""
    problems: tuple[Diagnostic, ...] = ()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _looks_binary(content):
            problem = Diagnostic("HF104", "this is not a text file", (Place(file),), "save it as text, in UTF-8")
            return Unit(file, kind, compartment, stem, "", None, (problem,))
        text = content.decode("utf-8-sig", "replace")
        problems = (_not_utf8(file, content, error.start),)
    parsed = yamltext.read(file, text)
    problems += parsed.diagnostics
    if parsed.root is None:
        return Unit(file, kind, compartment, stem, text, None, problems)
    result = typed(parsed, adapter(kind, compartment == PUBLIC))
    return Unit(
        file,
        kind,
        compartment,
        stem,
        text,
        result.content,
        problems + result.diagnostics,
        keys_of(result.content),
        _starts(parsed.root, kind, result.origins),
        result.origins,
    )


def _looks_binary(content: bytes) -> bool:
    return b"\0" in content[:4096]


def _not_utf8(file: str, content: bytes, start: int) -> Diagnostic:
    lines = yamltext.Document(file, content[:start].decode("utf-8-sig", "replace")).lines
    whole = yamltext.Document(file, content.decode("utf-8-sig", "replace"))
    place = whole.place_at(len(lines) - 1, len(lines[-1]))
    return Diagnostic("HF104", "from here on the file is not UTF-8", (place,), "save the file as UTF-8")


_LISTS: Final = ("statements", "sources", "releases")


def _starts(
    root: yamltext.Node, kind: Kind, origins: Mapping[DataPath, list[int]]
) -> dict[DataPath, tuple[int, int, int]]:
    """Where items are named, under the paths that they have in the typed content."""
    starts: dict[DataPath, tuple[int, int, int]] = {}

    def entries(at: DataPath, node: yamltext.Node, depth: int) -> None:
        parts: list[tuple[Any, yamltext.Node, yamltext.Node]]
        if isinstance(node, yamltext.SequenceNode):
            kept = origins.get(at, range(len(node.value)))
            parts = [(position, node.value[index], node.value[index]) for position, index in enumerate(kept)]
        elif isinstance(node, yamltext.MappingNode):
            parts = [(key.value, key, value) for key, value in node.value if isinstance(key, yamltext.ScalarNode)]
        else:
            return
        for name, first, value in parts:
            if (*at, name) in starts:
                continue  # a key that stands twice: the first is used
            first = _id_of(first)
            start, end = first.start_mark, first.end_mark
            width = end.column if end.line == start.line else 0
            starts[(*at, name)] = (start.line, start.column, max(width, start.column + 1))
            if depth > 1:
                entries((*at, name), value, depth - 1)

    entries((), root, 1 if kind in _LISTS else 2)
    return starts


def _id_of(item: yamltext.Node) -> yamltext.Node:
    if isinstance(item, yamltext.MappingNode):
        return next((value for key, value in item.value if key.value == "id"), item)
    return item
