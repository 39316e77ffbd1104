"""A tagged sentence → its noun phrases and groups of verbs: a chunker over the tags (after Abney, 1991)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from holdfast.intake.lexicon import VERBS, verb_lemma
from holdfast.intake.retagging import retagged
from holdfast.intake.tokens import Sentence

#: One letter for each tag, so that phrases are found by a pattern over a sentence's letters.
_LETTERS: Final = {
    "DT": "D", "PDT": "D", "PRP$": "D", "WP$": "D", "JJ": "J", "JJR": "J", "JJS": "J", "NN": "N", "NNS": "N",
    "NNP": "P", "NNPS": "P", "CD": "C", "RB": "R", "RBR": "R", "RBS": "R", "VBD": "V", "VBZ": "V", "VBP": "V",
    "VB": "b", "VBG": "G", "VBN": "E", "MD": "M", "TO": "T", "IN": "I", "PRP": "p", "WDT": "W", "WP": "W", "WRB": "w",
    "POS": "S", "CC": "c", "$": "$", "EX": "x", "RP": "r",
}  # fmt: skip
#: What may stand before the nouns (a bare form of a verb only after a word like ‘the’), and the nouns.
_BASE: Final = (
    r"(?:D+R?(?:[JC$GE]|,(?=J)|[JN]c(?=J))*|R?(?:[JC$]|J,(?=J)|Jc(?=J))+E?|)"
    r"[NP](?:[NPC]|JP|&)*"
)
_PHRASE: Final = re.compile(
    rf"p|W(?![NPJ])|{_BASE}(?:SR?[JCGE]*[NPC]+)*|[D$]?C+(?:Ic?C+)?|D(?![DJNPCGERS])|DR?J+(?![NPJ])|DR?[GE](?![NPJ])"
)
TIMES: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight
    january february march april may june july august september october november december
    jan. feb. mar. apr. aug. sept. oct. nov. dec. morning afternoon evening night day week weekend month year hours hour
    days weeks months years minutes noon midnight spring summer autumn fall winter
""".split()
)
_DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow".split())
_NOT: Final = frozenset("not n't n’t never no hardly neither nor".split())
_HAS: Final = frozenset({"'s", "’s", "'d"})
_PARTICIPLE: Final = frozenset({"VBN", "VBD"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without what follows its head: tokens `start` to `end`; the head is its last word."""

    start: int
    end: int
    time: bool

    @property
    def head(self) -> int:
        """The token of its last word."""
        return self.end - 1


@dataclass(frozen=True, slots=True)
class Verbs:
    """Verbs that belong together (‘has repeatedly said’): tokens `start` to `end`, `head` the one with the meaning."""

    start: int
    end: int
    head: int
    lemma: str
    form: str
    """``finite``, ``infinitive`` (with ‘to’), ``gerund`` or ``participle``."""
    tense: str
    """The tag of its first verb."""
    passive: bool
    negated: bool


class Analysis:
    """A sentence with its tags, phrases, groups of verbs, and which of its tokens stand in quotation marks."""

    def __init__(self, sentence: Sentence, tags: Sequence[str], quoted: Sequence[int]) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.lower = sentence.lower
        self.tags = retagged(sentence.words, tags)
        self.quoted = tuple(quoted)
        """By token: the number of the quotation that it is part of, its marks included; -1 outside."""

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The noun phrases, in order and apart."""
        letters = "".join(
            "," if word == "," else "&" if word == "&" else _LETTERS.get(tag, "-")
            for tag, word in zip(self.tags, self.words, strict=True)
        )
        found: list[Phrase] = []
        for match in _PHRASE.finditer(letters):
            start, end = match.span()
            if start == end:
                continue
            found.extend(self._parted(start, end))
        return tuple(found)

    def _parted(self, start: int, end: int) -> Iterator[Phrase]:
        """A phrase, with a day before or after it as a phrase of its own (‘reporters Friday’)."""
        while end - start > 1 and self.lower[start] in TIMES and self.lower[end - 1] not in TIMES:
            if self.tags[start + 1] == "POS":
                break
            yield Phrase(start, start + 1, True)
            start += 1
        day = next((at for at in range(start + 1, end) if self.lower[at] in _DAYS), None)
        if day is not None and self.tags[day - 1].startswith("NN") and "POS" not in self.tags[day:end]:
            yield Phrase(start, day, False)
            start = day
        yield Phrase(start, end, self.lower[end - 1] in TIMES or self._dated(start, end))

    def _dated(self, start: int, end: int) -> bool:
        return any(self.lower[at] in TIMES for at in range(start, end)) and self.tags[end - 1] == "CD"

    @cached_property
    def phrase_from(self) -> dict[int, Phrase]:
        """The phrase that begins at a token."""
        return {phrase.start: phrase for phrase in self.phrases}

    @cached_property
    def phrase_to(self) -> dict[int, Phrase]:
        """The phrase that ends before a token."""
        return {phrase.end: phrase for phrase in self.phrases}

    @cached_property
    def verbs(self) -> tuple[Verbs, ...]:
        """The groups of verbs, in order and apart."""
        found: list[Verbs] = []
        inside = {at for phrase in self.phrases for at in range(phrase.start, phrase.end)}
        at = 0
        while at < len(self):
            group = None if at in inside else self._verbs_at(at)
            if group is None:
                at += 1
            else:
                found.append(group)
                at = group.end
        return tuple(found)

    @cached_property
    def verbs_from(self) -> dict[int, Verbs]:
        """The group that begins at a token."""
        return {group.start: group for group in self.verbs}

    def _verbs_at(self, start: int) -> Verbs | None:
        at, size = start, len(self)
        verbs: list[int] = []
        while at < size and self.tags[at] in ("RB", "RBR", "RBS") and self.lower[at] not in ("as", "so"):
            at += 1
        first = at
        negated = False
        while at < size:
            tag, word = self.tags[at], self.lower[at]
            if tag in ("RB", "RBR", "RP") and verbs and self._goes_on(at, verbs):
                negated = negated or word in _NOT
            elif tag == "TO":
                if verbs or not self._infinitive(at):
                    break
                verbs.append(at)
            elif tag == "MD" or tag.startswith("VB"):
                if verbs and not self._joins(verbs, at):
                    break
                verbs.append(at)
            else:
                break
            at += 1
        if not verbs or self.tags[verbs[-1]] == "TO":
            return None
        negated = negated or any(self.lower[one] in _NOT for one in range(start, first))
        head = verbs[-1]
        tag = self.tags[verbs[0]]
        form = {"TO": "infinitive", "VBG": "gerund", "VBN": "participle", "VB": "base"}.get(tag, "finite")
        passive = (
            not (
                self.lower[verbs[-2:][0]] in _HAS
                and "q" in getattr(VERBS.get(verb_lemma(self.lower[head])), "frame", "")
            )
            and (
                self.tags[head] in _PARTICIPLE
                and (len(verbs) > 1 and verb_lemma(self.lower[verbs[-2]]) in ("be", "get"))
            )
        ) or (len(verbs) == 1 and tag == "VBN")
        return Verbs(start, head + 1, head, verb_lemma(self.lower[head]), form, tag, passive, negated)

    def _goes_on(self, at: int, verbs: Sequence[int]) -> bool:
        """Whether a verb follows the adverbs here that joins the group."""
        while at < len(self) and self.tags[at] in ("RB", "RBR", "RP"):
            at += 1
        return at < len(self) and self.tags[at].startswith("VB") and self._joins(verbs, at)

    def _infinitive(self, at: int) -> bool:
        at += 1
        while at < len(self) and self.tags[at] in ("RB", "RBR"):
            at += 1
        return at < len(self) and self.tags[at] in ("VB", "VBP", "VBN", "VBD")

    def _joins(self, verbs: Sequence[int], at: int) -> bool:
        last = verbs[-1]
        if self.tags[last] in ("MD", "TO"):
            return True
        lemma = verb_lemma(self.lower[last])
        if lemma in ("be", "get") and self.tags[at] in ("VBN", "VBG", "VBD"):
            return True
        if lemma == "have" and self.tags[at] in ("VBN", "VBD"):
            return True
        return lemma == "do" and self.tags[at] in ("VB", "VBP")
