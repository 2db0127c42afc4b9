"""Whatever somebody with the key changes in the database, or puts back from an older copy, is told."""

# ruff: noqa: S608  the statements are the tampering itself

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_world import (
    KEY,
    Copy,
    consent_body,
    copy_at,
    founded,
    item_body,
    name,
    receipt_body,
    rendition_body,
    statement_body,
)

from khronika.errors import RolledBack, VaultDamaged
from khronika.ledger.database import forget_deleted
from khronika.ledger.store import Draft
from khronika.records.ids import Kind

ITEM, RECEIPT, RENDITION = name(Kind.ITEM, 1), name(Kind.RECEIPT, 1), name(Kind.RENDITION, 1)
STATEMENT, OTHER, CONSENT = name(Kind.STATEMENT, 1), name(Kind.STATEMENT, 2), name(Kind.CONSENT, 1)
QUARRY = frozenset({name(Kind.COMPARTMENT, 1)})
PAGE = 4096


def fill(copy: Copy) -> None:
    copy.act(
        Draft("item.sealed", ITEM, item_body("a" * 64), compartments=QUARRY),
        Draft("receipt.recorded", RECEIPT, receipt_body(ITEM), derived_from=(ITEM,)),
        Draft("rendition.sealed", RENDITION, rendition_body(ITEM, 5, 6), derived_from=(ITEM,)),
        Draft("consent.recorded", CONSENT, consent_body(RECEIPT)),
    )
    for number, id_ in enumerate((STATEMENT, OTHER)):
        body = statement_body(ITEM, f"nobody is held there, he said {number}", "Mira Saratova")
        copy.act(Draft("statement.suggested", id_, body, derived_from=(RENDITION,)))
    known = copy.one(STATEMENT)
    assert known is not None
    assert known.body is not None
    copy.act(Draft("statement.accepted", STATEMENT, known.body, supersedes=(known.entry,)))


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    with founded(tmp_path) as copy:
        fill(copy)
        assert copy.problems() == []
        yield copy


