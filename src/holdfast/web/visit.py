"""One request: who asks, the edition of the case that is shown, and what is answered. And how a page lists its routes.

Endpoints are plain functions from a `Visit` to a response. They run in a thread, so that one long answer does not keep
others waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from holdfast.case.audience import DESK
from holdfast.diagnostics import did_you_mean
from holdfast.web.coding import Coded
from holdfast.web.digits import whole
from holdfast.web.journals import Chronicle
from holdfast.web.making import NotYetError
from holdfast.web.paging import Paging
from holdfast.web.people import Person, Role
from holdfast.web.shelf import Edition, Room
from holdfast.web.study import Question, Study
from holdfast.web.templating import pages, render
from holdfast.web.workbench import Workbench

#: More fields than any form here has, and the largest text of one.
_MOST_FIELDS: Final = 2000
_LARGEST_FIELD: Final = 4 * 1024 * 1024


class Visit:
    """One request of one person."""

    def __init__(self, request: Request, form: FormData | None = None) -> None:
        self.request = request
        self.form = FormData() if form is None else form
        self.bench: Workbench = request.app.state.bench

    @property
    def person(self) -> Person:
        """Who asks."""
        person: Person = self.request.state.person
        return person

    @cached_property
    def room(self) -> Room:
        """The case for whoever asks."""
        return self.bench.shelf.room(self.person.audience)

    @cached_property
    def edition(self) -> Edition:
        """The case as it is when this request begins."""
        return self.room.edition()

    @cached_property
    def journal(self) -> Chronicle:
        """What happened, as it was recorded when this request begins."""
        return self.room.journals.now(self.edition.case)

    @cached_property
    def coded(self) -> Coded:
        """What was decided about suggestions when this request begins."""
        return self.room.coding.now(self.edition.case)

    @property
    def coder(self) -> str:
        """Whose decisions those of this person are: by the name of the account; without accounts as the server says."""
        return self.bench.coder if self.bench.accounts is None else self.person.name

    @property
    def version(self) -> str:
        """What tells an open page that it is out of date: of the case, and of the journals where it shows them."""
        return self.edition.version + (f".{self.journal.version}" if "journal" in self.__dict__ else "")

    @cached_property
    def study(self) -> Study:
        """The analyses for the day and the draft that the address names."""
        return self.edition.study(self.question)

    @cached_property
    def question(self) -> Question:
        """The day and the draft that the address names. Raises HTTPException where there are none such."""
        case = self.edition.case
        draft = self.query("draft") or None
        if draft is not None:
            self.known("draft", draft, case.drafts)
        if draft == (None if case.draft is None else case.draft.name):
            draft = None
        return Question(self.day("as_of"), draft)

    def query(self, name: str) -> str:
        """A parameter of the address; empty where it is not there."""
        return self.request.query_params.get(name, "").strip()

    def queries(self, name: str) -> tuple[str, ...]:
        """All values of a parameter of the address."""
        return tuple(dict.fromkeys(filter(None, self.request.query_params.getlist(name))))

    def day(self, name: str) -> date | None:
        """A day in the address. Raises HTTPException where it is none."""
        given = self.query(name)
        if not given:
            return None
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise HTTPException(400, f"‘{given}’ is not a date: write it as 2026-03-02") from None

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most` in the address; the default where it is none."""
        given = whole(self.query(name), 9)
        return default if given is None else min(max(given, 1), most)

    def named(self, kind: str, known: Mapping[str, Any]) -> str:
        """The name in the path. Raises HTTPException where the case has nothing of that name."""
        return self.known(kind, str(self.request.path_params["name"]), known)

    def known(self, kind: str, name: str, known: Mapping[str, Any]) -> str:
        """A name of the case. Raises HTTPException where the case, as this person sees it, does not have it."""
        if name not in known:
            hint = did_you_mean(name, known)
            raise HTTPException(404, f"The case has no {kind} ‘{name}’" + (f"; {hint}" if hint else "."))
        return name

    def chosen(self, kind: str, known: Mapping[str, Any]) -> tuple[str, ...]:
        """Names in the address, of parties or issues. Raises HTTPException where the case has none such."""
        return tuple(self.known(kind, name, known) for name in self.queries(kind))

    def text(self, name: str) -> str:
        """A field of the form; empty where it is not there or is a file."""
        given = self.form.get(name, "")
        return given.replace("\r\n", "\n").strip() if isinstance(given, str) else ""

    def secret(self, name: str) -> str:
        """A field that is taken to the letter."""
        given = self.form.get(name, "")
        return given if isinstance(given, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a field of the form."""
        return tuple(one.strip() for one in self.form.getlist(name) if isinstance(one, str) and one.strip())

    def may(self, needs: Role) -> bool:
        """Whether whoever asks may do that here."""
        return self.person.may(needs)

    @property
    def sees_all(self) -> bool:
        """Whether whoever asks sees every compartment."""
        return self.edition.case.audiences.get(self.person.audience, ()) is None

    @property
    def is_desk(self) -> bool:
        """Whether the pages are made for the desk, the mediation team itself."""
        return self.person.audience == DESK

    @property
    def in_place(self) -> bool:
        """Whether a script asks, to renew a part of a page: then scripts also draw its charts."""
        return self.request.headers.get("hx-request") == "true"

    def page(self, template: str, *, title: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page made of a template."""
        return HTMLResponse(render(template, {**self._frame(title), **context}), status)

    def shown(self, template: str, *, title: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page that uses the templates shared with the report, about the day and draft of the address."""
        return self.page(template, title=title, status=status, **{**self.study.sections.common, **context})

    @cached_property
    def paging(self) -> Paging:
        """What is shown of long lists, by the address."""
        return Paging(self.request.url.path, self.request.query_params, pages)

    def go(self, path: str, **query: str) -> RedirectResponse:
        """To another page, after a change."""
        return RedirectResponse(path + (f"?{urlencode(query)}" if query else ""), 303)

    def _frame(self, title: str) -> dict[str, Any]:
        return {
            "visit": self,
            "title": title,
            "person": self.person,
            "edition": self.edition,
            "case": self.edition.case,
            "nav": self.request.app.state.nav,
            "nav_groups": GROUPS,
            "path": self.request.url.path,
            "part_of": self.paging.part_of,
            "told": _TOLD.get(self.query("done"), ""),
            "kept": self._kept(),
            "undoable": self.bench.undo.next(self.person, self.edition.case) if self.may("edit") else None,
        }

    def _kept(self) -> str:
        """The question as a query string that links on every page carry on."""
        day = self.query("as_of")
        return f"?{urlencode({'as_of': day})}" if day else ""


#: What was done, told once after the redirect; the address carries a word, never a text.
_TOLD: Final = {
    "saved": "Saved.",
    "entered": "Recorded in the journal.",
    "begun": "The journal is begun.",
    "purged": "Purged: what the entry said is deleted. Copies, exports and backups still hold it.",
    "undone": "Undone: the file is as it was before.",
    "recorded": "Recorded as a statement.",
    "added": "Added to the sources.",
    "removed": "Removed.",
    "confirmed": "Confirmed.",
    "rejected": "Rejected: it is not suggested again.",
    "later": "Put off: it comes last.",
    "taken-back": "Taken back: it waits for a decision again.",
    "settled": "Settled.",
    "made": "The case is made. Enter who is at the table and what is at issue.",
    "password": "The password is changed.",
}

Endpoint: TypeAlias = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Nav:
    """An entry of the contents, with the key that follows ``g``."""

    title: str
    path: str
    key: str
    group: str = ""
    needs: Role = "read"
    desk: bool = False
    """Whether it is for the desk alone."""


#: The groups of the contents, in order.
GROUPS: Final = ("", "Positions", "Agreement", "Record")


@dataclass(frozen=True, slots=True)
class Page:
    """What a module of `pages` brings."""

    routes: Sequence[Route]
    nav: Sequence[Nav] = ()


def view(path: str, endpoint: Endpoint, name: str, needs: Role = "read") -> Route:
    """A route that shows something and changes nothing."""
    return Route(path, _endpoint(endpoint, needs, changes=False), methods=["GET"], name=name)


def listed(group: str, *entries: tuple[str, Endpoint, str, str, str]) -> Page:
    """Pages that only show something, each with its place in the contents.

    Args:
        group: under which heading of the contents they stand.
        entries: of each its path, endpoint and name, its title there, and the key that follows ``g``.
    """
    return Page(
        routes=tuple(view(path, endpoint, name) for path, endpoint, name, _, _ in entries),
        nav=tuple(Nav(title, path, key, group) for path, _, _, title, key in entries),
    )


def change(path: str, endpoint: Endpoint, name: str, needs: Role) -> Route:
    """A route that changes something, or checks what would be changed."""
    return Route(path, _endpoint(endpoint, needs, changes=True), methods=["POST"], name=name)


def _answered(endpoint: Endpoint, visit: Visit) -> Response:
    """The page, or one that asks for it again by itself where something on it is still being computed."""
    try:
        return endpoint(visit)
    except NotYetError as error:
        answer = visit.page("waiting.html", title="Being computed", status=202, doing=error.doing, share=error.share)
        answer.headers["refresh"] = "2"
        return answer


def _endpoint(endpoint: Endpoint, needs: Role, *, changes: bool) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        person: Person = request.state.person
        if not person.may(needs):
            raise HTTPException(403, f"Your role is ‘{person.role}’; this takes ‘{needs}’.")
        if not changes:
            return await run_in_threadpool(_answered, endpoint, Visit(request))
        async with request.form(max_fields=_MOST_FIELDS, max_files=4, max_part_size=_LARGEST_FIELD) as form:
            return await run_in_threadpool(endpoint, Visit(request, form))

    return answer
