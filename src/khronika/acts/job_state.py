"""Uploads and jobs as working state: the names of their values, and what is written under them.

Under ``upload:`` lies each file that came whole, under ``upload-spent:`` what is to be destroyed of those,
under ``uploads-of:`` how much of it waits of each member. A job lies under ``job:``, what is still to be done
of it under ``job-task:``, what became of each file under ``job-outcome:``, both by number. What must stay
true: an upload is dropped in the transaction that records its receipt or gives it up, so that it is neither
lost nor taken in twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from khronika.acts.desk import Desk
from khronika.acts.sources import Conditions
from khronika.ledger import working
from khronika.records.body import body_of, record_of
from khronika.records.jobs import Job, JobState, Outcome, Task, Uploaded

_UPLOAD, _SPENT, _WAITING, _JOB = "upload:", "upload-spent:", "uploads-of:", "job:"


@dataclass(frozen=True, slots=True)
class Order:
    """A job with what it needs to go on. ``turn`` grows with every step: who waited longest is next."""

    job: Job
    turn: int
    conditions: Conditions = field(default_factory=Conditions)
    read: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many files wait to be taken in, submitted or not, and how many bytes they have."""

    files: int = 0
    size: int = 0

    def with_one(self, size: int) -> Waiting:
        """Return it with one file more."""
        return Waiting(self.files + 1, self.size + size)

    def without_one(self, size: int) -> Waiting:
        """Return it with one file less."""
        return Waiting(max(self.files - 1, 0), max(self.size - size, 0))


def waiting_of(connection: Connection) -> dict[str, Waiting]:
    """Return how much waits of each member of whom anything does."""
    found = working.under(connection, _WAITING)
    return {name.removeprefix(_WAITING): record_of(Waiting, value) for name, value in found.items()}


def upload_of(connection: Connection, upload: str) -> Uploaded | None:
    """Return an upload that came whole."""
    value = working.get(connection, _UPLOAD + upload)
    return None if value is None else record_of(Uploaded, value)


def uploads_in(connection: Connection) -> list[Uploaded]:
    """Return all uploads that came whole, of whomever."""
    return [record_of(Uploaded, value) for value in working.under(connection, _UPLOAD).values()]


def keep_upload(connection: Connection, upload: Uploaded) -> None:
    """Write an upload."""
    if working.get(connection, _UPLOAD + upload.id) is None:
        _count(connection, upload.member, _waiting(connection, upload.member).with_one(upload.size))
    working.put(connection, _UPLOAD + upload.id, body_of(upload))


def take_upload(connection: Connection, upload: str) -> None:
    """Drop an upload whose file is an item's now."""
    _drop(connection, upload)


def spend_upload(connection: Connection, upload: str) -> None:
    """Drop an upload whose file is to be destroyed: :func:`destroy_spent` does it, also after a crash."""
    if _drop(connection, upload):
        working.put(connection, _SPENT + upload, {})


def _drop(connection: Connection, upload: str) -> bool:
    dropped = upload_of(connection, upload)
    if dropped is None:
        return False
    _count(connection, dropped.member, _waiting(connection, dropped.member).without_one(dropped.size))
    return working.drop(connection, _UPLOAD + upload)


def _waiting(connection: Connection, member: str) -> Waiting:
    value = working.get(connection, _WAITING + member)
    return Waiting() if value is None else record_of(Waiting, value)


def _count(connection: Connection, member: str, waiting: Waiting) -> None:
    if waiting.files:
        working.put(connection, _WAITING + member, body_of(waiting))
    else:
        working.drop(connection, _WAITING + member)


def waiting_files(connection: Connection) -> list[str]:
    """Return the ids under which files are sealed that no record has yet, or never will have."""
    names = (name for beginning in (_UPLOAD, _SPENT) for name in working.under(connection, beginning))
    return [name.partition(":")[2] for name in names]


