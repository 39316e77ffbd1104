"""What YAML has and a case does not: anchors, aliases, tags and merge keys."""

from __future__ import annotations

from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from holdfast.case.yamldoc import PLAIN_TAGS, Path, Problems, nodes
from holdfast.diagnostics import Diagnostic

_WRITE_OUT: Final = "write the text out where it is needed; if it is text that begins with & or *, put it in quotes"


def refuse_extras(text: str, root: Node, problems: Problems) -> None:
    """Reports anchors, aliases, tags and merge keys, and marks the items as lost that cannot be read without them."""
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            _refuse_anchor(event, problems)
    except yaml.YAMLError:
        pass  # reported already: the nodes come from `repair`
    for node in nodes(root):
        if node.tag not in PLAIN_TAGS:
            message = f"the tag {_written(node.tag)}: a case uses no tags"
            hint = "drop it; if it is text that begins with !, put it in quotes"
            problems.add("HF103", message, node, hint)
        if isinstance(node, MappingNode):
            for key, _ in node.value:
                if isinstance(key, ScalarNode) and key.value == "<<":
                    problems.add("HF103", "<<: a case merges nothing", key, "write the keys out")
    problems.lost |= _aliased(root)


def _refuse_anchor(event: Any, problems: Problems) -> None:
    name = getattr(event, "anchor", None)
    if name is None:
        return
    what = f"the alias *{name}" if isinstance(event, yaml.AliasEvent) else f"the anchor &{name}"
    place = problems.document.place_of_mark(event.start_mark)
    problems.found.append(Diagnostic("HF103", f"{what}: a case repeats nothing by reference", (place,), _WRITE_OUT))


def _written(tag: str) -> str:
    return f"!!{tag.rpartition(':')[2]}" if tag.startswith("tag:yaml.org,2002:") else tag


def _aliased(root: Node) -> set[Path]:
    """The items in which an alias stands for a list or a mapping. (An alias that stands for a text can be read.)"""
    lost: set[Path] = set()
    seen: set[int] = set()
    waiting: list[tuple[Node, Path]] = [(root, ())]
    while waiting:
        node, item = waiting.pop()
        if isinstance(node, ScalarNode):
            continue
        if id(node) in seen:
            lost.add(item)
            continue
        seen.add(id(node))
        deeper = len(item) < (1 if isinstance(root, SequenceNode) else 2)
        if isinstance(node, MappingNode):
            parts = [(key.value, value) for key, value in node.value if isinstance(key, ScalarNode)]
        else:
            parts = list(enumerate(node.value))
        waiting.extend((part, (*item, name) if deeper else item) for name, part in reversed(parts))
    return lost
