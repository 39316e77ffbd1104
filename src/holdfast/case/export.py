"""What an audience may be given: the files of a case that were read for it, and nothing else."""

from __future__ import annotations

from pathlib import Path

from holdfast.case.audience import compartment_folder, inside
from holdfast.case.case import Loaded


def files(loaded: Loaded) -> dict[str, bytes]:
    """The files of a case as its audience may have them, by name: those that were read, and the documents cited.

    They are copied as they are, mistakes and comments included: the audience could see them all along. Files that
    holdfast does not read stay behind, since nobody can say what is in them. Raises OSError.
    """
    case = loaded.case
    found = {name: (case.folder / name).read_bytes() for name in loaded.files}
    for name, source in case.sources.items():
        compartment = case.compartment_of(name)
        documents = compartment_folder(case.folder, compartment) / "sources"
        for document in (source.file, *_originals(source)):
            if document is None or Path(document).is_absolute() or ".." in Path(document).parts:
                continue
            path = documents / document
            if path.is_file() and inside(case.folder, compartment, path):
                found[path.relative_to(case.folder).as_posix()] = path.read_bytes()
    return found


def _originals(source: object) -> tuple[str, ...]:
    original = getattr(source, "original", None)
    return () if original is None else (original,)
