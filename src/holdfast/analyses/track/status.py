"""The status of one clause for one obligor on a day, and the steps of why: what the judge says, and what views show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from holdfast.analyses.track.obligors import Unit
from holdfast.case.conditions import Condition

Name = Literal[
    "not due",
    "due",
    "performed",
    "performed by own account",
    "performed as reported",
    "in part",
    "late",
    "blocked by",
    "contested",
    "breached",
    "reversed",
    "unverifiable",
    "waived",
]
#: Every status, in the order in which views list them.
NAMES: Final[tuple[Name, ...]] = (
    "not due", "due", "in part", "late", "blocked by", "performed", "performed by own account",
    "performed as reported", "contested",
    "unverifiable", "reversed", "breached", "waived",
)  # fmt: skip

ReasonKind = Literal[
    "found", "said", "counted", "denied", "counted less", "admitted", "own account", "waits", "waits for", "no day",
    "due on", "overdue", "in force", "kept", "ended", "suspended", "not begun", "waived", "extended", "delayed",
    "short period", "undecided", "not owed now", "falls away", "part late",
    "refused", "consented", "no consent",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of why."""

    kind: ReasonKind
    who: tuple[str, ...] = ()
    day: date | None = None
    entries: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    words: str | None = None
    number: int | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Where one obligor's performance of one clause stands."""

    clause: str
    obligor: Unit
    phase: str | None
    status: Name
    since: date | None
    """The day since which, where that is known."""
    due: date | None
    performed_on: date | None
    days_late: int | None
    """How many days after the last day it was performed, or how many have passed since; None where it is not late."""
    share: Fraction | None
    """How much of what is owed has come, by the count by which it is judged; None where that cannot be told."""
    ongoing: bool
    blocked_by: tuple[str, ...]
    """The clauses that stand in the way."""
    blocking: tuple[str, ...]
    """The parties that do."""
    disputed_by: tuple[str, ...]
    """Who denies what is held to be so, or has counted less."""
    why: tuple[Reason, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """The entries that it rests on."""
        return tuple(dict.fromkeys(name for reason in self.why for name in reason.entries))
