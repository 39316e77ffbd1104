"""What all sections of the report share: the case, the answer, the day, where things are found in the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal, TypeAlias, TypeVar

from holdfast.analyses.positions import OnDraft, Positions, Stance, Word
from holdfast.case.case import Case, Draft, counts
from holdfast.case.model import Statement
from holdfast.views.names import party_label
from holdfast.views.signs import PartyMark, party_marks

T = TypeVar("T")
S = TypeVar("S", Stance, OnDraft, Word)
Kind: TypeAlias = Literal["statement", "party", "issue", "clause", "source", "fact", "term"]
_PREFIX: Final[Mapping[Kind, str]] = {
    "statement": "s",
    "party": "p",
    "issue": "i",
    "clause": "c",
    "source": "src",
    "fact": "f",
    "term": "t",
}


def anchor(kind: Kind, name: str) -> str:
    """The `id` of a thing in the page. No two things have the same: names have neither dots nor underscores."""
    return f"{_PREFIX[kind]}-{name.replace('/', '.')}"


def paragraph_anchor(source: str, paragraph: int | None) -> str:
    """The `id` of a paragraph in the list of a source; of the source where no paragraph is given."""
    return anchor("source", source) + ("" if paragraph is None else f"_{paragraph}")


@dataclass(frozen=True)
class Book:
    """One report's material, with the indexes that more than one section needs."""

    case: Case
    answer: Positions
    draft: Draft | None
    made_on: date

    @cached_property
    def marks(self) -> Mapping[str, PartyMark]:
        """Every party's shape and colour."""
        return party_marks(self.case)

    @cached_property
    def counted(self) -> Mapping[str, Statement]:
        """The statements that count on the day of the report."""
        day = self.answer.as_of
        return {name: one for name, one in self.case.statements.items() if counts(one, day)}

    @cached_property
    def retired_by(self) -> Mapping[str, str]:
        """For each statement that is superseded: by which."""
        return {str(old): name for name, one in self.counted.items() for old in one.supersedes}

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Those without whom there is no deal, as far as the answer is about them."""
        return tuple(party for party in self.case.consent if party in self.answer.parties)

    @cached_property
    def stances(self) -> Mapping[str, tuple[Stance, ...]]:
        """The stances by issue."""
        return _grouped(self.answer.issues, ((one.issue, one) for one in self.answer.stances))

    @cached_property
    def raised(self) -> Mapping[str, tuple[Word, ...]]:
        """The agenda points by the issue that they raise."""
        points = ((topic, word) for word in self.answer.words for topic in word.topics)
        return _grouped(self.answer.issues, points)

    @cached_property
    def on_clause(self) -> Mapping[str, tuple[OnDraft, ...]]:
        """The words on each clause of the draft that is shown."""
        names = () if self.draft is None else tuple(self.draft.agreement.commitments)
        return _grouped(names, ((one.clause or "", one) for one in self.answer.on_draft))

    @cached_property
    def heard(self) -> Mapping[str, frozenset[str]]:
        """For each issue: those whose consent is needed who have a word on it that stands."""
        missing = self.answer.no_word
        return {issue: frozenset(self.needed) - frozenset(missing.get(issue, ())) for issue in self.answer.issues}

    def by_party(self, said: Iterable[S]) -> tuple[tuple[tuple[str, ...], tuple[S, ...]], ...]:
        """What was said, by those whose word it is, in the order of the case; nobody's comes last."""
        found: dict[tuple[str, ...], list[S]] = {}
        for one in said:
            found.setdefault(one.parties, []).append(one)
        last = len(self.case.parties)
        groups = sorted(found.items(), key=lambda group: [self._order.get(party, last) for party in group[0]] or [last])
        return tuple((parties, tuple(ones)) for parties, ones in groups)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {party: place for place, party in enumerate(self.case.parties)}

    def label(self, party: str) -> str:
        """A party's name in tables."""
        return party_label(party, self.case)


def _grouped(names: Iterable[str], pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {name: [] for name in names}
    for name, one in pairs:
        if name in found:
            found[name].append(one)
    return {name: tuple(ones) for name, ones in found.items()}
