"""A source's whole text, cut where highlights begin and end.

The cut is a sweep over the boundaries of all spans: they may overlap, nest, or stand in several pieces.
What must stay true: the pieces joined are the text, exactly, whatever the spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from khronika.records.item import Anchor
from khronika.records.spans import Span, Spans

_PARAGRAPH_END = re.compile(r"(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))+")


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words to be marked. ``kind`` is content, source, cue or figure; ``label`` the statement's.

    ``first`` is set on the first span of a statement's content: there the passage links back.
    """

    span: Span
    kind: str
    label: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the highlights that cover it, the outermost first.

    ``begins`` are the statements whose content begins here.
    """

    unredacted_text: str
    highlights: tuple[Highlight, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with the blank lines after it. ``page`` is 0 where the original has no pages."""

    number: int
    page: int
    new_page: bool
    pieces: tuple[Piece, ...]

    @property
    def unredacted_text(self) -> str:
        """Return the paragraph as it stands in the rendition."""
        return "".join(piece.unredacted_text for piece in self.pieces)

    @property
    def begins(self) -> tuple[str, ...]:
        """Return the labels of the statements whose content begins in this paragraph."""
        return tuple(label for piece in self.pieces for label in piece.begins)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the paragraphs of a text begin, and on which page and paragraph of the original."""

    starts: tuple[int, ...]
    anchors: tuple[Anchor, ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """Return page and paragraph at ``offset``; the page is 0 where the original has none."""
        known = bisect_right(self.anchors, offset, key=lambda anchor: anchor.span[0]) - 1
        anchor = self.anchors[known] if known >= 0 else None
        counted = bisect_right(self.starts, offset)
        if anchor is None or offset >= anchor.span[1]:
            return 0, counted
        return anchor.page, anchor.paragraph or counted


def layout_of(text: str, anchors: Iterable[Anchor]) -> Layout:
    """Return the layout of ``text``: paragraphs end at blank lines."""
    ends = [found.end() for found in _PARAGRAPH_END.finditer(text)]
    starts = [0, *(end for end in ends if end < len(text))] if text else []
    ordered = sorted(anchors, key=lambda anchor: anchor.span)
    return Layout(tuple(starts), tuple(ordered))


def clipped(spans: Spans, length: int) -> Spans:
    """Return the spans cut to a text of ``length`` code points, empty ones left out."""
    cut = ((max(start, 0), min(end, length)) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)


def paragraphs_of(text: str, layout: Layout, highlights: Sequence[Highlight]) -> tuple[Paragraph, ...]:
    """Return ``text`` as paragraphs of pieces. Highlights that leave the text are cut to it."""
    pieces = pieces_of(text, layout.starts, highlights)
    paragraphs: list[Paragraph] = []
    offset, page_before, gathered = 0, 0, list[Piece]()
    ends = [*layout.starts[1:], len(text)]
    for piece in pieces:
        gathered.append(piece)
        offset += len(piece.unredacted_text)
        number = len(paragraphs)
        if offset < ends[number]:
            continue
        page = layout.place(layout.starts[number])[0]
        paragraphs.append(Paragraph(number + 1, page, bool(page) and page != page_before, tuple(gathered)))
        page_before, gathered = page or page_before, []
    return tuple(paragraphs)


def pieces_of(text: str, breaks: Sequence[int], highlights: Sequence[Highlight]) -> list[Piece]:
    """Return ``text`` cut at ``breaks`` and wherever a highlight begins or ends."""
    inside = [h for h in highlights if clipped((h.span,), len(text))]
    inside.sort(key=lambda h: (h.span[0], -h.span[1]))
    bounds = {0, len(text), *breaks}
    for highlight in inside:
        bounds.update(clipped((highlight.span,), len(text))[0])
    cuts = sorted(bounds)
    pieces: list[Piece] = []
    coming, open_now = 0, list[Highlight]()
    for start, end in pairwise(cuts):
        begun = coming
        while coming < len(inside) and max(inside[coming].span[0], 0) <= start:
            coming += 1
        newly = inside[begun:coming]
        open_now = [h for h in open_now if h.span[1] > start] + newly
        begins = tuple(h.label for h in newly if h.first)
        pieces.append(Piece(text[start:end], tuple(open_now), begins))
    return pieces
