"""Names, times and figures in words: what `holdfast.views.words` builds its sentences from.

Names that users wrote stand in ‘single quotes’ where a sentence is built around them, and are isolated where they run
from right to left, so that they cannot disturb what stands beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from holdfast.case import figures
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN
from holdfast.case.model import Commitment, Dated, Quantity, Share, Value
from holdfast.case.times import Moment, Offset, Window

NOT_SAID: Final = "not said"
NO_WORD: Final = "no word"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BESIDE_NAME: Final = re.compile(r"^the | \(.*\)$")
_EMBEDDINGS: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


# Text as users wrote it


def is_rtl(text: str) -> bool:
    """Whether a text begins from right to left: its first letter with a direction has that one."""
    return next((kind != "L" for char in text if (kind := unicodedata.bidirectional(char)) in ("L", "R", "AL")), False)


def isolated(text: str) -> str:
    """A text that cannot change the direction of what stands beside it: its own controls go, an isolate comes."""
    if text.isascii():
        return text
    plain = text.translate(_EMBEDDINGS)
    mixed = any(unicodedata.bidirectional(char) in ("R", "AL") for char in plain)
    return f"\u2068{plain}\u2069" if mixed else plain


def quoted(text: str) -> str:
    """‘A name’, as it stands within a sentence."""
    return f"‘{isolated(text.strip().removesuffix('.'))}’"


def readable(name: str) -> str:
    """An identifier as words: ``union/wage-round`` → ``wage round``."""
    return name.rpartition("/")[2].replace("-", " ")


def and_list(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 statement``, ``1,540 statements``, ``no statements``."""
    if number == 0:
        return f"no {many or one + 's'}"
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """Words as a sentence begins: ``no clauses`` → ``No clauses``."""
    return words[:1].upper() + words[1:]


# Names of the case


def party_label(party: str, case: Case) -> str:
    """A party's name for tables and sentences; its identifier where the case does not have it."""
    known = case.parties.get(party)
    return readable(party) if known is None else isolated(known.label)


def issue_label(issue: str, case: Case) -> str:
    """An issue's short name, or its question."""
    known = case.issues.get(issue)
    return readable(issue) if known is None else isolated(known.label)


def option_label(issue: str, option: str, case: Case) -> str:
    """An option's words; with the issue's where they are too few to be understood alone."""
    if option == LEFT_OPEN:
        return f"{quoted(issue_label(issue, case))} left open"
    known = case.issues.get(issue)
    text = readable(option) if known is None or option not in known.options else known.options[option].text
    return quoted(text) if " " in text.strip() else f"{quoted(text)} on {quoted(issue_label(issue, case))}"


def clause_of(name: str, case: Case) -> Commitment | None:
    """A clause by its name: of the draft that commands take by default, else of any other."""
    default = case.draft
    drafts = ([] if default is None else [default]) + list(case.drafts.values())
    return next((draft.agreement.commitments[name] for draft in drafts if name in draft.agreement.commitments), None)


def clause_text(clause: Commitment, name: str) -> str:
    """What a clause asks, in the words of the case."""
    if clause.must_not is not None:
        return f"must not: {clause.must_not.rstrip('.')}"
    return (clause.does or clause.text or readable(name)).rstrip(".")


def is_event(name: str, case: Case) -> bool:
    """Whether a name is that of an event, which comes and is performed by nobody."""
    return clause_of(name, case) is None and any(name in draft.agreement.events for draft in case.drafts.values())


def step_label(name: str, case: Case) -> str:
    """What a name of a condition stands for: a clause, an event, a phase or an issue."""
    clause = clause_of(name, case)
    if clause is not None:
        by = "" if clause.by is None else f" by {and_list([party_label(one, case) for one in clause.by.parties])}"
        return quoted(clause_text(clause, name)) + by
    default = case.draft
    for draft in ([] if default is None else [default]) + list(case.drafts.values()):
        named = draft.agreement.events.get(name) or draft.agreement.phases.get(name)
        if named is not None:
            return quoted(named.text or readable(name))
    return quoted(issue_label(name, case) if name in case.issues else readable(name))


def source_label(source: str, case: Case) -> str:
    """Who published a source; its day or title too where the publisher alone would not tell it from another."""
    known = case.sources.get(source)
    if known is None:
        return source
    name = known.publisher or known.title or source
    if known.publisher is None:
        return isolated(name)
    alike = [one for other, one in case.sources.items() if other != source and one.publisher == name]
    if not alike:
        return isolated(name)
    day = known.published.day
    if day is not None and all(one.published.day != day for one in alike):
        return f"{isolated(name)} ({day_words(day)})"
    return f"{isolated(name)} ({isolated(known.title or source)})"


