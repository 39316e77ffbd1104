"""case.yaml: parties, issues and their options, rules, terms, facts, consent and audiences."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ConfigDict, Discriminator, Tag, model_validator

from holdfast.case.model.base import (
    EMPTY,
    Count,
    Day,
    Flag,
    Id,
    If,
    Item,
    Map,
    OneOrMany,
    OptionId,
    OptionRef,
    PartyRef,
    StatementRef,
    Text,
)
from holdfast.case.model.evidence import Citation
from holdfast.case.model.fields import Scalar, described, fail
from holdfast.diagnostics import did_you_mean, or_list

#: The version of the format that this holdfast reads.
FORMAT: Final = 1
Role = Literal[
    "principal",
    "faction",
    "delegation",
    "mediator",
    "host",
    "guarantor",
    "supporter",
    "observer",
    "body",
    "authority",
    "press",
    "other",
]
IssueStatus = Literal["unopened", "open", "parked", "agreed-ad-referendum", "agreed"]


def _read_format(value: str) -> int:
    if value != str(FORMAT):
        raise fail("HF210", f"format version '{value}' is not known here", f"this holdfast reads version {FORMAT}")
    return FORMAT


def _read_zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        from zoneinfo import available_timezones

        hint = did_you_mean(value, sorted(available_timezones()))
        raise fail("HF204", f"'{value}' is not a time zone", hint or "write it like Europe/Lisbon") from None


def _read_origin(value: str) -> StatementRef | Literal["team"]:
    return "team" if value == "team" else StatementRef.read(value)


def _read_audience(value: str) -> str:
    if value == "public":
        raise fail("HF205", "'public' is there already and sees what is public", "give the audience a name of its own")
    return _read_compartment(value)


def _read_compartment(value: str) -> str:
    if re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", value) is None:
        raise fail("HF205", f"'{value}' cannot name a compartment or audience", "lower-case words joined by hyphens")
    return value


AudienceId = Annotated[str, Scalar("the name of an audience", _read_audience, described("The name of an audience"))]
CompartmentId = Annotated[
    str,
    Scalar("the name of a compartment", _read_compartment, described("A compartment: its folder's name, or `public`")),
]
Format = Annotated[int, Scalar("the format version", _read_format, {"const": FORMAT})]
Zone = Annotated[ZoneInfo, Scalar("a time zone", _read_zone, described("A time zone, such as Europe/Lisbon"))]
Idea = Annotated[
    StatementRef | Literal["team"],
    Scalar("the name of a statement, or `team`", _read_origin, described("The name of a statement, or `team`")),
]


class Member(Item):
    """A person of a party or delegation."""

    name: Text
    """The name."""
    as_: Text | None = None
    """In what capacity."""


class Interest(Item):
    """What moves a party beneath its positions: a judgement of those who keep the case."""

    text: Text
    """The interest, in words."""
    judged_by: Text
    """Who judged so."""
    because: Text | None = None
    """On what ground."""
    from_: OneOrMany[StatementRef] = ()
    """The statements that suggest it."""


class Party(Item):
    """Somebody who takes part, or a body that the agreement would create."""

    name: Text
    """The full name."""
    short: Text | None = None
    """A short name for tables."""
    aliases: OneOrMany[Text] = ()
    """Other names that sources use."""
    roles: OneOrMany[Role]
    """What it is in this negotiation; `principal` are those who must agree."""
    of: PartyRef | None = None
    """The party of which it is a faction or the delegation."""
    votes: Count | None = None
    """How many of that party's votes it has."""
    votes_of: Count | None = None
    """How many votes there are in this party."""
    majority: Count | None = None
    """How many of them a decision takes."""
    members: tuple[Member, ...] = ()
    """Persons, as sources name them."""
    interests: tuple[Interest, ...] = ()
    """Judgements of what moves it."""
    cite: OneOrMany[Citation] = ()
    """Where a source speaks of it."""
    note: Text | None = None
    """A remark of those who keep the case."""

    @property
    def label(self) -> str:
        """The name for tables: the short one where there is one."""
        return self.short or self.name

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.votes is not None and self.of is None:
            raise fail("HF211", "`votes` are counted in another party, and `of` is missing", "add `of:`", at="votes")
        if self.majority is not None and self.votes_of is None:
            raise fail("HF211", "a majority needs the number of votes", "add `votes_of:`", at="majority")
        if self.majority is not None and self.votes_of is not None and not 0 < self.majority <= self.votes_of:
            raise fail(
                "HF506",
                f"a majority of {self.majority} of {self.votes_of} votes is not possible",
                at="majority",
                and_at="votes_of",
            )
        return self


class Option(Item):
    """One way in which an issue could be settled."""

    text: Text
    """The option, in words."""
    done_when: If | None = None
    """When it is realised: a condition over commitments."""
    from_: OneOrMany[Idea] = ()
    """Whose idea it is: statements, or `team`."""
    cite: OneOrMany[Citation] = ()
    """Where a source speaks of it."""
    note: Text | None = None
    """A remark of those who keep the case."""


