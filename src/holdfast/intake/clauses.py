"""A shallow grammar over phrases and groups of verbs: where a clause begins, and where what is said ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from holdfast.intake.chunks import Analysis, Verbs
from holdfast.intake.lexicon import VERBS
from holdfast.intake.tokens import DOUBLE

#: Prepositions by which a phrase hangs on the one before.
LINKS: Final = frozenset(
    "of for in at from with to on under between against near within among behind inside outside across by about".split()
)
_MORE_LINKS: Final = frozenset("by about over than like into through during without including regarding".split())
#: Words that open a relative clause.
RELATIVE: Final = frozenset("who which that whose".split())
#: Marks that set something apart.
DASHES: Final = frozenset("– — -- -".split())
#: Words that open a clause beside the one that is reported.
_ASIDE: Final = frozenset("but while although though whereas yet".split())
#: Words that open a clause or phrase of the circumstances.
TRAILING: Final = frozenset("after before while when as because during despite since until following amid".split())
_OPENERS: Final = frozenset("while although though if when as because since after before once whereas until".split())
_CLAUSAL: Final = frozenset("that who which that what how where why whether if whose whom".split())
SPEECH_FRAMES: Final = frozenset("cq")


def clause_follows(a: Analysis, at: int) -> bool:
    """Whether a clause without ‘that’ begins here: a phrase, then a finite verb."""
    phrase = a.phrase_from.get(at)
    if phrase is None and a.lower[at : at + 1] == ("there",):
        return True
    if phrase is None:
        return False
    end = phrase.end
    related = ambiguous = False
    for _ in range(10):
        while end < len(a) and (a.words[end] in DOUBLE or a.tags[end] in ("RB", "RBR")) and end not in a.verbs_from:
            end += 1
        group = a.verbs_from.get(end)
        if group is not None:
            if group.form in ("participle", "gerund", "infinitive"):
                if group.form == "participle" and group.end - group.start == 1 and not related:
                    ambiguous = ambiguous or not a.lower[group.head].endswith(("ed", "en", "wn"))
                related = False
            elif not related:
                return True
            related, end = False, group.end
            continue
        if end < len(a) - 1 and (a.lower[end] in LINKS or a.lower[end] in _MORE_LINKS or a.tags[end] == "CC"):
            linked = a.phrase_from.get(end + 1)
            if linked is None:
                break
            end = linked.end
        elif end in a.phrase_from:
            related = related or a.lower[end] in RELATIVE
            end = a.phrase_from[end].end
        else:
            break
    return ambiguous


def content_end(a: Analysis, start: int, cue: Verbs | None, relative: bool, short: bool) -> int:
    """Where content that begins at a token ends. `relative`: the cue's clause is itself an aside; `short`: the content
    is a phrase, not a clause.

    It goes on to the end of the sentence, or of the quotation that the cue stands in, without its last mark, unless
    before that

    1. the quotation that it consists of ends with a comma;
    2. a coordinate verb takes up the cue's tense, not the content's (‘said it would stay and called for talks’);
    3. a participle that attributes goes on with the same speaker (‘… , adding that’);
    4. another clause with a speaker of its own, a contrast or an aside of the author's begins (‘… , which …’);
    5. the clause that the cue stands in goes on.
    """
    reach = _Reach.of(a, start, cue, relative, short)
    for at in range(start + 1, reach.size):
        if a.quoted[at] >= 0 and a.quoted[at] == a.quoted[at - 1] and reach.within < 0:
            continue
        stop = next((stop for rule in _STOPS if (stop := rule(reach, at)) is not None), None)
        if stop is not None:
            return stop
    end = reach.size
    while end > start and a.words[end - 1] in ".,;:…" and a.quoted[end - 1] == reach.within:
        end -= 1
    return end


@dataclass(frozen=True, slots=True)
class _Reach:
    """What is known of content before its end is."""

    a: Analysis
    start: int
    cue: Verbs | None
    relative: bool
    short: bool
    size: int
    """Where it ends at the latest."""
    within: int
    """The quotation that cue and content stand in, or -1."""
    closed: int
    """Where a quotation ends that the content begins with, or -1."""
    opened: bool
    """Whether the cue's clause is a subordinate one before the main clause."""
    inner: Verbs | None
    """The first verb of the content."""

    @classmethod
    def of(cls, a: Analysis, start: int, cue: Verbs | None, relative: bool, short: bool) -> _Reach:
        within = a.quoted[start - 1] if start and a.quoted[start] == a.quoted[start - 1] else -1
        size = len(a)
        if within >= 0:
            size = next((at for at in range(start, size) if a.quoted[at] != within), size)
            size -= a.words[size - 1] in DOUBLE
        alone = a.words[start] in DOUBLE and within < 0
        closed = next((at for at in range(start + 1, size) if a.quoted[at] != a.quoted[start]), -1) if alone else -1
        opened = cue is not None and cue.start > 0 and _subordinate(a, cue)
        inner = next((one for one in a.verbs if one.start >= start and one.form in ("finite", "base")), None)
        return cls(a, start, cue, relative, short, size, within, closed, opened, inner)

    def verb(self, at: int) -> Verbs | None:
        """The verb that begins at a token, or behind an ‘and’ there."""
        coordinate = self.a.tags[at] == "CC"
        group = self.a.verbs_from.get(at + 1 if coordinate else at)
        if group is not None and coordinate and group.form == "participle" and self.a.lower[group.head].endswith("ed"):
            return replace(group, form="finite", tense="VBD")
        return group

    def apart(self, at: int) -> bool:
        """Whether a comma stands before a token."""
        return self.a.words[at - 1] == ","

    def before(self, at: int) -> int:
        """The end of what stands before a token, without a comma there."""
        return at - 1 if self.apart(at) else at


