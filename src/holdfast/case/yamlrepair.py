"""Files that are not well-formed YAML: what is wrong with them, said plainly, and what can be read all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from holdfast.case.yamldoc import MAPPING, MAX_DEPTH, Document, Problems, TooDeep, compose, nodes
from holdfast.diagnostics import Diagnostic

#: After so many errors a file is not a case file with mistakes but something else.
_MOST_ERRORS: Final = 50
#: What libyaml says, what it means, and what to do.
_CAUSES: Final = (
    (
        "mapping values are not allowed",
        "a colon followed by a space cannot stand in the middle of a text",
        'put the text in quotes: "…: …"; if it is a key of its own, check its indentation',
    ),
    (
        "did not find expected ',' or '}'",
        "the braces { } are not closed, or a part of what they hold needs quotes",
        "close them with }, put commas between the parts, and quotes around texts that hold , : { or }",
    ),
    (
        "did not find expected ',' or ']'",
        "the brackets [ ] are not closed, or a part of what they hold needs quotes",
        "close them with ], put commas between the parts, and quotes around texts that hold , : [ or ]",
    ),
    (
        "found a tab character",
        "a tab stands where spaces are needed",
        "indent with spaces, never tabs",
    ),
    (
        "cannot start any token",
        "no text can start with this character",
        "put the text in quotes",
    ),
    (
        "could not find expected ':'",
        "a key without its colon, or a text that goes on in the wrong column",
        "write `key: text`, and indent the lines that continue a text",
    ),
    (
        "did not find expected node content",
        "something is missing here, or a bracket is closed that was never opened",
        "look for a comma with nothing after it, and for brackets or braces that have no partner",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above it",
        "check its indentation, and whether a quote above ends too early",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above it",
        "start each entry with `- `, in the same column",
    ),
    ("found unexpected end of stream", "a quote is opened here and never closed", "close the quote"),
    ("found unexpected document indicator", "a quote is opened here and never closed", "close the quote"),
    (
        "found unknown escape character",
        "a backslash within double quotes has a meaning of its own, and not with this letter",
        "use single quotes, or write \\\\",
    ),
    ("block sequence entries are not allowed", "a list cannot start here", "put the list on lines of its own"),
    ("while scanning a block scalar", "the sign | or > stands alone on its line", "put the text in quotes"),
    ("found unexpected ':'", "a colon cannot stand here", "put the text in quotes"),
    ("while scanning a directive", "no line can start with %", "put the text in quotes"),
)
#: The same for what is well-formed YAML, or nearly so, and has no place in a case.
_EXTRAS: Final = (
    ("while scanning an anchor", "& names a piece of text, and a case uses no such names", "put the text in quotes"),
    ("while scanning an alias", "* repeats a named piece of text, and a case uses none", "put the text in quotes"),
    ("found undefined alias", "* repeats a named piece of text, and a case uses none", "put the text in quotes"),
    ("found duplicate anchor", "& names a piece of text, and a case uses no such names", "put the text in quotes"),
    ("found undefined tag handle", "! marks a type, and a case uses no such marks", "put the text in quotes"),
    ("while parsing a tag", "! marks a type, and a case uses no such marks", "put the text in quotes"),
    ("while scanning a tag", "! marks a type, and a case uses no such marks", "put the text in quotes"),
    ("expected a single document", "a second document starts here", "a file holds one document: drop the line ---"),
)


def explain(document: Document, error: yaml.YAMLError, shift: int = 0, end: int | None = None) -> Diagnostic:
    """What libyaml found wrong, in plain words. The text it read goes from line `shift` to before line `end`."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if isinstance(error, TooDeep) and mark is not None:
        place = document.place_at(mark.line + shift, mark.column)
        return Diagnostic("HF109", f"brackets or lines stand more than {MAX_DEPTH} deep inside each other", (place,))
    said = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    code, message, hint = "HF101", "this cannot be read as YAML", "check quotes, brackets and indentation"
    for family, causes in (("HF103", _EXTRAS), ("HF101", _CAUSES)):
        for words, meaning, remedy in causes:
            if words in said and message.startswith("this cannot"):
                code, message, hint = family, meaning, remedy
    if mark is None:
        return Diagnostic(code, message, (document.place_at(shift, 0),), hint)
    if "end of stream" in said or "document indicator" in said:
        mark, context = context or mark, None  # where the quote opens helps; where the text ends does not
    if "or '}'" in said or "or ']'" in said:
        mark, context = (context, None) if context and context.line < mark.line else (mark, context)
    mark = _lower(mark, shift)
    if mark.line >= (len(document.lines) if end is None else end) and "node content" in said:
        message, hint = "a bracket or brace is opened and never closed", "close it"
    if end is not None and mark.line >= end:
        mark = yaml.Mark(mark.name, 0, end - 1, max(len(document.lines[end - 1].rstrip()) - 1, 0), None, 0)
    line = document.lines[mark.line] if mark.line < len(document.lines) else ""
    if "cannot start any token" in said and line[mark.column : mark.column + 1] == "\t":
        message, hint = "a tab stands where spaces are needed", "indent with spaces, never tabs"
    spans = [document.place_of_mark(mark)]
    if context is not None and "single document" not in said:
        start = document.place_of_mark(_lower(context, shift), "it starts here")
        if start.line != spans[0].line or start.column < spans[0].column:
            spans.append(start)
    return Diagnostic(code, message, tuple(spans), hint)


