"""Who the subject of a verb is: before it, over asides, or behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from holdfast.intake.chunks import Analysis, Phrase, Verbs
from holdfast.intake.clauses import DASHES, LINKS, RELATIVE, TRAILING, clause_follows
from holdfast.intake.tokens import DOUBLE

_DEGREES: Final = frozenset("familiar close opposed loyal present responsible aware critical sympathetic".split())


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does it: tokens `start` to `end`; `role`, what is said of them; `shared`, if it belongs to another verb."""

    start: int
    end: int
    head: Phrase
    role: tuple[int, int] | None = None
    shared: bool = False
    outer: int = 0
    """Where everything that belongs to it begins (before the cue) or ends (after it)."""


def subject_before(a: Analysis, at: int, depth: int = 0) -> Subject | None:
    """The subject of a verb that begins at a token, looked for before it.

    1. Times and places that stand between subject and verb are stepped over.
    2. The phrase directly before is the subject, with what hangs on it by a preposition or a relative clause.
    3. After a comma, a dash or a bracket, what lies back to the one that matches it is an aside, and the subject is
       before that.
    4. After ‘and’, ‘but’, ‘or’, it is the subject of the verb before.
    """
    while at > 0:
        phrase = a.phrase_to.get(at)
        if phrase is not None and phrase.time:
            at = phrase.start
            if at and a.tags[at - 1] == "IN":
                at -= 1
            continue
        if a.tags[at - 1] in ("RB", "RBR") or a.lower[at - 1] in ("both", "all", "each"):
            at -= 1
            continue
        break
    if at <= 0:
        return None
    phrase = a.phrase_to.get(at)
    if phrase is not None:
        return _whole(a, phrase)
    hung = _modified(a, at)
    if hung is not None:
        whole = _whole(a, hung)
        return replace(whole, end=at)
    mark = a.words[at - 1]
    if mark == ",":
        return _before_aside(a, at - 1, ",")
    if mark in DASHES:
        return _before_aside(a, at - 1, mark)
    if mark == ")":
        return _before_aside(a, at - 1, "(")
    if a.tags[at - 1] == "CC" and depth < 4:
        return shared_subject(a, at - 1, depth)
    return None


def shared_subject(a: Analysis, at: int, depth: int = 0) -> Subject | None:
    """The subject of the last verb before a token that has one of its own."""
    for group in reversed(a.verbs):
        if group.end > at or a.quoted[group.head] >= 0 or group.form not in ("finite", "base"):
            continue
        found = subject_before(a, group.start, depth + 1)
        if found is not None and not {"whom", "which", "who"} & set(a.lower[found.start : found.end]):
            return Subject(found.start, found.end, found.head, found.role, True, at)
    return None


def _whole(a: Analysis, phrase: Phrase) -> Subject:
    start, head = phrase.start, phrase
    while start > 1:
        before = start - 1
        linked = a.phrase_to.get(before)
        if a.lower[before] in LINKS and (linked is None or linked.time):
            linked = _modified(a, before)
        if a.lower[before] in LINKS and linked is not None:
            start, head = linked.start, linked
        elif a.tags[before] == "CC" and (linked := a.phrase_to.get(before)) and _starts(a, linked.start):
            start = linked.start
        elif (linked := _modified(a, start)) is not None:
            start, head = linked.start, linked
        else:
            break
    if start and a.tags[start - 1] == "IN" and start > 1 and head is not phrase and not _starts(a, start):
        start = head.start
    return Subject(start, phrase.end, head, outer=start)


def _starts(a: Analysis, start: int) -> bool:
    return start == 0 or a.words[start - 1] in {",", ";", ":", "—", "–"} | DOUBLE or a.tags[start - 1] in ("CC", "IN")


def _modified(a: Analysis, at: int) -> Phrase | None:
    """The phrase that a participle or relative clause before a token hangs on (‘officials briefed’)."""
    group = next((one for one in a.verbs if one.end == at), None)
    if group is not None:
        if group.form in ("participle", "gerund"):
            return a.phrase_to.get(group.start)
        before = a.phrase_to.get(group.start)
        if before is not None and a.lower[before.start] in RELATIVE and before.end - before.start == 1:
            return a.phrase_to.get(before.start)
        return None
    if a.lower[at - 1] in _DEGREES:
        return a.phrase_to.get(at - 1)
    return None


