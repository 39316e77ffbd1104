"""values.yaml and releases.yaml: judgements of worth, and what was shown to whom."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Discriminator, Tag, model_validator

from holdfast.case.model.base import (
    EMPTY,
    AudienceRef,
    CommitmentRef,
    Day,
    Flag,
    IssueRef,
    Item,
    Judged,
    Map,
    OptionRef,
    PartyRef,
    Range,
    Text,
)
from holdfast.case.model.fields import fail


def _within(label: str, value: Range | None, low: float, high: float, at: str) -> None:
    if value is not None and not (low <= value.low and value.high <= high):
        raise fail("HF204", f"{label} lies between {low:g} and {high:g}", at=at)


class Judgement(Item):
    """Who judged, when and why."""

    by: Text
    """Who judged."""
    date: Day | None = None
    """When."""
    because: Text
    """On what ground."""


class CommitmentWorth(Item):
    """What a commitment is worth to a party."""

    worth: Judged | None = None
    """On the scale of this party's values; negative for what it costs."""
    kept_on_collapse: Flag = False
    """Whether what it brought stays when the agreement collapses."""
    shifts: Map[PartyRef, Judged] = EMPTY
    """By how much it shifts each party's chance of prevailing, from -1 to 1."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for shift in self.shifts.values():
            _within("a shift of a chance", shift, -1, 1, "shifts")
        return self


class WalkingAway(Item):
    """What leaving is worth to a party."""

    stop: Judged | None = None
    """Stopping where things stand."""
    prize: Judged | None = None
    """What prevailing in a renewed conflict would be worth."""
    chance: Judged | None = None
    """The chance of prevailing, from 0 to 1."""
    cost: Judged | None = None
    """What renewed conflict would cost."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _within("a chance", self.chance, 0, 1, "chance")
        return self


class Guarantee(Item):
    """What somebody stands in for."""

    by: PartyRef
    """Who guarantees."""
    step: CommitmentRef
    """Which commitment."""
    bond: Judged | None = None
    """What is forfeited on quitting."""
    penalty: Judged | None = None
    """What detection of a breach costs."""
    detection: Judged | None = None
    """The chance that a breach is detected, from 0 to 1."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _within("a chance of detection", self.detection, 0, 1, "detection")
        return self


def _importance_kind(value: object) -> str:
    return "order" if isinstance(value, list) else "weights"


Importance = Annotated[
    Annotated[Map[IssueRef, Judged], Tag("weights")] | Annotated[tuple[IssueRef, ...], Tag("order")],
    Discriminator(_importance_kind),
]


def _option_kind(value: object) -> str:
    return "order" if isinstance(value, list) else "worths"


OptionWorths = Annotated[
    Annotated[Map[OptionRef, Judged], Tag("worths")] | Annotated[tuple[OptionRef, ...], Tag("order")],
    Discriminator(_option_kind),
]


class Values(Item):
    """What outcomes are worth to one party, as somebody judged."""

    judged: Judgement
    """Whose judgement this is."""
    importance: Importance | None = None
    """Of 100, by issue; or just the issues in order, the most important first."""
    options: Map[IssueRef, OptionWorths] = EMPTY
    """Worth within an issue, worst 0 and best 100; or just the options in order, the best first."""
    no_deal: Judged | None = None
    """What no deal is worth, on the scale of packages from 0 to 100."""
    commitments: Map[CommitmentRef, CommitmentWorth] = EMPTY
    """What single commitments are worth."""
    walking_away: WalkingAway | None = None
    """What leaving is worth."""
    talks_cost_per_day: Judged | None = None
    """What another day of talks costs."""
    guarantees: tuple[Guarantee, ...] = ()
    """Who stands in for what."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.importance is not None and not isinstance(self.importance, tuple):
            for weight in self.importance.values():
                _within("an importance", weight, 0, 100, "importance")
        for worths in self.options.values():
            if not isinstance(worths, tuple):
                for worth in worths.values():
                    _within("a worth within an issue", worth, 0, 100, "options")
        _within("the worth of no deal", self.no_deal, 0, 100, "no_deal")
        return self


class Release(Item):
    """Something that was shown to an audience beyond what it could see, and who decided it."""

    date: Day
    """When."""
    by: Text
    """Who decided."""
    what: Text
    """What was shown."""
    to: AudienceRef
    """To whom."""
    because: Text | None = None
    """Why."""
