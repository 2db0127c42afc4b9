"""Jobs: work that takes longer than anybody waits, submitted by a member and done file by file.

A job is working state, so it goes on after a restart. What must stay true: a job is there for its member
alone; everything it does, it does by the rights that its member has at that moment.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from khronika.acts.desk import Acting, Asking, Desk, acting, asking, item_of
from khronika.acts.job_results import JobResult, results_of
from khronika.acts.job_state import (
    Order,
    begin_order,
    destroy_spent,
    drop_order,
    end_order,
    keep_upload,
    next_turn,
    order_of,
    orders_in,
    task_of,
    upload_of,
)
from khronika.acts.job_steps import run_next
from khronika.acts.keeping import refuse_conditions
from khronika.acts.proof import WORKS_HERE
from khronika.acts.sources import Conditions
from khronika.acts.standing import standing_of
from khronika.acts.uploads import own_upload
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.ledger.store import moment
from khronika.records.access import Right
from khronika.records.body import body_of
from khronika.records.jobs import GOING_ON, Job, JobKind, JobState, Task

__all__ = [
    "JobShown",
    "RunningWork",
    "cancel",
    "dismiss",
    "job",
    "jobs",
    "run_next",
    "running_work",
    "submit_read",
    "submit_take_in",
]

MOST_IN_ONE = 10_000
"""How many files or items one job may have."""

MOST_GOING_ON, MOST_ENDED = 200, 500
"""How many of a member's jobs may go on, and how many that ended are remembered."""

