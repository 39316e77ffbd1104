"""What a statement does: verbs of statements.yaml suggested from the cue and from the words, and its conditions.

A cue says more than the words after it (‘rejected that …’), except the plain ones (‘said’), which say nothing: there
the words decide, and a claim of fact is what is left. Every suggestion says from which words it was made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from holdfast.case.model.evidence import Verb
from holdfast.intake.conditionals import conditions_in
from holdfast.intake.model import Span, Text


class VerbMatch(NamedTuple):
    """A verb that a statement may have."""

    verb: Verb
    because: str


#: The cue's words → the verb, the most telling first. Stems: what begins with one of these.
_CUES: Final[tuple[tuple[Verb, tuple[str, ...]], ...]] = (
    ("refuses", (
        r"reject\w*", r"refus\w*", r"rul(?:e|es|ed|ing)\s+out", r"oppos\w*",
        r"declin(?:e|es|ed|ing)\s+to\s+(?!comment|say|give)\w+", r"dismiss\w*", r"object\w*", r"rebuff\w*",
        r"veto\w*",
    )),
    ("accepts", (
        r"accept\w*", r"agree[ds]?\w*", r"approv\w*", r"endors\w*", r"welcom\w*", r"embrac\w*", r"consent\w*",
        r"support\w*", r"back(?:s|ed|ing)", r"ratif\w*", r"sign(?:s|ed)\s+(?:up|on)\w*",
    )),
    ("requires", (
        r"demand\w*", r"insist\w*", r"requir\w*", r"call(?:s|ed|ing)?\s+(?:up)?on", r"call(?:s|ed|ing)?\s+for",
        r"urg(?:e|es|ed|ing)", r"press(?:es|ed|ing)?\s+for", r"order(?:s|ed)?", r"want(?:s|ed)?",
        r"asks?\s+(?:for|that)", r"asked\s+(?:for|that)", r"condition\w*", r"stipulat\w*",
    )),
    ("warns", (
        r"warn\w*", r"threat\w*", r"vow\w*", r"caution\w*", r"ultimatum\w*",
    )),
    ("expects", (
        r"expect\w*", r"predict\w*", r"forecast\w*", r"anticipat\w*", r"hop(?:e|es|ed|ing)", r"believ\w*",
        r"fear(?:s|ed)?", r"estimat\w*", r"foresee\w*", r"envis\w*",
    )),
    ("offers", (
        r"offer\w*", r"propos\w*", r"pledg\w*", r"promis\w*", r"commit(?:s|ted|ting)?\s+to", r"volunteer\w*",
        r"guarante\w*",
    )),
    ("raises", (
        r"rais(?:e|es|ed|ing)", r"seek\w*\s+clarity", r"sought\s+clarity", r"question(?:s|ed|ing)?", r"bring\s+up",
        r"brought\s+up", r"discuss\w*",
    )),
    ("undecided", (
        r"consider(?:s|ed|ing)?", r"weigh(?:s|ed|ing)?", r"stud(?:y|ies|ied|ying)", r"review(?:s|ed|ing)?",
    )),
    ("asserts", (
        r"accus\w*", r"claim\w*", r"alleg\w*", r"assert\w*", r"confirm\w*", r"den(?:y|ies|ied|ying)", r"report\w*",
        r"reveal\w*", r"announc\w*", r"acknowledg\w*", r"admit\w*", r"conced\w*", r"not(?:e|es|ed|ing)",
        r"recall\w*", r"disclos\w*", r"boast\w*", r"argu\w*", r"according\s+to",
    )),
)  # fmt: skip
#: The content's words → the verb, the most telling first.
_WORDS: Final[tuple[tuple[Verb, tuple[str, ...]], ...]] = (
    ("undecided", (
        r"(?:ha[sd]|have) not (?:yet )?(?:decided|made up)", r"not (?:yet )?(?:clear|decided) (?:whether|if)",
        r"undecided", r"(?:still )?(?:studying|considering|weighing|reviewing)",
        r"under (?:study|review|consideration)", r"did not commit",
    )),
    ("offers", (
        r"(?:is|are|was|were|be|would be) (?:willing|ready|prepared) to", r"offer(?:s|ed|ing)?\b",
        r"propos(?:e|es|ed|ing)\b",
    )),
    ("refuses", (
        r"(?:will|would|shall|could|can) (?:never|not)\b", r"won['’]t", r"wouldn['’]t", r"cannot", r"can['’]t",
        r"under no circumstances", r"no (?:negotiation|compromise|concession)s?\b", r"out of the question",
        r"red line", r"non-negotiable", r"unacceptable", r"reject(?:s|ed)?", r"never (?:accept|agree|happen)",
        r"must not", r"(?:is|are|was|were) not (?:willing|ready|prepared) to", r"refus(?:e|es|ed)",
    )),
    ("accepts", (
        r"\baccept(?:s|ed|ing)?\b", r"\bagree(?:s|d)?\b(?! to disagree)", r"approv(?:e|es|ed)\b",
        r"endors(?:e|es|ed)\b", r"in favou?r of", r"supports?\b", r"welcom(?:e|es|ed)\b",
    )),
    ("requires", (
        r"\bmust\b", r"ha(?:s|ve|d) to\b", r"need(?:s|ed)? to\b", r"demand(?:s|ed)?\b", r"should\b",
        r"\binsist(?:s|ed)?\b", r"require(?:s|d)?\b", r"\bwants? to\b", r"precondition", r"let us\b",
    )),
    ("warns", (
        r"consequences", r"all bets are off", r"or else", r"by force\b",
        r"will (?:be blocked|strike|retaliate|respond)", r"\bdeadline\b",
    )),
    ("expects", (
        r"(?:is|are|was|were) (?:un)?likely", r"(?:will|would) (?:likely|probably|soon|be able)",
        r"\bexpect(?:s|ed)?\b", r"\bhop(?:e|es|ed)\b", r"in the coming (?:days|weeks)", r"\bwill last\b",
        r"optimistic", r"should be completed",
    )),
    ("raises", (
        r"on the agenda", r"issue of\b", r"question of\b", r"would focus on", r"talks (?:will|would) (?:deal|focus)",
    )),
)  # fmt: skip
_CUE: Final = tuple((verb, re.compile(rf"\b(?:{'|'.join(forms)})", re.IGNORECASE)) for verb, forms in _CUES)
_WORD: Final = tuple((verb, re.compile("|".join(forms), re.IGNORECASE)) for verb, forms in _WORDS)
_TOLD: Final = re.compile(r"\b(?:told|tells?|asked|asks?|ordered|orders?|warned|warns?|urged|urges?)\b", re.IGNORECASE)
_WILLING: Final = re.compile(r"\b(?:willing|ready|prepared) to\b", re.IGNORECASE)
_INFINITIVE: Final = re.compile(
    r"(?:not )?to \w+|(?:stop|halt|end|release|free|withdraw|leave|return|hand|allow|move)\b", re.IGNORECASE
)
_INSISTS: Final = re.compile(r"\binsist\w*", re.IGNORECASE)
_OPPOSITE: Final[dict[Verb, Verb]] = {"accepts": "refuses", "refuses": "accepts"}
_NOT: Final = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.IGNORECASE)


def verbs(cue: str, content: str, *, silent: bool = False, negated: bool = False) -> tuple[VerbMatch, ...]:
    """The verbs that a statement may have, the likeliest first.

    Args:
        cue: the words that attribute; empty where there are none.
        content: what is attributed.
        silent: whether it is a recorded silence.
        negated: whether the cue is negated.
    """
    if silent:
        return (VerbMatch("silent", f"‘{cue}’" if cue else "no comment was given"),)
    found: dict[Verb, str] = {}
    for verb, pattern in _CUE:
        told = pattern.search(cue)
        if told is None or (verb == "asserts" and found):
            continue
        if negated or _NOT.search(cue):
            found.setdefault(_OPPOSITE.get(verb, "undecided"), f"the cue ‘{cue}’ is negated")
        elif verb != "asserts":
            found.setdefault(verb, f"the cue ‘{told[0]}’")
        else:
            found["asserts"] = f"the cue ‘{told[0]}’"
    claimed = "asserts" in found
    if negated and not found:
        found["undecided"] = f"‘{cue}’ is negated"
    if _TOLD.search(cue) and _INFINITIVE.match(content):
        found.setdefault("requires", f"the cue ‘{cue}’ and what is to be done")
    never = next((told for verb, pattern in _WORD if verb == "refuses" and (told := pattern.search(content))), None)
    if never is not None and "requires" in found and _INSISTS.search(cue):
        found = {"refuses": f"the cue ‘{cue}’ and ‘{never[0]}’ in the words", **found}
    for verb, pattern in _WORD:
        told = pattern.search(content)
        if told is None:
            continue
        opposite = _OPPOSITE.get(verb)
        if opposite is not None and verb == "accepts" and _NOT.search(content[: told.start()][-24:]):
            found.setdefault(opposite, f"‘{content[max(0, told.start() - 8) : told.end()].strip()}’ in the words")
        else:
            found.setdefault(verb, f"‘{told[0]}’ in the words")
    willing = _WILLING.search(content)
    if willing is not None and "offers" in found:
        found.setdefault("accepts", f"‘{willing[0]}’ in the words")
    if not claimed:
        found["asserts"] = "a claim of fact is what is left"
    return tuple(VerbMatch(verb, because) for verb, because in found.items())


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition that words name: whether it makes a demand or lifts it, the word that opens it, and the rest."""

    key: Literal["if", "unless"]
    word: str
    """Such as ‘unless’ or ‘in return for’."""
    span: Span
    """Without that word."""


