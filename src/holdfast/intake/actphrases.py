"""What an act is done to or about: phrases, acts that nouns name, acts within acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from holdfast.intake.actwords import NOUNS, VERBS, ActClass, ActVerb, alike, is_named
from holdfast.intake.chunks import TIMES, Analysis
from holdfast.intake.clausewords import stem
from holdfast.intake.demonyms import country_of
from holdfast.intake.lexicon import SILENCE, verb_lemma
from holdfast.intake.nouns import singular
from holdfast.intake.people import TITLES
from holdfast.intake.tokens import DOUBLE

_NOUNS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
_PROPER: Final = frozenset(("NNP", "NNPS"))
_BEFORE: Final = frozenset("DT PDT PRP$ JJ JJR JJS CD NN NNS NNP NNPS POS VBN VBG $".split())
_ADVERBS: Final = frozenset(("RB", "RBR", "RBS"))
#: Prepositions by which a phrase is part of what an act is done to.
_LINKS: Final = frozenset("of in on at against for to from over with".split())
#: What is negated within an act is another act: it is left alone.
NEGATIONS: Final = frozenset("not n't never no neither nor none nobody nothing few little".split())
#: A phrase has at most so many tokens, and so many phrases hang on it.
_LONGEST: Final = 12
_HUNG: Final = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phrase by tokens of its sentence: `start` to `end`, with what it is compared by."""

    start: int
    end: int
    head: str
    names: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    definite: bool = False
    owner: str | None = None
    """The name whose it is: ‘the union’ of ‘the union's strike’."""
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What is done, by tokens: classes about others, outermost first; the class of the act itself, if it is one."""

    about: tuple[str, ...]
    sort: str
    end: int
    thing: Stretch | None = None
    to: tuple[int, int] | None = None
    """Whom it is demanded of, or with whom it is done."""
    owner: str | None = None
    """Who does the innermost act, where its noun says that."""

    def under(self, outer: ActClass) -> Done:
        """The same, done about by something else."""
        return replace(self, about=(outer.name, *self.about))


def skipped(a: Analysis, at: int) -> int:
    """Past adverbs, quotation marks and times."""
    while at < len(a):
        phrase = a.phrase_from.get(at)
        if phrase is not None and phrase.time:
            at = phrase.end
        elif a.lower[at] in NEGATIONS:
            break
        elif a.tags[at] in _ADVERBS or a.words[at] in DOUBLE or a.lower[at] in ("both", "all"):
            at += 1
        else:
            break
    return at


def verb_at(a: Analysis, at: int) -> tuple[ActVerb, int] | None:
    """The verb of an act that stands at a token, with its end: behind its particle, where it has one."""
    if at >= len(a) or a.lower[at + 1 : at + 2] == ("short",):
        return None
    for one in VERBS.get(a.lower[at], ()):
        if one.particle is None:
            return one, at + 1
        if a.lower[at + 1 : at + 2] == (one.particle,):
            return one, at + 2
    return None


def infinitive_at(a: Analysis, at: int) -> int | None:
    """The verb of ‘to leave’ that begins here, whatever the tagger takes it for; None where none does."""
    if a.lower[at : at + 1] != ("to",):
        return None
    at += 1
    while at < len(a) and (a.tags[at] in _ADVERBS or a.words[at] in DOUBLE or a.lower[at].endswith("ly")):
        if a.lower[at] in NEGATIONS:
            return None
        at += 1
    if at >= len(a) or a.lower[at] in SILENCE:
        return None
    known = any(one.base for one in VERBS.get(a.lower[at], ()))
    return at if (known and (a.tags[at] not in _PROPER)) or a.tags[at] in ("VB", "VBP") else None


def done(a: Analysis, of: ActClass, at: int, depth: int = 0) -> list[Done]:
    """What is done, from the tokens behind a verb of this class; several where it is about several."""
    start = at
    at = skipped(a, at)
    if of.frame == "to":
        return _demanded(a, of, at, depth)
    if of.frame == "about":
        return _about(a, of, at, depth)
    if of.frame == "alone":
        return [Done((), of.name, start)]
    if of.frame in ("moves", "mutual"):
        if a.lower[at : at + 1] and a.lower[at] in of.links | {"with"}:
            at = skipped(a, at + 1)
        thing = phrase_at(a, at, hung=False)
        if of.frame == "moves":
            return [Done((), of.name, thing.end if thing else start, thing)]
        return [] if thing is None else [Done((), of.name, thing.end, None, (thing.start, thing.end))]
    if a.lower[at : at + 1] and of.name in ("attack", "withdrawal") and a.lower[at] in of.links:
        at = skipped(a, at + 1)
    thing = phrase_at(a, at)
    return [] if thing is None else [Done((), of.name, thing.end, thing)]


def _demanded(a: Analysis, of: ActClass, at: int, depth: int) -> list[Done]:
    if a.lower[at : at + 1] and a.lower[at] in of.links and of.name == "demand":
        at += 1
    whom = phrase_at(a, at, hung=False)
    if whom is None:
        return []
    follows = skipped(a, whom.end)
    verb = infinitive_at(a, follows)
    if verb is None and of.name == "ban" and a.lower[follows : follows + 1] == ("from",):
        verb = follows + 1
    if verb is None:
        return []
    return [replace(one.under(of), to=(whom.start, whom.end)) for one in within(a, verb, depth + 1)]


def _about(a: Analysis, of: ActClass, at: int, depth: int) -> list[Done]:
    verb = infinitive_at(a, at)
    if verb is None and a.lower[at : at + 1] and a.lower[at] in of.links:
        at = skipped(a, at + 1)
    if verb is None and a.tags[at : at + 1] == ("VBG",) and a.lower[at - 1] not in ("the", "a"):
        verb = at
    if verb is not None:
        return [one.under(of) for one in within(a, verb, depth + 1)]
    return [one.under(of) for one in named(a, at, depth + 1)]


def within(a: Analysis, at: int, depth: int) -> list[Done]:
    """What a verb that depends on another says is done."""
    if depth > 3 or at >= len(a):
        return []
    known = verb_at(a, at)
    if known is not None:
        one, end = known
        found = done(a, one.of, end, depth)
        if found or one.of.frame in ("about", "to"):
            return found
        return [Done((), one.of.name, end)]
    after = skipped(a, at + 1)
    thing = phrase_at(a, after)
    if thing is None and after + 1 < len(a) and a.tags[after] in ("IN", "RP"):
        thing = phrase_at(a, after + 1)
    lemma = verb_lemma(a.lower[at])
    if thing is None or lemma in ("be", "have", "do", "make", "take", "get", "go"):
        return []
    return [Done((), f"={stem(lemma)}", thing.end, thing)]


def named(a: Analysis, at: int, depth: int = 0) -> list[Done]:
    """What a phrase names: an act, where its noun is one's; else a thing. One for each part that ‘and’ joins."""
    found = []
    for part in _parts(a, at):
        of = _named_class(a, part)
        if of is None:
            found.append(Done((), "", part.end, part))
        else:
            found += _nominal(a, of, part, depth)
    return found


