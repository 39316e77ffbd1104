"""What a plan, a draft or another text provides for, as a document tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from holdfast.intake import provisionwords as w
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
    2. Sentences after it whose main verb is ‘would’, and in which nobody speaks, go on with it: inferred. The first
       that does not ends the chain.
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
        w.UNDER,
        w.PROVIDED,
        w.PARTICIPLE,
        w.INCLUDING,
        w.PROVIDES,
        w.PART_PROVIDES,
        w.FORMS,
        w.PART_OF,
        w.UNDER_LAST,
    ):
        for match in pattern.finditer(paragraph, start, end):
            made = _made(paragraph, number, one, pattern, match)
            if made is not None and not any(_same(made, other) for other in found):
                found.append(made)
    return sorted(found, key=lambda provision: provision.content[0])


def _same(one: Provision, other: Provision) -> bool:
    assert one.cue is not None
    assert other.cue is not None
    return bool(one.cue.shares(other.cue)) or any(a.shares(b) for a in one.content for b in other.content)


def _made(paragraph: str, number: int, one: Tagged, pattern: re.Pattern[str], match: re.Match[str]) -> Provision | None:
    start, end = one.sentence.start, one.sentence.end
    source = _source(one, Span(number, *match.span("source")))
    cue = Span(number, *match.span("cue"))
    if not _determined(one, source) or w.SUPPOSED.search(paragraph, max(start, source.start - w.REACH), source.start):
        return None
    if pattern is w.UNDER:
        content = _clause_from(paragraph, match.end(), end)
        if not _cue_is_under(paragraph, cue) and not w.WOULD.search(paragraph, *content):
            return None
    elif pattern is w.FORMS:
        content = (_clause_start(paragraph, start, match.start()), match.start("cue") - 1)
    elif pattern is w.UNDER_LAST and w.WOULD.search(
        paragraph, _clause_start(paragraph, start, match.start()), match.start()
    ):
        content = (_clause_start(paragraph, start, match.start()), match.start())
    elif pattern in (w.PROVIDED, w.PART_OF, w.UNDER_LAST):
        that = re.compile(r", that ").match(paragraph, match.end())
        named = _phrase_before(one, match.start("cue"))
        if that is not None:
            content = _clause_from(paragraph, that.end(), end)
        elif named is None:
            return None
        else:
            content = named
    else:
        link = w.LINK.match(paragraph, match.end("cue"))
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
    if one.words[first] in ("no", "any", "every"):
        return False
    return one.tags[first] in ("DT", "PRP$", "NNP", "CD") or any(
        one.tags[i] in ("POS", "NNS") for i in range(first, last + 1)
    )


def _is_part(word: str) -> bool:
    return word not in ("part", "parts") and re.fullmatch(w.PARTS, word) is not None


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
    r"[.;!?](?=\s|$|[”\"’])|[”\"](?=[\s,]|$)| — | – |, (?:but|while|although|though|which|who|where|something|said|"
    r"says|according to|an? \w+ (?:\w+ )?(?:said|told))\b|,[”\"]"
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
    for aside in w.ASIDE.finditer(paragraph, content.start, content.end):
        if not aside[0].startswith(",") or w.WOULD.search(paragraph, aside.end(), content.end):
            out.append(aside.span())
    last = next((tail.start() for tail in w.TAIL.finditer(paragraph, content.start, content.end)
                 if not any(start <= tail.start() < end for start, end in out)
                 and not w.WOULD.search(paragraph, tail.end(), content.end)), content.end)  # fmt: skip
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
    if would is None or w.SAID_LAST.search(words) or w.NOT_SO.search(words):
        return None
    cue = Span(number, start + would.start(), start + would.end())
    if _told(text, one, cue, spoken):
        return None
    opening = w.OPENING.match(words)
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
    left_out = [found.span() for pattern in (w.ASIDE, w.LEADING) for found in pattern.finditer(words)]
    for would in w.WOULD.finditer(words):
        if any(start <= would.start() < end for start, end in left_out):
            continue
        before = [
            place
            for place, token in enumerate(one.sentence.tokens)
            if token.end <= one.sentence.start + would.start()
            and not any(start <= token.start - one.sentence.start < end for start, end in left_out)
        ]
        if any(w.SUBORDINATE.fullmatch(one.words[place]) or w.SPEECH.fullmatch(one.words[place]) for place in before):
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
