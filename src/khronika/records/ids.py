"""Random identifiers.

An id is three letters for the kind of record, an underscore and 26 characters of Crockford's
base 32 over 128 random bits: ``itm_0a1b2c3d4e5f6g7h8j9k0m1n2p``. It is never a position, a digest of
content or a name, so it may stand in an envelope that outlives the body it points to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
RANDOM_BYTES = 16
LENGTH = 26
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_SHIFTS = tuple(range(5 * (LENGTH - 2), -1, -10))

Randomness = Callable[[int], bytes]
"""A source of random bytes: ``os.urandom`` at the edge, a seeded one in tests."""


class Kind(StrEnum):
    """The kinds of record, by the prefix of their ids."""

    VAULT = "vlt"
    ENTRY = "ent"
    ACT = "act"
    DEVICE = "dev"
    MEMBER = "mem"
    COMPARTMENT = "cmp"
    ITEM = "itm"
    RECEIPT = "rcp"
    RENDITION = "rnd"
    RUN = "run"
    STATEMENT = "stm"
    CONSENT = "con"
    PARTY = "prt"
    IDENTITY = "idn"
    PLACE = "plc"
    INCIDENT = "inc"
    LINK = "lnk"
    GRADE = "grd"
    FINDING = "fnd"
    ACTION = "atn"
    ERASURE = "era"
    EXPORT = "exp"
    OPENING = "opn"
    FILING = "fil"
    CARE = "car"
    CONTACT = "ctc"
    DESCRIPTION = "dsc"
    PROPOSAL = "prp"
    SIGN_IN = "sgn"
    SEARCH = "sea"
    TIE = "tie"
    CORRECTION = "crn"
    RECALL = "rcl"
    DEALING = "dlg"


_SHAPE = re.compile(rf"({'|'.join(Kind)})_[{ALPHABET}]{{{LENGTH}}}")


def new_id(kind: Kind, randomness: Randomness) -> str:
    """Return a fresh id of the given kind from 128 bits of ``randomness``."""
    return id_from_bytes(kind, randomness(RANDOM_BYTES))


def id_from_bytes(kind: Kind, raw: bytes) -> str:
    """Return the id whose 128 bits are ``raw``; a device's id is made of its public key's digest.

    Raises:
        ValueError: ``raw`` is not 16 bytes.
    """
    if len(raw) != RANDOM_BYTES:
        raise ValueError(f"an id is made of {RANDOM_BYTES} bytes, not {len(raw)}")
    number = int.from_bytes(raw)
    return f"{kind}_{''.join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS])}"


def is_id(text: str, kind: Kind | None = None) -> bool:
    """Tell whether ``text`` has the shape of an id (of ``kind``, where one is given)."""
    found = _SHAPE.fullmatch(text)
    return found is not None and (kind is None or found[1] == kind)
