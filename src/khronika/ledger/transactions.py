"""One vault's ledger: the transactions in which it is read and written.

What must stay true: writers go one by one, each in one transaction that is committed as a whole; a reader
sees one state; the head of the log is remembered outside the database, and a database behind it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine

from khronika.errors import RolledBack, VaultBusy
from khronika.ledger.database import WRITES, apart_from, explained
from khronika.ledger.ending import Head, frontier_of, head_of, root_at
from khronika.ledger.shelving import Texts
from khronika.ledger.store import Desk, Writing

_OLDER = "put the newest copy of the whole folder back; or accept this one: khronika verify --accept-older"
_PATIENCE_SECONDS = 30.0


class Ledger:
    """One vault's ledger. Reads and writes happen inside :meth:`writing` or :meth:`reading`.

    Any number of threads may read, each seeing one state from its first query on; writers go one by one.
    """

    def __init__(self, engine: Engine, desk: Desk, texts: Texts, remember: Callable[[bytes], None]) -> None:
        """Take an open database, who the vault is, its texts, and where to remember heads."""
        self._engine = engine
        self._writing_engine = engine.execution_options(**WRITES)
        self._apart = apart_from(engine)
        self._one_writer = Lock()
        self.desk = desk
        self._texts = texts
        self._remember = remember

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for queries; nothing written through it stays."""
        with explained(), self._engine.connect() as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def reading_at_once(self) -> Iterator[Connection]:
        """Give a connection for queries that is nobody else's: it waits for nobody who reads or writes."""
        with explained(), self._apart.connect() as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Give one transaction. It is committed as a whole, then the new head is remembered."""
        with explained(), self._alone():
            with self._writing_engine.begin() as connection:
                writing = Writing(connection, self.desk, self._texts)
                yield writing
            if writing.head is not None:
                self._remember(writing.head.to_bytes())

    @contextmanager
    def writing_to_roll_back(self) -> Iterator[Writing]:
        """Give a transaction of which nothing stays: for comparing views with those made anew."""
        with explained(), self._alone(), self._writing_engine.connect() as connection:
            try:
                yield Writing(connection, self.desk, self._texts)
            finally:
                connection.rollback()

    def head(self) -> Head:
        """Return the head of the log as the database has it."""
        with self.reading() as connection:
            return head_of(frontier_of(connection))

    def check_remembered(self, remembered: bytes | None) -> None:
        """Refuse a database that is older than the head remembered outside it.

        Raises:
            RolledBack: the database is behind that head, or grew from another past.
        """
        with self.reading() as connection:
            now = frontier_of(connection)
            held = Head(0, "") if remembered is None else Head.from_bytes(remembered)
            root = root_at(connection, held.size)
        if remembered is None and now.size:
            raise RolledBack("the head that this folder remembered of its ledger is gone", _OLDER)
        if now.size < held.size:
            raise RolledBack(
                f"the ledger has {now.size} entries where this folder remembers {held.size}: "
                "an older copy was put back",
                _OLDER,
            )
        if held.size and root != held.root:
            raise RolledBack("the ledger has another past than the one this folder remembers", _OLDER)

    @contextmanager
    def working(self) -> Iterator[Connection]:
        """Give one transaction on the working state (:mod:`khronika.ledger.working`); no entry is made."""
        with explained(), self._alone(), self._writing_engine.begin() as connection:
            yield connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the one writer; whoever waits too long for another's work is told so."""
        if not self._one_writer.acquire(timeout=_PATIENCE_SECONDS):
            raise VaultBusy("somebody else's long work holds the ledger", "try again in a few minutes")
        try:
            yield
        finally:
            self._one_writer.release()

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()
        self._apart.dispose()
