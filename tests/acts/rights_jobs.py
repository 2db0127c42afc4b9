"""The rights that uploads and jobs take: those of what they do; for one's own, none but to work here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rights_house import Act

from desk_cast import WITNESS, House
from khronika.acts import job_state, jobs, uploads
from khronika.acts.proof import WORKS_HERE
from khronika.acts.sources import Conditions
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.jobs import Job, JobKind, JobState

BEHIND_THE_DOORS = {"job_state.destroy_spent", "job_steps.run_next"}


def _uploaded(house: House, member: str) -> str:
    with uploads.begin_upload(house.desk, member, "source.txt") as upload:
        upload.write(WITNESS.encode())
        return upload.finish()


def _submitted(house: House, member: str, ids: dict[Kind, str]) -> Any:
    given = Conditions(contributor=ids[Kind.PARTY])
    return jobs.submit_take_in(house.desk, member, [_uploaded(house, member)], given)


def _on_own(call: Callable[..., Any], state: JobState) -> Callable[[House, str, dict[Kind, str]], Any]:
    """Return a call on a job that the member has, whoever that is."""

    def called(house: House, member: str, _: dict[Kind, str]) -> Any:
        own = Job("00" * 16, JobKind.READ, member, "2026-04-20T09:00:00Z", 1, state=state)
        with house.desk.ledger.working() as connection:
            job_state.keep_order(connection, job_state.Order(own, 1))
        return call(house.desk, member, own.id)

    return called


ACTS: dict[str, Act] = {
    "jobs.cancel": Act(WORKS_HERE, _on_own(jobs.cancel, JobState.WAITING)),
    "jobs.dismiss": Act(WORKS_HERE, _on_own(jobs.dismiss, JobState.DONE)),
    "jobs.job": Act(WORKS_HERE, _on_own(jobs.job, JobState.RUNNING)),
    "jobs.jobs": Act(WORKS_HERE, lambda h, m, _: jobs.jobs(h.desk, m)),
    "jobs.running_work": Act(Right.ADMINISTER, lambda h, m, _: jobs.running_work(h.desk, m)),
    "jobs.submit_read": Act(
        Right.REVIEW, lambda h, m, i: jobs.submit_read(h.desk, m, [i[Kind.ITEM]]), Kind.ITEM
    ),
    "jobs.submit_take_in": Act(Right.TAKE_IN, _submitted, Kind.PARTY),
    "uploads.begin_upload": Act(Right.TAKE_IN, lambda h, m, _: _uploaded(h, m)),
    "uploads.drop_upload": Act(
        Right.TAKE_IN, lambda h, m, _: uploads.drop_upload(h.desk, m, _uploaded(h, m))
    ),
    "uploads.drop_uploads": Act(
        WORKS_HERE, lambda h, m, _: uploads.drop_uploads(h.desk, m, [f"{Kind.ITEM}_{'0' * 26}"])
    ),
    "uploads.uploads": Act(Right.TAKE_IN, lambda h, m, _: uploads.uploads(h.desk, m)),
}
