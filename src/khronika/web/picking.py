"""Picking words of a text without script: every word of a stretch is a link; the first sets one end.

With script, a selection by mouse fills the same fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from khronika.records.spans import Spans
from khronika.web.forms import Fields

_WORD = re.compile(r"\S+|\s+")
_AROUND = 900
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class PickWord:
    """One word with its place, and what a press on it makes of the spans."""

    text: str
    space: str
    spans: str
    inside: bool
    pending: bool


@dataclass(frozen=True, slots=True)
class Picking:
    """A stretch of a text as words to pick. ``first`` is the end that is set already."""

    words: tuple[PickWord, ...]
    first: int | None
    begins: int
    earlier: int | None
    later: int | None


def picking_of(text: str, spans: Spans, query: Fields) -> Picking | None:
    """Return the words around ``spans`` to pick from; ``None`` where nobody asked to pick."""
    if not query.has("pick"):
        return None
    at = query.number("at", spans[0][0] if spans else 0)
    low, high = max(0, at - _AROUND // 3), min(len(text), max(at, spans[-1][1] if spans else at) + _AROUND)
    high = min(high, low + 3 * _AROUND)
    low = text.rfind(" ", 0, low) + 1 if low else 0
    high = max(text.rfind(" ", low + 1, high), low + 1) if high < len(text) else high
    first = query.number("first", -1) if query.has("first") else None
    words = tuple(_words(text, (low, high), spans, first))
    earlier = max(0, low - _AROUND) if low else None
    return Picking(words, first, low, earlier, high if high < len(text) else None)


def _words(text: str, stretch: tuple[int, int], spans: Spans, first: int | None) -> list[PickWord]:
    low, high = stretch
    made: list[PickWord] = []
    pieces = [(found.start() + low, found.group()) for found in _WORD.finditer(text[low:high])]
    for place, (start, piece) in enumerate(pieces):
        if piece.isspace():
            continue
        end = start + len(piece)
        begin = start if first is None else min(first, start)
        after = pieces[place + 1][1] if place + 1 < len(pieces) else ""
        inside = any(a <= start < b for a, b in spans)
        close = end if first is None or start >= first else _end_of_word(text, first)
        made.append(
            PickWord(piece[:_LONGEST_WORD], after[:2], f"{begin}-{close}", inside, pending=start == first)
        )
    return made


def _end_of_word(text: str, start: int) -> int:
    found = re.compile(r"\S+").match(text, start)
    return found.end() if found else start + 1
