"""Question 3: is the draft coherent? Circular conditions, disputed orders, gaps, and what stops when something fails.

Two verdicts, kept apart: the text alone, and the text with the parties' stated conditions (`verdict`, `stated`). How
conditions are read as order stands in `graph`. Whether times can be kept is another question, and not this module's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from holdfast.analyses.clauses import clauses
from holdfast.analyses.coherence.commitments import Arrow, CommitmentGraph, Node, commitment_graph
from holdfast.analyses.coherence.failing import Failure, Given, Harm, WhatIf, what_if
from holdfast.analyses.coherence.gap import Found, Gap
from holdfast.analyses.coherence.gaps import gaps
from holdfast.analyses.coherence.graph import Link, Missing, Moment
from holdfast.analyses.coherence.instance import Undecided, instantiate
from holdfast.analyses.coherence.stated import stated_graph
from holdfast.analyses.coherence.text_graph import text_graph
from holdfast.analyses.coherence.ties import Ties, Trouble, ties
from holdfast.analyses.coherence.verdict import (
    Circle,
    Dispute,
    Knot,
    NeverMet,
    Opposed,
    Said,
    Step,
    Unmet,
    Verdict,
    stated_verdict,
    text_verdict,
)
from holdfast.analyses.coherence.vetoes import Choke, Power, Vetoes, vetoes
from holdfast.analyses.facts import facts
from holdfast.analyses.progress import Progress, unheard
from holdfast.case.case import Case, Draft
from holdfast.case.model import LeftVague
from holdfast.case.model.agreement import Unrecorded
from holdfast.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Coherence:
    """The answer to question 3 for one draft and one package."""

    draft: str
    title: str
    package: Mapping[str, str]
    as_of: date | None
    standing: tuple[str, ...]
    left_out: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    text: Verdict
    stated: Verdict
    commitments: CommitmentGraph
    ties: Ties
    gaps: tuple[Gap, ...]
    not_recorded: tuple[tuple[Unrecorded, tuple[str, ...]], ...]
    """What the case says the documents at hand do not tell, and of which clauses: no gaps of the agreement."""
    vetoes: Vetoes
    what_if: WhatIf
    deliberately_open: tuple[LeftVague, ...]
    method: str
    assumptions: tuple[str, ...]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The gaps as diagnostics, in the order of their codes."""
        return tuple(one.diagnostic for one in self.gaps)

    @property
    def is_wrong(self) -> bool:
        """Whether the text has a finding that is more than a note."""
        return any(one.severity is not Severity.NOTE for one in self.gaps)


def coherence(
    case: Case,
    *,
    as_of: date | None = None,
    draft: Draft | None = None,
    package: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Coherence | None:
    """Whether a draft is coherent; None where the case has no draft.

    1. Instantiate the draft under its package: which clauses stand (`instance`).
    2. Put its conditions into an and/or graph, and find what can start, circles, and what could be relaxed.
    3. The same with every party's current statements; there, which orders are disputed.
    4. Try both orders of what is tied together; let each clause and each pair fail; list the gaps.

    Args:
        case: the case.
        as_of: the day whose statements count; the case's own where it is None, and all where that is None too.
        draft: which draft; the case's default where None.
        package: options by issue, in place of the draft's own.
        progress: told what is being done and how far it has come, from 0 to 1. What it raises ends the work.
    """
    chosen = draft or case.draft
    if chosen is None:
        return None
    told = progress or unheard
    told("reading the conditions", 0.0)
    day = as_of or case.as_of
    instance = instantiate(case, chosen, package)
    graph = text_graph(instance)
    stated = stated_graph(graph, day)
    told("looking for circles", 0.0)
    text = text_verdict(graph)
    tied = ties(graph, stated.graph)
    told("looking for circles", 0.5)
    as_stated = stated_verdict(graph, stated)
    failing = what_if(graph, told)
    told("looking for gaps", 0.0)
    said = clauses(case, as_of=day, draft=chosen)
    left, untold = gaps(Found(instance, text, tied, failing, said, facts(case, as_of=day)))
    return Coherence(
        draft=chosen.name,
        title=chosen.agreement.title,
        package=instance.package,
        as_of=day,
        standing=tuple(instance.standing),
        left_out=tuple(instance.left_out),
        undecided=instance.undecided,
        text=text,
        stated=as_stated,
        commitments=commitment_graph(graph, stated, text, as_stated),
        ties=tied,
        gaps=left,
        not_recorded=untold,
        vetoes=vetoes(graph, failing),
        what_if=failing,
        deliberately_open=chosen.agreement.deliberately_open,
        method=(
            "What can start is the least fixpoint of all conditions. A circle is a smallest set of conditions that "
            "keeps something from ever starting; what could be relaxed is every smallest set that undoes all circles "
            "which hang together."
        ),
        assumptions=(
            "A prohibition, or a duty that goes on, counts as met for those who wait for it once it is in force.",
            "Conditions in words, and what the package leaves open, are taken as met; they are listed.",
            "`refuses X unless Y`: nothing that realises X begins before Y. `requires X if Y` sets no order.",
            "Whether the times can be kept is not looked at here.",
        ),
    )


__all__ = [
    "Arrow",
    "Choke",
    "Circle",
    "Coherence",
    "CommitmentGraph",
    "Dispute",
    "Failure",
    "Gap",
    "Given",
    "Harm",
    "Knot",
    "Link",
    "Missing",
    "Moment",
    "NeverMet",
    "Node",
    "Opposed",
    "Power",
    "Said",
    "Step",
    "Ties",
    "Trouble",
    "Undecided",
    "Unmet",
    "Verdict",
    "Vetoes",
    "WhatIf",
    "coherence",
]
