"""Words as the tagger counts them, and what is known of each beside its letters.

A word is a run of letters, digits and underscores, or a single other character that is no space. Spans are
code points of the whole text. Linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from khronika.records.spans import Span
from khronika.records.statement import Statement

_WORD = re.compile(r"\w+|[^\w\s]")
_JOINED = re.compile(r"\w+(?:-\w+)*+|[^\w\s]")
LONGEST: Final = 220
"""Words of a block that are tagged together; longer blocks are cut after a sentence where one ends."""

_ENDS = frozenset(".!?…")
_CASES, _QUOTED, _TOP, _NESTED = 3, 2, 9, 4
RULES: Final = _TOP * _NESTED
FEATURES: Final = _CASES * _QUOTED * RULES
_KINDS = {"S": 0, "K": 1, "C": 2, "W": 3}


def words_of(text: str, start: int, end: int, *, joined: bool = False) -> list[Span]:
    """Return the places of the words of ``text[start:end]``; ``joined`` keeps what hyphens join together."""
    return [match.span() for match in (_JOINED if joined else _WORD).finditer(text, start, end)]


def cut(text: str, words: Sequence[Span]) -> list[tuple[int, int]]:
    """Return stretches of at most ``LONGEST`` words, as numbers, cut after a sentence if possible."""
    found: list[tuple[int, int]] = []
    at = 0
    while len(words) - at > LONGEST:
        end = next(
            (n + 1 for n in range(at + LONGEST - 1, at + LONGEST // 3, -1) if text[words[n][0]] in _ENDS),
            at + LONGEST,
        )
        found.append((at, end))
        at = end
    found.append((at, len(words)))
    return [stretch for stretch in found if stretch[0] < stretch[1]]


def _between(words: Sequence[Span], starts: Sequence[int], span: Span) -> range:
    first = bisect_left(starts, span[0])
    if first and words[first - 1][1] > span[0]:
        first -= 1
    return range(first, bisect_left(starts, span[1]))


def rule_tags(words: Sequence[Span], read: Iterable[Statement]) -> tuple[list[int], list[int]]:
    """Return what the rules read at each word: at the top (0 to 8) and inside another statement (0 to 3)."""
    top, nested = [0] * len(words), [0] * len(words)
    starts = [start for start, _ in words]
    for statement in read:
        roles = (
            (("W", statement.content),)
            if statement.own
            else (("C", statement.content), ("S", statement.source), ("K", statement.cue))
        )
        for role, spans in roles:
            for span in spans:
                for place, word in enumerate(_between(words, starts, span)):
                    if statement.within is None:
                        top[word] = 1 + 2 * _KINDS[role] + (place > 0)
                    else:
                        nested[word] = 1 + _KINDS[role]
    return top, nested


def features_of(
    text: str, words: Sequence[Span], quoted: Sequence[Span], tags: tuple[Sequence[int], Sequence[int]]
) -> list[int]:
    """Return one number below ``FEATURES`` a word: its case, whether it is quoted, what the rules read there.

    ``quoted`` are the spans of quotations in order, ``tags`` what :func:`rule_tags` gives.
    """
    found = []
    near = 0
    for (start, end), top, nested in zip(words, *tags, strict=True):
        while near < len(quoted) and quoted[near][1] <= start:
            near += 1
        inside = near < len(quoted) and quoted[near][0] <= start
        word = text[start:end]
        case = 0 if not word[:1].isupper() else 2 if end - start > 1 and word.isupper() else 1
        found.append(((case * _QUOTED + inside) * _TOP + top) * _NESTED + nested)
    return found
