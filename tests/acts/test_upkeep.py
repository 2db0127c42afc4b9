"""Founding, opening, verifying, joining copies, and a second process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk_cast import CHEAP, DENIAL, PASSPHRASE, WITNESS, House, house_from
from khronika.acts import upkeep
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.founding import found, open_desk, temporary_desk
from khronika.acts.members import members
from khronika.acts.review import accept, reject
from khronika.acts.show import Sought, items, log, search, show, statements, text_of
from khronika.acts.sources import Conditions
from khronika.errors import KhronikaError, RolledBack, UsageFault, VaultBusy, VaultDamaged, WrongPassphrase
from khronika.records.consent import Audience, Purpose, Term


def sealed_files(house: House) -> list[Path]:
    return [p for p in sorted((house.path / "sealed").rglob("*")) if p.is_file()]


def test_a_desk_is_founded_once_and_opens_again(house: House) -> None:
    item = house.take_one(DENIAL)
    house.again()
    assert house.desk.founder == house.cast.ines
    assert text_of(house.desk, house.cast.ines, item) == DENIAL


def test_a_second_process_is_told_that_the_vault_is_open(house: House) -> None:
    with pytest.raises(VaultBusy) as busy:
        open_desk(house.path, PASSPHRASE)
    assert busy.value.exit_code == 7


def test_a_wrong_passphrase_leaves_the_vault_free(house: House) -> None:
    house.desk.close()
    with pytest.raises(WrongPassphrase):
        open_desk(house.path, "eight herons over Sarn")
    house.again()


def test_the_founder_has_every_role_and_the_name_that_was_given(tmp_path: Path) -> None:
    desk = found(tmp_path / "vault", PASSPHRASE, founder="Dara", cost=CHEAP)
    (member,) = members(desk, desk.founder)
    assert (member.name, member.every) == ("Dara", True)
    desk.close()
    with pytest.raises(UsageFault, match="not empty"):
        found(tmp_path / "vault", PASSPHRASE, cost=CHEAP)


def test_nothing_stays_of_a_temporary_desk() -> None:
    with temporary_desk() as desk:
        path = desk.vault.path
        assert items(desk, desk.founder) == []
    assert not path.exists()


def test_an_older_copy_put_back_is_refused(house: House, tmp_path: Path) -> None:
    house.desk.close()
    shutil.copy(house.path / "ledger.db", tmp_path / "old.db")
    house.again()
    house.take(DENIAL)
    house.desk.close()
    shutil.copy(tmp_path / "old.db", house.path / "ledger.db")
    with pytest.raises(RolledBack) as fault:
        open_desk(house.path, PASSPHRASE)
    assert fault.value.exit_code == 6
    house.desk = open_desk(house.path, PASSPHRASE, accept_older=True)
    assert items(house.desk, house.cast.ines) == []


@pytest.mark.parametrize("stays", ["device", "head", "sealed"])
@pytest.mark.parametrize("left", [None, b""])
def test_a_vault_whose_ledger_is_gone_is_not_founded_anew(
    house: House, stays: str, left: bytes | None
) -> None:
    """An empty desk in the place of a lost one would look as if nothing had ever been there."""
    house.take(DENIAL)
    house.desk.close()
    gone = {"ledger.db", "device", "head"} - {stays}
    for path in (*(house.path / name for name in gone), *(sealed_files(house) if stays != "sealed" else ())):
        path.unlink()
    if left is not None:
        (house.path / "ledger.db").write_bytes(left)
    for accept_older in (False, True):
        with pytest.raises(VaultDamaged, match="ledger of this vault is missing"):
            open_desk(house.path, PASSPHRASE, accept_older=accept_older)


def test_a_desk_on_a_full_disk_is_read_in_the_room_of_its_ballast(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite needs a few pages on the disk even to read; the reserved megabyte is there for that."""
    item = house.take_one(DENIAL)
    ballast = house.path / "ballast"
    assert ballast.exists()
    room = shutil.disk_usage(house.path)
    monkeypatch.setattr("khronika.vault.folder.shutil.disk_usage", lambda _: room._replace(free=0))
    house.again()
    assert not ballast.exists()
    assert text_of(house.desk, house.cast.ines, item) == DENIAL
    monkeypatch.undo()
    house.again()
    assert ballast.exists()


