"""Whether there is a deal, for programs. The structure is documented in docs/reference and changes with a version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from holdfast.analyses.deals import (
    Core,
    Count,
    Deals,
    FactionVote,
    Flip,
    Move,
    Movement,
    Movements,
    Partial,
    Plan,
    Proposed,
    Ratification,
    Rung,
    Standing,
)
from holdfast.analyses.deals.fair_records import Fair
from holdfast.analyses.deals.preferences import Preferences
from holdfast.case.case import Case
from holdfast.case.conditions import to_text
from holdfast.views.machine import VERSION, because_record
from holdfast.views.machine_fair import fair_record
from holdfast.views.machine_judged import judged_record
from holdfast.views.tables import csv_table

COLUMNS: Final = {
    "rungs": "rung statements packages exact accepted accepted_exact".split(),
    "packages": "kind rung number issue option".split(),
    "standings": (
        "kind rung number party status accepted_issues no_word excluded_by met waits untold conditional".split()
    ),
    "partial": "rung number settled left_open packages exact waits".split(),
    "cores": "core statement parties firmness rules gist place".split(),
    "movements": "rung movement movers statement parties firmness accept without packages exact".split(),
    "flips": "rung statement coded otherwise opens".split(),
    "factions": "kind rung number party verdict faction votes status excluded_by warnings".split(),
}


def deals_json(case: Case, answer: Deals, fair: Fair | None = None, known: Preferences | None = None) -> str:
    """The answer to question 2: the ladder, then what judgements and preferences say of packages."""
    result = {
        "version": VERSION,
        "answer": "deals",
        "case": case.title,
        "audience": case.audience,
        "as_of": None if answer.as_of is None else answer.as_of.isoformat(),
        "draft": answer.draft,
        "consent": list(answer.needed),
        "issues": list(answer.issues),
        "agreed_already": dict(answer.fixed),
        "given": [to_text(one) for one in answer.given],
        "rules": list(answer.rules),
        "world_excludes": answer.world_excludes,
        "rungs": [_rung(one) for one in answer.rungs],
        "proposed": [_proposed(one) for one in answer.proposed],
        "accepted_by_all": [_partial(one) for one in answer.agreed],
        "silent_parties": list(answer.silent),
        "unspoken_issues": list(answer.unspoken),
        "not_binding": list(answer.not_binding),
        "cores": [_core(one) for one in answer.cores],
        "cores_complete": answer.cores_complete,
        "for_the_desk": answer.movements is None,
        "movements": None if answer.movements is None else [_movements(one) for one in answer.movements],
        "flips": None if answer.flips is None else [_flip(one) for one in answer.flips],
        "because": {name: because_record(one) for name, one in answer.because.items()},
        "method": answer.method,
        "assumptions": list(answer.assumptions),
        "efficient_and_fair": None if fair is None else fair_record(fair),
        "preferences": None if known is None else _preferences(known),
    }
    return json.dumps(result, ensure_ascii=False, indent=1)


def _preferences(known: Preferences) -> dict[str, Any]:
    return {"within": known.within, **judged_record(known.judged, known.questions, known.rests_on)}


def _count(one: Count) -> dict[str, Any]:
    return {"number": one.number, "exact": one.exact}


def _options(one: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {issue: list(options) for issue, options in one.items()}


def _rung(one: Rung) -> dict[str, Any]:
    return {
        "rung": one.name,
        "statements": list(one.statements),
        "packages": _count(one.count),
        "accepted_by_all": _count(one.accepted),
        "possible": _options(one.possible),
        "listed": [_plan(plan) for plan in one.plans],
        "partial": [_partial(partial) for partial in one.partial],
        "partial_complete": one.partial_complete,
        "not_even_partial": list(one.not_even_partial),
    }


def _partial(one: Partial) -> dict[str, Any]:
    return {
        "settled": list(one.settled),
        "left_open": list(one.left_open),
        "packages": _count(one.count),
        "possible": _options(one.possible),
        "listed": [_plan(plan) for plan in one.plans],
        "waits": list(one.waits),
    }


def _proposed(one: Proposed) -> dict[str, Any]:
    return {
        "phase": one.phase,
        "within": list(one.within),
        "possible": one.possible,
        **_plan(one.plan),
    }


def _plan(one: Plan) -> dict[str, Any]:
    return {
        "package": dict(one.package),
        "any_option": list(one.any_option),
        "standings": [_standing(standing) for standing in one.standings],
        "others": [_standing(standing) for standing in one.others],
        "ratifications": [_ratification(ratified) for ratified in one.ratifications],
        "clauses_left_out": list(one.clauses_left_out),
        "clauses_untold": list(one.clauses_untold),
    }


def _standing(one: Standing) -> dict[str, Any]:
    return {
        "party": one.party,
        "status": one.status,
        "accepted": _options(one.accepted),
        "no_word": list(one.no_word),
        "conditional": list(one.conditional),
        "excluded_by": list(one.excluded_by),
        "met": list(one.met),
        "waits": list(one.waits),
        "untold": list(one.untold),
        "preferred": list(one.preferred),
        "not_preferred": list(one.not_preferred),
    }


def _ratification(one: Ratification) -> dict[str, Any]:
    return {
        "party": one.party,
        "verdict": one.verdict,
        "majority": one.majority,
        "votes_of": one.votes_of,
        "votes_for": one.votes_for,
        "votes_against": one.votes_against,
        "factions": [_faction(vote) for vote in one.factions],
        "coalitions": [list(some) for some in one.coalitions],
        "safety_nets": list(one.safety_nets),
    }


def _faction(one: FactionVote) -> dict[str, Any]:
    return {"votes": one.votes, "warnings": list(one.warnings), **_standing(one.standing)}


def _core(one: Core) -> dict[str, Any]:
    return {
        "statements": list(one.statements),
        "rules": list(one.rules),
        "issues": list(one.issues),
        "least_firm": one.firmness,
        "prompts": [
            {"kind": p.kind, "issue": p.issue, "options": list(p.options), "then_all_can_stand": p.works}
            for p in one.prompts
        ],
    }


def _movements(one: Movements) -> dict[str, Any]:
    return {
        "rung": one.rung,
        "complete": one.complete,
        "found": [_movement(movement) for movement in one.found],
        "none_found_for": list(one.without),
    }


def _movement(one: Movement) -> dict[str, Any]:
    return {
        "movers": list(one.movers),
        "moves": [_move(move) for move in one.moves],
        "packages": _count(one.count),
        "opens": _plan(one.opens),
    }


def _move(one: Move) -> dict[str, Any]:
    return {
        "statement": one.statement,
        "parties": list(one.parties),
        "firmness": one.firmness,
        "accept": to_text(one.accept),
        "without": None if one.without is None else to_text(one.without),
    }


def _flip(one: Flip) -> dict[str, Any]:
    return {
        "rung": one.rung,
        "statement": one.statement,
        "coded": one.coded,
        "otherwise": one.otherwise,
        "opens": one.opens,
    }


# --- tables ----------------------------------------------------------------------------------------------------------


def deals_csv(case: Case, answer: Deals, table: str) -> str:
    """One table of the answer, of those in `COLUMNS`. What is for the desk is an empty table for others."""
    rows = {
        "rungs": _rung_rows,
        "packages": _package_rows,
        "standings": _standing_rows,
        "partial": _partial_rows,
        "cores": lambda one: _core_rows(case, one),
        "movements": _movement_rows,
        "flips": lambda one: [_flip(flip) for flip in one.flips or ()],
        "factions": _faction_rows,
    }[table]
    return csv_table(COLUMNS[table], rows(answer))


def _listed(answer: Deals) -> Iterator[tuple[dict[str, Any], Plan]]:
    """Every package that is listed, with where it stands: its kind, its rung and its number there."""
    for rung in answer.rungs:
        for number, plan in enumerate(rung.plans, 1):
            yield {"kind": "full", "rung": rung.name, "number": number}, plan
        number = 0
        for partial in rung.partial:
            for plan in partial.plans:
                number += 1
                yield {"kind": "partial", "rung": rung.name, "number": number}, plan
    for number, partial in enumerate(answer.agreed, 1):
        for plan in partial.plans:
            yield {"kind": "accepted by all", "rung": "", "number": number}, plan
    for number, one in enumerate(answer.proposed, 1):
        yield {"kind": "draft" if one.phase is None else f"phase {one.phase}", "rung": "", "number": number}, one.plan
    for moving in answer.movements or ():
        for number, movement in enumerate(moving.found, 1):
            yield {"kind": "opened by a movement", "rung": moving.rung, "number": number}, movement.opens


def _rung_rows(answer: Deals) -> list[dict[str, Any]]:
    return [
        {
            "rung": one.name,
            "statements": list(one.statements),
            "packages": one.count.number,
            "exact": one.count.exact,
            "accepted": one.accepted.number,
            "accepted_exact": one.accepted.exact,
        }
        for one in answer.rungs
    ]


def _package_rows(answer: Deals) -> list[dict[str, Any]]:
    return [
        {**where, "issue": issue, "option": option}
        for where, plan in _listed(answer)
        for issue, option in plan.package.items()
    ]


def _standing_rows(answer: Deals) -> list[dict[str, Any]]:
    return [
        {**where, **_standing(one), "accepted_issues": list(one.accepted)}
        for where, plan in _listed(answer)
        for one in plan.standings
    ]


def _partial_rows(answer: Deals) -> list[dict[str, Any]]:
    return [
        {
            "rung": rung.name,
            "number": number,
            "settled": list(one.settled),
            "left_open": list(one.left_open),
            "packages": one.count.number,
            "exact": one.count.exact,
            "waits": list(one.waits),
        }
        for rung in answer.rungs
        for number, one in enumerate(rung.partial, 1)
    ]


def _core_rows(case: Case, answer: Deals) -> list[dict[str, Any]]:
    return [
        {
            "core": number,
            "statement": name,
            "parties": list(answer.because[name].parties),
            "firmness": case.statements[name].firmness,
            "rules": list(core.rules),
            "gist": answer.because[name].gist,
            "place": str(answer.because[name].place),
        }
        for number, core in enumerate(answer.cores, 1)
        for name in core.statements
    ]


def _movement_rows(answer: Deals) -> list[dict[str, Any]]:
    return [
        {
            "rung": moving.rung,
            "movement": number,
            "movers": list(movement.movers),
            **_move(move),
            "packages": movement.count.number,
            "exact": movement.count.exact,
        }
        for moving in answer.movements or ()
        for number, movement in enumerate(moving.found, 1)
        for move in movement.moves
    ]


def _faction_rows(answer: Deals) -> list[dict[str, Any]]:
    return [
        {
            **where,
            "party": ratified.party,
            "verdict": ratified.verdict,
            "faction": vote.faction,
            "votes": vote.votes,
            "status": vote.standing.status,
            "excluded_by": list(vote.standing.excluded_by),
            "warnings": list(vote.warnings),
        }
        for where, plan in _listed(answer)
        for ratified in plan.ratifications
        for vote in ratified.factions
    ]
