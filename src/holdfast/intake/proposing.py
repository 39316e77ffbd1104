"""What would be written if a suggestion were confirmed as it is: the entry of statements.yaml, as far as it is known.

An entry is plain data with the keys of statements.yaml, without `id` and `cite`: texts, lists of texts, and mappings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from holdfast.case.case import Case
from holdfast.case.edit import Value
from holdfast.case.model import VERBS, Statement
from holdfast.case.yamlwrite import flow, scalar
from holdfast.intake.suggestion import Candidate, Suggestion

Entry: TypeAlias = dict[str, Any]
#: The keys of a statement in the order in which they are written.
ORDER: Final = tuple(name.rstrip("_") for name in Statement.model_fields)
_CONDITION: Final = ("requires", "refuses", "accepts", "offers")
_ISSUES: Final = ("undecided", "silent", "raises")
_WORDS: Final = ("warns", "expects")
_WITH: Final[Mapping[str, tuple[str, ...]]] = {
    "if": ("requires", "refuses", "accepts", "offers", "warns", "expects"),
    "unless": ("requires", "refuses", "warns", "offers"),
}
#: Keys whose values are words and no names.
_TEXTS: Final = frozenset(("by", "via", "to", "gist", "because", "reason", "origin", "note", "warns"))
#: A gist that is taken from the source is no longer than this.
_LONGEST_GIST: Final = 240
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


def proposal(case: Case, suggestion: Suggestion) -> tuple[Entry, ...]:
    """The entries that confirming would write: one, or of a difference one for each side.

    The first candidates are taken. What nothing is known of is left out: see `missing`.
    """
    if suggestion.kind == "difference":
        return tuple(
            _fact(case, suggestion, value, source)
            for value, source in zip((suggestion.value, suggestion.other_value), suggestion.sources, strict=False)
        )
    if suggestion.kind == "fact":
        return (_fact(case, suggestion, suggestion.value, suggestion.source),)
    return (_statement(case, suggestion, suggestion.verbs[0].value if suggestion.verbs else None),)


def with_verb(case: Case, suggestion: Suggestion, verb: str) -> tuple[Entry, ...]:
    """The entries with another verb than the first candidate."""
    if suggestion.kind in ("fact", "difference"):
        return proposal(case, suggestion)
    return (_statement(case, suggestion, verb),)


def _statement(case: Case, suggestion: Suggestion, verb: str | None) -> Entry:
    made = _said(suggestion)
    if (gist := _gist(case, suggestion, suggestion.source)) is not None:
        made["gist"] = gist
    if verb in _CONDITION:
        if (atom := _atom(suggestion.issues, agreement=verb == "accepts")) is not None:
            made[verb] = atom
            if atom == "agreement":
                made["extent"] = "unknown"
    elif verb in _ISSUES:
        issue = next((one.value for one in suggestion.issues if one.value != "agreement"), None)
        if issue is not None:
            made[verb] = issue
    elif verb in _WORDS and "gist" in made:
        made[verb] = made["gist"]
    elif verb == "asserts" and suggestion.facts and suggestion.value is not None:
        made[verb] = {suggestion.facts[0].value: suggestion.value}
    for condition in suggestion.conditions:
        if verb in _WITH[condition.key] and (atom := _atom(condition.issues)) is not None:
            made.setdefault(condition.key, atom)
    return made


def _fact(case: Case, suggestion: Suggestion, value: str | None, source: str) -> Entry:
    made = _said(suggestion) if source == suggestion.source else _by_source(case, source)
    if "by" not in made and "party" not in made:
        made |= _by_source(case, source)
    if (gist := _gist(case, suggestion, source)) is not None:
        made["gist"] = gist
    if suggestion.facts and value is not None:
        made["asserts"] = {suggestion.facts[0].value: value}
    if suggestion.origin is not None and source == suggestion.source:
        made["origin"] = suggestion.origin
    return made


def _said(suggestion: Suggestion) -> Entry:
    made: Entry = {}
    if suggestion.parties:
        made["party"] = suggestion.parties[0].value
    for key in ("by", "via", "to", "channel"):
        if (words := getattr(suggestion, key)) is not None:
            made[key] = words
    if suggestion.date:
        said, day = suggestion.date.get("said"), suggestion.date.get("resolved")
        made["date"] = day if said is None else dict(suggestion.date)
    return made


def _by_source(case: Case, source: str) -> Entry:
    """Where nobody else is named, the document speaks for itself."""
    one = case.sources[source]
    name = one.publisher or one.author or one.title
    return {} if name is None else {"by": name}


def _gist(case: Case, suggestion: Suggestion, source: str) -> str | None:
    """The source's own words where they may be quoted and are few: a start for one's own."""
    if not case.sources[source].quotable:
        return None
    document = case.documents[source]
    spans = suggestion.spans("content", source=source)
    words = " … ".join(document.paragraphs[one.paragraph - 1][one.start : one.end] for one in spans)
    words = words.strip(" \"'“”‘’,.;:")
    return words if 0 < len(words) <= _LONGEST_GIST else None


def _atom(issues: Sequence[Candidate], *, agreement: bool = False) -> str | None:
    """``issue = option`` of the likeliest issue, where one option of it stands out; else nothing."""
    if not issues:
        return None
    first = issues[0]
    if first.value == "agreement":
        return "agreement" if agreement else None
    if len(first.options) != 1:
        return None
    return f"{first.value} = {first.options[0].value}"


def verb_of(entry: Entry) -> str | None:
    """The verb of an entry."""
    return next((verb for verb in VERBS if verb in entry), None)


def missing(entry: Entry, verb: str | None = None) -> Iterator[str]:
    """The keys that an entry still needs: its verb with what it is about, who says it, and what was said."""
    if not entry.get("party") and not entry.get("by"):
        yield "party"
    if verb_of(entry) is None:
        yield verb or "verb"
    if not entry.get("gist"):
        yield "gist"


def changed(suggested: Sequence[Entry], entries: Sequence[Entry]) -> tuple[str, ...]:
    """The keys whose suggested value is another now, or gone."""
    found: dict[str, None] = {}
    for before, after in zip(suggested, entries, strict=True):
        for key, value in before.items():
            if plain(after.get(key)) != plain(value):
                found[key] = None
    return tuple(found)


def plain(value: object) -> object:
    """A value without the difference between one text and a list of one."""
    if isinstance(value, list | tuple):
        return plain(value[0]) if len(value) == 1 else [plain(one) for one in value]
    return {key: plain(one) for key, one in value.items()} if isinstance(value, Mapping) else value


def written(entry: Entry, compartment: str) -> dict[str, Value]:
    """An entry as its values are to stand in the file of a compartment, in the order of their keys."""
    prefix = "" if compartment == "public" else f"{compartment}/"
    made: dict[str, Value] = {}
    for key in (*(key for key in ORDER if key in entry), *(key for key in entry if key not in ORDER)):
        value = entry[key]
        if value in (None, "", [], {}):
            continue
        made[key] = _value(value, "" if key in _TEXTS else prefix)
    return made


def _value(value: object, prefix: str) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(one, prefix)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return _value(value[0], prefix) if len(value) == 1 else flow([_local(str(one), prefix) for one in value])
    text = _local(str(value), prefix)
    return scalar(text, number=bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text)))


def _local(text: str, prefix: str) -> str:
    """Names without the compartment that they are written in."""
    return re.sub(rf"(?<![\w/-]){re.escape(prefix)}(?=[a-z])", "", text) if prefix else text
