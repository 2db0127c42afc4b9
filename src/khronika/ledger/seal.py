"""The seal of an act: its entries signed together by the device they were made on.

What must stay true:

- A device's id is made of its public key, so a seal proves by itself which device made it.
- The signature is Ed25519 (RFC 8032) over "khronika/act/v1", a newline and the canonical JSON of all
  fields of the seal but the signature. ``vault`` is among them: an act cannot be carried into another
  vault, whose members never saw it. ``root`` is the RFC 6962 root over the leaf data of the act's
  entries in the order of ``seq``; with ``first`` and ``count`` no entry can be added, left out or put
  elsewhere.
- A key of small order verifies what nobody signed: it is refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from khronika.ledger import canonical
from khronika.ledger.entry import Envelope, leaf_data
from khronika.ledger.fault import LedgerFault
from khronika.ledger.tree import leaf_hash, root_of
from khronika.records.ids import RANDOM_BYTES, Kind, id_from_bytes, is_id

VERSION = 1
KEY_BYTES = 32
SIGNATURE_BYTES = 64
_PREFIX = b"khronika/act/v1\n"
_HEX = re.compile(r"[0-9a-f]{64}")
_NAMES = frozenset({"v", "act", "device", "key", "first", "count", "root", "signature", "vault"})

_PRIME = 2**255 - 19
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME

Sign = Callable[[bytes], bytes]
"""Signs a message with Ed25519 and returns the 64 bytes of the signature."""


@dataclass(frozen=True, slots=True)
class ActSeal:
    """One signature over the entries of one act in one vault.

    ``key`` is the device's public key and ``root`` the act's root, both in lower-case hex; ``first`` is the
    ``seq`` of its first entry and ``count`` their number; ``signature`` is base64 (RFC 4648 section 4).

    Raises:
        ValueError: a field does not have its shape; the message names it.
    """

    act: str
    device: str
    key: str
    first: int
    count: int
    root: str
    vault: str
    signature: str
    v: int = VERSION

    def __post_init__(self) -> None:
        """Refuse a field without its shape."""
        if type(self.v) is not int or self.v != VERSION:
            raise ValueError(f"v: {self.v!r} is not {VERSION}")
        for name, kind in (("act", Kind.ACT), ("device", Kind.DEVICE), ("vault", Kind.VAULT)):
            if not is_id(getattr(self, name), kind):
                raise ValueError(f"{name}: not such an id")
        for name in ("key", "root"):
            if not _is_hex(getattr(self, name)):
                raise ValueError(f"{name}: not 64 digits of lower-case hex")
        for name in ("first", "count"):
            number = getattr(self, name)
            if type(number) is not int or not 1 <= number <= canonical.LARGEST:
                raise ValueError(f"{name}: not a number from 1 to 2**53 - 1")
        if len(plain_base64(self.signature)) != SIGNATURE_BYTES:
            raise ValueError(f"signature: not {SIGNATURE_BYTES} bytes")


def device_id(public: bytes) -> str:
    """Return the id of the device with this Ed25519 public key (32 bytes).

    Raises:
        ValueError: it is not 32 bytes, or of small order.
    """
    if len(public) != KEY_BYTES or of_small_order(public):
        raise ValueError("not a public key of Ed25519 that a device may have")
    return id_from_bytes(Kind.DEVICE, sha256(public).digest()[:RANDOM_BYTES])


def seal_act(
    envelopes: Sequence[Envelope], vault: str, public: bytes, sign: Sign, *, root: bytes | None = None
) -> ActSeal:
    """Seal the entries of one act of ``vault``, given in the order of ``seq``, with the device's key pair.

    ``root`` is that of their tree, where the caller has it.

    Raises:
        ValueError: they are none, of several acts, of another device, or not in unbroken sequence.
    """
    if not envelopes:
        raise ValueError("an act without entries cannot be sealed")
    first = envelopes[0]
    fault = _fault_in_order(envelopes, first.act, device_id(public), first.seq)
    if fault:
        raise ValueError(fault)
    plain = {
        "v": VERSION,
        "act": first.act,
        "device": first.device,
        "key": public.hex(),
        "first": first.seq,
        "count": len(envelopes),
        "root": (root or act_root(envelopes)).hex(),
        "vault": vault,
    }
    signature = base64.b64encode(sign(_PREFIX + canonical.encode(plain))).decode()
    return ActSeal(**plain, signature=signature)  # type: ignore[arg-type]  # the dict mixes str and int


def check_act(seal: ActSeal, envelopes: Sequence[Envelope], vault: str) -> None:
    """Check that ``seal`` is the device's own, for ``vault``, over exactly ``envelopes`` in this order.

    Raises:
        LedgerFault: it does not; the fault names the act and what is wrong.
    """
    if seal.vault != vault:
        raise LedgerFault(f"act {seal.act}: it is of another vault, {seal.vault}")
    public = bytes.fromhex(seal.key)
    try:
        owner = device_id(public)
    except ValueError as fault:
        raise LedgerFault(f"act {seal.act}: its key is {fault}") from fault
    if owner != seal.device:
        raise LedgerFault(f"act {seal.act}: its key is not the key of {seal.device}")
    if len(envelopes) != seal.count:
        raise LedgerFault(f"act {seal.act}: {seal.count} entries were sealed, {len(envelopes)} are here")
    wrong = _fault_in_order(envelopes, seal.act, seal.device, seal.first)
    if wrong:
        raise LedgerFault(f"act {seal.act}: {wrong}")
    if act_root(envelopes).hex() != seal.root:
        raise LedgerFault(f"act {seal.act}: its entries are not those that were sealed")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(plain_base64(seal.signature), _signed(seal))
    except (InvalidSignature, ValueError) as fault:
        raise LedgerFault(f"act {seal.act}: the signature is not by {seal.device}") from fault


def act_root(envelopes: Sequence[Envelope]) -> bytes:
    """Return the RFC 6962 root over the leaf data of ``envelopes``."""
    return root_of(leaf_hash(leaf_data(envelope)) for envelope in envelopes)


def seal_json(seal: ActSeal) -> dict[str, Any]:
    """Return ``seal`` as a JSON object."""
    return {name: getattr(seal, name) for name in sorted(_NAMES)}


def seal_of(plain: Any) -> ActSeal:
    """Return the seal that a decoded JSON object spells. Its signature is not checked here.

    Raises:
        LedgerFault: it is no object, a field is missing, unknown or out of shape.
    """
    if not isinstance(plain, dict) or plain.keys() != _NAMES:
        raise LedgerFault("a seal has fields missing or unknown")
    try:
        return ActSeal(**plain)
    except (ValueError, TypeError) as fault:
        raise LedgerFault(f"a seal is out of shape: {fault}") from fault


def plain_base64(text: str) -> bytes:
    """Return the bytes that ``text`` spells in the one form that RFC 4648 section 4 gives them.

    Raises:
        ValueError: ``text`` is another form (spaces, missing padding, stray bits) or none.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise ValueError(f"not base64: {fault}") from fault
    if base64.b64encode(data).decode() != text:
        raise ValueError("not base64 in its one form")
    return data


