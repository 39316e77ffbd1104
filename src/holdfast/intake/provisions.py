"""What a plan, a draft or another text provides for, as a document tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from holdfast.intake.clausewords import ClauseMatch, clauses_named
from holdfast.intake.conditionals import conditions_in
from holdfast.intake.days import english
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.obliged import obliged_by
from holdfast.intake.tagged import Tagged, tagged
from holdfast.intake.whose import asserted_by


@dataclass(frozen=True, slots=True)
class Provision:
    """Something that a text provides for, as a document tells it. Spans are in the document."""

    source: Span | None
    """The words that name the text that provides it, here or, in a continuation, where it was named last."""
    cue: Span | None
    """The words that say that it provides it: ‘under’, ‘calls for’; in a continuation the ‘would’ that goes on."""
    content: tuple[Span, ...]
    """What it provides for, in the order of the text."""
    goes_on: int | None = None
    """The place, in the document's list, of the provision that this one continues."""
    inferred: bool = False
    """Whether that it is a provision of that text had to be inferred."""
    because: str | None = None
    """From what, in words."""
    obliged: Span | None = None
    """Who is to do it, or is to have or not to have it; None where the sentence does not say who acts."""
    conditions: tuple[Span, ...] = ()
    """On what it depends, or in return for what: ‘if they disarmed’."""
    asserted_by: int | None = None
    """The place of the innermost attribution whose content holds it; None where the document asserts it."""
    clauses: tuple[ClauseMatch, ...] = ()
    """Clauses of a draft that it may be, the likeliest first."""


