"""A fault as a page of its own: one line, a hint, and what was typed, to be sent again.

What must stay true: nothing that was in a form for passphrases and codes is in such a page.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from khronika.errors import KhronikaError, UsageFault
from khronika.web.answers import Page
from khronika.web.contexts import Trouble, Typed
from khronika.web.forms import FROM, TOKEN, fields_of
from khronika.web.frame import Frame
from khronika.web.languages import Language, language, preferred
from khronika.web.pages import render
from khronika.web.responses import status_of
from khronika.web.zones import COOKIE, NO_ZONE, known

LANGUAGE_COOKIE = "language"
_OF_ADDRESSES = ("done", "undo", "as_of", "s", "of")
"""Parameters of pages that are led to, which nobody typed."""


def language_of_request(request: Request) -> Language:
    """Return the language to answer in."""
    accepted = request.headers.get("accept-language", "")
    return language(preferred(accepted, request.cookies.get(LANGUAGE_COOKIE, "")))


def zone_of_request(request: Request) -> str:
    """Return the name of the time zone to show times in."""
    return known(request.cookies.get(COOKIE, NO_ZONE))


def trouble(fault: KhronikaError, frame: Frame, typed: Typed | None = None) -> Response:
    """Return a fault as a page of one line and a hint, with what was typed, to be sent again."""
    page = Page(frame.language.word("That did not work"), Trouble(fault.fault, fault.hint, typed))
    return HTMLResponse(render(page, frame), status_of(fault))


def refusal(request: Request, line: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return a refusal as one line, in the language of whoever asks; programs are answered in English."""
    said = line if request.scope["path"].startswith("/api/") else language_of_request(request).said(line)
    return PlainTextResponse(f"{said}\n", status, headers)


def typed_in(request: Request) -> Typed | None:
    """Return what a request brought that somebody typed; ``None`` where there is nothing, or too much."""
    posted = request.method == "POST"
    sent: bytes | None = getattr(request.state, "body", None) if posted else request.url.query.encode()
    try:
        form = fields_of(sent or b"")
    except UsageFault:
        return None
    pairs = tuple(form.but(TOKEN, *(() if posted else _OF_ADDRESSES)))
    if of_secrets(request) or not any(value.strip() and name != FROM for name, value in pairs):
        return None
    there = request.url.path + (f"?{request.url.query}" if posted and request.url.query else "")
    return Typed(there, request.method.lower(), form.get(TOKEN), pairs)


def of_secrets(request: Request) -> bool:
    """Tell whether a form is one for passphrases and codes: they come back in no page."""
    return request.url.path.startswith(("/me/", "/sign-in", "/enter/"))
