"""Fields of forms, made from the model: its keys, what each is for, what may stand in it.

What the model says of a key decides how it is entered: chosen from the case's own names where it names something, row
by row where it is a list of things, a table where it gives each of some names a value. Only what has none of these
shapes is entered as the file has it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias

from pydantic import BaseModel

from holdfast.case.audience import View
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN
from holdfast.case.model.agreement import LeftVague, Obligors
from holdfast.case.model.base import IssueRef, OptionRef, Ref
from holdfast.case.model.evidence import Citation
from holdfast.case.model.fields import OrShort, Scalar, Shaped
from holdfast.views.names import source_label

Control: TypeAlias = Literal[
    "text",  # one line
    "code",  # a condition, a date, a number: one line that is read as more than words
    "choice",
    "choices",
    "yes-no",
    "lines",  # a text per line
    "names",  # several names, each typed
    "groups",  # names, separated by commas, a group per line
    "range",  # a number or duration, or two of them
    "value",  # as the file has it
    "obligors",  # who owes it: several parties, each by itself or all together
    "group",  # keys of its own
    "rows",  # a list of such
    "keyed",  # a value for each of some names
    "ranked",  # the same, or only the names in order
]
Choices: TypeAlias = tuple[tuple[str, str], ...]
#: What each key of a model with one short form is written as by itself.
SHORT: Final[Mapping[type[BaseModel], str]] = {LeftVague: "term"}
#: More names than these are typed, while a list of them is offered, and not chosen from one.
LISTED: Final = 100
#: Kinds of names that are typed in any case.
_TYPED: Final = frozenset(("statement", "fact"))
#: Empty rows for further entries; one alone where an entry has more fields than a few.
_FREE: Final = 3
_FEW: Final = 3
#: What comes first of a citation.
_CITED: Final = ("source", "paragraph", "quote")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a form."""

    key: str
    help: str
    control: Control
    required: bool = False
    choices: Choices = ()
    """Value and label."""
    offers: str = ""
    """Of what is typed: the kind of names that are offered, ``condition`` among them; empty where it is chosen."""
    fields: tuple[Field, ...] = ()
    """The keys of a group, or of each row."""
    short: str = ""
    """The key of a row that is written by itself where the others are empty."""
    single: bool = False
    """Whether one row may stand without a list around it."""
    keys: tuple[tuple[str, str, Field], ...] | None = None
    """Of what is keyed: each name, its label and its value; None where rows are named: freely, or from the choices."""
    value: Field | None = None
    """Of what is keyed: the value of a name that is not among the keys."""
    free: int = 0
    """So many empty rows for further entries."""

    @property
    def is_condition(self) -> bool:
        """Whether it holds a condition."""
        return self.offers == "condition"

    @property
    def offering(self) -> frozenset[str]:
        """The kinds of names that are offered in it and in all its parts."""
        parts = (*self.fields, *(each for _, _, each in self.keys or ()), self.value)
        own = frozenset((self.offers,) if self.offers else ())
        return own.union(*(one.offering for one in parts if one is not None))

    def value_of(self, key: str) -> Field | None:
        """Of what is keyed: how the value of a name is entered."""
        return next((each for name, _, each in self.keys or () if name == key), self.value)


