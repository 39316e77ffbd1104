"""Results for somebody who may see less than they rest on: made by the desk, for a file, and never in the receiver's
own room.

1. The desk chooses a result, the receiver, and whether it is made from what the desk sees or from what the receiver
   does. The latter takes a receiver all of whose compartments the desk sees too: else the desk would be shown theirs.
2. It is shown what the file holds, and what it gives away.
3. It is recorded in releases.yaml before the file is given out, if neither the case nor that file has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, get_args

from starlette.exceptions import HTTPException

from holdfast.analyses.checklist import checklist
from holdfast.analyses.coherence import coherence
from holdfast.analyses.coherence.instance import instantiate
from holdfast.analyses.coherence.timing import timing
from holdfast.analyses.deals import deals
from holdfast.analyses.deals.fair import fair
from holdfast.analyses.deals.preferences import preferences
from holdfast.analyses.depth import depth
from holdfast.analyses.hold import hold
from holdfast.analyses.positions import positions
from holdfast.analyses.progress import Progress
from holdfast.case.audience import DESK
from holdfast.case.case import Case
from holdfast.views import html, machine_deals, machine_fair, machine_hold, text_deals, text_hold
from holdfast.views.release_words import Revealed, What, revealed, what_words
from holdfast.views.text_fair import text_fair
from holdfast.web.making import WAIT
from holdfast.web.shelf import Edition
from holdfast.web.visit import Visit

Basis = Literal["desk", "receiver"]
Form = Literal["text", "json", "html"]
_WIDTH: Final = 100
#: How long one that was looked at already may take, in seconds.
_KNOWN: Final = 300.0
_TYPES: Final[Mapping[Form, tuple[str, str]]] = {
    "text": ("txt", "text/plain; charset=utf-8"),
    "json": ("json", "application/json"),
    "html": ("html", "text/html; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be released, to whom."""

    what: What
    to: str
    basis: Basis
    form: Form

    @property
    def fields(self) -> Mapping[str, str]:
        """As fields of a form or of an address."""
        return {"what": self.what, "to": self.to, "basis": self.basis, "form": self.form}


@dataclass(frozen=True, slots=True)
class Made:
    """The file, and what it gives away."""

    content: str
    extension: str
    type: str
    draft: str | None
    words: str
    """What it is, for the record."""
    compartments: tuple[str, ...]
    """Those it was computed from that the receiver does not see."""
    reveals: tuple[Revealed, ...]


def receivers(case: Case) -> tuple[str, ...]:
    """To whom something can be released."""
    return tuple(name for name in case.audiences if name != DESK)


def of_their_own(case: Case, to: str) -> bool:
    """Whether a result may be made from what the receiver sees: nothing of it is hidden from the desk."""
    seen = case.audiences[to]
    return seen is not None and set(seen) <= set(case.compartments)


def wanted(given: Mapping[str, str], case: Case) -> Wanted:
    """What is asked for. Raises HTTPException where there is no such thing."""
    for what in get_args(What):
        if given.get("what") == what:
            break
    else:
        raise HTTPException(400, f"‘{given.get('what', '')}’ is nothing that can be released.")
    to = given.get("to", "")
    if to not in receivers(case):
        raise HTTPException(404, f"The case has no audience ‘{to}’ to release something to.")
    basis: Basis = "receiver" if given.get("basis") == "receiver" else "desk"
    if basis == "receiver" and not of_their_own(case, to):
        raise HTTPException(403, f"You do not see all that ‘{to}’ sees, so nothing can be made from that here.")
    form: Form = "html" if what == "report" else "json" if given.get("form") == "json" else "text"
    return Wanted(what, to, basis, form)


def basis_of(visit: Visit, one: Wanted) -> Edition:
    """The case that it is made from."""
    return visit.edition if one.basis == "desk" else visit.bench.shelf.room(one.to).edition()


def made(visit: Visit, one: Wanted, edition: Edition) -> Made:
    """The file. Computed once, and kept with what is the desk's: nothing of it enters the receiver's own room.

    Args:
        visit: the desk's.
        one: what is asked for.
        edition: the case that it is made from.

    Raises:
        NotYetError: it takes longer than one may wait for a page.
        HTTPException: the case has no draft that could hold.
    """
    key = ("release", tuple(one.fields.items()), edition.version, date.today())
    wait = WAIT if visit.request.method == "GET" else _KNOWN  # what is confirmed was looked at already
    return visit.study.soon(key, lambda: _made(visit, one, edition), wait)


def _made(visit: Visit, one: Wanted, edition: Edition) -> Made:
    question = visit.question
    if question.draft is not None and question.draft not in edition.case.drafts:
        raise HTTPException(404, f"‘{one.to}’ does not see the draft ‘{question.draft}’.")
    case = edition.case.about(question.draft)
    content, data, judged = _content(case, edition, one, question.as_of, visit.study.told)
    draft = None if case.draft is None else case.draft.name
    sees = visit.edition.case.audiences[one.to]
    seen = case.compartments if sees is None else ("public", *sees)
    extension, kind = _TYPES[one.form]
    return Made(
        content=content,
        extension=extension,
        type=kind,
        draft=draft,
        words=what_words(one.what, case, draft),
        compartments=tuple(name for name in case.compartments if name not in seen),
        reveals=revealed(case, seen, data, judged=judged),
    )


def _content(
    case: Case, edition: Edition, one: Wanted, day: date | None, told: Progress
) -> tuple[str, Any, Collection[str]]:
    """The file's text; the same as plain data (None: all of the case is in it); and the parties whose judged worths it
    rests on."""
    shown = replace(case, audience=one.to)
    judged: Collection[str] = ()
    if one.what == "report":
        return _report(shown, edition, day, told), None, judged
    if one.what == "hold":
        held = hold(case, as_of=day, progress=told)
        if held is None:
            raise HTTPException(404, "The case has no draft of an agreement.")
        data, text = machine_hold.hold(held), text_hold.hold(shown, held, _WIDTH)
        judged = {ground.party for ground in held.because.grounds}
    elif one.what == "deals":
        answer = deals(case, as_of=day, with_movements=True, progress=told)
        data, text = json.loads(machine_deals.deals_json(shown, answer)), text_deals.deals(shown, answer, _WIDTH)
    else:
        compared = fair(case, as_of=day, progress=told)
        data, text = machine_fair.fair_record(compared), text_fair(shown, compared, _WIDTH)
        judged = compared.worths
    return json.dumps(data, ensure_ascii=False, indent=1) if one.form == "json" else text, data, judged


def _report(case: Case, edition: Edition, day: date | None, told: Progress) -> str:
    return html.report(
        case,
        positions(case, as_of=day),
        edition.loaded.diagnostics,
        made_on=date.today(),
        depth=depth(case, as_of=day, progress=told),
        coherence=coherence(case, as_of=day, progress=told),
        timing=None if case.draft is None else timing(instantiate(case, case.draft), progress=told),
        checklist=checklist(case),
        deals=deals(case, as_of=day, with_movements=True, progress=told),
        fair=fair(case, as_of=day, progress=told),
        judged=preferences(case, as_of=day, progress=told),
        hold=hold(case, as_of=day, progress=told),
    )
