"""Paragraphs laid one after the other: the text of every rendition that is not the file itself.

What must stay true: paragraphs are separated by exactly one blank line; no paragraph holds a blank
line; each anchor's span is its paragraph, in code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from khronika.records.item import Anchor
from khronika.records.problems import Problem
from khronika.records.spans import Span

FILE = "file"
GAP = "\n\n"
_BLANK_LINES = re.compile(r"(?>\r\n?|\n)[^\S\r\n]*(?>\r\n?|\n)\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph before it has its place. ``page`` and ``number`` count from 1, 0 for none."""

    text: str
    page: int = 0
    number: int = 0


def lay(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[Anchor, ...]]:
    """Return the text of ``paragraphs`` and an anchor for each; empty ones are dropped.

    Paragraphs that follow one another under the same ``number`` (0 apart) are pieces of one paragraph
    that runs over a page: they are joined by a space, each piece keeping its own anchor.
    """
    pieces: list[str] = []
    anchors: list[Anchor] = []
    place, number, last = 0, 0, 0
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        continued = bool(pieces) and paragraph.number != 0 and paragraph.number == last
        if pieces:
            gap = " " if continued else GAP
            pieces.append(gap)
            place += len(gap)
        number += not continued
        last = paragraph.number
        span = (place, place + len(paragraph.text))
        anchors.append(Anchor(span, page=paragraph.page, paragraph=number))
        pieces.append(paragraph.text)
        place = span[1]
    return "".join(pieces), tuple(anchors)


def blocks(text: str) -> Iterator[Span]:
    """Yield the spans of runs of lines that are not blank, without the white space around them."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    while start < end:
        gap = _BLANK_LINES.search(text, start, end)
        if gap is None:
            yield start, end
            return
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``number`` with its noun: ``1 page``, ``3 pages``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def first_anchors(anchors: tuple[Anchor, ...], limit: int) -> tuple[tuple[Anchor, ...], tuple[Problem, ...]]:
    """Return at most ``limit`` anchors, with the problem that says so where there were more."""
    if len(anchors) <= limit:
        return anchors, ()
    said = Problem(FILE, f"only the first {counted(limit, 'paragraph')} have places in the original")
    return anchors[:limit], (said,)
