"""The templates of the browser: its own, and the partials that it shares with the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader

from holdfast.views.templating import environment
from holdfast.web import links, static
from holdfast.web.people import ROLES


@cache
def templates() -> Environment:
    """The environment."""
    made = environment(links.Pages(), PackageLoader("holdfast.web"))
    made.globals |= {"links": links, "static": static.address, "roles": ROLES, "query": _query, "also": _also}
    return made


def render(template: str, context: Mapping[str, Any]) -> str:
    """A page as text."""
    return templates().get_template(template).render(context)


def pages(path: str, params: Sequence[tuple[str, str]], paging: tuple[int, int], key: str, to: str) -> str:
    """The links to the other parts of a list.

    Args:
        path: the page.
        params: what else stands in its address.
        paging: which part it is, of how many.
        key: what stands for the part in the address.
        to: the id of the heading to which they lead.
    """
    macro: Any = templates().get_template("parts.html").module
    return str(macro.pages(path, params, paging, _query, key, to))


def _query(given: Mapping[str, Any], **changed: Any) -> str:
    """A query string: what is given, with what is changed; empty values are left out."""
    pairs = [
        (name, str(one))
        for name, value in {**given, **changed}.items()
        for one in (value if isinstance(value, list | tuple) else (value,))
        if one not in (None, "")
    ]
    return f"?{urlencode(pairs)}" if pairs else "?"


def _also(given: Mapping[str, Any]) -> str:
    """A query string that a link carries on; empty where there is nothing to carry."""
    return "" if (made := _query(given)) == "?" else made
