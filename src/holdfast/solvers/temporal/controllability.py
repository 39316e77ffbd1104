"""Can the parties keep every requirement, whatever the durations turn out to be that nobody controls?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from holdfast.solvers.temporal._search import Search
from holdfast.solvers.temporal.network import (
    Amounts,
    Conflict,
    Contingent,
    Network,
    conflict_of,
    restricted,
    subnetwork,
)

_Part: TypeAlias = tuple[int, str]
_TRIALS: Final = 200
"""How many links a conflict may have for each to be tried without."""


@dataclass(frozen=True, slots=True)
class Control:
    """Whether a network is dynamically controllable, and what stands against it."""

    conflict: Conflict | None
    minimal: bool = True
    """Whether nothing can be left out of the conflict (a bound of a requirement, a contingent link)."""

    @property
    def holds(self) -> bool:
        """Whether it is controllable."""
        return self.conflict is None


def controllable(network: Network, *, minimal: bool = True) -> Control:
    """Dynamic controllability: can dates be chosen as time passes, knowing what has ended so far and no more?

    What ends at a moment is known at that moment and may be answered in the same one. Who controls what is in the
    network: one party's view has the others' durations as contingent links.

    1. The search of `_search` (Hunsberger and Posenato 2022) says yes, or finds a cycle of negative length.
    2. The cycle's derived edges are replaced by what they stand for, down to bounds of links, with how often each
       counts. These links alone are uncontrollable.
    3. By deletion: each is left out in turn, the last first, and stays out where the rest is still uncontrollable
       (whose conflict then takes its place). A cycle of requirements alone, each once, is minimal as it is.

    Args:
        network: the links.
        minimal: whether to do step 3, for conflicts of up to 200 links.

    Returns:
        The conflict of a network that is not controllable, as a budget. Its sum is not always all there is to mend:
        `loosen` knows the smallest change.
    """
    failure = Search(network).failure
    if failure is None:
        return Control(None)
    amounts = failure.sums[0]
    parts = _parts(network, amounts)
    if all(side for _, side in parts):
        return Control(conflict_of(network, amounts))  # a cycle of given edges: no point twice, so nothing to spare
    if not minimal or len(parts) > _TRIALS:
        return Control(conflict_of(network, amounts), False)
    return Control(conflict_of(network, _deleted(network, amounts)))


def _deleted(network: Network, amounts: Amounts) -> Amounts:
    """Step 3, on the edges of the whole network."""
    wanted = _parts(network, amounts)
    needed = set[_Part]()
    while left := [part for part in wanted if part not in needed]:
        part = left[-1]
        fewer = _failing(network, [other for other in wanted if other != part])
        if fewer is None:
            needed.add(part)
        else:
            amounts, wanted = fewer, _parts(network, fewer)
    return amounts


def _parts(network: Network, amounts: Amounts) -> list[_Part]:
    """What can be left out: bounds of requirements, whole contingent links."""
    first_contingent = len(network.requirements)
    edges = [network.edges[number] for number in amounts]
    return sorted({(edge.link, edge.bound if edge.link < first_contingent else "") for edge in edges})


def _failing(network: Network, parts: Iterable[_Part]) -> Amounts | None:
    """The conflict of these parts by themselves, in edges of the whole network."""
    links, sides = network.links, dict[int, set[str]]()
    for number, side in parts:
        sides.setdefault(number, set()).add(side)
    smaller = subnetwork(
        link if isinstance(link, Contingent) else restricted(link, sides[number])
        for number in sorted(sides)
        for link in (links[number],)
    )
    failure = Search(smaller).failure
    if failure is None:
        return None
    numbers = sorted(sides)
    whole = {(edge.link, edge.kind, edge.bound): number for number, edge in enumerate(network.edges)}
    found: Amounts = {}
    for number, times in failure.sums[0].items():
        edge = smaller.edges[number]
        found[whole[numbers[edge.link], edge.kind, edge.bound]] = times
    return found
