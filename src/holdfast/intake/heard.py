"""What language models were found to say of documents, kept so that people can decide about it later, and elsewhere.

It is one file beside the public documents, since no other document is ever sent to a model; for those of compartments
none is written, and none is looked for. It holds places in documents, no words of theirs.

1. A model's answer is kept by the hash of the document's paragraphs, the model's name and the hash of what it was
   asked: what it depends on and what a suggestion names. A changed text has another hash, so what was said of it before
   counts no longer. Not by what was not sent (the day, the publisher), nor by the version of this program, so that
   nothing is asked again because of them. Not by the server's address: whatever comes from there counts by the
   document's proof alone, a model behind another port is the same, and an address tells of somebody's network.
2. Whoever may write into the folder can alter the file. So whatever is read from it is proven by the document as on the
   first day (`proving.prove`), and what is not proven is left out, and counted.
3. An answer is written whole or not at all. A file that is no such file is as none, and that is said.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from pydantic import TypeAdapter

from holdfast.case import audience
from holdfast.case.audience import PUBLIC, compartment_folder
from holdfast.case.case import Case
from holdfast.intake.cache import FOLDER, opened, path_of
from holdfast.intake.found import Reading
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.proving import REASONS, Claim, NotProvenError, prove
from holdfast.intake.suggestion import Model

FILE: Final = "models.db"
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS answers (digest TEXT, model TEXT, prompt TEXT, data BLOB, "
    "PRIMARY KEY (digest, model, prompt)) WITHOUT ROWID"
)
#: Reasons after which a document is asked about again the next time.
UNANSWERED: Final = frozenset(
    (
        "the model took too long",
        "the answer is too large",
        "the server cannot be reached",
        "the server answers with an error or sends elsewhere",
        "the answer is not what was asked for",
    )
)
TWICE: Final = "it is said twice"
_KNOWN: Final = REASONS | UNANSWERED | {TWICE}
#: A model's name has no more code points, what is kept of one answer no more bytes.
_LONGEST_NAME: Final = 200
_LARGEST: Final = 4_000_000
_LOST: Final = (
    f"What language models said before is not shown: {FOLDER}/{FILE} cannot be read; if that stays so, delete it and "
    "ask the model again."
)
_PROMPT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model was found to say of one document."""

    said: tuple[Attribution, ...] = ()
    """As far as the document proves it."""
    refused: tuple[tuple[str, int], ...] = ()
    """How much else it said, by the reason why that does not count."""

    @property
    def answered(self) -> bool:
        """Whether it answered for every part of the document."""
        return UNANSWERED.isdisjoint(reason for reason, _ in self.refused)


