"""What people decided about suggestions: one line of JSON each, in ``intake.jsonl`` of the compartment it concerns.

The file is only added to. What counts is, for each coder and each suggestion, the last line; ``undo`` takes the one
before it back. A decision on a confidential document lies with the document: nothing of it, and not that there is one,
can reach anybody who may not read it. Words of documents are not kept here: places and hashes are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from heapq import merge
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from pydantic_core import from_json

from holdfast.case.audience import PUBLIC, compartment_folder, inside
from holdfast.case.case import Case
from holdfast.case.records import Problem
from holdfast.case.textindex import TextIndex
from holdfast.diagnostics import Diagnostic, Place, did_you_mean, or_list
from holdfast.intake.suggestion import KINDS, Suggestion

FILE: Final = "intake.jsonl"
Choice: TypeAlias = Literal["confirm", "change", "reject", "later", "undo"]
CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)
#: How a suggestion stands.
Status: TypeAlias = Literal["open", "confirmed", "rejected", "later"]
_STATUS: Final[Mapping[str, Status]] = {
    "confirm": "confirmed",
    "change": "confirmed",
    "reject": "rejected",
    "later": "later",
}
#: With so much of its words in common, a suggestion is the one that was decided, only cut a little differently.
_SAME: Final = 0.8


@dataclass(frozen=True, slots=True)
class At:
    """A place that a decision is about, by position and hash."""

    source: str
    role: str
    paragraph: int
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: what somebody decided about a suggestion, and when."""

    key: str
    text_key: str
    kind: str
    decision: Choice
    coder: str
    at: datetime
    places: tuple[At, ...] = ()
    entries: tuple[Mapping[str, Any], ...] = ()
    """What was confirmed: each entry of statements.yaml without its id and its citation."""
    changed: tuple[str, ...] = ()
    """The keys whose suggested value the coder changed."""
    statements: tuple[str, ...] = ()
    """The statements that were written."""
    reason: str | None = None
    settles: tuple[str, ...] = ()
    """The coders between whom this decides."""
    models: tuple[Mapping[str, str], ...] = ()
    """The language models that found what was suggested: ``name`` and ``prompt`` of each."""
    grammar: bool = False
    """Whether it was found by rule too, where models found it."""
    compartment: str = field(default=PUBLIC, compare=False)
    """Where it lies; not part of the line."""
    line: int = field(default=1, compare=False)
    """Its line in the file, from 1."""

    @property
    def status(self) -> Status:
        """How the suggestion stands after it."""
        return _STATUS.get(self.decision, "open")

    @property
    def names(self) -> tuple[str, ...]:
        """The statements that were written, as the whole case names them."""
        start = "" if self.compartment == PUBLIC else f"{self.compartment}/"
        return tuple(f"{start}{name}" for name in self.statements)


KEYS: Final = tuple(one.name for one in fields(Decision) if one.name not in ("compartment", "line"))
NEEDED: Final = ("key", "text_key", "kind", "decision", "coder", "at")
_PLACE: Final = tuple(one.name for one in fields(At))


def made(
    suggestion: Suggestion,
    documents: Mapping[str, TextIndex],
    choice: Choice,
    coder: str,
    at: datetime,
    compartment: str,
    **more: Any,
) -> Decision:
    """A decision about a suggestion."""
    places = tuple(
        At(one.source, one.role, *_ends(one.span), documents[one.source].digest(one.span.paragraph))
        for one in suggestion.marks
    )
    models = tuple({"name": one.name, "prompt": one.prompt} for one in suggestion.models)
    return Decision(
        suggestion.key,
        suggestion.text_key,
        suggestion.kind,
        choice,
        coder,
        at.astimezone(UTC).replace(microsecond=0),
        places,
        models=models,
        grammar=suggestion.by_grammar and bool(models),
        compartment=compartment,
        **more,
    )


def _ends(span: Any) -> tuple[int, int, int]:
    return span.paragraph, span.start, span.end


def line(one: Decision) -> str:
    """A decision as it stands in the file, without its line end."""
    data: dict[str, Any] = {}
    for key in KEYS:
        value = getattr(one, key)
        if key == "at":
            value = value.isoformat().replace("+00:00", "Z")
        elif key == "places":
            value = [{name: getattr(place, name) for name in _PLACE} for place in value]
        elif isinstance(value, tuple):
            value = list(value)
        if key in NEEDED or value:
            data[key] = value
    return json.dumps(data, ensure_ascii=False)


