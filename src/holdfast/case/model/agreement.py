"""agreement.yaml: one draft of the agreement, with its clauses, events and phases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, ConfigDict, model_validator

from holdfast.case.model.base import (
    EMPTY,
    Carried,
    CommitmentRef,
    Count,
    Dated,
    DateSaid,
    Flag,
    Id,
    If,
    IssueRef,
    Item,
    Lengths,
    Map,
    OneOrMany,
    OptionRef,
    PartyRef,
    PhaseRef,
    StatementRef,
    TermRef,
    Text,
    When,
)
from holdfast.case.model.evidence import Citation
from holdfast.case.model.fields import OrShort, described, fail
from holdfast.case.model.quantities import Given, Remedies, TrancheText


class Obligors(Item):
    """Who owes a commitment: each of `each`, or `jointly` all of them in one act."""

    each: tuple[PartyRef, ...] = ()
    """Each of these by itself."""
    jointly: OneOrMany[PartyRef] | None = None
    """All of these together."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.each and not self.jointly:
            raise fail("HF202", "nobody is named here", "write a party, [a, b] or {jointly: [a, b]}")
        if self.each and self.jointly:
            raise fail("HF211", "who owes it is given twice", "keep one of the two", at="jointly", and_at="each")
        return self

    @property
    def parties(self) -> tuple[PartyRef, ...]:
        """Everybody who owes it."""
        return self.jointly or self.each


def _read_obligors(value: object) -> object:
    if isinstance(value, str):
        return {"each": [value]}
    return {"each": value} if isinstance(value, list) else value


_PARTY = described("The name of a party")
By = Annotated[
    Obligors,
    BeforeValidator(_read_obligors),
    OrShort({"anyOf": [_PARTY, {"type": "array", "items": _PARTY, "minItems": 1}]}),
]


class Pairing(Item):
    """Tranche k waits for tranche k of another commitment, whose k+1 waits for ours."""

    commitment: CommitmentRef
    """The other commitment."""
    when: Literal["performed", "verified", "begun"] = "performed"
    """What must be true of its tranche."""


class Variant(Item):
    """Another reading or language version of a clause; keys that are not given are the clause's own."""

    reading: Text
    """Whose reading it is, or which version."""
    language: Text | None = None
    """Its language as a BCP 47 tag."""
    text: Text | None = None
    """The words of this version."""
    cite: OneOrMany[Citation] = ()
    """Where they are written."""
    if_: If | None = None
    """As in the commitment."""
    after: If | None = None
    """As in the commitment."""
    within: Lengths | None = None
    """As in the commitment."""
    deadline: When | None = None
    """As in the commitment."""
    on: When | None = None
    """As in the commitment."""
    from_: If | None = None
    """As in the commitment."""
    until: If | None = None
    """As in the commitment."""
    gives: Map[Id, Given] = EMPTY
    """As in the commitment."""


#: What a case can leave out of a clause without saying that the agreement does.
Unrecorded: TypeAlias = Literal[
    "obligor", "date", "verifier", "decider", "remedy", "amounts", "terms", "end", "oversight"
]
#: The keys of a clause that say so after all.
_RECORDED: Final[Mapping[Unrecorded, tuple[str, ...]]] = {
    "obligor": ("by",),
    "date": ("on", "deadline", "within"),
    "verifier": ("verified_by",),
    "decider": ("decider",),
    "remedy": ("if_breached",),
    "end": ("until",),
    "oversight": ("overseen_by",),
}


