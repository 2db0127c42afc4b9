"""Paragraphs, blocks and sentences of a text.

A *paragraph* is what blank lines (or lines that end a sentence) set apart. A *block* is one paragraph, or
several that belong together: a quotation that runs over them, a paragraph cut after a comma. A
*sentence* lies in one block; full stops inside a quotation do not end it. Sentences longer than
``LONGEST`` are cut, so that no rule meets a sentence without bound. Linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from khronika.reading.quotations import Quotation, quotations
from khronika.reading.tokens import QUOTE, Token, tokens_of
from khronika.records.spans import Span

_LONGEST_ABBREVIATION = 20

LONGEST = 1500
_LINE = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…]++[”\"’'»)\]]*+(?=\s|$)")
_ENDS_LINE = re.compile(r"[.!?…:][”\"’'»)\]]*+$")
_BULLET = re.compile(r"(?:[-–—*•]|\d{1,2}[.)])\s")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_SHORT_LINE = 45
_AND = re.compile(r"[;,]\s(?:and|or)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span, the block it stands in, whether it starts and ends the block."""

    start: int
    end: int
    block: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its paragraphs, outermost quotations, blocks and sentences."""

    text: str
    paragraphs: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    blocks: tuple[Span, ...]
    sentences: tuple[Sentence, ...]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Return the tokens of ``[start, end)``, each outermost quotation as one token."""
        found: list[Token] = []
        at = start
        first_number = bisect_left(self.quotations, start + 1, key=_end_of)
        for number in range(first_number, len(self.quotations)):
            quotation = self.quotations[number]
            if quotation.start >= end:
                break
            if quotation.start > at:
                found += tokens_of(self.text, at, quotation.start)
            first, last = max(start, quotation.start), min(end, quotation.end)
            words = self.text[first:last]
            found.append(Token(first, last, words, "“”", QUOTE, number))
            at = last
        if at < end:
            found += tokens_of(self.text, at, end)
        return found


def lay_out(
    text: str, abbreviations: AbstractSet[str] = frozenset(), asked: re.Pattern[str] | None = None
) -> Layout:
    """Return the layout of ``text``.

    ``abbreviations`` are words, lower case, that keep their stop; ``asked`` matches, right after a quotation
    that ends in a question or exclamation mark, words that still belong to it (“Why?” Lund asked.).
    """
    paragraphs = _paragraphs(text)
    quoted = quotations(text, paragraphs)
    blocks = _blocks(text, paragraphs, quoted)
    found: list[Sentence] = []
    for number, (start, end) in enumerate(blocks):
        cuts = _sentence_ends(text, (start, end), quoted, abbreviations)
        cuts = [cut for cut in cuts if not _goes_with_quote(text, cut, asked)]
        found += _sentences(text, number, (start, end), cuts)
    return Layout(text, tuple(paragraphs), tuple(quoted), tuple(blocks), tuple(found))


def _start_of(quotation: Quotation) -> int:
    return quotation.start


def _end_of(quotation: Quotation) -> int:
    return quotation.end


