"""Whole numbers as addresses and forms write them."""

from __future__ import annotations


def whole(given: str, most: int) -> int | None:
    """The number that plain digits write, at most `most` of them; None where it is anything else."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= most else None
