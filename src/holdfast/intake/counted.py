"""Counts of two documents side by side: which count the same, whether they fit, and why some cannot be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from holdfast.case.figures import comparable, differs_by_rounding, fits
from holdfast.intake.figures import FoundFigure
from holdfast.intake.model import Span, Text
from holdfast.intake.nouns import singular
from holdfast.intake.periods import Period
from holdfast.intake.sides import Verdict, both, sentence_of
from holdfast.intake.venues import VENUE, related


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with what makes it comparable."""

    found: FoundFigure
    sentence: Span
    words: str
    """The figure as written."""
    thing: str
    """What is counted: the head of the phrase, people of all sorts as ‘person’, captives as ‘hostage’."""
    state: str | None
    """What is said of them, words for the same as one: ‘killed’, ‘taken’, ‘alive’."""
    whole: str | None
    """What the figure is a part of, where it is one."""
    origin: str | None
    """The words for whose number it is."""
    where: str | None = None
    """The place of those counted."""
    of: str | None = None
    """What it is the length or the size of."""
    again: tuple[Span, ...] = ()
    """Where the document says the same once more."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two counts, or one that has no counterpart."""

    about: str
    verdict: Verdict
    a: Count | None
    b: Count | None
    reason: str
    remarks: tuple[str, ...] = ()


#: How two counts stand in time.
_Times: TypeAlias = Literal["one", "other", "unknown"]

_PEOPLE: Final = frozenset(
    "person people man woman child civilian resident inhabitant victim casualty death dead life soul body "
    "adult citizen".split()
)
_STATES: Final[dict[str, str]] = {
    word: name
    for name, words in {
        "killed": "killed dead died slain deaths killing kills kill dying martyred",
        "wounded": "wounded injured hurt maimed injuring wounding",
        "taken": "taken seized abducted kidnapped captured seizing taking took captives",
        "freed": "free freed release released freeing releasing return returned",
        "alive": "alive living",
        "held": "held remaining remain remained kept holding captive",
        "jailed": "jailed detained arrested imprisoned serving",
        "displaced": "displaced uprooted fled",
        "missing": "missing disappeared unaccounted",
    }.items()
    for word in words.split()
}
#: Those held are those who are to be freed.
_HELD: Final = frozenset(("held", "freed"))
_UNITS: Final = ("minute", "hour", "day", "week", "month", "year")
#: A vague figure below this, of things, is no count to compare: ‘several points’.
_FEW: Final = 10
_CAPTIVES: Final = frozenset("hostage captive".split())
_COMMON: Final = frozenset(
    "the a an of by from its their in on official figure tally count data estimate number say".split()
)


def counts_of(text: Text, found: Sequence[FoundFigure]) -> tuple[Count, ...]:
    """The figures of a document that say something that another document may say otherwise.

    Left out are those without a noun, those that count the speakers (‘two officials said’), and a vague few of things.
    """
    made: dict[tuple[object, ...], Count] = {}
    for one in found:
        if one.head is None or (one.origin is not None and one.origin.shares(one.span)):
            continue
        state = _state(text, one)
        thing = _thing(text, one, state)
        high = one.figure.high
        if (
            one.figure.hedge == "vague"
            and thing not in ("person", "hostage", *_UNITS)
            and high is not None
            and high < _FEW
        ):
            continue
        whole = None if one.part_of is None else _thing(text, found[one.part_of], None)
        origin = None if one.origin is None else text.words(one.origin)
        figure, period = one.figure, one.when.period if one.when.known == "named" and one.sort != "name" else None
        key = (
            thing,
            None if state in _HELD else state,
            whole,
            figure.low,
            figure.high,
            figure.hedge,
            figure.percent,
            one.sort,
            period,
        )
        if key in made:
            made[key] = replace(made[key], again=(*made[key].again, one.span))
            continue
        sentence, words = sentence_of(text, one.span), text.words(one.span)
        made[key] = Count(one, sentence, words, thing, state, whole, origin, _where(text, one), _of(text, one))
    return tuple(made.values())


def _of(text: Text, one: FoundFigure) -> str | None:
    return None if one.of is None else singular(text.words(one.of).split()[-1])