_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job with some of its results. ``at`` is the name of the file that is next, or under way."""

    job: Job
    results: tuple[JobResult, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class RunningWork:
    """How much the desk has to do: jobs that go on, and files and items left in them. No names."""

    jobs: int
    left: int


def submit_take_in(
    desk: Desk,
    member: str,
    uploads: Sequence[str],
    conditions: Conditions | None = None,
    *,
    read: bool = False,
) -> Job:
    """Let files that were uploaded be taken in, one after another, and then ``read``.

    Raises:
        NotAllowed: the member may not take in, or not read.
        NotFound: an upload, a compartment or the contributor is not there for the member.
        UsageFault: no upload is named, or the conditions cannot be recorded.
    """
    conditions = conditions or Conditions()
    if not uploads:
        raise UsageFault("no upload is named", "upload the files first")
    _refuse_many(len(uploads))
    _refuse_unwritable(conditions)
    with acting(desk, member, Right.TAKE_IN) as act:
        if read and not act.member.may(Right.REVIEW):
            raise NotAllowed(f"{act.member.name} may not {Right.REVIEW}", "take it in without reading it")
        refuse_conditions(act, conditions)
        own = [own_upload(act, desk, upload) for upload in dict.fromkeys(uploads)]
        made = _made(desk, act, JobKind.TAKE_IN, len(own), conditions.compartments)
        for upload in own:
            keep_upload(act.connection, replace(upload, job=made.id))
        order = Order(made, next_turn(orders_in(act.connection)), conditions, read)
        begin_order(act.connection, order, [Task(upload.id) for upload in own])
    return made


def submit_read(desk: Desk, member: str, items: Sequence[str]) -> Job:
    """Let items be read, one after another.

    Raises:
        NotAllowed: the member may not review, which reading is a part of.
        NotFound: an item is not there for the member.
        UsageFault: no item is named, or something else is.
        Withheld: consent to an item was withdrawn.
    """
    if not items:
        raise UsageFault("no item is named", "khronika items lists them")
    _refuse_many(len(items))
    with acting(desk, member, Right.REVIEW) as act:
        standing, wanted = standing_of(act), [item_of(act, item) for item in dict.fromkeys(items)]
        for known in wanted:
            standing.refuse_withdrawn(known)
        compartments = frozenset(id_ for known in wanted for id_ in known.envelope["compartments"])
        made = _made(desk, act, JobKind.READ, len(wanted), compartments)
        order = Order(made, next_turn(orders_in(act.connection)))
        begin_order(act.connection, order, [Task(items=(known.id,)) for known in wanted])
    return made


def jobs(desk: Desk, member: str) -> list[Job]:
    """Return the member's own jobs, the newest first.

    Raises:
        NotAllowed: there is no such member, or they have left.
    """
    with asking(desk, member, right=WORKS_HERE) as query:
        own = [order.job for order in orders_in(query.connection) if order.job.member == member]
    return sorted(own, key=lambda one: (one.made, one.id), reverse=True)


def job(desk: Desk, member: str, id_: str, *, first: int = 0, limit: int = 50) -> JobShown:
    """Return one of the member's own jobs, with the results from number ``first``, ``limit`` of them.

    Results are made from the records as they stand now, under today's rights, consent and erasures.

    Raises:
        NotAllowed: there is no such member, or they have left.
        NotFound: there is no such job of this member.
    """
    with asking(desk, member, right=WORKS_HERE) as query:
        order = _own(query, id_)
        task = task_of(query.connection, id_, order.job.done)
        coming = upload_of(query.connection, task.upload) if task is not None else None
        return JobShown(
            order.job,
            tuple(results_of(query, order, max(first, 0), limit)),
            coming.name if coming is not None else "",
        )


def running_work(desk: Desk, member: str) -> RunningWork:
    """Return how much work the desk has before it, of whomever.

    Raises:
        NotAllowed: the member may not administer.
    """
    with asking(desk, member, right=Right.ADMINISTER) as query:
        going_on = [one.job for one in orders_in(query.connection) if one.job.state in GOING_ON]
    return RunningWork(len(going_on), sum(one.total - one.done for one in going_on))


def cancel(desk: Desk, member: str, id_: str) -> Job:
    """Stop one of the member's own jobs: what is taken in stays, what is not is destroyed.

    Raises:
        NotAllowed: there is no such member, or they have left.
        NotFound: there is no such job of this member.
        UsageFault: it has ended.
    """
    with acting(desk, member, WORKS_HERE) as act:
        order = _own(act, id_)
        if order.job.state not in GOING_ON:
            raise UsageFault("this job has ended", "its results say what became of each file")
        now = moment(desk.clock())
        ended = end_order(act.connection, order, JobState.STOPPED, "stopped by its member", now)
    destroy_spent(desk)
    return ended


def dismiss(desk: Desk, member: str, id_: str) -> None:
    """Forget one of the member's own jobs that has ended, with its results. No record changes.

    Raises:
        NotAllowed: there is no such member, or they have left.
        NotFound: there is no such job of this member.
        UsageFault: it goes on.
    """
    with acting(desk, member, WORKS_HERE) as act:
        if _own(act, id_).job.state in GOING_ON:
            raise UsageFault("this job goes on", "stop it first")
        drop_order(act.connection, id_)


def _own(entered: Acting | Asking, id_: str) -> Order:
    order = order_of(entered.connection, id_)
    if order is None or order.job.member != entered.member.id:
        raise NotFound("there is no such job of yours", "the list of jobs shows those there are")
    return order


def _made(desk: Desk, act: Acting, kind: JobKind, total: int, compartments: frozenset[str]) -> Job:
    _make_room(act)
    id_, now = desk.randomness(_ID_BYTES).hex(), moment(desk.clock())
    return Job(id_, kind, act.member.id, now, total, compartments=compartments)


def _make_room(act: Acting) -> None:
    """Refuse one more job where very many go on, and forget the oldest of those that ended."""
    own = [order.job for order in orders_in(act.connection) if order.job.member == act.member.id]
    if sum(one.state in GOING_ON for one in own) >= MOST_GOING_ON:
        raise UsageFault(f"{MOST_GOING_ON} of your jobs go on already", "wait for some of them, or stop one")
    ended = sorted((one for one in own if one.ended), key=lambda one: (one.ended, one.id), reverse=True)
    for one in ended[MOST_ENDED:]:
        drop_order(act.connection, one.id)


def _refuse_many(number: int) -> None:
    if number > MOST_IN_ONE:
        raise UsageFault(f"a job has {MOST_IN_ONE:,} files or items at most", "submit the others afterwards")


def _refuse_unwritable(conditions: Conditions) -> None:
    try:
        json.dumps(body_of(conditions), ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        raise UsageFault("this cannot be recorded", "what is recorded is text in UTF-8") from fault
