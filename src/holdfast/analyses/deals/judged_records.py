"""What comes of judging packages by preferences known in part: verdicts, shares, and what they were computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from immutabledict import immutabledict

from holdfast.analyses.because import Because
from holdfast.analyses.deals.demands import Packages
from holdfast.analyses.deals.reading import Problem
from holdfast.analyses.deals.worths import Known, Unread, Worths
from holdfast.solvers.polytope import Bools, Floats, Ints
from holdfast.solvers.sampling import Sample, Trust

#: ``excluded``: by the party's own demands. ``not``: worth less than no deal in all that fits. ``unknown``: nothing
#: fits what was said and judged, or it could not be decided.
Verdict: TypeAlias = Literal["necessary", "possible", "not", "excluded", "unknown"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number of the model: its exact bounds, and its mean over all that fits. Shares of one."""

    low: float
    high: float
    mean: float | None


@dataclass(frozen=True, slots=True)
class PartyJudged:
    """What is known of one party's worths."""

    party: str
    known: tuple[Known, ...]
    unread: tuple[Unread, ...]
    importance: Mapping[str, Bounds]
    no_deal: Bounds | None
    trust: Trust | None
    """How its sample was drawn; None where nothing could be drawn."""
    drops: tuple[tuple[Known, ...], ...]
    """Where what was said and judged does not fit together: the minimal sets without which the rest does."""
    drops_complete: bool
    failed: str | None
    """Why nothing could be drawn although something fits."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How one package stands with one party."""

    party: str
    verdict: Verdict
    excluded_by: tuple[str, ...]
    """Its demands that exclude the package."""
    share: float | None
    """Of the worths that fit, those by which the package is acceptable; None where nothing was drawn."""
    error: float | None
    """The standard error of the share."""
    ranks: tuple[float, ...] = ()
    """The share of the worths by which the package has each rank among those shown, demands left aside."""
    rank_error: float | None = None
    """The greatest standard error of these."""
    central: Mapping[str, float] = immutabledict()
    """The mean importance of each issue where the package is first among those shown; empty where it never is."""


@dataclass(frozen=True, slots=True)
class PackageJudged:
    """One of the packages that are shown."""

    number: int
    """Its place among the packages that were given."""
    package: Mapping[str, str]
    joint: float | None
    """The share of the combinations of judgements by which all accept it."""
    joint_error: float | None
    parties: tuple[Acceptance, ...]

    @property
    def group(self) -> tuple[Literal["all", "some", "none"], Literal["all", "some", "none"]]:
        """Who necessarily accepts, and who possibly does, after Greco, Kadziński, Mousseau, Słowiński (2012)."""
        sure = [one.verdict == "necessary" for one in self.parties]
        may = [one.verdict in ("necessary", "possible") for one in self.parties]
        return _quantity(sure), _quantity(may)


def _quantity(flags: Sequence[bool]) -> Literal["all", "some", "none"]:
    return "all" if flags and all(flags) else "some" if any(flags) else "none"


@dataclass(frozen=True)
class Drawn:
    """What the answer was computed from, for what is asked next."""

    worths: tuple[Worths, ...]
    samples: tuple[Sample | None, ...]
    packages: Packages
    columns: tuple[Ints, ...]
    """For each party the columns of each package, (packages, issues)."""
    holds: Bools
    """(parties, packages): whether no demand of the party excludes the package."""
    share: Floats
    """(parties, packages): acceptance; NaN where nothing was drawn."""
    error: Floats
    seed: int
    size: int
    problem: Problem
    """The case as demands were read in it."""


@dataclass(frozen=True)
class Judged:
    """The answer for preferences known in part."""

    as_of: date | None
    seed: int
    needed: tuple[str, ...]
    asked: int
    """How many packages were given."""
    parties: tuple[PartyJudged, ...]
    shown: tuple[PackageJudged, ...]
    """The packages that most combinations of judgements accept, the first being the best."""
    because: Mapping[str, Because]
    method: str
    assumptions: tuple[str, ...]
    drawn: Drawn = field(repr=False, compare=False)

    @property
    def consistent(self) -> bool:
        """Whether something was drawn for every party."""
        return all(one.trust is not None for one in self.parties)
