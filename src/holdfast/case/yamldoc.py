"""A YAML text, its nodes and the places they stand at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

import yaml
from yaml._yaml import CParser  # the parser alone: its composer without PyYAML's resolver and constructors
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.diagnostics import Diagnostic, Place

#: A path into the data: keys and list indices.
Path: TypeAlias = tuple[str | int, ...]
#: How deep lists and mappings may stand inside each other. No case comes near; libyaml's composer is recursive.
MAX_DEPTH: Final = 40
SCALAR, LIST, MAPPING = "s", "l", "m"
_TAGS: Final = {ScalarNode: SCALAR, SequenceNode: LIST, MappingNode: MAPPING}
PLAIN_TAGS: Final = frozenset(_TAGS.values())
#: The line breaks of YAML 1.1, which is what libyaml counts lines by.
BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class TooDeep(yaml.MarkedYAMLError):
    """Nesting beyond `MAX_DEPTH`."""


class _Composer(CParser):
    """libyaml's composer with our own tags: one letter for the kind of node, and no guessing of types."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        return _TAGS[kind]

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeep(problem="nesting level", problem_mark=parent.start_mark if parent is not None else None)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def compose(text: str) -> Node | None:
    """The root node of a text, None where it is empty. Raises `yaml.YAMLError`."""
    composer = _Composer(text)
    try:
        node: Node | None = composer.get_single_node()
        return node
    finally:
        composer.dispose()


@dataclass(frozen=True)
class Document:
    """One file as read: its name and its text."""

    file: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, broken as YAML breaks them."""
        return BREAK.split(self.text)

    def place(self, node: Node, label: str = "", span: tuple[int, int] | None = None) -> Place:
        """Where a node stands; `span` narrows it to code points of a scalar's value."""
        start, end = node.start_mark, node.end_mark
        line, column, end_line, end_column = start.line, start.column, end.line, end.column
        if end_line > line and not (isinstance(node, ScalarNode) and node.style in ("|", ">")):
            end_line, end_column = line, len(self._line(line))
        if end_line >= len(self.lines):  # a part of a file is composed with a line break more than it has
            end_line = len(self.lines) - 1
            end_column = len(self.lines[end_line])
        if span is not None and isinstance(node, ScalarNode):
            narrowed = self._within(node, span)
            if narrowed is not None:
                line, column, end_column = narrowed
                end_line = line
        if end_line == line:
            end_column = max(end_column, column + 1)
        return Place(self.file, line + 1, column + 1, end_line + 1, end_column + 1, self._line(line), label)

    def place_at(self, line: int, column: int, label: str = "") -> Place:
        """The place of one character; `line` and `column` count from 0."""
        return Place(self.file, line + 1, column + 1, line + 1, column + 2, self._line(line), label)

    def place_of_mark(self, mark: Any, label: str = "") -> Place:
        """The place of libyaml's mark; where that is behind the end of the text, the last character of it."""
        line, column = mark.line, mark.column
        while line > 0 and (line >= len(self.lines) or not self.lines[line].strip()):
            line = min(line, len(self.lines)) - 1
            column = max(len(self.lines[line].rstrip()) - 1, 0)
        return self.place_at(line, min(column, len(self._line(line))), label)

    def _line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""

    def _within(self, node: ScalarNode, span: tuple[int, int]) -> tuple[int, int, int] | None:
        """Line, column and end column of a stretch of a scalar's value, or None where escapes or folding hide it."""
        first = node.start_mark
        quoted = 1 if node.style in ("'", '"') else 0
        line = self._line(first.line)
        start = first.column + quoted + span[0]
        end = first.column + quoted + span[1]
        if line[start:end] == node.value[span[0] : span[1]] and first.line == node.end_mark.line:
            return first.line, start, end
        wanted = node.value[span[0] : span[1]].split("\n", 1)[0].strip()
        if not wanted:
            return None
        # Folded, block or escaped: the n-th time the words occur in the value is the n-th time in the raw lines.
        skip = node.value.count(wanted, 0, span[0])
        for number in range(first.line, node.end_mark.line + 1):
            offset = first.column if number == first.line else 0
            for found in re.finditer(re.escape(wanted), self._line(number)[offset:]):
                if skip == 0:
                    return number, offset + found.start(), offset + found.end()
                skip -= 1
        return None


@dataclass(slots=True)
class Problems:
    """Collects the diagnostics of one file, and the items that are lost with them."""

    document: Document
    found: list[Diagnostic] = field(default_factory=list)
    lost: set[Path] = field(default_factory=set)

    def add(
        self, code: str, message: str, node: Node, hint: str | None = None, second: tuple[Node, str] | None = None
    ) -> None:
        """One more diagnostic, at a node."""
        spans = [self.document.place(node)]
        if second is not None:
            spans.append(self.document.place(second[0], second[1]))
        self.found.append(Diagnostic(code, message, tuple(spans), hint))


def nodes(root: Node) -> Iterator[Node]:
    """Every node once, however often aliases name it, in the order of the text."""
    seen: set[int] = set()
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, MappingNode):
            waiting.extend(part for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, SequenceNode):
            waiting.extend(reversed(node.value))


def item_of(path: Sequence[str | int], data: object) -> Path:
    """The item that a place in a file belongs to, and that an error there costs.

    An entry of a list file; else an entry of one of the top-level lists and mappings; else a top-level key.
    """
    if isinstance(data, dict) and len(path) > 1 and isinstance(data.get(path[0]), dict | list):
        return tuple(path[:2])
    return tuple(path[:1])


def find(root: Node | None, path: Path, *, on_key: bool = False) -> Node | None:
    """The node at a path, or the deepest on the way to it that exists.

    Parts of the path that have no node (the tag of a union, the index of a list written as one value) are passed over.

    Args:
        root: the document's root.
        path: keys and indices.
        on_key: the last key itself rather than its value.
    """
    node, key = root, None
    for part in path:
        if isinstance(node, MappingNode):
            for name, value in node.value:
                if name.value == part:
                    node, key = value, name
                    break
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node, key = node.value[part], None
    return key if on_key and key is not None else node
