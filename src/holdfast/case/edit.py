"""Edits of a case's files as slices of their text: what is not changed stays to the letter, comments and order too.

Each function takes a text and gives the changed one. It finds the place by libyaml's nodes, replaces that stretch
alone, reads the result again and compares it with what was meant; anything else is refused. Values are given as they
are to stand in the file: `yamlwrite` makes them from data, and `Block` holds several lines.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.case import yamltext
from holdfast.case.yamldoc import compose
from holdfast.case.yamltext import Path

_COMMENT: Final = re.compile(r"[ \t]+#[^\n]*")
_WIDEST: Final = 110
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


def value_of(text: str) -> Value:
    """What somebody typed as a value. Raises EditError where it is not YAML."""
    text = text.strip("\n").rstrip()
    if not text:
        raise EditError("a value is missing")
    _data(text)
    return Block(text) if "\n" in text else text.strip()


def set_keys(text: str, path: Path, values: Mapping[str, Value | None], order: Sequence[str] = ()) -> str:
    """The text with keys of one mapping set, or taken away where the value is None.

    Args:
        text: the file's text.
        path: where the mapping stands: keys and places in lists.
        values: the keys that change. Others are not touched.
        order: the order in which new keys are put in; those that it does not name come last.

    Raises:
        EditError: there is no mapping, or the change cannot be made without touching more.
    """
    for key, value in values.items():
        node = _mapping(text, path)
        if value is not None and not node.flow_style:
            value = _in_block(value)
        pairs = {one.value: (one, inner) for one, inner in node.value}
        if value is None:
            if key in pairs:
                text = _checked(text, _without(text, node, key), path, key, None)
        elif key in pairs:
            text = _checked(text, _replaced(text, node, *pairs[key], value), path, key, value)
        else:
            text = _checked(text, _inserted(text, node, key, value, order), path, key, value)
    return text


def add_entry(text: str, path: Path, entry: Mapping[str, Value], name: str | None = None) -> str:
    """The text with one more entry at the end of a list, or of a mapping under `name`.

    What is not there yet on the way to it is made.

    Args:
        text: the file's text.
        path: where the list or mapping stands; empty for the whole file.
        entry: the keys of the entry, in order.
        name: the entry's own key, for a mapping.

    Raises:
        EditError: there is something else at that place, or the name is taken.
    """
    root = _composed(text)
    node = _find(root, path)
    if name is not None and isinstance(node, MappingNode) and any(key.value == name for key, _ in node.value):
        raise EditError(f"there is something named '{name}' here already", "choose another name")
    if (path and node is None) or (_is_empty(node) and path):
        block = Block(_entry_lines(entry, name))
        parent = _find(root, path[:-1])
        if parent is None and not path[:-1]:
            made = _ended(text) + f"{path[-1]}:\n{_indented(block.text, 2)}\n"
            return _verified(text, made, (*path, name if name is not None else 0), entry)
        if not isinstance(parent, MappingNode):
            raise EditError(f"nothing can be added under {_spoken(path)}")
        return set_keys(text, path[:-1], {str(path[-1]): block})
    if node is None or _is_empty(node):
        start = "" if node is None else text[: node.start_mark.index]
        rest = "" if node is None else text[node.end_mark.index :].lstrip(" ")
        rest = rest.removeprefix("\r").removeprefix("\n") if not start or start.endswith("\n") else rest
        base = text if node is None else start + rest
        made = _ended(base) + _entry_lines(entry, name) + "\n"
        return _verified(text, made, (0 if name is None else name,), entry)
    wanted = SequenceNode if name is None else MappingNode
    if not isinstance(node, wanted):
        raise EditError(f"{_spoken(path)} is not a {'list' if name is None else 'mapping'}")
    place: str | int = len(node.value) if name is None else name
    last = node.value[-1] if name is None else node.value[-1][1]
    if node.flow_style:
        written = _flow(entry)
        written = written if name is None else f"{name}: {written}"
        at = _end(last)
        comma = "" if "," in text[at : node.end_mark.index - 1] else ","
        at = at if comma else text.index(",", at) + 1
        return _verified(text, f"{text[:at]}{comma} {written}{text[at:]}", (*path, place), entry)
    lines = _entry_lines(entry, name, short=name is not None and bool(getattr(last, "flow_style", False)))
    at = _after_own_comments(text, _line_end(text, _end(last)), node.start_mark.column)
    made = f"{text[:at]}{_break(text)}{_indented(lines, node.start_mark.column, text)}{text[at:]}"
    return _verified(text, made, (*path, place), entry)


def remove_entry(text: str, path: Path) -> str:
    """The text without one entry of a list or mapping. Raises EditError."""
    node = _find(_composed(text), path[:-1])
    key = path[-1]
    if isinstance(node, MappingNode):
        if all(one.value != key for one, _ in node.value):
            raise EditError(f"there is no '{key}' here")
        return _checked(text, _without(text, node, str(key)), path[:-1], str(key), None)
    if not isinstance(node, SequenceNode) or not isinstance(key, int) or key >= len(node.value):
        raise EditError(f"there is no {_spoken(path)}")
    item = node.value[key]
    if node.flow_style:
        made = _cut_flow(text, [(one, one) for one in node.value], key)
    else:
        dash = text.rindex("-", 0, item.start_mark.index)
        start, end = _line_start(text, dash), _line_end(text, _end(item))
        if len(node.value) == 1:
            made = f"{text[:start]}{' ' * node.start_mark.column}[]{text[end:]}"
        else:
            made = text[:start] + text[_after_break(text, end) :]
    expected = _data(text)
    inner = _at(expected, path[:-1])
    del inner[key]
    return _same(made, expected)


def source_of(text: str, path: Path) -> str | None:
    """A value as it stands in the file, at the left edge; None where it is not there."""
    root = _composed(text)
    node = _find(root, path)
    if node is None:
        return None
    raw = text[node.start_mark.index : _end(node)]
    lines = raw.split("\n")
    column = node.start_mark.column
    return "\n".join([lines[0], *(line[column:] if line[:column].isspace() else line.lstrip() for line in lines[1:])])


def index_of(text: str, name: str, path: Path = ()) -> int:
    """The place of the entry with this `id` in a list. Raises EditError."""
    node = _find(_composed(text), path)
    for number, item in enumerate(node.value if isinstance(node, SequenceNode) else ()):
        if isinstance(item, MappingNode) and any(key.value == "id" and one.value == name for key, one in item.value):
            return number
    raise EditError(f"there is nothing named '{name}' in this file any more")


def plain(text: str, path: Path = ()) -> Any:
    """The plain data at a place; None where there is none. All scalars are text."""
    return _at(_data(text), path, missing=True)


# Pieces


def _mapping(text: str, path: Path) -> MappingNode:
    node = _find(_composed(text), path)
    if not isinstance(node, MappingNode):
        raise EditError(f"{_spoken(path)} is not there any more, or is not a mapping")
    return node


def _replaced(text: str, node: MappingNode, key: Node, old: Node, value: Value) -> str:
    if isinstance(value, Block) and node.flow_style:
        raise EditError("this stands in braces, where a value of several lines has no place", "write it on one line")
    colon = text.index(":", key.end_mark.index)
    start, end = old.start_mark.index, _end(old)
    between = text[colon + 1 : max(start, colon + 1)]
    if isinstance(value, Block):
        # A comment stays on the key's line, whether it stood there or behind the old value.
        comment = _COMMENT.search(between) or _COMMENT.match(text, end)
        rest = comment.end() if comment is not None and comment.start() >= end else end
        head = "" if comment is None else comment[0].rstrip("\r")
        block = _indented(value.text, key.start_mark.column + 2, text)
        return f"{text[: colon + 1]}{head}{_break(text)}{block}{text[rest:]}"
    if "\n" in between or (isinstance(old, ScalarNode) and old.style in ("|", ">")):
        comment = _COMMENT.search(between)
        return f"{text[: colon + 1]} {value}{comment[0] if comment else ''}{text[end:]}"
    if end <= colon + 1:  # nothing stood there
        return f"{text[: colon + 1]} {value}{text[colon + 1 :]}"
    return f"{text[:start]}{value}{text[end:]}"


def _inserted(text: str, node: MappingNode, key: str, value: Value, order: Sequence[str]) -> str:
    if node.flow_style:
        if isinstance(value, Block):
            raise EditError(
                "this stands in braces, where a value of several lines has no place", "write it on one line"
            )
        if not node.value:
            at = node.start_mark.index + 1
            return f"{text[:at]}{key}: {value}{text[at:]}"
        before = _before(node, key, order)
        at = _end(before)
        return f"{text[:at]}, {key}: {value}{text[at:]}"
    at = _line_end(text, _end(_before(node, key, order)))
    column = node.value[0][0].start_mark.column
    lines = f"{key}:\n{_indented(value.text, 2)}" if isinstance(value, Block) else f"{key}: {value}"
    return f"{text[:at]}{_break(text)}{_indented(lines, column, text)}{text[at:]}"


def _before(node: MappingNode, key: str, order: Sequence[str]) -> Node:
    """The value after which a new key comes."""
    names = [str(one.value) for one, _ in node.value]
    if key in order:
        earlier = [place for place, name in enumerate(names) if name in order and order.index(name) < order.index(key)]
        if earlier or names:
            value: Node = node.value[max(earlier, default=0)][1]
            return value
    last: Node = node.value[-1][1]
    return last


def _without(text: str, node: MappingNode, key: str) -> str:
    place = next(number for number, (one, _) in enumerate(node.value) if one.value == key)
    own, value = node.value[place]
    if node.flow_style:
        return _cut_flow(text, node.value, place)
    if len(node.value) == 1:
        # A mapping of nothing: braces keep it one.
        return f"{text[: own.start_mark.index]}{{}}{text[_end(value) :]}"
    start, end = own.start_mark.index, _line_end(text, _end(value))
    if text[_line_start(text, start) : start].strip():  # after a dash: the next key comes in its place
        following = node.value[place + 1][0].start_mark.index
        return text[:start] + text[following:]
    return text[: _line_start(text, start)] + text[_after_break(text, end) :]


def _cut_flow(text: str, pairs: Sequence[tuple[Node, Node]], place: int) -> str:
    own, value = pairs[place]
    if place + 1 < len(pairs):
        return text[: own.start_mark.index] + text[pairs[place + 1][0].start_mark.index :]
    start = _end(pairs[place - 1][1]) if place else own.start_mark.index
    return text[:start] + text[_end(value) :]


def _entry_lines(entry: Mapping[str, Value], name: str | None, *, short: bool = False) -> str:
    if short and not any(isinstance(value, Block) for value in entry.values()):
        line = f"{name}: {_flow(entry)}"
        if len(line) <= _WIDEST:
            return line
    lines: list[str] = []
    for key, value in ((key, _in_block(value)) for key, value in entry.items()):
        lines.append(f"{key}:\n{_indented(value.text, 2)}" if isinstance(value, Block) else f"{key}: {value}")
    body = "\n".join(lines)
    if name is None:
        return "- " + _indented(body, 2).removeprefix("  ")
    return f"{name}:\n{_indented(body, 2)}" if lines else f"{name}: {{}}"


def _in_block(value: Value) -> Value:
    """A quoted text without its quotes, where outside of braces it reads the same without them."""
    if isinstance(value, Block) or not value.startswith('"'):
        return value
    plainly = json.loads(value) if value.isprintable() else ""
    if not plainly or "\n" in plainly or "\\" in plainly or _TYPED.fullmatch(plainly):
        return value
    parsed = yamltext.read("", f"x: {plainly}")
    return plainly if not parsed.diagnostics and parsed.data == {"x": plainly} else value


def _flow(entry: Mapping[str, Value]) -> str:
    if any(isinstance(value, Block) for value in entry.values()):
        raise EditError("this stands in braces, where a value of several lines has no place", "write it on one line")
    return "{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}"


def _indented(lines: str, columns: int, like: str = "\n") -> str:
    space = " " * columns
    return _break(like).join(space + line if line else line for line in lines.split("\n"))


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + _break(text)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    """The end of the line, before its break."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end > at and text[end - 1] == "\r" else end


