"""The encrypted database: opening it, its transactions, its migrations.

SQLCipher holds pages encrypted and authenticated; it does not notice an old page or an old file put back
(``verify`` and the remembered head do). Statements are SQLAlchemy Core, so that another engine can stand
behind them; what only SQLite has (FTS5, pragmas) is in this module and in :mod:`khronika.ledger.search`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as TooManyAtOnce
from sqlalchemy.pool import QueuePool

from khronika.errors import KhronikaError, NewerFormat, StorageFull, VaultBusy, VaultDamaged
from khronika.ledger import schema, working
from khronika.ledger.search import SEARCH_DDL

Step = Callable[[Connection], None]


STALE_VIEWS = "views:stale"
"""The working row that asks whoever opens the desk to make the views anew."""


def _tables_of_version_1(connection: Connection) -> None:
    first = [table for table in schema.metadata.sorted_tables if table not in schema.LATER_TABLES]
    schema.metadata.create_all(connection, tables=first)
    for statement in SEARCH_DDL:
        connection.exec_driver_sql(statement)


def _facets_and_periods(connection: Connection) -> None:
    schema.metadata.create_all(connection, tables=schema.TABLES_OF_VERSION_2)
    schema.contested_now.create(connection, checkfirst=True)
    _views_anew(connection)


def _views_anew(connection: Connection) -> None:
    """Have the views made anew: what rows are found by is another than it was."""
    if connection.execute(select(schema.entries.c.position).limit(1)).first() is not None:
        working.put(connection, STALE_VIEWS, {})


def _labels_beside_rows(connection: Connection) -> None:
    for table in schema.TABLES_OF_VERSION_2:
        table.drop(connection, checkfirst=True)
    schema.by_key.drop(connection, checkfirst=True)
    schema.by_key.create(connection)
    _facets_and_periods(connection)


def _voices(connection: Connection) -> None:
    schema.voices.create(connection, checkfirst=True)
    _views_anew(connection)


STEPS: tuple[Step, ...] = (
    _tables_of_version_1,
    _facets_and_periods,
    _labels_beside_rows,
    _views_anew,
    _voices,
)
"""The migrations, in order; the database's ``user_version`` counts those it has taken."""


def open_database(path: Path, key: bytes, *, steps: Sequence[Step] = STEPS) -> Engine:
    """Open (or make) the database at ``path`` under the raw 32-byte ``key`` and bring it up to date.

    Raises:
        VaultDamaged: the file does not open with the key. The passphrase has been proved
            before by the key slots, so it is the file that is not as it was.
        NewerFormat: it has taken more migrations than this version knows.
    """

    def connect() -> Any:
        raw = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=5)
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        return raw

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_PATIENCE_SECONDS,
        pool_use_lifo=True,
    )
    event.listen(engine, "begin", _begin)
    with explained():
        _migrate(engine, steps)
    return engine


def apart_from(engine: Engine) -> Engine:
    """Return an engine of the same database whose connections are its own."""
    apart = Engine(engine.pool.recreate(), engine.dialect, engine.url)
    event.listen(apart, "begin", _begin)
    return apart


WRITES = {"khronika_writes": True}
"""Execution options of a connection whose transaction takes the write lock when it begins.

Others see the database as it was when they first read: readers and the one writer do not wait for each other.
"""

_CONNECTIONS = 16
_PATIENCE_SECONDS = 10
_AGAIN = "try again in a few seconds"
_FORGETTING_TRIES = 6  # each waits up to the five seconds of ``timeout``
_PRAGMAS = (
    "cipher_log_level = NONE",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "foreign_keys = ON",
    "cache_size = -16384",
    "trusted_schema = OFF",
)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("khronika_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine, steps: Sequence[Step]) -> None:
    with engine.execution_options(**WRITES).begin() as connection:
        taken = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if taken > len(steps):
            raise NewerFormat(
                "this vault was written by a newer version of khronika",
                "install that version; nothing was changed",
            )
        for number in range(taken, len(steps)):
            steps[number](connection)
        if taken < len(steps):
            connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")


@contextmanager
def explained() -> Iterator[None]:
    """Turn a fault of the database into one that a person understands; others pass."""
    try:
        yield
    except (DatabaseError, sqlcipher.DatabaseError) as fault:
        raise _explanation(fault) from fault
    except TooManyAtOnce as fault:
        raise VaultBusy("the desk has more to do than it can do at once", _AGAIN) from fault


def _explanation(fault: Exception) -> KhronikaError:
    words = str(getattr(fault, "orig", fault))
    if "full" in words:
        return StorageFull(
            "the disk is full; nothing of this act was recorded", "free some space and repeat it"
        )
    if "locked" in words:
        return VaultBusy("another process holds the vault's database", "close it and repeat")
    if "readonly" in words or (isinstance(fault, OperationalError) and "unable to open" in words):
        return KhronikaError("the vault's database cannot be written", "check the folder's permissions")
    return VaultDamaged(
        f"the vault's database is damaged ({words})", "restore a backup, or run khronika verify"
    )


def forget_deleted(engine: Engine) -> None:
    """Overwrite what was deleted: the write-ahead log is folded in and cut to nothing.

    It waits for those who read; each of them is done within a moment.

    Raises:
        VaultBusy: somebody went on reading all the while.
    """
    raw = engine.raw_connection()
    try:
        for _ in range(_FORGETTING_TRIES):
            (busy, *_) = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
    finally:
        raw.close()
    raise VaultBusy(
        "what was erased is still in the write-ahead log: somebody is reading",
        "close the other pages and commands; the next erasure or the next opening removes it",
    )
