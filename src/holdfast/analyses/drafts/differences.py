"""What can differ between two drafts, as found: entries, their changed keys, who speaks of them, and guesses."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from holdfast.analyses.because import Because
from holdfast.analyses.clauses import Bearing
from holdfast.case.model import Citation, Dated

Kind: TypeAlias = Literal["package", "clause", "event", "phase", "together", "open term", "deliberately open"]
How: TypeAlias = Literal["added", "dropped", "changed"]


@dataclass(frozen=True, slots=True)
class Head:
    """What a draft says of itself."""

    draft: str
    title: str
    proposed_by: tuple[str, ...]
    version: int
    date: Dated


@dataclass(frozen=True, slots=True)
class Change:
    """One key that is not the same in both."""

    key: str
    reading: str | None
    """The reading or language version of a clause that it belongs to; None for the clause itself."""
    old: object
    """The value in the first draft, as the model has it; None where the draft says nothing."""
    new: object
    old_text: str | None
    """The same as a text that does not depend on how it was written; conditions in their canonical form."""
    new_text: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A current statement that speaks of a clause, and of which text of it."""

    old: Bearing | None
    """What it does to the clause of the first draft; None where it does not speak of that draft."""
    new: Bearing | None
    yes_to: Literal["old", "new", "not said"] | None
    """For an acceptance of a draft with this clause in it: of which of the two; None for any other statement."""
    because: Because


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that only one draft has, or that both have differently."""

    kind: Kind
    name: str
    """The name of a clause, event, phase or issue; the term; the names of a group."""
    how: How
    changes: tuple[Change, ...]
    """Of what is added or dropped: all that it says."""
    spoken: tuple[Spoken, ...] = ()
    """For clauses: who speaks of it."""
    old_cite: tuple[Citation, ...] = ()
    """Where it is written in the first draft."""
    new_cite: tuple[Citation, ...] = ()

    def accepted(self, which: Literal["old", "new"]) -> tuple[Because, ...]:
        """The statements that said yes to the clause as it stands in one of the drafts, naming that draft."""
        return tuple(one.because for one in self.spoken if one.yes_to == which)


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A guess and no finding: a dropped clause and an added one that may be one clause under two names."""

    old: str
    new: str
    likeness: Fraction
    """How many of their words they share: 0 none, 1 all."""
    changes: tuple[Change, ...]
    """What else would then have changed."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two drafts."""

    first: Head
    second: Head
    entries: tuple[Entry, ...]
    perhaps: tuple[Perhaps, ...]
    method: str
    assumptions: tuple[str, ...]

    def of(self, kind: Kind, how: How | None = None) -> tuple[Entry, ...]:
        """The entries of a kind."""
        return tuple(one for one in self.entries if one.kind == kind and how in (None, one.how))