def _lower(mark: yaml.Mark, lines: int) -> yaml.Mark:
    return yaml.Mark(mark.name, mark.index, mark.line + lines, mark.column, None, 0)


def repair(document: Document, error: yaml.YAMLError, problems: Problems) -> Node | None:
    """Reads a file that is not well-formed entry by entry.

    1. Cut the text at every line of the outermost indentation that starts an entry.
    2. Compose each piece alone. One that fails and has an indented body is cut again at the body's own indentation,
       each part under the piece's first line; a part that fails is reported and left out.
    3. Join the nodes of the pieces, their marks moved to where the pieces stand.
    """
    lines = document.lines
    end = len(lines)
    mark = getattr(error, "problem_mark", None)
    if "single document" in str(error) and mark is not None and 0 < mark.line < end:
        problems.found.append(explain(document, error))
        end = mark.line
        try:
            return compose("\n".join(lines[:end]) + "\n")
        except yaml.YAMLError as other:
            error = other
    pieces = _cut(lines, 0, end)
    if not pieces or lines[pieces[0][0]].lstrip()[:1] in ("{", "["):
        # One pair of brackets around everything: no line of it can be read alone.
        problems.found.append(explain(document, error))
        return None
    before = len(problems.found)
    found = [node for start, stop in pieces for node in _read_piece(document, start, stop, problems, before)]
    joined = _join(found, problems)
    if len(problems.found) == before:  # every piece can be read alone: the fault lies between them
        problems.found.append(explain(document, error))
    return joined


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _cut(lines: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of lines at the outermost indentation; `(first, past the last)`."""
    filled = [number for number in range(start, end) if (text := lines[number].strip()) and not text.startswith("#")]
    if not filled:
        return []
    tabbed = [number for number in filled if lines[number].lstrip(" ").startswith("\t")]
    spaced = [number for number in filled if number not in tabbed] if tabbed else filled
    if not spaced:
        return [(filled[0], end)]
    outermost = min(_indent(lines[number]) for number in spaced)
    starts = [number for number in spaced if _indent(lines[number]) == outermost]
    if not _dashed(lines[starts[0]]):  # keys: a list may stand in the same column as the key it belongs to
        starts = [number for number in starts if not _dashed(lines[number])] or starts
    if starts[0] > filled[0]:
        starts.insert(0, filled[0])
    return list(zip(starts, [*starts[1:], end], strict=True))


def _dashed(line: str) -> bool:
    text = line.lstrip(" ")
    return text == "-" or text.startswith("- ")


def _read_piece(document: Document, start: int, end: int, problems: Problems, before: int) -> list[Node]:
    lines = document.lines
    if len(problems.found) - before >= _MOST_ERRORS:
        return []
    try:
        node = compose("\n".join(lines[start:end]) + "\n")
    except yaml.YAMLError as error:
        parts = _read_parts(document, start, end, problems, before)
        if parts is not None:
            return parts
        problems.found.append(explain(document, error, start, end))
        return []
    return [] if node is None else [_moved(node, start)]


def _read_parts(document: Document, start: int, end: int, problems: Problems, before: int) -> list[Node] | None:
    """A piece `key:` with an indented body, part by part; None where it is not of that form."""
    lines = document.lines
    if re.fullmatch(r" *[\w-]+:[ \t]*(?:#.*)?", lines[start]) is None:
        return None
    head = compose(lines[start])
    parts = _cut(lines, start + 1, end)
    if not isinstance(head, MappingNode) or not parts:
        return None
    key = _moved(head, start).value[0][0]
    found: list[Node] = []
    for first, last in parts:
        if len(problems.found) - before >= _MOST_ERRORS:
            break
        try:
            node = compose("\n".join(lines[first:last]) + "\n")
        except yaml.YAMLError as error:
            problems.found.append(explain(document, error, first, last))
            continue
        if node is not None:
            found.append(_moved(node, first))
    value = _join(found, problems)
    if value is None:
        return []
    return [MappingNode(MAPPING, [(key, value)], key.start_mark, value.end_mark)]


def _join(found: Sequence[Node], problems: Problems) -> Node | None:
    """One list or mapping of all entries of these, by the kind that most have; the others are reported and left out."""
    lists = [node for node in found if isinstance(node, SequenceNode)]
    mappings = [node for node in found if isinstance(node, MappingNode)]
    kept: Sequence[CollectionNode] = lists if len(lists) > len(mappings) else mappings
    if not kept:
        return found[0] if found else None
    for node in found:
        if not any(node is one for one in kept):
            what = "a text without a key" if isinstance(node, ScalarNode) else "this line does not fit the others"
            hint = "write `key: text`" if kept is mappings else "start each entry with `- `"
            problems.add("HF101", what, node, hint)
    entries = [entry for node in kept for entry in node.value]
    kind = type(kept[0])
    joined: Node = kind(kept[0].tag, entries, kept[0].start_mark, kept[-1].end_mark)
    return joined


def _moved(root: Node, lines: int) -> Node:
    """The same node with its marks, and those of all below it, moved down by so many lines."""
    for node in list(nodes(root)):
        node.start_mark = _lower(node.start_mark, lines)
        node.end_mark = _lower(node.end_mark, lines)
    return root