@dataclass(frozen=True)
class Log:
    """The decisions that an audience may see, and what is wrong with their files."""

    decisions: tuple[Decision, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def check(log: Log, case: Case) -> tuple[Diagnostic, ...]:
    """What is wrong with the record of decisions: lines that are none, and statements that are gone."""
    found = list(log.diagnostics)
    for one in Decided(log.decisions, case.documents).all():
        for name, qualified in zip(one.statements, one.names, strict=True):
            if qualified not in case.statements:
                file = path(Path(), one.compartment).as_posix()
                hint = "if it was renamed or taken out on purpose, nothing is wrong"
                message = f"the statement '{name}', which was confirmed here, is not in the case"
                found.append(Diagnostic("HF803", message, (Place(file, one.line, 1, one.line, 2),), hint))
    return tuple(found)


def path(folder: Path, compartment: str) -> Path:
    """Where a compartment's decisions lie."""
    return compartment_folder(folder, compartment) / FILE


def load(folder: Path, compartments: Iterable[str]) -> Log:
    """The decisions of these compartments, as they were made. Only their folders are looked into."""
    found: list[list[Decision]] = []
    problems: list[Diagnostic] = []
    for compartment in compartments:
        file = path(folder, compartment)
        if not inside(folder, compartment, file) or not file.is_file():
            continue
        name = file.relative_to(folder).as_posix()
        try:
            content = file.read_bytes()
        except OSError as error:
            message = f"this cannot be opened: {(error.strerror or 'unknown reason').lower()}"
            problems.append(Diagnostic("HF105", message, (Place(name),)))
            continue
        found.append(list(parse(content, name, compartment, problems)))
    # Somebody may decide anew about the same and keep it in another compartment: the order of each file stays.
    return Log(tuple(merge(*found, key=lambda one: one.at)), tuple(problems))


def parse(content: bytes, file: str, compartment: str, problems: list[Diagnostic]) -> Iterator[Decision]:
    """The decisions of a file; what is wrong with other lines goes to `problems`."""
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not raw.strip():
            continue
        try:
            data = from_json(raw)
        except ValueError:
            data = None
        try:
            yield _decision(data, compartment, number)
        except _LineError as error:
            problems.append(error.problem.in_line(raw.decode(errors="replace"), file, number, most=200))


class _LineError(Exception):
    def __init__(self, code: str, message: str, key: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, key, hint)


def _decision(data: Any, compartment: str, number: int) -> Decision:
    if not isinstance(data, dict):
        raise _LineError(
            "HF801", "this line is no decision", None, "a line is one JSON object; put it right or drop it"
        )
    for key in data:
        if key not in KEYS:
            raise _LineError("HF802", f"`{key}` does not belong to a decision", key, did_you_mean(key, KEYS))
    for key in NEEDED:
        if not isinstance(data.get(key), str):
            raise _LineError("HF802", f"`{key}` is missing, or is not a text", key if key in data else None)
    for key, allowed in (("decision", CHOICES), ("kind", KINDS)):
        if data[key] not in allowed:
            hint = did_you_mean(data[key], allowed) or f"write {or_list(allowed)}"
            raise _LineError("HF802", f"`{key}` cannot be '{data[key]}'", key, hint)
    try:
        at = datetime.fromisoformat(data["at"])
        if at.tzinfo is None:
            raise _LineError("HF802", f"'{data['at']}' says no time zone", "at", "write 2026-03-02T14:30:00Z")
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _LineError("HF802", f"'{data['at']}' is not a moment", "at", "write 2026-03-02T14:30:00Z") from None
    more: dict[str, Any] = {}
    for key in ("changed", "statements", "settles"):
        more[key] = tuple(_listed(data, key, str))
    entries = tuple(_listed(data, "entries", dict))
    places = tuple(_place(one) for one in _listed(data, "places", dict))
    models = tuple(_listed(data, "models", dict))
    if not all(
        set(one) == {"name", "prompt"} and all(isinstance(each, str) for each in one.values()) for one in models
    ):
        raise _LineError("HF802", "each of `models` has a `name` and a `prompt`", "models")
    for key, kind, told in (("reason", str, "a text"), ("grammar", bool, "true or false")):
        if not isinstance(data.get(key), kind | None):
            raise _LineError("HF802", f"`{key}` is {told}", key)
    return Decision(
        **{key: data[key] for key in ("key", "text_key", "kind", "decision", "coder")},
        at=at,
        places=places,
        entries=entries,
        reason=data.get("reason"),
        models=models,
        grammar=bool(data.get("grammar")),
        compartment=compartment,
        line=number,
        **more,
    )


def _listed(data: Mapping[str, Any], key: str, kind: type) -> list[Any]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, kind) for one in found):
        raise _LineError("HF802", f"`{key}` is not what is expected here", key, "see docs/reference/format.md")
    return found


def _place(data: Mapping[str, Any]) -> At:
    kinds = {"paragraph": int, "start": int, "end": int}
    if set(data) != set(_PLACE) or not all(type(data[key]) is kinds.get(key, str) for key in _PLACE):
        raise _LineError("HF802", "a place has source, role, paragraph, start, end and sha256", "places")
    return At(**data)


