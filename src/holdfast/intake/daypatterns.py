"""Every expression of time that is known, as a pattern, with the rule that says what it means."""

from __future__ import annotations

import re
from typing import Final

from holdfast.intake import dayrules as rules
from holdfast.intake.dayrules import Resolver
from holdfast.intake.periods import MONTHS, WEEKDAYS

_WD: Final = "|".join(name.title() for name in WEEKDAYS)
_ABBREVIATED: Final = (
    r"Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.|Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_M: Final = f"(?:{'|'.join(name.title() for name in MONTHS)}|{_ABBREVIATED})"
#: Months whose names are no other words in the middle of a sentence.
_BARE_M: Final = f"(?:{'|'.join(name.title() for name in MONTHS)})"
_D: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9%]|[.,:/][0-9])"
_Y: Final = r"(?:1[89]|20|21)[0-9]{2}(?![0-9%]|[.,:/][0-9])"
_TO: Final = r"(?: ?[-–—] ?| to | and | until )"
_COUNT: Final = (
    r"(?:a couple of|a few|several|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|eighteen|twenty|thirty|[1-9][0-9]{0,3})"
)
_UNIT: Final = r"(?:hour|day|night|week|fortnight|month|year|decade)s?"

_WHICH: Final = r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he coming|[Tt]he following) )?"
_PART: Final = r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[- ])?"
_SIDE: Final = (
    r"(?:(?P<side>[Ll]ater|[Ee]arlier|[Ee]arly|[Ll]ate|the end of|the start of|the beginning of|the middle of) "
    r"(?:in )?(?:the )?)?"
)
#: Names that have a day in them and mean none.
_NAME: Final = r"(?<!Good )(?<!Black )(?<!Bloody )(?<!Holy )(?<!Easter )(?<!Ash )(?<!Palm )"
_NOT_NAME: Final = (
    r"(?! (?:Times|Telegraph|Agreement|Accords?|Mail|Express|Herald|prayers?|Movement|Post|Review)\b)(?!-)"
)

