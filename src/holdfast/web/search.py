"""Search over everything in the case: all words of the query, in any order, whatever their case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.case.case import Case
from holdfast.case.records import Entry
from holdfast.views.names import clause_text, fact_label, issue_label, party_label, readable, source_label
from holdfast.views.track_words import entry_words, when, who_words
from holdfast.web import links

Group: TypeAlias = Literal[
    "party", "issue", "statement", "clause", "draft", "source", "paragraph", "term", "fact", "entry"
]
#: The groups in the order in which they are shown, with their titles.
GROUPS: Final[dict[Group, str]] = {
    "party": "Parties",
    "issue": "Issues and options",
    "draft": "Drafts",
    "clause": "Clauses",
    "statement": "Statements",
    "entry": "Journal",
    "fact": "Matters of fact",
    "term": "Terms",
    "source": "Sources",
    "paragraph": "Text of sources",
}
#: So many of each group are shown.
SHOWN: Final = 25
_EXCERPT: Final = 140


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that holds all the words."""

    group: Group
    title: str
    text: str
    href: str
    compartment: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a group, the first of them shown."""

    group: Group
    shown: tuple[Hit, ...]
    total: int


class Index:
    """What can be found, with the words of each, levelled."""

    def __init__(self, hits: list[Hit]) -> None:
        self._entries = [(levelled(f"{hit.title}\n{hit.text}"), hit) for hit in hits]

    def search(self, query: str) -> tuple[Found, ...]:
        """What holds all words of the query, by group. Nothing for an empty one."""
        wanted = levelled(query).split()
        if not wanted:
            return ()
        found: dict[Group, list[Hit]] = {group: [] for group in GROUPS}
        for words, hit in self._entries:
            if all(word in words for word in wanted):
                found[hit.group].append(hit)
        return tuple(
            Found(group, tuple(_cut(hit, wanted) for hit in hits[:SHOWN]), len(hits))
            for group, hits in found.items()
            if hits
        )


def levelled(text: str) -> str:
    """A text without case and accents, for comparing."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _cut(hit: Hit, wanted: list[str]) -> Hit:
    """The hit with the part of its text where the words stand."""
    if len(hit.text) <= _EXCERPT:
        return hit
    place = next((at for word in wanted if (at := levelled(hit.text).find(word)) >= 0), 0)
    start = max(0, min(place - _EXCERPT // 3, len(hit.text) - _EXCERPT))
    part = hit.text[start : start + _EXCERPT]
    part = part if start == 0 else "… " + re.sub(r"^\S*\s", "", part)
    end = "" if start + _EXCERPT >= len(hit.text) else " …"
    return Hit(hit.group, hit.title, part + end, hit.href, hit.compartment)


def index(case: Case) -> Index:
    """The index of a case."""
    return Index(list(_hits(case)))


def _hits(case: Case) -> Iterator[Hit]:
    for name, party in case.parties.items():
        words = (party.name, *party.aliases, *(one.name for one in party.members), party.note or "", name)
        yield Hit("party", party_label(name, case), " · ".join(filter(None, words)), links.party(name), _of(case, name))
    for name, issue in case.issues.items():
        options = " · ".join(option.text for option in issue.options.values())
        text = f"{issue.question} {options} {issue.note or ''} {name}"
        yield Hit("issue", issue_label(name, case), text, links.issue(name), _of(case, name))
    for name, one in case.statements.items():
        who = one.by or ", ".join(party_label(party, case) for party in one.parties)
        quotes = " ".join(cite.quote for cite in one.cite if cite.quote)
        text = " · ".join(filter(None, (one.gist, quotes, one.reason, one.note, one.via, name)))
        yield Hit("statement", who, text, links.statement(name), _of(case, name))
    for draft in case.drafts.values():
        address = links.draft(draft.name)
        yield Hit("draft", draft.agreement.title, draft.name, address, _of(case, draft.name))
        for name, clause in draft.agreement.commitments.items():
            text = " · ".join(filter(None, (clause.text, clause.note, name)))
            compartment = _of(case, draft.name)
            yield Hit("clause", clause_text(clause, name), text, links.clause(name, draft.name), compartment)
    for name, fact in case.facts.items():
        yield Hit("fact", fact_label(name, case), fact.text, links.fact(name), "public")
    for name, term in case.terms.items():
        yield Hit("term", readable(name), term.as_ or "not defined", links.term(name), _of(case, name))
    for name, source in case.sources.items():
        text = " · ".join(filter(None, (source.title, source.author, source.note, name)))
        yield Hit("source", source_label(name, case), text, links.source(name), _of(case, name))
    for name, document in case.documents.items():
        for number, paragraph in enumerate(document.paragraphs, 1):
            title = f"{source_label(name, case)} ¶{number}"
            yield Hit("paragraph", title, paragraph, links.paragraph(name, number), _of(case, name))


def index_of_entries(case: Case, entries: Iterable[Entry]) -> Index:
    """The index of what was recorded."""
    return Index([_entry_hit(case, one) for one in entries])


def _entry_hit(case: Case, one: Entry) -> Hit:
    record = one.record
    quotes = " ".join(cite.quote for cite in record.cite if cite.quote)
    text = " · ".join(filter(None, (entry_words(record, case), record.by, record.place, quotes, record.note, one.name)))
    who = who_words(record, case) if record.party or record.parties or record.by or record.via else record.kind
    return Hit("entry", f"{when(record)}: {who}", text, f"/journal/entries/{one.name}", one.compartment)


def _of(case: Case, name: str) -> str:
    return case.compartment_of(name)
