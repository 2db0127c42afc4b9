"""Spans of a rendition's text.

A span is ``(start, end)``, half open, in Unicode code points of the text as taken in. Words that stand
in several places (a quotation broken by its speaker) are several spans in the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the source with the place where they stand.

    ``text`` is how the desk writes them ("Orvan"); ``spans`` is where the source has them. A name
    that is understood from the context but not written has no span.
    """

    text: str
    spans: Spans = ()


def words_of(text: str, spans: Spans) -> str:
    """Return the words at ``spans``, pieces joined by `` … ``."""
    return " … ".join(text[start:end] for start, end in spans)


def fits(spans: Spans, length: int) -> bool:
    """Tell whether every span is non-empty, inside ``length`` code points, in order and apart."""
    last = 0
    for start, end in spans:
        if not last <= start < end <= length:
            return False
        last = end
    return True
