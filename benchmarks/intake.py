"""How fast material is taken in, beside the limit of hashing and sealing the same bytes, in the same run.

    python benchmarks/intake.py [--mebibytes 1024] [--files 10000] [--folder FOLDER]

One large file that is kept and not read (a film), and many small texts of about 1,500 characters that are
taken in as ``khronika add`` does: sealed, their text got, sealed again, recorded in batches. "limit" is
SHA-256 and ChaCha20-Poly1305 over the same bytes in memory, one after the other, nothing written. Peak
memory is of this process, the stretching of the passphrase included.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from khronika.acts.founding import found
from khronika.acts.sources import Conditions, Source
from khronika.acts.take_in import take_in
from khronika.cli.progress import batches
from khronika.intake.isolated import Extractor

MEBIBYTE = 1 << 20
CHUNK = 1 << 16
WORDS = (
    *("the", "ministry", "said", "that", "nobody", "is", "held", "at", "the", "quarry", "while", "residents"),
    *(
        "of",
        "a",
        "northern",
        "town",
        "told",
        "the",
        "agency",
        "on",
        "tuesday",
        "they",
        "had",
        "seen",
        "lorries",
    ),
    *(
        "at",
        "night",
        "and",
        "the",
        "lawyer",
        "for",
        "eleven",
        "families",
        "asked",
        "for",
        "a",
        "list",
        "names",
    ),
)


def limit(contents: Callable[[], bytes], rounds: int) -> float:
    """Return the seconds that hashing and the cipher take over the same bytes."""
    sealer = ChaCha20Poly1305(os.urandom(32))
    started = time.perf_counter()
    for number in range(rounds):
        content = contents()
        digest = hashlib.sha256()
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            digest.update(piece)
            sealer.encrypt((number + start).to_bytes(12), piece, None)
    return time.perf_counter() - started


def text(number: int) -> bytes:
    """Return an invented text of about 1,500 characters, another one for each number."""
    chance = random.Random(number)  # noqa: S311 - a text, not a key
    words = (chance.choice(WORDS) for _ in range(250))
    return f"{number}. {' '.join(words)}.".encode()


def stream(number: int) -> BinaryIO:
    """Return that text as a stream, made when it is asked for: the measure keeps none in memory."""
    return io.BytesIO(text(number))


def peak() -> float:
    """Return this process's peak memory in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def large(folder: Path, mebibytes: int) -> None:
    """Take in one large film and print MB/s."""
    film = folder / "film.mp4"
    block = b"\0\0\0\x18ftypmp42" + os.urandom(MEBIBYTE - 12)
    with film.open("wb") as file:
        for _ in range(mebibytes):
            file.write(block)
    alone = limit(lambda: block, mebibytes)
    with tempfile.TemporaryDirectory(dir=folder) as place, Extractor() as extractor:
        desk = found(Path(place) / "vault", "a passphrase for measuring")
        source = Source("film.mp4", lambda: film.open("rb"), film.stat().st_size)
        started = time.perf_counter()
        (taken,) = take_in(desk, desk.founder, [source], Conditions(), extractor)
        seconds = time.perf_counter() - started
        desk.close()
        writing = plain_write(Path(place), block, mebibytes)
    assert taken.item is not None
    size = mebibytes * MEBIBYTE / 1e6
    film.unlink()
    print(f"one file of {mebibytes} MiB: {size / seconds:,.0f} MB/s, {alone / seconds:.2f} of the limit")
    print(f"  limit {size / alone:,.0f} MB/s; plain write and fsync alone {size / writing:,.0f} MB/s")
    print(f"  peak memory {peak():.0f} MiB")


def plain_write(folder: Path, block: bytes, count: int) -> float:
    """Return the seconds of writing the same bytes plainly, with one fsync."""
    started = time.perf_counter()
    with (folder / "plain").open("wb") as file:
        for _ in range(count):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - started


def small(folder: Path, files: int) -> None:
    """Take in many small texts and print items/s."""
    numbers = iter(range(files))
    alone = limit(lambda: text(next(numbers)), files)
    sources = [Source(f"{number}.txt", partial(stream, number), len(text(number))) for number in range(files)]
    with tempfile.TemporaryDirectory(dir=folder) as place, Extractor() as extractor:
        desk = found(Path(place) / "vault", "a passphrase for measuring")
        started = time.perf_counter()
        for batch in batches(sources):
            take_in(desk, desk.founder, batch, Conditions(), extractor)
        seconds = time.perf_counter() - started
        desk.close()
    print(f"{files} texts: {files / seconds:,.0f} items/s, {alone / seconds:.3f} of the limit")
    print(f"  limit {files / alone:,.0f} items/s; peak memory {peak():.0f} MiB")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mebibytes", type=int, default=1024)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        large(Path(place), given.mebibytes)
        small(Path(place), given.files)


if __name__ == "__main__":
    main()
