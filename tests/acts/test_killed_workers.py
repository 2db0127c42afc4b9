"""Workers and desks that are killed at any point: no file is lost, none is taken in twice."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from children import acknowledged
from job_cast import intact, left_over, seen, upload, work
from killed_worker import TEXTS
from killed_worker import __file__ as worker_script

from desk_cast import House, house_from
from khronika.acts import uploads
from khronika.acts.jobs import (
    jobs,
    submit_take_in,
)
from khronika.acts.show import items, text_of
from khronika.acts.upkeep import verify
from khronika.records.jobs import JobState


@pytest.fixture(scope="module")
def waiting_house(closed_house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Give a closed desk in which a job waits."""
    house = house_from(closed_house, tmp_path_factory.mktemp("waiting") / "vault")
    received = [upload(house, text, f"upload {number}.txt") for number, text in enumerate(TEXTS)]
    submit_take_in(house.desk, house.cast.ines, received, read=True)
    house.desk.close()
    house.extractor.close()
    return house


def closed_copy(template: House, path: Path) -> House:
    house = house_from(template, path)
    house.desk.close()
    return house


WORK_POINTS = (1, 2, 3, 4, 6, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38, 41, 44, 47, 49, 51, 52)


@pytest.mark.parametrize("last", WORK_POINTS)
def test_a_worker_killed_at_any_point_loses_no_file_and_takes_none_in_twice(
    waiting_house: House, tmp_path: Path, last: int
) -> None:
    house = closed_copy(waiting_house, tmp_path / "vault")
    code, told = acknowledged(worker_script, house, "work", last)
    assert code == -signal.SIGKILL or "points" in told
    house.again()
    assert verify(house.desk, house.cast.ines, files=True).problems == ()
    work(house)
    (made,) = jobs(house.desk, house.cast.ines)
    assert (made.state, made.done) == (JobState.DONE, 3)
    taken = [one.taken for one in seen(house, made).results]
    assert [one.second for one in taken if one] == [False, False, True]
    shown = {one.id: one for one in items(house.desk, house.cast.ines)}
    assert {one.item for one in taken if one} == set(shown)
    assert sorted(len(one.receipts) for one in shown.values()) == [1, 2]
    texts = [text_of(house.desk, house.cast.ines, one.item or "") for one in taken if one]
    assert texts == list(TEXTS)
    assert all(one.statements for one in seen(house, made).results)
    checked = verify(house.desk, house.cast.ines, files=True)
    assert checked.problems == ()
    assert len(checked.orphans) <= 1, "at most the text that was just sealed, under a key nobody has"
    assert [name for name in left_over(house) if name.startswith("upload")] == []
    house.desk.close()
    house.extractor.close()


def test_the_chosen_points_reach_from_the_first_to_the_last(waiting_house: House, tmp_path: Path) -> None:
    """There are no more points than the chosen ones span, so that a new step is noticed here."""
    house = closed_copy(waiting_house, tmp_path / "vault")
    code, told = acknowledged(worker_script, house, "work", 0)
    assert code == 0
    assert max(WORK_POINTS) <= int(told["points"][0]) <= max(WORK_POINTS) + 3
    house.extractor.close()


@pytest.mark.parametrize("last", [1, 2, 3, 4, 5, 6, 9, 10, 11, 12])
def test_killed_while_files_come_in_what_was_acknowledged_waits_and_nothing_else_is_there(
    closed_house: House, tmp_path: Path, last: int
) -> None:
    house = closed_copy(closed_house, tmp_path / "vault")
    code, told = acknowledged(worker_script, house, "upload", last)
    assert code == -signal.SIGKILL or "points" in told
    house.again()
    waiting = {one.id for one in uploads.uploads(house.desk, house.cast.ines)}
    submitted_in_time = {one.id for one in jobs(house.desk, house.cast.ines)}
    assert submitted_in_time >= set(told.get("submitted", []))
    if not submitted_in_time:
        assert waiting >= set(told.get("uploaded", []))
    assert list((house.path / "sealed" / "new").iterdir()) == []
    assert intact(house)
    work(house)
    house.clock.now = datetime(2099, 1, 1, tzinfo=UTC)
    work(house)
    assert uploads.uploads(house.desk, house.cast.ines) == []
    assert intact(house)
    house.desk.close()
    house.extractor.close()