@dataclass(frozen=True, slots=True)
class Names:
    """What a form can choose from."""

    case: Case
    compartment: str
    """Where what is edited lies: its own names are written without the compartment's."""
    draft: Draft | None = None
    """The draft whose clauses are meant."""
    options: Choices = ()
    """The options of the issue that is edited."""
    _known: dict[str, Choices] = field(default_factory=dict)

    def local(self, name: str) -> str:
        """A name as it is written there."""
        return name.removeprefix(f"{self.compartment}/")

    def full(self, name: str, known: Container[str]) -> str:
        """A name that is written there, as the whole case knows it."""
        own = f"{self.compartment}/{name}"
        return own if own in known else name

    def of(self, kind: str) -> Choices:
        """The names of one kind with their labels."""
        if kind not in self._known:
            self._known[kind] = tuple((self.local(name), label) for name, label in self._of(kind) if self.may(name))
        return self._known[kind]

    def may(self, name: str) -> bool:
        """Whether what is edited may refer to something: all who read the one read the other too."""
        case = self.case
        seen = View(case.audience, case.compartments, case.audiences)
        return seen.may_refer(self.compartment, case.compartment_of(name))

    def _of(self, kind: str) -> Iterator[tuple[str, str]]:
        case, draft = self.case, None if self.draft is None else self.draft.agreement
        match kind:
            case "party":
                yield from ((name, one.label) for name, one in case.parties.items())
            case "issue":
                yield from ((name, one.label) for name, one in case.issues.items())
            case "option":
                yield from self.options
            case "source":
                yield from ((name, source_label(name, case)) for name in case.sources)
            case "term":
                yield from ((name, name) for name in case.terms)
            case "draft":
                yield from ((name, one.agreement.title) for name, one in case.drafts.items())
            case "commitment":
                yield from self.clauses()
            case "phase" if draft is not None:
                yield from ((str(name), one.text or str(name)) for name, one in draft.phases.items())
            case _:
                return

    def clauses(self) -> Choices:
        """The clauses of the draft with what they say."""
        return tuple(
            (str(name), f"{name}: {words}" if (words := one.does or one.must_not) else str(name))
            for name, one in ({} if self.draft is None else self.draft.agreement.commitments).items()
        )

    def conditions(self) -> Iterator[str]:
        """Simple conditions over the case's own names, to begin from."""
        if self.draft is not None and self.may(self.draft.name):
            agreement = self.draft.agreement
            yield from map(str, agreement.events)
            for name in agreement.commitments:
                yield from (str(name), f"verified({name})", f"begun({name})")
        for name, issue in self.case.issues.items():
            if self.may(name):
                yield from (f"{self.local(name)} = {option}" for option in issue.options)

    def options_of(self, issue: str) -> Choices:
        """The options of an issue, as the file that is edited would name it."""
        for name, one in self.case.issues.items():
            if self.local(name) == issue:
                return tuple((str(option), each.text) for option, each in one.options.items())
        return ()


def key_of(name: str, info: Any) -> str:
    """A key as it stands in a file."""
    return str(info.alias or name.rstrip("_"))


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model in its order, in which they are written."""
    return tuple(key_of(name, info) for name, info in model.model_fields.items())


def fields_of(
    model: type[BaseModel], names: Names, leave: frozenset[str] = frozenset(), *, inner: bool = False
) -> tuple[Field, ...]:
    """The fields of a model but for some keys, in its order; `inner` where they stand in rows."""
    made = []
    for name, info in model.model_fields.items():
        key = key_of(name, info)
        if key not in leave:
            found = _field(info.annotation, tuple(info.metadata), names, inner=inner)
            described = " ".join((info.description or "").replace("`", "").split())
            if found.control == "obligors":
                described = "Who owes it: of several, each by itself, or all of them in one act."
            made.append(replace(found, key=key, help=described, required=info.is_required()))
    return tuple(made)


def _alternatives(annotation: Any, metas: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """What may stand there: each type with what is said of it."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        inner, *more = typing.get_args(annotation)
        yield from _alternatives(inner, (*metas, *more))
    elif origin in (typing.Union, types.UnionType) and not _said(metas, Scalar):
        for part in typing.get_args(annotation):
            if part is not type(None):
                yield from _alternatives(part)
    else:
        yield annotation, metas


def _said(metas: tuple[Any, ...], kind: type[Any]) -> Any:
    return next((one for one in metas if isinstance(one, kind)), None)


def _field(annotation: Any, metas: tuple[Any, ...], names: Names, *, inner: bool = False) -> Field:
    """How a value is entered; `inner` where it stands in a row of something else, so that there are many of it."""
    parts = list(_alternatives(annotation, metas))
    if len(parts) == 2:  # each of some names has a value, or the names in order
        keyed = next((one for one, _ in parts if _is_mapping(one)), None)
        order = next((one for one, _ in parts if typing.get_origin(one) is tuple), None)
        if keyed is not None and order is not None:
            return replace(_keyed(keyed, names, inner=inner), control="ranked")
    if len(parts) != 1:
        return Field("", "", "value")
    part, said = parts[0]
    scalar = _said(said, Scalar)
    if scalar is not None:
        return _scalar(part, scalar, names)
    if _said(said, Shaped):
        return Field("", "", "range")
    if _is_mapping(part):
        return _keyed(part, names, inner=inner)
    if typing.get_origin(part) is tuple:
        return _several(part, names)
    if typing.get_origin(part) is Literal:
        return Field("", "", "choice", choices=tuple((str(one), str(one)) for one in typing.get_args(part)))
    if isinstance(part, type) and issubclass(part, Ref):
        return _named(part, names, several=False)
    if isinstance(part, type) and issubclass(part, BaseModel):
        if part is Obligors:
            return Field("", "", "obligors", choices=names.of("party"))
        if not _said(said, OrShort):
            return Field("", "", "group", fields=fields_of(part, names, inner=inner))
    return Field("", "", "value")


