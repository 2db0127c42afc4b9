"""One visit of a member to a room: from the request to what the room is given, and from its answer back.

What must stay true: no room is entered without a session that stands; a form without the session's token does
nothing; every fault becomes a page with one line and a hint; what somebody typed in a form that was refused,
or when their session had ended, comes back to them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from khronika.acts.desk import Desk, allowed
from khronika.acts.members import alone, members
from khronika.acts.sessions import session_of
from khronika.api.turns import Turn, in_turn
from khronika.errors import KhronikaError, NotAllowed, NotFound, UsageFault, VaultBusy
from khronika.records.access import Member, Right
from khronika.records.ids import Kind, is_id
from khronika.records.sign_in import Session
from khronika.web.answers import Answer, GoTo, Page
from khronika.web.bodies import body_of_form, too_slow
from khronika.web.forms import AS_OF, FROM, TOKEN, Fields, fields_of, iso_typed
from khronika.web.frame import Frame
from khronika.web.languages import Language
from khronika.web.pages import render
from khronika.web.refilling import Beside, line_of, refilled
from khronika.web.responses import response_of, status_of, within
from khronika.web.server import Server
from khronika.web.sign_in_page import sign_in_page
from khronika.web.troubles import language_of_request, of_secrets, trouble, typed_in, zone_of_request
from khronika.web.zones import NO_ZONE

_OF_THE_FRAME = frozenset({AS_OF, "done", "undo"})
_NO_TEXT = ("this cannot be read as text", "what is recorded is text in UTF-8")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a room is given: the desk, who asks, and with what; ``back`` is a form that comes back on it."""

    server: Server
    token: str = field(repr=False)
    session: Session
    member: Member
    language: Language
    path: str
    parts: Mapping[str, str]
    query: Fields
    form: Fields
    zone: str = NO_ZONE
    back: Fields = field(default=Fields(), repr=False)

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
        """Return the point in time to show, a day as ISO 8601 has it; ``None`` for now."""
        return iso_typed(self.query.get(AS_OF)) or None

    def word(self, message: str) -> str:
        """Return a message in the member's language."""
        return self.language.word(message)


Room = Callable[[Visit], Answer]
Looks = Callable[[str], tuple[Room, Mapping[str, str], bool] | None]
"""Finds the room that shows a page, by the page's path, with what stands in the path's parts.

The last tells whether the room can be shown as of an earlier day.
"""

Endpoint = Callable[[Request], Awaitable[Response]]


def visited(room: Room, turn: Turn, *, asks: bool = False, today: bool = False) -> Endpoint:
    """Return the endpoint of a room: it runs in a thread of its own, inside a session, in its ``turn``.

    ``asks``: what is sent to it changes nothing, and may be asked as of an earlier day. ``today``: it cannot.
    """

    async def endpoint(request: Request) -> Response:
        try:
            body = await body_of_form(request)
        except ClientDisconnect:
            return Response(status_code=499)
        except TimeoutError:
            return too_slow()
        request.state.body = body
        try:
            return await in_turn(turn, _visit, request, _Entrance(room, asks, today), body)
        except VaultBusy as fault:
            return trouble(fault, Frame(language_of_request(request), "/"), typed_in(request))

    return endpoint


