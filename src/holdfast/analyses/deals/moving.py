"""The cheapest movements: which statements would have to be given up, by whom, and what that opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from holdfast.analyses.deals.blocked import Block
from holdfast.analyses.deals.records import Move, Movement, Movements, RungName
from holdfast.analyses.deals.said import issues_of
from holdfast.analyses.progress import Progress, unheard
from holdfast.case import conditions as c
from holdfast.case.conditions import LEFT_OPEN, Condition

#: How many of the cheapest movements are looked for, and how many more until each party has one.
CHEAPEST: Final = 6
_SEARCHED: Final = 100


def movements(block: Block, rung: RungName, told: Progress = unheard) -> Movements:
    """The movements that open a full package on a rung that has none.

    1. The cheapest of all: minimal corrections by firmness.
    2. For each party none of them is of alone: the cheapest that it could make alone; where it cannot open a package
       alone, the cheapest minimal one in which it takes part.
    """
    told("looking for the cheapest movements", 0.0)
    table = block.table
    tags = block.on(rung)
    answer = block.cheapest.corrections(block.ranks, bound=CHEAPEST, among=tags)
    found = dict.fromkeys(answer.sets)
    without = []
    for party in table.needed:
        told("looking for the cheapest movements", 0.1)
        own = {tag for tag in tags if table.binding.get(block.names[tag], ()) == (party,)}
        if any(one <= own for one in found):
            continue
        kept = [tag for tag in tags if tag not in own]
        alone = block.cheapest.corrections(block.ranks, bound=1, among=tags, kept=kept)
        if alone.sets:
            found[alone.sets[0]] = None
            continue
        involved = {tag for tag in tags if party in table.binding.get(block.names[tag], ())}
        if any(one & involved for one in found):
            continue
        if not answer.complete:
            more = block.cheapest.corrections(block.ranks, bound=_SEARCHED, among=tags)
            first = next((one for one in more.sets if one & involved), None)
            if first is not None:
                found[first] = None
                continue
        without.append(party)
    order = [one for one in sorted(found, key=lambda one: (_cost(block, one), sorted(one))) if one]
    listed = []
    for place, one in enumerate(order):
        told("seeing what movements open", place / len(order))
        listed.append(_movement(block, rung, one))
    return Movements(
        rung=rung,
        found=tuple(listed),
        complete=answer.complete,
        without=tuple(without),
    )


def _cost(block: Block, tags: frozenset[int]) -> tuple[int, ...]:
    return tuple(sum(block.ranks[tag] == rank for tag in tags) for rank in (3, 2, 1))


def _movement(block: Block, rung: RungName, tags: frozenset[int]) -> Movement:
    table = block.table
    binding = [name for name in table.on(rung) if name not in {block.names[tag] for tag in tags}]
    hard = (*(table.keeps(name) for name in binding), *table.full)
    plan = table.plans(hard, [*binding, *(block.names[tag] for tag in tags)], 1)[0]
    names = [block.names[tag] for tag in sorted(tags)]
    movers = {party for name in names for party in table.binding[name]}
    return Movement(
        movers=tuple(party for party in table.needed if party in movers),
        moves=tuple(_move(block, name, plan.package) for name in names),
        opens=plan,
        count=table.count(*hard),
    )


def _move(block: Block, name: str, package: Mapping[str, str]) -> Move:
    """What the speakers of a statement would have to say, where the package is to be agreed."""
    case = block.table.problem.case
    one = case.statements[name]
    wanted = one.requires or one.refuses
    assert wanted is not None  # only demands are moved
    named = issues_of(case, wanted)
    chosen: list[Condition] = [
        c.Choice(issue, (option,)) for issue, option in package.items() if issue in named and option != LEFT_OPEN
    ]
    accept = c.conjunction(chosen) if chosen else wanted if one.refuses is not None else c.Not(wanted)
    without = one.unless if one.refuses is not None else None
    return Move(name, block.table.binding[name], one.firmness, accept, without)
