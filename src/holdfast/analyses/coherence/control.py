"""Who can stop a clause, or has in hand what it takes; and penalties that fall on something unrelated."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.analyses.coherence.gap import Found, Gap, gap, listed, references
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.sides import side_of
from holdfast.case.model import Commitment


def several_consents(found: Found) -> Iterator[Gap]:
    """HF617."""
    stops = {one.clauses[0]: len(one.stops) for one in found.what_if.single}
    for name, clause in found.instance.standing.items():
        owing = [] if clause.by is None else [str(party) for party in clause.by.parties]
        joint = [] if clause.by is None else [str(party) for party in clause.by.jointly or ()]
        needed = list(dict.fromkeys([*joint, *map(str, clause.needs_consent)]))
        if len({*needed, *owing}) < 2 or not needed or (len(needed) < 2 and needed == owing):
            continue
        several = f"each of {listed(needed)} can stop" if len(needed) > 1 else f"{listed(needed)} can stop"
        beside = (
            ""
            if set(owing) <= set(needed) or not owing
            else f", which {listed(owing)} {'owes' if len(owing) == 1 else 'owe'}"
        )
        after = stops.get(name, 0)
        harm = f", and {after} further {'clause' if after == 1 else 'clauses'} with it" if after else ""
        yield gap(
            found, "HF617", f"{several} '{name}'{beside}{harm}", [name], "say what holds where no agreement comes about"
        )


def outside_control(found: Found) -> Iterator[Gap]:
    """HF625: what a clause takes is `held_by` somebody who neither owes it nor owes what it waits for or comes with."""
    for name, clause in found.instance.standing.items():
        owing = set() if clause.by is None else set(map(str, clause.by.parties))
        bound = owing | _bound(found.instance, name) | set(map(str, clause.needs_consent))
        free = [party for party in map(str, clause.held_by) if party not in bound]
        if free:
            yield gap(
                found,
                "HF625",
                f"'{name}' takes what is in the hands of {listed(free)}, "
                f"who {'owes' if len(free) == 1 else 'owe'} nothing for it",
                [name],
                f"let {listed(free)} owe a step that it waits for, or say what holds without it",
                about=free,
            )


def _bound(instance: Instance, name: str) -> set[str]:
    """Those who owe a clause that this one names in a condition, is paired with or is one step with."""
    clause = instance.standing[name]
    others = {other for key, other in references(clause) if key not in ("linked_to", "if_breached", "until")}
    for group in instance.draft.agreement.together:
        if name in group:
            others |= set(map(str, group))
    known = [instance.standing[other] for other in others if other in instance.standing]
    return {str(party) for one in known if one.by is not None for party in one.by.parties}


def unrelated_penalties(found: Found) -> Iterator[Gap]:
    """HF626: a remedy acts on a clause that is related neither in order nor by who owes it to whom.

    Related is a clause that waits for the one breached, or the other way round, is paired or tied with it, or one step;
    one that is owed to the side in breach, which loses something by the remedy; and one that is owed by a side that was
    let down, which is released. Where a clause does not say to whom it is owed, everybody whose consent is needed
    counts, but for those who owe it.
    """
    instance = found.instance
    for name, clause in instance.standing.items():
        for other in dict.fromkeys(one.clause for one in clause.if_breached if one.clause is not None):
            hit = instance.standing.get(other)
            if hit is None or other == name or _related(instance, name, other):
                continue
            breaching, let_down = _owing(instance, clause), _owed(instance, clause)
            if not breaching & _owed(instance, hit) and not let_down & _owing(instance, hit):
                yield gap(
                    found,
                    "HF626",
                    f"if '{name}' is breached, the remedy falls on '{other}', which has nothing to do with it",
                    [name],
                    "choose a remedy that is owed to the side in breach, or say why this one",
                    about=[other],
                    at=[name, other],
                    labels=["the penalty falls here"],
                )


def _related(instance: Instance, first: str, second: str) -> bool:
    clauses = instance.standing
    named = [(one, other) for one in (first, second) for key, other in references(clauses[one]) if key != "if_breached"]
    steps = instance.draft.agreement.together
    return (first, second) in named or (second, first) in named or any({first, second} <= set(one) for one in steps)


def _owing(instance: Instance, clause: Commitment) -> set[str]:
    return set() if clause.by is None else {side_of(instance.case, str(party)) for party in clause.by.parties}


def _owed(instance: Instance, clause: Commitment) -> set[str]:
    if clause.to:
        return {side_of(instance.case, str(party)) for party in clause.to}
    return {side_of(instance.case, str(party)) for party in instance.case.consent} - _owing(instance, clause)
