"""What the rules find in one sentence, by tokens, before speakers are resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from holdfast.intake.subjects import Subject

Stretch: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution by tokens of its sentence."""

    cue: Stretch
    subject: Subject | None
    content: tuple[Stretch, ...]
    kind: str = "verb"
    """``verb``, ``according``, ``noun``, ``silence`` or ``turn`` (in a transcript)."""
    to: Stretch | None = None
    negated: bool = False
    passive: bool = False
    before: bool = False
    """Whether the content stands before the cue."""
