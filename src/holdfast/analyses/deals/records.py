"""The parts of the answer to question 2. Statements are named by their ids; `Deals.because` has the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from holdfast.analyses.because import Because
from holdfast.case.conditions import Condition
from holdfast.case.model import Firmness

#: The option of every issue, ``left-open`` among them.
Package: TypeAlias = Mapping[str, str]
RungName: TypeAlias = Literal["positions", "bottom-lines", "red-lines"]
Status: TypeAlias = Literal["accepted", "not excluded", "excluded"]
#: What binds on each rung of the ladder. A preference binds on none.
RUNGS: Final[Mapping[RungName, tuple[Firmness, ...]]] = {
    "positions": ("position", "bottom-line", "red-line"),
    "bottom-lines": ("bottom-line", "red-line"),
    "red-lines": ("red-line",),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a package stands with one party, against that party's own statements."""

    party: str
    status: Status
    accepted: Mapping[str, tuple[str, ...]]
    """For each settled issue: the statements that say yes to the option chosen, where there are any."""
    no_word: tuple[str, ...]
    """The settled issues on which no statement says yes to the option chosen. Silence is no consent."""
    conditional: tuple[str, ...]
    """Statements that would say yes under a condition that the package does not settle."""
    excluded_by: tuple[str, ...]
    """Statements of firmness position or more that the package does not meet."""
    met: tuple[str, ...]
    """Its demands that the package meets: what it gets."""
    waits: tuple[str, ...]
    """Its demands on what is left open, which wait."""
    untold: tuple[str, ...]
    """Its demands of which the package does not tell whether they are met."""
    preferred: tuple[str, ...]
    """Preferences that are met."""
    not_preferred: tuple[str, ...]
    """Preferences that are not: they rank, and never bind."""


@dataclass(frozen=True, slots=True)
class FactionVote:
    """How a package stands with a faction."""

    faction: str
    votes: int | None
    """None where the case does not say."""
    standing: Standing
    warnings: tuple[str, ...]
    """What it threatens where the package is agreed: warnings whose condition holds."""


@dataclass(frozen=True, slots=True)
class Ratification:
    """Whether a party that has factions could ratify a package.

    `verdict`: ``ratifiable`` where the votes of those who accept suffice; ``not ratifiable`` where all but those whom
    it excludes are too few; ``open`` else; ``not known`` where the case does not say how many votes there are.
    """

    party: str
    verdict: Literal["ratifiable", "not ratifiable", "open", "not known"]
    majority: int | None
    votes_of: int | None
    votes_for: int
    votes_against: int
    factions: tuple[FactionVote, ...]
    coalitions: tuple[tuple[str, ...], ...]
    """The narrowest coalitions that reach the majority: no member can be spared. Nobody whom it excludes is in one."""
    safety_nets: tuple[str, ...]
    """Offers of support by factions of the party."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A package and what is to be said of it."""

    package: Package
    settled: tuple[str, ...]
    left_open: tuple[str, ...]
    standings: tuple[Standing, ...]
    """Of all whose consent is needed."""
    others: tuple[Standing, ...]
    """Of the other parties with a word on it: their statements bind nobody here."""
    ratifications: tuple[Ratification, ...]
    clauses_left_out: tuple[str, ...]
    """Clauses of the draft whose `if` is not true in this package."""
    clauses_untold: tuple[str, ...]
    """Those of them whose `if` is unknown."""
    any_option: tuple[str, ...]
    """The settled issues that no statement and no rule touches: any of their options would do as well."""

    @property
    def accepted(self) -> bool:
        """Whether everybody whose consent is needed has said yes to every option that it settles."""
        return all(one.status == "accepted" for one in self.standings)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: exactly, or at least."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Partial:
    """A largest set of issues that can be settled together: no package of the rung settles all of them and more."""

    settled: tuple[str, ...]
    left_open: tuple[str, ...]
    count: Count
    """The packages that settle just these."""
    possible: Mapping[str, tuple[str, ...]]
    """For each settled issue, the options that occur in them."""
    plans: tuple[Plan, ...]
    """Some of them, those first that rest on the most words of acceptance."""
    waits: tuple[str, ...]
    """Demands of those whose consent is needed on what is left open."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder: what lies within everything of a firmness."""

    name: RungName
    statements: tuple[str, ...]
    """Those that bind."""
    count: Count
    """Its full packages, in which no issue is left open."""
    accepted: Count
    """Those of them to which everybody whose consent is needed has said yes."""
    possible: Mapping[str, tuple[str, ...]]
    """For each issue, the options that occur in a full package."""
    plans: tuple[Plan, ...]
    """Some of its full packages, those first that rest on the most words of acceptance."""
    partial: tuple[Partial, ...]
    """Where there is no full package: the largest partial ones."""
    partial_complete: bool
    """Whether these are all there are."""
    not_even_partial: tuple[str, ...]
    """Where nothing can be settled at all: a smallest set of statements that leaves not even a partial package."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A package that the draft proposes, and whether it lies within what was said."""

    phase: str | None
    """None for the package of the whole draft; else what is settled once this phase is done: the options that its
    clauses and those of the phases before it realise."""
    plan: Plan
    within: tuple[RungName, ...]
    """The rungs on which nothing that binds excludes it."""
    possible: bool
    """Whether the rules, what is agreed and what is given allow it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that may widen the space; marked as a prompt, and no advice."""

    kind: Literal["leave open", "stage", "substitute", "custody"]
    issue: str
    options: tuple[str, ...]
    works: bool | None
    """Whether, by what was said, the statements of the core can then all stand; None where that is not asked."""


