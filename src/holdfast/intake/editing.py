"""Entries as a text that somebody edits, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.case import yamltext
from holdfast.case.conditions import ConditionError, parse
from holdfast.case.model import VERBS
from holdfast.diagnostics import Diagnostic, or_list
from holdfast.intake.proposing import Entry, written
from holdfast.intake.suggestion import Candidate, Suggestion


class NotEntriesError(Exception):
    """A text that is no list of entries, and what is wrong with it."""

    def __init__(self, message: str, problems: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)


def as_text(entries: Sequence[Entry], suggestion: Suggestion) -> str:
    """Entries as YAML, under comments that say what else they may be."""
    lines = [f"# {line}" for line in _comments(suggestion)]
    for entry in entries:
        keys = [f"{key}: {value}" for key, value in written(entry, "public").items()]
        block = keys or ["gist: "]
        lines += [f"- {block[0]}", *(f"  {one}" for one in block[1:])]
    return "\n".join(lines) + "\n"


def _comments(suggestion: Suggestion) -> Iterator[str]:
    yield "Save to confirm; an empty file leaves everything as it is. The citation and the name are added."
    for label, found in (
        ("party", suggestion.parties),
        ("verb", suggestion.verbs),
        ("issue", suggestion.issues),
        ("fact", suggestion.facts),
    ):
        for one in found:
            options = f" = {' | '.join(option.value for option in one.options)}" if one.options else ""
            yield f"{label}: {one.value}{options}  ({one.because})"
    yield f"verbs: {', '.join(VERBS)}"


def from_text(text: str) -> tuple[Entry, ...]:
    """The entries of an edited text; none where it is empty. Raises NotEntriesError."""
    parsed = yamltext.read("entry.yaml", text)
    wrong = [one for one in parsed.diagnostics if one.severity == "error"]
    if wrong:
        raise NotEntriesError(wrong[0].message, wrong)
    data = parsed.data
    if not data:
        return ()
    if isinstance(data, dict):
        data = [data]
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise NotEntriesError("this is no list of `key: value` lines")
    return tuple({str(key): value for key, value in one.items() if value not in ("", None)} for one in data)


def condition_problem(text: str) -> str | None:
    """Why a text is no condition, with a mark under the place; None where it is one."""
    if text.strip() == "agreement":
        return None
    try:
        parse(text)
    except ConditionError as error:
        mark = " " * error.start + "^" * max(error.end - error.start, 1)
        return f"{text}\n{mark}\n{error.message}" + (f" ({error.hint})" if error.hint else "")
    return None


def atoms(found: Sequence[Candidate]) -> tuple[str, ...]:
    """What the candidates for issues come to as conditions: one for each option, the likeliest first."""
    return tuple(
        one.value if one.value == "agreement" else f"{one.value} = {option.value}"
        for one in found
        for option in (one.options or ((one,) if one.value == "agreement" else ()))
    )


def question(verb: str) -> str:
    """What is asked of who chose a verb."""
    return {
        "requires": "What must be? (a condition)",
        "refuses": "What must not be? (a condition)",
        "accepts": "To what is the yes? (a condition, or: agreement)",
        "offers": "What is offered? (a condition)",
        "prefers": "What is preferred over what? (two conditions, with a semicolon between)",
        "undecided": "About what is there no decision? (an issue or a condition)",
        "silent": "About what was there no word? (an issue or a condition)",
        "raises": "What is put on the agenda? (an issue, or words)",
        "asserts": "What is asserted? (fact: value)",
        "expects": "What is expected? (words)",
        "warns": "What is threatened, or by when must it be? (words)",
    }[verb]


def said_value(verb: str, text: str) -> Any:
    """What was typed for a verb, as an entry has it. Raises NotEntriesError."""
    text = text.strip()
    if verb == "asserts":
        key, sign, value = text.partition(":")
        if not sign or not key.strip() or not value.strip():
            raise NotEntriesError("write the fact's name, a colon and the value, such as dismissed-workers: about 50")
        return {key.strip(): value.strip()}
    if verb == "prefers":
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if len(parts) < 2:
            raise NotEntriesError("write two conditions with a semicolon between")
        for part in parts:
            if (wrong := condition_problem(part)) is not None:
                raise NotEntriesError(wrong)
        return parts
    if verb in ("requires", "refuses", "accepts", "offers") and (wrong := condition_problem(text)) is not None:
        raise NotEntriesError(wrong)
    if verb not in VERBS:
        raise NotEntriesError(f"'{verb}' is no verb; there are {or_list(VERBS)}")
    return text
