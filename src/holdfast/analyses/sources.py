"""What is cited from each document, and what nobody has used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from holdfast.case.case import Case, Cited


@dataclass(frozen=True, slots=True)
class Used:
    """One paragraph of a document and who cites it."""

    number: int
    words: int | None
    """How many words it has; None where the document is not at hand."""
    text: str | None
    """Its text, where that is at hand and may be quoted."""
    by: tuple[str, ...]
    """The items that cite it, in the order of the case."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A citation that has no one place in its document, and why."""

    by: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One document: paragraph by paragraph where it is at hand, else the paragraphs that are cited."""

    source: str
    title: str | None
    publisher: str | None
    published: date | None
    kind: str
    language: str | None
    quotable: bool
    at_hand: bool
    paragraphs: tuple[Used, ...]
    loose: tuple[Loose, ...]
    as_a_whole: tuple[str, ...]
    """The items that cite it and no place in it."""

    @property
    def unused(self) -> tuple[Used, ...]:
        """The paragraphs that nobody cites."""
        return tuple(one for one in self.paragraphs if not one.by)

    @property
    def citing(self) -> tuple[str, ...]:
        """The items that cite it, each once."""
        placed = (name for one in self.paragraphs for name in one.by)
        return tuple(dict.fromkeys((*placed, *self.as_a_whole, *(one.by for one in self.loose))))


@dataclass(frozen=True, slots=True)
class SourcesUse:
    """The documents of a case in its order."""

    sources: tuple[SourceUse, ...]


def sources(case: Case, only: Collection[str] = ()) -> SourcesUse:
    """Which paragraphs of each document are cited, and by what. Text that may not be quoted is left out.

    Args:
        case: the case.
        only: just these sources; all where it is empty.
    """
    cited: dict[str, list[Cited]] = defaultdict(list)
    for one in case.cited:
        cited[one.source].append(one)
    return SourcesUse(tuple(_use(case, name, cited[name]) for name in case.sources if not only or name in only))


def _use(case: Case, name: str, cited: list[Cited]) -> SourceUse:
    source, document = case.sources[name], case.documents.get(name)
    by: dict[int, list[str]] = defaultdict(list)
    loose: list[Loose] = []
    whole: list[str] = []
    for one in cited:
        places = _places(one)
        for number in sorted(places):
            by[number].append(one.by)
        targets = one.anchored.targets if one.anchored is not None else ()
        loose += [Loose(one.by, part.status, str(part.reason)) for part in targets if part.reason is not None]
        if not places and all(part.reason is None for part in targets):
            whole.append(one.by)
    if document is None:
        paragraphs = [Used(number, None, None, tuple(dict.fromkeys(by[number]))) for number in sorted(by)]
    else:
        paragraphs = [
            Used(number, len(text.split()), text if source.quotable else None, tuple(dict.fromkeys(by[number])))
            for number, text in enumerate(document.paragraphs, 1)
        ]
    return SourceUse(
        source=name,
        title=source.title,
        publisher=source.publisher,
        published=source.published.day,
        kind=source.kind,
        language=source.language,
        quotable=source.quotable,
        at_hand=document is not None,
        paragraphs=tuple(paragraphs),
        loose=tuple(loose),
        as_a_whole=tuple(dict.fromkeys(whole)),
    )


def _places(one: Cited) -> set[int]:
    """The paragraphs that a citation rests on: those found, or those it names where its document is not at hand."""
    if one.anchored is None:
        named = {one.citation.paragraph, *(target.paragraph for target in one.citation.also)}
        return {number for number in named if number is not None}
    found: set[int] = set()
    for anchor in one.anchored.targets:
        if anchor.paragraph is not None:
            found.update(range(anchor.paragraph, (anchor.last or anchor.paragraph) + 1))
    return found
