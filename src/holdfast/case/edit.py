"""Edits of a case's files as slices of their text: what is not changed stays to the letter, comments and order too.

Each function takes a text and gives the changed one. It finds the place by libyaml's nodes, replaces that stretch
alone, reads the result again and compares it with what was meant; anything else is refused. Values are given as they
are to stand in the file: `yamlwrite` makes them from data, and `Block` holds several lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.case.slices import (
    Block,
    EditError,
    Value,
    after_break,
    after_own_comments,
    as_meant,
    break_of,
    composed,
    cut_from_braces,
    data_of,
    end_of,
    ended,
    entry_lines,
    in_braces,
    indented,
    is_empty,
    line_end,
    line_start,
    node_at,
    spoken,
    unquoted,
    value_at,
)
from holdfast.case.yamltext import Path

__all__ = [
    "Block",
    "EditError",
    "Value",
    "add_entry",
    "index_of",
    "plain",
    "remove_entry",
    "set_keys",
    "source_of",
    "value_of",
]

_COMMENT: Final = re.compile(r"[ \t]+#[^\n]*")


def value_of(text: str) -> Value:
    """What somebody typed as a value. Raises EditError where it is not YAML."""
    text = text.strip("\n").rstrip()
    if not text:
        raise EditError("a value is missing")
    data_of(text)
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
            value = unquoted(value)
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
    root = composed(text)
    node = node_at(root, path)
    if name is not None and isinstance(node, MappingNode) and any(key.value == name for key, _ in node.value):
        raise EditError(f"there is something named '{name}' here already", "choose another name")
    if (path and node is None) or (is_empty(node) and path):
        block = Block(entry_lines(entry, name))
        parent = node_at(root, path[:-1])
        if parent is None and not path[:-1]:
            made = ended(text) + f"{path[-1]}:\n{indented(block.text, 2)}\n"
            return _verified(text, made, (*path, name if name is not None else 0), entry)
        if not isinstance(parent, MappingNode):
            raise EditError(f"nothing can be added under {spoken(path)}")
        return set_keys(text, path[:-1], {str(path[-1]): block})
    if node is None or is_empty(node):
        start = "" if node is None else text[: node.start_mark.index]
        rest = "" if node is None else text[node.end_mark.index :].lstrip(" ")
        rest = rest.removeprefix("\r").removeprefix("\n") if not start or start.endswith("\n") else rest
        base = text if node is None else start + rest
        made = ended(base) + entry_lines(entry, name) + "\n"
        return _verified(text, made, (0 if name is None else name,), entry)
    wanted = SequenceNode if name is None else MappingNode
    if not isinstance(node, wanted):
        raise EditError(f"{spoken(path)} is not a {'list' if name is None else 'mapping'}")
    place: str | int = len(node.value) if name is None else name
    last = node.value[-1] if name is None else node.value[-1][1]
    if node.flow_style:
        written = in_braces(entry)
        written = written if name is None else f"{name}: {written}"
        at = end_of(last)
        comma = "" if "," in text[at : node.end_mark.index - 1] else ","
        at = at if comma else text.index(",", at) + 1
        return _verified(text, f"{text[:at]}{comma} {written}{text[at:]}", (*path, place), entry)
    lines = entry_lines(entry, name, short=name is not None and bool(getattr(last, "flow_style", False)))
    at = after_own_comments(text, line_end(text, end_of(last)), node.start_mark.column)
    made = f"{text[:at]}{break_of(text)}{indented(lines, node.start_mark.column, text)}{text[at:]}"
    return _verified(text, made, (*path, place), entry)


def remove_entry(text: str, path: Path) -> str:
    """The text without one entry of a list or mapping. Raises EditError."""
    node = node_at(composed(text), path[:-1])
    key = path[-1]
    if isinstance(node, MappingNode):
        if all(one.value != key for one, _ in node.value):
            raise EditError(f"there is no '{key}' here")
        return _checked(text, _without(text, node, str(key)), path[:-1], str(key), None)
    if not isinstance(node, SequenceNode) or not isinstance(key, int) or key >= len(node.value):
        raise EditError(f"there is no {spoken(path)}")
    item = node.value[key]
    if node.flow_style:
        made = cut_from_braces(text, [(one, one) for one in node.value], key)
    else:
        dash = text.rindex("-", 0, item.start_mark.index)
        start, end = line_start(text, dash), line_end(text, end_of(item))
        if len(node.value) == 1:
            made = f"{text[:start]}{' ' * node.start_mark.column}[]{text[end:]}"
        else:
            made = text[:start] + text[after_break(text, end) :]
    expected = data_of(text)
    inner = value_at(expected, path[:-1])
    del inner[key]
    return as_meant(made, expected)


def source_of(text: str, path: Path) -> str | None:
    """A value as it stands in the file, at the left edge; None where it is not there."""
    root = composed(text)
    node = node_at(root, path)
    if node is None:
        return None
    raw = text[node.start_mark.index : end_of(node)]
    lines = raw.split("\n")
    column = node.start_mark.column
    return "\n".join([lines[0], *(line[column:] if line[:column].isspace() else line.lstrip() for line in lines[1:])])


def index_of(text: str, name: str, path: Path = ()) -> int:
    """The place of the entry with this `id` in a list. Raises EditError."""
    node = node_at(composed(text), path)
    for number, item in enumerate(node.value if isinstance(node, SequenceNode) else ()):
        if isinstance(item, MappingNode) and any(key.value == "id" and one.value == name for key, one in item.value):
            return number
    raise EditError(f"there is nothing named '{name}' in this file any more")


def plain(text: str, path: Path = ()) -> Any:
    """The plain data at a place; None where there is none. All scalars are text."""
    return data_of(text, path, missing=True)


# Pieces


def _mapping(text: str, path: Path) -> MappingNode:
    node = node_at(composed(text), path)
    if not isinstance(node, MappingNode):
        raise EditError(f"{spoken(path)} is not there any more, or is not a mapping")
    return node


def _replaced(text: str, node: MappingNode, key: Node, old: Node, value: Value) -> str:
    if isinstance(value, Block) and node.flow_style:
        raise EditError("this stands in braces, where a value of several lines has no place", "write it on one line")
    colon = text.index(":", key.end_mark.index)
    start, end = old.start_mark.index, end_of(old)
    between = text[colon + 1 : max(start, colon + 1)]
    if isinstance(value, Block):
        # A comment stays on the key's line, whether it stood there or behind the old value.
        comment = _COMMENT.search(between) or _COMMENT.match(text, end)
        rest = comment.end() if comment is not None and comment.start() >= end else end
        head = "" if comment is None else comment[0].rstrip("\r")
        block = indented(value.text, key.start_mark.column + 2, text)
        return f"{text[: colon + 1]}{head}{break_of(text)}{block}{text[rest:]}"
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
        at = end_of(before)
        return f"{text[:at]}, {key}: {value}{text[at:]}"
    at = line_end(text, end_of(_before(node, key, order)))
    column = node.value[0][0].start_mark.column
    lines = f"{key}:\n{indented(value.text, 2)}" if isinstance(value, Block) else f"{key}: {value}"
    return f"{text[:at]}{break_of(text)}{indented(lines, column, text)}{text[at:]}"


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
        return cut_from_braces(text, node.value, place)
    if len(node.value) == 1:
        # A mapping of nothing: braces keep it one.
        return f"{text[: own.start_mark.index]}{{}}{text[end_of(value) :]}"
    start, end = own.start_mark.index, line_end(text, end_of(value))
    if text[line_start(text, start) : start].strip():  # after a dash: the next key comes in its place
        following = node.value[place + 1][0].start_mark.index
        return text[:start] + text[following:]
    return text[: line_start(text, start)] + text[after_break(text, end) :]


# Checking


def _checked(before: str, after: str, path: Path, key: str, value: Value | None) -> str:
    expected = data_of(before)
    inner = value_at(expected, path)
    if value is None:
        del inner[key]
    else:
        inner[key] = data_of(value.text if isinstance(value, Block) else value)
    return as_meant(after, expected)


def _verified(before: str, after: str, path: Path, entry: Mapping[str, Value]) -> str:
    expected = data_of(before)
    made = {key: data_of(value.text if isinstance(value, Block) else value) for key, value in entry.items()}
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
    return as_meant(after, expected)
