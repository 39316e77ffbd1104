"""Charts of `holdfast.views.charts` as SVG for a page: without a network, in the page's own colours and font."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup, escape

from holdfast.views import charts, compiling
from holdfast.views.charts import Spec

#: The colours of charts, with the style sheet's variables that take their place.
_VARIABLES: Final = {
    charts.INK: "--ink",
    charts.QUIET: "--quiet",
    charts.RULE: "--rule",
    charts.WASH: "--wash",
    charts.ACCENT: "--accent",
    charts.PAPER: "--paper",
} | {colour: f"--colour{number}" for number, colour in enumerate(charts.COLOURS)}
_COLOUR: Final = re.compile(r'="(#[0-9a-fA-F]{6})"')
_ID: Final = re.compile(r'(\bid="|url\(#|href="#)')
#: The picture is one thing to a screen reader, with a title and a description: its parts say nothing of their own.
_ARIA: Final = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events|xmlns:xlink|version)="[^"]*"')
#: Paths that draw nothing.
_EMPTY: Final = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>')


def picture(spec: Mapping[str, Any]) -> Markup:
    """A chart that a caption describes and a table repeats; its ids follow from what it shows."""
    known = dict(spec)
    name = f"chart-{hashlib.sha256(repr(known).encode()).hexdigest()[:12]}"
    return svg(known, name, "Chart", "The caption says what it shows; the same numbers stand in the table beside it.")


def png(spec: Mapping[str, Any]) -> bytes:
    """A chart as a PNG on white, at twice its size: for documents that take no SVG."""
    return compiling.png({**spec, "background": "white"}, scale=2)


def svg(spec: Spec, name: str, title: str, description: str) -> Markup:
    """A chart as an SVG element.

    Args:
        spec: the chart.
        name: what its ids begin with: unique in the page.
        title: what it shows, in a few words.
        description: what can be read from it, and that the same numbers stand in a table.
    """
    found = _rendered(repr(spec), _Spec(spec))
    found = _ARIA.sub("", found)
    found = _EMPTY.sub("", found)
    found = _COLOUR.sub(_variable, found)
    found = found.replace(f'font-family="{charts.FONT}"', "").replace(f'font-family="{charts.FONT}, sans-serif"', "")
    found = _ID.sub(lambda match: f"{match.group(1)}{name}-", found)
    head, _, body = found.partition(">")
    size = re.search(r'viewBox="[^"]*"', head)
    width = re.search(r'width="(\d+)', head)
    assert size is not None
    assert width is not None
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size.group()} width="{width.group(1)}" role="img" '
        # No style attribute: the policy of a page that is served allows none.
        f'class="chart" overflow="visible" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>{body}'
    )


def _variable(match: re.Match[str]) -> str:
    return f'="{_own(match.group(1))}"'


def _own(colour: str) -> str:
    """A colour as the style sheet's variable, where it has one."""
    variable = _VARIABLES.get(colour.lower())
    return colour if variable is None else f"var({variable}, {colour.lower()})"


def coloured(part: Any) -> Any:
    """A specification with the style sheet's variables in place of its colours."""
    if isinstance(part, dict):
        return {key: coloured(value) for key, value in part.items()}
    if isinstance(part, list):
        return [coloured(value) for value in part]
    return _own(part) if isinstance(part, str) and part.startswith("#") else part


class _Spec:
    """A specification beside its text, which is what it is known by."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Spec)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _rendered(_: str, spec: _Spec) -> str:
    return compiling.svg(spec.spec)