def _where(text: Text, one: FoundFigure) -> str | None:
    """The place right behind what is counted: ‘people in the north’ has none, ‘people in Aden’ has."""
    if one.counts is None or one.inferred:
        return None
    behind = VENUE.match(text.paragraphs[one.counts.paragraph - 1], one.counts.end + 1)
    return behind["name"] if behind is not None and behind["how"] in ("in", "at", "near") else None


def _thing(text: Text, one: FoundFigure, state: str | None) -> str:
    head = one.head or ""
    said = "" if one.state is None else text.words(one.state).casefold()
    if "hostage" in said or head in _CAPTIVES:
        return "hostage"
    counted = "" if one.counts is None else text.words(one.counts)
    # A people's name in the plural: ‘dozens of Gazans’.
    last = counted.split()[-1] if counted else ""
    return (
        "person"
        if head in _PEOPLE or (last[:1].isupper() and last.endswith("s") and len(counted.split()) == 1)
        else head
    )


def _state(text: Text, one: FoundFigure) -> str | None:
    words = [] if one.state is None else text.words(one.state).casefold().split()
    if one.counts is not None and not one.inferred:
        words += text.words(one.counts).casefold().split()
    return next((_STATES[word] for word in words if word in _STATES), None)


def compare_counts(a_name: str, a: Sequence[Count], b_name: str, b: Sequence[Count]) -> list[Pairing]:
    """The counts of two documents, paired.

    1. Two counts may be paired where they count the same thing, both or neither as a part, and the same is said of
       those counted; where it is said in one only, they must be the same number. The likest pairs come first; each
       count has at most one partner.
    2. They *agree* where their ranges meet and their times may be one.
    3. They *differ* where the ranges do not meet, the same is said of the counted, and they are of one time.
    4. What counts the same of another time or without a time is *not comparable*.
    5. What is left over stands beside the likest count of the other document, be that paired already; without one it is
       *only in one*.
    """
    ranked = sorted(
        (
            (rank, x.words, y.words, i, j)
            for i, x in enumerate(a)
            for j, y in enumerate(b)
            if (rank := _rank(x, y)) is not None
        ),
        key=lambda entry: (entry[0], sorted((entry[1], entry[2])), sorted((entry[3], entry[4]))),
    )
    mine: set[int] = set()
    theirs: set[int] = set()
    found: list[Pairing] = []
    for _, _, _, i, j in ranked:
        if i in mine or j in theirs:
            continue
        pairing = _compared(a[i], b[j])
        if pairing is not None:
            mine.add(i)
            theirs.add(j)
            found.append(pairing)
    for i, x in enumerate(a):
        if i not in mine:
            found.append(_left(x, b, True) or _alone(x, None, a_name))
    for j, y in enumerate(b):
        if j not in theirs:
            found.append(_left(y, a, False) or _alone(None, y, b_name))
    return found


def _left(one: Count, others: Sequence[Count], first: bool) -> Pairing | None:
    """A count without a partner beside the likest count of the other document, though that has a partner already."""
    ranked = [(rank, other.words, other) for other in others if (rank := _rank(one, other)) is not None]
    for _, _, other in sorted(ranked, key=lambda entry: (entry[0], entry[1], entry[2].found.span)):
        pairing = _compared(one, other) if first else _compared(other, one)
        if pairing is not None:
            return pairing
    return None


def _alone(x: Count | None, y: Count | None, name: str) -> Pairing:
    one = x or y
    assert one is not None
    return Pairing(one.thing, "only in one", x, y, f"only {name} counts this")


def _rank(x: Count, y: Count) -> tuple[int, ...] | None:
    """How unlike two counts are, in order of weight; None where they cannot be of the same."""
    if x.thing != y.thing or not comparable(x.found.figure, y.found.figure) or x.found.sort != y.found.sort:
        return None
    if (x.whole is None) != (y.whole is None):
        return None
    if (
        x.found.sort in ("duration", "name")
        and x.found.figure.stated != y.found.figure.stated
        and (x.of is None or x.of != y.of)
    ):
        return None
    if x.state != y.state and not _may_be_one(x, y):
        return None
    times = _times(x, y)
    return (
        0 if x.state == y.state else 1,
        ("one", "unknown", "other").index(times),
        0 if fits(x.found.figure, y.found.figure) else 1,
    )


