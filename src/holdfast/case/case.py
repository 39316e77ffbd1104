"""The case as one audience sees it: everything that the folder says, linked, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from immutabledict import immutabledict

from holdfast.case.anchors import Anchored
from holdfast.case.model import (
    Agreement,
    Citation,
    Fact,
    Issue,
    LanguageModel,
    Party,
    Release,
    Rule,
    Source,
    Statement,
    Term,
    Values,
)
from holdfast.case.textindex import TextIndex
from holdfast.diagnostics import Diagnostic, Place

CitationStatus = Literal["verified", "broken", "not at hand", "nothing to check"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of the agreement under its name in the case."""

    name: str
    agreement: Agreement
    places: Mapping[str, Place] = immutabledict()
    """Where each of its clauses, events and phases is named; under the empty name, the draft itself."""


@dataclass(frozen=True, slots=True)
class JudgedValues:
    """What outcomes are worth to a party, and in which compartment that was judged."""

    party: str
    compartment: str
    values: Values


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: who cites, and where it rests."""

    by: str
    """The name of the item that cites, such as a statement or a commitment."""
    by_statement: bool
    citation: Citation
    source: str
    """The source as the whole case knows it."""
    anchored: Anchored | None
    """None where the source is not at hand."""


@dataclass(frozen=True)
class Case:
    """A negotiation, as far as `audience` may see it. Names of items in compartments have the form ``union/name``."""

    folder: Path
    audience: str
    compartments: tuple[str, ...]
    title: str
    summary: str | None
    as_of: date | None
    timezone: ZoneInfo
    parties: Mapping[str, Party]
    issues: Mapping[str, Issue]
    rules: Mapping[str, Rule]
    terms: Mapping[str, Term]
    facts: Mapping[str, Fact]
    consent: tuple[str, ...]
    """Without whom there is no deal."""
    audiences: Mapping[str, tuple[str, ...] | None]
    """Every audience and what it sees; None for everything."""
    sources: Mapping[str, Source]
    statements: Mapping[str, Statement]
    drafts: Mapping[str, Draft]
    values: tuple[JudgedValues, ...]
    releases: tuple[Release, ...]
    places: Mapping[str, Place]
    """Where each named item starts in its file."""
    citations: Mapping[str, tuple[CitationStatus, ...]]
    """For each statement: how each of its citations fares against its source."""
    cited: tuple[Cited, ...] = ()
    """Every citation of the case, those of clauses, terms and others with them."""
    documents: Mapping[str, TextIndex] = immutabledict()
    """The documents that are at hand, by source."""
    language_model: LanguageModel | None = None
    """The language model beyond this machine that the case allows."""
    looked_at: str | None = None
    """The draft that somebody asked for; None for the highest version."""

    @property
    def draft(self) -> Draft | None:
        """The draft that is looked at: the one asked for, else the highest version, the later file among equals."""
        if self.looked_at is not None:
            return self.drafts[self.looked_at]
        return max(reversed(tuple(self.drafts.values())), key=lambda draft: draft.agreement.version, default=None)

    def about(self, draft: str | None) -> Case:
        """The same case looked at with another draft; raises KeyError where it has none of that name."""
        return self if draft is None else replace(self, looked_at=self.drafts[draft].name)

    def current(self, as_of: date | None = None) -> Mapping[str, Statement]:
        """The statements that stand on a day: made by then, or undated, and not superseded by one that counts."""
        counted = {name: one for name, one in self.statements.items() if counts(one, as_of)}
        gone = {old for one in counted.values() for old in one.supersedes}
        return {name: one for name, one in counted.items() if name not in gone}

    def compartment_of(self, name: str) -> str:
        """The compartment that a named item lies in."""
        return name.rpartition("/")[0] or "public"


def counts(statement: Statement, as_of: date | None) -> bool:
    """Whether a statement counts as of a day: undated ones always do."""
    day = statement.date.day
    return as_of is None or day is None or day <= as_of


def day_of(moment: date | datetime | None) -> date | None:
    """The calendar day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a folder: the case as far as it could be read, and everything that is wrong with it."""

    case: Case
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...] = ()
    """The files that were read, relative to the case's folder."""


__all__ = ["Case", "Citation", "CitationStatus", "Cited", "Draft", "JudgedValues", "Loaded", "counts", "day_of"]