def _stripped(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    return (start + left, start + right) if left < right else None


def _paragraphs(text: str) -> list[Span]:
    lines = [span for m in _LINE.finditer(text) if (span := _stripped(text, *m.span()))]
    widest = max((end - start for start, end in lines), default=0)
    found: list[Span] = []
    for start, end in lines:
        if found and not _breaks(text, found[-1], (start, end), widest):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _breaks(text: str, before: Span, line: Span, widest: int) -> bool:
    """Tell whether ``line`` starts a paragraph after the one that so far spans ``before``."""
    gap = text[before[1] : line[0]]
    if gap.count("\n") > 1:
        return True
    tail = text[max(before[0], before[1] - 200) : before[1]]
    last = tail.rpartition("\n")[2]
    if _NUMBERED.match(last) and len(last) < 2 * _SHORT_LINE and text[line[0]].isupper():
        return True
    if _ENDS_LINE.search(last[-12:]) or _BULLET.match(text, line[0], min(line[1], line[0] + 6)):
        return True
    return widest > 2 * _SHORT_LINE and len(last) < _SHORT_LINE and not text[line[0]].islower()


def _blocks(text: str, paragraphs: Sequence[Span], quoted: Sequence[Quotation]) -> list[Span]:
    over = sorted((q.start, q.end) for q in quoted if len(q.pieces) > 1)
    found: list[Span] = []
    ahead = 0
    for start, end in paragraphs:
        while ahead < len(over) and over[ahead][1] <= start:
            ahead += 1
        inside = ahead < len(over) and over[ahead][0] < start
        if found and (inside or _continues(text, found[-1], start)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _continues(text: str, before: Span, start: int) -> bool:
    """Tell whether a paragraph was cut: it ends in a comma, or the next starts in small letters."""
    tail = text[max(before[0], before[1] - 8) : before[1]].rstrip("”\"’'» ")
    if tail.endswith(":") and text[start] in '“"«„‘':
        return before[1] - before[0] < LONGEST
    if _BULLET.match(text, start, start + 6) and (tail.endswith((" to:", ":", ";")) or _AND.search(tail)):
        return before[1] - before[0] < LONGEST
    if tail.endswith(","):
        return before[1] - before[0] < LONGEST * 4
    return text[start].islower() and not tail.endswith((".", "!", "?", ":", "…", ";"))


def _sentence_ends(
    text: str, block: Span, quoted: Sequence[Quotation], abbreviations: AbstractSet[str]
) -> list[int]:
    cuts = []
    for match in _END.finditer(text, *block):
        place = bisect_right(quoted, match.start(), key=_start_of) - 1
        if place >= 0 and match.end() < quoted[place].end:
            continue
        if _ends_sentence(text, match, abbreviations):
            cuts.append(match.end())
    return cuts


def _ends_sentence(text: str, match: re.Match[str], abbreviations: AbstractSet[str]) -> bool:
    following = _next_character(text, match.end())
    if following.islower():
        return False
    if match.group() != ".":
        return True
    before = _word_before(text, match.start())
    if before.lower() in {"a.m", "p.m"} and following in '"“«„':
        return True
    if len(before) == 1 and before.isalpha() and before.isupper():
        return False
    return before.lower() not in abbreviations


def _goes_with_quote(text: str, cut: int, asked: re.Pattern[str] | None) -> bool:
    """Tell whether what follows a “…?” at ``cut`` names who asked."""
    tail = text[max(0, cut - 3) : cut]
    ended = tail.rstrip("”\"’'»")
    closed = ended != tail and ended.endswith(("?", "!"))
    return asked is not None and closed and asked.match(text, cut) is not None


def _next_character(text: str, at: int) -> str:
    for place in range(at, min(len(text), at + 40)):
        if not text[place].isspace():
            return text[place]
    return ""


def _word_before(text: str, at: int) -> str:
    start = at
    while (
        start > 0
        and at - start < _LONGEST_ABBREVIATION
        and not text[start - 1].isspace()
        and text[start - 1] not in '(“"‘'
    ):
        start -= 1
    return text[start:at]


def _sentences(text: str, block: int, span: Span, cuts: Sequence[int]) -> list[Sentence]:
    spans: list[Span] = []
    at = span[0]
    for cut in [*cuts, span[1]]:
        while cut - at > LONGEST * 20:
            middle = text.rfind(" ", at + 1, at + LONGEST)
            middle = middle if middle > at else at + LONGEST
            spans.append((at, middle))
            at = middle
        spans.append((at, cut))
        at = cut
    kept = [stripped for start, end in spans if (stripped := _stripped(text, start, end))]
    last = len(kept) - 1
    return [Sentence(s, e, block, n == 0, n == last) for n, (s, e) in enumerate(kept)]
