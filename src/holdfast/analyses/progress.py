"""How an analysis that may take long says how far it has come, and can be ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done, in words, and how far that has come, from 0 to 1. What it raises ends the work."""


def unheard(doing: str, share: float) -> None:
    """Tells nobody."""
