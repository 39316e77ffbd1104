"""Numbers that are no figures: dates, times, ages, ordinals, parts of names, telephone numbers, scores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from holdfast.intake.days import FoundDay, days, english
from holdfast.intake.model import Span, Text

Apart: TypeAlias = Literal["date", "time", "age", "ordinal", "name", "telephone", "score", "address"]


@dataclass(frozen=True, slots=True)
class SetApart:
    """A number that counts nothing, and what it is."""

    span: Span
    what: Apart


_NUMBER: Final = (
    r"(?:[0-9][0-9,]*(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
)
#: What a number joined to it by a hyphen counts or measures; any other noun makes a name (‘two-state solution’).
MEASURED: Final = (
    "minute hour day night week month year decade man woman person people member seat nation country mile kilometre "
    "kilometer km metre meter foot tonne ton kilogram kilo kg acre hectare page storey story bed room strong dollar "
    "euro "
    "pound percent point item step phase stage article clause paragraph page chapter"
).split()
#: Those who have an age; a war that is ‘two years old’ has a length.
_AGED: Final = (
    "boy girl man woman child baby infant toddler teenager son daughter brother sister mother father grandmother "
    "grandfather student farmer fisherman teacher widow soldier driver patient resident who and was is from said told"
).replace(" ", "|")
_ORDINAL_WORDS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth hundredth "
    "thousandth".split()
)
_NUMBERED: Final = (
    r"(?:[Aa]rticles?|[Rr]esolutions?|[Pp]aragraphs?|[Ss]ections?|[Cc]lauses?|[Cc]hapters?|[Pp]ages?|[Pp]hases?|"
    r"[Ss]tages?|"
    r"[Aa]nnex(?:es)?|[Nn]umbers?|[Nn]os?\.?|[Rr]oute|[Hh]ighway|[Rr]ooms?|[Uu]nit|[Ff]lights?|[Cc]hannel|[Gg]ate|"
    r"[Bb]erths?|"
    r"[Pp]oints?|[Ii]tems?|[Aa]ppendix|[Vv]ersion|[Bb]rigade|[Dd]ivision|[Cc]amp|[Tt]eam|[Gg]roup|[Aa]rea|[Zz]one|"
    r"[Ll]evel|[Cc]ategory)"
)
_RULES: Final[tuple[tuple[re.Pattern[str], Apart], ...]] = (
    (re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "address"),
    (
        re.compile(
            r"\+[0-9][0-9 ()/.-]{6,}[0-9]|\b0[0-9]{1,4}[ /-][0-9][0-9 -]{4,}[0-9]|\(?\b[0-9]{3}\)?[ "
            r"-][0-9]{3}-[0-9]{4}\b|\b[0-9]{3}-[0-9]{4}\b"
        ),
        "telephone",
    ),
    (
        re.compile(
            rf"\b{_NUMBER}[- ](?:year|month|week|day)s?[- ]old\b(?=[^\w ]|$| (?:[\w-]+ )?(?:{_AGED})\b)", re.IGNORECASE
        ),
        "age",
    ),
    (
        re.compile(r"(?<=[a-z]s )(?:under|over|above) [1-9][0-9](?=[,.;]| (?:have|has|are|were|who|said|say|in|by)\b)"),
        "age",
    ),
    (re.compile(r"\b[A-Z][\w’'-]+, (?P<n>[1-9][0-9])(?=, [a-z])"), "age"),
    (re.compile(r"\b(?:[Ss]?[Hh]e|I|[Ww]ho) (?:is|was|am|turned) (?P<n>[1-9][0-9])(?=[.,;”\"]|$)"), "age"),
    (re.compile(r"\b[A-Z]\w+ [0-9]{1,3}:[0-9]{1,3}\b"), "name"),
    (re.compile(r"^[0-9]{1,3}[.)]?(?= [A-Z](?:[^ ]* ?){1,5}$)"), "ordinal"),
    (re.compile(rf"\b(?:aged?|ages) {_NUMBER}(?:(?: to | and |[-–]){_NUMBER})?\b", re.IGNORECASE), "age"),
    (re.compile(r"\b[A-Z][\w’'-]+ [A-Z][\w’'-]+, (?P<n>[1-9][0-9]?)(?=,(?! [0-9]{4})| and\b)"), "age"),
    (
        re.compile(
            rf"\b[0-9]+(?:st|nd|rd|th)\b|\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
            rf"ninety)-)?(?:{'|'.join(_ORDINAL_WORDS)})\b",
            re.IGNORECASE,
        ),
        "ordinal",
    ),
    (
        re.compile(
            rf"\b{_NUMBERED} (?:[0-9]+(?:[.-][0-9]+)*|{_NUMBER})(?:(?:,| and| to|[-–]) "
            rf"?[0-9]+\b)*(?![0-9,.]*[0-9%])(?! (?:people|men|women|percent|per cent|million|billion)\b)"
        ),
        "name",
    ),
    (
        re.compile(
            rf"\b{_NUMBER}-(?!(?:{'|'.join(MEASURED)}|to|million|billion|thousand|hundred|odd|plus|and|thirds?|"
            rf"quarters?|year|{_NUMBER})s?\b)[a-z][a-z-]*\b",
            re.IGNORECASE,
        ),
        "name",
    ),
    (re.compile(r"\b[A-Z]{1,5}-?[0-9]+[A-Z]?\b|\b[A-Za-z]+-[0-9]+\b|\b[0-9]+[A-Z]+\b(?<!K)(?<!M)"), "name"),
    (
        re.compile(
            r"(?<![0-9.,])[0-9]{1,2}[-–:][0-9]{1,2}(?= (?:vote|win|victory|defeat|loss|draw|majority|decision|ruling|"
            r"record|lead)\b)|(?<=voted )[0-9]+[-–][0-9]+|(?<=vote was )[0-9]+[-–][0-9]+"
        ),
        "score",
    ),
    (
        re.compile(
            r"\b(?:[01]?[0-9]|2[0-3]):[0-5][0-9]\b|\b(?:1[0-2]|[1-9]) ?[ap]\.?m\b|\b24/7\b|\bone day(?= (?:soon|be|"
            r"we|they|he|she|it)\b)",
            re.IGNORECASE,
        ),
        "time",
    ),
)


def set_apart(text: Text, found: tuple[FoundDay, ...] | None = None) -> tuple[SetApart, ...]:
    """The numbers in a document in English that count nothing, in the order of the text."""
    if not english(text):
        return ()
    dated = days(text) if found is None else found
    apart = {
        (day.span.paragraph, day.span.start): SetApart(day.span, "date")
        for day in dated
        if re.search(r"[0-9]", text.words(day.span))
    }
    for number, paragraph in enumerate(text.paragraphs, 1):
        taken = [day.span for day in dated if day.span.paragraph == number]
        for pattern, what in _RULES:
            for match in pattern.finditer(paragraph):
                span = Span(number, *match.span("n" if "n" in pattern.groupindex else 0))
                if not any(span.shares(other) for other in taken):
                    taken.append(span)
                    apart[number, match.start()] = SetApart(span, what)
    return tuple(apart[place] for place in sorted(apart))
