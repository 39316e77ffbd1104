"""The commands about the browser: serve, user."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from holdfast.cli.common import case_argument
from holdfast.cli.intake import coder_option, who
from holdfast.cli.track import journal_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.web.accounts import Accounts
    from holdfast.web.people import Role

F = TypeVar("F", bound=Callable[..., Any])
_ROLES = ("read", "report", "edit", "administer")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _accounts_option(*, required: bool) -> Callable[[F], F]:
    return click.option(
        "--accounts",
        "accounts",
        metavar="FILE",
        envvar="HOLDFAST_ACCOUNTS",
        required=required,
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file of accounts, outside of the case (also: HOLDFAST_ACCOUNTS).",
    )


@click.command()
@case_argument
@click.option("--audience", metavar="NAME", help="Whom the case is shown for, without accounts. Default: desk.")
@click.option("--read-only", is_flag=True, help="Change nothing, without accounts.")
@click.option(
    "--sources",
    multiple=True,
    metavar="FOLDER",
    envvar="HOLDFAST_SOURCES",
    type=click.Path(path_type=Path),
    help="A further folder in which cited documents lie (also: HOLDFAST_SOURCES).",
)
@journal_option
@_accounts_option(required=False)
@coder_option
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8484, show_default=True, help="0 takes a free one.")
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name by which people reach the server, such as talks.example.org; may be repeated.",
)
@click.option(
    "--tls-cert", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Certificate chain (PEM)."
)
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its private key (PEM).")
@click.option("--behind-proxy", is_flag=True, help="People reach this server by TLS through a proxy on this machine.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
def serve(
    folder: Path,
    audience: str | None,
    read_only: bool,
    sources: tuple[Path, ...],
    url: str | None,
    accounts: Path | None,
    coder: str | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    tls_cert: Path | None,
    tls_key: Path | None,
    behind_proxy: bool,
    open_browser: bool,
) -> None:
    """Show the case in a browser, and edit it there.

    It listens on this machine only, and prints an address that lets one browser in, once. For several people give
    --accounts; for other machines, accounts and TLS: certificate files, or a proxy.

    A folder that is not there yet, or is empty, becomes a new case in the browser.
    """
    import socket

    from holdfast.web.accounts import AccountError
    from holdfast.web.accounts import Accounts as Store
    from holdfast.web.app import app

    _refuse_unsafe(host, accounts, tls_cert, tls_key, behind_proxy, audience, read_only)
    for place in sources:
        if not place.is_dir():
            raise click.UsageError(f"there is no folder {place} for --sources")
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{folder} is not a folder")
    if audience is not None and folder.is_dir():
        _must_know(folder, audience)
    if url is not None:
        _must_open(url)
    store: Accounts | None = None
    try:
        if accounts is not None:
            if accounts.resolve().is_relative_to(folder.resolve()):
                raise click.UsageError("the file of accounts lies in the case; put it elsewhere")
            if not accounts.exists():
                raise click.UsageError(f"there is no file {accounts}; make it with: holdfast user add")
            store = Store(accounts)
    except AccountError as error:
        raise click.UsageError(str(error)) from None
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise click.UsageError(f"cannot listen on {host} port {port}: {reason}; choose another with --port") from None
    port = listening.getsockname()[1]
    secure = tls_cert is not None or behind_proxy
    made = app(
        folder,
        audience or "desk",
        sources=sources,
        journal=url,
        accounts=store,
        role="read" if read_only else "edit",
        hosts=_hosts(host, port, names, behind_proxy=behind_proxy),
        secure=secure,
        coder="" if store is not None else who(coder),
    )
    shown = f"[{host}]" if ":" in host else "localhost" if host == "127.0.0.1" else host
    address = f"{'https' if tls_cert is not None else 'http'}://{shown}:{port}/"
    if made.state.bench.ticket is not None:
        first = f"{address}open/{made.state.bench.ticket.secret}"
        click.echo(f"The case {folder} for the audience '{audience or 'desk'}'. Open, once:\n\n  {first}\n", err=True)
        if open_browser:
            webbrowser.open(first)
    else:
        click.echo(f"The case {folder} at {address} for those with an account in {accounts}.", err=True)
    click.echo("Ctrl+C ends it.", err=True)
    _run(made, listening, tls_cert, tls_key, behind_proxy=behind_proxy)


def _refuse_unsafe(
    host: str,
    accounts: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    behind_proxy: bool,
    audience: str | None,
    read_only: bool,
) -> None:
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError("--tls-cert and --tls-key go together")
    if behind_proxy and tls_cert is not None:
        raise click.UsageError("--behind-proxy is for a proxy that holds the certificate; drop --tls-cert")
    if accounts is not None and (audience is not None or read_only):
        raise click.UsageError("with --accounts each person has an audience and a role of their own")
    if host in _LOOPBACK and not behind_proxy:
        return
    if accounts is None:
        raise click.UsageError("others can reach this address: give --accounts")
    if tls_cert is None and not behind_proxy:
        raise click.UsageError("others can reach this address: give --tls-cert and --tls-key, or --behind-proxy")


def _must_know(folder: Path, audience: str) -> None:
    from holdfast.case.load import load

    wrong = next((one for one in load(folder, audience).diagnostics if one.code == "HF509"), None)
    if wrong is not None:
        raise click.UsageError(wrong.message + (f"; {wrong.hint}" if wrong.hint else ""))


def _must_open(url: str) -> None:
    """Ends the command where the database of the journals cannot be opened: better now than on the first page."""
    from holdfast.journal.database import JournalError
    from holdfast.journal.store import Journal

    try:
        Journal(url, ()).close()
    except JournalError as error:
        raise click.UsageError(f"{error}" + (f": {error.hint}" if error.hint else "")) from None


def _hosts(host: str, port: int, names: Iterable[str], *, behind_proxy: bool) -> set[str]:
    """The values of `Host` that are let in."""
    plain = {"localhost", "127.0.0.1", "[::1]"}
    if host not in (*_LOOPBACK, "0.0.0.0", "::"):
        plain.add(f"[{host}]" if ":" in host else host)
    found = {f"{one}:{port}" for one in (*plain, *names)}
    if behind_proxy or port in (80, 443):
        found |= set(names)
    return found | {name for name in names if ":" in name}


def _run(made: object, listening: object, cert: Path | None, key: Path | None, *, behind_proxy: bool) -> None:
    import gc
    import logging

    import uvicorn

    logging.getLogger("holdfast.web").addHandler(logging.StreamHandler())
    config = uvicorn.Config(
        made,  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,  # addresses hold searches and the first secret; the accounts' log has what is to be kept
        server_header=False,
        ssl_certfile=cert,
        ssl_keyfile=None if key is None else str(key),
        proxy_headers=behind_proxy,
        forwarded_allow_ips="127.0.0.1,::1" if behind_proxy else None,
        limit_concurrency=500,
        timeout_graceful_shutdown=2,
        lifespan="off",
        ws="none",
    )
    # Programs and libraries stay: looking for garbage among them would cost a page a tenth of a second now and then.
    gc.collect()
    gc.freeze()
    uvicorn.Server(config).run(sockets=[listening])  # type: ignore[list-item]


# Accounts


@click.group()
def user() -> None:
    """Say who may come in to a server with accounts, for which audience, and what they may do.

    Roles: read sees what the audience may see; report also enters claims of what was done; edit also changes the
    case's files; administer also sees who saw and changed what.
    """


_audience = click.option("--audience", metavar="NAME", required=True, help="What the person sees.")
_role = click.option("--role", type=click.Choice(_ROLES), default="read", show_default=True, help="What they may do.")
_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


def _store(path: Path) -> Accounts:
    from holdfast.web.accounts import AccountError, Accounts

    try:
        return Accounts(path)
    except AccountError as error:
        raise click.UsageError(str(error)) from None


def _existing(path: Path) -> Accounts:
    if not path.exists():
        raise click.UsageError(f"there is no file {path}; make it with: holdfast user add")
    return _store(path)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@user.command("add")
@click.argument("name")
@_accounts_option(required=True)
@_audience
@_role
@_stdin
def add(name: str, accounts: Path, audience: str, role: Role, password_stdin: bool) -> None:
    """Let NAME in. The file of accounts is made where it is not there yet."""
    from holdfast.web.accounts import AccountError
    from holdfast.web.people import Person

    store = _store(accounts)
    try:
        store.add(Person(name, audience, role), _password(password_stdin))
    except AccountError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{name} may come in: audience {audience}, role {role}.", err=True)


@user.command("list")
@_accounts_option(required=True)
def list_(accounts: Path) -> None:
    """List who has an account."""
    for one in _existing(accounts).list():
        state = "  closed" if one.closed else ""
        click.echo(f"{one.person.name:24}  {one.person.audience:16}  {one.person.role:10}{state}")


@user.command("set")
@click.argument("name")
@_accounts_option(required=True)
@_audience
@_role
def set_(name: str, accounts: Path, audience: str, role: Role) -> None:
    """Give NAME another audience and role. They have to come in again."""
    from holdfast.web.accounts import AccountError

    try:
        _existing(accounts).set_role(name, audience, role)
    except AccountError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{name}: audience {audience}, role {role}.", err=True)


@user.command("password")
@click.argument("name")
@_accounts_option(required=True)
@_stdin
def password(name: str, accounts: Path, password_stdin: bool) -> None:
    """Give NAME another password. Whoever was in with the old one is out."""
    from holdfast.web.accounts import AccountError

    store = _existing(accounts)
    try:
        store.set_password(name, _password(password_stdin))
    except AccountError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"The password of {name} is changed.", err=True)


@user.command("close")
@click.argument("name")
@_accounts_option(required=True)
def close(name: str, accounts: Path) -> None:
    """Let NAME in no more. The name stays taken, since the log speaks of it."""
    from holdfast.web.accounts import AccountError

    try:
        _existing(accounts).close_account(name)
    except AccountError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{name} may not come in any more.", err=True)


@user.command("log")
@_accounts_option(required=True)
@click.option("--name", metavar="NAME", help="Only what this person did.")
@click.option("--changes", is_flag=True, help="Only what changed something.")
@click.option("--most", type=click.IntRange(1), default=200, show_default=True, help="How many lines.")
def log(accounts: Path, name: str | None, changes: bool, most: int) -> None:
    """Print who saw and changed what, the last first; times in UTC."""
    for one in _existing(accounts).log(name=name, changes=changes, most=most):
        what = f"  {one.what}" if one.what else ""
        click.echo(
            f"{one.at:%Y-%m-%d %H:%M:%S}  {one.name}  {one.audience}  {one.status}  {one.method} {one.path}{what}"
        )
