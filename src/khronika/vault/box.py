"""A box: a few bytes under a key, bound to what they are for.

ChaCha20-Poly1305 (RFC 8439) with a random 96-bit nonce in front: ``nonce || ciphertext || tag``. With one
key at most 2^32 boxes may be closed before nonces are likely enough to meet that one must not go on
(NIST SP 800-38D, section 8.3, states that bound for 96-bit random nonces); a vault makes one a record.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from khronika.records.ids import Randomness

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class BoxBroken(Exception):
    """The box was not closed with this key for this purpose, or was changed since."""


def close_box(key: bytes, content: bytes, purpose: bytes, randomness: Randomness) -> bytes:
    """Return ``content`` under ``key``; it opens for the same ``purpose`` only."""
    nonce = randomness(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, purpose)


def open_box(key: bytes, box: bytes, purpose: bytes) -> bytes:
    """Return what is in ``box``.

    Raises:
        BoxBroken: wrong key, other purpose, or changed bytes; which of them cannot be told.
    """
    if len(box) < NONCE_BYTES + TAG_BYTES:
        raise BoxBroken
    try:
        return ChaCha20Poly1305(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], purpose)
    except InvalidTag:
        raise BoxBroken from None
