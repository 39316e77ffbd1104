"""What is conditional in a stretch of text: the words that begin with ‘if’, ‘unless’, ‘in return for’ and the like."""

from __future__ import annotations

import re
from typing import Final

from holdfast.intake.model import Span

_OPENS: Final = re.compile(
    r"\b(?:(?:only |even |and |but )?if(?! not\b)(?! only\b)|unless|provided(?: that)|providing(?: that)|on (?:the "
    r")?condition (?:that|of)|so long as|as long as|"
    r"once|until|in return for|in exchange for|subject to|depending on|conditional (?:up)?on|contingent (?:up)?on|"
    r"(?:based|linked|tied) (?:on|to)|pending|in the event (?:of|that)|assuming(?: that)?|"
    r"(?:only )?after (?=[a-z]+ (?:\w+ ){0,6}(?:has|have|had|is|are|was|were)\b)|"
    r"(?:only )?when (?=[a-z]+ ))",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[;:]|, (?!and\b|or\b|then\b[^,]*,)|[.](?=\s|$)| — | – |[”\"]")


def conditions_in(paragraph: str, content: Span) -> tuple[Span, ...]:
    """The conditions in a stretch of a paragraph, in order; one that lies inside another is left out."""
    found: list[Span] = []
    at = content.start
    while (opens := _OPENS.search(paragraph, at, content.end)) is not None:
        ends = _ENDS.search(paragraph, opens.end(), content.end)
        end = ends.start() if ends else content.end
        end = opens.end() + len(paragraph[opens.end() : end].rstrip(" ,."))
        found.append(Span(content.paragraph, opens.start(), end))
        at = max(end, opens.end())
    return tuple(found)
