"""Margins along the order: who would leave where, how sure that is, and what would keep everybody in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from holdfast.analyses.hold.judgements import Valuation
from holdfast.analyses.hold.steps import Step
from holdfast.case.case import Case
from holdfast.solvers.ranges import bounds
from holdfast.solvers.schedule import EPSILON, Deal, Floats, course, needs, play


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ends it, before which step and how."""

    party: str
    place: int
    contests: bool
    """Whether it contests, rather than stop where things stand."""
    ousted: bool
    """Whether it does so since it has lost its majority."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a margin is made of, at the middles of the judgements. All on the party's own scale."""

    to_get: float
    """What going on still brings."""
    to_give: float
    """What going on still costs, not below 0."""
    at_risk: float
    """Gains so far that a collapse takes away again."""
    away: Literal["stop", "contest"]
    """The better way of leaving."""
    away_worth: float
    chance: float
    """The chance of prevailing there."""
    forfeit: float
    """What leaving forfeits."""
    ending: Ending | None
    """A later leaving that the party foresees: then what follows the step is worth less, or more, than the whole."""


@dataclass(frozen=True, slots=True)
class Margin:
    """By how much going on is worth more to a party than leaving, when it is asked before a step."""

    party: str
    place: int
    """Of the step, in the order."""
    point: float
    """At the middles of the judgements."""
    low: float
    """The worst case within the judgements, others' leaving with it."""
    high: float
    leaves: float
    """In which share of the draws it is below 0."""
    why: Why


@dataclass(frozen=True, slots=True)
class Need:
    """The smallest guarantee with which a party goes on before a step, as long as the others are kept in too.

    A bond of that size; or a penalty of that size divided by the chance that a breach is detected.
    """

    party: str
    place: int
    bond: float
    """At the middles of the judgements; 0 where none is needed."""
    least: float
    """Where the judgements are best for going on."""
    most: float
    """Where they are worst."""
    detection: float | None
    """Where a penalty is stated for a step still to come: the smallest chance of detection that suffices, if one does;
    above 1 where none does."""


@dataclass(frozen=True, slots=True)
class Guarantor:
    """What somebody stands in for, and what would be needed beyond it."""

    party: str | None
    """None: nobody yet."""
    of: tuple[str, ...]
    """For whom."""
    stands: float
    """What is stated already, at the middles: bonds, and penalties times detection."""
    further: float
    """The further bonds that keep those parties in at every step: for each the largest that it needs."""
    further_most: float
    """The same where the judgements are worst."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """What happens over draws from the judgements."""

    draws: int
    seed: int
    completes: float
    """The share in which it runs to the end."""
    endings: tuple[tuple[str, int, float], ...]
    """Party, step and the share of draws in which it is the first to leave there; the largest first."""


@dataclass(frozen=True)
class Incentives:
    """Each party's reason to go on, step by step."""

    steps: tuple[Step, ...]
    """Those with a judged worth, in the order; the others change nothing for anybody."""
    margins: tuple[Margin, ...]
    """By step, then by party."""
    needs: tuple[Need, ...]
    ending: Ending | None
    """At the middles of the judgements; None where it runs to the end."""
    weakest: Margin
    """Where a party that could end it has least reason to go on although nobody else ever left, at the middles."""
    sampled: Sampled
    guarantors: tuple[Guarantor, ...]
    values: tuple[tuple[str, float, float], ...]
    """For each party what the whole is worth, and what the agreement is worth given what everybody does."""

    def of(self, party: str) -> tuple[Margin, ...]:
        """One party's margins."""
        return tuple(one for one in self.margins if one.party == party)


def incentives(
    case: Case, valued: Valuation, steps: Sequence[Step], *, hazard: float, draws: int, seed: int
) -> Incentives:
    """Play along the steps in their order: at the middles, at both ends, and over draws.

    Args:
        case: the case, for who is a guarantor.
        valued: the judgements.
        steps: the steps with a worth, in the order; at least one.
        hazard: see `holdfast.solvers.schedule`.
        draws: how many.
        seed: where the draws begin.
    """
    order = range(len(steps))
    middle = valued.deal(valued.middle, steps, hazard)
    low, high = valued.deal(valued.low, steps, hazard), valued.deal(valued.high, steps, hazard)
    here = play(middle, order)
    ends = bounds(low, high, order)
    alone = bounds(replace(low, asked=(), coalitions=()), replace(high, asked=(), coalitions=()), order)
    sampled = play(valued.deal(valued.draws(draws, seed), steps, hazard), order)
    leaves = (sampled.margins < -EPSILON).mean(axis=0)
    endings = [_ending(valued, here.quitter, here.contests, here.ousted, place) for place in order]
    whys = _whys(middle, endings)
    margins = tuple(
        Margin(
            name,
            place,
            float(here.margins[place, party]),
            float(ends.low[place, party]),
            float(ends.high[place, party]),
            float(leaves[place, party]),
            whys[place][party],
        )
        for place in order
        for party, name in enumerate(valued.parties)
    )
    on_path = needs(middle, order)
    found_needs = tuple(
        Need(
            name,
            place,
            _up(on_path[place, party]),
            _up(-alone.high[place, party]),
            _up(-alone.low[place, party]),
            _detection(valued, steps, place, name, float(on_path[place, party])),
        )
        for place in order
        for party, name in enumerate(valued.parties)
    )
    asked = [one for one in margins if one.party in valued.asked]
    return Incentives(
        steps=tuple(steps),
        margins=margins,
        needs=found_needs,
        ending=next((one for one in endings if one is not None), None),
        weakest=min(asked, key=lambda one: -on_path[one.place, valued.parties.index(one.party)]),
        sampled=_sampled(valued, sampled.quitter, draws, seed),
        guarantors=_guarantors(case, valued, middle, found_needs),
        values=tuple(
            (name, float(middle.total[party]), float(here.value[party])) for party, name in enumerate(valued.parties)
        ),
    )


