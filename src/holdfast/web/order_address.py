"""How an address writes an order of steps: by the steps that stand elsewhere than in the text.

``4,convert-cranes`` says: the first four of the other steps as the text has them, then this one, then all the rest. So
one step that is moved makes a short address however many steps there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from holdfast.web.digits import whole

#: What stands between entries.
_BETWEEN = ","


def written(order: Sequence[str], text: Sequence[str]) -> str:
    """An order as it is written: the fewest steps by name, and between them how many others come, as in the text.

    Args:
        order: all steps by name.
        text: the same in the order of the text.
    """
    return _BETWEEN.join(_entries(order, _moved(order, text), last=True))


def around(order: Sequence[str], text: Sequence[str], start: int, end: int) -> tuple[str, str]:
    """What is written before and after a stretch of an order whose steps are all written by name, in whatever order.

    Args:
        order: all steps by name.
        text: the same in the order of the text.
        start: where the stretch begins, from 0.
        end: before which step it ends.
    """
    stretch = frozenset(order[start:end])
    named = stretch | _moved([one for one in order if one not in stretch], text)
    parts = _entries(order[:start], named, last=False), _entries(order[end:], named, last=True)
    before, after = (_BETWEEN.join(part) for part in parts)
    return before, after


def read(given: str, text: Sequence[str]) -> list[str]:
    """The entries of an order, each number replaced by so many of the steps that are not named, as the text has them.

    A name without its part names all parts of the clause (`holdfast.analyses.hold.schedulefile`); what it is no step
    of is left for who reads the order to tell.

    Args:
        given: the order as it is written.
        text: all steps by name in the order of the text.
    """
    entries = given.split(_BETWEEN)
    named = frozenset(entry.strip() for entry in entries)
    left = iter([one for one in text if one not in named and one.partition(" ")[0] not in named])
    found: list[str] = []
    for entry in entries:
        others = whole(entry, 5)
        found += [entry] if others is None else [one for _, one in zip(range(others), left, strict=False)]
    return found


def _entries(order: Sequence[str], named: Collection[str], *, last: bool) -> list[str]:
    """The entries of a part of an order; where it is the `last` one, nothing is said of the others at its end."""
    found, others = list[str](), 0
    for one in order:
        if one not in named:
            others += 1
            continue
        if others:
            found.append(str(others))
        found.append(one)
        others = 0
    return found if last or not others else [*found, str(others)]


def _moved(order: Sequence[str], text: Sequence[str]) -> frozenset[str]:
    """The fewest steps without which the others stand as in the text: those outside a longest rising sequence.

    Fredman (1975), On computing the length of longest increasing subsequences: for each length the sequence whose last
    place is the earliest, with the step that comes before each.
    """
    place = {one: number for number, one in enumerate(text)}
    ends, lasts = list[int](), list[str]()
    before: dict[str, str | None] = {}
    for one in order:
        length = bisect_left(ends, place[one])
        before[one] = lasts[length - 1] if length else None
        ends[length : length + 1], lasts[length : length + 1] = [place[one]], [one]
    kept, at = set[str](), lasts[-1] if lasts else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return frozenset(order) - kept
