"""Jobs that meet trouble: no file is lost, none is taken in twice, and none stops another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from job_cast import Counting, intact, sealed_in, seen, submitted, upload, work

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import job_steps, uploads
from khronika.acts.jobs import (
    cancel,
    run_next,
    submit_take_in,
)
from khronika.acts.keeping import record
from khronika.acts.show import items, text_of
from khronika.errors import StorageFull
from khronika.intake.isolated import Extractor
from khronika.records.item import Extraction
from khronika.records.jobs import JobState


class Interrupting(Extractor):
    """While it reads, something else happens at the desk."""

    def __init__(self, happening: Iterator[object]) -> None:
        super().__init__()
        self._happening = happening

    def extract(self, content: bytes, name: str) -> Extraction:
        next(self._happening, None)
        return super().extract(content, name)


def test_a_job_stopped_while_a_file_is_read_records_nothing_of_that_file(house: House) -> None:
    made = submitted(house, DENIAL)
    stopping = (cancel(house.desk, made.member, made.id) for _ in range(1))
    with Interrupting(stopping) as extractor:
        assert run_next(house.desk, extractor)
    assert seen(house, made).job.state is JobState.STOPPED
    assert items(house.desk, house.cast.ines) == []
    assert (sealed_in(house), intact(house)) == (set(), True)


def test_two_workers_at_one_file_take_it_in_once(house: House) -> None:
    made = submitted(house, DENIAL)
    other = (run_next(house.desk, house.extractor) for _ in range(1))
    with Interrupting(other) as extractor:
        assert run_next(house.desk, extractor)
    (result,) = seen(house, made).results
    assert result.taken
    (item,) = items(house.desk, house.cast.ines)
    assert len(item.receipts) == 1
    assert intact(house)


def test_what_was_erased_while_it_came_again_is_read_after_all(house: House) -> None:
    """The desk seemed to have the bytes, so they were not read; then they are, from their sealed copy."""
    first = house.take_one(DENIAL)
    made = submitted(house, DENIAL)

    def erased_meanwhile(*given: object) -> object:
        house.erase(first)
        return record(*given)  # type: ignore[arg-type]  # passed on

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job_steps, "record", erased_meanwhile)
        run_next(house.desk, house.extractor)
    (result,) = seen(house, made).results
    assert result.taken
    assert result.taken.item not in {None, first}
    assert text_of(house.desk, house.cast.ines, result.taken.item or "") == DENIAL


def test_a_file_at_which_the_desk_stops_again_and_again_is_kept_unread_and_stops_no_other(
    house: House,
) -> None:
    made = submitted(house, f"poison {DENIAL}", WITNESS)
    stops = 0
    with Counting("poison") as extractor:
        for _ in range(10):
            try:
                if not run_next(house.desk, extractor):
                    break
            except RuntimeError:
                stops += 1
    assert stops == 2
    first, second = seen(house, made).results
    assert first.taken
    assert second.taken
    assert "stopped 2 times" in first.taken.problems[0].what
    assert (first.taken.rendition, second.taken.rendition is not None) == (None, True)
    assert intact(house)


def test_a_file_that_cannot_even_be_kept_is_given_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = submitted(house, DENIAL, WITNESS)
    stops = 0

    def failing(*given: object) -> object:
        nonlocal stops
        if given[1][0].name == "source-0.txt":  # type: ignore[index]  # what was prepared
            stops += 1
            raise RuntimeError
        return record(*given)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(job_steps, "record", failing)
    for _ in range(10):
        try:
            if not run_next(house.desk, house.extractor):
                break
        except RuntimeError:
            continue
    assert stops == 4
    first, second = seen(house, made).results
    assert (first.name, first.taken) == ("source-0.txt", None)
    assert "stopped 4 times" in first.problems[0].what
    assert second.taken
    (given_back,) = uploads.uploads(house.desk, house.cast.ines)
    assert house.desk.vault.read(given_back.id, given_back.key, given_back.size) == DENIAL.encode()
    assert intact(house)


def test_on_a_full_disk_a_job_waits_and_says_so_and_no_file_is_blamed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = submitted(house, DENIAL)

    def full(*_given: object) -> None:
        raise StorageFull("there is no room on the disk for a sealed file")

    monkeypatch.setattr(house.desk.vault, "seal", full)
    for _ in range(6):
        with pytest.raises(StorageFull):
            run_next(house.desk, house.extractor)
    waiting = seen(house, made).job
    assert (waiting.state, waiting.reason) == (
        JobState.RUNNING,
        "there is no room on the disk for a sealed file",
    )
    monkeypatch.undo()
    work(house)
    (result,) = seen(house, made).results
    assert result.taken
    assert result.taken.rendition is not None
    assert seen(house, made).job.reason == ""


def test_an_upload_whose_file_was_damaged_is_listed_and_stops_no_other(house: House) -> None:
    sent = upload(house, DENIAL, "torn.txt")
    (path,) = [path for path in (house.path / "sealed").rglob("*") if path.is_file()]
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(bytes(raw))
    made = submit_take_in(house.desk, house.cast.ines, [sent, upload(house, WITNESS)])
    work(house)
    torn, other = seen(house, made).results
    assert (torn.name, torn.taken, torn.problems[0].where) == ("torn.txt", None, "torn.txt")
    assert "not as it was sealed" in torn.problems[0].what
    assert other.taken
    assert intact(house)
