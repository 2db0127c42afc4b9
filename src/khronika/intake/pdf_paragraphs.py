"""From lines with their places to paragraphs; headers, footers and page numbers taken out.

A new paragraph begins after a larger gap, an indent, a change of size, or a short line that ends a
sentence. What must stay true: every line that is not furniture is in exactly one paragraph, in order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from khronika.intake.paragraphs import Paragraph
from khronika.intake.pdf_lines import SOFT_HYPHEN, Line

_ITEM = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\s|[•▪◦*–—-]\s")
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = (".", "!", "?", "…", "”", '"', "»", ":", "؟", "。")
_BROKEN = re.compile(f"(\\w{{0,40}}){SOFT_HYPHEN}+(\\w{{0,40}})")
_MARKS = ".,;:!?()«»“”\"'"
_EDGE = 2
_GAP = 1.3
_WIDEST_PITCH = 2.2
_INDENT = 0.8
_SIZE = 1.12
_SHORT = 0.75
_FEW_PAGES = 3


def without_furniture(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], int]:
    """Return ``pages`` without lines repeated at their edges, and how many lines that was.

    Numbers count as equal. A line is furniture where it stands among the two highest or two lowest of
    at least half of the pages, and of three pages or more, and a gap sets it off from what is between.
    """
    edges = [_edge_lines(page) for page in pages]
    seen = Counter(form for page in edges for form in {_form(line) for line in page})
    enough = max(_FEW_PAGES, (len(pages) + 1) // 2)
    repeated = {form for form, times in seen.items() if times >= enough}
    kept = [
        [line for line in page if line not in edge or _form(line) not in repeated]
        for page, edge in zip(pages, edges, strict=True)
    ]
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _edge_lines(page: list[Line]) -> set[Line]:
    """Return the lines at the one or two highest and lowest heights that a gap sets off from the rest."""
    rows = sorted({(round(line.base), round(line.foot)) for line in page}, reverse=True)
    wide = _pitch(page) * _GAP if page else 0.0
    edge: set[int] = set()
    for count in range(1, min(_EDGE, len(rows) - 1) + 1):
        if rows[count - 1][1] - rows[count][0] > wide:
            edge |= {base for base, _ in rows[:count]}
        if rows[-count - 1][1] - rows[-count][0] > wide:
            edge |= {base for base, _ in rows[-count:]}
    return {line for line in page if round(line.base) in edge}


def _form(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def paragraphs_of_pages(pages: Sequence[list[Line]]) -> Iterator[Paragraph]:
    """Yield the paragraphs; one that runs over a page is two with the same number."""
    compounds = {word for page in pages for line in page for word in _compounds(line.text)}
    number, open_end = 0, False
    for page_number, page in enumerate(pages, 1):
        for place, lines in enumerate(_grouped(page)):
            text = _joined(lines, compounds)
            runs_on = place == 0 and open_end and text[:1].islower()
            number += not runs_on
            yield Paragraph(text, page=page_number, number=number)
            open_end = not text.endswith(_SENTENCE_END)


def _compounds(text: str) -> Iterator[str]:
    for word in text.split():
        if "-" in word[1:-1]:
            yield word.strip(_MARKS).casefold()


def _grouped(page: list[Line]) -> Iterator[list[Line]]:
    if not page:
        return
    pitch = _pitch(page)
    width = max(line.right for line in page) - min(line.left for line in page)
    short = min(line.left for line in page) + width * _SHORT
    group = [page[0]]
    for above, line in pairwise(page):
        if _breaks(above, line, pitch, short, first=len(group) == 1):
            yield group
            group = []
        group.append(line)
    yield group


def _pitch(page: list[Line]) -> float:
    gaps = [a.foot - b.base for a, b in pairwise(page)]
    sizes = median(line.size for line in page) or 10
    usual = [gap for gap in gaps if sizes / 2 < gap < sizes * _WIDEST_PITCH]
    return median(usual) if usual else sizes * _GAP


def _breaks(above: Line, line: Line, pitch: float, short: float, *, first: bool) -> bool:
    if above.text.endswith(SOFT_HYPHEN):
        return False
    step = above.foot - line.base
    if abs(step) < pitch / 4:
        return False
    ended = above.text.endswith(_SENTENCE_END)
    if step < 0:
        return ended or not line.text[:1].islower()
    larger, smaller = max(above.size, line.size), max(min(above.size, line.size), 0.1)
    if _ITEM.match(line.text) and (ended or _ITEM.match(above.text) or above.right < short):
        return True
    if step > pitch * _GAP or larger > smaller * _SIZE:
        return True
    indented = line.left - above.left > _INDENT * line.size and not first
    return ended and (indented or above.right < short)


def _joined(lines: list[Line], compounds: set[str]) -> str:
    pieces = [lines[0].text]
    for above, line in pairwise(lines):
        if _splits_word(above.text, line.text):
            pieces[-1] = pieces[-1][:-1] + SOFT_HYPHEN
        elif not above.text.endswith(SOFT_HYPHEN):
            pieces.append(" ")
        pieces.append(line.text)
    return _BROKEN.sub(lambda word: _mended(word[1], word[2], compounds), "".join(pieces))


def _splits_word(text: str, following: str) -> bool:
    return text[-1:] in {"-", "\u2010"} and text[-2:-1].isalnum() and following[:1].isalnum()


def _mended(before: str, after: str, compounds: set[str]) -> str:
    """Return a word that was broken at a hyphen.

    The hyphen stays where the document shows it elsewhere, beside a figure, before a capital, and at the
    end of a page.
    """
    compound = f"{before}-{after}"
    if compound.casefold() in compounds or not after or not after[0].islower() or not before.isalpha():
        return compound
    return before + after
