"""What the acceptance of the best package rests on: each statement and judgement dropped, each wish made to bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from immutabledict import immutabledict

from holdfast.analyses.deals.demands import demands, violated
from holdfast.analyses.deals.judged import draw, shares
from holdfast.analyses.deals.judged_records import Drawn, Judged
from holdfast.analyses.deals.worths import Known, Worths
from holdfast.analyses.progress import Progress
from holdfast.case.case import Case
from holdfast.solvers.acceptance import Shares
from holdfast.solvers.polytope import Bools, Floats, Ints

#: How many packages are kept as candidates for the best after a change.
_CANDIDATES: Final = 2_000
#: How many independent points each change is drawn with: a share known to two points in a hundred.
_SIZE: Final = 2_401


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change does."""

    party: str
    change: Literal["dropped", "binding"]
    """``binding``: a demand of firmness preference coded as a position."""
    known: Known
    """What is changed: a statement, or a judgement."""
    same: float | None
    """The share of combinations of judgements by which all accept the package that was the best; None: not drawn."""
    error: float | None
    """Its standard error."""
    best: float | None
    """That of the package which is the best after the change."""
    package: immutabledict[str, str] | None
    """That package."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Changes, those that move the best package's acceptance most first."""

    package: immutabledict[str, str] | None
    value: float
    effects: tuple[Effect, ...]
    left_out: int
    """How many changes were not tried, for want of time."""


def sensitivity(case: Case, found: Judged, *, limit: int = 40, progress: Progress | None = None) -> Sensitivity:
    """How the share of the best package changes with each statement and judgement.

    Each is dropped by itself, the party's worths are drawn anew (fewer than before, which the errors show), and the
    packages are counted anew; demands of firmness preference are made to bind instead. Other parties are left as they
    are.

    Args:
        case: the case that was judged.
        found: the packages as judged.
        limit: how many changes are tried, in the order of the case; those left out are counted.
        progress: is told what is being done.
    """
    drawn = found.drawn
    if not found.consistent or not found.shown:
        return Sensitivity(None, 0.0, (), 0)
    best = found.shown[0].number
    now = float(drawn.share[:, best].prod())
    changes = [(row, change) for row in range(len(drawn.worths)) for change in _changes(case, found, row)]
    place = {party: number for number, party in enumerate(case.parties)}
    effects = []
    for done, (row, (known, change, worths, holds)) in enumerate(changes[:limit]):
        others = np.delete(drawn.share, row, axis=0).prod(0)
        candidates = _candidates(others, holds, drawn.share[row], best)
        share = _share(drawn, row, worths, holds, candidates, place[worths.party])
        same = top = error = None
        package = None
        if share is not None:
            together = share.share * others[candidates]
            at, before = int(np.argmax(together)), int(np.searchsorted(candidates, best))
            same, top = float(together[before]), float(together[at])
            error = float(share.error[before] * others[best])
            package = immutabledict(drawn.packages.package(int(candidates[at])))
        effects.append(Effect(worths.party, change, known, same, error, top, package))
        if progress is not None:
            progress("dropping what was said, one by one", (done + 1) / min(len(changes), limit))
    effects.sort(key=lambda one: -1.0 if one.same is None else -abs(one.same - now))
    return Sensitivity(immutabledict(drawn.packages.package(best)), now, tuple(effects), max(len(changes) - limit, 0))


_Change = tuple[Known, Literal["dropped", "binding"], Worths, Bools]


def _changes(case: Case, found: Judged, row: int) -> Iterator[_Change]:
    drawn = found.drawn
    worths = drawn.worths[row]
    for tag, known in enumerate(worths.known):
        yield known, "dropped", worths.without([tag]), drawn.holds[row]
    names = demands(case, worths.party, found.as_of)
    bars = {name: violated(drawn.problem, name, drawn.packages) for name in names}
    binding = [name for name in names if case.statements[name].firmness != "preference"]
    for name in names:
        known = Known("statement", statement=name, compartment=case.compartment_of(name))
        if name not in binding:
            yield known, "binding", worths, drawn.holds[row] & ~bars[name]
        elif bars[name].any():
            rest = np.ones_like(drawn.holds[row])
            for other in binding:
                if other != name:
                    rest &= ~bars[other]
            yield known, "dropped", worths, rest


def _candidates(others: Floats, holds: Bools, share: Floats, best: int) -> Ints:
    some = np.flatnonzero(holds & (others > 0))
    if len(some) > _CANDIDATES:
        some = some[np.lexsort((-share[some], -others[some]))[:_CANDIDATES]]
    return np.unique(np.append(some, best))


def _share(drawn: Drawn, row: int, worths: Worths, holds: Bools, candidates: Ints, place: int) -> Shares | None:
    sample = drawn.samples[row]
    if worths is not drawn.worths[row]:
        sample, _ = draw(worths, drawn.seed, place, min(drawn.size, _SIZE))
    if sample is None:
        return None
    return shares(worths, sample, drawn.columns[row][candidates], holds[candidates])
