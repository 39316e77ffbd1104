"""Small cases for tests: written from texts, or drawn at random."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    """A random case as plain data: ``{"case": …, "statements": […]}``, every reference right."""
    parties = [f"party-{letter}" for letter in "abcde"[: draw(st.integers(2, 5))]]
    issues = {
        f"issue-{n}": [f"option-{m}" for m in range(draw(st.integers(1, 3)))] for n in range(draw(st.integers(1, 4)))
    }
    case = {
        "holdfast": "1",
        "title": "Drawn",
        "parties": {
            name: {"name": f"The {name}", "roles": [draw(st.sampled_from(["principal", "mediator"]))]}
            for name in parties
        },
        "issues": {
            name: {"question": f"What of {name}?", "options": {option: {"text": option} for option in options}}
            for name, options in issues.items()
        },
    }

    def choice() -> str:
        issue = draw(st.sampled_from(sorted(issues)))
        return f"{issue} {draw(st.sampled_from(['=', '!=']))} {draw(st.sampled_from(issues[issue]))}"

    statements: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 8))):
        statement: dict[str, Any] = {"id": f"statement-{number}", "gist": f"Said {number}", "channel": "on-record"}
        speakers = draw(st.lists(st.sampled_from(parties), min_size=0, max_size=2, unique=True))
        if speakers:
            statement["party"] = speakers
        else:
            statement["by"] = "Somebody"
        verb = draw(
            st.sampled_from(["requires", "refuses", "accepts", "undecided", "silent", "asserts", "warns", "raises"])
        )
        if verb == "asserts":
            statement["asserts"] = {
                f"fact-{draw(st.integers(0, 2))}": draw(st.sampled_from(["48", "about 50", "Cairo"]))
            }
        elif verb == "warns":
            statement["warns"] = "Something will happen"
        elif verb in ("undecided", "silent", "raises"):
            statement[verb] = draw(st.sampled_from(sorted(issues)))
        else:
            statement[verb] = choice()
            if draw(st.booleans()):
                statement["if" if verb == "accepts" else draw(st.sampled_from(["if", "unless"]))] = choice()
        if draw(st.booleans()):
            statement["date"] = f"2026-02-{draw(st.integers(1, 28)):02}"
        earlier = [one["id"] for one in statements]
        if earlier and draw(st.integers(0, 3)) == 0:
            statement["supersedes"] = draw(st.sampled_from(earlier))
        statements.append(statement)
    return {"case": case, "statements": statements}
