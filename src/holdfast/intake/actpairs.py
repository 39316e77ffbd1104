"""Acts of two documents side by side: which are reports of one act, and whether these agree that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from holdfast.intake.actnames import same_name
from holdfast.intake.acts import Act, Thing
from holdfast.intake.actwords import CLASSES, CONVERSE, OPPOSITES
from holdfast.intake.model import Text
from holdfast.intake.sides import Verdict


@dataclass(frozen=True, slots=True)
class ActPair:
    """Two reports of one act."""

    a: Act
    b: Act
    about: str
    """The classes of both, in an order that does not depend on which is the first."""
    verdict: Verdict
    reason: str


#: What is said of an act: by its classes, and whether it was done.
_Value: TypeAlias = tuple[tuple[str, ...], str]
#: Two reports of what is done once may name days that are so far apart.
_APART: Final = 3
_HAD: Final = {"did not": "did not", "not yet": "had not yet"}
#: Where it is held or done once, so that two places on a day are two accounts.
_HELD: Final = frozenset(("meeting", "signing"))


def pairs_of_acts(a: Text, mine: Sequence[Act], b: Text, theirs: Sequence[Act]) -> list[ActPair]:
    """The reports of one act in two documents, each beside the report in the other that shares the most with it.

    1. One act: the same classes; nobody and nothing that is named in both is another; times that may be one. What is
       not halted goes on.
    2. Actor, and what it is done to or to whom, must be the same; where one report leaves the actor out, a name must be
       shared. What can be done often (an attack) must be of one day, and what is done once to something, or about an
       act, to something that is told by a name, an article or another word.
    3. They *agree* where both say that it was done, or was not. They *differ* where one says that it was done and the
       other that it was not, or of what cannot both be done at a time (approved, refused; halted, continued). Where one
       says ‘not yet’ and is the older, they are *not comparable*.
    4. For each two such values, of several reports the two that are each other's best.
    """
    mine, theirs = [_plain(one) for one in mine], [_plain(one) for one in theirs]
    kinds: dict[tuple[str, int], list[int]] = {}
    for j, y in enumerate(theirs):
        kinds.setdefault((y.sort, len(y.about)), []).append(j)
    # the best for an act among those of one value: how much is shared, then the first
    best_of_mine: dict[tuple[int, _Value], tuple[int, int]] = {}
    best_of_theirs: dict[tuple[int, _Value], tuple[int, int]] = {}
    for i, x in enumerate(mine):
        for j in kinds.get((x.sort, len(x.about)), ()):
            y = theirs[j]
            common = _shared(a, x, b, y)
            if common:
                for best, key, entry in (
                    (best_of_mine, (i, _value(y)), (-common, j)),
                    (best_of_theirs, (j, _value(x)), (-common, i)),
                ):
                    best[key] = min(best.get(key, entry), entry)
    found: list[ActPair] = []
    for (i, _), (_, j) in best_of_mine.items():
        x, y = mine[i], theirs[j]
        verdict = _verdict(x, y, a.published, b.published)
        if best_of_theirs[j, _value(x)][1] == i and verdict is not None:
            about = " or ".join(sorted({_called(x), _called(y)}))
            found.append(ActPair(x, y, about, verdict, _reason(x, y, verdict)))
    return found


def _plain(one: Act) -> Act:
    """An act as it is compared: what has not been halted goes on."""
    if one.about and one.about[0] in CONVERSE and one.polarity == "did not":
        return replace(one, about=(CONVERSE[one.about[0]], *one.about[1:]), polarity="did")
    return one


def _value(one: Act) -> _Value:
    return one.about, one.polarity


def _called(one: Act) -> str:
    """What an act is called: ‘approval’, ‘demand for halt’."""
    names = [*one.about, *([one.sort] if one.sort in CLASSES else [])]
    return " of ".join(names)


def _verdict(x: Act, y: Act, published_x: date | None, published_y: date | None) -> Verdict | None:
    """How two reports of one act compare; None where that cannot be told."""
    opposed = sum(p != q for p, q in zip(x.about, y.about, strict=True))
    polarities = {x.polarity, y.polarity}
    if opposed:
        return "differs" if polarities == {"did"} else None
    if len(polarities) == 1:
        return "agrees"
    if polarities == {"did", "not yet"}:
        waiting, done = (x, y) if x.polarity == "not yet" else (y, x)
        days = (published_x, published_y) if waiting is x else (published_y, published_x)
        if days[0] is None or days[1] is None or days[0] < days[1] or _before(waiting, done):
            return "not comparable"
        return "differs"
    return "differs" if polarities == {"did", "did not"} else None


def _before(x: Act, y: Act) -> bool:
    p, q = x.when.period, y.when.period
    return p is not None and q is not None and p.end is not None and q.start is not None and p.end < q.start


def _shared(a: Text, x: Act, b: Text, y: Act) -> int:
    """How much two acts of the same classes share; 0 where they are not reports of one act."""
    if any(p != q and frozenset((p, q)) not in OPPOSITES for p, q in zip(x.about, y.about, strict=True)):
        return 0
    if sum(p != q for p, q in zip(x.about, y.about, strict=True)) > 1:
        return 0
    who = _people(x, y)
    what = _things(x.thing, y.thing, x.sort == "attack")
    when = _times(a, x, b, y)
    if who is None or what is None or when is None:
        return 0
    return who + what + when + 1 if _enough(x, y, who, what, when) else 0


def _enough(x: Act, y: Act, who: int, what: int, when: int) -> bool:
    """Whether what is shared makes one act likely."""
    outer = CLASSES.get(x.about[0] if x.about else x.sort)
    frame = "at" if outer is None else outer.frame
    names, definite, others = _telling(x.thing, y.thing)
    if frame == "mutual":
        return who >= 4
    if frame == "alone":
        return who >= 2
    if frame == "to":
        return who >= 4 and (what >= 2 or x.sort in CLASSES)
    if what < 2:
        return False
    once = outer is not None and outer.once
    if when < 0:
        return who >= 2 and once and x.thing == y.thing and (names or definite)
    if who < 2 or frame == "moves":
        return names and (once or bool(x.about) or frame == "moves" or when >= 2)
    if x.about or once:
        return names or definite or others or when >= 2
    return when >= 2


def _telling(x: Thing | None, y: Thing | None) -> tuple[bool, bool, bool]:
    """Whether two things share a name, are both definite, share other words that tell."""
    if x is None or y is None:
        return False, False, False
    return bool(set(x.names) & set(y.names)), x.definite and y.definite, bool(set(x.others) & set(y.others))


def _people(x: Act, y: Act) -> int | None:
    """2 for each of actor and other side that both name; None where somebody is another."""
    if x.sort == "meeting" and not x.about:
        mine, theirs = [[one for one in (act.actor, act.to) if one is not None] for act in (x, y)]
        return 2 * sum(any(same_name(one.name, other.name) for other in theirs) for one in mine)
    shared = 0
    for mine_, theirs_ in ((x.actor, y.actor), (x.to, y.to)):
        if mine_ is None or theirs_ is None:
            continue
        if not same_name(mine_.name, theirs_.name):
            return None
        shared += 2
    return shared


def _things(x: Thing | None, y: Thing | None, inside: bool) -> int | None:
    """How much what is done to is alike: 2 for the noun, 1 for names; None where it is another.

    `inside`: what is named in one may be in what the other is about (an attack on a port of X, on X).
    """
    if x is None or y is None:
        return 0
    names = set(x.names) & set(y.names)
    if x.names and y.names and not names:
        return None
    if x.head != y.head and not (names and inside and (x.head in y.names or y.head in x.names)):
        return None
    others = set(x.others) & set(y.others)
    if x.others and y.others and not others and not names:
        return None
    return 2 + bool(names) + bool(others)


def _times(a: Text, x: Act, b: Text, y: Act) -> int | None:
    """2 for a day in common; -1 for days that are not far apart; None where they may be of different times.

    What was not done on a day may have been done on another.
    """
    if x.when.span is None or y.when.span is None:
        denied = {one.polarity for one in (x, y) if one.when.span is not None} - {"did"}
        return None if denied and x.polarity != y.polarity else 0
    p, q = x.when.period, y.when.period
    if p is None or q is None:
        return 0 if a.words(x.when.span).casefold() == b.words(y.when.span).casefold() else None
    if p.meets(q):
        return 2 if p.one_day and p == q else 0
    if x.polarity == y.polarity == "did" and p.start is not None and q.start is not None and p.one_day and q.one_day:
        return -1 if abs((p.start - q.start).days) <= _APART else None
    return None


def _reason(x: Act, y: Act, verdict: Verdict) -> str:
    """In words, without those of the documents, which may not be for everybody to quote."""
    names = sorted({one.actor.name for one in (x, y) if one.actor is not None}, key=lambda name: (len(name), name))
    who = names[-1] if names else "somebody"
    if verdict == "not comparable":
        return f"one says that {who} had not yet, perhaps of an earlier time"
    if verdict == "agrees":
        return f"both report it of {who}" if x.polarity == "did" else f"both report that {who} {_HAD[x.polarity]}"
    opposed = [sorted(pair) for pair in zip(x.about, y.about, strict=True) if pair[0] != pair[1]]
    if opposed:
        return f"of {who}, one reports {opposed[0][0]} and the other {opposed[0][1]}"
    denied = next(one.polarity for one in (x, y) if one.polarity != "did")
    return f"one reports that {who} did it, the other that {who} {_HAD[denied]}"


def held_once(one: Act) -> bool:
    """Whether it is held at one place, so that two on a day are two accounts."""
    return not one.about and one.sort in _HELD
