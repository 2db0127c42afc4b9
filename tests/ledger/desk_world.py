"""Copies of one vault's ledger that grow apart: real SQLCipher files, real signatures, words of the case."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ledger_sample import FixedRandomness, fixed_pair, public_of
from sqlalchemy import Connection, Engine, select

from khronika.ledger import schema
from khronika.ledger.database import forget_deleted, open_database
from khronika.ledger.devices import ENROLLED, endorsement
from khronika.ledger.joining import Joined, join, parts_of
from khronika.ledger.logfile import SealedAct
from khronika.ledger.note import NoteKey, origin_of
from khronika.ledger.queries import Known, Sight, Wanted, many, one
from khronika.ledger.seal import device_id
from khronika.ledger.store import Appended, Desk, Draft, Hand
from khronika.ledger.transactions import Ledger
from khronika.ledger.verifying import Verified, verify_entries, verify_views
from khronika.records.ids import Kind, id_from_bytes, new_id
from khronika.records.problems import Problem

KEY = bytes(range(32))
START = datetime(2026, 4, 12, 9, 30, tzinfo=UTC)
LOG = fixed_pair("the log of the sample vault")
VAULT = id_from_bytes(Kind.VAULT, bytes(15) + b"\x07")
DESK = Desk(VAULT, NoteKey(origin_of(VAULT), public_of(LOG)), LOG.sign)
MEMBER = id_from_bytes(Kind.MEMBER, bytes(15) + b"\x01")
TEXT = (
    "A guard of the Orvan depot said that nobody is held at Quarry 9, Mira Saratova's mother said otherwise."
)
SPEAKERS = ("Mira Saratova", "Мира Саратова", "spokesperson for the Interior Ministry", "Товарищ «Лес»", None)


def name(kind: Kind, number: int) -> str:
    """Return the id of the record that a test calls by kind and number."""
    return id_from_bytes(kind, number.to_bytes(16))


def text_of(rendition: str, body: dict[str, Any]) -> str:
    """Return the text of a rendition: the same for all but its own id."""
    return f"{TEXT} {rendition} {body['size']}"


def item_body(digest: str) -> dict[str, Any]:
    return {"sha256": digest, "part_of": None, "key": f"wrapped key of {digest}"}


def receipt_body(item: str, file: str = "letter.txt") -> dict[str, Any]:
    return {"item": item, "name": file}


def rendition_body(item: str, *hashes: int) -> dict[str, Any]:
    about = {"title": "Nobody held, says ministry", "author": "", "publisher": "Orvan"}
    return {"item": item, "about": about, "sketch": list(hashes), "size": 3, "key": "wrapped"}


def statement_body(
    item: str, words: str = "nobody is held there", speaker: str | None = None
) -> dict[str, Any]:
    return {"item": item, "words": words, "around": "Orvan", "statement": {"speaker": speaker}}


def consent_body(*covers: str) -> dict[str, Any]:
    return {"person": "witness 4", "covers": list(covers)}


@dataclass
class Copy:
    """One copy of the vault's ledger, on a device of its own."""

    path: Path
    device: str
    engine: Engine
    ledger: Ledger
    now: datetime = START
    remembered: list[bytes] = field(default_factory=list)

    def hand(self) -> Hand:
        pair = fixed_pair(self.device)
        return Hand(MEMBER, device_id(public_of(pair)), public_of(pair), pair.sign)

    def act(self, *drafts: Draft) -> Appended:
        """Append one act, a second after the last."""
        self.now += timedelta(seconds=1)
        seed = FixedRandomness(f"{self.device} {self.size()}")
        with self.ledger.writing() as writing:
            return writing.append(drafts, self.hand(), self.now, lambda size: _stretched(seed, size))

    def enrol(self) -> None:
        """Let the vault vouch for this copy's device."""
        hand = self.hand()
        body = {"endorsement": endorsement(LOG.sign, hand.device), "key": hand.public.hex()}
        self.act(Draft(ENROLLED, hand.device, body))

    def size(self) -> int:
        return self.ledger.head().size

    def one(self, id_: str, sight: Sight | None = None) -> Known | None:
        with self.ledger.reading() as connection:
            return one(connection, sight or Sight(), id_)

    def status(self, id_: str) -> str:
        known = self.one(id_)
        return "" if known is None else known.status

    def many(self, kind: Kind, sight: Sight | None = None) -> list[Known]:
        with self.ledger.reading() as connection:
            return many(connection, sight or Sight(), Wanted(kind))

    def acts(self) -> list[SealedAct]:
        with self.ledger.reading() as connection:
            return [part for part in parts_of(connection, bodies=True) if isinstance(part, SealedAct)]

    def join(self, other: Copy | list[SealedAct]) -> Joined:
        """Take over what the other copy recorded."""
        acts = other.acts() if isinstance(other, Copy) else other
        with self.ledger.writing() as writing:
            return join(writing, DESK, acts, self.now)

    def verify(self) -> tuple[Verified, list[Problem]]:
        with self.ledger.writing_to_roll_back() as writing:
            return verify_entries(writing.connection, DESK), verify_views(writing)

    def problems(self) -> list[Problem]:
        verified, views = self.verify()
        return [*verified.problems, *views]

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Do to the database what somebody with its key can do."""
        with self.engine.begin() as connection:
            done = connection.exec_driver_sql(statement, values)
            return list(done) if done.returns_rows else []

    def copied(self, path: Path, device: str) -> Copy:
        """Return a copy of the folder as it is now, on another device."""
        forget_deleted(self.engine)
        shutil.copy(self.path, path)
        other = copy_at(path, device)
        other.now = self.now
        return other

    def close(self) -> None:
        self.ledger.close()


def copy_at(path: Path, device: str) -> Copy:
    """Open the ledger at ``path`` on a device."""
    engine = open_database(path, KEY)
    remembered: list[bytes] = []
    return Copy(path, device, engine, Ledger(engine, DESK, text_of, remembered.append), remembered=remembered)


@contextmanager
def founded(folder: Path, device: str = "Mira's laptop") -> Iterator[Copy]:
    """Give a new ledger that vouches for its first device."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = copy_at(folder / "ledger.db", device)
    copy.enrol()
    try:
        yield copy
    finally:
        copy.close()


