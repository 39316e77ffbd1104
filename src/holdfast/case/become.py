"""A place of a file becomes other data by the smallest edits: what stays is left as it is written.

A form sends the whole of what it shows. Most of it is as it was; what differs is changed key by key and entry by entry
with the edits of `edit`, so that comments and the order of all else stay.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from typing import Any, Final, TypeAlias

from yaml.nodes import ScalarNode, SequenceNode

from holdfast.case.edit import add_entry, plain, remove_entry, set_keys, source_of
from holdfast.case.slices import (
    Block,
    EditError,
    Value,
    after_own_comments,
    as_meant,
    break_of,
    composed,
    data_of,
    end_of,
    entry_lines,
    in_braces,
    indented,
    line_end,
    node_at,
    spoken,
    value_at,
)
from holdfast.case.yamltext import Path

#: Data whose leaves are written as they are to stand in a file.
Tree: TypeAlias = Value | Mapping[str, "Tree"] | Sequence["Tree"]
#: A value that is longer stands on several lines, where lines are free.
_WIDE: Final = 90


def data_in(tree: Tree) -> Any:
    """What a tree means, as plain data. Raises EditError where a leaf is not YAML."""
    if isinstance(tree, str):
        return data_of(tree)
    if isinstance(tree, Block):
        return data_of(tree.text)
    if isinstance(tree, Mapping):
        return {key: data_in(one) for key, one in tree.items()}
    return [data_in(one) for one in tree]


def written(tree: Tree, *, braces: bool = False) -> Value:
    """A tree as a value of a file.

    Args:
        tree: the data.
        braces: whether it has to stand on one line.

    Raises:
        EditError: it has to, and a leaf has several.
    """
    if isinstance(tree, str | Block):
        return tree
    if not braces:
        line = None
        if not _holds_mappings(tree):  # each of those has a line of its own, so that a change is a line
            with suppress(EditError):
                line = written(tree, braces=True)
        if isinstance(line, str) and len(line) <= _WIDE:
            return line
        if isinstance(tree, Mapping):
            lines = entry_lines({key: written(one) for key, one in tree.items()}, None)
            return Block("\n".join(part[2:] for part in lines.split("\n")))
        return Block("\n".join(map(_item_lines, tree)))
    if isinstance(tree, Mapping):
        return in_braces({key: written(one, braces=True) for key, one in tree.items()})
    parts = [written(one, braces=True) for one in tree]
    if any(isinstance(part, Block) for part in parts):
        raise EditError("this stands in brackets, where a value of several lines has no place", "write it on one line")
    return "[" + ", ".join(map(str, parts)) + "]"


def _holds_mappings(tree: Mapping[str, Tree] | Sequence[Tree]) -> bool:
    parts = tree.values() if isinstance(tree, Mapping) else tree
    return any(isinstance(part, Mapping) for part in parts)


def _item_lines(tree: Tree) -> str:
    """An entry of a list as lines at the left edge."""
    if isinstance(tree, Mapping):
        line = written(tree)
        if not isinstance(line, Block):
            return f"- {line}"
        return "- " + indented(line.text, 2).removeprefix("  ")
    value = written(tree, braces=True)
    return f"- {value.text if isinstance(value, Block) else value}"


def alike(old: Any, new: Any) -> bool:
    """Whether data mean the same: one value is a list of one, and white space around a text means nothing."""
    if isinstance(old, str) and isinstance(new, str):
        return old.strip() == new.strip()
    one = (str, dict)
    return bool(old == new) or (isinstance(new, one) and [new] == old) or (isinstance(old, one) and [old] == new)


def become(
    text: str, path: Path, tree: Mapping[str, Tree], *, keys: Collection[str] | None = None, order: Sequence[str] = ()
) -> str:
    """The text with the mapping at a place made into other data.

    1. Keys that are gone are taken away, new ones put in where the order says.
    2. Where a key holds a mapping and still does, the same goes on within it.
    3. Of a list, entries that are the same stay; others are changed, taken away or added at the end. Where that is not
       enough, the list is written anew.
    4. Everything else is replaced where it stands.

    Args:
        text: the file's text.
        path: where the mapping stands.
        tree: what it is to hold.
        keys: the keys that this is about, others being left alone; all where it is None.
        order: the order in which new keys are put in; that of the tree where it is empty.

    Raises:
        EditError: there is no mapping, or the change cannot be made without touching more.
    """
    before = plain(text, path)
    if not isinstance(before, dict):
        raise EditError(f"{spoken(path)} is not there any more, or is not a mapping")
    sequence = tuple(order) or tuple(tree)
    for key, part in tree.items():  # first what is new: a mapping that loses all its keys first becomes braces
        if (keys is None or key in keys) and key not in before:
            text = _put(text, path, key, part, sequence)
    for key, old in before.items():
        if keys is not None and key not in keys:
            continue
        if key not in tree:
            text = set_keys(text, path, {key: None})
        elif not alike(old, data_in(tree[key])):
            text = _changed(text, (*path, key), old, tree[key])
    return text


def _put(text: str, path: Path, key: str, tree: Tree, order: Sequence[str] = ()) -> str:
    node = node_at(composed(text), path)
    braces = node is not None and bool(getattr(node, "flow_style", False))
    return set_keys(text, path, {key: written(tree, braces=braces)}, order)


def _changed(text: str, path: Path, old: Any, tree: Tree) -> str:
    """What stands at a place, made into something else."""
    try:
        if isinstance(old, dict) and old and isinstance(tree, Mapping):
            return become(text, path, tree)
        if isinstance(old, list) and len(old) == 1 and isinstance(old[0], dict) and isinstance(tree, Mapping):
            return become(text, (*path, 0), tree)
        if isinstance(old, list) and old and tree and not isinstance(tree, str | Block | Mapping):
            return _listed(text, path, old, list(tree))
    except EditError:
        if "#" in (source_of(text, path) or "#"):
            raise  # written anew it would lose a comment
    return _set(text, path, tree)


def _set(text: str, path: Path, tree: Tree) -> str:
    """A value replaced as a whole."""
    *start, last = path
    if isinstance(last, str):
        return _put(text, tuple(start), last, tree)
    node = node_at(composed(text), path)
    value = written(tree, braces=True)
    if node is None or isinstance(value, Block) or (isinstance(node, ScalarNode) and node.style in ("|", ">")):
        raise EditError(f"{spoken(path)} cannot be changed here", "edit the file itself")
    made = f"{text[: node.start_mark.index]}{value}{text[end_of(node) :]}"
    expected = data_of(text)
    value_at(expected, tuple(start))[last] = data_in(tree)
    return as_meant(made, expected)


def _listed(text: str, path: Path, old: list[Any], trees: list[Tree]) -> str:
    new = [data_in(one) for one in trees]
    before, after = ([json.dumps(one) for one in entries] for entries in (old, new))
    steps = SequenceMatcher(None, before, after, autojunk=False)
    changed: list[tuple[int, Tree]] = []
    gone: list[int] = []
    added: list[Tree] = []
    for _, a, b, c, d in steps.get_opcodes():
        common = min(b - a, d - c)
        changed += [(a + step, trees[c + step]) for step in range(common) if old[a + step] != new[c + step]]
        gone += range(a + common, b)
        if c + common < d:
            if b != len(old):
                return _set(text, path, trees)  # an entry in between
            added += trees[c + common : d]
    for place, tree in changed:
        text = _changed(text, (*path, place), old[place], tree)
    for tree in added:
        text = _appended(text, path, tree)
    for place in reversed(gone):
        text = remove_entry(text, (*path, place))
    return text


def _appended(text: str, path: Path, tree: Tree) -> str:
    node = node_at(composed(text), path)
    if not isinstance(node, SequenceNode) or not node.value:
        raise EditError(f"{spoken(path)} is not a list any more")
    if isinstance(tree, Mapping):
        braces = bool(node.flow_style)
        return add_entry(text, path, {key: written(one, braces=braces) for key, one in tree.items()})
    at = end_of(node.value[-1])
    if node.flow_style:
        value = written(tree, braces=True)
        if isinstance(value, Block):
            raise EditError(f"{spoken(path)} stands on one line", "write the value on one line too")
        made = f"{text[:at]}, {value}{text[at:]}"
    else:
        column = node.start_mark.column
        at = after_own_comments(text, line_end(text, at), column)
        made = f"{text[:at]}{break_of(text)}{indented(_item_lines(tree), column, text)}{text[at:]}"
    expected = data_of(text)
    value_at(expected, path).append(data_in(tree))
    return as_meant(made, expected)
