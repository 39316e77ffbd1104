"""What a result rests on: statements with their citations, ready to be shown beside it."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.case.case import Case, CitationStatus
from holdfast.case.model import Channel, Dated
from holdfast.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation as a view shows it."""

    source: str
    publisher: str
    paragraph: int | None
    quote: str | None
    status: CitationStatus


@dataclass(frozen=True, slots=True)
class Because:
    """A statement that a result rests on."""

    statement: str
    parties: tuple[str, ...]
    speaker: str | None
    via: str | None
    gist: str
    channel: Channel | None
    date: Dated
    cited: tuple[Cited, ...]
    place: Place
    compartment: str


def because(case: Case, name: str) -> Because:
    """The evidence that a statement is. Raises KeyError where the case has no statement of that name."""
    statement = case.statements[name]
    status = case.citations.get(name, ())
    cited = tuple(
        Cited(
            source=citation.source,
            publisher=_publisher(case, citation.source),
            paragraph=citation.paragraph,
            quote=citation.quote,
            status=status[index] if index < len(status) else "not at hand",
        )
        for index, citation in enumerate(statement.cite)
    )
    return Because(
        statement=name,
        parties=tuple(str(party) for party in statement.parties),
        speaker=statement.by,
        via=statement.via,
        gist=statement.gist,
        channel=statement.channel,
        date=statement.date,
        cited=cited,
        place=case.places[name],
        compartment=case.compartment_of(name),
    )


def _publisher(case: Case, name: str) -> str:
    source = case.sources.get(name)
    return name if source is None else source.publisher or source.title or name
