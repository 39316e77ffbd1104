"""The codebook and the codings as REFI-QDA 1.0, which programs for qualitative analysis exchange (REFI, 2019).

Made again from the same case, a file is the same, byte for byte: identifiers are derived from names (UUIDs of
version 5), and no time is written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from holdfast import __version__
from holdfast.case.case import Case
from holdfast.case.model import Statement
from holdfast.views import codings
from holdfast.views.charts import COLOURS
from holdfast.views.codings import GROUPS, Code, Coded, Entry
from holdfast.views.signs import party_marks

_CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
_PROJECT: Final = "urn:QDA-XML:project:1.0"
_ORIGIN: Final = f"holdfast {__version__}"
_NAMES: Final = uuid5(NAMESPACE_URL, "urn:holdfast:refi-qda")
#: Kinds of codes that mean the same in every case.
_EVERYWHERE: Final = frozenset({"verb", "firmness", "channel"})
#: What may not stand in XML 1.0 at all.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The first moment that a ZIP archive can name: its files carry no time of their own.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_WITHHELD: Final = "The words of this document are not passed on. Its codings are of the document as a whole."
_ABSENT: Final = "This document was not at hand. Its codings are of the document as a whole."


def codebook(case: Case) -> bytes:
    """The codebook alone, as a .qdc file."""
    root = Element("CodeBook", {"xmlns": _CODEBOOK, "origin": _ORIGIN})
    _codes(root, case)
    return _xml(root)


def project(case: Case) -> bytes:
    """Codebook, documents and codings, as a .qdpx file: a ZIP archive with ``project.qde`` and the documents' texts.

    1. Every statement is a note; the stretches that it cites are selections that carry its codes and the note.
    2. A document whose words may not be passed on, or that is not at hand, has a sentence saying so instead of its
       text; what is said in it is coded on the document as a whole, where a note says in which paragraph.
    """
    names = _Names(case)
    stretches = codings.coded(case)
    root = Element("Project", {"xmlns": _PROJECT, "name": _clean(case.title), "origin": _ORIGIN})
    _codes(SubElement(root, "CodeBook"), case)
    texts: dict[str, str] = {}
    by_source = {name: [one for one in stretches if one.source == name] for name in case.sources}
    if by_source:
        holder = SubElement(root, "Sources")
        for name, found in by_source.items():
            file = f"{names.of('text', name)}.txt"
            texts[file] = _source(holder, case, names, name, found, file)
    _notes(root, case, names, stretches)
    if case.summary is not None:
        SubElement(root, "Description").text = _clean(case.summary)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        _store(packed, "project.qde", _xml(root))
        for file, text in texts.items():
            _store(packed, f"sources/{file}", text.encode())
    return archive.getvalue()


class _Names:
    """Identifiers: the same ones for the same thing of the same case, whenever they are made."""

    def __init__(self, case: Case) -> None:
        self._case = uuid5(_NAMES, case.title)

    def of(self, kind: str, *name: object) -> str:
        return str(self._made(self._case, kind, *name))

    def code(self, code: Code) -> str:
        return str(self._made(_NAMES if code.kind in _EVERYWHERE else self._case, "code", code.kind, code.name))

    def _made(self, space: UUID, *parts: object) -> UUID:
        return uuid5(space, "\n".join(map(str, parts)))


def _codes(parent: Element, case: Case) -> None:
    names, marks = _Names(case), party_marks(case)
    holder = SubElement(parent, "Codes")
    groups: dict[str, Element] = {}
    made: dict[Code, Element] = {}
    for entry in codings.codebook(case):
        above = None if entry.under is None else made[entry.under]
        if above is None:
            group = groups.get(entry.code.kind)
            if group is None:
                label = GROUPS[entry.code.kind]
                group = groups[entry.code.kind] = SubElement(
                    holder, "Code", {"guid": names.of("group", label), "name": label, "isCodable": "false"}
                )
            above = group
        colour = marks[entry.code.name].colour if entry.code.kind == "party" else None
        made[entry.code] = _code(above, entry, names, None if colour is None else COLOURS[colour])


def _code(parent: Element, entry: Entry, names: _Names, colour: str | None) -> Element:
    given = {"guid": names.code(entry.code), "name": _clean(entry.label), "isCodable": "true"}
    if colour is not None:
        given["color"] = colour
    made = SubElement(parent, "Code", given)
    if entry.description:
        SubElement(made, "Description").text = _clean(entry.description)
    return made


def _source(parent: Element, case: Case, names: _Names, name: str, found: Sequence[Coded], file: str) -> str:
    """Writes a document with its selections and codings, and gives its text."""
    source, document = case.sources[name], case.documents.get(name)
    made = SubElement(
        parent,
        "TextSource",
        {
            "guid": names.of("source", name),
            "name": _clean(source.title or name),
            "plainTextPath": f"internal://{file}",
        },
    )
    told = [word for word in (source.publisher, source.author, source.published.said) if word is not None]
    if source.published.day is not None:
        told.append(source.published.day.isoformat())
    if told:
        SubElement(made, "Description").text = _clean("; ".join(told))
    readable = document is not None and source.quotable
    placed = [one for one in found if readable and one.start is not None]
    for one in placed:
        chosen = SubElement(
            made,
            "PlainTextSelection",
            {
                "guid": names.of("selection", one.statement, one.target),
                "name": _clean(one.statement),
                "startPosition": str(one.start),
                "endPosition": str(one.end),
            },
        )
        SubElement(chosen, "Description").text = _clean(case.statements[one.statement].gist)
        for code in one.codes:
            _coding(chosen, names, code, (one.statement, str(one.target)))
        _refer(chosen, names, (one.statement,))
    whole: dict[Code, dict[str, None]] = {}
    for one in found:
        if one not in placed:
            for code in one.codes:
                whole.setdefault(code, {})[one.statement] = None
    for code, statements in whole.items():
        _refer(_coding(made, names, code, ("source", name)), names, statements)
    if document is None or not source.quotable:
        return _ABSENT if document is None else _WITHHELD
    return document.joined


def _coding(parent: Element, names: _Names, code: Code, where: tuple[str, ...]) -> Element:
    made = SubElement(parent, "Coding", {"guid": names.of("coding", *where, code.kind, code.name)})
    SubElement(made, "CodeRef", {"targetGUID": names.code(code)})
    return made


def _refer(parent: Element, names: _Names, statements: Iterable[str]) -> None:
    for statement in statements:
        SubElement(parent, "NoteRef", {"targetGUID": names.of("note", statement)})


def _notes(root: Element, case: Case, names: _Names, stretches: Sequence[Coded]) -> None:
    places: dict[str, list[str]] = {}
    for one in stretches:
        place = one.source if one.paragraph is None else f"{one.source}, paragraph {one.paragraph}"
        places.setdefault(one.statement, []).append(place)
    if not places:
        return
    holder = SubElement(root, "Notes")
    for statement, where in places.items():
        made = SubElement(holder, "Note", {"guid": names.of("note", statement), "name": _clean(statement)})
        SubElement(made, "PlainTextContent").text = _clean(_told(case.statements[statement], where))


def _told(statement: Statement, where: Sequence[str]) -> str:
    """A statement in plain lines."""
    told = (
        ("By", statement.by),
        ("Through", statement.via),
        ("To", statement.to),
        ("When", statement.date.said or statement.date.day),
    )
    lines = [statement.gist, *(f"{label}: {value}" for label, value in told if value is not None)]
    return "\n".join([*lines, *(f"In: {place}" for place in dict.fromkeys(where))])


def _store(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _clean(text: str) -> str:
    """A text with a mark in place of each character that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def _xml(root: Element) -> bytes:
    ElementTree.indent(root)
    written: str = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()
