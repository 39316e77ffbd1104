"""The form of a statement: from what was chosen and typed to the keys of its entry, and back."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from holdfast.case import yamltext
from holdfast.case.become import alike
from holdfast.case.case import Case
from holdfast.case.citing import CitingError, cite
from holdfast.case.conditions import NAME
from holdfast.case.edit import EditError, Value
from holdfast.case.model import VERBS
from holdfast.case.yamlwrite import flow, scalar
from holdfast.views.signs import CHANNEL_SIGNS, FIRMNESS_SIGNS
from holdfast.web import condition_form
from holdfast.web.changing import Problem
from holdfast.web.condition_form import folded
from holdfast.web.form_values import Given, text
from holdfast.web.model_form import Names

#: The keys of a statement in the order in which they are written.
ORDER: Final[tuple[str, ...]] = (
    "id", "party", "by", "via", "to", "channel", "date", "cite", "translation", "gist", *VERBS, "if", "unless",
    "extent", "clauses", "except", "draft", "firmness", "because", "reason", "origin", "supersedes", "note",
)  # fmt: skip
#: What each verb means, for who chooses one.
MEANINGS: Final[Mapping[str, str]] = {
    "requires": "this must be",
    "refuses": "this must not be",
    "accepts": "says yes to this",
    "prefers": "the first over the second",
    "undecided": "has no decision on this yet",
    "silent": "was asked, and has no word on this",
    "asserts": "claims a fact",
    "expects": "forecasts something",
    "warns": "threatens, or sets a deadline",
    "offers": "offers this",
    "raises": "puts this on the agenda",
}
#: Verbs about one condition, about several, and in words.
ONE: Final = ("requires", "refuses", "accepts", "offers")
SEVERAL: Final = ("prefers", "undecided", "silent")
WORDS: Final = ("expects", "warns")
FACTS: Final = ("asserts", "expects")
WITH_IF: Final = ("requires", "refuses", "accepts", "offers", "warns", "expects")
WITH_UNLESS: Final = ("requires", "refuses", "warns", "offers")
#: More conditions are not offered while one types.
_OFFERED: Final = 500
#: Rows for claims of fact: so many at least, and so many empty ones; no form has more than the most.
CLAIMS: Final = 4
_FREE: Final = 2
MOST_CLAIMS: Final = 500
EXTENTS: Final = ("whole", "named", "principle", "unknown")
_TEXTS: Final = ("by", "via", "to", "gist", "because", "reason", "origin", "note")


@dataclass(slots=True)
class Fields:
    """What stands in the form. Lists hold one entry per line."""

    id: str = ""
    compartment: str = "public"
    file: str = ""
    party: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    """by, via, to, gist, because, reason, origin, note."""
    channel: str = ""
    date: str = ""
    said: str = ""
    source: str = ""
    paragraph: str = ""
    sentence: str = ""
    quote: str = ""
    verb: str = ""
    what: str = ""
    words: str = ""
    topics: str = ""
    claims: tuple[tuple[str, str], ...] = ()
    conditions: dict[str, str] = field(default_factory=dict)
    """if, unless."""
    chosen: Given = field(default_factory=dict)
    """What is chosen of a condition, and not yet added to its field."""
    firmness: str = "position"
    extent: str = ""
    clauses: str = ""
    except_: str = ""
    draft: str = ""
    supersedes: str = ""
    translation: str = ""
    translator: str = ""

    @property
    def rows(self) -> int:
        """How many rows there are for claims of fact."""
        return max(CLAIMS, len(self.claims) + _FREE)


def choices(case: Case, compartment: str = "public") -> dict[str, Any]:
    """What the form offers, for its template.

    Args:
        case: the case.
        compartment: where the statement is to go.
    """
    names = Names(case, compartment, case.draft)
    return {
        "kinds": condition_form,
        "offer": condition_form.offer(names, every=True),
        "simple": tuple(islice(names.conditions(), _OFFERED)),
        "targets": (("what", "what about"), ("if", "only if"), ("unless", "unless")),
        "forms": sys.modules[__name__],
        "verbs": VERBS,
        "meanings": MEANINGS,
        "channels": CHANNEL_SIGNS,
        "firmnesses": FIRMNESS_SIGNS,
        "extents": EXTENTS,
    }


def sent(text: Callable[[str], str], texts: Callable[[str], tuple[str, ...]]) -> Fields:
    """The form as it was sent.

    Args:
        text: gives one field; empty where it is not there.
        texts: gives all values of a field.
    """
    claims = tuple(
        (text(f"fact{number}"), text(f"value{number}")) for number in range(MOST_CLAIMS) if text(f"fact{number}")
    )
    return Fields(
        id=text("id"),
        compartment=text("compartment") or "public",
        file=text("file"),
        party=texts("party"),
        texts={key: text(key) for key in _TEXTS},
        channel=text("channel"),
        date=text("date"),
        said=text("said"),
        source=text("source"),
        paragraph=text("paragraph"),
        sentence=text("sentence"),
        quote=text("quote"),
        verb=text("verb"),
        what=text("what"),
        words=text("words"),
        topics=text("topics"),
        claims=claims,
        conditions={key: text(key) for key in ("if", "unless")},
        chosen={name: found for name in condition_form.NAMES if (found := texts(name))},
        firmness=text("firmness") or "position",
        extent=text("extent"),
        clauses=text("clauses"),
        except_=text("except"),
        draft=text("draft"),
        supersedes=text("supersedes"),
        translation=text("translation"),
        translator=text("translator"),
    )


def composed(given: Fields, case: Case) -> Fields:
    """The form with the condition that is chosen in it. Raises EditError where that is not whole."""
    held = {"what": given.what, **given.conditions, **given.chosen}
    lines = frozenset(("what",)) if given.verb in SEVERAL else frozenset[str]()
    offer = condition_form.offer(Names(case, given.compartment, case.draft), every=True)
    made = folded(held, ("what", "if", "unless"), offer.every_step, given.compartment, lines)
    texts = {key: text(made, key) for key in ("what", "if", "unless")}
    conditions = {key: texts[key] for key in ("if", "unless")}
    return replace(given, what=texts["what"], conditions=conditions, chosen=condition_form.of_choice(made))


def entry(given: Fields, case: Case, *, new: bool) -> tuple[dict[str, Value], list[Problem]]:
    """The keys of the entry, in their order, and what is wrong with the form itself."""
    problems: list[Problem] = []
    try:
        given = composed(given, case)
    except EditError as error:
        problems.append(Problem(error.message, error.hint))
    own = given.compartment
    made: dict[str, Value] = {}
    if not given.verb:
        problems.append(Problem("What does the statement do? Choose a verb."))
    if not given.texts.get("gist"):
        problems.append(Problem("Say in your own words what was said."))
    if given.channel == "in-confidence" and own == "public" and new:
        problems.append(Problem("It was said in confidence: choose whose compartment it goes into."))
    if given.party:
        local = [_local(name, own) for name in given.party]
        made["party"] = local[0] if len(local) == 1 else flow(local)
    for key in _TEXTS:
        if words := given.texts.get(key):
            made[key] = scalar(words)
    if given.channel:
        made["channel"] = given.channel
    if day := _date(given):
        made["date"] = day
    if new:
        _cite(given, case, made, problems)
    _said(given, made)
    if given.verb in WITH_IF + WITH_UNLESS:
        for key, verbs in (("if", WITH_IF), ("unless", WITH_UNLESS)):
            if (words := given.conditions.get(key)) and given.verb in verbs:
                made[key] = scalar(words)
    if given.verb == "accepts" and made.get("accepts") == "agreement":
        for key, words in (("extent", given.extent), ("draft", given.draft)):
            if words:
                made[key] = words
        for key, words in (("clauses", given.clauses), ("except", given.except_)):
            if named := [_local(one, own) for one in _lines(words.replace(",", "\n"))]:
                made[key] = flow(named)
    if (
        given.firmness
        and given.firmness != "position"
        and given.verb in ("requires", "refuses", "accepts", "prefers", "offers")
    ):
        made["firmness"] = given.firmness
    if retired := [_local(one, own) for one in _lines(given.supersedes.replace(",", "\n"))]:
        made["supersedes"] = retired[0] if len(retired) == 1 else flow(retired)
    if given.translation:
        by = f", by: {scalar(given.translator)}" if given.translator else ""
        made["translation"] = f"{{text: {scalar(given.translation)}{by}}}"
    elif given.translator:
        problems.append(Problem("Who translated is named, and the translation is missing."))
    made["id"] = given.id or suggested(given, case)
    return {key: made[key] for key in ORDER if key in made}, problems


def _said(given: Fields, made: dict[str, Value]) -> None:
    verb = given.verb
    if verb in ONE:
        if words := given.what.replace("\n", " ").strip():
            made[verb] = scalar(words)
    elif verb in SEVERAL:
        if parts := _lines(given.what):
            made[verb] = "[" + ", ".join(map(scalar, parts)) + "]"
    elif verb in WORDS and given.words:
        made[verb] = scalar(given.words)
    elif verb == "raises":
        if topics := _lines(given.topics):
            made[verb] = scalar(topics[0]) if len(topics) == 1 else flow(topics)
    elif verb in FACTS:
        pairs = ", ".join(f"{key}: {_value(value)}" for key, value in given.claims if key and value)
        if pairs:
            made[verb] = "{" + pairs + "}"


def picked_issues(picks: Iterable[str]) -> tuple[str, ...]:
    """The issues that picks are about, each once."""
    return tuple(dict.fromkeys(pick.partition("=")[0].strip() for pick in picks))


def _value(text: str) -> str:
    return text if re.fullmatch(r"[\d.,-]+", text) and "," not in text else scalar(text)


def _cite(given: Fields, case: Case, made: dict[str, Value], problems: list[Problem]) -> None:
    if not given.source:
        return
    if given.source not in case.sources:
        problems.append(Problem(f"The case has no source ‘{given.source}’."))
        return
    source = _local(given.source, given.compartment)
    paragraph = int(given.paragraph) if given.paragraph.isascii() and given.paragraph.isdecimal() else None
    sentence = int(given.sentence) if given.sentence.isascii() and given.sentence.isdecimal() else None
    quotes = _lines(given.quote)
    document = case.documents.get(given.source)
    if document is None or paragraph is None:
        keys: dict[str, object] = {"source": source}
        if paragraph is not None:
            keys["paragraph"] = paragraph
        if quotes and case.sources[given.source].quotable:
            keys["quote"] = quotes[0]
        made["cite"] = flow(keys)
        return
    try:
        quotable = case.sources[given.source].quotable
        made["cite"] = flow(cite(source, document, paragraph, quotable=quotable, sentence=sentence, quotes=quotes))
    except CitingError as error:
        problems.append(Problem(error.message, error.hint))


def _date(given: Fields) -> str:
    if given.said and given.date:
        return flow({"said": given.said}).removesuffix("}") + f", resolved: {given.date}}}"
    if given.said:
        return flow({"said": given.said})
    return given.date


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _local(name: str, compartment: str) -> str:
    """A name as it is written within a compartment."""
    return name.removeprefix(f"{compartment}/")


def _all_local(picks: Iterable[str], compartment: str) -> tuple[str, ...]:
    return tuple(_local(pick, compartment) for pick in picks)


def suggested(given: Fields, case: Case) -> str:
    """A name for a new statement: whose it is, and what it is about."""
    who = given.party[0].rpartition("/")[2] if given.party else _slug(given.texts.get("by", ""))[:20].strip("-")
    words = [name.rpartition("/")[2] for name in NAME.findall(given.what)]
    issues = {name.rpartition("/")[2] for name in case.issues}
    about = next((word for word in words if word in issues), next(iter(words), "")) or "-".join(
        _slug(given.texts.get("gist", "")).split("-")[:3]
    )
    stem = _slug("-".join(part for part in (who, about) if part))[:50].strip("-") or "statement"
    stem = stem if stem[0].isalpha() else f"s-{stem}"
    taken = {
        name.rpartition("/")[2] for name in (*case.statements, *case.parties, *case.issues, *case.sources, *case.terms)
    }
    taken |= {name for draft in case.drafts.values() for name in draft.agreement.commitments}
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def fields_of(data: Mapping[str, Any], compartment: str, file: str) -> Fields:
    """The form of a statement as its file has it.

    Args:
        data: its entry, as plain data.
        compartment: where it lies.
        file: in which file.
    """
    verb = next((one for one in VERBS if one in data), "")
    said = data.get(verb, "")
    date = data.get("date", "")
    texts = {key: str(data[key]) for key in _TEXTS if isinstance(data.get(key), str)}
    made = Fields(
        id=str(data.get("id", "")),
        compartment=compartment,
        file=file,
        party=_listed(data.get("party")),
        texts=texts,
        channel=str(data.get("channel", "")),
        date=str(date.get("resolved", "")) if isinstance(date, Mapping) else str(date),
        said=str(date.get("said", "")) if isinstance(date, Mapping) else "",
        verb=verb,
        conditions={key: str(data[key]) for key in ("if", "unless") if key in data},
        firmness=str(data.get("firmness", "position")),
        extent=str(data.get("extent", "")),
        clauses=", ".join(_listed(data.get("clauses"))),
        except_=", ".join(_listed(data.get("except"))),
        draft=str(data.get("draft", "")),
        supersedes=", ".join(_listed(data.get("supersedes"))),
    )
    translation = data.get("translation")
    if isinstance(translation, Mapping):
        made.translation, made.translator = (str(translation.get(key, "")) for key in ("text", "by"))
    if verb in ONE + SEVERAL:
        made.what = "\n".join(_listed(said))
    elif verb in FACTS and isinstance(said, Mapping):
        made.claims = tuple((str(key), str(value)) for key, value in said.items() if isinstance(value, str))
    elif verb in WORDS:
        made.words = said if isinstance(said, str) else ""
    elif verb == "raises":
        made.topics = "\n".join(_listed(said))
    return made


def _listed(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def changes(made: Mapping[str, Value], data: Mapping[str, Any], shown: frozenset[str]) -> dict[str, Value | None]:
    """The keys that the form changes. What it does not show, and what means the same as before, is left as it is.

    Citations are rows of their own (`model_form`).
    """
    found: dict[str, Value | None] = {}
    for key in ORDER:
        if key not in shown or key == "cite":
            continue
        if key not in made:
            if key in data:
                found[key] = None
            continue
        value = made[key]
        text = value if isinstance(value, str) else value.text
        if key not in data or not alike(data[key], yamltext.read("", text).data):
            found[key] = value
    return found
