"""Whether something has happened, in strong Kleene logic: true, false or unknown, and since which day.

What nobody has established is not taken to be false where somebody says it is so. Days are ordinals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Fact:
    """Whether something holds; None is unknown. `since` is the day from which, where that is known."""

    value: bool | None
    since: int | None = None


NO: Final = Fact(False)
UNKNOWN: Final = Fact(None)


def both(facts: Iterable[Fact]) -> Fact:
    """All of them: since the last."""
    since: list[int] = []
    value: bool | None = True
    for fact in facts:
        if fact.value is False:
            return NO
        if fact.value is None:
            value = None
        elif fact.since is not None:
            since.append(fact.since)
    return UNKNOWN if value is None else Fact(True, max(since, default=None))


def either(facts: Iterable[Fact]) -> Fact:
    """Any of them: since the first."""
    found = list(facts)
    true = [fact for fact in found if fact.value is True]
    if true:
        return Fact(True, None if any(one.since is None for one in true) else min(one.since or 0 for one in true))
    return UNKNOWN if any(fact.value is None for fact in found) else NO
