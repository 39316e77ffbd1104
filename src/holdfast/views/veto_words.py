"""Who can stop whose steps, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from holdfast.analyses.coherence import Choke, Coherence, Power
from holdfast.analyses.coherence.vetoes import PowerKind, Vetoes
from holdfast.case.case import Case
from holdfast.views.names import and_list, count, party_label

HEADING: Final = "Who can stop whose steps"
#: What a party does, or withholds; `{}` is what it says of what.
_KINDS: Final[Mapping[PowerKind, str]] = {
    "consent": "must consent",
    "joint": "acts jointly",
    "verifies": "verifies {}",
    "recognises": "recognises {}",
    "declares": "declares {}",
    "rules": "rules on disputes",
}
NOTE: Final = (
    "Powers that the text itself gives: to consent, to act jointly, to verify or declare what a step waits for. Who "
    "rules on disputes stops nothing before there is one. Holding back a step of one's own is looked at below."
)

#: Clauses, each with what gives the power over it.
Stopped: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Whose steps one party can stop."""

    party: str
    cells: tuple[Stopped, ...]
    """For each of some others what of its steps."""

    @property
    def clauses(self) -> Stopped:
        """All of them."""
        return tuple(one for cell in self.cells for one in cell)


def rows(found: Vetoes, over: Sequence[str]) -> tuple[Row, ...]:
    """Everybody with a power over another's steps, and what of the steps of some."""
    cells = {(one.party, one.over): kinds(one.powers) for one in found.cells}
    return tuple(Row(party, tuple(cells.get((party, other), ()) for other in over)) for party in found.holders)


def heading(answer: Coherence, case: Case) -> str:
    """``Who can stop whose steps: 5 clauses can be stopped by two or more; Port and Union can stop each other``."""
    found = answer.vetoes
    parts = []
    if found.chokes:
        parts.append(f"{count(len(found.chokes), 'clause')} can be stopped by two or more")
    if found.mutual:
        pairs = [f"{party_label(one, case)} and {party_label(other, case)}" for one, other in found.mutual]
        shown = pairs if len(pairs) <= 3 else [*pairs[:2], f"{len(pairs) - 2} more pairs"]
        listed = f"{', '.join(shown[:-1])}, and {shown[-1]}" if len(shown) > 1 else shown[0]
        parts.append(f"{listed} can stop each other's steps")
    return f"{HEADING}: {'; '.join(parts) or 'no clause can be stopped by two or more'}"


def kinds(powers: Iterable[Power]) -> Stopped:
    """Each clause that a party has a power over, with what gives it: ``verifies lift-blockade``."""
    found: dict[str, list[str]] = {}
    for one in powers:
        found.setdefault(one.clause, []).append(_KINDS[one.kind].format(one.through or ""))
    return tuple((clause, and_list(words)) for clause, words in found.items())


def choke_words(choke: Choke, case: Case) -> str:
    """``Port and Union can each stop it, and 3 further clauses with it``."""
    more = f", and {count(len(choke.stops), 'further clause')} with it" if choke.stops else ""
    return f"{and_list([party_label(party, case) for party in choke.parties])} can each stop it{more}"
