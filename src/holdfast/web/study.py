"""What is computed from one edition of the case, for one day and one draft; each part when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeVar

from holdfast.analyses.coherence import Coherence, coherence
from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.coherence.timing import Timing, timing
from holdfast.analyses.depth import Depth, depth
from holdfast.analyses.positions import Positions, positions
from holdfast.case.case import Draft, Loaded
from holdfast.views.page.book import Book
from holdfast.views.page.sections import Sections
from holdfast.web.making import Making

T = TypeVar("T")
#: With more statements or clauses, what compares them is computed aside.
_STATEMENTS: Final = 2_000
_CLAUSES: Final = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What an answer is about."""

    as_of: date | None = None
    """The day; None for the case's own, else all statements."""
    draft: str | None = None
    """The draft; None for the one that commands take."""


class Study(Making):
    """The analyses of one edition, for one question."""

    def __init__(self, loaded: Loaded, question: Question) -> None:
        super().__init__()
        self.loaded = loaded
        self.case = loaded.case
        self.question = question

    @property
    def draft(self) -> Draft | None:
        """The draft that is looked at."""
        return self.case.draft if self.question.draft is None else self.case.drafts[self.question.draft]

    @property
    def positions(self) -> Positions:
        """Where each party stands."""
        return self.once("positions", lambda: positions(self.case, as_of=self.question.as_of))

    @property
    def depth(self) -> Depth:
        """What comparing the positions brings to light."""
        return self._perhaps_aside(
            "depth", lambda: depth(self.case, as_of=self.question.as_of, draft=self.draft, progress=self.told)
        )

    @property
    def coherence(self) -> Coherence | None:
        """Whether the draft is coherent; None where there is none."""
        day, draft = self.question.as_of, self.draft
        if draft is None:
            return None
        return self._perhaps_aside(
            "coherence", lambda: coherence(self.case, as_of=day, draft=draft, progress=self.told)
        )

    @property
    def timing(self) -> Timing | None:
        """Whether its timing can be met; None where there is no draft."""
        draft = self.draft
        if draft is None:
            return None
        return self._perhaps_aside("timing", lambda: timing(instantiate(self.case, draft), progress=self.told))

    def _perhaps_aside(self, name: str, make: Callable[[], T]) -> T:
        """At once in a case of the usual size; aside where it takes long.

        Raises:
            NotYetError: it is still being computed.
        """
        clauses = 0 if self.draft is None else len(self.draft.agreement.commitments)
        if len(self.case.statements) <= _STATEMENTS and clauses <= _CLAUSES:
            return self.once(name, make)
        return self.soon(name, make)

    @cached_property
    def sections(self) -> Sections:
        """What the shared templates print."""
        # The day on which a report is made is the report's own; pages say none.
        book = Book(self.case, self.positions, self.draft, date.min)
        return Sections(book, self.loaded.diagnostics)

    def compared(self) -> Mapping[str, Any]:
        """For templates: what comparing the positions brings to light."""
        return self.once("compared", lambda: self.sections.depth(self.depth))
