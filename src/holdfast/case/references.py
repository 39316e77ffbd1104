"""Every name that an item refers to, and where: the one walk over the model that linking and renaming share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import BaseModel

from holdfast.case import conditions, mentions
from holdfast.case.conditions import AtLeast, AtMost, Condition, Done, Performed
from holdfast.case.model import Remedy, Statement, Tranche
from holdfast.case.model.base import CommitmentRef, IssueRef, OptionRef, Ref
from holdfast.case.times import Offset

#: Kind, name and owner: what must exist for a mention to be right.
Key = tuple[str, str, str | None]
_CONDITIONS: Final = Condition.__args__  # the classes of the union
"""Kinds, beside those of `model.base.Ref`: ``name`` a commitment or event, ``topic`` an issue, commitment or event,
``anchor`` an event, commitment or phase, ``good``, and ``ordered`` an issue whose options must have an order."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in an item: `path` leads to the value in the file, `span` narrows it to code points."""

    kind: str
    name: str
    owner: str | None
    path: tuple[str | int, ...]
    span: tuple[int, int] | None = None
    on_key: bool = False
    """Whether the name is itself a key of a mapping."""

    @property
    def key(self) -> Key:
        """What must exist."""
        return (self.kind, self.name, self.owner)


def keys_of(content: object) -> frozenset[Key]:
    """Every name that a file's content refers to, each once."""
    seen: set[int] = set()
    keys: set[Key] = set()
    for mention in _walk(content, (), None, seen):
        keys.add(mention.key)
    return frozenset(keys)


def mentions_of(content: object) -> Iterator[Mention]:
    """Every name that a file's content refers to, wherever it stands."""
    return _walk(content, (), None, None)


def _walk(value: Any, path: tuple[str | int, ...], owner: str | None, seen: set[int] | None) -> Iterator[Mention]:
    """`seen` holds the conditions already walked, where each name is wanted only once."""
    kind = type(value)
    if kind is str or value is None or kind is bool or kind is int or kind is float:
        return
    if isinstance(value, Ref):
        yield Mention(value.kind, str(value), owner if isinstance(value, OptionRef) else None, path)
    elif kind is tuple:
        for index, part in enumerate(value):
            yield from _walk(part, (*path, index), owner, seen)
    elif isinstance(value, Statement):
        yield from _walk_statement(value, path, seen)
    elif isinstance(value, BaseModel):
        fields = type(value).model_fields
        for name in value.model_fields_set:
            yield from _walk(getattr(value, name), (*path, fields[name].alias or name), owner, seen)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if isinstance(key, Ref):
                yield Mention(
                    key.kind, str(key), owner if isinstance(key, OptionRef) else None, (*path, key), None, True
                )
            yield from _walk(part, (*path, key), key if isinstance(key, IssueRef) else owner, seen)
    elif isinstance(value, _CONDITIONS):
        if seen is not None:
            if id(value) in seen:
                return
            seen.add(id(value))
        yield from _walk_condition(value, path)
    elif isinstance(value, Tranche):
        yield from _walk(value.at, path, owner, seen)
        yield from (replace(mention, span=None) for mention in _walk(value.after, path, owner, seen))
    elif isinstance(value, Offset) and value.anchor != "D":
        yield Mention("anchor", value.anchor, None, path)
    elif isinstance(value, Remedy) and value.clause is not None:
        yield Mention("commitment", value.clause, None, path)


_PLAIN_KEYS: Final = frozenset(
    {
        "id",
        "by",
        "via",
        "to",
        "channel",
        "date",
        "gist",
        "warns",
        "firmness",
        "because",
        "reason",
        "origin",
        "translation",
        "note",
        "extent",
    }
)


def _walk_statement(statement: Statement, path: tuple[str | int, ...], seen: set[int] | None) -> Iterator[Mention]:
    fields = Statement.model_fields
    for name in statement.model_fields_set:
        if name in _PLAIN_KEYS:
            continue
        value, inner = getattr(statement, name), (*path, fields[name].alias or name)
        if name in ("undecided", "silent"):
            for index, part in enumerate(value):
                if isinstance(part, Performed):
                    yield Mention("topic", part.name, None, (*inner, index), part.span)
                else:
                    yield from _walk(part, (*inner, index), None, seen)
        elif name == "raises":
            yield from (
                Mention("topic", topic, None, (*inner, index)) for index, topic in enumerate(value) if " " not in topic
            )
        else:
            yield from _walk(value, inner, None, seen)


def _walk_condition(condition: Condition, path: tuple[str | int, ...]) -> Iterator[Mention]:
    for ref in mentions.mentions(condition).refs:
        if ref.name not in ("D", conditions.LEFT_OPEN):
            yield Mention(ref.kind, ref.name, ref.owner, path, ref.span)
    for atom in conditions.atoms(condition):
        test = atom.choice if isinstance(atom, Done) else atom
        if isinstance(test, AtLeast | AtMost):
            yield Mention("ordered", test.issue, None, path, test.span)


def _renamed_topic(part: Condition, rename: Callable[[str, str], str]) -> Condition:
    if isinstance(part, Performed):
        return mentions.rename(part, lambda ref: rename("topic", ref.name))
    return mentions.rename(part, lambda ref: rename(ref.kind, ref.name))


def renamed(value: Any, rename: Callable[[str, str], str]) -> Any:
    """The same item with its references renamed.

    Args:
        value: an item, or anything in one.
        rename: kind and name → the new name.
    """
    if isinstance(value, Ref):
        return type(value)(rename(value.kind, value)) if not isinstance(value, OptionRef | CommitmentRef) else value
    if type(value) is tuple:
        return tuple(renamed(part, rename) for part in value)
    if isinstance(value, BaseModel):
        changed = {}
        for name in value.model_fields_set:
            before = getattr(value, name)
            after = renamed(before, rename)
            if after is not before and after != before:
                changed[name] = after
        if isinstance(value, Statement):
            for name in ("undecided", "silent"):
                parts = getattr(value, name)
                if parts is not None:
                    changed[name] = tuple(_renamed_topic(part, rename) for part in parts)
        if isinstance(value, Statement) and value.raises is not None:
            changed["raises"] = tuple(topic if " " in topic else rename("topic", topic) for topic in value.raises)
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, Mapping):
        return type(value)({renamed(key, rename): renamed(part, rename) for key, part in value.items()})  # type: ignore[call-arg]
    if isinstance(value, _CONDITIONS):
        return mentions.rename(value, lambda ref: rename(ref.kind, ref.name))
    if isinstance(value, Tranche) and value.after is not None:
        return replace(value, after=renamed(value.after, rename))
    return value
