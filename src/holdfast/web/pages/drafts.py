"""A new draft of the agreement: from nothing, or as a copy of another to be changed."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.case import Draft
from holdfast.case.edit import EditError, plain, set_keys
from holdfast.case.writing import digest
from holdfast.case.yamlwrite import flow, scalar
from holdfast.web import links
from holdfast.web.changing import Attempt, Editor, Opened, Problem
from holdfast.web.visit import Page, Visit, change, view

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ORDER: Final = ("title", "proposed_by", "version", "date")


def _copied(visit: Visit) -> Draft | None:
    """The draft that is to be copied."""
    name = visit.query("copy") or visit.text("copy")
    if not name:
        return None
    drafts = visit.edition.case.drafts
    visit.known("draft", name, drafts)
    return drafts[name]


def _homes(visit: Visit, copied: Draft | None) -> tuple[str, ...]:
    """Where it may go: a copy of what lies in a compartment stays in it."""
    case = visit.edition.case
    own = "public" if copied is None else case.compartment_of(copied.name)
    return case.compartments if own == "public" else (own,)


def _version(visit: Visit) -> int:
    return max((one.agreement.version for one in visit.edition.case.drafts.values()), default=0) + 1


def _form(visit: Visit, attempt: Attempt | None = None) -> Response:
    copied, made = _copied(visit), attempt or Attempt()
    given = {key: visit.text(key) for key in ("name", "title", "version", "compartment")}
    if attempt is None:
        given["version"] = str(_version(visit))
        given["title"] = "" if copied is None else copied.agreement.title
        given["compartment"] = _homes(visit, copied)[0]
    return visit.page(
        "draft-form.html",
        title="A new draft" if copied is None else f"A copy of {copied.agreement.title}",
        status=made.status,
        copied=copied,
        given=given,
        proposed_by=visit.texts("proposed_by"),
        homes=_homes(visit, copied),
        problems=made.problems,
        theirs=made.theirs,
    )


def _target(visit: Visit, name: str) -> Opened:
    """The file of the new draft, which must not be there yet. Raises EditError."""
    if _NAME.fullmatch(name) is None:
        raise EditError(f"‘{name}’ cannot be a name", "use small letters, digits and single hyphens, a letter first")
    compartment = visit.text("compartment") or "public"
    if compartment not in _homes(visit, _copied(visit)):
        raise HTTPException(404, f"The case has no compartment ‘{compartment}’ for it.")
    editor = Editor(visit)
    opened = editor.open(f"{editor.home(compartment)}agreement/{name}.yaml")
    full = name if compartment == "public" else f"{compartment}/{name}"
    if opened.digest or full in visit.edition.case.drafts:
        raise EditError(f"there is a draft named ‘{full}’ already", "choose another name")
    return opened


def _text(visit: Visit, copied: Draft | None) -> str:
    """The new file. Raises EditError."""
    title, version, parties = visit.text("title"), visit.text("version"), list(visit.texts("proposed_by"))
    if not title:
        raise EditError("give the draft a title")
    head: dict[str, Any] = {"title": scalar(title)}
    if parties:
        compartment = visit.text("compartment") or "public"
        local = [one.removeprefix(f"{compartment}/") for one in parties]
        head["proposed_by"] = local[0] if len(local) == 1 else flow(local)
    head["version"] = scalar(version or str(_version(visit)), number=version.isascii() and version.isdecimal())
    if copied is None:
        return "".join(f"{key}: {value}\n" for key, value in head.items()) + "commitments: {}\n"
    text = Editor(visit).open(copied.places[""].file).text
    before = plain(text)
    # Who put the other one forward, when, and where it is written says nothing of this one.
    gone = {key: None for key in ("proposed_by", "date", "cite") if key in before and key not in head}
    return set_keys(text, (), {**head, **gone}, _ORDER)


def _save(visit: Visit) -> Response:
    name, copied = visit.text("name"), _copied(visit)
    editor = Editor(visit)
    try:
        opened = _target(visit, name)
    except EditError as error:
        return _form(visit, _wrong(error))
    attempt = editor.attempt(
        f"added draft {name}",
        lambda: {opened.path: opened.encoded(_text(visit, copied))},
        opened.path,
        digest(None),
    )
    if attempt is not None:
        return _form(visit, attempt)
    compartment = visit.text("compartment") or "public"
    return visit.go(f"{links.draft(name if compartment == 'public' else f'{compartment}/{name}')}&done=saved")


def _check(visit: Visit) -> Response:
    """What would be wrong with it, while one types."""
    problems: tuple[Problem, ...]
    try:
        opened = _target(visit, visit.text("name"))
        problems = Editor(visit).problems({opened.path: opened.encoded(_text(visit, _copied(visit)))})
    except EditError as error:
        problems = _wrong(error).problems
    return visit.page("problems.html", title="Check", problems=problems)


def _wrong(error: EditError) -> Attempt:
    return Attempt(422, (Problem(error.message, error.hint),))


PAGE: Final = Page(
    routes=(
        view("/new/draft", _form, "new-draft", "edit"),
        change("/check-new/draft", _check, "new-draft-check", "edit"),
        change("/new/draft", _save, "new-draft-save", "edit"),
    ),
)
