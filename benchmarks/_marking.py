"""The hand marking of the two articles: tests/intake/marking, places and hashes, read and checked against the texts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

import yaml
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

from benchmarks._table import ROOT
from holdfast.case.model.evidence import Verb
from holdfast.case.textindex import paragraphs
from holdfast.intake.model import Manner, Span

FOLDER: Final = ROOT / "tests/intake/marking"
ARTICLES: Final = ("reuters", "ft")

#: A place: paragraph from 1, first code point, the one after the last, start of the SHA-256 of the words there.
Place: TypeAlias = tuple[int, int, int, str]
Slot: TypeAlias = Literal["place", "day", "part", "count", "act"]
Relation: TypeAlias = Literal["agrees", "differs", "only-in-one", "not-comparable"]
_STRICT: Final = ConfigDict(extra="forbid", strict=False)


@checked(config=_STRICT, frozen=True)
class MarkedAttribution:
    """Words as an article reports them; what the fields mean is in the README beside the marking."""

    id: str
    manner: Manner
    who: str | None = None
    speaker: Place | None = None
    role: Place | None = None
    cue: Place | None = None
    content: tuple[Place, ...] = ()
    to: Place | None = None
    named_at: Place | None = None
    inferred: bool = False
    anonymous: bool = False
    body: bool = False
    negated: bool = False
    inside: str | None = None
    goes_on: str | None = None
    parties: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    verbs: tuple[Verb, ...] = ()
    doubtful: bool = False


@checked(config=_STRICT, frozen=True)
class MarkedProvision:
    """What a plan or another text provides."""

    id: str
    content: tuple[Place, ...]
    who: str
    source: Place | None = None
    cue: Place | None = None
    inferred: bool = False
    goes_on: str | None = None
    issues: tuple[str, ...] = ()
    doubtful: bool = False


@checked(config=_STRICT, frozen=True)
class MarkedFigure:
    """A number with what it counts."""

    id: str
    number: Place
    hedge: str
    unit: str
    counts: Place | None = None
    value: str | None = None
    bound: Place | None = None
    which: Place | None = None
    of: Place | None = None
    when: Place | None = None
    day: str | None = None
    by: Place | None = None
    who: str | None = None
    origin: str | None = None
    doubtful: bool = False


@checked(config=_STRICT, frozen=True)
class MarkedPair:
    """A slot that both articles fill, or only one."""

    id: str
    slot: Slot
    relation: Relation
    reuters: Place | None = None
    ft: Place | None = None
    doubtful: bool = False


@checked(config=_STRICT, frozen=True)
class Never:
    """Two places that are no pair, though they look like one."""

    id: str
    why: str
    reuters: Place
    ft: Place


@checked(config=_STRICT, frozen=True)
class Article:
    """The marking of one article."""

    file: str
    paragraphs: int
    attributions: tuple[MarkedAttribution, ...]
    provisions: tuple[MarkedProvision, ...]
    figures: tuple[MarkedFigure, ...]


@checked(config=_STRICT, frozen=True)
class Differences:
    """The marking of both, side by side."""

    pairs: tuple[MarkedPair, ...]
    never: tuple[Never, ...]


@checked(config=_STRICT, frozen=True)
class _Unseen:
    """The marking of texts that nothing here was tuned on."""

    documents: dict[str, tuple[MarkedFigure, ...]]


@dataclass(frozen=True, slots=True)
class Marking:
    """All of it."""

    articles: dict[str, Article]
    differences: Differences


def read_marking() -> Marking:
    """The marking. Raises pydantic's ValidationError where a file is not as it should be."""
    article = TypeAdapter(Article)
    return Marking(
        {name: article.validate_python(_yaml(name)) for name in ARTICLES},
        TypeAdapter(Differences).validate_python(_yaml("differences")),
    )


def read_unseen() -> dict[str, tuple[MarkedFigure, ...]]:
    """The figures marked in news texts of GUM, by document."""
    found = TypeAdapter(_Unseen).validate_python(_yaml("gum-figures"))
    return found.documents


def sources() -> Path | None:
    """The folder of the articles: ``$HOLDFAST_SHARED/sources`` or ``../shared/sources``; None where not at hand."""
    shared = os.environ.get("HOLDFAST_SHARED")
    folder = (Path(shared) if shared else ROOT.parent / "shared") / "sources"
    return folder if folder.is_dir() else None


def texts(folder: Path, marking: Marking) -> dict[str, tuple[str, ...]]:
    """The paragraphs of each article."""
    return {
        name: paragraphs((folder / article.file).read_text(encoding="utf-8"))
        for name, article in marking.articles.items()
    }


def span(place: Place) -> Span:
    """A place without its hash."""
    return Span(*place[:3])


def spans(places: tuple[Place, ...]) -> tuple[Span, ...]:
    """Places without their hashes."""
    return tuple(span(place) for place in places)


def places(marked: object) -> Iterator[Place]:
    """Every place in a marking or a part of it."""
    if is_dataclass(marked):
        for field in fields(marked):
            yield from places(getattr(marked, field.name))
    elif isinstance(marked, tuple):
        if len(marked) == 4 and isinstance(marked[0], int):
            yield marked
        else:
            for part in marked:
                yield from places(part)


def wrong(place: Place, text: tuple[str, ...]) -> str | None:
    """What is wrong with a place in a text, None if the words there are those that were marked."""
    number, start, end, digest = place
    if not 1 <= number <= len(text) or not 0 <= start < end <= len(text[number - 1]):
        return f"{place} lies outside the text"
    words = text[number - 1][start:end]
    if hashlib.sha256(words.encode()).hexdigest()[:16] != digest:
        return f"{place} holds other words"
    return f"{place} has white space at an end" if words != words.strip() else None


def _yaml(name: str) -> object:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
