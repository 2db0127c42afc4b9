"""Contents that stop inside a quotation are carried to its end: nobody stops marking amid direct words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from khronika.reading.layout import Layout
from khronika.reading.tagging.tagger import Found
from khronika.records.spans import Span

PART: Final = 0.5
"""A content that holds this part of a quotation's characters holds the whole of it."""


def whole_quotations(layout: Layout, found: Sequence[Found]) -> list[Found]:
    """Return what was found, contents at the top carried to the end of quotations they mostly hold."""
    quoted = [piece for quotation in layout.quotations for piece in quotation.pieces]
    starts = [start for start, _ in quoted]
    marked = [span for f in found if not f.nested for span in (*f.content, f.cue, f.source)]
    taken = sorted({span for span in marked if span is not None})

    def carried(span: Span) -> Span:
        place = bisect_right(starts, span[1] - 1) - 1
        if place < 0:
            return span
        start, end = quoted[place]
        inside = min(span[1], end) - max(span[0], start)
        if span[1] >= end or inside < PART * (end - start) or span[0] > start:
            return span
        after = bisect_left(taken, (span[1], 0))
        free = after == len(taken) or taken[after][0] >= end
        return (span[0], end) if free else span

    return [
        f if f.nested or f.own else replace(f, content=tuple(carried(span) for span in f.content))
        for f in found
    ]
