"""The door of the API: who asks, what they send, and how they are answered.

What must stay true:

- a session's token in ``Authorization: Bearer`` is the only way in, so that no page of another host can act
  for a member: cookies are not even read;
- what comes is of bounded size and comes in bounded time; what goes is JSON;
- every fault is a line and a hint; what nobody foresaw gives no word of any source away.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import anyio
import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from khronika.acts.desk import Desk
from khronika.acts.sessions import session_of
from khronika.api.faults import UNAUTHORIZED, UNFORESEEN, Answered, Refused, answered, status_of
from khronika.api.turns import Turn, in_turn
from khronika.api.values import encoded
from khronika.errors import KhronikaError, NotAllowed

MOST_BYTES = 2_000_000
_MOST_TOKEN = 200
_PIECE_SECONDS = 60.0
_SCHEME = "bearer "
_JSON = "application/json"
_log = logging.getLogger("khronika.api")

Endpoint = Callable[[Request], Awaitable[Response]]


async def member_of(desk: Desk, request: Request) -> str:
    """Return the member whose session the request belongs to.

    Raises:
        Refused: there is no such session, or no longer.
    """
    session = await in_turn(Turn.LOOKING, session_of, desk, token_in(request))
    if session is None:
        raise _not_signed_in()
    return session.member


def token_in(request: Request) -> str:
    """Return the token of a request.

    Raises:
        Refused: there is none.
    """
    words = request.headers.get("authorization", "")
    if words[: len(_SCHEME)].lower() != _SCHEME or len(words) > _MOST_TOKEN:
        raise _not_signed_in()
    return words[len(_SCHEME) :].strip()


async def json_in(request: Request, most: int = MOST_BYTES) -> bytes:
    """Return the JSON that a request brings, as bytes.

    Raises:
        Refused: it is something else, too large, or does not come to an end.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        raise Refused(415, "the API takes JSON alone", f"Content-Type: {_JSON}")
    body = bytearray()
    async for piece in pieces_in(request):
        body += piece
        if len(body) > most:
            raise Refused(413, f"more than {most:,} bytes are not taken", "files go by an upload")
    return bytes(body)


async def pieces_in(request: Request) -> AsyncIterator[bytes]:
    """Yield what a request brings as it comes.

    Raises:
        Refused: nothing came for a minute, or it broke off.
    """
    stream = aiter(request.stream())
    while True:
        try:
            with anyio.fail_after(_PIECE_SECONDS):
                piece = await anext(stream, None)
        except (TimeoutError, ClientDisconnect) as fault:
            raise Refused(408, "the request did not come to its end", "send it again") from fault
        if piece is None:
            return
        yield piece


def in_json(value: Any, status: int = 200) -> Response:
    """Return an answer with ``value`` as JSON."""
    return Response(msgspec.json.encode(encoded(value)), status, media_type=_JSON)


def refusal(fault: KhronikaError) -> Response:
    """Return the answer that stands for a fault."""
    made = in_json(answered(fault), status_of(fault))
    if made.status_code == UNAUTHORIZED:
        made.headers["WWW-Authenticate"] = "Bearer"
    return made


def explained(answer: Callable[[Desk, Request], Awaitable[Response]], desk: Desk) -> Endpoint:
    """Return ``answer`` as an endpoint that answers a fault in its place: nothing passes beyond it."""
    return partial(_explained, answer, desk)


async def _explained(
    answer: Callable[[Desk, Request], Awaitable[Response]], desk: Desk, request: Request
) -> Response:
    try:
        return await answer(desk, request)
    except KhronikaError as fault:
        return refusal(fault)
    except Exception as fault:  # noqa: BLE001 - the one place where nothing may pass: a traceback holds words of sources
        kind = type(fault).__name__
        place = traceback.extract_tb(fault.__traceback__)[-1]
        _log.error("not foreseen: %s in %s, line %s", kind, place.filename, place.lineno)
        what = f"something went wrong that khronika did not foresee ({kind})"
        return in_json(Answered(what, "nothing recorded is lost", UNFORESEEN), 500)


def _not_signed_in() -> Refused:
    return Refused(UNAUTHORIZED, "nobody is signed in with this token", "sign in again", NotAllowed.exit_code)
