"""The inbox: files and folders taken in, how far it is, what was not read and why, likely copies together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import ClassVar

from anyio import CancelScope, fail_after
from starlette.requests import Request
from starlette.responses import Response

from khronika.acts.job_results import JobResult
from khronika.acts.jobs import JobShown, cancel, dismiss, job, jobs, submit_take_in
from khronika.acts.members import compartments
from khronika.acts.sources import Conditions
from khronika.acts.uploads import Upload, begin_upload, drop_uploads
from khronika.api.turns import Turn, in_turn
from khronika.errors import KhronikaError, NotAllowed, UsageFault
from khronika.records.access import Compartment, Right
from khronika.records.consent import Audience, IdentityDetail, Purpose
from khronika.records.jobs import GOING_ON, Job
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.bodies import FORM_SECONDS
from khronika.web.consent_sets import SETS, ConsentSet, terms_of
from khronika.web.forms import TOKEN
from khronika.web.frame import Frame
from khronika.web.receiving import Receiver
from khronika.web.responses import response_of
from khronika.web.routes import Way, now, post
from khronika.web.sign_in_page import sign_in_page
from khronika.web.troubles import language_of_request, trouble
from khronika.web.visits import Visit, frame_of, refused, server_of, session_of_request, visit_of

RESULTS = 50
_PIECE_SECONDS = 60.0
_ASKS_AFTER = 1 << 20
"""After how many bytes of what comes it is asked again whether the session stands."""


@dataclass(frozen=True, slots=True)
class Inbox(Context):
    """What can be sent in, and the jobs that were."""

    template: ClassVar[str] = "inbox.html"
    sheet: ClassVar[str] = "inbox.css"
    jobs: Sequence[JobShown]
    compartments: Sequence[Compartment]
    going_on: bool
    sets: Mapping[str, ConsentSet] = field(default_factory=lambda: SETS)
    purposes: Sequence[Purpose] = tuple(Purpose)
    audiences: Sequence[Audience] = tuple(Audience)
    details: Sequence[IdentityDetail] = tuple(IdentityDetail)


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
    session = await in_turn(Turn.RECEIVING, session_of_request, request)
    server, words = server_of(request), language_of_request(request)
    frame = Frame(words, "/inbox")
    if session is None:
        return response_of(await _sign_in_again(request, frame), frame, server)
    member, desk = session.member, server.desk

    def begin(name: str) -> Upload:
        return begin_upload(desk, member, name)

    made: Job | None = None
    receiver = Receiver(request.headers.get("content-type", ""), session.csrf, begin)
    try:
        await _receive(request, receiver)
        made = await in_turn(Turn.RECEIVING, _submit, request, member, receiver)
    except KhronikaError as fault:
        return await in_turn(Turn.RECEIVING, _sent_back, request, receiver, fault)
    finally:
        if made is None:
            with CancelScope(shield=True):
                await in_turn(Turn.RECEIVING, _give_up, request, member, receiver)
    return response_of(GoTo(f"/inbox/{made.id}"), frame, server)


async def _sign_in_again(request: Request, frame: Frame) -> Page:
    """Return the sign-in with what was typed, which comes before the files; of those nothing is read."""
    address = server_of(request).address
    receiver = Receiver(request.headers.get("content-type", ""), "", _no_file)
    with suppress(NotAllowed), fail_after(FORM_SECONDS):
        async for piece in _pieces(request):
            await in_turn(Turn.RECEIVING, receiver.feed, piece)
    kept = tuple(receiver.fields.but(TOKEN))
    return sign_in_page(frame, address, "/inbox/upload" if kept else "/inbox", kept)


def _no_file(_name: str) -> Upload:
    raise _ended()


async def _receive(request: Request, receiver: Receiver) -> None:
    """Let the files come, as long as the session stands; while they come it is in use."""
    unasked = 0
    async for piece in _pieces(request):
        unasked += len(piece)
        if unasked >= _ASKS_AFTER:
            unasked = 0
            await in_turn(Turn.RECEIVING, _refuse_ended, request)
        await in_turn(Turn.RECEIVING, receiver.feed, piece)
    await in_turn(Turn.RECEIVING, receiver.end)
    await in_turn(Turn.RECEIVING, _refuse_ended, request)


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """Yield what comes.

    Raises:
        TimeoutError: nothing came for a minute.
    """
    stream = aiter(request.stream())
    while True:
        with fail_after(_PIECE_SECONDS):
            piece = await anext(stream, None)
        if piece is None:
            return
        yield piece


def _refuse_ended(request: Request) -> None:
    if session_of_request(request) is None:
        raise _ended()


def _ended() -> NotAllowed:
    return NotAllowed("your session ended while this came", "sign in, and send it again")


def _sent_back(request: Request, receiver: Receiver, fault: KhronikaError) -> Response:
    """Return the form with what was typed in it. The files have to be chosen again, as no page can."""
    server, frame = server_of(request), Frame(language_of_request(request), "/inbox")
    try:
        session = session_of_request(request)
        if session is None:
            kept = tuple(receiver.fields.but(TOKEN))
            page = sign_in_page(frame, server.address, "/inbox/upload", kept)
            return response_of(replace(page, status=401), frame, server)
        visit = visit_of(request, session, receiver.fields)
        return refused(request, visit, fault, frame_of(visit))
    except KhronikaError:
        return trouble(fault, frame)


def _submit(request: Request, member: str, receiver: Receiver) -> Job:
    fields = receiver.fields
    if not receiver.uploads:
        raise UsageFault("no file came", "choose files, or a folder, and send them").beside("file")
    terms, person = terms_of(fields), fields.get("person")
    if terms and not person:
        raise UsageFault("it is not said who allows it", "a pseudonym, or how the desk calls them").beside(
            "person"
        )
    conditions = Conditions(
        compartments=frozenset(fields.all("compartment")),
        public=fields.has("public"),
        contributor=fields.get("contributor") or None,
        person=person,
        terms=terms,
        note=fields.get("note"),
    )
    desk = server_of(request).desk
    return submit_take_in(desk, member, receiver.uploads, conditions, read=fields.has("read"))


def _give_up(request: Request, member: str, receiver: Receiver) -> None:
    """Destroy what came of a request that broke off."""
    receiver.abandon()
    with suppress(KhronikaError):  # what cannot be destroyed now expires in a day
        drop_uploads(server_of(request).desk, member, receiver.uploads)


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
    now("/inbox", inbox),
    Way("/inbox/upload", ("POST",), raw=upload_room),
    now("/inbox/{job}", job_page),
    post("/inbox/{job}/stop", stop),
    post("/inbox/{job}/forget", forget),
)
