"""Showing an audience more than it could see: who decided it, and the entry in releases.yaml that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from holdfast.cli.common import write_atomically

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Release:
    """What `--release` and the options that go with it say."""

    by: str
    because: str | None
    compartment: str


def release_options(command: F) -> F:
    """The options of a command some of whose results are for the desk."""
    command = click.option(
        "--record-in",
        metavar="COMPARTMENT",
        default="public",
        show_default=True,
        help="With --release: in whose releases.yaml it is recorded.",
    )(command)
    command = click.option("--because", metavar="TEXT", help="With --release: why.")(command)
    command = click.option("--by", metavar="NAME", help="With --release: who decided it.")(command)
    return click.option(
        "--release",
        is_flag=True,
        help="Show this audience what is for the desk, and record it in releases.yaml; needs --audience and --by.",
    )(command)


def wanted(release: bool, by: str | None, because: str | None, record_in: str, audience: str | None) -> Release | None:
    """The release asked for; None where there is none. Ends the command where the options do not go together."""
    if not release:
        if by is not None or because is not None:
            raise click.UsageError("--by and --because go with --release")
        return None
    if audience is None:
        raise click.UsageError("--release needs --audience: to whom is it shown?")
    if audience == "desk":
        raise click.UsageError("the desk sees it without --release")
    if by is None or not by.strip():
        raise click.UsageError("--release needs --by: who decided it?")
    return Release(by.strip(), because, record_in)


def record(folder: Path, release: Release, what: str, to: str) -> None:
    """Appends the release to releases.yaml, which otherwise stays as it is, before anything is shown."""
    from holdfast.case.append import RegisterError, appended
    from holdfast.case.audience import compartment_folder

    home = compartment_folder(folder, release.compartment)
    if release.compartment != "public" and not home.is_dir():
        raise click.UsageError(f"the case has no compartment '{release.compartment}' to record a release in")
    split = home / "releases"
    path = split / "releases.yaml" if split.is_dir() else home / "releases.yaml"
    entry = {"date": date.today().isoformat(), "by": release.by, "what": what, "to": to}
    if release.because is not None:
        entry["because"] = release.because
    try:
        before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        write_atomically(path, appended(before, entry, "releases", numbers=("date",)))
    except RegisterError as error:
        raise click.UsageError(error.message + (f"; {error.hint}" if error.hint else "")) from None
    except UnicodeDecodeError:
        raise click.UsageError(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise click.FileError(str(path), error.strerror or "cannot be written") from None
    click.echo(f"Recorded in {path}: shown to '{to}', decided by {release.by}.", err=True)
