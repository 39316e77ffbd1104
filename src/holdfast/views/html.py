"""The report: one self-contained HTML file, readable without scripts, on paper, by phone and by a screen reader.

Pure: everything it prints comes from its arguments. Nothing in it refers to anything outside the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from types import ModuleType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from holdfast import __version__
from holdfast.analyses.coherence import Coherence
from holdfast.analyses.coherence.timing import Timing
from holdfast.analyses.deals import Deals
from holdfast.analyses.depth import Depth
from holdfast.analyses.positions import Positions
from holdfast.case.case import Case, Draft
from holdfast.diagnostics import Diagnostic
from holdfast.views import coherence as check
from holdfast.views import commitment_words, comparisons, names, signs, timing_words, veto_words, words
from holdfast.views import deals as deal
from holdfast.views.page import answers, commitments, compared, evidence, gantt, matrix, paper, people
from holdfast.views.page.book import Book, anchor, paragraph_anchor
from holdfast.views.sections import Draw, Section


def report(
    case: Case,
    answer: Positions,
    diagnostics: Sequence[Diagnostic] = (),
    *,
    made_on: date,
    draft: Draft | None = None,
    depth: Depth | None = None,
    coherence: Coherence | None = None,
    timing: Timing | None = None,
    deals: Deals | None = None,
    track: Sequence[Section] = (),
    draw: Draw | None = None,
) -> str:
    """The report on a case, made for the audience that it was loaded for.

    Args:
        case: the case as the audience sees it.
        answer: where each party stands, on the day that the report is about.
        diagnostics: what was found wrong when the case was loaded, in order.
        made_on: the day on which the report is made, for its head.
        draft: the draft that is shown; by default the one that commands take.
        depth: what comparing the positions brings to light; its sections are left out where this is None.
        coherence: whether the draft that is shown is coherent; its section is left out where this is None.
        timing: whether the timing of that draft can be met; its section is left out where this is None.
        deals: whether there is a deal; its section is left out where this is None.
        track: where the agreement stands, as sections.
        draw: what draws the pictures of these sections; there are none where this is None.
    """
    book = Book(case, answer, draft or case.draft, made_on)
    clauses = paper.clauses(book)
    facts = answers.facts(book)
    return (
        _environment()
        .get_template("report.html")
        .render(
            book=book,
            case=case,
            answer=answer,
            draft=book.draft,
            bound=_Bound(book),
            depth=depth,
            said=_Bound(book, comparisons),
            coherence=coherence,
            on=_Bound(book, check),
            woven=None if coherence is None else commitments.picture(coherence, check.of_draft(case, coherence)),
            woven_on=_Bound(book, commitment_words),
            compared=None
            if depth is None
            else {
                "headings": compared.headings(depth),
                "heat": compared.heat(book, depth),
                "picture": compared.picture(depth.movement),
            },
            deals=deals,
            track=track,
            draw=None if draw is None else lambda spec: Markup(draw(spec)),
            about=_Bound(book, deal),
            timing=timing,
            timed=None
            if timing is None
            else {"heading": timing_words.heading(timing), "picture": gantt.gantt(timing, case)},
            style=Markup(_style(case.audience)),
            version=__version__,
            glance=answers.glance(book),
            groups=people.groups(book),
            matrix=matrix.matrix(book),
            clauses=clauses,
            facts=facts,
            other_words=answers.other_words(book),
            presumed=paper.presumed(book),
            opening=paper.opening(book),
            findings=answers.findings(diagnostics),
            entries=evidence.entries(book),
            documents=evidence.documents(book),
            headings={
                "parties": people.heading(book),
                "said": paper.words_heading(book, clauses),
                "facts": answers.facts_heading(facts),
                "words": answers.words_heading(book),
                "draft": paper.heading(clauses),
                "check": answers.findings_heading(diagnostics),
                "statements": evidence.statements_heading(book),
                "sources": evidence.sources_heading(book),
            },
        )
    )


class _Bound:
    """The words that templates use, bound to the case of one report."""

    def __init__(self, book: Book, functions: ModuleType = words) -> None:
        self._functions = functions
        self.case = book.case
        self.marks = book.marks

    def __getattr__(self, name: str) -> object:
        function = getattr(self._functions, name)
        return lambda *given, **named: function(*given, self.case, **named)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("holdfast.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"text": _text, "sentence": names.sentence}
    environment.globals |= {
        "anchor": anchor,
        "paragraph_anchor": paragraph_anchor,
        "signs": signs,
        "words": words,
        "say": comparisons,
        "check": check,
        "deal": deal,
        "waiting": commitment_words,
        "stopping": veto_words,
        "clocks": timing_words,
        "letter": matrix.letter,
        "is_public": lambda name: "/" not in name,
    }
    return environment


def _text(text: str | None) -> Markup:
    """A text that a user wrote: escaped, and in its own direction where it is not simply from left to right."""
    if not text:
        return Markup()
    if text.isascii() or words.isolated(text) == text:
        return escape(text)
    return Markup('<bdi dir="{}">{}</bdi>').format("rtl" if words.is_rtl(text) else "ltr", text)


def _style(audience: str) -> str:
    """The style sheet, with the audience at the foot of every printed page."""
    sheet = (resources.files("holdfast.views") / "static" / "report.css").read_text(encoding="utf-8")
    name = audience if re.fullmatch(r"[a-z0-9-]+", audience) else "unknown"
    return sheet.replace("AUDIENCE", name)
