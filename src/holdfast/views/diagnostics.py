"""Diagnostics as text with excerpts, as single lines, and in formats for programs; and what a code means.

Files are named relative to the case folder; `prefix`, the folder as the user typed it, is put before them. Every
function orders by place. Whatever a case file holds, no control character of it reaches the terminal.
"""

from __future__ import annotations

import json as jsonlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from rich.cells import cell_len

import holdfast
from holdfast.diagnostics import CODES, Code, Diagnostic, Place, Severity, by_place

#: The version of the structure that `json` gives.
VERSION: Final = 1
_TAB: Final = 4
_WIDTH: Final = 110
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
#: Characters that would turn the order of what follows them.
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# --- for people ------------------------------------------------------------------------------------------------------


def full(diagnostics: Iterable[Diagnostic], prefix: str | PurePath = "") -> str:
    """Each diagnostic with its excerpt, the place underlined, then the other places and the hint.

    Args:
        diagnostics: in any order.
        prefix: the case folder as the user typed it.
    """
    return "\n\n".join("\n".join(_full(one, prefix)) for one in by_place(diagnostics))


def concise(diagnostics: Iterable[Diagnostic], prefix: str | PurePath = "") -> str:
    """One line for each diagnostic."""
    return "\n".join(_headline(one, prefix) for one in by_place(diagnostics))


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``3 errors, 1 warning in 2 files``."""
    found = by_place(diagnostics)
    counted = Counter(one.severity for one in found)
    parts = [_count(counted[severity], severity) for severity in Severity if counted[severity]]
    if not parts:
        return "nothing found"
    return f"{', '.join(parts)} in {_count(len({one.place.file for one in found}), 'file')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _headline(one: Diagnostic, prefix: str | PurePath) -> str:
    place = one.place
    where = f"{path(place.file, prefix)}:{place.line}:{place.column}"
    return f"{visible(where)} {one.severity} {one.code} {one.name}: {visible(one.message)}"


def _full(one: Diagnostic, prefix: str | PurePath) -> Iterator[str]:
    margin = max(len(str(place.line)) for place in one.spans) + 1
    yield _headline(one, prefix)
    yield from _excerpt(one.place, margin)
    for place in one.spans[1:]:
        where = visible(f"{path(place.file, prefix)}:{place.line}:{place.column}")
        yield f"{' ' * margin} {where} {visible(place.label)}".rstrip()
        yield from _excerpt(place, margin)
    if one.hint:
        yield f"{' ' * margin} hint: {visible(one.hint)}"


def _excerpt(place: Place, margin: int) -> Iterator[str]:
    """The line and what marks the place in it; nothing where a diagnostic is about a file as a whole."""
    if place.excerpt is None:
        return
    cells = [_cell(character) for character in place.excerpt]
    start = min(place.column - 1, len(cells))
    stop = place.end_column - 1 if place.end_line == place.line else len(cells)
    stop = max(min(stop, len(cells)), start)
    first, last = _window(cells, start, stop)
    before, marked = "".join(cells[first:start]), "".join(cells[start : min(stop, last)])
    cut, more = "…" if first else "", "…" if last < len(cells) else ""
    line = f"{cut}{''.join(cells[first:last])}{more}".rstrip()
    yield f"{place.line:>{margin}} | {line}".rstrip()
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in place.excerpt):
        # The terminal shows such a line in an order of its own, so that no column of ours would be right.
        yield f"{' ' * margin} | here: {marked.strip() or line.strip()}"
        return
    carets = "^" * max(cell_len(marked.rstrip()), 1)
    yield f"{' ' * margin} | {' ' * cell_len(cut + before)}{carets}"


def _window(cells: list[str], start: int, stop: int) -> tuple[int, int]:
    """The stretch of a long line that is shown: around the place, and all of the line where that fits."""
    if cell_len("".join(cells)) <= _WIDTH:
        return 0, len(cells)
    first = last = start
    room = _WIDTH
    while last < len(cells) and room > 30 and (last < stop or room > 60):
        room -= cell_len(cells[last])
        last += 1
    while first > 0 and room > 0:
        first -= 1
        room -= cell_len(cells[first])
    while last < len(cells) and room > 0:
        room -= cell_len(cells[last])
        last += 1
    return first, last


def _cell(character: str) -> str:
    return " " * _TAB if character == "\t" else visible(character)


def visible(text: str) -> str:
    """The text on one line, with what a terminal would obey or hide made visible."""
    if text.isprintable():
        return text
    return "".join(
        "�"
        if character in _TURNING or unicodedata.category(character) in ("Cc", "Cs")
        else " "
        if character in "\u2028\u2029"
        else character
        for character in " ".join(text.split("\n"))
    )


# --- for programs ----------------------------------------------------------------------------------------------------


def json(
    diagnostics: Iterable[Diagnostic], prefix: str | PurePath = "", coherence: dict[str, Any] | None = None
) -> str:
    """An object with ``version``, ``summary`` (how many of each severity) and ``diagnostics``.

    Each has ``code``, ``name``, ``severity``, ``message``, ``hint`` (or null), a place and ``related``, a list of
    places. A place has ``path``, ``line``, ``column``, ``end_line``, ``end_column`` (from 1, in code points, the end
    exclusive), ``excerpt`` (the first line, or null) and ``label``. Keys may be added; none changes its meaning.
    ``coherence`` is the answer about the draft, or null where there is none.
    """
    found = by_place(diagnostics)
    counted = Counter(one.severity for one in found)
    result = {
        "version": VERSION,
        "summary": {f"{severity}s": counted[severity] for severity in Severity},
        "diagnostics": [
            {
                "code": one.code,
                "name": one.name,
                "severity": str(one.severity),
                "message": one.message,
                "hint": one.hint,
                **_place(one.place, prefix),
                "related": [_place(place, prefix) for place in one.spans[1:]],
            }
            for one in found
        ],
        "coherence": coherence,
    }
    return jsonlib.dumps(result, ensure_ascii=False, indent=1)


def _place(place: Place, prefix: str | PurePath) -> dict[str, Any]:
    return {
        "path": path(place.file, prefix),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "excerpt": place.excerpt,
        "label": place.label,
    }


_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(diagnostics: Iterable[Diagnostic], prefix: str | PurePath = "") -> str:
    """SARIF 2.1.0, with the rules of the registry that were broken."""
    found = by_place(diagnostics)
    codes = sorted({one.code for one in found})
    result = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "holdfast",
                        "version": holdfast.__version__,
                        "rules": [_rule(CODES[code]) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, codes.index(one.code), prefix) for one in found],
            }
        ],
    }
    return jsonlib.dumps(result, ensure_ascii=False, indent=1)


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.code,
        "name": "".join(part.capitalize() for part in code.name.split("-")),
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": " ".join(code.explanation.split())},
        "help": {"text": code.explanation.strip(), "markdown": code.explanation.strip()},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(one: Diagnostic, rule: int, prefix: str | PurePath) -> dict[str, Any]:
    text = one.message if one.hint is None else f"{one.message} ({one.hint})"
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": text},
        "locations": [_location(one.place, prefix)],
    }
    if one.spans[1:]:
        result["relatedLocations"] = [
            {"id": number, **_location(place, prefix)} for number, place in enumerate(one.spans[1:], 1)
        ]
    return result


def _location(place: Place, prefix: str | PurePath) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(path(place.file, prefix))}}
    if place.excerpt is not None:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.label:
        location["message"] = {"text": place.label}
    return location


_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(diagnostics: Iterable[Diagnostic], prefix: str | PurePath = "") -> str:
    """One workflow command of GitHub for each diagnostic, which shows it beside the line."""
    return "\n".join(_command(one, prefix) for one in by_place(diagnostics))


def _command(one: Diagnostic, prefix: str | PurePath) -> str:
    place = one.place
    properties = {
        "file": path(place.file, prefix),
        "line": place.line,
        "col": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "title": f"{one.code} {one.name}",
    }
    if place.end_line != place.line:
        del properties["endColumn"]  # GitHub takes columns within one line only
    written = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    text = one.message if one.hint is None else f"{one.message}\n{one.hint}"
    return f"::{_COMMANDS[one.severity]} {written}::{_escaped(text, '')}"


def _escaped(text: str, also: str) -> str:
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{also}" else sign for sign in text)


def path(file: str, prefix: str | PurePath) -> str:
    """A file of the case under the folder as the user typed it."""
    return PurePath(prefix, file).as_posix()


# --- what a code means -----------------------------------------------------------------------------------------------


def explain(code: str) -> str:
    """What a code means, an example that brings it about, what is said of that, and the same put right."""
    entry = CODES[code]
    parts = [f"{entry.code} {entry.name} ({entry.severity}): {entry.title}", entry.explanation.strip()]
    shown = example(code)
    for name, title in (("bad", "For example"), ("good", "Put right")):
        parts += [f"{title}, {file}:\n\n{_indented(text)}" for file, text in shown[name]]
        if name == "bad" and shown["expected"]:
            parts.append(f"holdfast check says:\n\n{_indented(shown['expected'][0][1])}")
    return "\n\n".join(parts) + "\n"


def example(code: str) -> dict[str, list[tuple[str, str]]]:
    """The files of a code's examples: ``bad`` and ``good`` by name, and what is ``expected`` to be said of the bad."""
    folder = resources.files("holdfast") / "codes" / code
    found = {name: list(_files(folder / name, "")) for name in ("bad", "good")}
    expected = folder / "expected.txt"
    found["expected"] = [("expected.txt", expected.read_text(encoding="utf-8"))] if expected.is_file() else []
    return found


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif not entry.name.startswith("."):
            yield f"{prefix}{entry.name}", visible_text(entry.read_bytes().decode("utf-8", "backslashreplace"))


def visible_text(text: str) -> str:
    """A text of several lines with what a terminal would obey made visible."""
    return "\n".join(visible(line) for line in text.rstrip("\n").split("\n"))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
