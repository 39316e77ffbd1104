"""Efficient and fair packages: beside NegMAS 0.16 in one run, and beyond what can be enumerated.

python benchmarks/deals.py [--json] [--quick] [--most PACKAGES]

NegMAS is a peer for comparison, heavy and in an environment of its own: `python3 dev.py bench deals` installs it from
requirements-peers.lock into .venv-peers; or name a Python that has it in $HOLDFAST_PEERS. Where it is missing its part
is reported as missing and the exit code is 1.

Instances: numpy's default_rng (PCG64) with the seeds below, worths uniform on [0, 1), every issue's worst option 0.
Times are CPU seconds, results compared before anything is reported.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import numpy.typing as npt

from benchmarks._table import ROOT, Table, run
from holdfast.solvers.frontier import Frontier, forecast, frontier, thin_frontier, utilities
from holdfast.solvers.frontier.points import Points, points

Reals = npt.NDArray[np.float64]
SEED: Final = 5
PEERS: Final = ROOT / ".venv-peers" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
#: The largest domain that is compared; set by --quick and --most.
MOST = 1_000_000


def peer() -> list[str] | None:
    """The Python that has NegMAS; None where there is none."""
    python = os.environ.get("HOLDFAST_PEERS") or str(PEERS)
    return [python, str(ROOT / "benchmarks" / "_negmas_peer.py")] if Path(python).exists() else None


def random_worths(parties: int, issues: int, options: int, *, opposed: bool = False, seed: int = SEED) -> Reals:
    """Worths by issue, option and party: independent, or with the orders of the two parties opposed."""
    worths = np.random.default_rng(seed).random((issues, options, parties))
    if opposed:
        worths.sort(axis=1)
        worths[:, :, 1] = worths[:, ::-1, 1]
    worths -= worths.min(axis=1, keepdims=True)
    return worths


def constant_sum(parties: int, issues: int, options: int) -> Reals:
    """Worths in thousandths that sum to the same for every option: every package is efficient."""
    worths = np.random.default_rng(SEED).integers(0, 10**9, (issues, options, parties)).astype(np.float64)
    worths[:, :, -1] = parties * 10**9 - worths[:, :, :-1].sum(axis=2)
    return worths


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def ours(worths: Reals, no_deal: list[float]) -> tuple[float, float, Frontier, Points]:
    """Seconds for the frontier, and for it with all named points, their ties and a package of each; the results."""

    def build() -> Frontier:
        return frontier(utilities(worths.tolist()))

    def name(found: Frontier) -> Points:
        rated = points(found, no_deal)
        places = sorted({place for point in rated.points for place in point.places})
        found.multiplicities(places)
        for place in places:
            found.packages(place)
        return rated

    build()  # once, so that nothing is counted that only a first call does
    one = min((timed(build) for _ in range(3)), key=lambda pair: pair[0])
    seconds, rated = timed(lambda: name(one[1]))
    return one[0], one[0] + seconds, one[1], rated


def real(found: Frontier, places: tuple[int, ...] | None = None) -> Reals:
    """Points as numbers, one a row, sorted."""
    chosen = found.points if places is None else found.points[:, list(places)]
    worths = chosen.T * np.array([float(unit) for unit in found.utilities.units])
    return np.array(sorted(worths.tolist()))


def same(ours: Reals, theirs: list[list[float]]) -> None:
    """Raises AssertionError where two sets of points differ by more than rounding."""
    # NegMAS lists equal points as often as rounding tells them apart.
    rows = np.array(sorted(theirs))
    assert len(rows) >= len(ours), (len(rows), len(ours))
    for a, b in ((ours, rows), (rows, ours)):
        for row in a:
            assert np.abs(b - row).max(axis=1).min() < 1e-9, row


def beside(table: Table, command: list[str], parties: int, issues: int) -> None:
    """One domain of 10 ** issues packages, with NegMAS and here."""
    size = 10**issues
    worths = random_worths(parties, issues, 10)
    no_deal = [0.0] * parties
    task = {"worths": worths.tolist(), "no_deal": no_deal, "stats": True, "sampler": parties == 2}
    ran = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"NegMAS failed:\n{ran.stderr[-2000:]}")
    theirs = json.loads(ran.stdout[ran.stdout.index('{"version"') :])
    assert theirs["version"].startswith("0.16"), f"NegMAS {theirs['version']}, and 0.16 is meant"
    first, all_, found, rated = ours(worths, no_deal)
    same(real(found), theirs["frontier"])
    same(real(found), theirs["stats_frontier"])
    same(real(found, rated["nash"].places), theirs["nash"])
    same(real(found, rated["utilitarian"].places), theirs["utilitarian"])
    what = f"{parties} parties, 10^{issues} packages"
    least = 100 if size == 10**6 else None
    table.add(f"{what}: efficient points", len(found), "points")
    table.add(f"{what}: NegMAS pareto_frontier", theirs["frontier_seconds"], "s CPU")
    table.add(f"{what}: frontier here", first, "s CPU")
    table.add(f"{what}: times as fast", theirs["frontier_seconds"] / first, "×", at_least=least)
    table.add(f"{what}: NegMAS calc_stats", theirs["stats_seconds"], "s CPU")
    table.add(f"{what}: frontier and points here", all_, "s CPU")
    table.add(f"{what}: times as fast", theirs["stats_seconds"] / all_, "×", at_least=least)
    if "sampler" in theirs:
        same(real(found), theirs["sampler"])
        table.add(f"{what}: NegMAS MOBANOS", theirs["sampler_seconds"], "s CPU")
        table.add(f"{what}: times as fast as MOBANOS", theirs["sampler_seconds"] / first, "×")


#: Label, parties, issues, options, whether the orders are opposed.
BEYOND: Final = (
    ("2 parties, 50 × 10, independent", 2, 50, 10, False),
    ("2 parties, 50 × 10, orders opposed", 2, 50, 10, True),
    ("3 parties, 30 × 5", 3, 30, 5, False),
    ("4 parties, 10 × 5", 4, 10, 5, False),
)
#: Numbers of issues: how the time grows.
GROWTH: Final = ((2, 10, True, (10, 20, 40, 80)), (3, 5, False, (10, 20, 40)), (4, 5, False, (6, 8, 10, 12)))


def beyond(table: Table) -> None:
    """Random domains that nobody can enumerate."""
    for label, parties, issues, options, opposed in BEYOND:
        _, all_, found, _ = ours(random_worths(parties, issues, options, opposed=opposed), [0.0] * parties)
        check(found, random_worths(parties, issues, options, opposed=opposed))
        table.add(f"{label}: efficient points (seed {SEED})", len(found), "points")
        table.add(f"{label}: frontier and points", all_, "s CPU", at_most=1)
    for parties, options, opposed, sizes in GROWTH:
        for issues in sizes:
            worths = random_worths(parties, issues, options, opposed=opposed)
            seconds, found = timed(partial(_frontier, worths))
            label = f"growth: {parties} parties, {issues} × {options}"
            table.add(f"{label}: {len(found)} points", seconds, "s CPU")


def _frontier(worths: Reals) -> Frontier:
    return frontier(utilities(worths.tolist()))


def check(found: Frontier, worths: Reals) -> None:
    """That no random package dominates a point, that points are attained, and that none dominates another."""
    chance = np.random.default_rng(1)
    efficient = real(found)
    issues, options, _ = worths.shape
    for _ in range(2000):
        package = chance.integers(0, options, issues)
        worth = worths[np.arange(issues), package].sum(axis=0)
        assert (efficient >= worth - 1e-9).all(axis=1).any(), worth
    for place in chance.integers(0, len(found), 50).tolist():
        (attained,) = found.packages(place)
        assert found.utilities.worth(attained) == tuple(found.points[:, place].tolist())
        point = found.points[:, place, None]
        assert not ((found.points >= point).all(axis=0) & (found.points > point).any(axis=0)).any()


def constant(table: Table) -> None:
    """Interests whose sum is constant: a forecast, then an ε-frontier."""
    for parties, issues, options in ((2, 50, 10), (3, 30, 5)):
        worths = constant_sum(parties, issues, options)

        def both(worths: Reals = worths) -> tuple[float, Frontier]:
            one = utilities(worths.tolist())
            return forecast(one).about, thin_frontier(one)

        seconds, (about, thin) = timed(both)
        assert about > 0.9 * float(options) ** issues
        spans = [high - low for low, high in thin.utilities.span]
        loss = max(miss / span for miss, span in zip(thin.loss, spans, strict=True))
        covered(thin, worths)
        label = f"constant sum, {parties} parties, {issues} × {options}"
        table.add(f"{label}: forecast", about, "points")
        table.add(f"{label}: forecast and ε-frontier", seconds, "s CPU", at_most=10)
        table.add(f"{label}: its points", len(thin), "points")
        table.add(f"{label}: its guarantee", 100 * loss, "% of a party's range")


def covered(thin: Frontier, worths: Reals) -> None:
    """That random packages are missed by no more than the guarantee."""
    chance = np.random.default_rng(1)
    issues, options, _ = worths.shape
    for _ in range(300):
        package: list[int] = chance.integers(0, options, (issues,)).tolist()
        worth = np.array(thin.utilities.worth(package), np.int64)
        slack = worth - np.array(thin.loss, np.int64)
        assert (thin.points >= slack[:, None]).all(axis=0).any(), worth


def measure(table: Table) -> None:
    beyond(table)
    constant(table)
    command = peer()
    if command is None:
        table.add("NegMAS 0.16 (python3 dev.py bench deals installs it into .venv-peers)", 0, "found", at_least=1)
        return
    for parties in (2, 3):
        for issues in (3, 4, 5, 6):
            if 10**issues <= MOST:
                beside(table, command, parties, issues)


def options(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], None]:
    parser.add_argument("--quick", action="store_true", help="compare with NegMAS up to 10^4 packages only")
    parser.add_argument("--most", type=int, default=MOST, help="the largest number of packages compared with NegMAS")

    def told(chosen: argparse.Namespace) -> None:
        global MOST
        MOST = min(chosen.most, 10_000) if chosen.quick else chosen.most

    return told


if __name__ == "__main__":
    sys.exit(run(measure, options=options))
