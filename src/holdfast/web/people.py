"""Who is at the browser: a person has a name, one audience and one role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Role: TypeAlias = Literal["read", "report", "edit", "administer"]
#: From the least to the most: each may do what those before it may.
ROLES: Final[tuple[Role, ...]] = ("read", "report", "edit", "administer")
#: What each role may do, for those who give it.
MAY: Final[dict[Role, str]] = {
    "read": "see what the audience may see",
    "report": "also enter claims of what was done",
    "edit": "also change the case's files, as far as the audience sees them",
    "administer": "also see who saw and changed what",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was let in."""

    name: str
    audience: str
    role: Role

    def may(self, needs: Role) -> bool:
        """Whether this role holds another."""
        return ROLES.index(self.role) >= ROLES.index(needs)
