"""The API as an ASGI application, to be mounted at ``/api/v1`` by the server of the desk.

What must stay true: each route is an act of the table, by the member of the session and nobody else; acts
run in threads, so that one that waits holds nobody up.
"""

from __future__ import annotations

from functools import partial

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from khronika.acts.desk import Desk
from khronika.acts.sessions import session_of, sign_out
from khronika.acts.sign_in import sign_in
from khronika.api.door import explained, in_json, json_in, member_of, refusal, token_in
from khronika.api.faults import TOO_MANY, UNAUTHORIZED, Refused, status_of
from khronika.api.headers import Headers
from khronika.api.openapi import DESCRIPTION, SIGN_IN, SIGN_OUT, UPLOADS, description
from khronika.api.signatures import arguments_in
from khronika.api.table import OFFERED, Act
from khronika.api.turns import Turn, in_turn
from khronika.api.uploading import receive_upload
from khronika.errors import NotAllowed

MOST_SIGN_IN_BYTES = 16_384
_NOT_FOUND = 404


def api_app(desk: Desk) -> Starlette:
    """Return the API of an open desk."""
    routes = [
        Route(f"/{name}", explained(partial(_act, act), desk), methods=["POST"])
        for name, act in OFFERED.items()
    ]
    routes += [
        Route(SIGN_IN, explained(_sign_in, desk), methods=["POST"]),
        Route(SIGN_OUT, explained(_sign_out, desk), methods=["POST"]),
        Route(UPLOADS, explained(receive_upload, desk), methods=["PUT"]),
        Route(DESCRIPTION, explained(_describe, desk), methods=["GET"]),
    ]
    app = Starlette(
        routes=routes, middleware=[Middleware(Headers)], exception_handlers={HTTPException: _no_such_route}
    )
    app.router.redirect_slashes = False
    return app


async def _act(act: Act, desk: Desk, request: Request) -> Response:
    member = await member_of(desk, request)
    body = await json_in(request)
    return await in_turn(Turn.PROGRAM, _acted, act, desk, member, body)


def _acted(act: Act, desk: Desk, member: str, body: bytes) -> Response:
    return in_json(act(desk, member, **arguments_in(act, body)))


async def _sign_in(desk: Desk, request: Request) -> Response:
    body = await json_in(request, MOST_SIGN_IN_BYTES)
    return await in_turn(Turn.ENTERING, _signed_in, desk, body)


def _signed_in(desk: Desk, body: bytes) -> Response:
    given = arguments_in(sign_in, body)
    try:
        token = sign_in(desk, **given)
    except NotAllowed as fault:
        status = TOO_MANY if status_of(fault) == TOO_MANY else UNAUTHORIZED
        raise Refused(status, fault.fault, fault.hint, fault.exit_code) from fault
    session = session_of(desk, token)
    assert session is not None
    return in_json({"token": token, "member": session.member})


async def _sign_out(desk: Desk, request: Request) -> Response:
    await member_of(desk, request)
    await in_turn(Turn.ENTERING, sign_out, desk, token_in(request))
    return in_json(None)


async def _describe(desk: Desk, request: Request) -> Response:
    await member_of(desk, request)
    return Response(msgspec.json.encode(description()), media_type="application/json")


def _no_such_route(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    missing = fault.status_code == _NOT_FOUND
    what = "the API does not have this" if missing else "this is asked for in another way"
    made = refusal(Refused(fault.status_code, what, "docs/API.md and openapi.json list what it has"))
    made.headers.update(fault.headers or {})
    return made
