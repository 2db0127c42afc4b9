"""One visit of a member to a room: from the request to what the room is given, and from its answer back.

What must stay true: no room is entered without a session that stands; a form without the session's token does
nothing; every fault becomes a page with one line and a hint; what somebody typed when their session ended is
not lost.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hmac import compare_digest
from urllib.parse import quote, urlencode

from anyio import fail_after
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from khronika.acts.desk import Desk, allowed
from khronika.acts.members import alone, members
from khronika.acts.sessions import session_of
from khronika.errors import (
    KhronikaError,
    NotAllowed,
    NotFound,
    StorageFull,
    UsageFault,
    VaultBusy,
    Withheld,
)
from khronika.records.access import Member, Right
from khronika.records.sign_in import Session
from khronika.web.answers import Answer, Attachment, Page, Picture, Told
from khronika.web.contexts import Trouble
from khronika.web.forms import TOKEN, Fields, fields_of
from khronika.web.frame import Frame
from khronika.web.guard import MOST_FORM_BYTES
from khronika.web.languages import Language, language, preferred
from khronika.web.pages import render
from khronika.web.server import Server

LANGUAGE_COOKIE = "language"
FORM_SECONDS = 60
"""How long a form may take to come."""
_STATUSES: tuple[tuple[type[KhronikaError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Withheld, 410),
    (StorageFull, 507),
    (VaultBusy, 503),
    (UsageFault, 400),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a room is given: the desk, who asks, and what they ask with."""

    server: Server
    token: str = field(repr=False)
    session: Session
    member: Member
    language: Language
    path: str
    parts: Mapping[str, str]
    query: Fields
    form: Fields

    @property
    def desk(self) -> Desk:
        """Return the open desk."""
        return self.server.desk

    @property
    def who(self) -> str:
        """Return the id of the asking member, which every act takes."""
        return self.session.member

    @property
    def as_of(self) -> str | None:
        """Return the point in time to show, ``None`` for now."""
        return self.query.get("as_of") or None

    def word(self, message: str) -> str:
        """Return a message in the member's language."""
        return self.language.word(message)


Room = Callable[[Visit], Answer]
Endpoint = Callable[[Request], Awaitable[Response]]


def visited(room: Room, *, asks: bool = False) -> Endpoint:
    """Return the endpoint of a room: it runs in a thread of its own, inside a session.

    ``asks``: what is sent to it changes nothing, and may be asked as of an earlier day.
    """

    async def endpoint(request: Request) -> Response:
        try:
            with fail_after(FORM_SECONDS):
                body = await body_of_form(request)
        except ClientDisconnect:
            return Response(status_code=499)
        except TimeoutError:
            return Response(status_code=408, headers={"Connection": "close"})
        return await run_in_threadpool(_visit, request, room, body, asks=asks)

    return endpoint