def citation_words(source: str, paragraph: int | None, case: Case, sentence: int | None = None) -> str:
    """``Reuters ¶6``."""
    where = "" if paragraph is None else f" ¶{paragraph}" + ("" if sentence is None else f".{sentence}")
    return source_label(source, case) + where


def speaker_words(by: str | None, parties: Iterable[str], via: str | None, case: Case) -> str:
    """``A. Speaker (Party) via X``; the party alone where it is itself the speaker."""
    names = tuple(parties)
    labels = and_list([party_label(name, case) for name in names])
    if by is None:
        spoken = labels
    else:
        known = [case.parties[name] for name in names if name in case.parties]
        own = {text.casefold() for party in known for text in (party.name, party.label, *party.aliases)}
        bare = _BESIDE_NAME.sub("", by.casefold())
        spoken = isolated(by) if not names or bare in own else f"{isolated(by)} ({labels})"
    return spoken if via is None else f"{spoken} via {isolated(via)}"


def fact_label(key: str, case: Case) -> str:
    """What a key of `asserts` means, in words."""
    known = case.facts.get(key)
    return readable(key) if known is None else isolated(known.text)


# Times and figures


def day_words(moment: Moment) -> str:
    """``2 Mar 2026``, ``2 Mar 2026, 14:30``."""
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{day}, {moment:%H:%M}" if isinstance(moment, datetime) else day


def date_words(dated: Dated) -> str:
    """``27 Feb 2026 (said: ‘on Friday’)``, ``said: ‘on Friday’``, ``date unknown``."""
    said = None if dated.said is None else f"said: {quoted(dated.said)}"
    if dated.resolved is None:
        return said or "date unknown"
    return day_words(dated.resolved) + (f" ({said})" if said else "")


def range_of_days(days: Iterable[date]) -> str | None:
    """``27 Feb 2026 to 2 Mar 2026``; None where there are none."""
    ordered = sorted(days)
    if not ordered:
        return None
    first, last = day_words(ordered[0]), day_words(ordered[-1])
    return first if first == last else f"{first} to {last}"


def window_words(window: Window) -> str:
    """``24 h``, ``1 to 5 days``, ``at least 3 days``."""
    low, high = window.shortest, window.longest
    if high is None:
        return f"at least {low.spoken()}"
    if low == high:
        return low.spoken()
    return f"{low.amount} to {high.spoken()}" if low.unit == high.unit else f"{low.spoken()} to {high.spoken()}"


def offset_words(offset: Offset, case: Case) -> str:
    """``30 days after ‘signature’``; ``that day`` is the day on which the clause's `after` becomes true."""
    anchor = "that day" if offset.anchor == "D" else step_label(offset.anchor, case)
    if offset.by is None:
        return anchor
    return f"{offset.by.spoken()} {'after' if offset.sign > 0 else 'before'} {anchor}"


def when_words(when: Moment | Offset, case: Case) -> str:
    """A fixed day, or one that is counted from something."""
    return offset_words(when, case) if isinstance(when, Offset) else day_words(when)


def value_words(value: Value, unit: str | None = None) -> str:
    """What is asserted: ``about 50``, ``2 Mar 2026``, ``Cairo``; with the unit of its key where it names none."""
    if value.moment is not None:
        return day_words(value.moment)
    figure = value.figure
    if figure is None:
        return isolated(value.text)
    words = figures.spoken(figure)
    plain = unit is not None and figure.stated is not None and figure.unit is None and not figure.percent
    return f"{words} {isolated(unit or '')}" if plain else words


def share_words(share: Share) -> str:
    """``about 48``, ``50%``, ``all``."""
    return share.text if share.figure is None else figures.spoken(share.figure)


def quantity_words(quantity: Quantity) -> str:
    """``nearly 2,000, of which several hundred serving life``, ``48 (60 - 12)``, ``600 per day``."""
    words = share_words(quantity.amount)
    if quantity.per is not None:
        words += f" per {quantity.per}"
    if quantity.derived is not None:
        words += f" ({quantity.derived})"
    parts = [f"{share_words(share)} {readable(name)}" for name, share in quantity.of_which.items()]
    return f"{words}, of which {and_list(parts)}" if parts else words


def goods_words(goods: Mapping[str, Quantity]) -> str:
    """``prisoners: nearly 2,000; keys: 48``."""
    return "; ".join(f"{readable(good)}: {quantity_words(quantity)}" for good, quantity in goods.items())
