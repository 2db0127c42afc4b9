"""Words, numbers and marks of a stretch of text, each with its place.

Spans are code points of the whole text. One pass, no backtracking: the time is linear in the length
whatever the text holds. A quotation is one token of its own (kind ``QUOTE``) once the layout has put
it there, so that rules for sentences see around it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

WORD, NUMBER, MARK, QUOTE = "word", "number", "mark", "quote"

_MARKS_ON_LETTERS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_TOKEN = re.compile(
    rf"""
    (?P<number>\d++(?:[.,]\d++)*+(?!-?[^\W\d]))
  | (?P<clitic>[’'](?:s|ve|re|ll|d|m)\b)
  | (?P<word>\w[\w{_MARKS_ON_LETTERS}]*+
      (?:(?:[-‐‑]|[’'](?!(?:s|ve|re|ll|d|m)\b))[\w{_MARKS_ON_LETTERS}]++)*+)
  | (?P<mark>[.,;:!?()\[\]“”„«»‘’'"—–\-…%$€£/*•|])
  | (?P<other>[^\w\s.,;:!?()\[\]“”„«»‘’'"—–\-…%$€£/*•|]++)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Token(NamedTuple):
    """One word, number, mark or quotation; ``lower`` has straight apostrophes."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    quote: int = -1

    @property
    def capital(self) -> bool:
        """Tell whether a word starts with a capital letter."""
        return self.kind == WORD and self.text[:1].isupper()


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of ``text[start:end]`` in order."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        group = match.lastgroup
        words = match.group()
        lower = words.lower()
        if "’" in lower:
            lower = lower.replace("’", "'")
        kind = NUMBER if group == "number" else WORD if group in {"word", "clitic"} else MARK
        found.append(Token(match.start(), match.end(), words, lower, kind))
    return found