def fresh(kind: Kind, seed: str) -> str:
    return new_id(kind, FixedRandomness(seed))


def labels_in(connection: Connection) -> dict[int, str]:
    return {
        n: str(text)
        for n, text in connection.execute(select(schema.labels.c.id, schema.labels.c.compartments))
    }


def current(connection: Connection) -> dict[str, Any]:
    """Return all that the views say now, without positions and without the numbers of labels."""
    records, entries, bodies = schema.records.c, schema.entries.c, schema.bodies.c
    labels = labels_in(connection)
    shown = (
        select(schema.records, entries.envelope, bodies.body)
        .join_from(schema.records, schema.entries, entries.position == records.position)
        .outerjoin(schema.bodies, bodies.position == records.position)
        .where(records.until.is_(None))
    )
    rows = {
        row.id: (row.kind, row.status, row.contested, labels[row.label], row.parent, row.key)
        + (("", "") if row.status == "erased" else (row.envelope, row.body))
        for row in connection.execute(shown)
    }
    subjects = {
        r.id: (labels[r.own], labels[r.label], r.erased) for r in connection.execute(select(schema.subjects))
    }
    held = {
        int(since): id_
        for since, id_ in connection.execute(select(records.since, records.id).where(records.until.is_(None)))
    }
    return {
        "records": rows,
        "subjects": subjects,
        "words": {
            (term, held[doc], col) for term, doc, col in terms(connection) if doc in held and col != "shelf"
        },
        **{t.name: {tuple(row) for row in connection.execute(select(t))} for t in SIDE},
    }


SIDE = (schema.derivations, schema.coverage, schema.sketches)


def terms(connection: Connection) -> list[tuple[str, int, str]]:
    """Return every word of the search index, with its row and column."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, search, 'instance')"
    )
    return [tuple(row) for row in connection.exec_driver_sql("SELECT term, doc, col FROM temp.terms")]


def everything(connection: Connection) -> dict[str, Any]:
    """Return all rows of all views, labels spelt out."""
    labels = labels_in(connection)

    def spelt(row: Any) -> tuple[Any, ...]:
        return tuple(labels[v] if k in {"own", "label"} else v for k, v in row._mapping.items())

    rows = {
        table.name: sorted(map(spelt, connection.execute(select(table))), key=repr)
        for table in schema.VIEW_TABLES
        if table is not schema.labels
    }
    shelves = {f"{kind}{n}": f"{kind} {text}" for n, text in labels.items() for kind in Kind}
    found = {
        (shelves.get(term, term) if col == "shelf" else term, doc, col)
        for term, doc, col in terms(connection)
    }
    return {**rows, "search": found}


def _stretched(seed: FixedRandomness, size: int) -> bytes:
    return b"".join(seed(min(32, size - at)) for at in range(0, size, 32))
