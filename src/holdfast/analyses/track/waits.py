"""What a clause waits for, by the text."""

from __future__ import annotations

from holdfast.analyses.track.world import World
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.mentions import mentions
from holdfast.case.model import Commitment


def waits_for(clause: Commitment) -> Condition | None:
    """What must have happened before a clause is owed; None where the text does not say."""
    parts = [one for one in (clause.after, clause.from_) if one is not None]
    if clause.phase is not None and not parts:
        parts.append(c.PhaseEdge(str(clause.phase), "opens"))
    return c.conjunction(parts) if parts else None


def waited_for(world: World, name: str, clause: Commitment) -> set[str]:
    """The clauses that a clause waits for directly: in its conditions, its phase, its parts and their partners."""
    conditions = [one for one in (clause.after, clause.from_) if one is not None]
    conditions += [one.after for one in clause.tranches if one.after is not None]
    if clause.phase is not None and not conditions:
        phase = world.instance.draft.agreement.phases.get(clause.phase)
        if phase is not None and phase.opens is not None:
            conditions.append(phase.opens)
    found = {one.name for condition in conditions for one in mentions(condition).refs}
    if clause.paired_with is not None:
        found.add(str(clause.paired_with.commitment))
    phases = [
        world.instance.draft.agreement.phases[one] for one in found if one in world.instance.draft.agreement.phases
    ]
    found |= {one.name for phase in phases for edge in (phase.opens, phase.ends) if edge for one in mentions(edge).refs}
    return {one for one in found if one in world.instance.standing and one != name}
