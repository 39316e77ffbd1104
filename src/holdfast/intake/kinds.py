"""Nouns for people and nouns for bodies and documents."""

from __future__ import annotations

from typing import Final

PERSONS: Final = frozenset(
    """
    official person people source diplomat aide adviser advisor spokesman spokeswoman spokesperson spokespeople witness
    resident analyst expert negotiator mediator minister president leader commander officer soldier doctor
    lawyer judge politician lawmaker researcher scholar economist journalist reporter activist protester worker
    driver teacher student man woman mother father chief head director secretary chairman chairwoman senator
    governor mayor ambassador envoy representative delegate member neighbour neighbor survivor victim critic
    supporter opponent author expert observer monitor participant candidate voter insider colleague friend
    relative prosecutor investigator
    """.split()
)
#: Offices that one person holds at a time: ‘the president’ names nobody, and leaves nobody unnamed either.
OFFICES: Final = frozenset(
    "president premier chancellor minister king queen pope monarch governor mayor chairman chairwoman".split()
)
BODIES: Final = frozenset(
    """
    government ministry department agency office army military police force union group movement party
    organization organisation committee commission council board court parliament congress senate house
    authority administration company firm bank university institute association federation league coalition
    alliance faction team delegation side mission embassy bureau service network newspaper paper channel
    campaign statement report document proposal plan draft text letter resolution communique communiqué
    agreement accord deal memo memorandum poll survey study record transcript email article filing order ruling
    law bill treaty declaration note tweet post data figure app website media
    """.split()
)


def singular(word: str) -> str:
    """A noun without the ending of its plural."""
    if word in PERSONS or word in BODIES:
        return word
    for ending, instead in (("ies", "y"), ("men", "man"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + instead in PERSONS | BODIES:
            return word[: -len(ending)] + instead
    return word


def is_body(word: str) -> bool:
    """Whether a noun is a word for a body or a document."""
    return singular(word) in BODIES


def is_person(word: str) -> bool:
    """Whether a noun is a word for people."""
    return singular(word) in PERSONS


def is_office(word: str) -> bool:
    """Whether a noun, in the singular, is a word for an office that one person holds."""
    return word in OFFICES
