"""Passkeys in the pages: setting one up, signing in by one. They need script, and a host that has a name.

What must stay true: host and origin are those of the running desk's settings, never those of a request.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from khronika.acts.passkeys import (
    add_passkey,
    begin_passkey,
    begin_sign_in,
    drop_passkey,
    sign_in_by_passkey,
)
from khronika.errors import KhronikaError, UsageFault
from khronika.web.answers import Answer, GoTo, Told
from khronika.web.forms import Fields, fields_of
from khronika.web.frame import Frame
from khronika.web.routes import Way, post
from khronika.web.server import Address
from khronika.web.visits import (
    Visit,
    body_of_form,
    language_of_request,
    response_of,
    server_of,
    set_cookie,
    status_of,
    trouble,
)


def host_of(address: Address) -> str:
    """Return the desk's host without its port, as passkeys are bound to it."""
    return urlsplit(address.origin).hostname or ""


def takes_passkeys(address: Address) -> bool:
    """Tell whether passkeys can be used where the desk is reached: a number is no name (WebAuthn 5.1.3)."""
    return not host_of(address).replace(".", "").isdecimal() and ":" not in host_of(address)


def begin(visit: Visit) -> Answer:
    """Return what the browser needs to make a passkey."""
    address = visit.server.address
    return Told(begin_passkey(visit.desk, visit.who, host_of(address), address.origin))


def add(visit: Visit) -> Answer:
    """Keep the passkey that the browser made."""
    add_passkey(visit.desk, visit.who, visit.form.get("name"), _answer_of(visit.form))
    return GoTo("/me", "passkey")


def drop(visit: Visit) -> Answer:
    """Take a passkey away."""
    drop_passkey(visit.desk, visit.who, visit.form.get("passkey"))
    return GoTo("/me", "changed")


async def begin_room(request: Request) -> Response:
    """Return what the browser needs to sign in by a passkey; the same for every name."""
    form = fields_of(await body_of_form(request) or b"")
    return await run_in_threadpool(_begin, request, form)


def _begin(request: Request, form: Fields) -> Response:
    server = server_of(request)
    try:
        options = begin_sign_in(server.desk, form.get("name"), host=host_of(server.address))
        return JSONResponse(options)
    except KhronikaError as fault:
        return JSONResponse({"fault": fault.fault}, status_of(fault))


async def enter_room(request: Request) -> Response:
    """Sign somebody in by their passkey."""
    form = fields_of(await body_of_form(request) or b"")
    return await run_in_threadpool(_enter, request, form)


def _enter(request: Request, form: Fields) -> Response:
    server, frame = server_of(request), Frame(language_of_request(request), "/sign-in")
    try:
        token = sign_in_by_passkey(server.desk, _answer_of(form), origin=server.address.origin)
    except KhronikaError as fault:
        return trouble(fault, frame)
    response = response_of(GoTo(form.get("next", "/")), frame, server)
    set_cookie(response, server, server.address.cookie, token)
    return response


def _answer_of(form: Fields) -> dict[str, Any]:
    try:
        answer = json.loads(form.typed("answer"))
    except (ValueError, RecursionError) as fault:
        raise UsageFault("this is no answer of a passkey", "try once more") from fault
    if not isinstance(answer, dict):
        raise UsageFault("this is no answer of a passkey", "try once more")
    return answer


WAYS: tuple[Way, ...] = (
    post("/me/passkeys/begin", begin),
    post("/me/passkeys", add),
    post("/me/passkeys/drop", drop),
    Way("/sign-in/passkey/begin", ("POST",), raw=begin_room),
    Way("/sign-in/passkey", ("POST",), raw=enter_room),
)
