"""Reading hostile formats in a separate, confined process, so that a crash takes nothing along.

What must stay true (with :mod:`khronika.intake.confined`): whatever becomes of the process, the file gets an
extraction that says so, and the next file a fresh process.
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.intake import frames
from khronika.intake.confined import INTERPRETER, Confined, Stopped
from khronika.intake.detect import detect
from khronika.intake.extraction import HOSTILE, extract_detected, stopped
from khronika.intake.limits import Limits
from khronika.records.item import Extraction

COMMAND = (*INTERPRETER, "khronika.intake.worker")


class Extractor(Confined):
    """Reads files one after the other: plain text here, hostile formats in a confined process.

    Use it as a context manager, from one thread at a time. The process starts with the first hostile
    file, serves up to 200 and is replaced after a crash, a kill or a timeout. ``command`` is how it is
    started, for other installations.
    """

    def __init__(self, limits: Limits | None = None, command: Sequence[str] = COMMAND) -> None:
        super().__init__(limits or Limits(), command)

    def extract(self, content: bytes, name: str) -> Extraction:
        """Return what can be read of ``content``; as :func:`khronika.intake.extract`, but apart."""
        detected = detect(content, name)
        too_large = len(content) > max(self._limits.file_bytes, self._limits.text_bytes)
        if detected.kind not in HOSTILE or too_large:
            return extract_detected(content, name, detected, self._limits)
        try:
            return self._extraction(content, name)
        except Stopped as end:
            self._end()
            return stopped(detected, str(end))

    def _extraction(self, content: bytes, name: str) -> Extraction:
        octets = self._ask(frames.question_octets(content, name))
        try:
            return frames.answer_of(octets)
        except ValueError:
            raise Stopped("it gave an answer that makes no sense") from None
