"""Words picked in a text, taken whole: a pick that begins or ends inside a word takes all of that word.

What must stay true: nothing but letters, marks, digits and apostrophes between them is added, and nothing but
white space at the ends is left out; scripts that write no space between words are taken as they were picked.
The same rule is in ``static/selecting.js``.
"""

from __future__ import annotations

import re
from unicodedata import category

from khronika.records.spans import Span, Spans

_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_APOSTROPHES = "'’ʼ"
_LONGEST_WORD = 100


def whole_words(text: str, spans: Spans) -> Spans:
    """Return spans whose ends cut no word; one that is not in the text stays as it is."""
    return tuple(_whole(text, span) if 0 <= span[0] < span[1] <= len(text) else span for span in spans)


def _whole(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return span
    first, last = start, end
    while _cuts(text, first) and start - first < _LONGEST_WORD:
        first -= 1
    while _cuts(text, last) and last - end < _LONGEST_WORD:
        last += 1
    return (start if _cuts(text, first) else first, end if _cuts(text, last) else last)


def _cuts(text: str, at: int) -> bool:
    """Tell whether a place is inside a word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if _of_word(before) and _of_word(after):
        return True
    if after in _APOSTROPHES:
        return _of_word(before) and _of_word(text[at + 1 : at + 2])
    return before in _APOSTROPHES and _of_word(text[max(0, at - 2) : at - 1]) and _of_word(after)


def _of_word(letter: str) -> bool:
    return bool(letter) and category(letter)[0] in "LMN" and not _UNPARTED.match(letter)
