"""Files that come to a running desk: ``PUT /uploads?name=…`` with the bytes as they are.

They go piece by piece into a sealed file and wait for their job (``jobs.submit_take_in``); what breaks off
leaves nothing. No more than a piece is ever in memory.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from khronika.acts.desk import Desk
from khronika.acts.uploads import Upload, begin_upload
from khronika.api.door import in_json, member_of, pieces_in
from khronika.api.turns import Turn, in_turn
from khronika.errors import UsageFault
from khronika.records.item import Acquisition

_TAKEN = frozenset({"name", "size", "acquisition"})
_AT_ONCE = 1 << 18
_HINT = "PUT …/uploads?name=letter.pdf"
_LONGEST_NUMBER = 15


async def receive_upload(desk: Desk, request: Request) -> Response:
    """Receive one file and answer with the id by which it is submitted.

    Raises:
        UsageFault: its name is not given, or something else is.
        KhronikaError: as :func:`begin_upload` and :class:`Upload` have it.
    """
    member = await member_of(desk, request)
    begin = partial(begin_upload, desk, member, **_asked(request))
    upload: Upload = await in_turn(Turn.RECEIVING, begin)
    try:
        await _receive(desk, upload, request)
        await member_of(desk, request)
        return in_json({"upload": await in_turn(Turn.RECEIVING, upload.finish)})
    finally:
        upload.abandon()


async def _receive(desk: Desk, upload: Upload, request: Request) -> None:
    """Write what comes, as long as the session stands; while it comes that is in use."""
    waiting = bytearray()
    async for piece in pieces_in(request):
        waiting += piece
        if len(waiting) >= _AT_ONCE:
            await member_of(desk, request)
            await in_turn(Turn.RECEIVING, upload.write, bytes(waiting))
            waiting.clear()
    await in_turn(Turn.RECEIVING, upload.write, bytes(waiting))


def _asked(request: Request) -> dict[str, Any]:
    given = request.query_params.multi_items()
    asked = dict(given)
    if not asked.get("name") or not asked.keys() <= _TAKEN or len(given) != len(asked):
        raise UsageFault("an upload is given its name, once, and nothing that it does not have", _HINT)
    return {
        "name": asked["name"],
        "size": _size(asked["size"]) if "size" in asked else None,
        "acquisition": _acquisition(asked.get("acquisition", Acquisition.FILE)),
    }


def _size(written: str) -> int:
    if not written.isascii() or not written.isdigit() or len(written) > _LONGEST_NUMBER:
        raise UsageFault("the size of an upload is a number of bytes", _HINT)
    return int(written)


def _acquisition(written: str) -> Acquisition:
    try:
        return Acquisition(written)
    except ValueError as fault:
        raise UsageFault(
            f"nothing is acquired by {written[:60]!r}", f"one of: {', '.join(Acquisition)}"
        ) from fault
