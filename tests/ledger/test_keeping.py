"""The database file: what was erased is gone from it, migrations go forward whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from desk_world import (
    KEY,
    Copy,
    copy_at,
    founded,
    item_body,
    name,
    receipt_body,
    rendition_body,
    statement_body,
)
from sqlalchemy import Connection

from khronika.errors import NewerFormat, VaultDamaged
from khronika.ledger.audit import audit
from khronika.ledger.database import STEPS, forget_deleted, open_database
from khronika.ledger.fault import LedgerFault
from khronika.ledger.joining import parts_of
from khronika.ledger.logfile import LogHeader
from khronika.ledger.store import Draft
from khronika.records.ids import Kind

ITEM, RECEIPT, RENDITION = name(Kind.ITEM, 1), name(Kind.RECEIPT, 1), name(Kind.RENDITION, 1)
SECRET = "Zlatimira"
PAGE, RESERVED = 4096, 80


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    with founded(tmp_path) as copy:
        copy.act(
            Draft("item.sealed", ITEM, item_body("5ec4e7" * 10)),
            Draft("receipt.recorded", RECEIPT, receipt_body(ITEM, f"{SECRET}.txt"), derived_from=(ITEM,)),
            Draft("rendition.sealed", RENDITION, rendition_body(ITEM, 5), derived_from=(ITEM,)),
        )
        for number in range(20):
            body = statement_body(ITEM, f"{SECRET}{number} was taken to the quarry", SECRET)
            copy.act(
                Draft("statement.suggested", name(Kind.STATEMENT, number), body, derived_from=(RENDITION,))
            )
        copy.act(Draft("party.recorded", name(Kind.PARTY, 1), {"name": "Orvan"}))
        yield copy


def forms_of(secret: str) -> list[bytes]:
    """The words as recorded and as folded for the search."""
    return [secret.encode(), secret.lower().encode()]


def test_what_was_erased_is_gone_from_every_page(copy: Copy) -> None:
    salts = [row[0] for row in copy.sql("SELECT salt FROM bodies WHERE position BETWEEN 1 AND 23")]
    before = pages_of(copy)
    assert all(form in before for form in forms_of(SECRET))
    assert all(salt in before for salt in salts)
    copy.act(Draft("erasure.recorded", name(Kind.ERASURE, 1), {"reason": "she asked"}, erases=(RECEIPT,)))
    forget_deleted(copy.engine)
    after = pages_of(copy)
    assert not [form for form in forms_of(SECRET) if form in after]
    assert not [salt for salt in salts if salt in after]
    assert b"5ec4e75ec4e7" not in after
    assert b"Orvan" in after
    wal = copy.path.with_name(copy.path.name + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0


def pages_of(copy: Copy) -> bytes:
    """Return every page of the file in plaintext, free ones included (SQLCipher 4: AES-256-CBC, 80 reserved).

    The nonce of a page stands where the reserved bytes begin; the first page begins with 16 bytes of salt.
    """
    forget_deleted(copy.engine)
    content, plain = copy.path.read_bytes(), b""
    for at in range(0, len(content), PAGE):
        page = content[at + (16 if at == 0 else 0) : at + PAGE]
        body, nonce = page[:-RESERVED], page[-RESERVED:][:16]
        decryptor = Cipher(AES256(KEY), CBC(nonce)).decryptor()
        plain += decryptor.update(body) + decryptor.finalize()
    return plain


def test_after_an_erasure_the_log_still_verifies(copy: Copy) -> None:
    copy.act(Draft("erasure.recorded", name(Kind.ERASURE, 1), {"reason": "she asked"}, erases=(RECEIPT,)))
    verified, views = copy.verify()
    assert (verified.problems, views) == ([], [])
    assert verified.erased == 23
    key = copy.ledger.desk.key
    with copy.ledger.reading() as connection:
        head = audit(LogHeader(copy.ledger.desk.vault, key.vkey), parts_of(connection, bodies=True), [key])
    assert head.size == copy.size()


def erasing(number: int, id_: str) -> Draft:
    return Draft("erasure.recorded", name(Kind.ERASURE, number), {"reason": "she asked"}, erases=(id_,))


def test_nothing_is_recorded_of_something_erased(copy: Copy) -> None:
    statement, unheard_of = name(Kind.STATEMENT, 1), name(Kind.STATEMENT, 90)
    copy.act(erasing(1, statement))
    copy.act(erasing(2, unheard_of))
    late, size = statement_body(ITEM, "she said it again"), copy.size()
    for refused in (
        [Draft("statement.accepted", statement, late)],
        [Draft("statement.suggested", unheard_of, late)],
        [
            erasing(3, RENDITION),
            Draft("statement.suggested", name(Kind.STATEMENT, 91), late, derived_from=(RENDITION,)),
        ],
    ):
        with pytest.raises(LedgerFault, match="nothing more can be recorded of it"):
            copy.act(*refused)
    assert copy.size() == size
    assert copy.status(RENDITION) == "sealed"
    assert copy.problems() == []


def second(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE working ADD COLUMN since TEXT NOT NULL DEFAULT 'before'")


def failing(connection: Connection) -> None:
    second(connection)
    connection.exec_driver_sql("INSERT INTO working VALUES ('job', x'00', 'now')")
    raise VaultDamaged("the disk went away")


def test_a_receipt_brings_back_no_item_that_is_erased_here(copy: Copy) -> None:
    """Its body is destroyed: the file is taken in anew. A receipt of another copy brings the body with it."""
    item, receipt, second = name(Kind.ITEM, 0), name(Kind.RECEIPT, 0), name(Kind.RECEIPT, 1)
    copy.act(Draft("item.sealed", item, item_body("0" * 64)))
    copy.act(Draft("receipt.recorded", receipt, receipt_body(item), derived_from=(item,)))
    copy.act(Draft("erasure.recorded", name(Kind.ERASURE, 0), {"reason": "asked for"}, erases=(receipt,)))
    size = copy.size()
    with pytest.raises(VaultDamaged, match="a receipt brings no body"):
        copy.act(Draft("receipt.recorded", second, receipt_body(item), derived_from=(item,)))
    with pytest.raises(LedgerFault, match="nothing more can be recorded of it"):
        copy.act(
            Draft("item.sealed", item, item_body("0" * 64)),
            Draft("receipt.recorded", second, receipt_body(item), derived_from=(item,)),
        )
    assert copy.size() == size
    assert copy.problems() == []


def test_a_migration_keeps_what_was_there(copy: Copy) -> None:
    copy.sql("INSERT INTO working VALUES ('job', x'01')")
    copy.close()
    engine = open_database(copy.path, KEY, steps=(*STEPS, second))
    with engine.connect() as connection:
        assert tuple(connection.exec_driver_sql("SELECT * FROM working").one()) == ("job", b"\x01", "before")
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == len(STEPS) + 1
    engine.dispose()
    again = open_database(copy.path, KEY, steps=(*STEPS, second))
    again.dispose()


def test_a_migration_that_fails_changes_nothing(copy: Copy) -> None:
    before = copy.sql("SELECT name, sql FROM sqlite_master ORDER BY name")
    copy.close()
    with pytest.raises(VaultDamaged, match="the disk went away"):
        open_database(copy.path, KEY, steps=(*STEPS, failing)).dispose()
    reopened = copy_at(copy.path, copy.device)
    assert reopened.sql("SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert reopened.sql("SELECT count(*) FROM working")[0][0] == 0
    assert reopened.problems() == []
    reopened.close()


def test_a_newer_database_is_left_alone(copy: Copy) -> None:
    copy.sql("PRAGMA user_version = 99")
    forget_deleted(copy.engine)
    copy.close()
    before = copy.path.read_bytes()
    with pytest.raises(NewerFormat):
        open_database(copy.path, KEY)
    assert copy.path.read_bytes() == before


def test_a_file_that_is_no_database_of_this_vault_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(bytes(range(256)) * 64)
    with pytest.raises(VaultDamaged, match="damaged"):
        open_database(path, KEY)


def test_a_text_that_is_lost_does_not_stop_a_rebuild(copy: Copy) -> None:
    def lost(rendition: str, _: object) -> str:
        raise VaultDamaged(f"the sealed file of {rendition} is missing")

    copy.ledger._texts = lost
    size = copy.size()
    with copy.ledger.writing() as writing:
        assert writing.rebuild() == size
        assert [problem.where for problem in writing.unread] == [RENDITION]
    assert [problem.where for problem in copy.problems()] == [RENDITION]
