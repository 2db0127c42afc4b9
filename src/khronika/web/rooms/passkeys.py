"""Passkeys in the pages: setting one up, signing in by one. They need script, and a host that has a name.

What must stay true: host and origin are those of the running desk's settings, never those of a request; what
was typed before a session ended comes through this way of signing in too.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from khronika.acts.passkeys import (
    add_passkey,
    begin_passkey,
    begin_sign_in,
    drop_passkey,
    sign_in_by_passkey,
)
from khronika.api.turns import Turn, in_turn
from khronika.errors import KhronikaError, UsageFault
from khronika.web.answers import Answer, GoTo, Told
from khronika.web.bodies import body_of_form
from khronika.web.forms import Fields, fields_of
from khronika.web.responses import status_of
from khronika.web.rooms.entrance import entering, let_in, sign_in_form
from khronika.web.routes import Way, post
from khronika.web.troubles import language_of_request
from khronika.web.visits import Visit, server_of


def begin(visit: Visit) -> Answer:
    """Return what the browser needs to make a passkey, or why there can be none."""
    address = visit.server.address
    try:
        return Told(begin_passkey(visit.desk, visit.who, address.host, address.origin))
    except KhronikaError as fault:
        return Told({"fault": visit.language.said(fault.fault)})


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
    return await in_turn(Turn.ENTERING, _begin, request, form)


def _begin(request: Request, form: Fields) -> Response:
    server = server_of(request)
    try:
        options = begin_sign_in(server.desk, form.get("name"), host=server.address.host)
        return JSONResponse(options)
    except KhronikaError as fault:
        words = language_of_request(request).said(fault.fault)
        return JSONResponse({"fault": words}, status_of(fault))


async def enter_room(request: Request) -> Response:
    """Sign somebody in by their passkey."""
    return await entering(request, await sign_in_form(request), _enter)


def _enter(request: Request, form: Fields) -> Response:
    server = server_of(request)
    token = sign_in_by_passkey(server.desk, _answer_of(form), origin=server.address.origin)
    return let_in(request, token, form)


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