#: What can provide for something.
TEXTS: Final = (
    r"(?:plan|proposals?|agreement|deal|draft|accord|accords|resolution|blueprint|road ?map|framework|treaty|pact|"
    r"memorandum|protocol|initiative|settlement|truce|ceasefire|cease-fire|armistice|constitution|bill|law|statute|offer|"
    r"text|document|package|outline|charter|declaration|communiqu[ée]|mandate|arrangement|compromise)"
)
_PARTS: Final = r"(?:phases?|stages?|steps?|parts?|clauses?|articles?|sections?|chapters?|annex(?:es)?|points?|provisions?|terms|elements)"
#: The words of a phrase before its noun: `the US president's 20-point`.
_BEFORE: Final = r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Oo]ur)\s)?(?:[\w’'‑-]+\s){0,5}?"
_NAMED: Final = (
    rf"(?P<source>\b{_BEFORE}(?:{TEXTS}(?:['’]s? {_BEFORE}{_PARTS})?|{_PARTS} of {_BEFORE}{TEXTS})\b(?! {TEXTS}\b))"
)
#: A part alone, where its text was named before.
_PART: Final = rf"(?P<source>\b(?:[Tt]he|[Ii]ts|[Aa]) (?:[\w-]+ ){{0,2}}?{_PARTS})"
#: Verbs by which a text provides for what follows.
_VERB: Final = (
    r"(?:states?|stated|says?(?= that\b)|provides?|provided|stipulates?|stipulated|specif(?:ies|y|ied)|envisages?|envisaged|"
    r"envisions?|envisioned|foresees?|foresaw|requires?|required|obliges?|obliged|demands?|demanded|proposes?|proposed|"
    r"calls?|called|sets? out|lays? out|laid out|spells? out|spelled out|spelt out|deals? with|dealt with|includes?|"
    r"included|contains?|contained|covers?|covered|allows?|allowed|permits?|permitted|prohibits?|prohibited|bans?|banned|"
    r"bars?|barred|forbids?|forbade|guarantees?|guaranteed|grants?|granted|gives?|gave|establishes|establish|established|"
    r"commits?|committed|promises?|promised|offers?|offered|outlines?|outlined|"
    r"mandates?|mandated|entails?|entailed|rules? out|ruled out|regulates?|regulated|consists? of|comprises?|comprised)"
)
_AUX: Final = r"(?:(?:also|only|further|then|now|explicitly|reportedly|itself|themselves)\s)?(?:(?:is|are|was|were) (?:also |then )?(?:due|set|expected|supposed|meant|intended|designed) to (?:be )?|would (?:also |then |first )?|will (?:also |then |first )?|shall |(?:does|do|did)(?: not|n['’]t) )?(?:also\s)?"
_INFINITIVE: Final = (
    r"(?:state|say|provide|stipulate|specify|envisage|require|oblige|demand|propose|call|set out|lay out|deal with|include|"
    r"contain|cover|allow|permit|prohibit|ban|bar|forbid|guarantee|grant|give|establish|create|commit|promise|offer|"
    r"mandate|entail|involve|make|end|see|begin with|start with|bring|lead to|halt|free|place|put|leave)"
)
_LINK: Final = re.compile(r"(?: for\b| that\b| how\b| of\b| on\b)?")
_PARENTHESIS: Final = r"(?:,? (?:put forward|unveiled|presented|proposed|brokered|drafted|signed|backed|announced|agreed|seen|obtained|published|dated|reached|adopted)[^,.;]{0,60})?"

#: ‘Under the plan, …’.
_UNDER: Final = re.compile(
    rf"(?:(?<=^)|(?<=[.;,:—–] )|(?<=\b[Bb]ut )|(?<=\b[Aa]nd ))(?P<cue>(?:[Uu]nder|[Aa]ccording to|[Ii]n|[Aa]s part of|[Aa]s set out in|[Aa]s laid down in)(?: the terms of)?) "
    rf"{_NAMED}{_PARENTHESIS}, "
)
#: ‘… under the plan’, at the end of what it provides for.
_UNDER_LAST: Final = re.compile(
    rf",? (?P<cue>under(?: the terms of)?|as part of|according to) {_NAMED}{_PARENTHESIS}(?=[.;]|$)"
)
#: ‘The plan calls for …’, ‘plan, which calls for …’, ‘a deal that would see …’.
_PROVIDES: Final = re.compile(
    rf"{_NAMED}{_PARENTHESIS}(?P<relative>,? (?:which|that))?,? (?P<cue>{_AUX}(?:{_VERB}|(?<=to ){_INFINITIVE}|(?<=would ){_INFINITIVE}|(?<=will ){_INFINITIVE}|(?<=then ){_INFINITIVE}|(?<=also ){_INFINITIVE}|(?<=not ){_INFINITIVE}|(?<=n't ){_INFINITIVE})\b)"
)
_PART_PROVIDES: Final = re.compile(_PROVIDES.pattern.replace(_NAMED, _PART))
#: ‘a plan calling for …’, ‘a deal requiring …’.
_PARTICIPLE: Final = re.compile(
    rf"{_NAMED},? (?P<cue>(?:calling for|requiring|demanding|providing for|envisaging|envisioning|obliging|stipulating|proposing|"
    r"setting out|including|allowing|prohibiting|banning|guaranteeing|granting|committing)\b)"
)
#: ‘the force envisioned as part of the plan’, ‘elections provided for in the deal’.
_PROVIDED: Final = re.compile(
    rf"(?P<cue>\b(?:envisioned|envisaged|foreseen|proposed|provided for|called for|set out|laid out|required|demanded|stipulated|"
    rf"outlined|included|contained|enshrined|mandated|promised|agreed|echoed|described|specified) (?:in|under|by|as part of|as a part of)) {_NAMED}"
)
#: ‘… points of the plan, including calls for the group to disarm’.
_INCLUDING: Final = re.compile(
    rf"{_NAMED}(?P<between>[^.;]{{0,120}}?)\bincluding (?:the |an? |its )?(?P<cue>(?:calls?|demands?|requirements?|provisions?|"
    r"commitments?|promises?|bans?) (?:for|that|on|of|to)\b)"
)
#: ‘That step forms part of the deal's first phase’.
_FORMS: Final = re.compile(
    rf"(?P<cue>\b(?:forms?|formed|is|are|was|were|makes? up) (?:also )?(?:an? (?:\w+ )?)?(?:part|element|component|feature|requirement|condition)s? of) {_NAMED}"
)
#: ‘freeing detainees, part of the plan’.
_PART_OF: Final = re.compile(
    rf", (?P<cue>(?:an? (?:\w+ ){{0,2}})?(?:part|element|component|feature|condition) of) {_NAMED}"
)

_SPEECH: Final = re.compile(
    r"\b(?:said|says|say|tells?|told|asked|insist(?:s|ed)|warned|added|claimed|accused|believes?|thinks?|feared?|hoped?|"
    r"argued?|wrote|expects?|expected)\b|[“\"”]"
)
_SAID_LAST: Final = re.compile(
    r",[”\"]? (?:according to\b[^,]*|[^,]*\b(?:said|says|say|told|added|insisted)\b[^,]*)[.]?$"
)
_WOULD: Final = re.compile(r"\b(?:would|shall|must|is to|are to)\b(?! have been\b)(?! like\b)")
_ASIDE: Final = re.compile(r" ?[—–] [^—–]* [—–]|, (?:which|who|where|whose|whom)\b(?:[^,]|,(?=[0-9]))*,(?![0-9])")
#: A clause with ‘which’ that runs to the end.
_TAIL: Final = re.compile(r", (?:where|which|who|whose|(?:[\w-]+ ){1,3}of (?:whom|which))\b")
_LEADING: Final = re.compile(
    r"^(?:But |And |However, )?(?:If|Once|After|In return|In exchange|Unless|When|As|Until|Provided|During|At|On|By|For|From)\b[^,]*,"
)
_SUBORDINATE: Final = re.compile(
    r"\b(?:that|which|who|whether|if|because|so|until|unless|when|where|why|how)\b", re.IGNORECASE
)
_OPENING: Final = re.compile(r"(?:But|And|However,|Also,|Meanwhile,|Then,?) ")
_NOT_SO: Final = re.compile(
    r"\b(?:it|that|this|which|what) would (?:be|mean|mark|make|represent|amount)\b", re.IGNORECASE
)
#: Tags of what may stand in a noun phrase.
_PHRASE: Final = frozenset("DT JJ JJR JJS NN NNS NNP NNPS POS PRP$ CD VBN VBG".split())
#: A content of fewer letters is none.
_SHORTEST: Final = 3
#: So many sentences may a chain of ‘would’ run on.
_LONGEST: Final = 12


def provisions(
    text: Text, spoken: Sequence[Attribution] = (), clauses: Mapping[str, str] | None = None
) -> tuple[Provision, ...]:
    """What texts provide for, as a document in English tells it, in the order of the document.

    1. A cue names the text: ‘under the plan, …’, ‘the draft requires …’, ‘a deal that would …’, ‘envisaged in …’.
    2. Sentences after it whose main verb is ‘would’, and in which nobody speaks, go on with it: inferred. The first that
       does not ends the chain.
    3. The subject of ‘would’ or of ‘for … to’ is obliged; of a passive, who stands after ‘by’.
    4. ‘if’, ‘unless’, ‘once’, ‘in return for’ and the like begin a condition.

    Args:
        text: the document.
        spoken: the attributions found in it.
        clauses: the clauses of a draft, by name: their words, in which those of each provision are looked for.
    """
    if not english(text):
        return ()
    found: list[Provision] = []
    chain: int | None = None
    length = 0
    for one in tagged(text):
        here = _cued(text, one)
        if here:
            chain, length = len(found), 0
            found += here
            chain = len(found) - 1
            continue
        if chain is None:
            continue
        length += 1
        following = _continued(text, one, found[chain], chain, spoken) if length <= _LONGEST else None
        if following is None:
            chain = None
        else:
            found.append(following)
            chain = len(found) - 1
    return tuple(_completed(text, one, spoken, clauses or {}) for one in found)


def _cued(text: Text, one: Tagged) -> list[Provision]:
    """The provisions of a sentence that names their text."""
    paragraph, start, end = text.paragraphs[one.sentence.paragraph - 1], one.sentence.start, one.sentence.end
    number = one.sentence.paragraph
    found: list[Provision] = []
    for pattern in (
        _UNDER,
        _PROVIDED,
        _PARTICIPLE,
        _INCLUDING,
        _PROVIDES,
        _PART_PROVIDES,
        _FORMS,
        _PART_OF,
        _UNDER_LAST,
    ):
        for match in pattern.finditer(paragraph, start, end):
            made = _made(paragraph, number, one, pattern, match)
            if made is not None and not any(_same(made, other) for other in found):
                found.append(made)
    return sorted(found, key=lambda provision: provision.content[0])


def _same(one: Provision, other: Provision) -> bool:
    assert one.cue is not None and other.cue is not None
    return bool(one.cue.shares(other.cue)) or any(a.shares(b) for a in one.content for b in other.content)


def _made(paragraph: str, number: int, one: Tagged, pattern: re.Pattern[str], match: re.Match[str]) -> Provision | None:
    start, end = one.sentence.start, one.sentence.end
    source = _source(one, Span(number, *match.span("source")))
    cue = Span(number, *match.span("cue"))
    if not _determined(one, source):
        return None
    if pattern is _UNDER:
        content = _clause_from(paragraph, match.end(), end)
        if not _cue_is_under(paragraph, cue) and not _WOULD.search(paragraph, *content):
            return None
    elif pattern is _FORMS:
        content = (_clause_start(paragraph, start, match.start()), match.start("cue") - 1)
    elif pattern is _UNDER_LAST and _WOULD.search(
        paragraph, _clause_start(paragraph, start, match.start()), match.start()
    ):
        content = (_clause_start(paragraph, start, match.start()), match.start())
    elif pattern in (_PROVIDED, _PART_OF, _UNDER_LAST):
        that = re.compile(r", that ").match(paragraph, match.end())
        named = _phrase_before(one, match.start("cue"))
        if that is not None:
            content = _clause_from(paragraph, that.end(), end)
        elif named is None:
            return None
        else:
            content = named
    else:
        link = _LINK.match(paragraph, match.end("cue"))
        cue = Span(number, cue.start, link.end() if link else cue.end)
        content = _clause_from(paragraph, cue.end, end)
    first, last = _tidy(paragraph, *content)
    if last - first < _SHORTEST:
        return None
    return Provision(source, cue, _without_asides(paragraph, Span(number, first, last)))


def _source(one: Tagged, span: Span) -> Span:
    """The noun phrase at the end of a stretch: without what belongs to a verb before it."""
    last = one.first_from(span.end) - 1
    first = last
    while first > 0 and one.sentence.tokens[first - 1].start >= span.start:
        if one.tags[first - 1] not in _PHRASE and not (one.words[first - 1] == "of" and _is_part(one.words[first - 2])):
            break
        first -= 1
        if one.tags[first] in ("DT", "PRP$") and not (first and one.words[first - 1] == "of"):
            break
    return one.place(first, last)


def _cue_is_under(paragraph: str, cue: Span) -> bool:
    """Whether it is ‘under’, which alone says that a text provides for what follows; others need a ‘would’."""
    return paragraph[cue.start : cue.end].casefold().startswith("under")


def _determined(one: Tagged, source: Span) -> bool:
    """Whether a particular text is meant: ‘the law’, ‘their deal’, ‘Resolution 12’; not ‘required by law’."""
    first = one.first_from(source.start)
    last = one.first_from(source.end) - 1
    return one.tags[first] in ("DT", "PRP$", "NNP", "CD") or any(
        one.tags[i] in ("POS", "NNS") for i in range(first, last + 1)
    )


def _is_part(word: str) -> bool:
    return word not in ("part", "parts") and re.fullmatch(_PARTS, word) is not None


def _phrase_before(one: Tagged, offset: int) -> tuple[int, int] | None:
    """The noun phrase, or what is done to one (‘freeing detainees’), that ends before a place."""
    last = one.first_from(offset) - 1
    while last >= 0 and (one.words[last] == "," or one.tags[last] == "RB"):
        last -= 1
    first = last
    while first > 0 and (one.tags[first - 1] in _PHRASE or one.words[first - 1] == "of"):
        first -= 1
    while first < last and one.words[first] in ("of", "'s"):
        first += 1
    if last < 0 or not any(one.tags[place].startswith("NN") for place in range(first, last + 1)):
        return None
    span = one.place(first, last)
    return span.start, span.end


_CLAUSE_END: Final = re.compile(
    r"[.;!?](?=\s|$|[”\"’])|[”\"](?=[\s,]|$)| — | – |, (?:but|while|although|though|which|who|where|something|said|says|according to|an? \w+ (?:\w+ )?(?:said|told))\b|,[”\"]"
)


def _clause_from(paragraph: str, start: int, end: int) -> tuple[int, int]:
    found = _CLAUSE_END.search(paragraph, start, end)
    return start, found.start() if found else end


def _clause_start(paragraph: str, start: int, end: int) -> int:
    """Where the clause begins that ends at a place."""
    last = start
    for found in re.compile(r"; |: | — | – |, (?:and|but|while|which)\s|\b(?:said|says|say) (?:that )?").finditer(
        paragraph, start, end
    ):
        last = found.end()
    return last


def _without_asides(paragraph: str, content: Span) -> tuple[Span, ...]:
    """A content without what the document itself says in it: what stands between dashes, and clauses with ‘which’."""
    out: list[tuple[int, int]] = []
    for aside in _ASIDE.finditer(paragraph, content.start, content.end):
        if not aside[0].startswith(",") or _WOULD.search(paragraph, aside.end(), content.end):
            out.append(aside.span())
    last = next((tail.start() for tail in _TAIL.finditer(paragraph, content.start, content.end)
                 if not any(start <= tail.start() < end for start, end in out)
                 and not _WOULD.search(paragraph, tail.end(), content.end)), content.end)  # fmt: skip
    out.append((last, content.end))
    kept, at = [], content.start
    for start, end in sorted(out):
        first, stop = _tidy(paragraph, at, max(at, start))
        if stop - first >= _SHORTEST:
            kept.append(Span(content.paragraph, first, stop))
        at = max(at, end)
    return tuple(kept) or (content,)


def _tidy(paragraph: str, start: int, end: int) -> tuple[int, int]:
    words = paragraph[start:end]
    start += len(words) - len(words.lstrip(' ,:“"‘'))
    return start, start + len(paragraph[start:end].rstrip(" ,.;:"))


def _continued(
    text: Text, one: Tagged, before: Provision, place: int, spoken: Sequence[Attribution]
) -> Provision | None:
    """A sentence that goes on with what a text provides for; None where it does not."""
    number, start, end = one.sentence.paragraph, one.sentence.start, one.sentence.end
    paragraph = text.paragraphs[number - 1]
    words = paragraph[start:end]
    would = _main_would(one, words)
    if would is None or _SAID_LAST.search(words) or _NOT_SO.search(words):
        return None
    cue = Span(number, start + would.start(), start + would.end())
    if _told(text, one, cue, spoken):
        return None
    opening = _OPENING.match(words)
    first, last = _tidy(paragraph, start + (opening.end() if opening else 0), end)
    because = (
        f"goes on with ‘{would[0]}’ after what {_name(text, before)} provides for, and nobody else is said to speak"
    )
    content = _without_asides(paragraph, Span(number, first, last))
    return Provision(before.source, cue, content, place, True, because)


def _told(text: Text, one: Tagged, would: Span, spoken: Sequence[Attribution]) -> bool:
    """Whether somebody is said to say it.

    ‘according to …’ behind a relative clause is about that clause: it is not taken for the sentence's.
    """
    place = asserted_by(would, spoken)
    if place is None:
        return False
    said = spoken[place]
    if said.manner != "according-to" or said.cue is None or said.cue.start < would.end:
        return True
    between = text.paragraphs[would.paragraph - 1][would.end : said.cue.start]
    return re.search(r", (?:where|which|who|whose)\b", between) is None


def _name(text: Text, provision: Provision) -> str:
    return "the text before" if provision.source is None else f"‘{text.words(provision.source)}’"


def _main_would(one: Tagged, words: str) -> re.Match[str] | None:
    """The ‘would’ of a sentence's main clause: asides left out, no verb and no conjunction stands before it."""
    left_out = [found.span() for pattern in (_ASIDE, _LEADING) for found in pattern.finditer(words)]
    for would in _WOULD.finditer(words):
        if any(start <= would.start() < end for start, end in left_out):
            continue
        before = [
            place
            for place, token in enumerate(one.sentence.tokens)
            if token.end <= one.sentence.start + would.start()
            and not any(start <= token.start - one.sentence.start < end for start, end in left_out)
        ]
        if any(_SUBORDINATE.fullmatch(one.words[place]) or _SPEECH.fullmatch(one.words[place]) for place in before):
            return None
        return None if any(one.tags[place] in ("VBD", "VBZ", "MD") for place in before) else would
    return None


def _completed(
    text: Text, provision: Provision, spoken: Sequence[Attribution], clauses: Mapping[str, str]
) -> Provision:
    content = provision.content[0]
    paragraph = text.paragraphs[content.paragraph - 1]
    whole = Span(content.paragraph, content.start, provision.content[-1].end)
    one = next(sentence for sentence in tagged(text) if content.within(sentence.span))
    return replace(
        provision,
        obliged=obliged_by(one, whole),
        conditions=tuple(found for part in provision.content for found in conditions_in(paragraph, part)),
        asserted_by=asserted_by(content, spoken),
        clauses=clauses_named(" ".join(text.words(part) for part in provision.content), clauses),
    )
