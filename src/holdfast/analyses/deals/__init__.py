"""Question 2: is there a deal that all can accept? If not, what blocks it, and what would open one?

* Read once for all: `reading` (a case as formulas over packages), `demands`, `limits` (rule packages out), `said`.
* The ladder (`deals`): `ladder`, `blocked`, `moving`, `proposed`, `ratifying`; what comes of it in `records`.
* Preferences known in part (`preferences`): `worths` (what bounds them), `judged`, `questions`, `sensitivity`;
  `central` (their means); what comes of it in `judged_records`.
* Efficient and fair packages (`fair`): `fair_worths` (worths as numbers), `fair_problem`, `fair_orders` (fallback
  bargaining); what comes of it in `fair_records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from immutabledict import immutabledict

from holdfast.analyses.because import Because, because
from holdfast.analyses.deals.blocked import Block
from holdfast.analyses.deals.ladder import Table, everybody_says_yes, largest, rung
from holdfast.analyses.deals.moving import movements
from holdfast.analyses.deals.proposed import proposed
from holdfast.analyses.deals.records import (
    RUNGS,
    Core,
    Count,
    Deals,
    FactionVote,
    Flip,
    Move,
    Movement,
    Movements,
    Package,
    Partial,
    Plan,
    Prompt,
    Proposed,
    Ratification,
    Rung,
    RungName,
    Standing,
    Status,
)
from holdfast.analyses.deals.said import issues_of
from holdfast.analyses.progress import Progress, unheard
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import Condition


def deals(
    case: Case,
    *,
    as_of: date | None = None,
    draft: Draft | None = None,
    given: Iterable[Condition] = (),
    rungs: Sequence[RungName] = tuple(RUNGS),
    limit: int = 5,
    cores: int = 5,
    with_movements: bool | None = None,
    progress: Progress | None = None,
) -> Deals:
    """Which packages lie within what those whose consent is needed have said; what blocks, and what would open one.

    1. Read the rules of the world as hard, each current demand of those whose consent is needed as a formula tagged
       with its statement, and the clauses of the draft as what a package brings (`reading`).
    2. For each rung: count the full packages, list some, those first that rest on the most words of acceptance; where
       there are none, the largest sets of issues that can be settled together (`ladder`).
    3. Where a rung has none: the smallest and least firm minimal sets of statements that cannot all stand (`blocked`),
       and the cheapest minimal sets whose giving up opens a package, no red line before any number of bottom lines
       (`moving`).
    4. Statements whose other coding would change the answer.

    Args:
        case: the case.
        as_of: the day whose statements count; the case's own where it is None, and all where that is None too.
        draft: which draft; the case's default where None.
        given: what is supposed, such as ``withdrawal = full``.
        rungs: which rungs of the ladder.
        limit: how many packages of each kind are listed.
        cores: how many minimal sets are looked for on each rung.
        with_movements: whether to compute the movements and the codings that flip the answer, which could serve as a
            manual for defecting. Where None: if the case was loaded for the desk.
        progress: told what is being done and how far it has come, from 0 to 1. What it raises ends the work; a step
            takes a second or so even in a case of 10,000 statements.
    """
    day = as_of or case.as_of
    draft = draft or case.draft
    supposed = tuple(given)
    told = progress or unheard
    told("reading the statements", 0.0)
    table = Table.of(case, draft, supposed, day)
    needed, fixed = table.needed, table.fixed
    block = Block(table)
    asked = [name for name in RUNGS if name in rungs]
    ladder = []
    for place, name in enumerate(asked):
        told("counting packages", place / len(asked))
        ladder.append(rung(table, name, limit))
    blocked = [one.name for one in ladder if one.count.number == 0]
    world_excludes = bool(blocked) and not table.worlds(*table.full).any()
    found, complete = ((), True) if world_excludes else block.cores(blocked, cores, told)
    for_desk = case.audience == "desk" if with_movements is None else with_movements
    if world_excludes:
        blocked = []
    moving = tuple(movements(block, name, told) for name in blocked) if for_desk else None
    flips = block.flips([(one.name, one.count.number > 0) for one in ladder], told) if for_desk else None
    agreed, _ = largest(table, everybody_says_yes(table), tuple(table.binding), limit)
    return Deals(
        as_of=day,
        draft=None if draft is None else draft.name,
        needed=needed,
        issues=tuple(case.issues),
        fixed=fixed,
        given=supposed,
        rules=tuple(case.rules),
        rungs=tuple(ladder),
        proposed=proposed(table),
        agreed=agreed,
        silent=tuple(words.party for words in table.words if not words.any),
        unspoken=_unspoken(table),
        not_binding=tuple(name for words in table.others for name in words.demands),
        cores=found,
        cores_complete=complete,
        world_excludes=world_excludes,
        movements=moving,
        flips=() if world_excludes and for_desk else flips,
        because=_because(table, block),
        method=(
            "Rules of the world hold in every package. A demand is not met where what it is conditional on is true and "
            "what it asks is not, be it false or left open. Cores are the smallest minimal sets that cannot all stand, "
            "the least firm first; movements the cheapest minimal sets whose giving up opens a package, where no "
            "number of softer statements outweighs a firmer one."
        ),
        assumptions=(
            "How firm a statement is was judged by those who keep the case. A preference never binds.",
            "Statements of factions, and of parties whose consent is not needed, are shown and bind nobody.",
            "Silence is no consent: a package on which somebody has said no word is not excluded, and not accepted.",
            "An agreed issue stays as agreed unless something else is supposed.",
            "A commitment counts as given where the draft and the package bring it; `done` means that it is agreed; "
            "`a before b` means that b is not without a.",
            "Words in quotes, events and days are settled by no package: they count against nobody.",
        ),
    )


def _unspoken(table: Table) -> tuple[str, ...]:
    """The issues on which nobody whose consent is needed has said anything that bears on a package."""
    case = table.problem.case
    heard: set[str] = set()
    for words in table.words:
        heard.update(issue for yes in words.yes for issue in yes.options)
        for name in (*words.demands, *words.wishes, *words.orders):
            one = case.statements[name]
            heard |= issues_of(case, *one.conditions, one.if_, one.unless)
    return tuple(issue for issue in case.issues if issue not in heard)


def _because(table: Table, block: Block) -> Mapping[str, Because]:
    """The evidence of every statement that the answer may name."""
    factions = [words for members in table.factions.values() for words in members]
    named = dict.fromkeys(block.names)
    for words in (*table.words, *table.others, *factions):
        named.update(dict.fromkeys((*words.demands, *words.wishes, *words.orders, *words.warnings, *words.offers)))
        named.update(dict.fromkeys(yes.statement for yes in words.yes))
    return immutabledict(
        {name: because(table.problem.case, name) for name in table.problem.case.statements if name in named}
    )


__all__ = [
    "RUNGS",
    "Core",
    "Count",
    "Deals",
    "FactionVote",
    "Flip",
    "Move",
    "Movement",
    "Movements",
    "Package",
    "Partial",
    "Plan",
    "Prompt",
    "Proposed",
    "Ratification",
    "Rung",
    "RungName",
    "Standing",
    "Status",
    "deals",
]
