"""The entrance: signing in, the one-time address, the lock, the language.

What must stay true: what is answered to a wrong name, passphrase or code is always the same; a one-time
address is used up by pressing the button and not by looking at it; what somebody had typed when their session
ended waits behind the sign-in, in the page and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from anyio import CapacityLimiter, to_thread
from markupsafe import escape
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from khronika.acts.sessions import session_at_once, session_of, sign_out
from khronika.acts.sign_in import enter_once, sign_in
from khronika.api.turns import Turn, in_turn
from khronika.errors import KhronikaError, NotAllowed, UsageFault
from khronika.records.sign_in import Session
from khronika.web.answers import Context, GoTo, Page
from khronika.web.bodies import body_of_form
from khronika.web.forms import Fields, fields_of
from khronika.web.frame import Frame
from khronika.web.languages import LANGUAGES
from khronika.web.refilling import Beside
from khronika.web.responses import response_of, set_cookie, status_of, within
from khronika.web.routes import Way
from khronika.web.server import Server, hurried
from khronika.web.sign_in_page import MOST_SIGN_IN_BYTES, SignIn, sign_in_page, typed_before
from khronika.web.troubles import LANGUAGE_COOKIE, language_of_request, trouble
from khronika.web.visits import in_its_place, server_of, visit_of


@dataclass(frozen=True, slots=True)
class Once(Context):
    """The one-time address: one button."""

    template: ClassVar[str] = "once.html"
    sheet: ClassVar[str] = "entrance.css"


@dataclass(frozen=True, slots=True)
class GoOn(Context):
    """What was typed before the session ended, to be sent now."""

    template: ClassVar[str] = "go_on.html"
    sheet: ClassVar[str] = "entrance.css"
    to: str
    fields: tuple[tuple[str, str], ...]


async def sign_in_room(request: Request) -> Response:
    """Show the sign-in, or sign somebody in."""
    form = await sign_in_form(request)
    return await entering(request, form, _sign_in)


async def sign_in_form(request: Request) -> Fields:
    """Return what somebody signs in with, and what they had typed before.

    Raises:
        TimeoutError: it does not come to its end.
        UsageFault: it is longer than anything that the desk had asked for.
    """
    body = await body_of_form(request, MOST_SIGN_IN_BYTES)
    if body is None:
        raise UsageFault("this form is too long", "two megabytes are the most; add long texts as files")
    return fields_of(body)


def _sign_in(request: Request, form: Fields) -> Response:
    server, words = server_of(request), language_of_request(request)
    frame = Frame(words, "/sign-in")
    if request.method != "POST":
        query = fields_of(request.url.query.encode())
        return response_of(sign_in_page(frame, server.address, query.get("next", "/")), frame, server)
    token = sign_in(server.desk, form.get("name"), form.typed("passphrase"), form.get("code"))
    return let_in(request, token, form)


async def entering(request: Request, form: Fields, enter: Callable[[Request, Fields], Response]) -> Response:
    """Return what ``enter`` answers in its turn; on any fault the sign-in, with what was typed before."""
    try:
        return await in_turn(Turn.ENTERING, enter, request, form)
    except KhronikaError as fault:
        server, words = server_of(request), language_of_request(request)
        context = SignIn(
            server.address.takes_passkeys,
            form.get("name"),
            fault.fault,
            fault.hint,
            form.get("next", "/"),
            form.typed("kept"),
        )
        again = Page(words.word("Sign in"), context, status_of(fault))
        return response_of(again, Frame(words, "/sign-in"), server)


def let_in(request: Request, token: str, form: Fields) -> Response:
    """Return the way on for somebody who has signed in, or what they had typed before, to be sent now."""
    _end_earlier(request)
    server, words = server_of(request), language_of_request(request)
    to, typed = form.get("next", "/"), typed_before(form.typed("kept"))
    session = session_of(server.desk, token) if typed.pairs else None
    if session is None:
        response = response_of(GoTo(to), Frame(words, "/sign-in"), server)
    else:
        response = _typed_before_the_end(request, session, within(to), typed)
    set_cookie(response, server, server.address.cookie, token)
    return response


def _typed_before_the_end(request: Request, session: Session, to: str, typed: Fields) -> Response:
    """Return the form as it was sent when the session had ended; where it cannot be, all of its fields."""
    server, words = server_of(request), language_of_request(request)
    said = words.word("This is what you had typed when your session ended. Look at it, then send it.")
    visit = visit_of(request, session, typed, to)
    page = in_its_place(request, visit, Beside(escape(said), words.word("What you had typed")))
    if page is not None:
        return HTMLResponse(page)
    plain = Page(words.word("What you had typed"), GoOn(to, typed.pairs))
    return response_of(plain, Frame(words, "/sign-in", token=session.csrf), server)


def _end_earlier(request: Request) -> None:
    """End the session that a browser had until now: its cookie gives way to another."""
    server = server_of(request)
    token = request.cookies.get(server.address.cookie, "")
    if token:
        sign_out(server.desk, token)


async def once_room(request: Request) -> Response:
    """Show the one-time address's button, or let somebody in by it."""
    return await in_turn(Turn.ENTERING, _enter_once, request)


def _enter_once(request: Request) -> Response:
    server, words = server_of(request), language_of_request(request)
    frame = Frame(words, request.url.path)
    if request.method != "POST":
        return response_of(Page(words.word("Enter the desk"), Once()), frame, server)
    token = enter_once(server.desk, request.path_params["once"])
    if token is None:
        fault = NotAllowed("this address was used, or its time is over", "ask for another")
        return trouble(fault, frame)
    _end_earlier(request)
    response = RedirectResponse("/me", 303)
    set_cookie(response, server, server.address.cookie, token)
    return response


async def language_room(request: Request) -> Response:
    """Choose the language of the pages; it is kept in a cookie of its own."""
    form = fields_of(await body_of_form(request) or b"")
    server = server_of(request)
    chosen, to = form.get("language"), form.get("next", "/")
    frame = Frame(language_of_request(request), "/")
    response = response_of(GoTo(to), frame, server)
    if chosen in LANGUAGES:
        set_cookie(response, server, LANGUAGE_COOKIE, chosen)
    return response


async def lock_room(request: Request) -> Response:
    """Lock the desk at once. Any member may, by a form with their session's token.

    It has a thread and a connection of its own: it waits for none of those that answer other requests.
    """
    with hurried():
        form = fields_of(await body_of_form(request) or b"")
        return await to_thread.run_sync(partial(_lock, request, form), limiter=CapacityLimiter(1))


def _lock(request: Request, form: Fields) -> Response:
    server, words = server_of(request), language_of_request(request)
    session = session_at_once(server.desk, request.cookies.get(server.address.cookie, ""))
    if session is None or form.get("token") != session.csrf:
        return trouble(NotAllowed("this form is not of your session", "reload the page"), Frame(words, "/"))
    server.lock()
    said = words.word(
        "The desk is locked. Its keys are gone from memory. Sessions ended, and nothing that was recorded is "
        "lost. It opens again when somebody with the passphrase of the vault starts it: khronika serve"
    )
    response = PlainTextResponse(f"{said}\n", background=BackgroundTask(_answered, server))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


async def _answered(server: Server) -> None:
    """Let the process end: the answer is out."""
    server.answered.set()


WAYS: tuple[Way, ...] = (
    Way("/sign-in", ("GET", "POST"), raw=sign_in_room),
    Way("/enter/{once}", ("GET", "POST"), raw=once_room),
    Way("/language", ("POST",), raw=language_room),
    Way("/lock", ("POST",), raw=lock_room),
)
