"""One more entry at the end of a list that people keep by hand: all else in the file stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from yaml.nodes import SequenceNode

from holdfast.case import yamltext
from holdfast.case.files import adapter, read_unit
from holdfast.case.yamlwrite import scalar


class RegisterError(Exception):
    """Why something cannot be entered into the case, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def appended(
    text: str, entry: Mapping[str, str], kind: Literal["sources", "releases"], *, numbers: Collection[str] = ()
) -> str:
    """The text of a list with one more entry at its end: see `extended`."""
    return extended(text, [entry], kind, numbers=numbers)


def extended(
    text: str,
    entries: Sequence[Mapping[str, str]],
    kind: Literal["sources", "releases"],
    *,
    numbers: Collection[str] = (),
) -> str:
    """The text of a list with more entries at its end. Raises RegisterError where that cannot be done.

    Args:
        text: the file as it is; empty where there is none.
        entries: the keys of each new entry.
        kind: which file it is.
        numbers: the keys whose values are numbers or dates, and are written without quotes.
    """
    file = f"{kind}.yaml"
    before = _read(text, kind)
    known = {getattr(one, "id", None) for one in before}
    for entry in entries:
        if entry.get("id", "") in known:  # whoever adds it did not see that one
            raise RegisterError(f"{file} has an entry '{entry['id']}' by now", "start again: it may be the same")
    parsed = yamltext.read(file, text)
    column = 0
    if parsed.root is not None:
        if not isinstance(parsed.root, SequenceNode):
            raise RegisterError(f"{file} is not a list", "see what is wrong with it: holdfast check")
        if parsed.root.flow_style:
            if parsed.root.value:
                hint = "write each entry on a line of its own, after `- `"
                raise RegisterError(f"{file} is one list in brackets, to which nothing can be appended", hint)
            text = text[: parsed.root.start_mark.index] + text[parsed.root.end_mark.index :].lstrip(" ")
        else:
            column = parsed.root.start_mark.column
    end = "\r\n" if "\r\n" in text else "\n"
    block = "".join(
        f"{' ' * column}{'- ' if not index else '  '}{key}: {scalar(value, number=key in numbers)}{end}"
        for entry in entries
        for index, (key, value) in enumerate(entry.items())
    )
    result = text + ("" if not text or text.endswith("\n") else end) + block
    if _read(result, kind) != (*before, *adapter(kind).validate_python([dict(entry) for entry in entries])):
        raise RegisterError(f"{file} could not be extended", "see what is wrong with it: holdfast check")
    return result


def _read(text: str, kind: Literal["sources", "releases"]) -> tuple[Any, ...]:
    file = f"{kind}.yaml"
    unit = read_unit(text.encode(), file, kind, "public", kind)
    if any(problem.severity == "error" for problem in unit.diagnostics):
        raise RegisterError(f"{file} has mistakes", "put them right first; see them with: holdfast check")
    return tuple(unit.content or ())
