"""The scalars of the format: each is text in the file and gets its type here, with an error its writer can act on."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar

from immutabledict import immutabledict
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from holdfast.case import figures, times
from holdfast.case.conditions import KEYWORDS, LEFT_OPEN, RESERVED, Condition
from holdfast.case.figures import Figure
from holdfast.case.model.fields import (
    OrShort,
    Scalar,
    Shaped,
    described,
    fail,
    pair,
    read_condition,
    shape_of,
    timed,
)
from holdfast.case.provisions import PROVISIONS
from holdfast.case.times import Duration, Moment, Offset, Window
from holdfast.diagnostics import did_you_mean

T = TypeVar("T")
K = TypeVar("K")

_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_REFERENCE: Final = re.compile(rf"{_ID.pattern}(?:/{_ID.pattern})?")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_TEXT_SCHEMA: Final = {"type": ["string", "number", "boolean"]}


def _read_text(value: str) -> str:
    return value.strip()


def _read_id(value: str) -> str:
    if value in RESERVED:
        raise fail("HF205", f"'{value}' has a meaning of its own and cannot name anything", "choose another name")
    if _ID.fullmatch(value) is None:
        raise fail("HF205", f"'{value}' cannot be used as a name here", _id_hint(value))
    return value


def _read_option(value: str) -> str:
    """Options live within their issue, so only what the language itself uses is taken."""
    if value in KEYWORDS or value == LEFT_OPEN:
        raise fail("HF205", f"'{value}' has a meaning of its own and cannot name an option", "choose another name")
    return value if value in RESERVED else _read_id(value)


def _id_hint(value: str) -> str:
    better = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")
    if _ID.fullmatch(better) and better not in RESERVED:
        return f"names are lower-case words joined by hyphens: {better}"
    return "names are lower-case letters and digits, words joined by hyphens, starting with a letter"


def _read_flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise fail("HF204", f"'{value}' is neither true nor false", "write true or false")
    return value == "true"


def _read_count(value: str) -> int:
    if re.fullmatch(r"\d{1,15}", value) is None:
        raise fail("HF204", f"'{value}' is not a whole number", "write digits only, such as 51")
    return int(value)


def _read_number(value: str) -> float:
    number = float(value) if _NUMBER.fullmatch(value) else math.nan
    if not math.isfinite(number):
        raise fail("HF204", f"'{value}' is not a number", "write a number such as 40 or -2.5")
    return number


def _read_provision(value: str) -> str:
    if value not in PROVISIONS:
        hint = did_you_mean(value, PROVISIONS) or "docs/reference/format.md lists them"
        raise fail("HF204", f"'{value}' is no provision of the checklist", hint)
    return value


Text = Annotated[str, Scalar("a text", _read_text, _TEXT_SCHEMA)]
Id = Annotated[str, Scalar("a name", _read_id, described("A name: lower-case words joined by hyphens", _ID.pattern))]
OptionId = Annotated[
    str, Scalar("a name", _read_option, described("A name: lower-case words joined by hyphens", _ID.pattern))
]
Flag = Annotated[bool, Scalar("true or false", _read_flag, {"type": "boolean"})]
Count = Annotated[int, Scalar("a whole number", _read_count, {"type": "integer", "minimum": 0})]
Number = Annotated[float, Scalar("a number", _read_number, {"type": "number"})]
Day = Annotated[
    Moment, Scalar("a date", timed(times.parse_moment, "HF206"), described("A date: 2026-03-02, or 2026-03-02 14:30"))
]
Length = Annotated[
    Duration,
    Scalar("a duration", timed(times.parse_duration, "HF207"), described("A duration", r"\d+\s*(min|h|d|w|mo|y)")),
]
Carried = Annotated[
    str,
    Scalar("the name of a provision", _read_provision, described("The name of a provision") | {"enum": [*PROVISIONS]}),
]
If = Annotated[Condition, Scalar("a condition", read_condition, described("A condition"))]


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
OneOrMany = Annotated[tuple[T, ...], AfterValidator(_filled), BeforeValidator(_listed), OrShort()]
#: A list; what is typed is a tuple.
Many = tuple[T, ...]
#: A mapping that cannot be changed.
Map = Annotated[Mapping[K, T], AfterValidator(_frozen)]


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


class Ref(str):
    """The name of something defined elsewhere; `kind` says what it must be."""

    __slots__ = ()
    kind: ClassVar[str] = ""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return described(f"The name of {_a(cls.kind)}", _REFERENCE.pattern)

    @classmethod
    def read(cls, value: object) -> Self:
        """A reference of this kind. Raises the pydantic errors of HF203 and HF205."""
        if not isinstance(value, str):
            raise fail("HF203", f"the name of {_a(cls.kind)} is expected here, and this is {shape_of(value)}")
        if not value:
            raise fail("HF204", "a value is missing here", f"write the name of {_a(cls.kind)}, or leave the key out")
        if _REFERENCE.fullmatch(value) is None:
            raise fail("HF205", f"'{value}' cannot be the name of {_a(cls.kind)}", _id_hint(value))
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


def _ends(value: object, wanted: str, example: str) -> tuple[str, ...]:
    """The text, or the two texts, of a range."""
    parts = value if isinstance(value, list) else [value]
    texts = tuple(part for part in parts if isinstance(part, str) and part)
    if len(texts) != len(parts) or len(parts) not in (1, 2):
        raise fail("HF203", f"{wanted} or a range of two is expected here", f"write {example}")
    return texts


def _read_window(value: object) -> Window:
    parts = _ends(value, "a duration", "24h or [12h, 24h]")
    read = timed(times.parse_duration, "HF207")
    low = read(parts[0])
    high = None if parts[-1] == "unknown" else read(parts[-1])
    if high is not None and high.minutes[1] < low.minutes[0]:
        raise fail("HF208", f"this range ends before it starts: {high} is shorter than {low}", f"write [{high}, {low}]")
    return Window(low, high)


def _read_range(value: object) -> Range:
    parts = _ends(value, "a number", "40 or [40, 80]")
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


Lengths = Annotated[Window, Shaped(_read_window, pair(described("A duration")))]
Judged = Annotated[Range, Shaped(_read_range, pair({"type": "number"}))]
FactValue = Annotated[Value, Scalar("a number, date or text", read_value, _TEXT_SCHEMA)]
When = Annotated[Moment | Offset, Scalar("a date or an offset", _read_when, described("A date, D+30 or EVENT+30d"))]


class Item(BaseModel):
    """The base of everything in a case: frozen, and strict about its keys."""

    model_config = ConfigDict(  # type: ignore[pydantic-alias]  # no key is ever given by its Python name
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
        if value and value != "unknown" and not value[0].isdigit():
            hint = f"write it as 2026-03-02; if that is what the source says, as {{said: {value}}}"
            raise fail("HF206", f"'{value}' is not a date", hint)
        return {} if value == "unknown" else {"resolved": value}
    return value


#: A date, ``{said: …, resolved: …}`` or ``unknown``.
DateSaid = Annotated[
    Dated, BeforeValidator(_read_dated), OrShort(described("A date: 2026-03-02, or 2026-03-02 14:30, or `unknown`"))
]
Firmness = Literal["preference", "position", "bottom-line", "red-line"]
#: From the loosest to the firmest.
FIRMNESSES: Final[tuple[Firmness, ...]] = ("preference", "position", "bottom-line", "red-line")
