"""Long lists in parts, the part in the address. It works without scripts; what else is in the address is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup
from starlette.datastructures import QueryParams

from holdfast.views.parts import Part
from holdfast.web.digits import whole

#: What stands in the address for a thing to which a link leads: the part in which it stands is shown.
AT: Final = "at"


class Paging:
    """What is shown of the lists of one page."""

    def __init__(self, path: str, params: QueryParams, nav: Any) -> None:
        """Args:
        path: the page.
        params: what stands in its address.
        nav: a template's macro: the links to other parts.
        """
        self._path = path
        self._params = params
        self._nav = nav

    def part_of(
        self, name: str, items: Sequence[Any], most: int, *, weigh: str = "", key: str = "", to: str = ""
    ) -> Part:
        """A part of a list (`holdfast.views.parts.PartOf`)."""
        if len(items) <= most and not weigh:
            return Part(items)
        parts = list(_parts([_weight(one, weigh) for one in items], most))
        if len(parts) < 2:
            return Part(items)
        number = self._number(name, items, parts, key)
        start, end = parts[number - 1]
        nav = self._nav(self._path, list(self._kept(name)), (number, len(parts)), name, to)
        return Part(items[start:end], start, Markup(nav))

    def _number(self, name: str, items: Sequence[Any], parts: Sequence[tuple[int, int]], key: str) -> int:
        given = whole(self._params.get(name, ""), 9)
        if given is not None:
            return min(max(given, 1), len(parts))
        wanted = self._params.get(AT, "") if key else ""
        if wanted:
            for place, one in enumerate(items):
                if str(_attribute(one, key)) == wanted:
                    return next(number for number, (_, end) in enumerate(parts, 1) if place < end)
        return 1

    def _kept(self, name: str) -> Iterator[tuple[str, str]]:
        return ((key, value) for key, value in self._params.multi_items() if key not in (name, AT))


def _parts(weights: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends: as many items as weigh no more than `most`, one at least."""
    start = total = 0
    for place, weight in enumerate(weights):
        if place > start and total + weight > most:
            yield start, place
            start, total = place, 0
        total += weight
    if weights:
        yield start, len(weights)


def _weight(item: object, attribute: str) -> int:
    return max(1, len(_attribute(item, attribute))) if attribute else 1


def _attribute(item: Any, path: str) -> Any:
    for name in path.split("."):
        item = item[name] if isinstance(item, Mapping) else getattr(item, name)
    return item
