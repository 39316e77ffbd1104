"""Plain data → model, and pydantic's errors → diagnostics at their places. A broken item costs that item alone."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from holdfast.case.yamltext import Parsed, Path, find
from holdfast.diagnostics import Diagnostic, did_you_mean, or_list

_SHAPES: Final = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "text",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What could be typed of a file, and what is wrong with the rest. `content` is None where nothing could."""

    content: Any
    diagnostics: tuple[Diagnostic, ...]
    origins: Mapping[Path, list[int]] = field(default_factory=dict)
    """For lists that lost entries: the place in the file of each that is left."""


def typed(parsed: Parsed, adapter: TypeAdapter[Any]) -> Typed:
    """Types a file's data.

    1. Validate the whole. Without an error this is all.
    2. Else report every error, leave out the items they are in, and validate the rest; what was hidden behind the
       first errors shows now. Repeat until nothing is left out any more.
    """
    diagnostics: list[Diagnostic] = []
    dropped: list[Path] = []
    data = parsed.data
    origins: dict[Path, list[int]] = {}
    while True:
        try:
            return Typed(adapter.validate_python(data), tuple(diagnostics), origins)
        except ValidationError as error:
            losses: set[Path] = set()
            for found in error.errors(include_url=False):
                location = original(tuple(found["loc"]), origins)
                diagnostics.append(_diagnose(parsed, found, location, adapter))
                losses.add(_item(location, data))
        if () in losses:
            return Typed(None, tuple(diagnostics), origins)
        dropped.extend(losses)
        data = _without(parsed.data, dropped, origins)


def _item(location: Path, data: object) -> Path:
    """The item that an error costs: an entry of a list file, an entry of a mapping or list one level down, or a key."""
    location = location[:-1] if location[-1:] == ("[key]",) else location
    if isinstance(data, list):
        return location[:1]
    if isinstance(data, dict) and len(location) > 1 and isinstance(data.get(location[0]), dict | list):
        return location[:2]
    return location[:1]


def _without(data: Any, dropped: list[Path], origins: dict[Path, list[int]]) -> Any:
    gone = set(dropped)

    def prune(value: Any, at: Path, depth: int) -> Any:
        if depth == 0:
            return value
        if isinstance(value, dict):
            return {key: prune(part, (*at, key), depth - 1) for key, part in value.items() if (*at, key) not in gone}
        if isinstance(value, list):
            kept = [index for index in range(len(value)) if (*at, index) not in gone]
            origins[at] = kept
            return [prune(value[index], (*at, index), depth - 1) for index in kept]
        return value

    return prune(data, (), 2)


def original(location: Path, origins: Mapping[Path, list[int]]) -> Path:
    """A path into pruned data → the path into the data as read."""
    result: Path = ()
    for part in location:
        kept = origins.get(result)
        result = (*result, kept[part] if kept is not None and isinstance(part, int) and part < len(kept) else part)
    return result


def _diagnose(parsed: Parsed, error: Any, location: Path, adapter: TypeAdapter[Any]) -> Diagnostic:
    kind: str = error["type"]
    context: Mapping[str, Any] = error.get("ctx") or {}
    on_key = location[-1:] == ("[key]",)
    location = location[:-1] if on_key else location
    document, root = parsed.document, parsed.root
    assert root is not None  # an empty file has no data, and so no errors
    if kind.startswith("HF"):
        at, and_at = context.get("at"), context.get("and_at")
        node = find(root, location if at is None else (*location, at), on_key=on_key or at is not None)
        spans = [document.place(node or root, span=context.get("span"))]
        if and_at is not None and (other := find(root, (*location, and_at), on_key=True)) is not None:
            spans.append(document.place(other, f"`{and_at}` is here"))
        return Diagnostic(kind, context["message"], tuple(spans), context.get("hint"))
    node = find(root, location, on_key=kind == "extra_forbidden") or root
    place = document.place(node)
    code, message, hint = _worded(kind, context, error, location, adapter)
    return Diagnostic(code, message, (place,), hint)


def _worded(
    kind: str, context: Mapping[str, Any], error: Any, location: Path, adapter: TypeAdapter[Any]
) -> tuple[str, str, str | None]:
    value = error["input"]
    if kind == "missing":
        return "HF202", f"`{location[-1]}` is missing", None
    if kind == "extra_forbidden":
        allowed = _allowed(adapter, location[:-1])
        hint = did_you_mean(str(location[-1]), allowed) or f"the keys here are {', '.join(allowed)}"
        return "HF201", f"the key `{location[-1]}` does not belong here", hint
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        shown = f"'{value}'" if isinstance(value, str) else _shape(value)
        hint = did_you_mean(value, words) if isinstance(value, str) else None
        return "HF204", f"{shown} is not one of {or_list(words)}", hint
    if kind in _SHAPES:
        return "HF203", f"{_SHAPES[kind]} is expected here, and this is {_shape(value)}", None
    if kind in ("too_long", "too_short"):
        return "HF203", f"a list of {context.get('max_length', context.get('min_length'))} is expected here", None
    return "HF204", str(error["msg"]), None


def _shape(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return "text" if value else "empty"


def _allowed(adapter: TypeAdapter[Any], location: Path) -> list[str]:
    """The keys that the model at this place knows, as they are written."""
    candidates: list[Any] = [adapter._type]
    for part in location:
        candidates = [inner for candidate in candidates for inner in _step(candidate, part)]
    models = [model for candidate in candidates for model in _models(candidate)]
    keys = [info.alias or name for model in models for name, info in model.model_fields.items()]
    return list(dict.fromkeys(keys))


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _models(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [model for part in typing.get_args(annotation) for model in _models(part)]
    return []


def _step(annotation: Any, part: str | int) -> list[Any]:
    """The annotations one key or index further in; the same again where the part is a union's tag."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _step(arguments[0], part)
    if origin in (typing.Union, types.UnionType):
        return [inner for argument in arguments for inner in _step(argument, part)]
    if origin is tuple:
        return [arguments[0]] if isinstance(part, int) else [annotation]
    if origin is not None and len(arguments) == 2:
        return [arguments[1]]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            if (info.alias or name) == part:
                return [info.annotation]
        return [annotation]
    return []
