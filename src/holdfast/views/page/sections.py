"""What each section prints, made when it is first asked for: the report asks for all, a page of the browser for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, TypedDict

from holdfast.analyses.checklist import Checklist
from holdfast.analyses.coherence import Coherence
from holdfast.analyses.coherence.timing import Timing
from holdfast.analyses.deals import Deals
from holdfast.analyses.deals.fair_records import Fair
from holdfast.analyses.deals.preferences import Preferences
from holdfast.analyses.depth import Depth
from holdfast.analyses.hold import Hold
from holdfast.diagnostics import Diagnostic, Severity
from holdfast.views import checklist as checklist_words
from holdfast.views import coherence as check
from holdfast.views import commitment_words, comparisons, drawing, timing_words
from holdfast.views import deals as deal
from holdfast.views.page import answers, commitments, compared, evidence, gantt, matrix, paper, people
from holdfast.views.page import judged as judged_page
from holdfast.views.page.book import Book
from holdfast.views.page.fair import fair_section
from holdfast.views.page.hold import Section as HoldSection
from holdfast.views.plain_sections import Section
from holdfast.views.templating import Bound


class Found(TypedDict, total=False):
    """What else was asked of a case; the report leaves out the sections of what was not."""

    depth: Depth | None
    """What comparing the positions brings to light."""
    deals: Deals | None
    """Whether there is a deal."""
    fair: Fair | None
    """Which packages are efficient and fair."""
    judged: Preferences | None
    """Who accepts which package, as far as preferences are known."""
    coherence: Coherence | None
    """Whether the draft that is shown is coherent."""
    timing: Timing | None
    """Whether the timing of that draft can be met."""
    checklist: Checklist | None
    """What agreements usually provide for, beside that draft."""
    hold: Hold | None
    """Whether the draft will hold; for the desk."""
    track: Sequence[Section]
    """Where the agreement stands."""


class Sections:
    """The sections of one case on one day, for the templates."""

    def __init__(self, book: Book, diagnostics: Sequence[Diagnostic] = ()) -> None:
        self.book = book
        self.diagnostics = diagnostics

    def context(self, found: Found) -> Mapping[str, Any]:
        """Everything that the report's templates use."""
        names = ("glance", "groups", "matrix", "clauses", "facts", "other_words", "presumed", "opening", "findings")
        return {
            **self.common,
            **{name: getattr(self, name) for name in (*names, "entries", "documents")},
            **self.depth(found.get("depth")),
            **self.deals(found.get("deals")),
            **self.fair(found.get("fair")),
            **self.coherence(found.get("coherence")),
            **self.judged(found.get("judged")),
            **self.timing(found.get("timing")),
            **self.carried(found.get("checklist")),
            **self.hold(found.get("hold")),
            "track": found.get("track", ()),
        }

    @cached_property
    def common(self) -> Mapping[str, Any]:
        """What every template may use."""
        book = self.book
        return {
            "book": book,
            "case": book.case,
            "answer": book.answer,
            "draft": book.draft,
            "bound": Bound(book),
            "said": Bound(book, comparisons),
            "on": Bound(book, check),
            "headings": Headings(self),
        }

    def depth(self, found: Depth | None) -> Mapping[str, Any]:
        """What comparing the positions brings to light."""
        if found is None:
            return {"depth": None, "compared": None}
        made = {
            "headings": compared.headings(found),
            "heat": compared.heat(self.book, found),
            "picture": compared.picture(found.movement),
            "island": compared.island(found.facts),
        }
        return {"depth": found, "compared": made}

    def coherence(self, found: Coherence | None) -> Mapping[str, Any]:
        """Whether the draft is coherent."""
        if found is None:
            return {"coherence": None, "woven": None}
        woven = commitments.picture(found, check.of_draft(self.book.case, found))
        return {"coherence": found, "woven": woven, "woven_on": Bound(self.book, commitment_words)}

    def timing(self, found: Timing | None) -> Mapping[str, Any]:
        """Whether the timing of the draft can be met."""
        if found is None:
            return {"timing": None, "timed": None}
        made = {"heading": timing_words.heading(found), "picture": gantt.gantt(found, self.book.case)}
        return {"timing": found, "timed": made}

    def carried(self, found: Checklist | None) -> Mapping[str, Any]:
        """What agreements usually provide for, beside the draft."""
        return {"checklist": found, "listing": checklist_words}

    def deals(self, found: Deals | None) -> Mapping[str, Any]:
        """Whether there is a deal."""
        return {"deals": found, "about": Bound(self.book, deal)}

    def fair(self, found: Fair | None) -> Mapping[str, Any]:
        """Which packages are efficient and fair."""
        return {"fair": None if found is None else fair_section(self.book.case, found)}

    def judged(self, found: Preferences | None) -> Mapping[str, Any]:
        """Who accepts which package, as far as preferences are known."""
        if found is None:
            return {"judged": None}
        made = judged_page.section(
            self.book.case, found.judged, questions=found.questions, rests_on=found.rests_on, draw=drawing.picture
        )
        return {"judged": made}

    def hold(self, found: Hold | None) -> Mapping[str, Any]:
        """Whether the draft will hold; for the desk."""
        return {"hold": None if found is None else HoldSection(self.book.case, found)}

    @cached_property
    def glance(self) -> answers.Glance:
        """The answers on one screen."""
        return answers.glance(self.book)

    @cached_property
    def groups(self) -> tuple[people.Group, ...]:
        """The parties by role."""
        return people.groups(self.book)

    @cached_property
    def matrix(self) -> matrix.Matrix:
        """Where each party stands."""
        return matrix.matrix(self.book)

    @cached_property
    def clauses(self) -> tuple[paper.Clause, ...]:
        """The clauses of the draft."""
        return paper.clauses(self.book)

    @cached_property
    def facts(self) -> tuple[answers.Fact, ...]:
        """What is said to be fact."""
        return answers.facts(self.book)

    @cached_property
    def other_words(self) -> tuple[answers.Words, ...]:
        """Forecasts, warnings, offers and agenda points."""
        return answers.other_words(self.book)

    @cached_property
    def presumed(self) -> tuple[tuple[str, str], ...]:
        """The options that the draft presumes."""
        return paper.presumed(self.book)

    @cached_property
    def opening(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """The draft's events and phases."""
        return paper.opening(self.book)

    @cached_property
    def findings(self) -> tuple[tuple[Severity, tuple[Diagnostic, ...]], ...]:
        """What is wrong with the files, by severity."""
        return answers.findings(self.diagnostics)

    @cached_property
    def entries(self) -> tuple[evidence.Entry, ...]:
        """The statements."""
        return evidence.entries(self.book)

    @cached_property
    def documents(self) -> tuple[evidence.Document, ...]:
        """The sources."""
        return evidence.documents(self.book)


class Headings:
    """The headings of the sections: each says the answer."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections

    @property
    def parties(self) -> str:
        """Who must agree."""
        return people.heading(self._sections.book)

    @property
    def said(self) -> str:
        """How much of the draft anybody has spoken of."""
        return paper.words_heading(self._sections.book, self._sections.clauses)

    @property
    def facts(self) -> str:
        """How many things are claimed more than once."""
        return answers.facts_heading(self._sections.facts)

    @property
    def words(self) -> str:
        """How many other words there are."""
        return answers.words_heading(self._sections.book)

    @property
    def draft(self) -> str:
        """What the draft leaves unsaid."""
        return paper.heading(self._sections.book, self._sections.clauses)

    @property
    def check(self) -> str:
        """What the check found."""
        return answers.findings_heading(self._sections.diagnostics)

    @property
    def statements(self) -> str:
        """How many statements there are."""
        return evidence.statements_heading(self._sections.book)

    @property
    def sources(self) -> str:
        """How many sources there are."""
        return evidence.sources_heading(self._sections.book)
