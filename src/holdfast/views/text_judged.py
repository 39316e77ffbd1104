"""Packages under preferences known in part, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from holdfast.analyses.deals.judged_records import Judged
from holdfast.analyses.deals.questions import Questions
from holdfast.analyses.deals.sensitivity import Sensitivity
from holdfast.case.case import Case
from holdfast.views import judged_words as say
from holdfast.views.names import and_list, count, isolated, issue_label, option_label, party_label, quoted, sentence
from holdfast.views.text_tables import console, evidence, printed, table, title, who


def text_judged(
    case: Case,
    found: Judged,
    width: int = 100,
    *,
    questions: Questions | None = None,
    rests_on: Sensitivity | None = None,
) -> str:
    """Who accepts which package, by which share of the judgements; what each party's worths rest on; what to ask.

    Args:
        case: the case.
        found: the packages as judged.
        width: how many columns the terminal has.
        questions: the next questions; left out where None.
        rests_on: what the first package rests on; left out where None.
    """
    out = console(width)
    out.print(Text(f"Preferences known in part: {say.heading(found)}."))
    if found.shown:
        _packages(out, case, found)
        _ranks(out, case, found)
    _parties(out, case, found)
    if questions is not None:
        _questions(out, case, found, questions)
    if rests_on is not None:
        _rests_on(out, case, rests_on)
    title(out, "How it was computed")
    out.print(Text(f"  {found.method} Seed {found.seed}."))
    for line in found.assumptions:
        out.print(Text(f"  {line}"))
    return printed(out)


def _packages(out: Console, case: Case, found: Judged) -> None:
    title(out, f"Packages, of {count(found.asked, 'package')}: share of the judgements that fit what was said, ± 95%")
    columns = ("package", "all", *(party_label(party, case) for party in found.needed))
    rows = []
    for place, one in enumerate(found.shown):
        cells = [f"{say.VERDICTS[p.verdict]} {say.share_words(p.share, p.error)}" for p in one.parties]
        rows.append((say.label(place), say.share_words(one.joint, one.joint_error), *cells))
    out.print(table(columns, rows, shares=dict.fromkeys(columns[2:], 3) | {"all": 2}))
    out.print(Text(f"  {say.VERDICT_KEY}"))
    shared = say.common(found)
    if shared:
        out.print(Text(f"  In all of them: {say.package_words(shared, case)}."))
    for place, one in enumerate(found.shown):
        out.print(Text(f"  {say.label(place)}: {say.package_words(one.package, case, shared)}."))
    named = dict.fromkeys(name for one in found.shown for p in one.parties for name in p.excluded_by)
    for name in named:
        because = found.because[name]
        out.print(Text(f"  ✕ {who(case, because)}: {isolated(because.gist)} [{evidence(case, because)}]"))


def _ranks(out: Console, case: Case, found: Judged) -> None:
    if len(found.shown) < 2 or not any(p.ranks for p in found.shown[0].parties):
        return
    title(out, "Ranks among these packages: share of the judgements, demands left aside")
    headings = ("package", *say.rank_headings(len(found.shown)))
    for number, party in enumerate(found.needed):
        if not found.shown[0].parties[number].ranks:
            continue
        out.print(Text(f"  {party_label(party, case)}"))
        rows = [
            (say.label(place), *map(say.rank_share, one.parties[number].ranks)) for place, one in enumerate(found.shown)
        ]
        out.print(table(headings, rows))


def _parties(out: Console, case: Case, found: Judged) -> None:
    title(out, "What is known of each party's worths")
    for one in found.parties:
        out.print(Text(f"  {party_label(one.party, case)}: {say.party_words(one, case)}"))
        if one.importance:
            words = [f"{quoted(issue_label(i, case))} {say.bounds_words(b)}" for i, b in one.importance.items()]
            out.print(Text(f"    of 100 in importance: {'; '.join(words)}"))
        if one.no_deal is not None:
            out.print(Text(f"    no deal: {say.bounds_words(one.no_deal)} of 100"))
        for known in one.known:
            if known.statement is None:
                out.print(Text(f"    - {sentence(say.known_words(known, case))} [{say.source_words(known, case)}]"))
            else:
                because = found.because[known.statement]
                out.print(Text(f"    - {who(case, because)}: {isolated(because.gist)} [{evidence(case, because)}]"))
        for unread in one.unread:
            out.print(Text(f"    not read: {unread.statement}, since {unread.reason}"))


def _questions(out: Console, case: Case, found: Judged, asked: Questions) -> None:
    title(out, f"What to ask next. {say.questions_heading(asked)}")
    rows = [
        (
            party_label(one.ask.party, case),
            say.question_words(one.ask, found, case),
            f"{one.yes * 100:.0f}%",
            say.gain_words(one),
        )
        for one in asked.questions
    ]
    if rows:
        shares = {"whom": 3, "question": 8, "yes": 1, "expected gain": 4}
        out.print(table(tuple(shares), rows, shares=shares))
    out.print(Text(f"  {say.questions_note(asked, case)}"))


def _rests_on(out: Console, case: Case, found: Sensitivity) -> None:
    if found.package is None:
        return
    title(out, f"What P1 rests on. {say.sensitivity_heading(found)}")
    out.print(Text(f"  Now {say.share_words(found.value)} of the judgements that fit let all accept P1."))
    rows = [
        (
            say.effect_words(one, case),
            say.share_words(one.same, one.error),
            say.share_words(one.best),
            "P1" if one.package == found.package else _differs(one.package, found.package, case),
        )
        for one in found.effects
    ]
    if rows:
        shares = {"change": 7, "P1 then": 2, "most": 1, "by": 4}
        out.print(table(tuple(shares), rows, shares=shares))
    if found.left_out:
        out.print(Text(f"  {sentence(count(found.left_out, 'more change'))} not tried."))


def _differs(package: Mapping[str, str] | None, first: Mapping[str, str], case: Case) -> str:
    """How a package differs from the first."""
    if package is None:
        return "–"
    return and_list([option_label(i, o, case) for i, o in package.items() if first.get(i) != o])
