"""Writing files so that nothing of what was there is lost by accident."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class ConflictError(Exception):
    """A file is not as it was when somebody began to change it."""

    def __init__(self, path: Path, now: bytes | None) -> None:
        super().__init__(f"{path.name} was changed by somebody else meanwhile")
        self.path = path
        self.now = now
        """What is in it now; None where it is gone."""


def write_atomically(path: Path, content: str | bytes) -> None:
    """Writes a file so that at every moment it is the old one or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, or that of a new one."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o666 & ~_umask()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def digest(content: bytes | None) -> str:
    """What tells one content of a file from another; of a file that is not there, the empty text."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def current(path: Path) -> bytes | None:
    """What is in a file; None where there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replace(folder: Path, files: Mapping[Path, bytes | None], expected: Mapping[Path, str]) -> dict[Path, bytes | None]:
    """Writes files (None: removes them) if each still is as its writer knew it, and says what was in them.

    Args:
        folder: the case folder; holdfast programs that write to it wait for each other.
        files: the new contents.
        expected: for each file, the `digest` of what its writer knew.

    Raises:
        ConflictError: a file is another by now; nothing was written.
        OSError: a file cannot be read or written.
    """
    with _alone(folder):
        before = {path: current(path) for path in files}
        for path, content in before.items():
            if digest(content) != expected[path]:
                raise ConflictError(path, content)
        done: list[Path] = []
        try:
            for path, new in files.items():
                if new is None:
                    path.unlink(missing_ok=True)
                else:
                    write_atomically(_target(path), new)
                done.append(path)
        except OSError:
            for path in done:  # all or nothing
                old = before[path]
                if old is None:
                    path.unlink(missing_ok=True)
                else:
                    write_atomically(_target(path), old)
            raise
        return before


def _target(path: Path) -> Path:
    """The file itself where the path is a link to it, so that the link stays."""
    return path.resolve() if path.is_symlink() else path


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":  # no such locks: there, one program at a time has to write
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
