"""All suggestions of a case's documents, and what is to be said about documents that were not read.

Those made by rule take time; those that language models were found to make are kept, and join them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from holdfast.case.case import Case
from holdfast.intake.bulk import readings
from holdfast.intake.found import Reading, text_of
from holdfast.intake.from_pairs import MOST_PAIRS, pairs
from holdfast.intake.heard import Answers, Recalled
from holdfast.intake.model import Text
from holdfast.intake.suggestion import Suggestion
from holdfast.intake.suggestions import suggest, with_models

#: The share of the time that reading takes where nothing is kept yet; the rest is for comparing.
_READING: Final = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """What was found in the documents of a case."""

    suggestions: tuple[Suggestion, ...]
    notes: tuple[str, ...]
    """What is to be said about documents that were not read or not compared, in words."""
    readings: dict[str, Reading]
    texts: dict[str, Text]


def suggested(
    case: Case,
    only: Sequence[str] = (),
    kinds: Sequence[str] = (),
    *,
    processes: int | None = None,
    told: Callable[[str, float], None] = lambda what, share: None,
) -> Whole:
    """The suggestions of a case's documents, without those of language models: see `joined`.

    Args:
        case: the case, with the documents at hand.
        only: of these documents; of all that are no copies where it is left out.
        kinds: only of these kinds; of all where it is left out.
        processes: how many read; as many as there are processors where it is left out.
        told: is told what is being done, and the share of it that is.
    """
    originals = [name for name, source in case.sources.items() if source.copy_of is None]
    found = readings(
        case, only or originals, processes=processes, told=lambda what, share: told(what, share * _READING)
    )
    notes = [f"Not read: {name}: {one.unread}." for name, one in found.items() if one.unread]
    if copies := (0 if only else len(case.sources) - len(originals)):
        notes.append(f"Not read, since they are copies: {copies:,}.")
    absent = [name for name in (only or case.sources) if name not in case.documents]
    if absent:
        notes.append(f"Not at hand: {', '.join(absent)}.")
    texts = {name: text for name in found if (text := text_of(case, name)) is not None}
    together = pairs(case, texts) if not kinds or "difference" in kinds else ()
    if len(together) > MOST_PAIRS:
        notes.append(f"Differences were not sought among {len(texts):,} documents; name some with --source.")
        together = ()
    told("comparing", _READING)
    made = suggest(case, found, together)
    chosen = tuple(one for one in made if not kinds or one.kind in kinds)
    return Whole(chosen, tuple(notes), found, texts)


def joined(
    case: Case,
    whole: Whole,
    recalled: Recalled,
    told: Callable[[str, float], None] = lambda what, share: None,
) -> Whole:
    """The suggestions with those of language models.

    Args:
        case: the case.
        whole: those made by rule.
        recalled: what models were found to say of its documents: see `heard.recall`.
        told: is told what is being done, and the share of it that is.
    """
    made = with_models(case, whole.suggestions, recalled.answers, whole.readings, told)
    notes = (*whole.notes, *recalled.notes, *_told(made, recalled.answers))
    return replace(whole, suggestions=made, notes=notes)


def _told(made: Sequence[Suggestion], answers: Answers) -> Iterator[str]:
    """Of each model how much it found and how much of what it said does not count."""
    for model in sorted({model for heard in answers.values() for model in heard}):
        found = [one for one in made if model in one.models]
        both = sum(one.by_grammar for one in found)
        read = [heard[model] for heard in answers.values() if model in heard]
        refused: Counter[str] = Counter()
        for one in read:
            refused.update(dict(one.refused))
        parts = "; ".join(f"{number:,} × {reason}" for reason, number in sorted(refused.items(), key=_often))
        words = f"Found by the language model {model}: {len(found):,}, of which {both:,} by the grammar too"
        yield f"{words}; documents it read: {len(read):,}.{f' Refused of what it said: {parts}.' if parts else ''}"


def _often(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]
