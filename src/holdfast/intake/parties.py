"""Whose word it is: from the words for a speaker to parties of the case, ranked, each with its reason.

What is looked for, from the strongest to the weakest, the longest first; words that one name has used are not used
again, so that ‘Palestinian health officials’ is no word for ‘Palestine’:

1. a member's full name, a name, short name or alias of a party;
2. a member's office in full (‘Israel's finance minister’), beside a name of the party or of the one that it belongs to;
3. a member's last name alone;
4. what is called after a country that is a party (‘Israeli’);
5. an office alone; the team of a party that is named (‘negotiators from Hamas’);
6. the party to which one of these belongs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from holdfast.case.case import Case
from holdfast.intake.demonyms import demonyms
from holdfast.intake.matching import STOP, tokens

_TEAM: Final = frozenset(
    "negotiator negotiators delegation delegate delegates delegations envoy envoys team representatives".split()
)
_BOTH: Final = re.compile(r"\b(?:both|the two) (?:sides|parties|delegations)\b", re.IGNORECASE)
_PARTS: Final = re.compile(r";|,| and ")
#: Words that end a name without being a last name.
_NO_LAST_NAME: Final = frozenset("jr sr ii iii".split())
_OFFICE_GLUE: Final = frozenset("the of for to on and in a an".split())


class PartyMatch(NamedTuple):
    """A party that a speaker may stand for."""

    party: str
    because: str


@dataclass(frozen=True, slots=True)
class _Name:
    party: str
    strength: int
    because: str
    """With `{}` for the words of the text."""


class Names:
    """The names of a case's parties and of their members, ready to be recognised."""

    def __init__(self, case: Case) -> None:
        self._of = {name: party.of for name, party in case.parties.items()}
        self._labels = {name: party.label for name, party in case.parties.items()}
        self._principals = case.consent if len(case.consent) == 2 else ()
        self._teams: dict[str, list[str]] = {}
        self._names: dict[tuple[str, ...], list[_Name]] = {}
        self._offices: list[tuple[frozenset[str], tuple[str, ...], str, str]] = []
        self._order = {name: place for place, name in enumerate(case.parties)}
        for name, party in case.parties.items():
            if party.of is not None and "delegation" in party.roles:
                self._teams.setdefault(party.of, []).append(name)
            for written in dict.fromkeys((party.name, party.short, *party.aliases)):
                if written is None:
                    continue
                self._add(written, _Name(name, 1, f"‘{{}}’ is a name of {party.label}"))
                for other in demonyms().get(" ".join(tokens(written)), ()):
                    self._add(other, _Name(name, 4, f"‘{{}}’ is said of {party.label}"))
            for member in party.members:
                self._add(member.name, _Name(name, 1, f"{member.name} is a member of {party.label}"))
                words = [one for one in tokens(member.name) if one not in _NO_LAST_NAME]
                if len(words) > 1 and words[0] not in STOP and "of" not in words:
                    for last in {words[-1], " ".join(words[-2:]) if len(words) > 2 else words[-1]}:
                        self._add(last, _Name(name, 3, f"‘{{}}’ may be {member.name}, a member of {party.label}"))
                for part in _PARTS.split(member.as_ or ""):
                    office = tuple(one for one in tokens(part) if one not in _OFFICE_GLUE)
                    if office:
                        self._offices.append((frozenset(office), office, name, f"{member.name} is {part.strip()}"))
        self._longest = max(map(len, self._names), default=0)

    def _add(self, written: str, name: _Name) -> None:
        words = tuple(tokens(written))
        if words and words != ("the",):
            known = self._names.setdefault(words[1:] if words[0] == "the" and len(words) > 1 else words, [])
            if all(one.party != name.party or one.strength > name.strength for one in known):
                known[:] = [*(one for one in known if one.party != name.party), name]

    def match(self, *texts: str | None) -> tuple[PartyMatch, ...]:
        """The parties that these words may stand for, the likeliest first. The first texts count for more."""
        found: dict[str, tuple[tuple[int, int, int], list[str]]] = {}

        def note(party: str, rank: tuple[int, int, int], because: str) -> None:
            known = found.get(party)
            if known is None:
                found[party] = (rank, [because])
            elif because not in known[1]:
                reasons = [because, *known[1]] if rank < known[0] else [*known[1], because]
                found[party] = (min(rank, known[0]), reasons)

        for place, text in enumerate(texts):
            if not text:
                continue
            words = tokens(text)
            named = list(self._named(words))
            for name, at, length in named:
                shown = " ".join(words[at : at + length])
                note(name.party, (name.strength, place, at), name.because.format(_shown(text, shown)))
            self._match_offices(words, place, {name.party for name, _, _ in named}, note)
            if (both := _BOTH.search(text)) is not None and not named:
                for party in self._principals:
                    note(party, (5, place, 0), f"‘{both[0]}’: those whose consent is needed")
            if team := next((one for one in words if one in _TEAM), None):
                for name, _, _ in named:
                    for party in self._teams.get(name.party, ()):
                        note(party, (5, place, 0), f"‘{team}’ of {self._labels[name.party]}")
        for party, (rank, _) in list(found.items()):
            above = self._of.get(party)
            if above is not None and rank[0] < 6:
                note(above, (6, *rank[1:]), f"{self._labels[party]} belongs to {self._labels[above]}")
        ordered = sorted(found.items(), key=lambda pair: (pair[1][0], self._order[pair[0]]))
        return tuple(PartyMatch(party, "; ".join(reasons[:3])) for party, (_, reasons) in ordered)

    def _named(self, words: Sequence[str]) -> Iterator[tuple[_Name, int, int]]:
        """The names among the words: the longest first, none within another; with place and length."""
        used = [False] * len(words)
        for length in range(min(self._longest, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                if any(used[at : at + length]):
                    continue
                names = self._names.get(tuple(words[at : at + length]))
                if names:
                    used[at : at + length] = [True] * length
                    for name in names:
                        yield name, at, length

    def _match_offices(
        self, words: Sequence[str], place: int, named: set[str], note: Callable[[str, tuple[int, int, int], str], None]
    ) -> None:
        wordset = frozenset(words)
        for office, ordered, party, because in self._offices:
            if not office <= wordset:
                continue
            near = party in named or (self._of.get(party) in named)
            inner = any(tuple(words[at : at + len(ordered)]) == ordered for at in range(len(words)))
            if near:
                note(party, (2, place, -len(office)), because)
            elif inner and (len(office) > 1 or not named):
                note(party, (5, place, -len(office)), because)


def _shown(text: str, levelled: str) -> str:
    """The words as the text has them."""
    pattern = r"\W+(?:s\W+)?".join(map(re.escape, levelled.split()))
    found = re.search(pattern, text, re.IGNORECASE)
    return found[0] if found else levelled
