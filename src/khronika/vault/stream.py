"""The payload of a sealed file: STREAM over 64 KiB chunks, of a size that tells little.

STREAM is that of Hoang, Reyhanitabar, Rogaway and Vizár (CRYPTO 2015), laid out as in the payload of age
v1: chunk i is sealed by ChaCha20-Poly1305 with the nonce ``i`` (11 bytes, big endian) followed by 1 for the
last chunk and 0 for the others, so that a chunk cannot be moved, dropped or added. The plaintext is
filled to a Padmé size (Nikitin, Barman, Lueks, Underwood, Hubaux and Ford, PETS 2019) with one byte 0x80 and
zeros (ISO/IEC 7816-4), so that a wrong size is noticed as well.

What must stay true: one key and salt seal one stream only; hashing is over the plaintext without the
filling; :func:`decrypt` gives nothing that was not verified, but may have given a part when it fails.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from khronika.vault.box import TAG_BYTES, BoxBroken

CHUNK = 65_536
SEALED_CHUNK = CHUNK + TAG_BYTES
SMALLEST = 2_048
_FILLING_STARTS = b"\x80"
_CHUNKS_A_BLOCK = 16
_BLOCK = _CHUNKS_A_BLOCK * CHUNK
_AHEAD = 3


class Source(Protocol):
    """What bytes are read from: an open file, ``io.BytesIO``, a pipe."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""
        ...


Write = Callable[[memoryview], object]


def padded_size(size: int) -> int:
    """Return the size to which ``size`` bytes are filled: Padmé of one more, and never under 2 KiB.

    Padmé keeps as many leading bits of a length as the length of its exponent has bits, which leaks
    O(log log n) bits and adds 12 % at most (Nikitin et al. 2019, algorithm 1).
    """
    length = max(size + 1, SMALLEST)
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask


def sealed_size(size: int) -> int:
    """Return how many bytes the payload of ``size`` bytes of plaintext takes."""
    padded = padded_size(size)
    return padded + TAG_BYTES * -(-padded // CHUNK)


class Digest:
    """The SHA-256 and the count of bytes, taken while they pass."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.size = 0

    def add(self, content: bytes | memoryview) -> None:
        """Take in the next bytes."""
        self._hash.update(content)
        self.size += len(content)

    @property
    def sha256(self) -> str:
        """Return the digest in hexadecimal."""
        return self._hash.hexdigest()


def encrypt(source: Source, key: bytes, write: Write) -> Digest:
    """Seal all of ``source`` and hand the sealed bytes to ``write``; return the plaintext's digest.

    ``key`` is for this stream alone. Hashing runs in this thread, cipher and ``write`` in a second
    one, at most three blocks of 1 MiB behind: what is held in memory does not grow with the source.
    """
    digest = Digest()
    sealer = _Sealer(key, write)
    blocks = _filled_blocks(source, digest)
    first, last = next(blocks)
    if last:
        sealer.seal(first, last=True)
        return digest
    running: deque[Future[None]] = deque()
    with ThreadPoolExecutor(1) as worker:
        running.append(worker.submit(sealer.seal, first, last=False))
        for block, ends in blocks:
            if len(running) == _AHEAD:
                running.popleft().result()
            running.append(worker.submit(sealer.seal, block, last=ends))
        while running:
            running.popleft().result()
    return digest


class Sealing:
    """Seals what comes by itself, piece by piece: the bytes are those of :func:`encrypt`.

    All of it runs in the caller's thread. At most one block of 1 MiB and one piece are held.
    """

    def __init__(self, key: bytes, write: Write) -> None:
        """Begin a stream under ``key``, which is for this stream alone."""
        self._digest = Digest()
        self._sealer = _Sealer(key, write)
        self._held = bytearray()

    def add(self, content: bytes) -> int:
        """Take in the next bytes; return how many there were so far."""
        self._digest.add(content)
        self._held += content
        while len(self._held) > _BLOCK:
            self._sealer.seal(bytes(self._held[:_BLOCK]), last=False)
            del self._held[:_BLOCK]
        return self._digest.size

    def finish(self) -> Digest:
        """Seal what is left with the filling; return the plaintext's digest. Nothing is added after it."""
        for block, last in _filled(bytes(self._held), self._digest.size):
            self._sealer.seal(block, last=last)
        return self._digest


def decrypt(source: Source, key: bytes, size: int, write: Write) -> Digest:
    """Open a payload of ``size`` plaintext bytes, hand them to ``write``, return their digest.

    What was written before a fault is genuine but incomplete: the caller must be able to discard it.

    Raises:
        BoxBroken: a chunk was changed, moved, dropped or added, or the key or the size is another.
    """
    digest = Digest()
    for content in opened_pieces(source, key, size):
        digest.add(content)
        write(content)
    return digest


def opened_pieces(source: Source, key: bytes, size: int) -> Iterator[memoryview]:
    """Give what :func:`decrypt` hands to ``write``, each piece valid until the next is asked for.

    Raises:
        BoxBroken: as there.
    """
    cipher = ChaCha20Poly1305(key)
    opened = memoryview(bytearray(CHUNK))
    rest, given = padded_size(size), 0
    counter, filled = 0, False
    while rest:
        wanted = min(rest, CHUNK)
        rest -= wanted
        _open_chunk(cipher, _exactly(source, wanted + TAG_BYTES), _nonce(counter, last=not rest), opened)
        content = opened[: min(wanted, size - given)]
        filling = opened[len(content) : wanted]
        if filling != _filling(len(filling), starts=not filled):
            raise BoxBroken
        filled = filled or bool(filling)
        given += len(content)
        yield content
        counter += 1
    if source.read(1):
        raise BoxBroken


class _Sealer:
    """The sealing side of STREAM: keeps the counter, one output buffer, and nothing else."""

    def __init__(self, key: bytes, write: Write) -> None:
        self._cipher = ChaCha20Poly1305(key)
        self._write = write
        self._counter = 0
        self._sealed = memoryview(bytearray(_CHUNKS_A_BLOCK * SEALED_CHUNK))

    def seal(self, block: bytes, *, last: bool) -> None:
        """Seal one block; all but the last are whole."""
        chunks = memoryview(block)
        end = 0
        for start in range(0, len(block), CHUNK):
            chunk = chunks[start : start + CHUNK]
            nonce = _nonce(self._counter, last=last and start + CHUNK >= len(block))
            stop = end + len(chunk) + TAG_BYTES
            self._cipher.encrypt_into(nonce, chunk, None, self._sealed[end:stop])
            self._counter += 1
            end = stop
        self._write(self._sealed[:end])


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11) + bytes((last,))


