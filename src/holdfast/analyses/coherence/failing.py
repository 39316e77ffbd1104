"""What if one fails: for each clause and each pair of clauses, not performed, what stops and who has given what.

Only structure: nothing is said of how likely it is, nor of what anybody would do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from holdfast.analyses.coherence.graph import Graph, Moment
from holdfast.analyses.coherence.instance import Instance, is_ongoing
from holdfast.analyses.progress import Progress, unheard
from holdfast.solvers.ordering import Failures

#: How many pairs are kept at most.
PAIRS: Final = 20
#: Of how many clauses all pairs are tried at most: of more, those whose failure does most harm by itself.
PAIRED: Final = 300


class Harm(NamedTuple):
    """How much a failure harms, as numbers of clauses. Of two failures compare the first number that differs."""

    irreversible: int
    """What others have given for nothing and cannot undo (`reversible: false`)."""
    for_nothing: int
    """All that others have given for nothing."""
    stopped: int
    """What cannot be performed any more."""


@dataclass(frozen=True, slots=True)
class Given:
    """A clause that others had to perform before the one that fails."""

    clause: str
    parties: tuple[str, ...]
    reversible: bool | None
    for_nothing: bool
    """Whether everything that others were to do after it has failed or stopped."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One clause or several that are not performed."""

    clauses: tuple[str, ...]
    stops: tuple[str, ...]
    """The clauses that cannot be performed then."""
    owed: tuple[str, ...]
    """The clauses that are still owed, those among them that have been performed by then."""
    given: tuple[Given, ...]
    """What others had to do first."""
    only_together: tuple[str, ...] = ()
    """Of a pair: what neither of the two stops alone."""

    @property
    def harm(self) -> Harm:
        """How much it harms, all parties alike."""
        lost = [one for one in self.given if one.for_nothing]
        return Harm(sum(one.reversible is False for one in lost), len(lost), len(self.stops))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Every clause's failure, and the pairs that matter, the most harmful first; equals as the draft has them."""

    single: tuple[Failure, ...]
    pairs: tuple[Failure, ...]
    pairs_tried: int
    pairs_complete: bool
    """Whether these were all pairs; else those of the `PAIRED` clauses whose failure does most harm."""
    apart: tuple[str, ...]
    """The clauses that could not be performed anyway, and are left aside."""


def what_if(graph: Graph, told: Progress = unheard) -> WhatIf:
    """Lets each clause fail, and each pair of clauses, by the text alone.

    1. A clause fails with all its moments: it is neither begun, nor done in part, nor verified.
    2. What stops is what no longer comes. What had to come before a clause is what stops it by failing.
    3. What others had to do before it is given for nothing, where everything that waits for it and is not their own
       has failed or stopped. The order is by `Harm`.
    4. Pairs: all are tried. Kept are those in which each of the two adds to what the other one does alone, as many as
       `PAIRS`: first those that stop something only together, then the most harmful ones.
    """
    told("letting each clause fail", 0.0)
    trial = _Trial(graph)
    single = []
    for place in range(len(trial.going)):
        told("letting each clause fail", place / len(trial.going))
        single.append(trial.failure((place,)))
    by_harm = sorted(range(len(single)), key=lambda place: _first(single[place].harm))
    paired = sorted(by_harm[:PAIRED])
    return WhatIf(
        single=tuple(single[place] for place in by_harm),
        pairs=tuple(trial.failure(pair) for pair in _pairs(trial, paired, told)),
        pairs_tried=len(paired) * (len(paired) - 1) // 2,
        pairs_complete=len(paired) == len(trial.going),
        apart=trial.apart,
    )


def _first(harm: Harm) -> tuple[int, ...]:
    """Sorts the most harmful first."""
    return tuple(-one for one in harm)


def _pairs(trial: _Trial, paired: Sequence[int], told: Progress) -> list[tuple[int, int]]:
    scored: list[tuple[bool, tuple[int, ...], tuple[int, int]]] = []
    for place, first in enumerate(paired):
        told("letting pairs of clauses fail", place / len(paired))
        for second in paired[place + 1 :]:
            pair = (first, second)
            gone, more = trial.stopped_by(pair)
            if trial.both_add(pair, gone):
                scored.append((not more, _first(trial.harm(pair, gone)), pair))
    scored.sort()
    return [pair for _, _, pair in sorted(scored[:PAIRS], key=lambda one: one[1:])]


