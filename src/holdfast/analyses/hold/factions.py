"""Staying in office: which step loses which faction, and what would make up for it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.analyses.hold.judgements import Valuation
from holdfast.analyses.hold.steps import Step
from holdfast.solvers.schedule import EPSILON, needs, play


@dataclass(frozen=True, slots=True)
class Faction:
    """A faction's reason to stay in its party's majority."""

    party: str
    of: str
    votes: float
    lost_at: tuple[int, ...]
    """Before which steps it would leave, at the middles of the judgements."""
    lost: float
    """In which share of the draws it leaves at some step."""
    safety_net: float
    """The smallest promise, due once all is done, that keeps it in at every step; 0 where it stays by itself."""


@dataclass(frozen=True, slots=True)
class Office:
    """Whether a party keeps its majority along the order."""

    party: str
    votes: float
    majority: float
    factions: tuple[Faction, ...]
    support: tuple[float, ...]
    """Votes that support it before each step, at the middles."""
    loses_at: int | None
    """Before which step it first has no majority."""
    kept: float
    """In which share of the draws it keeps its majority throughout."""
    cheapest: tuple[tuple[str, float], ...]
    """The safety nets that give it back its majority everywhere for the least in sum; none where it needs none."""


def offices(valued: Valuation, steps: Sequence[Step], *, hazard: float, draws: int, seed: int) -> tuple[Office, ...]:
    """Each party with factions of which anything is judged.

    A faction stays while going on is worth no less to it than leaving: the same account as for a party. Its safety net
    is its largest need along the order, on its own scale.
    """
    if not valued.coalitions:
        return ()
    order = range(len(steps))
    middle = valued.deal(valued.middle, steps, hazard)
    need = needs(middle, order)
    sampled = play(valued.deal(valued.draws(draws, seed), steps, hazard), order)
    found = []
    for party, votes, majority, members in valued.coalitions:
        columns = [(name, valued.parties.index(name), held) for name, held in members]
        factions = tuple(
            Faction(
                name,
                party,
                held,
                tuple(int(place) for place in np.flatnonzero(need[:, column] > EPSILON)),
                float(sampled.lost[..., column].any(axis=-1).mean()),
                max(0.0, float(need[:, column].max())),
            )
            for name, column, held in columns
        )
        support = [votes - sum(held for _, column, held in columns if need[place, column] > EPSILON) for place in order]
        drawn = np.full(sampled.lost.shape[:-1], votes)
        for _, column, held in columns:
            drawn -= held * sampled.lost[..., column]
        found.append(
            Office(
                party,
                votes,
                majority,
                factions,
                tuple(support),
                next((place for place in order if support[place] < majority), None),
                float((drawn >= majority).all(axis=-1).mean()),
                _cheapest(factions, votes, majority),
            )
        )
    return tuple(found)


def _cheapest(factions: Sequence[Faction], votes: float, majority: float) -> tuple[tuple[str, float], ...]:
    """Of all sets of factions whose safety nets leave a majority at every step, one of the least sum."""
    lost = [one for one in factions if one.lost_at]
    places = {place for one in lost for place in one.lost_at}

    def holds(kept: Sequence[Faction]) -> bool:
        return all(
            votes - sum(one.votes for one in lost if one not in kept and place in one.lost_at) >= majority
            for place in places
        )

    ways = [kept for size in range(len(lost) + 1) for kept in itertools.combinations(lost, size) if holds(kept)]
    if not ways:
        return ()
    best = min(ways, key=lambda kept: (sum(one.safety_net for one in kept), len(kept)))
    return tuple((one.party, one.safety_net) for one in best)
