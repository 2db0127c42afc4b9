"""Picking words of a text without script: every word of a stretch is a button; the first sets one end.

What must stay true: the form that the words are picked for goes along, all of it, in hidden fields. With
script, a selection by mouse fills the same fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from khronika.records.spans import Spans
from khronika.web.forms import TOKEN, Fields

_WORD = re.compile(r"\S+|\s+")
_AROUND = 900
_LONGEST_WORD = 60
_STEPS = frozenset({TOKEN, "pick", "at", "first", "picked", "back", "split"})
"""Fields of the picking itself."""


@dataclass(frozen=True, slots=True)
class PickWord:
    """One word with its place, and what a press on it makes of the spans."""

    text: str
    start: int
    spans: str
    inside: bool
    pending: bool
    ends_line: bool


@dataclass(frozen=True, slots=True)
class Picking:
    """A stretch of a text as words to pick for ``kind``. ``first`` is the end that is set already."""

    kind: str
    words: tuple[PickWord, ...]
    first: int | None
    begins: int
    earlier: int | None
    later: int | None
    kept: tuple[tuple[str, str], ...]


def picking_of(text: str, spans: Spans, kind: str, asked: Fields) -> Picking:
    """Return the words around ``spans`` to pick from, with the rest of the form that ``asked`` for them."""
    at = asked.number("at", spans[0][0] if spans else 0)
    low, high = max(0, at - _AROUND // 3), min(len(text), max(at, spans[-1][1] if spans else at) + _AROUND)
    high = min(high, low + 3 * _AROUND)
    low = text.rfind(" ", 0, low) + 1 if low else 0
    high = max(text.rfind(" ", low + 1, high), low + 1) if high < len(text) else high
    first = asked.number("first", -1) if asked.has("first") else None
    words = tuple(_words(text, (low, high), spans, first))
    earlier, later = max(0, low - _AROUND) if low else None, high if high < len(text) else None
    return Picking(kind, words, first, low, earlier, later, tuple(asked.but(*_STEPS)))


def _words(text: str, stretch: tuple[int, int], spans: Spans, first: int | None) -> list[PickWord]:
    low, high = stretch
    made: list[PickWord] = []
    for found in _WORD.finditer(text[low:high]):
        start, piece = found.start() + low, found.group()
        if piece.isspace():
            continue
        end = start + len(piece)
        begin = start if first is None else min(first, start)
        inside = any(a <= start < b for a, b in spans)
        close = end if first is None or start >= first else _end_of_word(text, first)
        picked = f"{begin}-{close}"
        ends = text[end : end + 1] in {"\n", "\r"}
        made.append(PickWord(piece[:_LONGEST_WORD], start, picked, inside, start == first, ends))
    return made


def _end_of_word(text: str, start: int) -> int:
    found = re.compile(r"\S+").match(text, start)
    return found.end() if found else start + 1
