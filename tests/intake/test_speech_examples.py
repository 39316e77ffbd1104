"""Sentences of our own, each beside what is found in them: `golden/speech.txt` holds both."""

from __future__ import annotations

from pathlib import Path

from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.speech import attributions
from tests.golden import Golden

EXAMPLES = Path(__file__).parent / "golden" / "speech.txt"


def rendered(text: Text) -> list[str]:
    """What is found in a document, one line each and its details beneath."""
    lines = []
    for number, one in enumerate(attributions(text)):
        words = (_words(text, one.speaker.span), _words(text, one.cue), _content(text, one))
        lines.append(f"{number} {_flags(one)}: {' | '.join(words)}")
        lines.extend(f"    {detail}" for detail in _details(text, one))
    return lines or ["nothing"]


def _flags(one: Attribution) -> str:
    flags: list[str] = [one.manner]
    if one.negated:
        flags.append("negated")
    if one.inside is not None:
        flags.append(f"inside {one.inside}")
    if one.goes_on is not None:
        flags.append(f"goes on from {one.goes_on}")
    return ", ".join(flags)


def _words(text: Text, span: Span | None) -> str:
    return "–" if span is None else text.words(span)


def _content(text: Text, one: Attribution) -> str:
    return " […] ".join(text.words(part) for part in one.content) or "–"


def _details(text: Text, one: Attribution) -> list[str]:
    speaker, found = one.speaker, []
    if one.to is not None:
        found.append(f"to: {text.words(one.to)}")
    if speaker.role is not None and speaker.role != speaker.span:
        found.append(f"role: {text.words(speaker.role)}")
    if speaker.name is not None and (speaker.span is None or text.words(speaker.span) != speaker.name):
        found.append(f"name: {speaker.name}")
    if speaker.because is not None:
        found.append(f"because: {speaker.because}")
    marks = [word for word, true in (("anonymous", speaker.anonymous), ("body", speaker.body)) if true]
    if marks:
        found.append(", ".join(marks))
    return found


def again(source: str) -> str:
    """The file of examples with what is found now."""
    lines: list[str] = []
    for block in source.split("\n\n"):
        given = [line for line in block.splitlines() if line.startswith(">")]
        if not given:
            lines.append(block.strip())
        else:
            lines.append("\n".join([*given, *rendered(Text(tuple(line[2:] for line in given)))]))
    return "\n\n".join(lines) + "\n"


def test_what_is_found_in_each_example_is_what_stands_beside_it(golden: Golden) -> None:
    golden(again(EXAMPLES.read_text("utf-8")), EXAMPLES)
