"""A case, its journal and its accounts are backed up as the guide says, and come back as they were."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from holdfast.cli import holdfast
from holdfast.web.accounts import Accounts
from holdfast.web.people import Person
from tests import postgresql

CLAIM = ("--party", "port", "--says", "performed", "--about", "withdraw-claims", "--on", "2026-04-21")


def call(*words: object, code: int = 0, environment: dict[str, str] | None = None) -> Result:
    result = CliRunner().invoke(holdfast, [str(word) for word in words], env=environment)
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


@pytest.fixture
def case(tmp_path: Path, repository: Path) -> Path:
    """The harbour with its journals in databases, one of them confidential."""
    folder = tmp_path / "srv" / "case"
    shutil.copytree(repository / "examples" / "harbour", folder)
    call("journal", "import", "--case", folder)
    return folder


def heads(folder: Path, *more: object) -> str:
    return call("journal", "head", folder, *more).stdout


def test_a_backup_holds_every_journal_and_only_its_owner_reads_it(case: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    told = call("journal", "backup", case, "-o", kept, "--audience", "desk").stdout
    assert sorted(path.name for path in kept.iterdir()) == ["public.jsonl", "union.jsonl"]
    assert told == heads(case)
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.iterdir()} == {0o600}
    call("journal", "backup", case, "-o", tmp_path / "public", "--audience", "public")
    assert [path.name for path in (tmp_path / "public").iterdir()] == ["public.jsonl"]
    assert "say whose journals" in call("journal", "backup", case, "-o", kept, code=2).stderr
    within = call("journal", "backup", case, "-o", case / "kept", "--audience", "desk", code=2)
    assert "outside of the case" in within.stderr
    assert not (case / "kept").exists()


def test_a_journal_moves_to_postgresql_and_back(case: Path, tmp_path: Path, cluster: str, repository: Path) -> None:
    url, kept = postgresql.database(cluster), tmp_path / "kept"
    before = heads(case)
    call("journal", "backup", case, "-o", kept, "--audience", "desk")
    call("journal", "restore", *kept.iterdir(), "--case", case, environment={"HOLDFAST_JOURNAL": url})
    assert heads(case, "--journal", url) == before
    call("journal", "add", case, *CLAIM, "--journal", url)
    assert heads(case) == before, "the file is not written to any more"
    again = tmp_path / "again"
    call("journal", "backup", case, "-o", again, "--audience", "desk", "--journal", url)
    told = call("journal", "restore", *sorted(again.iterdir()), "--case", case).stderr
    assert "Put back 1 entries into 'public'" in told
    assert "Put back 0 entries into 'union'" in told
    assert heads(case) == heads(case, "--journal", url)
    assert "is whole" in call("journal", "verify", case, "--head", before.splitlines()[0]).stdout


def test_what_cannot_be_restored_leaves_all_as_it_was(case: Path, tmp_path: Path, repository: Path) -> None:
    kept, other = tmp_path / "kept", tmp_path / "other"
    call("journal", "backup", case, "-o", kept, "--audience", "desk")
    shutil.copytree(repository / "examples" / "harbour", other)
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text((kept / "public.jsonl").read_text().replace("south quay", "north quay", 1))
    assert "not what was committed to" in call("journal", "restore", damaged, "--case", other, code=1).stderr
    assert not (other / "journal.db").exists(), "an empty database would hide the file beside the case"
    assert (
        "sees no compartment 'union'"
        in call("journal", "restore", kept / "union.jsonl", "--case", other, "--audience", "public", code=2).stderr
    )
    assert "no backup" in call("journal", "restore", other / "case.yaml", "--case", other, code=1).stderr
    call("journal", "restore", tmp_path / "nothing.jsonl", "--case", other, code=1)
    call("journal", "add", other, *CLAIM)
    told = call("journal", "restore", kept / "public.jsonl", "--case", other, code=1).stderr
    assert "not the beginning of this backup" in told


@pytest.mark.parametrize("server", [False, True])
def test_the_commands_of_the_guide_bring_everything_back(
    case: Path, tmp_path: Path, repository: Path, require_tool: Callable[..., Path], cluster: str, server: bool
) -> None:
    """The script of the guide is run as it stands there, but for the places; then all is lost, and restored."""
    require_tool("sqlite3")
    guide = (repository / "docs" / "how-to" / "run-a-server.md").read_text(encoding="utf-8")
    scripts = re.findall(r"```sh\n(# /usr/local/bin/holdfast-(?:backup|restore)\n.*?)```", guide, re.DOTALL)
    assert len(scripts) == 2
    srv, vault = case.parent, tmp_path / "backup"
    environment = {"PATH": f"{repository}/.venv/bin:/usr/bin:/bin"}
    if server:
        environment["HOLDFAST_JOURNAL"] = postgresql.database(cluster)
        call("journal", "backup", case, "-o", tmp_path / "moved", "--audience", "desk")
        call("journal", "restore", *(tmp_path / "moved").iterdir(), "--case", case, environment=environment)
        for path in case.rglob("journal.db"):
            path.unlink()
    Accounts(srv / "accounts.db", hasher=PasswordHasher(1, 8, 1)).add(Person("anna", "desk", "read"), "a long password")

    def run(script: str, *more: str) -> None:
        text = script.replace("/srv/holdfast", str(srv)).replace("/backup", str(vault))
        text = re.sub(r"systemctl \w+ holdfast\n", "", text)
        file = tmp_path / "script.sh"
        file.write_text(text)
        done = subprocess.run(["bash", file, *more], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr, text)

    before, files = heads_in(case, environment), contents(case)
    run(scripts[0])
    (made,) = vault.iterdir()
    shutil.rmtree(srv)
    srv.mkdir()
    if server:
        environment["HOLDFAST_JOURNAL"] = postgresql.database(cluster)
    run(scripts[1], str(made))
    assert heads_in(case, environment) == before
    assert contents(case) == files
    call("journal", "verify", case, "--head", before.splitlines()[0], environment=environment)
    assert [one.person.name for one in Accounts(srv / "accounts.db").list()] == ["anna"]


def heads_in(folder: Path, environment: dict[str, str]) -> str:
    return call("journal", "head", folder, environment=environment).stdout


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a case, but for its databases: these are equal in what they hold, not in their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "journal.db"
    }
