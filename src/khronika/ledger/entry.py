"""An entry of the ledger: an envelope that stays for good, and a body that can be erased.

What must stay true:

- An envelope holds ids, a type, times and a commitment: nothing personal, no position, no hash of
  another entry, no float. Its canonical JSON is the data of its leaf (RFC 6962).
- The commitment is SHA-256("khronika/body/v1" ‖ 0x00 ‖ salt ‖ body) with 32 random bytes of salt.
  When body and salt are destroyed, nothing that is left confirms a guess of the body, and no leaf changes.
- The envelope is ASCII in which nothing needs escaping, so that :func:`leaf_data` may write it directly;
  a test holds it equal to ``canonical.encode``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from khronika.ledger import canonical
from khronika.ledger.fault import LedgerFault
from khronika.records.ids import ALPHABET, LENGTH, Kind

VERSION = 1
SALT_BYTES = 32
_BODY_PREFIX = b"khronika/body/v1\x00"

_ID = rf"[a-z]{{3}}_[{ALPHABET}]{{{LENGTH}}}"
_IDS = rf'(?:"{_ID}"(?:,"{_ID}")*)?'
_SHAPES = {
    "act": rf"{Kind.ACT}_[{ALPHABET}]{{{LENGTH}}}",
    "author": rf"{Kind.MEMBER}_[{ALPHABET}]{{{LENGTH}}}",
    "commitment": r"[0-9a-f]{64}",
    "compartments": _IDS,
    "derived_from": _IDS,
    "device": rf"{Kind.DEVICE}_[{ALPHABET}]{{{LENGTH}}}",
    "erases": _IDS,
    "id": rf"{Kind.ENTRY}_[{ALPHABET}]{{{LENGTH}}}",
    "seq": r"[1-9][0-9]{0,15}",
    "subject": _ID,
    "supersedes": _IDS,
    "time": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "type": r"[a-z]+(?:\.[a-z]+)+",
    "v": str(VERSION),
}
_LISTS = {
    "compartments": re.compile(rf"{Kind.COMPARTMENT}_[{ALPHABET}]{{{LENGTH}}}"),
    "derived_from": re.compile(_ID),
    "erases": re.compile(_ID),
    "supersedes": re.compile(rf"{Kind.ENTRY}_[{ALPHABET}]{{{LENGTH}}}"),
}
_NO_LISTS = ((), (), (), ())
_NUMBERS = frozenset({"seq", "v"})
_NAMES = frozenset(_SHAPES)


def _line(name: str, shape: str) -> str:
    if name in _LISTS:
        return rf'"{name}":\[{shape}\]'
    return f'"{name}":{shape}' if name in _NUMBERS else f'"{name}":"{shape}"'


_ENVELOPE = re.compile("{" + ",".join(_line(name, shape) for name, shape in sorted(_SHAPES.items())) + "}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an entry shows for good.

    ``type`` is dotted lower-case words (``statement.accepted``), ``subject`` the id of the record it is
    about, ``seq`` the number of the entry on its ``device``, from 1, ``time`` the author's time in UTC.
    ``derived_from`` are the records whose content the body contains something of: erasing one of them
    erases this body. The tuples of ids are sorted and hold nothing twice (:func:`ordered`).

    Raises:
        ValueError: a field does not have its shape; the message names it.
    """

    id: str
    act: str
    type: str
    subject: str
    author: str
    device: str
    seq: int
    time: str
    commitment: str
    supersedes: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    erases: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    v: int = VERSION

    def __post_init__(self) -> None:
        """Refuse a field without its shape."""
        lists = (self.supersedes, self.derived_from, self.erases, self.compartments)
        if lists != _NO_LISTS:
            _check_lists(self)
        if _ENVELOPE.fullmatch(_text(self)) is None or type(self.seq) is not int or type(self.v) is not int:
            raise ValueError(_first_fault(self))
        if self.seq > canonical.LARGEST:
            raise ValueError("seq: beyond 2**53 - 1")
        _check_time(self.time)


@dataclass(frozen=True, slots=True)
class Entry:
    """An envelope with its body, or without: then the body was erased, or is not disclosed here.

    Raises:
        ValueError: there is a body without a salt or the other way round.
    """

    envelope: Envelope
    salt: bytes | None
    body: bytes | None

    def __post_init__(self) -> None:
        """Refuse half an opening."""
        if (self.salt is None) != (self.body is None):
            raise ValueError("a body and its salt are kept and erased together")