def _before_aside(a: Analysis, close: int, mark: str) -> Subject | None:
    found: Subject | None = None
    for at in range(close - 1, 0, -1):
        if a.words[at] != mark and not (mark == "(" and a.words[at] == "("):
            if a.words[at] in DOUBLE and mark == ",":
                return found
            continue
        if not _aside(a, at + 1, close):
            break
        phrase = a.phrase_to.get(at)
        if phrase is None:
            continue
        if a.tags[phrase.head] == "CD" or phrase.time:
            continue
        whole = _whole(a, phrase)
        found = Subject(whole.start, whole.end, whole.head, (at + 1, close), outer=whole.start)
        if a.tags[phrase.head].startswith("NNP") or a.tags[whole.head.head].startswith("NNP"):
            break
    return found


def _aside(a: Analysis, start: int, end: int) -> bool:
    """Whether a stretch may stand between subject and verb: no clause of its own, or a relative one."""
    if start >= end:
        return False
    if a.tags[start] in ("IN", "TO", "VBG", "VBN") and a.lower[start] not in ("that", "if"):
        return True
    first = next((one for one in a.verbs if start <= one.start < end and one.form == "finite"), None)
    if first is None or a.lower[start] in RELATIVE or a.lower[start] in ("when", "as", "whom", "where"):
        return True
    return any(a.lower[at] in RELATIVE for at in range(start, first.start))


def subject_after(a: Analysis, at: int, links: frozenset[str] = LINKS) -> Subject | None:
    """The subject that follows its verb (‘said Ana Reis, the secretary’); `links`: what may go on with it."""
    phrase = a.phrase_from.get(at)
    if phrase is None and a.tags[at : at + 1] in (("VBN",), ("VBG",), ("RB",)):
        phrase = a.phrase_from.get(at + 1)
    if phrase is None or phrase.time:
        return None
    end = phrase.end
    while end < len(a) - 1:
        if a.lower[end] in links and (linked := a.phrase_from.get(end + 1)) and not linked.time:
            end = linked.end
        elif a.tags[end] == "CC" and a.lower[end] == "and" and (linked := a.phrase_from.get(end + 1)):
            if any(group.start == linked.end for group in a.verbs):
                break
            end = linked.end
        elif (hung := a.verbs_from.get(end)) is not None and hung.form in ("participle", "gerund"):
            end = a.phrase_from[hung.end].end if hung.end in a.phrase_from else hung.end
        elif a.lower[end] in _DEGREES or a.tags[end] == "RP":
            end += 1
        else:
            break
    role = None
    outer = end
    if end < len(a) - 1 and a.words[end] == ",":
        start = end + 1
        if (start in a.phrase_from and not a.phrase_from[start].time) or a.lower[start] in ("who", "whose"):
            stop = start
            while stop < len(a) and a.words[stop] not in DOUBLE and a.words[stop] not in (";", ".", ":"):
                if a.words[stop] == "," and _leaves(a, stop + 1):
                    break
                stop += 1
            if a.lower[start] in ("who", "whose") or not any(
                group.form == "finite" and start <= group.start < stop and not _relative_before(a, group)
                for group in a.verbs
            ):
                role, outer = (start, stop), stop
    return Subject(min(at, phrase.start), end, phrase, role, outer=outer)


def _relative_before(a: Analysis, group: Verbs) -> bool:
    before = a.phrase_to.get(group.start)
    return before is not None and a.lower[before.start] in RELATIVE


def _leaves(a: Analysis, at: int) -> bool:
    """Whether what follows a comma is no longer about the speaker."""
    if at >= len(a):
        return True
    phrase = a.phrase_from.get(at)
    return (
        a.words[at] in DOUBLE
        or a.tags[at] in ("VBG", "RB", "CC")
        or (a.tags[at] == "IN" and at + 1 in a.phrase_from and a.phrase_from[at + 1].time)
        or a.lower[at] in TRAILING
        or (phrase is not None and (phrase.time or clause_follows(a, at)))
    )