def _named_class(a: Analysis, part: Stretch) -> ActClass | None:
    """The class of the act that the last noun of a phrase is, hung phrases left out."""
    return NOUNS.get(singular(a.lower[_head(a, part.start)]))


def nominal_at(a: Analysis, at: int) -> list[Done]:
    """The acts that a phrase names, without the things that it names."""
    return [one for one in named(a, at) if one.sort or one.about]


def _nominal(a: Analysis, of: ActClass, part: Stretch, depth: int) -> list[Done]:
    head = _head(a, part.start)
    if of.frame == "about":
        after = head + 1
        if depth < 3 and a.lower[after : after + 1] and a.lower[after] in of.links:
            inner = [one.under(of) for one in named(a, after + 1, depth + 1)]
            if inner:
                return inner
        return [Done((), "", part.end, part)]
    thing = _object(a, part, head, of)
    owner = part.owner
    if owner is None and part.start < head and (called := _nation(a, head - 1)) is not None and not part.pronoun:
        owner = called
    if owner is not None and thing is not None:
        thing = replace(thing, names=thing.names - _words(owner))
    return [Done((), of.name, part.end, thing, None, owner)]


def _nation(a: Analysis, at: int) -> str | None:
    state = country_of().get(a.lower[at])
    return None if state is None else state.upper() if len(state) < 4 else state.title()


def _object(a: Analysis, part: Stretch, head: int, of: ActClass) -> Stretch | None:
    """What the act that a noun names is done to: behind ‘of’, or the noun before it (‘hostage release’)."""
    after = head + 1
    if a.lower[after : after + 1] and a.lower[after] in of.links:
        behind = phrase_at(a, after + 1)
        if behind is not None:
            return behind
    before = head - 1
    if before > part.start and a.tags[before] == "POS" and a.tags[before - 1] in ("NN", "NNS"):
        before -= 1  # ‘the sailors' release’
    if before >= part.start and (
        a.tags[before] in ("NN", "NNS") or (a.tags[before] == "JJ" and is_named(a.lower[before]))
    ):
        return replace(part, head=alike(a.lower[before]), others=frozenset())
    return Stretch(part.start, part.end, "", part.names, part.others) if part.names else None


