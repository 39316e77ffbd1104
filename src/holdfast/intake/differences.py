"""Two documents side by side: where they agree on an event or a count, differ, or cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

from holdfast.intake.actpairs import ActPair, held_once, pairs_of_acts
from holdfast.intake.acts import Act, acts
from holdfast.intake.counted import Count, compare_counts, counts_of
from holdfast.intake.events import Event, Mention, events
from holdfast.intake.figures import FoundFigure, figures
from holdfast.intake.model import Attribution, Text
from holdfast.intake.participants import Named, same_name
from holdfast.intake.periods import Period
from holdfast.intake.provided import pairs_of_provisions
from holdfast.intake.provisions import Provision, provisions
from holdfast.intake.sides import Side, Verdict, both, sentence_of, side
from holdfast.intake.venues import Venue, contained, narrowest, related

Slot: TypeAlias = Literal["place", "day", "who takes part", "count", "provision", "act"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that has been read, under the name by which reasons call it."""

    name: str
    text: Text
    figures: tuple[FoundFigure, ...]
    events: tuple[Event, ...]
    provisions: tuple[Provision, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One slot of one event, or one count, in two documents."""

    about: str
    """The sort of event, or what is counted: ‘talks’, ‘hostage’."""
    slot: Slot
    verdict: Verdict
    a: Side | None
    """What the first document says; None where it says nothing of it."""
    b: Side | None
    reason: str
    """In words."""
    remarks: tuple[str, ...] = ()
    """Rounding, whose number it is, and the like."""

    def mirrored(self) -> Difference:
        """The same with the two documents exchanged."""
        return Difference(self.about, self.slot, self.verdict, self.b, self.a, self.reason, self.remarks)


def read(name: str, text: Text, spoken: Sequence[Attribution] = ()) -> Reading:
    """A document ready to be set beside others."""
    return Reading(name, text, figures(text, spoken), events(text), provisions(text, spoken), acts(text, spoken))


def differences(a: Reading, b: Reading) -> tuple[Difference, ...]:
    """What two documents say of the same things, in an order that does not depend on which is the first.

    1. Events of one sort are the same where their days may be one and they share a place or somebody who takes part;
       or, where nobody and no place is named, where their day is one.
    2. Of each such pair: place, day, and who takes part. A place that lies in the other fits it. A dateline is none.
    3. Figures that count the same of the same people or things: see `holdfast.intake.counted`.
    4. Provisions of plans that share telling words: they agree, or differ where one of them is negated.
    5. Acts of the same class by and to the same: see `holdfast.intake.actpairs`; of each, day and place where both name
       them.

    ``differs`` says that the words do not fit each other, and of neither that it is wrong.
    """
    found: list[Difference] = []
    known = {place: set(outer) for place, outer in contained(a.text).items()}
    for place, outer in contained(b.text).items():
        known.setdefault(place, set()).update(outer)
    taken: set[int] = set()
    for one in a.events:
        match = next((i for i, other in enumerate(b.events) if i not in taken and _same(one, other, known)), None)
        if match is None:
            continue
        taken.add(match)
        other = b.events[match]
        found += _places(a, b, one, other, known)
        found += _days(a, b, one, other)
        found += _people(a, b, one, other)
    found += _counts(a, b)
    found += _provided(a, b)
    found += _acts(a, b, known, found)
    return tuple(sorted(found, key=_order))


def _order(difference: Difference) -> tuple[object, ...]:
    sides = sorted(one.key for one in (difference.a, difference.b) if one is not None)
    return difference.slot, difference.about, sides


def _same(one: Event, other: Event, known: dict[str, set[str]]) -> bool:
    if one.sort != other.sort:
        return False
    mine = [mention.when.period for mention in one.days if mention.when.period is not None]
    theirs = [mention.when.period for mention in other.days if mention.when.period is not None]
    if mine and theirs and not any(x.meets(y) for x, y in product(mine, theirs)):
        return False
    people = any(same_name(x.name, y.name) for (x, _), (y, _) in product(one.people, other.people))
    places = any(
        related(x.name, y.name, known) in ("same", "inside") for (x, _), (y, _) in product(one.places, other.places)
    )
    if people or places:
        return True
    return any(x.one_day and x == y for x, y in product(mine, theirs))


def _places(a: Reading, b: Reading, one: Event, other: Event, known: dict[str, set[str]]) -> list[Difference]:
    mine, theirs = _narrow(one, known), _narrow(other, known)
    if not mine and not theirs:
        return []
    x, y = _side(a, mine), _side(b, theirs)
    if x is None or y is None:
        return [Difference(one.sort, "place", "only in one", x, y, f"only {_namer(a, b, x)} says where")]
    order = ("same", "inside", "perhaps", "apart")
    pairs = sorted(
        ((order.index(related(p.name, q.name, known)), p, q) for (p, _), (q, _) in product(mine, theirs)),
        key=lambda pair: pair[0],
    )
    best, p, q = pairs[0]
    names = both(p.name, q.name)
    if best == 0:
        return [
            Difference(
                one.sort, "place", "agrees", x, y, f"both name {p.name if len(p.name) >= len(q.name) else q.name}"
            )
        ]
    if best == 1:
        return [Difference(one.sort, "place", "agrees", x, y, f"of {names}, one is said to lie in the other")]
    if best == 2:
        reason = f"of {names}, one is a state, and nothing here says whether the other lies in it"
        return [Difference(one.sort, "place", "not comparable", x, y, reason)]
    return [
        Difference(
            one.sort, "place", "differs", x, y, f"{names} are two places, and neither is said to lie in the other"
        )
    ]


def _narrow(event: Event, known: dict[str, set[str]]) -> tuple[tuple[Venue, Mention], ...]:
    kept = set(narrowest((venue for venue, _ in event.places), known))
    return tuple((venue, mention) for venue, mention in event.places if venue in kept)


def _days(a: Reading, b: Reading, one: Event, other: Event) -> list[Difference]:
    mine = [mention for mention in one.days if mention.when.period and mention.when.period.one_day]
    theirs = [mention for mention in other.days if mention.when.period and mention.when.period.one_day]
    if not mine and not theirs:
        return []
    x, y = _when_side(a, mine), _when_side(b, theirs)
    if x is None or y is None:
        return [Difference(one.sort, "day", "only in one", x, y, f"only {_namer(a, b, x)} names the day")]
    periods = ([each.when.period for each in named if each.when.period is not None] for named in (mine, theirs))
    return [_compared_days(one.sort, x, y, *periods)]


def _compared_days(
    about: str, x: Side | None, y: Side | None, mine: Sequence[Period], theirs: Sequence[Period]
) -> Difference:
    """The days that two documents name of one thing: whether they have one in common."""
    if common := set(mine) & set(theirs):
        said = ", ".join(sorted(period.spoken() for period in common))
        return Difference(about, "day", "agrees", x, y, f"both mean {said}")
    said = both(mine[0].spoken(), theirs[0].spoken())
    return Difference(about, "day", "differs", x, y, f"{said} are two days")


def _when_side(reading: Reading, found: Sequence[Mention]) -> Side | None:
    spans = [(mention.when.span, mention.sentence) for mention in found if mention.when.span is not None]
    return side(reading.text, spans)


def _people(a: Reading, b: Reading, one: Event, other: Event) -> list[Difference]:
    mine, theirs = _by_name(one), _by_name(other)
    found: list[Difference] = []
    matched: set[str] = set()
    for name, people in mine.items():
        partner = next((known for known in theirs if known not in matched and same_name(name, known)), None)
        x = _side(a, people)
        if partner is None:
            found.append(Difference(one.sort, "who takes part", "only in one", x, None, f"only {a.name} names {name}"))
            continue
        matched.add(partner)
        y = _side(b, theirs[partner])
        fullest = max(name, partner, key=lambda known: (len(known), known))
        late = _joining(a, b, people, theirs[partner])
        if len(late) == 1:
            reason = f"only one says that {fullest} comes at a time of their own: {late[0]}"
            x, y = _with_times(a, people), _with_times(b, theirs[partner])
            found.append(Difference(one.sort, "who takes part", "differs", x, y, reason))
        else:
            found.append(Difference(one.sort, "who takes part", "agrees", x, y, f"both name {fullest}", late))
    for name, people in theirs.items():
        if name not in matched:
            y = _side(b, people)
            found.append(Difference(one.sort, "who takes part", "only in one", None, y, f"only {b.name} names {name}"))
    return found


def _joining(
    a: Reading, b: Reading, mine: Sequence[tuple[Named, Mention]], theirs: Sequence[tuple[Named, Mention]]
) -> tuple[str, ...]:
    """When somebody comes, by each document that says that of them."""
    said: set[str] = set()
    for reading, people in ((a, mine), (b, theirs)):
        words = [reading.text.words(person.joins.span) for person, _ in people if person.joins.span is not None]
        if words:
            said.add(f"‘{words[0]}’ ({reading.name})")
    return tuple(sorted(said))


def _with_times(reading: Reading, people: Sequence[tuple[Named, Mention]]) -> Side | None:
    """Somebody's names, with the words for when they come."""
    spans = [(person.span, mention.sentence) for person, mention in people]
    spans += [(person.joins.span, mention.sentence) for person, mention in people if person.joins.span is not None]
    return side(reading.text, spans)


def _by_name(event: Event) -> dict[str, list[tuple[Named, Mention]]]:
    """Those who take part, by their fullest name."""
    groups: dict[str, list[tuple[Named, Mention]]] = {}
    for person, mention in sorted(event.people, key=lambda entry: (-len(entry[0].name), entry[0].span)):
        name = next((known for known in groups if same_name(known, person.name)), person.name)
        groups.setdefault(name, []).append((person, mention))
    return groups


def _side(reading: Reading, found: Sequence[tuple[Venue | Named, Mention]]) -> Side | None:
    return side(reading.text, [(one.span, mention.sentence) for one, mention in found])


def _namer(a: Reading, b: Reading, x: Side | None) -> str:
    return b.name if x is None else a.name


def _counts(a: Reading, b: Reading) -> list[Difference]:
    mine, theirs = counts_of(a.text, a.figures), counts_of(b.text, b.figures)
    found: list[Difference] = []
    for pairing in compare_counts(a.name, mine, b.name, theirs):
        x = None if pairing.a is None else _count_side(a, pairing.a)
        y = None if pairing.b is None else _count_side(b, pairing.b)
        found.append(Difference(pairing.about, "count", pairing.verdict, x, y, pairing.reason, pairing.remarks))
    return found


def _count_side(reading: Reading, count: Count) -> Side | None:
    spans = (count.found.span, *count.again)
    return side(reading.text, [(span, sentence_of(reading.text, span)) for span in spans])


def _provided(a: Reading, b: Reading) -> list[Difference]:
    found: list[Difference] = []
    for pair in pairs_of_provisions(a.text, a.provisions, b.text, b.provisions):
        x, y = _provision_side(a, pair.a), _provision_side(b, pair.b)
        found.append(Difference("provision", "provision", pair.verdict, x, y, pair.reason))
    return found


def _provision_side(reading: Reading, provision: Provision) -> Side | None:
    return side(reading.text, [(part, sentence_of(reading.text, part)) for part in provision.content])


def _acts(a: Reading, b: Reading, known: dict[str, set[str]], before: Sequence[Difference]) -> list[Difference]:
    """Acts, with their days and places where these are not set side by side already as those of an event."""
    found: list[Difference] = []
    for pair in pairs_of_acts(a.text, a.acts, b.text, b.acts):
        if not pair.a.about and any(_counted(pair, other) for other in before):
            continue
        x, y = _act_side(a, pair.a), _act_side(b, pair.b)
        remarks = tuple(sorted({*_says_alone(a, pair.a, pair.b), *_says_alone(b, pair.b, pair.a)}))
        found.append(Difference(pair.about, "act", pair.verdict, x, y, pair.reason, remarks))
        for one in (_act_day(a, b, pair), _act_place(a, b, pair, known)):
            if one is not None and not any(_same_slot(one, other) for other in before):
                found.append(one)
    return found


def _counted(pair: ActPair, other: Difference) -> bool:
    """Whether those to whom it is done are counted in both, and set side by side by that."""
    if other.slot != "count" or other.a is None or other.b is None:
        return False
    return all(any(span.within(act.words) for span in one.spans) for one, act in ((other.a, pair.a), (other.b, pair.b)))


def _act_side(reading: Reading, act: Act) -> Side | None:
    return side(reading.text, [(act.words, act.sentence)])


def _says_alone(reading: Reading, act: Act, other: Act) -> Iterator[str]:
    """What only this document says of an act: when, by whom, and who says so."""
    if act.when.span is not None and other.when.span is None:
        yield f"only {reading.name} says when: ‘{reading.text.words(act.when.span)}’"
    if act.actor is not None and other.actor is None:
        yield f"only {reading.name} says who: {act.actor.name}"
    if act.by is not None:
        yield f"{reading.name} has it from {act.by}" if act.by else f"{reading.name} has it from somebody else"


def _act_day(a: Reading, b: Reading, pair: ActPair) -> Difference | None:
    mine, theirs = pair.a.when, pair.b.when
    if mine.span is None or theirs.span is None or mine.period is None or theirs.period is None:
        return None
    if not mine.period.one_day or not theirs.period.one_day:
        return None
    x = side(a.text, [(mine.span, pair.a.sentence)])
    y = side(b.text, [(theirs.span, pair.b.sentence)])
    return _compared_days(pair.about, x, y, [mine.period], [theirs.period])


def _act_place(a: Reading, b: Reading, pair: ActPair, known: dict[str, set[str]]) -> Difference | None:
    """Where it was done: two places differ only of what is held once, on one day."""
    if not pair.a.places or not pair.b.places:
        return None
    one, other = pair.a.places[0], pair.b.places[0]
    x, y = side(a.text, [(one.span, pair.a.sentence)]), side(b.text, [(other.span, pair.b.sentence)])
    relation = related(one.name, other.name, known)
    names = both(one.name, other.name)
    if relation in ("same", "inside"):
        reason = f"both name {max(one.name, other.name, key=lambda name: (len(name), name))}"
        if relation == "inside":
            reason = f"of {names}, one is said to lie in the other"
        return Difference(pair.about, "place", "agrees", x, y, reason)
    day = pair.a.when.period
    if relation == "apart" and held_once(pair.a) and day is not None and day.one_day and day == pair.b.when.period:
        reason = f"{names} are two places, and neither is said to lie in the other"
        return Difference(pair.about, "place", "differs", x, y, reason)
    reason = f"of {names}, nothing here says whether they are where one act was done"
    return Difference(pair.about, "place", "not comparable", x, y, reason)


def _same_slot(one: Difference, other: Difference) -> bool:
    """Whether the same words of both documents are set side by side."""
    if one.slot != other.slot:
        return False
    return all(
        mine is not None and theirs is not None and bool(set(mine.spans) & set(theirs.spans))
        for mine, theirs in ((one.a, other.a), (one.b, other.b))
    )
