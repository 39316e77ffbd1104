"""The form of a suggestion: the entries that it would write as fields, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from holdfast.case import yamltext
from holdfast.case.audience import PUBLIC
from holdfast.case.case import Case
from holdfast.intake.editing import atoms
from holdfast.intake.proposing import Entry, proposal, verb_of, with_verb
from holdfast.intake.suggestion import Suggestion
from holdfast.web import statement_form as forms
from holdfast.web.changing import Problem
from holdfast.web.statement_form import Fields
from holdfast.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Part:
    """The form of one entry: of a difference there is one for each side."""

    prefix: str
    """What the names of its fields begin with."""
    source: str
    given: Fields


def prefixes(suggestion: Suggestion, case: Case) -> tuple[tuple[str, str], ...]:
    """Of each entry the beginning of its fields' names, and its source."""
    if suggestion.kind != "difference":
        return (("", suggestion.source),)
    sides = zip(proposal(case, suggestion), suggestion.sources, strict=False)
    return tuple((f"{number}:", source) for number, (_, source) in enumerate(sides))


def parts(suggestion: Suggestion, case: Case, entries: Sequence[Entry]) -> tuple[Part, ...]:
    """The form filled with entries."""
    return tuple(
        Part(prefix, source, _fields(suggestion, case, entry))
        for (prefix, source), entry in zip(prefixes(suggestion, case), entries, strict=True)
    )


def sent(visit: Visit, suggestion: Suggestion) -> tuple[Part, ...]:
    """The form as it was sent."""

    def one(prefix: str) -> Fields:
        return forms.sent(lambda name: visit.text(prefix + name), lambda name: visit.texts(prefix + name))

    return tuple(Part(prefix, source, one(prefix)) for prefix, source in prefixes(suggestion, visit.edition.case))


def _fields(suggestion: Suggestion, case: Case, entry: Entry) -> Fields:
    made = forms.fields_of(entry, suggestion.compartment, "")
    made.firmness = str(entry.get("firmness", "position"))
    if not made.verb and suggestion.verbs:
        made.verb = suggestion.verbs[0].value
    if not made.claims and suggestion.facts and suggestion.value is not None and made.verb == "asserts":
        made.claims = ((suggestion.facts[0].value, ""),)
    return made


def composed(found: Sequence[Part], case: Case) -> tuple[Part, ...]:
    """The form with the condition that is chosen in it. Raises EditError where that is not whole."""
    return tuple(replace(part, given=forms.composed(part.given, case)) for part in found)


def entries(found: Sequence[Part], case: Case) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The entries that a form comes to, and what is wrong with the form itself."""
    made: list[Entry] = []
    problems: list[Problem] = []
    for part in found:
        # With the names of the whole case: they are made local where they are written.
        written, wrong = forms.entry(replace(part.given, compartment=PUBLIC), case, new=False)
        problems += wrong
        if not part.given.id:
            written.pop("id", None)
        made.append(
            {
                key: yamltext.read("", value if isinstance(value, str) else value.text).data
                for key, value in written.items()
            }
        )
    return tuple(made), problems


def proposed(suggestion: Suggestion, case: Case, chosen: Mapping[str, str]) -> tuple[Entry, ...]:
    """The entries that are proposed, with candidates that were chosen: party, verb, about (a condition or an issue)."""
    verb = chosen.get("verb", "")
    made = [dict(one) for one in (with_verb(case, suggestion, verb) if verb else proposal(case, suggestion))]
    for entry in made:
        if party := chosen.get("party"):
            entry["party"] = party
        if (about := chosen.get("about")) and suggestion.kind in ("statement", "provision"):
            _about(suggestion, case, entry, verb_of(entry) or verb, about)
        if (fact := chosen.get("fact")) and isinstance(said := entry.get("asserts"), dict):
            entry["asserts"] = {fact: next(iter(said.values()))}
    return tuple(made)


def _about(suggestion: Suggestion, case: Case, entry: dict[str, Any], verb: str, about: str) -> None:
    verb = verb or (suggestion.verbs[0].value if suggestion.verbs else "")
    if verb in forms.ONE and about in atoms(suggestion.issues):
        entry[verb] = about
        if about == "agreement":
            entry["extent"] = "unknown"
    elif verb in ("undecided", "silent", "raises"):
        entry[verb] = about.partition(" = ")[0]
