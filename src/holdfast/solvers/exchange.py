"""Exchange in parts: what has to be lost by defecting so that each part is safe to hand over.

A supplier delivers chunks; the receiver values chunk i at v_i and it costs the supplier c_i; money can be split as one
likes. Chunk j can be delivered safely, whatever has been paid, if its value to the receiver is at most the sum of
``v_i - c_i`` over the chunks that remain (j with them) plus what defecting costs both (Sandholm, Lesser 1995;
Sandholm, Wang 2002). Where neither side has money, each hands over parts in turn (`in_turn`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from holdfast.solvers.schedule import Deal, Floats, largest_need


def defection_costs(values: Sequence[float], costs: Sequence[float]) -> tuple[float, ...]:
    """For each chunk the smallest cost of defection (both sides' together) with which it is safe; at least 0.

    Args:
        values: what each chunk is worth to the receiver, in the order of delivery.
        costs: what each costs the supplier.

    Raises:
        ValueError: where there are not equally many.
    """
    v, c = np.asarray(values, dtype=np.float64), np.asarray(costs, dtype=np.float64)
    if v.shape != c.shape or v.ndim != 1:
        raise ValueError("each chunk has a value and a cost")
    remaining = np.cumsum((v - c)[::-1])[::-1]
    return tuple(float(one) for one in np.maximum(v - remaining, 0.0))


def is_safe(values: Sequence[float], costs: Sequence[float], defection: float) -> bool:
    """Whether every chunk can be delivered safely at that cost of defection."""
    return all(need <= defection for need in defection_costs(values, costs))


def in_turn(one: Deal, sides: Sequence[Sequence[int]], parts: int) -> Deal:
    """The exchange of some steps alone, in equal parts: part k of the first side, of the second, and so on, then k+1.

    Args:
        one: the deal that the steps are taken from.
        sides: for each side its steps, in the order in which the sides move. All that a side does in a round is one
            step.
        parts: into how many parts everything is split, at least 1.
    """
    if parts < 1:
        raise ValueError("there is at least one part")
    found = {}
    for name in ("stays", "fades", "shifts"):
        matrix: Floats = getattr(one, name)
        round_ = np.stack([matrix[..., list(side), :].sum(axis=-2) / parts for side in sides], axis=-2)
        found[name] = np.concatenate([round_] * parts, axis=-2)
    actors = [tuple(dict.fromkeys(party for step in side for party in one.actors[step])) for side in sides]
    return Deal(
        stays=found["stays"],
        fades=found["fades"],
        shifts=found["shifts"],
        forfeits=np.zeros(found["stays"].shape[-2:]),
        stop=one.stop,
        prize=one.prize,
        chance=one.chance,
        cost=one.cost,
        final=np.zeros_like(one.final),
        actors=tuple(actors) * parts,
        asked=one.asked,
        hazard=one.hazard,
    )


def parts_curve(one: Deal, sides: Sequence[Sequence[int]], most: int = 12) -> tuple[float, ...]:
    """The largest guarantee that the exchange alone needs in 1, 2, … `most` parts, whoever of the sides moves first.

    One part is the bulk exchange.
    """
    turned = [list(sides)[at:] + list(sides)[:at] for at in range(len(sides))]
    return tuple(
        min(float(largest_need(split, range(split.steps))) for split in (in_turn(one, way, parts) for way in turned))
        for parts in range(1, most + 1)
    )
