"""What agreements of a stage usually provide for, and what of it a draft is marked as carrying.

Information, and nothing more: an agreement may do well without most of it. What a clause carries is what those who keep
the case say in its `provisions`; beside that, only what a key of the format says by its own meaning counts, marked so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.case.case import Case, Draft
from holdfast.case.model import Citation, Commitment
from holdfast.case.provisions import PROVISIONS, STAGES, Provision, Stage

Status: TypeAlias = Literal["marked", "by a key", "not marked"]

#: Where the shares were counted.
SOURCE: Final = "PA-X Peace Agreements Database, version 10 (our count of what is coded above 0)"
#: How many agreements of each stage are coded there.
CODED: Final[Mapping[Stage, int]] = {"ceasefire": 483, "comprehensive": 124}


@dataclass(frozen=True, slots=True)
class Rate:
    """What share of the coded agreements of a stage provides for something. It says nothing of what is good."""

    stage: Stage
    what: str
    """What they provide for: the source's category, in our words."""
    percent: int
    provisions: tuple[str, ...] = ()
    """The provisions of the list that the category is about; none where it is about no one of them."""

    @property
    def of(self) -> int:
        """How many agreements of the stage were coded."""
        return CODED[self.stage]

    @property
    def source(self) -> str:
        """Where it was counted."""
        return SOURCE


RATES: Final[tuple[Rate, ...]] = (
    Rate("ceasefire", "a ceasefire", 86),
    Rate("ceasefire", "a mechanism of enforcement", 38),
    Rate("ceasefire", "an international mission", 35),
    Rate("ceasefire", "guarantees of security", 32),
    Rate("ceasefire", "the release of prisoners", 26, ("prisoners-and-missing",)),
    Rate("ceasefire", "humanitarian measures", 18, ("civilians-and-aid",)),
    Rate("ceasefire", "missing persons", 3, ("prisoners-and-missing",)),
    Rate("comprehensive", "a mechanism of enforcement", 66),
    Rate(
        "comprehensive",
        "disarmament, demobilisation or reintegration",
        52,
        ("disarmament", "demobilisation", "reintegration"),
    ),
    Rate("comprehensive", "an amnesty", 44, ("amnesty",)),
    Rate("comprehensive", "an international mission", 35),
    Rate("comprehensive", "the release of prisoners", 28, ("prisoner-release",)),
)


def _has(*keys: str) -> Callable[[Commitment], tuple[str, ...]]:
    def given(clause: Commitment) -> tuple[str, ...]:
        return tuple(key for key in keys if getattr(clause, key) not in (None, ()))

    return given


def _languages(clause: Commitment) -> tuple[str, ...]:
    return ("variants",) if any(variant.language is not None for variant in clause.variants) else ()


#: What a key says by its own meaning, and nothing that would have to be read out of words.
BY_KEY: Final[Mapping[str, Callable[[Commitment], tuple[str, ...]]]] = {
    "prohibited-acts": _has("must_not"),
    "violation-findings": _has("verified_by"),
    "final-decider": _has("decider"),
    "consequences": _has("if_breached"),
    "language-versions": _languages,
    "dispute-settlement": _has("decider"),
    "verification": _has("verified_by"),
    "timeline": _has("phase", "within", "deadline", "on"),
}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A clause that carries a provision, and how that is known."""

    clause: str
    keys: tuple[str, ...]
    """The keys that say so by their meaning; empty where `provisions` says so."""
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One provision, and what the draft has of it."""

    provision: Provision
    marked: tuple[Carrier, ...]
    by_key: tuple[Carrier, ...]
    rates: tuple[Rate, ...]

    @property
    def status(self) -> Status:
        """Whether a clause says that it carries it, only a key shows something of it, or neither."""
        return "marked" if self.marked else "by a key" if self.by_key else "not marked"


@dataclass(frozen=True, slots=True)
class List:
    """The list of one stage."""

    stage: Stage
    items: tuple[Item, ...]
    others: tuple[Rate, ...]
    """Shares of categories that are about no one item."""

    def of(self, status: Status) -> tuple[Item, ...]:
        """The items of one status."""
        return tuple(one for one in self.items if one.status == status)


@dataclass(frozen=True, slots=True)
class Checklist:
    """What agreements usually provide for, beside a draft."""

    draft: str
    title: str
    lists: tuple[List, ...]
    clauses: int
    unmarked: tuple[str, ...]
    """Clauses without `provisions`: what they carry is not known here."""
    method: str
    assumptions: tuple[str, ...]


def checklist(case: Case, *, draft: Draft | None = None, stages: Iterable[Stage] = ()) -> Checklist | None:
    """What agreements of a stage usually provide for, and what a draft has of it; None where the case has no draft.

    Args:
        case: the case.
        draft: which draft; the case's default where None.
        stages: which lists; both where none is named. Of what stage a draft is, no key of a case says.
    """
    chosen = draft or case.draft
    if chosen is None:
        return None
    wanted = set(stages) or set(STAGES)
    commitments = chosen.agreement.commitments
    return Checklist(
        draft=chosen.name,
        title=chosen.agreement.title,
        lists=tuple(_list(stage, commitments) for stage in STAGES if stage in wanted),
        clauses=len(commitments),
        unmarked=tuple(name for name, one in commitments.items() if not one.provisions),
        method=(
            "A provision is marked where a clause names it in `provisions`. Otherwise only a key that says it by its "
            "own meaning counts; nothing is read out of words."
        ),
        assumptions=(
            "Information and no finding: that others have something does not mean that this draft needs it.",
            "Not marked does not mean absent: a clause may carry it without saying so in `provisions`.",
            "A key shows something of a provision, such as who verifies, and not that it is complete.",
            "Every clause of the draft counts, whatever package it stands under.",
            "Shares say what agreements contained, and nothing of what became of them.",
        ),
    )


def _list(stage: Stage, commitments: Mapping[str, Commitment]) -> List:
    rates = [rate for rate in RATES if rate.stage == stage]
    return List(
        stage,
        tuple(_item(one, commitments, rates) for one in PROVISIONS.values() if one.stage == stage),
        tuple(rate for rate in rates if not rate.provisions),
    )


def _item(provision: Provision, commitments: Mapping[str, Commitment], rates: Iterable[Rate]) -> Item:
    marked, by_key = [], []
    shows = BY_KEY.get(provision.name)
    for name, clause in commitments.items():
        if provision.name in clause.provisions:
            marked.append(Carrier(name, (), clause.cite))
        elif shows is not None and (keys := shows(clause)):
            by_key.append(Carrier(name, keys, clause.cite))
    return Item(
        provision,
        tuple(marked),
        tuple(by_key),
        tuple(rate for rate in rates if provision.name in rate.provisions),
    )