@dataclass(frozen=True, slots=True)
class Core:
    """A minimal set of statements that cannot all stand in a full package."""

    statements: tuple[str, ...]
    rules: tuple[str, ...]
    """Rules without which they could."""
    issues: tuple[str, ...]
    """The issues that they are about."""
    firmness: Firmness
    """Of the least firm of them."""
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A statement that is given up, and what its speakers would have to say."""

    statement: str
    parties: tuple[str, ...]
    firmness: Firmness
    accept: Condition
    """What they would have to say yes to."""
    without: Condition | None
    """What they ask for in return and would not get."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A minimal set of statements whose giving up opens a full package."""

    movers: tuple[str, ...]
    moves: tuple[Move, ...]
    opens: Plan
    """One of the packages that it opens."""
    count: Count
    """How many it opens."""


@dataclass(frozen=True, slots=True)
class Movements:
    """The cheapest movements on one rung, grouped by who moves; a red line is never moved before any number of
    bottom lines, nor a bottom line before any number of positions."""

    rung: RungName
    found: tuple[Movement, ...]
    complete: bool
    """Whether these are all minimal movements there are."""
    without: tuple[str, ...]
    """Those whose consent is needed and for whom no movement was found."""


@dataclass(frozen=True, slots=True)
class Flip:
    """Another coding of one statement's firmness that changes whether a rung has a full package."""

    rung: RungName
    statement: str
    coded: Firmness
    otherwise: Firmness
    opens: bool
    """Whether the rung then has a full package (it has none now), or the other way round."""


@dataclass(frozen=True, slots=True)
class Deals:
    """The answer to question 2, as far as logic gives it."""

    as_of: date | None
    draft: str | None
    needed: tuple[str, ...]
    """Whose consent is needed, in the order of the case."""
    issues: tuple[str, ...]
    fixed: Package
    """Issues that are agreed already, with the option agreed on."""
    given: tuple[Condition, ...]
    """What is supposed."""
    rules: tuple[str, ...]
    rungs: tuple[Rung, ...]
    proposed: tuple[Proposed, ...]
    """The package of the draft, and those of its phases."""
    agreed: tuple[Partial, ...]
    """The largest sets of issues to which everybody whose consent is needed has said yes, nothing else excluding it."""
    silent: tuple[str, ...]
    """Those whose consent is needed and who have said yes to nothing and asked for nothing."""
    unspoken: tuple[str, ...]
    """Issues on which nobody whose consent is needed has said anything that bears on a package."""
    not_binding: tuple[str, ...]
    """Demands of those whose consent is not needed: they bind nobody here."""
    cores: tuple[Core, ...]
    cores_complete: bool
    world_excludes: bool
    """Whether what is given and the rules alone leave no full package."""
    movements: tuple[Movements, ...] | None
    """None where they are not for this audience: they are for the desk."""
    flips: tuple[Flip, ...] | None
    """None where they are not for this audience."""
    because: Mapping[str, Because]
    method: str
    assumptions: tuple[str, ...]