def destroy_spent(desk: Desk) -> None:
    """Destroy the files of spent uploads, the file before the note of it, so that none is forgotten."""
    with desk.ledger.reading() as connection:
        spent = list(working.under(connection, _SPENT))
    if spent:
        for name in spent:
            desk.vault.discard(name.partition(":")[2])
        with desk.ledger.working() as connection:
            for name in spent:
                working.drop(connection, name)


def order_of(connection: Connection, job: str) -> Order | None:
    """Return a job."""
    value = working.get(connection, _JOB + job)
    return None if value is None else record_of(Order, value)


def orders_in(connection: Connection) -> list[Order]:
    """Return all jobs, of whomever."""
    return [record_of(Order, value) for value in working.under(connection, _JOB).values()]


def keep_order(connection: Connection, order: Order) -> None:
    """Write a job."""
    working.put(connection, _JOB + order.job.id, body_of(order))


def next_turn(orders: Iterable[Order]) -> int:
    """Return the turn that comes after all others."""
    return 1 + max((order.turn for order in orders), default=0)


def begin_order(connection: Connection, order: Order, tasks: Iterable[Task]) -> None:
    """Write a new job with all that is to be done."""
    keep_order(connection, order)
    for number, task in enumerate(tasks):
        keep_task(connection, order.job.id, number, task)


def task_of(connection: Connection, job: str, number: int) -> Task | None:
    """Return what is still to be done of a file or item of a job."""
    value = working.get(connection, _task(job, number))
    return None if value is None else record_of(Task, value)


def keep_task(connection: Connection, job: str, number: int, task: Task) -> None:
    """Write what is to be done of a file or item."""
    working.put(connection, _task(job, number), body_of(task))


def outcome_of(connection: Connection, job: str, number: int) -> Outcome | None:
    """Return what became of a file or item."""
    value = working.get(connection, _outcome(job, number))
    return None if value is None else record_of(Outcome, value)


def keep_outcome(connection: Connection, job: str, number: int, outcome: Outcome) -> None:
    """Write what became of a file or item, or of its first half."""
    working.put(connection, _outcome(job, number), body_of(outcome))


def outcomes_in(
    connection: Connection, order: Order, first: int, limit: int
) -> Iterator[tuple[int, Outcome]]:
    """Yield what became of the files or items of a job, by number from ``first``."""
    for number in range(first, min(order.job.done, first + limit)):
        outcome = outcome_of(connection, order.job.id, number)
        if outcome is not None:
            yield number, outcome


def pass_on(connection: Connection, order: Order, now: str) -> None:
    """Count one file or item of a job as done; the last one ends it."""
    job = order.job
    working.drop(connection, _task(job.id, job.done))
    job = replace(job, done=job.done + 1, reason="")
    if job.done == job.total:
        job = replace(job, state=JobState.DONE, ended=now)
    keep_order(connection, replace(order, job=job, conditions=_kept(order.conditions, job)))


def end_order(connection: Connection, order: Order, state: JobState, reason: str, now: str) -> Job:
    """End a job before it is done, and return it. What it had not taken in is spent."""
    for task in working.under(connection, f"job-task:{order.job.id}:").values():
        spend_upload(connection, record_of(Task, task).upload)
    working.drop_under(connection, f"job-task:{order.job.id}:")
    job = replace(order.job, state=state, reason=reason, ended=now)
    keep_order(connection, replace(order, job=job, conditions=Conditions()))
    return job


def drop_order(connection: Connection, job: str) -> None:
    """Remove a job that has ended, with all that was noted of it."""
    working.drop(connection, _JOB + job)
    working.drop_under(connection, f"job-outcome:{job}:")


def _kept(conditions: Conditions, job: Job) -> Conditions:
    """Return the conditions while they are needed: they may name a person."""
    return Conditions() if job.ended else conditions


def _task(job: str, number: int) -> str:
    return f"job-task:{job}:{number:08}"


def _outcome(job: str, number: int) -> str:
    return f"job-outcome:{job}:{number:08}"