def test_a_whole_folder_put_back_shows_against_a_checkpoint_held_elsewhere(
    house: House, closed_house: House, tmp_path: Path
) -> None:
    house.take(DENIAL)
    held = upkeep.checkpoint(house.desk, house.cast.lev)
    assert upkeep.verify(house.desk, house.cast.ines, held=held).problems == ()
    old = house_from(closed_house, tmp_path / "old")
    (problem,) = upkeep.verify(old.desk, old.cast.ines, held=held).problems
    old.desk.close()
    assert problem.what == "the log does not begin with the checkpoint you hold"


def test_a_changed_a_missing_and_a_foreign_sealed_file_are_listed(house: House) -> None:
    house.take(DENIAL)
    changed, missing = sealed_files(house)
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    missing.unlink()
    (house.path / "sealed" / "aa").mkdir(exist_ok=True)
    (house.path / "sealed" / "aa" / ("a" * 52)).write_bytes(b"x")
    house.again()
    checked = upkeep.verify(house.desk, house.cast.ines, files=True)
    faults = {problem.what for problem in checked.problems if not problem.where.startswith("view")}
    assert "its sealed file is missing" in faults
    assert any("is not as it was sealed" in fault for fault in faults)
    assert checked.orphans == ("a" * 52,)


def test_a_lost_text_stops_neither_rebuild_nor_the_other_records(house: House) -> None:
    kept, lost = house.take_one(WITNESS), house.take_one(DENIAL)
    rendition = show(house.desk, house.cast.ines, lost).rendition  # type: ignore[union-attr]  # an item has one
    house.desk.vault.discard(rendition)
    house.again()
    upkeep.rebuild(house.desk, house.cast.ines)
    assert text_of(house.desk, house.cast.ines, kept) == WITNESS
    with pytest.raises(VaultDamaged):
        text_of(house.desk, house.cast.ines, lost)
    assert [hit.item.id for hit in search(house.desk, house.cast.ines, "vans") if hit.item] == [kept]


def test_the_passphrase_is_changed_and_the_old_one_opens_no_longer(house: House) -> None:
    with pytest.raises(WrongPassphrase):
        upkeep.change_passphrase(house.desk, house.cast.ines, "not this one", "five geese on the Lusa", CHEAP)
    upkeep.change_passphrase(house.desk, house.cast.ines, PASSPHRASE, "five geese on the Lusa", CHEAP)
    house.desk.close()
    with pytest.raises(WrongPassphrase):
        open_desk(house.path, PASSPHRASE)
    house.desk = open_desk(house.path, "five geese on the Lusa")


def test_copies_that_grew_apart_are_joined_either_way(house: House, tmp_path: Path) -> None:
    shared = house.take_one(DENIAL)
    house.desk.close()
    other = house_from(house, tmp_path / "laptop")
    house.again()
    here = house.take_one(WITNESS + "Here.\n")
    there, _ = other.read_one(WITNESS + "There.\n")
    other.desk.close()
    joined = upkeep.join(house.desk, house.cast.ines, other.path)
    assert joined.files == 2
    house.desk.close()
    other.again()
    upkeep.join(other.desk, other.cast.ines, house.path)
    for one in (other, house):
        if one is house:
            other.desk.close()
            house.again()
        assert {item.id for item in items(one.desk, one.cast.ines)} == {shared, here, there}
        assert text_of(one.desk, one.cast.ines, there) == WITNESS + "There.\n"
        assert statements(one.desk, one.cast.ines, Sought(there)) != []
        assert upkeep.verify(one.desk, one.cast.ines, files=True).problems == ()


def test_what_one_copy_erased_or_withdrew_goes_from_the_other_when_they_are_joined(
    house: House, tmp_path: Path
) -> None:
    erased = house.take_one(DENIAL)
    term = Term(Purpose.COURT, Audience.MECHANISM)
    withdrawn = house.take_one(WITNESS, conditions=Conditions(terms=(term,)))
    house.desk.close()
    other = house_from(house, tmp_path / "laptop")
    other.erase(erased)
    (consent,) = list_consents(other.desk, other.cast.ines)
    withdraw_consent(other.desk, other.cast.ines, consent.id, "she asked")
    other.desk.close()
    house.again()
    assert erased in upkeep.join(house.desk, house.cast.ines, other.path).erased
    assert {one.id: one.status for one in items(house.desk, house.cast.ines)} == {
        erased: "erased",
        withdrawn: "withdrawn",
    }
    checked = upkeep.verify(house.desk, house.cast.ines, files=True)
    assert (checked.problems, checked.orphans) == ((), ())


