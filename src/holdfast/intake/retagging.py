"""Tags put right: what follows from a few words, whatever the tagger says.

The tagger has learnt from some fifty thousand words. Where a word of the lexicon is only ever a verb, or a sentence
would have no verb, or ‘that’ stands behind a verb of saying, it is overruled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from holdfast.intake import tagging
from holdfast.intake.kinds import is_body, is_person
from holdfast.intake.lexicon import SILENCE, VERBS, never_noun, verb_lemma
from holdfast.intake.tokens import DOUBLE

_DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow".split())
#: Tags that a capitalised word which the tagger has never seen does not keep.
_NO_NAME: Final = frozenset("JJR JJS RBR VB VBD VBP VBZ VBN UH FW LS".split())
_SUBJECTS: Final = frozenset("NN NNS NNP NNPS PRP WP WDT CD".split())
_PROPER: Final = {"NN": "NNP", "NNS": "NNPS", "JJ": "NNP"}
_AFTER_THAT: Final = frozenset("DT PRP PRP$ NNP NNPS NNS EX PDT CD".split())
_NOUNS: Final = frozenset("NN NNS NNP NNPS PRP WP".split())
_NOMINAL: Final = frozenset("NN NNS NNP NNPS JJ RB IN".split())
_BEFORE_NOUN: Final = frozenset("DT JJ PRP$ POS".split())


class _Sentence:
    """A sentence while its tags are put right: `given` are the tagger's, `tags` those so far."""

    def __init__(self, words: Sequence[str], given: Sequence[str]) -> None:
        self.words = words
        self.lower = tuple(word.lower().replace("’", "'") for word in words)
        self.given = given
        self.tags = list(given)
        self.headline = tagging.is_headline(words)
        self.finite = any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in given)

    def before(self, at: int) -> str:
        """The tag before a token, as put right."""
        return self.tags[at - 1] if at else ""

    def after(self, at: int) -> str:
        """The tagger's tag behind a token."""
        return self.given[at + 1] if at + 1 < len(self.given) else ""


_Rule: TypeAlias = Callable[[_Sentence, int], str | None]


def retagged(words: Sequence[str], given: Sequence[str]) -> tuple[str, ...]:
    """The tags of a sentence, from left to right by the first rule that has something to say of a word."""
    sentence = _Sentence(words, given)
    for at in range(len(words)):
        tag = next((tag for rule in _RULES if (tag := rule(sentence, at)) is not None), None)
        if tag is not None:
            sentence.tags[at] = tag
            sentence.finite = sentence.finite or tag == "VBD"
    return tuple(sentence.tags)


def _mark(s: _Sentence, at: int) -> str | None:
    if s.lower[at] in DOUBLE:
        return "``"
    apostrophe = s.words[at] in ("'", "’") and at > 0 and s.lower[at - 1].endswith("s")
    return "POS" if apostrophe and s.after(at)[:2] in ("NN", "JJ", "VB", "CD", "RB") else None


def _name(s: _Sentence, at: int) -> str | None:
    """A capital within a sentence makes a name; at its start only an unknown word is one."""
    word, tag = s.words[at], s.given[at]
    if not word[0].isupper():
        return None
    if tag in _PROPER and not s.headline and at and any(map(str.isalnum, s.words[at - 1])):
        named = s.words[at + 1 : at + 2] and s.words[at + 1][0].isupper() and s.after(at).startswith("NN")
        return _PROPER[tag] if tag != "JJ" or named else tag
    return "NNP" if tag in _NO_NAME and not tagging.knows(word) else None


def _that(s: _Sentence, at: int) -> str | None:
    """‘That’ behind a verb of saying begins what is said."""
    if s.lower[at] != "that" or not at:
        return "DT" if s.lower[at] == "both" and s.tags[at] == "CC" else None
    after = s.after(at)
    announces = (
        _reports(s.lower[at - 1])
        if after in _AFTER_THAT
        else (after in ("NN", "JJ") and never_noun(s.lower[at - 1]) and s.given[at] == "DT")
    )
    return "IN" if announces else None


def _before_that(s: _Sentence, at: int) -> str | None:
    """‘Proposals state that’, ‘Reis claims that’: a verb that agrees with the noun before it."""
    if s.tags[at] not in ("NN", "NNS") or not at or s.lower[at + 1 : at + 2] != ("that",) or s.after(at) != "IN":
        return None
    word, before = s.lower[at], s.before(at)
    cue = VERBS.get(verb_lemma(word))
    if cue is None or "c" not in cue.frame:
        return None
    if verb_lemma(word) == word:
        agrees = before in ("NNS", "NNPS", "PRP")
    else:
        behind = s.tags[at - 2] if at > 1 else ""
        agrees = before in ("NNP", "PRP") or (before == "NN" and word.endswith("s") and behind in ("DT", "NN", "JJ"))
    return _verb(s, at) if agrees else None


