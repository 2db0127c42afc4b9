"""Hostile files as pictures: a page of a PDF, or an image, painted by a confined process.

What must stay true: no file is decoded in this process; what comes back are plain pixels, checked for
their number, and the PNG that is shown is written here from them, so that no octet of the file and none
of its metadata gets to whoever looks; a process that saw one file paints no other; whatever becomes of it,
there is an answer.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from PIL import Image

from khronika.intake import frames
from khronika.intake.confined import INTERPRETER, Confined, Stopped
from khronika.intake.detect import Detected, Kind, detect
from khronika.intake.frames import MOST_SIDE, PictureQuestion, Pixels
from khronika.intake.limits import MIB, Limits, size_in_words

COMMAND = (*INTERPRETER, "khronika.intake.page_worker")
USUAL_WIDTH = 1200
PAINTED = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/tiff",
        "image/bmp",
    }
)
PAINTING = Limits(file_bytes=256 * MIB, seconds=20)
_MOST_ANSWER = 3 * MOST_SIDE * MOST_SIDE + MIB
_COMPRESS_LEVEL = 4
_BMP = Detected(Kind.KEPT, "image/bmp", "image (BMP)")
_BMP_HEAD = 26
_READ_INSTEAD = frozenset({Kind.TEXT, Kind.HTML, Kind.DOCX, Kind.EML, Kind.JSON})


@dataclass(frozen=True, slots=True)
class Painted:
    """One page as a PNG. ``pages`` is how many there are, 0 where that is not known.

    Without a picture ``png`` is empty and ``problem`` says why; beside a picture it says what the picture
    lacks.
    """

    png: bytes
    page: int
    pages: int
    problem: str = ""


class Painter(Confined):
    """Paints pages one after the other in a confined process; several threads may call it.

    Use it as a context manager, or close it. The process starts with the first page, and is replaced when
    another file comes, after 200 pages, and after a crash, a kill or a timeout. It does not answer for
    longer than ``limits.seconds``. ``command`` is how it is started, for other installations.
    """

    def __init__(self, limits: Limits = PAINTING, command: Sequence[str] = COMMAND) -> None:
        super().__init__(limits, command, _MOST_ANSWER)
        self._one_at_a_time = Lock()
        self._seen = b""

    @property
    def most_bytes(self) -> int:
        """Return how large a file may be; of a larger one no picture is made."""
        return self._limits.file_bytes

    def close(self) -> None:
        """Stop the confined process, once it has painted what it paints."""
        with self._one_at_a_time:
            self._end()

    def paint(self, content: bytes, name: str, page: int = 1, width: int = USUAL_WIDTH) -> Painted:
        """Return page ``page`` (from 1) of a file received under ``name``, ``width`` pixels wide.

        No side is longer than 1,600 pixels, and an image is not made larger than it is. Never raises because
        of the content.
        """
        detected = _detected(content, name)
        refused = self._refused(detected, len(content), page)
        if refused:
            return Painted(b"", page, 0, refused)
        question = PictureQuestion(content, detected.media, page, max(1, min(width, MOST_SIDE)))
        with self._one_at_a_time:
            try:
                pixels = self._pixels(question)
            except Stopped as end:
                self._end()
                return Painted(b"", page, 0, f"{detected.called}: the painter stopped: {end}; not shown")
        return Painted(_png(pixels), page, pixels.pages, _said(detected, pixels))

    def _refused(self, detected: Detected, size: int, page: int) -> str:
        if detected.media not in PAINTED:
            instead = "read its text" if detected.kind in _READ_INSTEAD else "open the original"
            return f"{detected.called}: not shown as a picture; {instead}"
        if size > self.most_bytes:
            most = size_in_words(self.most_bytes)
            return f"too large to show: {size_in_words(size)}, the limit is {most}"
        return "" if page >= 1 else f"there is no page {page}"

    def _pixels(self, question: PictureQuestion) -> Pixels:
        digest = sha256(question.content).digest()
        if digest != self._seen:
            self._end()
            self._seen = digest
        octets = self._ask(frames.picture_question_octets(question))
        try:
            return frames.pixels_of(octets)
        except ValueError:
            raise Stopped("it gave an answer that makes no sense") from None


def _detected(content: bytes, name: str) -> Detected:
    """Return what the bytes are; a BMP, whose mark is only two letters, by more of its head."""
    detected = detect(content, name)
    unknown = detected.kind is Kind.KEPT and detected.media == "application/octet-stream"
    if unknown and content[:2] == b"BM" and content[6:10] == bytes(4) and len(content) > _BMP_HEAD:
        return _BMP
    return detected


def _said(detected: Detected, pixels: Pixels) -> str:
    others = f"also carries the marks of {' and '.join(detected.also)}" if detected.also else ""
    return "; ".join(filter(None, (pixels.problem, others)))


def _png(pixels: Pixels) -> bytes:
    if not pixels.octets:
        return b""
    written = io.BytesIO()
    picture = Image.frombytes(pixels.mode, (pixels.width, pixels.height), pixels.octets)
    picture.save(written, "PNG", compress_level=_COMPRESS_LEVEL)
    return written.getvalue()
