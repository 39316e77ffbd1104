"""What one server holds: the case's rooms, the sessions, the way in, and what can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.web.accounts import Accounts
from holdfast.web.sessions import Sessions, Ticket
from holdfast.web.shelf import Shelf
from holdfast.web.undo import Undo


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything that outlives a request."""

    shelf: Shelf
    sessions: Sessions
    ticket: Ticket | None
    """The one way in where there are no accounts."""
    accounts: Accounts | None
    secure: bool
    """Whether people reach the server by TLS."""
    coder: str = "you"
    """Whose decisions about suggestions these are, where there are no accounts."""
    undo: Undo = field(default_factory=Undo)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; by TLS, with the prefix that ties it to this very host."""
        return "__Host-holdfast" if self.secure else "holdfast"
