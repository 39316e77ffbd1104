"""What an entry says, read from its content as a database or a backup keeps it."""

from __future__ import annotations

from pydantic_core import from_json

from holdfast.case.records import Problem, Record, read
from holdfast.journal.database import JournalError


def record_of(content: str, compartment: str, seq: int) -> Record:
    """An entry's record from its content. Raises JournalError."""
    found = parsed(content)
    if isinstance(found, Record):
        return found
    raise JournalError(f"entry {seq} of '{compartment}' cannot be read", "run `holdfast journal verify`")


def parsed(content: str) -> Record | tuple[Problem, ...]:
    """The record of a content, or what is wrong with it; nothing of what is no JSON."""
    try:
        return read(from_json(content))
    except ValueError:
        return ()
