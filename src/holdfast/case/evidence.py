"""The documents of a case: finding them, and checking every citation against those at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from immutabledict import immutabledict
from pydantic import BaseModel

from holdfast.case import citations
from holdfast.case.audience import PUBLIC, compartment_folder, inside
from holdfast.case.case import Case, CitationStatus
from holdfast.case.files import Unit
from holdfast.case.links import Links
from holdfast.case.model import Citation, Source, Statement
from holdfast.case.yamltext import Path as DataPath
from holdfast.diagnostics import Diagnostic

#: Documents that are read as plain text.
_TEXTS = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class _Document:
    paragraphs: tuple[str, ...]
    sha256: str


def check(case: Case, units: Sequence[Unit], links: Links, elsewhere: Sequence[Path]) -> tuple[Case, list[Diagnostic]]:
    """The case with the status of every citation, and what is wrong with sources and citations.

    A source is sought under ``sources/`` of its own compartment, then in the folders of `elsewhere`.
    """
    diagnostics: list[Diagnostic] = []
    documents = {
        name: _open(name, source, case, links, elsewhere, diagnostics) for name, source in case.sources.items()
    }
    status: dict[str, tuple[CitationStatus, ...]] = {}
    for unit in units:
        lost = links.lost.get(unit.file, set())
        for path, owner, citation in _citations(unit.content, ()):
            if not lost.isdisjoint((path[:1], path[:2], ())):
                continue
            name = links.qualified(citation.source, unit.compartment)
            source, document = case.sources.get(name), documents.get(name)
            problem = None if document is None else citations.check(citation, document.paragraphs)
            if problem is not None:
                place = links.place_in(unit, (*path, problem.key))
                diagnostics.append(Diagnostic("HF503", problem.message, (place,), problem.hint))
            elif source is not None and not source.quotable and citation.quote is not None:
                place = links.place_in(unit, (*path, "quote"))
                hint = "cite `paragraph:` and `sha256:` instead, and say it in your own words"
                diagnostics.append(Diagnostic("HF510", f"'{citation.source}' may not be quoted", (place,), hint))
            if isinstance(owner, Statement):
                key = links.qualified(owner.id, unit.compartment)
                status[key] = (*status.get(key, ()), _status(citation, document, problem))
    found = {name: status.get(name, ()) for name in case.statements}
    return replace(case, citations=immutabledict(found)), diagnostics


def _citations(value: Any, path: DataPath, owner: Any = None) -> Iterator[tuple[DataPath, Any, Citation]]:
    """Every citation in a file's content: its path and the item that cites."""
    if isinstance(value, tuple):
        for index, part in enumerate(value):
            if isinstance(part, Citation):
                yield (*path, index), owner, part
            elif isinstance(part, BaseModel):
                yield from _citations(part, (*path, index), owner)
    elif isinstance(value, BaseModel):
        keys = ("cite",) if isinstance(value, Statement) else value.model_fields_set
        for name in keys:
            yield from _citations(getattr(value, name), (*path, name.rstrip("_")), value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _citations(part, (*path, key), owner)


def _status(citation: Citation, document: _Document | None, problem: citations.Broken | None) -> CitationStatus:
    if document is None:
        return "not at hand"
    if problem is not None:
        return "broken"
    return "verified" if citation.quote is not None or citation.sha256 is not None else "nothing to check"


def _open(
    name: str, source: Source, case: Case, links: Links, elsewhere: Sequence[Path], diagnostics: list[Diagnostic]
) -> _Document | None:
    if source.file is None:
        return None

    def report(code: str, message: str, hint: str | None = None, key: str = "file") -> None:
        defined = links.find(name, PUBLIC)
        assert defined is not None  # sources of the case are defined
        place = links.place_in(defined.unit, (*defined.path, key))
        diagnostics.append(Diagnostic(code, message, (place,), hint))

    written = Path(source.file)
    if written.is_absolute() or ".." in written.parts:
        report("HF108", f"'{source.file}' leads out of sources/", "write the file's name as it lies under sources/")
        return None
    compartment = case.compartment_of(name)
    own = compartment_folder(case.folder, compartment) / "sources" / written
    if not inside(case.folder, compartment, own):
        message = f"'{source.file}' is a link that leads out of its compartment"
        report("HF108", message, "put the file itself under sources/")
        return None
    path = next((one for one in (own, *(folder / written for folder in elsewhere)) if _is_file(one)), None)
    if path is None or path.suffix not in _TEXTS:
        why = "is not at hand" if path is None else "is of a kind that cannot be read yet (only .txt and .md can)"
        report("HF504", f"the document of '{name}' {why}, and what is cited from it was not checked")
        return None
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        report("HF104", f"the document of '{name}' is not UTF-8 text", "save it as UTF-8, then register its new hash")
        return None
    except OSError as error:
        report("HF105", f"the document of '{name}' cannot be opened: {(error.strerror or 'unknown reason').lower()}")
        return None
    document = _Document(citations.paragraphs(text), hashlib.sha256(content).hexdigest())
    if source.sha256 is not None and document.sha256 != source.sha256:
        message = f"the document of '{name}' is not the one that was registered: its hash differs"
        report("HF505", message, f"check what changed; if it is right, write sha256: {document.sha256}", "sha256")
    return document


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the system
        return False
