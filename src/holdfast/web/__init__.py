"""The workbench in a browser: `app` makes it for one case folder; `serve` runs it.

Layers within: `shelf` keeps one loaded case per audience and what was computed from it; `guard` lets nothing in that
does not belong; `pages` shows and edits. A page is a module that lists its routes in `PAGE`, and `pages.PAGES` lists
the pages.
"""

from __future__ import annotations

from holdfast.web.app import app

__all__ = ["app"]
