"""Stretches of a YAML text and the nodes that they belong to: what edits are made of.

Positions are code points of the text. Nodes are libyaml's, with the ends of their own text: a block's mark lies behind
the comments that follow it.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.case import yamltext
from holdfast.case.yamldoc import compose
from holdfast.case.yamltext import Path

#: An entry that is longer stands on several lines.
WIDEST: Final = 110
#: So many texts are remembered as they were read.
_READ: Final = 4
#: What other YAML readers would take for a truth value, nothing, a number or a date, and so keeps its quotes.
_TYPED: Final = re.compile(r"(?i:true|false|yes|no|on|off|null|nan|y|n|~)|[\d.,:_ +-]+|0[xob]\w+|\d+e\d+")


class EditError(Exception):
    """Why something cannot be changed here, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Block:
    """A value of several lines, as it would stand at the left edge."""

    text: str


#: A value as it is to stand in the file: on one line, or a block.
Value: TypeAlias = str | Block


@lru_cache(maxsize=_READ)
def composed(text: str) -> Node | None:
    """The root node of a text, to be read only; None where it is empty. Raises EditError where it is not well-formed.

    One edit asks several things of the same text: the last few are remembered.
    """
    try:
        root = compose(text)
    except yaml.YAMLError:
        raise EditError(
            "the file is not well-formed YAML", "put it right first; see what is wrong under Check"
        ) from None
    if root is not None:
        _with_text(root, text)
    return root


def _with_text(node: Node, text: str) -> None:
    """Libyaml's marks carry no text; a block scalar's end is found in it."""
    if isinstance(node, ScalarNode):
        if node.style in ("|", ">"):
            end = node.end_mark.index
            while end > node.start_mark.index and text[end - 1] in "\r\n \t":
                end -= 1
            node.end_mark = yaml.Mark("", end, node.end_mark.line, node.end_mark.column, None, 0)
        return
    for part in node.value:
        for inner in part if isinstance(part, tuple) else (part,):
            _with_text(inner, text)


def node_at(root: Node | None, path: Path) -> Node | None:
    """The node at a place; None where there is none."""
    node = root
    for part in path:
        if isinstance(node, MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            return None
    return node


def is_empty(node: Node | None) -> bool:
    """Whether a node is there and holds nothing."""
    return node is not None and not node.value


def end_of(node: Node) -> int:
    """Where a node's own text ends: a block's mark lies behind the comments that follow it."""
    if isinstance(node, ScalarNode):
        return int(node.end_mark.index)
    assert isinstance(node, MappingNode | SequenceNode)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end_of(last[1] if isinstance(node, MappingNode) else last)


def line_start(text: str, at: int) -> int:
    """The start of the line."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """The end of the line, before its break."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end > at and text[end - 1] == "\r" else end


def after_break(text: str, at: int) -> int:
    """The start of the next line."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def after_own_comments(text: str, at: int, column: int) -> int:
    """The end of the comments that follow an entry and are indented further than it."""
    while (start := after_break(text, at)) < len(text):
        line = text[start : line_end(text, start)]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
            break
        at = start + len(line)
    return at


def break_of(text: str) -> str:
    """How lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def ended(text: str) -> str:
    """The text with its last line ended."""
    return text if not text or text.endswith("\n") else text + break_of(text)


def indented(lines: str, columns: int, like: str = "\n") -> str:
    """Lines moved to the right, with the ends that lines of `like` have."""
    space = " " * columns
    return break_of(like).join(space + line if line else line for line in lines.split("\n"))


def entry_lines(entry: Mapping[str, Value], name: str | None, *, short: bool = False) -> str:
    """An entry of a list, or under `name` of a mapping, as lines at the left edge; if `short`, on one where it fits."""
    if short and not any(isinstance(value, Block) for value in entry.values()):
        line = f"{name}: {in_braces(entry)}"
        if len(line) <= WIDEST:
            return line
    lines: list[str] = []
    for key, value in ((key, unquoted(value)) for key, value in entry.items()):
        lines.append(f"{key}:\n{indented(value.text, 2)}" if isinstance(value, Block) else f"{key}: {value}")
    body = "\n".join(lines)
    if name is None:
        return "- " + indented(body, 2).removeprefix("  ")
    return f"{name}:\n{indented(body, 2)}" if lines else f"{name}: {{}}"


def unquoted(value: Value) -> Value:
    """A quoted text without its quotes, where outside of braces it reads the same without them."""
    if isinstance(value, Block) or not value.startswith('"'):
        return value
    plainly = json.loads(value) if value.isprintable() else ""
    if not plainly or "\n" in plainly or "\\" in plainly or _TYPED.fullmatch(plainly):
        return value
    parsed = yamltext.read("", f"x: {plainly}")
    return plainly if not parsed.diagnostics and parsed.data == {"x": plainly} else value


def in_braces(entry: Mapping[str, Value]) -> str:
    """An entry on one line. Raises EditError where a value has several."""
    if any(isinstance(value, Block) for value in entry.values()):
        raise EditError("this stands in braces, where a value of several lines has no place", "write it on one line")
    return "{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}"


def cut_from_braces(text: str, pairs: Sequence[tuple[Node, Node]], place: int) -> str:
    """The text without one part of what stands in braces or brackets."""
    own, value = pairs[place]
    if place + 1 < len(pairs):
        return text[: own.start_mark.index] + text[pairs[place + 1][0].start_mark.index :]
    start = end_of(pairs[place - 1][1]) if place else own.start_mark.index
    return text[:start] + text[end_of(value) :]


def data_of(text: str, path: Path = (), *, missing: bool = False) -> Any:
    """A text, or what stands at a place in it, as plain data of the caller's own.

    Raises:
        EditError: it is not YAML, or there is nothing at the place; where it may be `missing`, that is None.
    """
    return copy.deepcopy(value_at(_data(text), path, missing=missing))


@lru_cache(maxsize=_READ)
def _data(text: str) -> Any:
    parsed = yamltext.read("", text)
    if any(one.severity == "error" for one in parsed.diagnostics):
        first = parsed.diagnostics[0]
        raise EditError(first.message, first.hint)
    return parsed.data


def value_at(data: Any, path: Path, *, missing: bool = False) -> Any:
    """The data at a place. Raises EditError where there is none, unless it may be `missing`: then None."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            if missing:
                return None
            raise EditError(f"{spoken(path)} is not there any more") from None
    return data


def as_meant(after: str, expected: Any) -> str:
    """A text that was read again and means what was expected. Raises EditError where it does not."""
    try:
        result = data_of(after)
    except EditError:
        result = None
    if result != expected:
        raise EditError("this cannot be changed here without touching more of the file", "edit the file itself")
    return after


def spoken(path: Path) -> str:
    """A place in words."""
    return "the file" if not path else f"‘{'.'.join(map(str, path))}’"
