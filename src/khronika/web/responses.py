"""Answers as HTTP has them: pages, ways on, pictures, files to keep; and the status of a fault.

What must stay true: no way on leads out of the desk; what is to be kept is never shown or guessed at; a
cookie is for this desk alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from khronika.errors import (
    KhronikaError,
    NotAllowed,
    NotFound,
    StorageFull,
    UsageFault,
    VaultBusy,
    Withheld,
)
from khronika.web.answers import Answer, Attachment, Page, Picture, Told
from khronika.web.frame import Frame
from khronika.web.pages import render
from khronika.web.refilling import Beside, line_of, marked
from khronika.web.server import Server

_STATUSES: tuple[tuple[type[KhronikaError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Withheld, 410),
    (StorageFull, 507),
    (VaultBusy, 503),
    (UsageFault, 400),
)


def response_of(answer: Answer, frame: Frame, server: Server) -> Response:
    """Return a room's answer as HTTP has it."""
    if isinstance(answer, Page):
        return HTMLResponse(_page(answer, frame), answer.status)
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
    if "" in answer.cookies.values():
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _page(answer: Page, frame: Frame) -> str:
    """Return a page, with what was wrong beside the field that it is about."""
    page, fault = render(answer, frame), answer.fault
    if fault is None:
        return page
    title = frame.language.word("That did not work")
    return marked(page, frame.path, Beside(line_of(fault, frame.language), title, fault.field))


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
    """Return a path of this desk; where it would lead out, the first page.

    Browsers leave out tabs and line feeds, and take a backslash for a slash.
    """
    bare = "".join(letter for letter in path if letter > " ")
    return path if path.startswith("/") and not bare.startswith(("//", "/\\")) else "/"


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


def status_of(fault: KhronikaError) -> int:
    """Return the HTTP status of a fault."""
    return next((status for kind, status in _STATUSES if isinstance(fault, kind)), 500)
