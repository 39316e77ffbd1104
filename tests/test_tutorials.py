"""The tutorials work: what they tell a newcomer to type is typed, and what they show is what holdfast prints.

In a page, ``<!-- file: F -->`` before a fenced block says that the reader writes it into F,
``<!-- edit: F: A -> B -->`` that they replace what the regular expression A matches by B, and
``<!-- output: COMMAND -->`` that the block shows COMMAND and what it prints. ``--rewrite-golden`` renews the outputs.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden import Golden

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
_MARK = re.compile(
    r"<!-- (?P<kind>file|edit|output): (?P<words>.*?) -->\n(?:(?P<open>```\w*\n)(?P<body>.*?)(?P<close>^```$))?",
    re.DOTALL | re.MULTILINE,
)


def _replayed(text: str, folder: Path) -> str:
    """The page with every output made anew, in an empty folder."""

    def step(found: re.Match[str]) -> str:
        words = found["words"]
        if found["kind"] == "file":
            path = folder / words
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found["body"], encoding="utf-8")
        elif found["kind"] == "edit":
            name, _, change = words.partition(": ")
            before, _, after = change.partition(" -> ")
            path = folder / name
            edited, count = re.subn(before, after, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert count == 1, f"'{before}' stands {count} times in {name}"
            path.write_text(edited, encoding="utf-8")
        else:
            return f"<!-- output: {words} -->\n```console\n$ {words}\n{_printed(words, folder)}```"
        return found[0]

    return _MARK.sub(step, text)


def _printed(words: str, folder: Path) -> str:
    program, *arguments = shlex.split(words)
    assert program == "holdfast"
    result = subprocess.run(
        [sys.executable, "-m", "holdfast", *arguments],
        cwd=folder,
        env={"COLUMNS": "100", "PATH": "", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.stdout.rstrip("\n") + "\n" if result.stdout.strip() else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_shows_is_what_its_reader_sees(page: Path, tmp_path: Path, golden: Golden) -> None:
    golden(_replayed(page.read_text(encoding="utf-8"), tmp_path), page)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]+)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
