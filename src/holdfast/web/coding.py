"""Suggestions and what was decided about them, as one audience sees them: computed aside, kept, and followed.

Suggestions are computed anew for every edition of the case. Where only statements have changed since, as after every
decision, what was found before is shown until that is done: the documents and what can be chosen are the same.

Those that a language model was found to make are kept by the command that asked it, and read from there. Nothing here
asks a model.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from holdfast.case.audience import stamp
from holdfast.case.case import Case
from holdfast.diagnostics import Diagnostic
from holdfast.intake import heard
from holdfast.intake.decisions import Decided, Decision, load, path
from holdfast.intake.heard import recall
from holdfast.intake.queue import Item, items
from holdfast.intake.whole import Whole, joined, suggested
from holdfast.web.making import WAIT, Making, NotYetError

#: So long, in seconds, a page waits for suggestions where there are those of the edition before.
_BRIEFLY: Final = 0.6


class Coded(Making):
    """The decisions at one moment. Everything in one answer comes from one of these."""

    def __init__(self, case: Case, decided: Decided, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__()
        self.case = case
        self.decided = decided
        self.diagnostics = diagnostics
        """What is wrong with the records."""

    def items(self, whole: Whole, coder: str | None) -> tuple[Item, ...]:
        """The suggestions with how they stand: after the decisions of all, or of one coder."""
        return self.once(("items", whole, coder), lambda: items(whole.suggestions, self.decided, coder))

    def wrote(self, statement: str) -> tuple[Decision, ...]:
        """The decisions that count and that wrote a statement of the case."""
        return self.once("wrote", self._wrote).get(statement, ())

    def _wrote(self) -> dict[str, tuple[Decision, ...]]:
        found: dict[str, tuple[Decision, ...]] = {}
        for one in self.decided.all():
            for name in one.names:
                found[name] = (*found.get(name, ()), one)
        return found


@dataclass(eq=False)
class _Joining:
    """Suggestions to which those of language models are added."""

    whole: Whole
    kept: Hashable
    """What was kept of language models then."""
    making: Making = field(default_factory=Making)
    over: bool = False
    """Whether it was done: while a model is being asked, more is kept all the time, and one has to come to its end."""


class Coding:
    """What one audience may know of suggestions and decisions."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp: Hashable = None
        self._coded: Coded | None = None
        self._before: tuple[Case, Whole] | None = None
        self._joining: _Joining | None = None

    def now(self, case: Case) -> Coded:
        """The decisions as they are now."""
        with self._lock:
            stamp = tuple(self._stamps(case))
            if self._coded is None or self._coded.case is not case or self._stamp != stamp:
                log = load(self._folder, case.compartments)
                # The stamp from before reading: what is written meanwhile is seen the next time.
                self._coded, self._stamp = Coded(case, Decided(log.decisions, case.documents), log.diagnostics), stamp
            return self._coded

    def suggestions(self, case: Case, making: Making) -> Whole:
        """The suggestions of an edition.

        Args:
            case: the case.
            making: what is computed from this edition is kept here.

        Raises:
            NotYetError: they are still being computed, and there are none from before that would do.
        """
        before = self._before
        similar = before is not None and _alike(before[0], case)
        wait = _BRIEFLY if similar else WAIT
        # The stamp from before reading: what is kept meanwhile is seen the next time.
        kept = heard.stamp(self._folder)

        def by_grammar() -> Whole:
            # One process: the other processors are for those who read other pages.
            made = suggested(case, processes=1, told=making.told)
            if kept is None:
                self._before = (case, made)
            return made

        try:
            whole = making.soon("suggestions", by_grammar, wait)
            if kept is not None:
                whole = self._joined(case, whole, kept, wait)
        except NotYetError:
            if before is None or not similar:
                raise
            return before[1]
        self._before = (case, whole)
        return whole

    def _joined(self, case: Case, whole: Whole, kept: Hashable, wait: float) -> Whole:
        """The suggestions with those of language models; of these only the last are held, since they may be many."""
        with self._lock:
            last = self._joining
            if last is None or last.whole is not whole or (last.kept != kept and last.over):
                if last is not None:
                    last.making.abandon()
                last = self._joining = _Joining(whole, kept)

        def make() -> Whole:
            try:
                recalled = recall(case, whole.texts, whole.readings, last.making.told)
                made = joined(case, whole, recalled, last.making.told)
                self._before = (case, made)  # whoever asks next may be answered with it, though more is kept by then
                return made
            finally:
                last.over = True

        return last.making.soon("suggestions", make, wait)

    def _stamps(self, case: Case) -> Iterator[Hashable]:
        yield heard.stamp(self._folder)  # what was made for other suggestions is not held on to
        for compartment in case.compartments:
            yield stamp(self._folder, compartment, path(self._folder, compartment))


def _alike(one: Case, other: Case) -> bool:
    """Whether what was suggested for one case can be decided about in the other: only its statements may be others."""
    return (
        one.compartments == other.compartments
        and all(getattr(one, kind) == getattr(other, kind) for kind in ("parties", "issues", "facts", "sources"))
        and {name: text.paragraphs for name, text in one.documents.items()}
        == {name: text.paragraphs for name, text in other.documents.items()}
    )
