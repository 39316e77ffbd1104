"""Clauses that may be one under two names: guesses by who owes them and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from holdfast.analyses.comparing import words
from holdfast.analyses.drafts.differences import Perhaps
from holdfast.analyses.drafts.matching import changes
from holdfast.analyses.drafts.values import OF_THE_RECORD, meant
from holdfast.case.model import Commitment

#: How like two clauses must be to be proposed as perhaps the same; less where they give the same.
LIKE: Final = Fraction(3, 4)
LIKE_WITH_GOODS: Final = Fraction(1, 2)


def perhaps(old: Mapping[str, Commitment], new: Mapping[str, Commitment]) -> Iterator[Perhaps]:
    """Each pair of a dropped and an added clause that are alike enough."""
    keys = tuple(key for key in Commitment.model_fields if key not in OF_THE_RECORD)
    added = [name for name in new if name not in old]
    for before in (name for name in old if name not in new):
        for after in added:
            a, b = old[before], new[after]
            likeness = _likeness(a, b)
            if likeness is not None:
                said = [{key: getattr(one, key) for key in keys} for one in (a, b)]
                yield Perhaps(before, after, likeness, tuple(changes(said[0], said[1], keys)))


def _likeness(a: Commitment, b: Commitment) -> Fraction | None:
    """How alike two clauses are; None where they are not alike enough, or not known to be owed by the same."""
    if a.by is None or b.by is None or meant(a.by, "") != meant(b.by, ""):
        return None
    if (a.must_not is None) != (b.must_not is None):
        return None
    same_goods = bool(a.gives) and meant(a.gives, "") == meant(b.gives, "")
    one, other = (Counter(words(x.does or x.must_not or x.text or "").split()) for x in (a, b))
    total = one.total() + other.total()
    if total == 0:
        return Fraction(1) if same_goods else None
    shared = Fraction(2 * (one & other).total(), total)
    return shared if shared >= (LIKE_WITH_GOODS if same_goods else LIKE) else None
