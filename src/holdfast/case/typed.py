"""Plain data → model, and pydantic's errors → diagnostics at their places. A broken item costs that item alone."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from holdfast.case.model.fields import shape_of
from holdfast.case.yamldoc import item_of
from holdfast.case.yamltext import MappingNode, Node, Parsed, Path, ScalarNode, find
from holdfast.diagnostics import Diagnostic, did_you_mean, or_list

_MAPPING: Final = "`key: value` lines"
_SHAPES: Final = {
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "a text",
}
#: What stands in for a required text at the top of a file, where it is missing or broken.
_STAND_IN: Final = "…"
_LONG: Final = re.compile(r"'([^']{60})[^']{20,}'")


@dataclass(frozen=True, slots=True)
class Typed:
    """What could be typed of a file, and what is wrong with the rest. `content` is None where nothing could."""

    content: Any
    diagnostics: tuple[Diagnostic, ...]
    origins: Mapping[Path, list[int]] = field(default_factory=dict)
    """For lists that lost entries: the place in the file of each that is left."""
    dropped: frozenset[Path] = frozenset()
    """The items that were left out, under their paths in the file."""


def typed(parsed: Parsed, adapter: TypeAdapter[Any]) -> Typed:
    """Types a file's data.

    1. Validate the whole. Without an error this is all.
    2. Else report every error, leave out the items they are in, and validate the rest; what was hidden behind the
       first errors shows now. Repeat until nothing is left out any more.
    """
    attempt = _Attempt(parsed, adapter)
    while True:
        data = attempt.data()
        try:
            content = adapter.validate_python(data)
        except ValidationError as error:
            if not attempt.learn(error):
                content = None
            else:
                continue
        return Typed(content, tuple(attempt.diagnostics), attempt.origins, frozenset(attempt.dropped))


class _Attempt:
    """What is known, after some rounds, to be wrong with a file's data."""

    def __init__(self, parsed: Parsed, adapter: TypeAdapter[Any]) -> None:
        self.parsed = parsed
        self.adapter = adapter
        self.diagnostics: list[Diagnostic] = []
        self.dropped: set[Path] = set(parsed.lost)
        self.stand_ins: set[str] = set()
        self.origins: dict[Path, list[int]] = {}

    def data(self) -> Any:
        """The data without what has been dropped."""
        self.origins = {}
        data = _without(self.parsed.data, self.dropped, self.origins) if self.dropped else self.parsed.data
        return {**data, **dict.fromkeys(self.stand_ins, _STAND_IN)} if self.stand_ins else data

    def learn(self, error: ValidationError) -> bool:
        """Reports what is wrong and drops the items; False where nothing of the file can be used."""
        losses: set[Path] = set()
        stand_ins: set[str] = set()
        for found in error.errors(include_url=False):
            location = original(tuple(found["loc"]), self.origins)
            if not self._follows(found, location):
                self.diagnostics.append(_diagnose(self.parsed, found, location, self.adapter))
            if found["type"] == "missing":
                if len(location) == 1:
                    stand_ins.add(str(location[0]))
                    continue
                location = location[:-1]
            location = location[:-1] if location[-1:] == ("[key]",) else location
            losses.add(_loss(location, (found.get("ctx") or {}).get("at"), self.parsed.data))
        fresh = losses - self.dropped
        # What was dropped and is wrong still takes what it stands in along.
        fresh |= {loss[:-1] for loss in losses & self.dropped}
        if () in fresh or not (fresh or stand_ins - self.stand_ins):
            return False
        self.dropped |= fresh
        self.stand_ins |= stand_ins
        return True

    def _follows(self, error: Any, location: Path) -> bool:
        """Whether an error only says that what was dropped is not there."""
        if error["type"] == "missing":
            return location in self.dropped
        return not error["input"] and any(path[: len(location)] == location for path in self.dropped)


def _loss(location: Path, at: str | None, data: Any) -> Path:
    """What an error costs: the item it is in. Of a party or issue, on which much rests, at first only the key."""
    if location[:1] in (("parties",), ("issues",)):
        path = _present(location if at is None else (*location, at), data)
        if len(path) > 2:
            return path[:3]
    return item_of(location, data)


def _present(location: Path, data: Any) -> Path:
    """The parts of a location that stand in the data: the tag of a union does not."""
    path: Path = ()
    part: Any
    for part in location:
        if part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int):
            path, data = (*path, part), data[part]
    return path


