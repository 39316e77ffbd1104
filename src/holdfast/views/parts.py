"""Long lists in parts: the report shows all of a list, a page of the browser one part with links to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of a list."""

    items: Sequence[Any]
    start: int = 0
    """How many items of the list come before."""
    nav: str = ""
    """Links to the other parts, as markup; empty where there are none."""


class PartOf(Protocol):
    """Chooses what is shown of a list."""

    def __call__(
        self, name: str, items: Sequence[Any], most: int, *, weigh: str = "", key: str = "", to: str = ""
    ) -> Part:
        """A part of a list.

        Args:
            name: what stands for the part in the address.
            items: the whole list.
            most: how much of it is shown at most, but for one item that is more.
            weigh: the attribute (``row.claims``) whose length is how much an item is; where empty each counts as one.
            key: the attribute that names an item, so that a link can lead to the part in which it stands.
            to: the id of the heading to which links to other parts lead.
        """


def whole(name: str, items: Sequence[Any], most: int, *, weigh: str = "", key: str = "", to: str = "") -> Part:
    """All of a list, as the report shows it."""
    return Part(items)
