"""What everything rests on: the statements and the sources, each with what leads to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.case.case import CitationStatus
from holdfast.case.conditions import Performed
from holdfast.case.mentions import mentions
from holdfast.case.model import Citation, Source, Statement
from holdfast.views.names import clause_text, count, sentence
from holdfast.views.page.book import Book, Kind
from holdfast.views.signs import CITATION_SIGNS


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation of a statement, with how it fares."""

    citation: Citation
    status: CitationStatus
    language: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement."""

    name: str
    statement: Statement
    quotes: tuple[Quote, ...]
    issues: tuple[str, ...]
    """The issues that it names."""
    later: bool
    """Whether it was made after the day of the report, so that nothing here rests on it."""
    retired_by: str | None
    place: str
    compartment: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a source with what is cited from it."""

    number: int | None
    statements: tuple[str, ...]
    others: tuple[tuple[Kind, str, str], ...]
    """Parties, clauses and so on: kind, name and label."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source."""

    name: str
    source: Source
    paragraphs: tuple[Paragraph, ...]
    statuses: tuple[tuple[CitationStatus, int], ...]
    """How its citations fare."""
    at_hand: bool | None
    """None where no statement cites it."""
    compartment: str


def entries(book: Book) -> tuple[Entry, ...]:
    """All statements in the order of the case."""
    case = book.case
    found = []
    for name, one in case.statements.items():
        statuses = case.citations.get(name, ())
        quotes = tuple(
            Quote(
                cite,
                statuses[place] if place < len(statuses) else "not at hand",
                case.sources[cite.source].language if cite.source in case.sources else None,
            )
            for place, cite in enumerate(one.cite)
        )
        place = case.places.get(name)
        where = "" if place is None else f"{place.file}:{place.line}"
        later = name not in book.counted
        retired = book.retired_by.get(name)
        found.append(Entry(name, one, quotes, _issues(one, book), later, retired, where, case.compartment_of(name)))
    return tuple(found)


def _issues(one: Statement, book: Book) -> tuple[str, ...]:
    named: dict[str, None] = {}
    for condition in (*one.conditions, one.if_, one.unless):
        if condition is None:
            continue
        named |= {ref.name: None for ref in mentions(condition).of("issue")}
        if isinstance(condition, Performed):
            named[condition.name] = None
    named |= dict.fromkeys(one.raises or ())
    return tuple(name for name in named if name in book.case.issues)


def statements_heading(book: Book) -> str:
    """How many statements there are, and how many of them are hearsay."""
    channels = Counter(one.channel for one in book.counted.values())
    total = count(len(book.counted), "statement")
    return sentence(f"{total}: {channels['anonymous']} anonymous, {channels['second-hand']} second-hand")


def sources_heading(book: Book) -> str:
    """How many sources there are, and how their citations fare."""
    statuses = Counter(status for found in book.case.citations.values() for status in found)
    sources = count(len(book.case.sources), "source")
    words = [f"{statuses[status]} {sign.word}" for status, sign in CITATION_SIGNS.items() if statuses[status]]
    total = count(sum(statuses.values()), "citation")
    return sentence(f"{sources}, {total}") + (f": {', '.join(words)}" if words else "")


def documents(book: Book) -> tuple[Document, ...]:
    """All sources, each with what is cited from each of its paragraphs."""
    statements: dict[tuple[str, int | None], dict[str, None]] = {}
    statuses: dict[str, Counter[CitationStatus]] = {}
    for name, one in book.case.statements.items():
        found = book.case.citations.get(name, ())
        for place, cite in enumerate(one.cite):
            statements.setdefault((cite.source, cite.paragraph), {})[name] = None
            if place < len(found):
                statuses.setdefault(cite.source, Counter())[found[place]] += 1
    others: dict[tuple[str, int | None], dict[tuple[Kind, str, str], None]] = {}
    for thing, cite in _cited(book):
        others.setdefault((cite.source, cite.paragraph), {})[thing] = None
    places: dict[str, set[int | None]] = {}
    for source, paragraph in (*statements, *others):
        places.setdefault(source, set()).add(paragraph)
    return tuple(
        Document(
            name,
            source,
            tuple(
                Paragraph(number, tuple(statements.get((name, number), ())), tuple(others.get((name, number), ())))
                for number in sorted(places.get(name, ()), key=lambda number: number or 0)
            ),
            _tally(statuses.get(name, Counter())),
            any(status != "not at hand" for status in statuses[name]) if name in statuses else None,
            book.case.compartment_of(name),
        )
        for name, source in book.case.sources.items()
    )


def _tally(found: Counter[CitationStatus]) -> tuple[tuple[CitationStatus, int], ...]:
    return tuple((status, found[status]) for status in CITATION_SIGNS if found[status])


def _cited(book: Book) -> Iterator[tuple[tuple[Kind, str, str], Citation]]:
    """What is cited besides statements."""
    case = book.case
    for name, party in case.parties.items():
        for cite in party.cite:
            yield ("party", name, party.label), cite
    for name, issue in case.issues.items():
        for option in issue.options.values():
            for cite in option.cite:
                yield ("issue", name, option.text), cite
    if book.draft is not None:
        agreement = book.draft.agreement
        for clause, commitment in agreement.commitments.items():
            cites = (*commitment.cite, *(cite for variant in commitment.variants for cite in variant.cite))
            for cite in cites:
                yield ("clause", clause, clause_text(commitment, clause)), cite
