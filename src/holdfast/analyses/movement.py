"""How positions moved: per party and issue the sequence of its stances, and what moved since a day.

Only what is dated can be said to have moved. What has no date stands at the beginning of its sequence, where it may not
belong, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from holdfast.analyses.because import Because
from holdfast.analyses.positions import Positions, Stance
from holdfast.case.case import Case
from holdfast.case.model import FIRMNESSES, Firmness, Verb

#: What moved. *first word*: the party's first on this issue; *firmer*, *softer*, *changed*: it retires an earlier one
#: of the same party on this issue that was less firm, firmer, or as firm; *new*: said beside what it had said;
#: *retired*: withdrawn by a statement that says nothing itself on this issue.
Move: TypeAlias = Literal["first word", "firmer", "softer", "changed", "new", "retired"]
_RANK: Final = {firmness: rank for rank, firmness in enumerate(FIRMNESSES)}


@dataclass(frozen=True, slots=True)
class Step:
    """One stance in the sequence of a party on an issue."""

    day: date | None
    """None where it is not known."""
    verb: Verb
    options: tuple[str, ...]
    firmness: Firmness
    conditional: bool
    retired_by: str | None
    retired_on: date | None
    """When, where that is known."""
    move: Move
    instead_of: tuple[str, ...]
    """The statements of this party on this issue that it retires."""
    because: Because


@dataclass(frozen=True, slots=True)
class Track:
    """The stances of a party on an issue, in order of time; those of one day in the order of the files."""

    party: str
    issue: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that moved on a day."""

    move: Move
    party: str
    issue: str
    day: date
    step: Step
    """What was said; for *retired*, what no longer stands."""


@dataclass(frozen=True, slots=True)
class Movement:
    """All sequences, and what moved since a day."""

    since: date | None
    as_of: date | None
    tracks: tuple[Track, ...]
    moved: tuple[Moved, ...]
    """In order of time; empty where `since` is None."""
    undated: int
    """How many stances have no date: whether they moved since then cannot be said."""
    method: str
    assumptions: tuple[str, ...]


def movement(case: Case, answer: Positions, *, since: date | None = None) -> Movement:
    """How the positions of an answer came about.

    1. For each party and issue, put its stances on it in order of time (not those that it is only a condition of).
    2. Compare each with those of the same party and issue that it retires: firmer, softer, or changed.
    3. With `since`: what was said or retired on that day or later.

    Args:
        case: the case.
        answer: its positions, retired stances included, on the day that they are asked for.
        since: the day.
    """
    found: dict[tuple[str, str], list[Stance]] = {}
    for stance in answer.stances:
        if stance.bearing == "about":
            for party in stance.parties:
                found.setdefault((party, stance.issue), []).append(stance)
    tracks = tuple(
        Track(party, issue, _steps(case, found[party, issue]))
        for party in answer.parties
        for issue in answer.issues
        if (party, issue) in found
    )
    undated = {step.because.statement for track in tracks for step in track.steps if step.day is None}
    return Movement(
        since=since,
        as_of=answer.as_of,
        tracks=tracks,
        moved=tuple(_moved(tracks, since)) if since is not None else (),
        undated=len(undated),
        method="The stances of each party on each issue in order of their dates, retired ones included.",
        assumptions=(
            "A stance has moved only where a later statement retires it; two that stand side by side are not a move.",
            "Undated stances come first, and nothing is said of when they were taken.",
        ),
    )


def _steps(case: Case, stances: Sequence[Stance]) -> tuple[Step, ...]:
    ordered = sorted(stances, key=lambda one: one.because.date.day or date.min)
    names = {one.because.statement: one for one in stances}
    steps = []
    for place, one in enumerate(ordered):
        statement = case.statements[one.because.statement]
        before = [names[str(old)] for old in statement.supersedes if str(old) in names]
        by = None if one.retired_by is None else case.statements[one.retired_by].date.day
        steps.append(
            Step(
                day=one.because.date.day,
                verb=one.verb,
                options=one.options,
                firmness=one.firmness,
                conditional=one.if_ is not None or one.unless is not None,
                retired_by=one.retired_by,
                retired_on=by,
                move=_move(one, before, place),
                instead_of=tuple(old.because.statement for old in before),
                because=one.because,
            )
        )
    return tuple(steps)


def _move(one: Stance, before: Sequence[Stance], place: int) -> Move:
    if not before:
        return "first word" if place == 0 else "new"
    old = max(_RANK[stance.firmness] for stance in before)
    new = _RANK[one.firmness]
    return "firmer" if new > old else "softer" if new < old else "changed"


def _moved(tracks: Iterable[Track], since: date) -> list[Moved]:
    found = []
    for track in tracks:
        replaced = {name for step in track.steps for name in step.instead_of}
        for step in track.steps:
            if step.day is not None and step.day >= since:
                found.append(Moved(step.move, track.party, track.issue, step.day, step))
            if step.retired_on is not None and step.retired_on >= since and step.because.statement not in replaced:
                found.append(Moved("retired", track.party, track.issue, step.retired_on, step))
    return sorted(found, key=lambda one: one.day)
