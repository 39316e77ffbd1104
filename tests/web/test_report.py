"""The report from the browser is the command's, to the byte; and what the pages on worths say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from holdfast.cli import holdfast
from tests.web.client import visitor


def waited(browser: TestClient, address: str) -> str:
    """What a page says once everything on it is computed."""
    for _ in range(60):
        answer = browser.get(address)
        if answer.status_code != 202:
            break
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.parametrize("audience", ["desk", "union", "public"])
def test_the_report_is_the_commands(repository: Path, tmp_path: Path, audience: str) -> None:
    folder = tmp_path / "case"
    shutil.copytree(repository / "examples" / "harbour", folder)
    output = tmp_path / "report.html"
    done = CliRunner().invoke(holdfast, ["report", str(folder), "--audience", audience, "--output", str(output)])
    assert done.exit_code == 0, done.output
    assert waited(visitor(folder, audience), "/report/file") == output.read_text(encoding="utf-8")
