"""The scalars of the format: each is text in the file and gets its type here, with an error its writer can act on."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar

from immutabledict import immutabledict
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from holdfast.case import conditions, figures, times
from holdfast.case.conditions import KEYWORDS, LEFT_OPEN, RESERVED, Condition
from holdfast.case.figures import Figure
from holdfast.case.times import Duration, Moment, Offset, Window

T = TypeVar("T")
K = TypeVar("K")

_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_REFERENCE: Final = re.compile(rf"{_ID.pattern}(?:/{_ID.pattern})?")
_TEXT_SCHEMA: Final = {"type": ["string", "number", "boolean"]}


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
        message: a plain sentence.
        hint: what to write instead.
        at: the key to point to, where a whole item is refused; `and_at` a second one.
        and_at: see `at`.
        span: where in the value's text, in code points.
    """
    context = {"message": message, "hint": hint, "at": at, "and_at": and_at, "span": span}
    return PydanticCustomError(code, "{message}", context)  # type: ignore[arg-type]


def shape_of(value: object) -> str:
    """What a value of the file is, in words."""
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "text"


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
        return self.read(value)


def _read_text(value: str) -> str:
    text = value.strip()
    if not text:
        raise fail("HF204", "this is empty", "write a text, or leave the key out")
    return text


def _read_id(value: str) -> str:
    if value in RESERVED:
        raise fail("HF205", f"'{value}' has a meaning of its own and cannot name anything", "choose another name")
    if _ID.fullmatch(value) is None:
        raise fail("HF205", f"'{value}' cannot be an identifier", _id_hint(value))
    return value


def _read_option(value: str) -> str:
    """Options live within their issue, so only what the language itself uses is taken."""
    if value in KEYWORDS or value == LEFT_OPEN:
        raise fail("HF205", f"'{value}' has a meaning of its own and cannot name an option", "choose another name")
    return value if value in RESERVED else _read_id(value)


def _id_hint(value: str) -> str:
    better = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")
    if _ID.fullmatch(better) and better not in RESERVED:
        return f"identifiers are lower-case words joined by hyphens: {better}"
    return "identifiers are lower-case letters and digits, words joined by hyphens, starting with a letter"


def _read_flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise fail("HF204", f"'{value}' is neither true nor false", "write true or false")
    return value == "true"


def _read_count(value: str) -> int:
    if re.fullmatch(r"\d{1,15}", value) is None:
        raise fail("HF204", f"'{value}' is not a whole number", "write digits only, such as 51")
    return int(value)


def _read_number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise fail("HF204", f"'{value}' is not a number", "write a number such as 40 or -2.5")
    return number


def timed(read: Callable[[str], T], code: str) -> Callable[[str], T]:
    """`read`, with its `times.TimeError` turned into a diagnostic of this code."""

    def reader(value: str) -> T:
        try:
            return read(value)
        except times.TimeError as error:
            raise fail(code, str(error)) from None

    return reader


def read_condition(value: str) -> Condition:
    """A condition's text → its tree. Raises the pydantic error of HF401, with the span of what is wrong."""
    try:
        return conditions.parse(value)
    except conditions.ConditionError as error:
        raise fail("HF401", error.message, error.hint, span=(error.start, error.end)) from None


def _schema(description: str, pattern: str | None = None, kind: object = "string") -> dict[str, Any]:
    return {"type": kind, "description": description} | ({} if pattern is None else {"pattern": f"^{pattern}$"})


Text = Annotated[str, Scalar("a text", _read_text, _TEXT_SCHEMA)]
Id = Annotated[str, Scalar("an identifier", _read_id, _schema("An identifier", _ID.pattern))]
OptionId = Annotated[str, Scalar("an identifier", _read_option, _schema("An identifier", _ID.pattern))]
Flag = Annotated[bool, Scalar("true or false", _read_flag, {"type": "boolean"})]
Count = Annotated[int, Scalar("a whole number", _read_count, {"type": "integer", "minimum": 0})]
Number = Annotated[float, Scalar("a number", _read_number, {"type": "number"})]
Day = Annotated[
    Moment, Scalar("a date", timed(times.parse_moment, "HF206"), _schema("A date: 2026-03-02, or 2026-03-02 14:30"))
]
Length = Annotated[
    Duration,
    Scalar("a duration", timed(times.parse_duration, "HF207"), _schema("A duration", r"\d+\s*(min|h|d|w|mo|y)")),
]
If = Annotated[Condition, Scalar("a condition", read_condition, _schema("A condition"))]


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _filled(value: tuple[T, ...]) -> tuple[T, ...]:
    if not value:
        raise fail("HF204", "this list is empty", "write at least one, or leave the key out")
    return value


def _frozen(value: Mapping[K, T]) -> Mapping[K, T]:
    return immutabledict(value)


#: The default of every mapping.
EMPTY: Final[Mapping[Any, Any]] = immutabledict()
#: One value, or a list of them.
OneOrMany = Annotated[tuple[T, ...], AfterValidator(_filled), BeforeValidator(_listed)]
#: A list; what is typed is a tuple.
Many = tuple[T, ...]
#: A mapping that cannot be changed.
Map = Annotated[Mapping[K, T], AfterValidator(_frozen)]