class _Trial:
    """The clauses that can be performed, numbered in the order of the draft; sets of them are bits of a number."""

    def __init__(self, graph: Graph) -> None:
        self._instance: Instance = graph.instance
        names = list(self._instance.standing)
        ends = {name: graph.number(Moment("performed", name)) for name in names}
        ordering = graph.ordering()
        came = ordering.comes()
        self.going = [name for name in names if came[ends[name]]]
        self.apart = tuple(name for name in names if not came[ends[name]])
        own: dict[str, list[int]] = {name: [] for name in names}
        for number, moment in enumerate(graph.moments):
            if moment.kind not in ("opens", "ends", "event"):
                own[moment.name].append(number)
        self._failures: Failures = ordering.stopped([own[name] for name in self.going])
        self._bits = [1 << ends[name] for name in self.going]
        self._all = sum(self._bits)
        clauses = [self._instance.standing[name] for name in self.going]
        self._owing = [frozenset(() if one.by is None else map(str, one.by.parties)) for one in clauses]
        self._places = {bit: place for place, bit in enumerate(self._bits)}
        self._stops = [found & self._all & ~self._bits[place] for place, found in enumerate(self._failures.single)]
        self._before = [0] * len(clauses)
        self._others = [0] * len(clauses)  # what others were to do after a clause
        for place, stops in enumerate(self._stops):
            for other in self._in(stops):
                self._before[other] |= self._bits[place]
                if not self._owing[other] or not self._owing[other] <= self._owing[place]:
                    self._others[place] |= self._bits[other]
        give = [bool(owing) and not is_ongoing(one) for one, owing in zip(clauses, self._owing, strict=True)]
        self._give = sum(bit for bit, gives in zip(self._bits, give, strict=True) if gives)
        self._final = sum(bit for bit, one in zip(self._bits, clauses, strict=True) if one.reversible is False)
        self._of: dict[frozenset[str], int] = {}
        self._alone = [stops | self._for_nothing((place,), stops) for place, stops in enumerate(self._stops)]

    def _in(self, found: int) -> Iterator[int]:
        """The clauses of a set, in the order of the draft."""
        places = []
        while found:
            low = found & -found
            places.append(self._places[low])
            found ^= low
        return iter(sorted(places))

    def stopped_by(self, failed: Sequence[int]) -> tuple[int, int]:
        """What stops if these fail, and what of it none of them stops alone."""
        apart = self._stops[failed[0]]
        if len(failed) == 1:
            return apart, 0
        first, second = failed
        own = self._bits[first] | self._bits[second]
        apart = (apart | self._stops[second]) & ~own
        gone = self._failures.pair(first, second) & self._all & ~own
        return gone, gone & ~apart

    def _given(self, failed: Sequence[int], gone: int) -> int:
        """What had to be done before these, by others than those who fail; not what is one step with them."""
        before, own = 0, 0
        for place in failed:
            before |= self._before[place]
            own |= self._bits[place]
        failing = frozenset[str]().union(*(self._owing[place] for place in failed))
        if failing not in self._of:
            theirs = (bit for bit, owing in zip(self._bits, self._owing, strict=True) if owing <= failing)
            self._of[failing] = sum(theirs)
        return before & self._give & ~own & ~gone & ~self._of[failing]

    def _for_nothing(self, failed: Sequence[int], gone: int) -> int:
        """What of that is given for nothing."""
        lost = gone
        for place in failed:
            lost |= self._bits[place]
        given = self._given(failed, gone)
        return sum(self._bits[place] for place in self._in(given) if not self._others[place] & ~lost)

    def both_add(self, pair: tuple[int, int], gone: int) -> bool:
        """Whether each of the two stops something, or makes it given for nothing, that the other one alone does not."""
        found = gone | self._for_nothing(pair, gone)
        return all(found & ~self._alone[place] for place in pair)

    def harm(self, failed: Sequence[int], gone: int) -> Harm:
        """How much it harms if these fail."""
        lost = self._for_nothing(failed, gone)
        return Harm((lost & self._final).bit_count(), lost.bit_count(), gone.bit_count())

    def failure(self, failed: Sequence[int]) -> Failure:
        """What happens if these fail."""
        gone, more = self.stopped_by(failed)
        own = sum(self._bits[place] for place in failed)
        lost = self._for_nothing(failed, gone)
        return Failure(
            clauses=self._names(own),
            stops=self._names(gone),
            owed=self._names(self._all & ~gone & ~own),
            given=tuple(self._as_given(place, lost) for place in self._in(self._given(failed, gone))),
            only_together=self._names(more),
        )

    def _names(self, found: int) -> tuple[str, ...]:
        return tuple(self.going[place] for place in self._in(found))

    def _as_given(self, place: int, lost: int) -> Given:
        clause = self._instance.standing[self.going[place]]
        parties = () if clause.by is None else tuple(dict.fromkeys(map(str, clause.by.parties)))
        return Given(self.going[place], parties, clause.reversible, bool(self._bits[place] & lost))