def _person(s: _Sentence, at: int) -> str | None:
    """‘Officials’, ‘reporters’ are nouns unless an object follows."""
    word, tag, after = s.lower[at], s.tags[at], s.after(at)
    if tag == "VBZ" and word.endswith("s") and is_person(word) and after not in ("DT", "PRP$", "CD"):
        return "NNS"
    if tag in ("JJ", "VBP", "VB") and (is_person(word) or is_body(word)) and after[:2] not in ("NN", "JJ", "DT", "PR"):
        noun = at > 0 and s.given[at - 1] in ("DT", "JJ", "NN", "PRP$", "POS")
        return ("NNS" if word.endswith("s") else "NN") if noun else None
    return None


def _past(s: _Sentence, at: int) -> str | None:
    """A past tense that was taken for a participle, and the other way round."""
    word, tag, before = s.lower[at], s.tags[at], s.before(at)
    if word == "said":
        return "VBD" if not at or s.given[at - 1] not in ("DT", "PRP$") else None
    if tag == "VBN" and never_noun(word) and before in _SUBJECTS and s.after(at) not in ("IN", "TO"):
        return "VBD"
    if tag == "VBD" and word.endswith("ed") and _reduced(s, at):
        return "VBN"
    if tag == "VBN" and not s.finite and before in _NOUNS and word.endswith("ed"):
        return "VBD"
    return None


def _only_verb(s: _Sentence, at: int) -> str | None:
    """A verb that is no noun is a verb."""
    word, tag = s.lower[at], s.tags[at]
    if (
        tag in _NOMINAL
        and s.words[at].islower()
        and never_noun(word)
        and (not at or s.given[at - 1] not in _BEFORE_NOUN)
    ):
        return _verb(s, at)
    if tag == "VBZ" and s.after(at) in ("VBD", "MD", "VBP", "VBZ") and verb_lemma(word) == word:
        return "NNS"
    return None


def _bare(s: _Sentence, at: int) -> str | None:
    """After ‘to’, ‘would’, ‘did not’ only a bare form can stand."""
    word, tag = s.lower[at], s.tags[at]
    if tag == "RB" and s.before(at) == "MD" and word in VERBS and not s.after(at).startswith("VB"):
        return "VB"
    if tag == "NN" and at > 1 and s.given[at - 1] == "TO" and s.given[at - 2].startswith("VB") and _reports(word):
        return "VB"
    if tag not in ("VBD", "VBN", "VBP", "NN") or not at or verb_lemma(word) != word or word in ("n't", "not"):
        return None
    before = at - 1
    while before and s.tags[before] in ("RB", "RBR"):
        before -= 1
    did = before < at - 1 and s.lower[before] in ("do", "does", "did") and s.tags[before].startswith("VB")
    return "VB" if s.tags[before] == "MD" or did else None


_RULES: Final[tuple[_Rule, ...]] = (_mark, _name, _that, _before_that, _person, _past, _only_verb, _bare)


def _reports(word: str) -> bool:
    lemma = verb_lemma(word)
    return lemma in VERBS or lemma in SILENCE


def _verb(s: _Sentence, at: int) -> str:
    word = s.lower[at]
    if word.endswith("ing"):
        return "VBG"
    if verb_lemma(word) == word:
        return "VB" if s.before(at) in ("TO", "MD") else "VBP"
    return "VBZ" if word.endswith("s") else "VBD"


def _reduced(s: _Sentence, at: int) -> bool:
    """Whether a past tense is a participle after all: ‘a person briefed on the talks said’."""
    if not at or s.given[at - 1] not in ("NN", "NNS") or at + 1 >= len(s.words):
        return False
    if s.given[at + 1] not in ("IN", "TO") and s.lower[at + 1] not in _DAYS:
        return False
    start = at - 1
    while start and s.given[start] in ("NN", "NNS", "JJ", "DT"):
        start -= 1
    if s.lower[start] in ("said", "says") and start and s.given[start - 1] in (",", "``"):
        return True
    for one in range(at + 1, min(len(s.words), at + 14)):
        if s.given[one] in ("CC", ",", "WP", "WDT", ":", ".", "``", "MD") or s.lower[one] == "that":
            return False
        if s.given[one] in ("VBD", "VBZ", "VBP"):
            return never_noun(s.lower[one]) and s.given[one - 1].startswith("NN")
    return False
