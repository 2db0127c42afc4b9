"""Words, numbers and marks of a stretch of text, each with its place.

Spans are code points of the whole text. One pass, no backtracking: the time is linear in the length
whatever the text holds. A quotation is one token of its own (kind ``QUOTE``) once the layout has put
it there, so that rules for sentences see around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final, NamedTuple

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

_GOES_ON = re.compile(r"[.,]?\w")
LONGEST_KEPT: Final = 100_000
"""Characters of a text whose tokens are kept while it is read: memory does not grow with the text."""


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


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return what :func:`tokenise` does, for stretches of one text that is asked for again and again.

    A text is cut into tokens once, and each stretch is taken from those: what a token is hangs on nothing
    before it, and on what follows only where a letter or a digit does ("40" before ".5-fold"). A stretch that
    starts or ends inside a token is cut anew.
    """
    if len(text) > LONGEST_KEPT:
        return tokenise(text, start, end)
    tokens, starts = _whole(text)
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    cut = (first > 0 and tokens[first - 1].end > start) or (last > 0 and tokens[last - 1].end > end)
    if cut or _GOES_ON.match(text, end):
        return tokenise(text, start, end)
    return tokens[first:last]


@lru_cache(maxsize=1)
def _whole(text: str) -> tuple[list[Token], list[int]]:
    """Return the tokens of a whole text and where they start; of the text that is read, and no other."""
    tokens = tokenise(text, 0, len(text))
    return tokens, [token.start for token in tokens]


def forget() -> None:
    """Let go of the text that was read last and of its tokens."""
    _whole.cache_clear()
