"""What the tagger leaves in pieces and nobody would: a quotation cut short, one utterance given as two."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from khronika.reading.layout import Layout
from khronika.reading.tagging.tagger import Found
from khronika.records.spans import Span

PART: Final = 0.5
"""A content that holds this part of a quotation's characters holds the whole of it."""

SHORT: Final = 30
"""Characters between two pieces of one utterance that belong to it."""

_ARTICLES: Final = frozenset({"the", "a", "an"})
_NAME_ON: Final = re.compile(r"(?:[ ][^\W\d_a-zа-я][\w’'-]*)+")
"""Capitalised words that go on from a name."""

_NOUN_ON: Final = re.compile(r"[ ][\w’'-]+(?:[ ][^\W\d_a-zа-я][\w’'-]*)*")

_ENDED: Final = re.compile(r"[.!?…]")
"""Where a sentence has ended, even inside of a quotation («…, — сказала она. — Там …»)."""


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


def whole_sources(text: str, found: Sequence[Found]) -> list[Found]:
    """Return what was found, sources that end inside of a name or after an article carried to its end."""
    marked = [span for f in found for span in (*f.content, f.cue)]
    starts = sorted(span[0] for span in marked if span is not None)

    def carried(span: Span) -> Span:
        last = text[slice(*span)].rpartition(" ")[2]
        more = _NAME_ON if last[:1].isupper() and last.lower() not in _ARTICLES else None
        if text[slice(*span)].lower() in _ARTICLES:
            more = _NOUN_ON
        on = more.match(text, span[1]) if more is not None else None
        if on is None:
            return span
        after = bisect_left(starts, span[1])
        return (span[0], on.end()) if after == len(starts) or starts[after] >= on.end() else span

    return [f if f.source is None else replace(f, source=carried(f.source)) for f in found]


def one_utterance(layout: Layout, found: Sequence[Found]) -> list[Found]:
    """Return what was found, contents of one sentence under the same words of source and cue made one.

    What stands between two of them, short and no source or cue, goes with them.
    """
    starts = [sentence.start for sentence in layout.sentences]
    taken = sorted({span for f in found for span in (f.cue, f.source) if span is not None})
    kept: list[Found] = []
    last: dict[tuple[Span, Span, bool, int], int] = {}
    for item in sorted(found, key=lambda f: f.content[0]):
        if item.cue is None or item.source is None or item.own:
            kept.append(item)
            continue
        key = (item.cue, item.source, item.nested, bisect_right(starts, item.content[0][0]))
        place = last.setdefault(key, len(kept))
        if place == len(kept) or _ENDED.search(layout.text, kept[place].content[-1][1], item.content[0][0]):
            last[key] = len(kept)
            kept.append(item)
        else:
            kept[place] = _joined(kept[place], item, taken)
    return kept


def _joined(one: Found, other: Found, taken: Sequence[Span]) -> Found:
    """Return two pieces as one; the acts are those of the longer."""
    longer = max(one, other, key=lambda f: sum(e - s for s, e in f.content))
    spans: list[Span] = []
    for start, end in sorted({*one.content, *other.content}):
        between = (spans[-1][1], start) if spans else (0, 0)
        after = bisect_left(taken, between)
        free = after == len(taken) or taken[after][0] >= start
        if spans and between[1] - between[0] <= SHORT and free:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    extras = {extra.span: extra for extra in (*one.extras, *other.extras)}
    return replace(longer, content=tuple(spans), extras=tuple(extras[span] for span in sorted(extras)))
