"""YAML with places: a file's text → plain texts, lists and mappings, the nodes they came from, and diagnostics.

All values stay text: the model types them. Anchors, aliases, tags, merge keys and further documents are refused, and
so is a key that stands twice. Where a file is not well-formed, `yamlrepair` reads it entry by entry, so that what is
broken costs no more than the entry it is in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.case.yamldoc import SCALAR, Document, Path, Problems, compose, find
from holdfast.case.yamlextras import refuse_extras
from holdfast.case.yamlrepair import repair
from holdfast.diagnostics import Diagnostic

__all__ = ["Document", "MappingNode", "Node", "Parsed", "Path", "ScalarNode", "SequenceNode", "find", "read"]

#: What may be an anchor, an alias, a tag, a merge key or a further document: those signs where a value may start.
#: Elsewhere they are text, as in `automation != full`.
_SUSPECT: Final = re.compile(r"(?:^|[,:?\[{-])[ \t]*[&*!]\S|^(?:---|\.\.\.|%)|<<", re.MULTILINE)
#: What YAML admits nowhere, and the halves of surrogate pairs.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_MOST_FORBIDDEN: Final = 20


@dataclass(frozen=True)
class Parsed:
    """What came of a file: its document, root node, plain data and diagnostics."""

    document: Document
    root: Node | None
    data: Any
    diagnostics: tuple[Diagnostic, ...]
    lost: frozenset[Path] = frozenset()
    """Items of the data that cannot be used, and that have been reported."""


def read(file: str, text: str) -> Parsed:
    """Reads a YAML text. Never raises on what is in it.

    Args:
        file: the name that diagnostics show.
        text: the file's text.
    """
    document = Document(file, text)
    problems = Problems(document)
    text = _without_forbidden(document, problems)
    root: Node | None
    try:
        root = compose(text)
    except yaml.YAMLError as error:
        root = repair(Document(file, text), error, problems)
    if root is None:
        return Parsed(document, None, None, tuple(problems.found))
    if _SUSPECT.search(text) is not None:
        refuse_extras(text, root, problems)
    data = _plain(root, problems, set())
    return Parsed(document, root, data, tuple(problems.found), frozenset(problems.lost))


def _without_forbidden(document: Document, problems: Problems) -> str:
    """The text with every character that cannot stand in YAML replaced, each reported."""
    text = document.text
    if text.isprintable() or _FORBIDDEN.search(text) is None:
        return text
    count = 0
    for number, line in enumerate(document.lines):
        for found in _FORBIDDEN.finditer(line):
            count += 1
            if count <= _MOST_FORBIDDEN:
                message = f"an invisible character stands here that no text file should hold (U+{ord(found[0]):04X})"
                place = document.place_at(number, found.start())
                problems.found.append(Diagnostic("HF104", message, (place,), "delete it"))
    return _FORBIDDEN.sub("\ufffd", text)


def _plain(node: Node, problems: Problems, seen: set[int]) -> Any:
    """`seen` holds the lists and mappings already read: those that aliases name again are lost, and not read twice."""
    if isinstance(node, ScalarNode):
        return node.value
    if id(node) in seen:
        return ""
    seen.add(id(node))
    if isinstance(node, SequenceNode):
        return [item.value if item.tag == SCALAR else _plain(item, problems, seen) for item in node.value]
    result: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value
        if not isinstance(key, ScalarNode):
            message = "a list or braces stand here where the name of a key is expected"
            problems.add("HF203", message, key, "if it is text, put it in quotes")
        elif name == "<<":
            continue  # reported by `refuse_extras`
        elif name in result:
            first = next(other for other, _ in node.value if other.value == name)
            message = f"the key '{name}' stands twice"
            problems.add("HF102", message, key, "keep one of the two; the first is used", (first, "first here"))
        else:
            result[name] = value.value if value.tag == SCALAR else _plain(value, problems, seen)
    return result
