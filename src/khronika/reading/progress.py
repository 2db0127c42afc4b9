"""Where a long reading stands, told beside the result: on a terminal in one line that is written over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TextIO

_OFTEN: Final = 0.5
_SELDOM: Final = 10.0
"""Seconds between two lines, on a terminal and elsewhere."""

_MINUTE = 60


@dataclass(slots=True)
class Progress:
    """Documents, words a second, the part of the input that is done, and how long it may take.

    ``size`` is the length of the input in bytes, 0 where it is not known; ``clock`` gives seconds.
    """

    stream: TextIO
    clock: Callable[[], float]
    shown: bool
    over: bool
    size: int = 0
    documents: int = 0
    words: int = 0
    place: int = 0
    skipped: int = 0
    _began: float = 0.0
    _told: float = 0.0
    _open: bool = False

    def start(self, place: int, skipped: int) -> None:
        """Begin to count, behind what was read before."""
        self.place = self.skipped = place
        self.documents = skipped
        self._began = self._told = self.clock()

    def step(self, words: int, place: int) -> None:
        """Count one document; ``place`` is how many bytes of the input are behind it."""
        self.documents += 1
        self.words += words
        self.place = place
        now = self.clock()
        if self.shown and now - self._told >= (_OFTEN if self.over else _SELDOM):
            self._told = now
            self._tell(now)

    def clear(self) -> None:
        """Make room for another line."""
        if self._open:
            self.stream.write("\r\x1b[K")
            self._open = False

    def end(self) -> None:
        """Say the last word, on a line of its own."""
        if self.shown:
            self._tell(self.clock())
            if self._open:
                self.stream.write("\n")
                self._open = False

    def line(self, now: float) -> str:
        """Return where it stands at ``now``."""
        took = max(now - self._began, 1e-6)
        parts = [
            f"{self.documents:,} documents",
            f"{self.words:,} words",
            f"{self.words / took:,.0f} words/s",
        ]
        if self.size:
            parts.append(f"{100 * self.place / self.size:.0f} %")
            done = self.place - self.skipped
            left = (self.size - self.place) * took / done if done > 0 else 0.0
            if left >= 1:
                parts.append(f"about {_spoken(left)} left")
        return ", ".join(parts)

    def _tell(self, now: float) -> None:
        if self.over:
            self.stream.write(f"\r\x1b[K{self.line(now)}")
            self._open = True
        else:
            self.stream.write(f"khronika: {self.line(now)}\n")
        self.stream.flush()


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < _MINUTE else f"{seconds / _MINUTE:.0f} min"
