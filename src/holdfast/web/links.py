"""The addresses of things. Names are of letters, digits, hyphens and slashes, and stand in a path as they are."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

from holdfast.views.page.book import Kind, anchor


def party(name: str) -> str:
    """A party among the others."""
    return f"/parties#{anchor('party', name)}"


def issue(name: str) -> str:
    """An issue with what was said on it."""
    return f"/issues/{quote(name)}"


def statement(name: str) -> str:
    """A statement with its source."""
    return f"/statements/{quote(name)}"


def source(name: str) -> str:
    """A source with its text."""
    return f"/sources/{quote(name)}"


def paragraph(name: str, number: int | None) -> str:
    """A paragraph of a source."""
    return source(name) + ("" if number is None else f"#p{number}")


def suggestion(key: str) -> str:
    """A suggestion beside its source."""
    return f"/intake/{quote(key)}"


def fact(name: str) -> str:
    """A matter of fact among the others."""
    return f"/facts?{urlencode({'at': name}, safe='/')}#{anchor('fact', name)}"


def term(name: str) -> str:
    """A term among the others."""
    return f"/agreement#{anchor('term', name)}"


def draft(name: str | None = None) -> str:
    """A draft; None for the one that commands take."""
    return "/agreement" + ("" if name is None else f"?{urlencode({'draft': name}, safe='/')}")


def clause(name: str, of: str | None = None) -> str:
    """A clause in its draft."""
    query = {"draft": of, "at": name} if of is not None else {"at": name}
    return f"/agreement?{urlencode(query, safe='/')}#{anchor('clause', name)}"


#: The pages on which the sections of the report are found.
SECTIONS: Final = {
    "facts": "/facts",
    "draft": "/agreement",
    "coherence": "/agreement#sec-coherence",
    "timing": "/agreement/timing",
    "check": "/check",
    "statements": "/statements",
    "sources": "/sources",
}


class Pages:
    """Links of the shared templates, as they are in the browser."""

    def href(self, kind: Kind, name: str) -> str:
        """The address of a thing."""
        match kind:
            case "party":
                return party(name)
            case "issue":
                return issue(name)
            case "statement":
                return statement(name)
            case "clause":
                return clause(name)
            case "source":
                return source(name)
            case "fact":
                return fact(name)
            case "term":
                return term(name)

    def paragraph_href(self, source: str, paragraph: int | None) -> str:
        """The address of a paragraph of a source."""
        return _paragraph(source, paragraph)

    def section_href(self, name: str) -> str:
        """The page on which a section of the report is found."""
        return SECTIONS[name]


_paragraph = paragraph
