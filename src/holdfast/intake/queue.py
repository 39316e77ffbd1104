"""Suggestions with what was decided about them, and those that wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.intake.decisions import Decided, Decision, Status
from holdfast.intake.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Item:
    """A suggestion and how it stands."""

    suggestion: Suggestion
    status: Status
    decision: Decision | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody still has to decide: nobody has, and the case does not have it already.

        Of two documents, only what differs waits: where they agree there is nothing to settle.
        """
        one = self.suggestion
        return self.status in ("open", "later") and not one.covered and one.relation in (None, "differs")


def items(suggestions: Iterable[Suggestion], decided: Decided, coder: str | None = None) -> tuple[Item, ...]:
    """The suggestions with the decisions that count: of anybody, or of one coder who works independently of others."""
    found = []
    for one in suggestions:
        decision = decided.of(one, coder)
        found.append(Item(one, "open" if decision is None else decision.status, decision))
    return tuple(found)


def waiting(everything: Iterable[Item], *, independent: bool = False) -> tuple[Item, ...]:
    """Those that wait for a decision, in order; what was put off comes last.

    Args:
        everything: the items.
        independent: whether a coder decides without knowing what others did: then what is in the case already because
            of others waits too.
    """
    wanted = [one for one in everything if one.waits or (independent and one.status in ("open", "later"))]
    return tuple(sorted(wanted, key=lambda one: one.status == "later"))
