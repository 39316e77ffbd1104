"""A case with documents, and readings of them made by hand: for tests of what happens after reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from holdfast.case.case import Case
from holdfast.intake.found import Reading
from holdfast.intake.model import Attribution, Span, Speaker, Text
from tests.cases import write

CASE = """
holdfast: 1
title: Harbour
parties:
  union:
    name: Dockers' Union
    short: Union
    roles: [principal]
    members: [{name: Marta Reis, as: secretary}]
  port: {name: Port Authority, short: Port, roles: [principal], members: [{name: Ines Falcao, as: director}]}
  port-team: {name: The port's delegation, roles: [delegation], of: port}
  ministry: {name: Ministry of Labour, short: Ministry, roles: [mediator]}
issues:
  automation:
    question: How far are the cranes automated?
    ordered: true
    options: {none: {text: No automation}, staged: {text: Two cranes a year}, full: {text: All cranes at once}}
    words: [cranes, modernisation]
  reinstatement:
    question: Who of the dismissed comes back?
    options: {none: {text: Nobody comes back}, all: {text: All dismissed come back}}
    words: [dismissed, reinstate]
facts:
  dismissed-workers: {text: Workers dismissed in December, unit: people}
audiences:
  desk: {sees: [public, desk, union]}
  union: {sees: [public, union]}
"""
GAZETTE = """The Harbour Gazette

The union will not accept automatic cranes unless every dismissed man is reinstated, Marta Reis said on Friday.

“All cranes at once,” a person close to the port said. The ministry did not comment.
"""
TALK = "The secretary said that two cranes a year would do.\n"
SOURCES = """
- {id: gazette, file: gazette.txt, publisher: The Harbour Gazette, published: 2026-02-28, language: en, kind: news}
"""


def folder(path: Path, **more: str) -> Path:
    """The case's folder; a double underscore in a name is a slash, and names without a dot end in ``.yaml``."""
    files = {
        "case": CASE,
        "sources": SOURCES,
        "sources/gazette.txt": GAZETTE,
        "compartments/union/sources": "- {id: talk, file: talk.txt, kind: notes}\n",
        "compartments/union/sources/talk.txt": TALK,
        "compartments/desk/statements": "[]\n",
    }
    return write(path, files | {name.replace("__", "/"): text for name, text in more.items()})


def span(text: Text, words: str, paragraph: int | None = None) -> Span:
    """Where words stand that stand in one place."""
    places = [
        Span(number, one.find(words), one.find(words) + len(words))
        for number, one in enumerate(text.paragraphs, 1)
        if words in one and paragraph in (None, number)
    ]
    assert len(places) == 1, (words, places)
    return places[0]


def said(text: Text, speaker: str | None, cue: str | None, *content: str, **more: Any) -> Attribution:
    """An attribution by its words."""
    about = {key: more.pop(key) for key in ("name", "inferred", "because", "anonymous", "body") if key in more}
    role = more.pop("role", None)
    one = Speaker(
        None if speaker is None else span(text, speaker),
        role=None if role is None else span(text, role),
        **{"name": speaker, **about},
    )
    spans = tuple(span(text, words) for words in content)
    return Attribution(more.pop("manner", "indirect"), one, None if cue is None else span(text, cue), spans, **more)


def readings(case: Case) -> dict[str, Reading]:
    """What is to be found in the documents of this case."""
    from holdfast.intake.found import text_of

    found: dict[str, Reading] = {}
    gazette = text_of(case, "gazette")
    if gazette is not None:
        union = "The union will not accept automatic cranes unless every dismissed man is reinstated"
        found["gazette"] = Reading(
            (
                said(gazette, "Marta Reis", "said on Friday", union),
                said(
                    gazette, "a person close to the port", "said.", "All cranes at once", name=None, anonymous=True,
                    manner="direct",
                ),
                said(gazette, "The ministry", "did not comment", manner="no-comment", body=True),
            )
        )  # fmt: skip
    talk = text_of(case, "union/talk") if "union/talk" in case.sources else None
    if talk is not None:
        found["union/talk"] = Reading((said(talk, "The secretary", "said", "two cranes a year would do"),))
    return found
