"""Small cases for tests: written from texts, or drawn at random."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from hypothesis import strategies as st

from holdfast.case.case import Loaded
from holdfast.case.load import load

#: Two parties and two issues, enough for most statements.
SMALL = """
holdfast: 1
title: A small case
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
  press: {name: The Press, roles: [press]}
issues:
  automation:
    question: How far?
    ordered: true
    options: {none: {text: Nothing}, staged: {text: By stages}, full: {text: All}}
  reinstatement:
    question: Who comes back?
    options: {none: {text: Nobody}, all: {text: Everybody}}
"""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """A case folder of these files (names with or without ``.yaml``); `SMALL` is its case.yaml unless one is given."""
    for name, text in {"case": SMALL, **files}.items():
        path = folder / (name if "." in Path(name).name else f"{name}.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def loaded(folder: Path, audience: str = "desk", **files: str) -> Loaded:
    """The case of these files, as an audience sees it. A double underscore in a name is a folder's slash."""
    return load(write(folder, {name.replace("__", "/"): text for name, text in files.items()}), audience)


def yaml(data: Any) -> str:
    """Plain data as YAML: JSON is a part of it."""
    return json.dumps(data, ensure_ascii=False)


@st.composite
def drawn_cases(draw: st.DrawFn) -> dict[str, Any]:
    """A random case as plain data, every reference right: ``case``, ``statements``, ``sources`` and ``agreement``.

    Parties with factions and delegations, a draft with clauses, statements of every verb, dated and cited or not.
    """
    parties = [f"party-{letter}" for letter in "abcde"[: draw(st.integers(2, 5))]]
    issues = {
        f"issue-{n}": [f"option-{m}" for m in range(draw(st.integers(1, 3)))] for n in range(draw(st.integers(1, 4)))
    }
    clauses = [f"clause-{n}" for n in range(draw(st.integers(1, 3)))]
    sources = [f"source-{n}" for n in range(3)]
    members: dict[str, dict[str, Any]] = {}
    for place, name in enumerate(parties):
        role = draw(st.sampled_from(["principal", "mediator", "faction", "delegation"] if place else ["principal"]))
        members[name] = {"name": f"The {name}", "roles": [role]}
        if role in ("faction", "delegation"):
            members[name]["of"] = draw(st.sampled_from(parties[:place]))

    def option(issue: str) -> dict[str, str]:
        found = {"text": issue}
        if draw(st.booleans()):
            found["done_when"] = draw(st.sampled_from(clauses))
        return found

    case = {
        "holdfast": "1",
        "title": "Drawn",
        "parties": members,
        "issues": {
            name: {"question": f"What of {name}?", "options": {one: option(one) for one in options}}
            for name, options in issues.items()
        },
    }
    if draw(st.booleans()):
        case["consent"] = parties[: draw(st.integers(1, len(parties)))]

    def choice() -> str:
        issue = draw(st.sampled_from(sorted(issues)))
        return f"{issue} {draw(st.sampled_from(['=', '!=']))} {draw(st.sampled_from(issues[issue]))}"

    def condition() -> str:
        first, second = (draw(st.sampled_from(clauses)) for _ in range(2))
        kind = draw(st.integers(0, 9))
        if kind < 6:
            return choice()
        if kind == 6:
            return f"{choice()} {draw(st.sampled_from(['and', 'or']))} {choice()}"
        return [first, f"not verified({first})", f"{first} before {second}"][kind - 7]

    statements: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 9))):
        statement: dict[str, Any] = {"id": f"statement-{number}", "gist": f"Said {number}", "channel": "on-record"}
        speakers = draw(st.lists(st.sampled_from(parties), min_size=0, max_size=2, unique=True))
        if speakers:
            statement["party"] = speakers
        if not speakers or draw(st.integers(0, 2)) == 0:
            statement["by"] = draw(st.sampled_from(["Somebody", "Another"]))
        statement |= draw(_said(choice, condition, issues, clauses))
        if draw(st.booleans()):
            statement["cite"] = {"source": draw(st.sampled_from(sources))}
        if draw(st.booleans()):
            statement["date"] = f"2026-02-{draw(st.integers(1, 28)):02}"
        earlier = [one["id"] for one in statements]
        if earlier and draw(st.integers(0, 3)) == 0:
            statement["supersedes"] = draw(st.sampled_from(earlier))
        statements.append(statement)
    agreement = {
        "title": "A drawn draft",
        "package": {name: draw(st.sampled_from(options)) for name, options in issues.items()},
        "commitments": {
            clause: {
                "by": draw(st.lists(st.sampled_from(parties), min_size=1, max_size=2, unique=True)),
                "does": clause,
            }
            for clause in clauses
        },
    }
    kinds = ["news", "statement"]
    return {
        "case": case,
        "statements": statements,
        "sources": [{"id": name, "kind": draw(st.sampled_from(kinds))} for name in sources],
        "agreement": agreement,
    }


@st.composite
def _said(
    draw: st.DrawFn,
    choice: Callable[[], str],
    condition: Callable[[], str],
    issues: Mapping[str, list[str]],
    clauses: list[str],
) -> dict[str, Any]:
    """A verb with what goes with it."""
    verb = draw(
        st.sampled_from(
            "requires refuses accepts offers agreement prefers undecided silent asserts warns raises".split()
        )
    )
    if verb == "asserts":
        values = ["48", "about 50", "49", "3 days", "72 hours", "30%", "Cairo", "the cairo", "2026-02-03"]
        found: dict[str, Any] = {"asserts": {f"fact-{draw(st.integers(0, 2))}": draw(st.sampled_from(values))}}
        return found | ({"origin": "payroll"} if draw(st.booleans()) else {})
    if verb == "warns":
        return {"warns": "Something will happen"}
    if verb == "agreement":
        extent = draw(st.sampled_from(["whole", "named", "principle"]))
        return {"accepts": "agreement", "extent": extent} | (
            {"clauses": [draw(st.sampled_from(clauses))]} if extent == "named" else {}
        )
    if verb == "prefers":
        return {"prefers": [choice(), choice()]}
    if verb in ("undecided", "silent", "raises"):
        return {verb: draw(st.sampled_from(sorted(issues)))}
    found = {verb: condition()}
    if draw(st.booleans()):
        found["if" if verb == "accepts" else draw(st.sampled_from(["if", "unless"]))] = condition()
    if verb in ("requires", "refuses"):
        found["firmness"] = draw(st.sampled_from(["preference", "position", "bottom-line"]))
        found["because"] = "as judged"
    return found
