"""The report from the browser is the command's, to the byte; and what the pages on worths say."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from holdfast.cli import holdfast
from tests.web.client import visitor, waited


@pytest.mark.parametrize(
    ("audience", "asked"),
    [
        ("desk", {}),
        ("union", {}),
        ("port", {"as_of": "2026-02-20", "since": "2026-02-01", "draft": "first-draft"}),
    ],
)
def test_the_report_is_the_commands(repository: Path, tmp_path: Path, audience: str, asked: dict[str, str]) -> None:
    folder = tmp_path / "case"
    shutil.copytree(repository / "examples" / "harbour", folder)
    output = tmp_path / "report.html"
    options = [word for key, value in asked.items() for word in (f"--{key.replace('_', '-')}", value)]
    done = CliRunner().invoke(
        holdfast, ["report", str(folder), "--audience", audience, "--output", str(output), *options]
    )
    assert done.exit_code == 0, done.output
    assert waited(visitor(folder, audience), f"/report/file?{urlencode(asked)}") == output.read_text(encoding="utf-8")
