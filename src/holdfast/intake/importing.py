"""Many documents into a case: each once, with its copies named as such, and nothing lost where it is interrupted.

1. What is registered already, by the hash of its bytes or of its text, is passed over: so an import that was ended can
   be started again.
2. A document that nearly is another one of the case is registered as its copy (`duplicates`). A document is compared
   only with what its own readers may read: public ones with public ones.
3. Files are written first, then the register: it never names what is not there. Where somebody else has taken a name
   meanwhile, nothing of theirs is written over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from holdfast.case import register
from holdfast.case.audience import PUBLIC, compartment_folder
from holdfast.case.case import Case
from holdfast.case.documents import Document
from holdfast.case.register import RegisterError
from holdfast.case.writing import ConflictError, current, digest, replace
from holdfast.intake.duplicates import Index, shingles

Fate: TypeAlias = Literal["added", "copy", "known", "refused"]
#: So many documents are written together: the register is read and checked once for all of them.
BATCH: Final = 200
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file."""

    path: Path
    fate: Fate
    id: str | None = None
    """The source; of what is known, the one that is there already."""
    of: str | None = None
    """What it is a copy of."""
    resemblance: float | None = None
    """To that, from 0 to 1."""
    message: str | None = None
    """Why it was refused."""
    notes: tuple[str, ...] = ()
    """What a person should know about how it was read."""


class Importer:
    """Takes documents into one compartment of a case. What was taken is written by `flush`."""

    def __init__(self, case: Case, compartment: str, least: float | None = 0.8) -> None:
        """Takes the case, the compartment, and the least resemblance of a copy (None: copies are not sought)."""
        self._case = case
        self._compartment = compartment
        self._home = compartment_folder(case.folder, compartment)
        self._taken = set(register.names(case, compartment))
        self._known: dict[str, str] = {}
        self._at_home: dict[str, str] = {}
        self._roots: dict[str, str] = {}
        self._index: Index[str] | None = None if least is None else Index(least)
        self._files: dict[str, bytes] = {}
        self._written: set[str] = set()
        self._entries: list[Mapping[str, str]] = []
        for name, source in case.sources.items():
            own = case.compartment_of(name)
            if own not in (PUBLIC, compartment):
                continue
            for known in (source.sha256, source.original_sha256):
                if known is not None:
                    self._known.setdefault(known, name)
            if own == compartment:
                self._at_home |= {file: name for file in (source.file, source.original) if file is not None}
            self._roots[name] = source.copy_of or name
            if self._index is not None and name in case.documents:
                self._index.add(name, shingles(case.documents[name].paragraphs))

    @property
    def waiting(self) -> int:
        """How many documents are taken and not yet written."""
        return len(self._entries)

    def take(self, path: Path, content: bytes, document: Document, described: Mapping[str, str]) -> Taken:
        """Takes one document, in memory.

        Args:
            path: where its file lies; in no other compartment's folder.
            content: its bytes.
            document: what was read from it.
            described: what is known about it: publisher and so on.
        """
        sources = (self._home / "sources").resolve()
        at_home = path.resolve().is_relative_to(sources)
        name = path.resolve().relative_to(sources).as_posix() if at_home else path.name
        hashes = register.hashes(document, content)
        known = next((self._known[one] for one in sorted(hashes) if one in self._known), None)
        if known is None and at_home:
            known = self._at_home.get(name)
        if known is not None:
            return Taken(path, "known", known)
        identifier = register.identifier_for(path.name, self._taken.__contains__)
        found = shingles(document.paragraphs) if self._index is not None else None
        near = self._index.near(found)[:1] if self._index is not None and found is not None else ()
        root = self._roots[near[0].name] if near else None
        told = dict(described)
        if root is not None:
            told["copy_of"] = root.removeprefix(f"{self._compartment}/")
        plan = register.plan(
            document,
            content,
            name,
            identifier=identifier,
            taken=lambda one: one in self._written or one in self._files or (self._home / "sources" / one).exists(),
            at_home=at_home,
            described=told,
        )
        self._files |= plan.files
        self._entries.append(plan.entry)
        self._taken.add(identifier)
        full = identifier if self._compartment == PUBLIC else f"{self._compartment}/{identifier}"
        self._known |= dict.fromkeys(hashes, full)
        self._roots[full] = root or full
        if self._index is not None and found is not None:
            self._index.add(full, found)
        if root is None:
            return Taken(path, "added", full, notes=document.notes)
        return Taken(path, "copy", full, root, near[0].resemblance, notes=document.notes)

    def flush(self) -> None:
        """Writes what was taken: the files, then the register.

        Raises:
            RegisterError: the register cannot be extended.
            OSError: something cannot be written.
        """
        if not self._entries:
            return
        register.check_home(self._case, self._compartment, self._files)
        listed = self._home / "sources.yaml"
        files: dict[Path, bytes | None] = {self._home / "sources" / name: data for name, data in self._files.items()}
        for _ in range(_TRIES):
            before = current(listed)
            try:
                text = (before or b"").decode("utf-8-sig")
            except UnicodeDecodeError:
                raise RegisterError("sources.yaml is not UTF-8 text", "save it as UTF-8") from None
            after = register.extended(text, self._entries).encode()
            try:
                replace(
                    self._case.folder, {**files, listed: after}, dict.fromkeys(files, "") | {listed: digest(before)}
                )
            except ConflictError as error:
                if error.path == listed:
                    continue
                name = error.path.name
                raise RegisterError(
                    f"somebody else has added a file {name} meanwhile", "start the import again"
                ) from None
            self._written |= set(self._files)
            self._files, self._entries = {}, []
            return
        raise RegisterError("somebody else keeps writing to sources.yaml", "try again")


def files_of(paths: Iterable[Path], endings: Iterable[str]) -> Iterator[Path]:
    """The files that are named, and those of folders with one of these endings, each once, in the order of their names.

    Hidden files and folders are passed over.
    """
    wanted, seen = frozenset(endings), set()
    for path in paths:
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in found:
            inner = one.relative_to(path).parts if path.is_dir() else ()
            if path.is_dir() and (
                not one.is_file() or one.suffix.lower() not in wanted or any(part.startswith(".") for part in inner)
            ):
                continue
            if one not in seen:
                seen.add(one)
                yield one
