"""What if one fails, in words: what stops, what is still owed, and what others have given by then."""

from __future__ import annotations

from typing import Final

from holdfast.analyses.coherence import Coherence, Failure, Harm
from holdfast.case.case import Case
from holdfast.views.names import and_list, count, party_label

#: What the order of the tables rests on, for the line beside them.
ORDER: Final = (
    "The most harmful come first: by what others have given for nothing and cannot undo, then by all that they have "
    "given for nothing, then by how much stops. A thing is given for nothing where all that others were to do after it "
    "has failed or stopped."
)
NOTE: Final = "By the order of the text only: nothing is said of how likely it is, nor of what anybody would do."


def heading(answer: Coherence) -> str:
    """How much hangs on one clause at most."""
    harms = [one.harm for one in answer.what_if.single]
    stopped = max((harm.stopped for harm in harms), default=0)
    lost = max((harm.for_nothing for harm in harms), default=0)
    if stopped == 0:
        words = "If one clause is not kept, no other one stops by the text"
    else:
        words = f"If one clause is not kept, up to {count(stopped, 'other clause')} cannot be done"
    return f"{words}, and others have given up to {count(lost, 'thing')} for nothing" if lost else words


def harmful(answer: Coherence) -> tuple[Failure, ...]:
    """The single failures on which something hangs, or before which others had to do something."""
    return tuple(one for one in answer.what_if.single if one.stops or one.given)


def failed_words(failure: Failure) -> str:
    """The clauses that fail."""
    return " and ".join(failure.clauses)


def stops_words(failure: Failure) -> str:
    """``2: reinstate, return-keys``: what stops; a star is at what neither of a pair stops alone."""
    if not failure.stops:
        return "nothing"
    names = [f"{name}*" if name in failure.only_together else name for name in failure.stops]
    return f"{len(names)}: {', '.join(names)}"


def given_words(failure: Failure, case: Case) -> str:
    """``Union: lift-blockade (for nothing, cannot be undone)``: what others have done by then."""
    by_party: dict[str, list[str]] = {}
    for one in failure.given:
        notes = [*(["for nothing"] * one.for_nothing), *(["cannot be undone"] * (one.reversible is False))]
        words = f"{one.clause} ({', '.join(notes)})" if notes else one.clause
        by_party.setdefault(and_list([party_label(party, case) for party in one.parties]), []).append(words)
    return "; ".join(f"{party}: {', '.join(names)}" for party, names in by_party.items())


def pairs_heading(answer: Coherence) -> str:
    """How many pairs were tried, and whether any does more together."""
    found = answer.what_if
    which = "pairs of clauses" if found.pairs_complete else "pairs of the clauses whose failure does most harm"
    tried = f"{found.pairs_tried:,} {which} were tried"
    if not found.pairs:
        return f"{tried}: none does more than one of the two by itself"
    more = sum(bool(one.only_together) for one in found.pairs)
    star = "none stops what neither stops alone" if not more else f"{more} with what neither stops alone (*)"
    listed = "Listed is the one" if len(found.pairs) == 1 else "Listed are those"
    return f"{tried}. {listed} in which each of the two adds to the harm of the other; {star}"


def harm_words(harm: Harm) -> str:
    """``2, 1 of them for good``: how much others have given for nothing; a dash where they have not."""
    if not harm.for_nothing:
        return "–"
    if not harm.irreversible:
        return str(harm.for_nothing)
    return f"{harm.for_nothing}, {harm.irreversible} of {'it' if harm.for_nothing == 1 else 'them'} for good"
