"""What is read from one document, whatever the case: attributions, figures, provisions. The same text, the same result.

This is the part that takes time; it is done once for each text and kept (`cache`), in several processes where there is
much to read (`bulk`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from pydantic import TypeAdapter

from holdfast.case.case import Case
from holdfast.intake.acts import Act, acts
from holdfast.intake.days import FoundDay, days, english
from holdfast.intake.events import Event, events
from holdfast.intake.figures import FoundFigure, figures
from holdfast.intake.model import Attribution, Text
from holdfast.intake.provisions import Provision, provisions
from holdfast.intake.speech import attributions

#: A paragraph of more code points is no paragraph, but a text without its line ends: what reads it takes time with the
#: square of its length.
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a document."""

    attributions: tuple[Attribution, ...] = ()
    days: tuple[FoundDay, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    provisions: tuple[Provision, ...] = ()
    events: tuple[Event, ...] = ()
    acts: tuple[Act, ...] = ()
    unread: str | None = None
    """Why nothing was sought, where that is so."""


def text_of(case: Case, source: str) -> Text | None:
    """A source as intake reads it; None where it is not at hand."""
    document = case.documents.get(source)
    if document is None:
        return None
    one = case.sources[source]
    return Text(document.paragraphs, one.published.day, one.publisher, one.language)


def read(text: Text) -> Reading:
    """Everything that is found in a document."""
    if not english(text):
        return Reading(unread=f"its language is {text.language}, and only English is read so far")
    for number, paragraph in enumerate(text.paragraphs, 1):
        if len(paragraph) > LONGEST:
            return Reading(unread=f"its paragraph {number} has more than {LONGEST:,} characters; break it into several")
    spoken = attributions(text)
    return Reading(
        spoken, days(text), figures(text, spoken), provisions(text, spoken), events(text), acts(text, spoken)
    )


def digest(text: Text) -> str:
    """What tells one text to be read from another: its words, its day, its publisher, and how it is read."""
    found = hashlib.sha256(f"{version()}|{text.published}|{text.publisher}|{text.language}".encode())
    for paragraph in text.paragraphs:
        found.update(b"\n" + paragraph.encode())
    return found.hexdigest()


@cache
def version() -> str:
    """What tells one state of the reader from another: the hash of its own files, so that none is kept too long."""
    found = hashlib.sha256()
    waiting = [resources.files("holdfast.intake")]
    while waiting:
        for entry in sorted(waiting.pop().iterdir(), key=lambda one: one.name):
            if entry.is_dir():
                waiting.append(entry)
            elif not entry.name.endswith((".pyc", ".pyo")):
                found.update(f"{entry.name}\0".encode() + entry.read_bytes())
    return found.hexdigest()


@cache
def _adapter() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)


def dump(reading: Reading) -> bytes:
    """A reading as JSON: places and names, and no text beyond these."""
    return _adapter().dump_json(reading)


def restore(data: bytes) -> Reading:
    """A reading from its JSON. Raises ValueError."""
    return _adapter().validate_json(data)