def of_small_order(public: bytes) -> bool:
    """Tell whether the point has an order that divides 8 (its y solves y(y² - 1)(dy⁴ + 2y² - 1) = 0)."""
    y = int.from_bytes(public, "little") & (2**255 - 1)
    return y * (y * y - 1) * (_D * y**4 + 2 * y * y - 1) % _PRIME == 0


def _signed(seal: ActSeal) -> bytes:
    plain = {name: getattr(seal, name) for name in _NAMES if name != "signature"}
    return _PREFIX + canonical.encode(plain)


def _fault_in_order(envelopes: Sequence[Envelope], act: str, device: str, first: int) -> str:
    seen: set[str] = set()
    for seq, envelope in enumerate(envelopes, first):
        if envelope.act != act:
            return f"entry {envelope.id} is of another act, {envelope.act}"
        if envelope.device != device:
            return f"entry {envelope.id} is of another device, {envelope.device}"
        if envelope.seq != seq:
            return f"entry {envelope.id} is number {envelope.seq} of its device where {seq} was expected"
        if envelope.id in seen:
            return f"entry {envelope.id} is there twice"
        seen.add(envelope.id)
    return ""


def _is_hex(text: Any) -> bool:
    return isinstance(text, str) and _HEX.fullmatch(text) is not None
