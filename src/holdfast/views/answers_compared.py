"""What an answer says of one draft beside what it says of another: the same few lines for every question.

An answer joins `holdfast diff` by a function that returns its `Compared`, and by its place in the tuple that the
command hands on; text and JSON follow.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from holdfast.analyses.coherence.change import Change, Checked
from holdfast.analyses.deals import Deals
from holdfast.analyses.hold import Hold
from holdfast.case.case import Case
from holdfast.views import coherence as say
from holdfast.views import deals as deal_words
from holdfast.views import hold_words, timing_words
from holdfast.views.names import party_label, sentence


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of one draft: a sentence, and lines that say why."""

    words: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """An answer on two drafts."""

    key: str
    """Its name in machine formats."""
    title: str
    before: Told
    after: Told

    @property
    def differs(self) -> bool:
        """Whether it says anything else of the second."""
        return self.before != self.after


def coherence(case: Case, found: Change) -> tuple[Compared, ...]:
    """Question 3 on two drafts: the text alone, the text with the parties' stated conditions, and the timing."""
    first, second = found.first, found.second

    def timing(one: Checked) -> Told:
        budgets = [
            timing_words.budget_words(way.budget, case.drafts[one.coherence.draft], case)[-1]
            for way in one.timing.ways
            if way.budget is not None
        ]
        return Told(timing_words.heading(one.timing), tuple(dict.fromkeys(budgets)))

    return (
        Compared(
            "coherence_text",
            say.SCOPES["text"],
            Told(sentence(say.verdict_words(first.coherence.text, first.coherence))),
            Told(sentence(say.verdict_words(second.coherence.text, second.coherence))),
        ),
        Compared(
            "coherence_stated",
            say.SCOPES["stated"],
            Told(sentence(say.verdict_words(first.coherence.stated, first.coherence))),
            Told(sentence(say.verdict_words(second.coherence.stated, second.coherence))),
        ),
        Compared("timing", "The timing", timing(first), timing(second)),
    )


def deals(case: Case, first: Deals, second: Deals) -> tuple[Compared, ...]:
    """Question 2 on two drafts: where each draft's own package stands with those whose consent is needed."""

    def told(answer: Deals) -> Told:
        whole = next((one for one in answer.proposed if one.phase is None), None)
        if whole is None:
            return Told("The draft presumes no options")
        why = (
            f"{party_label(one.party, case)}: {deal_words.standing_words(one, whole.plan, case)}"
            for one in whole.plan.standings
        )
        return Told(sentence(deal_words.proposed_words(whole)), tuple(why))

    return (Compared("deals", "The package of the draft", told(first), told(second)),)


def hold(case: Case, first: Hold, second: Hold) -> tuple[Compared, ...]:
    """Question 4 on two drafts, for the desk."""

    def told(answer: Hold) -> Told:
        return Told(hold_words.heading(answer, hold_words.of_draft(case, answer)))

    return (Compared("hold", "Whether it will hold", told(first), told(second)),)


def text(answers: Iterable[Compared], first: str, second: str, width: int = 100) -> str:
    """The answers, each on the first and on the second draft, or once where it is the same.

    Args:
        answers: what is compared, in the order of the questions.
        first, second: the drafts' names.
        width: how many columns the terminal has.
    """
    lines = ["How the answers change", *(line for one in answers for line in _lines(one, first, second))]
    wrapped = (
        textwrap.wrap(line, width, subsequent_indent=" " * (len(line) - len(line.lstrip()) + 2)) or [""]
        for line in lines
    )
    return "\n".join(part for parts in wrapped for part in parts) + "\n"


def _lines(one: Compared, first: str, second: str) -> Iterator[str]:
    yield f"  {one.title}"
    told = [(first, one.before), (second, one.after)] if one.differs else [("the same in both", one.after)]
    for name, said in told:
        yield f"    {name}: {said.words}."
        yield from (f"      {line}" for line in said.why)


def machine(answers: Iterable[Compared]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "answer": one.key,
            "title": one.title,
            "differs": one.differs,
            "before": {"words": one.before.words, "why": list(one.before.why)},
            "after": {"words": one.after.words, "why": list(one.after.why)},
        }
        for one in answers
    ]
