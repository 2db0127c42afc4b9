"""The bodies of forms, received within a time and a size.

What must stay true: nobody holds the desk up by sending slowly or without end.
"""

from __future__ import annotations

from anyio import fail_after
from starlette.requests import Request
from starlette.responses import Response

from khronika.web.guard import MOST_FORM_BYTES

FORM_SECONDS = 60
"""How long a form may take to come."""


async def body_of_form(request: Request, most: int = MOST_FORM_BYTES) -> bytes | None:
    """Return the body of a form, ``None`` where it has more than ``most`` bytes.

    Raises:
        TimeoutError: it does not come to its end.
    """
    if request.method != "POST":
        return b""
    body = bytearray()
    with fail_after(FORM_SECONDS):
        async for piece in request.stream():
            body += piece
            if len(body) > most:
                return None
    return bytes(body)


def too_slow() -> Response:
    """Return the answer to a body that did not come in time."""
    return Response(status_code=408, headers={"Connection": "close"})
