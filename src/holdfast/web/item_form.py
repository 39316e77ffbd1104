"""What can be edited in a form: for each kind its model, where it stands in the case's files, and what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from pydantic import BaseModel

from holdfast.case.files import Kind as FileKind
from holdfast.case.model import Agreement, CaseFile, Commitment, Fact, Issue, Party, Rule, Source, Term, Values
from holdfast.case.model.agreement import Event, Phase
from holdfast.case.model.casefile import Audience, PartyAddition
from holdfast.web.model_form import Field, Names, fields_of, keys_of

Kind: TypeAlias = Literal[
    "case", "party", "interests", "issue", "rule", "term", "fact", "audience", "source", "draft", "commitment", "event",
    "phase", "judgement",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of thing is edited."""

    model: type[BaseModel]
    file: FileKind
    key: str | None
    """Under which key of the file things of this kind stand; None: at its root."""
    shape: Literal["mapping", "list", "whole"]
    """A mapping by name, a list with an `id` in each, or the file's own keys."""
    word: str
    """What it is called."""
    first: tuple[str, ...]
    """The keys that come first; the others fold."""
    leave: frozenset[str] = frozenset()
    """Keys that have forms of their own, or that only programs write."""
    of_draft: bool = False
    of_party: bool = False
    """Whether its name is a party's: there is one for each party."""
    judged: str = ""
    """What of it is a judgement, in words that the form begins with."""


_INTERESTS: Final = (
    "Interests are judgements of those who keep the case, not what a party said. Say who judged so, and on what ground."
)
_WORTH: Final = (
    "What outcomes are worth to a party is somebody's judgement, not evidence: nobody said these numbers. Say who "
    "judged, when and on what ground. Where you are not sure, write a range, such as 40 to 80, or only the order. What "
    "is left empty is taken as not known, never as zero. Every result that rests on this says so."
)
FORMS: Final[Mapping[Kind, Form]] = {
    "case": Form(
        CaseFile, "case", None, "whole", "the case's head", ("title", "summary", "as_of", "timezone", "consent"),
        frozenset(("holdfast", "parties", "issues", "rules", "terms", "facts", "audiences")),
    ),
    "party": Form(
        Party, "case", "parties", "mapping", "party", ("name", "short", "roles", "of", "interests"),
        judged=_INTERESTS,
    ),
    "interests": Form(
        PartyAddition, "case", "parties", "mapping", "interests", ("interests", "note"), of_party=True,
        judged=f"{_INTERESTS} Only who sees this compartment sees these.",
    ),
    "issue": Form(Issue, "case", "issues", "mapping", "issue", ("question", "short", "status", "ordered", "options")),
    "rule": Form(Rule, "case", "rules", "list", "rule", ("require", "because", "cite"), frozenset(("id",))),
    "term": Form(Term, "case", "terms", "mapping", "term", ("defined", "as")),
    "fact": Form(Fact, "case", "facts", "mapping", "fact", ("text", "unit")),
    "audience": Form(Audience, "case", "audiences", "mapping", "audience", ("sees",)),
    "source": Form(
        Source, "sources", None, "list", "source", ("title", "publisher", "published", "kind", "language"),
        frozenset(("id", "file", "sha256", "original", "original_sha256")),
    ),
    "draft": Form(
        Agreement, "agreement", None, "whole", "draft",
        ("title", "proposed_by", "version", "date", "package", "open_terms", "deliberately_open"),
        frozenset(("events", "phases", "commitments")), of_draft=True,
    ),
    "commitment": Form(
        Commitment, "agreement", "commitments", "mapping", "clause",
        ("by", "to", "does", "must_not", "phase", "after", "within", "deadline", "gives", "verified_by", "decider",
         "if_breached", "if"),
        of_draft=True,
    ),
    "event": Form(
        Event, "agreement", "events", "mapping", "event", ("text", "declared_by", "on", "cite"), of_draft=True
    ),
    "phase": Form(
        Phase, "agreement", "phases", "mapping", "phase", ("text", "opens", "ends", "declared_by"), of_draft=True
    ),
    "judgement": Form(
        Values, "values", None, "mapping", "judgement of worth",
        ("judged", "importance", "options", "no_deal"), of_party=True,
        judged=_WORTH,
    ),
}  # fmt: skip


def fields(kind: Kind, names: Names) -> tuple[Field, ...]:
    """The fields of a form, those that most need come first."""
    form = FORMS[kind]
    made = fields_of(form.model, names, form.leave)
    return tuple(sorted(made, key=lambda one: form.first.index(one.key) if one.key in form.first else len(form.first)))


def keys(kind: Kind) -> tuple[str, ...]:
    """The keys of the model in its order, as they are written."""
    return keys_of(FORMS[kind].model)
