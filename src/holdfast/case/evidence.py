"""The documents of a case: finding them, and checking every citation against those at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from immutabledict import immutabledict
from pydantic import BaseModel

from holdfast.case.anchors import Anchor, Anchored, resolve
from holdfast.case.audience import PUBLIC, compartment_folder, inside
from holdfast.case.case import Case, CitationStatus, Cited
from holdfast.case.files import Unit
from holdfast.case.links import Links
from holdfast.case.model import Citation, Source, Statement
from holdfast.case.textindex import TextIndex
from holdfast.case.yamltext import Path as DataPath
from holdfast.diagnostics import Diagnostic

#: Documents that are read as plain text.
_TEXTS = (".txt", ".md")
#: Keys on the way to a citation that name nothing.
_INNER_KEYS = frozenset(("cite", "variants", "interests", "commitments", "terms", "parties", "options", "issues"))


def check(case: Case, units: Sequence[Unit], links: Links, elsewhere: Sequence[Path]) -> tuple[Case, list[Diagnostic]]:
    """The case with its documents and every citation's anchor, and what is wrong with sources and citations.

    A source is sought under ``sources/`` of its own compartment, then in the folders of `elsewhere`.
    """
    diagnostics: list[Diagnostic] = []
    documents: dict[str, TextIndex] = {}
    for name, source in case.sources.items():
        document = _open(name, source, case, links, elsewhere, diagnostics)
        if document is not None:
            documents[name] = document
    cited: list[Cited] = []
    status: dict[str, list[CitationStatus]] = {name: [] for name in case.statements}
    for unit in units:
        lost = links.lost.get(unit.file, set())
        for path, owner, citation in _citations(unit.content, ()):
            if not lost.isdisjoint((path[:1], path[:2], ())):
                continue
            name = links.qualified(citation.source, unit.compartment)
            document = documents.get(name)
            anchored = None if document is None else resolve(citation, document)
            by = links.qualified(_name(path, owner, unit), unit.compartment)
            cited.append(Cited(by, isinstance(owner, Statement), citation, name, anchored))
            if isinstance(owner, Statement) and by in status:
                status[by].append(_status(citation, anchored))
            if anchored is not None and anchored.status != "exact":
                diagnostics.extend(_findings(citation, anchored, unit, path, links))
            if citation.quote is not None and name in case.sources and not case.sources[name].quotable:
                place = links.place_in(unit, (*path, "quote"))
                hint = "cite `paragraph:` and `sha256:` instead, and say it in your own words"
                diagnostics.append(Diagnostic("HF510", f"'{citation.source}' may not be quoted", (place,), hint))
    found = immutabledict({name: tuple(one) for name, one in status.items()})
    return replace(case, citations=found, cited=tuple(cited), documents=immutabledict(documents)), diagnostics


def _findings(citation: Citation, anchored: Anchored, unit: Unit, path: DataPath, links: Links) -> Iterator[Diagnostic]:
    """What is to be said about the targets of a citation that are not where it says, or not at all."""
    for number, anchor in enumerate(anchored.targets):
        if anchor.status == "exact":
            continue
        inner: DataPath = (*path, anchor.key) if number == 0 else (*path, "also", number - 1, "quote")
        said = citation.paragraph if number == 0 else citation.also[number - 1].paragraph
        code, message, hint = _worded(citation.source, said, anchor)
        yield Diagnostic(code, message, (links.place_in(unit, inner),), hint)


def _worded(source: str, said: int | None, anchor: Anchor) -> tuple[str, str, str | None]:
    """Code, message and hint. They never repeat the source's own words: it may be one that may not be quoted."""
    what = "the paragraph with this hash" if anchor.key == "sha256" else "these words"
    stand = "is" if anchor.key == "sha256" else "stand"
    if anchor.status == "ambiguous":
        return "HF512", str(anchor.reason), anchor.hint
    if anchor.status == "broken":
        return "HF503", str(anchor.reason), anchor.hint
    where = f"in paragraph {anchor.paragraph}"
    if anchor.last is not None:
        where = f"in paragraphs {anchor.paragraph} to {anchor.last}"
    if anchor.status == "normalised":
        message = f"{what} {stand} {where}, but with line ends between"
        if anchor.last is None:
            message = f"{what} {stand} {where} with other quotation marks or invisible signs"
        return "HF513", message, f"copy them anew: holdfast cite {source} {anchor.paragraph}"
    if said in (None, anchor.paragraph):
        message = f"{what} {stand} {where}, but in another sentence or range than this says"
        return "HF511", message, f"they start at code point {anchor.start}"
    hint = f"check that they still mean the same there, then write paragraph: {anchor.paragraph}"
    return "HF511", f"{what} {stand} {where} now, not in {said}", hint


def _name(path: DataPath, owner: Any, unit: Unit) -> str:
    """What an item is called that cites: its id, the key that it stands under, or its file's name."""
    name = getattr(owner, "id", None)
    if name is not None:
        return str(name)
    return next((str(part) for part in reversed(path) if isinstance(part, str) and part not in _INNER_KEYS), unit.stem)


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


def _status(citation: Citation, anchored: Anchored | None) -> CitationStatus:
    if anchored is None:
        return "not at hand"
    if anchored.status == "broken":
        return "broken"
    return "verified" if citation.quote is not None or citation.sha256 is not None else "nothing to check"


def _open(
    name: str, source: Source, case: Case, links: Links, elsewhere: Sequence[Path], diagnostics: list[Diagnostic]
) -> TextIndex | None:
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
        why = "is not at hand" if path is None else "is not text"
        hint = None if path is None else f"take its text with: holdfast source add {source.file}"
        report("HF504", f"the document of '{name}' {why}, and what is cited from it was not checked", hint)
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
    sha256 = hashlib.sha256(content).hexdigest()
    if source.sha256 is not None and sha256 != source.sha256:
        message = f"the document of '{name}' is not the one that was registered: its hash differs"
        report("HF505", message, f"check what changed; if it is right, write sha256: {sha256}", "sha256")
    return TextIndex.of(text)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the system
        return False