def _after_break(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _after_own_comments(text: str, at: int, column: int) -> int:
    """The end of the comments that follow an entry and are indented further than it."""
    while (start := _after_break(text, at)) < len(text):
        line = text[start : _line_end(text, start)]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
            break
        at = start + len(line)
    return at


def _end(node: Node) -> int:
    """Where a node's own text ends: a block's mark lies behind the comments that follow it."""
    if isinstance(node, ScalarNode):
        return int(node.end_mark.index)
    assert isinstance(node, MappingNode | SequenceNode)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, MappingNode) else last)


def _composed(text: str) -> Node | None:
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


def _find(root: Node | None, path: Path) -> Node | None:
    node = root
    for part in path:
        if isinstance(node, MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            return None
    return node


def _is_empty(node: Node | None) -> bool:
    return node is not None and not node.value


# Checking


def _checked(before: str, after: str, path: Path, key: str, value: Value | None) -> str:
    expected = _data(before)
    inner = _at(expected, path)
    if value is None:
        del inner[key]
    else:
        inner[key] = _data(value.text if isinstance(value, Block) else value)
    return _same(after, expected)


def _verified(before: str, after: str, path: Path, entry: Mapping[str, Value]) -> str:
    expected = _data(before)
    made = {key: _data(value.text if isinstance(value, Block) else value) for key, value in entry.items()}
    place = path[-1]
    if not expected:
        expected = [] if isinstance(path[0], int) else {}
    inner = expected
    for number, part in enumerate(path[:-1]):
        if isinstance(inner, dict) and not inner.get(str(part)):
            inner[str(part)] = [] if isinstance(path[number + 1], int) else {}
        inner = inner[part]
    if isinstance(place, int):
        inner.append(made)
    else:
        inner[place] = made
    return _same(after, expected)


def _same(after: str, expected: Any) -> str:
    try:
        result = _data(after)
    except EditError:
        result = None
    if result != expected:
        raise EditError("this cannot be changed here without touching more of the file", "edit the file itself")
    return after


def _data(text: str) -> Any:
    parsed = yamltext.read("", text)
    if any(one.severity == "error" for one in parsed.diagnostics):
        first = parsed.diagnostics[0]
        raise EditError(first.message, first.hint)
    return copy.deepcopy(parsed.data)


def _at(data: Any, path: Path, *, missing: bool = False) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            if missing:
                return None
            raise EditError(f"{_spoken(path)} is not there any more") from None
    return data


def _spoken(path: Path) -> str:
    return "the file" if not path else f"‘{'.'.join(map(str, path))}’"