_Stop: TypeAlias = Callable[[_Reach, int], int | None]


def _mark(r: _Reach, at: int) -> int | None:
    a = r.a
    if at == r.closed and (a.words[at - 2] == "," or a.words[at] == ","):
        return at
    if a.words[at] == ")" and "(" not in a.words[r.start : at]:
        return at
    other = a.words[at] == ":" and a.quoted[at] < 0 and _other_speech(a, at + 1)
    return at if a.words[at] == ";" or other else None


def _same_speaker(r: _Reach, at: int) -> int | None:
    """‘… , adding that’, ‘… and called for’."""
    group, cue, inner = r.verb(at), r.cue, r.inner
    if group is None:
        return None
    if r.a.tags[at] != "CC":
        adds = r.apart(at) and group.form == "gerund" and group.start == at and _attributes(group)
        return r.before(at) if adds else None
    if cue is None:
        return None
    if group.form == "finite":
        later = inner is None or inner.start >= at
        said = "q" in getattr(VERBS.get(group.lemma), "frame", "")
        own = inner is not None and group.tense == inner.tense
        if (said and later) or (group.tense == cue.tense and (later or not own or r.short)):
            return r.before(at)
    return r.before(at) if group.form == cue.form == "gerund" else None


def _other_clause(r: _Reach, at: int) -> int | None:
    """‘… , but …’, ‘… , which …’, ‘… , according to’, ‘… and the ministry said’."""
    a, word = r.a, r.a.lower[at]
    if word == "according" and a.lower[at + 1 : at + 2] == ("to",):
        return r.before(at)
    if r.apart(at):
        contrast = word in _ASIDE and (word != "but" or clause_follows(a, at + 1) or at + 1 in a.verbs_from)
        aside = a.quoted[at] < 0 and (word in ("which", "who") or _of_whom(a, at))
        opener = a.tags[at] == "CC" and at + 1 < len(a) and a.lower[at + 1] in _OPENERS
        if contrast or aside or opener:
            return r.before(at)
    later = a.tags[at] == "CC" and r.inner is not None and r.inner.start < at
    if a.tags[at] in ("CC", "IN") and (r.apart(at) or word in TRAILING or later) and _speaks(a, at + 1):
        end = r.before(at)
        return end - 1 if a.words[end - 1] in DASHES else end
    return None


def _around(r: _Reach, at: int) -> int | None:
    """The clause that the cue stands in goes on: a main clause after it, a verb that it is the subject of."""
    a, cue = r.a, r.cue
    if a.words[at] == ",":
        leads = cue is not None and (cue.start == 0 or (cue.start == 1 and cue.form != "finite"))
        if (leads and _speaks(a, at + 1)) or (r.opened and clause_follows(a, at + 1)):
            return at
        return at if r.relative and at > r.start + 1 else None
    group = r.verb(at)
    finite = group is not None and group.form == "finite"
    return at if cue is None and finite and _leads_on(a, r.start, at) else None


def _phrase(r: _Reach, at: int) -> int | None:
    """A phrase ends at its verb, at a comma that is none of a list, and before the circumstances."""
    a = r.a
    if not r.short:
        return None
    group = r.verb(at)
    if group is not None and group.form == "finite" and a.tags[at] != "CC" and not _hangs(a, r.start, at):
        return r.before(at)
    ends = (a.words[at] == "," and not _listed(a, at)) or _trails(a, at) or a.words[at] in ("—", "–", "--")
    return at if ends else None


_STOPS: Final[tuple[_Stop, ...]] = (_mark, _same_speaker, _other_clause, _around, _phrase)


