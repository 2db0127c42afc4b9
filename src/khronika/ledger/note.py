"""Checkpoints of the ledger as C2SP signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).

A note is a text, a blank line and signature lines; a checkpoint is a note whose text is the log's
origin, its size and its root. Any tool that knows the format can check them.

What must stay true:

- The text counts for nothing until a key that the caller holds has signed it. Lines of unknown keys
  are ignored; a line of a known key whose signature is wrong refuses the whole note.
- Every text has one form: UTF-8 without control characters but the newline, base64 in its one
  form, decimal sizes without leading zeros.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from khronika.ledger.fault import LedgerFault
from khronika.ledger.seal import KEY_BYTES, SIGNATURE_BYTES, Sign, of_small_order, plain_base64
from khronika.ledger.tree import HASH_BYTES

LARGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_ED25519 = b"\x01"
_ID_BYTES = 4
_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_LARGEST_SIZE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A named Ed25519 public key that signs notes. ``public`` is 32 bytes.

    Raises:
        ValueError: the name is empty or holds a space, a plus or a control character, or the key is none.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a signature line cannot hold."""
        if not _is_key_name(self.name):
            raise ValueError(f"{self.name!r} is not a name for a key")
        if len(self.public) != KEY_BYTES or of_small_order(self.public):
            raise ValueError("not a public key of Ed25519")

    @property
    def id(self) -> bytes:
        """Return the four bytes by which a signature line points to the key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_ID_BYTES]

    @property
    def vkey(self) -> str:
        """Return the key as text: name, id in hex and key in base64, joined by pluses."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note whose text at least one given key signed. ``unknown`` names keys that were not given."""

    text: str
    signers: tuple[NoteKey, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: ``size`` counts its leaves, ``root`` is the RFC 6962 root over them.

    Raises:
        ValueError: a field does not have its shape.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what a checkpoint cannot spell."""
        if not self.origin or "\n" in self.origin or _CONTROL.search(self.origin):
            raise ValueError("the origin is empty or holds a control character")
        if type(self.size) is not int or not 0 <= self.size <= _LARGEST_SIZE:
            raise ValueError("the size is not a number from 0 to 2**63 - 1")
        if len(self.root) != HASH_BYTES:
            raise ValueError(f"the root is not {HASH_BYTES} bytes")


def origin_of(vault: str) -> str:
    """Return the origin of a vault's checkpoints, which is also the name of the key that signs them."""
    return f"khronika.vault/{vault}"


def parse_vkey(text: str) -> NoteKey:
    """Return the key that ``text`` spells.

    Raises:
        ValueError: it is malformed, of another kind of key, or its id is not that of its key.
    """
    name, _, rest = text.partition("+")
    digits, _, encoded = rest.partition("+")
    data = plain_base64(encoded)
    if data[:1] != _ED25519 or _KEY_ID.fullmatch(digits) is None:
        raise ValueError("not a verifier key of Ed25519")
    key = NoteKey(name, data[1:])
    if key.id.hex() != digits:
        raise ValueError("the id in a verifier key is not that of its key")
    return key


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """Return the text of a note that says ``checkpoint``."""
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that a note's text says. Extension lines are refused: this log writes none.

    Raises:
        LedgerFault: the text is not origin, size and root on a line each.
    """
    lines = text.split("\n")
    if len(lines) != len(("origin", "size", "root", "")) or lines[3] or not _SIZE.fullmatch(lines[1]):
        raise LedgerFault("a checkpoint is not origin, size and root on a line each")
    try:
        return Checkpoint(lines[0], int(lines[1]), plain_base64(lines[2]))
    except ValueError as fault:
        raise LedgerFault(f"a checkpoint is malformed: {fault}") from fault


def sign_note(text: str, key: NoteKey, sign: Sign) -> str:
    """Return the note: ``text``, a blank line and one signature line.

    Raises:
        ValueError: the text does not end with a newline or holds a control character.
    """
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError("a note's text ends with a newline and has no other control character")
    return f"{text}\n{_signature_line(text, key, sign)}"


def cosign_note(note: str, key: NoteKey, sign: Sign) -> str:
    """Return ``note`` with one more signature line over the same text. What is there is not checked.

    Raises:
        LedgerFault: ``note`` is not a note.
    """
    text, _ = _split_note(note)
    return note + _signature_line(text, key, sign)


def open_note(note: str | bytes, keys: Iterable[NoteKey | str]) -> OpenedNote:
    """Return the text of ``note`` once one of ``keys`` (or their vkeys) has signed it.

    Raises:
        LedgerFault: the note is malformed, signed by none of ``keys``, or a signature of one is wrong.
        ValueError: a vkey is malformed, or two different keys have one name and id.
    """
    text, lines = _split_note(note)
    known = _by_name_and_id(keys)
    signers: dict[NoteKey, None] = {}
    unknown: dict[str, None] = {}
    for line in lines:
        name, key_id, signature = _parse_signature_line(line)
        key = known.get((name, key_id))
        if key is None:
            unknown[name] = None
        elif _verifies(key, signature, text):
            signers[key] = None
        else:
            raise LedgerFault(f"a note's signature by {name} is wrong")
    if not signers:
        raise LedgerFault("a note is signed by none of the keys given")
    return OpenedNote(text, tuple(signers), tuple(unknown))


def open_checkpoint(note: str | bytes, keys: Iterable[NoteKey | str]) -> Checkpoint:
    """Return the checkpoint of ``note`` once one of ``keys`` has signed it.

    Raises:
        LedgerFault: as :func:`open_note` and :func:`parse_checkpoint`.
    """
    return parse_checkpoint(open_note(note, keys).text)


def _split_note(note: str | bytes) -> tuple[str, list[str]]:
    if len(note) > LARGEST_NOTE:
        raise LedgerFault("a note is too long")
    try:
        whole = note.decode() if isinstance(note, bytes) else note.encode().decode()
    except UnicodeError as fault:
        raise LedgerFault("a note is not UTF-8") from fault
    if _CONTROL.search(whole):
        raise LedgerFault("a note holds a control character")
    body, gap, signatures = whole.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise LedgerFault("a note has no signature lines after its text")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise LedgerFault(f"a note has more than {MOST_SIGNATURES} signatures")
    return body + "\n", lines


def _by_name_and_id(keys: Iterable[NoteKey | str]) -> dict[tuple[str, bytes], NoteKey]:
    known: dict[tuple[str, bytes], NoteKey] = {}
    for given in keys:
        key = parse_vkey(given) if isinstance(given, str) else given
        if known.setdefault((key.name, key.id), key) != key:
            raise ValueError(f"two different keys are called {key.name}+{key.id.hex()}")
    return known


def _parse_signature_line(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not _is_key_name(name):
        raise LedgerFault("a note has a line that is not a signature after its text")
    try:
        data = plain_base64(encoded)
    except ValueError as fault:
        raise LedgerFault(f"a note's signature by {name} is {fault}") from fault
    if len(data) <= _ID_BYTES:
        raise LedgerFault(f"a note's signature by {name} is too short")
    return name, data[:_ID_BYTES], data[_ID_BYTES:]


def _signature_line(text: str, key: NoteKey, sign: Sign) -> str:
    return f"{_DASH}{key.name} {base64.b64encode(key.id + sign(text.encode())).decode()}\n"


def _verifies(key: NoteKey, signature: bytes, text: str) -> bool:
    if len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_key_name(name: str) -> bool:
    return bool(name) and not any(c.isspace() or c == "+" or c < " " for c in name)
