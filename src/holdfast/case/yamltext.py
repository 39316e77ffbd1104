"""YAML with places: a file's text → plain texts, lists and mappings, the nodes they came from, and diagnostics.

All scalars stay text: the model types them. Anchors, aliases, tags, merge keys and further documents are refused, and so
is a key that stands twice. Where a file is not well-formed, `repair` reads it entry by entry, so that what is broken
costs no more than the entry it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import yaml
from yaml._yaml import CParser  # the parser alone: its composer without PyYAML's resolver and constructors
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.diagnostics import Diagnostic, Place

#: A path into the data: keys and list indices.
Path = tuple[str | int, ...]
#: The line breaks of YAML 1.1, which is what libyaml counts lines by.
_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_SUSPECT: Final = re.compile(r"(?:^|[\s,:\[{-])[&*!][^\s,\]}]|^(?:---|\.\.\.|%)|<<\s*:", re.MULTILINE)
_MAX_DEPTH: Final = 40
_SCALAR, _LIST, _MAPPING = "s", "l", "m"
_TAGS: Final = {ScalarNode: _SCALAR, SequenceNode: _LIST, MappingNode: _MAPPING}
_PLAIN_TAGS: Final = frozenset(_TAGS.values())


class _Composer(CParser):  # type: ignore[misc]  # PyYAML ships no types for its C parser
    """libyaml's composer with our own tags: one letter for the kind of node, and no guessing of types."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        return _TAGS[kind]

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Nothing to do: no tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Nothing to do: no tag depends on where a node stands."""


@dataclass(slots=True)
class _Problems:
    """Collects the diagnostics of one file."""

    document: Document
    found: list[Diagnostic] = field(default_factory=list)

    def add(
        self, code: str, message: str, node: Node, hint: str | None = None, second: tuple[Node, str] | None = None
    ) -> None:
        spans = [self.document.place(node)]
        if second is not None:
            spans.append(self.document.place(second[0], second[1]))
        self.found.append(Diagnostic(code, message, tuple(spans), hint))


@dataclass(frozen=True)
class Document:
    """One file as read: its text, its root node (None where it is empty) and the plain data of it."""

    file: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, broken as YAML breaks them."""
        return _BREAK.split(self.text)

    def place(self, node: Node, label: str = "", span: tuple[int, int] | None = None) -> Place:
        """Where a node stands; `span` narrows it to code points of a scalar's value."""
        start, end = node.start_mark, node.end_mark
        line, column, end_line, end_column = start.line, start.column, end.line, end.column
        if end_line > line and not (isinstance(node, ScalarNode) and node.style in ("|", ">")):
            end_line, end_column = line, len(self._line(line))
        if span is not None and isinstance(node, ScalarNode):
            narrowed = self._within(node, span)
            if narrowed is not None:
                line, column, end_column = narrowed
                end_line = line
        return Place(
            self.file,
            line + 1,
            column + 1,
            end_line + 1,
            max(end_column, column + 1) + 1 if end_line == line else end_column + 1,
            self._line(line),
            label,
        )

    def place_at(self, line: int, column: int, label: str = "") -> Place:
        """The place of one character; `line` and `column` count from 0."""
        return Place(self.file, line + 1, column + 1, line + 1, column + 2, self._line(line), label)

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


@dataclass(frozen=True)
class Parsed:
    """What came of a file: its document, root node, plain data and diagnostics."""

    document: Document
    root: Node | None
    data: Any
    diagnostics: tuple[Diagnostic, ...]


def read(file: str, text: str) -> Parsed:
    """Reads a YAML text. Never raises on what is in it.

    Args:
        file: the name that diagnostics show.
        text: the file's text.
    """
    document = Document(file, text)
    problems = _Problems(document)
    root: Node | None
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        root = _repair(document, error, problems)
    if root is None:
        return Parsed(document, None, None, tuple(problems.found))
    spoilt: set[int] = set()
    if _SUSPECT.search(text) is not None:
        spoilt = _refuse_extras(document, root, problems)
    data = _plain(root, problems, spoilt)
    return Parsed(document, root, data, tuple(problems.found))


