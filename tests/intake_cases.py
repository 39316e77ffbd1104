"""A case with documents, and readings of them made by hand: for tests of what happens after reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.intake.days import days
from holdfast.intake.found import Reading, text_of
from holdfast.intake.found import read as found_in
from holdfast.intake.heard import Heard, keeping
from holdfast.intake.model import Attribution, Span, Speaker, Text
from holdfast.intake.proving import Claim, prove
from holdfast.intake.suggestion import Model
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


def read(text: Text) -> Reading:
    """What is to be found in the documents of this case, whatever the reader's grammar makes of them."""
    if "The Harbour Gazette" in text.paragraphs:
        union = "The union will not accept automatic cranes unless every dismissed man is reinstated"
        port = "a person close to the port"
        found = (
            said(text, "Marta Reis", "said on Friday", union),
            said(text, port, "said.", "All cranes at once", name=None, anonymous=True, manner="direct"),
            said(text, "The ministry", "did not comment", manner="no-comment", body=True),
        )
        return Reading(found, days(text))
    if text.paragraphs[0].startswith("The secretary"):
        return Reading((said(text, "The secretary", "said", "two cranes a year would do"),))
    return Reading()


def readings(case: Case) -> dict[str, Reading]:
    """What is to be found in the documents of this case, by source."""
    texts = {source: text_of(case, source) for source in case.sources}
    return {source: read(text) for source, text in texts.items() if text is not None}


#: The hash of a question that nobody asked.
PROMPT = "0123456789abcdef" * 4


def claim(speaker: str, cue: str, content: str, paragraph: int = 1) -> Claim:
    """What a model says that somebody said."""
    return Claim(paragraph, speaker, cue, content)


def hear(folder: Path, source: str, *claims: Claim, model: str = "small", prompt: str = PROMPT, **refused: int) -> None:
    """Keeps what a language model said of a document, as the command does that asks one."""
    text = text_of(load(folder, "desk").case, source)
    assert text is not None
    spoken = found_in(text).attributions
    proven = tuple(prove(text, one, spoken) for one in claims)
    told = tuple((reason.replace("_", " "), number) for reason, number in refused.items())
    with keeping(folder) as keeper:
        keeper.keep(text, Model(model, prompt), Heard(proven, told))
        assert not keeper.lost
