"""All suggestions of a case's documents, and what is to be said about documents that were not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.case.case import Case
from holdfast.intake.bulk import readings
from holdfast.intake.found import Reading, text_of
from holdfast.intake.from_pairs import MOST_PAIRS, pairs
from holdfast.intake.model import Text
from holdfast.intake.suggestion import Suggestion
from holdfast.intake.suggestions import suggest

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
    """The suggestions of a case's documents, without those of a language model.

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