_BRACKET: Final = re.compile(r"[\[\]{}]")
_STACKED: Final = re.compile(r"(?:[-?:][ \t]+){20}|^ {200}", re.MULTILINE)


def _check_depth(text: str) -> None:
    """Raises `yaml.MarkedYAMLError` where nesting is so deep that libyaml's recursive composer could crash the process."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    if deepest <= _MAX_DEPTH and _STACKED.search(text) is None:
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):  # not recursive, but slow: only where it may be needed
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise yaml.MarkedYAMLError(problem="nesting level", problem_mark=event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _compose(text: str) -> Node | None:
    _check_depth(text)
    composer = _Composer(text)
    try:
        node: Node | None = composer.get_single_node()
        return node
    finally:
        composer.dispose()


def _plain(node: Node, problems: _Problems, spoilt: set[int]) -> Any:
    tag = node.tag
    if tag == _SCALAR:
        return node.value
    if tag == _MAPPING:
        result: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value
            if key.tag != _SCALAR:
                problems.add(
                    "HF203",
                    "a key must be text, and this is a list or a mapping",
                    key,
                    "put it in quotes, or give it a name",
                )
                continue
            if spoilt and (id(key) in spoilt or id(value) in spoilt):
                continue
            if name in result:
                first = next(other for other, _ in node.value if other.value == name)
                problems.add(
                    "HF102",
                    f"the key '{name}' stands twice",
                    key,
                    "keep one of the two; the first is used",
                    (first, "first here"),
                )
                continue
            result[name] = value.value if value.tag == _SCALAR else _plain(value, problems, spoilt)
        return result
    if tag == _LIST:
        if not spoilt:
            return [item.value if item.tag == _SCALAR else _plain(item, problems, spoilt) for item in node.value]
        # A spoilt entry stays as an empty text, so that the indices of the others keep their places.
        return ["" if id(item) in spoilt else _plain(item, problems, spoilt) for item in node.value]
    return ""


# --- what YAML has and a case does not -------------------------------------------------------------------------------


def _refuse_extras(document: Document, root: Node, problems: _Problems) -> set[int]:
    """Refuses anchors, aliases, tags and merge keys; returns the ids of nodes that cannot be used because of them."""
    spoilt: set[int] = set()
    lines: list[int] = []
    try:
        for event in yaml.parse(document.text, Loader=yaml.CSafeLoader):
            alias = isinstance(event, yaml.AliasEvent)
            if alias or getattr(event, "anchor", None) is not None:
                what = f"the alias *{event.anchor}" if alias else f"the anchor &{event.anchor}"
                place = document.place_at(event.start_mark.line, event.start_mark.column)
                hint = "write the text out where it is needed, or put it in quotes if it is text"
                problems.found.append(
                    Diagnostic("HF103", f"{what}: a case uses no anchors and aliases", (place,), hint)
                )
                if alias:
                    lines.append(event.start_mark.line)
    except yaml.YAMLError:
        pass  # reported already: the nodes come from `_repair`
    seen: set[int] = set()
    for node, parent in _nodes(root):
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            problems.add(
                "HF103",
                f"the tag {node.tag}: a case uses no tags",
                node,
                "drop the tag; every value is text until the model types it",
            )
            spoilt.add(id(node))
        if (
            node.tag == _SCALAR
            and node.value == "<<"
            and isinstance(parent, MappingNode)
            and any(key is node for key, _ in parent.value)
        ):
            problems.add("HF103", "the merge key <<: a case merges nothing", node, "write the keys out")
            spoilt.add(id(node))
    if lines:
        spoilt |= _entries_on(root, lines)
    return spoilt


def _nodes(root: Node) -> Iterator[tuple[Node, Node | None]]:
    """Every node with its parent, each shared node once: no alias can make this grow."""
    seen: set[int] = set()
    waiting: list[tuple[Node, Node | None]] = [(root, None)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, MappingNode):
            waiting.extend((part, node) for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, SequenceNode):
            waiting.extend((part, node) for part in reversed(node.value))


def _entries_on(root: Node, lines: Sequence[int]) -> set[int]:
    """The ids of the entries (of the file, or of its top-level mappings) that cover these lines."""

    def entries(node: Node) -> list[tuple[int, Node]]:
        if isinstance(node, MappingNode):
            return [(key.start_mark.line, value) for key, value in node.value]
        return [(item.start_mark.line, item) for item in node.value] if isinstance(node, SequenceNode) else []

    def covering(node: Node, line: int) -> Node | None:
        before = [(start, item) for start, item in entries(node) if start <= line]
        return before[-1][1] if before else None

    spoilt: set[int] = set()
    for line in lines:
        entry = covering(root, line)
        inner = covering(entry, line) if entry is not None and isinstance(root, MappingNode) else None
        if inner is not None and not isinstance(inner, ScalarNode):
            entry = inner
        if entry is not None:
            spoilt.add(id(entry))
    return spoilt


# --- what is not well-formed -----------------------------------------------------------------------------------------

_CAUSES: Final = (
    (
        "mapping values are not allowed",
        "a colon followed by a space starts a mapping here",
        'put the text in quotes: "…: …"',
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping in braces is not closed, or a part of it needs quotes",
        "close it with }, separate its parts with commas, and put texts with , : { } in quotes",
    ),
    (
        "did not find expected ',' or ']'",
        "a list in brackets is not closed, or a part of it needs quotes",
        "close it with ], separate its parts with commas, and put texts with , : [ ] in quotes",
    ),
    (
        "cannot start any token",
        "this character cannot start a text",
        "put the text in quotes; indent with spaces, never tabs",
    ),
    (
        "could not find expected ':'",
        "a key without its colon, or a text that goes on in the wrong column",
        "write `key: text`, and indent the lines that continue a text",
    ),
    (
        "did not find expected node content",
        "something is missing here",
        "a bracket or brace is opened and never closed, or a comma has nothing after it",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above it",
        "check the indentation, and quotes that end too early",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above it",
        "start each entry with `- `, in the same column",
    ),
    ("found unexpected end of stream", "a quote is opened and never closed", "close the quote"),
    (
        "did not find expected alphabetic or numeric character",
        "& and * have a meaning in YAML",
        "put the text in quotes",
    ),
    (
        "found unknown escape character",
        "a backslash in double quotes starts an escape that YAML does not know",
        "use single quotes, or write \\\\",
    ),
    ("block sequence entries are not allowed", "a list cannot start here", "put the list on lines of its own"),
    ("found undefined tag handle", "! starts a tag in YAML", "put the text in quotes"),
    ("found undefined alias", "* starts an alias in YAML", "put the text in quotes"),
    ("found duplicate anchor", "& starts an anchor in YAML", "put the text in quotes"),
    ("expected a single document", "a second document starts here", "a file holds one document: drop the line ---"),
    ("control characters are not allowed", "a control character stands in the file", "delete it"),
    ("nesting level", f"lists and mappings are nested more than {_MAX_DEPTH} deep", None),
)


def _explain(document: Document, error: yaml.YAMLError, shift: int = 0) -> Diagnostic:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    code, message, hint = "HF101", problem, None
    for words, meaning, remedy in _CAUSES:
        if words in problem or words in str(getattr(error, "context", "")):
            message, hint = meaning, remedy
            break
    if "expected a single document" in str(error):
        code = "HF103"
        mark = getattr(error, "problem_mark", mark)
    if "nesting level" in problem:
        code = "HF109"
    if mark is None:
        position = getattr(error, "position", 0)
        before = document.text[:position]
        broken = _BREAK.split(before)
        return Diagnostic("HF104", message, (document.place_at(len(broken) - 1, len(broken[-1])),), hint)
    context = getattr(error, "context_mark", None)
    if "unexpected end of stream" in problem and context is not None:
        mark = context  # where the quote opens helps; where the text ends does not
    spans = [document.place_at(mark.line + shift, mark.column)]
    if context is not None and (context.line, context.column) != (mark.line, mark.column):
        spans.append(document.place_at(context.line + shift, context.column, "started here"))
    return Diagnostic(code, message, tuple(spans), hint)


def _repair(document: Document, error: yaml.YAMLError, problems: _Problems) -> Node | None:
    """Reads a file that is not well-formed entry by entry.

    1. Cut the text at every line that starts in column 0 and is neither blank nor a comment.
    2. Compose each piece alone. One that fails and has an indented body is cut again at the body's own indentation,
       each part under the piece's first line; a part that fails is reported and left out.
    3. Join the nodes of the pieces, their marks moved to where the pieces stand.
    """
    if not hasattr(error, "problem_mark"):
        problems.found.append(_explain(document, error))
        return None
    lines = document.lines
    pieces = _cut(lines, 0, len(lines), 0)
    nodes: list[Node] = []
    before = len(problems.found)
    for start, end in pieces:
        nodes.extend(_read_piece(document, start, end, problems))
    if len(problems.found) == before:  # every piece reads alone: the fault lies between them
        problems.found.append(_explain(document, error))
    return _join(nodes)


def _cut(lines: Sequence[str], start: int, end: int, indent: int) -> list[tuple[int, int]]:
    """The stretches of lines that start at this indentation; `(first, past the last)`."""
    starts = [
        number
        for number in range(start, end)
        if (text := lines[number].strip())
        and not text.startswith("#")
        and len(lines[number]) - len(lines[number].lstrip(" ")) <= indent
    ]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _read_piece(document: Document, start: int, end: int, problems: _Problems) -> list[Node]:
    lines = document.lines
    try:
        node = _compose("\n".join(lines[start:end]) + "\n")
    except yaml.YAMLError as error:
        parts = _read_parts(document, start, end, problems)
        if parts is not None:
            return parts
        problems.found.append(_explain(document, error, start))
        return []
    return [] if node is None else [_moved(node, start)]


def _read_parts(document: Document, start: int, end: int, problems: _Problems) -> list[Node] | None:
    """A piece `key:` with an indented body, part by part; None where it is not of that form."""
    lines = document.lines
    if re.fullmatch(r"[\w-]+:\s*(?:#.*)?", lines[start]) is None:
        return None
    body = [
        number
        for number in range(start + 1, end)
        if lines[number].strip() and not lines[number].lstrip().startswith("#")
    ]
    if not body:
        return None
    indent = min(len(lines[number]) - len(lines[number].lstrip(" ")) for number in body)
    head = _compose(lines[start])
    assert isinstance(head, MappingNode)  # the pattern above admits nothing else
    key = _moved(head, start).value[0][0]
    nodes: list[Node] = []
    for first, last in _cut(lines, body[0], end, indent):
        try:
            node = _compose("\n".join(lines[first:last]) + "\n")
        except yaml.YAMLError as error:
            problems.found.append(_explain(document, error, first))
            continue
        if node is not None:
            nodes.append(_moved(node, first))
    value = _join(nodes)
    if value is None:
        return []
    return [MappingNode(_MAPPING, [(key, value)], key.start_mark, value.end_mark)]


def _join(nodes: Sequence[Node]) -> Node | None:
    """One list or mapping of all entries of these, by the kind of the first; other kinds are left out."""
    if not nodes:
        return None
    kind = type(nodes[0])
    if kind is ScalarNode:
        return nodes[0]
    entries = [entry for node in nodes if type(node) is kind for entry in node.value]
    joined: Node = kind(nodes[0].tag, entries, nodes[0].start_mark, nodes[-1].end_mark)
    return joined


def _moved(root: Node, lines: int) -> Node:
    """The same node with its marks, and those of all below it, moved down by so many lines."""
    for node, _parent in list(_nodes(root)):
        for name in ("start_mark", "end_mark"):
            mark = getattr(node, name)
            setattr(node, name, yaml.Mark(mark.name, mark.index, mark.line + lines, mark.column, None, None))
    return root


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
