"""The best order of 2^24 sets and of 40 steps, and 10,000 sampled judgements, against plain Python.

python benchmarks/hold.py [--json]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._table import Table, run
from holdfast.solvers.ideals import is_order
from holdfast.solvers.orders import Best, best_order
from holdfast.solvers.schedule import Deal, deal, largest_need, play, split

DRAWS = 10_000


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def drawn(steps: int, seed: int = 1, parties: int = 2) -> Deal:
    """Steps that cost whoever acts and bring the others something; a part is lost on a collapse, chances shift."""
    rng = np.random.default_rng(seed)
    actors = [(int(rng.integers(parties)),) for _ in range(steps)]
    worth = rng.integers(0, 20, (steps, parties)).astype(float)
    for step, (actor,) in enumerate(actors):
        worth[step, actor] *= -0.8
    kept = rng.random((steps, parties)) < 0.6
    shifts = rng.integers(-2, 3, (steps, parties)) / 20
    return deal(worth, actors, kept=kept, shifts=shifts, prize=50.0, chance=0.4, cost=18.0)


def tracks(steps: int, wide: int, seed: int = 0) -> list[list[int]]:
    """Rules as drafts have them: `wide` tracks of steps that follow each other, with some links between tracks."""
    rng = np.random.default_rng(seed)
    rules = []
    for step in range(steps):
        mask = 1 << (step - wide) if step >= wide else 0
        if step >= wide and rng.random() < 0.12:
            mask |= 1 << int(rng.integers(0, step - wide + 1))
        rules.append([mask])
    return rules


def plain_best(one: Deal, rules: list[list[int]]) -> float:
    """The smallest largest need, by the same recursion over sets in plain Python."""
    steps, parties = one.steps, one.parties
    stays, shifts = one.stays.tolist(), one.shifts.tolist()
    prize, chance, cost, stop = (part.tolist() for part in (one.prize, one.chance, one.cost, one.stop))
    total = one.total.tolist()
    best = {0: 0.0}
    sums = {0: ([0.0] * parties, [0.0] * parties)}
    for level in range(steps + 1):
        grown: dict[int, float] = {}
        reached: dict[int, tuple[list[float], list[float]]] = {}
        for state, peak in best.items():
            kept, moved = sums[state]
            if level < steps:
                for p in range(parties):
                    outside = max(stop[p], min(1.0, max(0.0, chance[p] + moved[p])) * prize[p] - cost[p])
                    peak = max(peak, kept[p] + outside - total[p])
            for step in range(steps):
                if not state >> step & 1 and any(state & mask == mask for mask in rules[step]):
                    after = state | 1 << step
                    if peak < grown.get(after, float("inf")):
                        grown[after] = peak
                    if after not in reached:
                        reached[after] = (
                            [a + b for a, b in zip(kept, stays[step], strict=True)],
                            [a + b for a, b in zip(moved, shifts[step], strict=True)],
                        )
        if level == steps:
            return next(iter(best.values()))
        best, sums = grown, reached
    raise AssertionError


def plain_play(one: Deal, order: range) -> list[float]:
    """The margins at the beginning, in plain Python, for a deal without samples."""
    steps, parties = one.steps, one.parties
    stays, fades, shifts = one.stays.tolist(), one.fades.tolist(), one.shifts.tolist()
    prize, chance, cost, stop = (part.tolist() for part in (one.prize, one.chance, one.cost, one.stop))
    kept, moved = [[0.0] * parties], [[0.0] * parties]
    for step in order:
        kept.append([a + b for a, b in zip(kept[-1], stays[step], strict=True)])
        moved.append([a + b for a, b in zip(moved[-1], shifts[step], strict=True)])
    value = [kept[-1][p] + sum(fades[step][p] for step in order) for p in range(parties)]
    margins = [0.0] * parties
    for k in range(steps - 1, -1, -1):
        war = [min(1.0, max(0.0, chance[p] + moved[k][p])) * prize[p] - cost[p] for p in range(parties)]
        leave = [kept[k][p] + max(stop[p], war[p]) for p in range(parties)]
        margins = [value[p] - leave[p] for p in range(parties)]
        acting = one.actors[order[k]]
        for party in (*acting, *(p for p in range(parties) if p not in acting)):
            if margins[party] < -1e-9:
                way = war if war[party] > stop[party] else stop
                value = [kept[k][p] + way[p] for p in range(parties)]
                value[party] = leave[party]
                break
    return margins


def sampled(one: Deal, draws: int, seed: int = 2) -> Deal:
    """The same deal with worths drawn within ranges of 10."""
    rng = np.random.default_rng(seed)
    worth = (one.stays + one.fades) + 10 * rng.random((draws, one.steps, one.parties)) - 5
    stays, fades = split(worth, one.fades == 0)
    return Deal(**{
        **{name: getattr(one, name) for name in one.__dataclass_fields__},
        "stays": stays,
        "fades": fades,
    })  # fmt: skip


def _best(found: list[Best], one: Deal, rules: list[list[int]]) -> None:
    found.append(best_order(one, rules))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(table: Table) -> None:
    """First what is right, then how long it takes; the ratio is against the same recursion in plain Python."""
    small, rules = drawn(16), tracks(16, 8)
    found: list[Best] = []
    seconds = _seconds(partial(_best, found, small, rules))
    plain: list[float] = []
    slow = _seconds(lambda: plain.append(plain_best(small, rules)))
    assert abs(found[0].need - plain[0]) < 1e-9
    assert is_order(rules, found[0].order)
    for steps, wide in ((40, 6), (40, 7), (40, 8)):
        one, rules = drawn(steps), tracks(steps, wide)
        found.clear()
        seconds = _seconds(partial(_best, found, one, rules))
        target = 3.0 if found[0].states >= 1_000_000 else None
        assert abs(float(largest_need(one, found[0].order)) - found[0].need) < 1e-9
        table.add(f"best order of 40 steps, {found[0].states:,} sets", seconds, "s CPU", at_most=target)
    one, rules = drawn(40), tracks(40, 6)
    found.clear()
    plain.clear()
    seconds = _seconds(partial(_best, found, one, rules))
    slow = _seconds(lambda: plain.append(plain_best(one, rules)))
    assert abs(found[0].need - plain[0]) < 1e-9
    table.add(f"plain Python to ours, {found[0].states:,} sets", slow / seconds, "times", at_least=10)
    for steps in (20, 22, 24):
        one, rules = drawn(steps), [[0]] * steps
        found.clear()
        seconds = _seconds(partial(_best, found, one, rules))
        assert found[0].states == 1 << steps
        assert abs(float(largest_need(one, found[0].order)) - found[0].need) < 1e-9
        target = 20.0 if steps == 24 else None
        table.add(f"best order of {steps} independent steps", seconds, "s CPU", at_most=target)
    table.add("memory at most so far", _memory(), "MiB", at_most=1024)
    one = drawn(40)
    many = sampled(one, DRAWS)
    seconds = _seconds(lambda: play(many, range(40)))
    table.add("10,000 judgements of 40 steps", seconds, "s CPU", at_most=1.0)
    singles = [
        Deal(
            **{
                **{n: getattr(many, n) for n in many.__dataclass_fields__},
                "stays": many.stays[i],
                "fades": many.fades[i],
            }
        )
        for i in range(200)
    ]
    margins = play(many, range(40)).margins[:200, 0]
    assert np.allclose(margins, [plain_play(single, range(40)) for single in singles])
    slow = _seconds(lambda: [plain_play(single, range(40)) for single in singles]) * DRAWS / len(singles)
    table.add("plain Python to ours, 10,000 judgements", slow / seconds, "times", at_least=10)
    for draws in (1_000, 100_000):
        more = sampled(one, draws)
        table.add(f"{draws:,} judgements of 40 steps", _seconds(partial(play, more, range(40))), "s CPU")


if __name__ == "__main__":
    sys.exit(run(measure))
