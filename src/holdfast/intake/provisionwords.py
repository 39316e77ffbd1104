"""The words by which a document says that a text provides for something, as patterns."""

from __future__ import annotations

import re
from typing import Final

#: What can provide for something.
TEXTS: Final = (
    r"(?:plan|proposals?|agreement|deal|draft|accord|accords|resolution|blueprint|road ?map|framework|treaty|pact|"
    r"memorandum|protocol|initiative|settlement|truce|ceasefire|cease-fire|armistice|constitution|bill|law|statute|"
    r"offer|"
    r"text|document|package|outline|charter|declaration|communiqu[ée]|mandate|arrangement|compromise)"
)
PARTS: Final = (
    r"(?:phases?|stages?|steps?|parts?|clauses?|articles?|sections?|chapters?|annex(?:es)?|points?|provisions?|terms|"
    r"elements)"
)
#: The words of a phrase before its noun: `the US president's 20-point`.
_BEFORE: Final = (
    r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|"
    r"[Oo]ur)\s)?(?:[\w’'‑-]+\s){0,5}?"
)
_NAMED: Final = (
    rf"(?P<source>\b{_BEFORE}(?:{TEXTS}(?:['’]s? {_BEFORE}{PARTS})?|{PARTS} of {_BEFORE}{TEXTS})\b(?! {TEXTS}\b))"
)
#: A part alone, where its text was named before.
_PART: Final = (
    r"(?P<source>\b(?:[Tt]he|[Ii]ts|[Aa]) "
    r"(?:first|second|third|fourth|fifth|next|final|last|initial|opening|later|following|other|main|key|new) "
    rf"(?:[\w-]+ )?{PARTS})"
)
#: Verbs by which a text provides for what follows.
_VERB: Final = (
    r"(?:states?|stated|says?(?= that\b)|provides?|provided|stipulates?|stipulated|specif(?:ies|y|ied)|envisages?|"
    r"envisaged|"
    r"envisions?|envisioned|foresees?|foresaw|requires?|required|obliges?|obliged|demands?|demanded|proposes?|proposed|"
    r"calls?|called|sets? out|lays? out|laid out|spells? out|spelled out|spelt out|deals? with|dealt with|includes?|"
    r"included|contains?|contained|covers?|covered|allows?|allowed|permits?|permitted|prohibits?|prohibited|bans?|"
    r"banned|"
    r"bars?|barred|forbids?|forbade|guarantees?|guaranteed|grants?|granted|gives?|gave|establishes|establish|"
    r"established|"
    r"commits?|committed|promises?|offers?|outlines?|outlined|"
    r"mandates?|mandated|entails?|entailed|rules? out|ruled out|regulates?|regulated|consists? of|comprises?|comprised)"
)
_AUX: Final = (
    r"(?:(?:also|only|further|then|now|explicitly|reportedly|itself|themselves)\s)?(?:(?:is|are|was|were) (?:also |"
    r"then )?(?:due|set|expected|supposed|meant|intended|designed) to (?:be )?|would (?:also |then |first )?|will "
    r"(?:also |then |first )?|shall |(?:does|do|did)(?: not|n['’]t) )?(?:also\s)?"
)
_INFINITIVE: Final = (
    r"(?:state|say|provide|stipulate|specify|envisage|require|oblige|demand|propose|call|set out|lay out|deal with|"
    r"include|"
    r"contain|cover|allow|permit|prohibit|ban|bar|forbid|guarantee|grant|give|establish|create|commit|promise|offer|"
    r"mandate|entail|involve|make|end|see|begin with|start with|bring|lead to|halt|free|place|put|leave)"
)
LINK: Final = re.compile(r"(?: for\b| that\b| how\b| of\b| on\b)?")
_PARENTHESIS: Final = (
    r"(?:,? (?:put forward|unveiled|presented|proposed|brokered|drafted|signed|backed|announced|agreed|seen|obtained|"
    r"published|dated|reached|adopted)[^,.;]{0,60})?"
)

