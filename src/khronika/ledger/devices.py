"""Which devices belong to a vault: those whose id the vault's own checkpoint key has signed.

Whoever holds the master key can vouch for a device; nobody else can. That is a function of the set of
entries, so a device may vouch for another on a branch that is joined later.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, select

from khronika.ledger import schema
from khronika.ledger.note import NoteKey
from khronika.ledger.seal import Sign
from khronika.records.ids import Kind

ENROLLED = "device.enrolled"
_PREFIX = b"khronika/device/v1\n"


def endorsement(sign: Sign, device: str) -> str:
    """Return the vault's signature over a device's id, in base64."""
    return base64.b64encode(sign(_PREFIX + device.encode())).decode()


def is_endorsed(key: NoteKey, device: str, body: dict[str, Any]) -> bool:
    """Tell whether the body of an enrolment holds the vault's signature over ``device``."""
    try:
        signature = base64.b64decode(str(body.get("endorsement", "")), validate=True)
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, _PREFIX + device.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def endorsed(key: NoteKey, enrolments: Iterable[tuple[str, bytes]]) -> frozenset[str]:
    """Return those devices that the vault vouches for, given their enrolments' bodies."""
    return frozenset(device for device, body in enrolments if is_endorsed(key, device, _object(body)))


def _object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body, an empty one where it holds none: nobody vouched for that."""
    try:
        plain = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return plain if isinstance(plain, dict) else {}


def endorsed_devices(connection: Connection, key: NoteKey) -> frozenset[str]:
    """Return the devices that this ledger's own entries enrol."""
    entries, bodies = schema.entries.c, schema.bodies.c
    chosen = (
        select(entries.subject, bodies.body)
        .join_from(schema.entries, schema.bodies, bodies.position == entries.position)
        .where(entries.subject.between(f"{Kind.DEVICE}_", f"{Kind.DEVICE}`"))
    )
    return endorsed(key, ((device, body) for device, body in connection.execute(chosen)))
