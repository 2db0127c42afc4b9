"""An entry at its place in this desk's log, with its body where it has one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from khronika.ledger.entry import Envelope, envelope_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry at its position, counted from 0. ``body`` is ``None`` once it is erased."""

    position: int
    envelope: Envelope
    body: dict[str, Any] | None


def recorded_of(position: int, envelope: bytes, body: bytes | None) -> Recorded:
    """Return the recorded entry whose canonical bytes the store holds."""
    known = None if body is None else json.loads(body)
    return Recorded(position, envelope_of(json.loads(envelope)), known)
