"""The worker of a running desk: a fault of one step stops neither it nor the desk."""

from __future__ import annotations

from threading import Event

import pytest

from desk_cast import DENIAL, House
from khronika.acts.desk import Desk
from khronika.acts.jobs import job, run_next, submit_take_in
from khronika.acts.uploads import begin_upload
from khronika.intake.isolated import Extractor
from khronika.records.jobs import JobState
from khronika.web import worker
from khronika.web.worker import Worker

PATIENCE = 60


def test_a_fault_that_nobody_foresaw_is_outlived_and_the_job_is_done(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with begin_upload(house.desk, house.cast.matei, "denial.txt") as coming:
        coming.write(DENIAL.encode())
        upload = coming.finish()
    made = submit_take_in(house.desk, house.cast.matei, [upload])
    asked, idle = 0, Event()

    def failing_at_first(desk: Desk, extractor: Extractor) -> bool:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise RuntimeError("words of a source")
        worked = run_next(desk, extractor)
        if not worked:
            idle.set()
        return worked

    monkeypatch.setattr(worker, "run_next", failing_at_first)
    monkeypatch.setattr(worker, "_WAIT_SECONDS", 0.01)
    at_work = Worker(house.desk)
    at_work.start()
    try:
        assert idle.wait(PATIENCE)
    finally:
        at_work.stop()
    done = job(house.desk, house.cast.matei, made.id).job
    assert (done.state, done.done) == (JobState.DONE, 1)


def test_a_worker_that_was_never_started_is_stopped_without_waiting(house: House) -> None:
    Worker(house.desk).stop()