def _without(data: Any, gone: set[Path], origins: dict[Path, list[int]]) -> Any:
    def prune(value: Any, at: Path, depth: int) -> Any:
        if depth == 0:
            return value
        if isinstance(value, dict):
            return {key: prune(part, (*at, key), depth - 1) for key, part in value.items() if (*at, key) not in gone}
        if isinstance(value, list):
            kept = [index for index in range(len(value)) if (*at, index) not in gone]
            if len(kept) < len(value):
                origins[at] = kept
            return [prune(value[index], (*at, index), depth - 1) for index in kept]
        return value

    return prune(data, (), 3)


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
        if kind == "HF202" and at is None:
            node = _name_of(root, location) or node
        spans = [document.place(node or root, span=context.get("span"))]
        other = None if and_at is None else find(root, (*location, and_at), on_key=True)
        if isinstance(other, ScalarNode) and other.value == and_at:
            spans.append(document.place(other, f"`{and_at}` is here"))
        hint = context.get("hint") or (_braces(node) if kind == "HF203" else None)
        return Diagnostic(kind, shortened(context["message"]), tuple(spans), hint)
    node = find(root, location, on_key=kind == "extra_forbidden") or root
    code, message, advice = _worded(kind, context, error, location, adapter)
    if code == "HF202":
        node = _name_of(root, location[:-1]) or node
    elif kind == "string_type":
        advice = advice or _braces(node)
    return Diagnostic(code, shortened(message), (document.place(node),), advice)


def shortened(message: str) -> str:
    """The message with what it quotes cut, where that is very long."""
    return _LONG.sub(r"'\1…'", message)


def _name_of(root: Node, path: Path) -> Node | None:
    """The key or `id` of an item: it says better than the item's first line which one lacks something."""
    node = find(root, path)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == "id" and isinstance(value, ScalarNode):
                return value
    return find(root, path, on_key=True)


def _braces(node: Node | None) -> str | None:
    """The advice for a text that begins with a brace or bracket, which YAML takes for something else."""
    if node is None or isinstance(node, ScalarNode) or not getattr(node, "flow_style", False):
        return None
    return "if this is text, put it in quotes: braces and brackets have a meaning of their own"


def _worded(
    kind: str, context: Mapping[str, Any], error: Any, location: Path, adapter: TypeAdapter[Any]
) -> tuple[str, str, str | None]:
    value = error["input"]
    if kind == "missing" and isinstance(location[-1], str):
        return "HF202", f"`{location[-1]}` is missing", f"add `{location[-1]}:`"
    if kind == "extra_forbidden":
        allowed = _allowed(adapter, location[:-1])
        hint = did_you_mean(str(location[-1]), allowed) or f"the keys here are {', '.join(allowed)}"
        return "HF201", f"the key `{location[-1]}` does not belong here", hint
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        if not isinstance(value, str):
            return "HF203", f"one of {or_list(words)} is expected here, and this is {shape_of(value)}", None
        if not value:
            return "HF204", "a value is missing here", f"write {or_list(words)}"
        return "HF204", f"'{value}' is not one of {or_list(words)}", did_you_mean(value, words)
    if kind in _SHAPES:
        return "HF203", f"{_SHAPES[kind]} {_are(kind)} expected here, and this is {shape_of(value)}", None
    if kind in ("too_long", "too_short", "missing"):
        number = context.get("max_length", context.get("min_length", 2))
        return "HF203", f"a list of {number} is expected here", None
    return "HF204", str(error["msg"]), None


def _are(kind: str) -> str:
    return "are" if _SHAPES[kind] == _MAPPING else "is"


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


def _step(annotation: Any, part: str | int) -> Iterable[Any]:
    """The annotations one key or index further in; the same again where the part is a union's tag."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _tagged(annotation, part) or _step(arguments[0], part)
    if origin in (typing.Union, types.UnionType):
        chosen = [argument for argument in arguments if _tagged(argument, part)]
        return chosen or [inner for argument in arguments for inner in _step(argument, part)]
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


def _tagged(annotation: Any, part: str | int) -> list[Any]:
    """The annotation itself, where it is the member of a union that this tag chooses."""
    if typing.get_origin(annotation) is not typing.Annotated:
        return []
    return [annotation] if any(getattr(one, "tag", None) == part for one in annotation.__metadata__) else []
