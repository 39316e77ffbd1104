"""A shallow grammar over phrases and groups of verbs: where a clause begins, and where what is said ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

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

    It goes on to the end of the sentence, without its last mark, unless before that

    1. the quotation that it consists of ends and nothing of the clause follows;
    2. a coordinate verb takes up the cue's tense, not the content's (‘said it would stay and called for talks’);
    3. another clause with a speaker of its own, or a contrast, begins (‘… , but the ministry said’);
    4. a participle that attributes goes on with the same speaker (‘… , adding that’);
    5. the relative clause that the cue stands in ends.
    """
    size = len(a)
    within = a.quoted[start - 1] if start else -1
    if within >= 0 and a.quoted[start] == within:
        size = next((at for at in range(start, size) if a.quoted[at] != within), size)
        if a.words[size - 1] in DOUBLE:
            size -= 1
    elif within >= 0:
        within = -1
    # a quotation alone, with its comma: what follows is no longer said
    alone = a.words[start] in DOUBLE and within < 0
    closed = next((at for at in range(start + 1, size) if a.quoted[at] != a.quoted[start]), -1) if alone else -1
    opened = cue is not None and cue.start > 0 and _subordinate(a, cue)
    inner = next((one for one in a.verbs if one.start >= start and one.form in ("finite", "base")), None)
    for at in range(start + 1, size):
        if a.quoted[at] >= 0 and a.quoted[at] == a.quoted[at - 1] and within < 0:
            continue
        if at == closed and (a.words[at - 2] == "," or a.words[at] == ","):
            return at
        word = a.lower[at]
        comma = at - 1 if a.words[at - 1] == "," else at
        group = a.verbs_from.get(at + 1 if a.tags[at] == "CC" else at)
        if (
            group is not None
            and group.form == "participle"
            and a.tags[at] == "CC"
            and a.lower[group.head].endswith("ed")
        ):
            group = replace(group, form="finite", tense="VBD")
        if word == ")" and "(" not in a.words[start:at]:
            return at
        if word == "according" and a.lower[at + 1 : at + 2] == ("to",):
            return comma
        if comma < at and group is not None and group.form == "gerund" and group.start == at and _attributes(group):
            return comma
        if a.tags[at] == "CC" and group is not None and cue is not None and group.form == "finite":
            same, own = group.tense == cue.tense, inner is not None and group.tense == inner.tense
            said = "q" in getattr(VERBS.get(group.lemma), "frame", "")
            if said and (inner is None or inner.start >= at):
                return comma
            if same and (inner is None or inner.start >= at or not own or short):
                return comma
        if a.tags[at] == "CC" and group is not None and cue is not None and group.form == cue.form == "gerund":
            return comma
        if comma < at and word in _ASIDE and (clause_follows(a, at + 1) or at + 1 in a.verbs_from or word != "but"):
            return comma
        if word == ";" or (word == ":" and a.quoted[at] < 0 and _other_speech(a, at + 1)):
            return at
        if comma < at and a.quoted[at] < 0 and (word in ("which", "who") or _of_whom(a, at)):
            return comma
        if comma < at and a.tags[at] == "CC" and a.lower[at + 1 : at + 2] and a.lower[at + 1] in _OPENERS:
            return comma
        apart = comma < at or word in TRAILING or (a.tags[at] == "CC" and inner is not None and inner.start < at)
        if a.tags[at] in ("CC", "IN") and apart and _speaks(a, at + 1):
            return comma - 1 if a.words[comma - 1] in DASHES else comma
        if (
            a.words[at] == ","
            and cue is not None
            and cue.start <= 1
            and _speaks(a, at + 1)
            and (cue.start == 0 or cue.form != "finite")
        ):
            return at
        if opened and a.words[at] == "," and clause_follows(a, at + 1):
            return at
        if relative and a.words[at] == "," and at > start + 1:
            return at
        if short and ((a.words[at] == "," and not _listed(a, at)) or _trails(a, at) or a.words[at] in ("—", "–", "--")):
            return at
    end = size
    while end > start and a.words[end - 1] in (".", ",", ";", ":", "…", "?", "!") and a.quoted[end - 1] == within:
        if a.words[end - 1] in "?!":
            break
        end -= 1
    return end


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