def _open_chunk(cipher: ChaCha20Poly1305, sealed: bytes, nonce: bytes, into: memoryview) -> None:
    try:
        cipher.decrypt_into(nonce, sealed, None, into[: len(sealed) - TAG_BYTES])
    except InvalidTag:
        raise BoxBroken from None


def _exactly(source: Source, size: int) -> bytes:
    content = _up_to(source, size)
    if len(content) < size:
        raise BoxBroken
    return content


def _up_to(source: Source, size: int) -> bytes:
    """Return ``size`` bytes, less only at the end; one ``read`` may give less before it."""
    content = source.read(size)
    while content and len(content) < size:
        more = source.read(size - len(content))
        if not more:
            break
        content += more
    return content


def _filled_blocks(source: Source, digest: Digest) -> Iterator[tuple[bytes, bool]]:
    """Give the plaintext with its filling in blocks, and with each whether it is the last."""
    held = b""
    for block in _blocks(source, digest):
        if held:
            yield held, False
        held = block
    yield from _filled(held, digest.size)


def _filled(held: bytes, size: int) -> Iterator[tuple[bytes, bool]]:
    """Give the last piece of ``size`` bytes of plaintext with the filling, as :func:`_filled_blocks` does."""
    rest = padded_size(size) - size
    starts = True
    while len(held) + rest > _BLOCK:
        taken = _BLOCK - len(held)
        yield held + _filling(taken, starts=starts), False
        held, rest, starts = b"", rest - taken, starts and not taken
    yield held + _filling(rest, starts=starts), True


def _filling(size: int, *, starts: bool) -> bytes:
    """Return ``size`` bytes of filling, with the byte it starts with or without it."""
    return (_FILLING_STARTS + bytes(size - 1)) if starts and size else bytes(size)


def _blocks(source: Source, digest: Digest) -> Iterator[bytes]:
    while block := _up_to(source, _BLOCK):
        digest.add(block)
        yield block
        if len(block) < _BLOCK:
            return
