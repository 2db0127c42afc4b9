"""The entrance: signing in, the one-time address, the lock, the language.

What must stay true: what is answered to a wrong name, passphrase or code is always the same; a one-time
address is used up by pressing the button and not by looking at it; what somebody had typed when their session
ended waits behind the sign-in, in the page and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
from khronika.errors import KhronikaError, NotAllowed, VaultBusy
from khronika.records.sign_in import Session
from khronika.web.answers import Context, GoTo, Page
from khronika.web.forms import Fields, fields_of
from khronika.web.frame import Frame
from khronika.web.languages import LANGUAGES
from khronika.web.refilling import Beside
from khronika.web.responses import response_of, set_cookie, status_of, within
from khronika.web.routes import Way
from khronika.web.server import Address, Server, hurried
from khronika.web.troubles import LANGUAGE_COOKIE, language_of_request, trouble
from khronika.web.visits import body_of_form, in_its_place, server_of, visit_of

_MOST_KEPT = 1 << 20


@dataclass(frozen=True, slots=True)
class SignIn(Context):
    """The sign-in. ``kept`` is what was typed before, as JSON, and ``to`` where it goes."""

    template: ClassVar[str] = "sign_in.html"
    sheet: ClassVar[str] = "entrance.css"
    takes_passkeys: bool
    name: str = ""
    fault: str = ""
    hint: str = ""
    to: str = "/"
    kept: str = ""


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


def sign_in_page(frame: Frame, address: Address, to: str = "/", kept: Sequence[tuple[str, str]] = ()) -> Page:
    """Return the sign-in, with what was typed in a form whose session had ended."""
    typed = json.dumps(list(kept), ensure_ascii=False) if kept else ""
    status = 401 if kept else 200
    context = SignIn(address.takes_passkeys, to=to, kept=typed[:_MOST_KEPT])
    return Page(frame.language.word("Sign in"), context, status)


async def sign_in_room(request: Request) -> Response:
    """Show the sign-in, or sign somebody in."""
    body = await body_of_form(request)
    return await in_turn(Turn.ENTERING, _sign_in, request, fields_of(body or b""))


def _sign_in(request: Request, form: Fields) -> Response:
    server, words = server_of(request), language_of_request(request)
    frame = Frame(words, "/sign-in")
    if request.method != "POST":
        query = fields_of(request.url.query.encode())
        return response_of(sign_in_page(frame, server.address, query.get("next", "/")), frame, server)
    to, kept = form.get("next", "/"), form.typed("kept")
    try:
        token = sign_in(server.desk, form.get("name"), form.typed("passphrase"), form.get("code"))
    except (NotAllowed, VaultBusy) as fault:
        named = server.address.takes_passkeys
        again = SignIn(named, form.get("name"), fault.fault, fault.hint, to, kept)
        return response_of(Page(words.word("Sign in"), again, status_of(fault)), frame, server)
    except KhronikaError as fault:
        return trouble(fault, frame)
    return let_in(request, token, to, kept)


def let_in(request: Request, token: str, to: str, kept: str) -> Response:
    """Return the way on for somebody who has signed in, or what they had typed before, to be sent now."""
    _end_earlier(request)
    server, words = server_of(request), language_of_request(request)
    typed = _typed_before(kept)
    session = session_of(server.desk, token) if typed else None
    if session is None:
        response = response_of(GoTo(to), Frame(words, "/sign-in"), server)
    else:
        response = _typed_before_the_end(request, session, within(to), typed)
    set_cookie(response, server, server.address.cookie, token)
    return response


def _typed_before_the_end(
    request: Request, session: Session, to: str, typed: tuple[tuple[str, str], ...]
) -> Response:
    """Return the form as it was sent when the session had ended; where it cannot be, all of its fields."""
    server, words = server_of(request), language_of_request(request)
    said = words.word("This is what you had typed when your session ended. Look at it, then send it.")
    visit = visit_of(request, session, Fields(typed), to)
    page = in_its_place(request, visit, Beside(escape(said), words.word("What you had typed")))
    if page is not None:
        return HTMLResponse(page)
    plain = Page(words.word("What you had typed"), GoOn(to, typed))
    return response_of(plain, Frame(words, "/sign-in", token=session.csrf), server)


def _end_earlier(request: Request) -> None:
    """End the session that a browser had until now: its cookie gives way to another."""
    server = server_of(request)
    token = request.cookies.get(server.address.cookie, "")
    if token:
        sign_out(server.desk, token)


def _typed_before(kept: str) -> tuple[tuple[str, str], ...]:
    """Return the fields that went through the sign-in page; nothing where they are not as we sent them."""
    try:
        pairs = json.loads(kept) if kept else []
        return tuple((str(name), str(value)) for name, value in pairs)
    except (ValueError, TypeError, RecursionError):
        return ()


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
