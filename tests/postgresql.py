"""A private PostgreSQL cluster in a temporary directory, reached through a socket in it and by no network."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tests.tools import require_tool

#: PostgreSQL refuses to run as root; Debian's package brings this user.
USER = "postgres"


def _program(name: str) -> Path:
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*"), key=lambda path: int(path.name) if path.name.isdigit() else 0
    )
    newest = versions[-1:]
    return require_tool(*(str(path / "bin" / name) for path in newest), name, package="postgresql")


def _run(command: Sequence[str | Path], folder: Path) -> None:
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_user, *map(str, command)], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a running cluster, with ``{}`` for a database's name. Skips, or fails in CI, where there is none."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="hf-pg-"))  # short: a socket's path has at most about 100 characters
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam(USER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            folder.chmod(0o755)
        data = folder / "data"
        _run([initdb, "-D", data, "-U", "holdfast", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"], folder)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=40"
        _run([control, "-D", data, "-l", folder / "log", "-w", "-o", options, "start"], folder)
        try:
            yield f"postgresql://holdfast@/{{}}?host={folder}"
        finally:
            _run([control, "-D", data, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database(url: str) -> str:
    """The URL of a new, empty database of a cluster."""
    name = f"t{secrets.token_hex(6)}"
    made = sa.make_url(url.format("postgres")).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(made, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return url.format(name)
