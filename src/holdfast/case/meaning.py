"""What the items of a case mean together: heads of split files, circles, votes, what supersedes what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.case.audience import PUBLIC
from holdfast.case.case import Case
from holdfast.case.files import Unit
from holdfast.case.links import Links, circles
from holdfast.case.model import CaseFile, Statement
from holdfast.diagnostics import Diagnostic, Place

_HEAD = ("holdfast", "title", "summary", "as_of", "timezone", "consent", "language_model")


def head(units: Sequence[Unit], diagnostics: list[Diagnostic]) -> CaseFile:
    """The keys of case.yaml that stand once, from whichever of its files; reports those missing or given twice."""
    public = [unit for unit in units if unit.kind == "case" and unit.compartment == PUBLIC]
    given: dict[str, tuple[Unit, Any]] = {}
    for unit in public:
        for key in _HEAD:
            if unit.content is None or key not in unit.content.model_fields_set:
                continue
            if key in given:
                places = (unit.place((key,)), given[key][0].place((key,), "given here first"))
                diagnostics.append(Diagnostic("HF212", f"`{key}` is given in two files", places, "keep one of the two"))
                continue
            given[key] = (unit, getattr(unit.content, key))
    if public:
        for key, example in (("holdfast", "holdfast: 1"), ("title", "title: …")):
            if key not in given and not any(_hides(unit, key) for unit in public):
                diagnostics.append(
                    Diagnostic("HF202", f"`{key}` is missing", (public[0].place(()),), f"add `{example}`")
                )
    return CaseFile.model_construct(**{key: value for key, (_unit, value) in given.items()})


def _hides(unit: Unit, key: str) -> bool:
    return unit.may_define(key) or (unit.content is None and bool(unit.diagnostics))


def check(case: Case, links: Links) -> Iterator[Diagnostic]:
    """What is wrong between items that are right by themselves."""
    places = _Places(links)
    yield from _circles(case, places)
    yield from _votes(case, places)
    for name, statement in case.statements.items():
        yield from _check_statement(name, statement, case, places)


class _Places:
    """Finds a key of a named item in its file."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def of(self, name: str, *keys: str | int, label: str = "") -> Place:
        """The place of an item's key."""
        defined = self._links.find(name, PUBLIC)
        assert defined is not None  # items of the case are defined
        return self._links.place_in(defined.unit, (*defined.path, *keys), label)


def _circles(case: Case, places: _Places) -> Iterator[Diagnostic]:
    of = {name: [party.of] for name, party in case.parties.items() if party.of is not None}
    for circle in circles(of):
        chain = " → ".join((*circle, circle[0]))
        spans = tuple(places.of(name, "of", label="" if name == circle[0] else "and here") for name in circle)
        yield Diagnostic("HF304", f"parties belong to each other in a circle: {chain}", spans, "drop one `of`")
    supersedes = {name: one.supersedes for name, one in case.statements.items() if one.supersedes}
    for circle in circles(supersedes):
        chain = " → ".join((*circle, circle[0]))
        spans = tuple(places.of(name, "supersedes", label="" if name == circle[0] else "and here") for name in circle)
        yield Diagnostic("HF304", f"statements retire each other in a circle: {chain}", spans, "drop one `supersedes`")


def _votes(case: Case, places: _Places) -> Iterator[Diagnostic]:
    totals: dict[str, int] = {}
    for name, party in case.parties.items():
        if party.votes is None or party.of is None or party.of not in case.parties:
            continue
        whole = case.parties[party.of]
        if whole.votes_of is None:
            spans = (places.of(name, "votes"), places.of(party.of, label="the party whose votes they are"))
            message = f"'{name}' has votes in '{party.of}', which does not say how many there are"
            yield Diagnostic("HF506", message, spans, f"add `votes_of:` to '{party.of}'")
            continue
        totals[party.of] = totals.get(party.of, 0) + party.votes
        if totals[party.of] > whole.votes_of:
            spans = (places.of(name, "votes"), places.of(party.of, "votes_of", label="all votes there are"))
            message = f"the factions of '{party.of}' have {totals[party.of]} votes, and there are {whole.votes_of}"
            yield Diagnostic("HF506", message, spans)


def _check_statement(name: str, statement: Statement, case: Case, places: _Places) -> Iterator[Diagnostic]:
    if not statement.cite and statement.channel != "in-confidence":
        hint = "add `cite:` with source and paragraph, or `channel: in-confidence` where there can be none"
        yield Diagnostic("HF502", f"'{name}' cites nothing", (case.places[name],), hint)
    for old in statement.supersedes:
        earlier = case.statements.get(old)
        if earlier is None or earlier.date.day is None or statement.date.day is None:
            continue
        if earlier.date.day > statement.date.day:
            spans = (places.of(name, "supersedes"), places.of(old, "date", label="the later date"))
            message = f"'{name}' of {statement.date.day} retires '{old}' of {earlier.date.day}"
            yield Diagnostic("HF507", message, spans, "check both dates")