def ordered(ids: Iterable[str]) -> tuple[str, ...]:
    """Return ``ids`` as an envelope holds them: sorted, none twice."""
    return tuple(sorted(set(ids)))


def leaf_data(envelope: Envelope) -> bytes:
    """Return the canonical JSON of ``envelope``: the data of its leaf."""
    return _text(envelope).encode()


def commit(salt: bytes, body: bytes) -> str:
    """Return the commitment to ``body`` in hex: SHA-256("khronika/body/v1" ‖ 0x00 ‖ salt ‖ body).

    Raises:
        ValueError: the salt is not 32 bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes, not {len(salt)}")
    return sha256(_BODY_PREFIX + salt + body).hexdigest()


def opens(entry: Entry) -> bool:
    """Tell whether the entry has a body and it is the one the envelope commits to."""
    if entry.salt is None or entry.body is None or len(entry.salt) != SALT_BYTES:
        return False
    return commit(entry.salt, entry.body) == entry.envelope.commitment


def envelope_json(envelope: Envelope) -> dict[str, Any]:
    """Return ``envelope`` as the JSON object that its canonical form spells."""
    return {field.name: getattr(envelope, field.name) for field in fields(envelope)}


def envelope_of(plain: Any) -> Envelope:
    """Return the envelope that a decoded JSON object spells.

    Raises:
        LedgerFault: it is no object, a field is missing, unknown or out of shape.
    """
    if not isinstance(plain, dict) or plain.keys() != _NAMES:
        raise LedgerFault("an envelope has fields missing or unknown")
    if any(not isinstance(plain[name], list) for name in _LISTS):
        raise LedgerFault("an envelope's lists of ids are not lists")
    try:
        return Envelope(**{**plain, **{name: tuple(plain[name]) for name in _LISTS}})
    except (ValueError, TypeError) as fault:
        raise LedgerFault(f"an envelope is out of shape: {fault}") from fault


def parse_envelope(data: bytes) -> Envelope:
    """Return the envelope whose leaf data is ``data``.

    Raises:
        LedgerFault: ``data`` is not exactly what :func:`leaf_data` writes.
    """
    try:
        envelope = envelope_of(json.loads(data))
    except (ValueError, RecursionError) as fault:
        raise LedgerFault(f"an envelope is not JSON: {fault}") from fault
    if leaf_data(envelope) != data:
        raise LedgerFault("an envelope is not in canonical form")
    return envelope


def _text(of: Envelope) -> str:
    return (
        f'{{"act":"{of.act}","author":"{of.author}","commitment":"{of.commitment}",'
        f'"compartments":[{_quoted(of.compartments)}],"derived_from":[{_quoted(of.derived_from)}],'
        f'"device":"{of.device}","erases":[{_quoted(of.erases)}],"id":"{of.id}","seq":{of.seq},'
        f'"subject":"{of.subject}","supersedes":[{_quoted(of.supersedes)}],'
        f'"time":"{of.time}","type":"{of.type}","v":{of.v}}}'
    )


def _quoted(ids: tuple[str, ...]) -> str:
    return '"' + '","'.join(ids) + '"' if ids else ""


def _check_lists(envelope: Envelope) -> None:
    for name, shape in _LISTS.items():
        ids: Any = getattr(envelope, name)
        if not isinstance(ids, tuple):
            raise ValueError(f"{name}: not a tuple")  # noqa: TRY004  every field out of shape is a ValueError
        if ids:
            _check_ids(name, ids, shape)


def _check_ids(name: str, ids: tuple[Any, ...], shape: re.Pattern[str]) -> None:
    for one in ids:
        if not isinstance(one, str) or shape.fullmatch(one) is None:
            raise ValueError(f"{name}: {one!r} is not such an id")
    if len(ids) > 1 and ids != ordered(ids):
        raise ValueError(f"{name}: not sorted without repeats")


def _check_time(time: str) -> None:
    try:
        datetime.fromisoformat(time)
    except ValueError:
        raise ValueError(f"time: {time!r} is no time") from None


def _first_fault(envelope: Envelope) -> str:
    for name, shape in _SHAPES.items():
        value: Any = getattr(envelope, name)
        wanted = tuple if name in _LISTS else int if name in _NUMBERS else str
        if isinstance(value, bool) or not isinstance(value, wanted):
            return f"{name}: not of type {wanted.__name__}"
        written = _quoted(value) if isinstance(value, tuple) else str(value)
        if re.fullmatch(shape, written) is None:
            return f"{name}: {value!r} is out of shape"
    return "a field is out of shape"