def _head(a: Analysis, start: int) -> int:
    """The last noun of the phrase that begins at a token."""
    return _end(a, start) - 1


def _end(a: Analysis, start: int) -> int:
    """Where the phrase that begins at a token ends: before the first word that none has."""
    at, last = start, start + 1
    while at < min(len(a), start + _LONGEST):
        if a.tags[at] in _NOUNS or (singular(a.lower[at]) in NOUNS and a.tags[at] in ("JJ", "VBG", "VB", "RP")):
            last = at + 1
            if a.lower[at] in TIMES:
                return at if at > start else at + 1
        elif a.tags[at] not in _BEFORE and a.words[at] not in DOUBLE:
            break
        at += 1
    return last


def phrase_at(a: Analysis, at: int, hung: bool = True) -> Stretch | None:
    """The noun phrase that begins at a token, with the phrases that hang on it; None where none does."""
    return next(iter(_parts(a, at, hung)), None)


def _parts(a: Analysis, at: int, hung: bool = True) -> Iterator[Stretch]:
    """The noun phrases that ‘and’ and commas join, from a token on."""
    while at < len(a):
        phrase = a.phrase_from.get(at)
        if phrase is not None and phrase.time:
            return
        if a.tags[at] in ("PRP", "WDT", "WP", "EX"):
            if a.tags[at] == "PRP":
                yield Stretch(at, at + 1, a.lower[at], pronoun=True)
            return
        if a.lower[at] in NEGATIONS or (a.tags[at] not in _BEFORE and singular(a.lower[at]) not in NOUNS):
            return
        end = _end(a, at)
        if not any(a.tags[one] in _NOUNS or singular(a.lower[one]) in NOUNS for one in range(at, end)):
            return
        one = _stretch(a, at, end)
        if hung:
            one = _hanging(a, one)
        at = one.end
        # ‘its air and ground war’ is one thing
        if not (a.tags[one.start] in ("DT", "PRP$") and a.lower[at : at + 1] == ("and",) and a.tags[at + 1] == "NN"):
            yield one
        if at + 1 < len(a) and a.tags[at] == "CC" and a.lower[at] == "and":
            at += 1
            follows = a.phrase_from.get(at)
            if follows is not None and follows.end in a.verbs_from and a.verbs_from[follows.end].form == "finite":
                return
        else:
            return


def _hanging(a: Analysis, one: Stretch) -> Stretch:
    """A phrase with the names and words of those that hang on it."""
    for _ in range(_HUNG):
        at = one.end
        if at + 1 >= len(a) or a.lower[at] not in _LINKS:
            break
        follows = a.phrase_from.get(at + 1)
        if follows is None or follows.time or infinitive_at(a, at) is not None:
            break
        more = _stretch(a, follows.start, _end(a, follows.start))
        if a.lower[more.start] in TIMES:
            break
        one = replace(one, end=more.end, names=one.names | more.names, others=one.others | more.others | {more.head})
    return one


def _stretch(a: Analysis, start: int, end: int) -> Stretch:
    names: set[str] = set()
    others: set[str] = set()
    owner: str | None = None
    begin = start
    for at in range(start, end):
        word = a.lower[at]
        if a.tags[at] == "POS":
            owned = [one for one in range(begin, at) if a.tags[one] in _PROPER and a.lower[one] not in TITLES]
            owner = " ".join(a.words[one] for one in owned) or owner
            begin = at + 1
        elif word in country_of():
            names.add(country_of()[word])
        elif a.tags[at] in _PROPER:
            if word.rstrip(".") not in TITLES:
                names.add(word)
        elif at < end - 1 and a.tags[at] in ("NN", "NNS", "JJ", "VBN", "VBG"):
            others.add(alike(word))
    head = a.lower[end - 1]
    proper = a.tags[end - 1] in _PROPER
    definite = proper or a.lower[start] in ("the", "this", "that", "its", "his", "her", "their") or owner is not None
    return Stretch(
        start, end, country_of().get(head, head) if proper else alike(head), frozenset(names), frozenset(others),
        definite, owner,
    )  # fmt: skip


def _words(name: str) -> frozenset[str]:
    return frozenset(country_of().get(word, word) for word in name.lower().split())
