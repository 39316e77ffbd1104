"""The short answers: what the record says at a glance, and what it says of facts and other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.analyses.positions import FactRow, OnDraft, Stance, Word
from holdfast.case.model import Verb
from holdfast.diagnostics import Diagnostic, Severity
from holdfast.views.names import and_list, count, sentence, value_words
from holdfast.views.page.book import Book
from holdfast.views.signs import SEVERITY_SIGNS


@dataclass(frozen=True, slots=True)
class Glance:
    """The answers on one screen."""

    heading: str
    shared: tuple[str, ...]
    """Issues with a word from everybody whose consent is needed."""
    partial: tuple[tuple[str, tuple[str, ...]], ...]
    """Issues with a word from some of them, with those."""
    unspoken: tuple[str, ...]
    """Issues with a word from none of them."""
    firm: tuple[Stance, ...]
    """Stances firmer than a position, each once."""
    whole: tuple[OnDraft, ...]
    """Words on the draft as a whole."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A key with its claims."""

    row: FactRow
    origins: int
    """How many different origins the claims have."""
    same: bool
    """Whether all values are literally the same."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one verb."""

    verb: Verb
    title: str
    words: tuple[Word, ...]


_TITLES: Final[tuple[tuple[Verb, str, str], ...]] = (
    ("expects", "forecast", "Forecasts: expected, so never a fact"),
    ("warns", "warning", "Warnings: threats and deadlines"),
    ("offers", "offer", "Offers"),
    ("raises", "agenda point", "Agenda points"),
)


def glance(book: Book) -> Glance:
    """What the matrix says in short."""
    needed = frozenset(book.needed)
    heard = book.heard
    firm: dict[str, Stance] = {}
    for one in book.answer.stances:
        if one.retired_by is None and one.firmness in ("bottom-line", "red-line") and one.bearing == "about":
            firm.setdefault(one.because.statement, one)
    shared = tuple(issue for issue, parties in heard.items() if needed and parties == needed)
    return Glance(
        heading=_heading(book, len(shared)),
        shared=shared,
        partial=tuple(
            (issue, tuple(party for party in book.needed if party in parties))
            for issue, parties in heard.items()
            if parties and parties != needed
        ),
        unspoken=tuple(issue for issue, parties in heard.items() if not parties),
        firm=tuple(firm.values()),
        whole=tuple(one for one in book.answer.on_draft if one.clause is None and one.retired_by is None),
    )


def _heading(book: Book, shared: int) -> str:
    issues = len(book.answer.issues)
    if not book.needed:
        return sentence(f"{count(issues, 'issue')}, and nobody whose consent is needed")
    who = and_list([book.label(party) for party in book.needed])
    has = "has" if shared == 1 else "have"
    if shared == 0:
        return f"None of {count(issues, 'issue')} has a word from {who}" + (" alike" if len(book.needed) > 1 else "")
    return f"{shared} of {count(issues, 'issue')} {has} a word from {who}" + (" alike" if len(book.needed) > 1 else "")


def facts(book: Book) -> tuple[Fact, ...]:
    """What is said to be fact. Values are compared as they are written; nothing more is concluded here."""
    return tuple(
        Fact(
            row,
            len({(claim.origin or claim.asserted_by).casefold() for claim in row.claims}),
            len({value_words(claim.value).casefold() for claim in row.claims}) == 1,
        )
        for row in book.answer.facts
    )


def facts_heading(found: Sequence[Fact]) -> str:
    """How many things are claimed more than once, and how often in the same words."""
    if not found:
        return "No claims of fact are recorded"
    several = [fact for fact in found if len(fact.row.claims) > 1]
    things = f"{count(len(found), 'matter')} of fact"
    if not several:
        return sentence(f"{things}, each claimed once")
    same = sum(fact.same for fact in several)
    value = "none of them" if same == 0 else "all of them" if same == len(several) else f"{same} of them"
    if len(several) == 1:
        return f"1 of {things} is claimed more than once, {'always with the same value' if same else 'differently'}"
    return f"{len(several)} of {things} are claimed more than once, {value} with the same value throughout"


def other_words(book: Book) -> tuple[Words, ...]:
    """Forecasts, warnings, offers and agenda points."""
    return tuple(
        Words(verb, title, found)
        for verb, _, title in _TITLES
        if (found := tuple(word for word in book.answer.words if word.verb == verb))
    )


def words_heading(book: Book) -> str:
    """How many of each there are."""
    numbers = Counter(word.verb for word in book.answer.words)
    return sentence(and_list([count(numbers[verb], one) for verb, one, _ in _TITLES]))


def findings_heading(diagnostics: Sequence[Diagnostic]) -> str:
    """What the check found, in a sentence."""
    if not diagnostics:
        return "The check found nothing wrong with the files"
    numbers = Counter(one.severity for one in diagnostics)
    found = [count(numbers[severity], SEVERITY_SIGNS[severity].word) for severity in Severity if numbers[severity]]
    return f"The check found {and_list(found)}"


def findings(diagnostics: Sequence[Diagnostic]) -> tuple[tuple[Severity, tuple[Diagnostic, ...]], ...]:
    """The diagnostics by severity, in the order given."""
    return tuple(
        (severity, found)
        for severity in Severity
        if (found := tuple(one for one in diagnostics if one.severity == severity))
    )
