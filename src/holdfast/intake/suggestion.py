"""A suggestion: what somebody may confirm, with every stretch of text that it rests on and every reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from holdfast.case.textindex import TextIndex
from holdfast.intake.model import Span

Kind: TypeAlias = Literal["statement", "fact", "provision", "difference"]
#: The kinds in the order in which they are shown.
KINDS: Final[tuple[Kind, ...]] = ("statement", "fact", "provision", "difference")
#: What a marked stretch is.
Role: TypeAlias = Literal[
    "speaker", "role", "cue", "content", "to", "if", "unless", "figure", "counted", "origin", "date"
]
_KEY_LENGTH: Final = 16
#: So many digits of a prompt's hash are shown to people.
_PROMPT_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a source and what it is in a suggestion."""

    source: str
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer to a question that a person decides: a party, a verb, an issue with its options."""

    value: str
    because: str
    options: tuple[Candidate, ...] = ()
    """Of an issue: its options."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that make a demand depend on something, and what of the case they may be about."""

    key: Literal["if", "unless"]
    word: str
    span: Span
    issues: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, order=True)
class Model:
    """A language model that found a suggestion, and the hash of what it was asked."""

    name: str
    prompt: str

    def __str__(self) -> str:
        return f"{self.name}, prompt {self.prompt[:_PROMPT_SHOWN]}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a source may be read as saying. Nothing of it is in the case before somebody confirms it."""

    key: str
    """Its name: the same for the same place of the same text, whatever else is read and in whatever order."""
    text_key: str
    """The same for the same words in any source: by it a decision is found again when a text is imported anew."""
    kind: Kind
    source: str
    """The source, as the whole case knows it; of a difference, the first of the two."""
    compartment: str
    """Where a decision on it is kept: whoever reads it there may read all that it rests on."""
    marks: tuple[Mark, ...]
    by: str | None = None
    """The speaker, as the source names them."""
    via: str | None = None
    to: str | None = None
    channel: str | None = None
    date: Mapping[str, str] | None = None
    """``said`` and ``resolved``, as far as they are known."""
    parties: tuple[Candidate, ...] = ()
    issues: tuple[Candidate, ...] = ()
    verbs: tuple[Candidate, ...] = ()
    conditions: tuple[Condition, ...] = ()
    facts: tuple[Candidate, ...] = ()
    """Keys of the case's facts."""
    value: str | None = None
    """What is asserted of the fact: a figure as the source has it."""
    other_value: str | None = None
    """Of a difference: what the other source says."""
    origin: str | None = None
    """Whose number it is."""
    relation: str | None = None
    """Of a difference: how the two compare."""
    goes_with: tuple[str, ...] = ()
    """Statements of the case that cite one of its sentences already."""
    covered: bool = False
    """Whether one of these is by the same speaker: then it is told and not proposed again."""
    notes: tuple[str, ...] = ()
    """What was inferred and what is not known, in words."""
    models: tuple[Model, ...] = ()
    """The language models that found it."""
    by_grammar: bool = True
    """Whether it was found by rule; else by these models alone."""

    def spans(self, *roles: Role, source: str | None = None) -> tuple[Span, ...]:
        """The stretches of these roles, in the order of the text; of the first source unless another is named."""
        wanted = source or self.source
        return tuple(one.span for one in self.marks if one.role in roles and one.source == wanted)

    @property
    def lead(self) -> Span:
        """The place by which it is shown and ordered."""
        spans = self.spans("content", "figure", "cue") or self.spans("speaker")
        return spans[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that it rests on."""
        return tuple(dict.fromkeys(one.source for one in self.marks))

    @property
    def sure(self) -> bool:
        """Whether whose word it is and what it does each have one candidate."""
        return len(self.parties) <= 1 and len(self.verbs) <= 1


#: Who can have found a suggestion.
FINDERS: Final = ("grammar", "model")


def is_by(one: Suggestion, finder: str) -> bool:
    """Whether one of `FINDERS` found a suggestion; both may have."""
    return one.by_grammar if finder == "grammar" else bool(one.models)


#: What of a suggestion its key is made of: where its words stand, not how they were understood.
_KEYED: Final = frozenset(("cue", "content", "figure"))


def keys_of(kind: Kind, marks: Iterable[Mark], documents: Mapping[str, TextIndex]) -> tuple[str, str]:
    """A suggestion's key and text key.

    1. Each place is written as the paragraph's hash, which of the paragraphs with this hash it is, and the code
       points: a paragraph that comes or goes elsewhere in the document changes nothing.
    2. The places are sorted, so their order changes nothing, and hashed with the kind: that is the text key. The key is
       hashed with the sources' names too.
    """
    places = sorted((one.source, *_place(documents[one.source], one.span)) for one in marks if one.role in _KEYED)
    return _hashed(kind, places), _hashed(kind, sorted(place[1:] for place in places))


def _place(document: TextIndex, span: Span) -> tuple[str, int, int, int]:
    digest = document.digest(span.paragraph)
    return digest, document.by_digest[digest].index(span.paragraph), span.start, span.end


def _hashed(kind: Kind, places: Sequence[tuple[Any, ...]]) -> str:
    text = "\n".join([kind, *("|".join(map(str, place)) for place in places)])
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_LENGTH]
