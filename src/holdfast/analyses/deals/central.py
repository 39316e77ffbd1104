"""The middle of what is known of worths, as point values for analyses that need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from immutabledict import immutabledict

from holdfast.analyses.deals.judged_records import Judged


@dataclass(frozen=True, slots=True)
class Central:
    """The mean of all worths that fit, as one point: what a party's options and no deal are worth, shares of one."""

    options: Mapping[str, Mapping[str, float]]
    """Issue to option to worth, ``left-open`` among them; what makes no difference is worth 0."""
    no_deal: float


def central_worths(found: Judged) -> Mapping[str, Central]:
    """For each party for which something was drawn the mean worths: point values for analyses that need them."""
    result: dict[str, Central] = {}
    packages = found.drawn.packages
    for known, sample in zip(found.drawn.worths, found.drawn.samples, strict=True):
        if sample is None:
            continue
        means = sample.points.mean((0, 1))
        options: dict[str, Mapping[str, float]] = {}
        for issue, names in zip(packages.issues, packages.options, strict=True):
            columns = {name: known.columns.get((issue, name)) for name in names}
            options[issue] = immutabledict({n: 0.0 if at is None else float(means[at]) for n, at in columns.items()})
        result[known.party] = Central(immutabledict(options), float(means[known.level]))
    return immutabledict(result)
