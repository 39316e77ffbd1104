"""A new document in the register: its entry in sources.yaml, its text file, and its original beside it.

The register is a file that people write: the entry is appended to it as text, so that comments and order stay as they
are. What would not read back as what was there and the new entry is refused.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Final

from holdfast.case import append
from holdfast.case.append import RegisterError
from holdfast.case.audience import FOLDER, compartment_folder, inside
from holdfast.case.case import Case
from holdfast.case.conditions import NAME, RESERVED
from holdfast.case.documents import Document
from holdfast.case.textindex import paragraphs

#: The longest name of a document: its files are called so.
_LONGEST: Final = 100
_NUMBERS: Final = frozenset(("published", "sha256", "original_sha256", "quotable"))


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
    entry |= {key: described[key] for key in ("copy_of", "quotable") if key in described}
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
    if len(identifier) > _LONGEST:
        raise RegisterError(f"'{identifier[:_LONGEST]}…' is too long for a name", "choose a shorter one")
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


def check_home(case: Case, compartment: str, names: Iterable[str] = ()) -> None:
    """Raises RegisterError where a compartment's register, or files of these names under ``sources/``, would be written
    through a link into another compartment or out of the case."""
    home = compartment_folder(case.folder, compartment)
    for path in (home / "sources.yaml", home / "sources", *(home / "sources" / name for name in names)):
        if not inside(case.folder, compartment, path):
            name = path.relative_to(case.folder).as_posix()
            raise RegisterError(f"{name} is a link that leads out of its compartment", "put the file itself there")


def appended(text: str, entry: Mapping[str, str]) -> str:
    """The text of a sources.yaml with one more entry at its end. Raises RegisterError where that cannot be done."""
    return append.appended(text, entry, "sources", numbers=_NUMBERS)


def extended(text: str, entries: Sequence[Mapping[str, str]]) -> str:
    """The text of a sources.yaml with more entries at its end. Raises RegisterError where that cannot be done."""
    return append.extended(text, entries, "sources", numbers=_NUMBERS)


def hashes(document: Document, content: bytes) -> frozenset[str]:
    """The hashes by which a document may be known: of its bytes and of its text."""
    return frozenset((hashlib.sha256(content).hexdigest(), hashlib.sha256(document.text.encode()).hexdigest()))


__all__ = [
    "Plan",
    "RegisterError",
    "appended",
    "check_home",
    "check_identifier",
    "extended",
    "hashes",
    "identifier_for",
    "lies_in",
    "names",
    "plan",
    "registered_as",
]
