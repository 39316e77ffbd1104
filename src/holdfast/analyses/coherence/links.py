"""The links of a network while it is built from a text, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.exact import Length, Place, Point
from holdfast.case.times import Duration, Window
from holdfast.solvers.temporal import Contingent, Network, Requirement

Key = Literal[
    "after",
    "within",
    "deadline",
    "on",
    "takes",
    "verification",
    "tranches",
    "paired_with",
    "phase",
    "together",
    "order",
]


@dataclass(frozen=True, slots=True)
class Said:
    """Where a link of a network comes from: a key of a clause, or of an event or phase."""

    of: str
    key: Key
    part: int = 0


@dataclass(frozen=True, slots=True)
class Untimed:
    """Something whose time cannot be told; deadlines that hang on it are not checked."""

    of: str
    key: Key
    reason: str


@dataclass
class Links:
    """Links, the durations of the text behind them, and what could not be timed."""

    requirements: list[Requirement] = field(default_factory=list)
    contingents: list[Contingent] = field(default_factory=list)
    lengths: dict[Place, Length] = field(default_factory=dict)
    """For bounds that a duration of the text gives: that duration."""
    days: dict[tuple[Point, Point], Length] = field(default_factory=dict)
    """From what to what it is so many days, the last of them being all of a day."""
    untimed: list[Untimed] = field(default_factory=list)

    @property
    def network(self) -> Network:
        """The network of them."""
        return Network(tuple(self.requirements), tuple(self.contingents))

    def require(self, start: Point, end: Point, low: int | None, high: int | None, said: Said) -> None:
        """What the parties are to see to."""
        self.requirements.append(Requirement(start, end, low, high, said))

    def uncontrolled(self, start: Point, end: Point, window: Window, said: Said) -> None:
        """A duration that nobody controls."""
        self.contingents.append(Contingent(start, end, *clock.uncontrolled(window), said))
        self._keep(start, end, window.shortest, window.longest)

    def within(self, start: Point, end: Point, window: Window, said: Said) -> None:
        """A duration that is to be kept."""
        self.require(start, end, *clock.limits(window), said)
        self._keep_within(start, end, window)

    def promised(self, start: Point, end: Point, window: Window, said: Said) -> None:
        """The same, where others are to keep it."""
        low, high = clock.limits(window)
        self.contingents.append(Contingent(start, end, low, clock.UNKNOWN if high is None else max(high, low), said))
        self._keep_within(start, end, window)

    def _keep_within(self, start: Point, end: Point, window: Window) -> None:
        """A single duration is a limit, and two are a minimum and a limit."""
        shortest = None if window.shortest == window.longest else window.shortest
        self._keep(start, end, shortest, window.longest)

    def _keep(self, start: Point, end: Point, shortest: Duration | None, longest: Duration | None) -> None:
        """Keeps durations, for days that turn out to be known."""
        if shortest is not None:
            self.lengths[start, end, "lo"] = Length((shortest,))
        if longest is not None:
            self.lengths[start, end, "hi"] = Length((longest,))

    def by(self, start: Point, end: Point, length: Length, said: Said) -> None:
        """A last moment."""
        self.require(start, end, None, length.least, said)
        self.lengths[start, end, "hi"] = length

    def just(self, start: Point, end: Point, length: Length, said: Said) -> None:
        """What comes by itself so long after something."""
        low = length.base + length.sign * sum(one.minutes[0] for one in length.durations)
        self.require(start, end, low, low, said)
        if not length.is_even:
            self.lengths[start, end, "lo"] = self.lengths[start, end, "hi"] = length

    def order(self, before: Point, after: Point, said: Said) -> None:
        """One moment not before another."""
        self.require(before, after, 0, None, said)

    def leave_out(self, of: str, key: Key, reason: str) -> None:
        """Notes what is not checked."""
        self.untimed.append(Untimed(of, key, reason))
