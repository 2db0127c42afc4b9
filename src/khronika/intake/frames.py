"""The pipe between the desk and its confined reader: length-prefixed frames of MessagePack.

A frame is eight octets of length, big-endian, then that many octets. Names go as octets, because a file
name may hold what UTF-8 cannot. What must stay true: what comes back is checked for its types and that
its places lie within its text; the other side is not trusted to say the truth about its size.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

import msgspec

from khronika.intake.limits import Limits
from khronika.records.item import Extraction

PREFIX = 8
MOST_SIDE = 1600
"""How many pixels a picture is wide or high at most."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Question:
    """A file to read."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class PictureQuestion:
    """A file of which a page is wanted as a picture, ``width`` pixels wide; ``media`` is what it is."""

    content: bytes
    media: str
    page: int
    width: int


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture as plain rows of pixels: ``L`` with one octet for each, ``RGB`` with three; or none.

    ``pages`` is how many pages the file has; ``problem`` says why there is no picture, or what it lacks.
    """

    mode: Literal["L", "RGB"]
    width: int
    height: int
    octets: bytes
    pages: int
    problem: str


def limits_octets(limits: Limits) -> bytes:
    """Return ``limits`` as the frame that opens the conversation."""
    return msgspec.msgpack.encode(limits)


def limits_of(octets: bytes) -> Limits:
    """Return the limits in ``octets``."""
    return msgspec.msgpack.decode(octets, type=Limits)


def question_octets(content: bytes, name: str) -> bytes:
    """Return a question as octets."""
    return msgspec.msgpack.encode((name.encode("utf-8", "surrogatepass"), content))


def question_of(octets: bytes) -> Question:
    """Return the question in ``octets``."""
    name, content = msgspec.msgpack.decode(octets, type=tuple[bytes, bytes])
    return Question(content, name.decode("utf-8", "surrogatepass"))


def answer_octets(extraction: Extraction) -> bytes:
    """Return an extraction as octets."""
    return msgspec.msgpack.encode(extraction)


def answer_of(octets: bytes) -> Extraction:
    """Return the extraction in ``octets``.

    Raises:
        ValueError: they hold no extraction, or one whose places lie outside its text.
    """
    extraction = msgspec.msgpack.decode(octets, type=Extraction)
    length = len(extraction.text or "")
    if any(not 0 <= anchor.span[0] < anchor.span[1] <= length for anchor in extraction.anchors):
        raise ValueError("a place lies outside the text")
    return extraction


def picture_question_octets(question: PictureQuestion) -> bytes:
    """Return a question for a picture as octets."""
    return msgspec.msgpack.encode(question)


def picture_question_of(octets: bytes) -> PictureQuestion:
    """Return the question for a picture in ``octets``."""
    return msgspec.msgpack.decode(octets, type=PictureQuestion)


def pixels_octets(pixels: Pixels) -> bytes:
    """Return a picture as octets."""
    return msgspec.msgpack.encode(pixels)


def pixels_of(octets: bytes) -> Pixels:
    """Return the picture in ``octets``.

    Raises:
        ValueError: they hold none, one with a side above the limit, or not as many pixels as it says.
    """
    pixels = msgspec.msgpack.decode(octets, type=Pixels)
    if not 0 <= pixels.width <= MOST_SIDE or not 0 <= pixels.height <= MOST_SIDE or pixels.pages < 0:
        raise ValueError("a picture has no such size")
    if len(pixels.octets) != pixels.width * pixels.height * len(pixels.mode):
        raise ValueError("a picture has other pixels than it says")
    return pixels


def framed(octets: bytes) -> bytes:
    """Return ``octets`` with their length in front."""
    return len(octets).to_bytes(PREFIX, "big") + octets


def read_frame(descriptor: int) -> bytes:
    """Return the next frame from a blocking descriptor.

    Raises:
        EOFError: the other side has closed the pipe.
    """
    return _exactly(descriptor, int.from_bytes(_exactly(descriptor, PREFIX), "big"))


def write_frame(descriptor: int, octets: bytes) -> None:
    """Write one frame to a blocking descriptor."""
    rest = memoryview(framed(octets))
    while rest:
        rest = rest[os.write(descriptor, rest[:_PIECE]) :]


def _exactly(descriptor: int, count: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < count:
        piece = os.read(descriptor, min(_PIECE, count - len(pieces)))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)
