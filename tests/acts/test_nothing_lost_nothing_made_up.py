"""A full disk, a file that is gone, a text erased while it is read: nothing is lost, nothing made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from job_cast import seen, submitted, upload, work

from desk_cast import DENIAL, WITNESS, House, files_in
from khronika.acts import interviewing
from khronika.acts import read as reading
from khronika.acts.contact import contacts, record_interview
from khronika.acts.job_state import keep_task, take_upload, task_of
from khronika.acts.jobs import submit_read, submit_take_in
from khronika.acts.originals import open_original
from khronika.acts.show import Sought, items, log, statements
from khronika.acts.upkeep import verify
from khronika.acts.uploads import uploads
from khronika.errors import StorageFull, UsageFault, VaultDamaged
from khronika.intake.limits import Limits
from khronika.ledger.store import Writing
from khronika.records.contact import Interview
from khronika.records.jobs import JobState
from khronika.vault.folder import Vault
from khronika.vault.sealed import SealedFiles

FULL = StorageFull("there is no room", "free some space")


def no_room(*_: Any) -> NoReturn:
    raise FULL


def types_of(house: House) -> list[str]:
    return [one.type for one in log(house.desk, house.cast.ines, limit=1000)]


def test_on_a_full_disk_an_erasure_takes_the_room_that_is_kept_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = house.take_one(WITNESS)
    ballast, append = house.path / "ballast", Writing.append
    assert ballast.exists()

    def full(self: Writing, *given: Any) -> Any:
        return no_room() if ballast.exists() else append(self, *given)

    monkeypatch.setattr(Writing, "append", full)
    with pytest.raises(StorageFull):
        house.take_one(DENIAL)
    house.erase(item)
    assert [one.status for one in items(house.desk, house.cast.ines)] == ["erased"]
    assert not [name for name in files_in(house.path / "sealed") if item in name]


def test_an_upload_that_finds_no_room_at_its_end_is_not_listed_as_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(house.path / "sealed")
    with monkeypatch.context() as full:
        full.setattr(SealedFiles, "place", no_room)
        with pytest.raises(StorageFull):
            upload(house, DENIAL)
    assert uploads(house.desk, house.cast.ines) == []
    assert files_in(house.path / "sealed") == before
    assert upload(house, DENIAL) in {one.id for one in uploads(house.desk, house.cast.ines)}


def test_a_file_of_which_there_is_nothing_any_more_is_said_to_be_gone_and_the_others_come_in(
    house: House,
) -> None:
    lost, kept = upload(house, DENIAL, "lost.txt"), upload(house, WITNESS, "kept.txt")
    made = submit_take_in(house.desk, house.cast.ines, [lost, kept])
    with house.desk.ledger.working() as connection:
        take_upload(connection, lost)
    work(house)
    shown = seen(house, made)
    assert (shown.job.state, shown.job.done) == (JobState.DONE, 2)
    first, second = shown.results
    assert "not there any more" in repr(first)
    assert first.taken is None or first.taken.item is None
    assert second.taken is not None
    assert [one.id for one in items(house.desk, house.cast.ines)] == [second.taken.item]


def test_a_text_at_which_the_desk_stops_again_and_again_is_left_unread_and_stops_no_other(
    house: House,
) -> None:
    stops, reads = house.take_one(DENIAL, "stops.txt"), house.take_one(WITNESS, "reads.txt")
    made = submit_read(house.desk, house.cast.ines, [stops, reads])
    with house.desk.ledger.working() as connection:
        task = task_of(connection, made.id, 0)
        assert task is not None
        keep_task(connection, made.id, 0, type(task)(task.upload, task.items, tries=2))
    work(house)
    assert seen(house, made).job.state is JobState.DONE
    assert "stopped 2 times while it read this" in repr(seen(house, made).results)
    assert statements(house.desk, house.cast.ines, Sought(stops)) == []
    assert statements(house.desk, house.cast.ines, Sought(reads)) != []


@pytest.mark.parametrize("when", ["before it is looked at", "before it is recorded"])
def test_of_a_text_that_is_erased_while_it_is_read_nothing_is_recorded(
    house: House, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    going, staying = house.take_one(WITNESS), house.take_one(DENIAL)
    made, left = reading._made, iter([going])

    def erased_meanwhile(desk: Any, known: Any, *given: Any, **more: Any) -> Any:
        if when == "before it is looked at":
            gone(house, left)
        done = made(desk, known, *given, **more)
        gone(house, left)
        return done

    monkeypatch.setattr(reading, "_made", erased_meanwhile)
    runs = reading.read(house.desk, house.cast.ines, [going, staying])
    assert [one.item for one in runs] == [staying]
    assert types_of(house).count("reading.run") == 1
    assert statements(house.desk, house.cast.ines, Sought(going)) == []
    assert verify(house.desk, house.cast.ines, files=True).problems == ()


def gone(house: House, left: Iterator[str]) -> None:
    for item in left:
        house.erase(item)


def test_an_original_whose_file_holds_other_bytes_is_not_handed_out_and_verify_names_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, copy_out = house.take_one(WITNESS), Vault.copy_out

    def other_bytes(*given: Any) -> str:
        copy_out(*given)
        return "0" * 64

    monkeypatch.setattr(Vault, "copy_out", other_bytes)
    with pytest.raises(VaultDamaged, match="holds other bytes than were recorded"):
        open_original(house.desk, house.cast.matei, item, "to compare it")
    found = verify(house.desk, house.cast.ines, files=True).problems
    assert (item, True) in {(one.where, "other bytes" in one.what) for one in found}


def test_notes_longer_than_the_desk_reads_are_refused_before_anything_is_sealed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(house.path / "sealed")
    monkeypatch.setattr(interviewing, "Limits", lambda: Limits(text_bytes=100))
    with pytest.raises(UsageFault, match="the notes have more than 100 bytes"):
        record_interview(house.desk, house.cast.matei, Interview("Two vans at Quarry 9. " * 9))
    assert files_in(house.path / "sealed") == before
    assert contacts(house.desk, house.cast.ines) == []


def test_a_job_of_nothing_but_lost_files_ends(house: House) -> None:
    made = submitted(house, DENIAL, WITNESS)
    with house.desk.ledger.working() as connection:
        for number in range(2):
            task = task_of(connection, made.id, number)
            assert task is not None
            take_upload(connection, task.upload)
    work(house)
    assert seen(house, made).job.state is JobState.DONE
    assert items(house.desk, house.cast.ines) == []
