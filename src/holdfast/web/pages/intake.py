"""From documents to statements: the queue of suggestions, and each beside its source, decided about by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.case.audience import View
from holdfast.case.edit import EditError
from holdfast.case.sentences import sentence_at, sentences
from holdfast.diagnostics import Diagnostic
from holdfast.intake import decisions as log
from holdfast.intake.deciding import Done, MovedError, RefusedError
from holdfast.intake.decisions import Choice, Decided, Decision
from holdfast.intake.proposing import Entry, missing, written
from holdfast.intake.queue import Item
from holdfast.intake.suggestion import KINDS, Suggestion
from holdfast.intake.whole import Whole
from holdfast.web import changing, links, queue
from holdfast.web import statement_form as statements
from holdfast.web import suggestion_form as forms
from holdfast.web.changing import Editor, Problem
from holdfast.web.making import NotYetError
from holdfast.web.marking import ROLES, Explained, explained
from holdfast.web.queue import Chosen
from holdfast.web.study import Question
from holdfast.web.suggestion_form import Part
from holdfast.web.undo import Change
from holdfast.web.visit import Nav, Page, Visit, change, view

PER_PAGE: Final = 50
#: So many documents on one page of the table.
_DOCUMENTS: Final = 25
#: So many paragraphs before and after a marked one stand beside a suggestion.
_AROUND: Final = 1
#: So much of its words stands in the list, in code points.
_BRIEF: Final = 160
#: With fewer, the sentence in which they stand says more.
_TERSE: Final = 30
#: Who finds suggestions, in words.
FOUND_BY: Final = {"grammar": "the grammar", "model": "a language model"}
#: How two sources compare, in words.
RELATIONS: Final = {
    "agrees": "they agree",
    "differs": "they differ",
    "only in one": "only one of them says it",
    "not comparable": "they cannot be compared",
}
#: What a decision is called in the log and where it is told.
_DONE: Final[dict[str, tuple[str, str]]] = {
    "confirm": ("confirmed", "confirmed"),
    "change": ("confirmed, changed,", "confirmed"),
    "reject": ("rejected", "rejected"),
    "later": ("put off", "later"),
    "undo": ("took back", "taken-back"),
}


def found(visit: Visit) -> Whole:
    """The suggestions. Raises NotYetError where they are still being computed."""
    return visit.room.coding.suggestions(visit.edition.case, visit.edition.study(Question()))


def items(visit: Visit, which: Chosen) -> tuple[Item, ...]:
    """The suggestions with how they stand, in the order of the documents."""
    return visit.coded.items(found(visit), visit.coder if which.alone else None)


def words(visit: Visit, one: Suggestion) -> str:
    """The words by which a suggestion is known in a list: what it is about, or what stands there."""
    if one.kind == "difference" and one.notes:
        return one.notes[0]
    paragraphs = visit.edition.case.documents[one.source].paragraphs
    spans = one.spans("content", "figure") or (one.lead,)
    text = " … ".join(paragraphs[span.paragraph - 1][span.start : span.end] for span in spans)
    paragraph = paragraphs[one.lead.paragraph - 1]
    if len(text) < _TERSE and (number := sentence_at(paragraph, one.lead.start)) is not None:
        start, end = sentences(paragraph)[number - 1]
        text = paragraph[start:end]
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF].rsplit(' ', 1)[0]} …"


def _queue(visit: Visit) -> Response:
    which = queue.chosen(visit, visit.query)
    everything = items(visit, which)
    shown = queue.ordered(one for one in everything if which.holds(one))
    by_source = queue.counts(
        (one for one in everything if which.is_of(one, but="source")), which, lambda one: one.suggestion.source
    )
    by_kind = queue.counts(
        (one for one in everything if which.is_of(one, but="kind")), which, lambda one: one.suggestion.kind
    )
    return visit.shown(
        "intake-page.html",
        title="Intake",
        chosen=which,
        part=visit.paging.part_of("page", shown, PER_PAGE, to="sec-queue"),
        total=len(shown),
        everything=len(everything),
        first=shown[0].suggestion.key if shown else None,
        by_source=visit.paging.part_of("documents", tuple(by_source.items()), _DOCUMENTS, to="sec-documents"),
        by_kind=by_kind,
        notes=found(visit).notes,
        problems=visit.coded.diagnostics,
        words_of=lambda one: words(visit, one),
        kinds=KINDS,
        finders=FOUND_BY if which.by or any(one.suggestion.models for one in everything) else {},
        relations=RELATIONS,
        standing=which.standing,
        standings=queue.STANDINGS,
        nobody=queue.NOBODY,
        coders=visit.coded.decided.coders,
        **last(visit, which),
    )


def last(visit: Visit, which: Chosen) -> dict[str, Any]:
    """What was decided just now, to lead to it and to take it back."""
    decided, key = visit.coded.decided, visit.query("of")
    seen = seen_by(decided, key, visit.coder, which)
    mine = next((one for one in reversed(seen) if one.coder == visit.coder), None)
    names = () if mine is None else named(visit, mine)
    return {"last": mine, "last_statements": names, "last_seen": digest_of(seen)}


def named(visit: Visit, one: Decision) -> tuple[str, ...]:
    """The statements that a decision wrote, as the whole case names them, as far as they are there."""
    return tuple(name for name in one.names if name in visit.edition.case.statements)


@dataclass(frozen=True, slots=True)
class Side:
    """A source beside a suggestion, with what it rests on marked."""

    source: str
    paragraphs: tuple[Explained, ...]


def _item(visit: Visit, everything: Sequence[Item]) -> Item:
    key = str(visit.request.path_params["key"])
    for one in everything:
        if one.suggestion.key == key:
            return one
    raise HTTPException(404, "There is no such suggestion: the document may have changed, or be another's to see.")


def _suggestion(visit: Visit) -> Response:
    which = queue.chosen(visit, visit.query)
    everything = items(visit, which)
    item = _item(visit, everything)
    case = visit.edition.case
    given = {name: visit.query(name) for name in ("verb", "about", "fact")} | {"party": visit.query("who")}
    if given["verb"] not in statements.MEANINGS:
        given["verb"] = ""
    if given["party"]:
        visit.known("party", given["party"], case.parties)
    entries = forms.proposed(item.suggestion, case, given)
    return _page(visit, which, everything, item, entries, forms.parts(item.suggestion, case, entries), chosen=given)


def _page(
    visit: Visit,
    which: Chosen,
    everything: Sequence[Item],
    item: Item,
    entries: Sequence[Entry],
    filled: Sequence[Part],
    *,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    chosen: dict[str, str] | None = None,
) -> Response:
    one, case = item.suggestion, visit.edition.case
    keys = [each.suggestion.key for each in queue.ordered(each for each in everything if which.holds(each))]
    place = keys.index(one.key) if one.key in keys else None
    decided = visit.coded.decided
    seen = seen_by(decided, one.key, visit.coder, which)
    lacking = [name for entry in entries for name in missing(entry)]
    return visit.shown(
        "suggestion-page.html",
        title="Suggestion",
        status=status,
        chosen=which,
        item=item,
        one=one,
        stands=queue.STANDINGS[which.standing(item)],
        place=place,
        total=len(keys),
        before=keys[place - 1] if place else None,
        after=keys[place + 1] if place is not None and place + 1 < len(keys) else None,
        sides=tuple(
            Side(source, explained(case.documents[source], [m for m in one.marks if m.source == source], _AROUND))
            for source in one.sources
        ),
        span_words=lambda span: case.documents[one.source].paragraphs[span.paragraph - 1][span.start : span.end],
        role_words=ROLES,
        relations=RELATIONS,
        cited=tuple(name for name in one.goes_with if name in case.statements),
        filled=filled,
        summaries=tuple(summary(entry) for entry in entries),
        lacking=tuple(dict.fromkeys(lacking)),
        opened=bool(lacking or problems or status != 200 or any((chosen or {}).values())),
        seen=digest_of(seen),
        others=tuple(each for each in seen if each.coder != visit.coder or each.settles),
        mine=next((each for each in seen if each.coder == visit.coder), None),
        named=lambda decision: named(visit, decision),
        summary=summary,
        homes=homes(visit, one),
        home=visit.text("compartment") or one.compartment,
        reason=visit.text("why"),
        problems=problems,
        theirs=None,
        carried=which.given,
        lenient=True,
        offered=tuple(case.statements)[:500],
        **statements.choices(case),
        **last(visit, which),
    )


def summary(entry: Entry) -> tuple[tuple[str, str], ...]:
    """An entry as it would stand in its file, key by key."""
    return tuple((key, str(value)) for key, value in written(entry, "public").items())


def homes(visit: Visit, one: Suggestion) -> tuple[str, ...]:
    """The compartments in which a statement may cite the documents of a suggestion."""
    case = visit.edition.case
    seen = View(case.audience, case.compartments, case.audiences)
    needed = {case.compartment_of(source) for source in one.sources}
    return tuple(home for home in case.compartments if all(seen.may_refer(home, other) for other in needed))


def seen_by(decided: Decided, key: str, coder: str, which: Chosen) -> tuple[Decision, ...]:
    """The decisions about a suggestion that whoever decides knows: of everybody, or only their own."""
    coders = (coder,) if which.alone else decided.coders
    found = [mine[key] for name in coders if key in (mine := decided.by_coder(name))]
    settled = decided.settled(key)
    return (*found, *(() if settled is None else (settled,)))


def digest_of(seen: Sequence[Decision]) -> str:
    """What tells whether anybody decided otherwise since a page was made: the decisions without their moments."""
    lines = (log.line(replace(one, at=datetime.min.replace(tzinfo=UTC))) for one in seen)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _ready(visit: Visit) -> tuple[Chosen, tuple[Item, ...], Item]:
    """What a decision is about."""
    which = queue.chosen(visit, lambda name: visit.text(f"in:{name}"))
    try:
        everything = items(visit, which)
    except NotYetError:
        raise HTTPException(409, "The suggestions are still being computed. Nothing was changed; try again.") from None
    return which, everything, _item(visit, everything)


def _home(visit: Visit, one: Suggestion) -> str:
    """The compartment that was chosen. Raises RefusedError where the statement may not stand there."""
    home = visit.text("compartment") or one.compartment
    if home not in homes(visit, one):
        raise RefusedError(message=f"a statement in ‘{home}’ may not cite this document")
    return home


def _check(visit: Visit) -> Response:
    _, _, item = _ready(visit)
    entries, problems = forms.entries(forms.sent(visit, item.suggestion), visit.edition.case)
    if not problems:
        try:
            home = _home(visit, item.suggestion)
            problems = list(_told(visit.room.desk().trial(item.suggestion, entries, home)))
        except RefusedError as error:
            problems = list(_refusal(error))
    return visit.page("problems.html", title="Check", problems=problems)


def _told(found: Sequence[Diagnostic]) -> tuple[Problem, ...]:
    return tuple(Problem(one.message, one.hint, one.severity, one.code) for one in found)


def _refusal(error: RefusedError) -> tuple[Problem, ...]:
    return _told(error.problems) or (Problem(f"{error.message}.", error.hint),)


def _decide(visit: Visit) -> Response:
    which, everything, item = _ready(visit)
    one, case = item.suggestion, visit.edition.case
    if visit.text("compose"):
        return _composed(visit, which, everything, item)
    do, take = visit.text("do"), visit.text("take")
    if do not in ("confirm", "reject", "later", "undo", "take"):
        raise HTTPException(400, "Confirm it, reject it, put it off or take back what you decided.")
    filled = forms.sent(visit, one) if do != "take" else ()
    entries: Sequence[Entry] | None = None
    problems: list[Problem] = []
    if do == "take":
        taken = visit.coded.decided.by_coder(take).get(one.key)
        if taken is None or taken.status not in ("confirmed", "rejected"):
            raise HTTPException(409, "That coder has not decided about this.")
        do = "confirm" if taken.status == "confirmed" else "reject"
        entries = tuple(dict(entry) for entry in taken.entries) or None
    elif do == "confirm":
        entries, problems = forms.entries(filled, case)
    status = 422
    if not problems:
        try:
            done = _carried_out(visit, which, one, do, entries)
        except MovedError:
            status = 409
            problems = [
                Problem("Somebody else decided about this meanwhile: see above.", "send it again to decide too")
            ]
        except RefusedError as error:
            problems = list(_refusal(error))
        else:
            return _next(visit, which, everything, one, done)
    fresh = items(visit, which)
    if not filled:
        filled = forms.parts(one, case, entries if entries is not None else forms.proposed(one, case, {}))
    shown = entries if entries is not None else forms.proposed(one, case, {})
    return _page(visit, which, fresh, item, shown, filled, status=status, problems=tuple(problems))


def _composed(visit: Visit, which: Chosen, everything: Sequence[Item], item: Item) -> Response:
    """The form with a condition that was put together by choice."""
    one, case = item.suggestion, visit.edition.case
    filled, status = forms.sent(visit, one), 200
    wrong: tuple[Problem, ...] = ()
    try:
        filled = forms.composed(filled, case)
    except EditError as error:
        wrong, status = (Problem(error.message, error.hint),), 422
    shown, _ = forms.entries(filled, case)
    return _page(
        visit, which, everything, item, shown, filled, status=status, problems=wrong, chosen={"composed": "yes"}
    )


def _carried_out(visit: Visit, which: Chosen, one: Suggestion, do: str, entries: Sequence[Entry] | None) -> Done:
    coder, known = visit.coder, visit.text("seen")
    choice: Choice = do  # type: ignore[assignment]  # one of the four
    room = visit.room
    done = room.desk().decide(
        one,
        choice,
        coder,
        entries=entries,
        reason=visit.text("why") or None,
        settles=which.between,
        compartment=_home(visit, one) if do == "confirm" and visit.text("compartment") else None,
        still=lambda decided: digest_of(seen_by(decided, one.key, coder, which)) == known,
    )
    what = f"{_DONE[done.decision.decision][0]} suggestion {one.key}"
    if done.decision.statements:
        what += f" as {', '.join(done.decision.statements)}"
    if do != "undo":

        def take_back() -> None:
            try:
                room.desk().decide(one, "undo", coder)
            except RefusedError as error:
                raise changing.RefusedError(_refusal(error)) from None

        visit.bench.undo.add(visit.person, Change(what, {}, take_back))
    Editor(visit).done(what)
    return done


def _next(visit: Visit, which: Chosen, everything: Sequence[Item], one: Suggestion, done: Done) -> Response:
    told = {"done": "settled" if which.between else _DONE[done.decision.decision][1], "of": one.key}
    if which.between:
        coders = [("coder", name) for name in which.between]
        return visit.go(f"/intake/agreement?{urlencode([*coders, *told.items()])}")
    if done.decision.decision == "undo":
        return visit.go(links.suggestion(one.key), **which.given, done="taken-back")
    following = queue.after(everything, which, one.key)
    return visit.go("/intake" if following is None else links.suggestion(following), **which.given, **told)


PAGE: Final = Page(
    routes=(
        view("/intake", _queue, "intake"),
        view("/intake/{key}", _suggestion, "suggestion"),
        change("/intake/{key}", _decide, "suggestion-decide", "edit"),
        change("/intake/{key}/check", _check, "suggestion-check", "edit"),
    ),
    nav=(Nav("Intake", "/intake", "2", "Record"),),
)
