"""Quotations: where words stand in quotation marks, whatever the marks and whether they close.

Read are “curly”, "straight", «guillemets», „low” and ‘single’ marks. A quotation that runs over
paragraphs, each re-opened with a mark, is one quotation with a piece in each paragraph. A mark that
never closes ends with its paragraph. Apostrophes are told from single marks by their neighbours; a
single mark that finds no partner in its paragraph is an apostrophe. Linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khronika.records.spans import Span, Spans

_DOUBLES = re.compile(r"[\"“”„‟«»]")
_SINGLES = re.compile(r"[‘’‚']")
_OPENERS = "([{—–-/…"
_NOT_OPENING = re.compile(r"'(?:em|tis|twas|til|n|\d\ds)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: its pieces with their marks. ``closed`` is false where the mark was lost."""

    pieces: Spans
    closed: bool = True
    single: bool = False

    @property
    def start(self) -> int:
        """Return where the opening mark stands."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Return the place after the closing mark."""
        return self.pieces[-1][1]


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Return the outermost quotations of ``text`` in order; no two overlap."""
    doubles = _double(text, paragraphs)
    singles = _single(text, paragraphs, doubles)
    both = sorted([*doubles, *singles], key=lambda q: (q.start, -q.end))
    outer: list[Quotation] = []
    for quotation in both:
        if not outer or quotation.start >= outer[-1].end:
            outer.append(quotation)
    return outer


def _before(text: str, at: int) -> str:
    return text[at - 1] if at > 0 else " "


def _after(text: str, at: int) -> str:
    return text[at + 1] if at + 1 < len(text) else " "


def _opens(text: str, at: int, opened: str) -> bool:
    """Tell whether the double mark at ``at`` opens, ``opened`` being the mark now open or empty."""
    mark = text[at]
    if mark in "„‟«":
        return True
    before, after = _before(text, at), _after(text, at)
    at_start = before.isspace() or before in _OPENERS
    if mark == "“":
        return opened != "„"
    if mark in "”»":
        return not opened and at_start and not after.isspace()
    if at_start and not after.isspace():
        return not opened or not before.isspace() or _starts_line(text, at)
    return at_start and not opened


def _starts_line(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _double(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    found: list[Quotation] = []
    pieces: list[Span] = []
    opened = ""
    for number, (start, end) in enumerate(paragraphs):
        begin = start if opened else -1
        for match in _DOUBLES.finditer(text, start, end):
            at = match.start()
            if opened and at == begin:
                continue
            if _opens(text, at, opened):
                if opened and text[at] in "„“" and begin >= 0:
                    found.append(Quotation((*pieces, (begin, at)), closed=False))
                    pieces = []
                elif opened:
                    continue
                begin, opened = at, text[at]
            elif opened:
                found.append(Quotation((*pieces, (begin, at + 1))))
                pieces, opened, begin = [], "", -1
        if not opened:
            continue
        pieces.append((begin, end))
        if not _goes_on(text, paragraphs, number, opened):
            found.append(Quotation(tuple(pieces), closed=False))
            pieces, opened = [], ""
    return found


def _goes_on(text: str, paragraphs: Sequence[Span], number: int, opened: str) -> bool:
    """Tell whether the next paragraph re-opens the quotation that this one leaves open."""
    if number + 1 >= len(paragraphs):
        return False
    return text[paragraphs[number + 1][0]] == opened


def _single(text: str, paragraphs: Sequence[Span], doubles: Sequence[Quotation]) -> list[Quotation]:
    regions = [piece for quotation in doubles for piece in quotation.pieces]
    starts = [start for start, _ in regions]

    def region(at: int) -> int:
        place = bisect_right(starts, at) - 1
        return place if place >= 0 and at < regions[place][1] else -1

    found: list[Quotation] = []
    for start, end in paragraphs:
        for opening, closings in _openings(text, start, end):
            fitting = [at for at in closings if region(at) == region(opening)]
            if region(opening) == -1 and fitting:
                strong = [at for at in fitting if _before(text, at) in '.,!?…”"']
                close = (strong or fitting)[0]
                found.append(Quotation(((opening, close + 1),), single=True))
    return found


def _openings(text: str, start: int, end: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each opening single mark with the marks that may close it, up to the next opening."""
    opening = -1
    closings: list[int] = []
    for match in _SINGLES.finditer(text, start, end):
        at = match.start()
        before, after = _before(text, at), _after(text, at)
        starts = (before.isspace() or before in _OPENERS or before in '“"') and after.isalnum()
        if text[at] in "‘‚" or (starts and text[at] == "'" and not _NOT_OPENING.match(text, at)):
            if opening >= 0:
                yield opening, closings
            opening, closings = at, []
        elif opening >= 0 and not before.isspace() and not after.isalnum():
            closings.append(at)
    if opening >= 0:
        yield opening, closings
