"""Charts in Vega-Lite compiled by vl-convert: to Vega, to SVG, to PNG. The one place that calls it.

The compiler has a lock of its own, which a thread waits for without letting other Python code run. While it makes the
Python objects of an answer it still holds that lock, and Python may run other threads then (as where garbage is
collected): two calls at once can wait for each other without end, and everything else with them. So there is one call
at a time, behind a lock that lets others go on.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

import vl_convert

from holdfast.views.charts import Spec

_LOCK: Final = Lock()


def vega(spec: Spec) -> dict[str, Any]:
    """A chart as a Vega specification."""
    with _LOCK:
        made: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    return made


def svg(spec: Spec) -> str:
    """A chart as an SVG document; nothing is fetched for it."""
    with _LOCK:
        made: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return made


def png(spec: Spec, scale: float) -> bytes:
    """A chart as a PNG image; nothing is fetched for it."""
    with _LOCK:
        made: bytes = vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[])
    return made
