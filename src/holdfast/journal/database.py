"""Opening a database for journals: SQLite in a file, or PostgreSQL by URL. All that differs between them is here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event

from holdfast.journal.tables import VERSION

#: How long a writer waits for another, in seconds.
_PATIENCE: Final = 60
#: How long a server of databases may take to answer at first, in seconds, where its URL does not say.
_ANSWERS: Final = 20
#: The key of the lock under which PostgreSQL's tables are made.
_LOCK: Final = 0x686F6C64


class JournalError(Exception):
    """A journal that cannot be opened, read or written, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def engine_for(place: Path | str) -> sa.Engine:
    """The engine of a SQLite file (a path) or a PostgreSQL database (a URL). Nothing is opened yet.

    Raises:
        JournalError: where the URL is none, or of another database.
    """
    if isinstance(place, Path):
        url = sa.URL.create("sqlite", database=str(place))
        engine = sa.create_engine(url, connect_args={"timeout": _PATIENCE}, poolclass=sa.NullPool)
        event.listen(engine, "connect", _settle)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        made = sa.make_url(place)
    except sa.exc.ArgumentError:
        raise JournalError("this is not the URL of a database", "write postgresql://user@host/name") from None
    if made.get_backend_name() != "postgresql":
        hint = "write postgresql://user@host/name; SQLite needs no URL"
        raise JournalError(f"journals are not kept in {made.get_backend_name()}", hint)
    arguments = {} if "connect_timeout" in made.query else {"connect_timeout": _ANSWERS}
    made = made.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(made, connect_args=arguments, poolclass=sa.NullPool)
    event.listen(engine, "connect", _limit)
    return engine


def _limit(connection: Any, _record: object) -> None:
    """PostgreSQL would wait for other programs without end."""
    connection.autocommit = True  # set for the connection, not for a transaction that may be rolled back
    connection.execute(f"SET lock_timeout = '{_PATIENCE}s'")
    connection.autocommit = False


def _settle(connection: Any, _record: object) -> None:
    """SQLite as a journal needs it: what is committed is on the disk, in the one file; what is deleted is overwritten.

    A rollback journal, not a write-ahead log: who copies ``journal.db`` then has everything that was acknowledged.
    """
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    """A transaction that will write takes the lock first: it can then wait for others, and not fail half-way."""
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def transaction(engine: sa.Engine, *, writes: bool = False, still: bool = False) -> Iterator[sa.Connection]:
    """A connection in a transaction, committed at its end. Raises `JournalError` in place of the driver's errors.

    Args:
        engine: the database.
        writes: whether it will write.
        still: whether all of it sees the database as it is when it begins, whatever others write. SQLite does so
            always.
    """
    options = {"isolation_level": "REPEATABLE READ"} if still and engine.dialect.name == "postgresql" else {}
    try:
        with engine.execution_options(writes=writes, **options).begin() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        raise told(error) from error


def told(error: sa.exc.DBAPIError) -> JournalError:
    """What a database says, as a sentence. Values of entries are not repeated."""
    words = str(error.orig).strip().split("\n")[0]
    if "full" in words:
        return JournalError("the disk is full: nothing of this was written", "make room, then do it again")
    if "not a database" in words or "malformed" in words:
        return JournalError("this file is damaged or no journal", "restore it from a copy, then run `journal verify`")
    if "readonly" in words or "read-only" in words:
        return JournalError("the journal may not be written here", "check the rights of its file and its folder")
    if "locked" in words or "lock timeout" in words:
        return JournalError("another program has kept the journal to itself for a minute", "try again later")
    if "only added to" in words:
        return JournalError("a journal is only added to")
    return JournalError(f"the database refused: {words}")


def bring_up_to_date(engine: sa.Engine) -> None:
    """Makes the tables, or changes those of an older version. Several programs may do so at once.

    Raises:
        JournalError: where a newer holdfast made them, or the database refuses.
    """
    if (found := _version(engine)) == VERSION:
        return
    if found is not None and found > VERSION:
        raise JournalError(f"this journal has format {found}, made by a newer holdfast", "install that one")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "holdfast:journal/migrations")
    config.set_main_option("path_separator", "os")
    with transaction(engine, writes=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(engine: sa.Engine) -> str | None:
    with transaction(engine) as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found


def forget(engine: sa.Engine) -> None:
    """After a purge: gives free pages back, so that what was deleted is not left in them."""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM" if engine.dialect.name == "sqlite" else "VACUUM FULL entry")
    except sa.exc.DBAPIError as error:
        raise told(error) from error
