"""Sources: the register, each with its text and all that is cited from it, two side by side, and adding one."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from holdfast.case.case import Case, Cited
from holdfast.web.marking import Marked, marked
from holdfast.web.visit import Nav, Page, Visit, view

#: So many paragraphs on one page; a document may have thousands.
PER_PAGE: Final = 200


def _sources(visit: Visit) -> Response:
    sections = visit.study.sections
    return visit.shown("sources-page.html", title="Sources", documents=sections.documents)


def text_of(case: Case, source: str, first: int = 1, most: int = PER_PAGE) -> tuple[Marked, ...]:
    """The text of a source from a paragraph on, with everything that is cited from it marked."""
    document = case.documents[source]
    cited: list[Cited] = [one for one in case.cited if one.source == source]
    last = min(len(document.paragraphs), first + most - 1)
    return tuple(marked(document, cited, number) for number in range(first, last + 1))


def _source(visit: Visit) -> Response:
    case = visit.edition.case
    name = visit.named("source", case.sources)
    document = case.documents.get(name)
    total = 0 if document is None else len(document.paragraphs)
    pages = max(1, -(-total // PER_PAGE))
    page = min(visit.number("page", 1, 100_000), pages)
    return visit.shown(
        "source-page.html",
        title="Source",
        name=name,
        source=case.sources[name],
        paragraphs=() if document is None else text_of(case, name, (page - 1) * PER_PAGE + 1),
        at_hand=document is not None,
        paging=(page, pages),
        entry=next(one for one in visit.study.sections.documents if one.name == name),
    )


def _beside(visit: Visit) -> Response:
    case = visit.edition.case
    names = tuple(case.sources)
    given = (visit.query("first") or next(iter(names), ""), visit.query("second") or next(iter(names[1:]), ""))
    sides = []
    for name in given:
        if name:
            visit.known("source", name, case.sources)
            at_hand = name in case.documents
            sides.append((name, text_of(case, name) if at_hand else (), at_hand))
    return visit.shown("beside-page.html", title="Two sources side by side", sides=sides, given=given)


PAGE: Final = Page(
    routes=(
        view("/sources", _sources, "sources"),
        view("/sources/{name:path}", _source, "source"),
        view("/beside", _beside, "beside"),
    ),
    nav=(Nav("Sources", "/sources", "u", "Record"),),
)
