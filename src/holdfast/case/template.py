"""What `holdfast init` writes: an empty case, or the invented port dispute of the tutorial."""

from __future__ import annotations

import json
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

#: Where the schemas lie in a case, for editors; relative to the case's folder.
SCHEMAS: Final = ".holdfast"
_KINDS: Final = ("case", "sources", "statements", "agreement", "values", "releases")

_EMPTY: Final = {
    "case.yaml": """\
holdfast: 1
title: {title}
# as_of: 2026-03-02          # read the case as of this day
# timezone: Europe/Lisbon
parties: {{}}
#  union: {{name: Dockers' Union, roles: [principal]}}
issues: {{}}
#  automation:
#    question: How far are the cranes automated?
#    options:
#      none: {{text: No automation}}
#      full: {{text: All cranes at once}}
""",
    "sources.yaml": """\
# - id: gazette
#   file: gazette.txt          # lies in the folder sources/
#   publisher: The Harbour Gazette
#   published: 2026-02-28
#   language: en
#   kind: news
""",
    "statements.yaml": """\
# - id: union-automation
#   party: union
#   by: M. Reis, union secretary
#   channel: on-record
#   date: 2026-02-27
#   cite: {{source: gazette, paragraph: 4, quote: "the exact words"}}
#   gist: No automation at all.
#   refuses: automation = full
""",
    ".gitignore": "journal.db*\n",
}


def files(template: str, title: str) -> dict[str, str]:
    """The files of a new case, by name. `title` is used where the template has none of its own."""
    if template == "empty":
        made = {name: text.format(title=json.dumps(title, ensure_ascii=False)) for name, text in _EMPTY.items()}
    else:
        made = dict(_texts(_folder(template), ""))
    made = {name: _with_modeline(name, text) for name, text in made.items()}
    schemas = resources.files("holdfast") / "schemas"
    return made | {
        f"{SCHEMAS}/{entry.name}": entry.read_text(encoding="utf-8")
        for entry in schemas.iterdir()
        if entry.name.endswith(".json")
    }


def _folder(template: str) -> Traversable:
    """An example: in the installed package, or beside its source."""
    packaged = resources.files("holdfast") / "templates" / template
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "examples" / template


def _texts(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _texts(entry, f"{name}/")
        elif not entry.name.startswith("journal.db"):
            found.append((name, entry.read_text(encoding="utf-8")))
    return found


def _with_modeline(name: str, text: str) -> str:
    """The text with a first line that tells an editor which schema describes it."""
    parts = Path(name).parts
    if not name.endswith(".yaml") or text.startswith("# yaml-language-server:"):
        return text
    inner = parts[2:] if parts[0] == "compartments" else parts
    kind = inner[0].removesuffix(".yaml")
    if kind not in _KINDS:
        return text
    schema = "compartment-case" if kind == "case" and parts[0] == "compartments" else kind
    up = "../" * (len(parts) - 1)
    return f"# yaml-language-server: $schema={up}{SCHEMAS}/{schema}.schema.json\n{text}"
