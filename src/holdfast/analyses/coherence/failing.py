"""What if one fails: for each clause and each pair of clauses, not performed, what stops and who has given what.

Only structure: nothing is said of how likely it is, nor of what anybody would do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from holdfast.analyses.coherence.graph import Graph, Moment
from holdfast.analyses.coherence.instance import Instance, is_ongoing
from holdfast.solvers.ordering import Failures

#: How many pairs are kept at most: the most harmful ones, and those that stop more together than apart.
PAIRS: Final = 20
#: Of how many clauses all pairs are tried at most: of more, those that stop most by themselves.
PAIRED: Final = 300
_Stopped: TypeAlias = Callable[[int, Sequence[str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """A clause that has been performed by the time another fails."""

    clause: str
    parties: tuple[str, ...]
    reversible: bool | None


@dataclass(frozen=True, slots=True)
class Failure:
    """One clause or several that are not performed."""

    clauses: tuple[str, ...]
    stops: tuple[str, ...]
    """The clauses that cannot be performed then; how many is the harm."""
    owed: tuple[str, ...]
    """The clauses that are still owed."""
    given: tuple[Given, ...]
    """What others had to do first, and have then done for nothing that follows."""
    only_together: tuple[str, ...] = ()
    """Of a pair: what neither of the two stops alone."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Every clause's failure, and the pairs that matter, the most harmful first."""

    single: tuple[Failure, ...]
    pairs: tuple[Failure, ...]
    pairs_tried: int
    pairs_complete: bool
    """Whether these were all pairs; else those of the `PAIRED` clauses that stop most."""
    apart: tuple[str, ...]
    """The clauses that could not be performed anyway, and are left aside."""


def what_if(graph: Graph) -> WhatIf:
    """Lets each clause fail, and each pair of clauses, by the text alone.

    1. A clause fails with all its moments: it is neither begun, nor done in part, nor verified.
    2. What stops is what no longer comes. What had to come before a clause is what stops it by failing.
    3. Pairs: what stops is computed for all of them; those are kept that stop something only together, and the most
       harmful others up to `PAIRS`.
    """
    instance = graph.instance
    names = list(instance.standing)
    ends = {name: graph.number(Moment("performed", name)) for name in names}
    ordering = graph.ordering()
    came = ordering.comes()
    going = [name for name in names if came[ends[name]]]
    own: dict[str, list[int]] = {name: [] for name in names}
    for number, moment in enumerate(graph.moments):
        if moment.kind not in ("opens", "ends", "event"):
            own[moment.name].append(number)
    failures = ordering.stopped([own[name] for name in going])
    watched = [(name, 1 << ends[name]) for name in going]

    def stopped(bits: int, failed: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for name, bit in watched if bits & bit and name not in failed)

    stops = {name: stopped(failures.single[place], (name,)) for place, name in enumerate(going)}
    before: dict[str, list[str]] = {name: [] for name in going}
    for name, others in stops.items():
        for other in others:
            before[other].append(name)

    def failure(failed: tuple[str, ...], gone: tuple[str, ...], extra: tuple[str, ...] = ()) -> Failure:
        owed = tuple(name for name in going if name not in gone and name not in failed)
        return Failure(failed, gone, owed, tuple(_given(instance, failed, before, gone)), extra)

    paired = sorted(sorted(range(len(going)), key=lambda place: -len(stops[going[place]]))[:PAIRED])
    single = [failure((name,), stops[name]) for name in going]
    return WhatIf(
        single=tuple(sorted(single, key=lambda one: -len(one.stops))),
        pairs=tuple(failure(*one) for one in _pairs(going, paired, failures, stops, stopped, watched)),
        pairs_tried=len(paired) * (len(paired) - 1) // 2,
        pairs_complete=len(paired) == len(going),
        apart=tuple(name for name in names if name not in stops),
    )


def _pairs(
    going: list[str],
    paired: list[int],
    failures: Failures,
    stops: dict[str, tuple[str, ...]],
    stopped: _Stopped,
    watched: list[tuple[str, int]],
) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    mask = sum(bit for _, bit in watched)
    scored: list[tuple[bool, int, int, int, int]] = []
    for place, first in enumerate(paired):
        for second in paired[place + 1 :]:
            bits = failures.pair(first, second)
            apart = failures.single[first] | failures.single[second]
            more = bool(bits & ~apart & mask)
            harm = (bits & mask & ~watched[first][1] & ~watched[second][1]).bit_count()
            if more or harm:
                scored.append((not more, -harm, first, second, bits))
    scored.sort(key=lambda one: one[:4])
    kept = sorted(scored[:PAIRS], key=lambda one: one[1:4])
    found: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = []
    for _, _, first, second, bits in kept:
        failed = (going[first], going[second])
        gone = stopped(bits, failed)
        alone = {*stops[failed[0]], *stops[failed[1]]}
        found.append((failed, gone, tuple(name for name in gone if name not in alone)))
    return found


def _given(
    instance: Instance, failed: tuple[str, ...], before: dict[str, list[str]], gone: tuple[str, ...]
) -> Iterator[Given]:
    """What had to be done before the failing clauses, by others than those who fail; not what is one step with them."""
    failing = {party for name in failed for party in _owing(instance, name)}
    for name in dict.fromkeys(one for other in failed for one in before[other]):
        clause = instance.standing[name]
        owing = _owing(instance, name)
        if name not in failed and name not in gone and not is_ongoing(clause) and owing and not set(owing) <= failing:
            yield Given(name, owing, clause.reversible)


def _owing(instance: Instance, name: str) -> tuple[str, ...]:
    by = instance.standing[name].by
    return () if by is None else tuple(dict.fromkeys(map(str, by.parties)))
