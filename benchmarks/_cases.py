"""Cases made for measuring: of any size, every reference right, conditions of every usual form."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

PARTIES, ISSUES, OPTIONS, SOURCES = 24, 60, 5, 50


def write_case(folder: Path, *, statements: int, commitments: int, files: int, seed: int = 7) -> None:
    """Write a case folder: `statements` in so many files of a split statements/, and one draft of `commitments`."""
    draw = random.Random(seed)
    (folder / "statements").mkdir(parents=True)
    (folder / "case.yaml").write_text(_case_file(), encoding="utf-8")
    (folder / "sources.yaml").write_text(
        "".join(f"- {{id: source-{n}, publisher: Paper {n % 7}, kind: news, language: en}}\n" for n in range(SOURCES)),
        encoding="utf-8",
    )
    (folder / "agreement.yaml").write_text(_agreement(commitments, draw), encoding="utf-8")
    for part in range(files):
        numbers = range(part * statements // files, (part + 1) * statements // files)
        text = "".join(_statement(number, commitments, draw) for number in numbers)
        (folder / "statements" / f"part-{part:02}.yaml").write_text(text, encoding="utf-8")


def write_journal(path: Path, *, entries: int, commitments: int, days: int, seed: int = 7) -> None:
    """Write claims on the commitments of such a case, of its first so many days, as JSON Lines."""
    draw = random.Random(seed)
    signed = {"party": "party-5", "says": "occurred", "about": "signature", "on": "2026-01-01"}
    lines = [{"kind": "claim", "id": "signed", "received": "2026-01-01T10:00Z", **signed}]
    for number in range(entries):
        day = date(2026, 1, 1) + timedelta(draw.randrange(days))
        says = draw.choice(("performed", "in-part", "not-performed", "violated", "counted"))
        claim = {
            "kind": "claim",
            "id": f"claim-{number}",
            "received": f"{day}T20:00Z",
            "party": f"party-{draw.choice((0, 1, 2, 3, 6, 6))}",
            "says": says,
            "about": f"step-{draw.randrange(commitments)}",
            "on": f"{day}",
        }
        if says == "counted":
            claim |= {"good": "workers", "amount": str(draw.randrange(5, 60)), "counts": "part"}
        lines.append(claim)
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def _case_file() -> str:
    parties = "".join(
        f"  party-{n}: {{name: Party number {n}, roles: [{'principal' if n < 4 else 'mediator'}]}}\n"
        for n in range(PARTIES)
    )
    options = "".join(f"      option-{n}: {{text: The option number {n}}}\n" for n in range(OPTIONS))
    issues = "".join(
        f"  issue-{n}:\n    question: How is matter {n} settled?\n    ordered: true\n    options:\n{options}"
        for n in range(ISSUES)
    )
    return f"holdfast: 1\ntitle: A case made for measuring\nparties:\n{parties}issues:\n{issues}"


def _choice(draw: random.Random) -> str:
    issue, first, second = draw.randrange(ISSUES), *draw.sample(range(OPTIONS), 2)
    form = draw.randrange(4)
    if form == 0:
        return f"issue-{issue} in {{option-{first}, option-{second}}}"
    return f"issue-{issue} {('=', '!=', '>=')[form - 1]} option-{first}"


def _condition(commitments: int, draw: random.Random) -> str:
    step = f"step-{draw.randrange(commitments)}"
    forms = (
        _choice(draw),
        f"{_choice(draw)} and not verified({step})",
        f"done({_choice(draw)})",
        f"{step} for 7d or {_choice(draw)}",
        f"verified({step}) before begun(step-{draw.randrange(commitments)})",
        f"{step} >= 12 workers",
    )
    return forms[min(draw.randrange(9), 5) if draw.random() < 0.6 else 0]


def _statement(number: int, commitments: int, draw: random.Random) -> str:
    day = f"2026-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
    lines = [
        f"- id: statement-{number}",
        f"  party: party-{draw.randrange(PARTIES)}",
        f"  by: A. Speaker {draw.randrange(300)}, secretary",
        "  via: The Harbour Gazette",
        f"  channel: {draw.choice(('on-record', 'written', 'anonymous', 'second-hand'))}",
        f"  date: {day}",
        f"  cite: {{source: source-{draw.randrange(SOURCES)}, paragraph: {draw.randrange(1, 40)}, "
        f'quote: "nothing of this will happen before matter {number} is settled"}}',
        f"  gist: What the speaker said on this matter, number {number}, in our own words.",
    ]
    form = draw.randrange(10)
    if form < 6:
        lines.append(f"  {draw.choice(('refuses', 'requires'))}: {_condition(commitments, draw)}")
        if form < 3:
            lines.append(f"  unless: {_condition(commitments, draw)}")
        if form == 0:
            lines += ["  firmness: red-line", "  because: said to be fixed by a congress of all members"]
    elif form < 8:
        lines.append(f"  asserts: {{matter-{draw.randrange(400)}: about {draw.randrange(10, 5000)}}}")
    elif form == 8:
        lines.append(f"  prefers: ['{_choice(draw)}', '{_choice(draw)}']")
    else:
        lines.append("  warns: The talks end if nothing moves this week")
    return "\n".join(lines) + "\n"


def _agreement(commitments: int, draw: random.Random) -> str:
    lines = ["title: A draft made for measuring", "events: {signature: {declared_by: party-5}}", "commitments:"]
    for number in range(commitments):
        before = f"verified(step-{draw.randrange(number)}) or signature" if number else "signature"
        lines += [
            f"  step-{number}:",
            f"    by: party-{draw.randrange(PARTIES)}",
            f"    to: party-{draw.randrange(PARTIES)}",
            f"    does: Do what step number {number} says",
            f"    after: {before}",
            f"    within: [{draw.randrange(1, 5)}d, {draw.randrange(5, 30)}d]",
            f"    gives: {{workers: {draw.randrange(10, 500)}}}",
            "    verified_by: party-6",
            "    verification: [1d, 5d]",
        ]
    return "\n".join(lines) + "\n"
