"""Whom a document means: pronouns and short names → the fullest name, always with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdfast.intake.model import Speaker
from holdfast.intake.reading import Paragraph

if TYPE_CHECKING:
    from holdfast.intake.speech.document import Placed


def speakers(paragraphs: Sequence[Paragraph], placed: Sequence[Placed]) -> list[Speaker]:
    """The speaker of each, as far as the text names them."""
    found: list[Speaker] = []
    for one in placed:
        subject = one.draft.subject if one.draft else None
        if subject is None:
            found.append(found[one.goes_on] if one.goes_on is not None and one.goes_on < len(found) else Speaker(None))
            continue
        paragraph = paragraphs[one.paragraph]
        span = paragraph.span(one.sentence, subject.start, subject.end)
        role = paragraph.span(one.sentence, *subject.role) if subject.role else None
        found.append(Speaker(span, role=role))
    return found
