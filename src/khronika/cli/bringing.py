"""Bringing files to a running desk: uploaded, submitted as a job of the desk, and waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from khronika.acts.jobs import JobShown, dismiss, job, submit_take_in
from khronika.acts.read import ReadRun
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.api.client import Connection
from khronika.errors import KhronikaError, UsageFault
from khronika.records.jobs import GOING_ON, Job, JobState
from khronika.records.problems import Problem

_LOOKS_SECONDS = 0.3
_AT_ONCE = 100
_NOT_TAKEN = "it was not taken in"


def bring(
    connection: Connection, sources: Sequence[Source], conditions: Conditions, *, and_read: bool
) -> tuple[list[TakenIn], list[ReadRun]]:
    """Bring sources in and wait until the desk has taken them in, and read them where that is wanted.

    A source that cannot be opened, or that the desk does not take, is listed and stops no other.

    Raises:
        KhronikaError: the desk is not there, does not let this member, or gave the job up.
    """
    refused: list[TakenIn] = []
    uploads: list[str] = []
    for source in sources:
        sent = _sent(connection, source)
        refused += [sent] if isinstance(sent, TakenIn) else []
        uploads += [sent] if isinstance(sent, str) else []
    if not uploads:
        return refused, []
    made = connection.call(submit_take_in, uploads, conditions, read=and_read)
    ended = _ended(connection, made)
    taken, runs = list[TakenIn](), list[ReadRun]()
    for result in (one for shown in _results(connection, ended) for one in shown.results):
        taken.append(result.taken or TakenIn(result.name, problems=result.problems))
        if result.taken and result.taken.item and result.statements is not None:
            rendition = result.taken.rendition or ""
            runs.append(ReadRun(result.taken.item, rendition, "", "", result.statements))
    connection.call(dismiss, ended.id)
    return [*taken, *refused], runs


def _sent(connection: Connection, source: Source) -> str | TakenIn:
    """Return the id of the upload, or why there is none."""
    try:
        with source.open() as stream:
            return connection.upload(source.name, stream, source.size)
    except OSError as fault:
        problem = Problem(source.name, (fault.strerror or "it cannot be read").lower(), _NOT_TAKEN)
    except UsageFault as fault:
        problem = Problem(source.name, fault.fault, fault.hint or _NOT_TAKEN)
    return TakenIn(source.name, problems=(problem,))


def _ended(connection: Connection, made: Job) -> Job:
    while True:
        now = connection.call(job, made.id, limit=1).job
        if now.state not in GOING_ON:
            break
        time.sleep(_LOOKS_SECONDS)
    if now.state is not JobState.DONE:
        raise KhronikaError(
            f"the desk gave this up: {now.reason or now.state}",
            "what was taken in before stays; khronika items",
        )
    return now


def _results(connection: Connection, ended: Job) -> Iterator[JobShown]:
    for first in range(0, ended.total, _AT_ONCE):
        yield connection.call(job, ended.id, first=first, limit=_AT_ONCE)