def plainly(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint whose faults are told like those of a room: in one line, or not to who has gone."""

    async def answering(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ClientDisconnect:
            return Response(status_code=499)
        except KhronikaError as fault:
            return trouble(fault, Frame(language_of_request(request), "/"))

    return answering


async def body_of_form(request: Request) -> bytes | None:
    """Return the body of a form, ``None`` where it is longer than a form may be."""
    if request.method != "POST":
        return b""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_FORM_BYTES:
            return None
    return bytes(body)


def server_of(request: Request) -> Server:
    """Return the running desk of an application."""
    server: Server = request.app.state.server
    return server


def language_of_request(request: Request) -> Language:
    """Return the language to answer in."""
    accepted = request.headers.get("accept-language", "")
    return language(preferred(accepted, request.cookies.get(LANGUAGE_COOKIE, "")))


def session_of_request(request: Request) -> Session | None:
    """Return the session that the request's cookie stands for."""
    server = server_of(request)
    token = request.cookies.get(server.address.cookie, "")
    return session_of(server.desk, token) if token else None


def _visit(request: Request, room: Room, body: bytes | None, *, asks: bool) -> Response:
    server, words = server_of(request), language_of_request(request)
    bare = Frame(words, request.url.path)
    try:
        if body is None:
            raise UsageFault("this form is too long", "two megabytes are the most; add long texts as files")
        form, query = fields_of(body), fields_of(request.url.query.encode())
        session = session_of_request(request)
        if session is None:
            return _not_signed_in(request, bare, form)
        member = allowed(server.desk, session.member, Right.LOCK)
        token = request.cookies.get(server.address.cookie, "")
        there = request.url.path
        visit = Visit(server, token, session, member, words, there, request.path_params, query, form)
        frame = replace(frame_of(visit), looks_back=request.method != "POST" or asks)
        if request.method == "POST":
            _refuse_without_token(visit, asks=asks)
        return response_of(_entered(room, visit), frame, server)
    except KhronikaError as fault:
        return trouble(fault, bare)
    except UnicodeError:
        return trouble(UsageFault("this cannot be read as text", "what is recorded is text in UTF-8"), bare)


def _entered(room: Room, visit: Visit) -> Answer:
    """Return the room's answer; a fault inside is told within the member's frame."""
    try:
        return room(visit)
    except KhronikaError as fault:
        return Page(visit.word("That did not work"), Trouble(fault.fault, fault.hint), status_of(fault))


def frame_of(visit: Visit) -> Frame:
    """Return the frame around this visit's page."""
    return Frame(
        visit.language,
        visit.path,
        query=urlencode([pair for pair in visit.query.pairs if pair[0] not in {"as_of", "done", "undo"}]),
        member=visit.member,
        token=visit.session.csrf,
        as_of=visit.as_of or "",
        done=visit.query.get("done"),
        undo=visit.query.get("undo"),
        alone=_alone(visit),
        names=cache(partial(_names, visit)),
    )


def _alone(visit: Visit) -> bool:
    company = visit.server.company
    if not company.is_set() and not alone(visit.desk, visit.who):
        company.set()
    return not company.is_set()


def _names(visit: Visit) -> dict[str, str]:
    return {one.id: one.name for one in members(visit.desk, visit.who)}


def _refuse_without_token(visit: Visit, *, asks: bool) -> None:
    given = visit.form.get(TOKEN)
    if not compare_digest(given.encode(), visit.session.csrf.encode()):
        raise NotAllowed("this form is not of your session", "go back, reload the page, and send it again")
    if visit.as_of is not None and not asks:
        raise UsageFault("an earlier day cannot be changed", "leave the earlier day first")


def _not_signed_in(request: Request, frame: Frame, form: Fields) -> Response:
    from khronika.web.rooms.entrance import sign_in_page  # noqa: PLC0415  # the entrance is a room itself

    if request.method == "POST":
        kept = list(form.but(TOKEN))
        return response_of(sign_in_page(frame, request.url.path, kept), frame, server_of(request))
    there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    on = {} if there == "/" else {"next": there}
    return RedirectResponse(frame.to("/sign-in", **on), 303)


def trouble(fault: KhronikaError, frame: Frame) -> Response:
    """Return a fault as a page of one line and a hint."""
    page = Page(frame.language.word("That did not work"), Trouble(fault.fault, fault.hint))
    return HTMLResponse(render(page, frame), status_of(fault))


def status_of(fault: KhronikaError) -> int:
    """Return the HTTP status of a fault."""
    return next((status for kind, status in _STATUSES if isinstance(fault, kind)), 500)


def response_of(answer: Answer, frame: Frame, server: Server) -> Response:
    """Return a room's answer as HTTP has it."""
    if isinstance(answer, Page):
        return HTMLResponse(render(answer, frame), answer.status)
    if isinstance(answer, Picture):
        return Response(answer.png, media_type="image/png")
    if isinstance(answer, Attachment):
        return _attachment(answer)
    if isinstance(answer, Told):
        return JSONResponse(answer.values)
    given = dict(answer.parameters) | ({"done": answer.done} if answer.done else {})
    response = RedirectResponse(_local(answer.path, given), 303)
    for name, value in answer.cookies.items():
        set_cookie(response, server, name, value)
    return response


def set_cookie(response: Response, server: Server, name: str, value: str) -> None:
    """Set a cookie for this desk alone; an empty value ends it."""
    response.set_cookie(
        name,
        value,
        max_age=None if value else 0,
        path="/",
        secure=server.address.secure,
        httponly=True,
        samesite="strict",
    )


def within(path: str) -> str:
    """Return a path of this desk; where it would lead out, the first page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _local(path: str, given: Mapping[str, str]) -> str:
    """Return a way on inside the desk; where something would lead out, the first page."""
    before, mark, after = within(path).partition("#")
    joined = ("&" if "?" in before else "?") + urlencode(given) if given else ""
    return f"{before}{joined}{mark}{after}"


def _attachment(answer: Attachment) -> Response:
    """Return bytes to be kept: never shown, never guessed at, whatever is in them."""
    name = quote(answer.name.encode("utf-8", "replace"), safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    if answer.size is not None:
        headers["Content-Length"] = str(answer.size)
    return StreamingResponse(answer.chunks, media_type="application/octet-stream", headers=headers)
