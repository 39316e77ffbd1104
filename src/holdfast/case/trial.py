"""What a change would make wrong with a case: the diagnostics that were not there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from holdfast.diagnostics import Diagnostic


def newly_wrong(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics that a change brings, wherever in their files they stand: lines move when a file is changed."""
    known = Counter(map(_key, before))
    fresh = []
    for one in after:
        if known[_key(one)]:
            known[_key(one)] -= 1
        else:
            fresh.append(one)
    return tuple(fresh)


def _key(one: Diagnostic) -> tuple[str, str, str]:
    return one.code, one.message, one.place.file
