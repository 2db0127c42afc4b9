"""Quotations: where words stand in quotation marks, whatever the marks and whether they close.

Read are “curly”, "straight", «guillemets», „low” and ‘single’ marks. A quotation that runs over
paragraphs, each re-opened with a mark, is one quotation with a piece in each paragraph. A mark that
never closes ends with its paragraph. Marks of another pair inside a quotation are nested and end
nothing, so long as the outer one may still close; so are guillemets inside guillemets where the
paragraph has as many of one as of the other. Apostrophes are told from single marks by their
neighbours; a single mark that finds no partner in its paragraph is an apostrophe. Linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from khronika.records.spans import Span, Spans

_DOUBLES = re.compile(r"[\"“”„‟«»]")
_SINGLES = re.compile(r"[‘’‚']")
_OPENERS = "([{—–-/…"
_CLOSERS = {"«": "»", "»": "«", "„": "“”", "‟": "”", "“": "”", "”": "”", '"': '"'}
_DOUBLE_CLOSERS = '»«“”"'
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


class _Role(Enum):
    """What a double mark does where it stands."""

    OPENS = auto()
    CLOSES = auto()
    OPENS_AGAIN = auto()
    """Opens a quotation; the one before it lost its closing mark."""
    ENTERS = auto()
    LEAVES = auto()
    NOTHING = auto()


def _at_start(text: str, at: int) -> bool:
    """Tell whether a mark stands where one opens: after a space or an opening sign, before neither."""
    before = _before(text, at)
    return (before.isspace() or before in _OPENERS) and not _after(text, at).isspace()


def _opens(text: str, at: int, opened: str) -> bool:
    """Tell whether the double mark at ``at`` opens, ``opened`` being the mark now open or empty."""
    mark = text[at]
    if mark in "„‟«":
        return True
    if mark == "“":
        return opened != "„"
    if mark in "”»":
        return not opened and _at_start(text, at)
    if _at_start(text, at):
        return not opened or not _before(text, at).isspace() or _starts_line(text, at)
    before = _before(text, at)
    return not opened and (before.isspace() or before in _OPENERS)


@dataclass(slots=True)
class _Open:
    """A quotation while it is read in one paragraph: its opening mark, and the marks open inside it."""

    mark: str
    balanced: bool
    """Whether guillemets may nest in guillemets here."""
    last: int
    """Up to where the quotation may still close; marks of another pair nest before that place alone."""
    inner: list[str] = field(default_factory=list)

    def met(self, text: str, at: int) -> _Role:
        """Return what the mark at ``at`` does, and keep it where it opens or closes something inside."""
        role = self._role(text, at)
        if role is _Role.ENTERS:
            self.inner.append(text[at])
        elif role is _Role.LEAVES:
            self.inner.pop()
        return role

    def _role(self, text: str, at: int) -> _Role:
        mark = text[at]
        if self.inner and mark in _CLOSERS[self.inner[-1]]:
            return _Role.LEAVES
        if mark in _CLOSERS[self.mark]:
            again = mark == '"' and _opens(text, at, self.mark)
            return _Role.NOTHING if again else _Role.CLOSES
        if mark == self.mark == "«":
            return _Role.ENTERS if self.balanced else _Role.NOTHING
        opens = _opens(text, at, self.mark)
        if mark != self.mark and at < self.last and (opens or (mark == '"' and _at_start(text, at))):
            return _Role.ENTERS
        if opens:
            return _Role.OPENS_AGAIN if mark in "„“" else _Role.NOTHING
        return _Role.LEAVES if self.inner else _Role.CLOSES


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """What of a paragraph tells whether a quotation in it will close."""

    balanced: bool
    """Whether it has as many closing guillemets as opening ones."""
    end: int
    following: str
    """The first character of the next paragraph, or nothing."""
    lasts: dict[str, int]
    """Where each closing mark stands last."""

    @classmethod
    def of(cls, text: str, start: int, end: int, following: str) -> _Paragraph:
        """Look through a paragraph once."""
        balanced = text.count("«", start, end) == text.count("»", start, end)
        lasts = {mark: text.rfind(mark, start, end) for mark in _DOUBLE_CLOSERS}
        return cls(balanced, end, following, lasts)

    def begun(self, mark: str) -> _Open:
        """Return a quotation that ``mark`` opens here."""
        lasting = mark in {"«", self.following}
        last = self.end if lasting else max(self.lasts[closer] for closer in _CLOSERS[mark])
        return _Open(mark, self.balanced, last)


def _starts_line(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _double(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    found: list[Quotation] = []
    pieces: list[Span] = []
    opened: _Open | None = None
    for number, (start, end) in enumerate(paragraphs):
        following = text[paragraphs[number + 1][0]] if number + 1 < len(paragraphs) else ""
        paragraph = _Paragraph.of(text, start, end, following)
        begin = start
        if opened is not None:
            opened = paragraph.begun(opened.mark)
        for match in _DOUBLES.finditer(text, start + (opened is not None), end):
            at = match.start()
            if opened is None:
                if _opens(text, at, ""):
                    begin, opened = at, paragraph.begun(text[at])
                continue
            role = opened.met(text, at)
            if role is _Role.CLOSES:
                found.append(Quotation((*pieces, (begin, at + 1))))
                pieces, opened = [], None
            elif role is _Role.OPENS_AGAIN:
                found.append(Quotation((*pieces, (begin, at)), closed=False))
                pieces, begin, opened = [], at, paragraph.begun(text[at])
        if opened is None:
            continue
        pieces.append((begin, end))
        if opened.mark != following:
            found.append(Quotation(tuple(pieces), closed=False))
            pieces, opened = [], None
    return found


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
