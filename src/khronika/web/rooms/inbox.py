"""The inbox: files and folders taken in, how far it is, what was not read and why, likely copies together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from khronika.acts.job_results import JobResult
from khronika.acts.jobs import JobShown, cancel, dismiss, job, jobs, submit_take_in
from khronika.acts.members import compartments
from khronika.acts.sources import Conditions
from khronika.acts.uploads import Upload, begin_upload, drop_upload
from khronika.errors import KhronikaError, NotFound, UsageFault
from khronika.records.access import Compartment, Right
from khronika.records.jobs import GOING_ON, Job
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.frame import Frame
from khronika.web.receiving import Receiver
from khronika.web.rooms.entrance import sign_in_page
from khronika.web.routes import Way, get, post
from khronika.web.visits import (
    Visit,
    language_of_request,
    response_of,
    server_of,
    session_of_request,
    trouble,
)

RESULTS = 50


@dataclass(frozen=True, slots=True)
class Inbox(Context):
    """What can be sent in, and the jobs that were."""

    template: ClassVar[str] = "inbox.html"
    sheet: ClassVar[str] = "inbox.css"
    jobs: Sequence[JobShown]
    compartments: Sequence[Compartment]
    going_on: bool


@dataclass(frozen=True, slots=True)
class JobPage(Context):
    """One job with what became of each file. ``alike`` are its files that share much of their text."""

    template: ClassVar[str] = "job.html"
    sheet: ClassVar[str] = "inbox.css"
    shown: JobShown
    alike: Sequence[Sequence[JobResult]]
    single: Sequence[JobResult]
    first: int
    next: int | None
    going_on: bool


def inbox(visit: Visit) -> Answer:
    """Show the inbox."""
    every = jobs(visit.desk, visit.who)
    shown = [job(visit.desk, visit.who, one.id, limit=0) for one in every[:RESULTS]]
    enterable = compartments(visit.desk, visit.who) if visit.member.may(Right.READ_RECORDS) else []
    going_on = any(_goes_on(one) for one in every)
    return Page(visit.word("Inbox"), Inbox(shown, enterable, going_on))


def job_page(visit: Visit) -> Answer:
    """Show one job."""
    first = max(visit.query.number("first"), 0)
    shown = job(visit.desk, visit.who, visit.parts["job"], first=first, limit=RESULTS)
    alike, single = _together(shown.results)
    following = first + RESULTS if first + RESULTS < shown.job.done else None
    context = JobPage(shown, alike, single, first, following, _goes_on(shown.job))
    return Page(visit.word("What came in"), context)


def stop(visit: Visit) -> Answer:
    """Stop a job."""
    cancel(visit.desk, visit.who, visit.parts["job"])
    return GoTo(f"/inbox/{visit.parts['job']}", "stopped")


def forget(visit: Visit) -> Answer:
    """Forget a job that has ended; what came in stays."""
    dismiss(visit.desk, visit.who, visit.parts["job"])
    return GoTo("/inbox")


async def upload_room(request: Request) -> Response:
    """Receive files, and let them be taken in."""
    session = await run_in_threadpool(session_of_request, request)
    server, words = server_of(request), language_of_request(request)
    frame = Frame(words, "/inbox")
    if session is None:
        return response_of(sign_in_page(frame, "/inbox"), frame, server)
    member, desk = session.member, server.desk

    def begin(name: str) -> Upload:
        return begin_upload(desk, member, name)

    receiver: Receiver | None = None
    try:
        receiver = Receiver(request.headers.get("content-type", ""), session.csrf, begin)
        async for piece in request.stream():
            await run_in_threadpool(receiver.feed, piece)
        await run_in_threadpool(receiver.end)
        made = await run_in_threadpool(_submit, request, member, receiver)
    except ClientDisconnect:
        await run_in_threadpool(_give_up, request, member, receiver)
        return Response(status_code=499)
    except KhronikaError as fault:
        await run_in_threadpool(_give_up, request, member, receiver)
        return trouble(fault, frame)
    return response_of(GoTo(f"/inbox/{made.id}"), frame, server)


def _submit(request: Request, member: str, receiver: Receiver) -> Job:
    fields = receiver.fields
    if not receiver.uploads:
        raise UsageFault("no file came", "choose files, or a folder, and send them")
    conditions = Conditions(
        compartments=frozenset(fields.all("compartment")),
        public=fields.has("public"),
        contributor=fields.get("contributor") or None,
        note=fields.get("note"),
    )
    desk = server_of(request).desk
    return submit_take_in(desk, member, receiver.uploads, conditions, read=fields.has("read"))


def _give_up(request: Request, member: str, receiver: Receiver | None) -> None:
    """Destroy what came of a request that broke off."""
    if receiver is None:
        return
    receiver.abandon()
    for upload in receiver.uploads:
        with suppress(NotFound):
            drop_upload(server_of(request).desk, member, upload)


def _goes_on(one: Job) -> bool:
    return one.state in GOING_ON


def _together(results: Sequence[JobResult]) -> tuple[list[list[JobResult]], list[JobResult]]:
    """Return the results that are likely copies of one another as groups, and the others."""
    by_name = {one.name: one for one in results}
    groups: dict[str, list[JobResult]] = {}
    for one in results:
        copies = [copy.name for copy in one.taken.copies] if one.taken else []
        near = [groups[name] for name in copies if name in groups]
        group = near[0] if near else [by_name[name] for name in copies if name in by_name]
        if group or near:
            group = group if one in group else [*group, one]
            for member in group:
                groups[member.name] = group
    alike: list[list[JobResult]] = []
    for group in groups.values():
        if group not in alike and len(group) > 1:
            alike.append(group)
    inside = {one.number for group in alike for one in group}
    return alike, [one for one in results if one.number not in inside]


WAYS: tuple[Way, ...] = (
    get("/inbox", inbox),
    Way("/inbox/upload", ("POST",), raw=upload_room),
    get("/inbox/{job}", job_page),
    post("/inbox/{job}/stop", stop),
    post("/inbox/{job}/forget", forget),
)
