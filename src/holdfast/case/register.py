"""A new document in the register: its entry in sources.yaml, its text file, and its original beside it.

The register is a file that people write: the entry is appended to it as text, so that comments and order stay as they
are. What would not read back as what was there and the new entry is refused.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Final

from yaml.nodes import SequenceNode

from holdfast.case import yamltext
from holdfast.case.audience import FOLDER
from holdfast.case.case import Case
from holdfast.case.conditions import NAME, RESERVED
from holdfast.case.documents import Document
from holdfast.case.files import read_unit
from holdfast.case.model import Source
from holdfast.case.textindex import paragraphs
from holdfast.case.yamlwrite import scalar

_NUMBERS: Final = frozenset(("published", "sha256", "original_sha256", "quotable"))


class RegisterError(Exception):
    """Why a document cannot be registered, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Plan:
    """What registering a document would do."""

    id: str
    files: Mapping[str, bytes]
    """New files under ``sources/``, by name."""
    entry: Mapping[str, str]
    """The new entry of sources.yaml, key by key."""


def plan(
    document: Document,
    content: bytes,
    name: str,
    *,
    identifier: str,
    taken: Callable[[str], bool],
    at_home: bool,
    described: Mapping[str, str],
) -> Plan:
    """The files and the entry of a document.

    Args:
        document: what was read from it.
        content: its bytes.
        name: its file's name; where `at_home`, its path under ``sources/``.
        identifier: the source's id.
        taken: whether a name under ``sources/`` is taken.
        at_home: whether the file lies under ``sources/`` already.
        described: what is known about it: title, publisher and so on.
    """
    files: dict[str, bytes] = {}
    ending = PurePath(name).suffix.lower()
    if _is_text(document, content, at_home):
        text_name, text = name, content
        if not at_home:
            text_name = _free(identifier, ending, taken)
            files[text_name] = content
        original: str | None = None
    else:
        text = document.text.encode()
        text_name = _free(identifier, ".txt", taken)
        files[text_name] = text
        original = name
        if not at_home:
            stem = PurePath(text_name).stem
            original = _free(f"{stem}.original" if ending == ".txt" else stem, ending, taken)
            files[original] = content
    entry = {"id": identifier}
    if title := described.get("title") or document.title:
        entry["title"] = title
    entry["file"] = text_name
    entry |= {
        key: described[key] for key in ("publisher", "author", "published", "language", "kind") if key in described
    }
    entry["sha256"] = hashlib.sha256(text).hexdigest()
    if original is not None:
        entry |= {"original": original, "original_sha256": hashlib.sha256(content).hexdigest()}
    if "quotable" in described:
        entry["quotable"] = described["quotable"]
    return Plan(identifier, MappingProxyType(files), MappingProxyType(entry))


def _is_text(document: Document, content: bytes, at_home: bool) -> bool:
    """Whether citations may refer to the file as it is: its lines are the paragraphs, and will always be.

    A new file is also to be without byte-order mark and with plain line ends: they are settled at import.
    """
    if document.form not in ("text", "markdown"):
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if paragraphs(text) != document.paragraphs:
        return False
    clean = unicodedata.is_normalized("NFC", text) and "\r" not in text and not content.startswith(b"\xef\xbb\xbf")
    return at_home or clean


def _free(stem: str, ending: str, taken: Callable[[str], bool]) -> str:
    name, number = f"{stem}{ending}", 1
    while taken(name):
        number += 1
        name = f"{stem}-{number}{ending}"
    return name


