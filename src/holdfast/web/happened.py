"""What changed in the files of a case while it was served: which items came, went or read otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from holdfast.case.case import Case
from holdfast.web import links

Kind: TypeAlias = Literal["statement", "party", "issue", "clause", "draft", "source", "term", "fact", "rule"]
How: TypeAlias = Literal["added", "changed", "removed"]
#: So many items of one change are named.
NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Item:
    """Something of the case that changed."""

    how: How
    kind: Kind
    name: str
    href: str | None
    """Where it is found; None where it is gone."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One change of the files, as far as the audience sees them."""

    at: datetime
    items: tuple[Item, ...]


def differences(before: Case, after: Case) -> tuple[Item, ...]:
    """What is another in one edition of a case than in the one before."""
    return tuple(_items(before, after))


def as_now(happening: Happening, case: Case) -> Happening:
    """The same, with links only to what is there now: what was added may have been removed since."""
    return replace(
        happening,
        items=tuple(one if _is_there(one, case) else replace(one, href=None) for one in happening.items),
    )


def _is_there(item: Item, case: Case) -> bool:
    if item.kind == "clause":
        return any(
            item.name in draft.agreement.commitments and links.clause(item.name, name) == item.href
            for name, draft in case.drafts.items()
        )
    known: Mapping[Kind, Mapping[str, Any]] = {
        "statement": case.statements,
        "party": case.parties,
        "issue": case.issues,
        "source": case.sources,
        "term": case.terms,
        "fact": case.facts,
        "rule": case.rules,
        "draft": case.drafts,
    }
    return item.name in known[item.kind]


def _items(before: Case, after: Case) -> Iterator[Item]:
    pairs: tuple[tuple[Kind, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("statement", before.statements, after.statements),
        ("party", before.parties, after.parties),
        ("issue", before.issues, after.issues),
        ("source", before.sources, after.sources),
        ("term", before.terms, after.terms),
        ("fact", before.facts, after.facts),
        ("rule", before.rules, after.rules),
    )
    for kind, old, new in pairs:
        for how, name in _differing(old, new):
            yield Item(how, kind, name, None if how == "removed" else _address(kind, name))
    old_drafts = {name: one.agreement for name, one in before.drafts.items()}
    new_drafts = {name: one.agreement for name, one in after.drafts.items()}
    for how, name in _differing(old_drafts, new_drafts):
        if how != "changed":
            yield Item(how, "draft", name, None if how == "removed" else links.draft(name))
            continue
        found = list(_differing(old_drafts[name].commitments, new_drafts[name].commitments))
        for each, clause in found:
            yield Item(each, "clause", clause, None if each == "removed" else links.clause(clause, name))
        if not found:
            yield Item("changed", "draft", name, links.draft(name))


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[How, str]]:
    for name, one in new.items():
        if name not in old:
            yield "added", name
        elif old[name] is not one and old[name] != one:
            yield "changed", name
    for name in old:
        if name not in new:
            yield "removed", name


def _address(kind: Kind, name: str) -> str | None:
    match kind:
        case "statement":
            return links.statement(name)
        case "party":
            return links.party(name)
        case "issue":
            return links.issue(name)
        case "source":
            return links.source(name)
        case "term":
            return links.term(name)
        case "fact":
            return links.fact(name)
        case _:
            return None