#: Of each document what each model was found to say.
Answers: TypeAlias = Mapping[str, Mapping[Model, Heard]]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is kept of documents, and what is to be said about what was left out."""

    answers: dict[str, dict[Model, Heard]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    speaker: Span
    cue: Span
    content: Span


@dataclass(frozen=True, slots=True)
class _Kept:
    said: tuple[_Said, ...]
    refused: tuple[tuple[str, int], ...]


@cache
def _adapter() -> TypeAdapter[_Kept]:
    return TypeAdapter(_Kept)


def is_name(name: str) -> bool:
    """Whether a model can be called so: a few words that can be shown."""
    return 0 < len(name.strip()) <= len(name) <= _LONGEST_NAME and name.isprintable()


def digest(text: Text) -> str:
    """What tells what is sent of one text from what is sent of another: its paragraphs."""
    found = hashlib.sha256()
    for paragraph in text.paragraphs:
        found.update(b"\n" + paragraph.encode())
    return found.hexdigest()


def stamp(folder: Path) -> Hashable:
    """What changes whenever anything is kept anew."""
    return audience.stamp(folder, PUBLIC, compartment_folder(folder, PUBLIC) / FOLDER / FILE)


def recall(
    case: Case,
    texts: Mapping[str, Text],
    readings: Mapping[str, Reading],
    told: Callable[[str, float], None] = lambda what, share: None,
) -> Recalled:
    """What is kept of documents, as far as they prove it now.

    Args:
        case: the case.
        texts: the documents. Of those in compartments, and those that are not read, nothing is looked for.
        readings: what is found in them by rule.
        told: is told what is being done, and the share of it that is.
    """
    path = path_of(case.folder, PUBLIC, FILE)
    if path is None or not path.is_file():
        return Recalled({})
    answers: dict[str, dict[Model, Heard]] = {}
    damaged = unproven = 0
    try:
        with closing(sqlite3.connect(path, timeout=10)) as database:
            if not _has_table(database):
                return Recalled({})
            for number, (source, text) in enumerate(texts.items()):
                told("proving what language models said", number / len(texts))
                if case.compartment_of(source) != PUBLIC or readings[source].unread:
                    continue
                for row in _rows(database, digest(text)):
                    kept = _restored(*row)
                    if kept is None:
                        damaged += 1
                        continue
                    model, said, refused = kept
                    found = [_proven(text, one, readings[source].attributions) for one in dict.fromkeys(said)]
                    heard = Heard(tuple(one for one in found if one is not None), refused)
                    unproven += len(found) - len(heard.said)
                    answers.setdefault(source, {})[model] = heard
    except (sqlite3.Error, OSError):
        return Recalled({}, (_LOST,))
    notes = []
    if damaged:
        notes.append(f"Left out of what is kept of language models: {damaged:,} × the entry is damaged.")
    if unproven:
        notes.append(f"Left out of what is kept of language models: {unproven:,} × the document does not prove it.")
    return Recalled(answers, tuple(notes))


def _has_table(database: sqlite3.Connection) -> bool:
    """Whether anything is kept; somebody may just be making the file. Raises DatabaseError where that is no table."""
    found = database.execute("SELECT type FROM sqlite_master WHERE name = 'answers'").fetchall()
    if found not in ([], [("table",)]):  # a view could compute without end
        raise sqlite3.DatabaseError
    return bool(found)


def _rows(database: sqlite3.Connection, key: str) -> list[tuple[object, object, object]]:
    query = (
        "SELECT model, prompt, CASE WHEN length(data) <= ? THEN data END FROM answers WHERE digest = ? "
        "ORDER BY model, prompt"
    )
    return database.execute(query, (_LARGEST, key)).fetchall()


def _restored(
    name: object, prompt: object, data: object
) -> tuple[Model, tuple[_Said, ...], tuple[tuple[str, int], ...]] | None:
    """A row of the file; None where it is not as such rows are written."""
    if not (isinstance(name, str) and isinstance(prompt, str) and isinstance(data, bytes)):
        return None
    if not (is_name(name) and _PROMPT.fullmatch(prompt)):
        return None
    try:
        kept = _adapter().validate_json(data, strict=True)
    except ValueError:
        return None
    if any(reason not in _KNOWN or not 0 < number < 10**9 for reason, number in kept.refused):
        return None
    return Model(name, prompt), kept.said, kept.refused


def _proven(text: Text, said: _Said, spoken: Sequence[Attribution]) -> Attribution | None:
    """What is kept, proven anew; None where the document does not prove it to be at these places."""
    number = said.content.paragraph
    if not 1 <= number <= len(text.paragraphs):
        return None
    size = len(text.paragraphs[number - 1])
    spans = (said.speaker, said.cue, said.content)
    if not all(one.paragraph == number and 0 <= one.start < one.end <= size for one in spans):
        return None
    try:
        one = prove(text, Claim(number, *map(text.words, spans)), spoken)
    except NotProvenError:
        return None
    return one if (one.speaker.span, one.cue, *one.content) == spans else None


@contextmanager
def keeping(folder: Path) -> Iterator[Keeper]:
    """Takes answers to be kept. Where the folder cannot be written, nothing is, and that can be asked."""
    database = opened(folder, PUBLIC, FILE, _TABLE)
    try:
        yield Keeper(database)
    finally:
        if database is not None:
            database.close()


class Keeper:
    """Keeps answers."""

    def __init__(self, database: sqlite3.Connection | None) -> None:
        self._database = database
        self.lost = 0
        """How many answers could not be kept."""

    def keep(self, text: Text, model: Model, heard: Heard) -> None:
        """Keeps what a model was found to say of a document, in place of what it said before."""
        said = tuple(
            _Said(one.speaker.span, one.cue, one.content[0])
            for one in heard.said
            if one.speaker.span is not None and one.cue is not None
        )
        row = (digest(text), model.name, model.prompt, _adapter().dump_json(_Kept(said, heard.refused)))
        try:
            if self._database is None:
                raise sqlite3.OperationalError
            with self._database:
                self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error:
            self.lost += 1