def identifier_for(name: str, taken: Callable[[str], bool]) -> str:
    """An id made of a file's name that nothing in the case has yet."""
    plain = unicodedata.normalize("NFKD", PurePath(name).stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    if not stem or not stem[0].isalpha():
        stem = f"source-{stem}".rstrip("-")
    found, number = stem, 1
    while found in RESERVED or taken(found):
        number += 1
        found = f"{stem}-{number}"
    return found


def check_identifier(identifier: str, taken: Callable[[str], bool]) -> None:
    """Raises RegisterError where an id cannot be used."""
    if NAME.fullmatch(identifier) is None or "/" in identifier or identifier in RESERVED:
        hint = "use small letters, digits and single hyphens, starting with a letter"
        raise RegisterError(f"'{identifier}' cannot be a name", hint)
    if taken(identifier):
        raise RegisterError(f"the case has something named '{identifier}' already", "choose another name with --id")


def names(case: Case, compartment: str) -> frozenset[str]:
    """Every name that an item of this compartment cannot have."""
    found: set[str] = set()
    for group in (case.parties, case.issues, case.rules, case.terms, case.sources, case.statements):
        found.update(group)
    for draft in case.drafts.values():
        for inner in (draft.agreement.commitments, draft.agreement.events, draft.agreement.phases):
            prefix = "" if "/" not in draft.name else f"{draft.name.rpartition('/')[0]}/"
            found.update(f"{prefix}{name}" for name in inner)
    own = "" if compartment == "public" else f"{compartment}/"
    # A public name must not be that of any item further in, nor the other way round.
    return frozenset(name.rpartition("/")[2] for name in found if "/" not in name or not own or name.startswith(own))


def registered_as(case: Case, compartment: str, hashes: frozenset[str], file: str | None = None) -> str | None:
    """The source, public or of this compartment, that is this document already: by a hash, or by its file's name."""
    for name, source in case.sources.items():
        own = case.compartment_of(name)
        if own in ("public", compartment) and hashes & {source.sha256, source.original_sha256}:
            return name
        if own == compartment and file is not None and file in (source.file, source.original):
            return name
    return None


def lies_in(path: Path, folder: Path) -> str | None:
    """The compartment whose folder a file lies in; None where it lies in none."""
    hidden = (folder / FOLDER).resolve()
    target = path.resolve()
    return target.relative_to(hidden).parts[0] if target != hidden and target.is_relative_to(hidden) else None


def appended(text: str, entry: Mapping[str, str]) -> str:
    """The text of a sources.yaml with one more entry at its end. Raises RegisterError where that cannot be done."""
    before = _read(text)
    parsed = yamltext.read("sources.yaml", text)
    column = 0
    if parsed.root is not None:
        if not isinstance(parsed.root, SequenceNode):
            raise RegisterError("sources.yaml is not a list", "see what is wrong with it: holdfast check")
        if parsed.root.flow_style:
            if parsed.root.value:
                hint = "write each source on a line of its own, after `- `"
                raise RegisterError("sources.yaml is one list in brackets, to which nothing can be appended", hint)
            text = text[: parsed.root.start_mark.index] + text[parsed.root.end_mark.index :].lstrip(" ")
        else:
            column = parsed.root.start_mark.column
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [f"{key}: {scalar(value, number=key in _NUMBERS)}" for key, value in entry.items()]
    block = "".join(f"{' ' * column}{'- ' if not index else '  '}{line}{end}" for index, line in enumerate(lines))
    result = text + ("" if not text or text.endswith("\n") else end) + block
    if _read(result) != (*before, Source.model_validate(dict(entry))):
        raise RegisterError("sources.yaml could not be extended", "see what is wrong with it: holdfast check")
    return result


def _read(text: str) -> tuple[Source, ...]:
    unit = read_unit(text.encode(), "sources.yaml", "sources", "public", "sources")
    if any(problem.severity == "error" for problem in unit.diagnostics):
        raise RegisterError("sources.yaml has mistakes", "put them right first; see them with: holdfast check")
    return tuple(unit.content or ())


def hashes(document: Document, content: bytes) -> frozenset[str]:
    """The hashes by which a document may be known: of its bytes and of its text."""
    return frozenset((hashlib.sha256(content).hexdigest(), hashlib.sha256(document.text.encode()).hexdigest()))
