"""Question 2: is there a deal that all can accept? If not, what blocks it, and what would open one?"""

from __future__ import annotations

from holdfast.analyses.deals.records import (
    RUNGS,
    Core,
    Count,
    Deals,
    FactionVote,
    Flip,
    Move,
    Movement,
    Movements,
    Package,
    Partial,
    Plan,
    Prompt,
    Ratification,
    Rung,
    RungName,
    Standing,
    Status,
)

__all__ = [
    "RUNGS",
    "Core",
    "Count",
    "Deals",
    "FactionVote",
    "Flip",
    "Move",
    "Movement",
    "Movements",
    "Package",
    "Partial",
    "Plan",
    "Prompt",
    "Ratification",
    "Rung",
    "RungName",
    "Standing",
    "Status",
]