class Ref(str):
    """The name of something defined elsewhere; `kind` says what it must be."""

    __slots__ = ()
    kind: ClassVar[str] = ""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return _schema(f"The name of a {cls.kind}", _REFERENCE.pattern)

    @classmethod
    def read(cls, value: object) -> Self:
        """A reference of this kind. Raises the pydantic errors of HF203 and HF205."""
        if not isinstance(value, str):
            raise fail("HF203", f"the name of a {cls.kind} is expected here, and this is {shape_of(value)}")
        if _REFERENCE.fullmatch(value) is None:
            raise fail("HF205", f"'{value}' cannot be the name of a {cls.kind}", _id_hint(value))
        return cls(value)


class PartyRef(Ref):
    """The name of a party."""

    kind = "party"


class IssueRef(Ref):
    """The name of an issue."""

    kind = "issue"


class OptionRef(Ref):
    """The name of an option of the issue that stands beside it."""

    kind = "option"


class StatementRef(Ref):
    """The name of a statement."""

    kind = "statement"


class SourceRef(Ref):
    """The name of a source."""

    kind = "source"


class CommitmentRef(Ref):
    """The name of a commitment of a draft."""

    kind = "commitment"


class PhaseRef(Ref):
    """The name of a phase of the same draft."""

    kind = "phase"


class TermRef(Ref):
    """The name of a term."""

    kind = "term"


class FactRef(Ref):
    """The key under which sources assert something."""

    kind = "fact"


class DraftRef(Ref):
    """The name of a draft: the stem of its file."""

    kind = "draft"


class AudienceRef(Ref):
    """The name of an audience."""

    kind = "audience"


def _read_window(value: object) -> Window:
    parts = value if isinstance(value, list) else [value]
    if len(parts) not in (1, 2) or not all(isinstance(part, str) for part in parts):
        raise fail("HF203", "a duration or a range of two durations is expected here", "write 24h or [12h, 24h]")
    read = timed(times.parse_duration, "HF207")
    low = read(parts[0])
    high = None if parts[-1] == "unknown" else read(parts[-1])
    if high is not None and high.minutes[1] < low.minutes[0]:
        raise fail("HF208", f"this range ends before it starts: {high} is shorter than {low}", f"write [{high}, {low}]")
    return Window(low, high)


def _read_range(value: object) -> Range:
    parts = value if isinstance(value, list) else [value]
    if len(parts) not in (1, 2) or not all(isinstance(part, str) for part in parts):
        raise fail("HF203", "a number or a range of two numbers is expected here", "write 40 or [40, 80]")
    low, high = _read_number(parts[0]), _read_number(parts[-1])
    if high < low:
        raise fail(
            "HF208",
            f"this range ends before it starts: {parts[1]} is less than {parts[0]}",
            f"write [{parts[1]}, {parts[0]}]",
        )
    return Range(low, high)


@dataclass(frozen=True, slots=True)
class Range:
    """A judged number: anywhere from `low` to `high`, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Value:
    """What somebody asserts of a fact: as written, and as a figure or a date where it is one."""

    text: str
    figure: Figure | None = None
    moment: Moment | None = None


def read_value(text: str) -> Value:
    """``about 50``, ``2026-03-02``, ``Cairo`` → `Value`."""
    text = _read_text(text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?", text):
        return Value(text, moment=timed(times.parse_moment, "HF206")(text))
    return Value(text, figure=figures.parse_figure(text))


def _read_when(value: str) -> Moment | Offset:
    if re.match(r"\d", value):
        return timed(times.parse_moment, "HF206")(value)
    return timed(times.parse_offset, "HF207")(value)


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """Annotates a type that `read` makes of a text or a list."""

    read: Callable[[object], object]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)


def _pair(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 2, "maxItems": 2}]}


Lengths = Annotated[Window, Shaped(_read_window, _pair(_schema("A duration")))]
Judged = Annotated[Range, Shaped(_read_range, _pair({"type": "number"}))]
FactValue = Annotated[Value, Scalar("a number, date or text", read_value, _TEXT_SCHEMA)]
When = Annotated[Moment | Offset, Scalar("a date or an offset", _read_when, _schema("A date, D+30 or EVENT+30d"))]


class Item(BaseModel):
    """The base of everything in a case: frozen, and strict about its keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        alias_generator=lambda name: name.rstrip("_"),
        arbitrary_types_allowed=True,
    )


class Dated(Item):
    """A date as a source says it, and as somebody resolved it."""

    said: Text | None = None
    """The words of the source, such as ``on Friday``."""
    resolved: Day | None = None
    """The date that these words mean, where the text allows it."""

    @property
    def day(self) -> date | None:
        """The resolved day, or None where it is unknown."""
        resolved = self.resolved
        return None if resolved is None else date(resolved.year, resolved.month, resolved.day)


def _read_dated(value: object) -> object:
    if isinstance(value, str):
        return {} if value == "unknown" else {"resolved": value}
    return value


#: A date, ``{said: …, resolved: …}`` or ``unknown``.
DateSaid = Annotated[Dated, BeforeValidator(_read_dated)]
Firmness = Literal["preference", "position", "bottom-line", "red-line"]
#: From the loosest to the firmest.
FIRMNESSES: Final[tuple[Firmness, ...]] = ("preference", "position", "bottom-line", "red-line")
