"""Which suggestions somebody goes through, as the address says, and which comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from holdfast.intake.queue import Item
from holdfast.intake.suggestion import FINDERS, KINDS, is_by
from holdfast.web.visit import Visit

#: How a suggestion can stand, in the order of the columns.
STANDINGS: Final[dict[str, str]] = {
    "open": "open",
    "later": "put off",
    "confirmed": "confirmed",
    "rejected": "rejected",
    "in-case": "in the case already",
    "no-question": "nothing to settle",
}
#: What waits for a decision: these are shown where nothing else is chosen.
WAITING: Final = ("open", "later")
#: In the address, for suggestions in whose words no party of the case is named.
NOBODY: Final = "-"


def standing(item: Item, *, alone: bool = False) -> str:
    """How a suggestion stands: one of `STANDINGS`.

    Args:
        item: the suggestion.
        alone: whether somebody codes without what others made of it: what is in the case already waits for them too.
    """
    if item.status != "open":
        return item.status
    if item.suggestion.relation not in (None, "differs"):
        return "no-question"
    return "in-case" if item.suggestion.covered and not alone else "open"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address chooses."""

    source: str = ""
    kind: str = ""
    party: str = ""
    status: str = ""
    by: str = ""
    """Who found it: one of `FINDERS`."""
    alone: bool = False
    """Whether only one's own decisions count: who codes without knowing what others decided."""
    settles: str = ""
    """Coders between whom decisions are made, with a comma between."""

    @property
    def given(self) -> dict[str, str]:
        """As parameters of an address."""
        found = {key: getattr(self, key) for key in ("source", "kind", "party", "status", "by", "settles")}
        return {key: value for key, value in {**found, "alone": "yes" if self.alone else ""}.items() if value}

    @property
    def tail(self) -> str:
        """As the end of an address."""
        return f"?{urlencode(self.given)}" if self.given else ""

    @property
    def between(self) -> tuple[str, ...]:
        """The coders between whom decisions are made."""
        return tuple(dict.fromkeys(part.strip() for part in self.settles.split(",") if part.strip()))

    def holds(self, item: Item) -> bool:
        """Whether a suggestion is among those that are chosen."""
        found = self.standing(item)
        return self.is_of(item) and (found == self.status if self.status else found in WAITING)

    def standing(self, item: Item) -> str:
        """How a suggestion stands for whoever chose: one of `STANDINGS`."""
        return standing(item, alone=self.alone)

    def is_of(self, item: Item, *, but: str = "") -> bool:
        """The same whatever its standing, and leaving one choice out of account."""
        one = item.suggestion
        values = [party.value for party in one.parties]
        return (
            (but == "source" or not self.source or self.source in one.sources)
            and (but == "kind" or not self.kind or self.kind == one.kind)
            and (not self.by or is_by(one, self.by))
            and (not self.party or self.party in values or (self.party == NOBODY and not values))
        )


def chosen(visit: Visit, given: Callable[[str], str]) -> Chosen:
    """What is chosen. Raises HTTPException where the case has no such source or party."""
    case = visit.edition.case
    made = Chosen(
        source=given("source"),
        kind=given("kind") if given("kind") in KINDS else "",
        party=given("party"),
        status=given("status") if given("status") in STANDINGS else "",
        by=given("by") if given("by") in FINDERS else "",
        alone=bool(given("alone")),
        settles=given("settles"),
    )
    if made.source:
        visit.known("source", made.source, case.sources)
    if made.party and made.party != NOBODY:
        visit.known("party", made.party, case.parties)
    return made


def ordered(found: Iterable[Item]) -> tuple[Item, ...]:
    """In the order of the documents; what was put off comes last."""
    return tuple(sorted(found, key=lambda one: one.status == "later"))


def after(items: Sequence[Item], which: Chosen, key: str) -> str | None:
    """What comes after a suggestion that is being decided about, going round once; None where nothing waits."""
    keys = [one.suggestion.key for one in ordered(one for one in items if which.holds(one))]
    place = {one.suggestion.key: number for number, one in enumerate(items)}
    if key in keys:
        at = keys.index(key)
        later = keys[at + 1 :] + keys[:at]
    else:
        mine = place.get(key, 0)
        later = sorted(keys, key=lambda one: (place[one] < mine, place[one]))
    return later[0] if later else None


def counts(items: Iterable[Item], which: Chosen, by: Callable[[Item], str]) -> dict[str, Counter[str]]:
    """How many suggestions stand how, by source or kind, in the order in which they come."""
    found: dict[str, Counter[str]] = {}
    for one in items:
        found.setdefault(by(one), Counter())[which.standing(one)] += 1
    return found