#: Every rule, the first that matches at a place and is longest there counts.
RULES: Final[tuple[tuple[re.Pattern[str], Resolver], ...]] = (
    (re.compile(r"\b([12][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?![0-9-])"), rules.iso),
    (
        re.compile(r"(?<![0-9./-])([0-3]?[0-9])[./]([0-3]?[0-9])[./]([0-9]{4}|[0-9]{2})(?![0-9/-]|\.[0-9])"),
        rules.digits,
    ),
    (
        re.compile(
            rf"\b(?:(?:{_WD}),? (?:the )?)?(?P<m>{_M}) (?P<d>{_D})(?:{_TO}(?:(?P<m2>{_M}) )?(?P<d2>{_D})(?! [a-z]))?"
            rf"(?:,? (?P<y>{_Y}))?"
        ),
        rules.month_day,
    ),
    (
        re.compile(
            rf"\b(?:(?:{_WD}),? (?:the )?)?(?P<d>{_D})(?:{_TO}(?P<d2>{_D}))? (?:of )?(?P<m>{_M})(?P<m2>\b)(?:,? "
            rf"(?P<y>{_Y}))?"
        ),
        rules.month_day,
    ),
    (re.compile(rf"{_NAME}\b{_WHICH}(?P<wd>{_WD})(?:['’]s)?\b{_NOT_NAME}"), rules.weekday),
    (
        re.compile(rf"\b(?:[Ee]very|[Ee]ach) (?:{_WD}|day|week|month|year|night|morning)\b|\b(?:{_WD})s\b"),
        rules.recurring,
    ),
    (re.compile(rf"\b{_PART}(?P<which>\b)(?P<m>{_M}),? (?:of )?(?P<y>{_Y})"), rules.month_alone),
    (
        re.compile(rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his) (?P<part>early|mid|late)?-?(?P<m>{_BARE_M})(?P<y>\b)"),
        rules.month_alone,
    ),
    (
        re.compile(
            rf"(?:(?<=\b[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=\b[Bb]y )|(?<=[Ff]rom )|(?<=[Bb]efore )|"
            rf"(?<=[Aa]fter )|"
            rf"(?<=[Dd]uring )|(?<=through )|(?<= to )|(?<=and )|(?<=of )|(?<=mid-)|(?<=early )|(?<=late ))"
            rf"{_PART}(?P<which>\b)(?P<m>{_BARE_M})(?P<y>\b)(?!-)(?! [A-Z])"
        ),
        rules.month_alone,
    ),
    (re.compile(rf"\b{_PART}(?P<m>{_BARE_M}) of (?P<which>last|this|next) year\b"), rules.month_of_year),
    (re.compile(rf"\b{_PART}(?P<y>(?:1[89]|20)[0-9]0)s\b"), rules.decade),
    (re.compile(r"(?<=\()(?P<part>)(?P<y>(?:19|20)[0-9]{2})(?=\))"), rules.year),
    (re.compile(rf"\b(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?: of)? (?P<y>{_Y})"), rules.season),
    (
        re.compile(
            r"(?:(?<=\b[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=\b[Bb]y )|(?<=[Ff]rom )|(?<=[Bb]efore )|(?<=[Aa]fter "
            r")|"
            r"(?<=[Dd]uring )|(?<=through )|(?<=\bof )|(?<=year )|(?<=\bthe )|(?<=\bits )|(?<=['’]s )|(?<=\ba )|"
            r"(?<=early )|(?<=late )|(?<=mid-))"
            rf"{_PART}(?P<y>{_Y})(?!-)(?! (?:people|men|women|civilians|soldiers|troops|tonnes|prisoners|hostages|"
            rf"dollars)\b)"
        ),
        rules.year,
    ),
    (re.compile(r"(?:(?<=between )(?P<part>\b)(?P<y>(?:19|20)[0-9]{2})(?= and (?:19|20)[0-9]{2}\b))"), rules.year),
    (
        re.compile(r"(?:(?<=[0-9]{4} and )|(?<=[0-9]{4} to )|(?<=[0-9]{4}[-–]))(?P<part>\b)(?P<y>(?:19|20)[0-9]{2})\b"),
        rules.year,
    ),
    (re.compile(r"\b(?P<part>)(?P<y>(?:19|20)[0-9]{2})(?=[-–](?:19|20)[0-9]{2}\b)"), rules.year),
    (
        re.compile(
            r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight|[Ll]ast night|[Tt]his (?:morning|"
            r"afternoon|evening))(?:['’]s)?\b"
        ),
        rules.near,
    ),
    (
        re.compile(r"\b(?:(?:[Tt]he|(?:[Tt]he )?(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming)) )[Ww]eekend(?:['’]s)?\b"),
        rules.weekend,
    ),
    (
        re.compile(
            rf"\b{_SIDE}(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|[Cc]oming) (?P<unit>week|month|year|"
            rf"decade)(?:['’]s)?\b"
        ),
        rules.this_unit,
    ),
    (
        re.compile(
            rf"\b(?P<before>)(?P<n>{_COUNT}) (?P<unit>{_UNIT}) (?P<after>ago|earlier|later|before|after)\b",
            re.IGNORECASE,
        ),
        rules.ago,
    ),
    (
        re.compile(
            rf"\b(?P<before>[Ii]n|[Ww]ithin) (?P<n>{_COUNT}) (?P<unit>{_UNIT})(?P<after>)(?= time\b|[,.;]|$|['’])"
        ),
        rules.ago,
    ),
    (
        re.compile(
            r"\b(?:[Ii]n |[Oo]ver |[Dd]uring |[Ff]or |[Ww]ithin |[Oo]f )?(?:the )?[“\"‘']?(?P<which>[Pp]ast|[Ll]ast|"
            r"[Pp]revious|[Rr]ecent|[Pp]receding|[Cc]oming|[Nn]ext|"
            rf"[Ff]ollowing)(?: (?P<n>{_COUNT}|few))? (?P<unit>hours|days|nights|weeks|months|years|decades)\b"
        ),
        rules.past_units,
    ),
    (
        re.compile(
            r"\b(?:[Ll]ater|[Ee]arlier)(?: in)? (?:the|that|the same) day\b|\b(?:[Tt]he|[Tt]hat) (?:same|next|"
            r"following|previous) (?:day|night|morning)\b"
            r"|\b[Tt]he day (?:before|after)(?=[,.;]|$)|\bthat (?:day|night|evening|morning|afternoon)\b"
        ),
        rules.anaphoric,
    ),
    (
        re.compile(
            r"\b(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?: ?[ap]\.?m\.?)?(?: ?GMT| local time)?|\b(?:1[0-2]|[1-9]) "
            r"?[ap]\.?m\b\.?|\b(?:[Nn]oon|[Mm]idnight)\b"
        ),
        rules.clock,
    ),
)
