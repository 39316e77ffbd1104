"""What NegMAS makes of one domain: run by its own Python, as JSON from standard input to standard output.

Input: {"worths": [issue][option][party], "no_deal": [party], "stats": bool, "sampler": bool}. Times are CPU seconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import negmas
from negmas import LinearAdditiveUtilityFunction, make_issue, make_os
from negmas.preferences import ops


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def main() -> None:
    given = json.load(sys.stdin)
    worths, no_deal = given["worths"], given["no_deal"]
    issues = [make_issue([str(o) for o in range(len(options))], f"i{n}") for n, options in enumerate(worths)]
    space = make_os(issues)
    ufuns = [
        LinearAdditiveUtilityFunction(
            values={
                f"i{n}": {str(o): option[p] for o, option in enumerate(options)} for n, options in enumerate(worths)
            },
            weights={f"i{n}": 1.0 for n in range(len(worths))},
            outcome_space=space,
            reserved_value=no_deal[p],
        )
        for p in range(len(no_deal))
    ]
    result: dict[str, Any] = {"version": negmas.__version__}
    result["frontier_seconds"], (points, _) = timed(lambda: ops.pareto_frontier(ufuns, issues=issues))
    result["frontier"] = [list(map(float, point)) for point in points]
    if given["stats"]:
        result["stats_seconds"], stats = timed(lambda: ops.calc_scenario_stats(ufuns))
        result["stats_frontier"] = [list(map(float, point)) for point in stats.pareto_utils]
        for name, found in (("nash", stats.nash_utils), ("utilitarian", stats.max_welfare_utils)):
            result[name] = [list(map(float, point)) for point in found]
    if given["sampler"]:
        sampler = negmas.MOBANOSParetoSampler()
        result["sampler_seconds"], _ = timed(lambda: sampler.init(ufuns[0], ufuns[1]))
        result["sampler"] = [[float(u(o)) for u in ufuns] for o in sampler.pareto_outcomes()]
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