class Decided:
    """The decisions that count, by suggestion and coder."""

    def __init__(self, decisions: Iterable[Decision], documents: Mapping[str, TextIndex]) -> None:
        """Takes the decisions as `load` has them, and the documents at hand."""
        self._documents = documents
        stacks: dict[tuple[str, str], list[Decision]] = {}
        self._number: dict[tuple[str, str], int] = {}
        for number, one in enumerate(decisions):
            self._number[one.key, one.coder] = number
            stack = stacks.setdefault((one.key, one.coder), [])
            if one.decision != "undo":
                stack.append(one)
            elif stack:
                stack.pop()
        self._stacks = stacks
        self._current: dict[str, dict[str, Decision]] = {}
        self._text_keys: dict[str, list[str]] = {}
        self._places: dict[tuple[str, str, str], list[Decision]] = {}
        for (key, coder), stack in stacks.items():
            if not stack:
                continue
            last = stack[-1]
            self._current.setdefault(key, {})[coder] = last
            self._text_keys.setdefault(last.text_key, []).append(key)
            for place in last.places:
                if place.role in ("content", "figure"):
                    self._places.setdefault((last.kind, place.source, place.sha256), []).append(last)

    def all(self) -> tuple[Decision, ...]:
        """Every decision that counts: the last of each coder about each suggestion."""
        return tuple(one for mine in self._current.values() for one in mine.values())

    @property
    def coders(self) -> tuple[str, ...]:
        """Everybody whose decisions count, in the order of their names."""
        return tuple(sorted({coder for one in self._current.values() for coder in one}))

    def by_coder(self, coder: str) -> Mapping[str, Decision]:
        """A coder's own decisions by suggestion, without those that settle between others."""
        return {key: mine[coder] for key, mine in self._current.items() if coder in mine and not mine[coder].settles}

    def before(self, key: str, coder: str) -> Decision | None:
        """What a coder had decided before their last decision: what counts again when that is taken back."""
        stack = self._stacks.get((key, coder), [])
        return stack[-2] if len(stack) > 1 else None

    def settled(self, key: str) -> Decision | None:
        """The last decision that settles between coders."""
        found = [one for one in self._current.get(key, {}).values() if one.settles]
        return max(found, key=lambda one: (one.at, self._number[one.key, one.coder]), default=None)

    def of(self, suggestion: Suggestion, coder: str | None = None) -> Decision | None:
        """The decision that counts for a suggestion: one that settles, else the last of anybody or of this coder.

        1. By its key.
        2. By its text key: the same words in another source that were rejected, or that were decided on in a source
           that is not there any more, since the text was imported anew.
        3. By nearly the same words in the same paragraph, which another version of the reader cut a little differently.
        """
        if (found := self._last(suggestion.key, coder)) is not None:
            return found
        for key in self._text_keys.get(suggestion.text_key, ()):
            found = self._last(key, coder)
            if found is not None and (
                found.status == "rejected" or all(one.source not in self._documents for one in found.places)
            ):
                return found
        return self._near(suggestion, coder)

    def _last(self, key: str, coder: str | None) -> Decision | None:
        if (settled := self.settled(key)) is not None:
            return settled
        found = [one for name, one in self._current.get(key, {}).items() if coder in (None, name)]
        # Of two in the same second, the one that was recorded later.
        return max(found, key=lambda one: (one.at, self._number[one.key, one.coder]), default=None)

    def _near(self, suggestion: Suggestion, coder: str | None) -> Decision | None:
        for mark in suggestion.marks:
            if mark.role not in ("content", "figure"):
                continue
            digest = self._documents[mark.source].digest(mark.span.paragraph)
            for one in self._places.get((suggestion.kind, mark.source, digest), ()):
                if coder in (None, one.coder) and self._alike(suggestion, one):
                    return self._last(one.key, coder)
        return None

    def _alike(self, suggestion: Suggestion, one: Decision) -> bool:
        """Whether both are about nearly the same words."""
        ours = (
            (self._documents[mark.source].digest(mark.span.paragraph), mark.span.start, mark.span.end)
            for mark in suggestion.marks
            if mark.role in ("content", "figure")
        )
        theirs = ((place.sha256, place.start, place.end) for place in one.places if place.role in ("content", "figure"))
        return alike(ours, theirs)


def alike(ours: Iterable[tuple[str, int, int]], theirs: Iterable[tuple[str, int, int]]) -> bool:
    """Whether two sets of places (paragraph, start, end) share four fifths of their code points (Jaccard)."""
    mine, other = _stretches(ours), _stretches(theirs)
    both = sum(
        max(0, min(end, last) - max(start, first))
        for paragraph, start, end in mine
        for elsewhere, first, last in other
        if paragraph == elsewhere
    )
    return both >= _SAME * (_length(mine) + _length(other) - both)


def _stretches(places: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The same code points as stretches that do not overlap, in order: paragraph, start, end."""
    found: list[tuple[str, int, int]] = []
    for paragraph, start, end in sorted(places):
        if found and found[-1][0] == paragraph and start <= found[-1][2]:
            found[-1] = (paragraph, found[-1][1], max(found[-1][2], end))
        elif start < end:
            found.append((paragraph, start, end))
    return found


def _length(stretches: Iterable[tuple[str, int, int]]) -> int:
    return sum(end - start for _, start, end in stretches)


def appended(content: bytes | None, new: Sequence[Decision]) -> bytes:
    """A file's content with more decisions at its end."""
    before = content or b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + "".join(f"{line(one)}\n" for one in new).encode()
