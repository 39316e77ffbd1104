"""The documents of a case: finding them, and checking every citation against those at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from immutabledict import immutabledict

from holdfast.case import citations
from holdfast.case.audience import compartment_folder
from holdfast.case.case import Case, CitationStatus
from holdfast.case.files import Unit, inside
from holdfast.case.model import Citation, Source
from holdfast.case.typed import original
from holdfast.case.yamltext import find
from holdfast.diagnostics import Diagnostic

#: Documents that are read as plain text.
_TEXTS = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class _Document:
    paragraphs: tuple[str, ...]
    sha256: str


def check(case: Case, units: Sequence[Unit], elsewhere: Sequence[Path]) -> tuple[Case, list[Diagnostic]]:
    """The case with the status of every citation, and what is wrong with sources and citations.

    A source is sought under ``sources/`` of its own compartment, then in the folders of `elsewhere`.
    """
    diagnostics: list[Diagnostic] = []
    documents = {name: _open(name, source, case, elsewhere, diagnostics) for name, source in case.sources.items()}
    by_file = {unit.file: unit for unit in units}
    status: dict[str, tuple[CitationStatus, ...]] = {}
    for name, statement in case.statements.items():
        found: list[CitationStatus] = []
        for index, citation in enumerate(statement.cite):
            document = documents.get(citation.source)
            problem = None if document is None else citations.check(citation, document.paragraphs)
            if problem is not None:
                unit = by_file[case.places[name].file]
                diagnostics.append(_broken(unit, name, index, problem))
            found.append(_status(citation, document, problem))
        status[name] = tuple(found)
    return replace(case, citations=immutabledict(status)), diagnostics


def _status(citation: Citation, document: _Document | None, problem: citations.Broken | None) -> CitationStatus:
    if document is None:
        return "not at hand"
    if problem is not None:
        return "broken"
    return "verified" if citation.quote is not None or citation.sha256 is not None else "nothing to check"


def _broken(unit: Unit, name: str, index: int, problem: citations.Broken) -> Diagnostic:
    parsed = unit.parsed()
    local = name.rpartition("/")[2]
    position = next(place for place, item in enumerate(unit.content) if item.id == local)
    path = original((position, "cite", index, problem.key), unit.origins)
    node = find(parsed.root, path)
    assert node is not None  # the citation was read from it
    return Diagnostic("HF503", problem.message, (parsed.document.place(node),), problem.hint)


def _open(
    name: str, source: Source, case: Case, elsewhere: Sequence[Path], diagnostics: list[Diagnostic]
) -> _Document | None:
    place = case.places[name]
    if source.file is None:
        return None
    written = Path(source.file)
    if written.is_absolute() or ".." in written.parts:
        hint = "write the file's name as it lies under sources/"
        diagnostics.append(Diagnostic("HF108", f"'{source.file}' leads out of sources/", (place,), hint))
        return None
    compartment = case.compartment_of(name)
    own = compartment_folder(case.folder, compartment) / "sources" / written
    path = next((one for one in (own, *(folder / written for folder in elsewhere)) if one.is_file()), None)
    if path is own and not inside(case.folder, compartment, path):
        message = f"'{source.file}' is a link that leads out of its compartment"
        diagnostics.append(Diagnostic("HF108", message, (place,), "put the file itself under sources/"))
        return None
    if path is None or path.suffix not in _TEXTS:
        why = "is not at hand" if path is None else "is of a kind that is not read yet"
        message = f"the document of '{name}' {why}, and what is cited from it was not checked"
        diagnostics.append(Diagnostic("HF504", message, (place,), None))
        return None
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"cannot be opened: {error.strerror}"
        diagnostics.append(Diagnostic("HF105", f"the document of '{name}' {reason}", (place,)))
        return None
    document = _Document(citations.paragraphs(text), hashlib.sha256(content).hexdigest())
    if source.sha256 is not None and document.sha256 != source.sha256:
        message = f"the document of '{name}' is not the one that was registered: its hash differs"
        diagnostics.append(Diagnostic("HF505", message, (place,), "check what changed, then register its new hash"))
    return document
