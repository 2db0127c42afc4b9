"""An entry at its place in this desk's log, with its body where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from khronika.ledger.entry import Envelope
from khronika.ledger.fault import LedgerFault


class Marks(msgspec.Struct, frozen=True, gc=False):
    """Those fields of an envelope that views are made of. Its shape is checked by ``verify``, not here."""

    id: str
    type: str
    subject: str
    time: str
    supersedes: tuple[str, ...]
    derived_from: tuple[str, ...]
    erases: tuple[str, ...]
    compartments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry at its position, counted from 0. ``body`` is ``None`` once it is erased."""

    position: int
    envelope: Envelope | Marks
    body: dict[str, Any] | None


_Some = TypeVar("_Some")
_MARKS = msgspec.json.Decoder(Marks)
_BODY = msgspec.json.Decoder(dict[str, Any])


def recorded_of(position: int, envelope: bytes, body: bytes | None) -> Recorded:
    """Return the recorded entry whose bytes the store holds.

    Raises:
        LedgerFault: the row was damaged; the fault names its position.
    """
    return Recorded(position, marks_of(position, envelope), None if body is None else body_at(position, body))


def marks_of(position: int, envelope: bytes) -> Marks:
    """Return what views need of the envelope at ``position``.

    Raises:
        LedgerFault: it is not an envelope.
    """
    try:
        return _MARKS.decode(envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise LedgerFault(f"entry {position}: its envelope cannot be read", _HINT) from fault


def envelope_at(position: int, envelope: bytes) -> dict[str, Any]:
    """Return the JSON object of the envelope at ``position``.

    Raises:
        LedgerFault: it is none, or has no id and type.
    """
    marks_of(position, envelope)
    return _BODY.decode(envelope)


def body_at(position: int, body: bytes) -> dict[str, Any]:
    """Return the JSON object that the body at ``position`` holds.

    Raises:
        LedgerFault: it holds none.
    """
    return body_as(_BODY, position, body)


def body_as(decoder: msgspec.json.Decoder[_Some], position: int, body: bytes) -> _Some:
    """Return of the body at ``position`` what the decoder takes from it.

    Raises:
        LedgerFault: it holds no such thing.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise LedgerFault(f"entry {position}: its body cannot be read", _HINT) from fault


_HINT = "khronika verify lists all faults; restore a backup"
