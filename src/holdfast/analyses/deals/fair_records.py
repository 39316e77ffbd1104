"""What comes of comparing packages: efficient points, those with names, drafts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from holdfast.analyses.deals.fair_orders import FallbackAnswer, Ordered
from holdfast.analyses.deals.fair_problem import Left
from holdfast.analyses.deals.fair_worths import Gap, PointWorth
from holdfast.analyses.deals.limits import Limit
from holdfast.solvers.adjusted_winner import Division
from holdfast.solvers.frontier import Forecast
from holdfast.solvers.frontier.points import Absence, PointName, Scale


@dataclass(frozen=True, slots=True)
class EfficientPoint:
    """A point of the frontier: no package is better for one party and no worse for the others."""

    worths: tuple[Fraction, ...]
    """To each party, from 0 to 100."""
    count: int
    """How many packages attain it."""
    packages: tuple[Mapping[str, str], ...]
    """The first of them."""
    rational: bool
    """Whether it is worth at least no deal to everybody; true where no deal was not judged."""
    names: tuple[PointName, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A point with a name, with its ties."""

    name: PointName
    scale: Scale | None
    """On which scale gains are compared between parties; None where that does not matter."""
    points: tuple[EfficientPoint, ...]
    value: Fraction | None
    ties_listed: bool
    """Whether all ties are there; a point found without a frontier is one of perhaps several."""
    absent: Absence | None = None
    gap: float | None = 0.0
    """How much better another package could be at most, as a share of the value; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """How a draft's package compares."""

    draft: str
    package: Mapping[str, str]
    """As far as it is compared."""
    worths: tuple[Fraction, ...] | None
    """None where it cannot be scored: `unscored` says why."""
    unscored: tuple[str, ...]
    """Issues that it leaves open without a worth, or settles in a way that nobody valued."""
    as_today: tuple[str, ...]
    """Issues that it leaves open, worth what holds today."""
    dominated_by: tuple[EfficientPoint, ...]
    """Efficient points that are better for somebody and worse for nobody; the first few."""
    dominated_count: int
    ruled_out_by: tuple[str, ...] = ()
    """Rules and red lines that it does not meet."""


@dataclass(frozen=True, slots=True)
class AdjustedWinner:
    """Two parties and the issues on which they want different options, taken as divisible."""

    issues: tuple[str, ...]
    best: tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]
    """For each issue the options that each of the two values most, and among these the other most: several where both
    value them alike."""
    division: Division
    indivisible: tuple[str, ...]
    """Issues that would be split although their options have no order: nothing lies between them."""


@dataclass(frozen=True)
class Fair:
    """Efficient packages, and those that rules of fairness pick among them."""

    parties: tuple[str, ...]
    """Whose consent is needed."""
    worths: Mapping[str, PointWorth]
    gaps: tuple[Gap, ...]
    """Judgements that are missing."""
    compared: tuple[str, ...]
    """The issues on which packages are compared."""
    left_out: tuple[Left, ...]
    """Issues and options that are out of the comparison, and why."""
    fixed: Mapping[str, str]
    """Issues that stay as they are agreed, or as was supposed."""
    packages: int
    """How many packages are compared, those that are ruled out among them; 0: none, for lack of judgements."""
    scale: Scale
    points: tuple[EfficientPoint, ...]
    """The efficient points, the highest for the first party first: all, or some hundreds evenly chosen and the named
    ones."""
    size: int
    """How many efficient points there are."""
    loss: tuple[Fraction, ...]
    """What each party may miss because the frontier was thinned out; all 0 where it is exact."""
    forecast: Forecast | None
    """Where the exact frontier is too large: how large."""
    ideal: tuple[Fraction, ...] | None
    """The most each can have while nobody has less than no deal."""
    named: tuple[Named, ...]
    """Empty where nobody judged what no deal is worth to each."""
    fallback: tuple[FallbackAnswer, ...]
    """By unanimity first, then with one party less."""
    not_ranked: int
    """How many packages fallback bargaining would have had to rank, where they are too many; else 0."""
    orders: tuple[Ordered, ...]
    """What statements order, where fallback bargaining rests on them."""
    adjusted_winner: AdjustedWinner | None
    drafted: tuple[Drafted, ...]
    limits: tuple[Limit, ...]
    """The rules and red lines that were respected."""
    not_applied: tuple[Limit, ...]
    """Those that could not be, since they couple too many issues."""
    because: tuple[str, ...]
    """The statements, rules and clauses it rests on, beside the judgements."""
    method: str
    assumptions: tuple[str, ...]

    @property
    def scored(self) -> bool:
        """Whether every party's packages have a number."""
        return self.packages > 0

    @property
    def exact(self) -> bool:
        """Whether the frontier is."""
        return not any(self.loss)
