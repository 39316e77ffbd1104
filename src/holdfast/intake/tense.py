"""Whether a stretch of a sentence speaks of what is past or of what is to come, from the verbs around it.

A rule of thumb over words, not a parse: the nearest verb before the stretch decides, else the nearest after it.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Tense: TypeAlias = Literal["past", "future"]

_FUTURE: Final = re.compile(
    r"""(?ix)
    \b(?:
      will | ['’]ll | won['’]t | shall | would | wouldn['’]t | may(?=\ [a-z]) | might | could | must
    | (?:is|are|was|were|be|being|been)?\ ?(?:also\ |now\ |still\ |only\ )?
      (?:due|set|expected|scheduled|slated|poised|likely|ready|about|planning|planned|going|supposed|bound)
      \ (?:to|for|on|in|at)
    | (?:is|are)\ to(?=\ [a-z])
    | (?:plans?|planned|hopes?|hoped|intends?|intended|wants?|wanted|aims?|aimed)\ to(?=\ [a-z])
    | (?:meet|begin|start|open|resume|expire|end|reconvene|return|leave|depart|arrive|fly|vote)s?
      (?=\ on\b|\ in\b|\ at\b|\ next|\ later|$)
    | takes?\ (?:place|effect) | comes?\ into\ force
    | ahead\ of | upcoming
    )
    """
)
#: Forms of the past and participles that do not end in -ed.
_IRREGULAR: Final = (
    "was were had did has have been said told met went come came took taken gave given held got made led began "
    "begun broke broken brought built bought caught chose chosen cut dealt drew drawn drove driven fell fallen "
    "felt fought found flew flown forgot froze gone grown hung heard hid hidden hit kept knew known laid left "
    "lent lost meant paid put ran rang rose risen saw seen sent set shot shown shut sank sunk sat slain slept "
    "sold spoke spoken spent spread stood stole stolen struck sworn swam swept swore taught thought threw thrown "
    "torn understood withdrew withdrawn woke won worn wrote written wounded blew blown drank rode shook says say"
).split()
#: A participle after ‘be’ says nothing of the tense.
PAST: Final = re.compile(rf"(?<!\bbe )\b(?:{'|'.join(_IRREGULAR)}|[a-z]{{2,}}ed)\b")


#: No verb further off than so many letters is looked at.
_REACH: Final = 300


def tense_at(sentence: str, start: int, end: int) -> Tense | None:
    """The tense that governs ``sentence[start:end]``; None where no verb says.

    1. Of the marks of tense before the stretch the last one decides.
    2. Where there is none, the first one after it.
    3. Of two marks at one place the longer decides: ‘was due to’ is future, ‘was’ alone past.
    """
    before = _last(sentence[max(0, start - _REACH) : start])
    return before if before is not None else _first(sentence[end : end + _REACH])


def _last(words: str) -> Tense | None:
    future = max(((found.end(), len(found[0])) for found in _FUTURE.finditer(words)), default=None)
    past = max(((found.end(), len(found[0])) for found in PAST.finditer(words)), default=None)
    if future is None:
        return None if past is None else "past"
    return "future" if past is None or past <= future else "past"


def _first(words: str) -> Tense | None:
    future, past = _FUTURE.search(words), PAST.search(words)
    if future is None:
        return None if past is None else "past"
    return "future" if past is None or future.start() <= past.start() else "past"