def plainly(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint whose faults are told like those of a room: in one line, or not to who has gone."""

    async def answering(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ClientDisconnect:
            return Response(status_code=499)
        except TimeoutError:
            return too_slow()
        except KhronikaError as fault:
            return trouble(fault, Frame(language_of_request(request), "/"))

    return answering


def server_of(request: Request) -> Server:
    """Return the running desk of an application."""
    server: Server = request.app.state.server
    return server


def session_of_request(request: Request) -> Session | None:
    """Return the session that the request's cookie stands for."""
    server = server_of(request)
    token = request.cookies.get(server.address.cookie, "")
    return session_of(server.desk, token) if token else None


@dataclass(frozen=True, slots=True)
class _Entrance:
    """A room and how it is entered, as :func:`visited` has it."""

    room: Room
    asks: bool
    today: bool


def _visit(request: Request, to: _Entrance, body: bytes | None) -> Response:
    server, words = server_of(request), language_of_request(request)
    bare = Frame(words, request.url.path)
    try:
        if body is None:
            raise UsageFault("this form is too long", "two megabytes are the most; add long texts as files")
        form = fields_of(body)
        session = session_of_request(request)
        if session is None:
            return _not_signed_in(request, bare, form)
        visit = visit_of(request, session, form)
    except KhronikaError as fault:
        return trouble(fault, bare, typed_in(request))
    except UnicodeError:
        return trouble(UsageFault(*_NO_TEXT), bare)
    looks_back = not to.today and visit.member.may(Right.READ_RECORDS)
    frame = replace(frame_of(visit), looks_back=looks_back and request.method != "POST")
    try:
        if request.method == "POST":
            _refuse_without_token(visit, asks=to.asks)
        return response_of(_answer(to, visit, looks_back=looks_back), frame, server)
    except KhronikaError as fault:
        return refused(request, visit, fault, frame)
    except UnicodeError:
        return refused(request, visit, UsageFault(*_NO_TEXT), frame)


def _answer(to: _Entrance, visit: Visit, *, looks_back: bool) -> Answer:
    """Return what a room answers; who comes with an earlier day to one that has none is led to today."""
    if visit.as_of is not None and not looks_back:
        return GoTo(visit.path, "today", dict(visit.query.but(*_OF_THE_FRAME)))
    return to.room(visit)


def visit_of(request: Request, session: Session, form: Fields, to: str = "") -> Visit:
    """Return the visit of a member with a form, to where the request goes or to another page.

    Raises:
        NotAllowed: the member is not at the desk any more.
    """
    server = server_of(request)
    path, _, asked = to.partition("?") if to else (request.url.path, "", request.url.query)
    return Visit(
        server,
        request.cookies.get(server.address.cookie, ""),
        session,
        allowed(server.desk, session.member, Right.LOCK),
        language_of_request(request),
        path,
        {} if to else request.path_params,
        fields_of(asked.encode()),
        form,
        zone_of_request(request),
    )


def refused(request: Request, visit: Visit, fault: KhronikaError, frame: Frame) -> Response:
    """Return a fault with what was typed: in the form itself on its own page; else all of it on one page."""
    beside = Beside(line_of(fault, visit.language), visit.word("That did not work"), fault.field)
    if request.method != "POST" and fault.field == AS_OF:
        asked = (*visit.query.but("done", "undo"), (FROM, frame.page))
        visit = replace(visit, query=Fields(), form=Fields(asked))
    page = in_its_place(request, visit, beside) if visit.form.has(FROM) else None
    if page is not None:
        return HTMLResponse(page, status_of(fault))
    if visit.as_of is not None and isinstance(fault, NotFound):
        fault = NotFound("on that day this was not there", "see it as of today, or as of a later day")
    return trouble(fault, frame, typed_in(request))


def in_its_place(request: Request, visit: Visit, beside: Beside) -> str | None:
    """Return the page on which the visit's form stood, with the form as it was sent, or ``None``.

    The page is made anew, under the rights of this moment.
    """
    looks: Looks = request.app.state.looks
    path, _, asked = within(visit.form.get(FROM)).partition("?")
    found = looks(path) if visit.form.has(FROM) else None
    if found is None:
        return None
    room, parts, looks_back = found
    try:
        given = [pair for pair in fields_of(asked.encode()).pairs if pair[0] not in _OF_THE_FRAME]
        given += [("as_of", visit.as_of)] if visit.as_of else []
        looking = replace(visit, path=path, parts=parts, query=Fields(tuple(given)))
        looking = replace(looking, form=Fields(), back=visit.form)
        answer = room(looking) if looks_back or visit.as_of is None else None
    except (KhronikaError, UnicodeError):
        return None
    if not isinstance(answer, Page) or answer.status != HTTPStatus.OK:
        return None
    frame = replace(frame_of(looking), looks_back=looks_back and visit.member.may(Right.READ_RECORDS))
    return refilled(render(answer, frame), visit.path, visit.form, beside, request.method.lower())


def frame_of(visit: Visit) -> Frame:
    """Return the frame around this visit's page."""
    return Frame(
        visit.language,
        visit.path,
        query=urlencode([pair for pair in visit.query.pairs if pair[0] not in _OF_THE_FRAME]),
        member=visit.member,
        token=visit.session.csrf,
        as_of=visit.as_of or "",
        done=visit.query.get("done"),
        undo=_named(visit.query.get("undo")),
        zone=visit.zone,
        stood_on=visit.form.get(FROM),
        alone=_alone(visit),
        names=cache(partial(_names, visit)),
        showing=partial(visit.desk.new_id, Kind.ACT),
    )


def _named(id_: str) -> str:
    """Return an id of an address, of which a button is made; nothing where it would lead anywhere else."""
    return id_ if is_id(id_) else ""


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
    if request.method == "POST":
        kept = [] if of_secrets(request) else list(form.but(TOKEN))
        server = server_of(request)
        page = sign_in_page(frame, server.address, request.url.path, kept)
        return response_of(page, frame, server)
    there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    on = {} if there == "/" else {"next": there}
    return RedirectResponse(frame.to("/sign-in", **on), 303)
