"""What was shown to whom beyond what they could see; and for the desk, showing somebody more, after a look at it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from immutabledict import immutabledict
from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.append import RegisterError, appended
from holdfast.case.writing import ConflictError, replace
from holdfast.views.release_words import FOR_THE_DESK, TITLES, What
from holdfast.web import releasing
from holdfast.web.changing import Editor, Problem
from holdfast.web.releasing import Made, Wanted
from holdfast.web.shelf import Edition
from holdfast.web.visit import Nav, Page, Visit, change, view

_LONGEST: Final = 2000
_KINDS: Final[dict[str, str]] = {"text": "Text", "json": "JSON, for a program"}


def _list(visit: Visit) -> Response:
    case = visit.edition.case
    may = visit.is_desk and visit.may("edit")
    return visit.page(
        "releases-page.html",
        title="Releases",
        may=may,
        releases=tuple(reversed(case.releases)),
        titles=TITLES,
        kinds=_KINDS,
        receivers=releasing.receivers(case) if may else (),
        own={to: releasing.of_their_own(case, to) for to in releasing.receivers(case)} if may else {},
    )


def _wanted(visit: Visit, *, sent: bool) -> Wanted:
    """What is asked for, by the desk."""
    if not visit.is_desk:
        raise HTTPException(403, "What rests on more than somebody may see is made by the desk alone.")
    names = ("what", "to", "basis", "form")
    given = {name: visit.text(name) if sent else visit.query(name) for name in names}
    return releasing.wanted(given, visit.edition.case)


def _preview(visit: Visit) -> Response:
    one = _wanted(visit, sent=False)
    return _shown(visit, one, releasing.basis_of(visit, one))


def _shown(
    visit: Visit,
    one: Wanted,
    basis: Edition,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    given: Mapping[str, str] = immutabledict(),
) -> Response:
    case = visit.edition.case
    made = releasing.made(visit, one, basis)
    editor = Editor(visit)
    by = "" if visit.bench.accounts is None else visit.person.name
    groups: dict[str, list[Any]] = {}
    for item in made.reveals:
        groups.setdefault(item.compartment, []).append(item)
    return visit.page(
        "release-page.html",
        title="Before it is released",
        status=status,
        one=one,
        made=made,
        what=TITLES[one.what],
        for_the_desk=_for_the_desk(one.what),
        groups=groups,
        problems=problems,
        theirs=None,
        given={"by": by, "because": "", "record_in": _record_in(visit, made), **given},
        homes={name: editor.open(_file(editor, name)).digest for name in case.compartments},
        versions=_versions(visit, basis),
        asked={name: visit.query(name) for name in ("draft", "as_of") if visit.query(name)},
    )


def _for_the_desk(what: What) -> str:
    return FOR_THE_DESK.get(what, "")


def _record_in(visit: Visit, made: Made) -> str:
    """Where it is recorded unless somebody says otherwise: what everybody may read, or where few see it."""
    return "desk" if made.compartments and "desk" in visit.edition.case.compartments else "public"


def _versions(visit: Visit, basis: Edition) -> str:
    return f"{visit.edition.version} {basis.version}"


def _look(visit: Visit) -> Response:
    """The file as it would be, under a policy that lets it load nothing."""
    one = _wanted(visit, sent=False)
    made = releasing.made(visit, one, releasing.basis_of(visit, one))
    policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    style = re.search(r"<style>(.*?)</style>", made.content, re.DOTALL) if made.extension == "html" else None
    if style is not None:
        policy += f"; style-src 'sha256-{base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()}'"
    return Response(made.content, media_type=made.type, headers={"content-security-policy": policy})


def _release(visit: Visit) -> Response:
    """Record it, then give the file out: in that order, so that nothing is shown that nobody recorded."""
    one = _wanted(visit, sent=True)
    basis = releasing.basis_of(visit, one)
    given = {name: visit.text(name)[:_LONGEST] for name in ("by", "because", "record_in")}
    if visit.text("versions") != _versions(visit, basis):
        problem = Problem(
            "the case has changed since this was looked at", "look at what is now in it, and confirm again"
        )
        return _shown(visit, one, basis, (problem,), 409, given)
    wrong = [
        *([] if given["by"] else [Problem("who decided it is not said")]),
        *([] if given["because"] else [Problem("why it is released is not said")]),
        *([] if visit.text("sure") else [Problem("nobody has confirmed that it may be shown")]),
    ]
    if wrong:
        return _shown(visit, one, basis, tuple(wrong), 422, given)
    made = releasing.made(visit, one, basis)
    editor = Editor(visit)
    opened = editor.open(_file(editor, given["record_in"]))
    entry = {"date": date.today().isoformat(), "by": given["by"], "what": made.words, "to": one.to}
    entry["because"] = given["because"]
    try:
        content = opened.encoded(appended(opened.text, entry, "releases", numbers=("date",)))
        replace(editor.case.folder, {opened.path: content}, {opened.path: visit.text(f"hash:{given['record_in']}")})
    except RegisterError as error:
        return _shown(visit, one, basis, (Problem(error.message, error.hint),), 422, given)
    except ConflictError:
        problem = Problem(f"{opened.name} was changed meanwhile", "see in the list whether it is released already")
        return _shown(visit, one, basis, (problem,), 409, given)
    except OSError as error:
        message = f"{opened.name} cannot be written: {(error.strerror or 'unknown reason').lower()}"
        return _shown(visit, one, basis, (Problem(message),), 409, given)
    editor.done(f"released to {one.to}: {made.words}")
    name = re.sub(r"[^a-z0-9]+", "-", editor.case.title.lower()).strip("-")[:50] or "case"
    headers = {"content-disposition": f'attachment; filename="{name}-{one.what}-for-{one.to}.{made.extension}"'}
    return Response(made.content, media_type=made.type, headers=headers)


def _file(editor: Editor, compartment: str) -> str:
    """The file in which releases of a compartment are recorded. Raises HTTPException where there is none such."""
    names = editor.files("releases", compartment)
    return next((name for name in names if name.endswith("/releases/releases.yaml")), names[-1])


PAGE: Final = Page(
    routes=(
        view("/releases", _list, "releases"),
        view("/releases/preview", _preview, "release-preview", "edit"),
        view("/releases/look", _look, "release-look", "edit"),
        change("/releases", _release, "release", "edit"),
    ),
    nav=(Nav("Releases", "/releases", "e", "Record"),),
)