def _subordinate(a: Analysis, cue: Verbs) -> bool:
    """Whether the cue's clause opens the sentence as a subordinate one: ‘While the union said …, the port …’."""
    subject = a.phrase_to.get(cue.start)
    if (
        subject is not None
        and subject.start
        and a.lower[subject.start - 1] in _OPENERS
        and a.lower[subject.start - 1] != "as"
    ):
        return True
    first = 1 if a.tags[0] == "CC" and len(a) > 1 else 0
    if a.lower[first] not in _OPENERS:
        return False
    return not any(a.words[at] == "," for at in range(first, cue.start)) and cue.start > first


def resumed(a: Analysis, end: int) -> tuple[int, int] | None:
    """Content that goes on after an aside: ‘the council, which sits in Porto, to return’.

    The aside begins with ‘who’ or ‘which’ at a comma; it ends at the next one, after which an infinitive or the
    clause's own verb follows.
    """
    if end + 1 >= len(a) or a.words[end] != "," or a.lower[end + 1] not in ("who", "which", "whose"):
        return None
    for at in range(end + 2, len(a) - 1):
        if a.words[at] in DOUBLE or a.words[at] == ";":
            return None
        if a.words[at] == ",":
            group = a.verbs_from.get(at + 1)
            if a.lower[at + 1] != "to" and (group is None or group.form not in ("infinitive", "finite")):
                return None
            return at + 1, content_end(a, at + 1, None, False, False)
    return None


def _of_whom(a: Analysis, at: int) -> bool:
    """Whether a relative clause begins here with a number or a phrase: ‘20 of whom …’."""
    phrase = a.phrase_from.get(at)
    return phrase is not None and a.lower[phrase.end : phrase.end + 2] in (("of", "whom"), ("of", "which"))


def _leads_on(a: Analysis, start: int, at: int) -> bool:
    """Whether a verb belongs to the clause around: no phrase stands between it and the verb before, and the clauses
    that have begun since have all had theirs (‘the claim that it is over was …’).
    """
    verbs = [one for one in a.verbs if start <= one.start < at and one.form in ("finite", "base")]
    if not verbs or any(a.tags[one] not in ("RB", "RP", "JJ", "IN") for one in range(verbs[-1].end, at)):
        return False
    opened = sum(a.lower[one] in _CLAUSAL for one in range(start + 1, at))
    return len(verbs) > opened


def _trails(a: Analysis, at: int) -> bool:
    """Whether a word begins what is said of the circumstances: ‘after …’; ‘as’ only before a clause."""
    return a.lower[at] in TRAILING and (a.lower[at] != "as" or clause_follows(a, at + 1))


def _hangs(a: Analysis, start: int, at: int) -> bool:
    """Whether a finite verb is part of a phrase that began before: in a relative clause, or after two phrases."""
    if any(a.lower[one] in _CLAUSAL for one in range(start, at)):
        return True
    before = a.phrase_to.get(at)
    return before is not None and before.start > start and before.start in a.phrase_to


def _listed(a: Analysis, at: int) -> bool:
    """Whether a comma goes on with a list of phrases."""
    follows = a.phrase_from.get(at + 1)
    if follows is None:
        return a.tags[at + 1 : at + 2] == ("CC",) and at + 2 in a.phrase_from
    after = follows.end
    return after < len(a) and (a.tags[after] == "CC" or a.words[after] == ",") and "and" in a.lower[after : after + 8]


def _attributes(group: Verbs) -> bool:
    cue = VERBS.get(group.lemma)
    return cue is not None and bool(SPEECH_FRAMES & set(cue.frame) or cue.act in ("oppose", "support"))


def _other_speech(a: Analysis, at: int) -> bool:
    """Whether a quotation begins here that a clause after it gives to somebody."""
    if at >= len(a) or a.quoted[at] < 0:
        return False
    end = next((one for one in range(at, len(a)) if a.quoted[one] != a.quoted[at]), len(a))
    group = a.verbs_from.get(end)
    return _speaks(a, end) or (group is not None and "q" in getattr(VERBS.get(group.lemma), "frame", ""))


def _speaks(a: Analysis, at: int) -> bool:
    """Whether a clause with a speaker of its own begins here."""
    phrase = a.phrase_from.get(at)
    if phrase is None:
        return False
    end = phrase.end
    while end < len(a) - 1 and a.lower[end] in LINKS and end + 1 in a.phrase_from:
        end = a.phrase_from[end + 1].end
    if a.words[end : end + 1] == (",",) and a.lower[end + 1 : end + 2] and a.lower[end + 1] in RELATIVE:
        end = next((one + 1 for one in range(end + 2, len(a)) if a.words[one] == ","), end)
    group = a.verbs_from.get(end)
    if group is None or group.form != "finite":
        return False
    cue = VERBS.get(group.lemma)
    return cue is not None and "q" in cue.frame