_LIFTS: Final = re.compile(r"(?:and |but |even )?(?:unless|until)\b", re.IGNORECASE)
#: The word that opens a condition.
_OPENING: Final = re.compile(
    r"(?:(?:and|but|even|only) )?(?:unless|until|if|once|when|after|pending|assuming(?: that)?"
    r"|provid(?:ed|ing)(?: that)?|(?:so|as) long as|on (?:the )?condition (?:that|of)|in (?:return|exchange) for"
    r"|in the event (?:of|that)|\w+ (?:up)?(?:on|to))\s+",
    re.IGNORECASE,
)
#: ‘No crane moves before …’: what lifts a refusal.
_NOT_BEFORE: Final = re.compile(
    r"\b(?:not?|never|nothing|cannot|nobody)\b[^.;,]{0,60}?\b(?P<word>before)\s+", re.IGNORECASE
)
_ENDS: Final = re.compile(r"[;,:]|[.!?](?=\W|$)|\s[—–]\s")
_WHETHER: Final = re.compile(r"\b(?:ask(?:s|ed)?|wonder(?:s|ed)?|know|clear|see|say|as)\s+$", re.IGNORECASE)


def clauses(text: Text, span: Span) -> tuple[Clause, ...]:
    """The conditions that stand in words of a document, in their order, none within another."""
    paragraph = text.paragraphs[span.paragraph - 1]
    found: list[Clause] = []
    for one in conditions_in(paragraph, span):
        opening = _OPENING.match(paragraph, one.start, one.end)
        if opening is None or _WHETHER.search(paragraph[span.start : one.start]):
            continue
        inner = Span(one.paragraph, opening.end(), one.end)
        if inner.end - inner.start > 2:
            key: Literal["if", "unless"] = "unless" if _LIFTS.match(opening[0]) else "if"
            found.append(Clause(key, opening[0].strip(), inner))
    for before in _NOT_BEFORE.finditer(paragraph, span.start, span.end):
        end = _ENDS.search(paragraph, before.end(), span.end)
        stop = span.end if end is None else end.start()
        inner = Span(span.paragraph, before.end(), before.end() + len(paragraph[before.end() : stop].rstrip(" ”\"'’")))
        if not any(one.span.shares(inner) for one in found):
            found.append(Clause("unless", before["word"], inner))
    return tuple(sorted(found, key=lambda one: one.span))
