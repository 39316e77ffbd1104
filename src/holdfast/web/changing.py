"""Changing the case's files: what a change would do, and doing it, so that nobody's work is lost.

1. A form carries the digest of the file as its user saw it.
2. The change is made in memory, and the case is loaded with it: what is newly wrong is shown before anything is
   written.
3. The file is written only if it still has that digest. Otherwise what somebody else changed is shown.
4. What was before is kept, so that the change can be taken back.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException

from holdfast.case.audience import compartment_folder, within
from holdfast.case.edit import EditError
from holdfast.case.trial import newly_wrong
from holdfast.case.writing import ConflictError, current, digest, replace
from holdfast.diagnostics import Severity
from holdfast.web.undo import Change
from holdfast.web.visit import Visit

#: So many earlier contents of files are kept, to show what somebody else changed.
_KEPT: Final = 200
_BOM: Final = b"\xef\xbb\xbf"


class RefusedError(Exception):
    """A change that would make something wrong, or that cannot be made."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with what was typed."""

    message: str
    hint: str | None = None
    severity: Severity = Severity.ERROR
    code: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether nothing is written because of it."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else changed meanwhile, line by line."""

    file: str
    lines: tuple[tuple[str, str], ...]
    """Sign and text: ``+``, ``-`` or a space."""
    digest: str
    """Of the file as it is now."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a change that could not be made."""

    status: int = 200
    problems: tuple[Problem, ...] = ()
    theirs: Theirs | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as a form sees it."""

    name: str
    path: Path
    text: str
    digest: str

    def encoded(self, text: str) -> bytes:
        """A new text as the file's bytes, with the byte-order mark where it had one."""
        start = _BOM if self.digest and self.path.exists() and self.path.read_bytes().startswith(_BOM) else b""
        return start + text.encode()


class Editor:
    """Changes of one person to the files that they see."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._room = visit.room
        self.case = visit.edition.case

    def open(self, name: str) -> Opened:
        """A file of the case, which may not be there yet. Raises HTTPException where it is not this person's."""
        path = self.path(name)
        try:
            content = current(path)
        except OSError as error:
            raise HTTPException(409, f"{name} cannot be read: {(error.strerror or '').lower()}") from None
        key = digest(content)
        seen = self._room.seen
        seen[key] = content or b""
        while len(seen) > _KEPT:
            seen.pop(next(iter(seen)))
        try:
            return Opened(name, path, (content or b"").decode("utf-8-sig"), key)
        except UnicodeDecodeError:
            raise HTTPException(409, f"{name} is not UTF-8 text; save it as UTF-8 first.") from None

    def path(self, name: str) -> Path:
        """Where a file lies. Raises HTTPException where that is outside of what this person sees."""
        path = self.case.folder / name
        if not within(self.case.folder, self.case.compartments, path):
            raise HTTPException(404, f"The case has no file ‘{name}’.")
        return path

    def home(self, compartment: str) -> str:
        """The start of the names of a compartment's files. Raises HTTPException where this person sees none such."""
        if compartment not in self.case.compartments:
            raise HTTPException(404, f"The case has no compartment ‘{compartment}’.")
        folder = compartment_folder(Path(), compartment).as_posix()
        return "" if folder == "." else f"{folder}/"

    def files(self, kind: str, compartment: str) -> tuple[str, ...]:
        """The files of one kind in a compartment, the unsplit one first."""
        home = self.home(compartment)
        single, start = f"{home}{kind}.yaml", f"{home}{kind}/"
        names = self._visit.edition.loaded.files
        found = [name for name in names if name == single or (name.startswith(start) and name.endswith(".yaml"))]
        return tuple(found) or (single,)

    def problems(self, changed: Mapping[Path, bytes], *, beside: str = "") -> tuple[Problem, ...]:
        """What would be newly wrong with the case, `beside` a file that is to go."""
        fresh = newly_wrong(self._visit.edition.loaded.diagnostics, self._room.trial(dict(changed)).diagnostics)
        wrong = [one for one in fresh if one.place.file != beside]
        return tuple(Problem(one.message, one.hint, one.severity, one.code) for one in wrong)

    def save(self, what: str, changed: Mapping[Path, bytes | None], expected: Mapping[Path, str]) -> None:
        """Writes a change.

        Raises:
            RefusedError: something would be newly wrong, or the disk refuses.
            ConflictError: somebody else changed a file meanwhile.
        """
        wrong = [
            one
            for one in self.problems({path: content for path, content in changed.items() if content is not None})
            if one.is_error
        ]
        if wrong:
            raise RefusedError(wrong)
        self.write(what, changed, expected)

    def attempt(
        self, what: str, edited: Callable[[], Mapping[Path, bytes | None]], path: Path, known: str
    ) -> Attempt | None:
        """Makes a change of one file and writes it; None where that went well.

        Args:
            what: what it does, for the log and for taking it back.
            edited: makes the file's new content; may raise EditError.
            path: the file.
            known: the digest of the file as whoever changes it saw it.
        """
        try:
            self.save(what, edited(), {path: known})
        except EditError as error:
            return Attempt(422, (Problem(error.message, error.hint),))
        except RefusedError as error:
            return Attempt(422, error.problems)
        except ConflictError as error:
            return Attempt(409, theirs=self.theirs(error, known))
        return None

    def write(self, what: str, changed: Mapping[Path, bytes | None], expected: Mapping[Path, str]) -> None:
        """Writes a change without asking what it would do. Raises RefusedError and ConflictError."""
        try:
            before = replace(self.case.folder, changed, expected)
        except OSError as error:
            message = f"this cannot be written: {(error.strerror or 'unknown reason').lower()}"
            raise RefusedError([Problem(message, "look at who may write in the case's folder")]) from None
        change = Change(what, {path: (before[path], content) for path, content in changed.items()})
        self._visit.bench.undo.add(self._visit.person, change)
        self.done(what)

    def done(self, what: str) -> None:
        """For the log, and so that the next page shows it."""
        self._visit.request.state.what = what
        self._room.edition(fresh=True)

    def theirs(self, error: ConflictError, known: str) -> Theirs:
        """What is different from the file that a form was made of."""
        before = self._room.seen.get(known, b"").decode("utf-8-sig", "replace").splitlines()
        after = (error.now or b"").decode("utf-8-sig", "replace").splitlines()
        lines = [
            (line[:1], line[1:])
            for line in difflib.unified_diff(before, after, lineterm="", n=2)
            if not line.startswith(("---", "+++"))
        ]
        name = error.path.relative_to(self.case.folder).as_posix()
        self._room.seen[digest(error.now)] = error.now or b""
        return Theirs(name, tuple(lines), digest(error.now))


def changed_text(opened: Opened, edit: Callable[[str], str]) -> dict[Path, bytes]:
    """The file with an edit of its text."""
    return {opened.path: opened.encoded(edit(opened.text))}