class Commitment(Item):
    """A clause: what somebody does, gives or refrains from."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {"required": ["does", "must_not"]},
            "anyOf": [{"required": [key]} for key in ("does", "must_not", "gives", "text", "takes")],
        }
    )

    by: By | None = None
    """Who owes it: a party, `[a, b]` for each of them, `{jointly: [a, b]}` for one act of both."""
    to: OneOrMany[PartyRef] = ()
    """To whom it is owed."""
    does: Text | None = None
    """What is done, in our own words."""
    must_not: Text | None = None
    """A prohibition: what is not done."""
    text: Text | None = None
    """The clause itself, where it may be quoted."""
    cite: OneOrMany[Citation] = ()
    """Where it is written."""
    phase: PhaseRef | None = None
    """The phase it belongs to."""
    if_: If | None = None
    """The clause stands only in packages that meet this condition."""
    unless: If | None = None
    """It falls away once this is true."""
    after: If | None = None
    """It is due once this is true; `D` is that day."""
    within: Lengths | None = None
    """How long after that, at most; or from and to."""
    deadline: When | None = None
    """A last day: a date, `D+30` or an offset from an event."""
    on: When | None = None
    """The day itself."""
    from_: If | None = None
    """When a duty or prohibition begins."""
    until: If | None = None
    """When it ends."""
    takes: Lengths | None = None
    """How long it takes, where nobody controls that."""
    so_long_as: If | None = None
    """It is owed only while this is true."""
    verified_by: OneOrMany[PartyRef] = ()
    """Who verifies."""
    verification: Lengths | None = None
    """How long verifying takes."""
    decider: PartyRef | None = None
    """Who rules on disputes."""
    if_breached: Remedies = ()
    """What follows a breach."""
    gives: Map[Id, Given] = EMPTY
    """Goods and amounts."""
    leaves_at_most: Map[Id, Given] = EMPTY
    """What may remain at most."""
    for_each: Map[Id, Map[Id, Given]] = EMPTY
    """Rates: for each unit of a good, so much of another."""
    tranches: tuple[TrancheText, ...] = ()
    """In which parts it is due."""
    paired_with: Pairing | None = None
    """The commitment whose tranches alternate with these."""
    needs_consent: OneOrMany[PartyRef] = ()
    """Who must agree before it is done."""
    held_by: OneOrMany[PartyRef] = ()
    """Who has in hand what it takes, where that is not who owes it: a parliament's law, another's prisoners."""
    linked_to: OneOrMany[CommitmentRef] = ()
    """Commitments it is tied to, in an order that nobody said."""
    creates: OneOrMany[PartyRef] = ()
    """Bodies that it creates."""
    overseen_by: OneOrMany[PartyRef] = ()
    """Who oversees it."""
    effort: Flag = False
    """Whether an effort is owed and not a result."""
    reversible: Flag | None = None
    """Whether it can be undone; unknown where it is left out."""
    variants: tuple[Variant, ...] = ()
    """Other readings or language versions."""
    not_recorded: OneOrMany[Unrecorded] = ()
    """What the documents at hand do not tell of it. It is listed, and is no gap of the agreement."""
    provisions: OneOrMany[Carried] = ()
    """What of the checklist it carries, as judged by those who keep the case."""
    note: Text | None = None
    """A remark of those who keep the case."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.does is not None and self.must_not is not None:
            raise fail(
                "HF211",
                "a commitment is done or refrained from, not both",
                "make two of it",
                at="must_not",
                and_at="does",
            )
        if self.does is None and self.must_not is None and not self.gives and self.text is None and not self.takes:
            raise fail(
                "HF202",
                "this commitment says nothing: `does`, `must_not`, `gives` or `text` is missing",
                "say what is done",
            )
        if self.on is not None and (self.deadline is not None or self.within is not None):
            other = "deadline" if self.deadline is not None else "within"
            raise fail(
                "HF211",
                f"`on` names the day, and `{other}` a span of days",
                "keep one of the two",
                at=other,
                and_at="on",
            )
        for one in self.not_recorded:
            said = next((key for key in _RECORDED.get(one, ()) if getattr(self, key)), None)
            if said is not None:
                raise fail(
                    "HF211",
                    f"`{said}` is given, and `not_recorded` says that nothing is known of it ({one})",
                    "keep one of the two",
                    at="not_recorded",
                    and_at=said,
                )
        return self


class Event(Item):
    """Something that starts clocks and that nobody owes."""

    declared_by: PartyRef | None = None
    """Who says that it has happened."""
    text: Text | None = None
    """What it is, in words."""
    on: When | None = None
    """When, if that is fixed."""
    cite: OneOrMany[Citation] = ()
    """Where it is written."""


class Phase(Item):
    """A stretch of the agreement."""

    text: Text | None = None
    """What it is, in words."""
    opens: If | None = None
    """When it begins."""
    ends: If | None = None
    """When it ends; once all its commitments are performed, where this is left out."""
    declared_by: PartyRef | None = None
    """Who declares it open or ended."""
    cite: OneOrMany[Citation] = ()
    """Where it is written."""


class LeftVague(Item):
    """Something left vague on purpose."""

    term: Text
    """What."""
    by: OneOrMany[PartyRef] = ()
    """By whom."""
    because: Text | None = None
    """Why."""
    from_: OneOrMany[StatementRef] = ()
    """The statements that say so."""


def _read_vague(value: object) -> object:
    return {"term": value} if isinstance(value, str) else value


def _read_groups(value: object) -> object:
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return [value]
    return value


def _check_groups(groups: tuple[tuple[CommitmentRef, ...], ...]) -> tuple[tuple[CommitmentRef, ...], ...]:
    if any(len(group) < 2 for group in groups):
        raise fail("HF204", "one step alone is not simultaneous with anything", "name at least two commitments")
    return groups


class Agreement(Item):
    """agreement.yaml: one draft."""

    title: Text
    """The draft's title."""
    proposed_by: OneOrMany[PartyRef] = ()
    """Whose draft it is."""
    version: Count = 1
    """Commands take the highest version unless `--draft` says otherwise."""
    date: DateSaid = Dated()
    """When it was put forward."""
    cite: OneOrMany[Citation] = ()
    """Where it is written."""
    package: Map[IssueRef, OptionRef] = EMPTY
    """The options that this draft presumes."""
    events: Map[Id, Event] = EMPTY
    """Events that start clocks."""
    phases: Map[Id, Phase] = EMPTY
    """Its phases, in order."""
    commitments: Map[Id, Commitment] = EMPTY
    """Its clauses, in order."""
    together: Annotated[
        tuple[tuple[CommitmentRef, ...], ...],
        AfterValidator(_check_groups),
        BeforeValidator(_read_groups),
        OrShort({"type": "array", "items": described("The name of a commitment"), "minItems": 2}),
    ] = ()
    """Commitments that are one simultaneous step."""
    open_terms: OneOrMany[TermRef] = ()
    """Terms that it uses and does not define."""
    deliberately_open: tuple[
        Annotated[LeftVague, BeforeValidator(_read_vague), OrShort(described("What, in a word"))], ...
    ] = ()
    """What the parties leave vague on purpose."""
    not_recorded: OneOrMany[Unrecorded] = ()
    """What the documents at hand do not tell of a clause that does not say it: listed, and no gap of the agreement."""
    note: Text | None = None
    """A remark of those who keep the case."""
