"""How a type of the format is read from the plain data of a file, and what an editor is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from holdfast.case import conditions, times
from holdfast.case.conditions import Condition

T = TypeVar("T")


def fail(
    code: str,
    message: str,
    hint: str | None = None,
    *,
    at: str | None = None,
    and_at: str | None = None,
    span: tuple[int, int] | None = None,
) -> PydanticCustomError:
    """The error with which a validator refuses a value.

    Args:
        code: the diagnostic's code.
        message: a plain sentence, without a capital at its start and a full stop at its end.
        hint: what to write instead.
        at: the key to point to, where a whole item is refused; `and_at` a second one.
        and_at: see `at`.
        span: where in the value's text, in code points.
    """
    context = {"message": message, "hint": hint, "at": at, "and_at": and_at, "span": span}
    return PydanticCustomError(code, "{message}", context)  # type: ignore[arg-type,unused-ignore]


def shape_of(value: object) -> str:
    """What a value of the file is, in words."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "`key: value` lines"
    return "text" if value else "empty"


@dataclass(frozen=True, slots=True, eq=False)  # by identity: annotations must be hashable
class Scalar:
    """Annotates a type that `read` makes of one text; `schema` is what an editor is told of it."""

    wanted: str
    read: Callable[[str], object]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)

    def _validate(self, value: object) -> object:
        if not isinstance(value, str):
            raise fail("HF203", f"{self.wanted} is expected here, and this is {shape_of(value)}")
        if not value.strip():
            raise fail("HF204", "a value is missing here", f"write {self.wanted}, or leave the key out")
        return self.read(value)


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """Annotates a type that `read` makes of a text or a list."""

    read: Callable[[object], object]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)


@dataclass(frozen=True, slots=True, eq=False)
class OrShort:
    """Annotates a type that may be written in short: tells an editor so. (A `BeforeValidator` reads it.)"""

    short: Mapping[str, Any] | None = None
    """The short form; None where it is a single entry of the list that the type is."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        long = handler(schema)
        if self.short is not None:
            return {"anyOf": [dict(self.short), long]}
        return {"anyOf": [long["items"], {**long, "minItems": 1}]}


def described(description: str, pattern: str | None = None, kind: object = "string") -> dict[str, Any]:
    """The schema of a text."""
    return {"type": kind, "title": description} | ({} if pattern is None else {"pattern": f"^{pattern}$"})


def pair(item: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of one value or a range of two."""
    return {"anyOf": [dict(item), {"type": "array", "items": dict(item), "minItems": 2, "maxItems": 2}]}


def timed(read: Callable[[str], T], code: str) -> Callable[[str], T]:
    """`read`, with its `times.TimeError` turned into a diagnostic of this code."""

    def reader(value: str) -> T:
        try:
            return read(value)
        except times.TimeError as error:
            raise fail(code, str(error)) from None
        except (ValueError, OverflowError):
            raise fail(code, f"'{value}' is out of reach") from None

    return reader


def read_condition(value: str) -> Condition:
    """A condition's text → its tree. Raises the pydantic error of HF401, with the span of what is wrong."""
    try:
        return conditions.parse(value)
    except conditions.ConditionError as error:
        hint = None if error.hint is None else _bare(error.hint)
        raise fail("HF401", _bare(error.message), hint, span=(error.start, error.end)) from None


def _bare(sentence: str) -> str:
    """A sentence as diagnostics have them: without the capital and the full stop."""
    sentence = sentence.removesuffix(".") if not sentence.endswith("…") else sentence
    first = sentence.split(" ", 1)[0]
    return sentence[:1].lower() + sentence[1:] if first.istitle() and first != "D" else sentence
