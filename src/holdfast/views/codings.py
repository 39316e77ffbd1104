"""The case as coders see it: the codebook, and every stretch of a document with the codes that it carries.

A code is a party, an issue or one of its options, a verb, a firmness, a channel, or the key of a fact. What is coded
are the confirmed statements: each target of a statement's citations carries all codes of that statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from holdfast.case.case import Case, Cited
from holdfast.case.model import VERBS, Channel, Statement
from holdfast.case.model.base import FIRMNESSES
from holdfast.case.references import mentions_of
from holdfast.views.tables import csv_table

Kind: TypeAlias = Literal["party", "issue", "option", "verb", "fact", "firmness", "channel"]
#: What the kinds are called together, in the order of the codebook; options stand under their issues.
GROUPS: Final = {
    "party": "Parties",
    "issue": "Issues",
    "verb": "Verbs",
    "fact": "Facts",
    "firmness": "Firmness",
    "channel": "Channels",
}
#: What a statement does; the words of the reference of statements.yaml.
_VERBS: Final = {
    "requires": "It must be",
    "refuses": "It must not be",
    "accepts": "A yes, given a condition where one is named",
    "prefers": "The first over the second, other issues equal",
    "undecided": "No decision on it yet",
    "silent": "Asked or expected to say something, and no word on it",
    "asserts": "A claim of fact",
    "expects": "A forecast",
    "warns": "A threat or a deadline",
    "offers": "An offer",
    "raises": "A point for the agenda",
}
CODEBOOK: Final = ("kind", "code", "under", "label", "description")
CODINGS: Final = (
    "statement", "target", "source", "paragraph", "start", "end", "words", "party", "by", "via", "verb", "issue",
    "option", "fact", "firmness", "channel", "date", "gist",
)  # fmt: skip


class Code(NamedTuple):
    """A code by its kind and its name in the case; an option's name is ``issue/option``."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A code of the codebook, in words."""

    code: Code
    label: str
    description: str = ""
    under: Code | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A stretch of a document and the codes that it carries."""

    statement: str
    target: int
    """Which of the statement's targets it is, counted from 1."""
    source: str
    codes: tuple[Code, ...]
    paragraph: int | None = None
    """None where the citation names none, or its words were not found."""
    start: int | None = None
    """The first code point over the document's paragraphs joined by line feeds; None where it is not known."""
    end: int | None = None
    words: str | None = None
    """None where they may not be quoted, or are not at hand."""


def codebook(case: Case) -> tuple[Entry, ...]:
    """Every code of the case, kind by kind, each option after its issue."""
    found = []
    for name, party in case.parties.items():
        found.append(Entry(Code("party", name), party.short or party.name, party.note or party.name))
    for name, issue in case.issues.items():
        above = Code("issue", name)
        found.append(Entry(above, issue.label, issue.note or issue.question))
        found += [
            Entry(Code("option", f"{name}/{option}"), one.text, one.note or "", above)
            for option, one in issue.options.items()
        ]
    found += [Entry(Code("verb", verb), verb, _VERBS[verb]) for verb in VERBS]
    for name, fact in case.facts.items():
        found.append(Entry(Code("fact", name), fact.text, "" if fact.unit is None else f"Counted in {fact.unit}"))
    found += [Entry(Code("firmness", name), name) for name in FIRMNESSES]
    found += [Entry(Code("channel", name), name) for name in get_args(Channel)]
    return tuple(found)


def codes_of(statement: Statement, case: Case) -> tuple[Code, ...]:
    """What a statement is coded with, each once: whose word, what it does, of what it speaks."""
    found = [Code("party", str(party)) for party in statement.parties if party in case.parties]
    found.append(Code("verb", statement.verb))
    for mention in mentions_of(statement):
        if mention.kind in ("issue", "topic") and mention.name in case.issues:
            found.append(Code("issue", mention.name))
        elif mention.kind == "option" and mention.owner in case.issues:
            found.append(Code("option", f"{mention.owner}/{mention.name}"))
        elif mention.kind == "fact" and mention.name in case.facts:
            found.append(Code("fact", mention.name))
    if "firmness" in statement.model_fields_set:  # what is left out is nobody's coding
        found.append(Code("firmness", statement.firmness))
    if statement.channel is not None:
        found.append(Code("channel", statement.channel))
    return tuple(dict.fromkeys(found))


def coded(case: Case) -> tuple[Coded, ...]:
    """Every target of a citation of a statement, in the order of the case."""
    found: list[Coded] = []
    count: dict[str, int] = {}
    for one in case.cited:
        if one.by_statement and one.by in case.statements:
            codes = codes_of(case.statements[one.by], case)
            for place in _places(case, one):
                count[one.by] = count.get(one.by, 0) + 1
                found.append(Coded(one.by, count[one.by], one.source, codes, *place))
    return tuple(found)


def _places(case: Case, one: Cited) -> Iterator[tuple[int | None, int | None, int | None, str | None]]:
    document, source = case.documents.get(one.source), case.sources.get(one.source)
    citation = one.citation
    if document is None or one.anchored is None:
        yield (citation.paragraph, None, None, None)
        yield from ((target.paragraph, None, None, None) for target in citation.also)
        return
    for anchor in one.anchored.targets:
        if anchor.paragraph is None:
            yield (None, None, None, None)
            continue
        start = document.starts[anchor.paragraph - 1] + anchor.start
        end = document.starts[(anchor.last or anchor.paragraph) - 1] + anchor.end
        quotable = source is not None and source.quotable
        yield (anchor.paragraph, start, end, document.joined[start:end] if quotable else None)


def codebook_csv(case: Case) -> str:
    """The codebook as a table: a row for each code."""
    return csv_table(
        CODEBOOK,
        (
            {
                "kind": one.code.kind,
                "code": one.code.name,
                "under": "" if one.under is None else one.under.name,
                "label": one.label,
                "description": one.description,
            }
            for one in codebook(case)
        ),
    )


def codings_csv(case: Case) -> str:
    """The codings as a table: a row for each target, several codes of a kind joined by semicolons."""
    return csv_table(CODINGS, (_row(one, case.statements[one.statement]) for one in coded(case)))


def _row(one: Coded, statement: Statement) -> dict[str, object]:
    row: dict[str, object] = {
        "statement": one.statement,
        "target": one.target,
        "source": one.source,
        "paragraph": one.paragraph,
        "start": one.start,
        "end": one.end,
        "words": one.words,
        "by": statement.by,
        "via": statement.via,
        "date": statement.date.day or statement.date.said,
        "gist": statement.gist,
    }
    for kind in get_args(Kind):
        row[kind] = [code.name for code in one.codes if code.kind == kind]
    return row