def _may_be_one(x: Count, y: Count) -> bool:
    """Whether one number may be meant though another thing is said of the counted, or nothing: those held are those to
    be freed."""
    loose = x.state is None or y.state is None or {x.state, y.state} <= _HELD
    return loose and x.found.figure.stated is not None and x.found.figure.stated == y.found.figure.stated


def _compared(x: Count, y: Count) -> Pairing | None:
    times, meet = _times(x, y), fits(x.found.figure, y.found.figure)
    if x.where and y.where and related(x.where, y.where, {}) == "apart":
        reason = f"they are of different places: {both(x.where, y.where)}"
        return Pairing(x.thing, "not comparable", x, y, reason)
    remarks = _remarks(x, y)
    about = x.thing
    if times == "other":
        if x.state != y.state or x.state is None:
            return None
        reason = f"they are of different times: {both(_time(x), _time(y))}"
        return Pairing(about, "not comparable", x, y, reason, remarks)
    if meet:
        reason = "the same number" if x.words.casefold() == y.words.casefold() else f"{_quoted(x, y)} can be one number"
        if times == "unknown":
            remarks = (*remarks, "for when is not said in both")
        return Pairing(about, "agrees", x, y, reason, remarks)
    rounding = differs_by_rounding(x.found.figure, y.found.figure)
    if x.state != y.state or times == "unknown":
        if x.state != y.state or x.state is None:
            return None
        return Pairing(about, "not comparable", x, y, "for when is not said in both", remarks)
    reason = f"{_quoted(x, y)} cannot be one number"
    if rounding:
        reason = f"{_quoted(x, y)} are not one number, unless one of them is rounded"
        remarks = ("may differ by rounding only", *remarks)
    return Pairing(about, "differs", x, y, reason, remarks)


def _quoted(x: Count, y: Count) -> str:
    return both(f"‘{x.words}’", f"‘{y.words}’")


def _time(one: Count) -> str:
    period = one.found.when.period
    return one.found.when.rule if period is None else period.spoken()


def _times(x: Count, y: Count) -> _Times:
    """Whether two counts are of one time.

    A day and a stretch that is longer are two times: what happened on a Saturday is not what happened in a war. Two
    that rest on the tense alone are of the present of two documents, which is one time here.
    """
    if x.found.sort == "name":
        return "one"
    one, other = x.found.when, y.found.when
    if one.known == "tense" and other.known == "tense":
        return "one"
    if one.period is None or other.period is None:
        return "unknown"
    if one.known != other.known:
        tense, named = (one, other) if one.known == "tense" else (other, one)
        # The perfect reaches over a stretch without a beginning.
        return "other" if _of_day(named.period) and not _of_day(tense.period) else "unknown"
    if not one.period.meets(other.period):
        return "other"
    return "one" if _of_day(one.period) == _of_day(other.period) else "other"


def _of_day(period: Period | None) -> bool:
    return period is not None and period.one_day


def _remarks(x: Count, y: Count) -> tuple[str, ...]:
    found: list[str] = []
    if (x.where is None) != (y.where is None):
        found.append(f"only one says where: {x.where or y.where}")
    for one in sorted((x, y), key=lambda count: count.words):
        figure = one.found.figure
        if figure.hedge not in ("exactly", "range") and figure.low is not None:
            high = "or more" if figure.high is None else f"to {float(figure.high):,.0f}"
            found.append(f"‘{one.words}’ leaves {float(figure.low):,.0f} {high} possible")
    if x.origin is not None and y.origin is not None:
        words = both(f"‘{x.origin}’", f"‘{y.origin}’")
        if _origin(x.origin) == _origin(y.origin):
            found.append(f"one origin: {x.origin if x.origin <= y.origin else y.origin}")
        elif _origin(x.origin) & _origin(y.origin):
            found.append(f"perhaps one origin: {words}")
        else:
            found.append(f"two origins are named: {words}")
    return tuple(dict.fromkeys(found))


def _origin(words: str) -> frozenset[str]:
    return (
        frozenset(singular(word) for word in re.findall(r"[^\W\d_]+", words.casefold()) if word not in _COMMON)
        - _COMMON
    )
