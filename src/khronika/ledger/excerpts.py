"""Excerpts: the part of a long text in which the words of a search stand close together.

What must stay true: what is looked at is the text given, never the index; a hostile text costs no more than
:data:`LOOKED_THROUGH` characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from khronika.ledger.search import MOST_WORDS
from khronika.ledger.shadow import words_of
from khronika.ledger.spotting import spotted
from khronika.records.spans import Spans

LOOKED_THROUGH = 200_000
_CLOSELY = 40_000
"""Characters that are compared word by word, where the words do not stand as they were typed."""
_PIECE = 20_000
_BEFORE, _LONGEST = 100, 320
_MOST_PLACES = 400


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words out of a text; ``matched`` are the spans of them that were looked for.

    ``before`` and ``after`` tell that the text goes on there.
    """

    words: str
    matched: Spans = ()
    before: bool = False
    after: bool = False


def excerpt_of(text: str, query: str) -> Excerpt | None:
    """Return the excerpt in which most words of ``query`` stand, ``None`` where none was found."""
    text = text[:LOOKED_THROUGH]
    places = _as_typed(text, query)
    if len({word for _, word in places}) < len(set(words_of(query))):
        places = _as_heard(text, query) or places
    if not places:
        return None
    start, end = _around(text, _densest(places))
    words = text[start:end]
    return Excerpt(words, spotted(words, query), start > 0, end < len(text))


def _as_typed(text: str, query: str) -> list[tuple[int, str]]:
    """Return where words begin as they were typed, whatever their case."""
    sought = dict.fromkeys([*query.split(), *words_of(query)])
    beginnings = [re.escape(word) for word in list(sought)[:MOST_WORDS] if word[:1].isalnum()]
    if not beginnings:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(beginnings)})", re.IGNORECASE)
    found = ((one.start(), one[0].casefold()) for one in pattern.finditer(text))
    return [place for place, _ in zip(found, range(_MOST_PLACES), strict=False)]


def _as_heard(text: str, query: str) -> list[tuple[int, str]]:
    """Return where the words, or names that sound like them, stand near the beginning of a text."""
    return [
        (start + low, text[start + low : start + high].casefold())
        for start in range(0, min(len(text), _CLOSELY), _PIECE)
        for low, high in spotted(text[start : start + _PIECE], query)
    ]


def _densest(places: list[tuple[int, str]]) -> int:
    """Return the first place after which most different words follow within one excerpt."""
    starts = [start for start, _ in places]
    best, most = places[0][0], 0
    for number, (start, _) in enumerate(places):
        last = bisect_right(starts, start + _LONGEST - _BEFORE)
        different = len({word for _, word in places[number:last]})
        if different > most:
            best, most = start, different
    return best


def _around(text: str, place: int) -> tuple[int, int]:
    """Return where an excerpt about a place begins and ends: between words, where there is a space."""
    start = max(0, place - _BEFORE)
    if start:
        start = max(start, text.find(" ", start, place) + 1)
    end = min(len(text), start + _LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", place + 1, end), 0) or end
    return start, end
