"""Golden files: what a program wrote once and somebody read and found good. A pytest plugin.

``golden(actual, path)`` compares a text with the file; ``pytest --rewrite-golden`` writes the files anew and says
which have changed. Read the diff before committing it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FLAG = "--rewrite-golden"
#: The key of the reports' property that carries a rewritten file's name, from xdist's workers too.
PROPERTY = "golden_rewritten"


class Golden:
    """Compares with golden files, or writes them and calls `rewritten`."""

    def __init__(self, rewrite: bool, rewritten: Callable[[Path], None]) -> None:
        self._rewrite = rewrite
        self._rewritten = rewritten

    def __call__(self, actual: str, path: Path) -> None:
        __tracebackhide__ = True
        # Bytes, since a change of line ends is a change.
        expected = path.read_bytes().decode() if path.exists() else None
        if actual == expected:
            return
        if self._rewrite:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual.encode())
            self._rewritten(path)
        elif expected is None:
            pytest.fail(f"there is no golden file {path}; write it with pytest {FLAG}", pytrace=False)
        else:
            pytest.fail(f"{difference(expected, actual, path)}\nIf this is meant: pytest {FLAG}", pytrace=False)


def difference(expected: str, actual: str, path: Path) -> str:
    """A unified diff in which differing line ends, and a missing one at the end, can be seen."""

    def lines(text: str) -> list[str]:
        return [line[:-1] if line[-1:] == "\n" else line + "⏎̸" for line in text.replace("\r", "␍").splitlines(True)]

    return "\n".join(difflib.unified_diff(lines(expected), lines(actual), f"{path} (golden)", "actual", lineterm=""))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(FLAG, action="store_true", help="write golden files anew instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """``golden(actual, path)``: the text is what the golden file holds."""

    def rewritten(path: Path) -> None:
        request.node.user_properties.append((PROPERTY, str(path)))

    return Golden(bool(request.config.getoption(FLAG)), rewritten)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if paths := sorted(set(_rewritten(terminalreporter))):
        terminalreporter.section("golden files rewritten")
        for path in paths:
            terminalreporter.line(path)


def _rewritten(reporter: pytest.TerminalReporter) -> Iterator[str]:
    for reports in reporter.stats.values():
        for report in reports:
            for key, value in getattr(report, "user_properties", ()):
                if key == PROPERTY:
                    yield value
