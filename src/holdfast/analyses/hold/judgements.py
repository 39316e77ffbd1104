"""Judgements of worth as numbers of a deal: which step is worth how much to whom, within which range.

Each judged number is one `Judgement` with its range. `Valuation.deal` turns values of all of them, one or many draws at
once, into the arrays that the solvers work on; `Valuation.names` says what each number is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, TypeAlias

import numpy as np

from holdfast.analyses.hold.steps import Step
from holdfast.analyses.sides import is_faction_of
from holdfast.case.case import Case
from holdfast.case.model import CommitmentWorth, Guarantee, Values, WalkingAway
from holdfast.case.model.base import Range
from holdfast.solvers.schedule import Coalition, Deal, Floats, split

Kind: TypeAlias = Literal[
    "worth", "shift", "stop", "prize", "chance", "cost", "talks cost per day", "bond", "penalty", "detection"
]
NOTHING: Final = Range(0.0, 0.0)
CERTAIN: Final = Range(1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judged number."""

    party: str
    """On whose scale it is."""
    kind: Kind
    clause: str | None
    """Of which clause, for worths, shifts and guarantees."""
    low: float
    high: float
    of: str | None = None
    """For a shift: whose commitment table says so. For a guarantee: who stands in."""
    place: int = 0
    """Which of the party's guarantees."""

    @property
    def middle(self) -> float:
        """The middle of its range."""
        return (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        """Whether it is not one number."""
        return self.high > self.low


@dataclass(frozen=True, slots=True)
class Ground:
    """Whose judgement the numbers of a party are."""

    party: str
    by: str
    date: date | None
    because: str
    compartment: str


@dataclass(frozen=True)
class Valuation:
    """The judgements of a case about the steps of a plan."""

    parties: tuple[str, ...]
    """Those with judgements that count here, in the order of the case."""
    judgements: tuple[Judgement, ...]
    grounds: tuple[Ground, ...]
    asked: tuple[str, ...]
    """Those without whom there is no agreement: who can end it."""
    not_judged: tuple[str, ...]
    """Those without whom there is no agreement and of whom nothing is judged: taken to go on."""
    not_a_step: tuple[str, ...]
    """Clauses with a judged worth that are no step of this agreement."""
    silent: tuple[tuple[str, str], ...]
    """Party and clause: what a party owes or is owed and no worth was judged for; counted as nothing."""
    coalitions: tuple[tuple[str, float, float, tuple[tuple[str, float], ...]], ...]
    """Party, all its votes, its majority, and its factions with their votes."""
    kept: frozenset[tuple[str, str]]
    """Party and clause: gains that stay on a collapse."""
    illustrated: bool = False
    """Whether the worths were assumed for this run, and judged by nobody."""
    done: tuple[Step, ...] = ()
    """Steps that have been taken already; see `deal`."""

    @property
    def low(self) -> Floats:
        """The lower ends."""
        return np.array([one.low for one in self.judgements])

    @property
    def high(self) -> Floats:
        """The upper ends."""
        return np.array([one.high for one in self.judgements])

    @property
    def middle(self) -> Floats:
        """The middles of the ranges."""
        return np.array([one.middle for one in self.judgements])

    def draws(self, number: int, seed: int) -> Floats:
        """(number, judgements): uniform within the ranges; each judgement's stream is keyed by its place."""
        found = np.empty((number, len(self.judgements)))
        for place, one in enumerate(self.judgements):
            found[:, place] = one.low
            if one.is_range:
                found[:, place] += (one.high - one.low) * np.random.default_rng([seed, place]).random(number)
        return found

    def touches(self, step: Step) -> bool:
        """Whether any judgement is about a step."""
        return any(one.clause in step.clauses for one in self.judgements)

    def deal(self, values: Floats, steps: Sequence[Step], hazard: float = 0.0) -> Deal:
        """The deal of some steps at values of all judgements: (..., judgements).

        Of steps that have been taken, what stays is the same whether one goes on or leaves, and counts on neither side;
        what a collapse would take away again is there at the end alone; and the chance has moved already.
        """
        shape, n, m = values.shape[:-1], len(steps), len(self.parties)
        place = {party: number for number, party in enumerate(self.parties)}
        of_clause: dict[str, list[int]] = {}
        for number, step in enumerate(steps):
            for clause in step.clauses:
                of_clause.setdefault(clause, []).append(number)
        taken: dict[str, float] = {}
        for step in self.done:
            for clause in step.clauses:
                taken[clause] = taken.get(clause, 0.0) + float(step.share)
        final, moved = np.zeros((*shape, m)), np.zeros((*shape, m))
        stays, fades, shifts, forfeits = (np.zeros((*shape, n, m)) for _ in range(4))
        vectors = {kind: np.zeros((*shape, m)) for kind in ("stop", "prize", "chance", "cost")}
        held: dict[tuple[str, int], dict[str, Floats]] = {}
        for column, one in enumerate(self.judgements):
            party, value = place[one.party], values[..., column]
            found = of_clause.get(one.clause or "", [])
            if one.kind == "worth":
                kept = np.asarray((one.party, one.clause) in self.kept)
                for number in found:
                    stay, fade = split(value * float(steps[number].share), kept)
                    stays[..., number, party] += stay
                    fades[..., number, party] += fade
                final[..., party] += split(value * taken.get(one.clause or "", 0.0), kept)[1]
            elif one.kind == "shift":
                for number in found:
                    shifts[..., number, party] += value * float(steps[number].share)
                moved[..., party] += value * taken.get(one.clause or "", 0.0)
            elif one.kind in vectors:
                vectors[one.kind][..., party] = value
            elif one.kind in ("bond", "penalty", "detection") and found:
                held.setdefault((one.party, one.place), {"step": np.asarray(found[-1])})[one.kind] = value
        for (name, _), parts in held.items():
            fine = parts.get("penalty", np.zeros(shape)) * parts.get("detection", np.ones(shape))
            forfeits[..., int(parts["step"]), place[name]] += parts.get("bond", np.zeros(shape)) + fine
        actors = tuple(tuple(place[party] for party in step.by if party in place) for step in steps)
        return Deal(
            stays=stays,
            fades=fades,
            shifts=shifts,
            forfeits=forfeits,
            stop=vectors["stop"],
            prize=vectors["prize"],
            chance=vectors["chance"] + moved,
            cost=vectors["cost"],
            final=final,
            actors=actors,
            asked=tuple(place[party] for party in self.asked),
            coalitions=tuple(
                Coalition(place[party], votes, majority, tuple((place[name], held_) for name, held_ in members))
                for party, votes, majority, members in self.coalitions
            ),
            hazard=hazard,
        )


def worst(valued: Valuation, steps: Sequence[Step], hazard: float = 0.0) -> Deal:
    """The deal in which every judgement is at the end that is worst for going on, as long as nobody leaves.

    Worths and forfeits are low, what leaving is worth is high; so each need is at the upper end of its range.
    """
    low, high = valued.deal(valued.low, steps, hazard), valued.deal(valued.high, steps, hazard)
    return replace(low, shifts=high.shifts, stop=high.stop, prize=high.prize, chance=high.chance)


@dataclass
class _Merged:
    """The judgements of one party, those of several compartments on top of each other."""

    commitments: dict[str, CommitmentWorth] = field(default_factory=dict)
    walking_away: WalkingAway | None = None
    talks: Range | None = None
    guarantees: list[Guarantee] = field(default_factory=list)


def valuation(case: Case, steps: Sequence[Step]) -> Valuation | None:
    """The judgements about these steps; None where there is none about a party that could end the agreement.

    Where several compartments judge the same, the one read later counts: those of compartments after the public ones.
    """
    merged: dict[str, _Merged] = {}
    grounds = []
    for one in case.values:
        held = _held(one.values)
        if not held:
            continue
        grounds.append(_ground(one.party, one.values, one.compartment))
        mine = merged.setdefault(one.party, _Merged())
        mine.commitments |= {str(name): worth for name, worth in one.values.commitments.items()}
        mine.walking_away = one.values.walking_away or mine.walking_away
        mine.talks = one.values.talks_cost_per_day or mine.talks
        mine.guarantees += one.values.guarantees
    consent = tuple(str(party) for party in case.consent)
    asked = tuple(party for party in case.parties if party in merged and party in consent)
    if not asked:
        return None
    factions = {
        party: principal
        for party in case.parties
        for principal in asked
        if party in merged and party not in asked and is_faction_of(case, party, principal)
    }
    parties = tuple(party for party in case.parties if party in asked or party in factions)
    clauses = dict.fromkeys(name for step in steps for name in step.clauses)
    found = [one for party in parties for one in _judgements(party, merged, parties)]
    return Valuation(
        parties=parties,
        judgements=tuple(found),
        grounds=tuple(one for one in grounds if one.party in parties),
        asked=asked,
        not_judged=tuple(party for party in consent if party not in asked),
        not_a_step=tuple(
            dict.fromkeys(one.clause for one in found if one.clause is not None and one.clause not in clauses)
        ),
        silent=tuple(_silent(steps, asked, found)),
        coalitions=tuple(_coalitions(case, asked, factions)),
        kept=frozenset(
            (party, clause)
            for party in parties
            for clause, worth in merged[party].commitments.items()
            if worth.kept_on_collapse
        ),
    )


def _held(values: Values) -> bool:
    return bool(values.commitments or values.walking_away or values.guarantees or values.talks_cost_per_day)


def _ground(party: str, values: Values, compartment: str) -> Ground:
    day = values.judged.date
    return Ground(
        party,
        values.judged.by,
        None if day is None else date(day.year, day.month, day.day),
        values.judged.because,
        compartment,
    )


def _judgements(party: str, merged: Mapping[str, _Merged], parties: Sequence[str]) -> Iterator[Judgement]:
    mine = merged[party]
    for clause, worth in mine.commitments.items():
        if worth.worth is not None:
            yield Judgement(party, "worth", clause, worth.worth.low, worth.worth.high)
    for teller in parties:
        for clause, worth in merged[teller].commitments.items():
            for whom, shift in worth.shifts.items():
                if str(whom) == party:
                    yield Judgement(party, "shift", clause, shift.low, shift.high, of=teller)
    away = mine.walking_away
    if away is not None:
        kinds: tuple[tuple[Kind, Range | None], ...] = (
            ("stop", away.stop),
            ("prize", away.prize),
            ("chance", away.chance),
            ("cost", away.cost),
        )
        for kind, found in kinds:
            if found is not None:
                yield Judgement(party, kind, None, found.low, found.high)
    if mine.talks is not None:
        yield Judgement(party, "talks cost per day", None, mine.talks.low, mine.talks.high)
    for place, one in enumerate(mine.guarantees):
        parts: tuple[tuple[Kind, Range | None], ...] = (
            ("bond", one.bond),
            ("penalty", one.penalty),
            ("detection", one.detection),
        )
        for kind, found in parts:
            if found is not None:
                yield Judgement(party, kind, str(one.step), found.low, found.high, of=str(one.by), place=place)


def _silent(steps: Sequence[Step], asked: Sequence[str], found: Sequence[Judgement]) -> Iterator[tuple[str, str]]:
    judged = {(one.party, one.clause) for one in found if one.kind == "worth"}
    seen: set[tuple[str, str]] = set()
    for step in steps:
        for party in asked:
            for clause in step.clauses:
                if party in (*step.by, *step.to) and (party, clause) not in judged | seen:
                    seen.add((party, clause))
                    yield party, clause


def _coalitions(
    case: Case, asked: Sequence[str], factions: Mapping[str, str]
) -> Iterator[tuple[str, float, float, tuple[tuple[str, float], ...]]]:
    for party in asked:
        known = case.parties[party]
        members = tuple(
            (name, float(case.parties[name].votes or 0))
            for name, principal in factions.items()
            if principal == party and case.parties[name].votes
        )
        if members and known.votes_of and known.majority:
            yield party, float(known.votes_of), float(known.majority), members


def equal(case: Case, steps: Sequence[Step], paired: Sequence[Sequence[Sequence[str]]]) -> Valuation | None:
    """Worths assumed for one run: what a step costs whoever takes it, it brings the others.

    Where clauses are paired, only these count: in each exchange every side gives 100 in all, equally over its clauses.
    Else every party without whom there is no agreement gives 100 in all. Gains stay on a collapse, and walking away
    is worth nothing.

    Args:
        case: the case.
        steps: the steps of its draft.
        paired: the exchanges: for each the clauses of each side.
    """
    consent = tuple(str(party) for party in case.consent)
    owed: dict[str, list[str]] = {party: [] for party in case.parties if party in consent}
    for step in steps:
        for clause in step.clauses:
            for party in step.by:
                if party in owed and not step.duty and clause not in owed[party]:
                    owed[party].append(clause)
    worth: dict[tuple[str, str], float] = {}

    def give(party: str, clauses: Sequence[str]) -> None:
        for clause in clauses:
            each = 100.0 / len(clauses)
            worth[party, clause] = worth.get((party, clause), 0.0) - each
            others = [other for other in owed if other != party]
            for other in others:
                worth[other, clause] = worth.get((other, clause), 0.0) + each / len(others)

    if paired:
        for sides in paired:
            for side in sides:
                for party in owed:
                    mine = [clause for clause in side if clause in owed[party]]
                    if mine:
                        give(party, mine)
    else:
        for party, clauses in owed.items():
            give(party, clauses)
    found = tuple(
        Judgement(party, "worth", clause, value, value)
        for party in owed
        for (whose, clause), value in worth.items()
        if whose == party
    )
    if not found or len(owed) < 2:
        return None
    return Valuation(
        parties=tuple(owed),
        judgements=found,
        grounds=(),
        asked=tuple(owed),
        not_judged=(),
        not_a_step=(),
        silent=(),
        coalitions=(),
        kept=frozenset(worth),
        illustrated=True,
    )
