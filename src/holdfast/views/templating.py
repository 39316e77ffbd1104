"""What the templates of the report and of the browser share: their filters, their words, and where links lead.

The same partial templates make both. They differ in where a link leads: to a place in the report's one page, or to a
page of its own.
"""

from __future__ import annotations

from types import ModuleType
from typing import Protocol

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from holdfast.views import coherence as check
from holdfast.views import (
    commitment_words,
    comparisons,
    drawing,
    failure_words,
    hold_words,
    hold_worth_words,
    names,
    signs,
    timing_words,
    veto_words,
    words,
)
from holdfast.views import deals as deal
from holdfast.views.page import matrix
from holdfast.views.page.book import Book, Kind, anchor, paragraph_anchor
from holdfast.views.parts import whole


class Links(Protocol):
    """Where things are found."""

    def href(self, kind: Kind, name: str) -> str:
        """The address of a thing."""

    def paragraph_href(self, source: str, paragraph: int | None) -> str:
        """The address of a paragraph of a source."""

    def section_href(self, name: str) -> str:
        """The address of a section of the report."""


class WithinPage:
    """All on one page."""

    def href(self, kind: Kind, name: str) -> str:
        """The place of a thing on this page."""
        return f"#{anchor(kind, name)}"

    def paragraph_href(self, source: str, paragraph: int | None) -> str:
        """The place of a paragraph in the list of its source."""
        return f"#{paragraph_anchor(source, paragraph)}"

    def section_href(self, name: str) -> str:
        """The place of a section on this page."""
        return f"#sec-{name}"


class Bound:
    """The words that templates use, bound to the case of one report."""

    def __init__(self, book: Book, functions: ModuleType = words) -> None:
        self._functions = functions
        self.case = book.case
        self.marks = book.marks

    def __getattr__(self, name: str) -> object:
        function = getattr(self._functions, name)
        return lambda *given, **named: function(*given, self.case, **named)


def environment(links: Links, *more: BaseLoader) -> Environment:
    """The templates: those of `more` first, then the partials that everything shares."""
    made = Environment(
        loader=ChoiceLoader([*more, PackageLoader("holdfast.views")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"text": text, "sentence": names.sentence}
    made.globals |= {
        "anchor": anchor,
        "paragraph_anchor": paragraph_anchor,
        "href": links.href,
        "paragraph_href": links.paragraph_href,
        "section_href": links.section_href,
        "draw": drawing.picture,
        "signs": signs,
        "words": words,
        "say": comparisons,
        "check": check,
        "deal": deal,
        "waiting": commitment_words,
        "failing": failure_words,
        "stopping": veto_words,
        "clocks": timing_words,
        "holding": hold_words,
        "worths": hold_worth_words,
        "letter": matrix.letter,
        "part_of": whole,
        "is_public": lambda name: "/" not in name,
    }
    return made


def text(given: str | None) -> Markup:
    """A text that a user wrote: escaped, and in its own direction where it is not simply from left to right."""
    if not given:
        return Markup()
    if given.isascii() or words.isolated(given) == given:
        return escape(given)
    return Markup('<bdi dir="{}">{}</bdi>').format("rtl" if words.is_rtl(given) else "ltr", given)
