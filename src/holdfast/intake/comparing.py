"""Two or more coders' decisions on the same suggestions: how far they agree, label by label, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from holdfast.intake.agreement import Agreement, agreement, table
from holdfast.intake.decisions import Decided, Decision
from holdfast.intake.proposing import plain, verb_of

#: What is compared: whether it was confirmed; of what both confirmed: whose word, what it does, about what, and so on.
QUESTIONS: Final = ("decision", "party", "verb", "about", "condition", "channel", "firmness")
#: A label where there is none: nobody's word, no condition.
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Compared:
    """How far coders agree on one question."""

    question: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Difference:
    """A suggestion on which coders differ."""

    key: str
    kind: str
    decisions: tuple[tuple[str, Decision], ...]
    """Each coder's, in the order in which the coders were named."""
    questions: tuple[str, ...]
    """Those that they answer differently."""
    settled: Decision | None

    def labels(self, question: str) -> tuple[str | None, ...]:
        """Each coder's answer."""
        return tuple(labels(one).get(question) for _, one in self.decisions)


def labels(one: Decision) -> dict[str, str]:
    """A decision as labels, by question. What was put off has none."""
    if one.status not in ("confirmed", "rejected"):
        return {}
    made: dict[str, str] = {"decision": one.status}
    if one.status == "confirmed" and one.entries:
        for question in QUESTIONS[1:]:
            made[question] = " / ".join(_label(entry, question) for entry in one.entries)
    return made


def _label(entry: Mapping[str, Any], question: str) -> str:
    verb = verb_of(dict(entry))
    if question == "verb":
        return verb or NONE
    if question == "about":
        value = entry.get(verb or "")
        return _text(sorted(value) if isinstance(value, Mapping) else value)
    if question == "condition":
        parts = [f"{key} {_text(entry[key])}" for key in ("if", "unless") if key in entry]
        return "; ".join(parts) or NONE
    if question == "firmness":
        return str(entry.get("firmness", "position"))
    value = entry.get(question)
    return _text(sorted(value) if isinstance(value, list | tuple) else value)


def _text(value: object) -> str:
    found = plain(value)
    if found in (None, "", []):
        return NONE
    return ", ".join(map(str, found)) if isinstance(found, list) else " ".join(str(found).split())


def compared(decided: Decided, coders: Sequence[str], *, seed: int = 0) -> tuple[Compared, ...]:
    """How far the coders agree on each question, over the suggestions that at least two of them decided about.

    `decision` is compared on all of these, the other questions on what both confirmed.
    """
    mine = {coder: decided.by_coder(coder) for coder in coders}
    found = []
    for question in QUESTIONS:
        codings = {
            coder: {key: label for key, one in decisions.items() if (label := labels(one).get(question)) is not None}
            for coder, decisions in mine.items()
        }
        _, ratings = table(codings)
        found.append(Compared(question, agreement(ratings, seed=seed)))
    return tuple(found)


def differences(decided: Decided, coders: Sequence[str]) -> tuple[Difference, ...]:
    """The suggestions on which the coders differ, in the order of their keys; with what settles them, if anything."""
    mine = {coder: decided.by_coder(coder) for coder in coders}
    found = []
    for key in sorted({key for decisions in mine.values() for key in decisions}):
        both = tuple((coder, mine[coder][key]) for coder in coders if key in mine[coder])
        answers = [labels(one) for _, one in both]
        questions = tuple(
            question
            for question in QUESTIONS
            if len({answer[question] for answer in answers if question in answer}) > 1
        )
        if questions:
            found.append(Difference(key, both[0][1].kind, both, questions, decided.settled(key)))
    return tuple(found)
