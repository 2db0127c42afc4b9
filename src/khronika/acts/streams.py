"""How much of a source is read at once: all of what can be read, of the rest a head and a stream."""

from __future__ import annotations

import io
from typing import BinaryIO

from khronika.acts.sources import Source
from khronika.intake.detect import Kind, detect
from khronika.intake.limits import Limits

_HEAD_BYTES = 1 << 16
_PIPE_BYTES = 1 << 20


def whole_or_head(limits: Limits, source: Source, stream: BinaryIO) -> tuple[bytes, BinaryIO | None]:
    """Return the whole content where it is to be read, else its head and a stream of everything."""
    large = source.size is not None and source.size > limits.text_bytes
    head = stream.read(_HEAD_BYTES if large else limits.text_bytes + 1)
    if not large and len(head) <= limits.text_bytes:
        return head, None
    readable = detect(head, source.name).kind is not Kind.KEPT
    if readable and source.size is not None and source.size <= limits.file_bytes:
        rest = stream.read(limits.file_bytes)
        if len(head) + len(rest) <= limits.file_bytes:
            return head + rest, None
        head += rest
    return head, io.BufferedReader(_Joined(head, stream), _PIPE_BYTES)


class _Joined(io.RawIOBase):
    """A head that was already read, then the rest of its stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head: BinaryIO | None = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # RawIOBase hands over any buffer
        content = self._head.read(len(view)) if self._head is not None else b""
        if not content:
            self._head = None
            content = self._rest.read(len(view))
        view[: len(content)] = content
        return len(content)