#: ‘Under the plan, …’.
UNDER: Final = re.compile(
    rf"(?:(?<=^)|(?<=[.;,:—–] )|(?<=\b[Bb]ut )|(?<=\b[Aa]nd ))(?P<cue>(?:[Uu]nder|[Aa]ccording to|[Ii]n|[Aa]s part of|"
    rf"[Aa]s set out in|[Aa]s laid down in)(?: the terms of)?) "
    rf"{_NAMED}{_PARENTHESIS}, "
)
#: ‘… under the plan’, at the end of what it provides for.
UNDER_LAST: Final = re.compile(
    rf",? (?P<cue>under(?: the terms of)?|as part of|according to) {_NAMED}{_PARENTHESIS}(?=[.;]|$)"
)
#: ‘The plan calls for …’, ‘plan, which calls for …’, ‘a deal that would see …’.
PROVIDES: Final = re.compile(
    rf"{_NAMED}{_PARENTHESIS}(?P<relative>,? (?:which|that))?,? (?P<cue>{_AUX}(?:{_VERB}|(?<=to ){_INFINITIVE}|"
    rf"(?<=would ){_INFINITIVE}|(?<=will ){_INFINITIVE}|(?<=then ){_INFINITIVE}|(?<=also ){_INFINITIVE}|(?<=not "
    rf"){_INFINITIVE}|(?<=n't ){_INFINITIVE})\b)"
)
PART_PROVIDES: Final = re.compile(PROVIDES.pattern.replace(_NAMED, _PART))
#: ‘a plan calling for …’, ‘a deal requiring …’.
PARTICIPLE: Final = re.compile(
    rf"{_NAMED},? (?P<cue>(?:calling for|requiring|demanding|providing for|envisaging|envisioning|obliging|"
    rf"stipulating|proposing|"
    r"setting out|including|allowing|prohibiting|banning|guaranteeing|granting|committing)\b)"
)
#: ‘the force envisioned as part of the plan’, ‘elections provided for in the deal’.
PROVIDED: Final = re.compile(
    rf"(?P<cue>\b(?:envisioned|envisaged|foreseen|proposed|provided for|called for|set out|laid out|required|demanded|"
    rf"stipulated|"
    rf"outlined|included|contained|enshrined|mandated|promised|agreed|echoed|described|specified) (?:in|under|by|as "
    rf"part of|as a part of)) {_NAMED}"
)
#: ‘… points of the plan, including calls for the group to disarm’.
INCLUDING: Final = re.compile(
    rf"{_NAMED}(?P<between>[^.;]{{0,120}}?)\bincluding (?:the |an? |its )?(?P<cue>(?:calls?|demands?|requirements?|"
    rf"provisions?|"
    r"commitments?|promises?|bans?) (?:for|that|on|of|to)\b)"
)
#: ‘The census forms part of the first phase’.
FORMS: Final = re.compile(
    rf"(?P<cue>\b(?:forms?|formed|is|are|was|were|makes? up) (?:also )?(?:an? (?:\w+ )?)?(?:part|element|component|"
    rf"feature|requirement|condition)s? of) {_NAMED}"
)
#: ‘freeing detainees, part of the plan’.
PART_OF: Final = re.compile(
    rf", (?P<cue>(?:an? (?:\w+ ){{0,2}})?(?:part|element|component|feature|condition) of) {_NAMED}"
)

SPEECH: Final = re.compile(
    r"\b(?:said|says|say|tells?|told|asked|insist(?:s|ed)|warned|added|claimed|accused|believes?|thinks?|feared?|"
    r"hoped?|"
    r"argued?|wrote|expects?|expected)\b|[“\"”]"
)
SAID_LAST: Final = re.compile(
    r",[”\"]? (?:according to\b[^,]*|[^,]*\b(?:said|says|say|told|added|insisted)\b[^,]*)[.]?$"
)
WOULD: Final = re.compile(r"\b(?:would|shall|must|is to|are to)\b(?! have been\b)(?! like\b)")
ASIDE: Final = re.compile(r" ?[—–] [^—–]* [—–]|, (?:which|who|where|whose|whom)\b(?:[^,]|,(?=[0-9]))*,(?![0-9])")
#: A clause with ‘which’ that runs to the end.
TAIL: Final = re.compile(r", (?:where|which|who|whose|(?:[\w-]+ ){1,3}of (?:whom|which))\b")
LEADING: Final = re.compile(
    r"^(?:But |And |However, )?(?:If|Once|After|In return|In exchange|Unless|When|As|Until|Provided|During|At|On|By|"
    r"For|From)\b[^,]*,"
)
SUBORDINATE: Final = re.compile(
    r"\b(?:that|which|who|whether|if|because|so|until|unless|when|where|why|how)\b", re.IGNORECASE
)
OPENING: Final = re.compile(r"(?:But|And|However,|Also,|Meanwhile,|Then,?) ")
NOT_SO: Final = re.compile(
    r"\b(?:it|that|this|which|what) would (?:be|mean|mark|make|represent|amount)\b", re.IGNORECASE
)
#: What is only supposed of a text is not what it provides for: ‘if the resolution requires …’.
SUPPOSED: Final = re.compile(r"\b(?:[Ii]f|[Uu]nless|[Ww]hether) $")
REACH: Final = 10
