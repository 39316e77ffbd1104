"""Who is at the table, and what the record of each rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from holdfast.case.model import Party
from holdfast.case.model.casefile import Role
from holdfast.views.names import and_list, count, sentence
from holdfast.views.page.book import Book

#: Groups in the order in which they are shown: title and the roles that lead to it.
_GROUPS: Final[tuple[tuple[str, tuple[Role, ...]], ...]] = (
    ("Principals", ("principal",)),
    ("Mediators, hosts and guarantors", ("mediator", "host", "guarantor")),
    ("Supporters and observers", ("supporter", "observer")),
    ("Authorities", ("authority",)),
    ("Bodies", ("body",)),
    ("Factions and delegations of nobody here", ("faction", "delegation")),
    ("Press and others", ("press", "other")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A party with those that belong to it."""

    name: str
    party: Party
    consent: bool
    """Whether there is no deal without it."""
    statements: int
    created_by: tuple[str, ...]
    """The clauses of the draft that would create it."""
    parts: tuple[Person, ...]
    """Its factions and delegations."""


@dataclass(frozen=True, slots=True)
class Group:
    """Parties with one kind of role."""

    title: str
    people: tuple[Person, ...]


def heading(book: Book) -> str:
    """Who must agree, and how many others there are."""
    needed = [book.label(party) for party in book.case.consent if party in book.case.parties]
    rest = len(book.case.parties) - len(needed)
    others = f"{count(rest, 'other')} {'is' if rest == 1 else 'are'} at or around the table"
    if not needed:
        return sentence(others)
    return f"There is no deal without {and_list(needed)}; {others}"


def groups(book: Book) -> tuple[Group, ...]:
    """All parties by role, factions and delegations beneath the party that they belong to."""
    parties = book.case.parties
    said: dict[str, int] = {}
    for one in book.counted.values():
        for speaking in one.parties:
            said[speaking] = said.get(speaking, 0) + 1
    creators: dict[str, list[str]] = {}
    if book.draft is not None:
        for clause, commitment in book.draft.agreement.commitments.items():
            for body in commitment.creates:
                creators.setdefault(body, []).append(clause)
    children: dict[str, list[str]] = {}
    for name, party in parties.items():
        if party.of is not None and party.of in parties:
            children.setdefault(party.of, []).append(name)

    def person(name: str, above: tuple[str, ...]) -> Person:
        below = () if name in above else tuple(person(child, (*above, name)) for child in children.get(name, ()))
        created = tuple(creators.get(name, ()))
        return Person(name, parties[name], name in book.case.consent, said.get(name, 0), created, below)

    top = [name for name, party in parties.items() if party.of is None or party.of not in parties]
    return tuple(
        Group(title, tuple(person(name, ()) for name in members))
        for title, roles in _GROUPS
        if (members := [name for name in top if parties[name].roles[0] in roles])
    )