def test_a_receipt_of_its_own_brings_an_erased_item_back_with_its_file(house: House, tmp_path: Path) -> None:
    """As docs/THREATS.md says: an erasure of a receipt does not reach a receipt it has not heard of."""
    (first,) = house.take(DENIAL)
    house.desk.close()
    other = house_from(house, tmp_path / "laptop")
    house.again()
    other.take(DENIAL, names=("by another way.txt",))
    other.desk.close()
    house.erase(first.receipt or "")
    assert items(house.desk, house.cast.ines)[0].status == "erased"
    upkeep.join(house.desk, house.cast.ines, other.path)
    (item,) = items(house.desk, house.cast.ines)
    assert (item.status, item.name) == ("sealed", "by another way.txt")
    assert text_of(house.desk, house.cast.ines, item.id) == DENIAL
    assert upkeep.verify(house.desk, house.cast.ines, files=True).problems == ()


def test_what_two_copies_decided_differently_is_contested_until_a_person_decides_again(
    house: House, tmp_path: Path
) -> None:
    _, (said, *_) = house.read_one()
    house.desk.close()
    other = house_from(house, tmp_path / "laptop")
    house.again()
    accept(house.desk, house.cast.sanne, [said])
    reject(other.desk, other.cast.matei, [said], "nobody said that")
    other.desk.close()
    upkeep.join(house.desk, house.cast.ines, other.path)
    (contested,) = [one for one in statements(house.desk, house.cast.ines, Sought()) if one.contested]
    assert contested.id == said
    accept(house.desk, house.cast.sanne, [said])
    assert [one for one in statements(house.desk, house.cast.ines, Sought()) if one.contested] == []


def test_what_was_joined_keeps_its_authors_time_beside_the_time_it_came(house: House, tmp_path: Path) -> None:
    house.desk.close()
    other = house_from(house, tmp_path / "laptop")
    house.again()
    item = other.take_one(DENIAL)
    other.desk.close()
    house.clock.forward(days=3)
    upkeep.join(house.desk, house.cast.ines, other.path)
    (entry,) = [one for one in log(house.desk, house.cast.ines, limit=100) if one.subject == item]
    assert (entry.time, entry.received) == ("2026-04-20T09:00:00Z", "2026-04-23T09:00:00Z")


def test_another_vault_is_not_joined(house: House, tmp_path: Path) -> None:
    stranger = found(tmp_path / "stranger", PASSPHRASE, cost=CHEAP)
    stranger.close()
    with pytest.raises(UsageFault, match="another vault"):
        upkeep.join(house.desk, house.cast.ines, tmp_path / "stranger")
    with pytest.raises(UsageFault, match="is this vault itself"):
        upkeep.join(house.desk, house.cast.ines, house.path)


def test_an_older_copy_brings_no_file_back_of_what_was_erased(house: House, tmp_path: Path) -> None:
    item = house.take_one(DENIAL)
    house.desk.close()
    shutil.copytree(house.path, tmp_path / "older")
    house.again()
    house.erase(item)
    joined = upkeep.join(house.desk, house.cast.ines, tmp_path / "older")
    assert (joined.acts, joined.files, sealed_files(house)) == (0, 0, [])


def test_a_join_that_fails_leaves_no_files(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.desk.close()
    other = house_from(house, tmp_path / "laptop")
    house.again()
    other.take(DENIAL)
    other.desk.close()
    before = sealed_files(house)

    def refused(*_given: object) -> None:
        raise KhronikaError("an act is not as it was sealed")

    monkeypatch.setattr("khronika.acts.upkeep.join_ledgers", refused)
    with pytest.raises(KhronikaError):
        upkeep.join(house.desk, house.cast.ines, other.path)
    assert sealed_files(house) == before
