"""What a gap is, what gaps are read from, and what is not recorded and therefore no gap of the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from holdfast.analyses.clauses import Clauses
from holdfast.analyses.coherence.failing import WhatIf
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.coherence.ties import Ties
from holdfast.analyses.coherence.verdict import Verdict
from holdfast.analyses.facts import Facts
from holdfast.case.conditions import Condition
from holdfast.case.mentions import mentions
from holdfast.case.model import Commitment
from holdfast.case.model.agreement import Unrecorded
from holdfast.case.times import Offset
from holdfast.diagnostics import Diagnostic, Place, Severity


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap, with the clauses that it is about."""

    diagnostic: Diagnostic
    clauses: tuple[str, ...]
    about: tuple[str, ...]
    """What else it is about: a term, a good, a body, a phase."""

    @property
    def code(self) -> str:
        """Its code in the registry."""
        return self.diagnostic.code

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.diagnostic.severity


@dataclass(frozen=True, slots=True)
class Found:
    """What the gaps are read from."""

    instance: Instance
    text: Verdict
    ties: Ties
    what_if: WhatIf
    said: Clauses | None
    facts: Facts


def gap(
    found: Found,
    code: str,
    message: str,
    clauses: Sequence[str] = (),
    hint: str | None = None,
    about: Sequence[str] = (),
    at: Sequence[str] | None = None,
    labels: Sequence[str] = (),
) -> Gap:
    """A gap at the places of its clauses (or of `at`); at the head of the draft where it has none."""
    names = [name for name in (clauses if at is None else at) if name in found.instance.draft.places] or [""]
    places = [place_of(found.instance, name) for name in names]
    for place, label in enumerate(labels[: len(places) - 1], 1):
        places[place] = replace(places[place], label=label)
    return Gap(Diagnostic(code, message, tuple(places), hint), tuple(clauses), tuple(about))


def place_of(instance: Instance, name: str) -> Place:
    """Where something of the draft stands; the head of the draft where that is not known."""
    known = instance.draft.places
    return known.get(name) or known.get("") or Place("agreement.yaml")


def listed(names: Iterable[str]) -> str:
    """Names as messages have them."""
    return ", ".join(f"'{name}'" for name in names)


def references(clause: Commitment) -> Iterator[tuple[str, str]]:
    """Each key with a clause that it refers to."""
    conditions = (
        ("after", clause.after),
        ("from", clause.from_),
        ("until", clause.until),
        ("so_long_as", clause.so_long_as),
        *(("tranches", one.after) for one in clause.tranches),
    )
    for key, condition in conditions:
        yield from ((key, name) for name in named_in(condition))
    moments = [("on", clause.on), ("deadline", clause.deadline), *(("tranches", one.at) for one in clause.tranches)]
    yield from ((key, moment.anchor) for key, moment in moments if isinstance(moment, Offset))
    if clause.paired_with is not None:
        yield "paired_with", str(clause.paired_with.commitment)
    yield from (("linked_to", str(other)) for other in clause.linked_to)
    yield from (("if_breached", one.clause) for one in clause.if_breached if one.clause is not None)


def named_in(condition: Condition | None) -> tuple[str, ...]:
    """The clauses, events and phases that a condition names."""
    if condition is None:
        return ()
    return tuple(dict.fromkeys(ref.name for ref in mentions(condition).of("name", "commitment", "anchor")))


#: What a case leaves out (`not_recorded`), and the codes that would otherwise blame the agreement for it.
_UNRECORDED: Final[Mapping[str, Unrecorded]] = {
    "HF606": "obligor",
    "HF607": "date",
    "HF608": "date",
    "HF609": "verifier",
    "HF610": "decider",
    "HF611": "remedy",
    "HF612": "amounts",
    "HF613": "terms",
    "HF616": "end",
    "HF622": "oversight",
}


def unrecorded(instance: Instance, one: Gap) -> tuple[tuple[Unrecorded, str], ...]:
    """What the case says is not recorded, and of which clause, where that makes a gap none of the agreement's."""
    what = _UNRECORDED.get(one.code)
    draft = instance.draft.agreement
    about = one.clauses[-1:] if one.code == "HF608" else one.clauses
    told = [name for name in about if what in (*draft.not_recorded, *draft.commitments[name].not_recorded)]
    return tuple((what, name) for name in told) if what is not None and told and len(told) == len(about) else ()
