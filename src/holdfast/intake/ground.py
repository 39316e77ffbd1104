"""What the suggestions of a case are made with, and what all kinds of them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.case.case import Case
from holdfast.case.sentences import sentences
from holdfast.intake.days import FoundDay
from holdfast.intake.known import Known
from holdfast.intake.matching import Match, Topics, stem, stems
from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.parties import Names
from holdfast.intake.suggestion import Candidate, Condition
from holdfast.intake.verbs import clauses


class Ground:
    """A case's names, topics and statements, ready to be recognised; made once for many documents."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.names = Names(case)
        self.topics = Topics(case)
        self.known = Known(case)
        draft = case.draft
        self.clauses = (
            {}
            if draft is None
            else {
                name: " ".join(part for part in (one.does, one.text, one.must_not, name.replace("-", " ")) if part)
                for name, one in draft.agreement.commitments.items()
            }
        )
        """The clauses of the draft that is looked at, in words."""

    def parties(self, *words: str | None) -> tuple[Candidate, ...]:
        """The parties that words for a speaker may stand for; the first words count for more."""
        found = self.names.match(*dict.fromkeys(one for one in words if one))
        return tuple(Candidate(one.party, one.because) for one in found)

    def issues(self, words: str) -> tuple[Candidate, ...]:
        """The issues that words may be about."""
        return tuple(map(candidate, self.topics.issues(words)))

    def facts(self, words: str, *, named: str) -> tuple[Candidate, ...]:
        """The facts of the case that words may be about: only those that share a word with what is named, if any do."""
        found = self.topics.facts(words)
        wanted = set(stems(named))
        sharing = [match for match in found if wanted.intersection(map(stem, match.words))]
        return tuple(map(candidate, sharing or found))

    def conditions(self, text: Text, spans: Iterable[Span]) -> tuple[Condition, ...]:
        """The conditions in what is said, and what they may be about."""
        return tuple(
            Condition(clause.key, clause.word, clause.span, self.issues(text.words(clause.span)))
            for span in spans
            for clause in clauses(text, span)
        )


def candidate(match: Match) -> Candidate:
    """An issue, option or fact that shares words with a text."""
    words = ", ".join(f"‘{word}’" for word in match.words)
    return Candidate(match.name, f"shares {words}", tuple(map(candidate, match.options)))


def spoken_by(text: Text, one: Attribution) -> str | None:
    """The speaker as the source names them: the fullest name, with what the text says of them."""
    speaker = one.speaker
    name = speaker.name or (None if speaker.span is None else text.words(speaker.span))
    if name is None:
        return None
    role = None if speaker.role is None else text.words(speaker.role)
    if role is not None and role.casefold() not in name.casefold():
        name = role if name.casefold() in role.casefold() else f"{name}, {role}"
    return f"{name} (unnamed)" if speaker.anonymous else name


def speaker_words(text: Text, one: Attribution) -> tuple[str | None, str | None, str | None]:
    """Everything that the text calls the speaker."""
    speaker = one.speaker
    return (
        speaker.name,
        None if speaker.role is None else text.words(speaker.role),
        None if speaker.span is None else text.words(speaker.span),
    )


def without(text: Text, spans: Iterable[Span], conditions: Sequence[Condition]) -> str:
    """What is said without its conditions: they are about something else."""
    parts = []
    for span in spans:
        at = span.start
        for inner in (part.span for part in conditions if part.span.within(span)):
            parts.append(text.words(Span(span.paragraph, at, inner.start)))
            at = inner.end
        parts.append(text.words(Span(span.paragraph, at, span.end)))
    return " ".join(parts).strip()


def sentence_around(text: Text, span: Span) -> Span:
    """The sentence in which a stretch begins."""
    for start, end in sentences(text.paragraphs[span.paragraph - 1]):
        if start <= span.start < end:
            return Span(span.paragraph, start, end)
    return Span(span.paragraph, 0, len(text.paragraphs[span.paragraph - 1]))


def said_on(
    text: Text, one: Attribution, spoken: Sequence[Attribution], days: Sequence[FoundDay]
) -> dict[str, str] | None:
    """When it was said: the expression of time beside the cue and outside of what was said.

    Where speech goes on without a cue of its own, it is the time of the speech that it continues.
    """
    seen = {id(one)}
    while one.cue is None and one.goes_on is not None and id(spoken[one.goes_on]) not in seen:
        one = spoken[one.goes_on]
        seen.add(id(one))
    cue = one.cue
    if cue is None:
        return None
    near = sentence_around(text, cue)
    beside = [day for day in days if day.span.within(near) and not any(day.span.shares(part) for part in one.content)]
    if not beside:
        return None
    day = min(beside, key=lambda found: _apart(found.span, cue))
    made = {"said": text.words(day.span)}
    if day.period is not None and day.period.one_day and day.period.start is not None:
        made["resolved"] = day.period.start.isoformat()
    return made


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