class Issue(Item):
    """A question that the talks are about, with the options that are on the table."""

    question: Text
    """The question, in words."""
    short: Text | None = None
    """A short name for tables."""
    status: IssueStatus = "open"
    """How far the talks have come on it."""
    ordered: Flag = False
    """Whether the options run from one end to the other."""
    options: Map[OptionId, Option]
    """The options, in order where `ordered`. `left-open` is built in."""
    today: OptionRef | None = None
    """The option that holds now."""
    settled: OptionRef | None = None
    """The option agreed on, once the issue is agreed."""
    words: OneOrMany[Text] = ()
    """Words by which sources speak of it."""
    note: Text | None = None
    """A remark of those who keep the case."""

    @property
    def label(self) -> str:
        """The name for tables: the short one where there is one."""
        return self.short or self.question

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.options:
            raise fail("HF204", "an issue without options cannot be settled", "write at least one option", at="options")
        for key in ("today", "settled"):
            option = getattr(self, key)
            if option is not None and option not in self.options:
                hint = did_you_mean(option, self.options) or f"its options are {or_list(list(self.options))}"
                raise fail("HF302", f"this issue has no option '{option}'", hint, at=key, and_at="options")
        agreed = self.status in ("agreed", "agreed-ad-referendum")
        if agreed and self.settled is None:
            raise fail("HF508", f"the issue is {self.status}, and `settled` does not say on what", at="status")
        if self.settled is not None and not agreed:
            raise fail(
                "HF508",
                f"`settled` is given, and the status is {self.status}",
                "write status: agreed, or drop `settled`",
                at="settled",
                and_at="status",
            )
        return self


class Rule(Item):
    """What the world rules out, whoever wants it."""

    id: Id
    """The rule's name."""
    require: If
    """What must hold in every package."""
    because: Text | None = None
    """Why it must."""
    cite: OneOrMany[Citation] = ()
    """Where that is written."""


class Term(Item):
    """A word of the agreement that needs a definition."""

    defined: Flag
    """Whether it has one."""
    as_: Text | None = None
    """The definition."""
    by: PartyRef | None = None
    """Who defines it so."""
    cite: OneOrMany[Citation] = ()
    """Where that is written."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.as_ is not None and not self.defined:
            raise fail(
                "HF211",
                "a definition stands here, and `defined` is false",
                "write defined: true",
                at="as",
                and_at="defined",
            )
        return self


class Fact(Item):
    """What a key of `asserts` counts or claims."""

    text: Text
    """In words."""
    unit: Text | None = None
    """What is counted."""


class Audience(Item):
    """A group of readers."""

    sees: OneOrMany[CompartmentId]
    """The compartments they may read."""


class Items(Item):
    """What the case.yaml of the case and those of its compartments have in common."""

    issues: Map[Id, Issue] = EMPTY
    """What the talks are about."""
    rules: tuple[Rule, ...] = ()
    """What the world rules out."""
    terms: Map[Id, Term] = EMPTY
    """Words that need a definition."""
    facts: Map[Id, Fact] = EMPTY
    """Readable names of what is asserted; where given, every asserted key must be among them."""


class LanguageModel(Item):
    """A server to which documents that are public and may be quoted may be sent, because everybody agreed to it."""

    endpoint: Text
    """Its address, such as `https://models.example.org/v1`."""
    because: Text
    """Who agreed to it, and why."""


class CaseFile(Items):
    """case.yaml: who negotiates about what. Split into a folder, each key stands in one of its files."""

    model_config = ConfigDict(json_schema_extra={"required": ["holdfast", "title"]})

    holdfast: Format | None = None
    """The version of the format: 1."""
    title: Text | None = None
    """The case's title."""
    summary: Text | None = None
    """What it is about, in a few sentences."""
    as_of: Day | None = None
    """The day as of which the case is read, unless a command says otherwise."""
    timezone: Zone | None = None
    """The time zone of all times in the case; UTC where it is left out."""
    parties: Map[Id, Party] = EMPTY
    """Those who take part, in the order in which they are shown."""
    consent: OneOrMany[PartyRef] = ()
    """Without whom there is no deal; all principals where it is left out."""
    audiences: Map[AudienceId, Audience] = EMPTY
    """Who may read which compartments."""
    language_model: LanguageModel | None = None
    """A language model beyond this machine to which public documents may be sent."""


class PartyAddition(Item):
    """What a compartment adds to a party that the case already has."""

    interests: tuple[Interest, ...]
    """Judgements of what moves it."""
    note: Text | None = None
    """A remark of those who keep the compartment."""


def _party_kind(value: object) -> str:
    adds = isinstance(value, dict) and "name" not in value and "roles" not in value and "interests" in value
    return "addition" if adds else "party"


AnyParty = Annotated[
    Annotated[Party, Tag("party")] | Annotated[PartyAddition, Tag("addition")], Discriminator(_party_kind)
]


class CompartmentCaseFile(Items):
    """The case.yaml of a compartment: what only its readers know of."""

    parties: Map[Id, AnyParty] = EMPTY
    """Parties that only the compartment knows; or interests of parties that the case has."""