def _up(value: float) -> float:
    return max(0.0, float(value)) if value > EPSILON else 0.0


def _ending(valued: Valuation, quitter: object, contests: object, ousted: object, place: int) -> Ending | None:
    party = int(np.asarray(quitter)[place])
    if party < 0:
        return None
    return Ending(valued.parties[party], place, bool(np.asarray(contests)[place]), bool(np.asarray(ousted)[place]))


def _whys(middle: Deal, endings: Sequence[Ending | None]) -> list[list[Why]]:
    known = course(middle, range(middle.steps))
    worth = middle.stays + middle.fades
    found = []
    for place in range(middle.steps):
        later = next((one for one in endings[place + 1 :] if one is not None), None)
        rows = []
        for party in range(middle.parties):
            contest, stop = float(known.contest[place, party]), float(middle.stop[party])
            moved = float(middle.shifts[:place, party].sum() + middle.chance[party])
            rows.append(
                Why(
                    to_get=float(np.maximum(worth[place:, party], 0).sum()),
                    to_give=float(-np.minimum(worth[place:, party], 0).sum()),
                    # What the end brings by itself is what steps already taken have brought, and a collapse takes away.
                    at_risk=float(middle.fades[:place, party].sum() + middle.final[party]),
                    away="contest" if contest > stop else "stop",
                    away_worth=max(contest, stop),
                    chance=min(1.0, max(0.0, moved)),
                    forfeit=float(known.forfeit[place, party]),
                    ending=later,
                )
            )
        found.append(rows)
    return found


def _detection(valued: Valuation, steps: Sequence[Step], place: int, party: str, further: float) -> float | None:
    """The smallest detection of the largest penalty that is stated for a step still to come."""
    later = {clause for step in steps[place:] for clause in step.clauses}
    mine = [one for one in valued.judgements if one.party == party and one.clause in later]
    stated = [one for one in mine if one.kind == "penalty" and one.middle > 0]
    if not stated:
        return None
    penalty = max(stated, key=lambda one: one.middle)
    now = next((one.middle for one in mine if one.kind == "detection" and one.place == penalty.place), 1.0)
    return max(0.0, now + further / penalty.middle)


def _sampled(valued: Valuation, quitter: object, draws: int, seed: int) -> Sampled:
    who = np.asarray(quitter)
    quits = who >= 0
    ends = quits.any(axis=1)
    first = quits.argmax(axis=1)
    counts: dict[tuple[int, int], int] = {}
    for draw in np.flatnonzero(ends):
        key = (int(who[draw, first[draw]]), int(first[draw]))
        counts[key] = counts.get(key, 0) + 1
    listed = sorted(counts.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))
    return Sampled(
        draws,
        seed,
        float(1 - ends.mean()),
        tuple((valued.parties[party], place, number / draws) for (party, place), number in listed),
    )


def _guarantors(case: Case, valued: Valuation, middle: Deal, found: Sequence[Need]) -> tuple[Guarantor, ...]:
    """For each who stands in now what is stated and what would be needed; for parties without one, nobody."""
    standing: dict[str, dict[str, None]] = {}
    for one in valued.judgements:
        if one.kind in ("bond", "penalty") and one.of is not None:
            standing.setdefault(one.of, {})[one.party] = None
    largest = {
        party: (
            max((need.bond for need in found if need.party == party), default=0.0),
            max((need.most for need in found if need.party == party), default=0.0),
        )
        for party in valued.asked
    }
    rows = []
    covered = {party for names in standing.values() for party in names}
    for guarantor in case.parties:
        if guarantor in standing:
            of = tuple(party for party in valued.parties if party in standing[guarantor])
            stated = sum(_stated(valued, guarantor, party) for party in of)
            rows.append(_row(guarantor, of, stated, largest))
    left = tuple(party for party in valued.asked if party not in covered)
    if any(largest[party][1] > 0 for party in left):
        rows.append(_row(None, tuple(party for party in left if largest[party][1] > 0), 0.0, largest))
    return tuple(rows)


def _row(
    guarantor: str | None, of: tuple[str, ...], stated: float, largest: dict[str, tuple[float, float]]
) -> Guarantor:
    points, worst = (sum(largest.get(party, (0.0, 0.0))[end] for party in of) for end in (0, 1))
    return Guarantor(guarantor, of, stated, points, worst)


def _stated(valued: Valuation, guarantor: str, party: str) -> float:
    parts: dict[int, dict[str, float]] = {}
    for one in valued.judgements:
        if one.party == party and one.of == guarantor and one.kind in ("bond", "penalty", "detection"):
            parts.setdefault(one.place, {})[one.kind] = one.middle
    return sum(one.get("bond", 0.0) + one.get("penalty", 0.0) * one.get("detection", 1.0) for one in parts.values())


def on_path(deal: Deal) -> Floats:
    """(...): the smallest margin of anybody who is asked, if nobody ever leaves; below 0 where it breaks."""
    return np.asarray(-needs(deal, range(deal.steps))[..., list(deal.asked)].max(axis=(-2, -1)))
