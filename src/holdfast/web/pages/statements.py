"""Statements: all of them with filters, and one with its source open beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from holdfast.case.model import VERBS
from holdfast.views.page.evidence import Entry
from holdfast.views.signs import CHANNEL_SIGNS, CITATION_SIGNS
from holdfast.web.marking import Marked, marked
from holdfast.web.search import levelled
from holdfast.web.visit import Nav, Page, Visit, view

PER_PAGE: Final = 50
#: So many paragraphs before and after the cited one stand beside a statement.
_AROUND: Final = 2


def _statements(visit: Visit) -> Response:
    case = visit.edition.case
    chosen = {
        "q": visit.query("q"),
        "party": visit.query("party"),
        "issue": visit.query("issue"),
        "verb": visit.query("verb"),
        "channel": visit.query("channel"),
        "source": visit.query("source"),
        "cited": visit.query("cited"),
        "compartment": visit.query("compartment"),
    }
    if chosen["party"]:
        visit.known("party", chosen["party"], case.parties)
    if chosen["issue"]:
        visit.known("issue", chosen["issue"], case.issues)
    if chosen["source"]:
        visit.known("source", chosen["source"], case.sources)
    found = tuple(_chosen(visit.study.sections.entries, chosen))
    return visit.shown(
        "statements-page.html",
        title="Statements",
        chosen=chosen,
        total=len(found),
        part=visit.paging.part_of("page", found, PER_PAGE, to="sec-statements"),
        verbs=VERBS,
        channels=tuple(CHANNEL_SIGNS),
        statuses=tuple(CITATION_SIGNS),
    )


def _chosen(entries: tuple[Entry, ...], chosen: dict[str, str]) -> Iterator[Entry]:
    words = levelled(chosen["q"]).split()
    for entry in entries:
        one = entry.statement
        if (
            (chosen["party"] and chosen["party"] not in one.parties)
            or (chosen["issue"] and chosen["issue"] not in entry.issues)
            or (chosen["verb"] and chosen["verb"] != one.verb)
            or (chosen["channel"] and chosen["channel"] != one.channel)
            or (chosen["source"] and all(cite.source != chosen["source"] for cite in one.cite))
            or (chosen["cited"] and all(quote.status != chosen["cited"] for quote in entry.quotes))
            or (chosen["compartment"] and chosen["compartment"] != entry.compartment)
        ):
            continue
        if words:
            text = levelled(f"{entry.name}\n{one.by or ''}\n{one.gist}\n{' '.join(c.quote or '' for c in one.cite)}")
            if not all(word in text for word in words):
                continue
        yield entry


@dataclass(frozen=True, slots=True)
class Beside:
    """A source beside a statement: the paragraphs around what it cites."""

    source: str
    at_hand: bool
    paragraphs: tuple[Marked, ...]
    """Empty where the source is not at hand or the citation rests nowhere in it."""


def _statement(visit: Visit) -> Response:
    study = visit.study
    name = visit.named("statement", study.case.statements)
    entry = next(one for one in study.sections.entries if one.name == name)
    names = tuple(study.case.statements)
    place = names.index(name)
    return visit.shown(
        "statement-page.html",
        title="Statement",
        entry=entry,
        beside=tuple(_beside(visit, name)),
        confirmed=visit.coded.wrote(name),
        before=names[place - 1] if place else None,
        after=names[place + 1] if place + 1 < len(names) else None,
    )


def _beside(visit: Visit, name: str) -> Iterator[Beside]:
    case = visit.edition.case
    cited = [one for one in case.cited if one.by_statement and one.by == name]
    for source in dict.fromkeys(str(cite.source) for cite in case.statements[name].cite):
        document = case.documents.get(source)
        if document is None:
            yield Beside(source, False, ())
            continue
        own = [one for one in cited if one.source == source]
        hits = {target.paragraph for one in own if one.anchored for target in one.anchored.targets if target.paragraph}
        near = {number for hit in hits for number in range(hit - _AROUND, hit + _AROUND + 1)}
        shown = [number for number in sorted(near) if 1 <= number <= len(document.paragraphs)]
        yield Beside(source, True, tuple(marked(document, own, number) for number in shown))


PAGE: Final = Page(
    routes=(
        view("/statements", _statements, "statements"),
        view("/statements/{name:path}", _statement, "statement"),
    ),
    nav=(Nav("Statements", "/statements", "s", "Record"),),
)