TAMPERED = {
    "an envelope": "UPDATE entries "
    "SET envelope = CAST(replace(CAST(envelope AS TEXT), 'T09', 'T08') AS BLOB) WHERE position = 3",
    "an envelope that is none": "UPDATE entries SET envelope = x'7b7d' WHERE position = 3",
    "two envelopes": "UPDATE entries SET envelope = (SELECT envelope FROM entries WHERE position = 6) "
    "WHERE position = 5",
    "an entry's subject": f"UPDATE entries SET subject = '{OTHER}' WHERE position = 5",
    "an entry gone": "DELETE FROM entries WHERE position = 6",
    "an entry moved": "UPDATE entries SET position = 99 WHERE position = 7",
    "a body": "UPDATE bodies SET body = CAST(replace(CAST(body AS TEXT), 'nobody', 'someone') AS BLOB) "
    "WHERE position = 5",
    "a body that is none": "UPDATE bodies SET body = x'5b' WHERE position = 5",
    "a salt": "UPDATE bodies SET salt = zeroblob(32) WHERE position = 5",
    "a short salt": "UPDATE bodies SET salt = x'00' WHERE position = 5",
    "a body gone": "DELETE FROM bodies WHERE position = 5",
    "a body of nothing": "INSERT INTO bodies VALUES (99, zeroblob(32), x'7b7d')",
    "a seal": "UPDATE acts SET seal = (SELECT seal FROM acts WHERE position = 5) WHERE position = 6",
    "a seal that is none": "UPDATE acts SET seal = x'7b7d' WHERE position = 5",
    "an act gone": "DELETE FROM acts WHERE position = 5",
    "an act's id": f"UPDATE acts SET id = '{name(Kind.ACT, 1)}' WHERE position = 5",
    "an act's place": "UPDATE acts SET position = 2 WHERE position = 1",
    "an act's size": "UPDATE acts SET size = 2 WHERE position = 5",
    "an act's device": f"UPDATE acts SET device = '{name(Kind.DEVICE, 1)}' WHERE position = 5",
    "an act's first number": "UPDATE acts SET first = 77 WHERE position = 5",
    "a checkpoint's note": "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 6) "
    "WHERE size = 7",
    "a checkpoint's peaks": "UPDATE checkpoints SET peaks = zeroblob(104) WHERE size = 7",
    "a checkpoint gone": "DELETE FROM checkpoints WHERE size = 6",
    "a checkpoint of nothing": "INSERT INTO checkpoints SELECT 99, peaks, note FROM checkpoints "
    "WHERE size = 7",
    "a record's status": f"UPDATE records SET status = 'rejected' WHERE id = '{STATEMENT}'",
    "a record's end": f"UPDATE records SET until = NULL WHERE id = '{STATEMENT}'",
    "a record's position": f"UPDATE records SET position = 5 WHERE id = '{OTHER}'",
    "a record's number": f"UPDATE records SET since = 98 WHERE id = '{OTHER}'",
    "a record's parent": f"UPDATE records SET parent = '{OTHER}' WHERE id = '{OTHER}'",
    "a record's key": f"UPDATE records SET key = 'nobody' WHERE id = '{OTHER}'",
    "a record's id": f"UPDATE records SET id = '{STATEMENT}' WHERE id = '{OTHER}'",
    "a record's kind": f"UPDATE records SET kind = 'prt' WHERE id = '{OTHER}'",
    "a record contested": f"UPDATE records SET contested = 1 WHERE id = '{OTHER}'",
    "a record's label": f"UPDATE records SET label = 0 WHERE id = '{OTHER}'",
    "a record gone": f"DELETE FROM records WHERE id = '{OTHER}'",
    "a subject's label": f"UPDATE subjects SET label = 0 WHERE id = '{OTHER}'",
    "a subject's own label": f"UPDATE subjects SET own = 0 WHERE id = '{ITEM}'",
    "a subject erased": f"UPDATE subjects SET erased = 1 WHERE id = '{OTHER}'",
    "a subject gone": f"DELETE FROM subjects WHERE id = '{OTHER}'",
    "a label": "UPDATE labels SET compartments = '[\"cmp_x\"]' WHERE compartments LIKE '%cmp%'",
    "what is visible": "UPDATE visible SET label = 0 WHERE position = 6",
    "a derivation gone": f"DELETE FROM derivations WHERE subject = '{OTHER}'",
    "a derivation more": f"INSERT INTO derivations VALUES ('{OTHER}', '{CONSENT}')",
    "coverage": "DELETE FROM coverage",
    "a sketch": "UPDATE sketches SET hash = 7 WHERE hash = 5",
    "a search row gone": "DELETE FROM search WHERE rowid = 6",
    "a search row more": "INSERT INTO search(rowid, words, names, shelf) VALUES (99, 'x', '', 'stm stm0')",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_single_change_is_told(copy: Copy, what: str) -> None:
    copy.sql(TAMPERED[what])
    try:
        assert copy.problems() != []
    except VaultDamaged as fault:
        assert fault.fault  # noqa: PT017  a view cannot be made of such a row: that is told as a fault


def test_a_damaged_row_is_a_fault_that_names_its_place(copy: Copy) -> None:
    copy.sql("UPDATE entries SET envelope = x'5b5d' WHERE position = 5")
    with (
        pytest.raises(VaultDamaged, match=r"^entry 5: its envelope cannot be read"),
        copy.ledger.writing() as w,
    ):
        w.rebuild()
    copy.sql("UPDATE bodies SET body = x'5b' WHERE position = 6")
    with pytest.raises(VaultDamaged, match=r"^entry 6: its body cannot be read"):
        copy.one(OTHER)


def test_a_page_put_back_from_an_older_copy_is_told(copy: Copy, tmp_path: Path) -> None:
    """SQLCipher takes each of these pages for good; the ledger does not.

    Where the search index has few words, the page that leads to its pages is not needed to find them.
    """
    forget_deleted(copy.engine)
    old = copy.path.read_bytes()
    for number in range(30):
        body = statement_body(ITEM, f"nobody was held there, she said {number}", "Mira Saratova")
        copy.act(
            Draft("statement.suggested", name(Kind.STATEMENT, 50 + number), body, derived_from=(RENDITION,))
        )
    forget_deleted(copy.engine)
    new = copy.path.read_bytes()
    spliced = tmp_path / "spliced.db"
    differing = [at for at in range(0, len(old), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    told = {at: is_told(spliced, new[:at] + old[at : at + PAGE] + new[at + PAGE :]) for at in differing}
    assert len(differing) > 5
    harmless = copy.sql("SELECT rootpage - 1 FROM sqlite_master WHERE name = 'search_idx'")[0]
    assert {at // PAGE for at, noticed in told.items() if not noticed} <= set(harmless)


def is_told(path: Path, content: bytes) -> bool:
    for beside in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        beside.unlink(missing_ok=True)
    path.write_bytes(content)
    try:
        copy = copy_at(path, "Mira's laptop")
    except VaultDamaged:
        return True
    try:
        return copy.problems() != []
    except VaultDamaged:
        return True
    finally:
        copy.close()


def test_an_older_database_file_is_refused(copy: Copy, tmp_path: Path) -> None:
    forget_deleted(copy.engine)
    shutil.copy(copy.path, tmp_path / "older.db")
    copy.act(Draft("party.recorded", name(Kind.PARTY, 1), {"name": "Orvan"}))
    remembered = copy.remembered[-1]
    copy.ledger.check_remembered(remembered)
    older = copy_at(tmp_path / "older.db", "Mira's laptop")
    with pytest.raises(RolledBack, match="an older copy was put back"):
        older.ledger.check_remembered(remembered)
    older.act(Draft("party.recorded", name(Kind.PARTY, 2), {"name": "Sarn radio"}))
    with pytest.raises(RolledBack, match="another past"):
        older.ledger.check_remembered(remembered)
    older.close()
    with pytest.raises(RolledBack, match="is gone"):
        copy.ledger.check_remembered(None)


@pytest.mark.parametrize("head", [b"", b"{}", b"[]", b'{"root":"x"}', b"\xff"])
def test_a_remembered_head_that_is_none_is_a_fault(copy: Copy, head: bytes) -> None:
    with pytest.raises(VaultDamaged, match="remembered head"):
        copy.ledger.check_remembered(head)


def test_another_key_does_not_open_the_file(copy: Copy) -> None:
    copy.close()
    assert KEY[1:5] not in copy.path.read_bytes()[:PAGE]
    assert not copy.path.read_bytes().startswith(b"SQLite format")
