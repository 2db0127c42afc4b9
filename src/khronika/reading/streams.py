"""Where JSON Lines come from and where they go: whole lines, and a stopped run that can be gone on with.

What must stay true: a line is written by one call and what was begun is cut off, so that a run stopped at any
moment leaves whole lines; going on changes no line that is there.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

from khronika.errors import KhronikaError, UsageFault
from khronika.reading.lines import LONGEST, Asked, Wanted, asked, difference

STANDARD = "-"
_PRIVATE = 0o600
_OTHER = "give the same input and options, or write to another file"


@dataclass(slots=True)
class Source:
    """The input, a line at a time: of ``size`` bytes, 0 where unknown, ``place`` were taken."""

    stream: BinaryIO
    size: int = 0
    place: int = 0
    line: int = 0

    def documents(self) -> Iterator[Asked]:
        """Yield what each line asks that is not blank. The end of a line that is too long is passed over."""
        while given := self.stream.readline(LONGEST + 1):
            self.line += 1
            self.place += len(given)
            if len(given) > LONGEST:
                self._pass_over(given)
            if given.strip():
                yield asked(self.line, given)

    def _pass_over(self, given: bytes) -> None:
        while given and not given.endswith(b"\n"):
            given = self.stream.readline(LONGEST)
            self.place += len(given)


@dataclass(slots=True)
class Sink:
    """Where lines go. Of a file, ``whole`` bytes are known to be whole lines; a pipe cannot be cut."""

    stream: FileIO | BinaryIO
    is_file: bool = False
    whole: int = 0

    def write(self, line: bytes) -> None:
        """Write one line to its end."""
        left = memoryview(line)
        while left:
            left = left[self.stream.write(left) or 0 :]
        self.stream.flush()
        self.whole += len(line)

    def cut(self) -> None:
        """Take away what stands behind the last whole line."""
        if self.is_file:
            self.stream.truncate(self.whole)
            self.stream.seek(self.whole)


@dataclass(slots=True)
class Kept:
    """What an earlier run left: documents answered, and those of them with a problem."""

    documents: int = 0
    problems: int = 0


def source_of(name: str, standard: BinaryIO, stack: ExitStack) -> Source:
    """Open the input, to be closed with ``stack``.

    Raises:
        KhronikaError: it cannot be opened.
    """
    if name == STANDARD:
        return Source(standard)
    try:
        stream = stack.enter_context(Path(name).open("rb"))  # noqa: SIM115 - the stack closes it
        found = os.fstat(stream.fileno())
    except (OSError, ValueError) as fault:
        raise KhronikaError(
            f"{name} cannot be read: {_words(fault)}", "name a file, or - for standard input"
        ) from fault
    return Source(stream, found.st_size if stat.S_ISREG(found.st_mode) else 0)


def sink_of(name: str, source: Source, standard: BinaryIO, stack: ExitStack, *, keep: bool) -> Sink:
    """Open the output, emptied unless ``keep``, to be closed with ``stack``; a new file is its owner's alone.

    Raises:
        UsageFault: it is the input, or cannot be gone on with.
        KhronikaError: it cannot be opened.
    """
    if name == STANDARD:
        if keep:
            raise UsageFault(
                "standard output cannot be gone on with", "name the file that was begun with -o FILE"
            )
        return Sink(standard)
    try:
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
        stream = stack.enter_context(FileIO(handle, "r+"))
        found = os.fstat(handle)
        same = os.path.samestat(found, os.fstat(source.stream.fileno()))
    except (OSError, ValueError) as fault:
        raise KhronikaError(
            f"{name} cannot be written: {_words(fault)}", "name another place with -o"
        ) from fault
    is_file = stat.S_ISREG(found.st_mode)
    if same and is_file:
        raise UsageFault(f"{name} is the input", "name another place with -o")
    if keep and not is_file:
        raise UsageFault(f"{name} is no file that can be gone on with", "leave out --resume")
    sink = Sink(stream, is_file)
    if not keep:
        sink.cut()
    return sink


def go_on(name: str, sink: Sink, documents: Iterator[Asked], wanted: Wanted) -> Kept:
    """Pass over the documents that ``sink`` answers already, and cut off a line that was only begun.

    Raises:
        UsageFault: what is there is not the beginning of this run's output. Nothing was changed.
    """
    kept = Kept()
    with open(sink.stream.fileno(), "rb", closefd=False) as written:
        whole = 0
        for line in written:
            if not line.endswith(b"\n"):
                break
            record = _record(name, kept.documents + 1, line)
            asking = next(documents, None)
            if asking is None:
                raise UsageFault(f"{name} answers more documents than the input has", _OTHER)
            why = difference(record, asking, wanted)
            if why:
                raise UsageFault(f"{name} cannot be gone on with: {why}", _OTHER)
            kept.documents += 1
            kept.problems += "problem" in record
            whole += len(line)
    sink.whole = whole
    sink.cut()
    return kept


def _record(name: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or not ("statements" in record or "problem" in record):
        raise UsageFault(f"{name} cannot be gone on with: its line {number} is not of this command", _OTHER)
    return record


def _words(fault: Exception) -> str:
    words = fault.strerror if isinstance(fault, OSError) else str(fault)
    return (words or "no such place").lower()