def _scalar(part: Any, scalar: Scalar, names: Names) -> Field:
    if part is bool:
        return Field("", "", "yes-no")
    if scalar.wanted == "the name of a compartment":
        known = dict.fromkeys((*names.case.compartments, *_declared(names.case)))
        return Field("", "", "choice", choices=tuple((one, one) for one in known))
    choices = _literals(scalar.schema.get("enum"))
    if choices:
        return Field("", "", "choice", choices=choices)
    if scalar.wanted.startswith("a condition"):
        return Field("", "", "code", offers="condition")
    return Field("", "", "text" if scalar.wanted == "a text" else "code")


def _declared(case: Case) -> Iterator[str]:
    for seen in case.audiences.values():
        yield from seen or ()


def _literals(values: Any) -> Choices:
    return tuple((str(one), str(one)) for one in values or ())


def _named(ref: type[Ref], names: Names, *, several: bool) -> Field:
    known = names.of(ref.kind)
    if offers := _offers(ref.kind, known):
        return Field("", "", "names" if several else "code", choices=known, offers=offers)
    return Field("", "", "choices" if several else "choice", choices=known)


def _offers(kind: str, known: Choices) -> str:
    """The kind of names that are offered where they are typed; empty where they are chosen, as options always are."""
    return kind if kind in _TYPED or (kind != "option" and len(known) > LISTED) else ""


def _several(annotation: Any, names: Names) -> Field:
    inner = typing.get_args(annotation)[0]
    parts = list(_alternatives(inner))
    if len(parts) != 1:
        return Field("", "", "value")
    part, said = parts[0]
    scalar = _said(said, Scalar)
    if scalar is not None:
        one = _scalar(part, scalar, names)
        return replace(one, control="choices" if one.control == "choice" else "lines")
    if typing.get_origin(part) is Literal:
        return Field("", "", "choices", choices=_literals(typing.get_args(part)))
    if isinstance(part, type) and issubclass(part, Ref):
        return _named(part, names, several=True)
    if typing.get_origin(part) is tuple:
        return Field("", "", "groups")
    if isinstance(part, type) and issubclass(part, BaseModel):
        short = SHORT.get(part, "")
        if short or not _said(said, OrShort):
            made = fields_of(part, names, inner=True)
            if part is Citation:
                made = tuple(sorted(made, key=lambda one: _CITED.index(one.key) if one.key in _CITED else len(_CITED)))
            free = _FREE if len(made) <= _FEW else 1
            return Field("", "", "rows", fields=made, short=short, single=part is Citation, free=free)
    return Field("", "", "value")


def _is_mapping(annotation: Any) -> bool:
    origin = typing.get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _keyed(annotation: Any, names: Names, *, inner: bool) -> Field:
    """A value for each of some names: of the case's own where the keys name something, else of free ones."""
    key, value = typing.get_args(annotation)
    held = _field(value, (), names, inner=True)
    free = 1 if inner else _FREE
    if not (isinstance(key, type) and issubclass(key, Ref)) or key.kind in _TYPED:
        return Field("", "", "keyed", value=held, free=free)
    known = names.of(key.kind)
    offers = "" if key is IssueRef else _offers(key.kind, known)
    if offers or (inner and key is not OptionRef):  # a row for each name, or in each row, would be too many
        return Field("", "", "keyed", choices=known, offers=offers, value=held, free=free)
    rows = []
    for name, label in known:
        each = held
        if key is IssueRef:  # what is said of an issue may be about its options
            each = _field(value, (), replace(names, options=names.options_of(name), _known={}), inner=True)
        if value is OptionRef:
            each = replace(each, choices=(*each.choices, (LEFT_OPEN, "left open")))
        rows.append((name, label, each))
    return Field("", "", "keyed", keys=tuple(rows), value=held)
