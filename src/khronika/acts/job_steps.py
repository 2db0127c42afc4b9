"""Doing jobs: one step at a time, each written down before the next, so that a restart goes on where it was.

What must stay true: every step is by the rights that the job's member has then; a file's receipt is recorded
in the transaction that drops its upload and counts it as done, so that after a kill at any point no file is
lost and none is taken in twice; a file at which the desk stops again and again does not stop the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from khronika.acts.desk import Acting, Desk, acting
from khronika.acts.job_state import (
    Order,
    destroy_spent,
    drop_order,
    end_order,
    keep_order,
    keep_outcome,
    keep_task,
    keep_upload,
    next_turn,
    order_of,
    orders_in,
    outcome_of,
    pass_on,
    spend_upload,
    take_upload,
    task_of,
    upload_of,
    uploads_in,
)
from khronika.acts.keeping import record, refuse_conditions
from khronika.acts.preparing import Prepared, Preparing
from khronika.acts.read import read
from khronika.acts.sources import TakenIn
from khronika.acts.uploads import UNCLAIMED
from khronika.errors import KhronikaError, NotAllowed, NotFound, UsageFault, VaultDamaged, Withheld
from khronika.intake.isolated import Extractor
from khronika.intake.limits import Limits
from khronika.ledger.store import moment
from khronika.records.access import Right
from khronika.records.jobs import GOING_ON, JobState, Outcome, Received, Task, Uploaded
from khronika.records.problems import Problem

_UNREAD_FROM, _GIVEN_UP_FROM = 3, 5
"""At which try a file is kept without being read, and at which it is given back."""

_FORGOTTEN = timedelta(days=30)
"""How long a job that has ended waits to be dismissed."""


class _NotWanted(Exception):
    """The job was stopped meanwhile, or the step is done already: nothing of it is recorded."""


class _Unusable(Exception):
    """A file cannot be taken in, or items cannot be read; the text says why. The job goes on."""


@dataclass(frozen=True, slots=True)
class _Step:
    """The file or items that are next in a job. ``order`` is the job when the step began."""

    order: Order
    task: Task

    @property
    def number(self) -> int:
        """Return the number of the file or item in its job."""
        return self.order.job.done

    def order_now(self, connection: Connection) -> Order:
        """Return the job as it is now, where this step is still to be done."""
        order = order_of(connection, self.order.job.id)
        if order is None or order.job.state not in GOING_ON or order.job.done != self.number:
            raise _NotWanted
        task = task_of(connection, order.job.id, self.number)
        if task is None or (task.upload, task.items) != (self.task.upload, self.task.items):
            raise _NotWanted
        return order


def run_next(desk: Desk, extractor: Extractor, limits: Limits | None = None) -> bool:
    """Do one step of the job that has waited longest; tell whether there was one.

    A worker calls it again and again, from one thread. What it raises did not lose the step: the worker waits
    a moment and calls again. Where there is nothing to do, or no room, it clears away what nobody wants.

    Raises:
        StorageFull: there is no room; the job says that it waits for it.
        KhronikaError: the desk cannot go on.
    """
    step = _begun(desk)
    if step is None:
        _clear_away(desk)
        return False
    try:
        _do(desk, step, extractor, limits)
    except _NotWanted:
        pass
    except _Unusable as fault:
        _leave_out(desk, step, str(fault))
    except (NotAllowed, NotFound, UsageFault) as fault:
        _fail(desk, step, fault)
    except (KhronikaError, KeyboardInterrupt, SystemExit) as fault:
        _hold(desk, step, fault)
        with suppress(KhronikaError):
            _clear_away(desk)
        raise
    return True


def _begun(desk: Desk) -> _Step | None:
    """Choose the next step and count the try, so that a file that kills the desk is known by it."""
    with desk.ledger.reading() as connection:
        if not any(order.job.state in GOING_ON for order in orders_in(connection)):
            return None
    with desk.ledger.working() as connection:
        orders = orders_in(connection)
        order = min((one for one in orders if one.job.state in GOING_ON), key=lambda o: o.turn, default=None)
        if order is None:
            return None
        job = order.job
        order = replace(order, job=replace(job, state=JobState.RUNNING), turn=next_turn(orders))
        task = task_of(connection, job.id, job.done) or Task()
        task = replace(task, tries=task.tries + 1)
        keep_task(connection, job.id, job.done, task)
        keep_order(connection, order)
    return _Step(order, task)


def _do(desk: Desk, step: _Step, extractor: Extractor, limits: Limits | None) -> None:
    if step.task.items:
        _read(desk, step)
        return
    with desk.ledger.reading() as connection:
        upload = upload_of(connection, step.task.upload)
    if upload is None:
        _leave_gone(desk, step)
        return
    if step.task.tries >= _GIVEN_UP_FROM:
        _give_back(desk, step, upload)
        return
    job, conditions = step.order.job, step.order.conditions
    with acting(desk, job.member, Right.TAKE_IN) as act:
        refuse_conditions(act, conditions)
    with Preparing(desk, job.member, conditions, extractor, limits) as preparing:
        taking = _Taking(desk, step, upload)
        record(preparing, [_prepared(preparing, step, upload)], taking.note)
    destroy_spent(desk)


def _leave_gone(desk: Desk, step: _Step) -> None:
    """Leave out a file of which there is nothing, unless the step was done by somebody else."""
    with desk.ledger.reading() as connection:
        step.order_now(connection)
    raise _Unusable("what was uploaded is not there any more")


def _prepared(preparing: Preparing, step: _Step, upload: Uploaded) -> Prepared:
    unread = ""
    if step.task.tries >= _UNREAD_FROM:
        unread = f"the desk stopped {step.task.tries - 1} times while it read this"
    try:
        return preparing.prepare_upload(upload, unread=unread)
    except VaultDamaged as fault:
        raise _Unusable(fault.fault) from fault


@dataclass(frozen=True, slots=True)
class _Taking:
    """Notes in the act that takes a file in what became of it."""

    desk: Desk
    step: _Step
    upload: Uploaded

    def note(self, act: Acting, taken: Sequence[TakenIn], recorded: frozenset[str]) -> None:
        """Drop the upload, and count the file as done or go on to read it."""
        connection, (one,) = act.connection, taken
        order = self.step.order_now(connection)
        if self.upload.id in recorded:
            take_upload(connection, self.upload.id)
        else:
            spend_upload(connection, self.upload.id)
        keep_outcome(connection, order.job.id, self.step.number, Outcome(received=_received(one)))
        to_read = tuple(dict.fromkeys(_with_text(one))) if order.read else ()
        if to_read:
            keep_task(connection, order.job.id, self.step.number, Task(items=to_read))
        else:
            pass_on(connection, order, moment(self.desk.clock()))


def _read(desk: Desk, step: _Step) -> None:
    if step.task.tries >= _UNREAD_FROM:
        raise _Unusable(f"the desk stopped {step.task.tries - 1} times while it read this")
    try:
        runs = read(desk, step.order.job.member, step.task.items)
    except (NotFound, UsageFault, Withheld, VaultDamaged) as fault:
        raise _Unusable(fault.fault) from fault
    with desk.ledger.working() as connection:
        order = step.order_now(connection)
        outcome = _outcome(connection, step)
        statements = sum(run.statements for run in runs) if runs else None
        keep_outcome(connection, order.job.id, step.number, replace(outcome, statements=statements))
        pass_on(connection, order, moment(desk.clock()))


def _outcome(connection: Connection, step: _Step) -> Outcome:
    """Return what is noted already of a file that is read after it was taken in, or the begin of it."""
    noted = outcome_of(connection, step.order.job.id, step.number)
    return noted or Outcome(item=next(iter(step.task.items), ""))


def _leave_out(desk: Desk, step: _Step, why: str) -> None:
    """Note why a file was not taken in, or not read, and go on."""
    with suppress(_NotWanted), desk.ledger.working() as connection:
        order = step.order_now(connection)
        upload = upload_of(connection, step.task.upload)
        name = upload.name if upload is not None else ""
        outcome = replace(_outcome(connection, step), name=name)
        what = "it was not read" if step.task.items else "it was not taken in"
        outcome = replace(outcome, problems=(*outcome.problems, Problem(name, why, what)))
        keep_outcome(connection, order.job.id, step.number, outcome)
        spend_upload(connection, step.task.upload)
        pass_on(connection, order, moment(desk.clock()))
    destroy_spent(desk)


def _give_back(desk: Desk, step: _Step, upload: Uploaded) -> None:
    """Let a file wait as if it had not been submitted: the desk stopped at it however it was handled."""
    with desk.ledger.working() as connection:
        order = step.order_now(connection)
        why = f"the desk stopped {step.task.tries - 1} times while it took this in"
        given_back = Problem(upload.name, why, "it waits among your uploads for a day")
        outcome = Outcome(upload.name, problems=(given_back,))
        keep_outcome(connection, order.job.id, step.number, outcome)
        keep_upload(connection, replace(upload, job="", made=moment(desk.clock())))
        pass_on(connection, order, moment(desk.clock()))


def _fail(desk: Desk, step: _Step, fault: KhronikaError) -> None:
    """End a job that its member may not go on with; what it had not taken in is destroyed."""
    with suppress(_NotWanted), desk.ledger.working() as connection:
        order = step.order_now(connection)
        end_order(connection, order, JobState.FAILED, fault.fault, moment(desk.clock()))
    destroy_spent(desk)


def _hold(desk: Desk, step: _Step, fault: BaseException) -> None:
    """Note what a job waits for, and that this try was not the file's fault, where that can be written."""
    reason = fault.fault if isinstance(fault, KhronikaError) else ""
    with suppress(_NotWanted, KhronikaError), desk.ledger.working() as connection:
        order = step.order_now(connection)
        keep_task(connection, order.job.id, step.number, replace(step.task, tries=step.task.tries - 1))
        keep_order(connection, replace(order, job=replace(order.job, reason=reason)))


def _clear_away(desk: Desk) -> None:
    """Destroy what was uploaded and never submitted, and forget jobs that ended long ago."""
    now = desk.clock()
    with desk.ledger.reading() as connection:
        stale = [one for one in uploads_in(connection) if not one.job and _since(one.made, now) > UNCLAIMED]
        old = [o.job for o in orders_in(connection) if o.job.ended and _since(o.job.ended, now) > _FORGOTTEN]
    if stale or old:
        with desk.ledger.working() as connection:
            for upload in stale:
                if (found := upload_of(connection, upload.id)) is not None and not found.job:
                    spend_upload(connection, upload.id)
            for job in old:
                drop_order(connection, job.id)
    destroy_spent(desk)


def _since(then: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(then)


def _received(taken: TakenIn) -> Received:
    assert taken.receipt is not None
    return Received(taken.receipt, taken.second, tuple(map(_received, taken.parts)))


def _with_text(taken: TakenIn) -> Iterator[str]:
    if taken.item is not None and taken.rendition is not None:
        yield taken.item
    for part in taken.parts:
        yield from _with_text(part)
