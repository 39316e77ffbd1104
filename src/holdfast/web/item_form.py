"""Forms of parties, issues, clauses and so on, made from the model: its keys, what each is for, what may stand in it.

A field is a text, a choice, or a value as the file has it, where the model's value has parts of its own.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from pydantic import BaseModel

from holdfast.case import yamltext
from holdfast.case.case import Case
from holdfast.case.edit import Value, value_of
from holdfast.case.model import Commitment, Issue, Party, Source, Term
from holdfast.case.model.base import Ref
from holdfast.case.yamlwrite import flow, scalar

Kind: TypeAlias = Literal["party", "issue", "term", "source", "commitment"]
Control: TypeAlias = Literal["text", "choice", "choices", "yes-no", "value"]
MODELS: Final[Mapping[Kind, type[BaseModel]]] = {
    "party": Party,
    "issue": Issue,
    "term": Term,
    "source": Source,
    "commitment": Commitment,
}
#: Where items of each kind stand: the kind of file and the key in it; None: the file is a list of them.
HOMES: Final[Mapping[Kind, tuple[str, str | None]]] = {
    "party": ("case", "parties"),
    "issue": ("case", "issues"),
    "term": ("case", "terms"),
    "source": ("sources", None),
    "commitment": ("agreement", "commitments"),
}
#: The keys that a form shows first; the others fold.
FIRST: Final[Mapping[Kind, tuple[str, ...]]] = {
    "party": ("name", "short", "roles", "of"),
    "issue": ("question", "short", "status", "ordered"),
    "term": ("defined", "as"),
    "source": ("title", "publisher", "published", "kind", "language"),
    "commitment": (
        "by", "to", "does", "must_not", "phase", "after", "within", "deadline", "gives", "verified_by", "decider",
        "if_breached", "if",
    ),
}  # fmt: skip
#: Keys that hold words, whatever they look like.
_WORDS: Final = frozenset("name short question does must_not text note title publisher author as because".split())
#: Keys that the issue's form has rows for, or that only programs write.
_APART: Final[Mapping[Kind, frozenset[str]]] = {
    "issue": frozenset(("options",)),
    "source": frozenset(("id", "file", "sha256", "original", "original_sha256")),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a form."""

    key: str
    help: str
    control: Control
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    """Value and label."""


def keys(kind: Kind) -> tuple[str, ...]:
    """The keys of the model in its order, as they are written."""
    return tuple(_key(name, info) for name, info in MODELS[kind].model_fields.items())


def fields(kind: Kind, case: Case) -> tuple[Field, ...]:
    """The fields of a form, those that most need come first."""
    made = []
    for name, info in MODELS[kind].model_fields.items():
        key = _key(name, info)
        if key in _APART.get(kind, ()):
            continue
        control, choices = _control(info.annotation, info.metadata, case)
        made.append(Field(key, (info.description or "").replace("`", ""), control, info.is_required(), choices))
    first = FIRST[kind]
    return tuple(sorted(made, key=lambda one: first.index(one.key) if one.key in first else len(first)))


def _key(name: str, info: Any) -> str:
    return str(info.alias or name.rstrip("_"))


def _control(annotation: Any, metadata: Sequence[Any], case: Case) -> tuple[Control, tuple[tuple[str, str], ...]]:
    """How a value is entered: chosen where the model or the case says what there is."""
    parts = list(_parts(annotation))
    literals = [value for part in parts if typing.get_origin(part) is Literal for value in typing.get_args(part)]
    several = any(typing.get_origin(part) is tuple for part in parts)
    refs = [part for part in _deep(annotation) if isinstance(part, type) and issubclass(part, Ref)]
    if any(part is bool for part in parts):
        return "yes-no", ()
    inner = [
        value for part in _deep(annotation) if typing.get_origin(part) is Literal for value in typing.get_args(part)
    ]
    simple = all(isinstance(part, type) or typing.get_origin(part) in (Literal, tuple) for part in parts)
    if (literals or (inner and several)) and simple and not refs:
        values = tuple((str(value), str(value)) for value in dict.fromkeys(literals or inner))
        return ("choices" if several else "choice"), values
    only_refs = all(
        part is type(None) or (isinstance(part, type) and issubclass(part, Ref)) or typing.get_origin(part) is tuple
        for part in parts
    )
    if refs and only_refs and {ref.kind for ref in refs} == {"party"}:
        named = tuple((name, party.label) for name, party in case.parties.items())
        return ("choices" if several else "choice"), named
    texts = all(
        part is type(None) or (isinstance(part, type) and not issubclass(part, BaseModel | Mapping | tuple))
        for part in parts
    )
    return ("text" if texts and not several else "value"), ()


def _parts(annotation: Any) -> typing.Iterator[Any]:
    """The members of a union, without what only describes them."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _parts(typing.get_args(annotation)[0])
    elif origin in (typing.Union, types.UnionType):
        for part in typing.get_args(annotation):
            yield from _parts(part)
    elif annotation is not type(None):
        yield annotation


def _deep(annotation: Any) -> typing.Iterator[Any]:
    """All parts, those of lists too."""
    for part in _parts(annotation):
        yield part
        if typing.get_origin(part) is tuple:
            for inner in typing.get_args(part):
                if inner is not Ellipsis:
                    yield from _deep(inner)


def shown(field: Field, data: Mapping[str, Any], raw: str | None) -> str | tuple[str, ...]:
    """A value as its field shows it: what the file has."""
    value = data.get(field.key)
    if field.control == "choices":
        return (value,) if isinstance(value, str) else tuple(map(str, value or ()))
    if field.control == "value":
        return raw or ""
    return value if isinstance(value, str) else (raw or "")


def written(field: Field, given: str | tuple[str, ...]) -> Value | None:
    """What was typed or chosen as a value of the file; None where it is empty. Raises EditError."""
    if not given:
        return None
    if isinstance(given, tuple):
        return given[0] if len(given) == 1 else flow(list(given))
    if field.control == "value" or (field.key not in _WORDS and given.startswith(("[", "{"))):
        return value_of(given)
    if field.control == "text":
        return scalar(given, number=field.key in ("published",) and given.replace("-", "").isdigit())
    return given


def same(value: Value, old: Any) -> bool:
    """Whether a value means what the file already has, so that it is left as it is written."""
    new = yamltext.read("", value if isinstance(value, str) else value.text).data
    return bool(new == old) or (isinstance(new, str) and [new] == old) or (isinstance(old, str) and [old] == new)
